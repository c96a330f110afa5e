"""The coder: an article goes in, its events, people and claims come out. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.coding.actors import Actor, Chunker
from marsad.coding.candidates import Candidate
from marsad.coding.explain import Explanation, explain
from marsad.coding.frames import MOST_CASTS, Framer
from marsad.coding.memory import Memory
from marsad.coding.model import Judge
from marsad.coding.occasions import Occasion, describe, gather
from marsad.coding.people import people_of
from marsad.coding.quotes import Speaker, speaker_of
from marsad.coding.scan import Sentence, find_functions, find_hits, find_units, sectors_in
from marsad.coding.sentences import Skipped, Splitter
from marsad.coding.times import TimeGrammar, find_times
from marsad.language.pack import LanguagePack, load
from marsad.model import Article, CodedArticle, EventMention, Note, Place, Span

FAINT = 0.06  # below this a candidate says nothing even of an occasion that others tell
VERSION = "rules-1"


class Reading:
    """One article being read: its sentences, actors, memory and candidates; what explain shows."""

    def __init__(
        self, article: Article, pack: LanguagePack, times: TimeGrammar, splitter: Splitter, judge: Judge | None,
        *, trace: bool = False, most: int = MOST_CASTS,
    ) -> None:  # fmt: skip
        self.article = article
        self.pack = pack
        self.sentences: list[Sentence]
        self.skipped: list[Skipped]
        self.sentences, self.skipped = splitter.split(article)
        home = pack.outlets.get("".join(w for w in (pack.fold(article.outlet or ""),)))
        self.memory = Memory(pack, home.codes if home else ())
        self.actors: list[list[Actor]] = []
        self.speakers: list[Speaker | None] = []
        self.candidates: list[list[Candidate]] = []
        published = article.published
        year = published.year if published else None
        office = ""
        for index, sentence in enumerate(self.sentences):
            sentence.units = find_units(sentence, pack)
            sentence.functions = find_functions(sentence, pack)
            sentence.hits = find_hits(sentence, pack)
            future = any(f.value == "planned" for f in sentence.functions) or any(h.reading.future for h in sentence.hits)
            sentence.times = find_times(sentence.words, times, published, future=future)
            actors = Chunker(sentence, pack, year, office).actors()
            office = next((a.office for a in reversed(actors) if a.office), office)
            self.actors.append(actors)
            self.memory.gather(index, sentence, actors)
        speaker: Speaker | None = None
        for index, sentence in enumerate(self.sentences):
            actors = self.memory.short_names(sentence, self.actors[index])
            actors = self.actors[index] = self.memory.resolve(index, sentence, actors)
            speaker = speaker_of(sentence, actors, speaker)
            self.speakers.append(speaker)
            framer = Framer(
                index, sentence, actors, self.memory, pack, published, speaker.codes if speaker else (), judge,
                trace=trace, most=most,
            )  # fmt: skip
            found = framer.candidates()
            for candidate in found:
                candidate.attribution = speaker.label if speaker else None
                if judge is not None and not candidate.dropped and candidate.score < FAINT:
                    candidate.dropped = f"judged unlikely ({candidate.score:.2f})"
            self.candidates.append(found)
            sure = judge.threshold if judge is not None else 0.0
            kept = [c for c in found if not c.dropped and c.score >= sure]
            for candidate in kept:
                both = candidate.source + candidate.target
                self.memory.told[candidate.act] = (
                    (candidate.source, candidate.target) if candidate.target else (both[:1], both[1:])
                )
                if len(both) == 2:
                    self.memory.pair = both

        kept = [c for found in self.candidates for c in found if not c.dropped]
        self.occasions = gather(kept)
        if judge is not None:
            describe(self.occasions, [len(s.norms) for s in self.sentences])
            if judge.forest.trees:
                for occasion in self.occasions:
                    occasion.score = judge.forest.probability(occasion.values)
            for occasion in self.occasions:
                for candidate in occasion.tellers:
                    if occasion.score < judge.threshold:
                        candidate.dropped = f"judged unlikely ({occasion.score:.2f})"

    def span(self, sentence: Sentence, low: int, high: int) -> Span:
        """The exact text of words ``low`` to ``high`` (out) of a sentence."""
        start, end = sentence.words[low].start, sentence.words[max(high, low + 1) - 1].end
        return Span(start, end, self.article.content[start:end])


class Coder:
    """Codes articles. One coder serves any number of articles and languages; nothing is kept between them."""

    def __init__(self, min_confidence: float = 0.0) -> None:
        """``min_confidence``: events below it are left out (0 to 1)."""
        self.min_confidence = min_confidence
        self._tools: dict[str, tuple[LanguagePack, TimeGrammar, Splitter, Judge | None]] = {}

    def code(self, article: Article) -> CodedArticle:
        """The events, people and claims of an article, each with its exact span."""
        language = article.language or "ar"
        reading = self._read(article, language)
        return self._coded(reading, language)

    def code_many(self, articles: Iterable[Article]) -> Iterator[CodedArticle]:
        """Codes a stream of articles one by one."""
        return map(self.code, articles)

    def explain(self, article: Article) -> Explanation:
        """The same coding with its reasons, sentence by sentence."""
        language = article.language or "ar"
        reading = self._read(article, language)
        return explain(reading, self._coded(reading, language))

    def _read(self, article: Article, language: str) -> Reading:
        if language not in self._tools:
            pack = load(language)
            judge = Judge.from_lines(pack.judge) if pack.judge else None
            self._tools[language] = (pack, TimeGrammar.from_dict(pack.times, pack.fold), Splitter(pack), judge)
        return Reading(article, *self._tools[language])

    def _coded(self, reading: Reading, language: str) -> CodedArticle:
        events = []
        for occasion in reading.occasions:
            if occasion.best.dropped:
                continue
            event = self._event(reading, occasion)
            if event.confidence >= self.min_confidence:
                events.append(event)
        events.sort(key=lambda e: e.evidence.start)
        notes = []
        if reading.article.published is None and any(t.relative for s in reading.sentences for t in s.times):
            notes.append(
                Note("no-published", "the day of publication is not known: relative dates are left unresolved")
            )
        return CodedArticle(
            reading.article, language, tuple(events), tuple(people_of(reading)), (), (), tuple(notes), VERSION
        )

    def _event(self, reading: Reading, occasion: Occasion) -> EventMention:
        # a headline only announces what the body tells: the quotation comes from the body where there is one
        group = sorted(occasion.tellers, key=lambda c: c.title)
        best = group[0]
        sentence = reading.sentences[best.sentence]
        date = best.date or next((c.date for c in group if c.date), None)
        place = best.place or next((c.place for c in group if c.place), None)
        if place is not None and place.city is None:
            place = next((c.place for c in group if c.place and c.place.country == place.country and c.place.city), place)
        sectors: dict[str, None] = {}
        for c in group:
            words = reading.sentences[c.sentence].norms
            sectors.update(dict.fromkeys(sectors_in(reading.pack.sectors, words, reading.pack)))
        return EventMention(
            best.act, best.status, best.source, best.target, reading.span(sentence, best.low, best.high),
            date, Place(place.country, place.city) if place else None, tuple(sectors), best.attribution,
            min(occasion.score, 1.0), tuple(best.rules), reading.span(sentence, best.hit.first, best.hit.last),
        )  # fmt: skip
