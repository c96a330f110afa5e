"""Coded articles in short hand for the tests of the store, a clock that the test moves, and records to write into."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from marsad import store
from marsad.model import Article, Claim, CodedArticle, EventMention, Person, Place, Span, Status
from marsad.record.judgements import locator_of
from marsad.record.types import Decision, Judgement, Report
from marsad.store import Store
from merging_cases import sentence
from servers import NoServer, new_database

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
_TOLD = re.compile(r"(\w+) ([A-Z+]+)>([A-Z+]*) (\S+)(?: (happened|planned|proposed|denied))?(?: in ([A-Z]{3})/(\w+))?")


class Ticking:
    """A clock that goes on by an hour each time it is read."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        self.at += HOUR
        return self.at


def coded(
    *told: str, id: str = "a1", published: str | None = "2023-04-20", outlet: str | None = "One", coder: str = "test-1",
    url: str | None = None, title: str = "", words: str = "", people: tuple[str, ...] = (), claim: str = "",
    confidence: float = 0.5, seed: str = "",
) -> CodedArticle:  # fmt: skip
    """An article of one sentence an event, written ``visit ISR>TKM 2023-04-19 [status] [in TKM/Ashgabat]``, ``?`` for
    no date. ``words`` is one sentence more, ``people`` are ``name/country/office``, ``claim`` is ``FIRST|SECOND``.

    A sentence depends on id, seed and event, so another coding of one article is made by ``recoded``.
    """
    content = f"{title}\n" if title else ""
    lead = len(content)
    spans: list[Span] = []

    def say(text: str) -> Span:
        nonlocal content
        start = len(content)
        content += text
        spans.append(Span(start, len(content), text))
        content += ".\n"
        return spans[-1]

    events = []
    for one in told:
        match = _TOLD.fullmatch(one)
        assert match, one
        act, source, target, date, status, country, city = match.groups()
        events.append(
            EventMention(
                act, cast(Status, status or "happened"), tuple(filter(None, source.split("+"))),
                tuple(filter(None, target.split("+"))), say(sentence(f"{id} {seed} {one}")),
                None if date == "?" else date, Place(country, city) if country else None, confidence=confidence,
                rules=("test",),
            )
        )  # fmt: skip
    if words:
        say(words)
    named = []
    for person in people:
        name, country, office = person.split("/")
        named.append(Person(name, country, office, (say(name),)))
    claims: tuple[Claim, ...] = ()
    if claim:
        first, second = claim.split("|")
        claims = (Claim("first", (first,), (second,), "visit", None, None, say(f"first {claim} {id}"), year=1994),)
    article = Article(content[lead:] or "nothing.", title, published, id, url, outlet, "ar")
    return CodedArticle(article, "ar", tuple(events), tuple(named), claims, coder=coder)


def recoded(before: CodedArticle, coder: str = "test-2", **changes: Any) -> CodedArticle:
    """The same article coded by another coder: only its first event is left, with ``changes`` to it; none: no event."""
    from dataclasses import replace

    events = (replace(before.events[0], **changes),) if changes and before.events else ()
    return CodedArticle(before.article, before.language, events, before.people, before.claims, coder=coder)


def judgement(
    name: str, decision: Decision, *reports: Report, others: tuple[Report, ...] = (), at: dt.datetime = START,
    changes: dict[str, Any] | None = None, withdraws: str | None = None,
) -> Judgement:  # fmt: skip
    """A judgement on reports as they were coded."""
    return Judgement(
        name, decision, tuple(map(locator_of, reports)), "tester", at, tuple(map(locator_of, others)), changes or {},
        "", withdraws,
    )  # fmt: skip


def reports_of(record: Store, key: str) -> tuple[Report, ...]:
    """The reports of an article's live coding."""
    found = record.snapshot().article(key)
    assert found is not None
    return found.reports


Opener = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgresql"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens one new record again and again, on each kind of database; all are closed at the end.

    Where PostgreSQL is not to be had the test is skipped, and the reason told.
    """
    if request.param == "sqlite":
        where = str(tmp_path / "record.db")
    else:
        try:
            where = new_database()
        except NoServer as reason:
            pytest.skip(str(reason))
    opened: list[Store] = []
    clock = Ticking()

    def open_it() -> Store:
        opened.append(store.open(where, clock=clock))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


@pytest.fixture
def record(opener: Opener) -> Store:
    """A new record, on each kind of database."""
    return opener()
