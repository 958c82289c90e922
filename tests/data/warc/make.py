#!/usr/bin/env python3
"""Writes the web archives that tests read, from invented pages: pip install warcio.

pages.warc.gz    what a crawler of news leaves: a member a record
page.warc.wet.gz the plain text of one page, as Common Crawl's WET files hold it
broken.warc.gz   the same with members cut and bytes changed
broken.warc      records that say their length wrong
"""

import gzip
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

HERE = Path(__file__).parent


def page(title, paragraphs, head="", lang="en"):
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><title>{title}</title>{head}</head><body>\n'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>\n'
        f"<article><h1>{title}</h1>\n{body}\n</article><footer>Terms of use</footer></body></html>\n"
    )


FERRY = page(
    "Ferry company counts its losses",
    [
        "The island ferry company lost 4.2 million crowns in April, its director said on Monday, after two of its three boats stood still for repairs.",
        "About 300 sailings were cancelled and some 12,000 passengers took the plane instead, according to a person with knowledge of the bookings.",
        "“We have never seen such a spring,” the director said, and promised refunds to at least 900 people.",
    ],
    '<meta property="og:site_name" content="The Gale">'
    '<meta property="article:published_time" content="2024-05-01T10:00:00Z">',
)
BRIDGE = page(
    "Bridge at Lesna stays closed",
    [
        "The bridge at Lesna will stay closed for six more weeks, the roads office said in a statement on Friday, because 40 of its bolts are cracked.",
        "Nearly 9,000 lorries a day have to take the long way round by Karst, a spokesman for the hauliers told reporters.",
        "The mayor, Ana Brodi, said she had warned of it twice and that nobody had listened to her or to the engineers.",
    ],
)
CAFE = page(
    "Cafés of Port Ansel close early",
    [
        "The cafés of Port Ansel closed at six on Sunday, and at least 70 waiters went home without pay, their union said in a letter.",
        "The café owners’ association put the loss at £15,000 a day and asked the town for help until the summer guests come back.",
    ],
)
STORM = page(
    "Storm takes roofs off 41 houses",
    [
        "A storm took the roofs off 41 houses in Ilhara on Tuesday night, the fire brigade said, and three people were hurt by falling tiles.",
        "State radio reported that as many as 2,000 homes were without power on Wednesday morning, citing the grid company.",
    ],
)
GERMAN = page(
    "Hafenbehörde zählt wartende Schiffe",
    [
        "Die Hafenbehörde teilte am Montag mit, dass mindestens 41 Schiffe vor der Mole warteten, und dass niemand die kleineren Boote gezählt habe.",
        "Ein Lotse, der nicht genannt werden wollte, sprach von sechzig Schiffen und sagte, die Kräne stünden seit drei Wochen still.",
    ],
    lang="de",
)
QUEUE = "Harbour queue grows to 41 ships\nThe harbour authority said on Monday that 41 vessels were waiting off the breakwater, eleven more than a week ago.\nA pilot who asked not to be named put the figure at 60.\n"


def uuid(number):
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012x}>"


class Archive:
    """Members, each a record."""

    def __init__(self, compressed):
        self.compressed, self.members, self.count = compressed, [], 0

    def add(self, kind, url, payload, status="200 OK", fields=(), warc=(), content_type=None):
        self.count += 1
        writer = BufferWARCWriter(gzip=self.compressed)
        headers = {
            "WARC-Record-ID": uuid(self.count),
            "WARC-Date": f"2024-05-02T08:{self.count:02}:00Z",
            **dict(warc),
        }
        http = None
        if kind in ("response", "revisit"):
            http = StatusAndHeaders(status, list(fields), protocol="HTTP/1.1")
        elif kind == "request":
            http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example")], is_http_request=True)
        record = writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type=content_type or "",
            warc_headers_dict=headers,
            http_headers=http,
        )
        writer.write_record(record)
        self.members.append(writer.get_contents())

    def info(self):
        writer = BufferWARCWriter(gzip=self.compressed)
        self.count += 1
        record = writer.create_warcinfo_record("pages.warc.gz", {"software": "make.py"})
        record.rec_headers.replace_header("WARC-Record-ID", uuid(self.count))
        record.rec_headers.replace_header("WARC-Date", "2024-05-02T08:00:00Z")
        writer.write_record(record)
        self.members.append(writer.get_contents())

    def page(self, url, text, **more):
        html = [("Content-Type", "text/html; charset=utf-8")]
        payload = text if isinstance(text, bytes) else text.encode()
        self.add("response", url, payload, **{"fields": html, **more})

    def write(self, name):
        (HERE / name).write_bytes(b"".join(self.members))


