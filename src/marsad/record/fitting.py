"""Whether a report fits into an event as it stands: what must not contradict, and what must support it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from marsad.record.merge_rules import CLOSE_DAYS, COPY_DAYS, COPY_SPREAD, YEAR, MergeRule
from marsad.record.persons import Likeness, agreement
from marsad.record.reaching import FIRST_DAY, LAST_DAY, Told
from marsad.record.types import Participant

ALIKE = 0.45  # share of common four-letter runs from which on two quotations say the same in the same words
_SHORT = 20  # runs of a quotation too short to be compared
_SAME_SHORT = 0.4  # a short quotation may be the same by chance: it only tells which of two events of a copy is meant
_LOOK_AT = 8  # quotations of an event that a report is compared with
_MONTH = 31


class Support(IntEnum):
    """What speaks for a merge besides act, parties and days."""

    NONE = 0
    PLACE = 1
    """One city."""
    OFFICE = 2
    """One office, at least one of them without a name that could be compared."""
    SURE = 3
    """A person whom both name, or the same words."""
    COPY = 4
    """The articles are copies of one text."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a report fits: the support, how alike the words are, whether parties and detail agree; and why."""

    support: Support
    words: float
    exact: bool
    why: str


@dataclass(slots=True, eq=False)
class Part:
    """Reports that the rules hold together: what a further report is compared with."""

    act: str
    rule: MergeRule
    members: list[Told] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    articles: dict[str, list[Told]] = field(default_factory=dict)
    parties: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    sharp: list[tuple[int, int]] = field(default_factory=list)
    first_end: int = LAST_DAY
    last_start: int = FIRST_DAY
    vague: list[Told] = field(default_factory=list)
    people: dict[str, list[Participant]] = field(default_factory=dict)
    cities: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    sectors: set[str] = field(default_factory=set)

    def add(self, told: Told, text: str) -> None:
        """Takes a report in; ``text`` is the key of the text of which its article is a copy."""
        self.members.append(told)
        self.texts.add(text)
        self.articles.setdefault(told.report.article.key, []).append(told)
        sides = (told.source, told.target)
        if sides not in self.parties:
            self.parties.append(sides)
        if not told.sharp:
            self.vague.append(told)
        elif (told.lo, told.hi) not in self.sharp:
            self.sharp.append((told.lo, told.hi))
            self.first_end, self.last_start = min(self.first_end, told.hi), max(self.last_start, told.lo)
        for country, people in told.decisive.items():
            known = self.people.setdefault(country, [])
            known += [p for p in people if p not in known]
        if told.city:
            self.cities.add(told.city)
        if told.country:
            self.countries.add(told.country)
        self.sectors.update(told.report.sectors)


def needs_clue(told: Told) -> bool:
    """Whether only the same words, a person whom both name or a copy can join a report to another."""
    return told.loose or (not told.rule.alone and told.rule.city == "free")


def fit(told: Told, part: Part, text: str) -> Fit | None:
    """How a report fits into a part of an event, None where it must not. ``text`` as in ``Part.add``."""
    copied = text in part.texts
    gap = _gap(told, part)
    if gap is None or (gap and not copied and gap > max(told.rule.days, told.rule.named_days)):
        return None
    if (gap or not told.sharp) and not copied and _bare(told, part, gap):
        return None
    exact = len(part.parties) == 1 and part.parties[0] == (told.source, told.target)
    if not exact and not _parties(told, part, copied):
        return None
    key = told.report.article.key
    if key in part.articles and not all(_one_telling(told, other) for other in part.articles[key]):
        return None
    people, who = _people(told, part)
    if people is Likeness.DIFFERENT and not copied:
        return None
    support, why = _support(told, part, copied, people, who)
    need = _need(told, part, gap, exact, support)
    if need is None:
        return None
    words = -1.0
    if support is Support.COPY or support < need:
        words = _words(told, part)
    if support < need and words >= ALIKE and not gap:
        support, why = (Support.COPY if told.loose else Support.SURE), "both say it in the same words"
    if support < need:
        return None
    days = "the same days" if not gap else f"days {gap} apart"
    return Fit(support, words, exact, f"{days}, {why}" if why else f"{days}, the same parties")


def _bare(told: Told, part: Part, gap: int) -> bool:
    """Whether nothing can support a merge for which support is needed; said early, as it holds of most."""
    if not gap and (told.rule.vague == "once" or told.loose):
        return False
    placed = told.city is not None and told.city in part.cities and bool(gap)
    return part.people.keys().isdisjoint(told.decisive) and not placed


def _parties(told: Told, part: Part, copied: bool) -> bool:
    """Whether parties that are not the very same can be told of one event."""
    mode = "joint" if copied else told.rule.parties
    if mode == "equal":
        return all(sides == (told.source, told.target) for sides in part.parties)
    against = part.parties if mode == "most" else [max(part.parties, key=lambda s: len(s[0]) + len(s[1]))]
    for source, target in against:
        within = told.source <= source and told.target <= target
        around = source <= told.source and target <= told.target
        if not within and not around:
            return False
        if bool(target) != bool(told.target) or (not target and min(len(source), len(told.source)) < 2):
            return False
        size = len(source) + len(target)
        if mode == "most" and min(size, told.size) * 2 <= max(size, told.size):
            return False
    return True


