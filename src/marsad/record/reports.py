"""From coded articles to reports: the keys of articles, the ids of reports, and what a report takes over.

Keys and ids are made from content alone, so that the same bytes get the same ones in every record and at any time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from marsad.model import Article, CodedArticle, EventMention, event_dict
from marsad.record.participants import participants
from marsad.record.types import ArticleHead, Report

_DIGITS = 24  # hexadecimal: 96 bits, so that no two of a billion articles share a key


def article_key(article: Article) -> str:
    """The record's own key of an article: ``k-`` and 24 hexadecimal digits of the SHA-256 of all its fields.

    Two articles have one key only when text, title, day of publication, id, address, outlet and language agree.
    """
    published = article.published.isoformat() if article.published else None
    fields = [
        article.id, article.title, article.text, published, article.url, article.outlet, article.language,
    ]  # fmt: skip
    return "k-" + _digest(fields)


def head_of(
    article: Article, recorded_at: dt.datetime, *, language: str | None = None, agency: str | None = None,
    signature: bytes = b"",
) -> ArticleHead:  # fmt: skip
    """The article without its text.

    ``recorded_at``: when the record learnt it (UTC). ``language``: what the coder told, where the article does not
    say. ``agency``: the news agency that it credits. ``signature``: its MinHash (``reading.duplicates.signature``);
    without one an article is no copy of any other.
    """
    return ArticleHead(
        article_key(article), article.id, article.title, article.published, article.outlet, article.url,
        article.language or language, recorded_at, agency, signature,
    )  # fmt: skip


def report_id(key: str, event: EventMention) -> str:
    """The id of a report: ``r-`` and 24 hexadecimal digits of the article's key and all that was coded."""
    return "r-" + _digest([key, event_dict(event), event.confidence])


def report_of(coded: CodedArticle, event: EventMention, head: ArticleHead) -> Report:
    """One event mention of a coded article as a report, with the people who take part by its evidence."""
    return Report(
        report_id(head.key, event), head, event.act, event.status, event.source, event.target, event.date,
        event.place, event.evidence, event.confidence, event.sectors, event.attribution,
        participants(coded, event), event.rules,
    )  # fmt: skip


def reports_of(coded: CodedArticle, head: ArticleHead) -> tuple[Report, ...]:
    """All event mentions of a coded article as reports, in the order of the coding; what is coded twice is one."""
    return tuple({r.id: r for r in (report_of(coded, event, head) for event in coded.events)}.values())


def _digest(fields: Sequence[object]) -> str:
    # "surrogatepass": a text with half a character pair is an article too, and must have a key
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
