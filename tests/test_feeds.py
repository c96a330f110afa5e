"""RSS, Atom, RDF and JSON feeds, as they should be and as they are."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.addresses import parse_address
from marsad.reading.feeds import read_feed
from marsad.reading.listing import FeedEntry, FeedError, few, moment, newest, plain, told_apart
from marsad.reading.settings import ReadingSettings
from press import rss

BASE = parse_address("https://agency.example/feeds/rss")
SETTINGS = ReadingSettings()


def read(text, charset="", **changes):
    data = text if isinstance(text, bytes) else text.encode()
    return read_feed(data, BASE, ReadingSettings(**changes) if changes else SETTINGS, charset)


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>وكالة المشرق</title><link>https://agency.example/</link><language>ar-SA</language>
<atom:link rel="self" href="https://agency.example/feeds/rss"/><image><title>logo</title><url>x.png</url></image>
<item><title>السفير &amp;quot;يصل&amp;quot; &lt;b&gt;إلى&lt;/b&gt; مسقط</title><link>/news/1</link>
 <guid isPermaLink="false">n-1</guid><pubDate>Fri, 01 Mar 2024 10:00:00 +0300</pubDate><dc:creator>المحرر</dc:creator>
 <category>سياسة</category><description><![CDATA[<p>وصل السفير</p>]]></description>
 <media:title>صورة</media:title><media:description>تعليق</media:description><content:encoded><![CDATA[<p>النص</p>]]>
 </content:encoded></item>
<item><title>بلا رابط</title><guid>https://agency.example/news/2</guid><pubDate>الجمعة 1 آذار 2024</pubDate></item>
<item><title>بريد</title><link> https://other.example/3#top </link><author>a@b.example (كاتب)</author>
 <pubDate>03/04/2024</pubDate></item>
</channel></rss>"""


def test_rss():
    feed = read(RSS)
    assert (feed.kind, feed.title, feed.language, feed.notes) == ("rss", "وكالة المشرق", "ar-SA", ())
    first, second, third = feed.entries
    assert first == FeedEntry(
        "n-1", "https://agency.example/news/1", 'السفير "يصل" إلى مسقط', "Fri, 01 Mar 2024 10:00:00 +0300",
        published=dt.datetime(2024, 3, 1, 7, tzinfo=dt.UTC), summary="<p>وصل السفير</p>", content="<p>النص</p>",
        author="المحرر", categories=("سياسة",),
    )  # fmt: skip
    assert second.url == second.id == "https://agency.example/news/2"
    assert (third.url, third.author) == ("https://other.example/3", "كاتب")


def test_dates_that_are_not_sure_are_passed_on_as_text_only():
    """Neither the order of day and month is guessed nor a date read from the guid."""
    _, second, third = read(RSS).entries
    assert (second.published_text, second.published) == ("الجمعة 1 آذار 2024", None)
    assert (third.published_text, third.published) == ("03/04/2024", None)


def test_atom():
    feed = read("""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://paris.example/a/">
    <title type="html">Le &lt;i>Quai&lt;/i></title><link rel="self" href="/self"/>
    <entry xml:lang="en"><id>urn:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Un <i>accord</i>
 </div></title>
    <link rel="replies" href="c"/><link rel="alternate" href="p/1"/><link rel="enclosure" href="x.mp3"/>
    <published>2024-03-01T10:00:00+01:00</published><updated>2024-03-01T11:00:00Z</updated>
    <author><name>N. N.</name><email>n@x.example</email></author><category term="monde"/><summary>court</summary>
    <content type="html">&lt;p>texte&lt;/p></content></entry>
    <entry><id>urn:2</id><title>Deux</title><source><id>other</id><title>not this</title></source></entry></feed>""")
    first, second = feed.entries
    assert (feed.kind, feed.title, feed.language) == ("atom", "Le Quai", "fr")
    assert (first.url, first.title, first.language) == ("https://paris.example/a/p/1", "Un accord", "en")
    assert (first.author, first.categories, first.summary, first.content) == (
        "N. N.",
        ("monde",),
        "court",
        "<p>texte</p>",
    )
    assert first.published == dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC) and first.updated == dt.datetime(
        2024, 3, 1, 11, tzinfo=dt.UTC
    )
    assert (second.id, second.title, second.url) == ("urn:2", "Deux", "")


