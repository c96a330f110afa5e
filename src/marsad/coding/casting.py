"""From how likely each party plays a part to the likeliest castings of an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.coding.roles import Party

_THIRD = 0.85  # how sure the judge must be of a third party to a mutual act
_MORE = 0.6  # and of a second target
_WIDTH = 4  # the likeliest parties of a side that are tried
Likely = Sequence[tuple[float, ...]]  # for each party that it has no part, is a source, is a target


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may play which part: ``sources``, ``targets`` (empty when all do it together), and how likely."""

    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    certain: tuple[float, float]

    @property
    def product(self) -> float:
        """How likely the whole casting is."""
        return self.certain[0] * self.certain[1]

    @property
    def key(self) -> tuple[frozenset[str], frozenset[str]]:
        """The codes on each side: two casts with the same codes are one."""
        return (
            frozenset(c for p in self.sources for c in p.codes),
            frozenset(c for p in self.targets for c in p.codes),
        )


def casts(found: Sequence[Party], likely: Likely, *, mutual: bool, directed: bool, most: int) -> list[Cast]:
    """The likeliest castings, at most ``most``, each with other codes, the likeliest first.

    ``mutual``: all may be sources; ``directed``: one may do it to the other.
    """
    made: list[Cast] = []
    if mutual:
        made += _together(found, [p[1] if directed else p[1] + p[2] for p in likely], most)
    if directed:
        made += _towards(found, likely, most)
    made.sort(key=lambda cast: -cast.product)
    if most == 1:
        return made[:1]
    distinct: dict[tuple[frozenset[str], frozenset[str]], Cast] = {}
    for cast in made:
        distinct.setdefault(cast.key, cast)
    return list(distinct.values())[:most]


def _together(found: Sequence[Party], likely: Sequence[float], most: int) -> list[Cast]:
    """Castings of a mutual act: the likeliest two parties with those surely beside them, then other twos."""
    ranked = sorted(range(len(found)), key=lambda i: (-likely[i], i))[: _WIDTH + 1]
    made: list[Cast] = []
    for position, i in enumerate(ranked):
        for j in ranked[position:]:
            codes = set(found[i].codes) | set(found[j].codes)
            if len(codes) < 2 or (i != j and set(found[j].codes) <= set(found[i].codes)):
                continue
            members = [found[i]] if i == j else [found[i], found[j]]
            if not made and i != j:
                for k in ranked:
                    party = found[k]
                    sure = likely[k] >= _THIRD and not party.context and k not in (i, j)
                    if sure and not set(party.codes) <= codes:
                        members.append(party)
                        codes |= set(party.codes)
            made.append(Cast(tuple(members), (), (likely[i], likely[j])))
            if most == 1:
                return made
    return made


def _towards(found: Sequence[Party], likely: Likely, most: int) -> list[Cast]:
    """Castings of a directed act: the likely sources with the likely targets."""
    sources = sorted(range(len(found)), key=lambda i: (-likely[i][1], i))[:_WIDTH]
    targets = sorted(range(len(found)), key=lambda i: (-likely[i][2], i))[:_WIDTH]
    pairs = []
    for i in sources:
        for j in targets:
            product = likely[i][1] * likely[j][2]
            if i != j and product >= 0.005 and not set(found[j].codes) <= set(found[i].codes):
                pairs.append((-product, i, j))
    pairs.sort()
    made = []
    for _, i, j in pairs[: 1 if most == 1 else len(pairs)]:
        members = [found[j]]
        taken = set(found[i].codes) | set(found[j].codes)
        for k in targets:
            party = found[k]
            alike = party.where == found[j].where and not party.context and k not in (i, j)
            if alike and likely[k][2] > _MORE and not set(party.codes) & taken:
                members.append(party)
                taken |= set(party.codes)
        made.append(Cast((found[i],), tuple(members), (likely[i][1], likely[j][2])))
    return made
