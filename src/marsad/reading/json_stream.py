"""JSON values one by one from a stream of any length: only the value at hand is in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from marsad.errors import ArticleError

LIMIT = 64 * 1024 * 1024
"""The longest single value (and plain text, and line), in characters or bytes."""

_SPACE = re.compile(r"[ \t\r\n]*")
_ARTICLES = re.compile(r'\{[ \t\r\n]*"articles"[ \t\r\n]*:[ \t\r\n]*\[')
_DECODER = json.JSONDecoder()


def parse(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """One JSON value from a whole text; ArticleError if it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_json(error) from None


def _not_json(error: Exception, dropped: int = 0) -> ArticleError:
    """What is wrong with a JSON text, for people; ``dropped`` characters stood before it."""
    if isinstance(error, json.JSONDecodeError):
        what = f"{error.msg.removesuffix(' at')} at character {dropped + error.pos + 1}"
    else:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
    return ArticleError("not-json", f"it is not JSON: {what}")


class ValueStream:
    """The values in a text that comes in pieces: of a list, of {"articles": [...]}, or in a row."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._dropped = 0
        self._ended = False

    def __iter__(self) -> Iterator[Any]:
        """Each value; ArticleError (after which nothing follows) where the text is not JSON."""
        self._skip_space()
        while len(self._text) < 1000 and not self._ended:  # enough to know the wrapping by
            self._more()
        wrapped = _ARTICLES.match(self._text, self._at)
        if self._next() == "[" or wrapped:
            self._at = wrapped.end() if wrapped else self._at + 1
            yield from self._elements()
            if not wrapped:
                self._expect_end()
        else:
            while self._skip_space():
                yield self._value()

    def _elements(self) -> Iterator[Any]:
        self._skip_space()
        if self._next() == "]":
            self._at += 1
            return
        while True:
            self._skip_space()
            yield self._value()
            self._skip_space()
            sign = self._next()
            self._at += 1
            if sign == "]":
                return
            if sign != ",":
                raise ArticleError("not-json", "it is not JSON: a list that is not closed")

    def _expect_end(self) -> None:
        if self._skip_space():
            raise ArticleError("not-json", "it is not JSON: something follows after the list")

    def _value(self) -> Any:  # noqa: ANN401 - any JSON value
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if self._ended or isinstance(error, RecursionError):
                    raise _not_json(error, self._dropped) from None
            else:
                # A number may go on in the next piece: its end is what cannot belong to it.
                following = self._text[end : end + 1]
                cut = isinstance(value, (int, float)) and following in "0123456789.eE+-"
                if self._ended or not cut:
                    self._at = end
                    return value
            if len(self._text) - self._at > LIMIT:
                raise ArticleError(
                    "too-large", f"a value is not complete after {LIMIT >> 20} MiB; is it JSON?"
                )
            self._more()

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_space(self) -> bool:
        """Go to the next sign; False at the end of the text."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return True
            if self._ended:
                return False
            self._more()

    def _more(self) -> None:
        """Drop what is done and double what is at hand: a long value is not read too often."""
        self._dropped += self._at
        rest = [self._text[self._at :]]
        self._at, size, wanted = 0, len(rest[0]), 2 * len(rest[0]) + 1
        while size < wanted:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            rest.append(piece)
            size += len(piece)
        self._text = "".join(rest)
