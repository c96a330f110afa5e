"""JSON-LD as rdflib reads it, FollowTheMoney as its library reads it, QuickStatements line by line."""

from __future__ import annotations

import json
import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

from exchange_record import ALL, HOSTILE, PAIR, addressed, hostile, record, written
from marsad.exchange.walking import events
from marsad.exchange.wikidata import dated, quoted
from marsad.exchange.wording import urn
from marsad.record.intervals import parse

SCHEMA = Namespace("https://schema.org/")
PROV = Namespace("http://www.w3.org/ns/prov#")


def graph(data: bytes) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the reader
        return Graph().parse(data=data, format="json-ld")


def test_events_are_derived_from_quotations_of_articles():
    found = graph(written("jsonld", record(), PAIR)[0])
    ids = {URIRef(urn(event.id)) for event in events(record(), PAIR)}
    assert set(found.subjects(RDF.type, SCHEMA.Event)) == ids
    for event in ids:
        reports = set(found.objects(event, PROV.wasDerivedFrom))
        assert reports
        for report in reports:
            (article,) = found.objects(report, PROV.wasQuotedFrom)
            assert (article, RDF.type, SCHEMA.NewsArticle) in found
            assert list(found.objects(report, SCHEMA.text))


def test_names_are_tagged_with_their_language():
    found = graph(written("jsonld", record(), PAIR)[0])
    names = set(found.objects(URIRef(urn("actor|TKM")), SCHEMA.name))
    assert names == {Literal("Turkmenistan", lang="en"), Literal("تركمانستان", lang="ar")}


def test_no_name_of_the_file_is_without_meaning():
    document = json.loads(written("jsonld", record(), PAIR)[0])
    told = {name for node in document["@graph"] for name in node}
    assert told <= set(document["@context"])
    found = graph(json.dumps(document).encode())
    assert {URIRef(node["id"]) for node in document["@graph"]} <= set(found.subjects())
    assert not [name for name in found.predicates() if "://" not in str(name)]


def test_claims_have_reviews_with_ratings():
    found = graph(written("jsonld", record(), PAIR, "claims")[0])
    reviews = set(found.subjects(RDF.type, SCHEMA.ClaimReview))
    claims = set(found.subjects(RDF.type, SCHEMA.Claim))
    assert reviews and {found.value(review, SCHEMA.itemReviewed) for review in reviews} == claims
    for review in reviews:
        rating = found.value(review, SCHEMA.reviewRating)
        assert str(found.value(rating, SCHEMA.ratingValue)) in ("-1", "0", "1")
        words = list(found.objects(review, SCHEMA.reviewBody))
        assert {text.language for text in words if isinstance(text, Literal)} == {"en", "ar"}


def test_hostile_titles_come_back_from_json_ld_and_open_no_element():
    data, _ = written("jsonld", hostile())
    assert b"<" not in data
    titles = {str(title) for title in graph(data).objects(None, SCHEMA.headline)}
    assert titles == {HOSTILE.replace("\n", " ")}


def test_follow_the_money_takes_every_entity():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pytest.importorskip("followthemoney", reason="followthemoney is not installed").model
    for snapshot in (record(), hostile()):
        data, tally = written("ftm", snapshot, ALL)
        ids, used, kinds = set(), set(), set()
        for line in data.decode().splitlines():
            raw = json.loads(line)
            entity = model.get_proxy({**raw, "properties": {}})
            for name, values in raw["properties"].items():
                prop = entity.schema.get(name)
                assert prop is not None, name
                entity.add(prop, values)
                for value in values:
                    assert prop.type.validate(value), (name, value)
                if prop.type.name == "entity":
                    used |= set(values)
            assert raw["id"] not in ids
            ids.add(raw["id"])
            kinds.add(raw["schema"])
        assert tally.rows == len(ids)
        assert used <= ids and {"Event", "Article", "Person", "PublicBody"} <= kinds


def test_quickstatements_of_a_new_embassy_have_references():
    data, tally = written("quickstatements", addressed())
    lines = data.decode().splitlines()
    assert tally.rows == lines.count("CREATE") >= 1
    assert "LAST\tP31\tQ3917681" in data.decode() and "\tQ801\t" in data.decode() and "\tQ874\t" in data.decode()
    assert any(line.startswith("LAST\tP1619\t+2023-04-20T00:00:00Z/11") for line in lines)
    assert "LAST\tLar\t\"سفارة إسرائيل في عشق آباد\"" in lines
    for line in lines:
        cells = line.split("\t")
        if line == "CREATE" or cells[1][0] in "LD":
            continue
        assert re.fullmatch(r"P\d+", cells[1]) and re.fullmatch(r'Q\d+|[+]\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11)', cells[2])
        assert 'S854\t"https://news.example/' in line
        assert all(re.fullmatch(r"[SP]\d+", cell) for cell in cells[3::2])


def test_quickstatements_without_an_address_are_left_out_and_counted():
    data, tally = written("quickstatements", record(), PAIR)
    assert data == b"" and tally.left_out["no-url"] >= 1


@given(st.text())
def test_a_quoted_text_ends_neither_value_nor_line(text):
    value = quoted(text)
    assert value[0] == value[-1] == '"' and '"' not in value[1:-1]
    assert not any(char in value for char in "\t\n\r|")


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [("2023-04-20", "+2023-04-20T00:00:00Z/11"), ("2024-02", "+2024-02-00T00:00:00Z/10"),
     ("1992", "+1992-00-00T00:00:00Z/9"), ("1992~", None), ("2023-04-20/..", None), ("2023-04-20/2023-04-22", None)],
)  # fmt: skip
def test_a_time_has_the_precision_of_its_days(edtf, expected):
    assert dated(parse(edtf)) == expected
