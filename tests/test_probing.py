"""What stands at an address that is named as a source."""

from __future__ import annotations

import pytest

from marsad.reading.addresses import AddressError
from marsad.reading.listing import FeedError
from marsad.reading.probing import probe
from marsad.reading.sources import Source
from marsad.reading.wire import FetchError
from press import Answer, Press, VirtualClock, page, quick, rss


@pytest.fixture
def press():
    press = Press()
    yield press
    press.close()


def at(press, path="/", **more):
    return probe(Source(press.url(path), **more), quick(), clock=VirtualClock())


def test_a_feed_tells_its_name_and_language(press):
    press.plays["/"] = Answer(rss([("1", "/1", "x")], language="ar-SA"))
    found = at(press).source
    assert (found.kind, found.name, found.language) == ("feed", "وكالة المشرق", "ar")
    named = at(press, name="Own", language="fa").source
    assert (named.name, named.language) == ("Own", "fa")


def test_a_sitemap(press):
    press.plays["/"] = Answer(b"<urlset><url><loc>/1</loc></url></urlset>")
    assert at(press).source.kind == "sitemap"


def test_a_page_gives_its_first_feed_that_answers_and_names_the_others(press):
    heads = "".join(
        f"<link rel='alternate' type='application/rss+xml' title='{n}' href='/{n}'>" for n in ("dead", "live", "more")
    )
    press.plays["/"] = Answer(f"<html><head>{heads}</head><body>x</body></html>".encode())
    press.plays["/live"] = Answer(rss([("1", "/1", "x")]))
    found = at(press)
    assert (found.source.url, found.source.kind) == (press.url("/live"), "feed")
    assert [one.title for one in found.others] == ["dead", "more"]
    assert any("/dead is no feed" in note for note in found.notes)


def test_a_page_without_feeds_is_a_section_if_it_leads_to_articles(press):
    press.plays["/"] = Answer(
        b"<title>News</title><h2><a href='/2024/03/01/talks-held-in-the-capital'>Talks held in the capital</a></h2>"
    )
    found = at(press)
    assert (found.source.kind, found.source.name) == ("section", "News") and "1 of its links" in found.notes[0]


def test_what_can_be_no_source_is_said(press):
    press.plays["/page"] = Answer(page("x"), headers={"Content-Type": "text/html"})
    press.plays["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /no\n")
    press.plays["/no"] = Answer(rss([]))
    with pytest.raises(FeedError, match="no feed, no sitemap, and no page of articles: no link"):
        at(press, "/page")
    for path, said in (("/gone", "answers 404"), ("/no", "robots")):
        with pytest.raises(FetchError, match=said):
            at(press, path)
    with pytest.raises(AddressError):
        probe(Source(press.url("/page")), quick(allow=()), clock=VirtualClock())
