"""Whether the sources still tell what they used to: per source and language, and what is worth an alert.

The yield of a day is that of the last 24 hours; the usual yield is the median of the days before
them, as many as there are up to the setting usual_days. Pure reckoning over the journal's counts.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from marsad.reading.journal import Count, Journal, SourceState
from marsad.reading.settings import DAY, ReadingSettings
from marsad.reading.sources import Source

Standing = Literal["ok", "new", "failing", "silent"]
"""new: never asked; failing: its last answer was a failure; silent: nothing, or nothing new, for too long."""

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "ku": "Kurdish", "ru": "Russian", "tr": "Turkish", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip

# Fewer days before are no usage yet.
_LEAST_DAYS = 3
_FAILURES = 3


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source does. Times are seconds since 1970, None for never; ``lag`` seconds from publication to us (median).

    ``day``: articles of the last 24 hours; ``usual``: median a day before, None while unknown.
    ``refused`` and ``quarantined`` are those of the last 24 hours. ``reason`` is in words why it does not stand at ok.
    """

    url: str
    name: str
    language: str
    standing: Standing
    last_success: float | None
    last_new: float | None
    next_due: float
    day: int
    usual: float | None
    lag: float | None
    refused: int
    quarantined: int
    failures: int
    reason: str = ""
    moved: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON, times in ISO 8601."""
        record = asdict(self)
        for name in ("last_success", "last_new", "next_due"):
            record[name] = iso(record[name])
        return record


@dataclass(frozen=True, slots=True)
class LanguageHealth:
    """How a language does: articles of the last 24 hours, median a day before, refused and quarantined of the day."""

    language: str
    day: int
    usual: float | None
    refused: int
    quarantined: int

    @property
    def drop(self) -> float | None:
        """By what share of the usual yield the last day fell short, None where no usual yield is known."""
        return max(0.0, 1 - self.day / self.usual) if self.usual else None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a person should look at: what kind, of what (a source's address, a language), and a line."""

    code: Literal["idle", "failing", "silent", "drop", "moved"]
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Health:
    """All of it at one time."""

    sources: tuple[SourceHealth, ...]
    languages: tuple[LanguageHealth, ...]
    alerts: tuple[Alert, ...]


def health(journal: Journal, sources: Sequence[Source], now: float, settings: ReadingSettings) -> Health:
    """How the sources of a list do, by a journal, at a time."""
    since = now - (settings.usual_days + 1) * DAY
    states = {state.source: state for state in journal.states()}
    counts = journal.counts(since)
    by_source = source_health(sources, states, counts, journal.lags(now - 7 * DAY), now, settings)
    by_language = language_health(counts, now, settings)
    return Health(by_source, by_language, alerts(by_source, by_language, states.values(), now, settings))


def source_health(
    sources: Sequence[Source], states: Mapping[str, SourceState], counts: Iterable[Count], lags: Mapping[str, float],
    now: float, settings: ReadingSettings,
) -> tuple[SourceHealth, ...]:  # fmt: skip
    """How each source does."""
    daily: dict[str, _Days] = defaultdict(_Days)
    for count in counts:
        daily[count.source].add(count, now)
    found = []
    for source in sources:
        state, days = states.get(source.url, SourceState(source.url)), daily[source.url]
        usual = days.usual(settings.usual_days)
        standing, reason = _standing(state, usual, now, settings)
        found.append(
            SourceHealth(
                source.url, source.name or state.title, source.language, standing, state.last_success, state.last_new,
                state.next_due, days.kinds["taken"][0], usual, lags.get(source.url), days.kinds["refused"][0],
                days.kinds["quarantined"][0], state.failures, reason, state.moved,
            )
        )  # fmt: skip
    return tuple(found)


def language_health(counts: Iterable[Count], now: float, settings: ReadingSettings) -> tuple[LanguageHealth, ...]:
    """How each language does of which there were articles."""
    daily: dict[str, _Days] = defaultdict(_Days)
    for count in counts:
        if count.language:
            daily[count.language].add(count, now)
    return tuple(
        LanguageHealth(
            language, days.kinds["taken"][0], days.usual(settings.usual_days), days.kinds["refused"][0],
            days.kinds["quarantined"][0],
        )
        for language, days in sorted(daily.items())
    )  # fmt: skip


def alerts(
    sources: Sequence[SourceHealth], languages: Sequence[LanguageHealth], states: Iterable[SourceState], now: float,
    settings: ReadingSettings,
) -> tuple[Alert, ...]:  # fmt: skip
    """What is worth a line. When nothing has been asked for long, that alone is told: all else follows from it."""
    asked = max((state.last_attempt or 0.0 for state in states), default=0.0)
    if asked and now - asked > max(settings.silent_after, 2 * settings.max_interval):
        message = f"nothing has been asked since {iso(asked)}; is `marsad watch` running?"
        return (Alert("idle", "", message),)
    found: list[Alert] = []
    for language in languages:
        drop = language.drop
        if drop is not None and drop >= settings.drop_share and (language.usual or 0) >= settings.usual_least:
            name = LANGUAGES.get(language.language, language.language)
            of = f"{language.day} articles in 24 hours, usually {language.usual:.10g}"
            found.append(Alert("drop", language.language, f"{name} down {drop:.0%}".replace("%", " %") + f": {of}"))
    for source in sources:
        name = source.name or source.url
        if source.standing == "failing" and source.failures >= _FAILURES:
            found.append(Alert("failing", source.url, f"{name}: {source.reason}"))
        elif source.standing == "silent":
            found.append(Alert("silent", source.url, f"{name} is silent: {source.reason}"))
        if source.moved:
            found.append(Alert("moved", source.url, f"{name} has moved for good to {source.moved}; change its url"))
    return tuple(found)


def _standing(state: SourceState, usual: float | None, now: float, settings: ReadingSettings) -> tuple[Standing, str]:
    if state.last_attempt is None:
        return "new", "not yet asked"
    if state.failures:
        often = f"{state.failures} failures in a row, the last: {state.error}"
        if state.last_success is not None and now - state.last_success > settings.silent_after:
            return "silent", f"no answer since {iso(state.last_success)}; {often}"
        return "failing", often
    if usual and state.last_new is not None:
        longest = max(settings.silent_after, settings.silent_gaps * DAY / usual)
        if now - state.last_new > longest:
            return "silent", f"it answers, but nothing is new since {iso(state.last_new)}"
    return "ok", ""


class _Days:
    """Counts by kind and by how many days ago: 0 for the last 24 hours."""

    def __init__(self) -> None:
        self.kinds: dict[str, Counter[int]] = defaultdict(Counter)
        self._oldest = 0

    def add(self, count: Count, now: float) -> None:
        ago = (int(now // 3600) - count.hour) // 24
        if ago >= 0:
            self.kinds[count.kind][ago] += count.number
            self._oldest = max(self._oldest, ago)

    def usual(self, most: int) -> float | None:
        """The median of articles a day before the last; the oldest day, which may be a part of one, is left out."""
        days = min(self._oldest - 1, most)
        if days < _LEAST_DAYS:
            return None
        return float(statistics.median(self.kinds["taken"][ago] for ago in range(1, days + 1)))


def iso(seconds: float | None) -> str | None:
    """A time as ISO 8601 in UTC, to the minute."""
    if not seconds:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%MZ")
