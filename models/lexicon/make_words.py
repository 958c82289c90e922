#!/usr/bin/env python3
"""Make words.tsv from the WordNet 3.0 database files.

    make_words.py WORDNET_DIR FREQUENCIES > words.tsv

WORDNET_DIR holds index.*, data.noun, *.exc and cntlist.rev (Debian: wordnet-base). FREQUENCIES holds one
"word count" a line from any collection of news: a word is kept if one of its forms stands there ten times.
Only this choice depends on the collection; tags, their order and irregular forms are WordNet's.

A line: lemma, parts of speech (n, v, a, r) from the most likely on, ">" where the one before is by far more likely;
then irregular forms: "n:PLURALS" and "v:PAST/PARTICIPLE/ING", each a comma list, empty where regular; then "s:SORT", what
the noun's commonest sense names.
"""
import collections, re, sys

folder, frequencies = sys.argv[1:3]
seen = {w: int(n) for w, n in (line.split() for line in open(frequencies, encoding="utf-8"))}
parts = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
word = re.compile(r"[a-z][a-z-]*[a-z]$")

count = collections.Counter()
for line in open(f"{folder}/cntlist.rev", encoding="utf-8"):
    key, _, n = line.split()
    lemma, sense = key.split("%")
    count[lemma, "nvara"[int(sense[0]) - 1]] += int(n)

sorts = {3: "-", 4: "act", 6: "artifact", 8: "body", 10: "communication", 11: "event", 14: "group", 15: "location", 17: "object",
         18: "person", 21: "possession", 23: "quantity", 26: "state", 28: "time"}
common, sort_of = set(), {}
for line in open(f"{folder}/data.noun", encoding="utf-8"):
    if not line.startswith("  "):
        fields = line.split(" ")
        sort_of[fields[0]] = sorts.get(int(fields[1]), "-")
        common.update(w for w in fields[4:4 + 2 * int(fields[3], 16):2] if w == w.lower())

lemmas = collections.defaultdict(set)
sort = {}
for tag, name in parts.items():
    for line in open(f"{folder}/index.{name}", encoding="utf-8"):
        fields = line.split()
        lemma = fields[0]
        if tag == "n" and not line.startswith("  "):
            sort[lemma] = sort_of[fields[-int(fields[2])]]
        if word.match(lemma) and (tag != "n" or lemma in common):
            lemmas[lemma].add(tag)

irregular = collections.defaultdict(lambda: collections.defaultdict(list))
for tag in "nv":
    for line in open(f"{folder}/{parts[tag]}.exc", encoding="utf-8"):
        form, *bases = line.split()
        for base in bases:
            if word.match(form) and form != base and tag in lemmas.get(base, ()):
                irregular[base][tag].append(form)

same = set("bet beset broadcast burst cast cost cut hit hurt let offset put quit read rid set shed shut slit split spread thrust upset".split())
same_participle = set("become come overcome overrun outrun rerun run".split())
# Verbs with a regular past or participle beside the irregular one.
regular_too = set("abide address bless burn bypass chide clothe coordinate curse dive dream dwell gild gird hang kneel lean leap learn light misspell overlay shine smell sneak spell spill spoil spotlight stave thrive transfix tread undergird work".split())
regular_participle_too = set("melt overflow prove sew sow swell".split())

def with_ed(lemma):
    return lemma + "d" if lemma.endswith("e") else lemma + "ed"

def verb(lemma):
    """The irregular past, participle and -ing of a verb."""
    past, participle, ing = [], [], []
    found = sorted(irregular[lemma]["v"])
    rest = [f for f in found if not f.endswith("ing")]
    for f in found:
        if f.endswith("ing") and f not in ("string", "bring"):
            ing.append(f)
        elif f.endswith("s"):
            continue
        elif len(rest) == 1 and not f.endswith(("wn", "en", "orn")) or f.endswith(("ed", "t", "d")) and not any(g.endswith(("n", "ne")) for g in rest):
            past.append(f)
            participle.append(f)
        elif f.endswith(("n", "ne")) and not f.endswith(("gan", "ran")) or "u" in f[1:] and f not in ("struck", "swung", "wrung"):
            participle.append(f)
        else:
            past.append(f)
    if lemma in same:
        past.append(lemma)
        participle.append(lemma)
    if lemma in same_participle:
        participle = [lemma]
    participle = participle or list(past)
    if past and lemma in regular_too and with_ed(lemma) not in past:
        past.append(with_ed(lemma))
    if participle and lemma in regular_too | regular_participle_too and with_ed(lemma) not in participle:
        participle.append(with_ed(lemma))
    return past, participle, ing

for lemma in lemmas:
    if lemma.endswith("man") and "n" in lemmas[lemma] and not irregular[lemma]["n"] and lemma not in ("human", "german", "roman"):
        irregular[lemma]["n"].append(lemma[:-3] + "men")

def forms(lemma):
    stem = lemma[:-1] if lemma.endswith(("e", "y")) else lemma
    yield lemma
    for end in ("s", "es", "ies", "ed", "ing", "ied", "er", "est"):
        yield lemma + end
        yield stem + end
    for tag in irregular.get(lemma, {}).values():
        yield from tag

# A noun that is the plural of a commoner one (times, men) would hide its singular.
base_of = {form: base for base in irregular for form in irregular[base]["n"]}
for lemma in list(lemmas):
    base = base_of.get(lemma, lemma[:-1] if lemma.endswith("s") else lemma)
    if base != lemma and "n" in lemmas.get(base, ()) and count[base, "n"] > count[lemma, "n"]:
        lemmas[lemma].discard("n")

# Nor may a rare verb hide the past of a common one (saw, found, felt).
past_of = {form: base for base in irregular for form in irregular[base]["v"]}
for lemma in list(lemmas):
    base = past_of.get(lemma, lemma)
    if base != lemma and count[base, "v"] > 5 * count[lemma, "v"]:
        lemmas[lemma].discard("v")

for lemma in sorted(lemmas):
    if not lemmas[lemma]:
        continue
    if max(seen.get(form, 0) for form in forms(lemma)) < 10:
        continue
    most = max(count[lemma, tag] for tag in lemmas[lemma])
    tags = [t for t in lemmas[lemma] if count[lemma, t] or most < 8]
    tags.sort(key=lambda t: (-count[lemma, t], "navr".index(t)))
    ranked = tags[0]
    for before, tag in zip(tags, tags[1:]):
        ranked += (">" if count[lemma, before] > 4 * count[lemma, tag] + 3 else "") + tag
    if "n" in tags and irregular[lemma]["n"]:
        ranked += "\tn:" + ",".join(sorted(irregular[lemma]["n"]))
    if "v" in tags and any(verb(lemma)):
        ranked += "\tv:" + "/".join(map(",".join, verb(lemma)))
    if "n" in tags and sort[lemma] != "-":
        ranked += "\ts:" + sort[lemma]
    print(f"{lemma}\t{ranked}")
