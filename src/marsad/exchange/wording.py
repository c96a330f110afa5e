"""What an event is called in a line, in English or Arabic, and stable names for it in other systems."""

from __future__ import annotations

import re
import uuid
from typing import Literal

from marsad.language.names import actor_name, city_name
from marsad.ontology import ACTS
from marsad.record.types import Event, Query

Language = Literal["en", "ar"]

_STATUS = {
    "en": {"happened": "", "planned": "planned", "proposed": "proposed", "denied": "denied"},
    "ar": {"happened": "", "planned": "مخطط لها", "proposed": "مقترحة", "denied": "منفية"},
}
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/marsad/")
# What no XML 1.0 document can hold, not even escaped; half character pairs among it.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def headline(event: Event, language: Language) -> str:
    """The act and the parties: ``visit: Israel → Turkmenistan (planned)``; the arrow points as the text runs."""
    act = ACTS[event.act]
    label = act.label_ar if language == "ar" else act.label_en
    names = [" و".join(_names(side, language)) if language == "ar" else ", ".join(_names(side, language))
             for side in (event.source, event.target) if side]  # fmt: skip
    status = _STATUS[language][event.status]
    arrow = " ← " if language == "ar" else " → "
    return f"{label}: {arrow.join(names)}" + (f" ({status})" if status else "")


def _names(actors: tuple[str, ...], language: Language) -> list[str]:
    return [actor_name(actor, language) for actor in actors]


def placename(event: Event, language: Language) -> str | None:
    """City and country of an event, or the country."""
    if event.place is None:
        return None
    country = actor_name(event.place.country, language)
    if not event.place.city:
        return country
    return f"{city_name(event.place.city, language)}{'، ' if language == 'ar' else ', '}{country}"


def urn(key: str) -> str:
    """A URN for a key of the record, the same at any time and everywhere: ``urn:uuid:…``."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, key)}"


def query_key(query: Query) -> str:
    """A key of what a query asks for, whatever its page and order."""
    asked = (
        sorted(query.between or ()), query.source, query.target, query.actor, sorted(query.acts),
        sorted(query.statuses), query.since, query.until, query.text, query.min_confidence,
    )  # fmt: skip
    return f"query|{'|'.join(map(str, asked))}"


def query_title(query: Query, language: Language) -> str:
    """What a query asks for, in words: its actors, acts, days and words, joined by dots."""
    actors = [*(query.between or ()), *filter(None, (query.source, query.target, query.actor))]
    acts = [ACTS[act].label_ar if language == "ar" else ACTS[act].label_en for act in query.acts]
    days = f"{query.since or '..'}/{query.until or '..'}" if query.since or query.until else ""
    told = [" – ".join(_names(tuple(actors), language)), *acts, days, query.text or ""]
    return " · ".join(part for part in ("مرصد" if language == "ar" else "marsad", *told) if part)


def xml_text(text: str) -> str:
    """A text without what XML cannot hold, each such character a replacement character."""
    return _NO_XML.sub("\ufffd", text)
