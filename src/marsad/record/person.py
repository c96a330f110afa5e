"""A person by name, in any spelling or script: the posts that articles give him over time, and the reference facts.

Names that cannot be compared (a surname alone) are listed apart: "cannot compare" is never "equal". Names that agree
only in part (``_SURE``) count as one person's only within one state: short names of two languages may sound alike.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.record.answers import SHOWN, Answer, Evidence, Line, Section, of_reference
from marsad.record.independence import copies
from marsad.record.snapshot import Naming, Snapshot
from marsad.record.wording import Said, said
from marsad.reference.facts import ReferenceFact
from marsad.reference.naming import Match, Outcome, compare, search_keys
from marsad.reference.sources import sources

SHOWN_LINES = 60
SHOWN_APART = 20
# Likeness from which names that agree are one person's in any state. Of 2589 pairs of an Arabic and an English name
# of one person in language/ar/people.tsv 98 in 100 are at least so alike.
_SURE = 0.88
_KINDS = ("visit", "envoy", "office")


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Somebody of a name and a state, with everything that names him so."""

    name: str
    country: str | None
    match: Match
    namings: tuple[Naming, ...]
    facts: tuple[ReferenceFact, ...]


def person(snapshot: Snapshot, name: str) -> Answer:
    """What the record holds on a person of a name, in Arabic or Latin letters or any other that can be compared."""
    bearers = _bearers(snapshot, name)
    agreeing = [b for b in bearers if b.match.outcome is Outcome.SAME]
    states = {b.country for b in agreeing if b.match.score >= _SURE}
    same = [b for b in agreeing if b.match.score >= _SURE or not states or b.country in states]
    apart = [b for b in bearers if b not in same and b.match.outcome is not Outcome.DIFFERENT]
    posts = _posts(naming for bearer in same for naming in bearer.namings)
    told = _facts(fact for bearer in same for fact in bearer.facts)
    names = tuple(said("list.name", name=other) for other in sorted({bearer.name for bearer in same}))
    if same:
        posts.insert(0, Line(said("person.spelling", names=names)))
    maybe = [_maybe(bearer) for bearer in sorted(apart, key=_likeness)]
    none = said("person.none")
    sections = (
        Section("section.posts", tuple(posts[:SHOWN_LINES]), none, max(0, len(posts) - SHOWN_LINES)),
        Section("section.reference", tuple(told[:SHOWN_LINES]), None, max(0, len(told) - SHOWN_LINES)),
        Section("section.incomparable", tuple(maybe[:SHOWN_APART]), None, max(0, len(maybe) - SHOWN_APART)),
    )
    return Answer(said("person.title", name=name), sections, None, snapshot.known_at)


def _bearers(snapshot: Snapshot, name: str) -> list[_Bearer]:
    """All who may be meant: who shares a search key with the name, by name and state."""
    keys = sorted(search_keys(name))
    if not keys:
        return []
    namings: dict[tuple[str, str | None], list[Naming]] = defaultdict(list)
    facts: dict[tuple[str, str | None], list[ReferenceFact]] = defaultdict(list)
    for naming in snapshot.namings(keys):
        if naming.person.name:
            namings[naming.person.name, naming.person.country].append(naming)
    for fact in snapshot.reference(keys=keys):
        if fact.person and fact.kind in _KINDS:
            facts[fact.person, fact.source].append(fact)
    return [
        _Bearer(other, country, compare(name, other), tuple(namings[other, country]), tuple(facts[other, country]))
        for other, country in sorted({*namings, *facts}, key=str)
    ]


def _likeness(bearer: _Bearer) -> tuple[bool, float, int, str]:
    """The order of those listed apart: whom articles name before the others, the most alike first."""
    return (not bearer.namings, -bearer.match.score, -len(bearer.namings), bearer.name)


def _posts(namings: Iterable[Naming]) -> list[Line]:
    """One line a post, with the first and the last day on which an article calls the person so."""
    found: dict[tuple[str | None, str | None], list[Naming]] = defaultdict(list)
    for naming in namings:
        found[naming.person.country, naming.person.office].append(naming)
    lines = []
    for (country, office), these in found.items():
        days = sorted(n.article.published for n in these if n.article.published)
        articles = {n.article.key: n for n in sorted(these, key=_published)}
        shown = list(articles.values())[:SHOWN]
        values = {
            "office": office, "n": len(articles), "date_first": days[0].isoformat() if days else None,
            "date_last": days[-1].isoformat() if days else None,
        }  # fmt: skip
        told = said("person.post", source=country, **values) if country else said("person.post_untold", **values)
        independent = len(set(copies(n.article for n in articles.values()).values()))
        date = f"{days[0]}/{days[-1]}" if days else None
        lines.append(Line(
            told, tuple(map(_evidence, shown)), (), independent, len(articles), date, more=len(articles) - len(shown),
        ))  # fmt: skip
    return sorted(lines, key=lambda line: line.date or "9999")


def _published(naming: Naming) -> tuple[dt.date, str, int]:
    return (naming.article.published or dt.date.max, naming.article.key, naming.start)


def _maybe(bearer: _Bearer) -> Line:
    """Someone who may be meant and may not: of which state and office, and why it cannot be told."""
    office = bearer.namings[0].person.office if bearer.namings else bearer.facts[0].office
    evidence = (*map(_evidence, sorted(bearer.namings, key=_published)), *map(of_reference, bearer.facts))
    articles = {naming.article.key for naming in bearer.namings}
    told = said("person.maybe", name=bearer.name, office=office, actor=bearer.country)
    return Line(
        told, evidence[:1], (_why(bearer.match),),
        reports=len(articles), confidence=bearer.match.score, more=len(evidence) - 1,
    )  # fmt: skip


def _why(match: Match) -> Said:
    if match.outcome is Outcome.SAME:
        return said("person.maybe_state", likeness=match.score)
    return said("person.maybe_reason", reason=match.explanation)


def _evidence(naming: Naming) -> Evidence:
    """The line of the article in which the person is named."""
    head = naming.article
    return Evidence(
        naming.quotation, head.outlet, head.published, head.url, head.key, naming.start, naming.end,
        language=head.language,
    )  # fmt: skip


def _facts(facts: Iterable[ReferenceFact]) -> list[Line]:
    """Reference facts, the newest first; undated ones by the day of their list."""

    def when(fact: ReferenceFact) -> tuple[str, str]:
        source = sources().get(fact.origin)
        day = source.retrieved if source else None
        return (fact.start or (day.isoformat() if day else ""), fact.id)

    return [
        Line(said("person.reference", text=f.text), (of_reference(f),), date=f.start, sources=1, id=f.id)
        for f in sorted(facts, key=when, reverse=True)
    ]
