"""Bytes to articles: every encoding, every kind of file, and every bad input with its reason."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Article
from marsad.reading.decode import decode
from marsad.reading.inputs import Refusal, Remark, read_inputs
from marsad.reading.json_stream import ValueStream

TITLE = "وزير الخارجية العماني يصل إلى طهران"
TEXT = "وصل وزير الخارجية العماني اليوم إلى العاصمة الإيرانية طهران في زيارة رسمية.\nوعقد لقاء."
CONTENT = f"{TITLE}\n{TEXT}\n"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def read(*paths, **options):
    """Everything that comes out: articles, refusals, remarks."""
    remarks: list[Remark] = []
    found = list(read_inputs(paths, remark=remarks.append, **options))
    articles = [item for item in found if isinstance(item, Article)]
    refusals = [item for item in found if isinstance(item, Refusal)]
    return articles, refusals, remarks


@pytest.fixture
def write(tmp_path):
    def writer(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return writer


# --- plain text ----------------------------------------------------------------------------------


def test_first_line_is_the_title_and_the_content_is_the_file(write):
    (article,), refusals, remarks = read(write("a.txt", CONTENT))
    assert (article.title, article.text) == (TITLE, f"{TEXT}\n")
    assert article.content == CONTENT
    assert (refusals, remarks) == ([], [])


@pytest.mark.parametrize(
    "content",
    ["one line", "one line\n", "\n\nno title\n", "title\r\ntext\r\n", "a\rb\rc", "x" * 400 + "\ny",
     "title\n" + BIDI.join("نص "), "\ufefftitle\ntext"],
)  # fmt: skip
def test_content_is_the_file_to_the_letter(write, content):
    (article,), _, _ = read(write("a.txt", content))
    assert article.content == content.removeprefix("\ufeff")


def test_a_long_first_line_is_no_title(write):
    (article,), _, _ = read(write("a.txt", "x" * 400 + "\ny"))
    assert article.title == ""


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_is_kept_or_refused_as_empty(text):
    data = ("\ufeff" + text).encode()
    found = list(read_inputs(["-"], stdin=io.BytesIO(data), remark=lambda _: None))
    if isinstance(found[0], Article) and text.lstrip()[:1] not in ("{", "["):
        assert found[0].content == text
    else:
        assert found


def test_options_fill_in_only_what_is_not_told(write):
    options = {
        "published": dt.date(2023, 4, 19),
        "outlet": "x",
        "language": "ar",
        "article_id": "i",
    }
    told = {"text": "t", "published": "2020-01-01", "outlet": "y", "language": "en", "id": "j"}
    (plain, record), _, _ = read(
        write("a.txt", CONTENT), write("b.json", json.dumps(told)), **options
    )
    assert (plain.published, plain.outlet, plain.language, plain.id) == tuple(options.values())
    assert record == Article.from_dict(told)


def test_the_same_text_has_the_same_id(write):
    (one, two), _, _ = read(write("a.txt", CONTENT), write("b.txt", CONTENT))
    assert one.id == two.id != ""


# --- encodings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", None),
        ("utf-8", b"\xef\xbb\xbf", None),
        ("utf-16-le", b"\xff\xfe", None),
        ("utf-16-be", b"\xfe\xff", None),
        ("utf-32-le", b"\xff\xfe\x00\x00", None),
        ("utf-16-le", b"", "UTF-16-LE"),
        ("utf-16-be", b"", "UTF-16-BE"),
        ("cp1256", b"", "windows-1256"),
        ("iso8859-6", b"", "ISO-8859-6"),
    ],
)
@pytest.mark.parametrize("kind", ["txt", "json", "jsonl", "list"])
def test_encodings_in_every_kind_of_file(write, encoding, mark, said, kind):
    record = {"title": TITLE, "text": f"{TEXT}\n"}
    content = {
        "txt": CONTENT,
        "json": json.dumps(record, ensure_ascii=False),
        "jsonl": (json.dumps(record, ensure_ascii=False) + "\n") * 2,
        "list": json.dumps([record] * 2, ensure_ascii=False),
    }[kind]
    path = write("a." + kind.replace("list", "json"), mark + content.encode(encoding))
    articles, refusals, remarks = read(path)
    assert refusals == []
    assert [a.content for a in articles] == [CONTENT] * (2 if kind in ("jsonl", "list") else 1)
    assert [r.message for r in remarks] == ([f"read as {said}, as it is not UTF-8"] if said else [])


def test_latin_text_of_old_newswires_is_windows_1252(write):
    content = (
        "The President of Côte d’Ivoire arrives\nHe met the minister – in Geneva – on Monday.\n"
    )
    (article,), _, (remark,) = read(write("a.txt", content.encode("cp1252")))
    assert article.content == content
    assert "windows-1252" in remark.message


def test_english_with_a_german_name_is_not_taken_for_arabic():
    text = "Bundespräsident Steinmeier visits Tirana. Bundespräsident Steinmeier met the premier."
    assert decode(text.encode("cp1252")).text == text


def test_one_damaged_letter_does_not_lose_the_article(write):
    data = CONTENT.encode()
    damaged = data[:101] + b"\xff" + data[102:]
    (article,), _, (remark,) = read(write("a.txt", damaged))
    assert article.title == TITLE
    assert "\ufffd" in article.text
    assert "damaged" in remark.message


def test_a_file_cut_inside_a_letter_is_utf_8():
    assert decode(CONTENT.encode()[:-3]).encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7\n...", "binary"),
        (b"PK\x03\x04 docx", "binary"),
        (b"\x1f\x8b\x08gz", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"some text\x00with a NUL", "binary"),
        (bytes(range(1, 32)) * 10, "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"a" * 70_000 + b"\x00", "binary"),
        (b"<!DOCTYPE html><html>", "markup"),
        ("Министр иностранных дел прибыл с визитом в столицу".encode("cp1251"), "unknown-encoding"),
        ("外務大臣がリヤドに到着し会談した".encode("shift-jis"), "unknown-encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(write, data, code):
    path = write("a.txt", data)
    articles, (refusal,), _ = read(path)
    assert articles == []
    assert (refusal.source, refusal.code) == (str(path), code)
    assert refusal.message


# --- JSON ----------------------------------------------------------------------------------------


def test_json_one_list_and_articles(write):
    one, two = {"text": "a", "id": "1"}, {"text": "b", "id": "2"}
    for content in ([one, two], {"articles": [one, two]}, {"meta": 1, "articles": [one, two]}):
        articles, refusals, _ = read(write("a.json", json.dumps(content)))
        assert ([a.id for a in articles], refusals) == (["1", "2"], [])
    articles, _, _ = read(write("a.json", json.dumps(one)))
    assert [a.text for a in articles] == ["a"]


def test_duplicate_ids_are_allowed(write):
    line = json.dumps({"text": "a", "id": "1"})
    articles, refusals, _ = read(write("a.jsonl", f"{line}\n{line}\n"))
    assert (len(articles), refusals) == (2, [])


def test_bad_lines_are_refused_by_number_and_the_rest_is_read(write):
    lines = [
        '{"text": "good"}',
        "",
        '{"text": ',
        "[1, 2]",
        '"a string"',
        '{"title": "no text"}',
        '{"text": "a", "published": "2023-13-45"}',
        '{"text": "a", "published": 20230419}',
        '{"text": 5}',
        '{"text": "  "}',
        "[" * 50_000,
        '{"text": "a", "n": ' + "9" * 5_000 + "}",
        '{"text": "also good"}',
    ]
    path = write("a.jsonl", "\n".join(lines))
    articles, refusals, _ = read(path)
    assert [a.text for a in articles] == ["good", "also good"]
    told = {int(r.source.removeprefix(f"{path}:")): r.code for r in refusals}
    assert told == {
        3: "not-json", 4: "not-an-article", 5: "not-an-article", 6: "no-text", 7: "bad-date",
        8: "bad-date", 9: "no-text", 10: "empty", 11: "not-json", 12: "not-json",
    }  # fmt: skip
    assert "2023-13-45" in refusals[4].message


def test_an_article_of_a_list_is_refused_by_its_place(write):
    path = write("a.json", '[{"text": "a"}, {"no": 1}, {"text": "b"}, {"text": "c" ')
    articles, refusals, _ = read(path)
    assert [a.text for a in articles] == ["a", "b"]
    assert [(r.source, r.code) for r in refusals] == [
        (f"{path}[2]", "no-text"), (str(path), "not-json"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["[", "{", '[{"text": "a"} {"text": "b"}]', "[]x", "nonsense",
                                     "[" * 100_000, '{"a":' * 100_000])  # fmt: skip
def test_broken_json_is_refused(write, content):
    _, refusals, _ = read(write("a.json", content))
    assert [r.code for r in refusals] == ["not-json"]


def test_lone_surrogates_and_nuls_in_json_are_mended_and_told(write):
    content = '{"text": "a\\ud83d b\\u0000 \\ud83d\\ude00", "title": "\\udfff"}'
    (article,), _, (remark,) = read(write("a.json", content))
    assert article.content == "\ufffd\na\ufffd b\ufffd \U0001f600"
    article.content.encode()
    assert (remark.code, remark.message[:1]) == ("mended", "3")


def test_json_lines_in_a_json_file_and_on_standard_input(write):
    lines = b'{"text": "a"}\n{"text": \n{"text": "b"}\n'
    for articles, refusals, _ in (
        read(write("a.json", lines)),
        read("-", stdin=io.BytesIO(lines)),
    ):
        assert [a.text for a in articles] == ["a", "b"]
        assert [r.code for r in refusals] == ["not-json"]


@given(st.lists(st.recursive(st.none() | st.integers() | st.floats(allow_nan=False) | st.text(),
                             lambda s: st.lists(s) | st.dictionaries(st.text(), s), max_leaves=5)),
       st.integers(1, 9), st.booleans())  # fmt: skip
def test_values_do_not_depend_on_the_pieces(values, size, wrapped):
    text = json.dumps({"articles": values} if wrapped else values)
    pieces = (text[n : n + size] for n in range(0, len(text), size))
    assert list(ValueStream(pieces)) == values


# --- files, folders, streams ---------------------------------------------------------------------


def test_folders_are_read_in_order_and_other_files_counted(write, tmp_path):
    for name in ("b/2.txt", "b/1.TXT", "a.jsonl", "c.ndjson", "d.json"):
        write(name, json.dumps({"text": name}) if "json" in name else f"{name}")
    for name in ("x.pdf", "y.pdf", "README"):
        write(name, "z")
    articles, refusals, (remark,) = read(tmp_path)
    # A folder's own files come before those of the folders in it.
    assert [a.text for a in articles] == ["a.jsonl", "c.ndjson", "d.json", "b/1.TXT", "b/2.txt"]
    assert refusals == [] or [r.code for r in refusals] == ["not-json"]
    assert "2 .pdf" in remark.message and "1 no suffix" in remark.message


def test_a_folder_without_articles_is_refused(tmp_path):
    _, (refusal,), _ = read(tmp_path)
    assert refusal.code == "nothing-to-read"


def test_a_loop_of_links_ends(write, tmp_path):
    write("in/a.txt", CONTENT)
    (tmp_path / "in" / "again").symlink_to(tmp_path)
    articles, _, _ = read(tmp_path)
    assert len(articles) == 1


def test_files_that_are_not_there_or_of_another_type(write, tmp_path):
    good = write("good.txt", CONTENT)
    articles, refusals, _ = read(tmp_path / "none.txt", write("a.pdf", "x"), good)
    assert [r.code for r in refusals] == ["not-found", "unsupported-type"]
    assert len(articles) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(write):
    path = write("a.txt", CONTENT)
    path.chmod(0)
    _, (refusal,), _ = read(path)
    assert refusal.code == "unreadable"


def test_a_file_without_suffix_and_standard_input_are_told_by_content(write):
    assert read(write("article", CONTENT))[0][0].title == TITLE
    assert read(write("record", '{"text": "a"}'))[0][0].text == "a"
    (article,), _, _ = read("-", stdin=io.BytesIO(CONTENT.encode()))
    assert article.content == CONTENT
    _, (refusal,), _ = read("-", stdin=io.BytesIO(b""))
    assert (refusal.source, refusal.code) == ("standard input", "empty")


def test_a_line_of_five_megabytes_and_a_hundred_thousand_lines(write):
    line = "كلمة " * 1_000_000
    (one,), _, _ = read(write("a.txt", line))
    assert one.content == line
    (two,), _, _ = read(write("b.jsonl", json.dumps({"text": line}, ensure_ascii=False)))
    assert two.text == line
    many = "سطر\n" * 100_000
    (three,), _, _ = read(write("c.txt", many))
    assert three.content == many


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_large_file_is_not_read_whole(tmp_path, name):
    record = json.dumps({"text": "x" * 10_000})
    path = tmp_path / name
    with path.open("w") as file:
        file.write("[" if name == "a.json" else "")
        for number in range(3_000):
            file.write(("," if name == "a.json" and number else "") + record + "\n")
        file.write("]" if name == "a.json" else "")
    tracemalloc.start()
    count = sum(isinstance(item, Article) for item in read_inputs([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 3_000_000 < path.stat().st_size


def test_articles_come_as_they_are_read(tmp_path):
    """The first article of a stream comes before the stream has ended."""

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = (b'{"text": "a"}\n' * len(buffer))[: len(buffer)]
            return len(buffer)

    first = next(iter(read_inputs(["-"], stdin=io.BufferedReader(Endless()))))
    assert isinstance(first, Article)


def test_remarks_are_logged_when_nobody_asks(write, caplog):
    path = write("a.txt", CONTENT.encode("cp1256"))
    assert len(list(read_inputs([path]))) == 1
    assert "windows-1256" in caplog.text


def test_a_path_may_be_text(write):
    assert len(list(read_inputs([str(Path(write("a.txt", CONTENT)))]))) == 1
