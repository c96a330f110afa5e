"""A language as the coder sees it: gazetteers, triggers, function words and ways of writing, all from data."""

from __future__ import annotations

import gc
import re
import tomllib
from collections.abc import Container
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.errors import DataError
from marsad.language.entries import Entry, Trigger
from marsad.language.gazetteer import Gazetteer
from marsad.language.morphology import Analysis, Morphology
from marsad.language.text import Folder, plain

_REMEMBER = 100_000
_COMMON = 0.04  # the least share of a language's commonest words in a text of it
_ENOUGH = 12  # words by which a language can be told


class LanguagePack:
    """Everything that is particular to one language; read-only once it is loaded.

    ``names``: states, people, titles …; ``triggers``: words that tell acts; ``functions``: function
    words by what they do, as (role, value) pairs; ``sectors``: words by sector.
    """

    def __init__(self, data: dict[str, Any], fold: Folder) -> None:
        self.code: str = data["code"]
        self.data = data
        self.fold = fold
        self.times: dict[str, Any] = {}
        self.morphology = Morphology(data, fold)
        self.names: Gazetteer[Entry] = Gazetteer()
        self.triggers: Gazetteer[Trigger] = Gazetteer()
        self.functions: Gazetteer[tuple[str, str]] = Gazetteer()
        self.sectors: Gazetteer[str] = Gazetteer()
        self._common: dict[str, bool] = {}
        self._variants: dict[str, frozenset[str]] = {}
        self.stop: set[str] = set()
        self.doubtful: set[str] = set()
        self.given: set[str] = set()
        self.particles: set[str] = set()
        self.judge: list[str] = []
        self.claims: dict[str, Any] = {}
        self.boilerplate: dict[str, Any] = {}
        self.outlets: dict[str, Entry] = {}
        self.prepositions: dict[str, str] = {}
        self.common: dict[str, tuple[str, ...]] = {}
        self._readings: tuple[dict[str, tuple[Analysis, ...]], ...] = ({}, {}, {}, {}, {})
        order, agreement, adjectives = data.get("order", {}), data.get("agreement", {}), data.get("adjectives", {})
        self.verb_first: bool = order.get("verb_first", False)
        self.adjective_first: bool = adjectives.get("before_noun", False)
        self.has_gender = bool(agreement)
        self.masculine_states = frozenset(agreement.get("masculine_states", ()))
        self._feminine_endings = tuple(map(fold, agreement.get("feminine_endings", ())))
        self.modifiers: frozenset[str] = frozenset()
        self.former: frozenset[str] = frozenset()
        self.links: frozenset[str] = frozenset()
        self.genitives: frozenset[str] = frozenset(map(fold, order.get("genitives", ())))
        self.backdrop: frozenset[str] = frozenset(map(fold, order.get("backdrop", ())))
        self.whereabouts: frozenset[str] = frozenset(map(fold, order.get("whereabouts", ())))
        self.openers: frozenset[str] = frozenset(map(fold, order.get("openers", ())))
        self.where: frozenset[str] = frozenset(map(fold, order.get("where", ())))
        self._pronouns: dict[str, str] = {fold(p): g for g, ps in data.get("pronouns", {}).items() for p in ps}
        self.imperfects: set[str] = set()
        self.possessives: tuple[list[str], ...] = tuple(list(p) for p in order.get("possessives", ()))
        self.joiners: tuple[list[str], ...] = tuple([fold(j)] for j in order.get("joiners", ()))
        self.capitals: bool = order.get("capitals", False)
        self._ranks: dict[str, int] = {o: i for i, o in enumerate(data.get("offices", {}).get("rank", ()))}
        sentences = data.get("sentences", {})
        self.sentence_ends = frozenset(sentences.get("ends", ".!?"))
        self.abbreviations = frozenset(map(fold, sentences.get("abbreviations", ())))
        self.commas = frozenset(sentences.get("commas", ","))

    def name_readings(self, norm: str) -> tuple[Analysis, ...]:
        """How a word may start a name: clitics off, the article kept."""
        return self._read(0, norm, self.names, full=False)

    def trigger_readings(self, norm: str, text: str = "") -> tuple[Analysis, ...]:
        """How a word may be a trigger: clitics, article and pronouns off. ``text`` is the word as written."""
        if text.endswith(self.morphology.closed):
            return self._read(4, norm, self.triggers, full=True, open_end=False)
        return self._read(1, norm, self.triggers, full=True)

    def function_readings(self, norm: str) -> tuple[Analysis, ...]:
        """How a word may be a function word: conjunctions off."""
        return self._read(2, norm, self.functions, full=False)

    def is_common(self, norm: str) -> bool:
        """Whether a word is one of the language's ordinary ones (with clitics off), so no part of a name."""
        known = self._common.get(norm)
        if known is None:
            if len(self._common) > _REMEMBER:
                self._common.clear()
            known = self._common[norm] = self._find_common(norm)
        return known

    def _find_common(self, norm: str) -> bool:
        if norm in self.stop or any(map(self._tells, self.trigger_readings(norm))):
            return True
        article = self.morphology.article
        for _, preposition, _, rest in self.morphology.prefixes(norm):
            if rest in self.stop or rest in self.functions:
                return True
            if rest in self.imperfects and (not preposition or preposition in self.morphology.verbal):
                return True
            if article and rest.startswith(article):
                if rest != norm and preposition:
                    return True  # a name never carries both a preposition and an article in the middle
                if rest[len(article) :] in self.stop:
                    return True
        return bool(self.morphology.readings(norm, self.stop, full=True))

    def _tells(self, reading: Analysis) -> bool:
        """Whether a trigger can be written with these clitics: no verb after ب, none with a noun's pronoun."""
        if reading.preposition in ("", *self.morphology.verbal) and reading.pronoun in ("", *self.morphology.objects):
            return True
        alone = self.triggers.longest([reading.core], 0)
        return alone is None or any(trigger.pos != "verb" for trigger in alone[1])

    def outranks(self, office: str, other: str) -> bool:
        """Whether a person with both offices is named by ``office`` (the pack's ``[offices] rank``)."""
        return self._ranks.get(office, 99) < self._ranks.get(other, 99)

    def outlet_key(self, name: str) -> str:
        """An outlet's name or id as ``outlets`` is keyed: folded, without spaces and punctuation."""
        return "".join(c for c in self.fold(name) if c.isalnum())

    def pronoun_gender(self, pronoun: str) -> str:
        """What a pronoun refers to: 'm', 'f', 'pair', 'speaker', or '' when it does not tell."""
        return self._pronouns.get(pronoun, self._pronouns.get(pronoun[-1:], ""))

    def may_be_name(self, text: str) -> bool:
        """Whether an unknown word as written can be part of a name: capitalised, where the script has capitals."""
        return not self.capitals or text[:1].isupper()

    def variants(self, norm: str) -> frozenset[str]:
        """Everything that a word may be with clitics, article and pronoun off, and as it stands."""
        found = self._variants.get(norm)
        if found is None:
            if len(self._variants) > _REMEMBER:
                self._variants.clear()
            found = self._variants[norm] = frozenset(self.morphology.cores(norm))
        return found

    def sector_cores(self, norm: str) -> tuple[str, ...]:
        """The forms of a word to look up among the words of sectors: clitics, article and pronouns off."""
        return tuple(reading.core for reading in self._read(3, norm, self.sectors, full=True))

    def _read(
        self, layer: int, norm: str, known: Container[str], *, full: bool, open_end: bool = True
    ) -> tuple[Analysis, ...]:
        memory = self._readings[layer]
        readings = memory.get(norm)
        if readings is None:
            if len(memory) > _REMEMBER:
                memory.clear()
            readings = memory[norm] = self.morphology.readings(norm, known, full=full, open_end=open_end)
        return readings

    def gender_of_word(self, norm: str) -> str:
        """'f' or 'm' by the ending of a noun; '' in a language without gender."""
        if not self.has_gender:
            return ""
        return "f" if norm.endswith(self._feminine_endings) else "m"

    def gender_of_state(self, code: str) -> str:
        """The grammatical gender of a state's name; '' in a language without gender."""
        if not self.has_gender:
            return ""
        return "m" if code in self.masculine_states else "f"


