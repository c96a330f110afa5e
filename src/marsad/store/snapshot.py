"""The record as known at one moment, read from the tables: record.snapshot.Snapshot."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from marsad.model import Article
from marsad.record.judgements import Finder, judgement_from, locator_of
from marsad.record.snapshot import Alteration, Balance, Coverage, Naming, StoredArticle, StoredClaim
from marsad.record.types import Event, Judgement, Page, Participant, Query, Report
from marsad.reference.facts import ReferenceFact
from marsad.store import search
from marsad.store.bodies import to_claim, to_coded, to_event, to_fact, to_moment
from marsad.store.engine import Database
from marsad.store.entries import last_seq
from marsad.store.loading import HEAD, MANY, SOURCE, head, heads, reports_by_id
from marsad.store.querying import answers, conditions, counting, following, joined, live, ordered, touched
from marsad.store.schema import (
    article,
    claimed,
    coding,
    entry,
    event,
    fact,
    fact_key,
    followed,
    judgement,
    member,
    named,
    told_of,
)  # fmt: skip


class StoreSnapshot:
    """See record.snapshot.Snapshot for what each method answers. It stays at the last entry known when it was made."""

    def __init__(self, database: Database, known_at: dt.datetime | None = None) -> None:
        self.known_at = known_at
        self._database = database
        with database.reading() as connection:
            self.last = last_seq(connection, known_at)

    # ---- events

    def events(self, query: Query) -> Page:
        """A page of events, and its cursor."""
        with self._database.reading() as connection:
            source, lead, who = joined(query)
            wanted = conditions(query, lead, self.last, connection.dialect.name)
            if wanted is None:
                return Page((), None)
            asked: Select[Any] = select(event.c.id, event.c.body).select_from(source).where(*who, *wanted)
            if query.after is not None:
                at = self._version(connection, query.after)
                if at is None:
                    return Page((), None)
                asked = asked.where(following(query, lead, at.undated, at.lo, at.hi, query.after))
            asked = ordered(asked, query, lead)
            if query.limit is not None:
                asked = asked.limit(query.limit + 1)
            rows = connection.execute(asked).all()
        shown = rows if query.limit is None else rows[: query.limit]
        found = tuple(to_event(row.id, row.body) for row in shown)
        return Page(found, found[-1].id if found and len(found) < len(rows) else None)

    def count(self, query: Query) -> int:
        """How many events answer."""
        with self._database.reading() as connection:
            asked = counting(query, self.last, connection.dialect.name)
            return 0 if asked is None else int(connection.execute(asked).scalar_one())

    def event(self, event_id: str) -> Event | None:
        """The event that has or had an id."""
        report = event_id.removeprefix("ev-")
        with self._database.reading() as connection:
            place = self._place(connection, report)
            if place is not None and place.state == "gone":
                place = self._heir(connection, report, place.article)
            if place is None or place.event is None:
                return None
            row = self._version(connection, place.event)
            return to_event(place.event, row.body) if row is not None and not row.gone else None

    def _version(self, connection: Connection, key: str) -> Any:  # noqa: ANN401 - a row
        asked = select(event).where(event.c.id == key, event.c.seq <= self.last).order_by(event.c.seq.desc()).limit(1)
        return connection.execute(asked).one_or_none()

    def _place(self, connection: Connection, report: str) -> Any:  # noqa: ANN401 - a row
        asked = select(member).where(member.c.report == report, member.c.seq <= self.last)
        return connection.execute(asked.order_by(member.c.seq.desc()).limit(1)).one_or_none()

    def _heir(self, connection: Connection, report: str, key: str) -> Any:  # noqa: ANN401 - a row
        """The place of the report that stands where one of a superseded coding stood."""
        lost = reports_by_id(connection, [report]).get(report)
        standing = [
            row.report for row in connection.execute(self._standing(member.c.article == key)) if row.state != "gone"
        ]  # fmt: skip
        heir = Finder(reports_by_id(connection, standing).values()).find(locator_of(lost)) if lost else None
        return self._place(connection, heir.id) if heir else None

    def _standing(self, condition: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a query
        later = member.alias()
        newer = select(later.c.seq).where(
            later.c.report == member.c.report, later.c.seq > member.c.seq, later.c.seq <= self.last
        )
        return select(member.c.report, member.c.state).where(condition, member.c.seq <= self.last, ~newer.exists())

    def reports(self, ids: Iterable[str]) -> tuple[Report, ...]:
        """Reports by id."""
        with self._database.reading() as connection:
            return tuple(reports_by_id(connection, ids, self.last).values())

    # ---- articles, people, claims

    def article(self, key: str) -> StoredArticle | None:
        """An article with its live coding."""
        with self._database.reading() as connection:
            query = select(*HEAD, article.c.text).select_from(SOURCE)
            query = query.where(article.c.seq <= self.last)
            row = connection.execute(query.where(article.c.key == key)).one_or_none()
            if row is None:
                by_id = query.where(article.c.id == key).order_by(article.c.seq.desc(), article.c.key.desc()).limit(1)
                row = connection.execute(by_id).one_or_none()
            if row is None:
                return None
            found = head(row)
            codings = connection.execute(
                select(coding.c.body).where(coding.c.article == found.key, coding.c.seq <= self.last)
                .order_by(coding.c.seq.desc())
            ).scalars().all()  # fmt: skip
            later = connection.execute(
                select(followed.c.later).where(followed.c.article == found.key, followed.c.seq <= self.last)
                .order_by(followed.c.seq.desc()).limit(1)
            ).scalar()  # fmt: skip
            body = json.loads(codings[0])
            own = reports_by_id(connection, body["reports"], self.last)
        told = Article(row.text, found.title, found.published, found.id, found.url, found.outlet, row.language)
        return StoredArticle(found, told.content, to_coded(body, told), tuple(own.values()), len(codings), later)

    def namings(self, keys: Iterable[str]) -> tuple[Naming, ...]:
        """Where persons with such a search key are named."""
        wanted = list(keys)
        places: dict[str, set[int]] = {}
        with self._database.reading() as connection:
            for start in range(0, len(wanted), MANY):
                query = select(named.c.article, named.c.seq, named.c.position).where(
                    named.c.key.in_(wanted[start : start + MANY]), self._live_coding(named)
                )
                for row in connection.execute(query):
                    places.setdefault(row.article, set()).add(row.position)
            articles = heads(connection, places)
            contents, bodies = self._codings(connection, places)
        found = []
        for key, positions in places.items():
            content, people = contents[key], bodies[key]["people"]
            for position in positions:
                name, country, office, spans = people[position]
                for start, end in spans:
                    low, high = content.rfind("\n", 0, start) + 1, content.find("\n", end)
                    line = content[low : high if high >= 0 else len(content)]
                    found.append(Naming(Participant(name, country, office), articles[key], start, end, line))
        return tuple(sorted(found, key=lambda n: (n.article.published or dt.date.min, n.article.key, n.start)))

    def claims(self, between: tuple[str, str] | None = None, limit: int | None = 50) -> tuple[StoredClaim, ...]:
        """Claims about a pair."""
        who = "|".join(sorted(between)) if between else "*"
        with self._database.reading() as connection:
            query = select(claimed.c.article, claimed.c.position)
            query = query.where(claimed.c.who == who, self._live_coding(claimed))
            query = query.order_by(claimed.c.published.desc(), claimed.c.article, claimed.c.position)
            rows = connection.execute(query if limit is None else query.limit(limit)).all()
            articles = heads(connection, {row.article for row in rows})
            contents, bodies = self._codings(connection, {row.article for row in rows})

        def claim(key: str, position: int) -> StoredClaim:
            return StoredClaim(to_claim(bodies[key]["claims"][position], contents[key]), articles[key])

        return tuple(claim(row.article, row.position) for row in rows)

    def _live_coding(self, table: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a table
        """That a row of a coding is of the newest coding of its article."""
        newer = select(coding.c.seq).where(
            coding.c.article == table.c.article, coding.c.seq > table.c.seq, coding.c.seq <= self.last
        )
        return and_(table.c.seq <= self.last, ~newer.exists())

    def _codings(self, connection: Connection, keys: Iterable[str]) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        """Contents and live codings' bodies of articles."""
        wanted, contents, bodies = list(keys), {}, {}
        for start in range(0, len(wanted), MANY):
            query = (
                select(article.c.key, article.c.title, article.c.text, coding.c.body)
                .select_from(article.join(coding, coding.c.article == article.c.key))
                .where(article.c.key.in_(wanted[start : start + MANY]), self._live_coding(coding))
            )
            for row in connection.execute(query):
                contents[row.key] = f"{row.title}\n{row.text}" if row.title else row.text
                bodies[row.key] = json.loads(row.body)
        return contents, bodies

    def search(self, text: str, limit: int | None = 50) -> tuple[StoredArticle, ...]:
        """The articles that hold every word of a text, the last recorded first."""
        with self._database.reading() as connection:
            found = search.keys(connection, text, limit, self.last)
        return tuple(a for a in (self.article(key) for key in found) if a is not None)

    # ---- facts, judgements, figures

    def reference(
        self, kind: str | None = None, source: str | None = None, target: str | None = None, keys: Sequence[str] = ()
    ) -> tuple[ReferenceFact, ...]:
        """Reference facts."""
        query = select(fact.c.body).where(fact.c.seq <= self.last)
        for column, value in ((fact.c.kind, kind), (fact.c.source, source), (fact.c.target, target)):
            if value is not None:
                query = query.where(column == value)
        if keys:
            query = query.where(fact.c.person.in_(select(fact_key.c.person).where(fact_key.c.key.in_(list(keys)))))
        with self._database.reading() as connection:
            return tuple(to_fact(body) for body in connection.execute(query.order_by(fact.c.kind, fact.c.id)).scalars())

    def judgements(self, reports: Iterable[str] | None = None) -> tuple[Judgement, ...]:
        """Judgements in order of time."""
        with self._database.reading() as connection:
            query = select(judgement.c.body).where(judgement.c.seq <= self.last)
            everything = [judgement_from(json.loads(b)) for b in connection.execute(query).scalars()]
            everything.sort(key=lambda j: (j.at, j.id))
            if reports is None or not everything:
                return tuple(everything)
            wanted = set(reports)
            keys = {locator.article for j in everything for locator in j.reports + j.others}
            standing = [
                row.report for row in connection.execute(self._standing(member.c.article.in_(keys)))
                if row.state != "gone"
            ]  # fmt: skip
            finder = Finder(reports_by_id(connection, standing).values())
        found = set()
        for told in everything:
            meant = [finder.find(locator) for locator in told.reports + told.others]
            if any(report is not None and report.id in wanted for report in meant):
                found.add(told.id)
        for told in everything:  # withdrawals come after what they withdraw
            if told.withdraws in found:
                found.add(told.id)
        return tuple(told for told in everything if told.id in found)

    def coverage(self, first: str, second: str | None = None) -> Coverage:
        """What was read on an actor or on a pair."""
        who = first if second is None or second == first else "|".join(sorted((first, second)))
        columns = (told_of.c.published, told_of.c.outlet, told_of.c.language)
        place, later = member.alias(), member.alias()
        moved = select(later.c.seq).where(
            later.c.report == place.c.report, later.c.seq > place.c.seq, later.c.seq <= self.last
        )
        standing = select(place.c.seq).where(
            place.c.report == told_of.c.report, place.c.state != "gone", place.c.seq <= self.last, ~moved.exists()
        )
        live_rows = and_(told_of.c.who == who, told_of.c.seq <= self.last, standing.exists())
        with self._database.reading() as connection:
            row = connection.execute(
                select(
                    func.count(told_of.c.article.distinct()).label("articles"),
                    func.count(columns[1].distinct()).label("outlets"),
                    func.min(columns[0]).label("first"), func.max(columns[0]).label("last"),
                ).where(live_rows)
            ).one()  # fmt: skip
            languages = connection.execute(select(columns[2]).where(live_rows).distinct()).scalars().all()
        return Coverage(
            row.articles, row.outlets, tuple(sorted(code for code in languages if code)),
            dt.date.fromisoformat(row.first) if row.first else None,
            dt.date.fromisoformat(row.last) if row.last else None,
        )  # fmt: skip

    def balance(
        self, first: str, second: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> tuple[Balance, ...]:
        """Month by month."""
        source, lead, who = joined(Query(between=(first, second)))
        wanted = [*who, live(self.last), event.c.status == "happened", event.c.month.is_not(None)]
        if since:
            wanted.append(lead.c.hi >= since.toordinal())
        if until:
            wanted.append(lead.c.lo <= until.toordinal())
        query = (
            select(event.c.month, func.count().label("events"), func.sum(event.c.goldstein).label("goldstein"))
            .select_from(source).where(*wanted).group_by(event.c.month).order_by(event.c.month)
        )  # fmt: skip
        with self._database.reading() as connection:
            return tuple(Balance(r.month, r.events, round(float(r.goldstein), 6)) for r in connection.execute(query))

    def alterations(self, query: Query, since: dt.datetime, until: dt.datetime | None = None) -> tuple[Alteration, ...]:
        """What the record learnt, changed or lost."""
        with self._database.reading() as connection:
            start = min(last_seq(connection, since), self.last)
            end = min(last_seq(connection, until), self.last) if until is not None else self.last
            rows = connection.execute(touched(query, start, end)).all()
            before = self._states(connection, [row.id for row in rows], start)
            after = self._states(connection, [row.id for row in rows], end)
            moments = {
                row.seq: to_moment(row.at)
                for some in range(0, len(rows), MANY)
                for row in connection.execute(
                    select(entry.c.seq, entry.c.at).where(entry.c.seq.in_([r.seq for r in rows[some : some + MANY]]))
                )
            }
        found = [
            Alteration(row.id, moments[row.seq], before.get(row.id), after.get(row.id))
            for row in rows
            if before.get(row.id) != after.get(row.id)
            and any(told is not None and answers(told, query) for told in (before.get(row.id), after.get(row.id)))
        ]
        return tuple(sorted(found, key=lambda a: (a.recorded_at, a.event)))

    def _states(self, connection: Connection, ids: Sequence[str], last: int) -> dict[str, Event]:
        """The events of these ids as known at an entry."""
        found: dict[str, Event] = {}
        for start in range(0, len(ids), MANY):
            query = select(event.c.id, event.c.body).where(event.c.id.in_(ids[start : start + MANY]), live(last))
            found.update((row.id, to_event(row.id, row.body)) for row in connection.execute(query))
        return found
