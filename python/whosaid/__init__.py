"""Text in; who said which number out, each with its place.

>>> import whosaid
>>> found = whosaid.extract(["Up to 300 boats sank, the coast guard said."])
>>> found
<whosaid.Tables: 1 claims, 1 attributions, 1 sentences, 1 documents, 0 rejects>
>>> claim = found.claims.to_arrow().to_pylist()[0]
>>> claim["quantity"], claim["modifier"], claim["counted"], claim["source"]
('300', 'at_most', 'boats', 'the coast guard')

The tables have the columns of the command line's files; ``found.claims.meanings`` says what each
means. Every table is an Arrow stream (``__arrow_c_stream__``), so pyarrow, Polars, pandas, DuckDB
and others take it as it is, without copying.
"""

import contextlib
import os

from . import _whosaid
from ._explanation import Explanation
from ._whosaid import Table, Tables, __version__

__all__ = ["Explanation", "Extractor", "Table", "Tables", "__version__", "explain", "extract"]

_FIELDS = ("text", "id", "title", "source", "date", "url", "language")


class Extractor:
    """A reader that is loaded once and reads as often as you like, from any thread.

    ``reader`` is ``"embedded"``, the encoder that is built in, or ``"lexicon"``, word lists and
    rules alone: over a hundred times faster and less accurate. ``model`` is a folder that
    ``whosaid train`` made. ``numbers="all"`` takes dates, ages and names for claims too.

    >>> extractor = whosaid.Extractor(reader="lexicon")
    >>> found = extractor.extract({"id": ["a", "b"], "text": ["Six men left.", "Two boats sank."]})
    >>> found.claims.to_arrow().column("claim_id").to_pylist()
    ['a:0-3', 'b:0-3']
    """

    def __init__(
        self,
        reader="embedded",
        *,
        model=None,
        scheme="whosaid",
        numbers="claims",
        max_sentence_length=_whosaid.MAX_SENTENCE_LENGTH,
        max_article_bytes=_whosaid.MAX_ARTICLE_BYTES,
    ):
        model = None if model is None else os.fspath(model)
        self._engine = _whosaid.Engine(
            reader, model, scheme, numbers, max_sentence_length, max_article_bytes
        )

    def __repr__(self):
        return f"whosaid.Extractor(reader={self._engine.reader!r})"

    @property
    def reader(self):
        """The name of the reader."""
        return self._engine.reader

    @property
    def model(self):
        """What the reader knows and how it reads, as a SHA-256."""
        return self._engine.model

    def extract(self, articles, *, threads=None, progress=False, **columns):
        """Reads articles and gives back the tables; see :func:`whosaid.extract`."""
        unknown = set(columns) - set(_FIELDS)
        if unknown:
            told = ", ".join(sorted(unknown))
            raise TypeError(f"{told}: no such argument; columns are named by {', '.join(_FIELDS)}")
        if threads is not None and threads < 1:
            raise ValueError(f"threads={threads}: give 1 or more")
        given = [f"{field}={column}" for field, column in columns.items() if column is not None]
        name, table = _table(articles)
        with _told(progress, table) as heard:
            return self._engine.read(name, table, given, threads, heard)

    def explain(self, text, *, id="text"):
        """Draws what is found in one text; see :func:`whosaid.explain`."""
        return Explanation(self._engine.explain(text, id))


