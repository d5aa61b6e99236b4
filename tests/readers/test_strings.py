r"""Files of strings: what is read, under which name, and where every character stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.strings.keyed import are_versions, say_missing
from mtcheck.types import Document, Reading, Unit

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats" / "strings"


def reading_of(name: str, text: str | bytes, **settings: str) -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return read(name, settings=ReadConfig(**settings), content=content)  # type: ignore[arg-type]


def strings_of(name: str, text: str | bytes) -> list[tuple[str, str]]:
    return [(unit.id, unit.text) for unit in reading_of(name, text).candidate.units]


def assert_shown(texts: Sequence[str], written: Sequence[str]) -> None:
    """The texts are those that are written, but for the mark of an access key."""
    assert len(texts) == len(written)
    for text, said in zip(texts, written, strict=True):
        marks = [at for at, character in enumerate(said) if character in "&_"]
        assert text in (said, *(said[:at] + said[at + 1 :] for at in marks))


def misplaced(text: str, unit: Unit) -> Iterator[tuple[int, str]]:
    """The letters of a unit that do not stand where it says, unless an escape does."""
    lines = re.split(r"\r\n|\r|\n", text)
    for offset, char in enumerate(unit.text):
        where = unit.where(offset)
        rest = lines[where.line - 1][where.column - 1 :]
        if char.isalnum() and not rest.startswith((char, "\\", "&", "'")):
            yield offset, rest


CASES = [
    ("nested", "a.json", '{"a": {"b": "x", "l": ["p", "", {"r": "s"}]}, "n": 1, "t": null}',
     [("a.b", "x"), ("a.l[0]", "p"), ("a.l[2].r", "s")]),
    ("escapes", "a.json", r'{"a": "\"caf\u00e9\"\n\ud83d\ude00 \/"}', [("a", '"café"\n😀 /')]),
    ("one name for two", "a.json", '{"a.b": "x", "a": {"b": "y"}}', [("a.b", "x"), ("a.b#2", "y")]),
    ("ARB", "app.arb", '{"@@locale": "en", "hi": "Hi {n}", "@hi": {"description": "d"}}',
     [("hi", "Hi {n}")]),
    ("WebExtension", "messages.json",
     '{"hi": {"message": "Hi $N$", "description": "d", "placeholders": {"n": {"content": "$1"}}}}',
     [("hi", "Hi $N$")]),
    ("FormatJS", "a.json", '{"x1": {"defaultMessage": "Hi", "description": "d"}}', [("x1", "Hi")]),
    ("Rails", "en.yml", "en:\n  a: One\n  b:\n    - Two\n    - 3\n    - true\n    - No\n",
     [("a", "One"), ("b[0]", "Two")]),
    ("YAML's styles", "a.yaml",
     "a: 'it''s\n  one'\nb: \"caf\\u00e9 \\\n  x\"\nc: |\n  l1\n    l2\nd: >-\n  f1\n  f2\n\n  f3\n",
     [("a", "it's one"), ("b", "café x"), ("c", "l1\n  l2\n"), ("d", "f1 f2\nf3")]),
    ("aliases say nothing new", "a.yaml", "a: &x One\nb: *x\nc: &d\n  e: Two\nf:\n  <<: *d\n  g: Three\n",
     [("a", "One"), ("c.e", "Two"), ("f.g", "Three")]),
    ("languages in one file", "a.yml", "en:\n  a: One\nde:\n  a: Eins\nen-GB:\n  a: Two\n",
     [("en.a", "One"), ("en-GB.a", "Two")]),
    ("properties", "a.properties",
     "# c\n! c\n\n a = x \\\n    y\nb:\\u00e9\\t\\=\nc\\ d e f\ng\n=h\nlast = a\\",
     [("a", "x y"), ("b", "é\t="), ("c d", "e f"), ("(empty)", "h"), ("last", "a")]),
    ("MessageFormat's apostrophes", "a.properties", "a=Don''t {0}\nb=Don''t\n",
     [("a", "Don't {0}"), ("b", "Don''t")]),
    ("ISO-8859-1", "a.properties", "a=café".encode("latin-1"), [("a", "café")]),
    ("Apple", "a.strings",
     '/* c */ "a b" = "x \\"y\\"\\n"; // d\nbare.key = "z\\U00e9";\n"only";',
     [("a b", 'x "y"\n'), ("bare.key", "zé"), ("only", "only")]),
    ("Apple, UTF-16", "a.strings", '"a" = "é";'.encode("utf-16"), [("a", "é")]),
    ("plural rules", "a.stringsdict",
     '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
     '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict><key>files</key>'
     "<dict><key>NSStringLocalizedFormatKey</key><string>%#@n@</string><key>n</key><dict>"
     "<key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>"
     "<key>one</key><string>%d file</string><key>other</key><string>%d &amp; more</string>"
     "</dict></dict></dict></plist>",
     [("files.NSStringLocalizedFormatKey", "%#@n@"), ("files.n.one", "%d file"),
      ("files.n.other", "%d & more")]),
    ("line ends of old Macs", "a.properties", "a=x\rb=y\r", [("a", "x"), ("b", "y")]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "name", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_string_is_read_under_its_name(
    label: str, name: str, text: str | bytes, expected: list[tuple[str, str]]
) -> None:
    assert strings_of(name, text) == expected
    if isinstance(text, str):
        for unit in reading_of(name, text).candidate.units:
            assert not [*misplaced(text, unit)], label


PO = r"""# A translator
msgid ""
msgstr ""
"Language: en_GB\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: src/a.c:7 src/b.c:9
#, c-format
msgid "The color of %s"
msgstr ""
"The colour "
"of %s\n"

