"""The list of sources: in, out, and the starter list."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import DataError
from marsad.reading.health import LANGUAGES
from marsad.reading.sources import (
    HEADER,
    Source,
    add_sources,
    host_of,
    parse_sources,
    read_sources,
    source_toml,
    starter_sources,
)

LIST = """# mine
[settings]
host_gap = 5

[[source]]  # the first
url = "HTTPS://Agency.example/rss"
name = "وكالة"
language = "ar"
every = 900

[[source]]
url = "https://other.example/"
kind = "section"
enabled = false
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "sources.toml"
    path.write_text(LIST, "utf-8")
    return path


def test_a_list_is_read(path):
    listed = read_sources(path)
    first, second = listed.sources
    assert first == Source("https://agency.example/rss", name="وكالة", language="ar", every=900)
    assert (second.kind, second.enabled, listed.enabled, listed.settings.host_gap) == ("section", False, (first,), 5.0)


def test_adding_leaves_what_is_there_as_it_is(path):
    new = Source("https://third.example/rss", "feed", 'The "Third"\n\x7f\\', "en")
    assert add_sources(path, (new, Source("https://agency.example/rss"), new)) == (new,)
    assert path.read_text("utf-8").startswith(LIST.rstrip("\n"))
    assert read_sources(path).sources[2] == new
    assert add_sources(path, (new,)) == ()
    assert [one.name for one in path.parent.iterdir()] == ["sources.toml"]


def test_a_list_begins_with_the_first_source(tmp_path):
    path = tmp_path / "new.toml"
    add_sources(path, (Source("https://agency.example/rss"),))
    assert path.read_text("utf-8") == HEADER + '\n[[source]]\nurl = "https://agency.example/rss"\n'


def test_a_link_to_the_list_stays_a_link(path, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    add_sources(link, (Source("https://third.example/"),))
    assert link.is_symlink() and len(read_sources(path).sources) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "TOML"), ("a = 1", "unknown table 'a'"), ("source = 1", r"\[\[source\]\]"), ("settings = 1", "table"),
        ("[settings]\nno = 1", "no setting 'no'"), ("[[source]]\nname = 'x'", "source 1: it needs a url"),
        ("[[source]]\nurl = 1", "needs a url"), ("[[source]]\nurl = 'http://127.1/'", "unusual"),
        ("[[source]]\nurl = 'x'", "https://"),
        ("[[source]]\nurl = 'https://a.example'\nfoo = 1", "unknown field 'foo'"),
        ("[[source]]\nurl = 'https://a.example'\nkind = 'rss'", "kind = 'rss'"),
        ("[[source]]\nurl = 'https://a.example'\nlanguage = 'Arabic'", "no code such as ar"),
        ("[[source]]\nurl = 'https://a.example'\ncountry = 'Egypt'", "no code such as EGY"),
        ("[[source]]\nurl = 'https://a.example'\nevery = 5", "min_interval"),
        ("[[source]]\nurl = 'https://a.example'\nevery = 'day'", "wrong type"),
        ("[[source]]\nurl = 'https://a.example'\nevery = true", "wrong type"),
        ("[[source]]\nurl = 'https://a.example'\nenabled = 1", "wrong type"),
        ("[[source]]\nurl = 'https://a.example'\npublisher = 'x'", "publisher"),
        ("[[source]]\nurl = 'https://a.example'\n[[source]]\nurl = 'HTTPS://a.example:443/'",
        "source 2: .* stands there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text, said):
    with pytest.raises(DataError, match=said) as caught:
        parse_sources(text, "list.toml")
    assert "list.toml" in str(caught.value)


def test_a_missing_or_unreadable_file_is_said(tmp_path):
    with pytest.raises(DataError, match="add-source"):
        read_sources(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="UTF-8"):
        read_sources(tmp_path / "bad.toml")


def test_a_wrong_list_is_not_added_to(path):
    path.write_text("broken", "utf-8")
    with pytest.raises(DataError):
        add_sources(path, (Source("https://a.example/"),))
    assert path.read_text("utf-8") == "broken"


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PAUSES = st.none() | st.floats(300, 1e9)


@given(st.builds(Source, st.just("https://a.example/"), name=NAMES, every=PAUSES, enabled=st.booleans()))
def test_any_source_goes_through_toml_and_back(source):
    (again,) = parse_sources(source_toml(source), "x").sources
    assert again.every == pytest.approx(source.every)
    assert (again.url, again.name, again.enabled) == (source.url, source.name, source.enabled)


@given(st.text(max_size=80))
def test_any_text_is_a_list_or_refused(text):
    with contextlib.suppress(DataError):
        found = parse_sources(text, "x")
        assert all(source.url for source in found.sources)  # a list may be empty, a source never


def test_the_starter_list():
    """Ministries and agencies in seven languages; none of the addresses is called verified."""
    sources = starter_sources()
    assert len(sources) >= 80 and not any(source.verified for source in sources)
    languages = {source.language for source in sources}
    assert {"ar", "en", "fr", "ru", "tr", "he", "fa"} <= languages <= set(LANGUAGES)
    for source in sources:
        assert source.publisher and source.name and source.kind in ("feed", "section")
        assert source.country or source.publisher == "organisation", source.url
    for language in ("ar", "en", "fr", "ru", "tr", "he", "fa"):
        kinds = {source.publisher for source in starter_sources(language)}
        assert "foreign ministry" in kinds, language
    assert len(starter_sources("ar")) >= 30 and starter_sources("xx") == ()


def test_hosts():
    assert host_of("https://www.Agency.example:8080/x") == "agency.example" and host_of("nothing") == ""
