"""The word trie."""

from __future__ import annotations

import pytest

from marsad.language.gazetteer import Gazetteer


@pytest.fixture
def trie() -> Gazetteer[str]:
    found: Gazetteer[str] = Gazetteer()
    for name in ("a", "a b", "a b c d", "x"):
        found.add(name.split(), name.upper())
    return found


def test_the_longest_entry_wins(trie: Gazetteer[str]) -> None:
    assert trie.longest(["a", "b", "c"], 0) == (2, ["A B"])
    assert trie.longest(["a", "b", "c", "d"], 0) == (4, ["A B C D"])


def test_every_entry_the_longest_first(trie: Gazetteer[str]) -> None:
    assert trie.every(["a", "b", "c", "d"], 0, "a") == [(4, ["A B C D"]), (2, ["A B"]), (1, ["A"])]


def test_the_first_word_may_be_read_otherwise(trie: Gazetteer[str]) -> None:
    assert trie.longest(["wa", "b"], 0, "a") == (2, ["A B"])
    assert trie.longest(["wa", "b"], 0) is None


def test_equal_values_are_kept_once(trie: Gazetteer[str]) -> None:
    trie.add(["x"], "X")
    trie.add(["x"], "Y")
    assert trie.longest(["x"], 0) == (1, ["X", "Y"])


def test_contains_tells_first_words(trie: Gazetteer[str]) -> None:
    assert "a" in trie and "b" not in trie


def test_an_entry_needs_a_word(trie: Gazetteer[str]) -> None:
    with pytest.raises(ValueError, match="at least one word"):
        trie.add([], "nothing")
