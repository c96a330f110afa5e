"""Writes the cities of the package (src/marsad/reference/data/cities.tsv) from GeoNames and the language pack.

Usage: python tools/build_cities.py --from ../shared/reference [--check]

With --check it writes nothing and fails when the stored file is not what it would write. English names that the
Arabic pack uses for a city stand beside that of GeoNames.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "marsad" / "reference" / "data" / "cities.tsv"
# Places that two states call their capital: they are marked as nobody's.
CONTESTED = ("East Jerusalem", "Jerusalem", "West Jerusalem")
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a source file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cities(folder: Path) -> list[Row]:
    """The cities of GeoNames, with the English names that the language packs use beside theirs."""
    packs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in (ROOT / "src/marsad/language/ar/cities.tsv").read_text("utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) > 2 and not line.startswith("#"):
            for name in cells[2].split("|"):
                packs[cells[0], name].add(cells[1])
    states = read(folder / "countries.csv")
    codes = {row["iso2"]: row["iso3"] for row in states} | {"XK": "XKX"}
    found = []
    for row in read(folder / "cities_ar.csv"):
        code = codes[row["iso2"]]
        arabic = row["names_arabic_script"].split("|")
        also = sorted({e for name in arabic for e in packs[code, name]} - {row["name"]})
        found.append({
            "geonameid": row["geonameid"], "country": code, "name": row["name"], "also": "|".join(also),
            "arabic": "|".join(arabic), "lat": row["lat"], "lon": row["lon"], "population": row["population"],
            "capital": "yes" if row["is_capital"] else "",
        })  # fmt: skip
    for row in states:
        _mark_capital([r for r in found if r["country"] == row["iso3"]], row)
    return sorted(found, key=lambda r: (r["country"], -int(r["population"] or 0), int(r["geonameid"])))


def _mark_capital(found: list[Row], state: Row) -> None:
    """One capital a state: that of the list of cities, else the place where the list of states has it.

    A place that two states call their capital is not marked as one.
    """

    def away(row: Row) -> float:
        """Degrees from where the list of states has the capital."""
        return abs(float(row["lat"]) - float(state["capital_lat"])) + abs(
            float(row["lon"]) - float(state["capital_lon"])
        )

    near = [r for r in found if state["capital_lat"] and away(r) < 0.3]
    marked = [r for r in found if r["capital"]]
    chosen = [r for r in marked if r in near] or marked or near
    capital = max(chosen, key=lambda r: int(r["population"] or 0), default=None)
    for row in found:
        row["capital"] = "yes" if row is capital and row["name"] not in CONTESTED else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="the folder with the source files")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when the file would change")
    options = parser.parse_args()
    found = cities(options.source)
    names = list(found[0])
    text = "\n".join(["\t".join(names), *("\t".join(row[n] for n in names) for row in found)]) + "\n"
    changed = not TARGET.is_file() or TARGET.read_text("utf-8") != text
    if changed and not options.check:
        TARGET.write_text(text, "utf-8", newline="\n")
    print(f"{len(found)} cities, {sum(row['capital'] == 'yes' for row in found)} capitals")
    return int(options.check and changed)


if __name__ == "__main__":
    sys.exit(main())
