"""A press in short hand for the tests of the record's answers: coded articles from sentences, into a record in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marsad.model import Article, CodedArticle, EventMention, Person, Place, Span, Status
from record_model import RecordModel

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Told:
    """A sentence and what is coded of it: ``act SOURCE>TARGET date``, parties joined by ``+``, ``?`` for no date.

    ``people`` are written as ``name/country/office``; the name must stand in the sentence.
    """

    what: str
    sentence: str
    status: Status = "happened"
    place: str | None = None
    people: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    confidence: float = 0.9


def coded(published: str, outlet: str, *told: Told, language: str = "en") -> CodedArticle:
    """An article of these sentences with its coding."""
    text = ". ".join(t.sentence for t in told)
    article = Article(text, f"Report of {outlet}", published, outlet=outlet, language=language)
    events, people = [], []
    for t in told:
        act, parties, date = t.what.split()
        left, _, right = parties.partition(">")
        start = article.content.index(t.sentence)
        country, _, city = (t.place or "").partition("/")
        events.append(EventMention(
            act, t.status, tuple(left.split("+")), tuple(right.split("+")) if right else (),
            Span(start, start + len(t.sentence), t.sentence), None if date == "?" else date,
            Place(country, city or None) if country else None, t.sectors, confidence=t.confidence,
        ))  # fmt: skip
        for person in t.people:
            name, state, office = person.split("/")
            at = article.content.index(name, start)
            people.append(Person(name, state, office, (Span(at, at + len(name), name),)))
    return CodedArticle(article, language, tuple(events), tuple(people), coder="test-1")


class Press:
    """A record in memory into which articles go one a minute."""

    def __init__(self) -> None:
        self.record = RecordModel()
        self.now = START

    def tell(self, published: str, outlet: str, *told: Told, language: str = "en") -> dt.datetime:
        """Takes in an article of these sentences; the moment at which the record learnt it."""
        self.now += dt.timedelta(minutes=1)
        article = coded(published, outlet, *told, language=language)
        self.record.ingest(article.article, article, self.now)
        return self.now


# Israel's embassy in Turkmenistan in the years 2013 to 2023, in the project's own words.
DECIDED = Told(
    "open_mission ISR>TKM 2013~", "قررت إسرائيل فتح سفارة في عشق آباد وبقيت في مقر مؤقت حتى اليوم", place="TKM/Ashgabat"
)
PLANNED = Told(
    "open_mission ISR>TKM 2023-04-20", "يفتتح الوزير غدا سفارة إسرائيل في عشق آباد", "planned", "TKM/Ashgabat"
)
OPENED = Told(
    "open_mission ISR>TKM 2023-04-20", "افتتح الوزير إيلي كوهين المقر الدائم لسفارة بلاده في عشق آباد",
    place="TKM/Ashgabat", people=("إيلي كوهين/ISR/foreign_minister",),
)  # fmt: skip
VISITED = Told(
    "visit ISR>TKM 2023-04-19", "وصل وزير الخارجية إيلي كوهين إلى عشق آباد مساء الأربعاء", place="TKM/Ashgabat",
    people=("إيلي كوهين/ISR/foreign_minister",),
)  # fmt: skip


def embassy_press() -> tuple[Press, dt.datetime, dt.datetime]:
    """The press of the embassy: the moments at which the record learnt of the plan, and of the opening."""
    press = Press()
    before = press.tell("2023-04-19", "al-sabah", DECIDED, PLANNED, VISITED, language="ar")
    after = press.tell("2023-04-20", "al-masa", OPENED, language="ar")
    return press, before, after
