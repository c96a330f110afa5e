"""FollowTheMoney: entities as JSON lines, as Aleph and its command line read them.

Schemata and properties: the FollowTheMoney model (Event, Article, Person, PublicBody, Organization).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import IO, Any

from marsad.exchange.codes import country_of, is_state
from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.walking import Seen, told
from marsad.exchange.wording import headline, placename
from marsad.language.names import actor_name
from marsad.ontology import OFFICES
from marsad.record.snapshot import Snapshot
from marsad.record.types import ArticleHead, Event, Participant, Query, Report

# ISO 639-3 codes, which the model uses, of the languages that marsad may meet.
_LANGUAGES = {"ar": "ara", "en": "eng", "he": "heb", "ru": "rus", "tr": "tur", "fa": "fas", "fr": "fra", "de": "deu",
              "es": "spa", "ur": "urd", "zh": "zho"}  # fmt: skip

Entity = dict[str, Any]


def _id(kind: str, key: str) -> str:
    """An id of an entity: the same for the same thing in every file."""
    return f"marsad-{kind}-" + hashlib.sha1(key.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _entity(kind: str, key: str, schema: str, **properties: object) -> Entity:
    """An entity; every property is a list of texts, what is not known is left out."""
    held = {
        name: [str(v) for v in (value if isinstance(value, list | tuple) else [value]) if v not in (None, "")]
        for name, value in properties.items()
    }
    return {"id": _id(kind, key), "schema": schema, "properties": {name: v for name, v in held.items() if v}}


def _alpha2(code: str | None) -> str | None:
    country = country_of(code)
    return country.iso2.lower() if country else None


def _actor(code: str) -> Entity:
    country = country_of(code)
    names = list(dict.fromkeys((actor_name(code, "en"), actor_name(code, "ar"))))
    return _entity(
        "actor", code, "PublicBody" if is_state(code) else "Organization", name=names[:1], alias=names[1:],
        country=_alpha2(code), jurisdiction=_alpha2(code), wikidataId=country.wikidata if country else None,
    )  # fmt: skip


def _person_key(person: Participant) -> str:
    return f"{person.name}|{person.country}|{person.office}"


def _person(person: Participant) -> Entity:
    office = OFFICES.get(person.office or "")
    return _entity(
        "person", _person_key(person), "Person", name=person.name, country=_alpha2(person.country),
        position=[office.label_en, office.label_ar] if office else None,
    )  # fmt: skip


def _article(head: ArticleHead) -> Entity:
    url = head.url if head.url and head.url.startswith(("https://", "http://")) else None
    return _entity(
        "article", head.key, "Article", title=head.title, publishedAt=head.published, publisher=head.outlet,
        sourceUrl=url, language=_LANGUAGES.get(head.language or ""), author=head.agency,
    )  # fmt: skip


def _event(event: Event, reports: tuple[Report, ...]) -> Entity:
    days = event.interval
    people = [_id("person", _person_key(p)) for p in event.participants if p.name]
    organisers = [_id("actor", code) for code in event.source] if event.target else []
    involved = [_id("actor", code) for code in (event.target or event.source)] + people
    return _entity(
        "event", event.id, "Event", name=[headline(event, "en"), headline(event, "ar")],
        startDate=days.lo if days and not days.open_lo else None,
        endDate=days.hi if days and not days.open_hi else None,
        location=[placename(event, "en"), placename(event, "ar")],
        country=_alpha2(event.place.country) if event.place else None, organizer=organisers, involved=involved,
        summary=[report.evidence.text for report in reports],
        description=f"act {event.act}; status {event.status}; date {event.date or '?'}; {event.sources} independent "
        f"sources; confidence {event.confidence:.3f}",
        keywords=[event.act, event.status, *event.sectors], recordId=event.id,
        proof=list(dict.fromkeys(_id("article", report.article.key) for report in reports)),
        modifiedAt=event.recorded_at.date() if event.recorded_at else None,
    )  # fmt: skip


def _entities(snapshot: Snapshot, query: Query) -> Iterator[Entity]:
    """Every entity once, before the first event that names it."""
    seen = Seen()
    for event, reports in told(snapshot, query):
        found = [_actor(code) for code in event.source + event.target]
        found += [_person(person) for person in event.participants if person.name]
        found += [_article(report.article) for report in reports]
        yield from (entity for entity in found if seen.first(entity["id"]))
        yield _event(event, reports)


def _write(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    for entity in _entities(snapshot, query):
        out.write(json.dumps(entity, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        tally.rows += 1
    return tally


EXPORTERS = {
    "ftm": Exporter(
        "ftm", "FollowTheMoney entities", "كيانات FollowTheMoney", ".ftm.json", "application/json+ftm",
        "Status, EDTF date, confidence and sources of an event are words in its description. Which report tells which "
        "value, spans and competing dates are not in it. A person is one only where name, country and office agree; "
        "participants without a name are left out. The text of articles is not in it.",
        {"entities": _write},
    ),
}  # fmt: skip
