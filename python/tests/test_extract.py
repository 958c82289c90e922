import doctest
import signal
import threading
import time

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import whosaid
import whosaid._explanation


def cells(table):
    return table.to_arrow().to_pylist()


def test_examples_in_docstrings():
    for module in (whosaid, whosaid._explanation):
        result = doctest.testmod(module, extraglobs={"whosaid": whosaid})
        assert result.failed == 0
        assert result.attempted > 0


def test_every_kind_of_table_gives_the_same(lexicon, corpus):
    expected = cells(lexicon.extract(corpus).claims)
    assert len(expected) > 100
    arrow = pa.table(corpus)
    views = arrow.set_column(3, "text", arrow["text"].cast(pa.string_view()))
    coded = arrow.set_column(1, "source", arrow["source"].dictionary_encode())
    frame = pd.DataFrame(corpus)
    tables = {
        "pyarrow": arrow,
        "views": views,
        "dictionary": coded,
        "batches": pa.RecordBatchReader.from_batches(arrow.schema, arrow.to_batches(7)),
        "pandas": frame,
        "pandas objects": frame.astype(object),
        "pandas days": frame.assign(date=pd.to_datetime(frame["date"])),
        "polars": pl.DataFrame(corpus),
        "polars days": pl.DataFrame(corpus).with_columns(pl.col("date").str.to_date()),
    }
    for name, table in tables.items():
        assert cells(lexicon.extract(table).claims) == expected, name


def test_lists_of_texts(lexicon, corpus):
    texts = corpus["text"]
    expected = cells(lexicon.extract({"text": texts}).claims)
    others = [pd.Series(texts), pl.Series(texts), pa.array(texts), iter(texts), tuple(texts)]
    for articles in [texts, *others]:
        assert cells(lexicon.extract(articles).claims) == expected
    assert expected[0]["doc_id"].startswith("h-"), "a text is known by its hash"


def test_any_number_of_threads_gives_the_same(lexicon, corpus):
    one = lexicon.extract(corpus, threads=1)
    many = lexicon.extract(corpus, threads=5)
    for name in ("claims", "attributions", "sentences", "documents", "rejects"):
        assert cells(getattr(one, name)) == cells(getattr(many, name)), name


def test_tables_become_frames(lexicon, corpus):
    # The last number has no source.
    found = lexicon.extract([*corpus["text"], "Twelve boats sank."])
    arrow = found.claims.to_arrow()
    assert arrow.num_rows == len(found.claims) == len(found.claims.to_pandas())
    pandas = found.claims.to_pandas()
    assert str(pandas.dtypes["source_start"]) == "int64[pyarrow]", "whole where some are missing"
    assert pandas["source_start"].isna().any()
    assert pandas["value"].sum() == pytest.approx(pa.compute.sum(arrow["value"]).as_py())
    polars = found.claims.to_polars()
    assert polars.schema["anonymous"] == pl.Boolean
    assert polars["claim_id"].to_list() == arrow["claim_id"].to_pylist()
    assert list(found.claims.meanings) == found.claims.column_names == arrow.schema.names
    assert arrow.schema.metadata[b"whosaid.reader"] == b"lexicon"
    assert pa.schema(found.claims).equals(arrow.schema, check_metadata=True)


def test_a_frame_outlives_what_it_came_from(lexicon, corpus):
    arrow = lexicon.extract(corpus).claims.to_arrow()
    assert arrow["claim_id"][0].as_py().startswith("n0:")


def test_duplicates_and_rejects_are_told(lexicon, corpus):
    long = "\n\n".join(corpus["text"][:20])
    found = lexicon.extract({"id": ["a", "b", "a"], "text": [long, None, long]})
    documents = cells(found.documents)
    assert [row["doc_id"] for row in documents] == ["a", "a#2"]
    assert [row["duplicate_of"] for row in documents] == [None, "a"]
    assert [(row["record"], row["reason"]) for row in cells(found.rejects)] == [(2, "empty")]


