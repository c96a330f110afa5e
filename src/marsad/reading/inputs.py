"""Files, folders and standard input to articles, one at a time.

Plain text (.txt): the first line is the title, the rest the text, so that ``Article.content`` is
the file itself without a byte order mark. JSON: one article, a list, or ``{"articles": [...]}``.
JSON lines (.jsonl, .ndjson): one article a line. Standard input and files without a suffix are
told apart by their first sign. What cannot be read comes out as a Refusal, never as an exception.
"""

from __future__ import annotations

import codecs
import datetime as dt
import io
import itertools
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, cast

from marsad.errors import ArticleError
from marsad.model import Article
from marsad.reading.decode import SAMPLE, decode, detect, guess_remark, guessed, mend
from marsad.reading.json_stream import LIMIT, ValueStream, parse

TEXT_SUFFIXES = (".txt",)
JSON_SUFFIXES = (".json",)
LINES_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = TEXT_SUFFIXES + JSON_SUFFIXES + LINES_SUFFIXES
STDIN = "standard input"

# A longer first line is a paragraph, not a headline. The content is the same either way.
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not read: where it stands, a stable code, and the reason for people."""

    source: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """An input that was read, but of which the reader should know something."""

    source: str
    code: str
    message: str


def log_remark(remark: Remark) -> None:
    """What becomes of remarks when the caller does not want them: a line in the log."""
    logging.getLogger(__name__).warning("%s: %s", remark.source, remark.message)


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What an article has where its record does not tell."""

    published: dt.date | None
    language: str | None
    article_id: str | None
    outlet: str | None

    def fill(self, article: Article, own_id: bool) -> Article:
        return replace(
            article,
            published=article.published or self.published,
            language=article.language or self.language,
            outlet=article.outlet or self.outlet,
            id=article.id if own_id or not self.article_id else self.article_id,
        )


def read_inputs(
    paths: Iterable[str | Path],
    *,
    published: dt.date | None = None,
    language: str | None = None,
    article_id: str | None = None,
    outlet: str | None = None,
    remark: Callable[[Remark], None] = log_remark,
    stdin: IO[bytes] | None = None,
) -> Iterator[Article | Refusal]:
    """The articles of files, folders (with all below them, sorted) and ``-``, standard input.

    The keywords fill in what a record does not tell itself. ``remark`` is called for what was
    read with a reservation: an old encoding, a mended letter, files of a folder passed over.
    Nothing is raised for a bad input; it comes as a Refusal in its place, and the rest follows.
    """
    defaults = _Defaults(published, language, article_id, outlet)
    for path in paths:
        if str(path) == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield from _Reader(STDIN, defaults, remark).read(stream, "")
        elif Path(path).is_dir():
            yield from _read_folder(Path(path), defaults, remark)
        else:
            yield from _read_file(Path(path), defaults, remark)


def _read_file(
    path: Path, defaults: _Defaults, remark: Callable[[Remark], None]
) -> Iterator[Article | Refusal]:
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        yield Refusal(str(path), "unsupported-type", f"{suffix} is not read, only {known}")
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        code = "not-found" if isinstance(error, FileNotFoundError) else "unreadable"
        yield Refusal(str(path), code, error.strerror or str(error))
        return
    with stream:
        yield from _Reader(str(path), defaults, remark).read(stream, suffix)


def _read_folder(
    folder: Path, defaults: _Defaults, remark: Callable[[Remark], None]
) -> Iterator[Article | Refusal]:
    others: Counter[str] = Counter()
    closed: list[OSError] = []
    seen = 0
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()  # in place: this is the order in which os.walk goes on
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix.lower() not in SUFFIXES or not path.is_file():
                others[path.suffix.lower() or "no suffix"] += 1
                continue
            seen += 1
            yield from _read_file(path, defaults, remark)
    for error in closed:
        yield Refusal(str(error.filename), "unreadable", error.strerror or str(error))
    if others:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(others.items()))
        remark(Remark(str(folder), "passed-over", f"files of other types are passed over: {kinds}"))
    if not seen and not closed:
        known = ", ".join(SUFFIXES)
        yield Refusal(str(folder), "nothing-to-read", f"the folder has no file in {known}")


class _Prefixed(io.RawIOBase):
    """A stream whose first bytes have been read already: they come again."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the buffer protocol has no name in 3.11
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = self._stream.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)


class _Reader:
    """Reads one stream, whose name stands in refusals and remarks."""

    def __init__(self, source: str, defaults: _Defaults, remark: Callable[[Remark], None]) -> None:
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
            whole: IO[bytes] = cast("IO[bytes]", io.BufferedReader(_Prefixed(head, stream), SAMPLE))
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
                article = self._article(parse(decoded.text), source)
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
                        article = self._article(record, source)
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

    def _article(self, record: object, source: str) -> Article:
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
        text = io.TextIOWrapper(
            cast("io.BufferedReader", stream), encoding, "replace", newline="\n"
        )
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
