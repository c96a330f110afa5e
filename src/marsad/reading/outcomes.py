"""What comes out of reading: documents, refusals and remarks."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from marsad.model import Article

if TYPE_CHECKING:
    from marsad.reading.extraction import Page


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not read: where it stands, a stable code, and the reason for people."""

    source: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """An input that was read, but of which the reader should know something."""

    source: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article and where it was read; of a page also what it tells of itself, its bytes, and the day it was
    fetched.
    """

    article: Article
    source: str
    page: Page | None = None
    raw: bytes | None = None
    fetched: dt.date | None = None


def log_remark(remark: Remark) -> None:
    """What becomes of remarks when the caller does not want them: a line in the log."""
    logging.getLogger(__name__).warning("%s: %s", remark.source, remark.message)


Remarking = Callable[[Remark], None]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an article has where its record does not tell."""

    published: dt.date | None = None
    language: str | None = None
    article_id: str | None = None
    outlet: str | None = None

    def fill(self, article: Article, own_id: bool) -> Article:
        """The article with what it lacks; ``own_id``: whether its id is its own."""
        return replace(
            article,
            published=article.published or self.published,
            language=article.language or self.language,
            outlet=article.outlet or self.outlet,
            id=article.id if own_id or not self.article_id else self.article_id,
        )
