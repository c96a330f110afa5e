"""What every format of the exchange is: an exporter with parts, each of which writes one file and says what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO

from marsad.errors import MarsadError
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query

# Why a row can be left out, in words (English, Arabic).
REASONS: Mapping[str, tuple[str, str]] = {
    "not-happened": ("planned, proposed or denied; only what happened is held", "لم يقع بعد أو نُفي؛ الصيغة لما وقع"),
    "no-date": ("no date, or one with an open side", "بلا تاريخ أو بتاريخ مفتوح"),
    "no-place": ("no place known", "بلا مكان معروف"),
    "no-party": ("no party that the format can hold", "لا طرف تتسع له الصيغة"),
    "one-party": ("one party only: no edge", "طرف واحد: لا صلة"),
    "no-code": ("no identifier for a party in the other scheme", "لا معرّف لأحد الأطراف"),
    "no-article": ("the article is not stored", "المقال غير محفوظ"),
    "no-url": ("the article has no web address", "المقال بلا عنوان"),
    "not-dated-to-a-day": ("the date is not told to the day", "التاريخ غير محدد باليوم"),
    "not-planned": ("neither planned nor with an anniversary ahead", "ليس مخططًا ولا ذكرى له"),
}


class ExchangeError(MarsadError):
    """Something that cannot be exported or imported."""


@dataclass(slots=True)
class Tally:
    """How many rows were written, how many were left out, by reason (a key of REASONS), and remarks in words."""

    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count what is left out."""
        if reason not in REASONS:
            raise KeyError(reason)
        self.left_out[reason] += count

    def said(self, language: str = "en") -> tuple[str, ...]:
        """What was left out, a line a reason."""
        side = 1 if language == "ar" else 0
        return tuple(f"{count}: {REASONS[reason][side]}" for reason, count in sorted(self.left_out.items()))


Part = Callable[[Snapshot, Query, IO[bytes]], Tally]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format. ``parts`` are its files by name, the chief one first; ``losses`` says what the format cannot hold."""

    name: str
    title_en: str
    title_ar: str
    suffix: str
    media_type: str
    losses: str
    parts: Mapping[str, Part]

    def write(self, snapshot: Snapshot, query: Query, out: IO[bytes], part: str | None = None) -> Tally:
        """Write one part (None: the chief one) of what a query finds to a binary stream, page by page.

        The query's own limit and cursor are not heeded: everything that it finds is written. Raises ExchangeError
        for a part that the format does not have.
        """
        name = part or next(iter(self.parts))
        if name not in self.parts:
            raise ExchangeError("no-part", f"{self.name} has no part {name!r:.40}; it has: {', '.join(self.parts)}")
        return self.parts[name](snapshot, query, out)
