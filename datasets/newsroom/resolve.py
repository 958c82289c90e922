#!/usr/bin/env python3
"""Check the annotations and write the gold files.

    resolve.py [FOLDER]            check, then write gold/
    resolve.py --check [FOLDER]    check, and fail if a gold file is missing or out of date

FOLDER is a data set of this shape, the one of this file if none is given. Annotations quote the
article: annotations.jsonl holds every article, passes/, where there is one, the two passes that
agreement was measured on. Gold files give offsets in Unicode code points, end exclusive.
GUIDE.md says what the labels mean.
Exit 0: all well; 1: an error was printed; nothing is written then.
"""

import html
import json
import re
import sys
from pathlib import Path

SPLITS = ("train", "dev", "test")
PASSES = ("first", "second")

TYPES = set(
    "head_of_state ministry_statement named_official anonymous_official anonymous_source military armed_group "
    "intelligence local_authority lawmaker state_media news_outlet social_media expert igo_ngo company document "
    "individual unspecified".split()
)
QUOTES = {"direct", "mixed", "indirect"}
KINDS = {"count", "money", "percent", "measure", "duration", "ratio"}
MODIFIERS = {"exact", "approx", "more_than", "at_least", "at_most", "less_than", "range", "vague"}
TOPICS = set(
    "personnel killed wounded casualties captured missing displaced population weapons incidents infrastructure "
    "money share time distance other".split()
)
MODALITIES = {"asserted", "planned", "possible", "denied", "hypothetical"}
REGIONS = {"title", "heading", "body", "caption", "boilerplate"}
MULTIPLIERS = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


