"""Why an article was coded as it was, sentence by sentence, in words for people."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.coding.actors import Actor
from marsad.coding.candidates import Candidate
from marsad.coding.reading import Reading
from marsad.coding.scan import Sentence
from marsad.model import CodedArticle, Span


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """What happened to one sentence (or line, when it was not coded).

    ``verdict`` in one line; ``mentions`` found; ``triggers`` met; ``fired``: the events, each with its
    rules; ``dropped``: the events that were not made, each with the reason.
    """

    span: Span
    verdict: str
    mentions: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The traces of an article's sentences and skipped lines, in order, and the coded article itself."""

    sentences: tuple[SentenceTrace, ...]
    coded: CodedArticle


def explain(reading: Reading, coded: CodedArticle) -> Explanation:
    """The explanation of a reading."""
    content = reading.article.content
    traces = [
        SentenceTrace(Span(s.start, s.end, content[s.start : s.end]), f"not coded: {s.reason}") for s in reading.skipped
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
            )
        )
    return Explanation(tuple(sorted(traces, key=lambda t: t.span.start)), coded)


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
