r"""Gettext's PO and POT: what was said, and what stands in its place.

The msgstr are the candidate, the msgid beside them the source; whether both are in one language is
for others to say. A plural has a unit for each form, ``name[0]``, ``name[1]``. A unit is named by
its msgctxt, else by its msgid, shortened. Where no string is translated (a POT), the msgid are read
by themselves; where the msgid are keys (``home.title``), the msgstr are. Obsolete entries (``#~``)
are left out, fuzzy ones read, and remarks tell how many there are.

>>> from mtcheck.config.sections import ReadConfig
>>> text = 'msgid ""\nmsgstr "Language: en_GB\\n"\n\n#: a.c:7\nmsgid "My color"\nmsgstr ""\n'
>>> text += '"My "\n"colour"\n'
>>> reading = parse(text, path="en_GB.po", settings=ReadConfig())
>>> reading.candidate.language, reading.source.units[0].text
('en-GB', 'My color')
>>> unit, = reading.candidate.units
>>> unit.id, unit.text, unit.where(3)
('My color', 'My colour', Where(line=8, column=2, place='entry 1 (a.c:7)'))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.errors import InputError
from mtcheck.placeholders import KINDS, PRINTF
from mtcheck.readers.strings.keyed import Value, check_marks, check_size, decoded, unique, unit_of
from mtcheck.readers.traced import Lines
from mtcheck.text import counted
from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

MAX_ID: Final = 60
"""Characters of a msgid that a unit is named by."""

KEYS_SHARE: Final = 0.8
"""The msgid are keys if that many of them look like one."""

_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_KEYWORD: Final = re.compile(
    r"[ \t]*(msgctxt|msgid_plural|msgid|msgstr|domain)(?:\[(\d{1,3})\])?[ \t]*"
)
_STRING: Final = re.compile(r'[ \t]*"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*')
_ESCAPE: Final = re.compile(r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)")
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_KEY: Final = re.compile(
    r"[A-Za-z_][\w-]*(?:[.:/][\w-]+)+|[A-Za-z][a-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Z0-9]+(?:_[A-Z0-9]+)+"
)

Spans = list[tuple[int, int]]


@dataclass(slots=True)
class _Entry:
    """An entry as it is written: the spans of each string's parts, by keyword and number."""

    line: int
    strings: dict[tuple[str, int], Spans] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    reference: str = ""

    def has(self, keyword: str) -> bool:
        return any(name == keyword for name, _ in self.strings)


