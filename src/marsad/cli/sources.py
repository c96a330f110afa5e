"""``marsad add-source``, ``sources``, ``fetch``, ``watch``, ``quarantine``: from sources to pages, unattended."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from marsad.cli.database import database_option
from marsad.cli.output import FORMATS, output_options
from marsad.cli.params import EXIT_CODES, REFUSED
from marsad.cli.rows import one_line, write_records
from marsad.cli.watching import Alerts, Reload

if TYPE_CHECKING:
    from marsad.reading.fetching import Fetcher, Happening, PageSink
    from marsad.reading.journal import Journal
    from marsad.reading.schedule import SystemClock
    from marsad.reading.settings import ReadingSettings
    from marsad.reading.sources import Source, SourceList

Command = TypeVar("Command", bound=Callable[..., Any])

SOURCE_COLUMNS = (
    "url", "name", "language", "country", "kind", "publisher", "every", "enabled", "verified",
)  # fmt: skip
HEALTH_COLUMNS = (
    "name", "language", "standing", "last_success", "last_new", "next_due", "day", "usual", "lag", "refused",
    "quarantined", "failures", "reason", "moved", "url",
)  # fmt: skip
ASIDE_COLUMNS = ("number", "state", "tries", "since", "source", "url", "title", "reason")


def folder_sink(keep: Path) -> AbstractContextManager[PageSink]:
    """The sink of ``fetch`` and ``watch`` while pages are only kept: a folder of gzip files with an index."""
    from marsad.reading.keeping import FolderSink

    return FolderSink(keep)


def _sink(keep: Path | None, db: str | None) -> Callable[[], AbstractContextManager[PageSink]]:
    """What opens the sink: the record, or a folder where one is named."""
    if keep is not None:
        return lambda: open_sink(keep)

    def record() -> AbstractContextManager[PageSink]:
        from marsad.cli.recording import RecordSink

        return RecordSink(db)

    return record


open_sink: Callable[[Path], AbstractContextManager[PageSink]] = folder_sink
"""Makes the sink from the value of ``--keep``. Another face of the program may put its own here."""


def _sources_option(command: Command) -> Command:
    return click.option(
        "--sources", "sources_path", type=click.Path(path_type=Path, dir_okay=False), default=Path("sources.toml"),
        show_default=True, metavar="PATH", help="The list of sources.",
    )(command)  # fmt: skip


def _journal_option(command: Command) -> Command:
    return click.option(
        "--journal", "journal_path", type=click.Path(path_type=Path, dir_okay=False), default=Path("journal.sqlite"),
        show_default=True, metavar="PATH", help="What was fetched, and what is still to do.",
    )(command)  # fmt: skip


def _keep_option(command: Command) -> Command:
    return click.option(
        "--keep", type=click.Path(path_type=Path, file_okay=False), default=None,
        metavar="DIR", help="Where pages are kept, compressed, with an index.jsonl.",
    )(command)  # fmt: skip


_quiet_option = click.option("-q", "--quiet", is_flag=True, help="Failures, refusals and alerts only.")


@click.command("add-source", epilog=EXIT_CODES, short_help="Add a source to the list.")
@click.argument("url", required=False, metavar="[URL]")
@_sources_option
@click.option("--name", default="", metavar="NAME", help="The outlet.")
@click.option("--language", default="", metavar="CODE", help="Its language, such as ar.")
@click.option("--every", type=float, metavar="SECONDS", help="A fixed pause; without it the source has its own pace.")
@click.option("--unchecked", is_flag=True, help="Add it without asking whether it answers.")
@click.option("--starter", metavar="CODE", help="Instead of a URL: the packaged sources of a language, or all.")
def add_source(
    url: str | None, sources_path: Path, name: str, language: str, every: float | None, unchecked: bool,
    starter: str | None,
) -> None:  # fmt: skip
    """Add a feed, a sitemap or a page to the list of sources.

    The address is asked once. A feed or sitemap is added as such; of a page the feed that it names,
    or, where it names none, the page itself, whose links to articles are then followed. The other
    feeds of the page are named on standard error.
    """
    from marsad.reading.sources import Source, add_sources, parse_sources, read_sources, source_toml, starter_sources

    if (url is None) == (starter is None):
        raise click.UsageError("Name a URL, or --starter with a language or 'all'.")
    if starter is not None:
        found = starter_sources(None if starter == "all" else starter)
        if not found:
            raise click.UsageError(f"There are no packaged sources of language {starter!r:.20}.")
        _added(add_sources(sources_path, found), len(found))
        click.echo("their addresses are not verified; `marsad sources --health` will tell which answer", err=True)
        return
    fields: dict[str, Any] = {"name": name, "language": language, "every": every}
    source = Source(str(url), **fields)
    source = parse_sources(source_toml(source), "the new source").sources[0]
    if not unchecked:
        settings = read_sources(sources_path).settings if sources_path.exists() else None
        source = _probed(source, settings)
    _added(add_sources(sources_path, (source,)), 1)


def _added(fresh: Sequence[Source], asked: int) -> None:
    for source in fresh:
        click.echo(f"{source.url}\t{source.kind}\t{source.name}".rstrip("\t"))
    if len(fresh) < asked:
        click.echo(f"{asked - len(fresh)} of {asked} stood there already", err=True)


def _probed(source: Source, settings: ReadingSettings | None) -> Source:
    """The source as it answers: its kind, its name and language where they were not given."""
    from marsad.reading.probing import probe

    found = probe(source, settings)
    for note in found.notes:
        click.echo(f"note: {one_line(note)}", err=True)
    for other in found.others:
        click.echo(f"note: the page also names {one_line(other.url)} {one_line(other.title)}".rstrip(), err=True)
    return found.source


@click.command("sources", epilog=EXIT_CODES, short_help="List the sources, and how they do.")
@_sources_option
@_journal_option
@output_options(*FORMATS)
@click.option("--health", "with_health", is_flag=True, help="What each tells, against what it used to tell.")
@click.option("--languages", is_flag=True, help="With --health: by language instead of by source.")
def sources(sources_path: Path, journal_path: Path, fmt: str, with_health: bool, languages: bool) -> None:
    """List the sources of the list; with --health how each does, and alerts on standard error.

    Health: last success, articles of the last 24 hours against the usual number, the time from
    publication to here (lag, in seconds), what was refused and set aside, and since when a source is
    silent. Times are in UTC.
    """
    if languages and not with_health:
        raise click.UsageError("--languages goes with --health.")
    listed = _read(sources_path)
    if not with_health:
        write_records(
            fmt, SOURCE_COLUMNS, [{name: getattr(one, name) for name in SOURCE_COLUMNS} for one in listed.sources]
        )
        return
    from marsad.reading.health import health

    with _open_journal(journal_path, must_exist=True) as journal:
        found = health(journal, listed.enabled, _clock().now(), listed.settings)
        aside = len(journal.aside())
    if languages:
        columns = ("language", "day", "usual", "drop", "refused", "quarantined")
        write_records(fmt, columns, [{name: getattr(one, name) for name in columns} for one in found.languages])
    else:
        write_records(fmt, HEALTH_COLUMNS, [one.to_dict() for one in found.sources])
    for alert in found.alerts:
        click.echo(f"alert: {one_line(alert.message)} [{alert.code}]", err=True)
    if aside:
        click.echo(f"{aside} entries are set aside; see `marsad quarantine list`", err=True)


@click.command("fetch", epilog=EXIT_CODES, short_help="Ask the sources that are due, once.")
@_sources_option
@_journal_option
@_keep_option
@database_option
@click.option("--once", is_flag=True, default=True, help="Ask once and end; the default, `marsad watch` runs on.")
@click.option("--source", "only", multiple=True, metavar="URL", help="Ask this source only, due or not; repeatable.")
@_quiet_option
def fetch(
    sources_path: Path, journal_path: Path, keep: Path | None, db: str | None, once: bool, only: tuple[str, ...],
    quiet: bool,
) -> None:  # fmt: skip
    """Ask each source that is due, read the pages of its new entries, and end.

    What cannot be read now is tried again by a later fetch. Articles go into the record (--db) with their pages; with
    --keep only the pages are kept, in a folder.
    """
    from marsad.errors import DataError

    listed = _read(sources_path)
    known = {source.url for source in listed.enabled}
    if missing := [url for url in only if url not in known]:
        raise DataError("no-source", f"{one_line(missing[0])} is not an enabled source of {sources_path}")
    with _fetching(listed, journal_path, _sink(keep, db), quiet) as (fetcher, clock):
        counts = fetcher.once(only or None, clock.stop.is_set)
    _sums(counts, quiet)
    if counts["failed"] or counts["refused"] or counts["quarantined"]:
        click.get_current_context().exit(REFUSED)


@click.command("watch", epilog=EXIT_CODES, short_help="Fetch on and on, each source at its own pace.")
@_sources_option
@_journal_option
@_keep_option
@database_option
@_quiet_option
def watch(sources_path: Path, journal_path: Path, keep: Path | None, db: str | None, quiet: bool) -> None:
    """Fetch until stopped (Ctrl-C, or a TERM signal): each source at its own pace, politely.

    It can be stopped or killed at any time: nothing is lost, nothing stored twice. A changed list of
    sources is read again by itself. Alerts go to standard error once an hour, each when it is new.
    """
    listed = _read(sources_path)
    with _fetching(listed, journal_path, _sink(keep, db), quiet) as (fetcher, clock):
        reload = Reload(sources_path)
        alerts = Alerts(journal_path, reload, listed)
        counts = fetcher.watch(clock.stop.is_set, reload, lambda: alerts.check(clock.now()))
    _sums(counts, quiet)


@click.group("quarantine", short_help="Entries that were set aside.")
def quarantine() -> None:
    """List entries that were set aside after failed tries or refused, and have them tried again."""


@quarantine.command("list", epilog=EXIT_CODES)
@_journal_option
@output_options(*FORMATS)
def quarantine_list(journal_path: Path, fmt: str) -> None:
    """List what was set aside, the latest first, with the reason."""
    from marsad.reading.health import iso

    with _open_journal(journal_path, must_exist=True) as journal:
        found = journal.aside(1_000_000)
    write_records(
        fmt,
        ASIDE_COLUMNS,
        [
            {
                "number": one.number, "state": one.state, "tries": one.tries, "since": iso(one.since),
                "source": one.source, "url": one.entry.url, "title": one.entry.title, "reason": one.reason,
            }
            for one in found
        ],
    )  # fmt: skip


@quarantine.command("retry", epilog=EXIT_CODES)
@click.argument("numbers", nargs=-1, type=int, metavar="[NUMBER]...")
@_journal_option
@click.option("--all", "everything", is_flag=True, help="All that is in quarantine (not what was refused).")
def quarantine_retry(numbers: tuple[int, ...], journal_path: Path, everything: bool) -> None:
    """Have entries tried again by the next fetch: those of these numbers, or --all."""
    if everything == bool(numbers):
        raise click.UsageError("Name the NUMBERs that `marsad quarantine list` shows, or --all.")
    with _open_journal(journal_path, must_exist=True) as journal:
        count = journal.retry(None if everything else numbers, _clock().now())
    click.echo(f"{count} to be tried again by the next fetch", err=True)
    if not everything and count < len(set(numbers)):
        click.echo(f"{len(set(numbers)) - count} of the numbers are not set aside", err=True)
        click.get_current_context().exit(REFUSED)


COMMANDS: tuple[click.Command, ...] = (add_source, sources, fetch, watch, quarantine)


def _clock() -> SystemClock:
    from marsad.reading.schedule import SystemClock

    return SystemClock()


def _read(path: Path) -> SourceList:
    from marsad.reading.sources import read_sources

    return read_sources(path)


@contextmanager
def _open_journal(path: Path, must_exist: bool = False) -> Iterator[Journal]:
    from marsad.errors import DataError
    from marsad.reading.sqlite_journal import SqliteJournal

    if must_exist and not path.exists():
        raise DataError("no-journal", f"{path} is not there; it is made by `marsad fetch` and `marsad watch`")
    journal = SqliteJournal(path)
    try:
        yield journal
    finally:
        journal.close()


@contextmanager
def _fetching(
    listed: SourceList, journal_path: Path, opening: Callable[[], AbstractContextManager[PageSink]], quiet: bool
) -> Iterator[tuple[Fetcher, SystemClock]]:
    """A fetcher over the journal, alone there, that stops at INT and TERM."""
    from marsad.reading.client import GuardedClient
    from marsad.reading.exclusive import exclusive
    from marsad.reading.fetching import Fetcher
    from marsad.reading.robots import PoliteClient, RobotsBook

    clock, settings = _clock(), listed.settings
    client = GuardedClient(settings)
    with exclusive(journal_path), _open_journal(journal_path) as journal, opening() as sink, _stopping(clock):
        book = RobotsBook(client, journal, settings, clock)
        asker = PoliteClient(client, book, settings, clock)
        with _teller(quiet) as tell:
            yield Fetcher(listed.enabled, asker, journal, sink, settings, clock, tell), clock


@contextmanager
def _stopping(clock: SystemClock) -> Iterator[None]:
    """INT and TERM end the loop between two steps; a second INT ends it at once."""

    def stop(number: int, frame: object) -> None:
        if clock.stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        clock.stop.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _teller(quiet: bool) -> Iterator[Callable[[Happening], None]]:
    """Tells on standard error what happens; on a terminal with a running count of what was taken."""
    always = ("failed", "refused", "quarantined", "sink")
    sometimes = ("fetch", "note", "postponed")

    def tell(happening: Happening) -> None:
        if happening.kind in always or (happening.kind in sometimes and not quiet):
            where = one_line(happening.url or happening.source)
            click.echo(f"{happening.kind}: {where}: {one_line(happening.message)}", err=True)

    if quiet or not sys.stderr.isatty():
        yield tell
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.completed:.0f} pages"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def tell_and_count(happening: Happening) -> None:
            tell(happening)
            if happening.kind == "taken":
                progress.advance(task)

        yield tell_and_count


def _sums(counts: dict[str, int], quiet: bool) -> None:
    """What was done, in one line."""
    if quiet:
        return
    asked = sum(counts.get(kind, 0) for kind in ("fetch", "unchanged", "failed"))
    told = [f"{asked} sources asked", f"{counts.get('taken', 0)} pages taken"]
    words = {
        "unchanged": "sources unchanged", "failed": "failed", "known": "pages known", "refused": "refused",
        "quarantined": "set aside", "postponed": "postponed", "left": "left for later",
    }  # fmt: skip
    told += [f"{counts[kind]} {word}" for kind, word in words.items() if counts.get(kind)]
    click.echo(", ".join(told), err=True)
