"""Compressed bytes to plain ones, within limits: no more than asked for, and no bomb."""

from __future__ import annotations

import zlib

from marsad.errors import MarsadError

_STEP = 65_536
# Below this size the ratio is not looked at: a page of one repeated table packs very well.
_FREE = 1024 * 1024

ENCODINGS = ("gzip", "x-gzip", "deflate")


class UnpackError(MarsadError):
    """Bytes that do not unpack, or unpack to more than allowed."""


class Unpacker:
    """Unpacks a stream piece by piece.

    ``encoding``: gzip, deflate (with and without its envelope) or "" for none. ``limit``: bytes
    that may come out. ``ratio``: how many times the packed size may come out beyond the first MiB.
    All methods raise UnpackError (codes too-large, bomb, bad-encoding).
    """

    def __init__(self, encoding: str, limit: int, ratio: float) -> None:
        encoding = encoding.strip().lower()
        if encoding in ("", "identity"):
            self._kind = ""
        elif encoding in ENCODINGS:
            self._kind = encoding.removeprefix("x-")
        else:
            raise UnpackError("bad-encoding", f"the content is packed as {encoding!r:.40}, which was not asked for")
        self._limit, self._ratio = limit, ratio
        self._parts: list[bytes] = []
        self._in = self._out = 0
        self._engine = None if not self._kind else _engine(self._kind)
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Take a piece."""
        self._in += len(data)
        if self._engine is None:
            self._keep(data)
            return
        if not self._begun and data and self._kind == "deflate" and data[0] & 0x0F != 8:
            self._engine = zlib.decompressobj(-zlib.MAX_WBITS)  # raw deflate, as some servers send it
        self._begun = self._begun or bool(data)
        try:
            while data:
                self._keep(self._engine.decompress(data, _STEP))
                data = self._engine.unconsumed_tail
                if self._engine.eof:
                    data = self._engine.unused_data
                    if self._kind != "gzip" or not data.startswith(b"\x1f"):
                        return  # what stands behind the end is padding
                    self._engine = _engine(self._kind)
        except zlib.error as error:
            message = f"the content is not the {self._kind} that it claims to be: {error}"
            raise UnpackError("bad-encoding", message) from None

    def finish(self) -> bytes:
        """All that came out; UnpackError where the packed content was cut short."""
        if self._engine is not None and self._begun:
            # What the engine still holds comes out in pieces too.
            while not self._engine.eof and (rest := self._engine.decompress(self._engine.unconsumed_tail, _STEP)):
                self._keep(rest)
            if not self._engine.eof:
                raise UnpackError("cut-short", f"the {self._kind} content ends in the middle")
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        self._out += len(data)
        if self._out > self._limit:
            raise UnpackError("too-large", f"it is longer than {self._limit} bytes")
        if self._out > _FREE and self._engine is not None and self._out > self._ratio * self._in:
            raise UnpackError("bomb", f"{self._in} packed bytes unpack to more than {self._ratio:g} times as many")
        if data:
            self._parts.append(data)


def _engine(kind: str) -> zlib._Decompress:
    return zlib.decompressobj(16 + zlib.MAX_WBITS if kind == "gzip" else zlib.MAX_WBITS)


def unpack(data: bytes, encoding: str, limit: int, ratio: float) -> bytes:
    """The plain bytes of packed ones; UnpackError as with Unpacker."""
    unpacker = Unpacker(encoding, limit, ratio)
    unpacker.feed(data)
    return unpacker.finish()


def unpack_if_gzip(data: bytes, limit: int, ratio: float) -> bytes:
    """Bytes that begin as gzip does, unpacked (a ``.xml.gz`` sitemap); others as they are, within ``limit``."""
    return unpack(data, "gzip" if data.startswith(b"\x1f\x8b") else "", limit, ratio)
