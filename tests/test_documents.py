"""Inputs beyond text and JSON: pages, archives, anything gzipped; folders and links; limits that are told."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Generator

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from marsad.model import Article
from marsad.reading.inputs import Document, Refusal, Remark, read_documents, read_inputs, suffix_of
from pages.make import READ_ON, make
from pages.warc import http, record

PAGE = make("gulf_network", 1)
LINES = b'{"text": "one", "title": "a"}\n{"text": "two"}\n'


def read(*paths, **options):
    remarks: list[Remark] = []
    found = list(read_documents(paths, remark=remarks.append, today=READ_ON, **options))
    return [f for f in found if isinstance(f, Document)], [f for f in found if isinstance(f, Refusal)], remarks


def parquet(**columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def warc():
    return record(http(PAGE.data)) + record(http(kind="image/png")) + record(http(b"<html></html>"))


@pytest.fixture
def write(tmp_path):
    def writer(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return writer


# --- each kind -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.html.gz"])
def test_a_page_with_what_it_tells(write, name):
    data = gzip.compress(PAGE.data) if name.endswith(".gz") else PAGE.data
    (found,), refusals, _ = read(write(name, data))
    assert refusals == []
    assert (found.article.title, found.article.published, found.article.outlet) == (
        PAGE.title,
        PAGE.published,
        PAGE.outlet,
    )
    assert found.page is not None and found.page.paragraphs == PAGE.paragraphs
    assert (found.raw, found.fetched) == (PAGE.data, READ_ON)


def test_options_stand_in_for_what_a_page_does_not_tell(write):
    bare = f"<html><body><p>{PAGE.paragraphs[0]}</p><p>{PAGE.paragraphs[1]}</p></body></html>".encode()
    (found,), _, remarks = read(
        write("a.html", bare), published=dt.date(2020, 1, 2), outlet="o", language="ar", article_id="i"
    )
    assert (found.article.published, found.article.outlet, found.article.id) == (dt.date(2020, 1, 2), "o", "i")
    assert {"no-date", "no-title"} <= {remark.code for remark in remarks}


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_warc_gives_its_pages_and_tells_of_the_rest(write, name):
    data = b"".join(map(gzip.compress, (warc(), warc()))) if name.endswith(".gz") else warc() * 2
    path = write(name, data)
    found, refusals, remarks = read(path)
    assert [d.source for d in found] == [f"{path}#1", f"{path}#4"]
    assert {d.fetched for d in found} == {dt.date(2023, 4, 19)}
    assert [(r.source, r.code) for r in refusals] == [(f"{path}#3", "no-article"), (f"{path}#6", "no-article")]
    assert any(r.code == "passed-over" and "2 image/png" in r.message for r in remarks)


def test_gzipped_lines_json_and_text(write):
    for name, data in (("a.jsonl.gz", LINES), ("a.json.gz", b"[" + LINES.strip().replace(b"\n", b",") + b"]")):
        assert [d.article.text for d in read(write(name, gzip.compress(data)))[0]] == ["one", "two"]
    (found,), _, _ = read(write("a.txt.gz", gzip.compress("عنوان\nنص الخبر".encode())))
    assert (found.article.title, found.article.text) == ("عنوان", "نص الخبر")


def test_parquet_rows(write):
    path = write(
        "a.parquet",
        parquet(text=["one", "", None, "four"], title=["t", "", None, None], date=["2020-01-02", None, None, "x"]),
    )
    found, refusals, _ = read(path)
    assert [(d.article.content, d.source) for d in found] == [("t\none", f"{path}[1]")]
    assert [(r.source, r.code) for r in refusals] == [
        (f"{path}[2]", "empty"),
        (f"{path}[3]", "no-text"),
        (f"{path}[4]", "bad-date"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [(PAGE.data, [PAGE.title]), (gzip.compress(PAGE.data), [PAGE.title]), (warc(), [PAGE.title]),
    (gzip.compress(warc()), [PAGE.title]),
     (LINES, ["a", ""]), (gzip.compress(LINES), ["a", ""]), (parquet(text=["x"], title=["p"]), ["p"]),
     ("عنوان\nنص".encode(), ["عنوان"])],
)  # fmt: skip
def test_standard_input_is_told_by_its_first_bytes(data, expected):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    found, refusals, _ = read("-", stdin=Pipe(data))
    assert [d.article.title for d in found] == expected
    assert {r.code for r in refusals} <= {"no-article"}  # the WARC's empty page


def test_a_file_without_a_suffix_is_told_by_its_first_bytes(write):
    assert [d.article.title for d in read(write("page", PAGE.data), write("lines", gzip.compress(LINES)))[0]] == [
        PAGE.title,
        "a",
        "",
    ]


# --- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.html", b"", "empty"), ("a.html", b"%PDF-1.4", "binary"), ("a.html", b"<html></html>", "no-article"),
        ("a.warc", b"nothing", "damaged"),
        ("a.warc", b"", "no-records"), ("a.parquet", b"nothing", "damaged"), ("a.parquet", parquet(number=[1]),
        "no-text"), ("a.jsonl.gz", b"no gzip", "damaged"),
        ("a.txt.gz", gzip.compress(b"a" * (70 << 20)), "bomb"), ("a.tar.gz", b"x", "unsupported-type"), ("a.zip",
        b"x", "unsupported-type"), ("a.gz", b"x", "unsupported-type"),
        ("a.txt", gzip.compress(b"x"), "binary"), ("a.txt", PAGE.data, "markup"), ("a.html.gz",
        gzip.compress(PAGE.data)[:-20], "damaged"),
    ],
)  # fmt: skip
def test_refusals_have_their_reason(write, name, data, code):
    found, (refusal, *more), _ = read(write(name, data))
    assert (found, more, refusal.code) == ([], [], code)
    assert refusal.message


def test_what_stood_before_the_damage_is_read(write):
    data = gzip.compress(b"".join(json.dumps({"text": f"{n} " * 400}).encode() + b"\n" for n in range(3_000)))
    found, refusals, _ = read(write("a.jsonl.gz", data[: len(data) // 2]))
    assert len(found) > 100
    assert [r.code for r in refusals] == ["damaged"]


# --- folders and links -----------------------------------------------------------------------------


def test_a_folder_holds_all_kinds_and_links_out_of_it_are_refused(write, tmp_path):
    outside = write("secret.txt", b"title\nsecret")
    write("in/a.html", PAGE.data)
    write("in/b.jsonl.gz", gzip.compress(LINES))
    write("in/c.exe", b"x")
    (tmp_path / "in" / "link.txt").symlink_to(outside)
    (tmp_path / "in" / "same.html").symlink_to("a.html")
    (tmp_path / "in" / "gone.html").symlink_to("nowhere.html")
    found, refusals, remarks = read(tmp_path / "in")
    assert [d.article.title for d in found] == [PAGE.title, "a", "", PAGE.title]
    assert [(r.source, r.code) for r in refusals] == [(str(tmp_path / "in" / "link.txt"), "outside")]
    assert "1 .exe" in remarks[-1].message


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.jsonl.gz", ".jsonl.gz"),
        ("A.WARC.GZ", ".warc.gz"),
        ("a.parquet", ".parquet"),
        ("a.parquet.gz", None),
        ("a.tar.gz", None),
        ("a", ""),
        ("a.pdf", None),
    ],
)
def test_suffixes(tmp_path, name, suffix):
    assert suffix_of(tmp_path / name) == suffix


# --- ends that were asked for ----------------------------------------------------------------------


def test_a_limit_of_articles_is_told(write):
    path = write("a.jsonl", LINES * 5)
    found, _, remarks = read(path, limit=3)
    assert len(found) == 3
    assert [(r.code, "3 articles" in r.message) for r in remarks] == [("limit", True)]
    assert read(path, limit=0)[2][0].code == "limit"
    assert read(path, limit=100)[2] == []


def test_a_limit_of_time_is_told(write):
    found, _, remarks = read(write("a.jsonl", LINES * 5), stop_after=0.0)
    assert len(found) == 1
    assert [r.code for r in remarks] == ["time"]


def test_read_inputs_gives_the_articles(write):
    found = list(read_inputs([write("a.html", PAGE.data)]))
    assert [type(item) for item in found] == [Article]


def test_a_reader_that_is_left_early_leaves_no_process_behind(write):
    found = read_documents([write("a.warc", warc() * 3)], remark=lambda _: None)
    assert isinstance(found, Generator)
    assert isinstance(next(found), Document)
    found.close()


def test_plain_inputs_import_nothing_heavy():
    code = (
        "import sys, marsad; from marsad.reading.inputs import read_inputs; "
        "list(read_inputs(['-'], stdin=__import__('io').BytesIO(b'title\\ntext'))); "
        "heavy = {'lxml', 'trafilatura', 'numpy', 'pyarrow', 'fastwarc', 'rensa', 'fasttext', 'requests'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
