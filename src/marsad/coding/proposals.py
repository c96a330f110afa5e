"""What the frame of a trigger proposes for its two sides, before anything is weighed."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.actors import MISSION_OFFICES, Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.scan import Hit
from marsad.language.entries import Trigger

# who sends whom: for these the envoy's or mission's own state is the source, for the others the host
_SENDING = frozenset({"appoint_envoy", "recall_envoy", "open_mission", "close_mission"})
_RECEIVING = frozenset({"summon_envoy", "expel_envoy"})

Sides = tuple[Filled | None, Filled | None]


def propose(hit: Hit, trigger: Trigger, actors: Sequence[Actor], arguments: Arguments) -> Sides:
    """The source and target side by the trigger's frame; None for a side that it does not find."""
    posted = posting(hit, trigger.act, actors)
    if posted is not None:
        return posted
    source = _side(trigger.frame.source, hit, trigger, None, arguments)
    target = _side(trigger.frame.target, hit, trigger, source, arguments)
    if source is None and target is not None:  # the target may have been what the source was looked for in
        source = _side(trigger.frame.source, hit, trigger, target, arguments)
    return source, target


def complete(hit: Hit, trigger: Trigger, sides: Sides, arguments: Arguments) -> Sides:
    """Parties that the frame did not find: the doer of the sentence, then whoever is nearest."""
    source, target = sides
    if source is None or not source.codes:
        source = arguments.fill("subject", hit, trigger, target)
        if source is None or (target and set(source.codes) <= set(target.codes)):
            source = arguments.nearest(hit, target.codes if target else ())
    if (target is None or not target.codes) and "none" not in trigger.frame.target:
        target = arguments.nearest(hit, source.codes if source else ())
    return source, target


def posting(hit: Hit, act: str, actors: Sequence[Actor]) -> tuple[Filled, Filled] | None:
    """Sending and host state from an envoy or a mission with both told ("سفير مصر لدى العراق")."""
    if act not in _SENDING and act not in _RECEIVING:
        return None
    for actor in actors:
        near = hit.last - 3 <= actor.first <= hit.last + 8
        if not near or not actor.host or not actor.codes or actor.host == actor.codes:
            continue
        if actor.office not in MISSION_OFFICES and "mission" not in actor.flags:
            continue
        sender = Filled((actor,), "envoy")
        host = Filled((Actor(actor.first, actor.last, "state", actor.host),), "host")
        return (sender, host) if act in _SENDING else (host, sender)
    return None


def _side(
    slots: tuple[str, ...], hit: Hit, trigger: Trigger, taken: Filled | None, arguments: Arguments
) -> Filled | None:
    for slot in slots:
        filled = arguments.fill(slot, hit, trigger, taken)
        if filled is None or (slot != "none" and not filled.codes):
            continue
        if taken is not None and slot != "none" and set(filled.codes) <= set(taken.codes):
            continue
        return filled
    return None


_QUALITY = {
    "subject.after": 1.0, "subject.beside": 1.0, "subject.before": 0.7, "subject.relative": 0.9, "subject.carried": 0.6,
    "subject.carrier": 0.9, "object": 1.0, "object.pronoun": 0.7, "owner": 1.0, "owner.adjective": 0.9,
    "owner.far": 0.6,
    "owner.pronoun": 0.6, "speaker": 0.7, "place": 0.6, "near": 0.25, "near.weak": 0.12, "envoy": 1.0, "host": 1.0,
    "patient": 0.8, "none": 1.0, "": 0.0,
}  # fmt: skip
_LOOSE = (".far", ".pronoun", ".carried", ".adjective")


def quality(how: tuple[str, str], weight: float) -> float:
    """How much a rule-made event is worth, in (0, 1): the trigger's weight, less for each loose way to a party."""
    for way in how:
        value = _QUALITY.get(way)
        weight *= value if value is not None else 0.5 if way.endswith(_LOOSE) else 0.95
    return weight
