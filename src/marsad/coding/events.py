"""Candidates to event mentions: the same occasion told by headline, lead and body is one event."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.candidates import Candidate
from marsad.model import Status
from marsad.ontology import ACTS

# when one occasion is told with two statuses, what was denied or done outlives what was planned or wished
_STRENGTH: dict[Status, int] = {"proposed": 0, "planned": 1, "happened": 2, "denied": 3}


def parties(candidate: Candidate) -> frozenset[tuple[str, str]] | frozenset[str]:
    """Who with whom: unordered for the mutual acts, (source, target) pairs for the others."""
    if ACTS[candidate.act].mutual or not candidate.target:
        return frozenset(candidate.source)
    return frozenset((s, t) for s in candidate.source for t in candidate.target if s != t)


def merge(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Groups the candidates that tell one occasion; the best teller of each group comes first."""
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        for group in groups:
            if any(_same(member, candidate) for member in group) and all(_compatible(m, candidate) for m in group):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    for group in groups:
        # a headline only announces what the body tells
        group.sort(key=lambda c: (c.title, -c.score, c.sentence, c.hit.first))
    return groups


def _same(a: Candidate, b: Candidate) -> bool:
    if a.act != b.act:
        return False
    mine, theirs = parties(a), parties(b)
    return mine == theirs or (ACTS[a.act].mutual and len(mine) > 2 and (mine < theirs or theirs < mine))


def _compatible(a: Candidate, b: Candidate) -> bool:
    if a.status != b.status and {a.status, b.status} != {"planned", "proposed"}:
        return False
    if a.date and b.date and not _one_date(a.date, b.date):
        return a.act not in ("visit", "meet", "call", "sign", "attack") or a.sentence == b.sentence
    return True


def _one_date(a: str, b: str) -> bool:
    x, y = a.rstrip("~"), b.rstrip("~")
    return x.startswith(y) or y.startswith(x)
