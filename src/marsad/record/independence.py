"""Which articles are one source: copies and rewrites of one text, and what one agency supplied.

Two outlets that print one agency's text are one witness. Copies are told by the likeness of whole texts (MinHash
estimates of Jaccard similarity, Broder 1997), and more easily where both credit the same agency. Candidates are
found by bands of equal values (locality-sensitive hashing), so a thousand articles are not all compared with all.
"""

from __future__ import annotations

from collections.abc import Iterable

from marsad.record.types import ArticleHead

COPY = 0.55
"""Likeness of two texts from which on one is taken for a copy or a rewrite of the other."""
SUPPLIED = 0.25
"""The same where both credit one agency: cut, with another head and another lead, it is still the agency's text."""
_BAND = 8  # bytes of a band: two values of four bytes


def copies(articles: Iterable[ArticleHead]) -> dict[str, str]:
    """For each article's key the key of the first article (in canonical order) with which it is one source.

    Likeness is passed on: a rewrite of a rewrite is of the same source. The result does not depend on the order in
    which the articles are given.
    """
    heads = sorted({head.key: head for head in articles}.values(), key=_canonical)
    leader = {head.key: head.key for head in heads}

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = key = leader[leader[key]]
        return key

    rank = {head.key: index for index, head in enumerate(heads)}
    bands: dict[tuple[int, bytes], list[ArticleHead]] = {}
    for head in heads:
        checked: set[str] = set()
        for band, value in _bands(head.signature):
            shelf = bands.setdefault((band, value), [])
            for other in shelf:
                root = find(other.key)
                if root in checked or root == find(head.key):
                    continue
                if len(shelf) <= _FEW:
                    pass
                elif other.key != root:
                    continue  # a crowded shelf: the first of each group stands for it
                if one_source(head, other):
                    first, second = sorted((root, find(head.key)), key=lambda key: rank[key])
                    leader[second] = first
                elif other.key == root:
                    checked.add(root)
            shelf.append(head)
    return {head.key: find(head.key) for head in heads}


_FEW = 24


def one_source(one: ArticleHead, other: ArticleHead) -> bool:
    """Whether two articles are copies or rewrites of one text, or one agency's text cut twice."""
    if one.key == other.key:
        return True
    if not one.signature or not other.signature:
        return False
    agency = one.agency is not None and one.agency == other.agency
    return similarity(one.signature, other.signature) >= (SUPPLIED if agency else COPY)


def similarity(one: bytes, other: bytes) -> float:
    """Share of equal four-byte values."""
    if len(one) != len(other) or not one:
        return 0.0
    total = len(one) // 4
    return sum(one[i : i + 4] == other[i : i + 4] for i in range(0, len(one), 4)) / total


def _bands(signature: bytes) -> Iterable[tuple[int, bytes]]:
    for start in range(0, len(signature) - _BAND + 1, _BAND):
        yield start, signature[start : start + _BAND]


def _canonical(head: ArticleHead) -> tuple[bool, str, str]:
    return (head.published is None, head.published.isoformat() if head.published else "", head.key)
