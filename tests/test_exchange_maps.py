"""GeoJSON as the geojson package reads it: no country is a point."""

from __future__ import annotations

import geojson
import pytest

from exchange_record import ALL, PAIR, hostile, record, written
from marsad.exchange.walking import events


def collection(part="events", snapshot=None, query=ALL):
    data, tally = written("geojson", snapshot or record(), query, part)
    found = geojson.loads(data)
    assert found.is_valid and found["type"] == "FeatureCollection"
    assert len(found["features"]) == tally.rows
    return found["features"], tally


def test_events_with_a_place_are_features_and_the_others_are_counted():
    found, tally = collection()
    placed = [event for event in events(record(), ALL) if event.place]
    assert [feature["id"] for feature in found] == [event.id for event in placed]
    assert tally.left_out["no-place"] == record().count(ALL) - len(placed)


def test_only_what_is_known_to_the_city_is_a_point():
    found, _ = collection()
    kinds = {feature["properties"]["precision"] for feature in found}
    assert {"city", "country"} <= kinds
    for feature in found:
        assert (feature["geometry"] is not None) == (feature["properties"]["precision"] == "city")


def test_ashgabat_is_where_it_is():
    found, _ = collection(query=PAIR)
    (feature,) = [f for f in found if f["properties"]["act"] == "open_mission" and f["properties"]["date"] == "2023-04-20"]
    lon, lat = feature["geometry"]["coordinates"]
    assert (lon, lat) == (pytest.approx(58.38, abs=0.1), pytest.approx(37.95, abs=0.1))
    assert feature["properties"]["place_ar"] == "عشق آباد، تركمانستان"
    assert feature["properties"]["uncertainty_km"] >= 1


def test_missions_tell_how_precisely_they_are_known():
    found, _ = collection("missions")
    kinds = {feature["properties"]["precision"] for feature in found}
    assert "premises" in kinds
    for feature in found:
        assert (feature["geometry"] is None) == (feature["properties"]["precision"] == "country")


def test_hostile_words_stay_in_their_strings():
    found, _ = collection(snapshot=hostile())
    assert all(feature["properties"]["evidence"] for feature in found)


def test_nothing_found_is_an_empty_collection():
    assert collection(query=PAIR.__class__(between=("ISR", "FJI")))[0] == []
