"""Writing: one transaction an article, a judgement, or the reference facts. Nothing is ever changed in place."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, or_, select

from marsad.model import CodedArticle
from marsad.reading.sketches import signature
from marsad.record.judgements import apply, articles_of, judgement_dict, judgement_from
from marsad.record.reaching import reach as reach_of
from marsad.record.reports import article_key, head_of, reports_of
from marsad.record.types import ArticleHead, Judgement, Report
from marsad.reference.facts import ReferenceFact
from marsad.reference.naming import search_keys
from marsad.store import search
from marsad.store.bodies import coded_body, dump, fact_body, moment
from marsad.store.engine import Database
from marsad.store.entries import Clock, Entry, now, writing
from marsad.store.errors import StoreError
from marsad.store.loading import heads, judgements_on, reports_by_id
from marsad.store.merging_step import live_of, merge_around
from marsad.store.promises import hold
from marsad.store.schema import (
    article,
    claimed,
    coding,
    fact,
    fact_key,
    followed,
    judged,
    judgement,
    named,
    page,
    reach,
    report,
    told_of,
)  # fmt: skip

Written = Literal["new", "recoded", "unchanged"]
_REACH = ("report", "dyad", "act", "lo", "hi")
_LONG_AGO = "0001-01-01"  # an article without a day of publication stands after all others

_CODING = select(coding.c.body).where(coding.c.article == bindparam("key")).order_by(coding.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article: its key, whether it was new, coded anew or known already, and how many reports."""

    key: str
    written: Written
    reports: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was fetched, to be kept with its article. ``details`` is JSON: metadata, dates, notes."""

    url: str
    fetched_at: str
    body: bytes
    details: Mapping[str, Any]


def ingest(
    database: Database, coded: CodedArticle, *, who: str = "", agency: str | None = None,
    fetched: Fetched | None = None, clock: Clock = now,
) -> Outcome:  # fmt: skip
    """Takes in a coded article. The same bytes coded alike change nothing, now or after a newer coding; a new coding
    supersedes the one before.

    A new text under the same id or address by the same outlet is the publisher's later version of the article.
    Raises ArticleError where the coding breaks a promise of the record (see ``promises``).
    """
    told = coded.article
    hold(coded, nul=database.sqlite)
    key = article_key(told)
    with writing(database, "ingest", who, {"article": key, "coder": coded.coder}, clock) as entry:
        connection = entry.connection
        known = connection.execute(_CODING, {"key": key}).scalar()
        if known is None:
            head = head_of(
                told, entry.at, language=coded.language, agency=agency, signature=signature(told.content)
            )  # fmt: skip
            _add_article(entry, coded, head)
        else:
            head = heads(connection, [key])[key]
        found = reports_of(coded, head)
        body = dump(coded_body(coded, [r.id for r in found]))
        if fetched is not None:
            _add_page(entry, key, fetched)
        if known == body or (known is not None and _superseded(connection, key, body)):
            return Outcome(key, "unchanged", len(found))
        entry.add(coding, [{"article": key, "coder": coded.coder, "body": body}])
        _add_reports(entry, head, found)
        _add_corrected_reach(entry, found, judgements_on(connection, [key]))
        _add_indexes(entry, coded, head)
        standing = set(json.loads(known)["reports"]) - {r.id for r in found} if known is not None else set()
        merge_around(entry, found, list(reports_by_id(connection, standing).values()))
        return Outcome(key, "new" if known is None else "recoded", len(found))


def _superseded(connection: Connection, key: str, body: str) -> bool:
    """Whether an earlier coding of the article was this one: an older coder must not undo a newer one's work."""
    query = select(coding.c.seq).where(coding.c.article == key, coding.c.body == body).limit(1)
    return connection.execute(query).scalar() is not None


def _add_article(entry: Entry, coded: CodedArticle, head: ArticleHead) -> None:
    told = coded.article
    earlier = _earlier(entry.connection, coded)
    entry.add(article, [{
        "key": head.key, "id": told.id, "title": told.title, "text": told.text,
        "published": told.published.isoformat() if told.published else None, "outlet": told.outlet, "url": told.url,
        "language": head.language, "agency": head.agency, "signature": head.signature,
    }])  # fmt: skip
    search.add(entry.connection, head.key, told.content)
    if earlier is not None:
        entry.add(followed, [{"article": earlier, "later": head.key}])


def _earlier(connection: Connection, coded: CodedArticle) -> str | None:
    """The article of the same publisher of which this is a later version: the same id, or the same address."""
    told = coded.article
    same = article.c.id == told.id
    if told.url:
        same = or_(same, article.c.url == told.url)
    query = select(article.c.key).where(same, func.coalesce(article.c.outlet, "") == (told.outlet or ""))
    return connection.execute(query.order_by(article.c.seq.desc()).limit(1)).scalar()


def keep(database: Database, fetched: Fetched, clock: Clock = now) -> bool:
    """Keeps a page in which no article was found; False where the same page is there already."""
    with writing(database, "page", "", {"url": fetched.url}, clock) as entry:
        _add_page(entry, None, fetched)
        return not entry.empty


def _add_page(entry: Entry, key: str | None, fetched: Fetched) -> None:
    digest = hashlib.sha256(fetched.url.encode() + b"\0" + fetched.body).hexdigest()[:32]
    name = f"p-{digest}"
    if entry.connection.execute(select(page.c.seq).where(page.c.id == name)).scalar() is None:
        entry.add(page, [{
            "id": name, "article": key, "url": fetched.url, "fetched_at": fetched.fetched_at,
            "body": zlib.compress(fetched.body, 6), "details": dump(dict(fetched.details)),
        }])  # fmt: skip


