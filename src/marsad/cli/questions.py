"""The questions that the record answers: ``pair``, ``state``, ``person``, ``events``, ``changes``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from marsad.cli.answers import FORMATS, show
from marsad.cli.database import MOMENT, database_option, open_record
from marsad.cli.params import DAY
from marsad.model import STATUSES
from marsad.ontology import ACTS

if TYPE_CHECKING:
    ActorType = click.ParamType[str]
else:
    ActorType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])


class Actor(ActorType):
    """An actor: its code (TKM, UNO) or its name in a language of the product (Turkmenistan, تركمانستان)."""

    name = "state"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; a usage error where no actor has this code or name."""
        from marsad.language.names import actor_code

        code = actor_code(str(value))
        if code is None:
            message = f"no state or organisation {str(value)!r:.60}; give a code (TKM) or a name (تركمانستان)"
            self.fail(message, param, ctx)
        return code


ACTOR = Actor()


def _asking(command: Command) -> Command:
    """The options of every question."""
    for option in (
        click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the words."),
        click.option("--format", "fmt", type=click.Choice(FORMATS), default="text", show_default=True),
        click.option("--known-at", type=MOMENT, metavar="TIME", help="As it was known then (default: now)."),
        database_option,
    ):  # fmt: skip
        command = option(command)
    return command


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@click.command(short_help="What stands between two states on a day.")
@click.argument("first", type=ACTOR)
@click.argument("second", type=ACTOR)
@click.option("--as-of", type=DAY, metavar="DATE", help="As it stood on that day (default: today).")
@_asking
def pair(
    first: str, second: str, as_of: dt.date | None, known_at: dt.datetime | None, fmt: str, lang: str, db: str | None
) -> None:
    """The dossier of two states: relations, missions and envoys both ways, last visits, agreements, plans, disputes.

    Each line has its evidence: the quoted sentence, the outlet and the day, and how many independent sources there
    are. What the record does not cover stands at the end.
    """
    from marsad.record.dossier import dossier

    with open_record(db) as record:
        found = dossier(record.snapshot(known_at), first, second, as_of or _today())
    show(found.answer(), found.to_dict(lang), fmt, lang)


@click.command(short_help="What the record holds on one state.")
@click.argument("actor", type=ACTOR)
@click.option("--as-of", type=DAY, metavar="DATE", help="As it stood on that day (default: today).")
@_asking
def state(actor: str, as_of: dt.date | None, known_at: dt.datetime | None, fmt: str, lang: str, db: str | None) -> None:
    """A state or organisation: partners, recent and planned events, missions, offices, memberships."""
    from marsad.record.state import state as ask

    with open_record(db) as record:
        found = ask(record.snapshot(known_at), actor, as_of or _today())
    show(found, found.to_dict(lang), fmt, lang)


@click.command(short_help="A person, by any spelling of the name.")
@click.argument("name")
@_asking
def person(name: str, known_at: dt.datetime | None, fmt: str, lang: str, db: str | None) -> None:
    """A person by NAME, in Arabic, Latin or other letters: posts over time with the sentences that tell them.

    Names that cannot be compared with it (a surname alone) are listed apart, never taken for the same.
    """
    from marsad.record.person import person as ask

    with open_record(db) as record:
        found = ask(record.snapshot(known_at), name)
    show(found, found.to_dict(lang), fmt, lang)


@click.command(short_help="What was learnt on a pair since a moment.")
@click.argument("first", type=ACTOR)
@click.argument("second", type=ACTOR)
@click.option("--since", type=MOMENT, required=True, metavar="TIME", help="A moment of the record, or a day.")
@_asking
def changes(
    first: str, second: str, since: dt.datetime, known_at: dt.datetime | None, fmt: str, lang: str, db: str | None
) -> None:
    """Events of two states that the record has learnt, changed or given up since a moment (its end, for a day)."""
    from marsad.record.changes import changes as ask

    with open_record(db) as record:
        found = ask(record.snapshot(known_at), first, second, since)
    show(found, found.to_dict(lang), fmt, lang)


@click.command(short_help="Events, by who, what, when and words.")
@click.option("--between", nargs=2, type=ACTOR, metavar="A B", help="Between two states, either way.")
@click.option("--from", "source", type=ACTOR, metavar="STATE", help="Done by this state.")
@click.option("--to", "target", type=ACTOR, metavar="STATE", help="Done to this state.")
@click.option("--state", "actor", type=ACTOR, metavar="STATE", help="This state takes part.")
@click.option("--act", "acts", multiple=True, type=click.Choice(tuple(ACTS)), metavar="ACT", help="Of this kind; may be repeated.")  # noqa: E501
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Of this status; also repeated.")
@click.option("--since", type=DAY, metavar="DATE", help="On this day or later.")
@click.option("--until", type=DAY, metavar="DATE", help="On this day or earlier.")
@click.option("--text", metavar="WORDS", help="In articles that hold all these words, however spelt.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X", help="At least so sure, 0-1.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="So many at most.")
@click.option("--oldest", is_flag=True, help="The oldest first (default: the newest).")
@_asking
def events(
    between: tuple[str, str] | None, source: str | None, target: str | None, actor: str | None, acts: tuple[str, ...],
    statuses: tuple[Any, ...], since: dt.date | None, until: dt.date | None, text: str | None, min_confidence: float,
    limit: int, oldest: bool, known_at: dt.datetime | None, fmt: str, lang: str, db: str | None,
) -> None:  # fmt: skip
    """List events with their evidence. How many more there are is always said."""
    from marsad.record import describe
    from marsad.record.answers import Answer, Section, event_line
    from marsad.record.material import with_reports
    from marsad.record.types import Query
    from marsad.record.wording import said

    query = Query(
        between or None, source, target, actor, acts, statuses, since, until, text, min_confidence,
        "oldest" if oldest else "newest", limit,
    )  # fmt: skip
    with open_record(db) as record:
        snapshot = record.snapshot(known_at)
        page = snapshot.events(query)
        left = snapshot.count(query) - len(page.events) if page.cursor else 0
        reports = with_reports(snapshot, page.events)
    lines = tuple(event_line(describe.event(event), event, reports) for event in page.events)
    section = Section("section.events", lines, said("events.none"), left)
    answer = Answer(said("events.title"), (section,), None, known_at)
    show(answer, answer.to_dict(lang), fmt, lang)


COMMANDS = (pair, state, person, events, changes)
