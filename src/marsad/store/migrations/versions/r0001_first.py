"""The first schema."""

import sqlalchemy as sa
from alembic import op

from marsad.store import search

revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Makes all tables and the index of words."""
    op.create_table(
        "article",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_article_id"), "article", ["id"])
    op.create_index(op.f("ix_article_url"), "article", ["url"])
    op.create_table(
        "between_pair",
        sa.Column("pair", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("forward", sa.Integer(), nullable=False),
        sa.Column("backward", sa.Integer(), nullable=False),
        sa.Column("undated", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pair", "event", "seq"),
    )
    op.create_index(
        "ix_between_act", "between_pair", ["pair", "act", "undated", sa.literal_column("lo DESC")], unique=False
    )
    op.create_index("ix_between_day", "between_pair", ["pair", "undated", sa.literal_column("lo DESC")])
    op.create_table(
        "claimed",
        sa.Column("who", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("who", "article", "position", "seq"),
    )
    op.create_index("ix_claimed_day", "claimed", ["who", sa.literal_column("published DESC")])
    op.create_table(
        "coding",
        sa.Column("article", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", "seq"),
    )
    op.create_table(
        "entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("at"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("undated", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=True),
        sa.Column("goldstein", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "seq"),
    )
    op.create_index("ix_event_day", "event", ["undated", sa.literal_column("lo DESC")])
    op.create_index("ix_event_seq", "event", ["seq"])
    op.create_table(
        "fact",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fact_kind", "fact", ["kind", "source", "target"])
    op.create_index("ix_fact_pair", "fact", ["source", "target"])
    op.create_index(op.f("ix_fact_person"), "fact", ["person"])
    op.create_index("ix_fact_target", "fact", ["kind", "target"])
    op.create_table(
        "fact_key",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "person"),
    )
    op.create_table(
        "followed",
        sa.Column("article", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("later", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("article", "later", "seq"),
    )
    op.create_table(
        "judged",
        sa.Column("article", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("judgement", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("article", "judgement"),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "member",
        sa.Column("report", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report", "seq"),
    )
    op.create_index(op.f("ix_member_article"), "member", ["article"])
    op.create_table(
        "named",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article", "position", "seq"),
    )
    op.create_table(
        "page",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_page_article"), "page", ["article"])
    op.create_table(
        "party",
        sa.Column("actor", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.Integer(), nullable=False),
        sa.Column("undated", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "event", "seq"),
    )
    op.create_index("ix_party_act", "party", ["actor", "act", "undated", sa.literal_column("lo DESC")])
    op.create_index("ix_party_day", "party", ["actor", "undated", sa.literal_column("lo DESC")])
    op.create_table(
        "reach",
        sa.Column("report", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("dyad", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("lo", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hi", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("report", "dyad", "act", "lo", "hi"),
    )
    op.create_index("ix_reach_dyad", "reach", ["dyad", "act", "lo"])
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_report_article"), "report", ["article"])
    op.create_table(
        "told_of",
        sa.Column("who", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("who", "report"),
    )
    search.create(op.get_bind())
