"""Sketches of texts: near copies are near, different stories are not, however texts are written."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency_texts import CHANGES, respelled, sentence, story
from marsad.reading.sketches import (
    BAND_ROWS,
    NEAR,
    SIZE,
    bands,
    near,
    resemblance,
    shingles,
    signature,
    signatures,
    similarity,
    size,
)


def sketch(paragraphs):
    return signature("\n".join(paragraphs))


@pytest.fixture(scope="module")
def stories():
    return [story(seed, 6 + seed % 8) for seed in range(120)]


def test_near_copies_and_different_stories(stories):
    rng = random.Random(1)
    originals = [sketch(paragraphs) for paragraphs in stories]
    copies = [(n, sketch(change(paragraphs, rng))) for n, paragraphs in enumerate(stories) for change in CHANGES]
    right = sum(near(originals[n], copy) for n, copy in copies)
    wrong = sum(near(a, b) for a, b in combinations(originals, 2))
    wrong += sum(near(originals[n - 1], copy) for n, copy in copies)
    assert right / len(copies) >= 0.95
    assert right / (right + wrong) >= 0.98


def test_two_changes_at_once(stories):
    rng = random.Random(2)
    found = total = 0
    for paragraphs in stories:
        for one, other in combinations(CHANGES, 2):
            changed = other(one(paragraphs, rng), rng)
            found += near(sketch(paragraphs), sketch(changed))
            total += 1
    assert found / total >= 0.95


def test_stories_that_share_their_background_are_two():
    rng = random.Random(3)
    joined = 0
    for seed in range(60):
        background = [sentence(rng) for _ in range(2)]
        one, other = story(seed, 7), story(seed + 1000, 7)
        joined += near(sketch(one + background), sketch(other + background))
    assert joined / 60 <= 0.05


def test_orthography_does_not_matter():
    rng = random.Random(4)
    for seed in range(20):
        paragraphs = story(seed)
        assert similarity(sketch(paragraphs), sketch(respelled(paragraphs, rng))) > 0.95
    plain = "وصل الوزير إلى المدينة وألقى كلمة أمام الوفد"
    written = "وَصَلَ الوزيرُ الى المدينـــة والقي كلمه امام\u200f الوفد"
    persian = plain.replace("ي", "ی").replace("ك", "ک")
    assert shingles(plain) == shingles(written) == shingles(persian)


@pytest.mark.parametrize(
    "text",
    ["Министр прибыл с визитом в столицу и провёл переговоры с коллегой о границе и торговле двух стран сегодня",
    "שר החוץ הגיע לביקור רשמי ונפגש עם עמיתו בבירה לדיון על הגבול והסחר בין שתי המדינות היום",
     "Dışişleri Bakanı resmi ziyaret için başkente geldi ve meslektaşıyla sınır ve ticaret konularını görüştü bugün",
     "The minister arrived in the capital and met his counterpart for talks on border trade and fishing rights"],
)  # fmt: skip
def test_other_scripts_are_sketched_too(text):
    assert size(signature(text)) >= 12
    assert similarity(signature(text), signature(text.upper() if text.isascii() else text + " .")) == 1.0


def test_a_text_too_short_has_no_copies():
    assert not near(signature("وصل الوزير"), signature("وصل الوزير"))
    assert bands(signature("وصل الوزير")) == ()
    assert signature("") == signature(" ")


def test_a_sketch_is_the_same_in_every_process():
    code = "from marsad.reading.sketches import signature; print(signature('وصل الوزير إلى العاصمة مساء أمس').hex())"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert bytes.fromhex(out.strip()) == signature("وصل الوزير إلى العاصمة مساء أمس")


def test_near_copies_meet_in_a_band(stories):
    rng = random.Random(5)
    met = total = 0
    for paragraphs in stories:
        original = set(bands(sketch(paragraphs)))
        assert len(bands(sketch(paragraphs))) == len(BAND_ROWS)
        for change in CHANGES:
            met += bool(original & set(bands(sketch(change(paragraphs, rng)))))
            total += 1
    assert met / total >= 0.98


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts(one, other):
    a, b = signatures([one, other])
    assert (a, b) == (signature(one), signature(other))
    assert len(a) == SIZE
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= resemblance(a, b) <= 1.0 and 0.0 <= similarity(a, b) <= 1.0
    assert resemblance(a, a) == 1.0
    assert all(-(1 << 63) <= key < 1 << 63 for key in bands(a))


def test_the_threshold_is_what_the_documents_say():
    assert NEAR == 0.45
