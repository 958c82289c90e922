"""load.py RUN: loads a run folder as its users do and checks that the tables are what their schema says.

With pandas: every column reads as the type that datapackage.json declares, with nothing guessed
wrong. With frictionless: every table is valid by its schema, keys and labels included.
"""

import json
import sys
from pathlib import Path

import pandas as pd
from frictionless import validate

DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}

run = Path(sys.argv[1])
package = json.loads((run / "datapackage.json").read_text(encoding="utf-8"))
for resource in package["resources"]:
    fields = resource["schema"]["fields"]
    dtypes = {field["name"]: DTYPES[field["type"]] for field in fields}
    table = pd.read_csv(run / resource["path"], dtype=dtypes, keep_default_na=False, na_values=[""])
    assert list(table.columns) == [field["name"] for field in fields], resource["name"]
    for field in fields:
        labels = field.get("constraints", {}).get("enum")
        if labels:
            strange = set(table[field["name"]].dropna()) - set(labels)
            assert not strange, (resource["name"], field["name"], strange)
    key = resource["schema"].get("primaryKey")
    if key:
        assert not table.duplicated(key).any(), (resource["name"], "primary key repeats")
    print(f"{resource['name']}: {len(table)} rows, {len(fields)} columns load in pandas")
    if resource["name"] == "claims":
        claims = table
    if resource["name"] == "documents":
        documents = table.set_index("doc_id")

# Offsets point at what they say they point at.
for claim in claims.itertuples():
    text = documents.loc[claim.doc_id, "text"]
    for column in ("quantity", "counted", "source"):
        words, start = getattr(claim, column), getattr(claim, f"{column}_start")
        if pd.notna(start):
            assert text[start : getattr(claim, f"{column}_end")] == words, (claim.claim_id, column)
print(f"{len(claims)} claims: every offset cuts out its words")

report = validate(str(run / "datapackage.json"))
assert report.valid, report.to_summary()
print("frictionless: valid")
