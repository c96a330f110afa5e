"""Which record a command works on: ``--db``, else MARSAD_DB, else one file in the user's data folder."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from marsad.store import Store

    MomentType = click.ParamType[dt.datetime]
else:
    MomentType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])


def database_option(command: Command) -> Command:
    """Gives a command the option ``--db``."""
    option = click.option(
        "--db", envvar="MARSAD_DB", metavar="PATH|URL", show_envvar=True,
        help=f"The record: a file, or postgresql://… (default: {default_path()}).",
    )  # fmt: skip
    return option(command)


def default_path() -> Path:
    """Where the record of a user is kept who names none: in the folder for data of the system."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", "~"))
    elif sys.platform == "darwin":
        folder = Path("~/Library/Application Support")
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share")
    return folder / "marsad" / "record.db"


def where(db: str | None, *, make: bool = False) -> str | Path:
    """The record named, or the user's own; ``make``: its folder is made."""
    if db is not None:
        return db
    path = default_path().expanduser()
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
    return path


def record_at(db: str | None) -> str | Path | None:
    """The record that a command reads; None where none was named and the user has none yet."""
    found = where(db)
    return None if db is None and not Path(found).exists() else found


def open_record(db: str | None, *, create: bool = False) -> Store:
    """Opens the record; StoreError, saying what to do, where there is none (unless it may be made)."""
    from marsad import store

    return store.open(where(db, make=create), create=create)


class Moment(MomentType):
    """A moment: a day (its end, UTC) or ISO 8601; without a time zone it is UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The moment of a text; a usage error if it is none."""
        if isinstance(value, dt.datetime):
            return value
        text = str(value).strip()
        try:
            if len(text) == 10:
                return dt.datetime.combine(dt.date.fromisoformat(text), dt.time.max, dt.UTC)
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r:.40} is no time; write 2023-04-20 or 2023-04-20T18:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


MOMENT = Moment()
