#!/usr/bin/env python3
"""Packs a folder of .html pages into a .warc.gz as crawls keep them, each page COPIES times under new addresses.

    benches/warc.py FOLDER COPIES > pages.warc.gz
"""

import gzip
import sys
from pathlib import Path


def record(url, page):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def main(folder, copies):
    pages = {}
    for path in sorted(Path(folder).rglob("*.html*")):
        data = path.read_bytes()
        pages[path.name] = gzip.decompress(data) if path.suffix == ".gz" else data
    for copy in range(copies):
        for name, page in pages.items():
            sys.stdout.buffer.write(record(f"https://news{copy}.example/{name}", page))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]))