def _add_reports(entry: Entry, head: ArticleHead, found: Iterable[Report]) -> None:
    """The reports that no earlier coding had, where they can meet others, and of whom they tell."""
    from marsad.store.bodies import report_body

    reports = {r.id: r for r in found}
    query = select(report.c.id).where(report.c.id.in_(list(reports)))
    known = set(entry.connection.execute(query).scalars()) if reports else set()
    new = [r for r in reports.values() if r.id not in known]
    entry.add(report, [{"id": r.id, "article": head.key, "body": dump(report_body(r))} for r in new])
    entry.add(reach, [row for told in new for row in _reach_rows(told)])
    published = head.published.isoformat() if head.published else None
    entry.add(told_of, [
        {"who": who, "report": r.id, "article": head.key, "published": published, "outlet": head.outlet,
         "language": head.language}
        for r in new
        for who in (*sorted(r.parties), *("|".join(pair) for pair in combinations(sorted(r.parties), 2)))
    ])  # fmt: skip


def _add_indexes(entry: Entry, coded: CodedArticle, head: ArticleHead) -> None:
    """Whom the coding names, and what it claims of whom."""
    published = head.published.isoformat() if head.published else None
    entry.add(named, [
        {"key": k, "article": head.key, "position": position}
        for position, person in enumerate(coded.people) for k in sorted(search_keys(person.name))
    ])  # fmt: skip
    rows = []
    for position, claim in enumerate(coded.claims):
        parties = sorted({*claim.source, *claim.target})
        rows += [
            {"who": w, "article": head.key, "position": position, "published": published or _LONG_AGO}
            for w in ("*", *("|".join(pair) for pair in combinations(parties, 2)))
        ]
    entry.add(claimed, rows)


def judge(database: Database, told: Judgement, clock: Clock = now) -> bool:
    """Records a judgement and merges anew what it is about. False where one of its id is there already.

    StoreError where it withdraws a judgement that is not in the record.
    """
    with writing(database, "judge", told.who, {"judgement": told.id}, clock) as entry:
        connection = entry.connection
        if connection.execute(select(judgement.c.seq).where(judgement.c.id == told.id)).scalar() is not None:
            return False
        keys = set(articles_of(told)) | _withdrawn(connection, told)
        before = judgements_on(connection, keys)
        body = dump(judgement_dict(told))
        entry.add(judgement, [{"id": told.id, "at": moment(told.at), "body": body}])
        entry.add(judged, [{"article": key, "judgement": told.id} for key in sorted(keys)])
        standing = reports_by_id(connection, live_of(connection, keys)).values()
        _add_corrected_reach(entry, standing, [*before, told])
        merge_around(entry, [], [], keys)
        return True


def _add_corrected_reach(entry: Entry, reports: Iterable[Report], judgements: Iterable[Judgement]) -> None:
    """Where standing reports can meet others from now on, by all corrections in force together."""
    corrections = [j for j in judgements if j.decision in ("correct", "withdraw")]
    standing = {r.id: r for r in reports}
    if not corrections or not standing:
        return
    query = select(reach.c.report, reach.c.dyad, reach.c.act, reach.c.lo, reach.c.hi)
    rows = entry.connection.execute(query.where(reach.c.report.in_(list(standing))))
    known = {(row.report, row.dyad, row.act, row.lo, row.hi) for row in rows}
    made = [row for told in apply(list(standing.values()), corrections).reports for row in _reach_rows(told)]
    entry.add(reach, [row for row in made if tuple(row[name] for name in _REACH) not in known])


def _reach_rows(told: Report) -> list[dict[str, Any]]:
    own = reach_of(told)
    lo, hi = own.lo.toordinal(), own.hi.toordinal()
    return [{"report": told.id, "dyad": dyad, "act": own.act, "lo": lo, "hi": hi} for dyad in sorted(own.dyads)]


def _withdrawn(connection: Connection, told: Judgement) -> set[str]:
    """The articles of what a judgement withdraws, and of what that withdrew, to the first."""
    found: set[str] = set()
    name = told.withdraws
    while name is not None:
        body = connection.execute(select(judgement.c.body).where(judgement.c.id == name)).scalar()
        if body is None:
            raise StoreError("no-judgement", f"there is no judgement {name!r} to withdraw")
        before = judgement_from(json.loads(body))
        found |= set(articles_of(before))
        name = before.withdraws
    return found


def load_reference(database: Database, facts: Iterable[ReferenceFact], clock: Clock = now) -> int:
    """Records the reference facts that are not there yet, in one entry. Returns how many were new."""
    with writing(database, "reference", "", {}, clock) as entry:
        known = set(entry.connection.execute(select(fact.c.id)).scalars())
        new = [f for f in {f.id: f for f in facts}.values() if f.id not in known]
        entry.add(fact, [
            {"id": f.id, "kind": f.kind, "source": f.source, "target": f.target, "person": f.person,
             "body": dump(fact_body(f))}
            for f in new
        ])  # fmt: skip
        named_before = set(entry.connection.execute(select(fact_key.c.person).distinct()).scalars())
        persons = sorted({f.person for f in new if f.person} - named_before)
        entry.add(fact_key, [{"key": k, "person": p} for p in persons for k in sorted(search_keys(p))])
        return len(new)
