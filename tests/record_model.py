"""The record in memory, in the simplest way that can be right: a list of entries, everything worked out anew.

It implements ``record.snapshot.Snapshot`` and is what the tests hold the store against; other tests use it as a
quick record. It knows no index, no cache across moments and no incremental step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from marsad.language.pack import load
from marsad.language.text import words
from marsad.model import Article, CodedArticle
from marsad.ontology import ACTS
from marsad.record.judgements import Finder, locator_of, revived
from marsad.record.merging import merge
from marsad.record.reaching import dyads
from marsad.record.reports import article_key, head_of, reports_of
from marsad.record.snapshot import Alteration, Balance, Coverage, Naming, StoredArticle, StoredClaim
from marsad.record.types import ArticleHead, Event, Judgement, Page, Participant, Query, Report
from marsad.reference.facts import ReferenceFact

UTC = dt.UTC


@dataclass(frozen=True)
class Coding:
    """That the record learnt an article, or a new coding of it."""

    at: dt.datetime
    article: Article
    head: ArticleHead
    coded: CodedArticle | None
    reports: tuple[Report, ...]


@dataclass
class RecordModel:
    """A record: entries in order of time. Each method that writes takes the moment at which it is recorded."""

    codings: list[Coding] = field(default_factory=list)
    judged: list[tuple[dt.datetime, Judgement]] = field(default_factory=list)
    facts: list[tuple[dt.datetime, ReferenceFact]] = field(default_factory=list)
    followed: list[tuple[dt.datetime, str, str]] = field(default_factory=list)

    def ingest(
        self, article: Article, coded: CodedArticle | None, at: dt.datetime, *, agency: str | None = None,
        signature: bytes = b"",
    ) -> str:  # fmt: skip
        """Takes in an article with a coding, or a new coding of a known one; the same coding again changes nothing.

        Returns the article's key.
        """
        key = article_key(article)
        known = [c for c in self.codings if c.head.key == key]
        if any(coding.coded == coded for coding in known):
            return key
        first = known[0].at if known else at
        head = head_of(
            article, first, language=coded.language if coded else None, agency=agency, signature=signature
        )  # fmt: skip
        self.codings.append(Coding(at, article, head, coded, reports_of(coded, head) if coded else ()))
        return key

    def follow(self, key: str, later: str, at: dt.datetime) -> None:
        """Records that the publisher's later version of an article is another article."""
        self.followed.append((at, key, later))

    def judge(self, judgement: Judgement, at: dt.datetime | None = None) -> None:
        """Records a judgement, at its own time if no other is given."""
        if judgement.id not in {j.id for _, j in self.judged}:
            self.judged.append((at or judgement.at, judgement))

    def add_facts(self, facts: Iterable[ReferenceFact], at: dt.datetime) -> None:
        """Records reference facts."""
        self.facts += [(at, fact) for fact in facts]

    def moments(self) -> list[dt.datetime]:
        """When anything was recorded, each moment once, in order."""
        times = [c.at for c in self.codings] + [at for at, _ in self.judged] + [at for at, _ in self.facts]
        return sorted({*times, *(at for at, _, _ in self.followed)})

    def snapshot(self, known_at: dt.datetime | None = None) -> ModelSnapshot:
        """The record as known at a moment, None: with everything that is recorded."""
        return ModelSnapshot(self, known_at)


