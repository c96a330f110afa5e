"""What ``marsad watch`` does beside fetching: it takes a changed list of sources, and tells alerts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli.rows import one_line

if TYPE_CHECKING:
    from marsad.reading.sources import Source, SourceList


class Reload:
    """The list of sources again when its file has changed; a list with an error is told and not taken."""

    def __init__(self, path: Path) -> None:
        self._path, self._seen = path, self._stamp(path)
        self.latest: SourceList | None = None

    @staticmethod
    def _stamp(path: Path) -> tuple[int, int]:
        try:
            found = path.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def __call__(self) -> Sequence[Source] | None:
        """The enabled sources of a changed file, None where it is as it was."""
        from marsad.errors import MarsadError
        from marsad.reading.sources import read_sources

        stamp = self._stamp(self._path)
        if stamp in (self._seen, (0, 0)):
            return None
        self._seen = stamp
        try:
            self.latest = read_sources(self._path)
        except (MarsadError, OSError) as error:
            click.echo(f"alert: the changed list of sources is not taken: {one_line(str(error))}", err=True)
            return None
        click.echo(f"note: {self._path} has changed: {len(self.latest.enabled)} sources", err=True)
        return self.latest.enabled


class Alerts:
    """Tells what is worth an alert, once an hour, each when it is new."""

    def __init__(self, journal_path: Path, reload: Reload, listed: SourceList) -> None:
        self._path, self._reload, self._listed = journal_path, reload, listed
        self._checked = 0.0
        self._told: set[tuple[str, str]] = set()

    def check(self, now: float) -> None:
        """Tell what is new, if the last look is an hour ago (``now``: seconds since 1970)."""
        from marsad.reading.health import health
        from marsad.reading.sqlite_journal import SqliteJournal

        if now - self._checked < 3600:
            return
        self._checked = now
        listed = self._reload.latest or self._listed
        with closing(SqliteJournal(self._path)) as journal:
            found = health(journal, listed.enabled, now, listed.settings).alerts
        for alert in found:
            if (alert.code, alert.subject) not in self._told:
                click.echo(f"alert: {one_line(alert.message)} [{alert.code}]", err=True)
        self._told = {(alert.code, alert.subject) for alert in found}
