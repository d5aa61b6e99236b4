"""Files of strings that nobody should trust, as data: made when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

Make = Callable[[Path], object]

BOMB = b"a: &a [lol, lol]\n" + b"".join(
    b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)
)
LIST = b'<?xml version="1.0"?>\n<!DOCTYPE plist [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>\n<plist/>'
THREE = b'msgid "a"\nmsgstr "One."\n\nmsgid "b"\nmsgstr "Two."\n\nmsgid "c"\nmsgstr "Three."\n'
MANY, DENSE = "--max-sentences", "too many for"


def _holds(name: str, data: Callable[[], bytes]) -> Make:
    return lambda folder: (folder / name).write_bytes(data())


def refused() -> Iterator[tuple[str, str, Make, str]]:
    """Label, name, what makes the file, and what the error says."""
    for label, name, data, says in (
        ("lists in lists of JSON", "a.json", lambda: b"[" * 5_000_000, "too deeply"),
        ("five million numbers", "a.json", lambda: b"[" + b"1," * 4_900_000 + b"1]", MANY),
        ("two million strings", "a.json", lambda: b'["a"' + b',"a"' * 2_000_000 + b"]", MANY),
        ("four million escapes", "a.json", lambda: b'{"a":"' + b"\\n" * 4_000_000 + b'"}', DENSE),
        ("a string of JSON that never ends", "a.json", lambda: b'{"a":"' + b"a" * 9_000_000, "does not end"),
        ("JSON that ends in the middle", "a.json", lambda: b'{"a": {"b": "x"', "in the middle"),
        ("a key of strings written twice", "a.json", lambda: b'{"a": "x",\n"a": "y"}', "twice"),
        ("half a surrogate in JSON", "a.json", lambda: b'{"a": "\\udc00"}', "surrogate"),
        ("a NUL by an escape", "a.json", lambda: b'{"a": "x\\u0000"}', "NUL"),
        ("ARB without strings", "a.arb", lambda: b'{"@@locale": "en"}', "no text to judge"),
        ("lists in lists of YAML", "a.yml", lambda: b"- " * 4_000_000, "too deeply"),
        ("five million numbers in YAML", "a.yml", lambda: b"a: [" + b"1," * 4_900_000 + b"1]", MANY),
        ("aliases without end", "a.yml", lambda: b"a: &a x\nb: [" + b"*a," * 3_000_000 + b"]", MANY),
        ("YAML with a control character", "a.yml", lambda: b"a: \x07", "not YAML"),
        ("YAML in tabs", "a.yml", lambda: b"a:\n\tb: c", "not YAML"),
        ("a key of YAML that is a list", "a.yml", lambda: b"? [a]\n: b", "not a string"),
        ("two million properties", "a.properties", lambda: b"a=x\n" * 2_000_000, MANY),
        ("a line continued for ever", "a.properties", lambda: b"a=\\\n" + b"x\\\n" * 3_000_000, DENSE),
        ("a comment that never ends", "a.strings", lambda: b"/* " * 3_000_000, "does not end"),
        ("quotation marks of strings", "a.strings", lambda: b'"' * 4_000_001, "no semicolon"),
        ("a binary property list", "a.strings", lambda: b"bplist00\xd1\x01\x02" + bytes(40), "binary"),
        ("entities in a property list", "a.stringsdict", lambda: LIST, ":2:"),
        ("a PO entry without an end", "a.po", lambda: b'msgid "a"\n', "no msgstr"),
        ("a PO file of two million strings", "a.po", lambda: b'msgid ""\n' + b'"x"\n' * 2_000_000, "lines"),
        ("PO that is something else", "a.po", lambda: b"<html>", "not PO"),
        ("a PO file in an encoding of its own", "a.po", lambda: b'msgid ""\nmsgstr "charset=nosuch\\n"\n', "nosuch"),
    ):  # fmt: skip
        yield label, name, _holds(name, data), says


def strange() -> Iterator[tuple[str, str, Make]]:
    """Label, name, and what makes a file that is judged all the same."""
    messages = b'{"a": "One.", "b": "Two.", "c": "' + b"{n, plural, other {#" * 40_000 + b'"}'
    braces = b'{"a": "One.", "b": "Two.", "c": "Three.", "d": "' + b"{" * 400_000 + b'"}'
    tags = b"!!python/object/apply:os.system [exit]"
    for label, name, data in (
        ("an alias bomb", "a.yml", b"1: One.\n2: Two.\n3: Three.\n" + BOMB),
        ("tags of YAML that name code", "a.yml", b"a: One.\nb: Two.\nc: Three.\nd: " + tags),
        ("messages that never end", "a.json", messages),
        ("braces that never end", "a.json", braces),
        ("a PO file whose lines end in CR", "a.po", THREE.replace(b"\n", b"\r")),
        ("names of strings that repeat", "a.properties", b"a=One.\na=Two.\na=Three.\n"),
    ):
        yield label, name, _holds(name, lambda data=data: data)  # type: ignore[misc]