def extract(
    articles,
    reader="embedded",
    *,
    threads=None,
    progress=False,
    text=None,
    id=None,
    title=None,
    source=None,
    date=None,
    url=None,
    language=None,
    **options,
):
    """Every numeric claim in some articles, and who vouches for it.

    ``articles`` is a list of texts (or a Series, or any iterable of them), a table with a column of
    texts (a pandas or Polars frame, a pyarrow table, anything with ``__arrow_c_stream__``), or a
    dict of columns. Columns are found by their usual names (text, body, content; id, doc_id; title;
    source; date; url; language); the arguments of these names say where they are called otherwise:

    >>> posts = {"key": ["p1"], "body": ["At least 40 drones were shot down, the air force said."]}
    >>> found = whosaid.extract(posts, reader="lexicon", text="body", id="key")
    >>> found.claims.to_arrow().select(["claim_id", "value_low", "source_type"]).to_pylist()
    [{'claim_id': 'p1:9-11', 'value_low': 40.0, 'source_type': 'military'}]

    Without an id an article is known by a hash of its text. ``threads`` is as many as there are
    cores, unless told otherwise; results do not depend on it. ``progress=True`` shows a bar (tqdm).
    Further options are those of :class:`Extractor`, which is worth keeping if you call often. What
    could not be read is a row of ``rejects`` and raises nothing:

    >>> whosaid.extract(["Six men left.", None], reader="lexicon").rejects.to_arrow().to_pylist()
    [{'file': 'texts', 'record': 2, 'doc_id': None, 'reason': 'empty', 'detail': 'the text column is empty'}]

    Everything is kept in memory: for millions of articles use the command line, or
    :mod:`whosaid.spark`.
    """
    extractor = Extractor(reader, **options)
    columns = {
        "text": text,
        "id": id,
        "title": title,
        "source": source,
        "date": date,
        "url": url,
        "language": language,
    }
    return extractor.extract(articles, threads=threads, progress=progress, **columns)


def explain(text, reader="embedded", **options):
    """Draws what is found in a text: the words, who says what, how much, and by which rule.

    A notebook shows it in colours; printed, it is what the command line draws.

    >>> print(whosaid.explain("Six men left.", reader="lexicon"))
    claim: 6 (count), population, asserted
      |
    1 | Six men left.
      | ^^^ --- ---- event
      | |   |
      | |   counted
      | number
      |
      = said by: the writer (unattributed)
      = rule: words
    """
    return Extractor(reader, **options).explain(text)


def _table(articles):
    """What the articles are called in messages, and a stream of Arrow."""
    if isinstance(articles, (str, bytes)):
        raise TypeError("articles is one text; give a list of texts, or use whosaid.explain")
    if isinstance(articles, dict):
        columns = [(str(name), _texts(name, column)) for name, column in articles.items()]
        return "table", _whosaid.columns(columns)
    if hasattr(articles, "__arrow_c_stream__"):
        # pandas needs pyarrow for its stream, and not every frame has a type that pyarrow knows.
        with contextlib.suppress(ImportError, TypeError, ValueError):
            return "table", _Held(articles)
    if hasattr(articles, "columns") and hasattr(articles, "items"):
        return _table({name: _shown(column) for name, column in articles.items()})
    return "texts", _whosaid.columns([("text", _texts("texts", articles))])


class _Held:
    """A stream that was asked for once already, to see whether it can be had."""

    def __init__(self, articles):
        self._stream = articles.__arrow_c_stream__()
        self.articles = articles

    def __arrow_c_stream__(self, requested_schema=None):
        return self._stream

    def __len__(self):
        return len(self.articles)


def _texts(name, column):
    column = column.to_pylist() if hasattr(column, "to_pylist") else column
    texts = [None if _is_missing(text) else text for text in column]
    for at, text in enumerate(texts):
        if text is not None and not isinstance(text, str):
            raise TypeError(f"{name}: {type(text).__name__} at {at}, not a text; give str or None")
    return texts


def _shown(column):
    return [None if _is_missing(cell) else str(cell) for cell in column]


def _is_missing(cell):
    # NaN and NaT alone are not themselves; pandas.NA will not say.
    return cell is None or type(cell).__name__ == "NAType" or cell != cell


@contextlib.contextmanager
def _told(progress, table):
    """Somebody to hear how many articles are done, or nobody."""
    if not progress:
        yield None
        return
    try:
        from tqdm.auto import tqdm
    except ImportError as error:
        raise ImportError("tqdm is not installed: pip install tqdm") from error
    total = len(table) if hasattr(table, "__len__") else None
    with tqdm(total=total, unit=" articles") as bar:
        yield lambda done: bar.update(done - bar.n)
