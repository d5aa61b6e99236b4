"""XML as a tree: what it says, where everything stands, and what it will not do."""

from __future__ import annotations

import codecs
import re
import tracemalloc
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.readers.elements import Element, Text, parse_elements
from mtcheck.types import Unit

LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "ha">\n'
    + "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">\n' for n in range(1, 10))
    + "]><a>&b9;</a>"
)
QUADRATIC = f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 50_000}</a>'

REFUSED = {
    "a billion laughs": (LAUGHS, "2: declares entities"),
    "quadratic blow-up": (QUADRATIC, "1: declares entities"),
    "an external entity": (
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "declares entities",
    ),
    "a parameter entity": (
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://localhost/x.dtd"> %b;]><a/>',
        "declares entities",
    ),
    "an internal subset of nothing": ("<!DOCTYPE a []><a/>", "document type"),
    "attributes with defaults": ('<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>', "document type"),
    "an entity that nobody declared": ("<a>\n&b;</a>", "2: is not well-formed XML: undefined"),
    "an entity of HTML without a document type": ("<a>&nbsp;</a>", "undefined entity"),
    "an unknown entity beside an external type": (
        '<!DOCTYPE a SYSTEM "a.dtd"><a>\n\n&b;</a>',
        "3: uses the entity &b;",
    ),
    "the same in an attribute": (
        '<!DOCTYPE a SYSTEM "a.dtd">\n<a b="&c;"/>',
        "2: uses the entity &c;",
    ),
    "too deep": ("<a>\n" * 201 + "</a>" * 201, "201: is nested deeper than 200"),
    "far too deep": ("<a>" * 1_000_000, "nested deeper"),
    "a surrogate by number": ("<a>&#xD800;</a>", "invalid character number"),
    "NUL by number": ("<a>&#0;</a>", "invalid character number"),
    "a control character by number": ("<a>&#8;</a>", "invalid character number"),
    "a control character": ("<a>\x08</a>", "not well-formed"),
    "beyond Unicode": ("<a>&#x110000;</a>", "invalid character number"),
    "cut off in a tag": ("<a><b>One.</b><b", "unclosed token"),
    "cut off between tags": ("<a>\n<b>One.</b>", "2: is not well-formed XML: no element found"),
    "cut off in CDATA": ("<a><![CDATA[One.", "unclosed CDATA"),
    "crossed tags": ("<a><b></a></b>", "mismatched tag"),
    "two roots": ("<a/><a/>", "junk after document element"),
    "an attribute twice": ('<a b="1" b="2"/>', "duplicate attribute"),
    "a prefix that nobody declared": ("<a:b/>", "unbound prefix"),
    "the separator in a namespace": ('<a xmlns="x&#10;y"/>', "not well-formed"),
    "nothing but a comment": ("<!-- a -->", "no element found"),
    "half of a surrogate pair": ("<a>\ud800</a>", "surrogate"),
    "NUL": ("<a>\0</a>", "not well-formed"),
}

LARGE = {
    "many elements": "<a>" + "<b/>" * 400_000 + "</a>",
    "a huge attribute": f'<a b="{"x" * 3_000_000}"/>',
    "many attributes": "<a " + " ".join(f"b{n}='1'" for n in range(200_000)) + "/>",
    "many references": "<a>" + "&lt;" * 700_000 + "</a>",
    "many comments": "<a>" + "<!--b-->" * 400_000 + "</a>",
    "many sections": "<a>" + "<![CDATA[b]]>" * 250_000 + "</a>",
    "a tag without an end": '<a b="' + "c='d' " * 500_000,
    "opening marks": "<" * 3_000_000,
    "closing brackets": "<a>" + "]" * 3_000_000 + "</a>",
    "wide characters between tags": "<a>" + "é<b/>" * 400_000 + "</a>",
    "line ends": "<a>" + "\r\n" * 1_500_000 + "</a>",
}


@pytest.mark.parametrize("label", REFUSED)
def test_what_could_hurt_is_refused_with_its_line(label: str) -> None:
    text, says = REFUSED[label]
    with pytest.raises(InputError) as caught:
        parse_elements(text, path="a.xml")
    assert str(caught.value).startswith("a.xml:")
    assert says in str(caught.value)


@pytest.mark.parametrize("label", LARGE)
def test_what_is_large_is_read_or_refused(label: str) -> None:
    root, said = None, ""
    try:
        root = parse_elements(LARGE[label], path="a.xml")
    except InputError as error:
        said = str(error)
    assert said.startswith("a.xml:") == (root is None)
    if root is not None:
        assert all(len(text.anchors) > 0 for text in root.texts)
        assert (root.start, root.end) == (0, len(LARGE[label]))


def test_more_elements_than_a_book_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtcheck.readers.elements.MAX_ELEMENTS", 100)
    with pytest.raises(InputError, match="2: has more than 100 elements"):
        parse_elements("<a>\n" + "<b/>" * 100 + "</a>", path="a.xml")


