"""The outlines of the states: Natural Earth 10m, read from data/borders.zip one state at a time when asked for.

tools/build_borders.py writes the archive and says how its members are laid out. Every vertex of the original is
there, rounded to 0.0001 degrees, so the rounding moves a border by at most 8 m.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from marsad.errors import DataError

_SCALE = 10_000


class UnknownOutlineError(DataError):
    """There is no outline for a code."""

    def __init__(self, code: str) -> None:
        super().__init__("no-outline", f"there is no outline of {code!r}; use an ISO 3166-1 alpha-3 code such as TKM")


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO((files(__package__) / "data" / "borders.zip").read_bytes()))


@cache
def codes() -> frozenset[str]:
    """The states that have an outline (ISO 3166-1 alpha-3, XKX)."""
    return frozenset(name.removesuffix(".bin") for name in _archive().namelist())


@lru_cache(maxsize=64)
def rings(code: str) -> tuple[NDArray[np.int32], ...]:
    """The closed rings of a state's outline as (n, 2) arrays of longitude and latitude in ten-thousandths of a degree.

    Outer rings run clockwise, holes the other way. Raises UnknownOutlineError.
    """
    if code not in codes():
        raise UnknownOutlineError(code)
    data = _archive().read(f"{code}.bin")
    count = int(np.frombuffer(data, "<i4", 1)[0])
    sizes = np.frombuffer(data, "<i4", count, 4)
    total = int(sizes.sum())
    body = np.frombuffer(data, np.uint8, 8 * total, 4 + 4 * count).reshape(2, 4, total)
    axes = [np.cumsum(np.ascontiguousarray(plane.T).view("<i4")[:, 0], dtype=np.int32) for plane in body]
    points = np.column_stack(axes)
    points.flags.writeable = False
    return tuple(np.split(points, np.cumsum(sizes)[:-1]))


@lru_cache(maxsize=64)
def segments(code: str) -> NDArray[np.float64]:
    """All edges of a state's outline as an (n, 4) array of lon, lat, lon, lat in degrees. UnknownOutlineError."""
    pieces = [np.hstack((ring[:-1], ring[1:])) for ring in rings(code)]
    return np.concatenate(pieces) / _SCALE


@lru_cache(maxsize=64)
def shared_segments(first: str, second: str) -> NDArray[np.float64]:
    """The edges that two states have in common, laid out as in ``segments``: their land border. Empty where none."""
    one, two = (np.round(segments(code) * _SCALE).astype(np.int64) for code in (first, second))
    swap = np.array([2, 3, 0, 1])
    # an edge is the same edge whichever way it is walked
    forward = {edge.tobytes() for edge in two} | {edge.tobytes() for edge in two[:, swap].copy()}
    return one[[edge.tobytes() in forward for edge in one]].astype(np.float64) / _SCALE


def holds(code: str, lat: float, lon: float) -> bool:
    """Whether a point (degrees) lies on a state's territory. Raises UnknownOutlineError.

    A ray from the point to the east crosses the outline an odd number of times from within, holes included
    (even-odd rule).
    """
    edges = segments(code)
    x1, y1, x2, y2 = edges.T
    crossed = (y1 > lat) != (y2 > lat)
    x1, y1, x2, y2 = x1[crossed], y1[crossed], x2[crossed], y2[crossed]
    return bool(np.count_nonzero(lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1)) % 2)


def holding(lat: float, lon: float) -> str | None:
    """The state on whose territory a point lies (degrees), None at sea or where no state's outline holds it."""
    return next((code for code in sorted(codes()) if holds(code, lat, lon)), None)
