"""PLOVER events in the form of POLECAT (40 columns), tab separated with a header; what is missing is ``None``."""

from __future__ import annotations

from functools import partial
from typing import IO

from marsad import __version__
from marsad.exchange.codes import actor_sector, contexts, country_of, group_code, intensity, is_state, name_en
from marsad.exchange.dyadic import Pairing, city_of, line, pairings, write_extra
from marsad.exchange.interface import Exporter, Tally
from marsad.ontology import ACTS, OFFICES
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip

MISSING = "None"


def cells(pairing: Pairing) -> tuple[object, ...]:
    """The 40 cells of one pair of an event."""
    event, act, place = pairing.event, ACTS[pairing.event.act], pairing.event.place
    first, city = next(iter(pairing.reports), None), city_of(pairing.event)
    people = ";".join(dict.fromkeys(p.name for p in event.participants if p.name))
    groups = ";".join(name_en(actor) for actor in event.source + event.target if not is_state(actor))
    told: tuple[object, ...] = (
        pairing.key, pairing.days.lo.isoformat(), act.plover, act.mode, intensity(event.act), act.quad,
        ";".join(contexts(event)), *_party(pairing, pairing.source), *_party(pairing, pairing.target),
        _placename(pairing), place.city if place else None, None, None, place.country if place else None,
        city.lat if city else None, city.lon if city else None, None, None, "PPL" if city else None,
        first.article.outlet if first else None, first.article.published if first else None,
        people, groups, _placename(pairing), first.article.language if first else None, f"marsad {__version__}",
    )  # fmt: skip
    return tuple(MISSING if value is None or value == "" else value for value in told)


def _placename(pairing: Pairing) -> str | None:
    place = pairing.event.place
    return (place.city or name_en(place.country)) if place else None


def _party(pairing: Pairing, actor: str | None) -> tuple[str | None, ...]:
    """Name, country, COW number, sector, sectors, title, name as told, Wikipedia id."""
    if actor is None:
        return (None,) * 8
    country, sector = country_of(actor), actor_sector(pairing.event, actor)
    acting = [p for p in pairing.event.participants if p.country == actor and p.office]
    offices = [OFFICES[p.office] for p in acting if p.office and p.office in OFFICES]
    titles = ";".join(dict.fromkeys(office.label_en for office in offices))
    names = ";".join(dict.fromkeys(p.name for p in acting if p.name))
    return (
        name_en(actor), country.iso3 if country else group_code(actor), country.cow if country else None, sector,
        sector, titles, names, None,
    )  # fmt: skip


def _write(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    out.write(line(COLUMNS))
    for pairing in pairings(snapshot, query, tally):
        out.write(line(cells(pairing)))
        tally.rows += 1
    return tally


_LOSSES = (
    "Only what happened and has a date; a date told to the month or year becomes its first day. A row for each pair of "
    "parties. Event types are PLOVER's, modes only where one holds for the whole act. 'Actor Country' of an "
    "organisation is marsad's code. Of the reports only the first is named. No Wikipedia or GeoNames ids, no districts "
    "and provinces; 'Source' is the outlet, 'Language' the ISO 639-1 code. EDTF and "
    "competing dates, sources and confidence are in the part 'extra', the evidence in the CSV table 'mentions'."
)

EXPORTERS = {
    "polecat": Exporter(
        "polecat", "PLOVER events in POLECAT's columns", "أحداث PLOVER بأعمدة POLECAT", ".txt",
        "text/tab-separated-values; charset=utf-8; header=present", _LOSSES,
        {"events": _write, "extra": partial(write_extra, "Event ID", by_number=False)},
    ),
}  # fmt: skip
