"""What people write beside a text to have findings set aside, read into suppressions.

In a comment of Markdown or HTML::

    <!-- mtcheck: ignore[ACC101, LIN301] as the paper prints it -->
    <!-- mtcheck: off[TER] a list of bad examples follows -->
    <!-- mtcheck: on -->

``ignore`` covers the next block, or the block that the comment stands in; ``off`` every block until
``on``, or the end of the file. Without brackets, or with ``*`` in them, every rule is meant. In a
table it is the column ``mtcheck_ignore``, in JSON Lines the key of that name, which covers its
row: ``ACC101, LIN301: as the paper prints it``, or ``*``.

What is written wrong is never dropped: it becomes a suppression with a ``fault``, which sets
nothing aside and is reported. Whether a code exists is known elsewhere, where the rules are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from mtcheck.types import Suppression

COLUMN: Final = "mtcheck_ignore"
"""The column of a table, and the key of a JSON line, that holds a row's suppressions."""

VERBS: Final = ("ignore", "off", "on")

_DIRECTIVE: Final = re.compile(
    r"\s*mtcheck\s*:\s*([\w-]*)[ \t]*(?:\[([^\]]*)(\]?))?(.*)", re.IGNORECASE | re.DOTALL
)
_NO_COLON: Final = re.compile(r"\s*mtcheck[\s-]+(?:ignore|off|on)\s*(?:\[|\Z)", re.IGNORECASE)
_EVERY: Final = "*"


class Comment(NamedTuple):
    """A comment of a file: what stands between its marks, where, and among which units.

    ``unit`` is the index of the unit that it stands in, if ``inside``, or else of the next one.
    """

    text: str
    line: int
    column: int
    unit: int
    inside: bool


class _Said(NamedTuple):
    """One comment, taken apart."""

    verb: str
    codes: tuple[str, ...]
    reason: str
    fault: str = ""


def read_comments(comments: Iterable[Comment], n_units: int) -> tuple[Suppression, ...]:
    """The suppressions of a file's comments, in their order; ``n_units`` is its number of units.

    A comment with several codes gives one for each. Comments that do not speak to mtcheck give
    none.

    >>> [note] = read_comments([Comment(" mtcheck: ignore[ACC101] sic ", 3, 1, 1, False)], 4)
    >>> (note.place, note.code, note.reason, note.start, note.end)
    ('comment on line 3', 'ACC101', 'sic', 1, 2)
    """
    found: list[Suppression] = []
    opened: dict[str, int] = {}  # what is switched off, and its index in found
    for comment in comments:
        said = _take_apart(comment.text)
        if said is None:
            continue
        note = Suppression(
            place=f"comment on line {comment.line}",
            line=comment.line,
            column=comment.column,
            text=" ".join(comment.text.split()),
            start=min(comment.unit, n_units),
            end=min(comment.unit + 1, n_units) if said.verb == "ignore" else n_units,
            reason=said.reason,
            fault=said.fault,
        )
        if note.fault:
            found.append(note)
        elif said.verb == "on":
            codes = tuple(code.lower() for code in said.codes) or tuple(opened)
            unknown = [code for code in codes if code not in opened]
            if unknown or not codes:
                what = f"{unknown[0].upper()} is not" if unknown else "nothing is"
                found.append(replace(note, fault=f"{what} switched off here"))
            for code in set(codes) & set(opened):
                index = opened.pop(code)
                found[index] = replace(found[index], end=note.start + comment.inside)
        elif note.start == n_units:
            found.append(replace(note, fault="no text follows it"))
        else:
            for code in said.codes or ("",):
                key = code.lower()
                if said.verb == "off" and key in opened:
                    before = found[opened[key]].line
                    fault = f"it is switched off already, by the comment on line {before}"
                    found.append(replace(note, code=code, fault=fault))
                    continue
                if said.verb == "off":
                    opened[key] = len(found)
                found.append(replace(note, code=code))
    return tuple(found)


def read_cell(cell: str, line: int, unit: int) -> tuple[Suppression, ...]:
    """The suppressions that a row's cell holds: codes, and after a colon the reason.

    >>> [(s.code, s.reason) for s in read_cell("ACC101 LIN301: sic", 2, 0)]
    [('ACC101', 'sic'), ('LIN301', 'sic')]
    >>> read_cell(" ", 2, 0), read_cell("*", 2, 0)[0].code
    ((), '')
    """
    codes, colon, reason = cell.partition(":")
    text = " ".join(cell.split())
    if not text:
        return ()
    note = Suppression(
        place=f"{COLUMN} on line {line}",
        line=line,
        column=1,
        text=text,
        start=unit,
        end=unit + 1,
        reason=" ".join(reason.split()),
    )
    if "[" in codes:
        return (replace(note, fault="codes stand without brackets in a table, a colon after them"),)
    if colon and not codes.strip():
        return (replace(note, fault="it names no rule before the colon; * means every rule"),)
    return tuple(replace(note, code=code) for code in _codes(codes) or ("",))


def _take_apart(text: str) -> _Said | None:
    """What a comment says; None where it does not speak to mtcheck."""
    found = _DIRECTIVE.match(text)
    if not found:
        if _NO_COLON.match(text):
            return _Said("ignore", (), "", "a colon is missing after mtcheck")
        return None
    verb, codes, closed, rest = found.groups()
    verb = verb.lower()
    reason = " ".join(rest.split()).lstrip(":–—- ")
    if verb not in VERBS:
        near = difflib.get_close_matches(verb, VERBS, n=1, cutoff=0.5)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        return _Said("ignore", (), reason, f"it says {verb!r} where ignore, off or on stands{hint}")
    if codes is None:
        return _Said(verb, (), reason)
    if not closed:
        return _Said(verb, (), reason, "the bracket is not closed")
    if not codes.strip(", \t\n"):
        return _Said(verb, (), reason, "the brackets are empty; leave them out to mean every rule")
    return _Said(verb, _codes(codes), reason)


def _codes(text: str) -> tuple[str, ...]:
    """The codes of a list, each once; none where every rule is meant."""
    codes = tuple(dict.fromkeys(text.replace(",", " ").split()))
    return () if _EVERY in codes else codes
