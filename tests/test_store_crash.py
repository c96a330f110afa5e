"""An ingest that is killed, and disks that are full: what was committed stays, nothing is half there or there twice."""

from __future__ import annotations

import itertools
import os
import random
import resource
import signal
import time
import warnings
from pathlib import Path

import pytest
from sqlalchemy import event as listen

from marsad import store
from marsad.record.types import Query
from marsad.store import Store, StoreError
from marsad.store.verify import verify
from store_cases import coded

ARTICLES = 24


class Ingest:
    """An ingest in a process of its own, which tells each article once its transaction is committed."""

    def __init__(self, path: Path) -> None:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child touches nothing of theirs
            self.process = os.fork()
        if self.process == 0:
            try:
                os.close(reading)
                with store.open(path) as record:
                    for number in range(ARTICLES):
                        os.write(writing, f"{record.ingest(article(number)).key} {number}\n".encode())
            finally:
                os._exit(0)
        os.close(writing)
        self.told = os.fdopen(reading)

    def kill(self) -> list[str]:
        """Kills it; the rest of what it told."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        with self.told:
            return [line for line in self.told if line.endswith("\n")]


def article(number: int):
    """One of the articles of the ingest: two events, the first shared by many."""
    return coded(
        f"visit ISR>TKM 2023-04-{number % 3 * 9 + 1:02}", f"sign OMN+IRN> 2023-04-{number % 28 + 1:02}", id=f"n{number}",
        outlet=f"outlet {number}", people=("إيلي كوهين/ISR/foreign_minister",), claim="ISR|TKM",
    )  # fmt: skip


def hold(path: Path, told: list[str]) -> int:
    """Checks a record after a crash against the keys of the articles that were told to be committed; how many it has."""
    with store.open(path) as record:
        found = verify(record.database)
        assert found.findings == ()
        view = record.snapshot()
        there = [view.article(f"n{number}") for number in range(ARTICLES)]
        count = sum(one is not None for one in there)
        assert [one is not None for one in there] == [True] * count + [False] * (ARTICLES - count)  # in order, no gap
        keys = {one.head.key for one in there if one is not None}
        assert set(told) <= keys  # none lost
        assert count - len(told) in (0, 1)  # at most the one that was committed and not told yet
        assert record.figures()["articles"] == str(count) == record.figures()["codings"]  # none twice
        reports = [r.id for one in there if one is not None for r in one.reports]
        held = [r for e in view.events(Query(limit=None)).events for r in e.reports]
        assert sorted(reports) == sorted(held) and len(reports) == 2 * count  # none half there
    return count


def kill_somewhere(path: Path, dice: random.Random) -> int:
    """Kills one ingest after some article and a little more; checks what is left. How many articles there are."""
    last = dice.randrange(ARTICLES)
    ingest = Ingest(path)
    told = list(itertools.islice(ingest.told, last))
    time.sleep(dice.random() * 0.02)
    told += ingest.kill()
    return hold(path, [line.split()[0] for line in told])


def finish(path: Path, have: int) -> None:
    """Runs the ingest again: it goes on where it was, and ends as one that was never killed."""
    with store.open(path) as record:
        results = [record.ingest(article(number)).written for number in range(ARTICLES)]
        assert results == ["unchanged"] * have + ["new"] * (ARTICLES - have)


def shape(record: Store):
    events = record.snapshot().events(Query(limit=None)).events
    return [(e.id, e.reports, e.date, e.status, e.sources) for e in events]


def kills(tmp_path: Path, points: int, seed: int) -> None:
    dice = random.Random(seed)
    with store.open(tmp_path / "whole.db") as whole:
        for number in range(ARTICLES):
            whole.ingest(article(number))
        wanted = shape(whole)
    seen = set()
    for point in range(points):
        path = tmp_path / f"record{point}.db"
        have = kill_somewhere(path, dice)
        seen.add(have)
        if point % 5 == 0:
            finish(path, have)
            with store.open(path) as record:
                assert shape(record) == wanted
        for file in tmp_path.glob(f"record{point}.db*"):
            file.unlink()
    assert len(seen) > min(points, ARTICLES) // 3  # the points are really different ones


def test_killed_at_random_points(tmp_path: Path):
    kills(tmp_path, 20, 1)


@pytest.mark.long
def test_killed_at_many_random_points(tmp_path: Path):
    kills(tmp_path, 200, 2)


def test_killed_again_and_again_on_one_record(tmp_path: Path):
    """The same record killed several times: each time it goes on."""
    dice, path, have = random.Random(3), tmp_path / "record.db", 0
    for _ in range(3):
        ingest, further = Ingest(path), dice.randrange(1, 8)
        for line in ingest.told:
            if int(line.split()[1]) >= have + further:
                break
        ingest.kill()
        with store.open(path) as record:
            assert verify(record.database).findings == ()
            now = int(record.figures()["articles"])
        assert now > have
        have = now
    finish(path, have)


# ---- full disks


def test_a_full_database_loses_nothing(tmp_path: Path):
    path = tmp_path / "record.db"
    with store.open(path) as record:
        record.ingest(article(0))
        with record.database.reading() as connection:
            pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        kept, limit = 1, [True]

        @listen.listens_for(record.database.engine, "checkout")
        def narrow(connection, _record, _proxy):  # the limit is of the connection, so each one gets it
            connection.execute(f"PRAGMA max_page_count={pages + 20 if limit[0] else 1_000_000}")

        with pytest.raises(StoreError) as told:
            for number in range(1, ARTICLES):
                record.ingest(article(number))
                kept += 1
        assert told.value.code == "disk-full" and str(path) in told.value.message
        assert 1 < kept < ARTICLES
        limit[0] = False
    assert _count(path) == kept
    finish(path, kept)
    assert verified(path)


def _count(path: Path) -> int:
    with store.open(path) as record:
        return int(record.figures()["articles"])


def verified(path: Path) -> bool:
    with store.open(path) as record:
        return verify(record.database).findings == ()


def test_a_disk_that_takes_no_more_loses_nothing(tmp_path: Path):
    """The size of files is limited for the process, as a quota would."""
    path = tmp_path / "record.db"
    with store.open(path) as record:
        record.ingest(article(0))
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, size + 200_000))
            done = 1
            try:
                with store.open(path) as record:
                    for number in range(1, ARTICLES):
                        record.ingest(article(number))
                        done += 1
                told = "no error"
            except StoreError as error:
                told = error.code
            except BaseException as error:
                told = repr(error)
            os.write(writing, f"{done} {told}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        count, _, answer = pipe.read().partition(" ")
    os.waitpid(child, 0)
    assert answer in ("disk-full", "disk-error")
    assert 1 < int(count) < ARTICLES
    assert _count(path) == int(count) and verified(path)
    finish(path, int(count))
