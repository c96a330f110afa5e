"""Sitemaps: lists of pages, lists of lists, plain text, packed."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.addresses import parse_address
from marsad.reading.listing import FeedError
from marsad.reading.settings import ReadingSettings
from marsad.reading.sitemaps import read_sitemap

BASE = parse_address("https://agency.example/sitemap.xml")
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://agency.example/1</loc><lastmod>2024-03-01T12:00:00Z</lastmod>
 <image:image><image:loc>https://agency.example/1.jpg</image:loc><image:title>صورة</image:title></image:image>
 <news:news><news:publication><news:name>المشرق</news:name><news:language>ar</news:language></news:publication>
 <news:publication_date>2024-03-01T10:00:00+03:00</news:publication_date>
 <news:title>وصول &amp;quot;السفير&amp;quot;</news:title></news:news></url>
<url><loc> /2 </loc></url><url><loc>http://127.1/</loc></url><url><lastmod>2024</lastmod></url><url><loc>/2</loc>
 </url></urlset>"""


def read(text, **changes):
    data = text if isinstance(text, bytes) else text.encode()
    return read_sitemap(data, BASE, ReadingSettings(**changes))


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())], ids=["plain", "gzip"])
def test_a_news_sitemap(pack):
    listing = read(pack(NEWS))
    first, second = listing.entries
    assert (first.url, first.title, first.language) == ("https://agency.example/1", 'وصول "السفير"', "ar")
    assert first.published and first.published.hour == 7 and first.updated and first.updated.hour == 12
    assert second.url == "https://agency.example/2"
    assert any("refused" in note for note in listing.notes) and any("listed twice" in note for note in listing.notes)


def test_an_index_is_newest_first_and_of_some_length():
    maps = "".join(f"<sitemap><loc>/s{n}.xml</loc><lastmod>2024-0{n}-01</lastmod></sitemap>" for n in (1, 3, 2))
    index = f"<sitemapindex>{maps}<sitemap><loc>/s0.xml</loc></sitemap></sitemapindex>"
    assert [child[-6:] for child in read(index).children] == ["s3.xml", "s2.xml", "s1.xml", "s0.xml"]
    short = read(index, max_sitemaps=2)
    assert len(short.children) == 2 and any("max_sitemaps" in note for note in short.notes)


def test_a_text_sitemap():
    assert [entry.url for entry in read("https://agency.example/1\n\nhttps://agency.example/خ\n").entries] == [
        "https://agency.example/1", "https://agency.example/%D8%AE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data", ["", "<rss/>", "<html>x</html>", "hello", b"\x1f\x8bjunk", gzip.compress(b"<urlset/>")[:-4]]
)
def test_what_is_no_sitemap_is_refused(data):
    with pytest.raises(FeedError):
        read(data)


def test_a_packed_bomb_is_refused():
    with pytest.raises(FeedError, match=r"times as many|longer"):
        read(gzip.compress(b"<urlset>" + bytes(30_000_000)))


PIECES = (
    "<urlset>", "<url>", "<loc>", "</loc>", "</url>", "<sitemapindex>", "<sitemap>", "<news:title>", "&x;",
    "http://agency.example/", "http://[", "2024", "<image:image>", "\x00",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20), st.booleans())
def test_any_text_is_a_sitemap_or_refused(pieces, packed):
    data = "".join(pieces).encode()
    with contextlib.suppress(FeedError):
        listing = read(gzip.compress(data) if packed else data)
        assert listing.kind in ("sitemap", "index")
        assert all(url.startswith(("http://", "https://")) for url in (*(e.url for e in listing.entries), *listing.children))
