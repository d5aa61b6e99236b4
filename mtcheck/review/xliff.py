r"""Notes in XLIFF 1.2 and 2.x, as the Internationalization Tag Set 2.0 has it: quality issues.

The words of a finding are put between the tags of a marker that says what is wrong with them::

    <mrk mtype="x-its" its:locQualityIssueType="mistranslation" its:locQualityIssueSeverity="20"
         its:locQualityIssueComment="mtcheck[...] ACC101 ..." ...>Brinken</mrk>        XLIFF 1.2
    <mrk id="mtcheck-1" type="its:generic" its:locQualityIssueType=...>Brinken</mrk>   XLIFF 2.x

Where findings overlap, one marker stands around all of their words and refers to a list of issues
in the same unit; an inline code that is half inside is taken in as a whole. What is missing has no
words: there the target (1.2) or the unit (2.x) refers to the list. Everything is put in at an
offset, so that nothing else changes by a byte, and the sentences stay what they were.

A person answers at the end of a comment, by ``locQualityIssueEnabled="no"`` (a false alarm), or in
a note of the unit: ``=> accepted``, ``=> rejected: reason`` for all that is marked in it,
``ACC101 => ...`` for one rule. A marker that is taken out is gone.

Sources: W3C ITS 2.0, section 8.17; OASIS XLIFF 1.2; XLIFF 2.1, module ITS, and its Schematron.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from mtcheck.review.notes import ARROW, BEGINS, Note, decided, read_note
from mtcheck.review.spots import Offsets, Spot
from mtcheck.types import Category

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.elements import Element
    from mtcheck.types import Finding

IS_XML: Final = True
"""Whether a character that the file's encoding lacks may be written as a reference."""

ITS: Final = "http://www.w3.org/2005/11/its"
PROFILE: Final = "https://themqm.org"
"""Whose categories and severities they are."""

PREFIX: Final = "mtcheck-"
"""What the identifiers of our markers and lists begin with."""

_BY_CODE: Final = {
    "ACC101": "inconsistent-entities",
    "ACC201": "numbers",
    "ACC401": "omission",
    "ACC402": "addition",
    "ACC403": "duplication",
    "ACC501": "untranslated",
    "LIN102": "duplication",
    "LIN103": "duplication",
    "LIN106": "duplication",
    "LIN201": "whitespace",
    "LIN202": "whitespace",
    "LIN301": "typographical",
    "LIN302": "typographical",
    "LIN401": "characters",
    "LIN402": "characters",
    "LIN403": "characters",
    "LIN501": "inconsistency",
}
_BY_CATEGORY: Final = {
    Category.ACCURACY: "mistranslation",
    Category.TERMINOLOGY: "terminology",
    Category.STYLE: "style",
    Category.LINGUISTIC: "grammar",
    Category.DESIGN: "markup",
}
"""The values of ITS 2.0, appendix C, that say most nearly the same."""

_HOLDERS: Final = ("target", "source")
_UNITS: Final = ("trans-unit", "unit")
_SPANNING: Final = ("g", "pc", "mrk")
"""Inline elements with text of their own, in which there may be a marker."""

_ISSUES_REF: Final = f"{{{ITS}}}locQualityIssuesRef"
_COMMENT: Final = f"{{{ITS}}}locQualityIssueComment"
_ENABLED: Final = f"{{{ITS}}}locQualityIssueEnabled"
_OUR_REF: Final = re.compile(rf"""\s[\w.-]+:locQualityIssuesRef=["']#(?:its=)?{PREFIX}\d+["']""")
_DECLARED: Final = re.compile(rf"""xmlns:([\w.-]+)\s*=\s*["']{re.escape(ITS)}["']""")
_SPACE: Final = re.compile(r"\s*")


class _Holder(NamedTuple):
    """A target or a source with the unit in which it is."""

    element: Element
    unit: Element


class _Mark(NamedTuple):
    """Spots that are shown at one span of the file; at the holder as a whole if it is empty."""

    start: int
    end: int
    holder: _Holder
    spots: list[Spot]


def issue_type(finding: Finding) -> str:
    """What ITS 2.0 calls it.

    >>> from mtcheck.types import Finding, Severity, Side
    >>> issue_type(Finding("STY101", "spun-word", Category.STYLE, Severity.MINOR, "", 0,
    ...                    Side.CANDIDATE, "1", 1, 1, 0, 3, "spun"))
    'style'
    """
    return _BY_CODE.get(finding.code) or _BY_CATEGORY[finding.category]


