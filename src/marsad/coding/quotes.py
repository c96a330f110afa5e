"""Whose words a sentence reports: the speaker, carried on from sentence to sentence until another speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.coding.actors import Actor
from marsad.coding.scan import Sentence

_NEAR = 8


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: actor codes, or the name of the outlet that is quoted."""

    codes: tuple[str, ...]
    outlet: str = ""

    @property
    def label(self) -> str | None:
        """The attribution of what is said: the first code, else the outlet's name."""
        return self.codes[0] if self.codes else self.outlet or None


def speaker_of(sentence: Sentence, actors: Sequence[Actor], before: Speaker | None) -> Speaker | None:
    """The speaker of a sentence; ``before`` spoke in the sentence before it. None: the article speaks."""
    for function in sentence.functions:
        if function.role not in ("reporting", "according"):
            continue
        named = _named(function.first, function.last, sentence, actors, verb=function.role == "reporting")
        if named is not None:
            return named
        if before is not None and (_continues(sentence, function.first) or function.first == 0):
            return before
    if before is not None and sentence.norms and sentence.norms[0] in '"“«':
        return before
    return None


def _continues(sentence: Sentence, first: int) -> bool:
    return any(f.role == "continued" and f.first == first for f in sentence.functions)


def _named(first: int, last: int, sentence: Sentence, actors: Sequence[Actor], *, verb: bool) -> Speaker | None:
    for actor in actors:
        if actor.first < last or actor.first - last > _NEAR:
            continue
        if any(f.role in ("opener",) and last <= f.first < actor.first for f in sentence.functions):
            break
        if (actor.preposition and verb) or actor.kind == "adjective":
            continue
        return Speaker((), _text(sentence, actor)) if actor.kind == "outlet" else Speaker(actor.codes)
    for actor in reversed(actors):
        if actor.last <= first and first - actor.last <= 2 and not actor.preposition and actor.kind != "adjective":
            return Speaker((), _text(sentence, actor)) if actor.kind == "outlet" else Speaker(actor.codes)
    return None


def _text(sentence: Sentence, actor: Actor) -> str:
    return actor.city or " ".join(w.text for w in sentence.words[actor.first : actor.last])
