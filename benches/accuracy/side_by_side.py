"""Prints the F1 of several readers side by side, from what `whosaid eval --json` printed.

    side_by_side.py lexicon=lexicon.json int8=int8.json f32=f32.json libtorch=libtorch.json
"""

import json
import sys

readers = dict(argument.split("=", 1) for argument in sys.argv[1:])
scores = {name: json.load(open(path))["scores"] for name, path in readers.items()}
print("| F1 |", " | ".join(readers), "|")
print("| --- |", " | ".join("---" for _ in readers), "|")
for measure in next(iter(scores.values())):
    if measure == "sentence boundary":
        continue
    rows = [table[measure] for table in scores.values()]
    cells = [f"{row['f1'] if isinstance(row, dict) else row:.1f}" for row in rows]
    print("|", measure, "|", " | ".join(cells), "|")
