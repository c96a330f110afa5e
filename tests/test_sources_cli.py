"""The commands add-source, sources, fetch, watch and quarantine, as a user has them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import marsad.cli.sources as commands
from marsad.cli.main import _Group
from marsad.cli.watching import Alerts, Reload
from press import Answer, Press, page, rss

SETTINGS = '[settings]\nallow = ["127.0.0.0/8"]\nhost_gap = 0\nparallel = 1\nretry_first = 0\n'


@click.group(cls=_Group)
def cli():
    """All commands of this file, in a group as the program has it."""


for one in commands.COMMANDS:
    cli.add_command(one)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    press = Press()
    Path("sources.toml").write_text(SETTINGS)
    press.plays["/rss"] = Answer(rss([(n, press.url(f"/{n}"), f"خبر {n}") for n in "12"]))
    for n in "12":
        press.plays[f"/{n}"] = Answer(page(n), headers={"Content-Type": "text/html"})
    yield press
    press.close()


def run(*args, code=0):
    if args[0] in ("fetch", "watch") and "--help" not in args and "--db" not in args:
        args = (*args, "--keep", "pages")
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == code, (result.output, result.stderr)
    return result


def test_from_an_address_to_kept_pages(desk):
    result = run("add-source", desk.url("/rss"), "--name", "Agency")
    assert result.stdout == f"{desk.url('/rss')}\tfeed\tAgency\n"
    result = run("fetch", "--once")
    assert "1 sources asked, 2 pages taken" in result.stderr and result.stdout == ""
    records = [json.loads(line) for line in Path("pages/index.jsonl").read_text("utf-8").splitlines()]
    assert [record["entry"]["title"] for record in records] == ["خبر 1", "خبر 2"]
    assert b"<h1>1</h1>" in gzip.decompress(Path("pages", records[0]["file"]).read_bytes())
    assert "0 sources asked, 0 pages taken" in run("fetch").stderr
    assert "1 sources asked" in run("fetch", "--source", desk.url("/rss")).stderr
    assert "-q" in run("fetch", "--help").stdout and run("fetch", "-q").stderr == ""


def test_a_source_that_is_there_is_not_added_again(desk):
    run("add-source", desk.url("/rss"))
    result = run("add-source", desk.url("/rss"))
    assert result.stdout == "" and "1 of 1 stood there already" in result.stderr


def test_what_can_be_no_source_is_not_added(desk):
    before = Path("sources.toml").read_text()
    for address, said in (
        (desk.url("/none"), "404"),
        ("http://10.0.0.1/rss", "private"),
        ("http://127.1/", "unusual"),
        ("x", "https://"),
    ):
        result = run("add-source", address, code=1)
        assert said in result.stderr and "Traceback" not in result.stderr
    assert Path("sources.toml").read_text() == before
    run("add-source", "https://agency.example/rss", "--unchecked", "--language", "ar", "--every", "900")
    assert "every = 900" in Path("sources.toml").read_text()
    for args in ((), ("https://a.example/", "--starter", "ar"), ("--starter", "xx")):
        run("add-source", *args, code=2)


def test_the_starter_list(desk):
    result = run("add-source", "--starter", "ar")
    assert len(result.stdout.splitlines()) > 30 and "not verified" in result.stderr
    rows = list(csv.DictReader(io.StringIO(run("sources", "--format", "csv").stdout)))
    assert {row["language"] for row in rows} == {"ar"} and {row["verified"] for row in rows} == {"False"}


@pytest.mark.parametrize("fmt", ["table", "json", "jsonl", "csv", "tsv"])
def test_sources_and_health_in_every_format(desk, fmt):
    run("add-source", desk.url("/rss"), "--name", "=cmd", "--language", "ar")
    run("fetch")
    plain, health, languages = (
        run("sources", "--format", fmt, *more).stdout for more in ((), ("--health",), ("--health", "--languages"))
    )
    assert "=cmd" in plain and "=cmd" in health and "ar" in languages
    if fmt == "json":
        record = json.loads(health)[0]
        assert (record["standing"], record["day"], record["usual"]) == ("ok", 2, None)
        assert json.loads(languages) == [
            {"language": "ar", "day": 2, "usual": None, "drop": None, "refused": 0, "quarantined": 0}
        ]
    if fmt == "csv":
        assert "'=cmd" in plain


def test_alerts_go_to_standard_error(desk):
    run("add-source", desk.url("/rss"), "--name", "Agency")
    desk.plays["/rss"] = Answer(status=500)
    for _ in range(3):
        run("fetch", "--source", desk.url("/rss"), code=3)
    result = run("sources", "--health", "--format", "jsonl")
    assert "alert: Agency: 3 failures in a row" in result.stderr and "[failing]" in result.stderr
    assert json.loads(result.stdout)["standing"] == "failing"


def test_refusals_are_named_with_exit_3_listed_and_tried_again(desk):
    run("add-source", desk.url("/rss"))
    desk.plays["/2"] = Answer(status=404)
    result = run("fetch", code=3)
    assert f"refused: {desk.url('/2')}: {desk.url('/2')} answers 404 [status-404]" in result.stderr
    (record,) = json.loads(run("quarantine", "list", "--format", "json").stdout)
    assert (record["state"], record["title"], record["number"]) == ("refused", "خبر 2", 2)
    assert "see `marsad quarantine list`" in run("sources", "--health").stderr
    run("quarantine", "retry", code=2)
    run("quarantine", "retry", "--all", "2", code=2)
    assert "1 of the numbers are not" in run("quarantine", "retry", "2", "77", code=3).stderr
    desk.plays["/2"] = Answer(page("2"), headers={"Content-Type": "text/html"})
    assert "1 pages taken" in run("fetch").stderr
    assert "0 to be tried again" in run("quarantine", "retry", "--all").stderr


def test_wrong_use_and_missing_files_are_said(desk):
    for args, code in (
        (("fetch", "--sources", "none.toml"), 1), (("sources", "--health"), 1), (("sources", "--languages"), 2),
        (("quarantine", "list"), 1), (("fetch", "--source", "https://none.example/"), 1), (("watch", "--sources",
        "none.toml"), 1),
    ):  # fmt: skip
        assert "Traceback" not in run(*args, code=code).stderr
    Path("sources.toml").write_text("[settings]\nhost_gaps = 1\n")
    assert "no setting 'host_gaps'" in run("fetch", code=1).stderr


def test_another_sink_can_be_put_in(desk, monkeypatch):
    taken = []

    class Shelf:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def take(self, page):
            from marsad.reading.fetched import Taken

            taken.append(page.entry.title)
            return Taken("new", "ar")

    monkeypatch.setattr(commands, "open_sink", lambda keep: Shelf())
    run("add-source", desk.url("/rss"))
    run("fetch")
    assert taken == ["خبر 1", "خبر 2"] and not Path("pages").exists()


PROGRAM = (
    "import marsad.cli.sources as s, click, sys; g = click.Group('m', {c.name: c for c in s.COMMANDS}); g(sys.argv[1:])"
)


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_watch_stops_at_a_signal_and_only_one_runs(desk):
    run("add-source", desk.url("/rss"))
    watch = subprocess.Popen([sys.executable, "-c", PROGRAM, "watch", "--keep", "pages"], stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 30
        while desk.count()["/2"] == 0 and time.monotonic() < until:
            time.sleep(0.05)
        assert "another marsad is fetching" in run("fetch", code=1).stderr
        assert run("sources", "--health", "--format", "json").stdout
        watch.send_signal(signal.SIGTERM)
        told = watch.communicate(timeout=30)[1]
    finally:
        watch.kill()
    assert watch.returncode == 0 and "2 pages taken" in told
    assert len(Path("pages/index.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_changed_list_is_taken_a_wrong_one_is_told(desk, capsys):
    run("add-source", desk.url("/rss"))
    reload = Reload(Path("sources.toml"))
    assert reload() is None
    Path("sources.toml").write_text(SETTINGS + "[[source]]\nurl = 'https://b.example/'\n")
    assert [source.host for source in reload() or ()] == ["b.example"]
    Path("sources.toml").write_text("broken")
    assert reload() is None and "not taken" in capsys.readouterr().err
    Path("sources.toml").unlink()
    assert reload() is None


def test_alerts_of_a_watch_are_told_once(desk, capsys):
    run("add-source", desk.url("/rss"), "--name", "Agency")
    desk.plays["/rss"] = Answer(status=500)
    for _ in range(3):
        run("fetch", "--source", desk.url("/rss"), code=3)
    listed = commands._read(Path("sources.toml"))
    alerts = Alerts(Path("journal.sqlite"), Reload(Path("sources.toml")), listed)
    now = time.time()
    for later in (0, 60, 3700, 7400):
        alerts.check(now + later)
    assert capsys.readouterr().err.count("alert: Agency") == 1


def test_articles_go_into_the_record_with_their_pages(desk, monkeypatch):
    from marsad import store
    from marsad.record.types import Query

    text = "".join(
        f"<p>{line}</p>" for line in (
            "وصل وزير الخارجية العماني بدر البوسعيدي إلى طهران يوم الثلاثاء 16 مايو 2023 في زيارة رسمية تستمر يومين.",
            "والتقى البوسعيدي نظيره الإيراني حسين أمير عبد اللهيان، وبحث الجانبان العلاقات الثنائية وسبل تعزيزها.",
        )
    )  # fmt: skip
    head = '<meta property="article:published_time" content="2023-05-16T10:00:00Z"><title>زيارة عمانية إلى طهران</title>'
    html = (
        f"<html lang=ar><head><meta charset=utf-8>{head}</head><body><article><h1>زيارة عمانية إلى طهران</h1>{text}"
        "</article></body></html>"
    )
    desk.plays["/1"] = Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    run("add-source", desk.url("/rss"), "--name", "Agency")
    run("fetch", "--db", "record.db")
    with store.open("record.db", create=False) as record:
        events = record.snapshot().events(Query(between=("OMN", "IRN"))).events
        figures = record.figures()
        (visit,) = [e for e in events if e.act == "visit"]
        (report,) = record.snapshot().reports(visit.reports)
    assert visit.date == "2023-05-16" and report.article.url == desk.url("/1")
    assert figures["pages"] == "2"  # also the page in which there was no article to speak of
    run("fetch", "--source", desk.url("/rss"), "--db", "record.db")
    with store.open("record.db") as record:
        assert record.figures() == figures
