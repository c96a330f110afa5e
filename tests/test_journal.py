"""The journal of fetching: what is seen, to do, kept, done, set aside, whenever the program ends."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from dataclasses import replace

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from marsad.reading.client import Conditions
from marsad.reading.exclusive import exclusive
from marsad.reading.fetched import FetchedPage
from marsad.reading.journal import RobotsCopy, SourceState, page_key
from marsad.reading.journal_file import JournalError
from marsad.reading.listing import FeedEntry
from marsad.reading.sqlite_journal import SqliteJournal

SOURCE, OTHER = "https://agency.example/rss", "https://agency.example/politics/rss"
NOW = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC).timestamp()
DAY = 86_400.0


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path):
    journal = SqliteJournal(path)
    yield journal
    journal.close()


def entry(name, title="title", **more):
    return FeedEntry(name, f"https://agency.example/news/{name}", title, **more)


def settle(source=SOURCE, fetches=1):
    return lambda new: SourceState(
        source, Conditions('"e"', "yesterday"), fetches=fetches, last_attempt=NOW, notes=("n",)
    )


def listed(journal, *entries, source=SOURCE, now=NOW, fetches=1, versions=5):
    return journal.listed(source, entries, now, versions, settle(source, fetches))


def a_page(one, source=SOURCE, body=b"<p>body</p>"):
    when = dt.datetime.fromtimestamp(NOW, dt.UTC)
    return FetchedPage(source, one.url, one.url, 200, (("content-type", "text/html"),), body, when, one, "Agency", "ar")


def to_do(journal):
    return [one.entry.id for one in journal.pending(100)]


def test_what_a_list_names_is_to_do_together_with_its_validators(journal, path):
    found = listed(journal, entry("1"), entry("2"))
    assert (found.new, found.changed, found.elsewhere, len(found.to_do)) == (2, 0, 0, 2)
    with sqlite3.connect(path) as other:  # what another program finds after a kill at this moment
        assert other.execute("SELECT count(*) FROM entry WHERE state = 'pending'").fetchone() == (2,)
        assert "yesterday" in other.execute("SELECT state FROM source").fetchone()[0]
    other.close()
    assert listed(journal, entry("1"), entry("2")).new == 0
    assert to_do(journal) == ["1", "2"]


def test_a_failure_in_the_middle_of_a_list_leaves_nothing_of_it(journal):
    def fails(new):
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        journal.listed(SOURCE, [entry("1")], NOW, 5, fails)
    assert to_do(journal) == [] and journal.state(SOURCE) == SourceState(SOURCE)

    def broken_off():
        yield entry("1")
        raise RuntimeError("killed")

    class Broken(list[FeedEntry]):
        __iter__ = staticmethod(broken_off)

    with pytest.raises(RuntimeError):
        journal.listed(SOURCE, Broken(), NOW, 5, settle())
    assert to_do(journal) == [] and journal.state(SOURCE) == SourceState(SOURCE)
    assert listed(journal, entry("1")).new == 1


def test_states_go_in_and_out(journal):
    state = SourceState(
        SOURCE,
        Conditions("e", "m"),
        1.5,
        2.5,
        3.5,
        4.5,
        5.5,
        6,
        7,
        0.25,
        "failed",
        "https://x.example/",
        ("a", "b"),
        "عنوان",
        True,
    )
    journal.save(state, [("failed", 1)], NOW)
    assert journal.state(SOURCE) == state and list(journal.states()) == [state]


def test_a_page_is_kept_until_it_is_done(journal, path):
    one = entry("1", published=dt.datetime(2024, 3, 1, 10, tzinfo=dt.UTC), categories=("x",))
    listed(journal, one)
    journal.keep(a_page(one, body="نص".encode() * 1000))
    journal.close()
    again = SqliteJournal(path)  # after a kill
    assert again.kept(SOURCE, "1") == a_page(one, body="نص".encode() * 1000)
    assert [p.kept for p in again.pending(10)] == [True]
    assert again.begin(SOURCE, "1") == 1 and again.begin(SOURCE, "1") == 2
    assert again.pending(10)[0].tries == 2
    again.done(SOURCE, "1", "taken", "ar", NOW + 60)
    assert again.kept(SOURCE, "1") is None and to_do(again) == [] and again.count_pending() == 0
    assert again.lags(NOW - DAY) == {SOURCE: 2 * 3600 + 60}
    assert [(c.kind, c.language, c.number) for c in again.counts(NOW)] == [
        ("fetch", "", 1),
        ("new", "", 1),
        ("taken", "ar", 1),
    ]
    again.close()


def test_a_changed_entry_is_read_again_but_not_for_ever(journal):
    listed(journal, entry("1"))
    for n in range(8):
        if to_do(journal):
            journal.done(SOURCE, "1", "taken", "", NOW)
        changed = listed(journal, entry("1", f"title {n}"), versions=3)
        assert changed.changed == (1 if n < 3 else 0)
        assert changed.new == 0
    assert to_do(journal) == []


def test_an_entry_changed_before_it_was_read_is_read_once_in_its_new_form(journal):
    listed(journal, entry("1"))
    assert listed(journal, entry("1", "new title")).to_do == ()
    assert [one.entry.title for one in journal.pending(10)] == ["new title"]


def test_a_page_that_another_source_named_is_not_read_twice(journal):
    listed(journal, entry("1"))
    twin = replace(entry("other-id"), url="http://www.agency.example/news/1?utm_source=rss#top")
    found = listed(journal, twin, entry("2"), source=OTHER)
    assert (found.new, found.elsewhere, [p.entry.id for p in found.to_do]) == (2, 1, ["2"])
    journal.done(SOURCE, "1", "taken", "", NOW)
    assert listed(journal, replace(twin, title="changed"), source=OTHER).to_do == ()


def test_a_list_that_was_all_new_is_counted(journal):
    listed(journal, entry("1"), entry("2"), fetches=1)
    listed(journal, entry("2"), entry("3"), fetches=2)
    assert not [c for c in journal.counts(0) if c.kind == "overflow"]
    listed(journal, entry("4"), entry("5"), fetches=3)
    assert [c.number for c in journal.counts(0) if c.kind == "overflow"] == [1]


def test_what_is_postponed_comes_later(journal):
    listed(journal, entry("1"), entry("2"))
    journal.postpone(SOURCE, "1", NOW + 300, "failed", 1)
    first, second = journal.pending(10)
    assert (first.entry.id, second.entry.id, second.ready, second.tries) == ("2", "1", NOW + 300, 1)
    assert [p.entry.id for p in journal.pending(10, [(SOURCE, "2")])] == ["1"]
    assert [p.entry.id for p in journal.pending(1)] == ["2"]


def test_what_is_set_aside_is_listed_and_can_be_tried_again(journal):
    listed(journal, entry("1"), entry("2"), entry("3"))
    journal.keep(a_page(entry("1")))
    journal.set_aside(SOURCE, "1", "quarantined", "poison", NOW, "ar")
    journal.set_aside(SOURCE, "2", "refused", "gone [status-404]", NOW + 1)
    assert to_do(journal) == ["3"]
    two, one = journal.aside()
    assert (one.entry.id, one.state, one.reason, two.state) == ("1", "quarantined", "poison", "refused")
    assert journal.retry(None, NOW + 5) == 1
    assert to_do(journal) == ["3", "1"] and journal.kept(SOURCE, "1")
    assert journal.retry([two.number, 999], NOW + 5) == 1
    assert journal.retry([two.number], NOW + 5) == 0


def test_old_things_are_forgotten_unless_a_list_still_names_them(journal):
    listed(journal, entry("old"), entry("still"), entry("aside"))
    for name in ("old", "still"):
        journal.done(SOURCE, name, "taken", "", NOW)
    journal.set_aside(SOURCE, "aside", "quarantined", "x", NOW)
    later = NOW + 200 * DAY
    listed(journal, entry("still"), now=later)
    assert journal.prune(later, 180 * DAY, 100 * DAY) == 1
    assert listed(journal, entry("still"), entry("old"), now=later).new == 1
    assert len(journal.aside()) == 1
    assert all(c.hour >= later // 3600 for c in journal.counts(0))


def test_robots_copies(journal):
    assert journal.robots("https://a.example") is None
    journal.keep_robots("https://a.example", RobotsCopy(NOW, 200, "User-agent: *"))
    journal.keep_robots("https://a.example", RobotsCopy(NOW + 1, 404, ""))
    assert journal.robots("https://a.example") == RobotsCopy(NOW + 1, 404, "")


def test_unknown_entries_are_said(journal):
    with pytest.raises(JournalError, match="no entry"):
        journal.begin(SOURCE, "nothing")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("https://www.a.example/1/", "http://a.example/1", True),
        ("https://a.example/1?id=2&utm_source=x&utm_medium=y", "https://a.example/1?id=2", True),
        ("https://a.example/1?utm_source=x&id=2", "https://a.example/1?id=2", True),
        ("https://a.example/1?id=2", "https://a.example/1?id=3", False),
        ("https://a.example/1", "https://a.example/2", False),
        ("https://a.example/?p=1", "https://a.example/?p=2", False),
    ],
)
def test_keys_of_pages(one, two, same):
    assert (page_key(one) == page_key(two)) is same


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "text").write_text("not a database, but long enough to look like a file of some kind " * 20)
    with sqlite3.connect(tmp_path / "other") as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    SqliteJournal(tmp_path / "newer").close()
    with sqlite3.connect(tmp_path / "newer") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    for name in ("text", "other", "newer", "no/such/folder"):
        with pytest.raises(JournalError):
            SqliteJournal(tmp_path / name)


def test_only_one_program_fetches(path):
    with exclusive(path), pytest.raises(JournalError, match="another"), exclusive(path):
        pass
    with exclusive(path):
        pass


def test_several_threads_may_ask(journal):
    def work(number):
        source = f"https://s{number}.example/"
        for n in range(10):
            journal.listed(
                source, [FeedEntry(f"{number}-{n}", f"https://s{number}.example/{n}")], NOW, 5, settle(source)
            )

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.count_pending() == 40


class JournalMachine(RuleBasedStateMachine):
    """Whatever is done in whatever order: no entry is lost, none is to do once it is done."""

    def __init__(self):
        super().__init__()
        self.journal = SqliteJournal()
        self.known: dict[str, str] = {}

    names = st.sampled_from([str(n) for n in range(6)])

    @rule(some=st.lists(names, max_size=4, unique=True), title=st.sampled_from("ab"))
    def list_some(self, some, title):
        listed(self.journal, *(entry(name, title) for name in some), versions=1)
        for name in some:
            self.known.setdefault(name, "pending")

    @rule(name=names)
    def keep_and_try(self, name):
        if name in to_do(self.journal):
            self.journal.keep(a_page(entry(name)))
            self.journal.begin(SOURCE, name)

    @rule(name=names, state=st.sampled_from(["done", "refused", "quarantined"]))
    def finish(self, name, state):
        if name in to_do(self.journal):
            if state == "done":
                self.journal.done(SOURCE, name, "taken", "", NOW)
                assert self.journal.kept(SOURCE, name) is None
            else:
                self.journal.set_aside(SOURCE, name, state, "x", NOW)
            self.known[name] = state

    @rule()
    def retry(self):
        self.journal.retry(None, NOW)

    @invariant()
    def every_entry_is_somewhere(self):
        waiting, aside = set(to_do(self.journal)), {one.entry.id for one in self.journal.aside()}
        assert not waiting & aside
        for name, state in self.known.items():
            assert name in waiting or name in aside or state == "done"

    def teardown(self):
        self.journal.close()


TestJournalMachine = JournalMachine.TestCase
TestJournalMachine.settings = hypothesis_settings(max_examples=25, stateful_step_count=20, deadline=None)