class ModelSnapshot:
    """The record as known at one moment."""

    def __init__(self, record: RecordModel, known_at: dt.datetime | None) -> None:
        self.known_at = known_at
        self._record = record

    def _known(self, at: dt.datetime) -> bool:
        return self.known_at is None or at <= self.known_at

    @cached_property
    def _codings(self) -> dict[str, list[Coding]]:
        found: dict[str, list[Coding]] = {}
        for coding in self._record.codings:
            if self._known(coding.at):
                found.setdefault(coding.head.key, []).append(coding)
        return found

    @cached_property
    def _judgements(self) -> tuple[Judgement, ...]:
        known = [j for at, j in self._record.judged if self._known(at)]
        return tuple(sorted(known, key=lambda j: (j.at, j.id)))

    @cached_property
    def _live(self) -> tuple[Report, ...]:
        live = [r for codings in self._codings.values() for r in codings[-1].reports]
        earlier = [r for codings in self._codings.values() for c in reversed(codings[:-1]) for r in c.reports]
        return (*live, *revived(live, earlier, self._judgements))

    @cached_property
    def _all(self) -> dict[str, Report]:
        return {r.id: r for codings in self._codings.values() for c in codings for r in c.reports}

    @cached_property
    def all_events(self) -> tuple[Event, ...]:
        """Every event, in canonical order."""
        return merge(self._live, self._judgements)

    def events(self, query: Query) -> Page:
        """See Snapshot. The cursor is the id of the last event of the page."""
        found = self._found(query)
        if query.after is not None:
            ids = [event.id for event in found]
            found = found[ids.index(query.after) + 1 :] if query.after in ids else []
        page = found if query.limit is None else found[: query.limit]
        return Page(tuple(page), page[-1].id if page and len(page) < len(found) else None)

    def count(self, query: Query) -> int:
        """See Snapshot."""
        return len(self._found(query))

    def _found(self, query: Query) -> list[Event]:
        found = [event for event in self.all_events if self._answers(event, query)]
        dated = [e for e in found if e.interval is not None]
        undated = sorted((e for e in found if e.interval is None), key=lambda e: e.id)

        def when(event: Event) -> tuple[int, int, str]:
            days = event.interval
            assert days is not None
            sign = -1 if query.order == "newest" else 1
            return sign * days.lo.toordinal(), sign * days.hi.toordinal(), event.id

        return sorted(dated, key=when) + undated

    def _answers(self, event: Event, query: Query) -> bool:
        pairs = dyads(event.source, event.target)
        receivers = event.target or event.source
        if query.between and "|".join(sorted(query.between)) not in pairs:
            return False
        if query.source and query.source not in event.source:
            return False
        if query.target and query.target not in receivers:
            return False
        if query.source and query.target and "|".join(sorted((query.source, query.target))) not in pairs:
            return False
        if query.actor and query.actor not in event.source + event.target:
            return False
        if (query.acts and event.act not in query.acts) or (query.statuses and event.status not in query.statuses):
            return False
        if event.confidence < query.min_confidence:
            return False
        days = event.interval
        if query.since and (days is None or days.hi < query.since):
            return False
        if query.until and (days is None or days.lo > query.until):
            return False
        return not query.text or self._tells(event, query.text)

    def _tells(self, event: Event, text: str) -> bool:
        wanted = set(_folded(text))
        keys = {self._all[r].article.key for r in event.reports}
        return any(wanted <= set(_folded(self._codings[key][-1].article.content)) for key in keys)

    def event(self, event_id: str) -> Event | None:
        """See Snapshot. The id of a report of a superseded coding leads to the event of the report in its place."""
        report = self._all.get(event_id.removeprefix("ev-"))
        if report is None:
            return None
        holders = {r: event for event in self.all_events for r in event.reports}
        if report.id in holders:
            return holders[report.id]
        if report.id in {r.id for r in self._live}:
            return None  # rejected
        heir = Finder(self._live).find(locator_of(report))
        return holders.get(heir.id) if heir else None

    def reports(self, ids: Iterable[str]) -> tuple[Report, ...]:
        """See Snapshot. Reports are as they were coded; what a person corrected shows in events."""
        return tuple(self._all[key] for key in ids if key in self._all)

    def article(self, key: str) -> StoredArticle | None:
        """See Snapshot."""
        codings = self._codings.get(key)
        if codings is None:
            same = [c for c in self._codings.values() if c[0].head.id == key]
            codings = max(same, key=lambda c: (c[0].at, c[0].head.key), default=None)
        if codings is None:
            return None
        last, own = codings[-1], codings[0].head.key
        later = [later for at, earlier, later in self._record.followed if earlier == own and self._known(at)]
        return StoredArticle(
            last.head, last.article.content, last.coded, last.reports, len(codings), later[-1] if later else None
        )

    def namings(self, keys: Iterable[str]) -> tuple[Naming, ...]:
        """See Snapshot. The quotation is the line in which the name stands."""
        from marsad.reference.naming import search_keys

        wanted = set(keys)
        found = []
        for codings in self._codings.values():
            last = codings[-1]
            for person in last.coded.people if last.coded else ():
                if not wanted & search_keys(person.name):
                    continue
                who = Participant(person.name, person.country, person.office)
                for span in person.mentions:
                    text = last.article.content
                    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
                    line = text[start : end if end >= 0 else len(text)]
                    found.append(Naming(who, last.head, span.start, span.end, line))
        return tuple(sorted(found, key=lambda n: (_published(n.article), n.article.key, n.start)))

    def claims(self, between: tuple[str, str] | None = None, limit: int | None = 50) -> tuple[StoredClaim, ...]:
        """See Snapshot."""
        found = [
            StoredClaim(claim, codings[-1].head)
            for codings in self._codings.values()
            for claim in (codings[-1].coded.claims if codings[-1].coded else ())
            if between is None or set(between) <= set(claim.source + claim.target)
        ]
        found.sort(key=lambda c: (c.article.key, c.claim.evidence.start))
        found.sort(key=lambda c: _published(c.article), reverse=True)
        return tuple(found if limit is None else found[:limit])

    def reference(
        self, kind: str | None = None, source: str | None = None, target: str | None = None, keys: Sequence[str] = ()
    ) -> tuple[ReferenceFact, ...]:
        """See Snapshot."""
        from marsad.reference.naming import search_keys

        wanted = set(keys)
        return tuple(
            fact
            for at, fact in self._record.facts
            if self._known(at)
            and (kind is None or fact.kind == kind)
            and (source is None or fact.source == source)
            and (target is None or fact.target == target)
            and (not wanted or (fact.person is not None and bool(wanted & search_keys(fact.person))))
        )

    def judgements(self, reports: Iterable[str] | None = None) -> tuple[Judgement, ...]:
        """See Snapshot."""
        if reports is None:
            return self._judgements
        wanted = set(reports)
        finder = Finder(self._live)
        found = set()
        for judgement in self._judgements:
            meant = [finder.find(locator) for locator in judgement.reports + judgement.others]
            if any(report is not None and report.id in wanted for report in meant):
                found.add(judgement.id)
        for _ in self._judgements:  # withdrawals, and withdrawals of these
            found |= {j.id for j in self._judgements if j.withdraws in found}
        return tuple(j for j in self._judgements if j.id in found)

    def coverage(self, first: str, second: str | None = None) -> Coverage:
        """See Snapshot."""
        wanted = {first, second} - {None}
        heads = {r.article.key: r.article for r in self._live if wanted <= r.parties}
        days = [h.published for h in heads.values() if h.published]
        return Coverage(
            len(heads), len({h.outlet for h in heads.values() if h.outlet}),
            tuple(sorted({h.language for h in heads.values() if h.language})),
            min(days, default=None), max(days, default=None),
        )  # fmt: skip

    def balance(
        self, first: str, second: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> tuple[Balance, ...]:
        """See Snapshot. Events whose date does not tell the month are left out."""
        months: dict[str, list[float]] = {}
        query = Query(between=(first, second), statuses=("happened",), since=since, until=until, limit=None)
        for event in self._found(query):
            days = event.interval
            if days is not None and f"{days.lo:%Y-%m}" == f"{days.hi:%Y-%m}":
                months.setdefault(f"{days.lo:%Y-%m}", []).append(ACTS[event.act].goldstein)
        return tuple(Balance(month, len(values), sum(values)) for month, values in sorted(months.items()))

    def alterations(self, query: Query, since: dt.datetime, until: dt.datetime | None = None) -> tuple[Alteration, ...]:
        """See Snapshot. One alteration an event: the state at ``since`` against that at ``until``."""
        until = min(filter(None, (until, self.known_at)), default=None)
        moments = [m for m in self._record.moments() if m > since and (until is None or m <= until)]
        states = [{e.id: e for e in self._record.snapshot(m).all_events} for m in (since, *moments)]
        found = []
        for key in {key for state in (states[0], states[-1]) for key in state}:
            before, after = states[0].get(key), states[-1].get(key)
            if before == after:
                continue
            if not any(e is not None and self._record.snapshot(until)._answers(e, query) for e in (before, after)):
                continue
            steps = zip(moments, states, states[1:], strict=False)
            changed = [m for m, one, two in steps if one.get(key) != two.get(key)]
            found.append(Alteration(key, changed[-1], before, after))
        return tuple(sorted(found, key=lambda a: (a.recorded_at, a.event)))


def _published(head: ArticleHead) -> dt.date:
    return head.published or dt.date.min


def _folded(text: str) -> list[str]:
    return [word.norm for word in words(text, load("ar").fold)]
