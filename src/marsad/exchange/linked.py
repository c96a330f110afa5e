"""JSON-LD: events, articles, quotations, claims and their reviews in schema.org, with their provenance in PROV-O.

The context (data/context.jsonld) stands in the file itself, so that nothing is fetched to read it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.resources import files
from typing import IO, Any

from marsad import __version__
from marsad.exchange.codes import country_of, is_state
from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.tables import claims
from marsad.exchange.walking import Seen, told
from marsad.exchange.wording import headline, placename, urn
from marsad.language.names import actor_name
from marsad.model import Claim
from marsad.ontology import OFFICES
from marsad.record.snapshot import Snapshot
from marsad.record.types import ArticleHead, Event, Query, Report
from marsad.record.verdicts import Verdict, check

Node = dict[str, Any]
Nodes = Callable[[Snapshot, Query], Iterator[Node]]
_CODING, _MERGING, _CHECKING = (urn(f"activity|{name}|{__version__}") for name in ("coding", "merging", "checking"))
_AGENT = urn(f"agent|marsad|{__version__}")
# How far a verdict speaks for a claim, as a rating from -1 to 1.
_RATING = {"supported": 1, "unknown": 0, "contradicted": -1}


@cache
def context() -> Node:
    """The context: what each name of the file means."""
    found: Node = json.loads((files(__package__) / "data" / "context.jsonld").read_text("utf-8"))
    return found


def _known(**fields: object) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def _head() -> Iterator[Node]:
    """Who made it and how."""
    yield {"id": _AGENT, "type": "SoftwareAgent", "name": {"en": f"marsad {__version__}"}}
    for activity, name in ((_CODING, "coding"), (_MERGING, "merging"), (_CHECKING, "checking")):
        yield {"id": activity, "type": "Activity", "name": {"en": name}, "wasAssociatedWith": _AGENT}


def _actor(code: str) -> Node:
    country = country_of(code)
    return _known(
        id=urn(f"actor|{code}"), type="Country" if is_state(code) else "Organization", identifier=code,
        name={"en": actor_name(code, "en"), "ar": actor_name(code, "ar")},
        sameAs=f"http://www.wikidata.org/entity/{country.wikidata}" if country else None,
    )  # fmt: skip


def _article(head: ArticleHead) -> Node:
    url = head.url if head.url and head.url.startswith(("https://", "http://")) else None
    return _known(
        id=urn(head.key), type=["NewsArticle", "Entity"], identifier=head.id, title=head.title, url=url,
        datePublished=_day(head.published), inLanguage=head.language, publisherName=head.outlet,
        generatedAtTime=_moment(head.recorded_at),
    )  # fmt: skip


def _report(report: Report) -> Node:
    return _known(
        id=urn(report.id), type=["Quotation", "Entity"], text=report.evidence.text, start=report.evidence.start,
        end=report.evidence.end, isPartOf=urn(report.article.key), wasQuotedFrom=urn(report.article.key),
        wasGeneratedBy=_CODING, act=report.act, status=report.status, date=report.date,
        confidence=round(report.confidence, 3), inLanguage=report.article.language,
    )  # fmt: skip


def _event(event: Event) -> Node:
    days, place = event.interval, event.place
    people = [
        _known(type="Person", alternateName=person.name,
               jobTitle=OFFICES[person.office].label_en if person.office and person.office in OFFICES else None,
               affiliation={"id": urn(f"actor|{person.country}")} if person.country else None)
        for person in event.participants
    ]  # fmt: skip
    return _known(
        id=urn(event.id), type=["Event", "Entity"], identifier=event.id, act=event.act, status=event.status,
        name={"en": headline(event, "en"), "ar": headline(event, "ar")}, date=event.date,
        startDate=_day(days.lo) if days and not days.open_lo else None,
        endDate=_day(days.hi) if days and not days.open_hi else None,
        location=_known(type="Place", name={"en": placename(event, "en"), "ar": placename(event, "ar")},
                        address=place.country) if place else None,
        actor=[{"id": urn(f"actor|{code}")} for code in event.source],
        receiver=[{"id": urn(f"actor|{code}")} for code in event.target], participant=people,
        keywords=list(event.sectors), confidence=round(event.confidence, 3), sources=event.sources,
        wasDerivedFrom=[urn(key) for key in event.reports], wasGeneratedBy=_MERGING,
        generatedAtTime=_moment(event.recorded_at),
    )  # fmt: skip


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def _events(snapshot: Snapshot, query: Query) -> Iterator[Node]:
    seen = Seen()
    for event, reports in told(snapshot, query):
        found = [_actor(code) for code in event.source + event.target]
        found += [_article(report.article) for report in reports]
        found += [_report(report) for report in reports]
        yield from (node for node in found if seen.first(node["id"]))
        yield _event(event)


def _claims(snapshot: Snapshot, query: Query) -> Iterator[Node]:
    """Each claim with the article that makes it and the verdict on it, as of the day on which it was made."""
    chosen: dict[str, set[Claim]] = {}
    for one in claims(snapshot, query):
        chosen.setdefault(one.article.key, set()).add(one.claim)
    for key, wanted in chosen.items():
        stored = snapshot.article(key)
        if stored is None or stored.coded is None:
            continue
        yield _article(stored.head)
        day = stored.head.published or stored.head.recorded_at.date()
        for verdict in check(snapshot, stored.coded, day):
            if verdict.claim in wanted:
                yield from _review(stored.head, verdict)


def _review(head: ArticleHead, verdict: Verdict) -> Iterator[Node]:
    claim = verdict.claim
    key = f"claim|{head.key}|{claim.evidence.start}|{claim.evidence.end}|{claim.kind}"
    yield _known(
        id=urn(key), type=["Claim", "Entity"], text=claim.evidence.text, start=claim.evidence.start,
        end=claim.evidence.end, appearance=urn(head.key), wasQuotedFrom=urn(head.key), wasGeneratedBy=_CODING,
        inLanguage=head.language, additionalType=claim.kind,
    )  # fmt: skip
    grounds = [g.event or g.reference or g.article for g in verdict.grounds]
    yield _known(
        id=urn(f"review|{key}"), type=["ClaimReview", "Entity"], claimReviewed=claim.evidence.text,
        itemReviewed=urn(key), wasGeneratedBy=_CHECKING, author={"id": _AGENT},
        reviewRating={
            "type": "Rating", "ratingValue": _RATING[verdict.outcome], "bestRating": 1, "worstRating": -1,
            "alternateName": verdict.outcome,
        },
        reviewBody={"en": verdict.words("en"), "ar": verdict.words("ar")},
        wasDerivedFrom=[urn(ground) for ground in dict.fromkeys(grounds) if ground],
    )  # fmt: skip


def _write(nodes: Nodes, snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    out.write(b'{"@context": ' + json.dumps(context()).encode() + b',\n"@graph": [\n')
    out.write(b",\n".join(_line(node) for node in _head()))
    for node in nodes(snapshot, query):
        out.write(b",\n" + _line(node))
        tally.rows += 1
    out.write(b"\n]}\n")
    return tally


def _line(node: Node) -> bytes:
    # "</" and "<!" cannot end or open anything in a page that takes the file into a script element
    text = json.dumps(node, ensure_ascii=False).replace("<", "\\u003c")
    return text.encode("utf-8", "replace")


EXPORTERS = {
    "jsonld": Exporter(
        "jsonld", "JSON-LD (schema.org, PROV-O)", "بيانات مترابطة JSON-LD", ".jsonld", "application/ld+json",
        "What schema.org has no word for (act, status, EDTF date, confidence, independent sources) has names of its "
        "own (prefix marsad). Competing values are in the quotations that the event is derived from. A verdict is a "
        "rating from -1 (contradicted) over 0 (unknown) to 1 (supported), its reckoning in words in 'reviewBody'; "
        "what the record does not cover is not told. The text of articles is not in it.",
        {"events": partial(_write, _events), "claims": partial(_write, _claims)},
    ),
}  # fmt: skip
