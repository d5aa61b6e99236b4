"""Patterns of file names, as in ``per-file-ignores``."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import PurePath


def matches(pattern: str, path: str, *, root: str = "") -> bool:
    """Does a file match? The pattern is relative to the folder ``root``, or to the working folder.

    ``*`` stands for any characters, of folders as well, ``**/`` for any folders or none, ``?`` for
    one character, ``[abc]`` for one of these, ``{a,b}`` for either word. A pattern without a slash
    is held against the name of the file in any folder, one that ends in a slash means all that is
    in the folder, and ``!`` in front turns the answer round.

    >>> matches("drafts/*", "drafts/old/a.txt"), matches("*.md", "drafts/a.md")
    (True, True)
    >>> matches("drafts/**/a.txt", "drafts/a.txt"), matches("!drafts/", "drafts/a.txt")
    (True, False)
    """
    if pattern.startswith("!"):
        return not matches(pattern[1:], path, root=root)
    file = os.path.normpath(os.path.join(os.getcwd(), path))  # noqa: PTH109, PTH118
    if "/" not in pattern:
        return _regex(pattern).fullmatch(PurePath(file).name) is not None
    try:
        seen = os.path.relpath(file, root or None)
    except ValueError:  # another drive
        seen = file
    if pattern.startswith("/"):
        seen = file
    pattern = pattern.removeprefix("./")
    return _regex(pattern).fullmatch(PurePath(seen).as_posix()) is not None


def moved(pattern: str, root: str) -> str:
    """A pattern that is relative to the working folder, relative to the folder ``root``.

    >>> moved("*.md", "/somewhere"), moved("/texts/*", "/somewhere")
    ('*.md', '/texts/*')
    """
    bare = pattern.removeprefix("!")
    if "/" not in bare or bare.startswith("/"):
        return pattern
    try:
        way = os.path.relpath(os.getcwd(), root)  # noqa: PTH109
    except (OSError, ValueError):  # it was removed; another drive
        return pattern
    if way == os.curdir:
        return pattern
    mark = pattern[: len(pattern) - len(bare)]
    return f"{mark}{PurePath(way).as_posix()}/{bare.removeprefix('./')}"


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    if pattern.endswith("/"):
        pattern += "**"
    parts = re.findall(r"\*\*/|\*+|\?|\[!?\]?[^\]/]*\]|\{[^{}]*\}|.", pattern, re.DOTALL)
    try:
        return re.compile("".join(map(_part, parts)), re.DOTALL)
    except re.error:  # a range such as [z-a]
        return re.compile(re.escape(pattern))


def _part(part: str) -> str:
    if part == "**/":
        return "(?:.*/)?"
    if part.startswith("*"):
        return ".*"
    if part == "?":
        return "[^/]"
    if len(part) > 2 and part[0] == "[":
        inside = part[1:-1].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^")
        return f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    if len(part) > 1 and part[0] == "{":
        return f"(?:{'|'.join(_regex(word).pattern for word in part[1:-1].split(','))})"
    return re.escape(part)
