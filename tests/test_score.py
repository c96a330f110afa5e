"""The scorer: small cases reckoned by hand, and agreement with the gold standard's own scorer."""

from __future__ import annotations

import copy
import importlib.util
import json
import math
import random
from pathlib import Path

import pytest

from marsad.evaluation import match
from marsad.evaluation.score import FIGURES, SHARES, mistakes, pair_by_id, score
from marsad.ontology import ACTS

GOLD = Path(__file__).parents[2] / "shared" / "gold"


def event(act, source, target=(), **more):
    return {"act": act, "source": list(source), "target": list(target), "status": "happened"} | more


def one(gold, found, **more):
    """The report of a single article that holds only events."""
    return score([({"id": "a", "events": gold}, {"id": "a", "events": found})], rounds=0, **more)


# --- by hand -------------------------------------------------------------------------------------


def test_two_of_three_actors_make_one_third():
    # Three parties are three dyads; two of them one: 1 shared of 3 in all.
    gold, found = [event("meet", ["SAU", "EGY", "JOR"])], [event("meet", ["EGY", "SAU"])]
    report = one(gold, found)
    assert report.rates["events"].f1 == pytest.approx(1 / 3)
    assert report.rates["strict"].f1 == 0
    # Of the dyads: precision 1/1, recall 1/3.
    assert report.rates["dyads"].precision == 1
    assert report.rates["dyads"].f1 == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (event("visit", ["IRN"], ["OMN"]), event("visit", ["OMN"], ["IRN"]), 0),
        (event("agree", ["IRN"], ["OMN"]), event("agree", ["OMN"], ["IRN"]), 0),
        (event("agree", ["IRN", "OMN"]), event("agree", ["OMN"], ["IRN"]), 1),
        (event("message", ["IRN"], ["OMN"]), event("message", ["OMN"], ["IRN"]), 0),
        (event("sign", ["IRN", "OMN"]), event("sign", ["OMN"], ["IRN"]), 1),
        (event("attack", ["SDN", "RSF"]), event("attack", ["RSF"], ["SDN"]), 1),
        (event("coerce", ["IRN"], ["IRN"]), event("coerce", ["IRN"], ["IRN"]), 1),
        (event("accuse", ["IRN"], ["IRN", "USA"]), event("accuse", ["IRN"], ["USA"]), 1),
        (event("accuse", [], ["USA"]), event("accuse", [], ["FRA"]), 0),
    ],
)
def test_direction_counts_only_where_both_tell_it(gold, found, expected):
    assert match.similarity(gold, found) == expected


def test_family_forgives_an_act_of_the_same_type():
    report = one([event("visit", ["IRN"], ["OMN"])], [event("invite", ["IRN"], ["OMN"])])
    assert report.rates["events"].f1 == 0
    assert report.rates["family"].f1 == 1


def test_equal_actors_are_paired_by_date_and_each_event_only_once():
    gold = [event("meet", "AB", date="2020-01-01"), event("meet", "AB", date="2021-01-01")]
    found = [event("meet", "AB", date="2021-01-01")]
    report = one(gold, found)
    assert report.shares["date"] == 1
    assert report.rates["events"].recall == 0.5
    assert mistakes({"events": gold}, {"events": found}).missed == (gold[0],)


def test_mistakes_are_told_in_reading_order():
    gold, found = [event("aid", "A", "B")], [event("aid", "A", "C"), event("call", "AB")]
    wrong = mistakes({"events": gold}, {"events": found})
    assert (wrong.missed, wrong.invented) == (tuple(gold), tuple(found))


@pytest.mark.parametrize(
    ("gold", "found", "agree"),
    [
        ("2023-04-19", "2023-04-19", True),
        ("2023-04-19", "2023-04", True),
        ("2023-04", "2023-04-19", True),
        ("2023-04~", "2023", True),
        ("2023-04-19", "2023", False),
        ("2023-04-19", "2023-04-20", False),
        ("2023", "202", False),
        ("2023", None, False),
    ],
)
def test_dates(gold, found, agree):
    assert match.same_date(gold, found) is agree


def test_evidence_needs_half_of_the_shorter_quotation():
    assert match.same_evidence("وصل الوزير إلى مسقط", "وَصَلَ الوزيرُ امس صباحا")
    assert not match.same_evidence("وصل الوزير إلى مسقط", "غادر الوفد إلى باريس")
    assert not match.same_evidence("", "")


def test_people_by_the_words_of_their_names_each_once():
    gold = {"id": "a", "people": [
        {"name": "إيلي كوهين", "country": "ISR", "office": "foreign_minister"},
        {"name": "كوهين", "country": "ISR", "office": "other"},
    ]}  # fmt: skip
    found = {
        "id": "a",
        "people": [{"name": "كوهين", "country": "USA", "office": "foreign_minister"}],
    }
    report = score([(gold, found)], rounds=0)
    assert report.rates["people"].recall == 0.5
    assert report.shares["people_country"] == 0
    assert report.shares["people_office"] == 1


def test_claims_by_kind_and_value():
    gold = {"id": "a", "claims": [{"kind": "first", "value": 29}, {"kind": "ordinal", "value": 3}]}
    found = {"id": "a", "claims": [{"kind": "ordinal", "value": 3}, {"kind": "first", "value": 2}]}
    assert score([(gold, found)], rounds=0).rates["claims"].f1 == 0.5


