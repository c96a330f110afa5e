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
from typing import IO, Literal

from marsad.model import Article
from marsad.reading.duplicate_search import Search
from marsad.reading.limits import DEFAULTS, Limits
from marsad.reading.sketches import near, signatures, similarity

Relation = Literal["origin", "same text", "near copy", "version"]
_Told = tuple[str, str, str, str, str, int]
_SEPARATOR = "\x1f"  # between the facts of an article in the file
_TAIL = struct.Struct("<I?3xQI4x")
_LATE = 4_000_000  # the ordinal of an article without a day: after all that have one


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
        search = Search(self._rows, self._count, self._limits)
        for group in search.groups():
            yield self._cluster(group, search)

    def _cluster(self, group: list[int], search: Search) -> Cluster:
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

    def _facts(self, index: int, search: Search) -> _Facts:
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


def cluster(articles: Iterable[Article], limits: Limits = DEFAULTS) -> list[Cluster]:
    """The clusters among articles, in one call."""
    with contextlib.closing(Duplicates(limits)) as found:
        found.extend(articles)
        return list(found.clusters())
