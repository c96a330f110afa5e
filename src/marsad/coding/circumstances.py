"""When and where an event took place, and which words show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.candidates import Candidate
from marsad.coding.scan import Hit, Sentence
from marsad.coding.times import TimeMention
from marsad.model import Place

_RELATIONS = frozenset({"establish_relations", "sever_relations", "recognise"})  # what years are counted from
_YEARS = 3  # of fewer years the calendar year cannot be told: "a year after" may be the year before last
_FARTHEST = 30  # words to a time that may date an event; a clause boundary counts as six
_VISITED = frozenset({"visit", "open_mission", "close_mission"})


def evidence(hit: Hit, used: tuple[Actor, ...], sentence: Sentence) -> tuple[int, int]:
    """The words from the first to the last that tell the event, at most 22 around the trigger: (low, high)."""
    near = [a for a in used if a.first - hit.last < 14 and hit.first - a.last < 10]
    low = min([hit.first, *(a.first for a in near)])
    high = max([hit.last, *(a.last for a in near)])
    if high - low > 22:
        low, high = max(low, hit.first - 9), min(high, hit.last + 12)
    while high - low < 5 and high < len(sentence.norms):
        high += 1
    while high - low < 4 and low > 0:
        low -= 1
    return low, high


def when(
    candidate: Candidate, sentence: Sentence, arguments: Arguments, published: dt.date | None
) -> TimeMention | None:
    """The time of the sentence that dates the event: the years since it, else the nearest that is told.

    Clause boundaries count as distance.
    """
    hit = candidate.hit
    if passed := _years_since(hit, sentence, published):
        return passed
    best: tuple[int, TimeMention] | None = None
    for time in sentence.times:
        if not time.edtf or time.kind == "frequency":
            continue
        gap = time.first - hit.last if time.first >= hit.last else hit.first - time.last + 1
        cost = gap + 6 * arguments.walls(min(time.first, hit.last), max(time.first, hit.first))
        if cost <= _FARTHEST and (best is None or cost < best[0]):
            best = cost, time
    return best[1] if best else None


def _years_since(hit: Hit, sentence: Sentence, published: dt.date | None) -> TimeMention | None:
    """A number of years right before what it is counted from ("the 30th anniversary of"), as the year of that."""
    for time in sentence.times:
        between = hit.first - time.last
        fits = (time.rule == "anniversary" and 0 <= between <= 1) or (time.rule == "span" and between == 1)
        if not fits or published is None or time.unit != "year" or not time.quantity:
            continue
        exact = time.rule == "anniversary"
        governed = any(f.first == time.last and f.role == "preposition" for f in sentence.functions)
        counted = governed and hit.triggers[0].act in _RELATIONS and time.quantity >= _YEARS
        if not exact and not counted:
            continue
        year = published.year - int(time.quantity)
        if year > 0:
            return replace(time, edtf=f"{year:04d}" if exact else f"{year:04d}~", kind="year")
    return None


def coming(edtf: str, published: dt.date | None) -> str:
    """A weekday that was taken for the last one, as the next one; any other date as it is."""
    if published is None:
        return edtf
    try:
        day = dt.date.fromisoformat(edtf)
    except ValueError:
        return edtf
    past = (published - day).days
    return (day + dt.timedelta(7)).isoformat() if 2 <= past <= 6 else edtf


def gone(time: TimeMention, published: dt.date | None) -> str | None:
    """The time of what a verb in the past tells: what was taken for the next weekday or month is the last one.

    A day told of the future belongs to something else in the sentence: None.
    """
    edtf = time.edtf
    if not edtf or time.said or published is None or edtf.rstrip("~") <= published.isoformat()[: len(edtf.rstrip("~"))]:
        return edtf
    try:
        if time.rule == "day":
            return (dt.date.fromisoformat(edtf) - dt.timedelta(7)).isoformat()
    except (ValueError, OverflowError):  # no calendar day, or one before the calendar begins
        return None
    return f"{int(edtf[:4]) - 1:04d}{edtf[4:]}" if time.rule == "month" else None


def where(candidate: Candidate, target: Filled | None, actors: Sequence[Actor], arguments: Arguments) -> Place | None:
    """The place that the sentence tells: of a visit or a mission the host, of others the place named nearest."""
    if candidate.act in _VISITED:
        city = next((a.city for a in (target.actors if target else ()) if a.city), None)
        if city is None:
            city = next((a.city for a in actors if a.city and a.codes == candidate.target[:1]), None)
        return Place(candidate.target[0], city)
    place = arguments.fill("place", candidate.hit, candidate.trigger, None)
    if place is None:
        return None
    return Place(place.actors[0].codes[0], place.actors[0].city or None)
