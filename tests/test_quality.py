"""The quality gate: no figure below its floor, no floor below an earlier one, no corpus changed unseen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from marsad import Coder
from marsad.evaluation.floors import (
    Corpus,
    add_to_history,
    digest,
    falls,
    figures,
    raised,
    read_floors,
    read_history,
    sunk,
    write_floors,
)
from marsad.evaluation.gold import gold_articles, read_gold
from marsad.evaluation.score import pair_by_id, score

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
CORPORA = read_floors(BENCHMARKS / "floors.toml")
OWN = sorted(path.stem for path in (BENCHMARKS / "gold").glob("*.jsonl"))


def gold_path(name):
    path = ROOT / CORPORA[name].path
    if not path.is_file():
        pytest.skip(f"the corpus {CORPORA[name].path} is not here")
    return path


@cache
def coded(name):
    path = gold_path(name)
    records = read_gold(path)
    return records, tuple(Coder().code_many(gold_articles(records, path)))


def test_every_own_corpus_has_floors():
    assert set(OWN) <= set(CORPORA)


@pytest.mark.parametrize("name", CORPORA)
def test_the_corpus_is_the_one_that_the_floors_were_set_on(name):
    assert digest(gold_path(name)) == CORPORA[name].sha256, (
        f"{CORPORA[name].path} has changed: run tools/set_floors.py {name}"
    )


@pytest.mark.parametrize("name", CORPORA)
def test_no_figure_falls_below_its_floor(name):
    records, articles = coded(name)
    report = score(pair_by_id(records, [article.to_dict() for article in articles]), rounds=0)
    assert not falls(CORPORA[name], figures(report))


def test_no_floor_was_lowered():
    assert not sunk(CORPORA.values(), read_history(BENCHMARKS / "floors.history.tsv"))


@pytest.mark.parametrize("name", CORPORA)
def test_every_span_is_exact(name):
    seen = 0
    for article in coded(name)[1]:
        spans = [event.evidence for event in article.events]
        spans += [event.trigger for event in article.events if event.trigger]
        spans += [span for person in article.people for span in person.mentions]
        spans += [claim.evidence for claim in article.claims]
        spans += [mention.span for mention in article.mentions]
        content = article.article.content
        for span in spans:
            assert 0 <= span.start < span.end <= len(content)
            assert content[span.start : span.end] == span.text
        assert all(person.mentions for person in article.people)
        seen += len(spans)
    assert seen


# --- the gate itself -----------------------------------------------------------------------------


CORPUS = Corpus("a", "a.jsonl", "00", {"events_f1": 0.5, "date": 0.8})


def test_a_fall_is_named_and_so_is_a_figure_that_is_gone():
    assert falls(CORPUS, {"events_f1": 0.5, "date": 0.8}) == []
    assert falls(CORPUS, {"events_f1": 0.499, "date": 0.9}) == ["a: events_f1 is 0.499, below 0.500"]
    assert falls(CORPUS, {"events_f1": 0.6}) == ["a: date is 0.000, below 0.800"]


def test_floors_rise_with_the_figures_and_never_sink():
    higher = raised(CORPUS, {"events_f1": 0.7, "date": 0.6}, "00")
    assert higher.floors == {"events_f1": 0.69, "date": 0.8}
    assert raised(CORPUS, {"events_f1": 0.3}, "01").floors == {"events_f1": 0.29}


def test_a_lowered_floor_is_refused(tmp_path):
    history = tmp_path / "history.tsv"
    assert add_to_history(history, [CORPUS]) == 2
    assert add_to_history(history, [CORPUS]) == 0
    assert sunk([CORPUS], read_history(history)) == []
    lower = Corpus("a", "a.jsonl", "00", {"events_f1": 0.49, "date": 0.8})
    assert sunk([lower], read_history(history)) == ["a: the floor of events_f1 was 0.500, now it is 0.49"]
    without = Corpus("a", "a.jsonl", "00", {"date": 0.8})
    assert len(sunk([without], read_history(history))) == 1
    assert len(sunk([Corpus("a", "a.jsonl", "01", {})], read_history(history))) == 1


def test_a_floors_file_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "floors.toml"
    write_floors(path, [CORPUS])
    assert read_floors(path) == {"a": CORPUS}
