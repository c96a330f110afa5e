"""Verdicts on claims: what the record supports, contradicts and cannot know."""



import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from marsad import Article, Coder
from marsad.model import Claim, CodedArticle, Span
from marsad.record.intervals import parse
from marsad.record.snapshot import Coverage
from marsad.record.types import ArticleHead, Event, Page, Participant, Report
from marsad.record.verdicts import check
from marsad.record.verdicts.spans import agrees, hedge
from marsad.record.verdicts.words import keys, say
from marsad.reference.facts import load

DAY = dt.date(2023, 4, 19)
NOW = dt.datetime(2023, 4, 20, tzinfo=dt.UTC)


class Record:
    """A snapshot of reference facts and a few events: what verdicts ask of the record, and nothing else."""

    known_at = None

    def __init__(self, *events: Event, facts: bool = True) -> None:
        self._events = events
        self._facts = tuple(load()) if facts else ()
        self._reports = {
            name: Report(
                name, _head(name), e.act, e.status, e.source, e.target, e.date, None, Span(0, 4, "نص ما"), 0.9,
                participants=e.participants,
            )
            for e in events for name in e.reports
        }  # fmt: skip

    def events(self, query):
        def wanted(event):
            days = event.interval
            return (
                (not query.acts or event.act in query.acts)
                and (not query.statuses or event.status in query.statuses)
                and (query.source is None or query.source in event.source)
                and (query.target is None or query.target in event.target)
                and (query.between is None or set(query.between) <= {*event.source, *event.target})
                and (query.until is None or days is None or days.lo <= query.until)
            )

        return Page(tuple(e for e in self._events if wanted(e)), None)

    def reports(self, ids):
        return tuple(self._reports[i] for i in ids)

    def article(self, key):
        return None

    def coverage(self, first, second=None):
        return Coverage(2, 1, ("ar",), dt.date(2020, 1, 1), DAY)

    def reference(self, kind=None, source=None, target=None, keys=()):
        return tuple(
            f for f in self._facts
            if kind in (None, f.kind) and source in (None, f.source) and target in (None, f.target)
        )  # fmt: skip


def _head(name):
    return ArticleHead("k-" + name, "a-" + name, "", DAY, "وكالة", None, "ar", NOW)


def event(act, source, target, date, report="r1", **values):
    return Event("ev-" + report, act, "happened", source, target, date, None, 0.9, (report,), 1, **values)


@pytest.fixture(scope="module")
def record():
    return Record()


def verdicts(record: Any, text, published="2023-04-19", language=None):
    article = Article(text, published=published, language=language)
    return check(record, Coder().code(article), DAY)


def verdict(record, text, published="2023-04-19"):
    (found,) = verdicts(record, text, published)
    return found


# ---- the first


@pytest.mark.parametrize(
    ("published", "text", "outcome"),
    [
        ("2012-07-11", "It is the first visit by a US secretary of state to Laos in 57 years.", "supported"),
        ("2012-07-11", "It is the first visit by a US secretary of state to Laos since 1955.", "supported"),
        ("2012-07-11", "It is the first visit by a US secretary of state to Laos in nearly six decades.", "supported"),
        ("2012-07-11", "It is the first visit by a US secretary of state to Laos in more than 50 years.", "supported"),
        ("2012-07-11", "It is the first visit by a US secretary of state to Laos in 80 years.", "contradicted"),
        ("2012-07-11", "She is the first US secretary of state to visit Laos.", "contradicted"),
        ("2016-03-20", "Obama is the first sitting US president to visit Cuba since 1928.", "supported"),
        ("2016-03-20", "وأصبح أوباما أول رئيس أمريكي يزور كوبا منذ 88 عاما.", "supported"),
        ("2016-03-20", "لم يزر أي رئيس أمريكي كوبا منذ عام 1900.", "contradicted"),
        ("2012-07-11", "She is the first US defense secretary to visit Laos.", "unknown"),
        ("2012-07-11", "It is the first visit by a French foreign minister to Laos since 1955.", "unknown"),
    ],
)
def test_a_first(record, published, text, outcome):
    assert verdict(record, text, published).outcome == outcome


