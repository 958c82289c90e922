#!/usr/bin/env python3
"""Make nouns.tsv from the WordNet 3.0 database files and the nouns of words.tsv.

    make_nouns.py WORDNET_DIR ../words.tsv > nouns.tsv

WORDNET_DIR holds index.noun and data.noun (Debian: wordnet-base). A noun is kept if the first of its senses is something
that can be counted and is no person: an organism, act, animal, artifact, communication, event, food, group, place, object, plant,
possession or state. A line: the noun; its senses, the commonest first, at most three and only those that WordNet met in texts; what
the first two are kinds of, as far as another noun of the table has it among its own first two. Senses are numbered anew.
What lies within six steps of the root (object, artifact, act) says too little and is left out.
"""
import collections, sys

folder, words = sys.argv[1:3]
KINDS = {3, 4, 5, 6, 10, 11, 13, 14, 15, 17, 20, 21, 26}
MOST, COMMONEST, DEPTH, STEPS = 3, 2, 6, 7

above, lexicographer = {}, {}
for line in open(f"{folder}/data.noun", encoding="utf-8"):
    if line.startswith(" "):
        continue
    fields = line.split(" | ")[0].split()
    at = 4 + 2 * int(fields[3], 16)
    pointers = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(fields[at]))]
    above[fields[0]] = [target for sign, target, *_ in pointers if sign == "@"]
    lexicographer[fields[0]] = int(fields[1])

senses_of = {}
for line in open(f"{folder}/index.noun", encoding="utf-8"):
    if not line.startswith(" "):
        fields = line.split()
        at = 4 + int(fields[3])
        met = int(fields[at + 1])
        senses_of[fields[0]] = fields[at + 2 :][: max(1, min(MOST, met))]

depths = {}


def depth(sense):
    if sense not in depths:
        depths[sense] = 1 + min(map(depth, above[sense]), default=-1)
    return depths[sense]


def kinds(sense, steps=STEPS):
    for higher in above[sense] if steps else ():
        if depth(higher) >= DEPTH:
            yield higher
            yield from kinds(higher, steps - 1)


table = {}
for line in open(words, encoding="utf-8"):
    noun, parts = line.split("\t")[:2]
    senses = senses_of.get(noun, [])
    if line.startswith("#") or "n" not in parts or not senses or lexicographer[senses[0]] not in KINDS:
        continue
    senses = [sense for sense in senses if lexicographer[sense] in KINDS]
    higher = {kind for sense in senses[:COMMONEST] for kind in kinds(sense)}
    own = [sense for sense in senses if depth(sense) >= DEPTH - 1]
    table[noun] = own, sorted(higher - set(own))

common = {sense for own, _ in table.values() for sense in own[:COMMONEST]}
table = {noun: (own, [kind for kind in higher if kind in common]) for noun, (own, higher) in table.items()}
shared = collections.Counter(sense for own, higher in table.values() for sense in own + higher)
numbers = collections.defaultdict(lambda: len(numbers) + 1)
print("# Nouns, what they name and what that is a kind of: from WordNet 3.0, by make_nouns.py.")
for noun, (own, higher) in sorted(table.items()):
    own = [sense for sense in own if shared[sense] > 1]
    if own or higher:
        print(noun, *(" ".join(str(numbers[sense]) for sense in list) for list in (own, higher)), sep="\t")