class _Form(NamedTuple):
    """A string and what it was made of, with the name and the place of both."""

    name: str
    place: str
    kinds: tuple[str, ...]
    said: Value
    translated: Value


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read a PO or POT file."""
    lines = Lines(text)
    obsolete: list[int] = []
    check_marks(path, text, settings.limits)
    entries = []
    for entry in _entries(text, path, obsolete):
        entries.append(entry)
        check_size(path, len(entries), 0, settings.limits)
    header: dict[str, str] = {}
    if entries and not entries[0].has("msgctxt") and not _value(text, entries[0], "msgid").text:
        header = _header(_value(text, entries[0], "msgstr").text)
        entries = entries[1:]
    forms = list(_forms(text, entries))
    done = [form for form in forms if form.translated.text.strip()]
    remarks = _remarks(forms, done, entries, len(obsolete))
    kept = [form for form in (done or forms) if form.said.text.strip()]
    names = unique(form.name for form in kept)

    def side(values: Iterable[Value]) -> tuple[Unit, ...]:
        return tuple(
            unit_of(name, value, lines, path=path, place=form.place, kinds=form.kinds)
            for name, form, value in zip(names, kept, values, strict=True)
        )

    said = side(form.said for form in kept)
    language = _tag(header.get("language", ""))
    source_language = _tag(header.get("x-source-language", ""))
    if not done:
        return Reading(Document(path, source_language, "po", said, (), remarks))
    translated = side(form.translated for form in kept)
    candidate = Document(path, language, "po", translated, (), remarks)
    if _are_keys([form.said.text for form in kept]):
        return Reading(candidate)
    return Reading(candidate, Document(path, source_language, "po", said))


def _remarks(
    forms: Sequence[_Form], done: Sequence[_Form], entries: Sequence[_Entry], obsolete: int
) -> tuple[str, ...]:
    remarks = []
    if not done:
        remarks.append("nothing is translated: the msgid are judged by themselves")
    elif len(done) < len(forms):
        missing = counted(len(forms) - len(done), "string", "strings")
        remarks.append(f"{missing} without a translation left out")
    fuzzy = sum("fuzzy" in entry.flags for entry in entries)
    if fuzzy:
        remarks.append(f"{counted(fuzzy, 'fuzzy entry', 'fuzzy entries')} judged like the others")
    if obsolete:
        entries_left = counted(obsolete, "obsolete entry", "obsolete entries")
        remarks.append(f"{entries_left} left out")
    return tuple(remarks)


def _entries(text: str, path: str, obsolete: list[int]) -> Iterator[_Entry]:
    """The entries in order; ``obsolete`` gets the lines of those that are out of use."""
    entry = _Entry(1)
    key: tuple[str, int] | None = None
    for number, found in enumerate(_LINE.finditer(text), 1):
        line, start = (
            found[1].lstrip(" \t"),
            found.start() + len(found[1]) - len(found[1].lstrip(" \t")),
        )
        keyword = _KEYWORD.match(text, start, found.end(1))
        opens = line.startswith("#") or (keyword and keyword[1] in ("msgctxt", "msgid", "domain"))
        if entry.has("msgstr") and opens:
            yield entry
            entry, key = _Entry(number), None
        if line.startswith("#"):
            _comment(line, entry)
            if re.match(r"#~[ \t]*msgid\b(?!_)", line):
                obsolete.append(number)
            key = None
            continue
        if not line:
            key = None
            continue
        if keyword:
            key = keyword[1], int(keyword[2] or 0)
            if key in entry.strings:
                raise InputError(path, f"{_said(key)} comes twice in an entry", line=number)
            if key[0] == "msgstr" and not entry.has("msgid"):
                raise InputError(path, "msgstr without a msgid", line=number)
            start = keyword.end()
        string = _STRING.fullmatch(text, start, found.end(1))
        if key is None or string is None:
            what = line[:40].split("\t")[0]
            raise InputError(
                path, f"is not PO: a keyword and a string expected, not ‘{what}’", line=number
            )
        if key[0] != "domain":
            entry.strings.setdefault(key, []).append(string.span(1))
    if entry.has("msgstr"):
        yield entry
    elif entry.strings:
        raise InputError(path, "is not PO: the last entry has no msgstr", line=entry.line)


def _said(key: tuple[str, int]) -> str:
    return f"msgstr[{key[1]}]" if key[0] == "msgstr" and key[1] else key[0]


def _comment(line: str, entry: _Entry) -> None:
    """What gettext wants to know of a comment."""
    if line.startswith("#,"):
        entry.flags.update(flag.strip() for flag in line[2:].split(","))
    elif line.startswith("#:") and not entry.reference:
        entry.reference = (line[2:].split() or [""])[0].strip("\u2068\u2069")


def _header(text: str) -> dict[str, str]:
    fields = (line.partition(":") for line in text.split("\n"))
    return {name.strip().lower(): value.strip() for name, _, value in fields}


def _tag(language: str) -> str:
    """A locale's name as a language tag.

    >>> _tag("en_GB.UTF-8"), _tag("sr@latin"), _tag("")
    ('en-GB', 'sr', '')
    """
    return re.split(r"[.@ ]", language)[0].replace("_", "-")


def _forms(text: str, entries: Sequence[_Entry]) -> Iterator[_Form]:
    contexts = [_value(text, entry, "msgctxt").text for entry in entries]
    shared = Counter(contexts)
    for number, (entry, context) in enumerate(zip(entries, contexts, strict=True), 1):
        said = _value(text, entry, "msgid")
        name = _name(said.text)
        if context:
            name = f"{context}|{name}" if shared[context] > 1 else context
        place = f"entry {number}" + (f" ({entry.reference})" if entry.reference else "")
        kinds = tuple(kind for kind in KINDS if kind != PRINTF or not _is_literal(entry.flags))
        numbers = sorted(form for keyword, form in entry.strings if keyword == "msgstr")
        if not entry.has("msgid_plural"):
            yield _Form(name, place, kinds, said, _value(text, entry, "msgstr", numbers[0]))
            continue
        plural = _value(text, entry, "msgid_plural")
        for form in numbers:
            one = form == 0 and len(numbers) > 1
            translated = _value(text, entry, "msgstr", form)
            yield _Form(f"{name}[{form}]", place, kinds, said if one else plural, translated)


def _name(said: str) -> str:
    """A msgid as a name: on one line, shortened."""
    line = " ".join(said.split())
    return line if len(line) <= MAX_ID else line[: MAX_ID - 1].rstrip() + "…"


def _is_literal(flags: set[str]) -> bool:
    """Is it said that a per cent sign is one?"""
    return "no-c-format" in flags or "no-python-format" in flags or "no-php-format" in flags


def _are_keys(said: Sequence[str]) -> bool:
    """Are the msgid names in a program, not words?

    >>> _are_keys(["home.title", "home.menu.open", "SAVE_AS"]), _are_keys(["Save", "Save as"])
    (True, False)
    """
    return sum(bool(_KEY.fullmatch(one)) for one in said) >= KEYS_SHARE * len(said)


def _value(text: str, entry: _Entry, keyword: str, number: int = 0) -> Value:
    spans = entry.strings.get((keyword, number), [])
    return decoded(text, spans, _ESCAPE, _meaning) if spans else Value("", ((0, 0),))


def _meaning(found: re.Match[str]) -> str:
    written = found.group()[1:]
    if written[0] in "01234567":
        return chr(int(written, 8))
    if written[0] == "x" and len(written) > 1:
        return chr(int(written[1:], 16))
    return _CONTROLS.get(written[0], written[0])
