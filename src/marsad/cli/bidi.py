"""Right-to-left text on terminals: who orders and joins the letters, the terminal or marsad.

Some terminals reorder each line and join Arabic letters by themselves; to them text goes as it is
stored. The others put one character after the other from the left, and there marsad has to shape
and reorder, line by line, after wrapping. Files and pipes always get text as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

CHOICES = ("auto", "terminal", "marsad")

# What a terminal leaves in the environment, for those that order right-to-left text themselves.
_MARKS = (
    ("KONSOLE_VERSION", ""),
    ("MLTERM", ""),
    ("INSIDE_EMACS", ""),
    ("KITTY_WINDOW_ID", ""),  # runs of right-to-left words, which is what marsad prints
    ("TERM_PROGRAM", "Apple_Terminal"),
    ("TERM_PROGRAM", "mintty"),
)
# From this version GNOME Terminal and the other terminals on VTE do; the variable holds 5800.
_VTE = 5800

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END = "\u2068", "\u2069"


def terminal_orders(environment: Mapping[str, str]) -> bool:
    """Whether the terminal of this environment orders right-to-left text by itself.

    Not so, among others: xterm, Alacritty, foot, WezTerm as installed, the Linux console, VS
    Code, and Windows Terminal since its 2024 renderer (microsoft/terminal issue 17904).
    """
    vte = environment.get("VTE_VERSION", "")
    if vte.isdecimal():
        return int(vte) >= _VTE
    if environment.get("TERM", "").startswith(("mlterm", "xterm-kitty")):
        return True
    return any(
        name in environment and environment[name].startswith(value) for name, value in _MARKS
    )


def can_order() -> bool:
    """Whether the library that orders right-to-left text is installed (the extra ``marsad[terminal]``)."""
    return find_spec("bidi") is not None


def marsad_orders(choice: str, is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Whether marsad has to shape and reorder, by the user's choice and where the text goes."""
    if choice == "auto":
        return is_terminal and not terminal_orders(environment)
    return choice == "marsad"


def without_controls(text: str) -> str:
    """The text without direction marks, embeddings, overrides and isolates."""
    return _CONTROLS.sub("", text)


def shown(text: str, reorder: bool, isolate: bool = False) -> str:
    """One line as it must be sent: shaped and reordered if ``reorder``.

    ``isolate``: where the terminal orders, keep the text from mixing with what stands beside it.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    if not reorder:
        return f"{_ISOLATE}{text}{_END}" if isolate else text
    from bidi import get_display

    return str(get_display(_reshaper().reshape(text)))


@cache
def _reshaper() -> ArabicReshaper:
    from arabic_reshaper import ArabicReshaper

    # Short vowels are left out: once the line is reordered they would stand on the wrong letter.
    return ArabicReshaper({"delete_harakat": True, "support_ligatures": True})
