#!/usr/bin/env python3
"""Join the annotations of this folder to articles that you have.

    join.py ARTICLES.jsonl[.zst]... [-o GOLD.jsonl] [--part train|dev|test]
    join.py --check

Articles are JSON lines with id and text (title, source, date, url are carried over). An annotation
is joined if the article's id is known and the SHA-256 of its first `characters` characters, as
UTF-8, is the annotated one; the output is in the shape of datasets/newsroom/gold, in the order of
annotations.jsonl. What finds no article, or another text, is counted on standard error; exit code 1
if nothing was joined. With --check no articles are needed: it tells whether the annotations hang
together, and how many there are."""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def lines(path):
    """The lines of a file, unpacked by the program zstd if its name says so."""
    if path.endswith(".zst"):
        with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE) as unpacked:
            yield from unpacked.stdout
        if unpacked.returncode:
            sys.exit(f"{path}: zstd cannot unpack it")
    else:
        with open(path, "rb") as file:
            yield from file


def joined(annotated, article):
    """The annotated article with its text, or none if it is another text."""
    text = article["text"][: annotated["characters"]]
    if hashlib.sha256(text.encode()).hexdigest() != annotated["sha256"]:
        return None
    about = {key: article.get(key) or "" for key in ("title", "source", "date", "url")}
    found = {key: annotated[key] for key in ("sentences", "attributions", "quantities")}
    return {"id": annotated["id"], **about, "text": text, **found}


def wrong(annotated):
    """What does not hang together in one article's annotations."""
    ids = {attribution["id"] for attribution in annotated["attributions"]}
    spans = list(annotated["sentences"])
    for attribution in annotated["attributions"]:
        spans += [attribution["source"], attribution["cue"], *attribution["content"]]
        if not attribution["content"]:
            yield f"{attribution['id']} has no content"
        if attribution["parent"] is not None and attribution["parent"] not in ids - {attribution["id"]}:
            yield f"{attribution['id']} is inside {attribution['parent']}, which is not there"
    for quantity in annotated["quantities"]:
        spans += [quantity[key] for key in ("span", "counted", "event", "actor")]
        if quantity["attr"] is not None and quantity["attr"] not in ids:
            yield f"{quantity['id']} is by {quantity['attr']}, which is not there"
    for span in spans:
        if span is not None and not 0 <= span[0] < span[1] <= annotated["characters"]:
            yield f"{span} is no place of the text"


def check(annotations):
    """Prints what is wrong, or how many there are of each part; the exit code."""
    problems = [f"{a['id']}: {problem}" for a in annotations for problem in wrong(a)]
    print("\n".join(problems), end="\n" if problems else "")
    if len({a["id"] for a in annotations}) < len(annotations):
        problems.append("an article stands twice")
    for part in ("train", "dev", "test"):
        of = [a for a in annotations if a["part"] == part]
        count = lambda key: sum(len(a[key]) for a in of)
        nested = sum(x["parent"] is not None for a in of for x in a["attributions"])
        print(f"{part}: {len(of)} articles, {count('sentences')} sentences, {count('attributions')} attributions,"
              f" {nested} nested, {count('quantities')} quantities")
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("articles", nargs="*")
    parser.add_argument("-o", "--output", help="the file to write; standard output without it")
    parser.add_argument("--part", choices=["train", "dev", "test"], help="one part alone")
    parser.add_argument("--check", action="store_true", help="look at the annotations alone")
    args = parser.parse_args()
    with open(HERE / "annotations.jsonl", encoding="utf-8") as file:
        annotations = [json.loads(line) for line in file]
    if args.check:
        return check(annotations)
    if not args.articles:
        parser.error("give the files of articles to join to, or --check")
    if args.part:
        annotations = [a for a in annotations if a["part"] == args.part]
    wanted = {a["id"] for a in annotations}
    articles = {}
    for path in args.articles:
        for line in lines(path):
            article = json.loads(line)
            if article.get("id") in wanted:
                articles[article["id"]] = article
    found = [joined(a, articles[a["id"]]) for a in annotations if a["id"] in articles]
    gold = [article for article in found if article]
    other, absent = len(found) - len(gold), len(annotations) - len(found)
    print(f"{len(gold)} joined, {absent} without an article, {other} with another text", file=sys.stderr)
    output = open(args.output, "w", encoding="utf-8") if args.output else sys.stdout
    with output:
        output.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in gold)
    return 0 if gold else 1


if __name__ == "__main__":
    sys.exit(main())
