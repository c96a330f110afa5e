"""What lies after the day of publication is planned; status words around a trigger."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.coding.arguments import Arguments
from marsad.coding.memory import Memory
from marsad.coding.scan import Sentence, find_functions, find_hits
from marsad.coding.status import by_date, status_of
from marsad.language.pack import load
from marsad.language.text import words

DAY = dt.date(2019, 5, 15)


@pytest.mark.parametrize(
    ("status", "date", "expected"),
    [
        ("happened", "2019-05-16", "planned"), ("happened", "2019-05-15", "happened"),
        ("happened", "2019-06", "happened"), ("denied", "2019-05-16", "denied"), ("happened", None, "happened"),
    ],
)  # fmt: skip
def test_status_by_date(status, date, expected):
    assert by_date(status, date, DAY)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار الوزير الخرطوم", "happened"), ("سيزور الوزير الخرطوم", "planned"),
        ("من المقرر أن يزور الوزير الخرطوم", "planned"), ("لم يزر الوزير الخرطوم", "denied"),
        ("لن يزور الوزير الخرطوم", "denied"),
    ],
)  # fmt: skip
def test_status_is_read_off_the_words_around(text, expected):
    pack = load("ar")
    found = words(text, pack.fold)
    sentence = Sentence(found, [w.norm for w in found], 1, False)
    sentence.functions, sentence.hits = find_functions(sentence, pack), find_hits(sentence, pack)
    hit = next(h for h in sentence.hits if h.triggers[0].act == "visit")
    arguments = Arguments(sentence, [], Memory(pack, ()), pack)
    assert status_of(sentence, hit, hit.triggers[0], arguments, pack)[0] == expected
