"""A personal name as the parts that count when names are compared: tokens, particles, the elder and the younger.

Reads Latin, Arabic (Persian and Urdu letters too), Cyrillic, Greek, Armenian and Georgian script.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

from marsad.errors import DataError

_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_FOLD = str.maketrans("أإآٱىیيئةۃەہؤکگپڤڨچژ", "ااااييييههههوكجبفقشز")
_LETTERS = str.maketrans({"ٱ": "ا", "ۃ": "ة", "ە": "ه", "ہ": "ه", "ې": "ي", "ے": "ي", "ھ": "ه", "ٹ": "ت", "ڈ": "د",
                          "ڑ": "ر", "ں": "ن", "ۀ": "ه", "ۆ": "و", "ێ": "ي", "ڕ": "ر", "ڵ": "ل"})  # fmt: skip
# letters whose mark changes the sound; all other marks are dropped
_SPECIAL = {
    "ş": "sh", "ș": "sh", "š": "sh", "ś": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ž": "zh", "ź": "zh", "ż": "zh",
    "ğ": "gh", "ñ": "ny", "ț": "ts", "ţ": "ts", "ə": "a", "å": "o", "đ": "dj", "ð": "dh", "þ": "th", "ß": "ss",
    "ň": "ny", "ř": "r", "ı": "i", "œ": "o", "æ": "a", "ł": "l", "ã": "a", "х": "kh", "щ": "shch", "ё": "yo",
}  # fmt: skip
_ARABIC_INITIALS = {"دبليو": "w", "دبليوو": "w", "اتش": "h", "ايتش": "h"}
_READ = ("LATIN", "ARABIC", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
_SERVANT_LATIN = re.compile(r"abd[aeou]?u?l?(?=\w{2})")
_SERVANT_ARABIC = re.compile(r"عبد(?:ال)?(?=\w{2})")


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a name.

    ``forms``: its spellings to compare (whole; without the article). ``optional``: a particle that may be missing.
    ``article``: al- stands before it. ``servant``: it began with abd- (forms hold what follows). ``initial``: one
    letter. ``names``: the rows of given_names.tsv, and of the short forms (negative), that it may be.
    """

    text: str
    forms: tuple[str, ...]
    optional: bool = False
    article: bool = False
    servant: bool = False
    initial: bool = False
    names: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ParsedName:
    """The tokens of a name in order.

    ``generation``: '' or younger, elder, third ...; ``filial``: with son of; ``byname``: nothing but father or mother
    of somebody; ``unreadable``: a script that is not read here, or ''.
    """

    tokens: tuple[Token, ...]
    generation: str = ""
    filial: bool = False
    byname: bool = False
    unreadable: str = ""

    @property
    def counting(self) -> tuple[Token, ...]:
        """The tokens without the particles."""
        return tuple(t for t in self.tokens if not t.optional)

    @property
    def father(self) -> Token | None:
        """The name after the first 'son of', where that follows the first part of the name."""
        marks = words()["filial"]
        for mark, token in zip(self.tokens[1:2], self.tokens[2:3], strict=False):
            if mark.optional and fold_arabic(mark.text) in marks:
                return token if not token.optional else None
        return None


@cache
def words() -> dict[str, frozenset[str]]:
    """The sets of words beside names (names.toml)."""
    data = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    return {kind: frozenset(listed) for kind, listed in data["words"].items()}


