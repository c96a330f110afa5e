"""Pages to articles: paragraphs, titles, outlets and days, on pages in the manner of real outlets, and odd ones."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import ArticleError
from marsad.reading.extraction import Page, extract
from marsad.reading.limits import Limits
from pages.make import MANNERS, READ_ON, make

ODD = Path(__file__).parent / "pages" / "odd"
EXPECTED = tomllib.loads((ODD.parent / "odd.toml").read_text("utf-8"))
SENTENCES = [
    "قال وزير الخارجية إن بلاده ترحب بالمبادرة وتدعو إلى حوار شامل بين الأطراف كافة.",
    "وأضاف أن السفارتين ستفتحان قبل نهاية العام الجاري بعد انقطاع دام تسع سنوات.",
    "وكان البلدان قد قطعا علاقاتهما إثر خلاف على مياه الصيد قبل تسع سنوات.",
    "ومن المقرر أن يوقع الوزيران مذكرة تفاهم في ختام الزيارة التي تستغرق يومين.",
]


def page(body, head="", **options):
    html = f'<html lang="ar"><head><title>عنوان الخبر هنا</title>{head}</head><body>{body}</body></html>'
    return extract(html.encode(), **options)


def paragraphs(*more):
    return "".join(f"<p>{line}</p>" for line in (*SENTENCES, *more))


# --- in the manner of outlets ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def made():
    return [(page, extract(page.data, url=page.url if n % 2 else None, read_on=READ_ON)) for n, page in enumerate(
        make(manner, seed) for manner in MANNERS for seed in range(4)
    )]  # fmt: skip


def test_the_paragraphs_are_found_and_nothing_else(made):
    hits = found = wanted = 0
    for expected, read in made:
        got = [line for line in read.paragraphs if line not in expected.optional]
        hits += (Counter(got) & Counter(expected.paragraphs)).total()
        found, wanted = found + len(got), wanted + len(expected.paragraphs)
    assert hits / found >= 0.95
    assert hits / wanted >= 0.95


def test_the_day_the_outlet_and_the_title_are_right(made):
    count = len(made)
    assert sum(read.published == expected.published for expected, read in made) / count >= 0.95
    assert sum(read.outlet == expected.outlet for expected, read in made) / count >= 0.98
    assert sum(read.title == expected.title for expected, read in made) / count >= 0.98


def test_the_language_is_told(made):
    assert {(MANNERS[expected.manner]["language"], read.language) for expected, read in made} == {
        (code, code) for code in ("ar", "en", "ru", "tr", "he", "fa")
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_odd_pages(name):
    told = EXPECTED[name]
    read = extract((ODD / f"{name}.html").read_bytes(), url=told.get("url"), read_on=READ_ON)
    assert [line for line in read.paragraphs if line not in told.get("optional", ())] == told["paragraphs"]
    assert (read.title, read.outlet, read.published) == (told["title"], told["outlet"], told["published"])


# --- the chain ------------------------------------------------------------------------------------


def test_two_readings_that_agree_are_good():
    read = page(f"<h1>عنوان الخبر هنا</h1><div>{paragraphs()}</div>")
    assert (read.method, read.quality) == ("blocks", "good")
    assert read.text == "\n".join(SENTENCES)


def test_a_text_that_only_a_script_shows_is_taken_from_its_data():
    data = {"@type": "NewsArticle", "headline": "عنوان الخبر هنا", "articleBody": "\n".join(SENTENCES)}
    read = page("<div id=app></div>", f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert (read.method, read.quality, list(read.paragraphs)) == ("structured", "fair", SENTENCES)
    assert "structured" in {note.code for note in read.notes}


def test_a_page_without_text_gives_its_own_description_and_says_so():
    read = page("<div id=app></div>", f'<meta name="description" content="{SENTENCES[0]}">')
    assert (read.method, read.quality, read.paragraphs) == ("summary", "poor", (SENTENCES[0],))


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"  \n", "empty"), (b"%PDF-1.7 x", "binary"), (b"\x89PNG\r\n", "binary"), (b"<html></html>",
    "no-article"),
     (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no-article")],
)  # fmt: skip
def test_what_holds_no_article_is_refused_with_its_reason(data, code):
    with pytest.raises(ArticleError) as caught:
        extract(data)
    assert caught.value.code == code


def test_a_page_longer_than_the_limit_is_cut_and_says_so():
    html = f"<html><body><h1>عنوان</h1>{paragraphs()}<!--{'x' * 5000}--></body></html>".encode()
    read = extract(html, limits=Limits(page_bytes=len(html) - 2000))
    assert read.paragraphs == tuple(SENTENCES)
    assert "page-cut" in {note.code for note in read.notes}


def test_more_paragraphs_than_the_limit_are_cut_and_counted():
    read = extract(
        f"<body>{paragraphs()}</body>".encode(), limits=Limits(page_paragraphs=3)
    )  # fmt: skip
    assert len(read.paragraphs) == 3
    assert any(note.code == "paragraphs-cut" and note.message.startswith("1 ") for note in read.notes)


# --- what stays and what goes ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "noise",
    [
        '<p>اقرأ أيضاً: <a href="/x">الوزير يصل إلى العاصمة في زيارة رسمية</a></p>',
        "<p>إعلان</p>",
        "<figure><img><figcaption>الوزير خلال مؤتمر صحفي سابق عقد في العاصمة الأسبوع الماضي.</figcaption></figure>",
        '<div class="share-buttons"><span>شارك عبر فيسبوك وتويتر وواتساب</span></div>',
        "<p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.</p>",
        '<div><h4>مواضيع ذات صلة</h4><ul><li><a href="/1">خبر آخر عن موضوع آخر</a></li></ul></div>',
        '<p style="display:none">نص مخفي لا يراه القارئ في الصفحة ولا يجوز أن يقرأ.</p>',
        "<script>var a = 'نص في برنامج';</script>",
        "<p>تابعوا آخر الأخبار عبر قناتنا على تلغرام</p>",
        "<p>© جميع الحقوق محفوظة لصحيفة المرفأ</p>",
        "<p>منذ 3 ساعات</p>",
        '<blockquote class="twitter-tweet"><p>Glad to meet my counterpart today.</p></blockquote>',
    ],
)
def test_furniture_between_paragraphs_goes(noise):
    first, *rest = SENTENCES
    body = f"<p>{first}</p>{noise}" + "".join(f"<p>{line}</p>" for line in rest)
    assert list(page(f"<h1>عنوان الخبر هنا</h1><div>{body}</div>").paragraphs) == SENTENCES


@pytest.mark.parametrize(
    "kept",
    [
        "شارك وزراء المالية والنقل من الجانبين في اللقاء الذي عقد مساء أمس.",
        "إعلان طهران وقعه وزراء خارجية الدول الخمس المطلة على البحر.",
        "وقال: «نعم».",
        "قبل ذلك التقى الوزير نظيره في مقر الوزارة.",
        "المصدر الذي طلب عدم كشف اسمه قال إن الاتفاق قريب.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(kept):
    read = page(
        f"<h1>عنوان الخبر هنا</h1><div>{paragraphs(kept, 'وختم الوزير حديثه بالتأكيد على أهمية الحوار.')}</div>"
    )
    assert kept in read.paragraphs


def test_left_to_right_words_inside_do_not_break_a_paragraph():
    line = (
        'وقعت شركة <bdi dir="ltr">NorthGrid Ltd.</bdi> اتفاقا مع <span dir="ltr">UNQ-4</span> بقيمة 1,200 مليون دولار.'
    )
    read = page(f"<h1>عنوان الخبر هنا</h1><p>{line}</p>{paragraphs()}")
    assert read.paragraphs[0] == "وقعت شركة NorthGrid Ltd. اتفاقا مع UNQ-4 بقيمة 1,200 مليون دولار."


def test_a_pull_quote_that_repeats_a_paragraph_is_not_read_twice():
    read = page(f"<h1>عنوان الخبر هنا</h1><div>{paragraphs()}<blockquote>{SENTENCES[1]}</blockquote></div>")
    assert list(read.paragraphs) == SENTENCES


# --- the page as a value --------------------------------------------------------------------------


def test_a_page_goes_through_json_and_back(made):
    for _, read in made[:40]:
        assert Page.from_dict(json.loads(json.dumps(read.to_dict()))) == read


def test_its_article_has_the_canonical_address():
    head = '<link rel="canonical" href="https://example.org/a/1"><meta property="og:site_name" content="المرفأ">'
    read = page(
        f"<h1>عنوان الخبر هنا</h1>{paragraphs()}", head, url="https://example.org/a/1?utm_source=x", read_on=READ_ON
    )
    article = read.article()
    assert (article.url, article.outlet, article.language) == ("https://example.org/a/1", "المرفأ", "ar")
    assert article.content == f"{read.title}\n{read.text}"
    assert article.published is None
    assert "no-date" in {note.code for note in read.notes}


def test_the_same_bytes_give_the_same_page(made):
    expected, _ = made[5]
    assert extract(expected.data, read_on=READ_ON) == extract(expected.data, read_on=READ_ON)


def test_the_feeds_day_is_taken_where_the_page_tells_none():
    read = page(f"<h1>عنوان الخبر هنا</h1>{paragraphs()}", feed_date="Tue, 13 Sep 2022 10:00:00 +0300", read_on=READ_ON)
    assert read.published == dt.date(2022, 9, 13)
    assert read.dated_by is not None and read.dated_by.origin == "feed"


# --- fuzzing --------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<nav>", "<h1>", "</h1>", "<br>", "<table><tr><td>", "</table>",
    "<a href='x'>", "</a>", "<time datetime='2023-99-99'>",
     "<script type='application/ld+json'>", "</script>",
     '{"@type":"NewsArticle","datePublished":[{"a":1}],"author":[[]]}', "<meta property='og:title' content='",
     "'>", "<", ">", "&", "&#0;", "&#xd800;", "<!--", "-->", "<![CDATA[", "\x00", "\u202e", "\ud7ff", "اقرأ أيضا",
     "19 أبريل 2023", SENTENCES[0], "<svg><p>",
     "<link rel=canonical href='http://['>", "<title>", "<body class='related'>", "</body>", "<html lang='\u0661'>",
     "<select><option>", "<frameset>", "<plaintext>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_no_page_breaks_the_reader(parts):
    data = "".join(parts).encode("utf-8", "surrogatepass")
    try:
        read = extract(data, url="https://example.org/2023/4/19/x", read_on=READ_ON)
    except ArticleError:
        return
    assert all(line.strip() and "\n" not in line for line in read.paragraphs)
    assert read.published is None or dt.date(1990, 1, 1) <= read.published <= READ_ON + dt.timedelta(1)
    assert Page.from_dict(json.loads(json.dumps(read.to_dict()))) == read


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([None, "utf-8", "windows-1256", "utf-16", "punycode", "x" * 50, "rot13"])
)
def test_no_bytes_break_the_reader(data, charset):
    try:
        extract(b"<html><body>" + data, charset=charset)
    except ArticleError as error:
        assert error.code
