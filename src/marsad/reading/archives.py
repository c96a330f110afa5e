"""Archives to what they hold: WARC to pages, Parquet to records, gzip to bytes, all within limits.

Nothing is written from an archive and no name in one is used as a path. A gzip that grows out of measure is cut off
with its reason; a record that is too long is refused and the next one read.
"""

from __future__ import annotations

import datetime as dt
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from marsad.errors import ArticleError
from marsad.reading.limits import DEFAULTS, MIB, Limits
from marsad.reading.unpacking import UnpackError, unpack

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

GZIP = b"\x1f\x8b"
_STEP = 256 * 1024
_FREE = 64 * MIB
_PAGES = ("text/html", "application/xhtml+xml")
_HTTP_HEAD = 65_536
_PACKED_RATIO = 200.0

# What collections of news call the fields of an article.
COLUMNS = {
    "text": ("text", "maintext", "content", "body", "article", "article_text", "full_text", "plain_text"),
    "title": ("title", "headline"),
    "published": ("published", "date_publish", "publish_date", "published_at", "date_published", "date",
    "publication_date", "pubdate"),
    "url": ("url", "link", "canonical_url"),
    "outlet": ("outlet", "source_domain", "source_name", "sitename", "publisher", "domain", "source"),
    "language": ("language", "lang"),
    "id": ("id",),
}  # fmt: skip
"""For each field of an article the names of Parquet columns that stand for it, the first that is there."""


class Gunzip(io.RawIOBase):
    """The plain bytes of a gzip stream of any number of members; ArticleError (``bomb``, ``damaged``) when read too
    far.
    """

    def __init__(self, stream: IO[bytes], limits: Limits = DEFAULTS) -> None:
        super().__init__()
        self._stream, self._limits = stream, limits
        self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._rest = b""
        self._in = self._out = 0
        self._ended = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the buffer protocol has no name in 3.11
        """Fills the buffer as far as one step goes; 0 at the end."""
        while not self._ended:
            if not self._rest:
                self._rest = self._stream.read(_STEP) or b""
                self._in += len(self._rest)
                if not self._rest:
                    if not self._engine.eof:
                        raise ArticleError("damaged", "the gzip ends in the middle: what came before it is read")
                    self._ended = True
                    break
            if self._engine.eof:
                if not self._rest.startswith(b"\x1f"):
                    self._rest = self._rest.lstrip(b"\x00")
                    if self._rest and not self._rest.startswith(b"\x1f"):
                        self._ended = True  # padding of another kind behind the last member
                        break
                    if not self._rest:
                        continue
                self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
            try:
                data = self._engine.decompress(self._rest, len(buffer))
            except zlib.error as error:
                raise ArticleError("damaged", f"it is not the gzip that it begins as: {error}") from None
            self._rest = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            if data:
                self._out += len(data)
                self._check()
                buffer[: len(data)] = data
                return len(data)
        return 0

    def _check(self) -> None:
        if self._out > self._limits.archive_bytes:
            raise ArticleError(
                "bomb", f"it unpacks to more than {self._limits.archive_bytes >> 20:,} MiB; the rest is not read"
            )
        if self._out > _FREE and self._out > self._limits.archive_ratio * self._in:
            raise ArticleError(
                "bomb", f"it unpacks to more than {self._limits.archive_ratio} times its size; the rest is not read"
            )


def gunzipped(stream: IO[bytes], limits: Limits = DEFAULTS) -> IO[bytes]:
    """The plain bytes of a gzip stream, as a file; reading may raise ArticleError."""
    return io.BufferedReader(Gunzip(stream, limits), _STEP)


