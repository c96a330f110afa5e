"""spaCy's JSON lines and brat's standoff by their documented keys: every span is where it says."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange_record import ALL, PAIR, hostile, record, written
from marsad.exchange.annotation import apart, fragments
from marsad.model import Span


def documents(snapshot):
    data, tally = written("spacy", snapshot)
    found = [json.loads(line) for line in data.decode().split("\n") if line]
    assert len(found) == tally.rows
    return found


@pytest.mark.parametrize("make", [record, hostile])
def test_spans_of_a_document_cut_what_was_coded(make):
    snapshot = make()
    for document in documents(snapshot):
        assert set(document) == {"text", "ents", "spans", "cats", "meta"}
        stored = snapshot.article(document["meta"]["key"])
        assert document["text"] == stored.text
        evidence = {event.evidence.text for event in stored.coded.events}
        told = document["spans"]["events"]
        assert {document["text"][span["start"] : span["end"]] for span in told} == evidence
        for span in document["ents"] + document["spans"]["triggers"]:
            assert 0 <= span["start"] < span["end"] <= len(document["text"])
        assert {act for act, value in document["cats"].items() if value} == {e.act for e in stored.coded.events}


def test_entities_do_not_overlap():
    for document in documents(record()):
        ents = document["ents"]
        assert all(one["end"] <= two["start"] for one, two in itertools.pairwise(ents))
        assert ents


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_apart_keeps_the_longest_and_nothing_overlaps(pairs):
    spans = [(Span(start, start + length, ""), "X") for start, length in pairs]
    kept = apart(spans)
    assert all(a.end <= b.start for (a, _), (b, _) in itertools.pairwise(kept))
    if spans:
        assert max(s.end - s.start for s, _ in spans) == max(s.end - s.start for s, _ in kept)


def archive(snapshot, query=ALL):
    data, tally = written("brat", snapshot, query)
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        return {name: found.read(name).decode() for name in found.namelist()}, tally


@pytest.mark.parametrize("make", [record, hostile])
def test_brat_annotations_stand_in_their_texts(make):
    files, tally = archive(make())
    names = [name[:-4] for name in files if name.endswith(".ann")]
    assert len(names) == tally.rows > 0
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        text, bounds, events = files[f"{name}.txt"], {}, {}
        for line in files[f"{name}.ann"].split("\n")[:-1]:
            key, rest = line.split("\t", 1)
            if key[0] == "T":
                where, words = rest.split("\t", 1)
                kind, places = where.split(" ", 1)
                pieces = [tuple(map(int, place.split())) for place in places.split(";")]
                assert " ".join(text[a:b] for a, b in pieces) == words
                bounds[key] = kind
            elif key[0] == "E":
                act, *arguments = rest.split(" ")
                events[key] = act.split(":")[0]
                assert bounds[act.split(":")[1]] == events[key]
                assert all(argument.split(":")[1] in bounds for argument in arguments)
            elif key[0] == "A":
                label, event, value = rest.split(" ")
                assert label == "Status" and event in events and value in ("happened", "planned", "proposed", "denied")
            else:
                assert rest.startswith("AnnotatorNotes E")
        assert events
    assert set(re.findall(r"^(\w+)\tSource", files["annotation.conf"], re.M)) >= set(events.values())


def test_the_same_record_gives_the_same_archive():
    assert written("brat", record(), PAIR)[0] == written("brat", record(), PAIR)[0]


@given(st.text(alphabet="ab\n\r\u2028 "), st.integers(0, 8), st.integers(0, 20))
def test_fragments_hold_no_break_and_lose_nothing_else(text, start, length):
    end = min(len(text), start + length)
    pieces = fragments(text, start, end)
    joined = "".join(text[a:b] for a, b in pieces)
    assert not re.search(r"[\n\r\u2028]", joined)
    assert joined == re.sub(r"[\n\r\u2028]", "", text[start:end] if start < end else "")
