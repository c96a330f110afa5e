"""Why an article was coded as it was, sentence by sentence, in words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from marsad.coding.actors import Actor
from marsad.coding.candidates import Candidate
from marsad.coding.reading import Reading
from marsad.coding.scan import Sentence
from marsad.model import CodedArticle, Span

Stage = Literal["rule", "party", "judge", "kept"]
# how the reasons of frames.py and reading.py begin, by who gave them
_PARTY = "a party is missing"
_JUDGE = ("judged unlikely", "the word hardly ever", "too uncertain")


@dataclass(frozen=True, slots=True)
class Considered:
    """What was made of one trigger: the act taken of those that its word may tell (``acts``), and its parties.

    ``stage``: who dropped it ("rule": the lexicon; "party": none was found; "judge"), or "kept".
    """

    act: str
    acts: tuple[str, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    score: float
    stage: Stage


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """What happened to one sentence (or line, when it was not coded: ``coded`` is False).

    ``verdict`` in one line; ``mentions`` found; ``triggers`` met; ``fired``: the events, each with its
    rules; ``dropped``: the events that were not made, each with the reason. For programs: ``parties``, the codes of
    each actor found, and all that was ``considered``.
    """

    span: Span
    verdict: str
    mentions: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    coded: bool = True
    parties: tuple[tuple[str, ...], ...] = ()
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The traces of an article's sentences and skipped lines, in order, and the coded article itself."""

    sentences: tuple[SentenceTrace, ...]
    coded: CodedArticle


def explain(reading: Reading, coded: CodedArticle) -> Explanation:
    """The explanation of a reading."""
    content = reading.article.content
    traces = [
        SentenceTrace(Span(s.start, s.end, content[s.start : s.end]), f"not coded: {s.reason}", coded=False)
        for s in reading.skipped
    ]
    for index, sentence in enumerate(reading.sentences):
        found = reading.candidates[index]
        fired = tuple(_event(c) for c in found if not c.dropped)
        traces.append(
            SentenceTrace(
                reading.span(sentence, 0, len(sentence.words)),
                _verdict(found, reading.actors[index]),
                tuple(_actor(sentence, a) for a in reading.actors[index])
                + tuple(f"{_text(sentence, t.first, t.last)} = {t.edtf or t.kind}" for t in sentence.times),
                tuple(f"{_text(sentence, h.first, h.last)} ({h.triggers[0].act})" for h in sentence.hits),
                fired,
                tuple(f"{c.trigger.rule}: {c.dropped}" for c in found if c.dropped),
                parties=tuple(a.codes for a in reading.actors[index] if a.codes),
                considered=tuple(map(_considered, found)),
            )
        )
    return Explanation(tuple(sorted(traces, key=lambda t: t.span.start)), coded)


def _considered(candidate: Candidate) -> Considered:
    acts = tuple(dict.fromkeys(trigger.act for trigger in candidate.hit.triggers))
    dropped = candidate.dropped
    stage: Stage = "kept"
    if dropped:
        stage = "party" if dropped.startswith(_PARTY) else "judge" if dropped.startswith(_JUDGE) else "rule"
    return Considered(candidate.act, acts, candidate.source, candidate.target, candidate.score, stage)


def _verdict(found: list[Candidate], actors: list[Actor]) -> str:
    fired = len({(c.act, c.source, c.target) for c in found if not c.dropped})
    if fired:
        return f"{fired} event{'s' if fired > 1 else ''}"
    if not found:
        return "no event: no word tells an act" if actors else "no event: no party and no word that tells an act"
    if not actors:
        return "no event: words that may tell an act, but no party"
    return "no event: every candidate was dropped"


def _text(sentence: Sentence, first: int, last: int) -> str:
    return " ".join(w.text for w in sentence.words[first:last])


def _actor(sentence: Sentence, actor: Actor) -> str:
    told = [actor.kind, actor.office, f"after {actor.preposition}" if actor.preposition else ""]
    if actor.resolved:
        told.append("from the context")
    codes = "+".join(actor.codes)
    return f"{_text(sentence, actor.first, actor.last)} = {codes} ({', '.join(filter(None, told))})"


def _event(candidate: Candidate) -> str:
    parties = " ↔ ".join(candidate.source)
    if candidate.target:
        parties = f"{'+'.join(candidate.source)} → {'+'.join(candidate.target)}"
    return f"{candidate.act} {candidate.status} {parties} [{candidate.score:.2f}] by {', '.join(candidate.rules)}"