class _Forward:
    """A stream as the WARC library wants one: it asks where it stands, and goes nowhere but on."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._at = stream, 0

    def close(self) -> None:
        """Left to whoever opened the stream."""

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        wanted = self._at + offset if whence == io.SEEK_CUR else offset
        if whence == io.SEEK_END or wanted < self._at:
            raise io.UnsupportedOperation("a stream that goes forward only")
        while self._at < wanted and self.read(min(_STEP, wanted - self._at)):
            pass
        return self._at


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page from a WARC: its place, its address, its bytes, the charset that the server told, the day it was
    fetched.
    """

    source: str
    url: str | None
    data: bytes
    charset: str | None
    fetched: dt.date | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that was not read: its place, a code, the reason."""

    source: str
    code: str
    message: str


def warc_pages(
    stream: IO[bytes], source: str, passed: Counter[str], limits: Limits = DEFAULTS
) -> Iterator[ArchivedPage | Unread]:
    """The HTML pages of a WARC (plain bytes: unpack before), in its order.

    What is no page (images, redirects, errors) is counted in ``passed`` by kind. A damaged file gives what stands
    before the damage, then an Unread.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    try:
        # "stream_detect" off: a second gzip inside the first is not unpacked behind the limits' back.
        for record in ArchiveIterator(
            _Forward(stream),
            record_types=WarcRecordType.response | WarcRecordType.resource,
            parse_http=False,
            stream_detect=False,
        ):
            number += 1
            place = f"{source}#{number}"
            if record.content_length > limits.record_bytes:
                yield Unread(
                    place,
                    "too-large",
                    f"a record of {record.content_length:,} bytes, more than {limits.record_bytes >> 20} MiB",
                )
                continue
            try:
                found = _page(record, place, passed, limits)
            except (OSError, ValueError) as error:
                yield Unread(place, "damaged", f"a record that cannot be read: {error!s:.200}")
                continue
            except UnpackError as error:
                yield Unread(place, error.code, error.message)
                continue
            if found is not None:
                yield found
        if not number:
            yield Unread(source, "no-records", "no response or resource record is in it; is it a WARC?")
    except ArticleError as error:
        yield Unread(source, error.code, f"{error.message} (after record {number})")
    except (OSError, ValueError) as error:
        yield Unread(source, "damaged", f"the WARC cannot be read on after record {number}: {error!s:.200}")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a fault in the library's Rust becomes: no Exception
            raise
        yield Unread(source, "damaged", f"the WARC cannot be read on after record {number}: {error!s:.200}")


def _page(record: WarcRecord, place: str, passed: Counter[str], limits: Limits) -> ArchivedPage | None:
    headers = record.headers
    kind = (headers.get("Content-Type") or "").split(";")[0].strip().lower()
    charset = None
    packed = ""
    if kind == "application/http":
        record.parse_http(auto_decode="transfer", max_header_len=_HTTP_HEAD)
        http = record.http_headers
        status = http.status_code if http is not None else None
        if status is not None and status != 200:
            passed[f"status {status}"] += 1
            return None
        kind = (record.http_content_type or "").split(";")[0].strip().lower()
        charset = record.http_charset
        packed = ((http.get("Content-Encoding") if http is not None else "") or "").strip().lower()
    if kind not in _PAGES:
        passed[kind or "no type"] += 1
        return None
    data = record.reader.read(limits.record_bytes + 1)
    if packed and not (packed in ("br", "zstd") or data.startswith(b"<")):
        data = unpack(data, packed, limits.page_bytes, _PACKED_RATIO) if _is_packed(data, packed) else data
    day = record.record_date
    return ArchivedPage(place, headers.get("WARC-Target-URI"), data, charset, day.date() if day else None)


def _is_packed(data: bytes, packed: str) -> bool:
    """Whether a payload is still packed: crawlers often store it unpacked and keep the header."""
    return data.startswith(GZIP) if "gzip" in packed else data[:1] in (b"\x78", b"\x08", b"\x58", b"\x18")


def parquet_records(source: str | IO[bytes], limits: Limits = DEFAULTS) -> Iterator[dict[str, object] | Unread]:
    """The rows of a Parquet file as JSON records of articles, in its order; ``COLUMNS`` names the columns that are
    read.

    ArticleError when it is no Parquet file or has no column of texts; a row group that is too large is an Unread.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source, memory_map=False, page_checksum_verification=True)
        names = set(file.schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ArticleError("damaged", f"it is no Parquet file that can be read: {error!s:.200}") from None
    with file:
        chosen = {
            field: name
            for field, options in COLUMNS.items()
            if (name := next((o for o in options if o in names), None))
        }
        if "text" not in chosen:
            raise ArticleError("no-text", f"no column of texts; looked for {', '.join(COLUMNS['text'])}")
        for group in range(file.metadata.num_row_groups):
            place = f"row group {group + 1}"
            # Of the row group as a whole: asking a damaged one for its columns ends the process (pyarrow 26).
            size = file.metadata.row_group(group).total_byte_size
            if size > limits.parquet_group_bytes:
                yield Unread(
                    place,
                    "too-large",
                    f"it says that it unpacks to {size >> 20:,} MiB, more than {limits.parquet_group_bytes >> 20:,}",
                )
                continue
            try:
                for batch in file.iter_batches(
                    batch_size=limits.parquet_rows, row_groups=[group], columns=list(chosen.values()), use_threads=False
                ):
                    columns = {field: batch.column(name).to_pylist() for field, name in chosen.items()}
                    for values in zip(*columns.values(), strict=True):
                        yield {
                            field: _plain(value)
                            for field, value in zip(columns, values, strict=True)
                            if value is not None
                        }
            except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
                yield Unread(place, "damaged", f"it cannot be read: {error!s:.200}")


def _plain(value: object) -> object:
    """A cell as JSON has it: days and moments as ISO 8601 text, bytes as text, numbers of an id as text."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value
