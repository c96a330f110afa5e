"""Copies and rewrites of one text are one source, however many print it."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.reading.sketches import signature as sketch
from marsad.record.independence import copies, one_source
from marsad.record.merging import merge
from marsad.record.types import ArticleHead
from merging_cases import head, report, rewritten, sentence, signature

QUICK = settings(max_examples=80, deadline=None, derandomize=True)


def sources(*heads: ArticleHead) -> int:
    return len(set(copies(heads).values()))


def test_copies_and_rewrites_are_one_source_others_are_not() -> None:
    original = head("k-1", minhash=signature("a"))
    near = head("k-2", minhash=rewritten("a", 0.6))
    far = head("k-3", minhash=rewritten("a", 0.1))
    assert sources(original, near) == 1 and one_source(original, near)
    assert sources(original, far) == 2
    assert sources(original, near, far, head("k-4")) == 3


def test_a_rewrite_of_a_rewrite_is_of_the_same_source() -> None:
    first = signature("a")
    second = rewritten("a", 0.5)
    middle = first[:4] + first[4 : 4 + 128] + second[132:]
    chain = [head("k-1", minhash=first), head("k-2", minhash=middle), head("k-3", minhash=second)]
    assert sources(*chain) == 1


def test_one_agencys_text_is_known_by_less() -> None:
    shared = 0.19  # of the whole; about a third of either text
    one = head("k-1", minhash=signature("a"), agency="wakalat_almashriq")
    other = head("k-2", minhash=rewritten("a", shared), agency="wakalat_almashriq")
    assert sources(one, other) == 1
    assert sources(one, replace(other, agency="another")) == 2
    assert sources(one, replace(other, agency=None)) == 2


def test_one_agency_with_two_texts_is_two_sources() -> None:
    assert sources(head("k-1", agency="wakalat"), head("k-2", agency="wakalat")) == 2


def test_without_a_sketch_an_article_stands_for_itself() -> None:
    assert sources(head("k-1", minhash=b""), head("k-2", minhash=b"")) == 2
    assert sources(head("k-1", minhash=sketch("كلمتان فقط")), head("k-2", minhash=sketch("كلمتان فقط"))) == 2
    assert copies([]) == {} and copies([head("k-1")]) == {"k-1": "k-1"}


def test_a_text_cut_and_retitled_is_a_copy_by_its_words() -> None:
    text = " ".join(sentence(f"s{n}", 20) for n in range(8))
    cut = "عنوان آخر. " + " ".join(text.split()[:110])
    assert sources(head("k-1", minhash=sketch(text)), head("k-2", minhash=sketch(cut))) == 1
    other = " ".join(sentence(f"t{n}", 20) for n in range(8))
    assert sources(head("k-1", minhash=sketch(text)), head("k-2", minhash=sketch(other))) == 2


heads = st.lists(
    st.builds(
        lambda number, text, share, agency, day: head(
            f"k-{number}", day, minhash=rewritten(text, share), agency=agency
        ),
        st.integers(0, 30), st.sampled_from("abc"), st.sampled_from([1.0, 0.8, 0.5, 0.25, 0.1]),
        st.sampled_from([None, "one", "two"]), st.sampled_from([None, "2023-04-19", "2023-04-20"]),
    ),
    max_size=16, unique_by=lambda h: h.key,
)  # fmt: skip


@QUICK
@given(heads, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(articles: list[ArticleHead], dice: random.Random) -> None:
    found = copies(articles)
    assert found == copies(dice.sample(articles, len(articles)))
    assert found.keys() == {h.key for h in articles}
    assert all(found[leader] == leader for leader in found.values())


def test_a_crowd_of_copies_is_one_source() -> None:
    crowd = [head(f"k-{n}", minhash=rewritten("a", 0.7 + n % 20 / 100)) for n in range(200)]
    assert sources(*crowd) == 1


def test_three_papers_with_one_agency_text_are_three_reports_and_one_source() -> None:
    told = [report("meet SAU+IRN 2023-04-06", text="agency", article=f"k-{n}", confidence=0.6) for n in range(3)]
    own = report("meet SAU+IRN 2023-04-06", text="its own", confidence=0.5)
    (event,) = merge([*told, own])
    assert (len(event.reports), event.sources) == (4, 2)
    assert abs(event.confidence - (1 - 0.4 * 0.5)) < 1e-9
    assert event.dates[0].sources == 2 and len(event.dates[0].reports) == 4
