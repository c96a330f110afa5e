"""Happened, planned, proposed or denied: read off the words around a trigger and its own form."""

from __future__ import annotations

import datetime as dt
from typing import cast

from marsad.coding.arguments import Arguments
from marsad.coding.scan import Hit, Sentence
from marsad.language.entries import Trigger
from marsad.language.pack import LanguagePack
from marsad.model import Status

_BEFORE = 6
_AFTER = 4


def status_of(
    sentence: Sentence, hit: Hit, trigger: Trigger, arguments: Arguments, pack: LanguagePack
) -> tuple[Status, str]:
    """(status, the rule that told it)."""
    del pack
    verb = trigger.pos == "verb"
    if hit.reading.future:
        negated = _negated(sentence, hit.first)
        return ("denied", "status.negation") if negated else ("planned", "status.future")
    if _negated(sentence, hit.first):
        return "denied", "status.negation"
    best: tuple[int, Status, str] | None = None
    for function in sentence.functions:
        if function.role != "status" or function.value == "negation":
            continue
        value = cast(Status, function.value)  # the roles of words.toml are the statuses' own names
        if function.last <= hit.first:
            distance = hit.first - function.last
            # "من المقرر أن يزور": the opener right after the word belongs to it
            walls = max(arguments.walls(function.last, hit.first) - 1, 0)
            reach = _BEFORE if not verb else _BEFORE + 2
            if distance > reach or walls > (0 if distance > 2 else 1):
                continue
        elif function.first >= hit.last and not verb:
            distance = function.first - hit.last + 2
            if function.first - hit.last > _AFTER or arguments.walls(hit.last, function.first):
                continue
            if value != "planned":
                continue
        elif function.first < hit.last and function.last > hit.first:
            continue
        else:
            continue
        if value == "denied" and verb and distance > 3:
            continue
        if best is None or distance < best[0]:
            text = " ".join(sentence.norms[function.first : function.last])
            best = distance, value, f"status.{value}:{text}"
    if best is not None:
        return best[1], best[2]
    if hit.reading.preposition and trigger.tense == "imperfect":
        return "planned", "status.purpose"
    return "happened", "status.plain"


def _negated(sentence: Sentence, index: int) -> bool:
    """Whether a negation stands right before, or one word before ("لم يتم توقيع")."""
    return any(
        f.role == "status" and f.value == "negation" and (f.last == index or f.last == index - 1)
        for f in sentence.functions
    )


def by_date(status: Status, edtf: str | None, published: dt.date | None) -> tuple[Status, str | None]:
    """What is told as fact but lies after the day of publication is planned."""
    if status != "happened" or not edtf or published is None or len(edtf.rstrip("~")) < 10:
        return status, None
    try:
        day = dt.date.fromisoformat(edtf.rstrip("~"))
    except ValueError:
        return status, None
    return ("planned", "status.date") if day > published else (status, None)