def test_rdf():
    feed = read("""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>Kanal</title><dc:language>tr</dc:language></channel>
    <item rdf:about="https://a.example/1"><title>Bir</title><link>https://a.example/1</link>
 <dc:date>2024-03-01T10:00:00+03:00</dc:date></item></rdf:RDF>""")
    assert (feed.kind, feed.title, feed.language) == ("rdf", "Kanal", "tr")
    assert feed.entries[0].id == "https://a.example/1" and feed.entries[0].published


def test_prefixes_that_are_not_declared_are_read():
    feed = read(
        "<rss><channel><item><title>a</title><dc:creator>b</dc:creator><content:encoded>c</content:encoded></item></channel></rss>"
    )
    assert (feed.entries[0].author, feed.entries[0].content) == ("b", "c")


def test_json_feed():
    feed = read(json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Wire", "language": "en",
        "items": [
            {"id": 7, "url": "/7", "title": "Seven", "date_published": "2024-03-01T10:00:00Z",
            "authors": [{"name": "A"}],
             "tags": ["x", 3], "content_html": "<p>c</p>"},
            {"id": "8", "external_url": "javascript:x"}, "odd", {"id": None, "title": ["x"], "authors": "x",
            "tags": {}},
        ],
    }))  # fmt: skip
    assert [entry.id for entry in feed.entries][:2] == ["7", "8"] and len(feed.entries) == 3
    assert feed.entries[0].url == "https://agency.example/7" and feed.entries[0].categories == ("x",)
    assert any("link was refused" in note for note in feed.notes) and any("no objects" in note for note in feed.notes)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "<html><body>x</body></html>",
        "{}",
        "[]",
        "[1]",
        '{"items": 1}',
        "{",
        "plain",
        '{"items": ' + "[" * 100_000,
        "1" * 5000,
    ],
    ids=lambda data: data[:12],
)
def test_what_is_no_feed_is_refused(data):
    with pytest.raises(FeedError):
        read(data)


def test_an_entry_that_the_feed_cuts_in_its_middle_waits_for_the_whole_one():
    whole = rss([("1", "/1", "one"), ("2", "/2", "two")])
    cut = read(whole[: whole.index(b"two") + 1])
    assert [entry.id for entry in cut.entries] == ["1"]
    assert any("middle" in note for note in cut.notes)
    assert len(read(whole.replace(b"</channel></rss>", b"")).entries) == 2


def test_ids_that_are_missing_or_shared():
    feed = read("""<rss><channel><item><title>a</title><link>/a</link></item><item><title>b</title></item>
    <item><title>b</title></item>
    <item><guid>same</guid><link>/c</link></item><item><guid>same</guid><link>/d</link></item><item><guid>same</guid>
 <link>/c</link></item>
    </channel></rss>""")
    assert [entry.url.rpartition("/")[2] for entry in feed.entries] == ["a", "", "c", "d"]
    assert len({entry.id for entry in feed.entries}) == 4
    assert any("2 entries were listed twice" in note for note in feed.notes)


def test_too_many_entries_leave_the_oldest_and_say_so():
    day = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    items = "".join(
        f"<item><guid>{n}</guid><pubDate>{(day + dt.timedelta(hours=n)).isoformat()}</pubDate></item>"
        for n in (3, 1, 2, 5, 4)
    )
    feed = read(f"<rss><channel>{items}</channel></rss>", max_entries=3)
    assert [entry.id for entry in feed.entries] == ["3", "5", "4"]
    assert any("max_entries" in note for note in feed.notes)


def test_long_fields_are_cut_and_said():
    feed = read(
        f"<rss><channel><item><guid>{'g' * 500}</guid><title>{'t' * 500}</title></item></channel></rss>",
        max_field_chars=100,
    )
    assert len(feed.entries[0].title) == len(feed.entries[0].id) == 100
    assert sum("was cut" in note for note in feed.notes) == 2


def test_the_version_changes_with_what_the_publisher_changes():
    entry = FeedEntry("1", "https://a.example/1", "title", "Fri, 01 Mar 2024", summary="<p>lead</p>")
    assert entry.version == replace(entry, published_text="Sat, 02 Mar 2024", summary="<b>lead</b>", author="x").version
    for changed in (
        replace(entry, title="Title"), replace(entry, url="https://a.example/2"), replace(entry, summary="other"),
        replace(entry, updated_text="2024"),
    ):  # fmt: skip
        assert entry.version != changed.version


