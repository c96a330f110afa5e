"""The folder that keeps pages."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os

import pytest

from marsad.reading.fetched import FetchedPage
from marsad.reading.keeping import INDEX, FolderSink
from marsad.reading.listing import FeedEntry

BODY = "نص الصفحة".encode()


def a_page(name="1", body=BODY):
    entry = FeedEntry(name, f"https://a.example/{name}", "عنوان", "Fri, 01 Mar 2024", categories=("x",))
    when = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    return FetchedPage(
        "https://a.example/rss",
        entry.url,
        entry.url + "/",
        200,
        (("content-type", "text/html"),),
        body,
        when,
        entry,
        "A",
        "ar",
    )


def lines(folder):
    return [json.loads(line) for line in (folder / INDEX).read_text("utf-8").splitlines()]


def test_pages_are_kept_with_all_that_is_known_of_them(tmp_path):
    folder = tmp_path / "a" / "pages"
    with FolderSink(folder) as sink:
        assert sink.take(a_page()).outcome == "new"
        assert sink.take(a_page()).outcome == "known"
        assert sink.take(a_page(body=b"corrected")).outcome == "new"
        assert sink.take(a_page("2")).outcome == "new"
    first = lines(folder)[0]
    body = gzip.decompress((folder / first["file"]).read_bytes())
    assert FetchedPage.from_dict(first, body) == a_page()
    assert len(lines(folder)) == 3
    with FolderSink(folder) as again:
        assert again.take(a_page()).outcome == "known"


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_what_a_crash_cut_off_is_written_again(tmp_path, cut):
    with FolderSink(tmp_path) as sink:
        sink.take(a_page("1"))
        sink.take(a_page("2"))
    data = (tmp_path / INDEX).read_bytes()
    (tmp_path / INDEX).write_bytes(data[:-cut])
    with FolderSink(tmp_path) as sink:
        assert (sink.take(a_page("1")).outcome, sink.take(a_page("2")).outcome) == ("known", "new")
    assert (tmp_path / INDEX).read_bytes() == data


def test_the_same_page_is_the_same_file(tmp_path):
    for name in ("a", "b"):
        with FolderSink(tmp_path / name) as sink:
            sink.take(a_page())
    one, two = (sorted(p.relative_to(tmp_path / name) for p in (tmp_path / name).rglob("*.gz")) for name in "ab")
    assert one == two and (tmp_path / "a" / one[0]).read_bytes() == (tmp_path / "b" / one[0]).read_bytes()


def test_a_disk_that_fails_at_the_index_leaves_no_line(tmp_path, monkeypatch):
    calls, fsync = [], os.fsync

    def second_fails(number):
        calls.append(number)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        fsync(number)

    with FolderSink(tmp_path) as sink:
        monkeypatch.setattr("os.fsync", second_fails)
        with pytest.raises(OSError, match="Input"):
            sink.take(a_page())
        assert sink.take(a_page()).outcome == "new"
    assert len(lines(tmp_path)) == 1


def test_a_full_disk_is_an_os_error_and_leaves_nothing_half(tmp_path, monkeypatch):
    with FolderSink(tmp_path) as sink:
        monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="space"):
            sink.take(a_page())
        assert lines(tmp_path) == [] and not list(tmp_path.rglob("*.gz"))
        monkeypatch.undo()
        assert sink.take(a_page()).outcome == "new"
    assert len(lines(tmp_path)) == 1
