"""Writes the outlines of the states (src/marsad/reference/data/borders.zip) from Natural Earth.

Usage: python tools/build_borders.py --from ../shared/reference/geo/ne_10m_admin_0_countries_deu.zip [--check]

With --check it writes nothing and fails when the stored file is not what it would write. No vertex is dropped:
coordinates are rounded to 0.0001 degrees (at most 8 m off). The archive has one member a state, CODE.bin: the
number of rings, the number of vertices of each, then the differences of longitudes and of latitudes in
ten-thousandths of a degree, all little-endian int32 with their four byte planes apart (so they compress).
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapefile

TARGET = Path(__file__).parents[1] / "src" / "marsad" / "reference" / "data" / "borders.zip"
SCALE = 10_000
# Natural Earth's own codes where it gives no ISO 3166-1 code; places that are no state's are left out and named.
CODES = {"KOS": "XKX", "USG": "CUB", "IOA": "AUS", "CSI": "AUS", "ATC": "AUS", "CLP": "FRA"}

Rings = list["np.ndarray[tuple[int, int], np.dtype[np.int32]]"]


def planes(values: np.ndarray[tuple[int], np.dtype[np.int32]]) -> bytes:
    """Little-endian int32 values as their four byte planes."""
    return np.ascontiguousarray(values.astype("<i4").view(np.uint8).reshape(-1, 4).T).tobytes()


def packed(rings: Rings) -> bytes:
    """One state's rings as bytes."""
    head = [np.array([len(rings), *(len(r) for r in rings)], np.int32)]
    points = np.concatenate(rings)
    lon, lat = (np.diff(points[:, axis], prepend=np.int32(0)) for axis in (0, 1))
    return head[0].astype("<i4").tobytes() + planes(lon) + planes(lat)


def outlines(source: Path) -> tuple[dict[str, Rings], list[str]]:
    """The rings of each state by code, and the names of what is no state's."""
    states: dict[str, Rings] = defaultdict(list)
    left_out = []
    with zipfile.ZipFile(source) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".shp"))
        reader = shapefile.Reader(
            shp=io.BytesIO(archive.read(name)), dbf=io.BytesIO(archive.read(name[:-3] + "dbf")),
            shx=io.BytesIO(archive.read(name[:-3] + "shx")),
        )  # fmt: skip
        for entry in reader.iterShapeRecords():
            record = entry.record.as_dict()
            own, iso = record["ADM0_A3"], record["ISO_A3_EH"]
            code = CODES.get(own) or (iso if iso != "-99" else "")
            if not code or own == "BRI":  # Brazilian Island is claimed by two
                left_out.append(record["ADMIN"])
                continue
            starts = [*entry.shape.parts, len(entry.shape.points)]
            points = np.round(np.array(entry.shape.points) * SCALE).astype(np.int32)
            for first, last in pairwise(starts):
                ring = points[first:last]
                # rounding may make neighbours equal
                keep = np.append(True, np.any(np.diff(ring, axis=0) != 0, axis=1))
                states[code].append(ring[keep])
    return states, left_out


def members(archive: bytes) -> dict[str, bytes]:
    """What each member of a zip archive holds."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="Natural Earth's archive")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when the file would change")
    options = parser.parse_args()
    states, left_out = outlines(options.source)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for code in sorted(states):
            member = zipfile.ZipInfo(f"{code}.bin")  # its date is 1980-01-01: same input, same bytes
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, packed(states[code]))
    # What is in the archive counts: another release of the compressor may pack the same otherwise.
    changed = not TARGET.is_file() or members(TARGET.read_bytes()) != members(buffer.getvalue())
    if changed and not options.check:
        TARGET.write_bytes(buffer.getvalue())
    vertices = sum(len(ring) for rings in states.values() for ring in rings)
    print(
        f"{len(states)} states, {vertices} vertices, {len(buffer.getvalue())} bytes; no state's: {', '.join(left_out)}"
    )
    return int(options.check and changed)


if __name__ == "__main__":
    sys.exit(main())