@given(st.builds(
    FeedEntry, st.text(), st.text(), st.text(), st.text(), st.text(),
    st.none() | st.datetimes(timezones=st.just(dt.UTC)), st.none() | st.datetimes(timezones=st.just(dt.UTC)), st.text(),
    st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3).map(tuple),
))  # fmt: skip
def test_an_entry_goes_through_json_and_back(entry):
    assert FeedEntry.from_dict(json.loads(json.dumps(entry.to_dict()))) == entry


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Fri, 01 Mar 2024 10:00:00 +0300", "2024-03-01T07:00:00"), ("01 Mar 2024 10:00 GMT", "2024-03-01T10:00:00"),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00"), ("2024-03-01T10:00:00.123+03:30",
        "2024-03-01T06:30:00.123000"),
        ("2024-03-01T10:00:00", None), ("2024-03-01", None), ("Fri, 01 Mar 2024 10:00:00", None), ("", None),
        ("soon", None),
        ("Fri, 99 Xxx 2024 10:00:00 GMT", None), ("2024-13-41T10:00Z", None), ("0001-01-01T00:00+14:00", None),
        ("1" * 5000, None),
    ],
)  # fmt: skip
def test_moments(text, when):
    found = moment(text)
    assert (found.isoformat().removesuffix("+00:00") if found else None) == when


def test_plain_text_of_titles():
    assert plain("&#" + "1" * 5000 + "; &amp;").startswith("&#111")
    assert plain(" a\n <b>b</b>&amp;nbsp; 3 < 4 &lt;i&gt; ") == "a b&nbsp; 3 < 4 <i>"


def test_notes_are_few():
    notes = ["a", "b", "a", *(str(n) for n in range(50))]
    told = few(notes)
    assert told[0] == "a (2 times)" and len(told) == 21 and told[-1] == "and 32 notes more"


@given(st.lists(st.builds(FeedEntry, st.sampled_from("abc"), st.sampled_from(["", "u", "v"])), max_size=12))
def test_entries_told_apart_lose_no_address(entries):
    kept, again = told_apart(entries)
    assert len({entry.id for entry in kept}) == len(kept) and len(kept) + again == len(entries)
    assert {entry.url for entry in entries} - {""} == {entry.url for entry in kept} - {""}
    assert newest(kept, 2, []) == kept[:2] or len(kept) <= 2


def test_hostile_feeds_are_read_in_time():
    start = time.process_time()
    for text in (
        "@" * 100_000,
        "<" * 200_000,
        "&amp;" * 40_000,
        " " * 200_000,
        "&#" * 100_000,
        "a@b (" * 50_000,
    ):
        for name in ("title", "author", "link", "guid", "pubDate", "description", "category"):
            with contextlib.suppress(FeedError):
                read(f"{text}<rss><item><{name}>{text.replace('<', '&lt;')}</{name}></item></rss>")
    assert time.process_time() - start < 60


def test_a_large_feed_is_read_in_time():
    items = [(str(n), f"/news/{n}", "عنوان خبر طويل بعض الشيء " * 3) for n in range(5000)]
    start = time.process_time()
    assert len(read(rss(items)).entries) == 5000
    assert time.process_time() - start < 10


PIECES = st.lists(
    st.sampled_from(
        ["<rss>", "<channel>", "</channel>", "<item>", "</item>", "<entry>", "<title>", "</title>", "<link>", "</link>",
         "<link href='x' rel='alternate'/>", "<link href='http://['/>", "<guid>", "</guid>", "<pubDate>", "</pubDate>",
         "<feed xmlns='http://www.w3.org/2005/Atom'>", "<rdf:RDF>", "<author><name>", "<category term='x'/>",
         "&amp;", "&nbsp;",
         "http://agency.example/1", "<![CDATA[", "]]>", "2024-03-01T10:00:00Z", "Fri, 01 Mar 2024 25:00:00 +9999",
         "\x00",
         "سفير", "\ud800", "\u202e", "<content type='xhtml'><div>", "xml:base='x'", "<feed xml:base='http://127.1/'>"]
    ),
    max_size=30,
).map("".join)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "url", "title", "items", "authors", "name", "tags", "date_published"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.one_of(
    PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")),
    PIECES.map(lambda text: ("<rss>" + text).encode("utf-16", "surrogatepass")), st.binary(max_size=100),
    VALUES.map(lambda value: json.dumps({"items": [value], "title": value}).encode()),
))  # fmt: skip
def test_any_bytes_are_a_feed_or_refused(data):
    try:
        feed = read(data)
    except FeedError:
        return
    for entry in feed.entries:
        assert entry.id
        assert not entry.url or parse_address(entry.url).url == entry.url
        json.dumps(entry.to_dict()).encode()
        entry.title.encode()
