"""Files that hold a text and its translation, string by string: what XLIFF and TMX share.

The translation is the candidate, what it was made from the source, whether both are in one
language or not. What is not judged, because nobody has translated it or because it says that it
is not for translation, is left out with a remark: a file that is half done must not look clean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mtcheck.errors import InputError
from mtcheck.readers.localisation.inline import Said
from mtcheck.readers.strings.keyed import unique
from mtcheck.text import counted
from mtcheck.types import Document, Reading, Unit

_ID: Final = 60
"""Characters of a name that are shown as a place."""


class Entry(NamedTuple):
    """A string and its translation, where there is one. ``place`` is where a person looks."""

    id: str
    place: str
    source: Said | None
    target: Said | None


def reading(
    entries: Sequence[Entry],
    *,
    path: str,
    form: str,
    languages: tuple[str, str],
    remarks: Iterable[str] = (),
) -> Reading:
    """Both sides of the entries that are translated; ``languages`` of the source and the target.

    Where nothing is translated, the source side is judged by itself.
    """
    said = list(remarks)
    full = [one for one in entries if not _blank(one.source) or not _blank(one.target)]
    done = [one for one in full if not _blank(one.target)]
    if not done:
        if full:
            said.append("nothing is translated: the source side is judged by itself")
        ids = unique(one.id for one in full)
        units = tuple(_unit(i, one, one.source) for i, one in zip(ids, full, strict=True))
        return Reading(Document(path, languages[0], form, units, (), tuple(said)))
    if len(done) < len(full):
        missing = counted(len(full) - len(done), "string", "strings")
        said.append(f"{missing} without a translation left out")
    ids = unique(one.id for one in done)
    targets = tuple(_unit(i, one, one.target) for i, one in zip(ids, done, strict=True))
    candidate = Document(path, languages[1], form, targets, (), tuple(said))
    if all(_blank(one.source) for one in done):
        return Reading(candidate)
    sources = tuple(_unit(i, one, one.source) for i, one in zip(ids, done, strict=True))
    return Reading(candidate, Document(path, languages[0], form, sources))


def shown(kind: str, name: str) -> str:
    """Where a person looks for something that has a name, in words.

    >>> shown("unit", "greeting")
    'unit greeting'
    """
    name = " ".join(name.split())
    return f"{kind} {name if len(name) <= _ID else name[: _ID - 1] + '…'}"


def tag(language: str) -> str:
    """A language as BCP 47 writes it.

    >>> tag("en_GB"), tag(" EN-gb "), tag("zh-hant-tw")
    ('en-GB', 'en-GB', 'zh-Hant-TW')
    """
    first, *rest = language.strip().replace("_", "-").split("-")
    sizes = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(sizes.get(len(part), str.lower)(part) for part in rest)])


def is_in(language: str, wanted: str) -> bool:
    """Is a language the wanted one, or a form of it?

    >>> is_in("en-GB", "en"), is_in("en", "en-GB")
    (True, False)
    """
    return language == wanted or language.startswith(f"{wanted}-")


def pick(path: str, languages: Sequence[str], wanted: str, option: str) -> str:
    """The one of several languages that is wanted. Raises InputError for none, and for two."""
    fitting = [one for one in languages if is_in(one, tag(wanted))]
    if tag(wanted) in languages:
        return tag(wanted)
    if len(fitting) == 1:
        return fitting[0]
    what = "several forms of" if fitting else "no text in"
    raise InputError(path, f"holds {what} {wanted!r}, but {say(languages)}: name one with {option}")


def say(languages: Iterable[str]) -> str:
    """Languages in words, those without a name too."""
    return ", ".join(sorted(one or "one that is not named" for one in languages))


def _blank(said: Said | None) -> bool:
    return said is None or said.is_blank


def _unit(name: str, entry: Entry, said: Said | None) -> Unit:
    """The unit of one side; an empty one, at the place of the other, if it says nothing."""
    one = said or entry.target or entry.source
    assert one is not None, "an entry has a side"
    unit = one.unit(name, entry.place)
    return unit if said else Unit(name, "", unit.line, unit.anchors[:1])
