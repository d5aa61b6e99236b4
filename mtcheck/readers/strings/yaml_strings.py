r"""YAML files of strings: nested mappings and lists, such as Rails keeps under the language's key.

Every scalar that YAML takes for a string is a unit, named by its keys: ``home.title``. Where the
only key at the top is a language tag (``en:``) it is the document's language, and no part of the
names, so that ``en.yml`` and ``en-GB.yml`` use the same. Of several languages in one file the
English ones are read.

The file is taken as the events of PyYAML's parser: no tag is ever acted on, no object is made. An
alias adds nothing, because its text stands where its anchor is; a chain of them that would grow to
gigabytes is thus read in no time. Duplicate keys and more than 100 levels are refused.

A scalar's text is undone here once more, from the file's own characters, to know on which line and
in which column each of them stands. Where that does not give what PyYAML says, only the scalar's
beginning is known.

>>> from mtcheck.config.sections import ReadConfig
>>> text = "en:\n  home:\n    title: >-\n      One line\n      of %{n}.\n"
>>> document = parse(text, path="en.yml", settings=ReadConfig()).candidate
>>> unit, = document.units
>>> document.language, unit.id, unit.text, unit.where(9)
('en', 'home.title', 'One line of %{n}.', Where(line=5, column=7, place='key home.title'))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from mtcheck.errors import InputError
from mtcheck.readers.strings.keyed import (
    MAX_DEPTH,
    Key,
    Value,
    check_marks,
    check_size,
    decoded,
    name_of,
    units_of,
)
from mtcheck.readers.traced import Lines
from mtcheck.text import counted
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.contents import Limits

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:[-_](?:[A-Za-z]{4}|[A-Z]{2}|\d{3}))*")
_BREAK: Final = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_FOLD: Final = rf"[ \t]*{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*"
_PLAIN: Final = re.compile(_FOLD)
_SINGLE: Final = re.compile(rf"''|{_FOLD}")
_DOUBLE: Final = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|"
    rf"{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*|.)|{_FOLD}"
)
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*\s+)*")
_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_LINE: Final = re.compile(rf"([^\r\n\x85\u2028\u2029]*)({_BREAK}|\Z)")
_HEADER: Final = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:#[^\r\n]*)?")


class _Scalar(NamedTuple):
    """A string of the file: its keys, what it says, how and from where to where it is written."""

    keys: tuple[Key, ...]
    text: str
    style: str | None
    start: int
    end: int


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read a YAML file of strings."""
    lines = Lines(text)
    check_marks(path, text, settings.limits)
    scalars = list(_scalars(text, path, lines, settings.limits))
    roots = list(dict.fromkeys(str(one.keys[0]) for one in scalars if one.keys))
    tags = all(_LANGUAGE.fullmatch(root) for root in roots)
    tags = tags and all(len(one.keys) > 1 for one in scalars)
    language, remarks = "", []
    if tags and len(roots) == 1:
        language = roots[0].replace("_", "-")
        scalars = [one._replace(keys=one.keys[1:]) for one in scalars]
    elif tags and any(root.startswith("en") for root in roots):
        other = [root for root in roots if re.split("[-_]", root)[0] != "en"]
        if other:
            remarks.append(f"{counted(len(other), 'other language')} left out")
        scalars = [one for one in scalars if one.keys[0] not in other]
        language = "en"
    named = [(name_of(one.keys), _value(text, one)) for one in scalars]
    kept = [(name, value) for name, value in named if value.text.strip()]
    if len(kept) < len(named):
        remarks.append(f"{counted(len(named) - len(kept), 'empty string')} left out")
    units = units_of(kept, lines, path=path)
    return Reading(Document(path, language, "yaml", units, (), tuple(remarks)))


class _Level:
    """An open mapping or list: the keys seen, and the one whose value comes next."""

    __slots__ = ("key", "kind", "seen")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.seen: set[str] = set()
        self.key: Key | None = 0 if kind == "list" else None

    def done(self) -> None:
        """A value is over."""
        self.key = self.key + 1 if isinstance(self.key, int) else None


