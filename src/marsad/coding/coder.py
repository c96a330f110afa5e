"""The coder: an article goes in, its events, people and claims come out. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.coding.explain import Explanation, explain
from marsad.coding.people import people_of
from marsad.coding.reading import Reading, Tools
from marsad.coding.results import claims_of, events_of, mentions_of, notes_of, sure_enough
from marsad.language.pack import guess, languages
from marsad.model import Article, CodedArticle, Note

VERSION = "marsad-1"


class Coder:
    """Codes articles. One coder serves any number of articles and languages; nothing is kept between them."""

    def __init__(self, min_confidence: float = 0.0) -> None:
        """``min_confidence``: events below it are left out (0 to 1), which a note tells."""
        self.min_confidence = min_confidence
        self._tools: dict[str, Tools] = {}

    def code(self, article: Article) -> CodedArticle:
        """The events, people and claims of an article, each with its exact span.

        An article in a language without a pack gives an empty result with a note that says so.
        """
        language = article.language or guess(article.content)
        if language not in languages():
            return _unread(article, language)
        return self._coded(self._read(article, language), language)

    def code_many(self, articles: Iterable[Article]) -> Iterator[CodedArticle]:
        """Codes a stream of articles one by one."""
        return map(self.code, articles)

    def explain(self, article: Article) -> Explanation:
        """The same coding with its reasons, sentence by sentence."""
        language = article.language or guess(article.content)
        if language not in languages():
            return Explanation((), _unread(article, language))
        reading = self._read(article, language)
        return explain(reading, self._coded(reading, language))

    def _read(self, article: Article, language: str) -> Reading:
        if language not in self._tools:
            self._tools[language] = Tools.of(language)
        return Reading(article, self._tools[language])

    def _coded(self, reading: Reading, language: str) -> CodedArticle:
        coded = CodedArticle(
            reading.article, language, tuple(events_of(reading)), tuple(people_of(reading)),
            tuple(claims_of(reading)), tuple(mentions_of(reading)), tuple(notes_of(reading)), VERSION,
        )  # fmt: skip
        return sure_enough(coded, self.min_confidence)


def _unread(article: Article, language: str) -> CodedArticle:
    known = ", ".join(languages())
    note = Note("no-language", f"no language pack for {language!r:.20} (there are: {known}); the text is not coded")
    return CodedArticle(article, language, notes=(note,), coder=VERSION)
