"""The bytes of a page to its tree: encodings that are right, wrong or not told, and depth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import ArticleError
from marsad.reading.limits import Limits
from marsad.reading.page_tree import decode_page, looks_like_html, parse_page

ARABIC = "وصل وزير الخارجية العماني إلى طهران في زيارة رسمية تستغرق يومين."
RUSSIAN = "Министр иностранных дел прибыл с визитом в столицу и встретился с коллегой."
TURKISH = "Dışişleri Bakanı resmi ziyaret için başkente geldi, görüşmeler yarın sürecek."
HEBREW = "שר החוץ הגיע לביקור רשמי בעיר הבירה ונפגש עם עמיתו."


def page(text, declared=None):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "server"),
    [
        (ARABIC, "utf-8", "utf-8", None), (ARABIC, "utf-8", "windows-1256", None), (ARABIC, "utf-8", None,
        "iso-8859-1"), (ARABIC, "utf-8-sig", None, None),
        (ARABIC, "cp1256", "windows-1256", None), (ARABIC, "cp1256", None, "windows-1256"), (ARABIC, "cp1256", None,
        None), (ARABIC, "cp1256", "utf-8", None),
        (ARABIC, "cp1256", "iso-8859-1", None), (ARABIC, "iso8859-6", None, None), (ARABIC, "utf-16", None, None),
        (ARABIC, "cp1256", "x-nonsense", "punycode"),
        (RUSSIAN, "cp1251", "windows-1251", None), (RUSSIAN, "koi8-r", None, "koi8-r"), (RUSSIAN, "cp1251", None,
        None), (TURKISH, "cp1254", "iso-8859-9", None),
        (HEBREW, "cp1255", "windows-1255", None), ("Le ministre a été reçu à Genève.", "cp1252", None, None),
    ],
)  # fmt: skip
def test_encodings(text, encoding, declared, server):
    found, _ = decode_page(page(text, declared).encode(encoding), server)
    assert f"<p>{text}</p>" in found


def test_a_page_cut_inside_a_letter_or_with_one_fault_is_utf_8():
    data = page(ARABIC * 5).encode()
    assert decode_page(data[: data.rindex("يومين".encode()) + 3])[1] == "utf-8"
    assert decode_page(data.replace("طهران".encode(), b"\xc7\xe1", 1))[1] == "utf-8"


@pytest.mark.parametrize(
    ("head", "expected"),
    [(b"<!DOCTYPE html><html>", True), (b"\xef\xbb\xbf\n<HTML>", True), (b"<!-- x --><html>", True),
    (b'<?xml version="1.0"?><html xmlns="x">', True),
     (b"<?xml version='1.0'?><rss>", False), (b"plain text", False), (b'{"text": "<html>"}', False), (b"<p>fragment",
     False), (b"", False)],
)  # fmt: skip
def test_what_looks_like_a_page(head, expected):
    assert looks_like_html(head) is expected


def test_nothing_is_lost_in_deep_pages():
    for depth in (100, 400, 3_000, 20_000):
        tree = parse_page(f"<body>{'<div>' * depth}<p>{ARABIC}</p>".encode())
        assert ARABIC in tree.root.text_content()


def test_a_long_page_is_cut_and_that_is_told():
    tree = parse_page(page(ARABIC).encode() + b"x" * 1000, limits=Limits(page_bytes=500))
    assert [code for code, _ in tree.notes] == ["page-cut"]


@given(st.binary(max_size=300), st.text(max_size=12))
def test_no_bytes_break_it(data, charset):
    try:
        tree = parse_page(data, charset)
    except ArticleError as error:
        assert error.code in ("empty", "binary", "no-page", "unknown-encoding")
    else:
        assert tree.elements[0] is tree.root
