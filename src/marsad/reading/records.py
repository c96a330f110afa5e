"""Streams of text and JSON to articles, one at a time.

Plain text (.txt): the first line is the title, the rest the text, so that ``Article.content`` is
the file itself without a byte order mark. JSON: one article, a list, or ``{"articles": [...]}``.
JSON lines (.jsonl, .ndjson): one article a line. What cannot be read comes out as a Refusal.
"""

from __future__ import annotations

import codecs
import io
import itertools
import json
from collections.abc import Iterator
from typing import IO, Any, cast

from marsad.errors import ArticleError
from marsad.model import Article
from marsad.reading.decode import SAMPLE, decode, detect, guess_remark, guessed, mend
from marsad.reading.json_stream import LIMIT, ValueStream, parse
from marsad.reading.outcomes import Defaults, Refusal, Remark, Remarking

TEXT_SUFFIXES = (".txt",)
JSON_SUFFIXES = (".json",)
LINES_SUFFIXES = (".jsonl", ".ndjson")

# A longer first line is a paragraph, not a headline. The content is the same either way.
_LONGEST_TITLE = 300


class Prefixed(io.RawIOBase):
    """A stream whose first bytes have been read already: they come again."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the buffer protocol has no name in 3.11
        """First the head, then what the stream gives."""
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = self._stream.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)


class RecordReader:
    """Reads one stream of text or JSON, whose name stands in refusals and remarks."""

    def __init__(self, source: str, defaults: Defaults, remark: Remarking) -> None:
        self._source = source
        self._defaults = defaults
        self._remark = remark
        self._said: set[str] = set()

    def read(self, stream: IO[bytes], suffix: str) -> Iterator[Article | Refusal]:
        """The articles of a stream; an empty suffix means: tell by the content."""
        try:
            head = stream.read(SAMPLE)
            if not head.strip():
                raise ArticleError("empty", "it is empty")
            encoding, mark = detect(head)
            start = head[len(mark) :].decode(encoding, "replace").lstrip()
            whole: IO[bytes] = cast("IO[bytes]", io.BufferedReader(Prefixed(head, stream), SAMPLE))
            if suffix in TEXT_SUFFIXES or (not suffix and start[:1] not in ("{", "[")):
                yield self._text(whole)
                return
            whole.read(len(mark))
            if guessed(encoding, mark):
                self._say("encoding", guess_remark(encoding))
            if suffix in LINES_SUFFIXES or _is_json_lines(start):
                yield from self._lines(whole, encoding)
            else:
                yield from self._values(whole, encoding)
        except ArticleError as error:
            yield Refusal(self._source, error.code, error.message)
        except OSError as error:
            yield Refusal(self._source, "unreadable", error.strerror or str(error))

    def _text(self, stream: IO[bytes]) -> Article:
        data = stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise ArticleError("too-large", f"a text of more than {LIMIT >> 20} MiB is no article")
        decoded = decode(data)
        self._say("encoding", decoded.remark)
        content = decoded.text
        if not content.strip():
            raise ArticleError("empty", "it has no text")
        title, newline, text = content.partition("\n")
        if not newline or not title.strip() or not text.strip() or len(title) > _LONGEST_TITLE:
            title, text = "", content
        return self._defaults.fill(Article(text=text, title=title), own_id=False)

    def _lines(self, stream: IO[bytes], encoding: str) -> Iterator[Article | Refusal]:
        for number, line in enumerate(_byte_lines(stream, encoding), 1):
            source = f"{self._source}:{number}"
            try:
                if len(line) > LIMIT:
                    raise ArticleError("too-large", f"a line of more than {LIMIT >> 20} MiB")
                if not line.strip():
                    continue
                decoded = decode(line, otherwise=encoding)
                if not decoded.text.strip():
                    continue
                self._say("encoding", decoded.remark)
                article = self.article(parse(decoded.text), source)
            except ArticleError as error:
                yield Refusal(source, error.code, error.message)
            else:
                yield article

    def _values(self, stream: IO[bytes], encoding: str) -> Iterator[Article | Refusal]:
        number = 0
        try:
            for value in ValueStream(_pieces(stream, encoding)):
                for record in _records(value):
                    number += 1
                    source = f"{self._source}[{number}]"
                    try:
                        article = self.article(record, source)
                    except ArticleError as error:
                        yield Refusal(source, error.code, error.message)
                    else:
                        yield article
        except UnicodeDecodeError as error:
            message = f"after article {number} it is no longer {encoding.upper()}: {error.reason}"
            yield Refusal(self._source, "unknown-encoding", message)
        except ArticleError as error:
            after = f" (after article {number})" if number else ""
            yield Refusal(self._source, error.code, error.message + after)

    def article(self, record: object, source: str) -> Article:
        """An article from a JSON value, its strings mended; ArticleError if it is none."""
        mended = 0
        if isinstance(record, dict):
            for key in ("id", "title", "text", "url", "outlet", "language"):
                if isinstance(record.get(key), str):
                    record[key], count = mend(record[key])
                    mended += count
        article = Article.from_dict(cast("dict[str, Any]", record))
        if not article.content.strip():
            raise ArticleError("empty", "the article has no text")
        if mended:
            message = f"{mended} lone surrogates or NULs stand as U+FFFD"
            self._remark(Remark(source, "mended", message))
        own_id = isinstance(record, dict) and bool(record.get("id"))
        return self._defaults.fill(article, own_id)

    def _say(self, code: str, message: str | None) -> None:
        """A remark on the whole input, once."""
        if message and message not in self._said:
            self._said.add(message)
            self._remark(Remark(self._source, code, message))


def _records(value: object) -> list[object]:
    """The articles in one JSON value: those under "articles" (when it is no article), or itself."""
    if isinstance(value, dict) and "text" not in value and isinstance(value.get("articles"), list):
        return list(value["articles"])
    return [value]


def _is_json_lines(start: str) -> bool:
    """Whether a JSON text goes on after a first line that is complete by itself."""
    first, newline, rest = start.partition("\n")
    if not newline or not rest.strip() or not first.startswith("{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _byte_lines(stream: IO[bytes], encoding: str) -> Iterator[bytes]:
    """The lines of a stream, as UTF-8 if it is UTF-16 or UTF-32; of a line too long its start."""
    if encoding.startswith(("utf-16", "utf-32")):
        text = io.TextIOWrapper(cast("io.BufferedReader", stream), encoding, "replace", newline="\n")
        while line := text.readline(LIMIT + 1):
            yield line.encode("utf-8", "replace")
            while len(line) > LIMIT and not line.endswith("\n"):
                line = text.readline(LIMIT + 1)
        return
    while data := stream.readline(LIMIT + 1):
        yield data
        while len(data) > LIMIT and not data.endswith(b"\n"):
            data = stream.readline(LIMIT + 1)


def _pieces(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """The text of a stream in pieces; UnicodeDecodeError where it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for data in itertools.chain(iter(lambda: stream.read(SAMPLE), b""), (b"",)):
        yield decoder.decode(data, final=not data)
