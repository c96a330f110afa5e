"""Writes the reference facts of the package (src/marsad/reference/data/) from the files of the sources.

Usage: python tools/build_reference.py --from ../shared/reference [--check]

With --check it writes nothing and fails when a stored file is not what it would write. Names become actor codes
by src/marsad/reference/states.toml; a row that cannot be mapped is written to data/left_out.tsv with the reason,
and the counts are printed. The cities are made by tools/build_cities.py, the
outlines of states by tools/build_borders.py.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "marsad" / "reference"
COLUMNS = (
    "id", "source", "target", "status", "person", "office", "city", "lat", "lon", "start", "end", "km", "text",
    "origin", "url",
)  # fmt: skip
Row = dict[str, str]

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class Build:
    """Collects the rows of all kinds, what was left out and why."""

    def __init__(self, source: Path) -> None:
        """``source``: the folder with the files of the sources."""
        self.folder = source
        self.tables = tomllib.loads((PACKAGE / "states.toml").read_text("utf-8"))
        self.states = {row["iso2"]: row["iso3"] for row in self.read("countries.csv")} | {"XK": "XKX"}
        self.names = {row["iso3"]: row["name_en"] for row in self.read("countries.csv")} | {"XKX": "Kosovo"}
        self.names |= {code: record["name_en"] for code, record in self.tables["historic"].items()}
        self.territories = {_slug(name): code for code, name in self.names.items()} | self.tables["territories"]
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.left_out: list[Row] = []
        self._ids: Counter[str] = Counter()

    def read(self, name: str) -> list[Row]:
        """The rows of one source file."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def skip(self, file: str, row: Row, reason: str) -> None:
        """Notes a row that does not become a fact."""
        self.left_out.append({"file": file, "reason": reason, "row": json.dumps(row, ensure_ascii=False)})

    def add(self, kind: str, origin: str, cells: Iterable[str], **fields: str) -> None:
        """One fact; ``cells``: the row's content, of which its id is made (a repeated row gets a number)."""
        digest = hashlib.sha256("\x1f".join((origin, *cells)).encode()).hexdigest()[:12]
        self._ids[digest] += 1
        number = self._ids[digest]
        row = dict.fromkeys(COLUMNS, "") | fields
        row["id"] = f"{kind}-{digest}" + (f"-{number}" if number > 1 else "")
        row["origin"] = origin
        self.rows[kind].append({name: _clean(value) for name, value in row.items()})

    def coded(self, iso2: str, name: str) -> str:
        """The actor code by ISO alpha-2 or by the table of names; '' when there is none."""
        return self.states.get(iso2, "") or str(self.tables["wikidata"].get(name, ""))

    def named(self, code: str) -> str:
        """The English name of an actor, with the article where English wants one."""
        name = self.names.get(code, code.removeprefix("ORG:"))
        wants = name in ("Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Comoros", "Holy See")
        return f"the {name}" if wants or name.startswith("United ") else name


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).replace("’", "").replace("'", "")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z]+", "-", plain).strip("-")


def says(what: str, remark: str) -> bool:
    """Whether the remark on a visit says that it was a stopover, private, or made before taking office (elect)."""
    return bool(re.search(WORDS["remarks"][what], remark, re.IGNORECASE))


def shown(country: str) -> str:
    """A state's name in the order of speech: 'Republic of Korea' of 'Korea, Republic of'."""
    first, comma, rest = country.partition(", ")
    return f"the {rest} {first}" if comma and rest.endswith(" of") else country


def _span(start: str, end: str) -> str:
    return start if not end or end == start else f"{start} to {end}"


def travels(build: Build) -> None:
    """Journeys of US presidents and secretaries of state."""
    file = "us_travels.csv"
    for row in build.read(file):
        target = build.territories.get(row["country_id"], "")
        if not target:
            build.skip(file, row, f"no code for {row['country_id']}")
            continue
        secretary = row["role"] == "secretary"
        elect = says("elect", row["remarks"])
        status = "visit"
        if elect:
            status = "elect"
        elif target in WORDS["dependent"]["states"] and any(p in row["locale"] for p in WORDS["dependent"]["places"]):
            status = "dependent_territory"
        elif says("private", row["remarks"]):
            status = "private"
        elif says("stopover", row["remarks"]):
            status = "stopover"
        title = "Secretary of State" if secretary else "President-elect" if elect else "President"
        where = f"{row['locale']}, {shown(row['country'])}" if row["locale"] else shown(row["country"])
        remark = f" {row['remarks']}" if row["remarks"] else ""
        build.add(
            "visit", "history-travels", row.values(), source="USA", target=target, status=status, person=row["name"],
            office="other" if elect else "foreign_minister" if secretary else "head_of_state", city=row["locale"],
            start=row["start"], end=row["end"],
            text=f"US {title} {row['name']} in {where}, {_span(row['start'], row['end'])}.{remark}",
        )  # fmt: skip


