"""One pass over a sentence: the names, function words and triggers that the lexicons know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.coding.times import TimeMention
from marsad.language.entries import Entry, Trigger
from marsad.language.gazetteer import Gazetteer
from marsad.language.morphology import Analysis
from marsad.language.pack import LanguagePack
from marsad.language.text import Word


@dataclass(slots=True)
class Unit:
    """A name found in words ``first`` to ``last`` (out), with all that it can mean and the clitics before it."""

    first: int
    last: int
    entries: list[Entry]
    reading: Analysis


@dataclass(slots=True)
class Function:
    """A function word: ``role`` preposition, pronoun, opener, relative, status, reporting …"""

    first: int
    last: int
    role: str
    value: str


@dataclass(slots=True)
class Hit:
    """A word that may tell an act: one of ``triggers`` (rows of the lexicon), and how it is written."""

    first: int
    last: int
    triggers: list[Trigger]
    reading: Analysis


@dataclass(slots=True)
class Sentence:
    """A sentence's words with what the lexicons say of them. ``line`` counts lines from the title (0)."""

    words: list[Word]
    norms: list[str]
    line: int
    title: bool
    units: list[Unit] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    variants: list[frozenset[str]] = field(default_factory=list)


def find_units(sentence: Sentence, pack: LanguagePack) -> list[Unit]:
    """The names in a sentence, leftmost and longest first; a plain reading beats one with clitics off."""
    found, index, norms = [], 0, sentence.norms
    names, readings_of = pack.names, pack.name_readings
    while index < len(norms):
        best: tuple[int, list[Entry], Analysis] | None = None
        for reading in readings_of(norms[index]):
            match = names.longest(norms, index, reading.core)
            if match and (best is None or match[0] > best[0]):
                best = (*match, reading)
        if best is None:
            index += 1
            continue
        end, entries, reading = best
        entries = [e for e in entries if not e.unless or not _beside(norms, index, end, e.unless, pack)]
        if entries:
            found.append(Unit(index, end, entries, reading))
        index = end
    return found


def _beside(norms: Sequence[str], first: int, last: int, words: frozenset[str], pack: LanguagePack) -> bool:
    """Whether one of ``words`` stands right before or after, with or without article and clitics."""
    article = pack.morphology.article
    for index in (first - 1, last):
        if 0 <= index < len(norms):
            for _, _, _, rest in pack.morphology.prefixes(norms[index]):
                if rest in words or (article and rest.removeprefix(article) in words):
                    return True
    return False


def find_functions(sentence: Sentence, pack: LanguagePack) -> list[Function]:
    """The function words; where one phrase has several roles each is given."""
    found: list[Function] = []
    index, norms = 0, sentence.norms
    while index < len(norms):
        best: tuple[int, list[tuple[str, str]]] | None = None
        for reading in pack.function_readings(norms[index]):
            if reading.preposition or reading.future:
                continue
            match = pack.functions.longest(norms, index, reading.core)
            if match and (best is None or match[0] > best[0]):
                best = match
        if best is None:
            index += 1
            continue
        found.extend(Function(index, best[0], role, value) for role, value in best[1])
        index = best[0]
    return found


def find_hits(sentence: Sentence, pack: LanguagePack) -> list[Hit]:
    """The words that may tell an act, in order; of a phrase also its first word where that tells another act."""
    found: list[Hit] = []
    norms, triggers = sentence.norms, pack.triggers
    for index, norm in enumerate(norms):
        readings = pack.trigger_readings(norm, sentence.words[index].text)
        if not readings:
            continue
        ends: dict[int, Hit] = {}
        told: set[str] = set()
        for reading in readings:
            for end, entries in triggers.every(norms, index, reading.core):
                fitting = [t for t in entries if t.act not in told and _fits(t, reading, pack)]
                if fitting and end not in ends:
                    ends[end] = Hit(index, end, fitting, reading)
                    told.update(t.act for t in fitting)
        found.extend(ends.values())
    return found


def _fits(trigger: Trigger, reading: Analysis, pack: LanguagePack) -> bool:
    """Whether a word with these clitics can be this form: only nouns carry articles, only verbs the future."""
    if trigger.pos == "verb":
        if reading.article or (reading.future and trigger.tense != "imperfect"):
            return False
        if reading.pronoun and reading.pronoun not in pack.morphology.objects:
            return False
        return not reading.preposition or trigger.tense in ("imperfect", "participle")
    return not reading.future


def matches_any(sentence: Sentence, low: int, high: int, wanted: frozenset[str]) -> bool:
    """Whether one of the ``wanted`` words stands in words ``low`` to ``high``, clitics and pronouns aside."""
    return any(not wanted.isdisjoint(cores) for cores in sentence.variants[max(low, 0) : high])


def sectors_in(gazetteer: Gazetteer[str], norms: Sequence[str], pack: LanguagePack) -> tuple[str, ...]:
    """The sectors that the words speak of, in the order of mention."""
    found: dict[str, None] = {}
    for index, norm in enumerate(norms):
        for core in pack.sector_cores(norm):
            if match := gazetteer.longest(norms, index, core):
                found.update(dict.fromkeys(match[1]))
    return tuple(found)
