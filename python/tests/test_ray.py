"""The lines of docs/spark.md on Ray."""

import pyarrow as pa
import pytest

import whosaid

ray = pytest.importorskip("ray", reason="ray is not installed: map_batches is NOT TESTED")


def test_map_batches_gives_what_python_gives(corpus, lexicon):
    import ray.data

    class Read:
        def __init__(self):
            self.extractor = whosaid.Extractor(reader="lexicon")

        def __call__(self, articles):
            return pa.table(self.extractor.extract(articles, threads=1).claims)

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        articles = ray.data.from_arrow(pa.table(corpus))
        claims = articles.map_batches(Read, batch_format="pyarrow", batch_size=16, concurrency=1)
        found = claims.to_pandas().sort_values("claim_id")["claim_id"].tolist()
    finally:
        ray.shutdown()
    expected = lexicon.extract(corpus).claims.to_arrow()["claim_id"].to_pylist()
    assert found == sorted(expected)
