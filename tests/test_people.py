"""The officials of an article: names without titles, states, offices, spans."""

from __future__ import annotations

from marsad.coding.coder import Coder
from marsad.model import Article, Person


def people(text: str, published: str = "2015-05-02") -> tuple[Person, ...]:
    return Coder().code(Article(text=text, published=published)).people


def test_the_fullest_name_is_given_once() -> None:
    text = "بدأ لافروف جولة جديدة.\nوقال وزير الخارجية الروسي سيرغي لافروف إن بلاده ترحب بالحوار."
    [person] = people(text)
    assert (person.name, person.country, person.office) == ("سيرغي لافروف", "RUS", "foreign_minister")


def test_an_unknown_official_is_found_by_his_title() -> None:
    [person] = people("أعلن وزير الزراعة التشادي محمد صالح كوري بدء المشروع.")
    assert (person.country, person.office) == ("TCD", "minister")
    assert person.name.startswith("محمد صالح")


def test_a_former_official_is_other() -> None:
    [person] = people("حضر الرئيس الأمريكي السابق جيمي كارتر المؤتمر في القاهرة.")
    assert (person.country, person.office) == ("USA", "other")


def test_two_presidents_in_one_sentence() -> None:
    text = "التقى الرئيس التركمانستاني سردار بيردي محمدوف نظيره الأذربيجاني إلهام علييف في باكو."
    assert {(p.name, p.country) for p in people(text, "2023-03-01")} == {
        ("سردار بيردي محمدوف", "TKM"), ("إلهام علييف", "AZE"),
    }  # fmt: skip


def test_spans_are_the_names_in_the_text() -> None:
    text = "قال وزير الخارجية المصري سامح شكري: \"نرحب بالضيف\".\nوأضاف شكري أن الزيارة مهمة."
    for person in people(text):
        for span in person.mentions:
            assert text[span.start : span.end] == span.text


def test_ordinary_sentences_name_nobody() -> None:
    assert people("ارتفعت أسعار القمح هذا الأسبوع بسبب الجفاف.") == ()
