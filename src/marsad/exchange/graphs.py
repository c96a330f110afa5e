"""GEXF (dynamic, with spells) and GraphML: actors as nodes, each pair of an event as an edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from marsad.exchange.codes import countries, is_state, name_en
from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.walking import events, row_key, sides
from marsad.exchange.wording import xml_text
from marsad.language.names import actor_name
from marsad.ontology import ACTS
from marsad.record.intervals import Interval
from marsad.record.snapshot import Snapshot
from marsad.record.types import Event, Query

_NODE = {"name_en": "string", "name_ar": "string", "kind": "string", "wikidata": "string"}
_EDGE = {
    "event": "string", "act": "string", "status": "string", "date": "string", "first": "string", "last": "string",
    "goldstein": "double", "quad": "string", "confidence": "double", "sources": "integer", "mutual": "boolean",
}  # fmt: skip
Edge = tuple[Event, str, str]


class _Xml:
    """Writes elements to a stream, escaped and without what XML cannot hold."""

    def __init__(self, out: IO[bytes]) -> None:
        self._xml = XMLGenerator(out, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    def open(self, name: str, attributes: Mapping[str, object] | None = None) -> None:
        told = {key: xml_text(str(value)) for key, value in (attributes or {}).items()}
        self._xml.startElement(name, AttributesImpl(told))

    def close(self, name: str) -> None:
        self._xml.endElement(name)
        self._xml.characters("\n")

    def element(self, name: str, attributes: Mapping[str, object], text: str = "") -> None:
        self.open(name, attributes)
        self._xml.characters(xml_text(text))
        self.close(name)


def _actors(snapshot: Snapshot, query: Query) -> list[str]:
    """All who take part in what was asked for; there are a few hundred actors in all."""
    return sorted({actor for event in events(snapshot, query) for actor in event.source + event.target})


def _edges(snapshot: Snapshot, query: Query, tally: Tally) -> Iterator[Edge]:
    for event in events(snapshot, query):
        both = [(source, target) for source, target in sides(event) if target is not None]
        if not both:
            tally.skip("one-party")
        for source, target in both:
            yield event, source, target
            tally.rows += 1


def _of_actor(actor: str) -> dict[str, Any]:
    return {
        "name_en": name_en(actor), "name_ar": actor_name(actor, "ar"), "kind": "state" if is_state(actor) else "group",
        "wikidata": countries()[actor].wikidata if is_state(actor) else "",
    }  # fmt: skip


def _of_event(event: Event) -> dict[str, Any]:
    act, days = ACTS[event.act], _closed(event)
    return {
        "event": event.id, "act": event.act, "status": event.status, "date": event.date or "",
        "first": days.lo.isoformat() if days else "", "last": days.hi.isoformat() if days else "",
        "goldstein": act.goldstein, "quad": act.quad, "confidence": round(event.confidence, 6),
        "sources": event.sources, "mutual": str(not event.target).lower(),
    }  # fmt: skip


def _closed(event: Event) -> Interval | None:
    """The days of an event where both ends are known."""
    days = event.interval
    return None if days is None or days.open_lo or days.open_hi else days


def _gexf(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, xml = Tally(), _Xml(out)
    xml.open("gexf", {"xmlns": "http://www.gexf.net/1.2draft", "version": "1.2"})
    xml.open("graph", {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"})
    for owner, columns in (("node", _NODE), ("edge", _EDGE)):
        xml.open("attributes", {"class": owner, "mode": "static"})
        for name, kind in columns.items():
            xml.element("attribute", {"id": name, "title": name, "type": kind})
        xml.close("attributes")
    xml.open("nodes")
    for actor in _actors(snapshot, query):
        xml.open("node", {"id": actor, "label": name_en(actor)})
        _values(xml, _of_actor(actor))
        xml.close("node")
    xml.close("nodes")
    xml.open("edges")
    for event, source, target in _edges(snapshot, query, tally):
        key = row_key(event, (source, target))[:16]
        xml.open("edge", {"id": key, "source": source, "target": target, "label": event.act,
                          "type": "directed"})  # fmt: skip
        _values(xml, _of_event(event))
        if days := _closed(event):
            xml.open("spells")
            xml.element("spell", {"start": days.lo.isoformat(), "end": days.hi.isoformat()})
            xml.close("spells")
        xml.close("edge")
    for name in ("edges", "graph", "gexf"):
        xml.close(name)
    return tally


def _values(xml: _Xml, values: Mapping[str, Any]) -> None:
    xml.open("attvalues")
    for name, value in values.items():
        xml.element("attvalue", {"for": name, "value": value})
    xml.close("attvalues")


def _graphml(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, xml = Tally(), _Xml(out)
    xml.open("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for owner, columns in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in columns.items():
            kind = "int" if kind == "integer" else kind
            xml.element("key", {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind})
    xml.open("graph", {"id": "marsad", "edgedefault": "directed"})
    for actor in _actors(snapshot, query):
        xml.open("node", {"id": actor})
        _data(xml, "node", _of_actor(actor))
        xml.close("node")
    for event, source, target in _edges(snapshot, query, tally):
        xml.open("edge", {"id": row_key(event, (source, target))[:16], "source": source, "target": target})
        _data(xml, "edge", _of_event(event))
        xml.close("edge")
    for name in ("graph", "graphml"):
        xml.close(name)
    return tally


def _data(xml: _Xml, owner: str, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        xml.element("data", {"key": f"{owner}_{name}"}, str(value))


_LOSSES = (
    "An edge is a pair of an event; events of one party have none. A mutual act is an edge in the order of the codes, "
    "marked 'mutual'. Evidence, competing dates and places are not in it."
)

EXPORTERS = {
    "gexf": Exporter("gexf", "GEXF dynamic graph", "شبكة GEXF زمنية", ".gexf", "application/gexf+xml",
                     _LOSSES + " An event without closed dates has no spell.", {"graph": _gexf}),
    "graphml": Exporter("graphml", "GraphML graph", "شبكة GraphML", ".graphml", "application/graphml+xml", _LOSSES,
                        {"graph": _graphml}),
}  # fmt: skip