class Article:
    """One annotated article: its text, where its sentences stand, and what is wrong with it."""

    def __init__(self, record, text):
        self.record, self.text, self.errors = record, text, []
        self.sentences = self.place_sentences()

    def error(self, message):
        self.errors.append(f"{self.record['id']}: {message}")

    def place_sentences(self):
        spans, at = [], 0
        for number, sentence in enumerate(self.record["sentences"], 1):
            start = self.text.find(sentence, at)
            if start < 0 or self.text[at:start].strip():
                self.error(f"sentence {number} does not follow the one before it: {sentence[:60]!r}")
                break
            at = start + len(sentence)
            spans.append([start, at])
        if self.text[at:].strip():
            self.error(f"no sentence holds {self.text[at:].strip()[:60]!r}")
        return spans

    def regions(self):
        """Lines of the text with the part each plays; sentences of one line play one part."""
        kinds, found = self.record["regions"], []
        for number, (start, end) in enumerate(self.sentences, 1):
            kind = kinds.get(str(number), "body")
            if kind not in REGIONS:
                self.error(f"sentence {number}: no region is called {kind!r}")
            if found and "\n" not in self.text[found[-1][1]:start]:
                if kind != "body" and kind != found[-1][2]:
                    self.error(f"sentence {number}: {kind} inside {found[-1][2]}")
                found[-1][1] = end
            else:
                found.append([start, end, kind])
        return found

    def find(self, what, number, string, occurrence=1):
        """Offsets of `string` in sentence `number`; ` … ` stands for words left out."""
        if string is None:
            return None
        if not 1 <= number <= len(self.sentences):
            self.error(f"{what}: there is no sentence {number}")
            return None
        start, end = self.sentences[number - 1]
        sentence = self.text[start:end]
        if " … " in string and string not in sentence:
            head, _, tail = string.partition(" … ")
            first = sentence.find(head)
            last = sentence.find(tail, first + len(head)) if first >= 0 else -1
            if last < 0:
                self.error(f"{what}: sentence {number} does not hold {string!r}")
                return None
            return [start + first, start + last + len(tail)]
        places = [m.start() for m in re.finditer(re.escape(string), sentence)]
        whole = [p for p in places if is_whole(sentence, p, string)]
        if len(whole) < occurrence:
            self.error(f"{what}: sentence {number} does not hold {string!r} {occurrence} time(s) as whole words")
            return None
        place = start + whole[occurrence - 1]
        return [place, place + len(string)]

    def field(self, what, item, name, occurrence=None):
        occurrence = item.get(occurrence or f"{name}_k", 1)
        return self.find(f"{what} {name}", item.get(f"{name}_s", item["s"]), item.get(name), occurrence)

    def label(self, what, value, known):
        if value not in known:
            self.error(f"{what}: {value!r} is not one of {', '.join(sorted(known))}")

    def attribution(self, item):
        what = f"attribution {item['id']}"
        self.label(what, item["type"], TYPES)
        self.label(what, item["quote"], QUOTES)
        content = [self.find(f"{what} content", *piece) for piece in item["content"]]
        return {
            "id": item["id"],
            "sentence": item["s"],
            "source": self.field(what, item, "source"),
            "cue": self.field(what, item, "cue", "k"),
            "content": [span for span in content if span],
            "type": item["type"],
            "quote": item["quote"],
            "parent": item["parent"],
            "who": item.get("who"),
        }

    def quantity(self, index, item):
        what = f"quantity {item['text']!r} in sentence {item['s']}"
        self.label(what, item["kind"], KINDS)
        self.label(what, item["mod"], MODIFIERS)
        self.label(what, item["topic"], TOPICS)
        self.label(what, item["modality"], MODALITIES)
        low, high, value = item.get("low"), item.get("high"), item["value"]
        if (item["mod"] == "range") != (value is None and low is not None and high is not None and low < high):
            self.error(f"{what}: a range has low and high and no value, everything else a value alone")
        for number in digits(item["text"]):
            if not any(same(number, end) for end in (value, low, high)) and item["mod"] != "vague":
                self.error(f"{what}: reads {number}, annotated {value} {low} {high}")
        return {
            "id": f"q{index}",
            "sentence": item["s"],
            "span": self.field(what, item, "text", "k"),
            "kind": item["kind"],
            "value": value,
            "low": low,
            "high": high,
            "mod": item["mod"],
            "unit": item["unit"],
            "counted": self.field(what, item, "counted"),
            "topic": item["topic"],
            "event": self.field(what, item, "event"),
            "actor": self.field(what, item, "actor"),
            "modality": item["modality"],
            "attr": item["attr"],
        }

    def resolved(self):
        record = self.record
        attributions = [self.attribution(item) for item in record["attr"]]
        quantities = [self.quantity(i, item) for i, item in enumerate(record["num"], 1)]
        if not self.errors:
            self.check_links(attributions, quantities)
        return {
            **{key: record[key] for key in ("id", "title", "source", "date", "url")},
            "text": self.text,
            "sentences": self.sentences,
            "regions": self.regions(),
            "attributions": attributions,
            "quantities": quantities,
        }

    def check_links(self, attributions, quantities):
        by_id = {a["id"]: a for a in attributions}
        if len(by_id) < len(attributions):
            self.error("an attribution id stands twice")
        for a in attributions:
            if not a["content"]:
                self.error(f"attribution {a['id']} has no content")
            if a["parent"] and a["parent"] not in by_id:
                self.error(f"attribution {a['id']}: there is no attribution {a['parent']}")
            elif a["parent"] and not any(overlap(x, y) for x in a["content"] for y in by_id[a["parent"]]["content"]):
                self.error(f"attribution {a['id']} does not lie in its parent {a['parent']}")
            if a["cue"] and a["quote"] != self.quote_form(a):
                self.error(f"attribution {a['id']} is {self.quote_form(a)} by its quotation marks, not {a['quote']}")
            if a["cue"]:
                for b in attributions:
                    if b is not a and holds(b["content"], a["cue"]) and b["id"] not in ancestors(a, by_id):
                        self.error(f"attribution {a['id']} lies in {b['id']}, which is not its parent")
        spans = [q["span"] for q in quantities]
        if spans != sorted(spans) or any(a[1] > b[0] for a, b in zip(spans, spans[1:])):
            self.error("quantities are not in order of the text, or overlap")
        for q in quantities:
            holders = [a for a in attributions if holds(a["content"], q["span"])]
            outer = {a["parent"] for a in holders}
            innermost = [a["id"] for a in holders if a["id"] not in outer]
            if (q["attr"] is None) != (not holders) or (holders and q["attr"] not in innermost):
                self.error(f"quantity {q['id']} {self.words([q['span']])!r}: attr is {q['attr']}, held by {innermost}")

    def words(self, spans):
        return " ".join(self.text[a:b] for a, b in spans)

    def quote_form(self, attribution):
        words = self.words(attribution["content"])
        outside = re.sub(r"[“\"][^”\"]*(?:[”\"]|$)", "", words)
        if outside == words:
            return "indirect"
        return "mixed" if re.search(r"\w", outside) else "direct"


