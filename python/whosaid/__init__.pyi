from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, Literal, Protocol, Union

from ._explanation import Explanation as Explanation
from ._whosaid import Table as Table
from ._whosaid import Tables as Tables

__version__: str

class ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> object: ...

Articles = Union[Iterable["str | None"], Mapping[str, Iterable["str | None"]], ArrowStream]
Reader = Literal["embedded", "lexicon"]
Scheme = Literal["whosaid", "polnear"]
Numbers = Literal["claims", "all"]

class Extractor:
    def __init__(
        self,
        reader: Reader = "embedded",
        *,
        model: str | PathLike[str] | None = None,
        scheme: Scheme = "whosaid",
        numbers: Numbers = "claims",
        max_sentence_length: int = ...,
        max_article_bytes: int = ...,
    ) -> None: ...
    @property
    def reader(self) -> str: ...
    @property
    def model(self) -> str: ...
    def extract(
        self,
        articles: Articles,
        *,
        threads: int | None = None,
        progress: bool = False,
        text: str | None = None,
        id: str | None = None,
        title: str | None = None,
        source: str | None = None,
        date: str | None = None,
        url: str | None = None,
        language: str | None = None,
    ) -> Tables: ...
    def explain(self, text: str, *, id: str = "text") -> Explanation: ...

def extract(
    articles: Articles,
    reader: Reader = "embedded",
    *,
    threads: int | None = None,
    progress: bool = False,
    text: str | None = None,
    id: str | None = None,
    title: str | None = None,
    source: str | None = None,
    date: str | None = None,
    url: str | None = None,
    language: str | None = None,
    model: str | PathLike[str] | None = None,
    scheme: Scheme = "whosaid",
    numbers: Numbers = "claims",
    max_sentence_length: int = ...,
    max_article_bytes: int = ...,
) -> Tables: ...
def explain(
    text: str,
    reader: Reader = "embedded",
    *,
    model: str | PathLike[str] | None = None,
    scheme: Scheme = "whosaid",
    numbers: Numbers = "claims",
    max_sentence_length: int = ...,
    max_article_bytes: int = ...,
) -> Explanation: ...