def _scalars(text: str, path: str, lines: Lines, limits: Limits) -> Iterator[_Scalar]:
    """The strings of a file in order. Raises InputError, with the line, for what is not YAML."""
    import yaml

    def fail(reason: str, mark: Any) -> NoReturn:
        raise InputError(path, reason, line=lines.of(min(mark.index, len(text)))[0])

    resolver = yaml.resolver.Resolver()
    levels: list[_Level] = []
    strings = 0
    for pieces, event in enumerate(_events(text, path, lines)):
        check_size(path, strings, 2 * pieces, limits)  # a mark of JSON takes half the time
        level = levels[-1] if levels else None
        is_key = level is not None and level.kind == "mapping" and level.key is None
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(levels) == MAX_DEPTH:
                fail(f"is nested too deeply: more than {MAX_DEPTH} levels", event.start_mark)
            if is_key:
                fail("a key is not a string", event.start_mark)
            is_list = isinstance(event, yaml.SequenceStartEvent)
            levels.append(_Level("list" if is_list else "mapping"))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            levels.pop()
            if levels:
                levels[-1].done()
        elif isinstance(event, yaml.AliasEvent):
            if is_key and level is not None:
                fail("a key is an alias, not a string", event.start_mark)
            if level is not None:
                level.done()
        elif isinstance(event, yaml.ScalarEvent):
            if is_key and level is not None:
                if event.value in level.seen and event.value != "<<":
                    fail(f"the key {event.value!r} is written twice", event.start_mark)
                level.seen.add(event.value)
                level.key = event.value
                continue
            if not levels:
                fail("is a single value, not a mapping of strings", event.start_mark)
            if _is_string(event, resolver, yaml):
                keys = tuple(one.key for one in levels if one.key is not None)
                place = event.start_mark.index, event.end_mark.index
                strings += 1
                yield _Scalar(keys, event.value, event.style, *place)
            levels[-1].done()


def _events(text: str, path: str, lines: Lines) -> Iterator[Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.reader.ReaderError as error:
        line = lines.of(min(error.position, len(text)))[0]
        raise InputError(path, f"is not YAML: {error.reason}", line=line) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"is not YAML: {error.problem or error.context}"
        place = lines.of(min(mark.index, len(text)))[0] if mark else None
        raise InputError(path, reason, line=place) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(path, f"is not YAML: {error}") from error


def _is_string(event: Any, resolver: Any, yaml: Any) -> bool:
    """A string by its marks, its tag, or because YAML takes it for nothing else."""
    if event.tag is not None:
        return event.tag in ("!", "tag:yaml.org,2002:str")
    if event.style:
        return True
    tag = resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
    return bool(tag == "tag:yaml.org,2002:str")


# --- what is written, and what it says -----------------------------------------------------------


def _value(text: str, one: _Scalar) -> Value:
    """The scalar with the place of every stretch."""
    properties = _PROPERTIES.match(text, one.start, one.end)
    one = one._replace(start=properties.end() if properties else one.start)
    start, end = one.start, one.end
    if one.style in ("'", '"'):
        pattern, meaning = (_SINGLE, _folded) if one.style == "'" else (_DOUBLE, _meaning)
        value = decoded(text, [(start + 1, end - 1)], pattern, meaning)
    elif one.style in ("|", ">"):
        value = _block(text, one)
    else:
        value = decoded(text, [(start, end)], _PLAIN, _folded)
    return value if value.text == one.text else Value(one.text, ((0, start),))


def _folded(found: re.Match[str]) -> str:
    """Line ends of a folded scalar: one is a space, each further one a line end."""
    if found.group() == "''":
        return "'"
    breaks = re.findall(_BREAK, found.group())
    return "".join(_normal(one) for one in breaks[1:]) if len(breaks) > 1 else _single(breaks[0])


def _single(mark: str) -> str:
    return mark if mark in ("\u2028", "\u2029") else " "


def _normal(mark: str) -> str:
    return mark if mark in ("\u2028", "\u2029") else "\n"


def _meaning(found: re.Match[str]) -> str:
    """An escape of a double-quoted scalar, or its line ends."""
    written = found.group()
    if written[0] != "\\":
        return _folded(found)
    if written[1] in "xuU":
        code = int(written[2:], 16)
        return chr(code) if code <= 0x10FFFF else ""
    if written[1] in "\r\n\x85\u2028\u2029":
        return "".join(_normal(one) for one in re.findall(_BREAK, written)[1:])
    return _ESCAPES.get(written[1], "")


def _block(text: str, one: _Scalar) -> Value:
    """A literal (``|``) or folded (``>``) scalar: its lines without their indentation.

    Which line ends became spaces is read off what PyYAML says: line by line it must say the same.
    """
    header = _HEADER.match(text, one.start)
    if header is None:
        return Value("", ((0, one.start),))
    lines = [
        (found.start(), found[1], found[2])
        for found in _LINE.finditer(text, header.end(), one.end)
        if found.group()
    ][1:]
    pieces: list[str] = []
    steps: list[tuple[int, int]] = []
    here = 0
    for at, line, _ in lines:
        content = line.lstrip(" ")
        if content.strip() == "" or not content:
            continue
        found = one.text.find(content, here)
        if found < 0 or one.text[here:found].strip():
            return Value("", ((0, one.start),))
        lead = len(line) - len(content)
        steps.append((found, at + lead))
        pieces.append(one.text[here:found] + content)
        here = found + len(content)
    rest = one.text[here:]
    if rest.strip() or not steps:
        return Value("", ((0, one.start),))
    if steps[0][0] > 0:
        steps.insert(0, (0, steps[0][1]))
    return Value("".join(pieces) + rest, tuple(steps))