def test_before_its_coverage_began_a_source_knows_of_none(record):
    assert verdict(record, "It is the first visit by a US secretary of state to Spain.", "1866-01-20").outcome == "supported"


def test_after_its_coverage_ends_nothing_is_called_the_first_ever(record):
    text = "It is the first visit by a US secretary of state to Bhutan."
    later = (max(parse(f.start).hi for f in load("visit") if f.source == "USA" and f.start) + dt.timedelta(900)).isoformat()
    found = verdict(record, text, later)
    assert found.outcome == "unknown"
    assert any("complete" in say(limit, "en") for limit in found.limits)


def test_without_reference_facts_nothing_is_complete():
    text = "It is the first visit by a US secretary of state to Laos."
    assert verdict(Record(facts=False), text, "1955-02-27").outcome == "unknown"


def test_one_recorded_visit_contradicts_whatever_the_coverage(record):
    earlier = event("visit", ("FRA",), ("LAO",), "2001-05-04", participants=(Participant("هوبير", "FRA", "foreign_minister"),))
    text = "It is the first visit by a French foreign minister to Laos in 40 years."
    found = verdict(Record(earlier, facts=False), text)
    assert found.outcome == "contradicted"
    assert found.grounds[0].event == "ev-r1" and "2001-05-04" in found.words("en")


def test_a_visit_in_another_office_proves_nothing():
    earlier = event("visit", ("FRA",), ("LAO",), "2001-05-04", participants=(Participant("شيراك", "FRA", "head_of_state"),))
    assert verdict(Record(earlier, facts=False), "It is the first visit by a French foreign minister to Laos.").outcome == "unknown"


def test_the_claimed_visit_is_not_its_own_forerunner():
    own = event("visit", ("FRA",), ("LAO",), "2023-04-18", participants=(Participant("كولونا", "FRA", "foreign_minister"),))
    assert verdict(Record(own, facts=False), "It is the first visit by a French foreign minister to Laos.").outcome == "unknown"


def test_the_article_itself_is_no_proof():
    text = "It is the first visit by a French foreign minister to Laos in 40 years."
    coded = Coder().code(Article(text, published="2023-04-19", id="a-r1"))
    told = event("visit", ("FRA",), ("LAO",), "1983", participants=(Participant("شيسون", "FRA", "foreign_minister"),))
    record: Any = Record(told, facts=False)
    (found,) = check(record, coded, DAY)
    assert found.outcome == "unknown"


def test_a_time_that_was_not_read_is_not_taken_for_ever(record):
    found = verdict(record, "It is the first visit by a US secretary of state to Laos in living memory.", "2012-07-11")
    assert found.outcome == "unknown"


# ---- lengths


@pytest.mark.parametrize(
    ("value", "then", "hedged", "fits"),
    [
        (29, "1994", None, True), (30, "1994", None, False), (28, "1994-11-05", None, True), (29, "1994-11-05", None, True),
        (27, "1994-11-05", None, False), (20, "1994", "over", False), (28, "1994", "over", True), (30, "1994", "under", True),
        (40, "1994", "under", False), (30, "1992", "about", True), (30, "1985", "about", False),
    ],
)  # fmt: skip
def test_a_length_in_years(value, then, hedged, fits):
    assert agrees(value, "year", parse(then), DAY, hedged) is fits


@pytest.mark.parametrize(
    ("text", "kind"),
    [("in more than 50 years", "over"), ("منذ أكثر من عقدين", "over"), ("nearly 30 years", "under"), ("قبل حوالي 10 سنوات", "about"),
     ("since 1955", None)],
)  # fmt: skip
def test_hedges_of_both_languages(text, kind):
    assert hedge(text) == kind


def test_competing_dates_stand_side_by_side(record):
    found = verdict(record, "تحتفل إسرائيل وتركمانستان هذا العام بمرور 30 عاما على إقامة العلاقات الدبلوماسية بين البلدين.")
    assert found.outcome == "supported"
    assert {g.date for g in (*found.grounds, *found.competing)} == {"1991", "1992", "1993"}


