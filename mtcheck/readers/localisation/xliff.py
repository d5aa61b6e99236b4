"""XLIFF 1.x and 2.x, whatever tool wrote it: segments with their translations.

The target side is the candidate, the source side what it is compared with if it is in the same
language. A unit is a segment (``<segment>``; in XLIFF 1 ``<mrk mtype="seg">``, or else the whole
``<trans-unit>``), named by the ids that the file gives. Alternatives, notes, metadata and what says
that it is not for translation are no text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mtcheck.errors import InputError
from mtcheck.readers.localisation.bilingual import Entry, is_in, pick, reading, say, shown, tag
from mtcheck.readers.localisation.inline import Said, said
from mtcheck.readers.office.tracked import ORIGINAL, Tracked
from mtcheck.text import counted
from mtcheck.types import Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.elements import Element

FORMAT: Final = "xliff"

_HEADER: Final = "x-gettext-domain-header"
"""What the header of a PO file becomes when po2xliff makes XLIFF of it."""

_ADDED: Final = "x-sdl-added"
_DELETED: Final = "x-sdl-deleted"
"""Changes that nobody has accepted yet, as Trados marks them."""


def read(root: Element, *, path: str, settings: ReadConfig) -> Reading:
    """Read an XLIFF document. Raises InputError for a version that is not 1.x or 2.x."""
    version = root.attributes.get("version", "")
    if not version.startswith(("1", "2")):
        reason = f"is XLIFF of version {version!r}: 1.0 to 1.2 and 2.0 to 2.2 are read"
        raise InputError(path, reason, line=root.line)
    is_first = version.startswith("1")
    files = list(_each(root, "file"))
    remarks: list[str] = []
    if is_first:
        files, languages, wants_source = _one_language(files, path, settings, remarks)
        remarks += _tracked(files, path, settings)
    else:
        languages = (
            tag(root.attributes.get("srcLang", "")),
            tag(root.attributes.get("trgLang", "")),
        )
        wants_source = _wants_source(path, languages, settings)
    dropped = _ADDED if settings.tracked_changes == ORIGINAL else _DELETED
    found: list[tuple[str, list[Entry], int]] = []
    for number, file in enumerate(files, 1):
        left_out: list[Element] = []
        walk = _first_units(file, left_out, dropped) if is_first else _second_units(file, left_out)
        name = file.attributes.get("original" if is_first else "id") or f"file {number}"
        found.append((name, list(walk), len(left_out)))
    if count := sum(number for _, _, number in found):
        remarks.append(f"{counted(count, 'unit')} not for translation left out")
    entries = list(_named(found))
    if wants_source:
        entries = [one._replace(source=None, target=one.source) for one in entries]
        languages = "", languages[0]
    return reading(entries, path=path, form=FORMAT, languages=languages, remarks=remarks)


def _named(found: list[tuple[str, list[Entry], int]]) -> Iterator[Entry]:
    """The entries; where an id comes in two files, the name of the file stands before it."""
    files_with = Counter(name for _, entries, _ in found for name in {one.id for one in entries})
    for file, entries, _ in found:
        for one in entries:
            if files_with[one.id] > 1:
                place = f"{one.place}, {shown('file', file)}"
                yield one._replace(id=f"{file}/{one.id}", place=place)
            else:
                yield one


# --- languages -----------------------------------------------------------------------------------


def _wants_source(path: str, languages: tuple[str, str], settings: ReadConfig) -> bool:
    """Is the source side what the user asks to be judged? Raises InputError if it is neither."""
    wanted = tag(settings.candidate_language or "")
    source, target = languages
    if not wanted or is_in(target, wanted):
        return False
    if is_in(source, wanted):
        return True
    if target:
        pick(path, [one for one in languages if one], wanted, "--candidate-language")
    return False


def _one_language(
    files: list[Element], path: str, settings: ReadConfig, remarks: list[str]
) -> tuple[list[Element], tuple[str, str], bool]:
    """Of a document with translations into several languages, the files of one."""
    targets = sorted({_language(file, "target") for file in files})
    sources = {_language(file, "source") for file in files}
    source = sources.pop() if len(sources) == 1 else ""
    if len(targets) < 2:
        languages = (source, targets[0] if targets else "")
        return files, languages, _wants_source(path, languages, settings)
    if settings.candidate_language:
        target = pick(path, targets, settings.candidate_language, "--candidate-language")
    else:
        english = [one for one in targets if is_in(one, "en")]
        if len(english) != 1:
            reason = f"holds translations into {say(targets)}: name one with --candidate-language"
            raise InputError(path, reason)
        target = english[0]
        remarks.append(f"of the translations into {say(targets)} only {target} is judged")
    kept = [file for file in files if _language(file, "target") == target]
    sources = {_language(file, "source") for file in kept}
    return kept, (sources.pop() if len(sources) == 1 else "", target), False


def _language(file: Element, side: str) -> str:
    return tag(file.attributes.get(f"{side}-language", ""))


# --- version 1 -----------------------------------------------------------------------------------


def _tracked(files: list[Element], path: str, settings: ReadConfig) -> tuple[str, ...]:
    """What to say of changes that are open. Raises InputError where they are an error."""
    tracked = Tracked(settings.tracked_changes)
    for file in files:
        for mark in file.walk():
            kind = mark.attributes.get("mtype")
            if kind == _ADDED:
                tracked.inserted()
            elif kind == _DELETED:
                tracked.deleted()
    tracked.check(path)
    return tracked.remarks


def _first_units(file: Element, left_out: list[Element], dropped: str) -> Iterator[Entry]:
    """The strings of a ``<file>`` of XLIFF 1."""
    number = 0
    for unit, keeps_space, is_translated in _inherited(file, "trans-unit", ("body", "group")):
        number += 1
        if unit.attributes.get("restype") == _HEADER:
            continue
        if not is_translated:
            left_out.append(unit)
            continue
        name = unit.attributes.get("id") or str(number)
        yield from _segments(unit, name, keeps_space, dropped)


def _segments(unit: Element, name: str, keeps_space: bool, dropped: str) -> Iterator[Entry]:
    source, target = _child(unit, "source"), _child(unit, "target")
    place = shown("unit", name)
    segmented = (_child(unit, "seg-source") or source, target)
    marks = [_marks(one) if one else {} for one in segmented]
    mids = list(dict.fromkeys(mid for one in marks for mid in one))
    if len(mids) < 2 or any(one and not _is_all_marked(one) for one in segmented):
        sides = (_said(one, keeps_space, dropped=dropped) for one in (source, target))
        yield Entry(name, place, *sides)
        return
    for mid in mids:
        sides = (_said(mark.get(mid), keeps_space, dropped=dropped) for mark in marks)
        yield Entry(f"{name}/{mid}", f"{place}, segment {mid}", *sides)


def _marks(side: Element) -> dict[str, Element]:
    """The segments of a side by their number."""
    return {
        one.attributes.get("mid", ""): one
        for one in side.walk()
        if one.name == "mrk" and one.attributes.get("mtype") == "seg"
    }


def _is_all_marked(side: Element) -> bool:
    """Is nothing but white space and codes outside of the segments?"""
    if side.name == "mrk" and side.attributes.get("mtype") == "seg":
        return True
    if side.name in ("bpt", "ept", "it", "ph", "x", "bx", "ex"):
        return True
    return not any(text.text.strip() for text in side.texts) and all(
        map(_is_all_marked, side.elements)
    )


# --- version 2 -----------------------------------------------------------------------------------


def _second_units(file: Element, left_out: list[Element]) -> Iterator[Entry]:
    """The segments of a ``<file>`` of XLIFF 2."""
    number = 0
    for unit, keeps_space, is_translated in _inherited(file, "unit", ("group",)):
        number += 1
        if not is_translated:
            left_out.append(unit)
            continue
        name = unit.attributes.get("id") or str(number)
        data = {
            one.attributes.get("id", ""): one.plain
            for holder in _each(unit, "originalData")
            for one in _each(holder, "data")
        }
        segments = list(_each(unit, "segment"))
        for index, segment in enumerate(segments, 1):
            keeps = _keeps_space(segment, keeps_space)
            sides = (_said(_child(segment, side), keeps, data) for side in ("source", "target"))
            if len(segments) == 1:
                yield Entry(name, shown("unit", name), *sides)
            else:
                own = segment.attributes.get("id") or str(index)
                place = f"{shown('unit', name)}, segment {index}"
                yield Entry(f"{name}/{own}", place, *sides)


# --- both ----------------------------------------------------------------------------------------


def _inherited(
    file: Element, name: str, groups: tuple[str, ...]
) -> Iterator[tuple[Element, bool, bool]]:
    """Every unit in the groups: is its white space text, and is it for translation?"""
    waiting = [(file, _keeps_space(file, False), _is_translated(file, True))]
    while waiting:
        element, keeps, is_translated = waiting.pop()
        if element.name == name:
            yield element, keeps, is_translated
            continue
        waiting += [
            (child, _keeps_space(child, keeps), _is_translated(child, is_translated))
            for child in reversed(element.elements)
            if child.name in (name, *groups) and child.space == file.space
        ]


def _is_translated(element: Element, inherited: bool) -> bool:
    value = element.attributes.get("translate")
    return inherited if value is None else value != "no"


def _keeps_space(element: Element, inherited: bool) -> bool:
    value = element.attributes.get("xml:space")
    return inherited if value is None else value == "preserve"


def _said(
    element: Element | None,
    keeps_space: bool,
    data: dict[str, str] | None = None,
    dropped: str = "",
) -> Said | None:
    if element is None:
        return None
    keeps = _keeps_space(element, keeps_space)
    return said(element, keeps_space=keeps, data=data, dropped=dropped)


def _each(element: Element, name: str) -> Iterator[Element]:
    """The children of this name that are XLIFF themselves."""
    return (child for child in element.each(name) if child.space == element.space)


def _child(element: Element, name: str) -> Element | None:
    return next(_each(element, name), None)
