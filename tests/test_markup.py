"""The hardened front: encodings, and XML that means harm."""

from __future__ import annotations

import contextlib
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.markup import MarkupError, decode_markup, parse_html, parse_xml

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 %s
]>
<rss><channel><title>&lol30;</title></channel></rss>""" % b"\n".join(
    b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (b"%d" % (n - 1) if n else b"") * 10) for n in range(31)
)
QUADRATIC = b'<!DOCTYPE r [<!ENTITY a "%s">]><r>%s</r>' % (b"x" * 100_000, b"&a;" * 20_000)


def text_of(document):
    return "".join(document.root.itertext())


@pytest.mark.parametrize("data", [LAUGHS, QUADRATIC], ids=["laughs", "quadratic"])
def test_entities_are_not_expanded(data):
    tracemalloc.start()
    start = time.process_time()
    document = parse_xml(data)
    assert time.process_time() - start < 10
    assert tracemalloc.get_traced_memory()[1] < 30 * len(data) + 1_000_000
    tracemalloc.stop()
    assert len(text_of(document)) <= len(data)
    assert any("document type" in note for note in document.notes)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE r SYSTEM "%s"><r>in</r>',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "%s">]><r>in&x;</r>',
        b'<!DOCTYPE r [<!ENTITY %% p SYSTEM "%s"> %%p;]><r>in</r>',
        b'<r xmlns:xi="http://www.w3.org/2001/XInclude">in<xi:include href="%s" parse="text"/></r>',
        b'<?xml-stylesheet href="%s"?><r>in</r>',
        b'<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="%s">in</r>',
    ],
    ids=["dtd", "entity", "parameter", "xinclude", "stylesheet", "schema"],
)  # fmt: skip
def test_nothing_outside_is_read(tmp_path, data):
    secret = tmp_path / "secret.txt"
    secret.write_text("<!ENTITY y 'secret'> secret")
    for place in (secret.as_uri().encode(), b"http://127.0.0.1:9/x"):
        assert "secret" not in text_of(parse_xml(data.replace(b"%s", place).replace(b"%%", b"%")))


def test_a_doctype_after_the_root_begins_does_nothing_either():
    document = parse_xml(b'<r><!DOCTYPE r [<!ENTITY a "secret">]>&a;&a;&a;</r>')
    assert text_of(document).count("secret") <= 1  # its own text may stand there, but it is not put in anywhere


def test_a_doctype_ends_where_it_ends():
    data = b"""<!-- > --><?a ?>
    <!DOCTYPE r [<!-- ]> ' --><!ENTITY a "]>"><!ENTITY b ']>"'><?x ]> ?>] ><r>in</r>"""
    assert text_of(parse_xml(data)) == "in"
    with pytest.raises(MarkupError, match="no end"):
        parse_xml(b"<!DOCTYPE r [ <r>in</r>")


def test_harmless_entities_are_their_characters():
    document = parse_xml(
        b"<r>caf&eacute;&nbsp;&amp; &lt;b&gt; &#1587;&#x633; &bull; &own; a & b &c <![CDATA[&nbsp;&x;]]></r>"
    )
    assert text_of(document) == "café\u00a0& <b> سس • &own; a & b &c &nbsp;&x;"
    assert document.notes == ("1 entities that are not HTML's stand as text, such as &own;",)


def test_broken_xml_is_mended_and_said():
    document = parse_xml(b"<rss><item><title>one</item><item><title>two\x0b</title></rss>")
    assert text_of(document) == "onetwo"
    assert any("broken XML" in note for note in document.notes) and any("not allow" in note for note in document.notes)
    assert parse_xml(b"<a><b>x").cut and not parse_xml(b"<a>x</a>").cut


@pytest.mark.parametrize("data", [b"", b"text", b"\xff\xfe", b"\x00" * 50, b"<", b"<>", b"{}"])
def test_what_is_no_xml_is_refused(data):
    with pytest.raises(MarkupError):
        parse_xml(data)