def visitor(name: str) -> tuple[str, str, bool]:
    """Person, office and whether elected but not yet in office, from a visitor as the source names them."""
    if name in WORDS["visitors"]:
        return *WORDS["visitors"][name], False
    for title in WORDS["titles"]:
        if match := re.match(title["begins"], name):
            person = name if match.group() == "Pope " else name[match.end() :].strip()
            return person, title["office"], title["office"] == "other"
    raise SystemExit(f"tools/build_reference.py: no office for the visitor {name!r}: add it to build_reference.toml")


def leaders(build: Build) -> None:
    """Visits of foreign leaders to the United States."""
    file = "us_foreign_leader_visits.csv"
    for row in build.read(file):
        source = build.territories.get(row["country_id"], "")
        if not source:
            build.skip(file, row, f"no code for {row['country_id']}")
            continue
        person, office, elect = visitor(_clean(row["visitor"]))
        private = not elect and says("private", row["description"])
        remark = f" {row['description']}" if row["description"] else ""
        build.add(
            "visit", "history-visits", row.values(), source=source, target="USA",
            status="elect" if elect else "private" if private else "visit",
            person=person, office=office, start=row["start"], end=row["end"],
            text=f"{_clean(row['visitor'])} of {shown(row['country'])} in the United States, "
            f"{_span(row['start'], row['end'])}.{remark}",
        )  # fmt: skip


def envoys(build: Build) -> None:
    """US chiefs of mission."""
    file = "us_chiefs_of_mission.csv"
    for row in build.read(file):
        target = build.territories.get(row["territory"], "")
        if not target:
            build.skip(file, row, f"no code for {row['territory']}")
            continue
        role = row["role"].replace("ambassador-e-p", "ambassador extraordinary and plenipotentiary")
        role = role.replace("charge-daffaires", "chargé d'affaires").replace("-", " ")
        told = [("appointed", row["appointed"]), ("took up the post", row["started"]), ("left it", row["ended"])]
        dates = ", ".join(f"{what} {day}" for what, day in told if day) or "no date told"
        build.add(
            "envoy", "history-chiefs", row.values(), source="USA", target=target,
            status="took_up" if row["started"] else "appointed", person=row["person"],
            office="ambassador" if row["role"] == "ambassador-e-p" else "envoy",
            start=row["started"] or row["appointed"], end=row["ended"],
            text=f"{row['person']}, {role} of the United States to {build.named(target)}: {dates}.",
        )  # fmt: skip


def relations(build: Build) -> None:
    """Dates on which the United States established relations."""
    file = "us_relations_established_rdcr.csv"
    for row in build.read(file):
        target = build.territories.get(row["territory_id"], "")
        if not target:
            build.skip(file, row, f"no code for {row['territory_id']}")
        elif row["territory_id"] == "germany" and row["date_if_stated"] == "1974-09-04":
            build.skip(file, row, "the date is that of the German Democratic Republic, which has its own row")
        else:
            day = row["date_if_stated"] or row["year"]
            name = row["territory_id"].replace("-", " ").title()
            if build.territories.get(_slug(build.names.get(target, ""))) == target and name not in (
                "Austrian Empire", "Papal States", "Federal Government Germany", "Kingdom Of Yugoslavia",
                "North German Confederation", "North German Union",
            ):  # fmt: skip
                name = build.named(target)
            build.add(
                "relations", "history-relations", row.values(), source="USA", target=target, status="established",
                start=day, text=f"The United States and {name} established diplomatic relations: {day}.",
            )  # fmt: skip


def opened(inception: str) -> str:
    """EDTF of an opening date: the query gave the first of January or of a month where only year or month is known."""
    return re.sub(r"-01$", "", re.sub(r"-01-01$", "", inception))


