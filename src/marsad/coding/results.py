"""From a reading to what is handed out: event mentions, claims, mentions, notes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from marsad.coding.claims import distinct, find_claims
from marsad.coding.occasions import Occasion
from marsad.coding.reading import Reading
from marsad.coding.settling import Story, clause, quoted
from marsad.model import Claim, CodedArticle, EventMention, Mention, MentionKind, Note
from marsad.ontology import ACTS

_KINDS: dict[str, MentionKind] = {"city": "place", "person": "person"}


UNSURE = "below-confidence"
"""The note of an article of which events were left out, as they were not sure enough."""


def sure_enough(coded: CodedArticle, least: float) -> CodedArticle:
    """The coded article without the events whose confidence is below ``least``; a note tells how many these are."""
    kept = tuple(event for event in coded.events if event.confidence >= least)
    lacking = len(coded.events) - len(kept)
    if not lacking:
        return coded
    events = f"{lacking} event{'s' if lacking > 1 else ''}"
    note = Note(UNSURE, f"{events} of less confidence than {least:g} left out")
    return replace(coded, events=kept, notes=(*coded.notes, note))


def events_of(reading: Reading) -> list[EventMention]:
    """The events of a reading, in the order of their evidence."""
    kept = [o for o in reading.occasions if not o.best.dropped]
    visits = {o.parties: o.best.target[0] for o in reversed(kept) if o.best.act == "visit" and o.best.target}
    story = Story(reading.sentences, reading.actors, reading.article.published, visits)
    events = [_event(reading, o, story) for o in kept]
    return sorted(events, key=lambda e: (e.evidence.start, e.evidence.end, e.act))


def _event(reading: Reading, occasion: Occasion, story: Story) -> EventMention:
    # a headline only announces what the body tells: the quotation comes from the body where there is one
    tellers = sorted(occasion.tellers, key=lambda c: c.title)
    best = quoted(tellers, reading.sentences)
    sentence = reading.sentences[best.sentence]
    low, high = clause(best, sentence, reading.pack.commas)
    date, place = story.date(best, tellers), story.place(best, tellers)
    sectors: dict[str, None] = {}
    for teller in tellers:
        sectors.update(dict.fromkeys(reading.sectors(teller.sentence)))
    return EventMention(
        best.act, best.status, best.source, best.target, reading.span(sentence, low, high),
        date, place, tuple(sectors), best.attribution, _confidence(reading, occasion), tuple(best.rules),
        reading.span(sentence, best.hit.first, best.hit.last), **ACTS[best.act].codes(),
    )  # fmt: skip


def _confidence(reading: Reading, occasion: Occasion) -> float:
    """What the judge's score of an occasion means; without a judge what the rules are worth."""
    judge = reading.tools.judge
    return min(occasion.score, 1.0) if judge is None else judge.scaling.confidence(occasion.score)


def claims_of(reading: Reading) -> list[Claim]:
    """The checkable claims, each once."""
    grammar = reading.tools.claims
    if grammar is None:
        return []
    main = reading.memory.main_parties()
    claims: list[Claim] = []
    for index, sentence in enumerate(reading.sentences):
        told = [c for c in reading.candidates[index] if not c.dropped]
        actors = [a for a in reading.actors[index] if a.codes and a.kind != "outlet"]
        claims += find_claims(
            sentence.words, sentence.times, actors, told, main, grammar, partial(reading.span, sentence),
            reading.article.published,
        )  # fmt: skip
    return distinct(claims)


def mentions_of(reading: Reading) -> list[Mention]:
    """Every actor, person, place, time and trigger of an event, in the order of the text."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        for actor in reading.actors[index]:
            kind: MentionKind = _KINDS.get(actor.kind, "actor")
            span = reading.span(sentence, actor.first, actor.last)
            found.append(Mention(kind, span, "+".join(actor.codes)))
        for time in sentence.times:
            if time.edtf:
                found.append(Mention("time", reading.span(sentence, time.first, time.last), time.edtf))
        for c in reading.candidates[index]:
            if not c.dropped:
                found.append(Mention("trigger", reading.span(sentence, c.hit.first, c.hit.last), c.act))
    return sorted(found, key=lambda m: (m.span.start, m.span.end, m.kind))


def notes_of(reading: Reading) -> list[Note]:
    """What the reader of the result must know."""
    notes = []
    if reading.article.published is None and any(t.relative for s in reading.sentences for t in s.times):
        notes.append(Note("no-published", "the day of publication is not known: relative dates are left unresolved"))
    return notes
