"""Splits the texts of JSON lines with another splitter, in the shape of `examples/split.rs`.

    pip install sentencex pysbd
    python benches/sentence_peers.py sentencex < articles.jsonl > sentences.jsonl

Every line of a text is split by itself, as `split_text` does. The speed goes to stderr; it
counts the splitter alone, not the reading and writing of JSON.
"""

import json
import sys
import time


def splitter(name):
    if name == "sentencex":
        import sentencex

        return lambda line: list(sentencex.segment("en", line))
    if name == "pysbd":
        import pysbd

        return pysbd.Segmenter(language="en", clean=False).segment
    sys.exit(f"{name}: no such splitter; use sentencex or pysbd")


def spans(text, lines):
    """Places of the sentences found in each line, by searching for them in order."""
    found, at = [], 0
    for line, sentences in lines:
        place = at
        for sentence in map(str.strip, sentences):
            start = text.find(sentence, place) if sentence else -1
            if start >= 0:
                place = start + len(sentence)
                found.append([start, place])
        at += len(line) + 1
    return found


def main():
    split = splitter(sys.argv[1])
    size, seconds = 0, 0.0
    for record in map(json.loads, sys.stdin):
        text = record["text"]
        clock = time.perf_counter()
        lines = [(line, split(line) if line else []) for line in text.split("\n")]
        seconds += time.perf_counter() - clock
        size += len(text.encode())
        print(json.dumps({"id": record["id"], "sentences": spans(text, lines)}))
    print(f"{size / 1e6 / seconds:.2f} MB/s", file=sys.stderr)


main()
