"""From a text to its sentences, and what in it is not the article: related links, bylines, share buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.coding.scan import Sentence
from marsad.language.pack import LanguagePack
from marsad.language.text import Word, words
from marsad.model import Article

_MAX_FURNITURE = 22  # a longer line that begins like a share button is a sentence of the article
_MAX_WORDS = 240  # no sentence of a newspaper is longer; what is cut goes on as a sentence of its own


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is not coded, and why: code points ``start`` to ``end``."""

    start: int
    end: int
    reason: str


class Splitter:
    """Splits articles by the punctuation and the boilerplate rules of a pack."""

    def __init__(self, pack: LanguagePack) -> None:
        self._pack = pack
        table = pack.boilerplate
        self._starts: dict[str, list[tuple[list[str], str]]] = {}
        for reason, starts in table.get("starts", {}).items():
            for start in starts:
                if start_words := _words(pack, start):
                    self._starts.setdefault(start_words[0], []).append((start_words, reason))
        self._whole: dict[tuple[str, ...], str] = {}
        for reason, lines in table.get("whole", {}).items():
            self._whole.update((tuple(_words(pack, line)), reason) for line in lines)
        self._bullets = "".join(map(str, table.get("bullets", ())))
        self._dateline_marks = frozenset(table.get("dateline_marks", ("-", "–", "—", "ـ", ":")))
        self._last: dict[str, list[list[str]]] = {}
        for end in table.get("ends_article", ()):
            if end_words := _words(pack, end):
                self._last.setdefault(end_words[0], []).append(end_words)

    def split(self, article: Article) -> tuple[list[Sentence], list[Skipped]]:
        """The sentences of title and text in order, and the lines left out."""
        sentences: list[Sentence] = []
        skipped: list[Skipped] = []
        content, start = article.content, 0
        titled, over = bool(article.title), ""
        for number, line in enumerate(re.split("[\n\r\u2028\u2029\x0b\x0c\x85]", content)):
            end = start + len(line)
            if line.strip():
                tokens = words(content, self._pack.fold, start, end)
                reason = over or ("" if number == 0 and titled else self.boilerplate(line, tokens))
                first = tokens[0].norm if tokens else ""
                if any([w.norm for w in tokens[: len(s)]] == s for s in self._last.get(first, ())):
                    over = reason = "after the article"
                if reason:
                    skipped.append(Skipped(start, end, reason))
                elif tokens:
                    tokens = tokens[self._dateline(tokens) :] if number or not titled else tokens
                    for part in self._parts(tokens):
                        sentences.append(Sentence(part, [w.norm for w in part], number, number == 0 and titled))
            start = end + 1
        return sentences, skipped

    def boilerplate(self, line: str, tokens: list[Word]) -> str:
        """Why a line is not part of the article's text; '' when it is."""
        norms = [w.norm for w in tokens]
        letters = [n for n in norms if n[0].isalnum()]
        if not letters:
            return "no words"
        if reason := self._whole.get(tuple(letters)):
            return reason
        if len(letters) <= _MAX_FURNITURE:
            for line_words in (norms, letters):
                for words_, reason in self._starts.get(line_words[0], ()):
                    if line_words[: len(words_)] == words_:
                        return reason
        stripped = line.strip()
        if self._bullets and stripped[0] in self._bullets and len(letters) <= 25 and stripped[-1] not in '.،؛:"”»':
            return "related link"
        return ""

    def _dateline(self, tokens: list[Word]) -> int:
        """How many words at the start of a line only say where and by whom it was filed ("باريس - رويترز: ")."""
        last = 0
        names = self._pack.names
        index = 0
        while index < min(len(tokens), 14):
            norm = tokens[index].norm
            if norm in self._dateline_marks and last <= index:
                after = index + 1
                while after < len(tokens) and tokens[after].norm in self._dateline_marks:
                    after += 1
                last = index = after
                continue
            if norm[0].isalpha():
                match = names.longest([t.norm for t in tokens[index : index + 8]], 0)
                kinds = {e.kind for e in match[1]} if match else set()
                if match and kinds & {"city", "outlet"}:
                    index += match[0]
                    continue
                if match and kinds & {"state"} and last == 0 and index > 0:
                    index += match[0]
                    continue
                if tokens[index].text.isascii():
                    index += 1
                    continue
                break
            if norm[0].isdigit() or norm in "(),،/.":
                index += 1
                continue
            break
        return last

    def _parts(self, tokens: list[Word]) -> Iterator[list[Word]]:
        part: list[Word] = []
        for index, word in enumerate(tokens):
            part.append(word)
            if (word.norm in self._pack.sentence_ends and self._is_end(tokens, index)) or len(part) >= _MAX_WORDS:
                closing = index + 1
                if closing < len(tokens) and tokens[closing].norm in '"”»)' and tokens[closing].start == word.end:
                    continue
                yield part
                part = []
            elif len(part) > 1 and part[-2].norm in self._pack.sentence_ends and word.norm in '"”»)':
                yield part
                part = []
        if part:
            yield part

    def _is_end(self, tokens: list[Word], index: int) -> bool:
        word = tokens[index]
        if index + 1 >= len(tokens) or word.norm != ".":
            return True
        before, after = tokens[index - 1] if index else word, tokens[index + 1]
        if before.norm in self._pack.abbreviations or len(before.norm) == 1:
            return False
        if after.start == word.end:  # no space: inside an abbreviation or a number, unless both sides are words
            return len(before.norm) > 2 and len(after.norm) > 2 and not after.norm[0].isdigit()
        return True


def _words(pack: LanguagePack, text: str) -> list[str]:
    return [w.norm for w in words(text, pack.fold)]
