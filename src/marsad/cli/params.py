"""What several commands share: parameter types and exit codes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # a generic class only in newer versions of click
    DayType = click.ParamType[dt.date]
    TextType = click.ParamType[str]
else:
    DayType = TextType = click.ParamType

REFUSED = 3

EXIT_CODES = """\b
Exit status:
  0  done
  1  failed
  2  wrong usage
  3  done, but some inputs were refused (each named on standard error)
"""


class Day(DayType):
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The day of a text; a usage error if it is none."""
        from marsad.errors import ArticleError
        from marsad.model import parse_day

        if isinstance(value, dt.date):
            return value
        try:
            return parse_day(str(value))
        except ArticleError as error:
            self.fail(error.message, param, ctx)


class Language(TextType):
    """The code of a language that marsad reads."""

    name = "language"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The code; a usage error that names the known ones if there is no such language pack."""
        from marsad.language.pack import languages

        known = languages()
        if value not in known:
            self.fail(f"no language {value!r:.40}; there are: {', '.join(known)}", param, ctx)
        return str(value)


DAY = Day()
LANGUAGE = Language()
