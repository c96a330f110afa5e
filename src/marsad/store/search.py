"""Full-text search over folded words: FTS5 on SQLite, tsvector on PostgreSQL. Derived: it can be built again.

Words are folded as the coder folds them (hamza, alef, ta marbuta, marks), so that a search finds every spelling.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection, text

from marsad.language.pack import load
from marsad.language.text import Folder, words

_CREATE = {
    "sqlite": [
        'CREATE VIRTUAL TABLE article_words USING fts5(words, key UNINDEXED, tokenize="unicode61 remove_diacritics 0")',
    ],
    "postgresql": [
        "CREATE TABLE article_words (key text PRIMARY KEY, number bigserial, words tsvector NOT NULL)",
        "CREATE INDEX ix_article_words ON article_words USING gin (words)",
    ],
}
_ADD = {
    "sqlite": text("INSERT INTO article_words(words, key) VALUES (:words, :key)"),
    "postgresql": text(
        "INSERT INTO article_words(words, key) VALUES (array_to_tsvector(string_to_array(:words, ' ')), :key)"
    ),
}
_KNOWN = " AND key IN (SELECT key FROM article WHERE seq <= :last)"
MATCH = {
    "sqlite": "SELECT key FROM article_words WHERE article_words MATCH :search",
    "postgresql": "SELECT key FROM article_words WHERE words @@ (:search)::tsquery",
}
_NEWEST = {"sqlite": " ORDER BY rowid DESC", "postgresql": " ORDER BY number DESC"}


@cache
def _fold() -> Folder:
    return load("ar").fold


def folded(content: str) -> list[str]:
    """The words of a text as they are compared: letters and digits only, folded."""
    return [word.norm for word in words(content, _fold()) if word.norm[:1].isalnum()]


def create(connection: Connection) -> None:
    """Makes the index, empty."""
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def add(connection: Connection, key: str, content: str) -> None:
    """Takes an article into the index."""
    found = dict.fromkeys(folded(content))
    connection.execute(_ADD[connection.dialect.name], {"key": key, "words": " ".join(found)})


def print_of(found: Iterable[str]) -> int:
    """A number that stands for a set of words."""
    return hash(frozenset(found))


def indexed(connection: Connection) -> dict[str, int]:
    """The print of the words of each article in the index, by its key (within one run of the program)."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT key, words FROM article_words")
        return {key: print_of(found.split(" ") if found else ()) for key, found in rows}
    rows = connection.exec_driver_sql("SELECT key, tsvector_to_array(words) FROM article_words")
    return {key: print_of(found) for key, found in rows}


def query(dialect: str, told: str) -> str | None:
    """What is asked of the index for a text: all of its words. None where it has no word."""
    wanted = list(dict.fromkeys(folded(told)))
    if not wanted:
        return None
    if dialect == "sqlite":
        return " ".join(f'"{w}"' for w in wanted)
    return " & ".join("'" + w.replace("'", "''") + "'" for w in wanted)


def keys(connection: Connection, told: str, limit: int | None, last: int) -> list[str]:
    """The keys of the articles known at an entry that hold every word of a text, the last recorded first."""
    dialect = connection.dialect.name
    asked = query(dialect, told)
    if asked is None:
        return []
    statement = MATCH[dialect] + _KNOWN + _NEWEST[dialect] + (" LIMIT :limit" if limit is not None else "")
    values: dict[str, object] = {"search": asked, "last": last} | ({"limit": limit} if limit is not None else {})
    return [row.key for row in connection.execute(text(statement), values)]
