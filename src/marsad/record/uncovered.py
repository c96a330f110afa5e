"""What the record covers on a pair and what it does not: so that nobody takes silence for absence."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.record.answers import Line
from marsad.record.material import FACT_EVENTS, Material
from marsad.record.wording import said
from marsad.reference.facts import Coverage, coverage

_KINDS = ("relations", "mission", "envoy", "visit")


def coverage_lines(m: Material) -> tuple[Line, ...]:
    """What was read, what the reference covers, what no source is complete for, and what was left out here."""
    return (*_read(m), *_reference(m), *_lacking(m), *_cut(m))


def _read(m: Material) -> Iterator[Line]:
    read = m.coverage
    if not read.articles:
        yield Line(said("coverage.nothing_read", source=m.first, target=m.second))
        return
    yield Line(
        said("coverage.read", source=m.first, target=m.second, n=read.articles, outlets=read.outlets,
             languages=", ".join(read.languages), date_first=_iso(read.first), date_last=_iso(read.last))
    )  # fmt: skip
    if read.last is not None and read.last < m.as_of:
        yield Line(said("coverage.nothing_since", date=_iso(read.last)))


def _iso(day: object) -> str:
    return "" if day is None else str(day)


def _reference(m: Material) -> Iterator[Line]:
    """Sources of the reference from which facts about the pair came, or which are complete for it."""
    used = {fact.origin for fact in m.reference}
    for source, target in ((m.first, m.second), (m.second, m.first)):
        for cover in coverage():
            if not _names(cover, source, target) or not (cover.origin in used or cover.complete):
                continue
            key = "coverage.complete" if cover.complete else "coverage.some"
            yield Line(
                said(key, word_kind=f"coverage.kind_{cover.kind}", source=source, target=target,
                     office="+".join(cover.offices), origin=cover.origin, since=cover.since,
                     date=cover.until.isoformat()),
                date=cover.until.isoformat(),
            )  # fmt: skip


def _names(cover: Coverage, source: str, target: str) -> bool:
    return cover.kind in _KINDS and cover.source in (source, None) and cover.target in (target, None)


def _lacking(m: Material) -> Iterator[Line]:
    """Kinds for which no source is complete, one line for each direction."""
    for source, target in ((m.first, m.second), (m.second, m.first)):
        complete = {c.kind for c in coverage() if c.complete and _names(c, source, target) and c.until >= m.as_of}
        lacking = [kind for kind in _KINDS if kind not in complete]
        if lacking:
            kinds = tuple(said(f"coverage.kind_{kind}") for kind in lacking)
            yield Line(said("coverage.incomplete", source=source, target=target, kinds=kinds))


def _cut(m: Material) -> Iterator[Line]:
    """What was not read for this answer, as there is more than it reads."""
    if m.left_out.get("facts"):
        yield Line(said("coverage.facts_cut", n=m.left_out["facts"], read=FACT_EVENTS))
    for group in ("visits_first", "visits_second", "plans", "later"):
        if m.left_out.get(group):
            yield Line(said("coverage.cut", word_group=f"coverage.group_{group}", n=m.left_out[group]))
