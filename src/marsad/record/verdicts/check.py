"""From the claims of a coded article to verdicts, as of a day and as known to a snapshot of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from marsad.model import Claim, CodedArticle
from marsad.record.snapshot import Snapshot
from marsad.record.verdicts import anniversary, distance, first, ordinal
from marsad.record.verdicts.types import Case, Verdict, unknown
from marsad.record.verdicts.words import said

_JUDGES: dict[str, Callable[[Case], Verdict]] = {
    "first": first.judge,
    "ordinal": ordinal.judge,
    "count": ordinal.judge,
    "anniversary": anniversary.judge,
    "duration": anniversary.judge,
    "distance": distance.judge,
}


def check(snapshot: Snapshot, coded: CodedArticle, as_of: dt.date) -> tuple[Verdict, ...]:
    """A verdict on each claim of an article, in the order of its claims.

    ``as_of`` is the day on which the claims are taken to be made where the article has no day of publication. The
    article itself and other articles of the record with the same text are never used as proof of what it claims.
    """
    own = _own(snapshot, coded)
    day = coded.article.published or as_of
    return tuple(_judge(Case(claim, coded, day, snapshot, own)) for claim in coded.claims)


def _own(snapshot: Snapshot, coded: CodedArticle) -> frozenset[str]:
    """The ids under which the record may hold the article itself."""
    stored = snapshot.article(coded.article.id)
    keys = {stored.head.key, stored.head.id} if stored is not None else set()
    return frozenset(keys | {coded.article.id})


def _judge(case: Case) -> Verdict:
    claim: Claim = case.claim
    judge = _JUDGES.get(claim.kind)
    if claim.kind == "trade" or judge is None:
        return unknown(case, [said("trade.no_data")])
    if not claim.source or len({*claim.source, *claim.target}) < 2:
        return unknown(case, [said("first.no_parties")])
    return judge(case)
