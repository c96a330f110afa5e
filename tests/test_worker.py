"""Pages in a process of their own: as fast pages are read, hostile ones are given up, and the next one is read."""

from __future__ import annotations

import datetime as dt
import os
import signal
import time

import pytest

from marsad.errors import ArticleError
from marsad.reading.extraction import extract
from marsad.reading.limits import MIB, Limits
from marsad.reading.worker import PageWorker
from pages.make import READ_ON, make

LINE = "قال الوزير إن بلاده ترحب بالمبادرة رقم {} وتدعو إلى حوار شامل بين الأطراف."
SLOW = Limits(page_seconds=30.0)


@pytest.fixture(scope="module")
def worker():
    with PageWorker(SLOW) as worker:
        yield worker


def pid_of(worker):
    process = worker._process
    assert process is not None
    return process.pid


def test_it_reads_as_the_function_does(worker):
    for manner in ("gulf_network", "state_agency_old", "portal_ru", "script_only"):
        page = make(manner, 1)
        assert worker.extract(page.data, url=page.url, feed_date="2010-01-01", read_on=READ_ON) == extract(
            page.data, url=page.url, feed_date="2010-01-01", read_on=READ_ON
        )


def test_refusals_come_through(worker):
    for data, code in ((b"", "empty"), (b"%PDF-1.4", "binary"), (b"<html></html>", "no-article")):
        with pytest.raises(ArticleError) as caught:
            worker.extract(data)
        assert caught.value.code == code
    assert worker.killed == 0


HOSTILE = {
    "nested": b"<div>" * 20_000 + f"<p>{LINE}</p>".encode() + b"</div>" * 20_000,
    "nested inline": b"<b><i><font>" * 10_000 + LINE.encode(),
    "nested tables": b"<table><tr><td>" * 7_000 + LINE.encode(),
    "one line of 5 MB": ("<p>" + "كلمة طويلة جدا. " * 190_000).encode(),
    "one line of breaks": b"<body>" + b"a<br>" * 400_000,
    "attributes": b"<p " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + b">" + LINE.encode(),
    "less-thans": b"<" * 5_000_000,
    "entities": b"<p>" + b"&amp;lt;" * 500_000,
    "JSON-LD": b'<script type="application/ld+json">' + b"[" * 900_000 + b"</script><p>" + LINE.encode(),
    "metas": b"<meta name=a content=b>" * 100_000 + f"<p>{LINE}</p>".encode(),
    "dates": b"<h1>t</h1>" + b"<p>1/1/2020 2/2/2020</p>" * 15_000 + f"<p>{LINE}</p>".encode(),
    "heads": ("<h3>Read more</h3><p>" + LINE + "</p>").encode() * 10_000,
    "links": b"<a href=x><h3>The minister said</h3></a>" * 20_000 + f"<p>{LINE}</p>".encode(),
    "NULs": b"<p>\x00" * 100_000 + LINE.encode(),
    "unclosed comment": f"<p>{LINE}</p>".encode() + b"<!--" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_time_and_the_worker_lives(worker, name):
    start = time.monotonic()
    try:
        page = worker.extract(HOSTILE[name], read_on=READ_ON)
    except ArticleError as error:
        assert error.code in ("no-article", "page-too-large", "no-page")
    else:
        assert page.paragraphs
    assert time.monotonic() - start < SLOW.page_seconds
    assert worker.extract(make("gulf_network", 1).data).quality == "good"


def test_nothing_is_lost_from_a_page_nested_20_000_deep(worker):
    lines = "".join(f"<p>{LINE.format(n)}</p>" for n in range(8))
    page = worker.extract(b"<div>" * 20_000 + lines.encode() + b"</div>" * 20_000)
    assert list(page.paragraphs) == [LINE.format(n) for n in range(8)]
    assert "flattened" in {note.code for note in page.notes}


def test_a_hundred_thousand_paragraphs_are_all_read(worker):
    body = "".join(f"<p>{LINE.format(n)}</p>" for n in range(100_000))
    page = worker.extract(f"<body><h1>t</h1>{body}".encode())
    assert len(page.paragraphs) == 100_000
    assert "large-page" in {note.code for note in page.notes}


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_read():
    with PageWorker(Limits(page_seconds=0.4)) as worker:
        good = make("gulf_network", 1).data
        assert worker.extract(good).paragraphs
        with pytest.raises(ArticleError) as caught:
            worker.extract(b"<body>" + b"<p>a<br>b</p>" * 400_000)
        assert caught.value.code == "page-too-slow"
        assert worker.killed == 1
        assert worker.extract(good).paragraphs


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no limit of memory on this system")  # noqa: PTH110
def test_a_page_that_takes_too_much_memory_is_given_up_and_the_next_one_read():
    with PageWorker(Limits(page_memory=120 * MIB, page_seconds=60)) as worker:
        with pytest.raises(ArticleError) as caught:
            worker.extract(b"<body>" + b"<p>a<br>b</p>" * 500_000)
        assert caught.value.code in ("page-too-large", "page-crashed")
        assert worker.extract(make("gulf_network", 1).data).paragraphs


def test_a_worker_that_was_killed_from_outside_is_replaced(worker):
    worker.extract(make("gulf_network", 1).data)
    os.kill(pid_of(worker), signal.SIGKILL)
    try:
        worker.extract(make("gulf_network", 2).data)
    except ArticleError as error:
        assert error.code == "page-crashed"
    assert worker.extract(make("gulf_network", 3).data).paragraphs


def test_a_worker_is_replaced_after_so_many_pages():
    with PageWorker(Limits(worker_pages=2)) as worker:
        pids = set()
        for seed in range(4):
            worker.extract(make("gulf_network", seed).data)
            pids.add(pid_of(worker))
        assert len(pids) == 2
        assert worker.killed == 0


def test_a_long_page_is_cut_before_it_is_sent_and_that_is_told():
    html = f"<html><body><h1>t</h1><p>{LINE}</p><p>{LINE.format(2)}</p>".encode() + b"<!--" + b"x" * 50_000
    with PageWorker(Limits(page_bytes=1_000)) as worker:
        page = worker.extract(html, read_on=dt.date(2024, 1, 1))
    assert page.paragraphs
    assert any(note.code == "page-cut" and f"{len(html):,}" in note.message for note in page.notes)
