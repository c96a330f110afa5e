"""A person by name, in any spelling or script: the posts that articles give him over time, and the reference facts.

Names that cannot be compared (a surname alone) are listed apart: "cannot compare" is never "equal".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from marsad.record.answers import SHOWN, Answer, Evidence, Line, Section, of_reference
from marsad.record.snapshot import Naming, Snapshot
from marsad.record.wording import said
from marsad.reference.facts import ReferenceFact
from marsad.reference.naming import Outcome, compare, search_keys
from marsad.reference.sources import sources

SHOWN_LINES = 60


def person(snapshot: Snapshot, name: str) -> Answer:
    """What the record holds on a person of a name, in Arabic or Latin letters or any other that can be compared."""
    keys = sorted(search_keys(name))
    namings = snapshot.namings(keys) if keys else ()
    facts = [f for f in (snapshot.reference(keys=keys) if keys else ()) if f.person]
    outcomes = {
        other: compare(name, other)
        for other in {n.person.name for n in namings if n.person.name} | {f.person for f in facts if f.person}
    }
    same = {other for other, match in outcomes.items() if match.outcome is Outcome.SAME}
    unclear = sorted(other for other, match in outcomes.items() if match.outcome is Outcome.CANNOT_COMPARE)
    posts = _posts([n for n in namings if n.person.name in same])
    told = _facts([f for f in facts if f.person in same])
    maybe = [_maybe(other, outcomes[other].explanation, namings, facts) for other in unclear]
    names = tuple(said("list.name", name=other) for other in sorted(same))
    spellings = [Line(said("person.spelling", names=names))] if same else []
    none = said("person.none")
    sections = (
        Section("section.posts", tuple([*spellings, *posts][:SHOWN_LINES]), none, max(0, len(posts) - SHOWN_LINES)),
        Section("section.recent", tuple(told[:SHOWN_LINES]), none, max(0, len(told) - SHOWN_LINES)),
        Section("section.incomparable", tuple(maybe[:SHOWN_LINES]), None, max(0, len(maybe) - SHOWN_LINES)),
    )
    return Answer(said("person.title", name=name), sections, None, snapshot.known_at)


def _posts(namings: list[Naming]) -> list[Line]:
    """One line a post, with the first and the last day on which an article calls the person so."""
    found: dict[tuple[str | None, str | None], list[Naming]] = defaultdict(list)
    for naming in namings:
        found[naming.person.country, naming.person.office].append(naming)
    lines = []
    for (country, office), these in found.items():
        days = sorted(n.article.published for n in these if n.article.published)
        articles = {n.article.key: n for n in these}
        shown = list(articles.values())[:SHOWN]
        values = {
            "office": office, "n": len(articles), "date_first": days[0].isoformat() if days else None,
            "date_last": days[-1].isoformat() if days else None,
        }  # fmt: skip
        told = said("person.post", source=country, **values) if country else said("person.post_untold", **values)
        date = f"{days[0]}/{days[-1]}" if days else None
        lines.append(Line(
            told, tuple(map(_evidence, shown)), (), len({n.article.outlet for n in these}), len(articles), date,
            more=len(articles) - len(shown),
        ))  # fmt: skip
    return sorted(lines, key=lambda line: line.date or "9999")


def _maybe(name: str, reason: str, namings: Iterable[Naming], facts: Iterable[ReferenceFact]) -> Line:
    """Someone who may be meant and may not: who the name stands for where it is told, and why it cannot be compared."""
    told = [naming for naming in namings if naming.person.name == name]
    listed = [fact for fact in facts if fact.person == name]
    actor = told[0].person.country if told else listed[0].source
    office = told[0].person.office if told else listed[0].office
    evidence = (*map(_evidence, told), *map(of_reference, listed))
    articles = {naming.article.key for naming in told}
    return Line(
        said("person.maybe", name=name, office=office, actor=actor), evidence[:1],
        (said("person.maybe_reason", reason=reason),), reports=len(articles), more=len(evidence) - 1,
    )  # fmt: skip


def _evidence(naming: Naming) -> Evidence:
    """The line of the article in which the person is named."""
    head = naming.article
    return Evidence(
        naming.quotation, head.outlet, head.published, head.url, head.key, naming.start, naming.end,
        language=head.language,
    )  # fmt: skip


def _facts(facts: list[ReferenceFact]) -> list[Line]:
    """Reference facts, the newest first; undated ones by the day of their list."""

    def when(fact: ReferenceFact) -> str:
        source = sources().get(fact.origin)
        day: dt.date | None = source.retrieved if source else None
        return fact.start or (day.isoformat() if day else "")

    ordered = sorted(facts, key=when, reverse=True)
    return [Line(said("person.reference", text=f.text), (of_reference(f),), date=f.start, sources=1) for f in ordered]
