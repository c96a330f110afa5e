"""When and where an event took place, and which words show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.candidates import Candidate
from marsad.coding.scan import Hit, Sentence
from marsad.coding.times import TimeMention
from marsad.model import Place

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


def when(candidate: Candidate, sentence: Sentence, arguments: Arguments) -> TimeMention | None:
    """The time of the sentence that dates the event: the nearest, clause boundaries counting as distance."""
    hit = candidate.hit
    best: tuple[int, TimeMention] | None = None
    for time in sentence.times:
        if not time.edtf or time.kind == "frequency":
            continue
        gap = time.first - hit.last if time.first >= hit.last else hit.first - time.last + 1
        cost = gap + 6 * arguments.walls(min(time.first, hit.last), max(time.first, hit.first))
        if cost <= 30 and (best is None or cost < best[0]):
            best = cost, time
    return best[1] if best else None


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
