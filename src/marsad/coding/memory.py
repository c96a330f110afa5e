"""What an article has told so far: who its people are, and whom its short descriptions mean.

First all full mentions are gathered (a headline says "كوهين" before the body says who he is), then the
sentences are read again in order: bare surnames, "الوزير", "نظيره", "الجانبان", "بلاده" get their codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from marsad.coding.actors import Actor
from marsad.coding.roster import Known, Roster
from marsad.coding.scan import Sentence
from marsad.language.pack import LanguagePack
from marsad.language.text import Word

_MINISTERS = frozenset({"minister", "foreign_minister", "defence_minister", "deputy_minister"})
_LEADERS = frozenset({"head_of_state", "monarch", "head_of_government"})
# offices of which a state has one holder, so that "the minister" alone can be the home state's
_FIXED = _LEADERS | {"foreign_minister", "defence_minister", "crown_prince"}


class Memory:
    """The people and parties of one article."""

    def __init__(self, pack: LanguagePack, home: tuple[str, ...]) -> None:
        self._pack = pack
        self.home = home
        self.roster = Roster()
        self._by_token: dict[str, Known] = {}
        self._institutions: dict[str, tuple[str, ...]] = {}
        self.counts: Counter[str] = Counter()
        self._total = 0  # reckoned once all is gathered
        self._recent: dict[tuple[str, ...], None] = {}  # the last spoken of is the last key
        self._holders: dict[str, tuple[str, ...]] = {}  # office → codes of its last holder, in the order of mention
        self._firsts: dict[str, Known] | None = None
        self.subject: Actor | None = None
        self.pair: tuple[str, ...] = ()
        self.told: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}  # act → parties of its last event

    @property
    def people(self) -> list[Known]:
        """All people, in the order of first mention."""
        return self.roster.people

    def gather(self, index: int, sentence: Sentence, actors: Sequence[Actor]) -> None:
        """First reading: learns the people, institutions and states that a sentence names in full."""
        for actor in actors:
            if "short" not in actor.flags and actor.codes and not actor.weak and actor.kind not in ("common", "outlet"):
                self.counts.update(actor.codes[:2])
            if actor.name is not None:
                self._learn(index, sentence, actor)
            elif actor.kind == "institution" and actor.codes:
                self._institutions.setdefault(sentence.norms[actor.first], actor.codes)

    def _tokens(self, sentence: Sentence, name: tuple[int, int]) -> tuple[str, ...]:
        first, last = name
        tokens = sentence.norms[first:last]
        reading = self._pack.name_readings(tokens[0])
        if reading and reading[0].cost and tokens[0] not in self._pack.given:
            tokens = [reading[0].core, *tokens[1:]]
        elif tokens[0] not in self._pack.given:
            for conjunction, _, _, rest in self._pack.morphology.prefixes(tokens[0]):
                if conjunction and rest in self._pack.given:
                    tokens = [rest, *tokens[1:]]
                    break
        return tuple(t for t in tokens if t[0].isalpha())

    def _learn(self, index: int, sentence: Sentence, actor: Actor) -> None:
        assert actor.name is not None
        tokens = self._tokens(sentence, actor.name)
        if not tokens:
            return
        known = self.roster.match(tokens, actor.codes, actor.office)
        words = sentence.words
        text_first, text_last = actor.name
        if known is None:
            if len(tokens) == 1 and not self._surely_named(actor, tokens[0]):
                return
            span = _bounds(words, text_first, text_last, tokens[0])
            known = Known(tokens, actor.codes, actor.office, span, sentence=index)
            self.roster.add(known)
        else:
            if len(tokens) > len(known.tokens):
                self.roster.rename(known, tokens, _bounds(words, text_first, text_last, tokens[0]))
            known.codes = known.codes or actor.codes
        if actor.office and not known.titled:
            known.office = actor.office
            known.titled = actor.kind in ("title", "person") and actor.first < actor.name[0]
        if "former" in actor.flags and (known.office == actor.office or not known.titled):
            known.office = "other"
        known.mentions.append((index, text_first, text_last))
        for token in self._distinctive(known.tokens):
            self._by_token.setdefault(token, known)

    def _surely_named(self, actor: Actor, token: str) -> bool:
        """Whether one word alone is a name: a well-known surname, or a known name after a title."""
        if "short" in actor.flags:
            return True
        return bool(actor.office) and token in self._pack.names and token not in self._pack.stop

    def _distinctive(self, tokens: tuple[str, ...]) -> list[str]:
        """The words of a name by which alone a person may be called."""
        pack = self._pack
        family = [t for t in tokens if t not in pack.given and t not in pack.particles and len(t) > 2]
        if not family and len(tokens) > 1:
            family = [tokens[-1]] if tokens[-1] not in pack.particles else []
        return family or ([tokens[0]] if len(tokens) == 1 else [])

    def short_names(self, sentence: Sentence, actors: list[Actor]) -> list[Actor]:
        """Adds the known people who are named in a sentence by one word alone."""
        if not self._by_token:
            return actors
        taken = {i for a in actors for i in range(a.first, a.last)}
        added = []
        norms = sentence.norms
        index = 0
        while index < len(norms):
            known, conjunction, preposition = self._called(norms[index]) if index not in taken else (None, "", "")
            if known is None:
                index += 1
                continue
            end = index + 1
            while end < len(norms) and end not in taken and norms[end] in known.tokens:
                end += 1
            actor = Actor(
                index, end, "person", known.codes, known.office, (index, end),
                gender="m" if self._pack.has_gender else "", conjunction=bool(conjunction),
                preposition=self._pack.prepositions.get(preposition, preposition),
            )  # fmt: skip
            if not preposition:
                before = next((f for f in sentence.functions if f.last == index and f.role == "preposition"), None)
                actor.preposition = before.value if before and before.value != "=" else ""
            added.append(actor)
            index = end
        if not added:
            return actors
        return sorted([*actors, *added], key=lambda a: a.first)

    def _called(self, norm: str) -> tuple[Known | None, str, str]:
        known = self._by_token.get(norm)
        if known is not None:
            return known, "", ""
        for conjunction, preposition, future, rest in self._pack.morphology.prefixes(norm):
            if rest != norm and not future and len(rest) > 3 and rest in self._by_token and norm not in self._pack.stop:
                return self._by_token[rest], conjunction, preposition
        return None, "", ""

    def resolve(self, index: int, sentence: Sentence, actors: list[Actor]) -> list[Actor]:
        """Second reading: gives codes to what has none yet; drops what stays unknown."""
        kept: list[Actor] = []
        for actor in actors:
            if actor.kind == "common" or "common" in actor.flags:
                actor.codes = (self._common(actor.codes),)
                actor.kind = "state" if actor.kind == "common" else actor.kind
            elif not actor.codes:
                self._resolve_one(sentence, actor, kept)
            if actor.name is not None and actor.codes and actor.kind in ("name", "title"):
                actor.kind = "person"
            if not actor.codes:
                continue
            if actor.kind == "city" and "weak" in actor.flags and not self._told(actor):
                continue
            if "short" in actor.flags and actor.kind == "person" and not self._expected(sentence, actor):
                continue
            kept.append(actor)
            if actor.name is not None and actor.resolved:
                self._settle(sentence, actor)
            if actor.kind in ("person", "title") and actor.office:
                self._holders.pop(actor.office, None)
                self._holders[actor.office] = actor.codes
            acts = actor.kind not in ("adjective", "pair", "own", "outlet")
            if acts and actor.preposition not in self._pack.backdrop:
                self._remember(actor.codes)
        return kept

    def _told(self, actor: Actor) -> bool:
        """Whether a doubtful place name may be one: after a place preposition, its state told elsewhere."""
        return actor.preposition in self._pack.where and self.counts[actor.codes[0]] > 0

    def _expected(self, sentence: Sentence, actor: Actor) -> bool:
        """Whether a surname alone is likely its famous bearer: his state is spoken of, or he is named in full."""
        if any(self.counts[code] for code in actor.codes):
            return True
        known = self._by_token.get(sentence.norms[actor.last - 1])
        return known is not None and len(known.tokens) > 1

    def speaks_of(self, known: Known) -> bool:
        """Whether the article speaks of the state of a person whom one word names."""
        return any(self.counts[code] for code in known.codes)

    def _settle(self, sentence: Sentence, actor: Actor) -> None:
        """A person whose state only the context told keeps it from here on."""
        assert actor.name is not None
        known = self.roster.match(self._tokens(sentence, actor.name), actor.codes, actor.office)
        if known is not None and not known.codes:
            known.codes = actor.codes
            self._note_first(known)

    def _remember(self, codes: tuple[str, ...]) -> None:
        self._recent.pop(codes, None)
        self._recent[codes] = None

    def _common(self, choices: tuple[str, ...]) -> str:
        for code in self.home:
            if code in choices:
                return code
        return max(choices, key=lambda code: (self.counts[code], -choices.index(code)))

    def _resolve_one(self, sentence: Sentence, actor: Actor, before: Sequence[Actor]) -> None:
        """Gives ``actor`` the codes that the article tells, if any; ``before`` stand before it in the sentence."""
        if actor.name is not None:
            tokens = self._tokens(sentence, actor.name)
            known = self.roster.match(tokens, actor.codes, actor.office) if tokens else None
            if known is not None and known.codes:
                actor.codes, actor.office = known.codes, actor.office or known.office
                return
        actor.resolved = True
        if actor.kind == "pair":
            actor.codes = self.two_parties()
        elif actor.kind == "own":
            actor.codes = self._own(before)
        elif actor.kind == "institution":
            key = sentence.norms[actor.first]
            for _, _, _, rest in self._pack.morphology.prefixes(key):
                if rest in self._institutions:
                    actor.codes = self._institutions[rest]
                    return
        elif actor.kind in ("title", "name", "person"):
            actor.codes = self._described(actor)

    def _own(self, before: Sequence[Actor]) -> tuple[str, ...]:
        """Whose "بلاده" this is: of the official who acts before it in the sentence, else of the last doer."""
        for actor in reversed(before):
            if actor.kind in ("person", "title") and not actor.preposition and len(actor.codes) == 1:
                return actor.codes
        return self.subject.codes[:1] if self.subject else ()

    def _described(self, actor: Actor) -> tuple[str, ...]:
        """Whose "الوزير" or "الرئيس" this is: the last of that office, then one of its kind, then the home state's."""
        if "counterpart" in actor.flags or ("former" in actor.flags and actor.name is not None):
            return ()
        if actor.office in self._holders:
            return self._holders[actor.office]
        if actor.office and (known := self._first_holders().get(actor.office)) is not None:
            return known.codes
        for family in (_MINISTERS, _LEADERS):
            if actor.office in family:
                for office, codes in reversed(self._holders.items()):
                    if office in family:
                        return codes
        if actor.name is None and actor.office not in _FIXED:
            return ()
        return self.home

    def _first_holders(self) -> dict[str, Known]:
        """The first person of each office whose state is known; made when all sentences have been gathered."""
        if self._firsts is None:
            self._firsts = {}
            for known in self.people:
                self._note_first(known)
        return self._firsts

    def _note_first(self, known: Known) -> None:
        if self._firsts is None or not known.codes or not known.office:
            return
        other = self._firsts.get(known.office)
        if other is None or known.number < other.number:
            self._firsts[known.office] = known

    def tell(self, act: str, source: tuple[str, ...], target: tuple[str, ...]) -> None:
        """Remembers an event: "the visit" and "the two sides" that come later mean its parties."""
        both = source + target
        self.told[act] = (source, target) if target else (both[:1], both[1:])
        if len(both) == 2:
            self.pair = both

    @property
    def total(self) -> int:
        """How often parties are named in the article, all together (at least 1)."""
        if self._total == 0:
            self._total = max(self.counts.total(), 1)
        return self._total

    def main_parties(self) -> tuple[str, ...]:
        """The two parties that the article speaks of most."""
        return tuple(code for code, _ in self.counts.most_common(2))

    def two_parties(self) -> tuple[str, ...]:
        """The two states last spoken of together, for "the two sides"."""
        if len(self.pair) == 2:
            return self.pair
        states: list[str] = []
        for codes in reversed(self._recent):
            for code in codes:
                if code not in states and ":" not in code:
                    states.append(code)
            if len(states) >= 2:
                break
        if len(states) < 2:
            states += [code for code, _ in self.counts.most_common(3) if code not in states]
        if len(states) < 2:
            states += [code for code in self.home if code not in states]
        return tuple(reversed(states[:2])) if len(states) >= 2 else ()


def _bounds(words: Sequence[Word], first: int, last: int, token: str) -> tuple[int, int]:
    """The code points of a name; a conjunction or preposition written on its first word is left out."""
    word = words[first]
    start, extra = word.start, len(word.norm) - len(token)
    for letter in word.text:
        if extra <= 0:
            break
        start += 1
        extra -= letter.isalpha()
    return start, words[last - 1].end
