"""What a coded article must be to enter the record: whoever coded it, its quotations are exact and its values known."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.errors import ArticleError
from marsad.model import STATUSES, CodedArticle, Span
from marsad.ontology import ACTS
from marsad.record.intervals import DateError, parse


def hold(coded: CodedArticle, *, nul: bool) -> None:
    """Raises ArticleError, saying what is wrong, where a coding breaks a promise of the record.

    ``nul``: whether the database can keep U+0000. The article is then refused whole, and nothing of it is written.
    """
    article = coded.article
    for told in (article.id, article.title, article.text, article.url, article.outlet, article.language):
        if told is not None:
            _storable(told, nul)
    content = article.content
    for span, what in _spans(coded):
        if not 0 <= span.start <= span.end <= len(content) or content[span.start : span.end] != span.text:
            raise ArticleError("not-a-quotation", f"{article.id}: the words of {what} do not stand at {span.start}")
    for event in coded.events:
        if event.act not in ACTS or event.status not in STATUSES or not event.source:
            raise ArticleError("unknown-value", f"{article.id}: {event.act!r:.30}, {event.status!r:.30} is no event")
        if event.date is not None:
            try:
                parse(event.date)
            except DateError as error:
                raise ArticleError("bad-date", f"{article.id}: {error.message}") from None


def _storable(text: str, nul: bool) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        message = "half of a character pair (U+D800 to U+DFFF) stands in it, which no database can keep"
        raise ArticleError("half-a-pair", message) from None
    if not nul and "\0" in text:
        raise ArticleError("nul", "a NUL (U+0000) stands in it, which PostgreSQL cannot keep; take it out")


def _spans(coded: CodedArticle) -> Iterator[tuple[Span, str]]:
    for event in coded.events:
        yield event.evidence, f"an event ({event.act})"
        if event.trigger is not None:
            yield event.trigger, f"the trigger of an event ({event.act})"
    for person in coded.people:
        for span in person.mentions:
            yield span, f"a person ({person.name})"
    for claim in coded.claims:
        yield claim.evidence, f"a claim ({claim.kind})"