def test_the_embedded_reader_reads(embedded):
    found = embedded.extract(["The Harbor Tribune reported that 40 drones were shot down."])
    (claim,) = cells(found.claims)
    assert (claim["source"], claim["source_type"]) == ("The Harbor Tribune", "news_outlet")
    assert 0 < claim["score"] <= 1
    assert embedded.model != whosaid.Extractor(reader="lexicon").model


def test_nothing_gives_empty_tables_with_their_columns(lexicon):
    found = lexicon.extract([])
    assert len(found.claims) == 0
    assert found.claims.to_pandas().columns[0] == "claim_id"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: whosaid.extract("one text"), TypeError, ["one text", "whosaid.explain"]),
        (lambda: whosaid.extract(["a", 7], reader="lexicon"), TypeError, ["int at 1"]),
        (lambda: whosaid.Extractor(reader="oracle"), ValueError, ["oracle", "embedded or lexicon"]),
        (lambda: whosaid.Extractor(model="/nowhere"), ValueError, ["/nowhere", "cannot be read"]),
        (lambda: whosaid.Extractor(numbers="few"), ValueError, ["few", "claims or all"]),
        (
            lambda: whosaid.extract({"headline": ["x"]}, reader="lexicon"),
            ValueError,
            ["headline", "name it with text=COLUMN"],
        ),
        (
            lambda: whosaid.extract({"text": ["x"]}, reader="lexicon", max_article_bytes=1 << 40),
            ValueError,
            ["max_article_bytes", "too large"],
        ),
        (lambda: whosaid.Extractor("lexicon").extract(["x"], threads=0), ValueError, ["threads=0"]),
        (lambda: whosaid.Extractor("lexicon").extract(["x"], body="b"), TypeError, ["body"]),
        (lambda: whosaid.explain("", reader="lexicon"), ValueError, ["no words"]),
    ],
)
def test_errors_are_exceptions_in_the_words_of_the_command_line(call, error, words):
    with pytest.raises(error) as raised:
        call()
    for word in words:
        assert word in str(raised.value)
    assert "--" not in str(raised.value), "an option of the command line is an argument here"


def test_other_threads_of_python_run_meanwhile(lexicon, corpus):
    texts = [text * 20 for text in corpus["text"]] * 20
    ticks, over = [], threading.Event()

    def tick():
        while not over.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    other = threading.Thread(target=tick)
    other.start()
    begun = time.perf_counter()
    lexicon.extract(texts, threads=1)
    took = time.perf_counter() - begun
    over.set()
    other.join()
    during = [at for at in ticks if begun < at < begun + took]
    assert len(during) > 20 * took, f"{len(during)} ticks in {took:.2f} s"


def test_an_interrupt_ends_the_work(lexicon, corpus):
    import _thread

    texts = [text * 20 for text in corpus["text"]] * 400
    # A process started in the background of a shell ignores interrupts, and then so does Python.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer = threading.Timer(0.2, _thread.interrupt_main)
        timer.start()
        begun = time.perf_counter()
        with pytest.raises(KeyboardInterrupt):
            lexicon.extract(texts, threads=1)
        assert time.perf_counter() - begun < 10
    finally:
        signal.signal(signal.SIGINT, before)


def test_progress_reaches_all(lexicon, corpus):
    tqdm = pytest.importorskip("tqdm.auto")
    bars = []

    class Bar(tqdm.tqdm):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            bars.append(self)

    tqdm.tqdm, kept = Bar, tqdm.tqdm
    try:
        lexicon.extract(corpus, progress=True)
    finally:
        tqdm.tqdm = kept
    assert [(bar.n, bar.total) for bar in bars] == [(60, 60)]


def test_explain_is_drawn_in_text_and_html():
    drawn = whosaid.explain("Police said <six> men left.", reader="lexicon")
    assert "number" in str(drawn) and "\x1b" not in str(drawn)
    assert str(drawn) == repr(drawn)
    page = drawn._repr_html_()
    assert "&lt;six&gt;" in page and "<span style=" in page and "\x1b" not in page
