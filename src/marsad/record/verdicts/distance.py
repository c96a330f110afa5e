"""Distances: from a mission or a city to a border or a city, on the map, with the extent of the city.

Where the exact site is not known only its city is: a value that holds for a part of the city is then neither shown
nor refuted, and the reckoning says for which part it holds.
"""

from __future__ import annotations

from itertools import permutations

from marsad.errors import MarsadError
from marsad.record.verdicts.past import of_fact
from marsad.record.verdicts.places import Named, named
from marsad.record.verdicts.types import Case, Ground, Outcome, Verdict, unknown
from marsad.record.verdicts.words import Said, said
from marsad.reference.cities import City, capital_of
from marsad.reference.geodesy import Reckoning, city_to_border, city_to_city, distance_to_border

_OUTCOMES: dict[str, Outcome] = {"centre": "supported", "no": "contradicted"}
_KM = {"km": 1.0, "mile": 1.609344, "m": 0.001}


def judge(case: Case) -> Verdict:
    """The verdict on a claim of kind ``distance``."""
    claim = case.claim
    told = claim.value
    factor = _KM.get(claim.unit or "km")
    if told is None or factor is None:
        return unknown(case, [said("length.no_number")])
    language = case.coded.language or "ar"
    origin = named(claim.origin or "", language)
    goal = named(claim.destination or claim.evidence.text, language)
    start = _start(case, origin, goal)
    if start is None:
        return unknown(case, [said("distance.no_place")])
    city, mission = start
    try:
        reckoned, words = _reckon(city, mission, goal)
    except MarsadError as error:
        return unknown(case, [said("distance.no_border", reason=error.message)])
    km = float(told) * factor
    fit = reckoned.holds(km)
    reckoning = [*words, _fit(fit, km, reckoned)]
    competing = tuple(
        of_fact(f) for f in case.snapshot.reference(kind="distance")
        if f.status == "reported" and _about(f.source, f.target, city, goal)
    )  # fmt: skip
    if competing:
        values = ", ".join(sorted({f"{g.value:g}" for g in competing if g.value is not None}, key=float))
        reckoning.append(said("distance.others", values=values))
    outcome = _OUTCOMES.get(fit, "unknown")  # a value that holds for the outskirts alone is neither shown nor refuted
    lat, lon = mission[:2] if mission else (city.lat, city.lon)
    details = {
        "from": {"name": city.name, "lat": lat, "lon": lon},
        "to": {"lat": reckoned.lat, "lon": reckoned.lon}, "km": round(reckoned.km, 1),
        "tolerance_km": reckoned.tolerance, "nearest_km": round(reckoned.nearest, 1),
        "farthest_km": round(reckoned.farthest, 1),
    }  # fmt: skip
    grounds = (mission[2],) if mission else ()
    method = (said("distance.method", reach=round(0.0 if mission else city.reach_km)),)
    return Verdict(claim, outcome, case.day, tuple(reckoning), grounds, competing, method, details)


_Site = tuple[float, float, Ground]


def _start(case: Case, origin: Named, goal: Named) -> tuple[City, _Site | None] | None:
    """The city from which is measured, and the exact site of the mission there where a source tells it."""
    if origin.cities:
        return origin.cities[0], None
    # of "the embassy of A in B" either may stand first, and the goal's state is not the host
    states = [s for s in (*origin.states, *case.claim.target, *case.claim.source) if s not in goal.states]
    if case.claim.about == "open_mission":
        for sender, host in permutations(dict.fromkeys(reversed(states)), 2):
            for fact in case.snapshot.reference(kind="mission", source=sender, target=host):
                home = capital_of(host)
                if fact.lat is not None and fact.lon is not None and home is not None:
                    return home, (fact.lat, fact.lon, of_fact(fact))
    hosts = [*case.claim.target, *origin.states, *case.claim.source]
    for host in hosts:
        if host not in goal.states and (home := capital_of(host)) is not None:
            return home, None
    return None


def _reckon(city: City, mission: _Site | None, goal: Named) -> tuple[Reckoning, list[Said]]:
    """The distance on the map; MarsadError where the goal is none that it has."""
    if goal.cities and goal.cities[0] != city:
        other = goal.cities[0]
        return city_to_city(city, other), [said("distance.cities", city=city.name, city_to=other.name)]
    states = [s for s in goal.states if s != city.country]
    if not states:
        raise MarsadError("no-goal", "no other state or city is named to which it could be measured")
    border = states[-1]
    if mission is not None:
        words = [said("distance.site", city=city.name, target=border)]
        return distance_to_border(mission[0], mission[1], border), words
    return city_to_border(city, border), [said("distance.city", city=city.name, target=border)]


def _about(source: str, target: str | None, city: City, goal: Named) -> bool:
    return source == city.country and target in goal.states


def _fit(fit: str, km: float, reckoned: Reckoning) -> Said:
    wind = round((reckoned.bearing if km < reckoned.km else reckoned.bearing + 180) / 45) % 8
    values = {
        "km": round(reckoned.km), "tolerance": reckoned.tolerance, "number": km, "wind": wind,
        "nearest": round(reckoned.nearest), "farthest": round(reckoned.farthest),
    }  # fmt: skip
    return said(f"distance.{fit}", **values)
