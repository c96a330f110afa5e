"""Puts a page together from a template, sentences and a seed, and says what a reader should find on it."""

# ruff: noqa: SIM905 - the markup stands in lines as pages have it, names in one string
from __future__ import annotations

import datetime as dt
import json
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
MATERIAL = tomllib.loads((FOLDER / "material.toml").read_text("utf-8"))
MANNERS = tomllib.loads((FOLDER / "manners.toml").read_text("utf-8"))
READ_ON = dt.date(2024, 6, 30)
LEVANT = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول".split("|")
EGYPT = "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر".split("|")
MAGHREB = "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر".split("|")
MONTHS = {
    "ar": EGYPT,
    "en": "January|February|March|April|May|June|July|August|September|October|November|December".split("|"),
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря".split("|"),
    "tr": "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık".split("|"),
    "he": [f"ב{m}" for m in "ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר".split("|")],
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر".split("|"),
}  # fmt: skip
HIJRI = "محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة".split("|")
IRANIAN = "فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند".split("|")
WEEKDAYS = "الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد".split("|")
INDIC, PERSIAN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True)
class Made:
    """A page's bytes and what a reader should find."""

    manner: str
    data: bytes
    url: str
    title: str
    paragraphs: tuple[str, ...]
    published: dt.date
    outlet: str
    optional: frozenset[str]  # standfirsts: a reader may count them to the text or not


def words_of(day: dt.date, language: str, months: list[str] | None = None) -> str:
    return f"{day.day} {(months or MONTHS[language])[day.month - 1]} {day.year}"