def insert(text: str, spots: Sequence[Spot], *, path: str, settings: ReadConfig) -> str:
    """The file with a marker at each spot. It must hold none of ours."""
    from mtcheck.readers.elements import parse_elements

    del settings
    root = parse_elements(text, path=path)
    declared = _DECLARED.search(text, root.start, root.inner_start)
    prefix = declared[1] if declared else "its" if "xmlns:its" not in text else "mtcheck-its"
    is_new = _is_new(root)
    taken = {e.attributes.get("id", "") for e in root.walk()} if is_new else set()
    numbers = (n for n in range(1, len(taken) + 2 * len(spots) + 2) if f"{PREFIX}{n}" not in taken)
    edits: list[tuple[int, int, str]] = []
    lists: dict[int, tuple[Element, list[str]]] = {}
    for mark in _marks(root, text, spots):
        number = next(numbers)
        attributes = _issue(mark.spots[0], f"{prefix}:")
        if len(mark.spots) > 1 or mark.start == mark.end:
            there = f"#{'its=' if is_new else ''}{PREFIX}{number}"
            attributes = f' {prefix}:locQualityIssuesRef="{there}"'
            unit, written = lists.setdefault(mark.holder.unit.start, (mark.holder.unit, []))
            written.append(_list(mark.spots, prefix, number))
        if mark.start == mark.end:
            whole = mark.holder.unit if is_new else mark.holder.element
            if _ISSUES_REF not in whole.attributes:
                edits.append((_tag_end(text, whole), 1, attributes))
            continue
        kind = f'id="{PREFIX}{number}" type="its:generic"' if is_new else 'mtype="x-its"'
        edits += [(mark.start, 1, f"<mrk {kind}{attributes}>"), (mark.end, 0, "</mrk>")]
    for unit, written in lists.values():
        edits.append(_placed(text, unit, written, is_new=is_new))
    if edits:
        missing = "" if declared else f' xmlns:{prefix}="{ITS}"'
        if f"{{{ITS}}}version" not in root.attributes:
            missing = f' {prefix}:version="2.0"{missing}'
        edits.append((_tag_end(text, root), 0, missing))
    return _edited(text, [(at, at, new) for at, _, new in sorted(edits, key=lambda e: e[:2])])


def strip(text: str, *, path: str, settings: ReadConfig) -> str:
    """The file without our markers and lists, and without the answers in them."""
    from mtcheck.readers.elements import parse_elements

    del settings
    root = parse_elements(text, path=path)
    edits: list[tuple[int, int, str]] = []
    for element in root.walk():
        if element.space == ITS and element.name == "locQualityIssues" and _is_ours(element):
            start = element.start
            while text[start - 1].isspace():
                start -= 1
            edits.append((start, element.end, ""))
        elif element.name == "mrk" and _is_marker(element):
            edits.append((element.start, element.inner_start, ""))
            edits.append((element.inner_end, element.end, ""))
        elif _ISSUES_REF in element.attributes:
            found = _OUR_REF.search(text, element.start, element.inner_start)
            if found:
                edits.append((*found.span(), ""))
    if not edits:
        return text
    bare = _edited(text, sorted(edits))
    for prefix in set(_DECLARED.findall(bare)):
        declaration = f' {prefix}:version="2.0" xmlns:{prefix}="{ITS}"'  # as we write it
        if bare.count(f"{prefix}:") == declaration.count(f"{prefix}:"):
            bare = bare.replace(declaration, "")
    return bare


def notes_in(text: str, *, path: str, settings: ReadConfig) -> tuple[Note, ...]:
    """The notes of a file, with what people answered, in order."""
    from mtcheck.readers.elements import parse_elements

    del settings
    root = parse_elements(text, path=path)
    return tuple(note for unit in root.walk() if unit.name in _UNITS for note in _notes_of(unit))


def _notes_of(unit: Element) -> Iterator[Note]:
    answers = [e.plain for e in unit.walk() if e.name == "note" and ARROW in e.plain]
    elements = list(unit.walk())
    referred = {e.attributes[_ISSUES_REF].removeprefix("#").removeprefix("its=")
                for e in elements if _ISSUES_REF in e.attributes}  # fmt: skip
    issues = [(e, e.attributes[_COMMENT], e.attributes.get(_ENABLED)) for e in elements
              if e.name == "mrk" and _COMMENT in e.attributes]  # fmt: skip
    issues += [
        (issue, issue.attributes["locQualityIssueComment"],
         issue.attributes.get("locQualityIssueEnabled"))
        for group in elements if group.name == "locQualityIssues" and group.space == ITS
        and group.attributes.get("xml:id") in referred
        for issue in group.each("locQualityIssue") if "locQualityIssueComment" in issue.attributes
    ]  # fmt: skip
    for element, comment, enabled in issues:
        note = read_note(comment, f":{element.line}")
        if note is None:
            continue
        for answer in answers:
            about, _, said = answer.partition(ARROW)
            if about.strip() in ("", note.code) or note.fingerprint in about:
                note = note if note.decision else decided(note, said)
        if enabled == "no" and not note.decision and not note.fault:
            note = decided(note, "rejected")
        yield note