def missions(build: Build) -> None:
    """Embassies and consulates in Wikidata."""
    file = "missions_wikidata_20221116.csv"
    rows = build.read(file)
    hosts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["operator_iso2"] != row["country_iso2"] and row["country_iso2"]:
            hosts[row["city_qid"]][row["country_iso2"]] += 1
    for row in rows:
        source = build.coded(row["operator_iso2"], row["operator"])
        host = build.coded(row["country_iso2"], row["country"])
        accredited = [code for code in row["jurisdictions"].split("|") if code in build.states]
        if not source:
            build.skip(file, row, f"the operator is no party that has a code: {row['operator']}")
            continue
        if source == host:  # the item names the sending state as its country: the city tells the host
            [(told, _)] = hosts[row["city_qid"]].most_common(1) or [("", 0)] if row["city_qid"] else [("", 0)]
            host = build.states.get(told, "") if build.states.get(told) != source else ""
            host = "VAT" if source == "ITA" and "VA" in accredited else host
        elif host == "ITA" and accredited and "IT" not in accredited and "VA" in accredited:
            host = "VAT"  # embassies to the Holy See stand in Rome
        if not host:
            build.skip(file, row, f"the host is no state that has a code: {row['country']}")
            continue
        kind = WORDS["missions"][row["type"].casefold()]
        others = [build.named(build.states[c]) for c in accredited if build.states[c] not in (host, source)]
        place = ", ".join(filter(None, (row["city"], build.names.get(host, host.removeprefix("ORG:")))))
        start = opened(row["inception"])
        text = f"{kind.replace('_', ' ').capitalize()} of {build.named(source)} in {place}"
        text += f", opened {start}" if start else ""
        text += f", accredited also to {', '.join(others)}" if others else ""
        build.add(
            "mission", "wikidata-missions", (row["qid"],), source=source, target=host, status=kind, city=row["city"],
            lat=row["lat"], lon=row["lon"], start=start, text=f"{text} (Wikidata, 2022-11-16).",
            url=f"https://www.wikidata.org/wiki/{row['qid']}",
        )  # fmt: skip


def head_office(label: str) -> str:
    """The office of the ontology for a Wikidata position of heads of state and government."""
    told = label.casefold()
    if told.startswith(("prime minister", "premier", "federal chancellor", "taoiseach", "minister of state",
                        "chief minister", "chairman of the council of ministers")):  # fmt: skip
        return "head_of_government"
    if told.startswith(("monarch", "king", "sultan", "emir", "emperor", "prince", "druk gyalpo", "ngwenyama",
                        "yang di-pertuan")):  # fmt: skip
        return "monarch"
    return "official" if told.startswith(("governor-general", "member of the swiss")) else "head_of_state"


def offices(build: Build) -> None:
    """Foreign ministers and heads of state and government at the date of the query."""
    for row in build.read("foreign_ministers_wikidata_20221210.csv"):
        code = build.coded(row["iso2"], row["countryLabel"])
        if not code:
            build.skip("foreign_ministers_wikidata_20221210.csv", row, f"no code for {row['countryLabel']}")
            continue
        build.add(
            "office", "wikidata-foreign-ministers", (row["person"], row["position"], row["start"]), source=code,
            status="in_office", person=row["name"], office="foreign_minister", start=row["start"],
            text=f"{row['name']}, {row['positionLabel']} ({build.named(code)}) since {row['start']} "
            "(Wikidata, 2022-12-10).", url=f"https://www.wikidata.org/wiki/{row['person']}",
        )  # fmt: skip
    for row in build.read("heads_wikidata_20221009.csv"):
        code = build.coded(row["iso2"], row["country"])
        if not code or re.fullmatch(r"Q\d+", row["officeholderLabel"]):
            reason = "the holder has no English name" if code else f"no code for {row['country']}"
            build.skip("heads_wikidata_20221009.csv", row, reason)
            continue
        years = f"since {row['start_year']}" if not row["end_year"] else f"{row['start_year']} to {row['end_year']}"
        build.add(
            "office", "wikidata-heads", (row["officeholder"], row["position"], row["start_year"]), source=code,
            status="former" if row["end_year"] else "in_office", person=row["officeholderLabel"],
            office=head_office(row["positionLabel"]), start=row["start_year"], end=row["end_year"],
            text=f"{row['officeholderLabel']}, {row['positionLabel']} ({build.named(code)}) {years} "
            "(Wikidata, 2022-10-09).", url=f"https://www.wikidata.org/wiki/{row['officeholder']}",
        )  # fmt: skip


def memberships(build: Build) -> None:
    """Members of organisations with their status."""
    file = "org_members_factbook.csv"
    for row in build.read(file):
        code, organisation = build.states.get(row["iso2"], ""), build.tables["organisations"].get(row["org"], "")
        if not organisation or not code:
            build.skip(file, row, "the row names no state" if organisation else f"no code for {row['org']}")
            continue
        status = WORDS["members"].get(row["status"]) or row["status"].split(",")[0].split(" from ")[0].replace(" ", "_")
        end = "2020-01-31" if (organisation, code) == ("EUR", "GBR") else ""  # the source lists it still
        status = "former" if end else status
        told = f"{status.replace('_', ' ')} of {organisation.removeprefix('ORG:')}"
        until = f", left {end}" if end else ""
        note = f" ({row['status']})" if row["status"] and row["status"] not in WORDS["members"] else ""
        build.add(
            "membership", "factbook-members", (row["org"], row["iso2"], row["status"]), source=code,
            target=organisation, status=status, end=end,
            text=f"{build.named(code)}: {told}{until}{note} (CIA World Factbook, 2026-05).",
        )  # fmt: skip


