"""Gold files: annotated records, and the articles that they annotate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from marsad.errors import ArticleError, DataError
from marsad.model import Article, parse_day
from marsad.reading.inputs import Refusal, Remark, read_inputs
from marsad.reading.json_stream import parse
from marsad.reading.records import TEXT_SUFFIXES


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The records of a gold file, one a line; DataError names the line that is none."""
    records = []
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    records.append(_checked(line, f"{path}:{number}"))
    except UnicodeDecodeError:
        raise DataError("bad-gold", f"{path}: it is not UTF-8") from None
    if not records:
        raise DataError("bad-gold", f"{path}: no record in it")
    return records


def _checked(line: str, where: str) -> dict[str, Any]:
    """One record, of which id, events, people and claims are what they must be."""
    try:
        record = parse(line)
    except ArticleError as error:
        raise DataError("bad-gold", f"{where}: {error.message}") from None
    if not isinstance(record, dict) or not isinstance(record.get("id"), str):
        raise DataError("bad-gold", f"{where}: it is not an object with an 'id'")
    for name in ("events", "people", "claims"):
        items = record.get(name) or []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise DataError("bad-gold", f"{where}: '{name}' is not a list of objects")
    for event in record.get("events") or []:
        parties = [event.get("source") or [], event.get("target") or []]
        if not isinstance(event.get("act"), str) or not all(map(_is_codes, parties)):
            message = "an event needs an 'act', and lists of codes as 'source' and 'target'"
            raise DataError("bad-gold", f"{where}: {message}")
    return record


def _is_codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def gold_articles(
    records: Sequence[dict[str, Any]], gold: Path, texts: Path | None = None
) -> list[Article]:
    """The article of each record, in order.

    A record may carry its text. For the others: ``texts`` is a folder with a file ``ID.txt`` for
    each, a JSON or JSON-lines file of articles with these ids, or, for one record, a plain text.
    Without ``texts`` a single record has its text beside the gold file, in article.txt. DataError
    where a text is not found.
    """
    bare = [record for record in records if not isinstance(record.get("text"), str)]
    found = _texts(bare, gold, texts) if bare else {}
    articles = []
    for record in records:
        try:
            if isinstance(record.get("text"), str):
                articles.append(Article.from_dict(record))
                continue
            article, published = found[record["id"]], record.get("published")
            articles.append(
                replace(
                    article,
                    id=record["id"],
                    published=parse_day(published) if published else article.published,
                    language=record.get("language") or article.language,
                    outlet=record.get("outlet") or article.outlet,
                )
            )
        except ArticleError as error:
            raise DataError("bad-gold", f"record {record['id']!r}: {error.message}") from None
    return articles


def _texts(bare: Sequence[dict[str, Any]], gold: Path, texts: Path | None) -> dict[str, Article]:
    """The articles of records without text, by id."""
    ids = [record["id"] for record in bare]
    beside = gold.parent / "article.txt"
    if texts is None and len(ids) == 1 and beside.is_file():
        texts = beside
    if texts is None:
        raise DataError("no-texts", f"record {ids[0]!r} has no text; say where with --texts")
    if texts.is_dir():
        files = {name: texts / f"{name}.txt" for name in ids if Path(name).name == name}
        found = {name: _only(path) for name, path in files.items() if path.is_file()}
    elif texts.suffix.lower() in TEXT_SUFFIXES:
        if len(ids) > 1:
            raise DataError("no-texts", f"{texts} is one text for {len(ids)} records")
        found = {ids[0]: _only(texts)}
    else:
        found = {article.id: article for article in _articles(texts)}
    if missing := [name for name in ids if name not in found]:
        raise DataError(
            "no-texts", f"{texts} has no text of {len(missing)} records: {missing[0]!r}"
        )
    return found


def _only(path: Path) -> Article:
    return _articles(path)[0]


def _articles(path: Path) -> list[Article]:
    """All articles of a file; the first refusal is an error, for a figure needs every text."""
    articles = []
    for item in read_inputs([path], remark=_ignore):
        if isinstance(item, Refusal):
            raise DataError(item.code, f"{item.source}: {item.message}")
        articles.append(item)
    return articles


def _ignore(remark: Remark) -> None:
    """An old encoding does not matter to the figures."""
