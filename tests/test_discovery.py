"""What a page leads to: its feeds, its articles."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.addresses import parse_address
from marsad.reading.discovery import article_links, feeds_on_page
from marsad.reading.listing import FeedError, Listing
from marsad.reading.settings import ReadingSettings

BASE = parse_address("https://www.agency.example/ar/politics")
SETTINGS = ReadingSettings()

PAGE = """<!doctype html><html lang="ar"><head><title>وكالة المشرق | سياسة</title>
<link rel="alternate" type="application/rss+xml" title="تعليقات" href="/comments/feed">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="الأخبار" href="/rss.xml">
<link rel="alternate" type="application/atom+xml" href="http://127.1/atom">
 <link rel="alternate" hreflang="en" href="/en">
</head><body><header><a href="/2024/03/01/five-words-in-this-header">خبر في الترويسة من خمس كلمات</a></header>
<nav><ul><li><a href="/ar/politics/2024/11/22/a-link-in-the-menu-of-the-page">سياسة عربية ودولية ومحلية</a></li></ul>
 </nav>
<main>
<article><a href="/ar/politics/2024/3/1/ambassador-arrives-in-muscat-for-talks"><img src="x"></a>
 <h2><a href="/ar/politics/2024/3/1/ambassador-arrives-in-muscat-for-talks#top">
السفير يصل إلى مسقط لإجراء محادثات</a></h2></article>
<h3><a href="/news/1234567">الوزير يستقبل نظيره في العاصمة</a></h3>
<div><a href="/ar/story?id=998877">توقيع اتفاقية جديدة بين البلدين اليوم</a></div>
<div><a href="/ar/وزير-الخارجية-يبدأ-جولة-إقليمية">وزير الخارجية يبدأ جولة إقليمية</a></div>
<a href="/tag/2024-elections-in-the-region">الانتخابات في المنطقة كلها هذا العام</a>
<a href="/author/writer-of-many-words-here-1234">الكاتب الذي يكتب كثيرا هنا</a>
<a href="/report-2024-03-01-annual-results.pdf">التقرير السنوي لعام كامل من العمل</a>
<a href="/ar/economy">اقتصاد</a><a href="#top">إلى الأعلى من هذه الصفحة الطويلة</a>
<a href="https://other.example/2024/03/01/some-other-outlets-long-story">خبر من موقع آخر لا يخصنا هنا</a>
<a href="javascript:void(0)">افتح القائمة من هنا لو سمحت</a><a>بلا رابط</a>
</main><footer><a href="/2024/01/01/terms-of-use-of-this-site">شروط استخدام هذا الموقع الإلكتروني</a></footer></body>
 </html>"""


def test_feeds_of_a_page_the_declared_first_comments_last():
    feeds = feeds_on_page(PAGE.encode(), BASE, SETTINGS)
    assert [(feed.url, feed.title) for feed in feeds] == [
        ("https://www.agency.example/rss.xml", "الأخبار"), ("https://www.agency.example/comments/feed", "تعليقات"),
    ]  # fmt: skip


def test_links_that_look_like_feeds():
    page = b"<a href='/rss'>RSS</a><a href='/feeds/world.xml'>World</a><a href='/feedback'>Write</a>"
    page += b"<a href='/atom.php'>Atom</a>"
    feeds = feeds_on_page(page, BASE, SETTINGS)
    assert [feed.url.rpartition("example")[2] for feed in feeds] == ["/rss", "/feeds/world.xml", "/atom.php"]
    assert not any(feed.declared for feed in feeds)


def test_articles_of_a_section_page():
    listing = article_links(PAGE.encode(), BASE, SETTINGS)
    assert [(entry.url.removeprefix("https://www.agency.example")[:29], entry.title) for entry in listing.entries] == [
        ("/ar/politics/2024/3/1/ambassa", "السفير يصل إلى مسقط لإجراء محادثات"),
        ("/news/1234567", "الوزير يستقبل نظيره في العاصمة"),
        ("/ar/story?id=998877", "توقيع اتفاقية جديدة بين البلدين اليوم"),
        ("/ar/%D9%88%D8%B2%D9%8A%D8%B1-", "وزير الخارجية يبدأ جولة إقليمية"),
    ]
    assert (listing.title, listing.language) == ("وكالة المشرق | سياسة", "ar")


def test_the_base_of_a_page_counts_for_its_links_but_not_for_what_is_its_own_site():
    page = b"<base href='https://www.agency.example/news/'>"
    page += b"<a href='2024/03/01/talks-held-in-the-capital-today'>Talks held in the capital today</a>"
    assert (
        article_links(page, BASE, SETTINGS).entries[0].url.endswith("/news/2024/03/01/talks-held-in-the-capital-today")
    )
    with pytest.raises(FeedError):
        article_links(page.replace(b"www.agency", b"www.other"), BASE, SETTINGS)


@pytest.mark.parametrize("data", [b"", b"<p>no links</p>", b"<a href='/about'>About us</a>", b"\x00\x01"])
def test_a_page_without_articles_is_said(data):
    with pytest.raises(FeedError):
        article_links(data, BASE, SETTINGS)


def test_hostile_pages_stay_in_time():
    start = time.process_time()
    deep = b"<div>" * 20_000 + b"<a href='/2024/03/01/a-b-c-d'>one two three four five</a>" * 100
    wide = b"".join(b"<a href='/2024/03/%d/a-b-c-d-e'>one two three four five</a>" % n for n in range(8_000))
    for data in (deep, wide, b"<a href='" + b"a-" * 200_000 + b"'>", b"<a href='/" + b"2024/" * 700 + b"'>x</a>" * 50):
        try:
            article_links(data, BASE, SETTINGS)
            feeds_on_page(data, BASE, SETTINGS)
        except FeedError:
            pass
    assert time.process_time() - start < 15


PIECES = (
    "<a href='", "'>", "</a>", "<base href='http://['>", "<link rel=alternate type=application/rss+xml href=x>",
    "/2024/03/01/", "a-b-c-d-", "one two three four five", "<nav>", "<h2>", "\x00", "&#xD800;", "<title>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_any_page_is_read_or_refused(pieces):
    data = "".join(pieces).encode()
    for read in (article_links, feeds_on_page):
        with contextlib.suppress(FeedError):
            found: Any = read(data, BASE, SETTINGS)
            links = found.entries if isinstance(found, Listing) else found
            assert all(link.url.startswith(("http://", "https://")) for link in links)
