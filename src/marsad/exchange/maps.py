"""GeoJSON (RFC 7946): events and missions on the map, with how precisely the place is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

from marsad.exchange.deriving import facts
from marsad.exchange.dyadic import city_of
from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.tables import event_row
from marsad.exchange.walking import events, first_report
from marsad.exchange.wording import headline, placename
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query

Features = Callable[[Snapshot, Query, Tally], Iterator[dict[str, Any]]]


def _collection(features: Features, snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    out.write(b'{"type": "FeatureCollection", "features": [')
    for feature in features(snapshot, query, tally):
        text = json.dumps(feature, ensure_ascii=False, default=str)
        out.write((",\n" if tally.rows else "\n").encode() + text.encode("utf-8", "replace"))
        tally.rows += 1
    out.write(b"\n]}\n")
    return tally


def _point(lat: float | None, lon: float | None) -> dict[str, Any] | None:
    """A point, longitude first; None where it is not known."""
    return None if lat is None or lon is None else {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _events(snapshot: Snapshot, query: Query, tally: Tally) -> Iterator[dict[str, Any]]:
    for event in events(snapshot, query):
        if event.place is None:
            tally.skip("no-place")
            continue
        city, report = city_of(event), first_report(snapshot, event)
        precision = "city" if city else "city_unlocated" if event.place.city else "country"
        row = event_row(event)
        yield {
            "type": "Feature", "id": event.id, "geometry": _point(city.lat, city.lon) if city else None,
            "properties": {
                "precision": precision, "uncertainty_km": round(city.reach_km, 1) if city else None,
                "title_en": headline(event, "en"), "title_ar": headline(event, "ar"),
                "place_en": placename(event, "en"), "place_ar": placename(event, "ar"),
                "evidence": report.evidence.text if report else None, "url": report.article.url if report else None,
                **{name: row[name] for name in _PROPERTIES},
            },
        }  # fmt: skip


_PROPERTIES = ("act", "status", "source", "target", "date", "date_first", "date_last", "country", "city", "sectors",
               "confidence", "sources", "reports")  # fmt: skip


def _missions(snapshot: Snapshot, query: Query, tally: Tally) -> Iterator[dict[str, Any]]:
    for fact in facts(snapshot, query):
        if fact.kind != "mission":
            continue
        record = fact.to_dict()
        point = _point(record.pop("lat", None), record.pop("lon", None))
        precision = "premises"
        if point is None:
            from marsad.reference.cities import find_city

            city = next(iter(find_city(fact.what("city"), fact.target)), None) if fact.what("city") else None
            point, precision = (_point(city.lat, city.lon), "city") if city else (None, "country")
        yield {"type": "Feature", "id": fact.id, "geometry": point,
               "properties": {"precision": precision, **record}}  # fmt: skip


EXPORTERS = {
    "geojson": Exporter(
        "geojson", "GeoJSON of events and missions", "خريطة GeoJSON للأحداث والبعثات", ".geojson",
        "application/geo+json",
        "Events without a place are left out. A place known as a country only has no geometry (null): it is never a "
        "point. A city is the point of its centre, with the estimated radius of its area in 'uncertainty_km'. Of the "
        "reports only the first.",
        {"events": partial(_collection, _events), "missions": partial(_collection, _missions)},
    ),
}  # fmt: skip
