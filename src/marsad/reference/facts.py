"""The reference facts of the package: missions, visits, envoys, relations, members, offices, distances.

They come from the files in data/, which tools/build_reference.py writes from the sources named in sources.toml.
What a source says is kept as it says it: where two sources differ there are two facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, cast, get_args

from marsad.errors import DataError
from marsad.reference.sources import sources

Kind = Literal["mission", "visit", "envoy", "relations", "membership", "office", "distance"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class ReferenceFact:
    """One fact as one source tells it.

    ``source`` is the actor whose mission, visitor, envoy, membership or office it is (of a distance: the state
    of the place measured from); ``target`` the host, the state visited or accredited to, the organisation, the
    other party, the state measured to. ``status`` by kind:

    - mission: what it is (embassy, high_commission, consulate_general, consulate, honorary_consulate, ...);
    - visit: visit, private, stopover, dependent_territory (the stop lay in a territory far from the state that
      ruled it then: Bermuda, Hong Kong), elect (the visitor was elected but not yet in office: ``office`` is other);
    - envoy: took_up (``start`` is when the post was taken up), appointed (never shown to have been taken up;
      ``start`` is the appointment); relations: established;
    - membership: member, observer, candidate, partner, dialogue_partner, suspended, former, ...;
    - office: in_office (on the day of the snapshot), former; distance: reported, computed (``km`` tells it).

    ``city`` of a visit is the source's own list of stops, separated by commas. ``lat`` and ``lon`` are degrees
    (WGS 84). ``start`` and ``end`` are EDTF, None where the source does not tell them: a mission, envoy or office
    without ``end`` is not thereby open or in post. ``text`` says the row in English and is what is quoted for the
    fact; ``origin`` is an id in sources.toml. ``id`` depends on the source's row alone, not on how it was mapped.
    """

    id: str
    kind: Kind
    source: str
    target: str | None
    status: str | None
    person: str | None
    office: str | None
    city: str | None
    lat: float | None
    lon: float | None
    start: str | None
    end: str | None
    text: str
    origin: str
    url: str | None
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source covers, so that absence can be judged.

    ``source`` and ``target``: the actor on either side, None for any. ``offices``: the offices covered, empty
    where the kind has none. ``since``: first year, None where the source is a snapshot of the day ``until``.
    ``complete``: whether what is not there did not happen, within those offices and days, as far as the source
    knows. ``from_start``: whether nothing of the kind happened before ``since`` ("the first ever" can be judged).
    """

    kind: Kind
    source: str | None
    target: str | None
    offices: tuple[str, ...]
    since: int | None
    until: dt.date
    complete: bool
    from_start: bool
    origin: str
    note: str


_HEADER = "id\tsource\ttarget\tstatus\tperson\toffice\tcity\tlat\tlon\tstart\tend\tkm\ttext\torigin\turl"


def load(kind: Kind | None = None) -> Iterator[ReferenceFact]:
    """The facts of one kind, or of all in the order of ``KINDS``. DataError names file and line of a broken row."""
    for name in KINDS if kind is None else (kind,):
        if name not in KINDS:
            raise DataError("no-such-kind", f"there are no reference facts of kind {name!r}; kinds: {', '.join(KINDS)}")
        yield from _read(name)


def _read(kind: Kind) -> Iterator[ReferenceFact]:
    path = files(__package__) / "data" / f"{kind}.tsv"
    lines = path.read_text("utf-8").split("\n")
    if lines[0] != _HEADER:
        raise DataError("reference-header", f"{path}: the columns must be {_HEADER.split()}")
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        try:
            key, source, target, status, person, office, city, lat, lon, start, end, km, text, origin, url = line.split(
                "\t"
            )
            yield ReferenceFact(
                key, kind, source, target or None, status or None, person or None, office or None, city or None,
                float(lat) if lat else None, float(lon) if lon else None, start or None, end or None, text, origin,
                url or None, float(km) if km else None,
            )  # fmt: skip
        except ValueError as error:
            raise DataError("reference-row", f"{path}:{number}: {error}") from None


def coverage() -> tuple[Coverage, ...]:
    """What each source covers; a pair that no complete coverage names is one of which absence proves nothing."""

    def until(origin: str) -> dt.date:
        return cast(dt.date, sources()[origin].retrieved)  # each source used here has one; a test holds it

    leaders = ("head_of_state", "head_of_government", "monarch")
    return (
        Coverage(
            "visit", "USA", None, ("foreign_minister",), 1866, until("history-travels"), True, True, "history-travels",
            "all journeys abroad of secretaries of state; William Seward's of 1866 was the first",
        ),
        Coverage(
            "visit", "USA", None, ("head_of_state",), 1906, until("history-travels"), True, True, "history-travels",
            "all journeys abroad of presidents; Theodore Roosevelt's of 1906 was the first. Those of presidents-elect "
            "are marked 'elect'",
        ),
        Coverage(
            "visit", None, "USA", leaders, 1874, until("history-visits"), True, True, "history-visits",
            "visits of heads of state and government; King Kalakaua's of 1874 was the first. Heirs, foreign ministers "
            "and others only here and there",
        ),
        Coverage(
            "envoy", "USA", None, ("ambassador", "envoy"), 1778, until("history-chiefs"), True, True, "history-chiefs",
            "all chiefs of mission; many of the older rows lack dates, and the last of a list may still be in post",
        ),
        Coverage(
            "envoy", "ISR", "TKM", ("ambassador",), 2013, until("public-pages"), False, False, "public-pages",
            "one statement of public pages",
        ),
        Coverage(
            "relations", "USA", None, (), 1778, until("history-relations"), False, False, "history-relations",
            "186 states; where relations were cut and restored only one of the dates is told",
        ),
        Coverage(
            "relations", "ISR", "TKM", (), 1991, until("public-pages"), False, False, "public-pages",
            "statements of public pages, which differ",
        ),
        Coverage(
            "mission", None, None, (), None, until("wikidata-missions"), False, False, "wikidata-missions",
            "what Wikidata listed on that day; absence proves nothing, closed missions are not marked, one in ten has "
            "an opening date, and one mission may be listed twice",
        ),
        Coverage(
            "membership", None, None, (), None, until("factbook-members"), False, False, "factbook-members",
            "members on that day as the source lists them, some rows years old; dates of joining are not in it",
        ),
        Coverage(
            "office", None, None, ("foreign_minister",), None, until("wikidata-foreign-ministers"), False, False,
            "wikidata-foreign-ministers", "holders on that day, about 190 states",
        ),
        Coverage(
            "office", None, None, leaders, None, until("wikidata-heads"), False, False, "wikidata-heads",
            "holders on that day, by year",
        ),
        Coverage(
            "visit", "ISR", "TKM", ("foreign_minister",), 1994, until("public-pages"), False, False, "public-pages",
            "one statement of public pages",
        ),
        Coverage(
            "distance", "TKM", "IRN", (), None, until("public-pages"), False, False, "public-pages",
            "statements of public pages and computed values",
        ),
    )  # fmt: skip
