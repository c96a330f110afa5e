"""The tables. Rows are only ever added; each carries the ``seq`` of the entry that wrote it.

What a row says holds as known from its entry on. Days (lo, hi) are proleptic ordinals, so that both databases compare
them alike; an undated event has ``undated`` 1 and 0 in both. docs/store.md tells the whole.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})


def _seq(*, key: bool = False) -> Column[int]:
    return Column("seq", Integer, primary_key=key, nullable=False, autoincrement=False)


def _key(name: str, kind: type[Text] | type[Integer] = Text) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str, *, null: bool = False, index: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=null, index=index)


def _number(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def _days() -> tuple[Column[Any], ...]:
    return _number("undated"), _number("lo"), _number("hi")


# An entry is one transaction: when, what kind of, by whom, and the digest that chains it to the one before.
entry = Table(
    "entry", metadata, _seq(key=True), Column("at", Text, nullable=False, unique=True), _text("kind"), _text("who"),
    _text("detail"), _text("digest"),
)  # fmt: skip

article = Table(
    "article", metadata, _key("key"), _seq(), _text("id", index=True), _text("title"), _text("text"),
    _text("published", null=True), _text("outlet", null=True), _text("url", null=True, index=True),
    _text("language", null=True), _text("agency", null=True), Column("signature", LargeBinary, nullable=False),
)  # fmt: skip

# The publisher's later version of an article is an article of its own.
followed = Table("followed", metadata, _key("article"), _key("later"), _seq(key=True))

# A page as fetched, kept so that a better extraction can run again; compressed with zlib.
page = Table(
    "page", metadata, _key("id"), _seq(), _text("article", null=True, index=True), _text("url"), _text("fetched_at"),
    Column("body", LargeBinary, nullable=False), _text("details"),
)  # fmt: skip

# The newest coding of an article is the live one; ``body`` is the coded article without its text.
coding = Table("coding", metadata, _key("article"), _seq(key=True), _text("coder"), _text("body"))

# A report has its id from its content: the same event coded again in the same way is the same row.
report = Table("report", metadata, _key("id"), _seq(), _text("article", index=True), _text("body"))

# Where a report can meet others (record.reaching.Reach); a correction adds where it can from then on.
reach = Table(
    "reach", metadata, _key("report"), _key("dyad"), _key("act"), _key("lo", Integer), _key("hi", Integer), _seq(),
)  # fmt: skip
Index("ix_reach_dyad", reach.c.dyad, reach.c.act, reach.c.lo)

# From this entry on the report belongs to this event; state: in, rejected, gone (of a superseded coding).
member = Table(
    "member", metadata, _key("report"), _seq(key=True), _text("article", index=True), _text("event", null=True),
    _text("state"),
)  # fmt: skip

# A version of an event: the newest that is not ``gone`` is the event.
event = Table(
    "event", metadata, _key("id"), _seq(key=True), _number("gone"), _text("act"), _text("status"), *_days(),
    _text("month", null=True), Column("goldstein", Float, nullable=False), Column("confidence", Float, nullable=False),
    _text("body"),
)  # fmt: skip
Index("ix_event_day", event.c.undated, event.c.lo.desc())
Index("ix_event_seq", event.c.seq)

# Between whom: ``pair`` is two actors, sorted and joined by "|"; forward: the first acts on the second.
between = Table(
    "between_pair", metadata, _key("pair"), _key("event"), _seq(key=True), _text("act"), _number("forward"),
    _number("backward"), *_days(),
)  # fmt: skip
Index("ix_between_day", between.c.pair, between.c.undated, between.c.lo.desc())
Index("ix_between_act", between.c.pair, between.c.act, between.c.undated, between.c.lo.desc())

# Who takes part: as source, as receiver.
party = Table(
    "party", metadata, _key("actor"), _key("event"), _seq(key=True), _text("act"), _number("source"),
    _number("receiver"), *_days(),
)  # fmt: skip
Index("ix_party_day", party.c.actor, party.c.undated, party.c.lo.desc())
Index("ix_party_act", party.c.actor, party.c.act, party.c.undated, party.c.lo.desc())

# Which actors and pairs a report tells of, for coverage: ``who`` is an actor, or two joined by "|".
told_of = Table(
    "told_of", metadata, _key("who"), _key("report"), _seq(), _text("article"), _text("published", null=True),
    _text("outlet", null=True), _text("language", null=True),
)  # fmt: skip

# Where a coding names a person: one row a search key (reference.naming.search_keys).
named = Table("named", metadata, _key("key"), _key("article"), _key("position", Integer), _seq(key=True))

# Claims of a coding by pair ("*" for all); ``position`` is that in the coding's list.
claimed = Table(
    "claimed", metadata, _key("who"), _key("article"), _key("position", Integer), _seq(key=True), _text("published"),
)  # fmt: skip
Index("ix_claimed_day", claimed.c.who, claimed.c.published.desc())

judgement = Table("judgement", metadata, _key("id"), _seq(), _text("at"), _text("body"))
judged = Table("judged", metadata, _key("article"), _key("judgement"), _seq())

fact = Table(
    "fact", metadata, _key("id"), _seq(), _text("kind"), _text("source"), _text("target", null=True),
    _text("person", null=True, index=True), _text("body"),
)  # fmt: skip
Index("ix_fact_pair", fact.c.source, fact.c.target)
Index("ix_fact_kind", fact.c.kind, fact.c.source, fact.c.target)
Index("ix_fact_target", fact.c.kind, fact.c.target)
# The search keys of the names of persons that facts tell of.
fact_key = Table("fact_key", metadata, _key("key"), _key("person"), _seq())

CHAINED: tuple[Table, ...] = (
    article, followed, page, coding, report, reach, member, event, between, party, told_of, named, claimed, judgement,
    judged, fact, fact_key,
)  # fmt: skip
"""The tables whose rows the digest of their entry covers."""
