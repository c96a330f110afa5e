"""How the record holds up as it grows: taking in, the dossier, events by id, full-text search.

Fills a database with made-up coded articles (no coder: ``--coded`` measures that on the sample) whose pairs follow a
power law, as those of news do, several reports to an event. Then asks what a reader asks, and prints milliseconds at
the 50th and 95th percentile, so that it shows what grows with the database and what with the answer.

    python benchmarks/record.py [--reports N ...] [--db PATH|URL] [--seed N]
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from marsad import Article, Coder, store
from marsad.model import CodedArticle, EventMention, Person, Place, Span
from marsad.ontology import ACTS, OFFICES
from marsad.record.dossier import dossier
from marsad.record.types import Query
from marsad.reference.regions import regions

T = TypeVar("T")
_ACTS = ("meet", "visit", "accuse", "praise", "request", "agree", "call", "sign", "cooperate", "threaten", "aid",
         "reject", "sanction", "message", "attack", "open_mission", "appoint_envoy", "establish_relations")  # fmt: skip
_WORDS = [
    "السفارة", "الوزير", "الرئيس", "العلاقات", "التعاون", "الاقتصاد", "الحدود", "الطاقة", "المياه", "الأمن",
    "الاتفاق", "الزيارة", "اللقاء", "البيان", "المفاوضات", "السفير", "العاصمة", "الوفد", "القمة", "المساعدات",
]  # fmt: skip
_TODAY = dt.date(2024, 6, 1)


def made(number: int, chance: random.Random, states: Sequence[str], weights: Sequence[float]) -> CodedArticle:
    """One article of about five events on days near its own; the same for the same number and seed."""
    published = dt.date(2010, 1, 1) + dt.timedelta(number * 5000 // 1_000_000 + chance.randrange(0, 5000))
    lines, events, at = [f"خبر {number}"], [], len(f"خبر {number}") + 1
    people = []
    for _ in range(chance.randint(3, 7)):
        first, second = chance.choices(states, cum_weights=weights, k=2)
        if first == second:
            continue
        act = _ACTS[min(int(chance.paretovariate(0.8)) - 1, len(_ACTS) - 1)]
        line = f"{first} {act} {second} " + " ".join(chance.choices(_WORDS, k=12))
        source, target = ((first, second), ()) if ACTS[act].mutual else ((first,), (second,))
        day = (published - dt.timedelta(chance.randrange(3))).isoformat()
        span = Span(at, at + len(line), line)
        events.append(EventMention(
            act, "happened", source, target, span, day, Place(second), ("politics",), None, round(chance.random(), 3),
            (f"{act}:made",), None, **ACTS[act].codes(),
        ))  # fmt: skip
        people.append(Person(f"{first} وزير {chance.randrange(4)}", first, chance.choice(tuple(OFFICES)), (span,)))
        lines.append(line)
        at += len(line) + 1
    outlet = f"outlet {number % 40}"
    article = Article("\n".join(lines[1:]), lines[0], published, f"n{number}", outlet=outlet, language="ar")
    return CodedArticle(article, "ar", tuple(events), tuple(people), (), (), (), "made")


def articles(reports: int, seed: int) -> Iterator[CodedArticle]:
    """Articles with about so many reports in all."""
    chance = random.Random(seed)
    states = sorted({state for region in regions().values() for state in region.states})
    chance.shuffle(states)
    weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(states))))  # the first pair: about 1 in 60
    told = number = 0
    while told < reports:
        coded = made(number, chance, states, weights)
        told += len(coded.events)
        number += 1
        yield coded


def timed(name: str, ask: Callable[[T], object], questions: Sequence[T]) -> None:
    """Prints the 50th and 95th percentile of some questions."""
    taken = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    print(f"  {name:<34} p50 {cuts[9]:8.1f} ms   p95 {cuts[18]:8.1f} ms   ({len(taken)} asked)")


def measure(reports: int, where: str | Path, seed: int) -> None:
    """Fills one database and asks it."""
    with store.open(where) as record:
        record.load_reference()
        count, start, last = 0, time.perf_counter(), time.perf_counter()
        for coded in articles(reports, seed):
            record.ingest(coded)
            count += 1
            if time.perf_counter() - last > 60:
                last = time.perf_counter()
                print(f"    … {count} articles, {count / (last - start):.0f}/s", flush=True)
        taken = time.perf_counter() - start
        print(f"{reports} reports: {count} articles taken in, {count / taken:.0f} articles/s without coding")
        snapshot, chance = record.snapshot(), random.Random(seed + 1)
        page = snapshot.events(Query(limit=2000))
        drawn = [sorted({*e.source, *e.target})[:2] for e in chance.choices(page.events, k=100)]
        pairs = [(first, second) for first, second in drawn]
        dossier(snapshot, *pairs[0], as_of=_TODAY)  # the first call loads what all share
        ids = [e.id for e in chance.choices(page.events, k=200)]
        words = [" ".join(chance.sample(_WORDS, 2)) for _ in range(40)]
        timed("dossier of pairs by their weight", lambda pair: dossier(snapshot, *pair, as_of=_TODAY), pairs)
        timed("events of a pair, a page", lambda pair: snapshot.events(Query(between=pair)), pairs)
        timed("event by id", snapshot.event, ids)
        timed("search, two common words, 20 found", lambda told: snapshot.search(told, 20), words)


def coding() -> None:
    """Taking in with coding, on the sample."""
    import json

    lines = (Path(__file__).parent.parent / "sample" / "dispatches.jsonl").read_text("utf-8").splitlines()
    told = [Article.from_dict(json.loads(line)) for line in lines]
    coder = Coder()
    coder.code(told[0])
    with tempfile.TemporaryDirectory() as folder, store.open(Path(folder) / "coded.db") as record:
        start = time.perf_counter()
        for article in told:
            record.ingest(coder.code(article))
        taken = time.perf_counter() - start
    print(f"sample with coding, durable: {len(told) / taken:.0f} articles/s (goal 50)")


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--db", help="an empty database, for one size only (default: a file in a temporary folder)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    coding()
    for reports in options.reports:
        with tempfile.TemporaryDirectory() as folder:
            measure(reports, options.db or Path(folder) / "record.db", options.seed)


if __name__ == "__main__":
    main()