def test_deep_and_long_documents_stay_in_time():
    start = time.process_time()
    for data in (
        b"<a>" * 200_000, b"<a " * 200_000, b"<!--" * 200_000, b"<![CDATA[" * 200_000, b"&a" * 400_000, b"<?" * 200_000,
        b"<!DOCTYPE a [" + b"<!--" * 200_000, b"<a" + b" b='c'" * 100_000 + b">", b"&" * 500_000 + b"<a>",
    ):  # fmt: skip
        with contextlib.suppress(MarkupError):
            parse_xml(data)
    parse_html(b"<div>" * 20_000 + b"x")
    assert time.process_time() - start < 10


ARABIC = "الخارجية تستدعي السفير للتشاور"


@pytest.mark.parametrize(
    ("encoding", "declared", "told", "note"),
    [
        ("utf-8", "", "", None),
        ("utf-8", "windows-1256", "", "is UTF-8"),
        ("utf-8", "", "iso-8859-1", None),
        ("cp1256", "windows-1256", "", None),
        ("cp1256", "", "windows-1256", None),
        ("cp1256", "utf-8", "", "read as cp1256"),
        ("cp1256", "", "", "read as cp1256"),
        ("cp1256", "", "utf-8", "read as cp1256"),
        ("iso8859-6", "iso-8859-6", "utf-8", "is iso8859-6"),
        ("utf-16", "utf-16", "", None),
        ("utf-8-sig", "windows-1256", "", None),
    ],
)
def test_encodings(encoding, declared, told, note):
    attribute = f' encoding="{declared}"' if declared else ""
    data = f'<?xml version="1.0"{attribute}?><r>{ARABIC}</r>'.encode(encoding)
    document = parse_xml(data, told)
    assert text_of(document) == ARABIC
    assert (note is None and not document.notes) or any(str(note) in one for one in document.notes)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Министр прибыл"),
        ("iso8859-9", "Dışişleri Bakanı"),
        ("cp1255", "שר החוץ"),
        ("koi8-r", "Посол"),
        ("shift_jis", "大使"),
    ],
)
def test_declared_encodings_of_other_languages(encoding, text):
    assert text_of(parse_xml(f'<?xml version="1.0" encoding="{encoding}"?><r>{text}</r>'.encode(encoding))) == text
    html = f'<html><head><meta charset="{encoding}"></head><body><p>{text}</p></body></html>'.encode(encoding)
    assert text in text_of(parse_html(html))


@pytest.mark.parametrize(
    "name", ["utf-7", "punycode", "unicode_escape", "rot13", "zlib", "idna", "no-such", "undefined", "mbcs"]
)
def test_codecs_that_no_page_may_choose_are_not_used(name):
    text, notes = decode_markup(b"<r>+ADw-script+AD4- \\u0041 \xe9</r>", name)
    assert text.startswith("<r>+ADw-script+AD4- \\u0041 ") and notes


@given(st.binary(max_size=200), st.text(max_size=12))
def test_any_bytes_decode(data, told):
    text, notes = decode_markup(data, told)
    assert decode_markup(data, told) == (text, notes)
    if data.isascii() and b"encoding" not in data and b"charset" not in data and not told:
        assert text.encode() == data  # plain letters are what they are


TAGS = st.lists(
    st.sampled_from(
        ["<r>", "</r>", "<item>", "</item>", "<a b='", "'>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "&amp;",
        "&x;", "&#0;",
         "&#xD800;", "&#99999999;", "<!DOCTYPE r [", "<!ENTITY a 'b'>", "]>", "]", "'", '"', "\x00", "\ud800",
         "\ufffe", "سفير", " ",
         "<x:y>", "xmlns:x='u'", "<r xmlns=''>", "</x:y>", "<?xml version='1.0' encoding='utf-16'?>"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(TAGS)
def test_any_markup_parses_or_is_refused(text):
    data = text.encode("utf-8", "surrogatepass")
    for read in (parse_xml, parse_html):
        with contextlib.suppress(MarkupError):
            document = read(data)
            assert isinstance(document.root.tag, str) and not any("\0" in part for part in document.root.itertext())


@pytest.mark.parametrize("reference", ["&#xD800;", "&#57343;", "&#0;", "&#x110000;", "&#99999999999;"])
def test_references_to_no_character_are_not_put_into_the_tree(reference):
    for read in (parse_xml, parse_html):
        text = "".join(read(f"<r>a{reference}b &#1587;</r>".encode()).root.itertext())
        assert text == "a\ufffdb س"
