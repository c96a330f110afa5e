"""Fetching: one polite request at a time to each host, from sources that are due to pages that a sink takes.

``Fetcher.once`` asks what is due and ends; ``Fetcher.watch`` runs on. Requests run in a few threads,
everything else in the caller's: what is asked next, the journal, the sink. Nothing that a server or
a page does ends the loop: it ends in the journal as a failure, a later try, or an entry set aside.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Protocol

from marsad.errors import MarsadError
from marsad.reading.client import FEED_TYPES, PAGE_TYPES, Conditions, Response, check_status
from marsad.reading.fetched import FetchedPage, PageSink, Taken
from marsad.reading.gathering import Gathered, gather
from marsad.reading.handover import Handover, Happening, Tell
from marsad.reading.journal import Journal, Pending
from marsad.reading.listing import few
from marsad.reading.schedule import Agenda, Clock, after_failure, after_list
from marsad.reading.settings import DAY, ReadingSettings
from marsad.reading.sources import Source, host_of
from marsad.reading.wire import FetchError

# At most so many entries are held in memory as to do; the journal has the rest.
_IN_HAND = 5000
# `once` waits for the gaps of hosts, but not for servers that ask for more patience than this.
_PATIENCE = 120.0
_TICK = 1.0
_CHECK_EVERY = 60.0


class Asker(Protocol):
    """What asks for addresses: PoliteClient."""

    def get(
        self, url: str, *, accept: str = ..., limit: int | None = None, conditions: Conditions | None = None,
        lan: bool = False,
    ) -> Response:  # fmt: skip
        """As PoliteClient.get."""

    def gap(self, url: str) -> float:
        """Seconds between two requests to the host of an address."""


@dataclass(frozen=True, slots=True)
class _SourceJob:
    source: Source


@dataclass(frozen=True, slots=True)
class _PageJob:
    pending: Pending


_Job = _SourceJob | _PageJob
_Result = Gathered | Response | MarsadError


class Fetcher:
    """Fetches sources into a sink, remembering in a journal.

    ``report`` is told what happens. All times are those of ``clock``.
    """

    def __init__(
        self, sources: Sequence[Source], asker: Asker, journal: Journal, sink: PageSink, settings: ReadingSettings,
        clock: Clock, report: Tell = lambda happening: None,
    ) -> None:  # fmt: skip
        self._asker, self._journal = asker, journal
        self._settings, self._clock, self._report = settings, clock, report
        self._sources = {source.url: source for source in sources if source.enabled}
        self._agenda: Agenda[_Job] = Agenda()
        self._in_hand: set[tuple[str, str]] = set()
        self._scheduled: set[str] = set()
        self._waiting: dict[Future[_Result], tuple[str, _Job]] = {}
        self._handover = Handover(journal, sink, settings, clock, self._tell)
        self._once = False
        self._pruned = clock.now()
        self.counts: Counter[str] = Counter()

    def once(self, urls: Iterable[str] | None = None, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
        """Ask each source that is due (or the named ones, due or not) and read what it lists; what was counted.

        Pages whose next try lies in the future are left for another time; they count as ``left``.
        """
        now = self._clock.now()
        for source in self._sources.values() if urls is None else [self._sources[url] for url in urls]:
            due = 0.0 if urls is not None else self._journal.state(source.url).next_due
            if due <= now:
                self._schedule(source, now)
        self._run(stop, once=True)
        self._journal.prune(self._clock.now(), self._settings.remember, self._settings.counts_keep)
        self.counts["left"] = self._journal.count_pending()
        return self.counts

    def watch(
        self, stop: Callable[[], bool], reload: Callable[[], Sequence[Source] | None] = lambda: None,
        every_check: Callable[[], None] = lambda: None,
    ) -> Counter[str]:  # fmt: skip
        """Run until ``stop`` says so. ``reload`` gives a changed list of sources, or None.

        ``every_check`` is called about every minute.
        """
        for source in self._sources.values():
            self._schedule(source, self._journal.state(source.url).next_due)
        self._run(stop, once=False, reload=reload, every_check=every_check)
        return self.counts

    # The loop.

    def _run(
        self, stop: Callable[[], bool], once: bool, reload: Callable[[], Sequence[Source] | None] = lambda: None,
        every_check: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._once = once
        inline = self._settings.parallel == 1
        pool = None if inline else ThreadPoolExecutor(self._settings.parallel, "fetch")
        checked = self._clock.now()
        self._refill()
        try:
            while not stop():
                now = self._clock.now()
                if not once and now - checked >= _CHECK_EVERY:
                    checked = now
                    self._reload(reload())
                    every_check()
                    self._prune(now)
                busy = {host for host, _ in self._waiting.values()}
                if len(self._waiting) < self._settings.parallel and (found := self._agenda.take(now, busy)):
                    self._start(pool, *found)
                elif self._waiting:
                    for future in wait(self._waiting, _TICK, FIRST_COMPLETED).done:
                        host, job = self._waiting.pop(future)
                        self._settle(host, job, future.result())
                elif not self._pause(now):
                    return
        finally:
            if pool:
                pool.shutdown(wait=False, cancel_futures=True)

    def _pause(self, now: float) -> bool:
        """Nothing to do now: wait for what comes next; False when ``once`` is at its end."""
        if self._refill():
            return True
        at = self._agenda.next_time()
        if self._once and (at is None or at - now > _PATIENCE):
            return False
        self._clock.sleep(min(_CHECK_EVERY, max(0.01, at - now)) if at is not None else _CHECK_EVERY)
        return True

    def _refill(self) -> int:
        """Take entries to do from the journal in hand; how many."""
        if len(self._in_hand) >= _IN_HAND // 2 or self._journal.count_pending() <= len(self._in_hand):
            return 0
        found = self._journal.pending(_IN_HAND, self._in_hand)
        for pending in found:
            self._add(pending)
        return len(found)

    def _add(self, pending: Pending) -> None:
        key = (pending.source, pending.entry.id)
        if key in self._in_hand or len(self._in_hand) >= _IN_HAND:
            return
        self._in_hand.add(key)
        # What is kept needs no host; each such entry is a host of its own.
        host = f"kept {key}" if pending.kept else host_of(pending.entry.url)
        self._agenda.add(host, pending.ready, _PageJob(pending))

    def _reload(self, sources: Sequence[Source] | None) -> None:
        if sources is None:
            return
        before, self._sources = self._sources, {source.url: source for source in sources if source.enabled}
        for url, source in self._sources.items():
            if url not in before:
                self._schedule(source, self._journal.state(url).next_due)

    def _schedule(self, source: Source, due: float) -> None:
        """Ask a source when it is due; one that stands on the agenda stays where it is."""
        if source.url not in self._scheduled:
            self._scheduled.add(source.url)
            self._agenda.add(source.host, due, _SourceJob(source))

    def _prune(self, now: float) -> None:
        if now - self._pruned >= DAY:
            self._pruned = now
            self._journal.prune(now, self._settings.remember, self._settings.counts_keep)
            self._agenda.forget_gaps(now)

    # Requests.

    def _start(self, pool: ThreadPoolExecutor | None, host: str, job: _Job) -> None:
        if isinstance(job, _SourceJob):
            self._scheduled.discard(job.source.url)
            if job.source.url not in self._sources:
                return  # it was taken off the list
            job = _SourceJob(self._sources[job.source.url])
        elif job.pending.kept or not job.pending.entry.url:
            pending, source = job.pending, self._source(job.pending)
            self._in_hand.discard((pending.source, pending.entry.id))
            if pending.kept:
                self._handover.deliver(pending, source)
            else:
                self._handover.refuse(pending, source, "no-link", "the entry has no address that may be read")
            return
        if pool is None:
            self._settle(host, job, self._request(job))
        else:
            self._waiting[pool.submit(self._request, job)] = host, job

    def _request(self, job: _Job) -> _Result:
        """The answer to a job, or what went wrong. Runs in a thread; touches only the client and the journal."""
        try:
            if isinstance(job, _PageJob):
                lan = self._journal.state(job.pending.source).lan
                return self._checked(self._asker.get(job.pending.entry.url, accept=PAGE_TYPES, lan=lan))
            state, settings = self._journal.state(job.source.url), self._settings
            earlier: list[Response] = []

            def ask(url: str, conditions: Conditions | None) -> Response:
                if earlier:
                    self._clock.sleep(self._asker.gap(url))
                # What the user named may be on the allow-list; what that leads to only if itself is there.
                lan = earlier[0].lan if earlier else True
                limit = settings.max_feed_bytes
                answer = self._asker.get(url, accept=FEED_TYPES, limit=limit, conditions=conditions, lan=lan)
                earlier.append(answer)
                return self._checked(answer)

            return gather(job.source.url, job.source.kind, state.conditions, ask, settings)
        except MarsadError as error:
            return error
        except Exception as error:  # one page must not end the watch over all others
            return FetchError("unexpected", f"{type(error).__name__}: {error}"[:500])

    def _checked(self, response: Response) -> Response:
        check_status(response, dt.datetime.fromtimestamp(self._clock.now(), dt.UTC))
        return response

    def _settle(self, host: str, job: _Job, result: _Result) -> None:
        """What an answer means for the host, the source, the entry."""
        now = self._clock.now()
        url = job.source.url if isinstance(job, _SourceJob) else job.pending.entry.url
        self._agenda.hold(host, now + self._asker.gap(url))
        asked_to_wait = getattr(result, "retry_after", None)
        if asked_to_wait is not None:
            self._agenda.hold(host, now + min(asked_to_wait, self._settings.max_retry_after))
        if isinstance(job, _SourceJob):
            self._settle_source(job.source, result, now)
            if job.source.url in self._sources and not self._once:
                self._schedule(job.source, self._journal.state(job.source.url).next_due)
            return
        self._in_hand.discard((job.pending.source, job.pending.entry.id))
        if isinstance(result, Response):
            self._handover.page(job.pending, result, self._source(job.pending))
        elif isinstance(result, MarsadError):
            if result.code in ("connect", "resolve"):
                # The host cannot be reached: its other pages would only use up their tries.
                self._agenda.hold(host, now + self._settings.retry_first)
            self._handover.failed(job.pending, result, self._source(job.pending))

    def _source(self, pending: Pending) -> Source:
        """The source of an entry, which may have been taken off the list since."""
        return self._sources.get(pending.source) or Source(pending.source)

    # Sources.

    def _settle_source(self, source: Source, result: _Result, now: float) -> None:
        state = self._journal.state(source.url)
        if isinstance(result, MarsadError):
            after = getattr(result, "retry_after", None)
            failed = after_failure(state, self._settings, now, f"{result.message} [{result.code}]", after)
            self._journal.save(failed, [("failed", 1)], now)
            self._tell(Happening("failed", source.url, failed.error))
            return
        if not isinstance(result, Gathered):
            raise TypeError("a source's answer is gathered")
        if result.listing is None:
            unchanged = after_list(state, self._settings, now, (), 0, source.every)
            self._journal.save(unchanged, [("unchanged", 1)], now)
            self._tell(Happening("unchanged", source.url, "not modified"))
            return
        listing, response = result.listing, result.response
        state = replace(
            state, conditions=response.conditions, moved=response.moved, notes=few(listing.notes, 5),
            title=listing.title[:200], lan=response.lan,
        )  # fmt: skip
        listed = self._journal.listed(
            source.url, listing.entries, now, self._settings.max_versions,
            lambda new: after_list(state, self._settings, now, listing.entries, new, source.every),
        )  # fmt: skip
        self.counts.update({"new": listed.new, "changed": listed.changed, "elsewhere": listed.elsewhere})
        sums = f"{len(listing.entries)} entries, {listed.new} new, {listed.changed} changed"
        self._tell(Happening("fetch", source.url, sums))
        for note in listing.notes:
            self._tell(Happening("note", source.url, note))
        for pending in listed.to_do:
            self._add(pending)

    def _tell(self, happening: Happening) -> None:
        self.counts[happening.kind] += 1
        self._report(happening)


__all__ = ["Asker", "FetchedPage", "Fetcher", "Happening", "PageSink", "Taken", "Tell"]
