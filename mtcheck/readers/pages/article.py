"""Which units of a web page are its article: what ``--html main`` keeps.

trafilatura (extra ``formats``) knows what of a page is the article, and gives its text in a form of
its own, without a place. So it is only asked: a unit of the page belongs to the article if its
words stand in trafilatura's text, in their order. What is judged, and where it stands, comes from
the page as it is.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mtcheck.errors import InputError
from mtcheck.text import counted

if TYPE_CHECKING:
    from mtcheck.types import Document, Suppression, Unit

NEEDS: Final = "needs trafilatura: pip install 'mtcheck[formats]'"
"""Why ``--html main`` does not work."""

RUN: Final = 5
"""Words in a row that are compared: shorter runs stand in other texts as well."""

SHARE: Final = 0.6
"""Share of a unit's runs that must be in the article: of a paragraph with a link, a note or a
picture in it, trafilatura may leave these out."""

_WORD: Final = re.compile(r"[^\W_]+")


def only_article(document: Document, text: str) -> Document:
    """The document with the units of its article only; a remark says how many others there were.

    Raises InputError where trafilatura is missing, or finds no article.
    """
    found = _article(document.path, text)
    whole = {tuple(_words(line)) for line in found.split("\n")}
    runs = {run for line in found.split("\n") for run in _runs(_words(line))}
    kept = [n for n, unit in enumerate(document.units) if _belongs(unit, whole, runs)]
    if not kept:
        raise InputError(document.path, "has no article that stands out: try --html all")
    units = tuple(replace(document.units[n], id=str(new)) for new, n in enumerate(kept, 1))
    n_others = len(document.units) - len(kept)
    blocks = counted(n_others, "block")
    remarks = (f"{blocks} outside the article left out (--html main)",) if n_others else ()
    return replace(
        document,
        units=units,
        suppressions=_moved(document.suppressions, kept),
        remarks=document.remarks + remarks,
    )


def _article(path: str, text: str) -> str:
    """The text of the article, and its title, as trafilatura has them."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise InputError(path, f"--html main {NEEDS}") from error
    for name in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # what they log is not for users
    try:
        found = bare_extraction(text, include_comments=False, include_tables=True)
    except (RecursionError, ValueError) as error:
        raise InputError(path, "is too deeply nested for --html main: try --html all") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise InputError(path, "has no article that stands out: try --html all")
    return f"{found.title or ''}\n{found.text}"


def _belongs(unit: Unit, whole: set[tuple[str, ...]], runs: set[tuple[str, ...]]) -> bool:
    words = _words(unit.text)
    own = _runs(words)
    if not own:
        return tuple(words) in whole
    return sum(run in runs for run in own) >= SHARE * len(own)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]


def _moved(suppressions: tuple[Suppression, ...], kept: list[int]) -> tuple[Suppression, ...]:
    """Suppressions, with the numbers of the units that are left; those of none are dropped."""
    found = []
    for one in suppressions:
        start = sum(n < one.start for n in kept)
        end = sum(n < one.end for n in kept)
        if start < end or one.fault:
            found.append(replace(one, start=start, end=end))
    return tuple(found)
