"""What a fix would change, as a unified diff that ``patch -p1`` and ``git apply`` take.

A diff is bytes: it holds lines of a file in the file's own encoding, with its own line ends, and
would not fit it otherwise. For a terminal the same diff is shown as text, with nothing in it that
could act there.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from mtcheck.reporters.visible import visible

CONTEXT = 3
"""Lines around a change, as everywhere."""

_PLAIN_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\"\\\ud800-\udfff\u200b-\u202e\u2066-\u2069]*")


def render_patch(path: str, before: bytes, after: bytes) -> bytes:
    """The unified diff of a file's two versions; empty where they are equal.

    >>> print(render_patch("a.txt", b"One\\nthe the\\n", b"One\\nthe\\n").decode(), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1,2 +1,2 @@
     One
    -the the
    +the
    """
    if before == after:
        return b""
    old, new = _lines(before), _lines(after)
    parts = [f"--- {_name('a', path)}\n+++ {_name('b', path)}\n".encode("utf-8", "surrogateescape")]
    for hunk in _hunks(old, new):
        first, last = hunk[0], hunk[-1]
        parts.append(
            f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n".encode("ascii")
        )
        for tag, left, left_end, right, right_end in hunk:
            if tag == "equal":
                parts += [_line(b" ", line) for line in old[left:left_end]]
            else:
                parts += [_line(b"-", line) for line in old[left:left_end]]
                parts += [_line(b"+", line) for line in new[right:right_end]]
    return b"".join(parts)


def show_patch(path: str, before: str, after: str, *, colour: bool = False) -> str:
    """The diff for people: what acts on a terminal is shown by its code, colours if asked for."""
    old, new = (text.encode("utf-8", "backslashreplace") for text in (before, after))
    colours = {"-": "31", "+": "32", "@": "36"}
    shown = []
    for line in render_patch(path, old, new).decode("utf-8", "backslashreplace").split("\n")[:-1]:
        text = line[:1] + visible(line[1:].removesuffix("\r"))
        if colour and line[:1] in colours:
            text = f"\x1b[{colours[line[:1]]}m{text}\x1b[0m"
        shown.append(text + "\n")
    return "".join(shown)


def _lines(content: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", content)


_Step = tuple[str, int, int, int, int]


def _hunks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Sequence[_Step]]:
    if len(old) != len(new):  # a character whose bytes hold a line feed, in UTF-16
        yield from difflib.SequenceMatcher(None, old, new, False).get_grouped_opcodes(CONTEXT)
        return
    changed = [n for n, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    while changed:
        near = 1
        while near < len(changed) and changed[near] - changed[near - 1] <= 2 * CONTEXT + 1:
            near += 1
        places, changed = changed[:near], changed[near:]
        at = max(0, places[0] - CONTEXT)
        steps: list[_Step] = []
        for place in places:
            steps += [("equal", at, place, at, place)]
            steps += [("replace", place, place + 1, place, place + 1)]
            at = place + 1
        end = min(len(old), at + CONTEXT)
        yield [*steps, ("equal", at, end, at, end)]


def _range(start: int, end: int) -> str:
    """A range of lines as diffs write it."""
    length = end - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"


def _line(sign: bytes, line: bytes) -> bytes:
    if line.endswith(b"\n"):
        return sign + line
    return sign + line + b"\n\\ No newline at end of file\n"


def _name(side: str, path: str) -> str:
    """The name of a file as ``patch`` reads it; quoted where it holds what would mislead."""
    name = f"{side}/{PurePath(path).as_posix().lstrip('/')}"
    if not _PLAIN_NAME.fullmatch(name):
        octal = "".join(
            chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03o}"
            for byte in name.encode("utf-8", "surrogateescape")
        )
        return f'"{octal}"'
    return f"{name}\t" if " " in name else name
