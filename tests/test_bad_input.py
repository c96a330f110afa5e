"""Bad input through the real coder: what is refused, with which code, and that the rest is coded."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import pickle

import pytest
from click.testing import CliRunner

from marsad import Article, Coder, MarsadError
from marsad.cli.main import cli

TEXT = "وصل وزير الخارجية العماني بدر البوسعيدي أمس إلى طهران في زيارة رسمية.\n"
CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# One isolated presentation form for each letter: as old PDF files give Arabic text.
FORMS = {"\ufe8d": "ا", "\ufeed": "و", "\ufead": "ر", "\ufea9": "د", "\ufee9": "ه", "\ufee5": "ن"}


def read(*arguments, **options):
    return CliRunner().invoke(cli, ["read", *map(str, arguments)], **options)


def spread(marks):
    return "".join(char + marks[i % len(marks)] for i, char in enumerate(TEXT))


def presented():
    letters = {letter: form for form, letter in FORMS.items()}
    return "".join(letters.get(char, char) for char in TEXT)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("cp1256"),
        TEXT.encode("iso8859-6"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        b"\xef\xbb\xbf" + TEXT.encode(),
        spread(CONTROLS).encode(),
        spread("ـ").encode(),
        spread("\u064e\u0651").encode(),
        presented().encode(),
        TEXT.encode() * 2 + b"\xed\xa0\x80\n",
    ],
    ids=["windows-1256", "iso-8859-6", "utf-16", "utf-16-le", "bom", "bidi", "tatweel", "diacritics", "forms", "torn"],
)
def test_however_it_is_written_the_visit_is_found(tmp_path, data):
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    result = read(path, "--published", "2023-05-17", "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    (event,) = json.loads(result.stdout)["events"]
    assert (event["act"], event["source"], event["target"]) == ("visit", ["OMN"], ["IRN"])
    assert event["date"] == "2023-05-16"


def test_an_unknown_language_is_refused_and_the_rest_is_coded(tmp_path):
    path = tmp_path / "a.jsonl"
    records = [{"id": "x", "text": "abc", "language": "xx"}, {"id": "y", "text": TEXT, "published": "2023-05-17"}]
    path.write_text("\n".join(map(json.dumps, records)))
    for explain in ((), ("--explain",)):
        result = read(path, "--format", "jsonl", *explain)
        assert result.exit_code == 3
        assert "refused: x: no language pack for 'xx'" in result.stderr and "[no-language]" in result.stderr
        assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["y"]


def test_a_note_has_its_code():
    assert "left unresolved [no-published]" in read("-", input=TEXT).stderr


def test_a_region_after_the_language_does_no_harm():
    for tag in ("ar", "AR", "ar-EG", "ar_MA"):
        coded = Coder().code(Article(TEXT, language=tag))
        assert (coded.language, len(coded.events)) == ("ar", 1)


@pytest.mark.parametrize("day", ["2023-05-17", dt.date(2023, 5, 17), dt.datetime(2023, 5, 17, 22, 5)])
def test_the_day_of_publication_may_be_text_a_day_or_a_moment(day):
    coded = Coder().code(Article(TEXT, published=day))
    assert coded.to_dict()["published"] == "2023-05-17"
    assert coded.article.published == dt.date(2023, 5, 17)
    assert coded.events[0].date == "2023-05-16"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": 5}, "no-text"),
        ({"text": None}, "no-text"),
        ({"text": "a", "published": 20230517}, "bad-date"),
        ({"text": "a", "published": "2023-02-30"}, "bad-date"),
        ({"text": "a", "published": ""}, "bad-date"),
        ({"text": "a", "title": 7}, "bad-field"),
        ({"text": "a", "language": 7}, "bad-field"),
    ],
)
def test_an_article_that_is_none_is_told_at_once(fields, code):
    with pytest.raises(MarsadError) as caught:
        Article(**fields)
    assert caught.value.code == code


def assert_frozen(value, name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)


def test_an_article_stays_as_it_is():
    article = Article(TEXT, published="2023-05-17")
    assert_frozen(article, "published")
    assert pickle.loads(pickle.dumps(article)) == article == dataclasses.replace(article)
    assert len({article, dataclasses.replace(article)}) == 1
    coded = Coder().code(article)
    assert_frozen(coded, "events")
    assert_frozen(coded.events[0], "act")


def test_a_stream_is_coded_as_it_comes():
    taken = []

    def articles():
        for number in range(3):
            taken.append(number)
            yield Article(TEXT, id=str(number))

    stream = Coder().code_many(articles())
    assert next(stream).article.id == "0"
    assert taken == [0]
