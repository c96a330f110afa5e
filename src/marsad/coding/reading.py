"""One article being read: sentences, actors, candidates, occasions; all that coding and explaining need."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.coding.actors import Actor
from marsad.coding.candidates import Candidate
from marsad.coding.chunks import Chunker
from marsad.coding.claim_grammar import ClaimGrammar
from marsad.coding.frames import FAINT, MOST_CASTS, Framer
from marsad.coding.memory import Memory
from marsad.coding.model import Judge
from marsad.coding.occasions import Occasion, describe, gather
from marsad.coding.quotes import Speaker, speaker_of
from marsad.coding.scan import Sentence, find_functions, find_hits, find_units, sectors_in
from marsad.coding.sentences import Skipped, Splitter
from marsad.coding.times import TimeGrammar, find_times
from marsad.language.pack import LanguagePack, load
from marsad.model import Article, Span


@dataclass(frozen=True, slots=True)
class Tools:
    """What a language brings to the coder, made once."""

    pack: LanguagePack
    times: TimeGrammar
    splitter: Splitter
    claims: ClaimGrammar | None
    judge: Judge | None

    @classmethod
    def of(cls, language: str) -> Tools:
        """The tools of a language; DataError when there is no pack for it."""
        pack = load(language)
        times = TimeGrammar.from_dict(pack.times, pack.fold)
        claims = ClaimGrammar.from_dict(pack.claims, times, pack.fold) if pack.claims else None
        judge = Judge.from_lines(pack.judge) if pack.judge else None
        return cls(pack, times, Splitter(pack), claims, judge)


class Reading:
    """An article read by the tools of its language. Two passes: first who is named, then what is told."""

    def __init__(
        self, article: Article, tools: Tools, *, trace: bool = False, most: int = MOST_CASTS, keep: bool = False
    ) -> None:
        """For training a judge: ``trace`` and ``most`` as in Framer; ``keep`` what each candidate was judged by."""
        self._keep = keep or trace
        self.article = article
        self.tools = tools
        self.pack = tools.pack
        self.sentences: list[Sentence]
        self.skipped: list[Skipped]
        self.sentences, self.skipped = tools.splitter.split(article)
        home = self.pack.outlets.get(self.pack.outlet_key(article.outlet or ""))
        self.memory = Memory(self.pack, home.codes if home else ())
        self.actors: list[list[Actor]] = []
        self._sectors: dict[int, tuple[str, ...]] = {}
        self.speakers: list[Speaker | None] = []
        self.candidates: list[list[Candidate]] = []
        self._name()
        self._tell(trace=trace, most=most)
        self.occasions: list[Occasion] = []
        self._weigh()

    def _name(self) -> None:
        """First pass: what the lexicons know of each sentence, and who the article's people are."""
        published, pack, office = self.article.published, self.pack, ""
        year = published.year if published else None
        for index, sentence in enumerate(self.sentences):
            sentence.units = find_units(sentence, pack)
            sentence.functions = find_functions(sentence, pack)
            sentence.hits = find_hits(sentence, pack)
            sentence.variants = [pack.variants(norm) for norm in sentence.norms]
            future = any(f.value == "planned" for f in sentence.functions) or any(
                h.reading.future for h in sentence.hits
            )
            sentence.times = find_times(sentence.words, self.tools.times, published, future=future)
            actors = Chunker(sentence, pack, year, office).actors()
            office = next((a.office for a in reversed(actors) if a.office), office)
            self.actors.append(actors)
            self.memory.gather(index, sentence, actors)

    def _tell(self, *, trace: bool, most: int) -> None:
        """Second pass: who is meant by short names and descriptions, who speaks, what is told."""
        judge, speaker = self.tools.judge, None
        sure = judge.threshold if judge is not None else 0.0
        for index, sentence in enumerate(self.sentences):
            actors = self.memory.short_names(sentence, self.actors[index])
            actors = self.actors[index] = self.memory.resolve(index, sentence, actors)
            speaker = speaker_of(sentence, actors, speaker)
            self.speakers.append(speaker)
            framer = Framer(
                index, sentence, actors, self.memory, self.pack, self.article.published,
                speaker.codes if speaker else (), judge, trace=trace, most=most,
            )  # fmt: skip
            found = framer.candidates()
            for candidate in found:
                candidate.attribution = speaker.label if speaker else None
                if judge is not None and not candidate.dropped and candidate.score < FAINT:
                    candidate.dropped = f"judged unlikely ({candidate.score:.2f})"
                if not candidate.dropped and candidate.score >= sure:
                    self.memory.tell(candidate.act, candidate.source, candidate.target)
                if not self._keep:
                    candidate.forget()
            self.candidates.append(found)

    def _weigh(self) -> None:
        """What all sentences together tell."""
        self.occasions = gather(c for found in self.candidates for c in found if not c.dropped)
        judge = self.tools.judge
        if judge is None:
            return
        describe(self.occasions, self.sentences, self.actors, self.memory)
        for occasion in self.occasions:
            if judge.forest.trees:
                occasion.score = judge.forest.probability(occasion.values)
            if occasion.score < judge.threshold:
                for candidate in occasion.tellers:
                    candidate.dropped = f"judged unlikely ({occasion.score:.2f})"

    def sectors(self, index: int) -> tuple[str, ...]:
        """The sectors that a sentence speaks of."""
        known = self._sectors.get(index)
        if known is None:
            norms = self.sentences[index].norms
            known = self._sectors[index] = sectors_in(self.pack.sectors, norms, self.pack)
        return known

    def span(self, sentence: Sentence, low: int, high: int) -> Span:
        """The exact text of words ``low`` to ``high`` (out) of a sentence."""
        start, end = sentence.words[low].start, sentence.words[max(high, low + 1) - 1].end
        return Span(start, end, self.article.content[start:end])
