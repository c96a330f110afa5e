"""For annotators: spaCy's JSON lines (a text with labelled spans) and brat's standoff files in a ZIP archive.

Every article that tells an event found is written once, with all that was coded in it.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.tables import articles
from marsad.model import CodedArticle, EventMention, Span
from marsad.ontology import ACTS
from marsad.record.snapshot import Snapshot, StoredArticle
from marsad.record.types import Query

_KINDS = ("actor", "person", "place", "time", "trigger")
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029\x1c-\x1e]+")
_SAFE = re.compile(r"[^A-Za-z0-9._-]")


def _stored(snapshot: Snapshot, query: Query, tally: Tally) -> Iterator[tuple[StoredArticle, CodedArticle]]:
    for head in articles(snapshot, query):
        stored = snapshot.article(head.key)
        if stored is None or stored.coded is None:
            tally.skip("no-article")
            continue
        yield stored, stored.coded


def _spacy(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    for stored, coded in _stored(snapshot, query, tally):
        line = json.dumps(document(stored, coded), ensure_ascii=False)
        out.write(line.encode("utf-8", "replace") + b"\n")
        tally.rows += 1
    return tally


def document(stored: StoredArticle, coded: CodedArticle) -> dict[str, Any]:
    """An article as a document: ``text``; ``ents`` that do not overlap; ``spans`` by group; ``cats``; ``meta``.

    ``ents``, each with ``start``, ``end`` and ``label``, are what names something; the groups of ``spans`` are
    ``events`` (the evidence, labelled with the act), ``triggers`` and ``claims``. All count code points of ``text``.
    """
    head = stored.head
    events = [(e.evidence, e.act) for e in coded.events]
    triggers = [(e.trigger, e.act) for e in coded.events if e.trigger]
    names = [(m.span, m.kind.upper()) for m in coded.mentions if m.kind != "trigger"]
    acts = {event.act for event in coded.events}
    return {
        "text": stored.text, "ents": [_labelled(*one) for one in apart(names)],
        "spans": {
            "events": [_labelled(*one) for one in _ordered(events)],
            "triggers": [_labelled(*one) for one in _ordered(triggers)],
            "claims": [_labelled(*one) for one in _ordered([(c.evidence, c.kind) for c in coded.claims])],
        },
        "cats": {act: float(act in acts) for act in ACTS},
        "meta": {
            "key": head.key, "id": head.id, "outlet": head.outlet, "language": head.language, "url": head.url,
            "published": head.published.isoformat() if head.published else None, "coder": coded.coder,
        },
    }  # fmt: skip


Labelled = tuple[Span, str]


def _labelled(span: Span, label: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "label": label}


def _ordered(spans: list[Labelled]) -> list[Labelled]:
    return sorted(dict.fromkeys(spans), key=lambda one: (one[0].start, one[0].end, one[1]))


def apart(spans: list[Labelled]) -> list[Labelled]:
    """The spans that do not overlap, the longer ones first chosen, in order of the text."""
    chosen: list[Labelled] = []
    for span, label in sorted(_ordered(spans), key=lambda one: one[0].start - one[0].end):
        if all(span.end <= other.start or other.end <= span.start for other, _ in chosen):
            chosen.append((span, label))
    return sorted(chosen, key=lambda one: one[0].start)


def _brat(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "annotation.conf", _configuration())
        for stored, coded in _stored(snapshot, query, tally):
            name = _SAFE.sub("_", stored.head.key)
            _put(archive, f"{name}.txt", stored.text)
            _put(archive, f"{name}.ann", standoff(stored.text, coded))
            tally.rows += 1
    return tally


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """A file of the archive; its time is fixed, so that the same record gives the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode("utf-8", "replace"))


def _configuration() -> str:
    """What brat must know: the labels, the arguments and the attributes."""
    arguments = "Source*:actor, Target*:actor, Evidence?:evidence, Person*:person, Place?:place, Time?:time"
    kinds = [kind for kind in _KINDS if kind != "trigger"]
    lines = ["[entities]", *kinds, "evidence", "claim", "", "[relations]", "", "[events]"]
    lines += [f"{act}\t{arguments}" for act in ACTS]
    lines += ["", "[attributes]", "Status\tArg:<EVENT>, Value:happened|planned|proposed|denied", ""]
    return "\n".join(lines)


def standoff(text: str, coded: CodedArticle) -> str:
    """The annotations of an article in brat's standoff form; an event without a trigger hangs on its evidence."""
    lines: list[str] = []
    bounds: dict[tuple[str, int, int], str] = {}

    def bound(kind: str, span: Span) -> str:
        key = (kind, span.start, span.end)
        if key not in bounds:
            bounds[key] = f"T{len(bounds) + 1}"
            pieces = fragments(text, span.start, span.end)
            words = " ".join(text[start:end] for start, end in pieces)
            where = ";".join(f"{start} {end}" for start, end in pieces)
            lines.append(f"{bounds[key]}\t{kind} {where}\t{words}")
        return bounds[key]

    for mention in coded.mentions:
        if mention.kind != "trigger":
            bound(mention.kind, mention.span)
    for number, event in enumerate(coded.events, 1):
        trigger = bound(event.act, event.trigger or event.evidence)
        arguments = [f"Evidence:{bound('evidence', event.evidence)}", *_arguments(event, coded, bound)]
        lines.append(f"E{number}\t{event.act}:{trigger} {' '.join(arguments)}")
        lines.append(f"A{number}\tStatus E{number} {event.status}")
        place = event.place and f"{event.place.country} {event.place.city or ''}".strip()
        note = f"{'+'.join(event.source)} > {'+'.join(event.target)} | {event.date or '?'} | {place or '?'}"
        lines.append(f"#{number}\tAnnotatorNotes E{number}\t{note}")
    for claim in coded.claims:
        bound("claim", claim.evidence)
    return "".join(f"{line}\n" for line in lines)


def _arguments(event: EventMention, coded: CodedArticle, bound: Any) -> Iterator[str]:  # noqa: ANN401 - a function
    """The parties of an event that its evidence names, as arguments numbered from the second on."""
    counted: dict[str, int] = {}
    for mention in coded.mentions:
        inside = event.evidence.start <= mention.span.start and mention.span.end <= event.evidence.end
        if mention.kind != "actor" or not inside:
            continue
        role = "Source" if mention.value in event.source else "Target" if mention.value in event.target else None
        if role:
            counted[role] = counted.get(role, 0) + 1
            yield f"{role}{counted[role] if counted[role] > 1 else ''}:{bound('actor', mention.span)}"


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between line breaks of a span: brat allows no break in an annotation."""
    found, at = [], start
    for match in _BREAK.finditer(text, start, end):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    if end > at:
        found.append((at, end))
    return found


EXPORTERS = {
    "spacy": Exporter(
        "spacy", "spaCy JSON lines for annotators", "أسطر spaCy للمعلّمين", ".jsonl", "application/x-ndjson",
        "Of spans that overlap 'ents' keeps the longer. Parties, dates and places of events are not in it. Judgements "
        "and merging do not show: it is what was coded.",
        {"documents": _spacy},
    ),
    "brat": Exporter(
        "brat", "brat standoff archive", "أرشيف brat", ".zip", "application/zip",
        "An annotation with a line break is in pieces. Parties are arguments only where the evidence names them; all "
        "parties, date and place stand in a note. Judgements and merging do not show: it is what was coded.",
        {"archive": _brat},
    ),
}  # fmt: skip
