"""Who wrote a text: authors, and the agencies whose text it is, named only where a text is signed."""

from __future__ import annotations

import pytest

from marsad.reading.authors import agencies, agency, agency_in, byline_author
from marsad.reading.extraction import extract

BODY = ["قال الوزير إن بلاده ترحب بالمبادرة التي أعلنت أمس.", "وأضاف أن السفارتين ستفتحان قريبا."]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("رويترز", "Reuters"), ("أ ف ب", "AFP"), ("ا.ف.ب", "AFP"), ("فرانس برس", "AFP"), ("وكالة الأناضول",
        "Anadolu"), ("سانا", "SANA"), ("واس", "SPA"), ("وام", "WAM"), ("قنا", "QNA"),
        ("كونا", "KUNA"), ("بترا", "Petra"), ("أ ش أ", "MENA"), ("ا ش ا", "MENA"), ("سبوتنيك", "Sputnik"), ("شينخوا",
        "Xinhua"), ("تاس", "ITAR-TASS"), ("AP", "AP"), ("Reuters", "Reuters"),
        ("Associated Press", "AP"), ("Anadolu Ajansı", "Anadolu"), ("ТАСС", "ITAR-TASS"), ("РИА Новости",
        "RIA Novosti"), ("רויטרס", "Reuters"), ("ایرنا", "IRNA"),
        ("المصدر: وكالات، رويترز", "Reuters"), ("By Jane Doe, Associated Press", "AP"), ("سالم الأمين", None), ("",
        None),
    ],
)  # fmt: skip
def test_names_of_agencies(line, name):
    assert agency_in(line) == name


@pytest.mark.parametrize(
    ("paragraphs", "author", "origins", "outlet", "expected"),
    [
        (BODY, "رويترز", [], "المرفأ", "Reuters"), (BODY, None, ["المصدر: الأناضول"], "المرفأ", "Anadolu"),
        (["القاهرة - أ ش أ: " + BODY[0], BODY[1]], None, [], "المرفأ", "MENA"), (["دمشق-سانا " + BODY[0]], None, [],
        None, "SANA"),
        (["دمشق – سانا – " + BODY[0]], None, [], None, "SANA"), ([*BODY[:1], BODY[1] + " (رويترز)"], None, [],
        "المرفأ", "Reuters"), ([*BODY, "أ ف ب"], None, [], "x", "AFP"),
        (BODY, None, [], "وكالة الأناضول", "Anadolu"), (BODY, "سالم", ["تصوير: سالم"], "المرفأ", None),
        (["قال مراسل رويترز في العاصمة إن الوفد وصل إلى مقر المحادثات صباح اليوم.", *BODY], None, [], "المرفأ", None),
        (["MOSCOW (Reuters) - The minister said on Tuesday that talks would go on.", "He left."], None, [], "Daily",
        "Reuters"),
    ],
)  # fmt: skip
def test_where_a_text_is_signed(paragraphs, author, origins, outlet, expected):
    assert agency(paragraphs, author, origins, outlet) == expected


@pytest.mark.parametrize(
    ("line", "name"),
    [("كتب: سالم الأمين", "سالم الأمين"), ("نشر في 19 أبريل | كتب: سالم الأمين - رويترز", "سالم الأمين"),
    ("By Jane Doe", "Jane Doe"), ("بواسطة ليلى حداد", "ليلى حداد"),
     ("Автор: Анна Морская", "Анна Морская"), ("كتب: رويترز", None), ("نشر في 19 أبريل", None), ("By 2023", None)],
)  # fmt: skip
def test_bylines(line, name):
    assert byline_author([line]) == name


def test_a_page_tells_author_and_agency():
    lines = "".join(f"<p>{line}</p>" for line in BODY * 3)
    told = "<div class='byline'>كتب: سالم الأمين</div><div>المصدر: رويترز</div>"
    html = f"<html><body><h1>عنوان الخبر هنا</h1>{told}{lines}</body></html>"
    page = extract(html.encode())
    assert (page.author, page.agency) == ("سالم الأمين", "Reuters")


def test_no_agency_is_an_ordinary_word():
    assert not {"من", "في", "على", "وقال", "the", "and"} & set(agencies())
