"""People's decisions: which report each means, what it does to the reports, and its JSON form.

A judgement names no id of the machine's making but a place in an article, an act and parties. So it finds its
report again after the article was coded anew, and in another record that holds the same article.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from marsad.errors import MarsadError
from marsad.model import STATUSES, Place
from marsad.ontology import ACTS, SECTORS
from marsad.record.intervals import interval
from marsad.record.types import CORRECTABLE, DECISIONS, Decision, Judgement, Locator, Report


def order(judgement: Judgement) -> tuple[dt.datetime, str]:
    """The order of judgements: time, then id."""
    return judgement.at, judgement.id


def active(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements in force, in order of time: not withdrawn, withdrawals themselves left out.

    A withdrawal takes back what was decided before it; a withdrawal that is itself withdrawn takes nothing back.
    """
    ordered = sorted({j.id: j for j in judgements}.values(), key=order)
    gone: set[str] = set()
    for judgement in reversed(ordered):
        if judgement.decision == "withdraw" and judgement.id not in gone and judgement.withdraws:
            gone.add(judgement.withdraws)
    standing = [j for j in ordered if j.id not in gone]
    return tuple(j for j in standing if j.decision != "withdraw")


def locator_of(report: Report) -> Locator:
    """Where a report, as it was coded, stands."""
    evidence = report.evidence
    return Locator(report.article.key, evidence.start, evidence.end, report.act, report.source, report.target)


class Finder:
    """Finds the reports that locators mean among the reports of a record, or of a part of it."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._by_article: dict[str, list[Report]] = {}
        for report in reports:
            self._by_article.setdefault(report.article.key, []).append(report)

    def find(self, locator: Locator) -> Report | None:
        """The report of the article whose evidence overlaps the span, of the same act, and with the same parties.

        If there is none with the same parties: one between whom at least one source and one target is the same (of
        the mutual acts, two parties). None where the coding has nothing of the kind; a judgement is never passed on
        to another act or to the opposite direction.
        """
        best: tuple[bool, int, int, str] | None = None
        found = None
        source, target = frozenset(locator.source), frozenset(locator.target)
        for report in self._by_article.get(locator.article, ()):
            span = report.evidence
            overlap = min(span.end, locator.end) - max(span.start, locator.start)
            if report.act != locator.act or overlap <= 0:
                continue
            sides = frozenset(report.source), frozenset(report.target)
            exact = sides == (source, target)
            if not exact and not _akin(sides, (source, target)):
                continue
            apart = abs(span.start - locator.start) + abs(span.end - locator.end)
            rank = (not exact, apart, -overlap, report.id)
            if best is None or rank < best:
                best, found = rank, report
        return found


def _akin(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether two pairs of source and target have a pair of parties in common, in one direction."""
    if one[1] and other[1]:
        return not one[0].isdisjoint(other[0]) and not one[1].isdisjoint(other[1])
    return not one[1] and not other[1] and len(one[0] & other[0]) >= 2


@dataclass(slots=True)
class Judged:
    """What judgements make of reports.

    ``reports``: those that stand, corrected. ``corrected``: by report id the fields that a person told. ``groups``:
    ids of reports that people joined. ``bars``: by report id the ids that people keep apart from it. ``decisions``:
    by report id the decisions on it, in order of time.
    """

    reports: tuple[Report, ...]
    corrected: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: tuple[frozenset[str], ...] = ()
    bars: dict[str, set[str]] = field(default_factory=dict)
    decisions: dict[str, tuple[Judgement, ...]] = field(default_factory=dict)


def apply(reports: Sequence[Report], judgements: Iterable[Judgement]) -> Judged:
    """What the judgements in force make of reports: rejected ones are left out, corrected ones changed, ids kept.

    Of contradicting judgements the later holds. A judgement whose report is not among these does nothing.
    """
    standing = active(judgements)
    if not standing:
        return Judged(tuple(reports))
    finder = Finder(reports)
    by_id = {report.id: report for report in reports}
    rejected: set[str] = set()
    corrected: dict[str, frozenset[str]] = {}
    decisions: dict[str, tuple[Judgement, ...]] = {}
    pairs: list[tuple[Decision, str, str]] = []
    for judgement in standing:
        these = _ids(finder, judgement.reports)
        others = _ids(finder, judgement.others)
        for found in dict.fromkeys(these + others):
            decisions[found] = (*decisions.get(found, ()), judgement)
        match judgement.decision:
            case "reject":
                rejected.update(these)
            case "accept":
                rejected.difference_update(these)
            case "correct":
                rejected.difference_update(these)
                for found in these:
                    by_id[found] = _changed(by_id[found], judgement.changes)
                    corrected[found] = corrected.get(found, frozenset()) | frozenset(judgement.changes)
            case "merge":
                everyone = these + others
                pairs += [("merge", everyone[0], other) for other in everyone[1:]]
            case "split":
                pairs += [("split", one, other) for one in these for other in others if one != other]
    groups, bars = _resolve(pairs)
    kept = tuple(by_id[report.id] for report in reports if report.id not in rejected)
    return Judged(kept, corrected, groups, bars, decisions)


