"""Prints a dictionary for the targets that read text: what the lexicon's rules look for, from models/lexicon."""

from pathlib import Path

LEXICON = Path(__file__).parent.parent.parent / "models/lexicon"

# Table, columns that hold words, what stands between two of them.
TABLES = [
    ("abbreviations", [0], None),
    ("calendar", [1], " "),
    ("cues", [1], ","),
    ("descriptions", [0], None),
    ("function_words", [1], " "),
    ("phrases", [0], None),
    ("quantity/contexts", [1], " "),
    ("quantity/currencies", [1, 2, 3, 4], ","),
    ("quantity/modifiers", [0], None),
    ("quantity/numerals", [0], None),
    ("quantity/units", [4, 5], ","),
    ("roles", [0, 1], " "),
    ("source_words", [1], " "),
    ("sources", [0], None),
    ("topics", [2], " "),
]
MARKS = "“ ” ‘ ’ \" ' ( ) [ ] , . ; : ? ! - – — … / % $ £ € ° × ½ ² + ~ < > \n\n \u00a0 \u202f \u200b \u202e \ufeff".split(" ")
NUMBERS = "0 1 12 1,200 1.200 1 200 3.5 .5 0.0001 1e9 10-20 1/2 50/50 7th 1990s 2021-03-04 12:30 '90s 9/11 ١٢ 十二 ² Ⅻ".split(" ")


def words():
    yield from MARKS
    yield from NUMBERS
    for table, columns, between in TABLES:
        for line in (LEXICON / f"{table}.tsv").read_text().splitlines():
            if line and not line.startswith("#"):
                cells = line.split("\t")
                for cell in (cells[c] for c in columns if c < len(cells)):
                    yield from cell.split(between) if between else [cell]


def quoted(word):
    """As libFuzzer reads it: bytes beyond printable ASCII as \\xAB."""
    plain = (chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02X}" for b in word.encode())
    return '"' + "".join(plain) + '"'


for word in sorted({word for word in words() if 0 < len(word.encode()) <= 60}):
    print(quoted(word))
