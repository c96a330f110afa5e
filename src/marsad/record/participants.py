"""Who takes part in an event, by its evidence: people named there, and officials told by their office alone."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.language.entries import Entry
from marsad.language.pack import LanguagePack, languages, load
from marsad.language.text import words
from marsad.model import CodedArticle, EventMention, Mention, Span
from marsad.record.types import Participant


def participants(coded: CodedArticle, event: EventMention) -> tuple[Participant, ...]:
    """The people of an event's parties who stand in its evidence, in the order of the text, each once.

    A person is named by the fullest form of the article. An official whom only a title tells ("the Israeli
    foreign minister") has no name; whoever is named with that office and country says more and takes the place.
    """
    parties = frozenset(event.source + event.target)
    evidence = event.evidence
    told: list[tuple[int, Participant]] = []
    named: list[Span] = []
    for person in coded.people:
        inside = [s for s in person.mentions if _within(s, evidence)]
        if inside and person.country in parties:
            told.append((inside[0].start, Participant(person.name, person.country, person.office)))
            named += inside
    known = {(p.country, p.office) for _, p in told}
    if coded.language in languages():
        pack = load(coded.language)
        offices = [(p.office, at) for at, p in told]
        for mention in coded.mentions:
            if mention.kind not in ("actor", "person") or not _within(mention.span, evidence):
                continue
            if any(_overlap(mention.span, span) for span in named):
                continue
            before = max(((at, o) for o, at in offices if at < mention.span.start and o), default=(0, ""))[1]
            for office in _offices(mention, pack, before):
                for country in mention.value.split("+"):
                    if country in parties and (country, office) not in known:
                        known.add((country, office))
                        offices.append((office, mention.span.start))
                        told.append((mention.span.start, Participant(None, country, office)))
    told.sort(key=lambda item: (item[0], item[1].country or "", item[1].office or ""))
    return tuple(dict.fromkeys(p for _, p in told))


def _offices(mention: Mention, pack: LanguagePack, before: str) -> Iterator[str]:
    """The office that the words of an actor tell, if any; ``before`` is whose counterpart it would be."""
    norms = [word.norm for word in words(mention.span.text, pack.fold)]
    for index, norm in enumerate(norms):
        for reading in pack.name_readings(norm):
            match = pack.names.longest(norms, index, reading.core)
            title = match and _title(match[1])
            if not title or "former" in title.flags:
                continue
            office = before if "counterpart" in title.flags and not title.office else title.office
            if office:
                yield office
                return


def _title(entries: list[Entry]) -> Entry | None:
    return next((entry for entry in entries if entry.kind == "title"), None)


def _within(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