def _one_telling(told: Told, other: Told) -> bool:
    """Whether two reports of one article are one telling: a coder has told two occasions apart, a person may not."""
    one, two = told.report, other.report
    overlap = one.evidence.start < two.evidence.end and two.evidence.start < one.evidence.end
    return overlap and one.date == two.date and (told.source, told.target) == (other.source, other.target)


def _gap(told: Told, part: Part) -> int | None:
    """Days between a report and the nearest day of an event; None where they cannot be of one time.

    However near one of its days may be, none of them may be further away than the rule lets days lie apart: else a
    chain of days would make one event of a week.
    """
    if told.sharp:
        if len(part.sharp) == 1 and part.sharp[0] == (told.lo, told.hi):
            return 0
        gaps = [max(told.lo - hi, lo - told.hi, 0) for lo, hi in part.sharp]
        return min(gaps) if max(gaps) <= told.rule.most_days else None
    if part.sharp:
        late = told.published is not None and told.published > part.last_start + 1
        if late and told.report.status in ("planned", "proposed"):
            return None  # what has been is not planned: another occasion is meant
        return 0 if told.lo <= part.first_end and part.last_start <= told.hi else None
    return 0 if all(_one_vague_time(told, other) for other in part.vague) else None


def _one_vague_time(told: Told, other: Told) -> bool:
    """Whether two reports without a day can be of one time."""
    undated = told.loose and not told.dated and not other.dated
    if not undated and (told.lo > other.hi or other.lo > told.hi):
        return False
    if told.dated and other.dated:
        # that a year and one of its months are one time must be supported, see _need
        return (told.lo, told.hi) == (other.lo, other.hi) or told.rule.vague != "copies"
    if told.dated != other.dated:
        return told.rule.vague == "once"
    if told.published is None or other.published is None:
        return told.published is other.published and told.print == other.print
    apart = abs(told.published - other.published)
    if told.loose:
        return apart <= COPY_SPREAD
    return apart <= (min(told.rule.back or YEAR, YEAR) if told.report.status == "happened" else YEAR)


def _people(told: Told, part: Part) -> tuple[Likeness, Participant | None]:
    """DIFFERENT if for some country both tell people and none of them is the same; else the best agreement."""
    best: tuple[Likeness, Participant | None] = (Likeness.UNCLEAR, None)
    for country, people in told.decisive.items():
        if country in part.people:
            found = agreement(people, part.people[country])
            if found[0] is Likeness.DIFFERENT:
                return found
            if found[0] > best[0]:
                best = found
    return best


def _support(
    told: Told, part: Part, copied: bool, people: Likeness, who: Participant | None
) -> tuple[Support, str]:
    if copied:
        return Support.COPY, "the articles are copies of one text"
    if people is Likeness.NAMED and who is not None:
        return Support.SURE, f"both name {who.name}"
    if not told.rule.alone and told.rule.city == "free":
        return Support.NONE, ""  # a statement: neither office nor place tells it from the next one
    if people is Likeness.OFFICE and who is not None and told.rule.alone:
        return Support.OFFICE, f"both tell the same office ({who.office}, {who.country})"
    if told.city and told.city in part.cities:
        return Support.PLACE, f"both in {told.city}"
    return Support.NONE, ""


def _need(told: Told, part: Part, gap: int, exact: bool, support: Support) -> Support | None:
    """The support without which the two are kept apart; None where none is enough."""
    rule, copied = told.rule, support is Support.COPY
    need = Support.NONE if rule.alone else Support.SURE if rule.city == "free" else Support.PLACE
    if told.sharp:
        if gap:
            near = Support.PLACE if rule.near == "city" else Support.SURE
            named = rule.named_days if support is Support.SURE else 0
            if gap > max(rule.days, named, COPY_DAYS if copied else 0):
                return None
            need = max(need, near)
        elif told.hi - told.lo >= CLOSE_DAYS or any(hi - lo >= CLOSE_DAYS for lo, hi in part.sharp):
            need = max(need, Support.PLACE)
    elif told.loose:
        need = Support.COPY
    elif part.sharp:
        need = max(need, Support.NONE if rule.vague == "once" else Support.OFFICE)
    elif rule.vague != "once":
        short = all(v.dated and (v.lo, v.hi) == (told.lo, told.hi) for v in part.vague) and told.hi - told.lo < _MONTH
        need = max(need, Support.OFFICE if short else Support.SURE)
    if not exact and rule.parties == "most":
        # who met with whom on a day that is not told is guessing as soon as the parties differ
        need = max(need, Support.PLACE if told.sharp else Support.COPY)
    if part.cities and told.city and told.city not in part.cities and rule.city != "free":
        if rule.city == "apart" and not copied:
            return None
        need = Support.SURE
    elif part.countries and told.country and told.country not in part.countries and rule.city != "free":
        need = Support.SURE
    if rule.fields and part.sectors and told.report.sectors and part.sectors.isdisjoint(told.report.sectors):
        need = Support.SURE
    return need


def _words(told: Told, part: Part) -> float:
    """How alike the quotations are, at best: common runs of four letters as a share of the shorter one's (0 to 1)."""
    best = 0.0
    for other in part.members[:_LOOK_AT]:
        shorter = min(len(told.grams), len(other.grams))
        if shorter >= _SHORT:
            best = max(best, len(told.grams & other.grams) / max(len(told.grams), len(other.grams)))
        elif told.print == other.print:
            best = max(best, _SAME_SHORT)
    return best
