"""Files, folders, archives and standard input to articles, one at a time.

What a file is, its suffix tells; of standard input and of files without a suffix the first bytes. Plain text and JSON:
records.py. HTML pages (.html, .htm): extraction.py, in a worker that can be killed. WARC, Parquet and anything gzipped
(.gz behind any other suffix but .parquet): archives.py. What cannot be read comes out as a Refusal, never as an
exception.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from marsad.errors import ArticleError
from marsad.model import Article
from marsad.reading.decode import SAMPLE
from marsad.reading.limits import DEFAULTS, Limits
from marsad.reading.outcomes import Defaults, Document, Refusal, Remark, Remarking, log_remark
from marsad.reading.records import JSON_SUFFIXES, LINES_SUFFIXES, TEXT_SUFFIXES, Prefixed, RecordReader

if TYPE_CHECKING:
    from marsad.reading.worker import PageWorker

__all__ = ["SUFFIXES", "Document", "Refusal", "Remark", "log_remark", "read_documents", "read_inputs"]

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
WARC_SUFFIXES = (".warc",)
PARQUET_SUFFIXES = (".parquet",)
PLAIN_SUFFIXES = TEXT_SUFFIXES + JSON_SUFFIXES + LINES_SUFFIXES + PAGE_SUFFIXES + WARC_SUFFIXES
SUFFIXES = PLAIN_SUFFIXES + PARQUET_SUFFIXES
"""What is read; all but Parquet also with ``.gz`` behind it."""
STDIN = "standard input"
_KNOWN = ", ".join(SUFFIXES) + " (and .gz)"


def read_inputs(
    paths: Iterable[str | Path],
    *,
    published: dt.date | None = None,
    language: str | None = None,
    article_id: str | None = None,
    outlet: str | None = None,
    remark: Remarking = log_remark,
    stdin: IO[bytes] | None = None,
    limit: int | None = None,
    stop_after: float | None = None,
    limits: Limits = DEFAULTS,
) -> Iterator[Article | Refusal]:
    """The articles of files, folders (with all below them, sorted), archives and ``-``, standard input.

    The keywords fill in what a record does not tell itself. ``remark`` is called for what was
    read with a reservation: an old encoding, a mended letter, files of a folder passed over.
    ``limit`` ends after so many articles, ``stop_after`` after so many seconds; a remark says so.
    Nothing is raised for a bad input; it comes as a Refusal in its place, and the rest follows.
    """
    found = read_documents(
        paths, published=published, language=language, article_id=article_id, outlet=outlet, remark=remark,
        stdin=stdin, limit=limit,
        stop_after=stop_after, limits=limits, keep_raw=False,
    )  # fmt: skip
    for item in found:
        yield item.article if isinstance(item, Document) else item


def read_documents(
    paths: Iterable[str | Path],
    *,
    published: dt.date | None = None,
    language: str | None = None,
    article_id: str | None = None,
    outlet: str | None = None,
    remark: Remarking = log_remark,
    stdin: IO[bytes] | None = None,
    limit: int | None = None,
    stop_after: float | None = None,
    limits: Limits = DEFAULTS,
    keep_raw: bool = True,
    today: dt.date | None = None,
) -> Iterator[Document | Refusal]:
    """As ``read_inputs``, with what a page tells of itself and, by ``keep_raw``, its bytes.

    ``today``: the day after which no date of a page is believed, by default the system's; of archives their own counts.
    """
    defaults = Defaults(published, language, article_id, outlet)
    with ExitStack() as stack:
        reader = _Reader(defaults, remark, limits, keep_raw, today or dt.date.today(), stack)
        found = (item for path in paths for item in reader.path(path, stdin))
        yield from _until(found, limit, stop_after, remark)


def _until(
    found: Iterator[Document | Refusal], limit: int | None, stop_after: float | None, remark: Remarking
) -> Iterator[Document | Refusal]:
    """The items up to a count of articles or a time; a remark tells of the end."""
    started = time.monotonic()
    count = 0
    if limit is not None and limit <= 0:
        remark(Remark("inputs", "limit", "the limit is 0 articles: nothing was read"))
        return
    for item in found:
        yield item
        count += isinstance(item, Document)
        if limit is not None and count >= limit:
            remark(
                Remark("inputs", "limit", f"stopped after {count} articles, as asked; whatever follows was not read")
            )
            return
        if stop_after is not None and time.monotonic() - started >= stop_after:
            remark(
                Remark(
                    "inputs",
                    "time",
                    f"stopped after {stop_after:g} s and {count} articles, as asked; whatever follows was not read",
                )
            )
            return


@dataclass
class _Reader:
    """Reads inputs one after the other; the worker for pages is started when the first page comes."""

    defaults: Defaults
    remark: Remarking
    limits: Limits
    keep_raw: bool
    today: dt.date
    stack: ExitStack
    _worker: PageWorker | None = field(default=None)

    def path(self, path: str | Path, stdin: IO[bytes] | None) -> Iterator[Document | Refusal]:
        if str(path) == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield from self.stream(stream, STDIN, "")
        elif Path(path).is_dir():
            yield from self.folder(Path(path))
        else:
            yield from self.file(Path(path))

    def file(self, path: Path) -> Iterator[Document | Refusal]:
        suffix = suffix_of(path)
        if suffix is None:
            yield Refusal(str(path), "unsupported-type", f"{path.suffix.lower()} is not read, only {_KNOWN}")
            return
        try:
            stream = path.open("rb")
        except OSError as error:
            code = "not-found" if isinstance(error, FileNotFoundError) else "unreadable"
            yield Refusal(str(path), code, error.strerror or str(error))
            return
        with stream:
            yield from self.stream(stream, str(path), suffix)

    def folder(self, folder: Path) -> Iterator[Document | Refusal]:
        others: Counter[str] = Counter()
        closed: list[OSError] = []
        seen = outside = 0
        inside = folder.resolve()
        for root, folders, names in os.walk(folder, onerror=closed.append):
            folders.sort()  # in place: this is the order in which os.walk goes on
            for name in sorted(names):
                path = Path(root, name)
                if not path.suffix or suffix_of(path) is None or not path.is_file():
                    others[path.suffix.lower() or "no suffix"] += 1
                elif path.is_symlink() and not path.resolve().is_relative_to(inside):
                    outside += 1
                    yield Refusal(
                        str(path), "outside", "a link to a file outside the folder; name that file itself to read it"
                    )
                else:
                    seen += 1
                    yield from self.file(path)
        for error in closed:
            yield Refusal(str(error.filename), "unreadable", error.strerror or str(error))
        if others:
            kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(others.items()))
            self.remark(Remark(str(folder), "passed-over", f"files of other types are passed over: {kinds}"))
        if not seen and not closed and not outside:
            yield Refusal(str(folder), "nothing-to-read", f"the folder has no file in {_KNOWN}")

    def stream(self, stream: IO[bytes], source: str, suffix: str) -> Iterator[Document | Refusal]:
        """What one stream holds. An empty suffix: told by the first bytes, once more behind a gzip."""
        try:
            if suffix.endswith(".gz"):
                yield from self.plain(_unpacked(stream, self.limits), source, suffix.removesuffix(".gz"))
                return
            if suffix:
                yield from self.plain(stream, source, suffix)
                return
            head, whole = _peek(stream)
            if head.startswith(b"\x1f\x8b"):
                head, whole = _peek(_unpacked(whole, self.limits))
            yield from self.plain(whole, source, _kind(head))
        except ArticleError as error:
            yield Refusal(source, error.code, error.message)
        except OSError as error:
            yield Refusal(source, "unreadable", error.strerror or str(error))

    def plain(self, stream: IO[bytes], source: str, suffix: str) -> Iterator[Document | Refusal]:
        if suffix in PAGE_SUFFIXES:
            data = stream.read(self.limits.page_bytes + 1)
            yield self.page(data, source, None, None, self.today)
        elif suffix in WARC_SUFFIXES:
            yield from self.warc(stream, source)
        elif suffix in PARQUET_SUFFIXES:
            yield from self.parquet(stream, source)
        else:
            for item in RecordReader(source, self.defaults, self.remark).read(stream, suffix):
                yield Document(item, source) if isinstance(item, Article) else item

    def warc(self, stream: IO[bytes], source: str) -> Iterator[Document | Refusal]:
        from marsad.reading.archives import Unread, warc_pages

        passed: Counter[str] = Counter()
        for item in warc_pages(stream, source, passed, self.limits):
            if isinstance(item, Unread):
                yield Refusal(item.source, item.code, item.message)
            else:
                yield self.page(item.data, item.source, item.url, item.charset, item.fetched or self.today)
        if passed:
            kinds = ", ".join(f"{count} {kind}" for kind, count in passed.most_common(12))
            self.remark(Remark(source, "passed-over", f"records that are no pages are passed over: {kinds}"))

    def parquet(self, stream: IO[bytes], source: str) -> Iterator[Document | Refusal]:
        from marsad.reading.archives import Unread, parquet_records

        with _seekable(stream, self.limits) as file:
            reader = RecordReader(source, self.defaults, self.remark)
            for number, record in enumerate(parquet_records(file, self.limits), 1):
                if isinstance(record, Unread):
                    yield Refusal(f"{source}: {record.source}", record.code, record.message)
                    continue
                place = f"{source}[{number}]"
                try:
                    yield Document(reader.article(record, place), place)
                except ArticleError as error:
                    yield Refusal(place, error.code, error.message)

    def page(
        self, data: bytes, source: str, url: str | None, charset: str | None, read_on: dt.date
    ) -> Document | Refusal:
        """A page's article, read in the worker."""
        if self._worker is None:
            from marsad.reading.worker import PageWorker

            self._worker = self.stack.enter_context(PageWorker(self.limits))
        try:
            page = self._worker.extract(data, url=url, charset=charset, read_on=read_on)
            article = self.defaults.fill(page.article(), own_id=False)
        except ArticleError as error:
            return Refusal(source, error.code, error.message)
        for note in page.notes:
            self.remark(Remark(source, note.code, note.message))
        return Document(article, source, page, data if self.keep_raw else None, read_on)