def evidence(build: Build) -> None:
    """What public pages say of Israel and Turkmenistan: competing values, each with its page."""
    told = json.loads((build.folder / "claims_evidence_israel_turkmenistan.json").read_text("utf-8"))
    pair = {"source": "ISR", "target": "TKM"}
    ashgabat = {"source": "TKM", "target": "IRN", "city": "Ashgabat"}
    for entry in told["distance_to_iran_border"]:
        km = str(entry["value_km"])
        spoken = f" ({entry['alt']})" if "alt" in entry else ""
        for url in (entry["via"], *entry.get("also_ar", ())):
            build.add(
                "distance", "public-pages", (km, url), **ashgabat, status="reported", person=entry["who"], km=km,
                url=url,
                text=f"Distance of the embassy of Israel in Ashgabat from the border of Iran: {km} km{spoken}, "
                f"according to {entry['who']}.",
            )  # fmt: skip
    for where, lat, lon in (
        ("computed_km_from_37.95N_58.38E", "37.95", "58.38"),
        ("computed_km_from_37.90N_58.33E (south-western outskirts)", "37.90", "58.33"),
    ):
        for outline, value in told[where].items():
            build.add(
                "distance", "computed-distances", (where, outline, str(value)), **ashgabat, status="computed", lat=lat,
                lon=lon, km=str(value),
                text=f"Distance of {lat} N {lon} E in Ashgabat from the border of Iran: {value} km on the outlines of "
                f"{outline.replace('_', ' ')}.",
            )  # fmt: skip
    for entry in told["last_fm_visit"]:
        for url in entry["via"]:
            build.add(
                "visit", "public-pages", (entry["value"], url), **pair, status="visit", person="Shimon Peres",
                office="foreign_minister", start="1994", end="1994", url=url,
                text="The last visit of a foreign minister of Israel to Turkmenistan before 2023: Shimon Peres, 1994.",
            )  # fmt: skip
    for entry in told["relations_established"]:
        url, _, by = entry["via"].partition(" ")
        year = "1993" if "1993" in entry["value"] else entry["value"][:4]
        how = {"1991": "1991, before independence", "1993": "1993 (2023 is called the thirtieth year)"}.get(year, year)
        build.add(
            "relations", "public-pages", (entry["value"], url), **pair, status="established", start=year, url=url,
            text=f"Israel and Turkmenistan established diplomatic relations: {how}{' ' + by if by else ''}.",
        )  # fmt: skip
    for entry in told["first_resident_ambassador"]:
        build.add(
            "envoy", "public-pages", (entry["value"], entry["via"]), **pair, status="took_up", person="Shemi Tzur",
            office="ambassador", start="2013-06-19", url=entry["via"],
            text="First resident ambassador of Israel to Turkmenistan: Shemi Tzur, credentials presented 2013-06-19.",
        )  # fmt: skip
    for entry in told["third_embassy_central_asia"]:
        url, _, by = entry["via"].partition(" ")
        for host, name in (("KAZ", "Kazakhstan"), ("UZB", "Uzbekistan"), ("TKM", "Turkmenistan")):
            build.add(
                "mission", "public-pages", (entry["value"], url, host), source="ISR", target=host, status="embassy",
                url=url, text=f"Embassy of Israel in {name}: one of its three in the formerly Soviet states of Central "
                f"Asia, with Kazakhstan first, Uzbekistan second and Turkmenistan third {by}.",
            )  # fmt: skip


def table(columns: Iterable[str], rows: Iterable[Row]) -> str:
    """A TSV file as text."""
    names = list(columns)
    return "\n".join(["\t".join(names), *("\t".join(row[n] for n in names) for row in rows)]) + "\n"


def outputs(build: Build) -> Iterator[tuple[str, str]]:
    """Each data file and its text."""
    for kind, rows in sorted(build.rows.items()):
        ordered = sorted(rows, key=lambda r: (r["source"], r["target"], r["start"], r["id"]))
        yield f"{kind}.tsv", table(COLUMNS, ordered)
    yield "left_out.tsv", table(("file", "reason", "row"), build.left_out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="the folder with the source files")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a file would change")
    options = parser.parse_args()
    build = Build(options.source)
    for step in (travels, leaders, envoys, relations, missions, offices, memberships, evidence):
        step(build)
    changed = []
    for name, text in outputs(build):
        path = PACKAGE / "data" / name
        if not path.is_file() or path.read_text("utf-8") != text:
            changed.append(name)
            if not options.check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
    for kind, rows in sorted(build.rows.items()):
        print(f"{kind}\t{len(rows)} facts")
    print(f"left out\t{len(build.left_out)} rows, in data/left_out.tsv")
    print(f"{'would change' if options.check else 'written'}: {', '.join(changed) or 'nothing'}")
    return int(options.check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
