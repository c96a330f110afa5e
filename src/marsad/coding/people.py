"""The officials that an article names: one entry a person, under the fullest form of the name."""

from __future__ import annotations

from marsad.coding.reading import Reading
from marsad.language.text import plain
from marsad.model import Person, Span


def people_of(reading: Reading) -> list[Person]:
    """The people with an office or a state, in the order of first mention; names are as written, without titles."""
    found = []
    content = reading.article.content
    for known in reading.memory.people:
        if not known.office or (known.codes and len(known.tokens) == 1 and not reading.memory.speaks_of(known)):
            continue
        spans = []
        for sentence, first, last in known.mentions:
            words = reading.sentences[sentence].words
            start, end = words[first].start, words[last - 1].end
            spans.append(Span(start, end, content[start:end]))
        name = plain(content[slice(*known.span)])
        country = known.codes[0] if known.codes else None
        found.append(Person(name, country, known.office, tuple(spans)))
    return found