@cache
def _rows() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Row numbers by spelling: of given_names.tsv, and of the short forms (negative numbers)."""
    given: dict[str, set[int]] = defaultdict(set)
    path = files(__package__) / "given_names.tsv"
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line or line.startswith("#") or line == "arabic\tlatin":
            continue
        arabic, tab, latin = line.partition("\t")
        if not tab or not latin:
            raise DataError("reference-row", f"{path}:{number}: two columns are needed, arabic and latin")
        for spelling in (*map(fold_arabic, arabic.split("|")), *latin.split("|")):
            given[spelling].add(number)
    short: dict[str, set[int]] = defaultdict(set)
    data = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    for number, row in enumerate(data["short_forms"]["rows"], 1):
        for spelling in row.split():
            short[spelling].add(-number)
    return {k: frozenset(v) for k, v in given.items()}, {k: frozenset(v) for k, v in short.items()}


def fold_arabic(text: str) -> str:
    """Arabic letters that writers use for one another made one; for looking words up."""
    return text.translate(_FOLD)


def is_given(token: Token) -> bool:
    """Whether a token is one of the given names of given_names.tsv."""
    return any(number > 0 for number in token.names)


@lru_cache(maxsize=50_000)
def parse(name: str) -> ParsedName:
    """The parts of a name; any string is accepted."""
    # NFC: the marks that change a letter's sound are looked up as one character
    text = _MARKS.sub("", unicodedata.normalize("NFKC", name)).strip()
    text = re.sub(r"\([^)]*\)|\"[^\"]*\"|«[^»]*»|“[^”]*”", " ", text)
    unread = _unread(text)
    if unread:
        return ParsedName((), unreadable=unread)
    raw = _split(text)
    raw, generation = _generation(raw)
    raw = _without_titles(raw)
    joined = _joined(raw)
    tokens, filial = _tokens(joined)
    kunya = bool(joined) and _key(joined[0][0]) in words()["kunya"]
    counting = [t for t in tokens if not t.optional]
    return ParsedName(tuple(tokens), generation, filial, byname=kunya and len(counting) <= 1)


def _unread(text: str) -> str:
    """The first script in a text that is not read here, in small letters, or ''."""
    for char in text:
        if char.isalpha():
            script = unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0]
            if script not in _READ and not unicodedata.name(char, "").startswith("MODIFIER"):
                return "Chinese" if script == "CJK" else script.capitalize()
    return ""


def _split(text: str) -> list[tuple[str, bool]]:
    """Words in small plain letters, each with whether a hyphen follows it."""
    text = re.sub(r"['’‘ʼ`´ʿʾ]", "", text)
    found = []
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().translate(_LETTERS)
        if not re.search("[\u0600-\u06ff]", word):
            word = "".join(_SPECIAL.get(c, c) for c in word.casefold().replace("i̇", "i"))
            word = re.sub("[^a-z]", "", anyascii(word).casefold())
        if word:
            found.append((word, text[match.end() : match.end() + 1] in "-‐‑–" and match.end() < len(text)))
    return found


def _key(word: str) -> str:
    return fold_arabic(word)


def _generation(raw: list[tuple[str, bool]]) -> tuple[list[tuple[str, bool]], str]:
    kinds = ("younger", "elder", "third", "fourth", "fifth", "sixth", "fourteenth", "sixteenth")
    if len(raw) > 1:
        for size in (2, 1):
            last = " ".join(_key(word) for word, _ in raw[-size:])
            for kind in kinds:
                if last in words()[kind] and len(raw) > size:
                    return raw[:-size], kind
    return raw, ""


def _without_titles(raw: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    while len(raw) > 1 and _key(raw[0][0]) in words()["titles"]:
        raw = raw[1:]
    return raw


def _joined(raw: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Abd joined to what it serves, din and allah to what they follow; each with whether it is an article."""
    w = words()
    found: list[tuple[str, bool]] = []
    index = 0
    while index < len(raw):
        word, hyphen = raw[index]
        key = _key(word)
        article = (key in w["particles"] and len(key) <= 2) or (hyphen and key in w["assimilated"])
        if key in w["servant"] and index + 1 < len(raw):
            index += 1
            follower = raw[index]
            if index + 1 < len(raw) and (_key(follower[0]) in w["particles"] or follower[0] in w["assimilated"]):
                index += 1
                word += "l"
                follower = raw[index]
            found.append((word + follower[0], False))
        elif key in w["joined"] and found and (key != "islam" or found[-1][1]):
            before = found.pop()
            while before[1] and found:
                before = found.pop()
            tail = "دين" if key in ("الدين", "دين") else "din" if re.fullmatch(r".*d[ei]+ne?", key) else word
            found.append((before[0] + tail, False))
        else:
            found.append((word, article))
        index += 1
    return found


def _tokens(joined: list[tuple[str, bool]]) -> tuple[list[Token], bool]:
    w = words()
    tokens: list[Token] = []
    filial = False
    after_article = False
    for index, (word, article) in enumerate(joined):
        key, first, last = _key(word), index == 0, index == len(joined) - 1
        son = key in w["filial"] and not first and not last
        filial = filial or son
        loose = (article or key in w["particles"] or key in w["kunya"] or son) and not last
        token = _token(word, key, optional=loose)
        tokens.append(replace(token, article=True) if after_article else token)
        after_article = article and loose
    return tokens, filial


def _token(word: str, key: str, *, optional: bool) -> Token:
    given, short = _rows()
    if key in _ARABIC_INITIALS:
        return Token(word, (_ARABIC_INITIALS[key],), initial=True)
    if len(word) == 1:
        return Token(word, (word,), initial=True, optional=optional)
    word = re.sub("(?<=..)الدين$", "دين", word)
    known = given.get(key, frozenset()) | short.get(key, frozenset())
    serves = _SERVANT_LATIN.match(word) or _SERVANT_ARABIC.match(word)
    if serves and not known:
        rest = word[serves.end() :]
        return Token(word, (rest,), optional, servant=True, names=given.get(_key(rest), frozenset()))
    if word.startswith("ال") and len(word) > 4:
        bare = word[2:]
        return Token(word, (word, bare), optional, article=True, names=known | given.get(_key(bare), frozenset()))
    return Token(word, (word,), optional, names=known)