def suffix_of(path: Path) -> str | None:
    """The suffix by which a file is read (with .gz where it has that too), '' when it has none; None when it is not
    read.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        inner = Path(path.stem).suffix.lower()
        return inner + ".gz" if inner in PLAIN_SUFFIXES else None
    return suffix if not suffix or suffix in SUFFIXES else None


def _kind(head: bytes) -> str:
    """The suffix for what begins so; '' for text and JSON, which tell themselves apart."""
    from marsad.reading.page_tree import looks_like_html

    if head.startswith(b"WARC/"):
        return ".warc"
    if head.startswith(b"PAR1"):
        return ".parquet"
    return ".html" if looks_like_html(head) else ""


def _peek(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream, and a stream that begins with them again."""
    import io

    head = stream.read(SAMPLE)
    return head, cast("IO[bytes]", io.BufferedReader(Prefixed(head, stream), SAMPLE))


def _unpacked(stream: IO[bytes], limits: Limits) -> IO[bytes]:
    from marsad.reading.archives import gunzipped

    return gunzipped(stream, limits)


def _seekable(stream: IO[bytes], limits: Limits) -> AbstractContextManager[IO[bytes]]:
    """A Parquet file is read from its end: what comes through a pipe goes to a temporary file first."""
    if stream.seekable():
        return stream
    file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - the caller closes it
    size = 0
    while data := stream.read(1 << 20):
        size += len(data)
        if size > limits.archive_bytes:
            file.close()
            raise ArticleError("too-large", f"more than {limits.archive_bytes >> 20:,} MiB came through the pipe")
        file.write(data)
    file.seek(0)
    return file