def _ids(finder: Finder, locators: Iterable[Locator]) -> list[str]:
    return [report.id for locator in locators if (report := finder.find(locator)) is not None]


def _changed(report: Report, changes: Mapping[str, Any]) -> Report:
    """The report with what a person told in place of what was coded."""
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name in ("source", "target", "sectors"):
            values[name] = tuple(value)
        elif name == "place":
            values[name] = None if value is None else Place(value["country"], value.get("city"))
        else:
            values[name] = value
    return replace(report, **values)


def _resolve(pairs: Sequence[tuple[Decision, str, str]]) -> tuple[tuple[frozenset[str], ...], dict[str, set[str]]]:
    """Groups that are joined and pairs that are kept apart; where two contradict each other the later holds."""
    group: dict[str, set[str]] = {}
    bars: dict[str, set[str]] = {}
    for decision, one, other in reversed(pairs):
        first, second = group.setdefault(one, {one}), group.setdefault(other, {other})
        if decision == "split":
            if first is not second:
                bars.setdefault(one, set()).add(other)
                bars.setdefault(other, set()).add(one)
        elif first is not second and not any(bars.get(member, set()) & second for member in first):
            first |= second
            for member in second:
                group[member] = first
    distinct = {id(members): members for members in group.values() if len(members) > 1}
    return tuple(sorted((frozenset(m) for m in distinct.values()), key=min)), bars


def revived(live: Iterable[Report], earlier: Iterable[Report], judgements: Iterable[Judgement]) -> tuple[Report, ...]:
    """The reports of earlier codings that live on because a person accepted or corrected them.

    ``live``: the reports of the present codings; ``earlier``: those of superseded codings of the same articles, the
    newest coding first. A report lives on when a judgement in force means it and the present coding has no report
    that this judgement would mean.
    """
    now, then = Finder(live), Finder(earlier)
    found: dict[str, Report] = {}
    for judgement in active(judgements):
        if judgement.decision in ("accept", "correct"):
            for locator in judgement.reports:
                if now.find(locator) is None and (report := then.find(locator)) is not None:
                    found[report.id] = report
    return tuple(found[key] for key in sorted(found))


def articles_of(judgement: Judgement) -> Iterator[str]:
    """The keys of the articles that a judgement is about, each once."""
    yield from dict.fromkeys(locator.article for locator in judgement.reports + judgement.others)


# ---------------------------------------------------------------- making and JSON


class JudgementError(MarsadError):
    """A judgement that cannot be: an unknown decision, a value that a field cannot have, something missing."""


def judgement(
    decision: Decision, reports: Iterable[Report], who: str, at: dt.datetime, *, others: Iterable[Report] = (),
    changes: Mapping[str, Any] | None = None, note: str = "", withdraws: str | None = None,
) -> Judgement:  # fmt: skip
    """A new judgement on reports as they were coded, checked; its id is made from its content.

    ``at``: a moment with a time zone. ``changes``: of a ``correct``, fields of CORRECTABLE in the form of JSON.
    Raises JudgementError, saying what is wrong.
    """
    made = _checked(Judgement(
        "", decision, tuple(map(locator_of, reports)), who, at, tuple(map(locator_of, others)), _frozen(changes),
        note, withdraws,
    ))  # fmt: skip
    made = replace(made, at=at.astimezone(dt.UTC))
    return replace(made, id=judgement_id(made))


def judgement_id(judgement: Judgement) -> str:
    """``j-`` and 24 hexadecimal digits of everything else in the judgement."""
    content = judgement_dict(judgement)
    del content["id"]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "j-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def judgement_dict(judgement: Judgement) -> dict[str, Any]:
    """The JSON form: a line of ``marsad judge --export``; ``judgement_from`` reads it."""
    return {
        "id": judgement.id, "decision": judgement.decision, "who": judgement.who,
        "at": judgement.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "reports": [_locator_dict(locator) for locator in judgement.reports],
        "others": [_locator_dict(locator) for locator in judgement.others],
        "changes": dict(judgement.changes), "note": judgement.note, "withdraws": judgement.withdraws,
    }  # fmt: skip


