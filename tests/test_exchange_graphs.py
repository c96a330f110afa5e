"""GEXF and GraphML as networkx reads them."""

from __future__ import annotations

import io
from collections import Counter

import networkx as nx
import pytest
from lxml import etree

from exchange_record import ALL, HOSTILE, PAIR, hostile, record, written
from marsad.exchange.walking import events, sides

READERS = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}


def graph(name, snapshot, query=ALL):
    data, tally = written(name, snapshot, query)
    return READERS[name](io.BytesIO(data)), tally


@pytest.mark.parametrize("name", READERS)
def test_edges_are_the_pairs_of_the_events(name):
    found, tally = graph(name, record())
    pairs = Counter(
        (a, b, event.act) for event in events(record(), ALL) for a, b in sides(event) if b is not None
    )  # fmt: skip
    assert found.number_of_edges() == tally.rows == pairs.total()
    assert Counter((a, b, data["act"]) for a, b, data in found.edges(data=True)) == pairs


@pytest.mark.parametrize("name", READERS)
def test_nodes_have_names_in_both_scripts(name):
    found, _ = graph(name, record(), PAIR)
    assert found.nodes["TKM"]["name_ar"] == "تركمانستان"
    assert found.nodes["ISR"]["wikidata"] == "Q801"


@pytest.mark.parametrize("name", READERS)
def test_values_have_their_types(name):
    found, _ = graph(name, record(), PAIR)
    for _, _, data in found.edges(data=True):
        assert isinstance(data["goldstein"], float) and isinstance(data["sources"], int)
        assert 0 <= data["confidence"] <= 1 and isinstance(data["mutual"], bool)


def test_spells_are_the_days_of_the_event():
    found, _ = graph("gexf", record(), PAIR)
    for _, _, data in found.edges(data=True):
        if data.get("first"):
            assert data["spells"] == [(data["first"], data["last"])]
    assert any(data.get("first") == "2023-04-20" for _, _, data in found.edges(data=True))


def test_the_graph_is_dynamic_and_its_ids_are_unique():
    data, _ = written("gexf", record())
    root = etree.fromstring(data)
    spaces = {"g": "http://www.gexf.net/1.2draft"}
    assert root.xpath("string(//g:graph/@mode)", namespaces=spaces) == "dynamic"
    ids = root.xpath("//g:edge/@id", namespaces=spaces)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", READERS)
def test_an_event_of_one_party_has_no_edge_and_is_counted(name):
    _, tally = graph(name, record())
    alone = sum(1 for event in events(record(), ALL) if all(b is None for _, b in sides(event)))
    assert tally.left_out["one-party"] == alone


@pytest.mark.parametrize("name", READERS)
def test_hostile_articles_leave_the_graph_whole(name):
    found, tally = graph(name, hostile())
    assert found.number_of_edges() == tally.rows == 4
    assert HOSTILE not in written(name, hostile())[0].decode()