def test_dates_that_all_disagree_contradict_an_anniversary(record):
    text = "تحتفل إسرائيل وتركمانستان هذا العام بمرور 50 عاما على إقامة العلاقات الدبلوماسية بين البلدين."
    assert verdict(record, text).outcome == "contradicted"


def test_what_is_not_recorded_is_unknown():
    text = "تحتفل تونس وفيجي هذا العام بمرور 30 عاما على إقامة العلاقات الدبلوماسية بين البلدين."
    assert verdict(Record(facts=False), text).outcome == "unknown"


# ---- distances, ordinals, trade


def test_a_distance_that_holds_for_the_outskirts_only(record):
    text = "السفارة الإسرائيلية في تركمانستان الواقعة على بعد 17 كيلومترا من الحدود مع إيران."
    found = verdict(record, text)
    assert found.outcome == "unknown"
    assert "26 km" in found.words("en") and "south-western" in found.words("en") and "الجنوبية الغربية" in found.words("ar")
    assert {17, 20, 24, 25, 30} <= {g.value for g in found.competing}
    assert found.details["km"] == pytest.approx(26, abs=1)


@pytest.mark.parametrize(("km", "outcome"), [(26, "supported"), (120, "contradicted")])
def test_a_distance_from_the_centre(record, km, outcome):
    text = f"السفارة الإسرائيلية في تركمانستان الواقعة على بعد {km} كيلومترا من الحدود مع إيران."
    assert verdict(record, text).outcome == outcome


def test_the_third_embassy_of_a_region(record):
    claim = Claim("ordinal", ("ISR",), ("TKM",), "open_mission", 3, None, Span(0, 27, "والثالث في آسيا الوسطى"))
    coded = CodedArticle(Article("والثالث في آسيا الوسطى", published="2023-04-19"), "ar", claims=(claim,))
    (found,) = check(record, coded, DAY)
    assert found.outcome == "supported"
    assert "Kazakhstan" in found.words("en") and "أوزبكستان" in found.words("ar")
    (fourth,) = check(record, replace(coded, claims=(replace(claim, value=5),)), DAY)
    assert fourth.outcome == "unknown"  # more may exist than are listed


def test_the_nth_visit_is_counted_where_the_list_is_complete(record):
    def outcome(value, day):
        claim = Claim("ordinal", ("USA",), ("LAO",), "visit", value, None, Span(0, 3, "abc"), office="foreign_minister")
        coded = CodedArticle(Article("abc", published=day), "en", claims=(claim,))
        return check(record, coded, DAY)[0].outcome

    assert outcome(2, "2012-07-11") == "supported"
    assert outcome(9, "2012-07-11") == "contradicted"
    assert outcome(1, "2012-07-11") == "unknown"  # perhaps her first


def test_trade_is_not_judged(record):
    claim = Claim("trade", ("TUR",), ("IRN",), "trade", 30, "USD", Span(0, 3, "abc"))
    (found,) = check(record, CodedArticle(Article("abc"), "en", claims=(claim,)), DAY)
    assert found.outcome == "unknown" and found.day == DAY


# ---- words and JSON


def test_every_sentence_is_in_both_languages_with_the_same_values():
    import string

    for key, languages in keys().items():
        assert set(languages) == {"en", "ar"}, key
        values = {
            language: {name.removesuffix("_ar") for _, name, _, _ in string.Formatter().parse(text) if name}
            for language, text in languages.items()
        }
        assert values["en"] == values["ar"], key


def test_the_json_of_a_verdict(record):
    told = verdict(record, "It is the first visit by a US secretary of state to Laos in 57 years.", "2012-07-11").to_dict("ar")
    assert told["verdict"] == "supported" and told["as_of"] == "2012-07-11"
    assert told["grounds"][0]["reference"].startswith("visit-") and told["grounds"][0]["office"] == "foreign_minister"
    assert all(isinstance(sentence, str) for sentence in (*told["reckoning"], *told["limits"]))
