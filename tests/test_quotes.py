"""Whose words a sentence reports."""

from __future__ import annotations

from marsad.coding.actors import Actor
from marsad.coding.quotes import Speaker, speaker_of
from marsad.coding.scan import Function, Sentence
from marsad.language.text import Folder, words


def sentence(text: str, *functions: Function) -> Sentence:
    found = words(text, Folder({}))
    return Sentence(found, [w.norm for w in found], 1, False, functions=list(functions))


SAYS = Function(0, 1, "reporting", "")
EGYPT = Actor(1, 2, "state", ("EGY",))


def test_speaker_stands_after_the_verb_of_saying():
    assert speaker_of(sentence("said Egypt that", SAYS), [EGYPT], None) == Speaker(("EGY",))


def test_an_outlet_is_named_as_written():
    found = speaker_of(sentence("said Reuters that", SAYS), [Actor(1, 2, "outlet")], None)
    assert found is not None and found.label == "Reuters"


def test_a_verb_that_goes_on_keeps_the_speaker():
    before = Speaker(("SDN",))
    assert speaker_of(sentence("added that", SAYS, Function(0, 1, "continued", "")), [], before) is before


def test_an_open_quotation_keeps_the_speaker_and_plain_text_does_not():
    before = Speaker(("SDN",))
    assert speaker_of(sentence("« we agree"), [], before) is before
    assert speaker_of(sentence("we agree"), [], before) is None
