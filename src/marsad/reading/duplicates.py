"""Copies and versions among articles, a million of them in little memory, whatever order they come in.

``add`` writes the sketch of each article to a temporary file; ``clusters`` then joins what is the same text, what is a
near copy (sketches.py), and what one publisher put out again at the same address or under the same title. What
belongs together does not depend on the order of arrival: clusters are the connected parts of all pairs that are near,
and inside a cluster the earliest is the origin. Memory: about 60 bytes an article while ``clusters`` runs, none while
articles come.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import struct
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal

from marsad.model import Article
from marsad.reading.limits import DEFAULTS, Limits
from marsad.reading.sketches import BAND_ROWS, LEAD, LEAST, NEAR, SIZE, WHOLE, near, signatures, similarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Relation = Literal["origin", "same text", "near copy", "version"]
_Told = tuple[str, str, str, str, str, int]
_SEPARATOR = "\x1f"  # between the facts of an article in the file
_TAIL = struct.Struct("<I?3xQI4x")
_LATE = 4_000_000  # the ordinal of an article without a day: after all that have one
_CHUNK = 65_536
_PAIRS = 200_000
_BANDS = 5


@dataclass(frozen=True, slots=True)
class Member:
    """An article in a cluster: how it stands to the origin, and how much of the shorter of the two stands in the other.

    ``version_of``: the id of the publisher's own first version, where this is a later one of it.
    """

    id: str
    relation: Relation
    similarity: float
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    published: dt.date | None = None
    version_of: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that are one text: the origin first, the others by day. ``agency``: the news agency that a member
    names.
    """

    members: tuple[Member, ...]

    @property
    def origin(self) -> Member:
        """The earliest member (of several on that day one that names an agency, then any one, but always the same)."""
        return self.members[0]

    @property
    def agency(self) -> str | None:
        """The agency whose text it is, as the earliest member that names one says."""
        return next((member.agency for member in self.members if member.agency), None)


class Duplicates:
    """Gathers articles and finds the clusters among them. A context manager: its file goes with it."""

    def __init__(self, limits: Limits = DEFAULTS, folder: str | Path | None = None) -> None:
        """``folder``: where the temporary files are written (400 bytes an article), by default the system's place."""
        self._limits = limits
        self._rows: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as the object
        self._told: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._waiting: list[tuple[str, _Told, bytes | None]] = []
        self._count = 0
        self._at = 0

    def __enter__(self) -> Duplicates:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count + len(self._waiting)

    def close(self) -> None:
        """Gives the temporary files back."""
        self._rows.close()
        self._told.close()

    def add(self, article: Article, *, agency: str | None = None, sketch: bytes | None = None) -> None:
        """Takes in an article. ``agency``: whose text it is, where the page tells; ``sketch``: its sketch, if already
        made.
        """
        title = " ".join(article.title[:500].split()).casefold()
        day = article.published.toordinal() if article.published else 0
        told = (article.id, article.outlet or "", agency or "", article.url or "", title, day)
        self._waiting.append((article.text, told, sketch))
        if len(self._waiting) >= self._limits.duplicates_batch:
            self._flush()

    def extend(self, articles: Iterable[Article]) -> None:
        """Takes in many articles, one at a time."""
        for article in articles:
            self.add(article)

    def _flush(self) -> None:
        made = iter(signatures([text for text, _, sketch in self._waiting if sketch is None]))
        rows = bytearray()
        lines = bytearray()
        for text, told, sketch in self._waiting:
            sketch = sketch if sketch is not None else next(made)
            id_, outlet, agency, url, title, day = told
            facts = (part.replace(_SEPARATOR, " ") for part in (id_, outlet, agency, url, title))
            line = _SEPARATOR.join(facts).encode("utf-8", "surrogatepass")
            rows += (
                sketch
                + _hash(text.strip())
                + _hash(url)
                + _hash(f"{outlet}{_SEPARATOR}{title}" if outlet and title else "")
                + _hash(id_)
            )
            rows += _TAIL.pack(day or _LATE, not agency, self._at + len(lines), len(line))
            lines += line
        self._rows.write(rows)
        self._told.write(lines)
        self._at += len(lines)
        self._count += len(self._waiting)
        self._waiting.clear()

    def clusters(self) -> Iterator[Cluster]:
        """The clusters of two or more articles, by the day of their origins. May be asked again after more
        ``add``.
        """
        self._flush()
        self._rows.flush()
        self._told.flush()
        if self._count < 2:
            return
        search = _Search(self._rows, self._count, self._limits)
        for group in search.groups():
            yield self._cluster(group, search)

    def _cluster(self, group: list[int], search: _Search) -> Cluster:
        told = [self._facts(index, search) for index in group]
        sketches = [search.sketch(index) for index in group]
        first: dict[tuple[str, ...], int] = {}
        members: list[Member] = []
        for place, (index, facts) in enumerate(zip(group, told, strict=True)):
            earlier = self._version(place, told, sketches, first)
            same = search.same(index, group[0])
            relation: Relation = "same text" if same else "near copy"
            if place == 0 or earlier is not None:
                relation = "origin" if place == 0 else "version"
            member = Member(
                facts.id,
                relation,
                1.0 if same else round(similarity(sketches[0], sketches[place]), 3),
                facts.outlet or None,
                facts.agency or None,
                facts.url or None,
                dt.date.fromordinal(facts.day) if facts.day < _LATE else None,
                told[earlier].id if earlier is not None else None,
            )
            members.append(member)
        return Cluster(tuple(members))

    def _version(
        self, place: int, told: list[_Facts], sketches: list[bytes], first: dict[tuple[str, ...], int]
    ) -> int | None:
        """The place of the publisher's first version of an article, None if this is the first."""
        facts = told[place]
        if facts.url:
            earlier = first.setdefault(("url", facts.url), place)
            if earlier != place:
                return earlier
        if facts.outlet and facts.title:
            earlier = first.setdefault(("title", facts.outlet, facts.title), place)
            if earlier != place and near(sketches[earlier], sketches[place]):
                if facts.url:
                    first[("url", facts.url)] = earlier
                return earlier
        return None

    def _facts(self, index: int, search: _Search) -> _Facts:
        at, length, day = search.place(index)
        self._told.seek(at)
        told = self._told.read(length).decode("utf-8", "surrogatepass")
        id_, outlet, agency, url, title = told.split(_SEPARATOR)
        return _Facts(id_, outlet, agency, url, title, day)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the file keeps of an article beside its sketch."""

    id: str
    outlet: str
    agency: str
    url: str
    title: str
    day: int


def _hash(text: str) -> bytes:
    """Eight bytes of a text; zeros for none."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() if text else bytes(8)


class _Search:
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


def cluster(articles: Iterable[Article], limits: Limits = DEFAULTS) -> list[Cluster]:
    """The clusters among articles, in one call."""
    with contextlib.closing(Duplicates(limits)) as found:
        found.extend(articles)
        return list(found.clusters())