def test_memory_stays_a_small_multiple_of_the_file() -> None:
    text = "<a>" + '<b c="d">word</b>\n' * 20_000 + "</a>"
    tracemalloc.start()
    parse_elements(text, path="a.xml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60 * len(text)


def test_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    monkeypatch.setattr("os.open", refuse)
    root = parse_elements('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>Hm.</a>', path="a.xml")
    assert root.plain == "Hm."


def test_an_external_document_type_brings_the_names_of_html() -> None:
    text = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<t n="caf&eacute; &amp; &#x41;" xmlns:x="y">&eacute;a</t>'
    root = parse_elements(text, path="a.tmx")
    assert (root.attributes["n"], root.plain) == ("café & A", "éa")
    assert [(a.offset, a.column) for a in root.texts[0].anchors] == [(0, 45), (1, 53)]


def test_names_are_local_and_attributes_say_their_namespace() -> None:
    root = parse_elements(
        '<a xmlns="one" xmlns:t="two" t:b="1" xml:space="preserve" c="2"><t:d/></a>', path="a"
    )
    assert (root.name, root.space) == ("a", "one")
    assert dict(root.attributes) == {"{two}b": "1", "xml:space": "preserve", "c": "2"}
    assert [(child.name, child.space) for child in root.elements] == [("d", "two")]


def test_a_part_of_a_package_is_named() -> None:
    with pytest.raises(InputError, match=r"^a.docx: its part word/b.xml, line 2, is not well"):
        parse_elements("<a>\n</b>", path="a.docx", inside="word/b.xml")


@pytest.mark.parametrize(
    ("label", "content", "text"),
    [
        ("nothing said", "<a>é</a>".encode(), "é"),
        ("a mark of UTF-8", codecs.BOM_UTF8 + "<a>é</a>".encode(), "é"),
        ("Latin", '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), "é"),
        ("UTF-16 with a mark", '<?xml version="1.0"?><a>é</a>'.encode("utf-16"), "é"),
        ("said in the wrong place", b"<a><!--<?xml encoding='ascii'?>-->\xc3\xa9</a>", "é"),
        (
            "UTF-16, declared",
            '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"),
            "é",
        ),
    ],
)
def test_bytes_are_read_as_they_say(label: str, content: bytes, text: str) -> None:
    assert parse_elements(content, path="a.xml").plain == text, label


@pytest.mark.parametrize(
    ("label", "content"),
    [
        ("not UTF-8", b"<a>\xe9</a>"),
        ("says UTF-16", b'<?xml version="1.0" encoding="utf-16"?><a>x</a>'),
        ("says ASCII", '<?xml version="1.0" encoding="ascii"?><a>é</a>'.encode()),
        ("a codec that is none", b'<?xml version="1.0" encoding="klingon"?><a/>'),
        ("a codec of no text", b'<?xml version="1.0" encoding="rot13"?><n/>'),
        ("a codec that runs escapes", b'<?xml version="1.0" encoding="unicode_escape"?><a/>'),
        ("a codec with a past", b'<?xml version="1.0" encoding="utf-7"?><a/>'),
        ("NUL", b"<a>\0</a>"),
        ("nothing", b""),
    ],
)
def test_bytes_that_lie_about_themselves_are_refused(label: str, content: bytes) -> None:
    with pytest.raises(InputError):
        parse_elements(content, path="a.xml")
    with pytest.raises(InputError, match=r"^a.docx: its part b.xml"):
        parse_elements(content, path="a.docx", inside="b.xml")


MARKUP = ("<!-- <c> -->", "<![CDATA[<&amp;]]>", "<![CDATA[]]>", "<?p ?>", "<c/>", "<c d='é/>'/>")
WORDS = ("One", " ", "é", "𝄞", "\n", "\r\n", "\r", "]", "]]", ">", "&amp;", "&#x1F600;", "&#10;")
PIECES = st.sampled_from((*MARKUP, *WORDS, "<b>", "</b>", '<c d=">"></c>'))


@given(st.lists(PIECES, max_size=30))
def test_every_character_stands_where_its_anchor_says(pieces: list[str]) -> None:
    text = f"<a>{''.join(pieces)}</a>"
    try:
        truth = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        with pytest.raises(InputError):
            parse_elements(text, path="a.xml")
        return
    root = parse_elements(text, path="a.xml")
    assert root.plain == "".join(truth.itertext())
    assert [e.name for e in root.walk()] == [e.tag for e in truth.iter()]
    lines = re.split("\r\n|\r|\n", text)
    for element in root.walk():
        _check_tags(text, element)
        for node in element.texts:
            _check_anchors(lines, node)


def _check_tags(text: str, element: Element) -> None:
    whole = text[element.start : element.end]
    assert whole.startswith(f"<{element.name}")
    assert whole.endswith(">")
    inner = text[element.inner_start : element.inner_end]
    assert whole == f"{text[element.start : element.inner_start]}{inner}" + (
        f"</{element.name}>" if not whole.endswith("/>") else ""
    )


def _check_anchors(lines: list[str], node: Text) -> None:
    unit = Unit("1", node.text, node.anchors[0].line, node.anchors)
    for offset, char in enumerate(node.text):
        line, column, _ = unit.where(offset)
        there = (lines[line - 1] + "\n")[column - 1]
        assert there in (char, "&")
