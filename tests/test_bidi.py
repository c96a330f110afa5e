"""Right-to-left text on terminals: who orders it, and what is sent."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from marsad.cli.bidi import marsad_orders, shown, terminal_orders, without_controls
from marsad.cli.render import clean, wrap

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("environment", "orders"),
    [
        ({"VTE_VERSION": "7600", "TERM": "xterm-256color"}, True),
        ({"VTE_VERSION": "5800"}, True),
        ({"VTE_VERSION": "5603"}, False),
        ({"VTE_VERSION": "new", "TERM": "xterm"}, False),
        ({"KONSOLE_VERSION": "230800"}, True),
        ({"TERM": "mlterm-256color"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"TERM_PROGRAM": "mintty"}, True),
        ({"INSIDE_EMACS": "29.1,term:0.96"}, True),
        ({"TERM_PROGRAM": "vscode"}, False),
        ({"WT_SESSION": "some-id"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "alacritty"}, False),
        ({}, False),
    ],
)
def test_terminals(environment, orders):
    assert terminal_orders(environment) is orders


def test_a_file_gets_text_as_it_is_stored_and_the_user_has_the_last_word():
    xterm, konsole = {"TERM": "xterm"}, {"KONSOLE_VERSION": "230800"}
    assert marsad_orders("auto", True, xterm)
    assert not marsad_orders("auto", True, konsole)
    assert not marsad_orders("auto", False, xterm)
    assert marsad_orders("marsad", False, konsole)
    assert not marsad_orders("terminal", True, xterm)


def test_letters_are_joined_and_the_line_is_reversed():
    # سلام: seen initial, lam-alef ligature final, meem isolated; sent from the left.
    assert shown("سلام", reorder=True) == "\ufee1\ufefc\ufeb3"


def test_latin_words_and_numbers_keep_their_order_inside_arabic():
    line = shown("زار Muscat في 2023", reorder=True)
    assert line.startswith("2023 ")
    assert " Muscat " in line
    assert line.endswith("\ufead\ufe8d\ufeaf")  # زار is at the right


def test_other_text_is_left_alone():
    for text in ("visit", "", "ISR → TKM", "Ашхабад"):
        assert shown(text, reorder=True) == text
        assert shown(text, reorder=False, isolate=True) == text


def test_a_terminal_that_orders_gets_the_text_isolated_where_it_stands_in_a_row():
    assert shown("سلام", reorder=False) == "سلام"
    assert shown("سلام", reorder=False, isolate=True) == "\u2068سلام\u2069"


def test_nothing_in_a_text_can_steer_the_terminal():
    assert without_controls(BIDI) == ""
    assert clean(f"a{BIDI}b\x1b[31m\nc\x00\x9bd") == "ab\ufffd[31m c\ufffd\ufffdd"


def test_wrapping_keeps_every_word_within_the_width():
    text = "وصل وزير الخارجية إلى العاصمة " * 20 + "x" * 100
    lines = wrap(text, 30)
    assert all(cell_len(line) <= 30 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrap(text, None) == [text]
    assert wrap("", 30) == [""]


def test_without_the_extra_the_text_goes_as_it_is_stored_and_a_message_says_so(monkeypatch, capsys):
    import io

    from marsad.cli import read

    monkeypatch.setattr(read, "can_order", lambda: False)
    renderer = read._renderer("marsad", "en", io.StringIO())
    assert renderer._view.reorder is False
    assert "marsad[terminal]" in capsys.readouterr().err
