"""Distances on the ellipsoid: between points, and from a point or a city to a border, with the reckoning in words.

Geodesics are those of WGS 84 by Karney's method (geographiclib). A border is searched among all edges of Natural
Earth 10m: first roughly, all at once, then exactly on the few that can be nearest. What the map cannot tell is
stated as tolerance: on nine capitals its border lies within 2 km of that of other maps of like scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray

from marsad.errors import MarsadError
from marsad.reference import borders
from marsad.reference.cities import City

MAP_TOLERANCE_KM = 2.0
"""How far a border of the map may be from where it runs, in km."""

_FLATTENING = 1 / 298.257223563
_NEAR = 1e-4  # of the distance: how much the rough search may be wrong at most
_WINDS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip
_SIDES = tuple(f"{wind}ern" for wind in _WINDS)


class GeodesyError(MarsadError):
    """A distance that cannot be reckoned: bad coordinates, or two states without a common border."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A distance in km, and how sure it is.

    ``km`` holds from the point or the centre of the city, give or take ``tolerance``. ``nearest`` and ``farthest``
    bound the distance of any place within the city's estimated extent (equal to ``km`` for a point). ``bearing``
    is where the border or goal lies, in degrees from north clockwise, ``direction`` the same in words. ``lat`` and
    ``lon`` are its nearest point. ``method`` says in words what was reckoned.
    """

    km: float
    tolerance: float
    nearest: float
    farthest: float
    bearing: float
    direction: str
    lat: float
    lon: float
    method: str

    def holds(self, km: float) -> str:
        """How a told distance in km fits: 'centre', 'outskirts' (for places within the city's extent) or 'no'."""
        if abs(km - self.km) <= self.tolerance:
            return "centre"
        inside = self.nearest - self.tolerance <= km <= self.farthest + self.tolerance
        return "outskirts" if inside and self.nearest < self.farthest else "no"

    def explain(self, km: float) -> str:
        """In words what holds of a told distance in km."""
        told, found = f"{km:g} km", f"{self.km:.0f} km"
        fit = self.holds(km)
        if fit == "centre":
            return f"{found} (±{self.tolerance:g}), so {told} holds."
        if fit == "outskirts":
            side = self.bearing if km < self.km else self.bearing + 180
            return f"From the centre {found}; {told} holds only for the {_side(side)} outskirts (extent estimated)."
        extent = (
            f"; within the city's estimated extent {self.nearest:.0f} to {self.farthest:.0f} km"
            if self.nearest < self.farthest
            else ""
        )
        return f"{found} (±{self.tolerance:g}){extent}; {told} does not hold."


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> Reckoning:
    """From one point to another (degrees, WGS 84). GeodesyError when a coordinate is out of range."""
    _check(lat1, lon1)
    _check(lat2, lon2)
    km, bearing = _inverse(lat1, lon1, lat2, lon2)
    method = "geodesic on the WGS 84 ellipsoid between two points"
    return Reckoning(km, 0.01, km, km, bearing, _wind(bearing), lat2, lon2, method)


def distance_to_border(lat: float, lon: float, country: str, neighbour: str | None = None) -> Reckoning:
    """From a point (degrees) to the nearest point of a state's territory, or to its land border with ``neighbour``.

    Without ``neighbour`` a point in the territory is 0 km away. GeodesyError when a coordinate is out of range or
    the two states share no land border on the map; UnknownOutlineError when a code has no outline.
    """
    _check(lat, lon)
    if neighbour is None:
        edges, goal = borders.segments(country), f"the territory of {country}"
        if borders.holds(country, lat, lon):
            method = f"the point lies in the territory of {country} (Natural Earth 10m)"
            return Reckoning(0.0, MAP_TOLERANCE_KM, 0.0, 0.0, 0.0, "here", lat, lon, method)
    else:
        edges, goal = borders.shared_segments(country, neighbour), f"the land border of {country} and {neighbour}"
        if not len(edges):
            raise GeodesyError("no-shared-border", f"{country} and {neighbour} share no land border on the map")
    km, found_lat, found_lon = _nearest(lat, lon, edges)
    _, bearing = _inverse(lat, lon, found_lat, found_lon)
    method = f"geodesic on the WGS 84 ellipsoid to the nearest point of {goal} (Natural Earth 10m)"
    return Reckoning(km, MAP_TOLERANCE_KM, km, km, bearing, _wind(bearing), found_lat, found_lon, method)


def city_to_border(city: City, country: str, neighbour: str | None = None) -> Reckoning:
    """From a city's centre to a border as ``distance_to_border`` finds it, with bounds for the city's extent."""
    return _widened(distance_to_border(city.lat, city.lon, country, neighbour), city.reach_km, city.name)


def city_to_city(first: City, second: City) -> Reckoning:
    """From centre to centre, with bounds for the extent of both."""
    reckoned = distance(first.lat, first.lon, second.lat, second.lon)
    return _widened(reckoned, first.reach_km + second.reach_km, f"{first.name} and {second.name}")


def _widened(reckoned: Reckoning, reach: float, name: str) -> Reckoning:
    nearest, farthest = max(0.0, reckoned.km - reach), reckoned.km + reach
    method = f"{reckoned.method}; {name} is taken to reach {reach:.0f} km from the centre (estimate from population)"
    return Reckoning(
        reckoned.km, reckoned.tolerance, nearest, farthest, reckoned.bearing, reckoned.direction, reckoned.lat,
        reckoned.lon, method,
    )  # fmt: skip


def _check(lat: float, lon: float) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise GeodesyError("bad-coordinates", f"{lat}, {lon} is no place: latitude -90 to 90, longitude -180 to 180")


def _inverse(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """Kilometres and the bearing at the first point in [0, 360)."""
    solved = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)
    bearing = float(solved["azi1"]) % 360
    return float(solved["s12"]) / 1000, 0.0 if bearing == 360 else bearing  # a hair west of north rounds to 360


def _wind(bearing: float) -> str:
    return _WINDS[round(bearing / 45) % 8]


def _side(bearing: float) -> str:
    return _SIDES[round(bearing / 45) % 8]


def _nearest(lat: float, lon: float, edges: NDArray[np.float64]) -> tuple[float, float, float]:
    """Kilometres to the nearest point of the edges, and that point (lat, lon)."""
    rough = _rough(lat, lon, edges)
    # Ends of long edges are placed well, their middles less so: a hundredth of each edge's length allows for it.
    length = np.hypot(edges[:, 0] - edges[:, 2], edges[:, 1] - edges[:, 3]) * 111.2
    bound = rough - _NEAR * rough - 0.01 * length - 0.05
    best = (math.inf, lat, lon)
    for index in np.argsort(bound):
        if bound[index] > best[0]:
            break
        best = min(best, _on_edge(lat, lon, edges[index]))
    return best


def _rough(lat: float, lon: float, edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres to each edge: on a plane about the point that keeps distance and bearing from it."""
    x1, y1 = _plane(lat, lon, edges[:, 1], edges[:, 0])
    x2, y2 = _plane(lat, lon, edges[:, 3], edges[:, 2])
    dx, dy = x2 - x1, y2 - y1
    squared = np.maximum(dx * dx + dy * dy, 1e-18)
    along = np.clip(-(x1 * dx + y1 * dy) / squared, 0, 1)
    return np.asarray(np.hypot(x1 + along * dx, y1 + along * dy))


def _plane(
    lat: float, lon: float, lats: NDArray[np.float64], lons: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north in km of places seen from a point, by distance (Lambert's formula) and bearing.

    Lambert's formula for long lines on reduced latitudes is right to some ten metres over a quarter of the globe.
    """
    reduce = 1 - _FLATTENING
    b1, b2 = np.arctan(reduce * np.tan(np.radians(lat))), np.arctan(reduce * np.tan(np.radians(lats)))
    step = np.radians(lons - lon)
    half = np.sin((b2 - b1) / 2) ** 2 + np.cos(b1) * np.cos(b2) * np.sin(step / 2) ** 2
    angle = 2 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    p, q = (b1 + b2) / 2, (b2 - b1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (angle - np.sin(angle)) * (np.sin(p) * np.cos(q) / np.cos(angle / 2)) ** 2
        y = (angle + np.sin(angle)) * (np.cos(p) * np.sin(q) / np.sin(angle / 2)) ** 2
    km = 6378.137 * (angle - _FLATTENING / 2 * np.nan_to_num(x + y))
    bearing = np.arctan2(np.sin(step) * np.cos(b2), np.cos(b1) * np.sin(b2) - np.sin(b1) * np.cos(b2) * np.cos(step))
    return km * np.sin(bearing), km * np.cos(bearing)


def _on_edge(lat: float, lon: float, edge: NDArray[np.float64]) -> tuple[float, float, float]:
    """Kilometres to the nearest point of an edge that is straight on the map of degrees, by golden section."""
    lon1, lat1, lon2, lat2 = (float(v) for v in edge)

    def at(t: float) -> tuple[float, float, float]:
        y, x = lat1 + t * (lat2 - lat1), lon1 + t * (lon2 - lon1)
        return _inverse(lat, lon, y, x)[0], y, x

    ratio = (math.sqrt(5) - 1) / 2
    low, high = 0.0, 1.0
    steps = 4 + int(8 * math.log10(1 + 1000 * math.hypot(lat2 - lat1, lon2 - lon1)))
    for _ in range(steps):
        span = ratio * (high - low)
        if at(high - span)[0] < at(low + span)[0]:
            high = low + span
        else:
            low = high - span
    return min(at(0.0), at(1.0), at((low + high) / 2))
