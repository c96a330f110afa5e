"""Which articles are one source: copies and rewrites of one text, and what one agency supplied.

Two outlets that print one agency's text are one witness. Copies are told by the sketches of whole texts
(``reading.sketches``), and more easily where both credit the same agency. Candidates are found by the bands of the
sketches (locality-sensitive hashing) or by the agency, so a thousand articles are not all compared with all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from marsad.reading.sketches import BAND_ROWS, LEAST, near, similarity, size
from marsad.record.types import ArticleHead

Key = TypeVar("Key", bytes, str)

SUPPLIED = 0.3
"""Of two texts that credit one agency so much of the shorter stands in the longer: cut or led in anew, it is still
the agency's. (Without that it takes ``reading.sketches.NEAR``.)"""
_STRETCHES = tuple((4 + 2 * at, 4 + 2 * (at + rows)) for at, rows in BAND_ROWS)
_FEW = 12
"""Of a crowded shelf only the first so many articles are compared with a new one."""


def copies(articles: Iterable[ArticleHead]) -> dict[str, str]:
    """For each article's key the key of the first article (in canonical order) with which it is one source.

    Likeness is passed on: a rewrite of a rewrite is of the same source. The result does not depend on the order in
    which the articles are given.
    """
    heads = sorted({head.key: head for head in articles}.values(), key=_canonical)
    leader = {head.key: head.key for head in heads}
    if len(heads) < 2:
        return leader

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = key = leader[leader[key]]
        return key

    rank = {head.key: index for index, head in enumerate(heads)}
    same: dict[bytes, str] = {}
    shelves: list[dict[bytes, list[ArticleHead]]] = [{} for _ in _STRETCHES]
    agencies: dict[str, list[ArticleHead]] = {}
    for head in heads:
        if size(head.signature) < LEAST:
            continue
        twin = same.setdefault(head.signature, head.key)
        if twin != head.key:
            leader[head.key] = find(twin)
            continue
        candidates: dict[str, ArticleHead] = {}
        for shelf, (start, end) in zip(shelves, _STRETCHES, strict=True):
            _meet(shelf, head.signature[start:end], head, candidates)
        if head.agency is not None:
            _meet(agencies, head.agency, head, candidates)
        for other in candidates.values():
            one, two = find(other.key), find(head.key)
            if one != two and one_source(head, other):
                first, second = sorted((one, two), key=lambda key: rank[key])
                leader[second] = first
    return {head.key: find(head.key) for head in heads}


def one_source(one: ArticleHead, other: ArticleHead) -> bool:
    """Whether two articles are copies or rewrites of one text, or one agency's text cut twice."""
    if one.key == other.key:
        return True
    if not one.signature or not other.signature:
        return False
    if one.agency is not None and one.agency == other.agency:
        return similarity(one.signature, other.signature) >= SUPPLIED
    return near(one.signature, other.signature)


def _meet(
    shelf: dict[Key, list[ArticleHead]], key: Key, head: ArticleHead, candidates: dict[str, ArticleHead]
) -> None:
    """Notes which articles stand where this one goes, and puts it there while there is room."""
    others = shelf.get(key)
    if others is None:
        shelf[key] = [head]
        return
    candidates.update((other.key, other) for other in others)
    if len(others) < _FEW:
        others.append(head)


def _canonical(head: ArticleHead) -> tuple[bool, str, str]:
    published = head.published.isoformat() if head.published else ""
    return not published, published, head.key
