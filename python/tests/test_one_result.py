"""The same articles through the command line, Python and Spark give the same claims, to the byte."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

import whosaid

ROOT = Path(__file__).parents[2]
NEWS = ROOT / ".." / "shared" / "bench" / "news_20k.jsonl.zst"
PROGRAM = os.environ.get("WHOSAID", "whosaid")


def news(count):
    """The first articles of the news, or the project's own, each several times, numbered."""
    if NEWS.exists() and shutil.which("zstd"):
        stream = subprocess.Popen(["zstd", "-dc", NEWS], stdout=subprocess.PIPE)
        lines = [json.loads(stream.stdout.readline()) for _ in range(count)]
        stream.kill()
        return lines
    print(f"\nSKIPPED {NEWS} is not there, or zstd is not: the project's own articles instead")
    files = sorted((ROOT / "datasets/newsroom/articles").glob("*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    return [{"id": f"d{n}", "text": f"{texts[n % len(texts)]}\n\nNo. {n}."} for n in range(count)]


@pytest.fixture(scope="module")
def articles():
    rows = news(2000)
    fields = ("id", "text", "title", "source", "date", "url")
    return {name: [row.get(name) for row in rows] for name in fields if any(row.get(name) for row in rows)}


def by_command_line(articles, folder, reader):
    """The lines of claims.csv, sorted by claim_id."""
    rows = (dict(zip(articles, row)) for row in zip(*articles.values()))
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run = folder / "out"
    subprocess.run([PROGRAM, "-q", "extract", source, "-o", run, "--reader", reader], check=True)
    with open(run / "claims.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return as_bytes(rows[0], rows[1:])


def as_bytes(header, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *sorted(rows)])
    return out.getvalue().encode()


def shown(cell):
    """A cell as CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # As short as reads back the same, without an exponent.
        text = format(Decimal(repr(cell)), "f")
        return text.removesuffix(".0")
    return str(cell)


def of_arrow(table):
    table = pa.table(table)
    columns = [column.to_pylist() for column in table.columns]
    return as_bytes(table.column_names, [[shown(cell) for cell in row] for row in zip(*columns)])


@pytest.mark.parametrize(("reader", "count"), [("lexicon", 2000), ("embedded", 20)])
def test_python_gives_what_the_command_line_gives(articles, tmp_path, reader, count):
    some = {name: column[:count] for name, column in articles.items()}
    expected = by_command_line(some, tmp_path, reader)
    assert expected.count(b"\n") > 5 * count
    assert of_arrow(whosaid.extract(some, reader=reader).claims) == expected


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: Spark is NOT TESTED")
    if shutil.which("java") is None:
        pytest.skip("no java: Spark is NOT TESTED")
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable)
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1")
    session = (
        sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("whosaid")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
        .config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def of_spark(spark, articles, reader, parts):
    from whosaid.spark import extract

    frame = spark.createDataFrame(pa.table(articles)).repartition(parts)
    others = {name: name for name in articles if name not in ("id", "text")}
    return extract(frame, reader=reader, **others)


@pytest.mark.parametrize(("reader", "count"), [("lexicon", 2000), ("embedded", 20)])
def test_spark_gives_what_the_command_line_gives(spark, articles, tmp_path, reader, count):
    some = {name: column[:count] for name, column in articles.items()}
    expected = by_command_line(some, tmp_path, reader)
    claims = of_spark(spark, some, reader, 8)
    assert "what the number is" in claims.schema["kind"].metadata["comment"]
    assert of_arrow(claims.toArrow()) == expected


def test_an_executor_killed_in_mid_run_leaves_the_same_result(spark, articles, tmp_path):
    expected = by_command_line(articles, tmp_path, "lexicon")
    out = tmp_path / "claims"
    claims = of_spark(spark, articles, "lexicon", 40)
    failed = []

    def write():
        try:
            claims.write.parquet(str(out))
        except Exception as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    before = executors()
    writer.start()
    attempts = out / "_temporary"
    while not list(attempts.glob("0/task_*")):
        assert writer.is_alive(), f"over before an executor could be killed: {failed}"
        time.sleep(0.01)
    os.kill(before[0], signal.SIGKILL)
    assert writer.is_alive(), "over before an executor was killed"
    writer.join()
    assert not failed, failed[0]
    assert before[0] not in executors()
    assert of_arrow(spark.read.parquet(str(out)).toArrow()) == expected


def executors():
    """The processes of executors that this process started, by their parents."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in command and is_ours(int(process.name)):
            found.append(int(process.name))
    return sorted(found)


def is_ours(process):
    while process > 1:
        if process == os.getpid():
            return True
        try:
            status = Path(f"/proc/{process}/stat").read_text()
        except OSError:
            return False
        process = int(status.rpartition(")")[2].split()[1])
    return False
