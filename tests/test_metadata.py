"""What a page tells of itself: titles without outlets, outlets without slogans, sections, addresses."""

from __future__ import annotations

import pytest

from marsad.reading.metadata import read_metadata, without_outlet
from marsad.reading.page_tree import parse_page
from marsad.reading.structured import facts

TITLE = "نيريدا تستأنف علاقاتها مع ساحل المرجان"
SITE = '<meta property="og:site_name" content="المرفأ">'


def data(text):
    return f'<script type="application/ld+json">{text}</script>'


def read(head="", body="", url=None):
    root = parse_page(f"<html><head>{head}</head><body>{body}</body></html>".encode()).root
    return read_metadata(root, facts(root), url)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<title>{TITLE} | المرفأ</title>", f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE} - أخبار العالم - المرفأ</title>", f"<h1>{TITLE}</h1>"),
        (f"<title>المرفأ: {TITLE}</title>", f"<h1><a href='/'>المرفأ</a></h1><h1>{TITLE}</h1>"),
        (f'<title>المرفأ</title><meta property="og:title" content="{TITLE} | المرفأ">{SITE}',
        ""),
        (f'<title>x</title><meta property="og:site_name" content="المرفأ"><meta property="og:title" content="{TITLE}">',
        f"<h1><span>عاجل</span> {TITLE}</h1>"),
        ('<meta property="og:site_name" content="المرفأ">', f"<h1>{TITLE}</h1>"),
        (f'{SITE}<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"}}</script>',
        ""),
        ("<title>المرفأ</title>", f"<img class=logo alt='المرفأ'><h2 class=newsTitle>{TITLE}</h2>"),
        (f'{SITE}<meta property="og:title" content="لن تصدق ما حدث!"><title>لن تصدق ما حدث!</title>',
        f"<h1>{TITLE}</h1>"),
    ],
)  # fmt: skip
def test_titles_and_outlets(head, body):
    found = read(head, body)
    assert (found.title, found.outlet) == (TITLE, "المرفأ")


@pytest.mark.parametrize(
    ("head", "body", "outlet"),
    [
        ('<meta property="og:site_name" content="المرفأ - أخبار العالم لحظة بلحظة">', "", "المرفأ"),
        ('<meta property="og:site_name" content="وزارة الخارجية - نيريدا">',
        "<footer>© 2024 وزارة الخارجية - نيريدا</footer>", "وزارة الخارجية - نيريدا"),
        ('<meta property="og:site_name" content="Bereg.ru">', "", "Bereg.ru"),
        ('<meta property="og:site_name" content="https://example.org"><title>قصة طويلة هنا - المرفأ</title>',
        "<h1>قصة طويلة هنا</h1>", "المرفأ"),
        (data('{"@graph":[{"@type":["NewsArticle"],"publisher":[{"name":"المرفأ"}]}]}'),
        "", "المرفأ"),
        ("", "<footer><p>جميع الحقوق محفوظة لصحيفة المرفأ © 2001 - 2024</p></footer>", "لصحيفة المرفأ"),
        ('<meta name="twitter:site" content="@marfa">', "", "marfa"),
        ("", "", "example.org"),
    ],
)  # fmt: skip
def test_outlets(head, body, outlet):
    assert read(head, body, "https://www.example.org/a").outlet == outlet


@pytest.mark.parametrize(
    ("title", "expected"),
    [(f"{TITLE} | المرفأ", TITLE), (f"{TITLE} - المرفأ", TITLE), (f"المرفأ | {TITLE}", TITLE), (TITLE, TITLE),
    ("المرفأ", ""),
     ("قمة نيريدا - المرجان: ماذا بعد؟", "قمة نيريدا - المرجان: ماذا بعد؟"), ("الوزير: لن نتراجع",
     "الوزير: لن نتراجع")],
)  # fmt: skip
def test_a_title_loses_its_outlet_and_nothing_else(title, expected):
    assert without_outlet(title, "المرفأ") == expected


@pytest.mark.parametrize(
    ("canonical", "url", "expected"),
    [
        ("/a/1", "https://x.org/a/1?utm=2", "https://x.org/a/1"), ("https://x.org/a/1#top", None,
        "https://x.org/a/1"), ("https://x.org/", "https://x.org/a/1", None),
        ("javascript:void(0)", "https://x.org/a", None), ("http://[", "https://x.org/a", None), ("",
        "https://x.org/a", None), ("file:///etc/passwd", None, None),
    ],
)  # fmt: skip
def test_canonical_addresses(canonical, url, expected):
    assert read(f'<link rel="canonical" href="{canonical}">', "", url).canonical == expected


def test_sections_and_languages():
    crumbs = data('{"@type":"BreadcrumbList","itemListElement":[{"name":"الرئيسية"},{"name":"سياسة"}]}')
    assert read(crumbs).section == "سياسة"
    assert read("", "<nav class='breadcrumb'><a>الرئيسية</a><a>دولي</a></nav>").section == "دولي"
    assert read('<meta property="og:locale" content="ar_EG">').language == "ar-eg"
    assert read('<meta property="og:locale" content="<x>">').language is None


def test_of_several_json_ld_articles_the_one_with_the_pages_title():
    other = '{"@type":"NewsArticle","headline":"خبر آخر","author":"أ"}'
    nodes = f'[{other},{{"@type":"NewsArticle","headline":"{TITLE}","author":{{"name":"سالم"}}}}]'
    found = read(f'<meta property="og:title" content="{TITLE}"><script type="application/ld+json">{nodes}</script>')
    assert found.author == "سالم"


@pytest.mark.parametrize(
    "text", ["<!--{} -->", '{"@type":"NewsArticle","headline":"x",}', "[" * 5_000, '{"a": "\n"}', "nonsense", ""]
)
def test_broken_json_ld_is_passed_over(text):
    assert read(f'<script type="application/ld+json">{text}</script>', f"<h1>{TITLE}</h1>").title in (TITLE, "x")
