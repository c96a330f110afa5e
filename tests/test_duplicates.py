"""Clusters of copies and versions: what belongs together, who is the origin, whatever the order of arrival."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agency_texts import CHANGES, story
from marsad.model import Article
from marsad.reading.duplicates import Duplicates, cluster
from marsad.reading.limits import Limits
from marsad.reading.sketches import signature

DAY = dt.date(2023, 4, 19)


def article(paragraphs, **more):
    return Article("\n".join(paragraphs), more.pop("title", "عنوان"), more.pop("published", DAY), **more)


def ids(clusters):
    return {frozenset(member.id for member in found.members) for found in clusters}


def press(seed, stories=12):
    """A day's press: each story by several outlets, changed as they do; and what should be found together."""
    rng = random.Random(seed)
    articles, wanted = [], []
    for number in range(stories):
        paragraphs = story(1000 * seed + number)
        own = [
            article(paragraphs, id=f"{number}-0", outlet="وكالة", url=f"https://a.org/{number}", title=f"خبر {number}")
        ]
        for copy in range(1, rng.randint(2, 5)):
            changed = rng.choice(CHANGES)(paragraphs, rng)
            late = DAY + dt.timedelta(rng.randint(0, 2))
            own.append(
                article(
                    changed,
                    id=f"{number}-{copy}",
                    outlet=f"صحيفة {copy}",
                    url=f"https://p{copy}.org/{number}",
                    title=f"عنوان آخر {copy}",
                    published=late,
                )
            )
        articles += own
        if len(own) > 1:
            wanted.append(frozenset(a.id for a in own))
    return articles, set(wanted)


def test_the_copies_of_a_days_press_are_found():
    right = found = total = 0
    for seed in range(4):
        articles, wanted = press(seed)
        clusters = ids(cluster(articles))
        right += len(clusters & wanted)
        found, total = found + len(clusters), total + len(wanted)
    assert right / total >= 0.95
    assert right / found >= 0.95


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_the_order_of_arrival_does_not_matter(rng, batch):
    articles, _ = press(7)
    shuffled = list(articles)
    rng.shuffle(shuffled)
    assert cluster(shuffled, Limits(duplicates_batch=batch)) == cluster(articles)


def test_the_earliest_is_the_origin_and_of_one_day_an_agencys():
    text = story(1)
    late, early = article(text, id="late", published=DAY + dt.timedelta(1)), article(text[:-2], id="early")
    undated = article(text[1:], id="undated", published=None)
    (found,) = cluster([late, undated, early])
    assert [member.id for member in found.members] == ["early", "late", "undated"]
    assert [member.relation for member in found.members] == ["origin", "near copy", "near copy"]
    with Duplicates() as some:
        for name in ("one", "two", "three"):
            some.add(article(text, id=name, url=name), agency="Reuters" if name == "three" else None)
        (found,) = some.clusters()
    assert (found.origin.id, found.agency) == ("three", "Reuters")


def test_the_same_text_is_the_same_text_however_short():
    one, two = article(["خبر قصير جدا."], id="1"), article(["خبر قصير جدا."], id="2", title="عنوان آخر")
    (found,) = cluster([one, two])
    assert [member.relation for member in found.members] == ["origin", "same text"]
    assert cluster([one, article(["خبر قصير آخر."], id="3")]) == []


def test_a_correction_at_the_same_address_is_a_version():
    first = article(story(1), id="v1", outlet="المرفأ", url="https://m.org/1")
    fixed = article(story(2), id="v2", outlet="المرفأ", url="https://m.org/1", published=DAY + dt.timedelta(1))
    (found,) = cluster([fixed, first])
    assert [(m.id, m.relation, m.version_of) for m in found.members] == [
        ("v1", "origin", None),
        ("v2", "version", "v1"),
    ]


def test_the_same_title_of_one_outlet_is_a_version_only_if_the_text_is_near():
    text = story(1)
    first = article(text, id="v1", outlet="المرفأ", url="https://m.org/1", title="لقاء في العاصمة")
    again = article(
        [*text, "تصحيح: جرى اللقاء مساء."], id="v2", outlet="المرفأ", url="https://m.org/2", title="لقاء في العاصمة"
    )
    other = article(story(9), id="x", outlet="المرفأ", url="https://m.org/3", title="لقاء في العاصمة")
    elsewhere = article(text, id="copy", outlet="الضفة", url="https://d.org/1", title="لقاء في العاصمة")
    (found,) = cluster([first, again, other, elsewhere])
    told = {m.id: (m.relation, m.version_of) for m in found.members}
    assert "x" not in told
    versions = [told[name] for name in ("v1", "v2") if told[name][1]]
    assert len(versions) == 1
    assert told["copy"][1] is None


def test_a_sketch_made_before_serves():
    text = story(1)
    one, two = article(text, id="1"), article(text[:-1], id="2")
    with Duplicates() as found:
        for each in (one, two):
            found.add(each, sketch=signature(each.text))
        assert list(found.clusters()) == cluster([one, two])
        assert len(found) == 2


def test_clusters_may_be_asked_again_after_more_have_come():
    text = story(1)
    with Duplicates() as found:
        found.add(article(text, id="1"))
        assert list(found.clusters()) == []
        found.add(article(text, id="2", url="u"))
        assert ids(found.clusters()) == {frozenset({"1", "2"})}


def test_nothing_and_one_have_no_clusters():
    assert cluster([]) == []
    assert cluster([article(story(1))]) == []


def test_a_bucket_larger_than_the_limit_still_joins_what_is_near():
    text = story(1)
    many = [article([*text, f"إضافة رقم {n}."], id=str(n), url=str(n)) for n in range(60)]
    for size in (4, 64):
        (found,) = cluster(many, Limits(duplicates_bucket=size))
        assert len(found.members) == 60


def test_what_would_break_a_file_of_lines_is_kept():
    odd = Article("\n".join(story(1)), title="a\x1fb\ud800\n", id="i\x1f\ud83d", outlet="o\n\x1f", url="u\x00")
    (found,) = cluster([odd, replace(odd, id="j", url="v")])
    assert {member.id for member in found.members} == {"i \ud83d", "j"}


_MEMORY = """
import random, sys
sys.path.insert(0, sys.argv[1])
from agency_texts import story
from marsad.model import Article
from marsad.reading.duplicates import Duplicates

def used():
    lines = open("/proc/self/status").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

words = " ".join(" ".join(story(n)) for n in range(40)).split()
rng = random.Random(1)
with Duplicates() as found:
    sizes = []
    for number in range(9_000):
        found.add(Article(" ".join(rng.choices(words, k=60)), title="t", id=str(number), url=str(number)))
        if number % 3_000 == 2_999:
            sizes.append(used())
    print(sizes[-1] - sizes[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the kernel does not tell the memory of a process")
def test_memory_does_not_grow_with_the_articles():
    command = [sys.executable, "-c", _MEMORY, str(Path(__file__).parent)]
    grown = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert grown < 4_000  # kilobytes, for 6,000 articles
