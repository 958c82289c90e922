#!/usr/bin/env python3
"""What `whosaid convert` writes, read by the packages of the tools themselves.

    pip install label-studio-sdk dkpro-cassis
    python tests/convert/check.py target/release/whosaid datasets/newsroom/gold/dev.jsonl

Label Studio's SDK validates the configuration and every annotation against it; cassis loads
every CAS and writes it anew, and what it wrote comes back as the gold it was; brat has no
package, so its files are held to the rules of its server (`annotation.py`).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import cassis
from label_studio_sdk.label_interface import LabelInterface

PROGRAM, GOLD = sys.argv[1], Path(sys.argv[2])
SPAN, LINK = "webanno.custom.Whosaid", "webanno.custom.WhosaidLink"


def convert(source, to, output):
    subprocess.run([PROGRAM, "-q", "convert", source, "--to", to, "-o", output], check=True)


def articles(path):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {article["id"]: article for article in lines}


def spans(article):
    """Every marked place of an article."""
    for attribution in article["attributions"]:
        yield from (p for p in [attribution["source"], attribution["cue"], *attribution["content"]] if p)
    for quantity in article["quantities"]:
        places = (quantity.get(name) for name in ("span", "counted", "actor", "event"))
        yield from (place for place in places if place)


def words(article):
    return sorted(article["text"][start:end] for start, end in spans(article))


def label_studio(folder, gold):
    interface = LabelInterface((folder / "label_config.xml").read_text())
    interface.validate()
    for task in json.loads((folder / "tasks.json").read_text(encoding="utf-8")):
        data, (annotation,) = task["data"], task["annotations"]
        assert interface.validate_annotation(annotation), data["id"]
        regions = [r["value"] for r in annotation["result"] if r["type"] == "labels"]
        assert sorted(r["text"] for r in regions) == words(gold[data["id"]])
        assert all(data["text"][r["start"] : r["end"]] == r["text"] for r in regions)


def inception(folder, gold, anew):
    anew.mkdir()
    found = set()
    for path in sorted(folder.glob("*.json")):
        if path.name == "layers.json":
            continue
        cas = cassis.load_cas_from_json(path.read_text(encoding="utf-8"))
        (about,) = [fs for fs in cas._find_all_fs() if fs.type.name.endswith("WhosaidArticle")]
        marks = cas.select(SPAN)
        assert sorted(mark.get_covered_text() for mark in marks) == words(gold[about.id])
        for link in cas.select(LINK):
            assert link.Governor in marks and link.Dependent in marks
        found.add(about.id)
        (anew / path.name).write_text(cas.to_json(), encoding="utf-8")
        assert cas.to_xmi()
    assert found == set(gold)


def brat(folder, gold):
    for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        listed = json.loads(line)
        with open(folder / (listed["file"] + ".txt"), encoding="utf-8", newline="") as file:
            text = file.read()
        with open(folder / (listed["file"] + ".ann"), encoding="utf-8", newline="") as file:
            ann = file.read()
        seen = set()
        for line in ann.splitlines():
            name, data = line.split("\t", 1)
            assert name not in seen, name
            seen.add(name)
            if name.startswith("T"):
                data, tail = data.split("\t", 1)
                places = data.split(" ", 1)[1].split(";")
                places = [tuple(map(int, place.split(" "))) for place in places]
                assert tail == " ".join(text[start:end] for start, end in places), line
                assert all(a[1] <= b[0] for a, b in zip(places, places[1:])), line
        assert text == gold[listed["id"]]["text"]


def main():
    gold = articles(GOLD)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        for tool in ("label-studio", "inception", "brat"):
            convert(GOLD, tool, scratch / tool)
        label_studio(scratch / "label-studio", gold)
        inception(scratch / "inception", gold, scratch / "anew")
        brat(scratch / "brat", gold)
        convert(scratch / "anew", "gold", scratch / "anew.jsonl")
        convert(GOLD, "gold", scratch / "gold.jsonl")
        assert articles(scratch / "anew.jsonl") == articles(scratch / "gold.jsonl")
    print(f"{len(gold)} articles: Label Studio, INCEpTION and brat read what convert writes")


if __name__ == "__main__":
    main()