def is_whole(sentence, place, string):
    after = place + len(string)
    cuts_before = place > 0 and sentence[place - 1].isalnum() and string[0].isalnum()
    cuts_after = after < len(sentence) and sentence[after].isalnum() and string[-1].isalnum()
    return not cuts_before and not cuts_after


def digits(text):
    """The numbers written in digits in `text`, multipliers resolved."""
    found = re.findall(r"((?:minus )?\d[\d,]*(?:\.\d+)?)(?:[ -]?(thousand|million|billion|trillion|bn|[km])\b)?", text)
    shared = next((m for _, m in reversed(found) if m), "")
    return [float(n.replace(",", "").replace("minus ", "-")) * MULTIPLIERS.get(m or shared, 1) for n, m in found]


def same(a, b):
    return b is not None and abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def holds(content, span):
    return any(start <= span[0] and span[1] <= end for start, end in content)


def ancestors(attribution, by_id):
    found = []
    while attribution["parent"] in by_id and attribution["parent"] not in found:
        found.append(attribution["parent"])
        attribution = by_id[attribution["parent"]]
    return found


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def check_pages(here):
    """The main text of a page must stand in the page, once markup and line breaks are gone."""
    errors = []
    pages = here / "gold" / "pages.jsonl"
    for page in read(pages) if pages.exists() else []:
        markup = (here / "articles" / page["id"]).read_text(encoding="utf-8")
        words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())
        for paragraph in [page["title"], *page["text"].split("\n\n")]:
            if paragraph not in words:
                errors.append(f"{page['id']}: does not hold {paragraph[:60]!r}")
    return errors


def check_package(here):
    """datapackage.json must list every file of articles/, gold/ and passes/, and no other."""
    listed = {resource["path"] for resource in json.loads((here / "datapackage.json").read_text())["resources"]}
    folders = [here / name for name in ("articles", "gold", "passes") if (here / name).is_dir()]
    there = {"annotations.jsonl"} | {f"{path.parent.name}/{path.name}" for folder in folders for path in folder.iterdir()}
    return [f"datapackage.json: {path} is not listed, or not there" for path in sorted(listed ^ there)]


def main(here, check):
    records = read(here / "annotations.jsonl")
    by_id = {record["id"]: record for record in records}
    for path in (here / "passes" / f"{name}.jsonl" for name in PASSES):
        if path.exists():
            records += [{**by_id[r["id"]], **r, "split": path.stem} for r in read(path)]
    gold, errors = {}, []
    for record in records:
        article = Article(record, (here / "articles" / record["id"]).read_text(encoding="utf-8"))
        article.label("split", record["split"], SPLITS + PASSES)
        gold.setdefault(record["split"], []).append(article.resolved())
        errors += article.errors
    for split, articles in gold.items():
        path = here / "gold" / f"{split}.jsonl"
        lines = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != lines:
                errors.append(f"gold/{split}.jsonl is out of date: run resolve.py")
        elif not errors:
            path.parent.mkdir(exist_ok=True)
            path.write_text(lines, encoding="utf-8")
    errors += check_pages(here) + check_package(here)
    for error in errors:
        print(error)
    for split, articles in gold.items():
        counts = [sum(len(a[key]) for a in articles) for key in ("sentences", "attributions", "quantities")]
        print(f"{split}: {len(articles)} articles, {counts[0]} sentences, {counts[1]} attributions, {counts[2]} quantities")
    print(f"{len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--check"]
    here = folders[0] if folders else Path(__file__).resolve().parent
    sys.exit(main(here, "--check" in sys.argv[1:]))
