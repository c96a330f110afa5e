"""ICEWS: the table of coded events (20 columns), tab separated with a header, as on Dataverse."""

from __future__ import annotations

from functools import partial
from typing import IO

from marsad.exchange.codes import actor_sector, cameo_name, is_state, name_en
from marsad.exchange.dyadic import Pairing, city_of, line, pairings, write_extra
from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.walking import Texts
from marsad.ontology import ACTS
from marsad.record.snapshot import Snapshot
from marsad.record.types import Event, Query

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip

# ICEWS names sectors in words.
_SECTORS = {"GOV": "Government", "LEG": "Legislative / Parliamentary", "MIL": "Military",
            "IGO": "International Government Organization"}  # fmt: skip


def cells(pairing: Pairing, texts: Texts) -> tuple[object, ...]:
    """The 20 cells of one pair of an event."""
    event, act = pairing.event, ACTS[pairing.event.act]
    first = next(iter(pairing.reports), None)
    city = city_of(event)
    return (
        pairing.number, pairing.days.lo.isoformat(), *_party(event, pairing.source), cameo_name(event.act), act.cameo,
        act.goldstein, *_party(event, pairing.target), first.article.id if first else "",
        (texts.sentence(first) or "") if first else "", (first.article.outlet or "") if first else "",
        event.place.city if event.place else "", "", "", name_en(event.place.country) if event.place else "",
        city.lat if city else "", city.lon if city else "",
    )  # fmt: skip


def _party(event: Event, actor: str | None) -> tuple[str, str, str]:
    """Name, sectors and country; of an organisation the country is empty."""
    return (
        name_en(actor), _SECTORS.get(actor_sector(event, actor), ""),
        name_en(actor) if actor and is_state(actor) else "",
    )  # fmt: skip


def _write(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, texts = Tally(), Texts(snapshot)
    out.write(line(COLUMNS))
    for pairing in pairings(snapshot, query, tally):
        out.write(line(cells(pairing, texts)))
        tally.rows += 1
    return tally


_LOSSES = (
    "Only what happened and has a date; a date told to the month or year becomes its first day. A row for each pair of "
    "parties. Of the reports only the first is named. Story ID is the publisher's id of the article. Districts and "
    "provinces are not known; a country has no coordinates. EDTF and competing dates, sources "
    "and confidence are in the part 'extra', the evidence in the CSV table 'mentions'."
)

EXPORTERS = {
    "icews": Exporter(
        "icews", "ICEWS events", "أحداث ICEWS", ".tab", "text/tab-separated-values; charset=utf-8; header=present",
        _LOSSES, {"events": _write, "extra": partial(write_extra, "Event ID", by_number=True)},
    ),
}  # fmt: skip