msgctxt "menu"
msgid "Open"
msgstr "Open it"

#, fuzzy, no-c-format
#| msgid "One"
msgctxt "menu"
msgid "100%d"
msgid_plural "Many"
msgstr[0] "One %d"
msgstr[1] "Many"

msgid "Not done"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Away"
"""


def test_a_po_file_is_a_candidate_and_its_source() -> None:
    reading = reading_of("en_GB.po", PO)
    candidate, source = reading.candidate, reading.source
    assert source is not None
    assert candidate.language == "en-GB"
    assert [(unit.id, unit.text) for unit in candidate.units] == [
        ("The color of %s", "The colour of %s\n"),
        ("menu|Open", "Open it"),
        ("menu|100%d[0]", "One %d"),
        ("menu|100%d[1]", "Many"),
    ]
    assert [unit.text for unit in source.units] == ["The color of %s", "Open", "100%d", "Many"]
    assert [unit.id for unit in source.units] == [unit.id for unit in candidate.units]
    assert candidate.units[0].masks == ((14, 16),)
    assert candidate.units[2].masks == ()  # no-c-format
    assert candidate.units[0].where(11) == (13, 2, "entry 1 (src/a.c:7)")
    assert candidate.units[1].where(0).place == "entry 2"
    assert candidate.remarks == (
        "1 string without a translation left out",
        "1 fuzzy entry judged like the others",
        "1 obsolete entry left out",
    )
    for document in (candidate, source):
        assert not [spot for unit in document.units for spot in misplaced(PO, unit)]


def test_a_template_is_judged_by_what_it_asks_to_translate() -> None:
    template = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=CHARSET\\n"\n\nmsgid "Open"\nmsgstr ""\n'
    reading = reading_of("app.pot", template)
    assert [unit.text for unit in reading.candidate.units] == ["Open"]
    assert reading.source is None
    assert "nothing is translated" in reading.candidate.remarks[0]


def test_a_po_file_with_keys_has_no_source() -> None:
    text = 'msgid "home.title"\nmsgstr "Open"\n\nmsgid "home.text"\nmsgstr "Close"\n'
    reading = reading_of("en.po", text)
    assert reading.source is None
    assert [unit.id for unit in reading.candidate.units] == ["home.title", "home.text"]


def test_a_po_file_is_read_in_the_encoding_it_names() -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "a"\nmsgstr "é"\n'
    assert strings_of("a.po", text.encode("latin-1")) == [("a", "é")]


def test_a_list_of_objects_with_candidates_is_a_table() -> None:
    rows = [
        {"id": "x", "candidate": "One.", "source": "Uno {a}."},
        {"id": "y", "candidate": "Two.", "source": "Due."},
    ]
    reading = reading_of("rows.json", json.dumps(rows, indent=1))
    assert reading.source is not None
    assert [unit.id for unit in reading.candidate.units] == ["x", "y"]
    assert reading.source.units[0].masks == ()  # as in JSON Lines, the same text scores the same
    assert reading.source.units[1].where(0) == (10, 14, "row 2")


def test_languages_are_what_the_file_says() -> None:
    cases = {
        "en.json": '{"a": "x"}',
        "a.arb": '{"@@locale": "en_GB", "a": "x"}',
        "a.yml": "en-GB:\n  a: x\n",
    }
    found = {name: reading_of(name, text).candidate.language for name, text in cases.items()}
    assert found == {"en.json": "", "a.arb": "en-GB", "a.yml": "en-GB"}


BROKEN = [
    ("a.json", '{"a": "x",}', 1, "is not JSON"),
    ("a.json", '{\n"a": "x" "b"', 2, "a comma expected"),
    ("a.json", '{"a": "\\x"}', 1, "unknown escape"),
    ("a.json", '{"a": "\n"}', 1, "control character"),
    ("a.json", '{"a": "\\ud800"}', 1, "surrogate"),
    ("a.json", '{"a": 1,\n"a": 2}', 2, "twice"),
    ("a.json", '{} {}', 1, "JSON Lines"),
    ("a.json", '{"a": // c\n1}', 1, "a comment"),
    ("a.json", "[" * 200, 1, "nested too deeply"),
    ("a.json", '"x"', 1, "single value"),
    ("a.json", '{"a": "x"', 1, "ends in the middle"),
    ("a.json", '{"a": NaN}', 1, "is not JSON"),
    ("a.json", '{"n": 1}', None, "no text to judge"),
    ("a.yml", "a: 1\na: 2", 2, "twice"),
    ("a.yml", "a: x\nb: [1, 2", 2, "is not YAML"),
    ("a.yml", "a:\n\tb: c", 2, "is not YAML"),
    ("a.yml", "a: \x07", 1, "is not YAML"),
    ("a.yml", "[" * 300, 1, "nested too deeply"),
    ("a.yml", "? [a]\n: b", 1, "not a string"),
    ("a.yml", "just text", 1, "single value"),
    ("a.strings", '"a" = "b"', 1, "semicolon"),
    ("a.strings", '"a" = ;', 1, "a string expected"),
    ("a.strings", '"a" = "b";\n/* c', 2, "does not end"),
    ("a.strings", '"a" = "b', 1, "a string expected"),
    ("a.stringsdict", '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "b">]><plist><dict/></plist>', 1, "document type"),
    ("a.stringsdict", "<plist><array/></plist>", 1, "no property list"),
    ("a.po", 'msgid "a"\n', 1, "no msgstr"),
    ("a.po", 'msgstr "a"\n', 1, "without a msgid"),
    ("a.po", 'msgid "a"\nmsgstr "b" c\n', 2, "is not PO"),
    ("a.po", 'msgid "a"\nmsgid "b"\nmsgstr "c"\n', 2, "twice"),
    ("a.po", "hello\n", 1, "is not PO"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "line", "reason"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(
    name: str, text: str, line: int | None, reason: str
) -> None:
    with pytest.raises(InputError, match=re.escape(reason)) as caught:
        reading_of(name, text)
    assert caught.value.line == line


def test_an_alias_bomb_is_read_in_no_time() -> None:
    bomb = "a: &a [lol, lol]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    assert [text for _, text in strings_of("a.yml", bomb)] == ["lol", "lol"]


def test_no_tag_of_yaml_is_acted_on() -> None:
    text = 'a: !!python/object/apply:os.system ["exit 1"]\nb: !!python/name:os.system x\nc: Text\n'
    assert ("c", "Text") in strings_of("a.yml", text)


@pytest.mark.parametrize(
    ("name", "text"), [("a.properties", "a=x\na=y\n"), ("a.strings", '"a" = "x"; "a" = "y";')]
)
def test_a_key_that_comes_twice_where_the_format_allows_it_is_told(name: str, text: str) -> None:
    reading = reading_of(name, text)
    assert [unit.id for unit in reading.candidate.units] == ["a", "a#2"]
    assert reading.candidate.remarks == ("1 key is written more than once: a",)


def _document(*ids: str, kind: str = "json") -> Document:
    return Document("a", "", kind, tuple(Unit(one, "x", n) for n, one in enumerate(ids, 1)))


def test_files_that_share_names_are_versions() -> None:
    assert are_versions(_document("a", "b", "c"), _document("b", "a", kind="yaml"))
    assert not are_versions(_document("a", "b", "c"), _document("a", "d", "e"))
    assert not are_versions(_document("a"), _document("a", kind="txt"))
    assert say_missing(_document("a", "b"), _document("a", "c", "d")) == (
        "2 keys only in the source: c, d",
        "1 key not in the source: b",
    )


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.name)
def test_the_story_is_read_from_every_file(path: Path) -> None:
    story = (FIXTURES.parent / "story.txt").read_text(encoding="utf-8").split("\n")
    units = read(str(path)).candidate.units
    assert [unit.text for unit in units][:7] == [line for line in story if line]
    assert len(units) == 7 or path.name == "xgettext.pot"
    text = path.read_bytes().decode("utf-16" if path.suffix == ".strings" else "utf-8")
    assert not [spot for unit in units for spot in misplaced(text, unit)]
    assert all(unit.where(0).place for unit in units)


def test_a_plural_of_gettext_is_two_units() -> None:
    units = read(str(FIXTURES / "xgettext.pot")).candidate.units
    assert [(unit.id, unit.masks) for unit in units[7:]] == [
        ("%d boat left[0]", ((0, 2),)),
        ("%d boat left[1]", ((0, 2),)),
    ]