def iranian(day: dt.date) -> str:
    start = dt.date(day.year, 3, 21) if day >= dt.date(day.year, 3, 21) else dt.date(day.year - 1, 3, 21)
    if start.year in (2020, 2024, 2016, 2012, 2008):  # the year begins a day earlier after a leap year
        start -= dt.timedelta(1)
    if day.month == 3 and day.day == 20 and day.year in (2020, 2024, 2016, 2012, 2008):
        start = day
    since = (day - start).days
    month, number = (since // 31, since % 31) if since < 186 else (6 + (since - 186) // 30, (since - 186) % 30)
    return f"{number + 1} {IRANIAN[month]} {start.year - 621}".translate(PERSIAN)


def hijri(day: dt.date) -> str:
    from hijridate import Gregorian

    found = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{found.day} {HIJRI[found.month - 1]} {found.year}"


def make(manner: str, seed: int) -> Made:
    """The page of a manner by a seed: the same seed, the same page."""
    told = MANNERS[manner]
    language, outlet = told["language"], told["outlet"]
    lot = MATERIAL[language]
    rng = random.Random(f"{manner}-{seed}")
    day = dt.date(2006, 1, 1) + dt.timedelta(rng.randrange(0, 6_600))
    near = day + dt.timedelta(1)
    title, other_title = rng.sample(lot["titles"], 2)
    texts = rng.sample(lot["paragraphs"], min(rng.randint(4, 9), len(lot["paragraphs"]) - 1))
    standfirst = next(p for p in lot["paragraphs"] if p not in texts)
    city = {"ar": "نيريدا سيتي", "en": "NERIDA CITY"}.get(language, "")
    author, agency = rng.choice(lot["authors"]), rng.choice(["رويترز", "الأناضول", "أ ف ب"] if language == "ar" else ["Reuters", "AFP"])
    months = MONTHS[language]
    hour = f"{rng.randint(6, 23):02}:{rng.randint(0, 59):02}"
    path = f"/{'world' if rng.random() < 0.5 else 'politics'}"

    def card(tag: str) -> str:
        return (
            f'<{tag} class="c{rng.randint(1, 9)}"><a href="/x{rng.randint(1, 999)}"><img src="t.jpg"></a><h3><a href="/x{rng.randint(1, 999)}">{rng.choice(lot["teasers"])}</a></h3>'
            f"<p>{rng.choice(lot['excerpts'])}</p><span>{words_of(READ_ON - dt.timedelta(rng.randint(0, 9)), language)}</span></{tag}>"
        )

    def links(tag: str, count: int = 5) -> str:
        return "".join(f'<{tag}><a href="/n{rng.randint(1, 999)}">{t}</a></{tag}>' for t in rng.choices(lot["teasers"], k=count))

    menu = "".join(f'<li><a href="/m{n}">{word}</a></li>' for n, word in enumerate(lot["menu"]))
    places = {
        "title": title, "other_title": other_title, "outlet": outlet, "section": rng.choice(lot["sections"]), "author": author, "agency": agency,
        "first": texts[0], "standfirst": standfirst, "city": city, "caption": rng.choice(lot["captions"]), "teaser": rng.choice(lot["teasers"]),
        "menu": menu, "menu_rows": menu.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>"), "menu_links": re.sub("</?li>", " ", menu),
        "cards": "".join(card("li") for _ in range(4)), "cards_div": "".join(card("div") for _ in range(4)),
        "links": links("li"), "links_div": links("div"), "link_rows": links("td").replace("<td>", "<tr><td>").replace("</td>", "</td></tr>"),
        "share": " ".join(lot["share"]), "iso": day.isoformat(), "iso_next": near.isoformat(), "iso_now": READ_ON.isoformat(),
        "year_now": str(READ_ON.year), "hour": hour, "weekday": WEEKDAYS[day.weekday()], "hijri": hijri(day),
        "day_words": words_of(day, language), "day_words_next": words_of(near, language), "day_short": f"{day.day} {months[day.month - 1]}",
        "day_levant": f"{day.day} {LEVANT[day.month - 1]}/ {EGYPT[day.month - 1]} {day.year}".translate(INDIC),
        "day_maghreb": words_of(day, "ar", MAGHREB), "day_maghreb_today": words_of(READ_ON, "ar", MAGHREB),
        "day_en": f"{MONTHS['en'][day.month - 1]} {day.day}, {day.year}", "day_en_gb": words_of(day, "en"), "today_en": f"{MONTHS['en'][READ_ON.month - 1]} {READ_ON.day}, {READ_ON.year}",
        "today_words": f"الأحد {words_of(READ_ON, language)}", "day_fa": iranian(day), "today_fa": iranian(READ_ON),
        "numeric": f"{day.day}/{day.month}/{day.year}", "numeric_dots": f"{day:%d.%m.%Y}", "numeric_dots_next": f"{near:%d.%m.%Y}",
        "bidi_numeric": f"\u202d{day.day:02}/{day.month:02}/{day.year}\u202c", "latest": {"ar": "آخر الأخبار", "en": "Latest news", "ru": "Последние новости"}.get(language, ""),
        "url": f"https://www.example.org{path}/{day.year}/{day.month}/{day.day}/a-{seed}", "url_plain": f"https://www.example.org{path}/a-{seed}",
        "dateline": "", "other_body": "".join(f"<p>{p}</p>" for p in [*rng.sample(lot["excerpts"], 2), standfirst]),
        **{key: lot[key] for key in ("cookie", "related", "also", "most", "newsletter", "rights", "published", "updated", "comment", "comments", "tags", "writer")},
    }  # fmt: skip
    places["body"] = _body(told, lot, texts, rng, card, links)
    places["json_body"] = json.dumps("\n".join(texts), ensure_ascii=False)
    template = (FOLDER / f"{manner}.html").read_text("utf-8")
    page = re.sub(r"\{\{(\w+)\}\}", lambda m: places[m.group(1)], template)
    expected = list(texts)
    if manner == "state_agency_old":  # the dateline stands before the first paragraph, in the same line
        expected[0] = f"{city} في {places['day_short']} /{agency}/ {texts[0]}"
    optional = {standfirst, f"{city} {places['hijri']} هـ الموافق {places['day_words']} م واس", *(f"{t} {n}" for t in lot["titles"] for n in range(9))}
    return Made(
        manner, page.encode(told.get("encoding", "utf-8"), "xmlcharrefreplace"), places["url"] if "{{url}}" in template else places["url_plain"],
        title, tuple(expected), day, outlet, frozenset(optional),
    )  # fmt: skip


def _body(told, lot, texts, rng, card, links) -> str:
    noises = told["noise"]
    parts = []
    for index, text in enumerate(texts):
        if told["language"] == "ar" and rng.random() < 0.3:
            words = text.split(" ")
            at = rng.randrange(len(words))
            words[at] = f'<a href="/tag/{index}">{words[at]}</a>'
            text = " ".join(words)
        text = text.replace("NorthGrid Ltd.", '<bdi dir="ltr">NorthGrid Ltd.</bdi>')
        entry = told["p"] % text
        if noises == ["live"]:
            entry = (
                f'<article class="live-entry"><div class="entry-time"><time datetime="2024-01-01">منذ {index + 2} ساعات</time> {10 + index}:30</div><h3 class="entry-title">{lot["titles"][index % len(lot["titles"])]} {index}</h3>{entry}'
                f'<div class="share-buttons"><a>شارك</a><a>نسخ الرابط</a></div></article>'
            )
        parts.append(entry)
        if noises and index < len(texts) - 1 and rng.random() < 0.6:
            parts.append(_noise(rng.choice(noises), lot, rng, card, links))
    return "".join(parts)


def _noise(kind: str, lot, rng, card, links) -> str:
    teaser = rng.choice(lot["teasers"])
    return {
        "live": "",
        "also_list": f'<div class="more-on"><h3>{lot["also"]}</h3><ul class="article-related-list">{links("li", 3)}</ul></div>',
        "also_strong": f'<p><strong>{lot["also"]}: <a href="/a">{teaser}</a></strong></p>',
        "also_card": f'<div class="rtcode-read-also"><div class="box"><a href="/r"><img src="r.jpg"><div class="ttl">{lot["also"]}</div><div class="hd">{teaser}</div></a></div></div>',
        "related_inline": f'<div class="inline-rel"><p class="head">{lot["related"]}</p>{card("div")}</div>',
        "ad": f'<div class="dfp-slot" id="div-gpt-ad-{rng.randint(1, 99)}"><span>{lot["ad"]}</span></div>',
        "ad_script": '<div class="code-block"><script>googletag.cmd.push(function(){display("x")});</script><ins class="adsbygoogle"></ins></div>',
        "newsletter": f'<div class="nl-signup newsletter-box"><h4>{lot["newsletter"]}</h4><form><input type="email"><button>OK</button></form></div>',
        "jetpack": f'<div class="sharedaddy sd-sharing-enabled"><h3>{lot["share"][0]}</h3><ul><li>{lot["share"][1]}</li></ul></div>',
        "tweet": '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Glad to meet my counterpart today, more soon. pic.twitter.com/abc123</p>&mdash; A Minister (@minister) <a href="https://twitter.com/x">May 1, 2019</a></blockquote>',
        "video": f'<div class="video-embed"><iframe src="/v"></iframe><span class="video-title">{teaser}</span></div>',
        "captioned": f'<figure><img src="i.jpg"><figcaption><p>{rng.choice(lot["captions"])}</p></figcaption></figure>',
        "skip_box": f'<section role="region" class="skip"><p>تخطى {lot["related"]} وواصل القراءة</p><h2>{lot["related"]}</h2><ul>{links("li", 3)}</ul><p>{lot["related"]} نهاية</p></section>',
        "links_block": f'<div data-component="links-block"><div><p>{lot["related"]}</p><ul>{links("li", 3)}</ul></div></div>',
        "ru_box": f'<div class="article__block" data-type="article"><div class="article__article"><a href="/z"><span class="article__article-title">{teaser}</span></a><div class="article__article-info">Вчера, 12:30</div></div></div>',
    }[kind]  # fmt: skip