def judgement_from(record: Mapping[str, Any]) -> Judgement:
    """A judgement from its JSON form. Raises JudgementError, saying what is wrong, where it is none."""
    try:
        made = Judgement(
            record["id"], record["decision"], tuple(map(_locator_from, record.get("reports") or ())), record["who"],
            dt.datetime.fromisoformat(record["at"]), tuple(map(_locator_from, record.get("others") or ())),
            _frozen(record.get("changes")), record.get("note") or "", record.get("withdraws"),
        )  # fmt: skip
        if not isinstance(made.id, str) or not made.id or not isinstance(made.note, str):
            raise ValueError("id and note must be strings, the id not empty")
        return replace(_checked(made), at=made.at.astimezone(dt.UTC))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise JudgementError("bad-judgement", f"this is no judgement: {type(error).__name__}: {error}") from None


def _frozen(changes: Mapping[str, Any] | None) -> dict[str, Any]:
    """Changes in one form, whether they come from a person or from JSON: lists as tuples."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in (changes or {}).items()}


def _locator_dict(locator: Locator) -> dict[str, Any]:
    return {
        "article": locator.article, "start": locator.start, "end": locator.end, "act": locator.act,
        "source": list(locator.source), "target": list(locator.target),
    }  # fmt: skip


def _locator_from(record: Mapping[str, Any]) -> Locator:
    start, end = record["start"], record["end"]
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        raise ValueError(f"{start!r:.20} to {end!r:.20} are not two places in a text")
    sides = record["source"], record["target"]
    if not all(isinstance(side, list) and all(isinstance(party, str) for party in side) for side in sides):
        raise ValueError("source and target must be lists of actors")
    if not isinstance(record["article"], str) or not isinstance(record["act"], str):
        raise ValueError("article and act must be strings")
    return Locator(record["article"], start, end, record["act"], tuple(sides[0]), tuple(sides[1]))


def _checked(made: Judgement) -> Judgement:
    """The judgement itself; JudgementError where it asks for what cannot be done."""

    def refuse(code: str, message: str) -> NoReturn:
        raise JudgementError(code, message)

    if made.decision not in DECISIONS:
        refuse("bad-decision", f"{made.decision!r:.40} is no decision; there are: {', '.join(DECISIONS)}")
    if not isinstance(made.who, str) or not made.who.strip():
        refuse("no-judge", "a judgement needs the name of who decides")
    if made.at.tzinfo is None:
        refuse("bad-moment", f"the moment {made.at} has no time zone")
    if made.decision == "withdraw":
        if not made.withdraws:
            refuse("nothing-withdrawn", "a withdrawal must name the judgement that it takes back")
    elif made.withdraws:
        refuse("nothing-withdrawn", f"only a withdrawal takes a judgement back, this is {made.decision!r}")
    elif not made.reports:
        refuse("nothing-judged", "a judgement must be about at least one report")
    if made.decision == "split" and not made.others:
        refuse("nothing-judged", "a split needs reports on both sides")
    if made.decision == "merge" and len(made.reports + made.others) < 2:
        refuse("nothing-judged", "a merge needs at least two reports")
    if (made.decision == "correct") != bool(made.changes):
        refuse("bad-change", "a correction, and only that, tells what is changed")
    for name, value in made.changes.items():
        if why := _unfit(name, value):
            refuse("bad-change", f"{name!r:.40} cannot be {value!r:.60}: {why}")
    return made


def _unfit(name: str, value: Any) -> str | None:  # noqa: ANN401 - whatever a caller gives
    """Why a field cannot have a value, None if it can."""
    texts = isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value)
    match name:
        case "act":
            return None if isinstance(value, str) and value in ACTS else "it must be an act of docs/ontology.md"
        case "status":
            return None if value in STATUSES else f"it must be one of {', '.join(STATUSES)}"
        case "source" | "target":
            right = texts and (len(value) > 0 or name == "target")
            return None if right else "it must be a list of actor codes, a source of at least one"
        case "date":
            right = value is None or (isinstance(value, str) and interval(value) is not None)
            return None if right else "it must be a date in EDTF, such as 2023-04-20 or 2023-04, or null"
        case "place":
            right = value is None or (
                isinstance(value, Mapping)
                and isinstance(value.get("country"), str)
                and bool(value["country"])
                and isinstance(value.get("city"), str | None)
            )
            return None if right else "it must be an object with country and, where known, city, or null"
        case "sectors":
            right = texts and all(v in SECTORS for v in value)
            return None if right else "it must be a list of sectors of docs/ontology.md"
        case "attribution":
            return None if value is None or (isinstance(value, str) and value) else "it must be a name or null"
    return f"what can be corrected is {', '.join(CORRECTABLE)}"