def chunked(data, size=100):
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def pages():
    archive = Archive(True)
    archive.info()  # 1
    archive.add("request", "https://gale.example/ferry", b"", content_type="application/http; msgtype=request")
    archive.page("https://gale.example/ferry", FERRY)  # 3
    archive.add("metadata", "https://gale.example/ferry", b"fetchTimeMs: 12\r\n", content_type="application/warc-fields")
    archive.page(  # 5
        "https://www.post.example/lesna/bridge",
        chunked(gzip.compress(BRIDGE.encode(), mtime=0)),
        fields=[("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
    )
    archive.page(  # 6
        "https://post.example/cafes",
        CAFE.encode("windows-1252"),
        fields=[("Content-Type", "TEXT/HTML; Charset=\"windows-1252\"")],
    )
    archive.page(  # 7: the crawler undid the codings, and kept the fields
        "https://post.example/storm",
        STORM,
        fields=[("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")],
    )
    archive.page("https://post.example/gone", "<html>Not found", status="404 Not Found")  # 8
    archive.add("response", "https://post.example/boat.jpg", b"\xff\xd8\xff\xe0JFIF", fields=[("Content-Type", "image/jpeg")])
    archive.page("https://hafen.example/schiffe", GERMAN)  # 10
    archive.page("https://gale.example/", "<html><nav><a href=/>Home</a></nav>")  # 11
    archive.add("revisit", "https://gale.example/ferry", b"", content_type="application/http; msgtype=response")
    archive.add("resource", "https://gale.example/bridge.html", BRIDGE.replace("six more", "seven more").encode(), content_type="text/html")
    archive.page("https://gale.example/ferry", FERRY.replace("4.2", "4.3"))  # 14: the same address again
    archive.page("https://gale.example/cut", FERRY, warc={"WARC-Truncated": "length"})  # 15
    archive.write("pages.warc.gz")


def wet():
    archive = Archive(True)
    archive.info()
    archive.add(
        "conversion", "https://post.example/queue", QUEUE.encode(), content_type="text/plain",
        warc={"WARC-Refers-To": uuid(99)},
    )
    archive.write("page.warc.wet.gz")


def broken_members():
    archive = Archive(True)
    archive.info()
    archive.page("https://gale.example/ferry", FERRY)  # 2
    archive.page("https://post.example/cut", BRIDGE)  # 3: cut off
    archive.members[-1] = archive.members[-1][:-100]
    archive.page("https://post.example/bridge", BRIDGE)  # 4
    archive.page("https://post.example/bent", STORM)  # 5: a byte changed
    bent = bytearray(archive.members[-1])
    bent[len(bent) // 2] ^= 0xFF
    archive.members[-1] = bytes(bent)
    archive.members.append(b"this is no gzip at all\n")  # 6
    archive.page("https://post.example/storm", STORM)  # 7
    archive.page("https://post.example/last", CAFE)  # 8: the file ends in it
    archive.members[-1] = archive.members[-1][:300]
    archive.write("broken.warc.gz")


def broken_lengths():
    archive = Archive(False)

    def lie(length):
        head, rest = archive.members[-1].split(b"\r\n\r\n", 1)
        lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
        if length is not None:
            lines.append(b"Content-Length: " + length)
        archive.members[-1] = b"\r\n".join(lines) + b"\r\n\r\n" + rest

    archive.info()
    archive.page("https://gale.example/ferry", FERRY)  # 2
    archive.page("https://post.example/giant", BRIDGE)
    lie(b"99999999999999")  # 3
    archive.page("https://post.example/bridge", BRIDGE)  # 4
    archive.page("https://post.example/long", STORM)
    lie(b"%d" % (len(STORM) + 1500))  # 5
    archive.page("https://post.example/storm", STORM)  # 6
    archive.page("https://post.example/short", CAFE)
    lie(b"400")  # 7
    archive.page("https://post.example/cafes", CAFE)  # 8
    archive.page("https://post.example/none", CAFE)
    lie(None)  # 9
    archive.page("https://post.example/minus", CAFE)
    lie(b"-5")  # 10
    archive.page("https://gale.example/bridge", BRIDGE.replace("six more", "seven more"))  # 11
    archive.page("https://gale.example/end", FERRY)  # 12: the file ends in it
    archive.members[-1] = archive.members[-1][:-300]
    archive.write("broken.warc")


if __name__ == "__main__":
    pages()
    wet()
    broken_members()
    broken_lengths()
