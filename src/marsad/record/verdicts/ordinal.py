"""Ordinals and counts: the third embassy in a region, the second visit, five visits.

What is recorded before is counted. A count of missions is one of states of the region that host one by then; of visits
it is that of the visits by holders of the office told. The record rarely holds everything, so a smaller count proves
nothing; a larger one contradicts an ordinal only where what is counted is surely of the claimed kind.
"""

from __future__ import annotations

import datetime as dt

from marsad.record.types import Query
from marsad.record.verdicts.past import covered, occurrences, of_event, of_fact
from marsad.record.verdicts.places import region_in
from marsad.record.verdicts.spans import in_the_country
from marsad.record.verdicts.types import Case, Ground, Outcome, Verdict, unknown
from marsad.record.verdicts.words import said
from marsad.reference.regions import Region

_RECENT = dt.timedelta(days=10)
_BEHIND = 60  # code points after a claim's evidence in which its region may be named
_MISSIONS = ("embassy", "consulate_general", "consulate", "high_commission")


def judge(case: Case) -> Verdict:
    """The verdict on a claim of kind ``ordinal`` or ``count``."""
    claim = case.claim
    if claim.value is None:
        return unknown(case, [said("length.no_number")])
    if claim.kind == "ordinal" and claim.about == "open_mission":
        region = region_in(claim.evidence.text) or region_in(_behind(case))
        if claim.value == 1 and in_the_country(claim.evidence.text):
            region = None  # a region that follows belongs to the next number: "and the third in the region"
        return _in_region(case, region) if region is not None else _missions(case)
    if claim.about == "visit":
        return _visits(case)
    return _told(case)


def _behind(case: Case) -> str:
    """The words after the claim, up to the next claim: "the first in the country and the third in the region"."""
    end = case.claim.evidence.end
    starts = [c.evidence.start for c in case.coded.claims if c.evidence.start >= end]
    return case.coded.article.content[end : min([end + _BEHIND, *starts])]


def _in_region(case: Case, region: Region) -> Verdict:
    """The nth mission of the source in a region: in how many other states of it one is recorded."""
    number = int(case.claim.value or 0)
    hosts: dict[str, Ground] = {}
    for state in sorted(region.states - {case.source, case.target}):
        ground = _mission(case, state)
        if ground is not None:
            hosts[state] = ground
    doubtful = [s for s in sorted(region.sometimes - {case.target}) if _mission(case, s) is not None]
    name, name_ar = region.names_en[0], region.names_ar[0]
    if hosts:
        reckoning = [said("ordinal.hosts", source=case.source, region=name, region_ar=name_ar, n=len(hosts),
                          actors="+".join(hosts))]  # fmt: skip
    else:
        reckoning = [said("ordinal.no_hosts", source=case.source, region=name, region_ar=name_ar)]
    reckoning.append(said("ordinal.makes", target=case.target, number=len(hosts) + 1))
    limits = [
        said("ordinal.missions"), said("ordinal.region", region=name, region_ar=name_ar, basis=region.basis),
    ]  # fmt: skip
    if doubtful:
        limits.append(said("ordinal.sometimes", actors="+".join(doubtful)))
    outcome: Outcome = "supported" if len(hosts) + 1 == number else "unknown"
    return Verdict(case.claim, outcome, case.day, tuple(reckoning), tuple(hosts.values()), limits=tuple(limits))


def _mission(case: Case, host: str) -> Ground | None:
    """A mission of the source in a state, from an article or the reference; not one opened after the claim's day."""
    query = Query(source=case.source, target=host, acts=("open_mission",), statuses=("happened",), until=case.day)
    for event in case.snapshot.events(query).events:
        reports = [r for r in case.snapshot.reports(event.reports) if r.article.key not in case.own]
        if reports:
            return of_event(event, reports)
    for fact in case.snapshot.reference(kind="mission", source=case.source, target=host):
        ground = of_fact(fact)
        when = ground.interval
        if fact.status in _MISSIONS and (when is None or when.lo <= case.day):
            return ground
    return None


def _missions(case: Case) -> Verdict:
    """The nth mission in a state: which ones before it are recorded. What sets it apart (permanent …) is not judged."""
    past = occurrences(case, "open_mission", until=case.day)
    if not past:
        none = said("ordinal.no_mission", source=case.source, target=case.target)
        return unknown(case, [none], [said("ordinal.missions")])
    reckoning = [said("ordinal.missions_there", source=case.source, target=case.target, n=len(past))]
    return unknown(case, [*reckoning, said("ordinal.kind_not_judged")], [said("ordinal.missions")], past[:5])


def _visits(case: Case) -> Verdict:
    """The nth visit, or n visits: counted where a source is complete for the office, else unknown."""
    claim, number = case.claim, int(case.claim.value or 0)
    cover = covered(case, "visit", claim.office)
    ordinal = claim.kind == "ordinal"
    day = case.day - _RECENT if ordinal else case.day
    past = [
        g for g in occurrences(case, "visit", until=day)
        if (claim.office is None or g.office == claim.office) and (w := g.interval) is not None and w.hi < day
    ]  # fmt: skip
    n = len(past) + 1 if ordinal else len(past)
    reckoning = [said("ordinal.visits", source=case.source, target=case.target, n=len(past))]
    if cover is None or cover.until < day:
        return unknown(case, reckoning, [said("first.incomplete")], past[-3:])
    limits = (said("first.covered", since=cover.since, until=cover.until.isoformat(), origin=cover.origin),)
    if n == number:
        return Verdict(claim, "supported", case.day, tuple(reckoning), tuple(past[-3:]), limits=limits)
    if n < number:  # a complete list holds fewer: no reading of the claim can be right
        reckoning.append(said("ordinal.fewer", number=number))
        return Verdict(claim, "contradicted", case.day, tuple(reckoning), tuple(past[-3:]), limits=limits)
    return unknown(case, [*reckoning, said("ordinal.scope", number=number)], limits, past[-3:])


def _told(case: Case) -> Verdict:
    """Sessions, agreements and the like: what is recorded is shown, a count of them the record cannot vouch for."""
    past = occurrences(case, case.claim.about, until=case.day, directed=False)
    told = said("ordinal.recorded", source=case.source, target=case.target, act=case.claim.about, n=len(past))
    return unknown(case, [told], [said("first.incomplete")], past[-3:])
