"""Reports in short hand, and cases of merging judged by hand: which reports tell one event.

A report is written as ``act SOURCE>TARGET date``, parties joined by ``+``, ``?`` for no date; for example
``visit ISR>TKM 2023-04-19``. Each case gives its reports by letter and the partition that a desk officer would make.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import struct
from dataclasses import dataclass
from typing import cast

from marsad.model import Place, Span, Status
from marsad.reading.sketches import SIZE, WHOLE
from marsad.record.types import ArticleHead, Participant, Report

LEARNT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def signature(text: str) -> bytes:
    """The sketch of a text that is like no other of another name (the form of ``reading.sketches``)."""
    return struct.pack("<HH", 1, 200) + random.Random(text).randbytes(SIZE - 4)


def rewritten(text: str, share: float) -> bytes:
    """The sketch of a rewrite of a text, of which this share of the hashes is still the same."""
    values, other = signature(text), signature(f"{text} rewritten {share}")
    same = 4 + 2 * round(WHOLE * share)
    return values[:same] + other[same:]


def head(key: str, published: str | None = "2023-04-20", *, text: str | None = None, agency: str | None = None,
         outlet: str | None = None, minhash: bytes | None = None) -> ArticleHead:  # fmt: skip
    """An article; ``text`` names the text that it prints, its own if none is told."""
    day = dt.date.fromisoformat(published) if published else None
    minhash = signature(text or key) if minhash is None else minhash
    return ArticleHead(key, key, "", day, outlet or f"outlet of {key}", None, "ar", LEARNT, agency, minhash)


def who(*people: str) -> tuple[Participant, ...]:
    """Participants written as ``name/country/office``; an empty name for an office alone."""
    told = [person.split("/") for person in people]
    return tuple(Participant(name or None, country, office) for name, country, office in told)


_SYLLABLES = [a + b for a in "bdfghjklmnprstvz" for b in "aeiou"]


def sentence(seed: str, words: int = 14) -> str:
    """A sentence of made-up words, like no other of another seed."""
    dice = random.Random(seed)
    return " ".join("".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(words))


def report(
    told: str, published: str | None = "2023-04-20", *, people: tuple[str, ...] = (), place: str | None = None,
    status: str = "happened", words: str | None = None, article: str | None = None, text: str | None = None,
    sectors: tuple[str, ...] = (), start: int = 0, confidence: float = 0.8, agency: str | None = None,
) -> Report:  # fmt: skip
    """A report in short hand. ``article`` is its article's key (its own article if none is told)."""
    act, parties, date = told.split()
    left, _, right = parties.partition(">")
    source, target = tuple(left.split("+")), tuple(right.split("+")) if right else ()
    seed = repr((told, published, people, place, status, words, article, text, start))
    digest = hashlib.sha256(seed.encode()).hexdigest()[:12]
    evidence = words if words is not None else sentence(seed)
    country, _, city = (place or "").partition("/")
    article_head = head(article or f"k-{digest}", published, text=text, agency=agency)
    return Report(
        "r-" + digest, article_head, act, cast(Status, status), source, target, None if date == "?" else date,
        Place(country, city or None) if country else None, Span(start, start + len(evidence), evidence), confidence,
        sectors, None, who(*people),
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What a case is about, its reports by letter, and the letters of each event: ``"ab c"`` are two events."""

    about: str
    reports: dict[str, Report]
    events: str

    @property
    def together(self) -> frozenset[frozenset[str]]:
        """The expected events as sets of report ids."""
        return frozenset(frozenset(self.reports[letter].id for letter in event) for event in self.events.split())


CASES: list[Case] = []


def case(about: str, events: str, **reports: Report) -> None:
    """Writes down a case."""
    assert sorted(events.replace(" ", "")) == sorted(reports), about
    CASES.append(Case(about, reports, events))


R = report
COHEN, COHEN_AR = "Eli Cohen/ISR/foreign_minister", "إيلي كوهين/ISR/foreign_minister"
AMIR, NETANYAHU = "حسين أمير عبد اللهيان/IRN/foreign_minister", "بنيامين نتنياهو/ISR/head_of_government"
BLINKEN, FAISAL = "Antony Blinken/USA/foreign_minister", "فيصل بن فرحان/SAU/foreign_minister"
SERDAR, MEREDOV = "سردار بردي محمدوف/TKM/head_of_state", "رشيد ميريدوف/TKM/foreign_minister"

# ---------------------------------------------------------------- visits

case("one visit, told by three papers on the day and the day after", "abc",
     a=R("visit ISR>TKM 2023-04-19", "2023-04-19", people=(COHEN_AR,)),
     b=R("visit ISR>TKM 2023-04-19", "2023-04-20", people=(COHEN_AR,), place="TKM/Ashgabat"),
     c=R("visit ISR>TKM 2023-04-19", "2023-04-20", place="TKM"))
case("a visitor named in two scripts", "ab",
     a=R("visit ISR>TKM 2023-04-19", people=(COHEN,)), b=R("visit ISR>TKM 2023-04-19", people=(COHEN_AR,)))
case("arrival on the evening, and the next morning by another paper", "ab",
     a=R("visit ISR>TKM 2023-04-19", "2023-04-19", people=(COHEN_AR,)),
     b=R("visit ISR>TKM 2023-04-20", "2023-04-20", people=(COHEN_AR,)))
case("a visit of some days: arrival, and departure told three days later", "ab",
     a=R("visit FRA>DZA 2022-08-25", "2022-08-25", people=("Emmanuel Macron/FRA/head_of_state",)),
     b=R("visit FRA>DZA 2022-08-27", "2022-08-28", people=("إيمانويل ماكرون/FRA/head_of_state",)))
case("two visits of one minister a week apart", "a b",
     a=R("visit USA>ISR 2023-10-12", "2023-10-12", people=(BLINKEN,)),
     b=R("visit USA>ISR 2023-10-20", "2023-10-20", people=(BLINKEN,)))
case("two visitors of one state on one day", "a b",
     a=R("visit USA>ISR 2023-10-18", people=("Joe Biden/USA/head_of_state",)),
     b=R("visit USA>ISR 2023-10-18", people=("Lloyd Austin/USA/defence_minister",)))
case("two visitors on one day, and a paper that names neither", "a b c",
     a=R("visit USA>ISR 2023-10-18", people=("Joe Biden/USA/head_of_state",)),
     b=R("visit USA>ISR 2023-10-18", people=("Lloyd Austin/USA/defence_minister",)),
     c=R("visit USA>ISR 2023-10-18"))
case("visits in opposite directions on one day", "a b",
     a=R("visit EGY>TUR 2023-04-13", people=("سامح شكري/EGY/foreign_minister",)),
     b=R("visit TUR>EGY 2023-04-13", people=("مولود تشاووش أوغلو/TUR/foreign_minister",)))
case("announced, made, and put down as made by a third", "abc",
     a=R("visit IRN>SAU 2023-08-17", "2023-08-14", status="planned", people=(AMIR,)),
     b=R("visit IRN>SAU 2023-08-17", "2023-08-17", people=(AMIR,)),
     c=R("visit IRN>SAU 2023-08-17", "2023-08-18"))
case("announced, then put off", "ab",
     a=R("visit ISR>TUR 2023-07-28", "2023-07-21", status="planned", people=(NETANYAHU,)),
     b=R("visit ISR>TUR 2023-07-28", "2023-07-24", status="denied", people=(NETANYAHU,)))
case("announced, reported as made, denied by a spokesman the next day", "abc",
     a=R("visit ISR>SAU 2020-11-22", "2020-11-20", status="planned", people=(NETANYAHU,)),
     b=R("visit ISR>SAU 2020-11-22", "2020-11-23", people=(NETANYAHU,)),
     c=R("visit ISR>SAU 2020-11-23", "2020-11-24", status="denied",
         people=("Benjamin Netanyahu/ISR/head_of_government",)))
case("put off from July, made in October: two occasions", "a b",
     a=R("visit ISR>TUR 2023-07-28", "2023-07-24", status="denied", people=(NETANYAHU,)),
     b=R("visit ISR>TUR 2023-10-29", "2023-10-29", people=(NETANYAHU,)))
case("a month told afterwards, the only visit of that minister then", "ab",
     a=R("visit SAU>SYR 2023-04-18", "2023-04-18", people=(FAISAL,)),
     b=R("visit SAU>SYR 2023-04", "2023-05-08", people=("الأمير فيصل بن فرحان/SAU/foreign_minister",)))
case("a month told afterwards, nobody named, no place: cannot tell", "a b",
     a=R("visit SAU>SYR 2023-04-18", "2023-04-18", people=(FAISAL,)),
     b=R("visit SAU>SYR 2023-04", "2023-05-08"))
case("a month with two visits of the same office: cannot tell which", "a b c",
     a=R("visit SAU>SYR 2023-04-03", "2023-04-03", people=("/SAU/foreign_minister",)),
     b=R("visit SAU>SYR 2023-04-18", "2023-04-18", people=("/SAU/foreign_minister",)),
     c=R("visit SAU>SYR 2023-04", "2023-05-08", people=("/SAU/foreign_minister",)))
case("last year's visit as background to this year's", "a b",
     a=R("visit TUR>QAT 2022", "2023-07-18", people=("رجب طيب أردوغان/TUR/head_of_state",)),
     b=R("visit TUR>QAT 2023-07-18", "2023-07-18", people=("رجب طيب أردوغان/TUR/head_of_state",)))
case("a visit of 1994 told in two languages, once as about", "ab",
     a=R("visit ISR>TKM 1994~", people=("شمعون بيريز/ISR/other",)),
     b=R("visit ISR>TKM 1994", people=("Shimon Peres/ISR/other",)))
case("an undated mention of the day's visitor", "ab",
     a=R("visit ISR>AZE 2023-04-19", "2023-04-20", people=(COHEN_AR,)),
     b=R("visit ISR>AZE ?", "2023-04-21", people=(COHEN_AR,)))
case("an undated mention a year later is not sought there", "a b",
     a=R("visit ISR>AZE 2023-04-19", "2023-04-20", people=(COHEN_AR,)),
     b=R("visit ISR>AZE ?", "2024-04-21", people=(COHEN_AR,)))
case("a tour told as one, and each visit", "a b c",
     a=R("visit USA>KWT+SAU 2023-06-06", "2023-06-06", people=(BLINKEN,)),
     b=R("visit USA>SAU 2023-06-06", "2023-06-06", people=(BLINKEN,)),
     c=R("visit USA>KWT 2023-06-06", "2023-06-06", people=(BLINKEN,)))
case("two visits told by one article stay two", "a b",
     a=R("visit USA>CUB 2016-03-20", "2016-03-21", article="k-1", people=("باراك أوباما/USA/head_of_state",)),
     b=R("visit USA>CUB 2016-03-20", "2016-03-21", article="k-1", start=400))
case("a delegation of a deputy and the minister's own visit", "a b",
     a=R("visit CHN>IRN 2023-12-05", people=("دنغ لي/CHN/deputy_minister",)),
     b=R("visit CHN>IRN 2023-12-05", people=("وانغ يي/CHN/foreign_minister",)))

case("soon, said an envoy in July; he came in September", "a b",
     a=R("visit USA>SYR ?", "2009-07-22", status="planned", people=("جورج ميتشل/USA/envoy",), place="SYR/Damascus"),
     b=R("visit USA>SYR 2009-09-29", "2009-09-29", people=("جورج ميتشل/USA/envoy",), place="SYR/Damascus"))
case("announced a week before, without a day", "ab",
     a=R("visit FRA>IRN ?", "2015-07-21", status="planned", people=("لوران فابيوس/FRA/foreign_minister",)),
     b=R("visit FRA>IRN 2015-07-29", "2015-07-31", people=("لوران فابيوس/FRA/foreign_minister",)))
case("a delegation came, and a week later another is announced for that month", "a b",
     a=R("visit HMS>EGY 2009-10-10", "2009-10-10", place="EGY/Cairo"),
     b=R("visit HMS>EGY 2009-10", "2009-10-18", status="planned", place="EGY/Cairo"))
case("the same minister leads the next delegation of that month", "a b",
     a=R("visit SAU>RUS 2015-08-11", "2015-08-11", people=(FAISAL,)),
     b=R("visit SAU>RUS 2015-08", "2015-08-20", status="planned", people=(FAISAL,)))

# ---------------------------------------------------------------- meetings and calls

case("a planned talk of two and an undated one of one of them with a third", "a b",
     a=R("meet TUR+SYR+USA ?", "2009-07-22", status="planned",
         people=("بشار الأسد/SYR/head_of_state", "رجب طيب أردوغان/TUR/head_of_government")),
     b=R("meet SYR+USA ?", "2009-07-30", people=("بشار الأسد/SYR/head_of_state", "جورج ميتشل/USA/envoy")))

case("an undated meeting of unnamed officials in the city of another one", "a b",
     a=R("meet SAU+EGY 2015-07-23", "2015-07-23", people=("سامح شكري/EGY/foreign_minister",), place="EGY/Cairo"),
     b=R("meet SAU+EGY ?", "2015-07-31", place="EGY/Cairo"))
case("an undated account of a meeting whose two ministers it names", "ab",
     a=R("meet SAU+EGY 2015-07-23", "2015-07-23", people=("عادل الجبير/SAU/foreign_minister",)),
     b=R("meet SAU+EGY ?", "2015-07-24", people=("عادل بن أحمد الجبير/SAU/foreign_minister",)))

case("a summit, and papers that list only some of those who met", "abc",
     a=R("meet SAU+EGY+JOR+QAT+ARE 2023-05-01", place="JOR/Amman"),
     b=R("meet SAU+EGY+JOR 2023-05-01", place="JOR/Amman"),
     c=R("meet EGY+SAU+JOR+QAT 2023-05-01", place="JOR/Amman"))
case("a summit and a talk of two on its margins", "a b",
     a=R("meet USA+IND+CHN+RUS+SAU 2023-09-09", place="IND/New Delhi"),
     b=R("meet USA+IND 2023-09-09", place="IND/New Delhi"))
case("two meetings of one day with different hosts", "a b",
     a=R("meet ISR+TKM 2023-04-20", people=(COHEN_AR, SERDAR)),
     b=R("meet ISR+TKM 2023-04-20", people=(COHEN_AR, MEREDOV)))
case("two meetings of one day, and a paper that names only the guest", "a b c",
     a=R("meet ISR+TKM 2023-04-20", people=(COHEN_AR, SERDAR)),
     b=R("meet ISR+TKM 2023-04-20", people=(COHEN_AR, MEREDOV)),
     c=R("meet ISR+TKM 2023-04-20", people=(COHEN_AR,)))
case("two meetings of one day, each in two papers", "ac bd",
     a=R("meet EGY+FRA 2023-09-14", people=("السيسي/EGY/head_of_state", "Emmanuel Macron/FRA/head_of_state")),
     b=R("meet EGY+FRA 2023-09-14", people=("سامح شكري/EGY/foreign_minister", "كاترين كولونا/FRA/foreign_minister")),
     c=R("meet FRA+EGY 2023-09-14", people=("إيمانويل ماكرون/FRA/head_of_state",)),
     d=R("meet FRA+EGY 2023-09-14", people=("Catherine Colonna/FRA/foreign_minister",)))
case("one meeting, the day told differently, both persons named", "ab",
     a=R("meet SAU+IRN 2023-04-06", people=(FAISAL,), place="CHN/Beijing"),
     b=R("meet IRN+SAU 2023-04-07", people=(FAISAL,), place="CHN/Beijing"))
case("talks in one city on two days, nobody named", "a b",
     a=R("meet USA+IRN 2022-06-28", place="QAT/Doha"), b=R("meet USA+IRN 2022-06-29", place="QAT/Doha"))
case("a meeting and the next one two weeks later", "a b",
     a=R("meet SAU+IRN 2023-04-06", people=(FAISAL,)),
     b=R("meet SAU+IRN 2023-04-20", people=(FAISAL,)))
case("meetings of one day in two cities, nobody named", "a b",
     a=R("meet RUS+TUR 2023-09-04", place="RUS/Sochi"), b=R("meet RUS+TUR 2023-09-04", place="TUR/Ankara"))
case("one meeting, put in two cities, the same two people", "ab",
     a=R("meet RUS+TUR 2023-09-04", people=("Vladimir Putin/RUS/head_of_state",), place="RUS/Sochi"),
     b=R("meet RUS+TUR 2023-09-04", people=("فلاديمير بوتين/RUS/head_of_state",), place="RUS/Moscow"))
case("talks of two with a host who is counted among them by one paper", "ab",
     a=R("meet SAU+IRN+CHN 2023-03-10", place="CHN/Beijing"), b=R("meet SAU+IRN 2023-03-10", place="CHN/Beijing"))
case("a meeting denied the day after", "ab",
     a=R("meet SAU+ISR 2020-11-22", "2020-11-23", people=("محمد بن سلمان/SAU/crown_prince",), place="SAU/NEOM"),
     b=R("meet SAU+ISR ?", "2020-11-24", status="denied", people=("محمد بن سلمان/SAU/crown_prince",)))
case("two calls in a week between the same two", "a b",
     a=R("call USA+TUR 2023-10-10", "2023-10-10", people=(BLINKEN,)),
     b=R("call USA+TUR 2023-10-13", "2023-10-13", people=(BLINKEN,)))
case("calls on two days running", "a b",
     a=R("call USA+TUR 2023-10-10", "2023-10-10", people=(BLINKEN,)),
     b=R("call USA+TUR 2023-10-11", "2023-10-11", people=(BLINKEN,)))
case("one call in three papers, one with names only of one side", "abc",
     a=R("call IRN+AZE 2023-01-28", people=("إبراهيم رئيسي/IRN/head_of_state", "إلهام علييف/AZE/head_of_state")),
     b=R("call AZE+IRN 2023-01-28", people=("Ilham Aliyev/AZE/head_of_state",)), c=R("call IRN+AZE 2023-01-28"))
case("calls of presidents and of ministers on one day", "a b",
     a=R("call IRN+AZE 2023-01-28", people=("إبراهيم رئيسي/IRN/head_of_state",)),
     b=R("call IRN+AZE 2023-01-28", people=(AMIR,)))

# ---------------------------------------------------------------- missions, envoys, relations

case("an embassy opened, told for a day, a month and a year", "abc",
     a=R("open_mission IRN>SAU 2023-06-06", "2023-06-07", place="SAU/Riyadh"),
     b=R("open_mission IRN>SAU 2023-06", "2023-09-06", place="SAU/Riyadh"),
     c=R("open_mission IRN>SAU 2023", "2024-01-02"))
case("two openings of one embassy in ten years", "a b",
     a=R("open_mission GBR>IRN 2015-08-23", "2015-08-24", place="IRN/Tehran"),
     b=R("open_mission GBR>IRN 2024-02-11", "2024-02-12", place="IRN/Tehran"))
case("two openings, and an undated one told after both: cannot tell which", "a b c",
     a=R("open_mission GBR>IRN 2015-08-23", "2015-08-24"), b=R("open_mission GBR>IRN 2024-02-11", "2024-02-12"),
     c=R("open_mission GBR>IRN ?", "2024-05-01"))
case("two openings, and an undated one told between them", "ac b",
     a=R("open_mission GBR>IRN 2015-08-23", "2015-08-24"), b=R("open_mission GBR>IRN 2024-02-11", "2024-02-12"),
     c=R("open_mission GBR>IRN ?", "2016-05-01"))
case("an embassy and a consulate in two cities in one week", "a b",
     a=R("open_mission IRN>SAU 2023-06-06", place="SAU/Riyadh"),
     b=R("open_mission IRN>SAU 2023-06-07", place="SAU/Jeddah"))
case("back at work on Sunday or on Wednesday", "ab",
     a=R("open_mission SAU>IRN 2023-08-06", "2023-08-10", place="IRN/Tehran"),
     b=R("open_mission SAU>IRN 2023-08-09", "2023-08-10", place="IRN/Tehran"))
case("embassies opened by each in the other on one day", "a b",
     a=R("open_mission GBR>IRN 2015-08-23"), b=R("open_mission IRN>GBR 2015-08-23"))
case("decided in spring without a date, opened in autumn", "ab",
     a=R("open_mission AZE>ISR ?", "2022-11-19", status="planned"),
     b=R("open_mission AZE>ISR 2023-03-29", "2023-03-30"))
case("wished for in 1994, opened in 2023", "a b",
     a=R("open_mission ISR>TKM ?", "1994-12-29", status="planned"), b=R("open_mission ISR>TKM 2023-04-20"))
case("closing and opening of one mission", "a b",
     a=R("close_mission GBR>IRN 2011-11-30", "2011-12-01"), b=R("open_mission GBR>IRN 2011-11-30", "2011-12-01"))
case("an exchange of ambassadors is two appointments", "a b",
     a=R("appoint_envoy TUR>EGY 2023-07-04"), b=R("appoint_envoy EGY>TUR 2023-07-04"))
case("the ambassador appointed, by two papers, a day apart", "ab",
     a=R("appoint_envoy EGY>TUR 2023-07-04", people=("عمرو الحمامي/EGY/ambassador",)),
     b=R("appoint_envoy EGY>TUR 2023-07-05", people=("عمرو الحمامي/EGY/ambassador",)))
case("two ambassadors, one after the other, in one year", "a b",
     a=R("appoint_envoy ISR>TKM 2013", people=("شيمي تسور/ISR/ambassador",)),
     b=R("appoint_envoy ISR>TKM 2013", people=("رؤوفين دينال/ISR/ambassador",)))
case("relations cut by four states together, and by one of them", "abc",
     a=R("sever_relations SAU+ARE+BHR+EGY>QAT 2017-06-05", "2017-06-05"),
     b=R("sever_relations SAU>QAT 2017-06-05", "2017-06-05"), c=R("sever_relations BHR>QAT 2017-06-05", "2017-06-06"))
case("relations cut by two states a day apart", "a b",
     a=R("sever_relations SAU>IRN 2016-01-03", "2016-01-04"), b=R("sever_relations BHR>IRN 2016-01-04", "2016-01-05"))
case("relations established: 1991, 1992, 1993 stand side by side", "ad b c",
     a=R("establish_relations ISR+TKM 1992", "2013-06-21"), b=R("establish_relations ISR+TKM 1991", "2023-04-20"),
     c=R("establish_relations ISR+TKM 1993", "1993-12-30"), d=R("establish_relations TKM+ISR 1992", "2023-04-21"))
case("relations cut in 1967 and restored in 1972 are two acts", "a b",
     a=R("sever_relations SDN>USA 1967", "2020-01-01"), b=R("establish_relations SDN+USA 1972", "2020-01-01"))
case("envoys expelled in return", "a b", a=R("expel_envoy EGY>TUR 2013-11-23"), b=R("expel_envoy TUR>EGY 2013-11-23"))
case("an envoy recalled, the day and years later the month", "ab",
     a=R("recall_envoy NLD>TUR 2018-02-05", "2018-02-06"), b=R("recall_envoy NLD>TUR 2018-02", "2018-07-21"))
case("the chargé and the ambassador summoned within two days", "a b",
     a=R("summon_envoy IRN>GBR 2022-10-05", people=("سايمون شيركليف/GBR/ambassador",)),
     b=R("summon_envoy IRN>GBR 2022-10-06", people=("إيزابيل مارش/GBR/envoy",)))

# ---------------------------------------------------------------- agreements

case("one signing by two papers, the ministers named in two scripts", "ab",
     a=R("sign SAU+CHN 2022-12-08", people=(FAISAL,), place="SAU/Riyadh"),
     b=R("sign CHN+SAU 2022-12-08", people=("Faisal bin Farhan/SAU/foreign_minister",), place="SAU/Riyadh"))
case("signings of one day by other ministers in other fields", "a b",
     a=R("sign SAU+CHN 2022-12-08", people=("/SAU/foreign_minister",), sectors=("energy",)),
     b=R("sign SAU+CHN 2022-12-08", people=("/SAU/defence_minister",), sectors=("defence",)))
case("signings of one day in other fields, nobody named", "a b",
     a=R("sign SAU+CHN 2022-12-08", sectors=("energy",)), b=R("sign SAU+CHN 2022-12-08", sectors=("education",)))
case("a signing of three, one paper tells two", "ab",
     a=R("sign SAU+IRN+CHN 2023-03-10", place="CHN/Beijing"), b=R("sign SAU+IRN 2023-03-10", place="CHN/Beijing"))
case("two agreements of one year, no day", "a b", a=R("sign USA+JOR 2016", words=sentence("free trade")),
     b=R("sign USA+JOR 2016", words=sentence("water")))

# ---------------------------------------------------------------- statements

case("an accusation repeated day by day", "a b c",
     a=R("accuse UKR>RUS 2023-05-01", "2023-05-01"), b=R("accuse UKR>RUS 2023-05-02", "2023-05-02"),
     c=R("accuse UKR>RUS 2023-05-03", "2023-05-03"))
case("the same minister accuses, two papers, one day", "ab",
     a=R("accuse SAU>IRN 2016-01-03", people=("عادل الجبير/SAU/foreign_minister",)),
     b=R("accuse SAU>IRN 2016-01-03", people=("Adel al-Jubeir/SAU/foreign_minister",)))
case("two officials accuse on one day", "a b",
     a=R("accuse IRN>SAU 2016-01-03", people=("علي خامنئي/IRN/head_of_state",)),
     b=R("accuse IRN>SAU 2016-01-03", people=("حسن روحاني/IRN/head_of_state",)))
case("accusations of one day, nobody named, other words: in doubt apart", "a b",
     a=R("accuse RUS>UKR 2023-05-03"), b=R("accuse RUS>UKR 2023-05-03"))
case("one accusation, nobody named, in nearly the same words", "ab",
     a=R("accuse AZE>IRN 2023-01-27", words="وحمّلت وزارة الخارجية في باكو إيران كامل المسؤولية عن الهجوم على السفارة"),
     b=R("accuse AZE>IRN 2023-01-27", words="حملت الخارجية في باكو إيران المسؤولية الكاملة عن الهجوم على السفارة"))
case("statements of one month without a day", "a b", a=R("praise JOR>QAT 2019-07"), b=R("praise JOR>QAT 2019-07"))
case("undated praise of two days running", "a b",
     a=R("praise USA>ARE ?", "2020-08-14"),
     b=R("praise USA>ARE ?", "2020-08-15"))
case("condolences to a president and to a minister", "a b",
     a=R("message EGY>TUR 2023-02-06", people=("السيسي/EGY/head_of_state", "أردوغان/TUR/head_of_state")),
     b=R("message EGY>TUR 2023-02-06",
         people=("سامح شكري/EGY/foreign_minister", "مولود تشاووش أوغلو/TUR/foreign_minister")))
case("strikes of one day on two cities", "a b",
     a=R("attack ISR>SYR 2023-10-12", place="SYR/Damascus"), b=R("attack ISR>SYR 2023-10-12", place="SYR/Aleppo"))
case("one strike by two papers", "ab",
     a=R("attack ISR>SYR 2023-10-12", place="SYR/Aleppo"), b=R("attack ISR>SYR 2023-10-12", place="SYR/Aleppo"))
case("strikes on one city on two days", "a b",
     a=R("attack ISR>SYR 2023-10-12", place="SYR/Aleppo"), b=R("attack ISR>SYR 2023-10-13", place="SYR/Aleppo"))
case("sanctions of one day in one step by several", "ab",
     a=R("sanction USA+GBR+CAN>RUS 2023-02-24"), b=R("sanction GBR>RUS 2023-02-24"))
case("other acts of one day never merge", "a b",
     a=R("reject IRN>USA 2023-01-27", people=("إبراهيم رئيسي/IRN/head_of_state",)),
     b=R("accuse IRN>USA 2023-01-27", people=("إبراهيم رئيسي/IRN/head_of_state",)))

# ---------------------------------------------------------------- copies

_CRY = "ودانت الرياض بأشد العبارات اقتحام المستشفى وطالبت بمحاسبة من أمر به أمام القضاء الدولي"
case("an agency's text in three papers, nobody named", "abc",
     a=R("accuse SAU>ISR 2023-11-15", "2023-11-15", text="agency", words=_CRY),
     b=R("accuse SAU>ISR 2023-11-15", "2023-11-15", text="agency", words=_CRY),
     c=R("accuse SAU>ISR 2023-11-15", "2023-11-16", text="agency", words=_CRY))
case("a copy printed a day later shifts yesterday by a day", "ab",
     a=R("meet SAU+IRN 2023-04-06", "2023-04-07", text="agency", words=sentence("talks in Beijing")),
     b=R("meet SAU+IRN 2023-04-07", "2023-04-08", text="agency", words=sentence("talks in Beijing")))
case("two accusations of one text, and a copy of both", "ac bd",
     a=R("accuse SAU>IRN 2016-01-03", article="k-1", text="agency", words=sentence("meddling"), start=10),
     b=R("accuse SAU>IRN 2016-01-03", article="k-1", text="agency", words=sentence("arms smuggling"), start=400),
     c=R("accuse SAU>IRN 2016-01-03", article="k-2", text="agency", words=sentence("meddling"), start=20),
     d=R("accuse SAU>IRN 2016-01-03", article="k-2", text="agency", words=sentence("arms smuggling"), start=390))
case("undated praise in copies of one text", "ab",
     a=R("praise USA>ARE ?", "2020-08-14", text="agency", words=sentence("an historic day")),
     b=R("praise USA>ARE ?", "2020-08-15", text="agency", words=sentence("an historic day")))
case("a text without any day, copied", "ab", a=R("praise USA>ARE ?", None, text="agency", words=_CRY),
     b=R("praise USA>ARE ?", None, text="agency", words=_CRY))
case("texts without any day, not copies", "a b",
     a=R("visit USA>ARE ?", None, people=(COHEN,)), b=R("visit USA>ARE ?", None, people=(COHEN,)))