@cache
def languages() -> tuple[str, ...]:
    """The codes of the packs that are there."""
    root = files("marsad.language")
    return tuple(sorted(p.name for p in root.iterdir() if p.joinpath("pack.toml").is_file()))


def guess(text: str) -> str:
    """The language of a text: the pack most of whose commonest words it holds; 'und' when it is none of them.

    A text too short to tell by its words is told by its letters, where only one pack has them.
    """
    sample = plain(text[:4000])
    tokens = re.findall(r"[^\W\d_]+", sample.casefold())
    shares = {code: sum(map(words.__contains__, tokens)) for code, (words, _) in _identities().items()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= _COMMON * len(tokens) and tokens:
        return best
    if len(tokens) >= _ENOUGH:
        return "und"
    letters = {code: len(pattern.findall(sample)) for code, (_, pattern) in _identities().items()}
    likely = max(letters, key=lambda code: letters[code])
    return likely if 2 * letters[likely] > sum(map(str.isalpha, sample)) or not tokens else "und"


@cache
def _identities() -> dict[str, tuple[frozenset[str], re.Pattern[str]]]:
    """By language its commonest words and its letters (``[identify]`` of pack.toml)."""
    found = {}
    for code in languages():
        data = tomllib.loads(files("marsad.language").joinpath(code, "pack.toml").read_text("utf-8"))
        told = data["identify"]
        found[code] = (frozenset(told["words"]), re.compile(f"[{told['letters']}]"))
    return found


@cache
def load(code: str) -> LanguagePack:
    """The pack of a language, read once a process. DataError when there is none or a file is broken."""
    from marsad.language.loader import read_pack

    folder = files("marsad.language").joinpath(code)
    if not code.isalnum() or not folder.joinpath("pack.toml").is_file():
        raise DataError("no-pack", f"no language pack {code!r:.20}; there are: {', '.join(languages())}")
    pack = read_pack(folder)
    # The lexicons live as long as the process: out of the garbage collector's sight, it has a fifth less to do.
    gc.collect()
    gc.freeze()
    return pack
