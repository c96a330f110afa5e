"""The documents against the program: files, options, fields and dependencies that they name."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from marsad.cli.main import cli
from marsad.cli.output import COLUMNS
from marsad.model import Article, Claim, CodedArticle, EventMention, Note, Person, Place, Span

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "src").rglob("README.md")),
    ROOT / "benchmarks" / "README.md",
    ROOT / "sample" / "README.md",
]
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")
_SUFFIXES = (".py", ".toml", ".tsv", ".jsonl", ".md", ".txt")


def named(page):
    return page.relative_to(ROOT).as_posix()


def files_told(text):
    for told in _CODE.findall(text):
        for word in told.split():
            if word.endswith(_SUFFIXES) and not re.search(r"[*<>{]|^ID|^\.\.", word):
                yield word


def exists(page, name):
    """Whether a file is there: from the root, the page's folder, the package, a pack or the tools."""
    package = ROOT / "src" / "marsad"
    folders = [ROOT, page.parent, package, ROOT / "docs", ROOT / "tools", ROOT / "benchmarks"]
    folders += [ROOT / "benchmarks" / "gold", package / "coding", package / "cli", package / "evaluation"]
    folders += [package / "language" / "ar", package / "language", package.parent]
    return any((folder / name).exists() for folder in folders)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_and_links_are_there(page):
    text = page.read_text("utf-8")
    # Files of the user, or of other projects.
    allowed = {"article.txt", "more.jsonl", "out.jsonl", "GOLD.jsonl", "CAMEO.goldsteinscale.txt", "sources.toml", ".txt", ".jsonl"}
    missing = [name for name in files_told(text) if name not in allowed and not exists(page, name)]
    missing += [link for link in _LINK.findall(text) if "://" not in link and not (page.parent / link).exists()]
    assert not missing


def options():
    for name, command in cli.commands.items():
        for param in command.params:
            for option in getattr(param, "opts", []):
                if option.startswith("--"):
                    yield name, option


@pytest.mark.parametrize(("command", "option"), list(options()))
def test_every_option_is_documented(command, option):
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    section = text.split(f"## marsad {command}\n")[1].split("\n## ")[0]
    assert re.search(rf"{option}\b", section)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_and_options_that_are_told_are_there(page):
    known = {option for _, option in options()} | {"--help", "--version"}
    for line in re.findall(r"^.*\bmarsad (?:read|evaluate)\b.*$", page.read_text("utf-8"), re.MULTILINE):
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", line)) <= known
    for command in re.findall(r"(?:^|\| |\$ |`)(?:    )?marsad ([a-z][a-z-]*)", page.read_text("utf-8"), re.MULTILINE):
        assert command in cli.commands


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_make_targets_are_there(page):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^    |`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_package_folder_has_a_readme():
    folders = {path.parent for path in (ROOT / "src" / "marsad").rglob("*.py")}
    assert not [folder for folder in folders if folder.name != "versions" and not (folder / "README.md").is_file()]


# --- data dictionary -----------------------------------------------------------------------------


def full_article():
    article = Article("نص طويل", title="عنوان", published=dt.date(2023, 5, 16), outlet="o", url="u")
    span = Span(0, 5, "عنوان")
    event = EventMention(
        "visit", "happened", ("OMN",), ("IRN",), span, "2023-05-15", Place("IRN", "Tehran"), ("trade",), "OMN",
        0.5, ("visit:وصل",), span,
    )  # fmt: skip
    claim = Claim("distance", ("ISR",), ("TKM",), "mission", 17, "km", span, "a", "b", 1993, "ambassador")
    notes = (Note("a", "b"),)
    return CodedArticle(article, "ar", (event,), (Person("بدر", "OMN", "other", (span,)),), (claim,), notes=notes)


def fields(section):
    """The names in the first column of a section's table."""
    text = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    body = text.split(section + "\n", 1)[1].split("\n#", 1)[0]
    cells = (line.split("|")[1] for line in body.splitlines() if line.startswith("| `"))
    return [name for cell in cells for name in _CODE.findall(cell)]


def test_the_data_dictionary_has_every_field():
    record = full_article().to_dict()
    assert fields("## JSON (`--format json`, `jsonl`; `CodedArticle.to_dict()`)") == list(record)
    assert set(fields("### An event")) == set(record["events"][0])
    assert fields("### A person") == list(record["people"][0])
    assert set(fields("### A claim")) == set(record["claims"][0])
    assert fields("### A note") == list(record["notes"][0])


def test_the_data_dictionary_has_every_column():
    assert sorted(fields("## CSV and TSV (`--format csv`, `tsv`)")) == sorted(COLUMNS)


# --- dependencies --------------------------------------------------------------------------------


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    run_time, *extras = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    told = {e.split("\n", 1)[0]: e for e in extras}
    sections = [(project["dependencies"], run_time)]
    for extra, listed in project["optional-dependencies"].items():
        heading = "For development" if extra == "dev" else f"Extra `marsad[{extra}]`"
        sections.append((listed, told[heading]))
    for listed, section in sections:
        names = {re.split(r"[><=~;]", dependency)[0] for dependency in listed}
        assert names == set(re.findall(r"^\| `([\w-]+)`", section, re.MULTILINE))
