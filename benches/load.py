#!/usr/bin/env python3
"""Load: many articles through one run, and what it takes.

    cargo build --release
    benches/load.py target/release/whosaid news_20k.jsonl.zst 20000 200000 -- --reader lexicon -j 2

Repeats the articles of a file of JSON lines (also .zst, through the program zstd) under new ids up
to each of the numbers given, runs `whosaid extract` over them, and prints a row of a table for each:
CPU seconds and articles for each of them, peak memory, most open files, and what was left behind.
The articles and the tables are deleted again.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def articles(path):
    """The lines of a file, as objects."""
    if path.suffix == ".zst":
        text = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout
    else:
        text = path.read_bytes()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def repeat(found, count, path):
    """Writes `count` articles, none with the id of another."""
    rest = [{key: value for key, value in article.items() if key != "id"} for article in found]
    rest = [json.dumps(article, ensure_ascii=False)[1:] for article in rest]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            out.write(f'{{"id": "a{number}", {rest[number % len(rest)]}\n')


def watched(command, scratch):
    """Runs a command; gives its usage, its peak memory in kB and the most files it had open."""
    begun = time.monotonic()
    told = os.environ | {"TMPDIR": str(scratch)}
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=told)
    most, peak = 0, 0
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        try:
            most = max(most, len(os.listdir(f"/proc/{child.pid}/fd")))
            # Not the usage that wait tells: that holds what this script took before the fork.
            for line in Path(f"/proc/{child.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peak = int(line.split()[1])
        except OSError:
            pass
        time.sleep(0.05)
    if status:
        sys.exit(f"{command}: failed with status {status}")
    return time.monotonic() - begun, usage, peak, most


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("count", type=int, nargs="+")
    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    told, more = parser.parse_args(sys.argv[1:at]), sys.argv[at + 1 :]
    found = articles(told.articles)
    print("| articles | MB | wall s | CPU s | articles / CPU s | peak MB | open files | left behind |")
    print("|---|---|---|---|---|---|---|---|")
    for count in told.count:
        folder = Path(tempfile.mkdtemp(prefix="whosaid-load-"))
        try:
            repeat(found, count, folder / "in.jsonl")
            size = (folder / "in.jsonl").stat().st_size
            (folder / "scratch").mkdir()
            command = [told.program, "extract", "-q", folder / "in.jsonl", "-o", folder / "out", *more]
            wall, usage, peak, most = watched(command, folder / "scratch")
            left = set(os.listdir(folder / "scratch"))
            left |= {p.name for p in folder.rglob("*") if p.suffix == ".tmp" or p.name == ".shards"}
            counts = json.loads((folder / "out/manifest.json").read_text())["counts"]
            assert counts["articles"] == count, counts
            cpu = usage.ru_utime + usage.ru_stime
            cells = [
                f"{count:,}", f"{size / 1e6:.0f}", f"{wall:.0f}", f"{cpu:.1f}", f"{count / cpu:.0f}",
                f"{peak / 1024:.1f}", str(most), str(len(left)),
            ]
            print("| " + " | ".join(cells) + " |", flush=True)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
