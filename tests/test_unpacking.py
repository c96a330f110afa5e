"""Unpacking within limits."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.unpacking import Unpacker, UnpackError, unpack, unpack_if_gzip

PIECES = st.lists(st.binary(max_size=200), max_size=8)


@given(PIECES, st.sampled_from(["gzip", "deflate", ""]), st.integers(1, 40))
def test_what_was_packed_comes_out_however_it_is_cut(pieces, encoding, step):
    plain = b"".join(pieces)
    packed = {"gzip": gzip.compress(plain), "deflate": zlib.compress(plain), "": plain}[encoding]
    unpacker = Unpacker(encoding, 10_000, 100)
    for at in range(0, len(packed), step):
        unpacker.feed(packed[at : at + step])
    assert unpacker.finish() == plain


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "x-gzip", "", "br", "zip"]))
def test_any_bytes_unpack_or_are_refused(data, encoding):
    try:
        assert len(unpack(data, encoding, 1000, 10)) <= 1000
    except UnpackError as error:
        assert error.code in ("too-large", "bomb", "bad-encoding", "cut-short")


def test_several_gzip_members_are_one_text_and_padding_is_not_read():
    data = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(512)
    assert unpack_if_gzip(data, 1000, 100) == b"one two"


def test_a_bomb_costs_no_memory():
    packed = gzip.compress(bytes(200_000_000))
    tracemalloc.start()
    with pytest.raises(UnpackError):
        unpack(packed, "gzip", 1 << 40, 50)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_bomb_of_members_is_one_too():
    with pytest.raises(UnpackError, match="times as many"):
        unpack(gzip.compress(bytes(100_000)) * 300, "gzip", 1 << 40, 50)


def test_small_pages_may_pack_well():
    assert unpack(gzip.compress(bytes(900_000)), "gzip", 1 << 30, 50) == bytes(900_000)
