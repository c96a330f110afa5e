"""Atom (RFC 4287): a feed of a pair or of whatever was asked for, each event an entry whose id never changes."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import IO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.walking import events, told
from marsad.exchange.wording import Language, headline, placename, query_key, query_title, urn, xml_text
from marsad.record.snapshot import Snapshot
from marsad.record.types import Event, Query, Report

_ATOM = "http://www.w3.org/2005/Atom"
_SHOWN = 10  # so many reports an entry shows; how many there are it says
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Atom:
    """Writes the elements of a feed to a stream, escaped."""

    def __init__(self, out: IO[bytes]) -> None:
        self._xml = XMLGenerator(out, "utf-8", short_empty_elements=True)

    def start(self, language: Language) -> None:
        """Open the feed."""
        self._xml.startDocument()
        self._xml.startElement("feed", AttributesImpl({"xmlns": _ATOM, "xml:lang": language}))
        self._xml.characters("\n")

    def element(self, name: str, text: str = "", **attributes: str) -> None:
        """An element with a text."""
        clean = {key: xml_text(value) for key, value in attributes.items()}
        self._xml.startElement(name, AttributesImpl(clean))
        self._xml.characters(xml_text(text))
        self._xml.endElement(name)
        self._xml.characters("\n")

    def open(self, name: str) -> None:
        """Open an element."""
        self._xml.startElement(name, AttributesImpl({}))

    def close(self, name: str) -> None:
        """Close an element."""
        self._xml.endElement(name)
        self._xml.characters("\n")


def _write(language: Language, snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, atom = Tally(), Atom(out)
    newest = max((_updated(event) for event in events(snapshot, query)), default=snapshot.known_at or _LONG_AGO)
    atom.start(language)
    atom.element("id", urn(query_key(query)))
    atom.element("title", query_title(query, language))
    atom.element("updated", newest.isoformat())
    atom.open("author")
    atom.element("name", "marsad")
    atom.close("author")
    for event, reports in told(snapshot, query):
        _entry(atom, event, reports, language)
        tally.rows += 1
    atom.close("feed")
    return tally


def _updated(event: Event) -> dt.datetime:
    return (event.recorded_at or _LONG_AGO).astimezone(dt.UTC)


def _entry(atom: Atom, event: Event, reports: tuple[Report, ...], language: Language) -> None:
    atom.open("entry")
    atom.element("id", urn(event.id))
    atom.element("title", headline(event, language), type="text")
    atom.element("updated", _updated(event).isoformat())
    if event.first_published:
        atom.element("published", f"{event.first_published}T00:00:00Z")
    atom.element("category", term=event.act)
    for url in dict.fromkeys(report.article.url for report in reports[:_SHOWN] if _is_web(report.article.url)):
        atom.element("link", rel="via", href=str(url))
    place = placename(event, language)
    atom.element("summary", " · ".join(part for part in (event.date, place) if part) or "–", type="text")
    lines = [f"«{report.evidence.text}» — {report.article.outlet or '?'}, {report.article.published or '?'}"
             for report in reports[:_SHOWN]]  # fmt: skip
    if len(reports) > _SHOWN:
        lines.append(f"+ {len(reports) - _SHOWN}")
    atom.element("content", "\n".join(lines), type="text")
    atom.close("entry")


def _is_web(url: str | None) -> bool:
    """Whether a link may be followed: addresses of articles come from the press, so no script is among them."""
    return url is not None and url.startswith(("https://", "http://"))


EXPORTERS = {
    "atom": Exporter(
        "atom", "Atom feed", "خلاصة Atom", ".atom", "application/atom+xml; charset=utf-8",
        "The first ten reports of an event; addresses that are not http(s) are no links; characters that XML cannot "
        "hold become U+FFFD. Confidence, competing dates and spans are not in it.",
        {"en": partial(_write, "en"), "ar": partial(_write, "ar")},
    ),
}  # fmt: skip
