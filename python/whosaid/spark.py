"""whosaid on Spark: each partition is read where it lies, and nothing is shuffled."""

import functools

from pyspark.sql import types

from . import Extractor

_FIELDS = ("text", "id", "title", "source", "date", "url", "language")


def extract(df, text="text", id="id", *, table="claims", threads=1, reader="embedded", **options):
    """The claims in a DataFrame of articles, as a DataFrame with the columns of ``claims.csv``.

    ``text`` and ``id`` name the columns; ids must be unique, because nobody sees all articles.
    ``title``, ``source``, ``date``, ``url`` and ``language`` may name columns too. ``table`` is
    ``"claims"``, or another table that you want instead: ``"attributions"``, ``"sentences"``,
    ``"documents"``, ``"rejects"``; in documents ``duplicate_of`` knows the batch alone, so
    it is of little use here. Further options are those of :class:`whosaid.Extractor`.

    A task reads on one thread, for Spark gives it one core; with ``spark.task.cpus`` of 4 give
    ``threads=4``. The model is loaded once in each Python worker.

        claims = whosaid.spark.extract(spark.read.parquet("articles"), text="body", id="url")
        claims.write.parquet("claims")
    """
    columns = {"text": text, "id": id}
    columns.update((name, options.pop(name)) for name in _FIELDS[2:] if name in options)
    columns = {name: column for name, column in columns.items() if column is not None}
    missing = [column for column in columns.values() if column not in df.columns]
    if missing:
        found = ", ".join(df.columns)
        raise ValueError(f"no column {', '.join(missing)}; found {found}; name it with text=COLUMN")
    settings = tuple(sorted(options.items()))

    def read(batches):
        import pyarrow

        extractor = _extractor(reader, settings)
        for batch in batches:
            articles = pyarrow.Table.from_batches([batch])
            found = extractor.extract(articles, threads=threads, **columns)
            yield from pyarrow.table(getattr(found, table)).to_batches()

    wanted = list(dict.fromkeys(columns.values()))
    return df.select(*wanted).mapInArrow(read, schema(table))


def schema(table="claims"):
    """The columns of a table as Spark knows them, each with its meaning as the comment."""
    import pyarrow

    found = getattr(Extractor("lexicon").extract([]), table)
    kinds = {
        pyarrow.string(): types.StringType(),
        pyarrow.int64(): types.LongType(),
        pyarrow.float64(): types.DoubleType(),
        pyarrow.bool_(): types.BooleanType(),
    }
    return types.StructType(
        [
            types.StructField(field.name, kinds[field.type], True, {"comment": found.meanings[field.name]})
            for field in pyarrow.schema(found)
        ]
    )


@functools.lru_cache(maxsize=1)
def _extractor(reader, settings):
    """One for the worker process, whatever tasks it is given."""
    return Extractor(reader, **dict(settings))
