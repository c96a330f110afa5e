"""The record in the forms of other tools. ``FORMATS`` names them; ``exporter(name)`` gives one, imported when asked."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from marsad.exchange.interface import ExchangeError, Exporter, Tally

__all__ = ["FORMATS", "ExchangeError", "Exporter", "Tally", "exporter"]

# Each format and the module that has it in ``EXPORTERS``.
_MODULES = {
    "csv": "delimited",
    "tsv": "delimited",
    "parquet": "columnar",
    "gdelt": "gdelt",
    "polecat": "polecat",
    "icews": "icews",
    "ftm": "ftm",
    "jsonld": "linked",
    "quickstatements": "wikidata",
    "spacy": "annotation",
    "brat": "annotation",
    "atom": "feeds",
    "icalendar": "calendars",
    "geojson": "maps",
    "gexf": "graphs",
    "graphml": "graphs",
}

FORMATS: tuple[str, ...] = tuple(_MODULES)


def exporter(name: str) -> Exporter:
    """The exporter of a format. Raises ExchangeError, naming those that there are, for an unknown one."""
    if name not in _MODULES:
        raise ExchangeError("no-format", f"no format {name!r:.40}; there are: {', '.join(FORMATS)}")
    module = import_module(f"{__name__}.{_MODULES[name]}")
    return cast(Exporter, module.EXPORTERS[name])
