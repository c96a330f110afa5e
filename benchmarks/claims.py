"""How often a claim of the form "the first visit by a US secretary of state to X since …" gets the right verdict.

Writes claims in English and Arabic on journeys of US presidents and secretaries of state (complete since 1906 and
1866), true ones, false ones and ones that the record cannot know, sends each text through the whole of
``marsad check``, and counts. The truth is reckoned here from the list of journeys alone.

    python benchmarks/claims.py [--claims N] [--seed N] [--show N]
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import marsad.store as store
from marsad import Article, Coder
from marsad.language.names import actor_name
from marsad.record.intervals import Interval, interval
from marsad.record.snapshot import Snapshot
from marsad.record.verdicts import check
from marsad.reference.facts import load

_EN = {
    "foreign_minister": "US secretary of state", "head_of_state": "US president",
    "defence_minister": "US defense secretary",
}  # fmt: skip
_AR = {"foreign_minister": "وزير خارجية أمريكي", "head_of_state": "رئيس أمريكي", "defence_minister": "وزير دفاع أمريكي"}

_TEXTS = {
    "ever": (
        "The visit is the first ever by a {office} to {state}.",
        "He became the first {office} to visit {state}.",
        "It was the first visit by a {office} to {state}.",
        "وهو أول {office} يزور {state} على الإطلاق.",
        "وتعد هذه أول زيارة ل{office} إلى {state}.",
    ),
    "since": (
        "It is the first visit by a {office} to {state} since {year}.",
        "He is the first {office} to visit {state} since {year}.",
        "No {office} had visited {state} since {year}.",
        "وهذه أول زيارة ل{office} إلى {state} منذ عام {year}.",
        "وهو أول {office} يزور {state} منذ {year}.",
    ),
    "in": (
        "It is the first visit by a {office} to {state} in {years} years.",
        "He is the first {office} to visit {state} in {years} years.",
        "This was the first trip to {state} by a {office} in {years} years.",
        "وهذه أول زيارة ل{office} إلى {state} منذ {years} عاما.",
        "وأصبح أول {office} يزور {state} منذ {years} عاما.",
    ),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its day of publication, and the right verdict."""

    text: str
    published: str
    verdict: str
    form: str
    language: str


def journeys() -> dict[tuple[str, str], list[Interval]]:
    """(office, state) → the days of the visits there, in order; visits in one week of each other are one."""
    found: dict[tuple[str, str], list[Interval]] = defaultdict(list)
    for fact in load("visit"):
        known = fact.source == "USA" and fact.target and fact.office in ("foreign_minister", "head_of_state")
        if known and fact.status not in ("elect", "dependent_territory") and fact.start:
            days = interval(f"{fact.start}/{fact.end or fact.start}")
            if days is not None:
                found[fact.office or "", fact.target or ""].append(days)
    merged: dict[tuple[str, str], list[Interval]] = {}
    for key, visits in found.items():
        kept: list[Interval] = []
        for visit in sorted(visits):
            if kept and (visit.lo - kept[-1].hi).days <= 7:
                kept[-1] = Interval(kept[-1].lo, max(kept[-1].hi, visit.hi))
            else:
                kept.append(visit)
        merged[key] = kept
    return merged


def examples(count: int, seed: int) -> Iterator[Example]:
    """Claims of every form, about as many true, false and unknowable; the same for the same seed."""
    chance = random.Random(seed)
    visits = journeys()
    keys = sorted(key for key in visits if actor_name(key[1], "en") != key[1] and actor_name(key[1], "ar") != key[1])
    made = 0
    while made < count:
        office, state = chance.choice(keys)
        past = visits[office, state]
        at = chance.randrange(len(past))
        example = _example(chance, office, state, past, at)
        if example is not None:
            made += 1
            yield example


def _example(chance: random.Random, office: str, state: str, past: list[Interval], at: int) -> Example | None:
    day, form = past[at].lo, chance.choice(("ever", "since", "in"))
    verdict = chance.choice(("supported", "contradicted", "unknown"))
    year = day.year
    if form == "ever":
        if verdict != "unknown":
            verdict = "contradicted" if at else "supported"
    elif verdict == "supported":
        if not at or past[at - 1].hi.year == day.year:
            return None
        year = past[at - 1].hi.year
    elif verdict == "contradicted":
        earlier = [p.hi.year for p in past[: max(at - 1, 0)] if p.hi.year < past[at - 1].lo.year]
        if not earlier:
            return None
        year = chance.choice(earlier)
    else:
        year = day.year - chance.randrange(2, 60)
    if verdict == "unknown":  # of this office no source is complete
        office = "defence_minister"
    text = chance.choice(_TEXTS[form])
    language = "en" if text.isascii() else "ar"
    said = text.format(
        office=(_EN if language == "en" else _AR)[office], state=actor_name(state, language), year=year,
        years=day.year - year,
    )  # fmt: skip
    return Example(said, day.isoformat(), verdict, form, language)


def verdict(coder: Coder, snapshot: Snapshot, example: Example) -> str:
    """What marsad says of the claim in a text; ``no claim`` where it finds none."""
    article = Article(example.text, published=example.published, language=example.language)
    assert article.published is not None
    verdicts = [v for v in check(snapshot, coder.code(article), article.published) if v.claim.kind == "first"]
    return verdicts[0].outcome if verdicts else "no claim"


def main() -> None:
    """Counts and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="wrong ones to show")
    options = parser.parse_args()
    coder, counts, wrong = Coder(), Counter[tuple[str, str]](), []
    with tempfile.TemporaryDirectory() as folder, store.open(Path(folder) / "claims.db") as record:
        record.load_reference()
        snapshot = record.snapshot()
        for example in examples(options.claims, options.seed):
            said = verdict(coder, snapshot, example)
            counts[example.verdict, said] += 1
            if said != example.verdict:
                wrong.append((said, example))
    right = sum(n for (truth, said), n in counts.items() if truth == said)
    print(f"claims {options.claims}, right {right / options.claims:.4f} (goal 0.98)")
    for (truth, said), n in sorted(counts.items()):
        print(f"  {truth:<13} judged {said:<13} {n:>6}")
    bad = counts["unknown", "contradicted"]
    print(f"unknown called contradicted: {bad} (goal 0)")
    for said, example in wrong[: options.show]:
        print(f"  {said} for {example.verdict}: {example.published} {example.text}")


if __name__ == "__main__":
    main()
