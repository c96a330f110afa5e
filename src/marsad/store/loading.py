"""Rows to values: heads of articles, reports, judgements. What the writer and the snapshot both read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from marsad.record.judgements import judgement_from
from marsad.record.types import ArticleHead, Judgement, Report
from marsad.store.bodies import to_moment, to_report
from marsad.store.schema import article, entry, judged, judgement, report

MANY = 400
"""Values in one list of a query: within the limits of both databases."""

HEAD = (
    article.c.key, article.c.id.label("article_id"), article.c.title, article.c.published, article.c.outlet,
    article.c.url, article.c.language, article.c.agency, article.c.signature, entry.c.at.label("recorded_at"),
)  # fmt: skip
"""The columns of an article's head; its entry must be joined."""


SOURCE = article.join(entry, entry.c.seq == article.c.seq)
"""An article with its entry: where HEAD comes from."""


def head(row: Row[*tuple[Any, ...]]) -> ArticleHead:
    """A head from a row with the columns of HEAD."""
    published = dt.date.fromisoformat(row.published) if row.published else None
    return ArticleHead(
        row.key, row.article_id, row.title, published, row.outlet, row.url, row.language, to_moment(row.recorded_at),
        row.agency, bytes(row.signature),
    )  # fmt: skip


def heads(connection: Connection, keys: Iterable[str]) -> dict[str, ArticleHead]:
    """Heads of articles by key."""
    wanted = list(keys)
    found: dict[str, ArticleHead] = {}
    for start in range(0, len(wanted), MANY):
        query = select(*HEAD).select_from(SOURCE)
        for row in connection.execute(query.where(article.c.key.in_(wanted[start : start + MANY]))):
            found[row.key] = head(row)
    return found


def reports_by_id(connection: Connection, ids: Iterable[str], last: int | None = None) -> dict[str, Report]:
    """Reports by id, in the order asked; only those known at entry ``last`` where it is given."""
    wanted = list(dict.fromkeys(ids))
    rows: dict[str, Report] = {}
    for start in range(0, len(wanted), MANY):
        query = (
            select(*HEAD, report.c.id.label("report_id"), report.c.body)
            .select_from(SOURCE.join(report, report.c.article == article.c.key))
            .where(report.c.id.in_(wanted[start : start + MANY]))
        )
        if last is not None:
            query = query.where(report.c.seq <= last)
        for row in connection.execute(query):
            rows[row.report_id] = to_report(row.report_id, row.body, head(row))
    return {key: rows[key] for key in wanted if key in rows}


def judgements_on(connection: Connection, articles: Iterable[str], last: int | None = None) -> list[Judgement]:
    """The judgements on reports of articles, with the withdrawals of them (and of these), in order of time."""
    keys = list(articles)
    bodies: dict[str, str] = {}
    for start in range(0, len(keys), MANY):
        query = (
            select(judgement.c.id, judgement.c.body)
            .join(judged, judged.c.judgement == judgement.c.id)
            .where(judged.c.article.in_(keys[start : start + MANY]))
        )
        if last is not None:
            query = query.where(judgement.c.seq <= last)
        bodies.update((row.id, row.body) for row in connection.execute(query))
    return sorted((judgement_from(json.loads(b)) for b in bodies.values()), key=lambda j: (j.at, j.id))