def test_nothing_found_is_zero_and_nothing_to_compare_is_nan():
    report = one([event("meet", "AB")], [])
    assert report.rates["events"].f1 == 0
    assert math.isnan(report.shares["status"])
    assert math.isnan(report.rates["events"].low)
    assert report.to_dict()["shares"]["status"] is None
    json.dumps(report.to_dict(), allow_nan=False)


def test_unknown_acts_are_left_out():
    report = one([event("meet", "AB")], [event("dance", "AB"), event("meet", "AB")])
    assert report.found_events == 1
    assert report.rates["events"].f1 == 1


def test_an_article_without_prediction_counts_as_empty():
    golds = [{"id": "a", "events": [event("meet", "AB")]}, {"id": "b", "events": []}]
    assert pair_by_id(golds, [{"id": "b"}, {"id": "c"}]) == [
        (golds[0], {}),
        (golds[1], {"id": "b"}),
    ]


def test_by_act_is_ordered_by_gold_and_shows_inventions():
    report = one(
        [event("meet", "AB"), event("aid", "A", "B")], [event("meet", "AB"), event("call", "AB")]
    )
    assert [(row.act, row.gold, row.found, row.precision, row.recall) for row in report.by_act] == [
        ("aid", 1, 0, 0, 0), ("meet", 1, 1, 1, 1), ("call", 0, 1, 0, 0),
    ]  # fmt: skip


def test_intervals_hold_the_figure_and_repeat():
    meeting = [event("meet", "AB")]
    pairs = [({"id": str(n), "events": meeting},
              {"id": str(n), "events": meeting if n % 3 else []}) for n in range(30)]  # fmt: skip
    first, second = score(pairs, rounds=100), score(pairs, rounds=100)
    assert first == second
    rate = first.rates["events"]
    assert rate.low < rate.f1 < rate.high


# --- against the gold standard's own scorer ------------------------------------------------------


@pytest.fixture(scope="module")
def reference():
    path = GOLD / "score.py"
    if not path.is_file():
        pytest.skip("the gold standard's scorer (../shared/gold/score.py) is not here")
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def golds():
    path = GOLD / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the gold data (../shared/gold/dev.jsonl) is not here")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def perturbed(record, chance):
    """A prediction made of a gold record by losing, changing and inventing things."""
    record = copy.deepcopy(record)
    codes = ["SAU", "EGY", "IRN", "USA", "UNO", "HMS"]
    events = []
    for item in record["events"]:
        if chance.random() < 0.2:
            continue
        if chance.random() < 0.15:
            item["act"] = chance.choice([*ACTS, "dance"])
        if chance.random() < 0.1:
            item["source"], item["target"] = item["target"], item["source"]
        if chance.random() < 0.2:
            item[chance.choice(["source", "target"])] = chance.sample(codes, chance.randint(1, 3))
        if chance.random() < 0.2:
            item["status"] = chance.choice(["planned", "denied", None])
        if chance.random() < 0.4:
            item["date"] = chance.choice([None, "2015", "2015-07", (item["date"] or "2009~")[:7]])
        if chance.random() < 0.3:
            item["place"] = chance.choice(
                [None, {"country": "SAU"}, {"country": "FRA", "city": None}]
            )
        if chance.random() < 0.5:
            words = item["evidence"].split()
            item["evidence"] = " ".join(words[chance.randrange(len(words)) :])
        events += [item] * chance.choice([1, 1, 1, 2])
    chance.shuffle(events)
    record["events"] = events
    people = [p for p in record["people"] if chance.random() < 0.8]
    for person in people:
        if chance.random() < 0.3:
            person["name"] = person["name"].split()[-1]
        if chance.random() < 0.3:
            person["office"] = "other"
        if chance.random() < 0.3:
            person["country"] = None
    record["people"] = people + people[:1]
    for claim in record["claims"]:
        if chance.random() < 0.3:
            claim["value"] = chance.choice([None, 3])
    return {key: value for key, value in record.items() if key != "people" or chance.random() < 0.9}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agrees_with_the_reference_to_the_last_digit(reference, golds, seed):
    chance = random.Random(seed)
    predictions = [perturbed(gold, chance) for gold in golds if chance.random() < 0.95]
    chance.shuffle(predictions)
    pairs = pair_by_id(golds, predictions)
    report = score(pairs)

    counts = [reference.article_counts(gold, found) for gold, found in pairs]
    expected = reference.totals(counts)
    for figure in FIGURES:
        rate = report.rates[figure]
        assert (rate.precision, rate.recall, rate.f1) == expected[figure], figure
        assert 0 < rate.f1 < 1
    assert report.shares == {share: expected[share] for share in SHARES}
    for figure in ("events", "claims"):
        rate = report.rates[figure]
        assert (rate.low, rate.high) == reference.bootstrap(counts, figure), figure
    table = reference.by_act([gold for gold, _ in pairs], [found for _, found in pairs])
    assert {row.act for row in report.by_act} == set(table)
    for row in report.by_act:
        cell = table[row.act]
        assert (row.gold, row.found) == (cell["g"], cell["p"])
        assert row.precision == (cell["tp"] / cell["p"] if cell["p"] else 0)
        assert row.recall == (cell["tp"] / cell["g"] if cell["g"] else 0)


def test_gold_against_itself_is_perfect(golds):
    report = score([(gold, gold) for gold in golds], rounds=0)
    assert {figure: rate.f1 for figure, rate in report.rates.items()} == dict.fromkeys(FIGURES, 1)
    assert report.shares == dict.fromkeys(SHARES, 1)