def _is_new(root: Element) -> bool:
    return not root.attributes.get("version", "1").startswith("1")


def _is_ours(group: Element) -> bool:
    return group.attributes.get("xml:id", "").startswith(PREFIX)


def _is_marker(mrk: Element) -> bool:
    """Is it a marker of ours? Not of another tool, or a person."""
    ref = mrk.attributes.get(_ISSUES_REF, "").removeprefix("#").removeprefix("its=")
    return ref.startswith(PREFIX) or bool(BEGINS.match(mrk.attributes.get(_COMMENT, "")))


def _issue(spot: Spot, prefix: str) -> str:
    """The attributes of an issue. Severity: MQM's penalties, 0 to 25, on the scale of 0 to 100."""
    values = {
        "Type": issue_type(spot.finding),
        "Comment": spot.note + spot.answer,
        "Severity": str(spot.finding.severity.penalty * 4),
        "ProfileRef": PROFILE,
        "Enabled": "yes",
    }
    return "".join(
        f" {prefix}locQualityIssue{name}={quoteattr(value)}" for name, value in values.items()
    )


def _list(spots: Sequence[Spot], prefix: str, number: int) -> str:
    issues = "".join(f"<{prefix}:locQualityIssue{_issue(spot, '')}/>" for spot in spots)
    name = f"{prefix}:locQualityIssues"
    return f'<{name} xml:id="{PREFIX}{number}">{issues}</{name}>'


def _placed(
    text: str, unit: Element, lists: Sequence[str], *, is_new: bool
) -> tuple[int, int, str]:
    """Where a unit has its lists: last in XLIFF 1.2, first in 2.x; each on a line of its own."""
    found = _SPACE.match(text, unit.inner_start)
    space = found[0] if found else ""
    at = unit.inner_start if is_new else unit.elements[-1].end
    return at, 2, "".join(space + one for one in lists)


def _tag_end(text: str, element: Element) -> int:
    """Before the ``>`` or ``/>`` of an element's first tag."""
    return element.inner_start - (2 if text[element.inner_start - 2] == "/" else 1)


def _marks(root: Element, text: str, spots: Sequence[Spot]) -> list[_Mark]:
    """The spots by the span at which they are shown; those that overlap at one for all of them."""
    offsets = Offsets(text)
    holders = list(_holders(root))
    starts = [holder.element.start for holder in holders]
    placed = []
    for spot in spots:
        start, end = offsets.of(spot)
        holder = holders[max(bisect_right(starts, start) - 1, 0)]
        if end > start:
            start, end = _whole(holder.element, start, min(end, holder.element.inner_end))
        else:
            start = end = (holder.unit if _is_new(root) else holder.element).start
        placed.append(_Mark(start, end, holder, [spot]))
    marks: list[_Mark] = []
    for mark in sorted(placed, key=lambda mark: (mark.start, mark.end)):
        last = marks[-1] if marks else None
        if last and (mark.start < last.end or (mark.start, mark.end) == (last.start, last.end)):
            marks[-1] = last._replace(end=max(last.end, mark.end), spots=last.spots + mark.spots)
        else:
            marks.append(mark)
    return marks


def _holders(root: Element) -> Iterator[_Holder]:
    unit = root
    for element in root.walk():
        if element.name in _UNITS:
            unit = element
        elif element.name in _HOLDERS:
            yield _Holder(element, unit)


def _whole(holder: Element, start: int, end: int) -> tuple[int, int]:
    """The least span around this one that cuts no element and no CDATA section in two."""
    node = holder
    while True:
        inner = next(
            (e for e in node.elements if e.name in _SPANNING
             and e.inner_start <= start and end <= e.inner_end), None,
        )  # fmt: skip
        if inner is None:
            break
        node = inner
    spans = [(e.start, e.end) for e in node.elements]
    for text in node.texts:
        closed = [(a, b) for a, b, is_cdata in text.spans if is_cdata]
        spans += [(a - len("<![CDATA["), b + len("]]>")) for a, b in closed]
    for first, last in spans:
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return start, end


def _edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """The text with ``text[start:end]`` replaced, each; in order, and without overlaps."""
    parts: list[str] = []
    at = 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:]))
