"""The pairs among the rows of a file of sketches, and the parts that they connect: the search behind duplicates.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from marsad.reading.limits import Limits
from marsad.reading.sketches import BAND_ROWS, LEAD, LEAST, NEAR, SIZE, WHOLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK = 65_536
_PAIRS = 200_000
_BANDS = 5


class Search:
    """The pairs among the rows of the file, and the parts that they connect."""

    def __init__(self, rows: IO[bytes], count: int, limits: Limits) -> None:
        import numpy as np

        self._np, self._file, self._count, self._limits = np, rows, count, limits
        self._kind = np.dtype([
            ("version", "<u2"), ("size", "<u2"), ("hashes", "<u2", (WHOLE + LEAD,)), ("digest", "<u8"), ("url",
            "<u8"), ("site", "<u8"), ("id", "<u8"),
            ("day", "<u4"), ("late", "u1"), ("pad", "u1", (3,)), ("at", "<u8"), ("length", "<u4"), ("more", "<u4"),
        ])  # fmt: skip
        assert self._kind.itemsize == SIZE + 32 + 8 + 16
        self._map = np.memmap(rows, dtype=self._kind, mode="r", shape=(count,))
        self._parent: NDArray[np.int32] = np.arange(count, dtype=np.int32)
        self._sizes = self._column("size")
        self._digests = self._column("digest")
        self._rank = self._ranks()

    def _column(self, name: str) -> NDArray[Any]:
        """One column of the file, read in pieces: the file is larger than memory may be."""
        np = self._np
        kind = self._kind[name]
        out: NDArray[Any] = np.empty((self._count, *kind.shape), dtype=kind.base)
        for start, rows in self._chunks():
            out[start : start + len(rows)] = rows[name]
        return out

    def _chunks(self) -> Iterator[tuple[int, NDArray[Any]]]:
        self._file.seek(0)
        for start in range(0, self._count, _CHUNK):
            wanted = min(_CHUNK, self._count - start)
            yield start, self._np.frombuffer(self._file.read(wanted * self._kind.itemsize), dtype=self._kind)

    def _ranks(self) -> NDArray[np.int32]:
        """The place of each row in the one order that arrival does not change: day, agencies first, id, text,
        address.
        """
        np = self._np
        order = np.lexsort(
            (self._column("url"), self._digests, self._column("id"), self._column("late"), self._column("day"))
        )
        rank: NDArray[Any] = np.empty(self._count, dtype=np.int32)
        rank[order] = np.arange(self._count, dtype=np.int32)
        return rank

    def place(self, index: int) -> tuple[int, int, int]:
        """Where the facts of a row stand in the other file, and its day."""
        row = self._map[index]
        return int(row["at"]), int(row["length"]), int(row["day"])

    def sketch(self, index: int) -> bytes:
        """The sketch of a row."""
        return self._map[index : index + 1].tobytes()[:SIZE]

    def same(self, one: int, other: int) -> bool:
        """Whether two rows are the same text."""
        return bool(self._digests[one] == self._digests[other])

    def groups(self) -> Iterator[list[int]]:
        """The rows of each cluster, in the order of rank."""
        np = self._np
        lone = self._equal(self._digests)
        self._equal(self._column("url"))
        self._sites()
        self._near(np.flatnonzero(lone & (self._sizes >= LEAST)).astype(np.int32))
        roots = self._roots()
        order = np.lexsort((self._rank, roots))
        borders = np.flatnonzero(np.diff(roots[order])) + 1
        starts = np.concatenate(([0], borders))
        ends = np.concatenate((borders, [self._count]))
        many = np.flatnonzero(ends - starts > 1)
        firsts = self._rank[order[starts[many]]]
        for one in many[np.argsort(firsts)]:
            yield [int(n) for n in order[starts[one] : ends[one]]]

    def _equal(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Joins rows of the same key (0 is none); True for each row that is the first of its key by rank."""
        np = self._np
        order = np.lexsort((self._rank, keys))
        ordered = keys[order]
        again = np.zeros(len(keys), dtype=bool)
        again[1:] = (ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)
        at = np.flatnonzero(again)
        self._join(order[at - 1], order[at])
        lone: NDArray[Any] = np.ones(len(keys), dtype=bool)
        lone[order[at]] = False
        return lone

    def _sites(self) -> None:
        """Joins what one outlet put out under the same title, if the texts are near."""
        np = self._np
        keys = self._column("site")
        order = np.lexsort((self._rank, keys))
        ordered = keys[order]
        at = np.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)) + 1
        self._compare(order[at - 1].astype(np.int32), order[at].astype(np.int32))

    def _near(self, rows: NDArray[np.int32]) -> None:
        """Joins near copies: rows that share a band are compared."""
        np = self._np
        rows = rows[np.argsort(self._rank[rows])]
        for first in range(0, len(BAND_ROWS), _BANDS):
            some = BAND_ROWS[first : first + _BANDS]
            for keys in self._keys(some):
                self._bucket_pairs(rows, keys[rows])

    def _keys(self, some: tuple[tuple[int, int], ...]) -> list[NDArray[np.uint64]]:
        np = self._np
        keys = [np.zeros(self._count, dtype=np.uint64) for _ in some]
        for start, chunk in self._chunks():
            hashes = chunk["hashes"]
            for column, (at, length) in zip(keys, some, strict=True):
                key = np.zeros(len(chunk), dtype=np.uint64)
                for n in range(length):
                    key = (key << np.uint64(16)) | hashes[:, at + n]
                column[start : start + len(chunk)] = key
        return keys

    def _bucket_pairs(self, rows: NDArray[np.int32], keys: NDArray[np.uint64]) -> None:
        """Compares the rows of each bucket: all with all in small ones, in large ones with the first and the one
        before.
        """
        np = self._np
        ordered = np.sort(keys)
        again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        if not len(again):
            return
        at = np.searchsorted(again, keys)
        order = np.flatnonzero(again[np.minimum(at, len(again) - 1)] == keys)
        order = order[np.lexsort((order, keys[order]))]  # inside a bucket by rank, as the rows are
        ordered = keys[order]
        borders = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
        starts = np.concatenate(([0], borders))
        lengths = np.diff(np.concatenate((starts, [len(order)])))
        for distance in range(1, self._limits.duplicates_bucket):
            wide = (lengths > distance) & ((lengths <= self._limits.duplicates_bucket) | (distance == 1))
            if not wide.any():
                break
            at = _ranges(np, starts[wide], lengths[wide] - distance)
            self._compare(rows[order[at]], rows[order[at + distance]])
        large = lengths > self._limits.duplicates_bucket
        if large.any():
            at = _ranges(np, starts[large] + 1, lengths[large] - 1)
            head = np.repeat(starts[large], lengths[large] - 1)
            self._compare(rows[order[head]], rows[order[at]])

    def _compare(self, ones: NDArray[np.int32], others: NDArray[np.int32]) -> None:
        """Joins those of the pairs that are near and not joined yet."""
        np = self._np
        for start in range(0, len(ones), _PAIRS):
            one, other = ones[start : start + _PAIRS], others[start : start + _PAIRS]
            roots = self._roots()
            apart = roots[one] != roots[other]
            one, other = one[apart], other[apart]
            for at in range(0, len(one), 20_000):
                a, b = one[at : at + 20_000], other[at : at + 20_000]
                left, right = self._map["hashes"][a, :WHOLE], self._map["hashes"][b, :WHOLE]
                shared = (left == right).sum(axis=1) / WHOLE
                sizes = self._sizes[a].astype(np.float64), self._sizes[b].astype(np.float64)
                small = np.minimum(*sizes)
                share = shared * (sizes[0] + sizes[1]) / ((1.0 + shared) * np.maximum(small, 1.0))
                good = (share >= NEAR) & (small >= LEAST) & (shared > 0.02)
                self._join(a[good], b[good])

    def _join(self, ones: NDArray[Any], others: NDArray[Any]) -> None:
        parent = self._parent
        for a, b in zip(ones.tolist(), others.tolist(), strict=True):
            while parent[a] != a:
                parent[a] = parent[parent[a]]
                a = parent[a]
            while parent[b] != b:
                parent[b] = parent[parent[b]]
                b = parent[b]
            if a != b:
                parent[max(a, b)] = min(a, b)

    def _roots(self) -> NDArray[np.int32]:
        parent = self._parent
        while True:
            above = parent[parent]
            if bool((above == parent).all()):
                return parent
            parent[:] = above


def _ranges(np: Any, starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:  # noqa: ANN401 - the module
    """The numbers start, start + 1 … of each range, one after the other."""
    ends = np.cumsum(lengths)
    found: NDArray[Any] = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
        starts - np.concatenate(([0], ends[:-1])), lengths
    )
    return found
