#!/usr/bin/env python3
"""The Python package against the command line, and Spark's executors: processor seconds, in turn.

    benches/python.py call PROGRAM FEED.jsonl [ARTICLES]     whosaid.Extractor and `PROGRAM extract`, by rules, on one thread
    benches/python.py spark FEED.jsonl [ARTICLES]            whosaid.spark.extract, default reader, on one executor and on two

FEED.jsonl holds an article a line with at least `id` and `text`. Needs the package whosaid, for the second also pyspark.
"""

import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

COLUMNS = ("id", "title", "source", "date", "text")


def articles(feed, count):
    with open(feed, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    return {name: [row.get(name) for row in rows] for name in COLUMNS if any(row.get(name) for row in rows)}


def spent(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def call(program, feed, count):
    import whosaid

    given = articles(feed, count)
    with tempfile.TemporaryDirectory() as folder:
        part = os.path.join(folder, "part.jsonl")
        with open(part, "w", encoding="utf-8") as out:
            for row in zip(*given.values(), strict=True):
                out.write(json.dumps(dict(zip(given, row, strict=True)), ensure_ascii=False) + "\n")
        reader = whosaid.Extractor(reader="lexicon")
        for turn in range(3):
            for notation in ("csv", "parquet"):
                before = spent(resource.RUSAGE_CHILDREN)
                out = os.path.join(folder, f"{notation}{turn}")
                command = [program, "-q", "extract", part, "-o", out, "--reader", "lexicon", "-j", "1", "--format", notation]
                subprocess.run(command, check=True)
                print(f"{notation}: {spent(resource.RUSAGE_CHILDREN) - before:.2f} CPU s")
            before = spent(resource.RUSAGE_SELF)
            found = reader.extract(given, threads=1)
            print(f"Python, lists to all tables: {spent(resource.RUSAGE_SELF) - before:.2f} CPU s")
            before = spent(resource.RUSAGE_SELF)
            frame = found.claims.to_pandas()
            print(f"claims as a pandas frame: {1000 * (spent(resource.RUSAGE_SELF) - before):.0f} CPU ms, {len(frame)} rows")


def spark(feed, count):
    import pandas as pd
    import whosaid.spark
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    frame = pd.DataFrame(articles(feed, count))
    for executors in (1, 2, 1, 2):
        session = SparkSession.builder.master(f"local-cluster[{executors},1,1024]").getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        given = session.createDataFrame(frame).repartition(16).cache()
        given.count()
        # The workers load the model once; that is no part of the work.
        whosaid.spark.extract(given.limit(2), text="text", id="id").count()
        begun = time.perf_counter()
        rows = whosaid.spark.extract(given, text="text", id="id").count()
        print(f"{executors} executors: {time.perf_counter() - begun:.1f} s, {rows} claims")
        session.stop()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["call", program, feed, *rest]:
            call(program, feed, int(rest[0]) if rest else None)
        case ["spark", feed, *rest]:
            spark(feed, int(rest[0]) if rest else None)
        case _:
            sys.exit(__doc__)
