"""Notes in Word documents: comments of the author *mtcheck* at the words they are about.

Word allows comments in the body, its tables and nowhere else for certain: what is found in a
footnote or a text box is shown where that is referred to, what is found in a header or a footer at
the beginning of the body, and the comment says so.

A run of text is parted where a comment begins or ends in it; both parts keep its properties. Parts
of the package that are not concerned are copied.

A person answers in the comment, with ``=> rejected: reason`` at its end; in a reply to it, where
the arrow may be left out; or by resolving it, which accepts the finding. A comment that is deleted
is gone.

Source: ECMA-376, part 1, sections 17.13.4 (comments) and 17.3.2 (runs); MS-DOCX, section 2.5.4.1
(replies and resolved comments).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from mtcheck.errors import InputError
from mtcheck.review.notes import ARROW, BEGINS, Note, decided, read_note
from mtcheck.review.package import repack
from mtcheck.review.spots import Spot

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.elements import Element
    from mtcheck.readers.office.flow import Block, Run
    from mtcheck.readers.office.ooxml import Office

IS_XML: Final = True
"""Whether a character that the file's encoding lacks may be written as a reference."""

AUTHOR: Final = "mtcheck"

UNDATED: Final = "1980-01-01T00:00:00Z"
"""The date of comments in a document that does not say when it was changed. Not that of today, so
that equal documents stay equal; and not none, of which LibreOffice makes one that Word refuses."""

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_CHARACTER: Final = re.compile(r"&[^;]*;|\r\n|.", re.DOTALL)
_SOFT_HYPHENS: Final = frozenset({"\xad", "&#173;", "&#xad;", "&#xAD;"})
_MARKS: Final = ("commentRangeStart", "commentRangeEnd", "commentReference")

Edit = tuple[int, int, str]


class _Cut(NamedTuple):
    """Where a mark is put in: between ``before`` and ``after``, which part a run in two."""

    at: int
    before: str = ""
    after: str = ""


class _Comment(NamedTuple):
    """A comment of the document; ``key`` is the id of its last paragraph, if it has one."""

    element: Element
    id: str
    text: str
    key: str


class _Word:
    """The parts of a document that comments concern."""

    def __init__(self, content: bytes, path: str, settings: ReadConfig) -> None:
        from mtcheck.readers.office.ooxml import Office, attribute

        self.content, self.path = content, path
        self.office: Office = Office(content, path=path, what="a Word document", settings=settings)
        self.part, self.root = self.office.main("document")
        self.attribute = attribute
        self.comments: Element | None = self.office.related(self.part, "comments")
        self.extended: Element | None = self.office.related(self.part, "commentsExtended")

    def name(self, kind: str) -> str:
        """The part of a kind that the document refers to, or nothing."""
        relations = self.office.relations(self.part).values()
        return next((r.target for r in relations if r.kind == kind), "")

    def edited(self, part: str, root: Element, edits: Sequence[Edit]) -> bytes:
        """A part with ``text[start:end]`` replaced, each. Raises InputError if it is not UTF-8."""
        text = root.source.text
        before = self.office.package.read(part) if part in self.office.package else b""
        plain = text.encode()
        if before and before.removeprefix(b"\xef\xbb\xbf") != plain:
            raise InputError(self.path, f"its part {part} is not UTF-8: save it again in Word")
        pieces: list[str] = []
        at = 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            pieces += [text[at:start], new]
            at = end
        mark = before[: len(before) - len(plain)] if before else b""
        return mark + "".join((*pieces, text[at:])).encode()

    def date(self) -> str:
        """When the document was changed last, by its own word."""
        properties = self.office.related("", "core-properties")
        modified = properties.child("modified") if properties else None
        found = _DATE.fullmatch(modified.plain.strip()) if modified else None
        return found[0] if found else UNDATED

    def found(self) -> Iterator[_Comment]:
        """The comments, in the order of their part."""
        for element in self.comments.each("comment") if self.comments else ():
            paragraphs = [part for part in element.walk() if part.name == "p"]
            text = "\n".join(_said(paragraph) for paragraph in paragraphs)
            keys = [_local(paragraph, "paraId") for paragraph in paragraphs]
            yield _Comment(element, self.attribute(element, "id"), text, keys[-1] if keys else "")

    def is_ours(self, comment: _Comment) -> bool:
        """Is it a note? Not a comment of a person who quotes one."""
        is_author = self.attribute(comment.element, "author") == AUTHOR
        return is_author and bool(BEGINS.match(comment.text))

    def threads(self) -> dict[str, tuple[str, bool]]:
        """By the key of a comment: that of the one it replies to, and whether it is resolved."""
        return {
            _local(entry, "paraId"): (_local(entry, "paraIdParent"), _local(entry, "done") == "1")
            for entry in (self.extended.each("commentEx") if self.extended else ())
        }


def notes_in(content: bytes, *, path: str, settings: ReadConfig) -> tuple[Note, ...]:
    """The notes of a document, with what people answered, in order."""
    word = _Word(content, path, settings)
    comments = list(word.found())
    threads = word.threads()
    replies: dict[str, list[_Comment]] = {}
    for comment in comments:
        parent = threads.get(comment.key, ("", False))[0]
        replies.setdefault(parent, []).append(comment)
    notes = []
    for number, comment in enumerate(comments, 1):
        note = read_note(comment.text, f": comment {number}") if word.is_ours(comment) else None
        if note is None:
            continue
        _, is_done = threads.get(comment.key, ("", False))
        for reply in replies.get(comment.key, ()) if comment.key else ():
            # the last one that says something counts
            answered = decided(note, reply.text.rpartition(ARROW)[2])
            if not answered.fault:
                note = answered
        if is_done and not note.decision and not note.fault:
            note = decided(note, "accepted")
        notes.append(note)
    return tuple(notes)


def strip(content: bytes, *, path: str, settings: ReadConfig) -> bytes:
    """The document without our comments and the replies to them."""
    word = _Word(content, path, settings)
    threads = word.threads()
    ours = [comment for comment in word.found() if word.is_ours(comment)]
    if not ours:
        return content
    keys = {comment.key for comment in ours if comment.key}
    ours += [c for c in word.found() if c not in ours and threads.get(c.key, ("",))[0] in keys]
    keys |= {comment.key for comment in ours if comment.key}
    ids = {comment.id for comment in ours}
    assert word.comments is not None
    changed = {
        word.name("comments"): word.edited(
            word.name("comments"),
            word.comments,
            [(c.element.start, c.element.end, "") for c in ours],
        ),
        word.part: word.edited(word.part, word.root, list(_marks_of(word, ids))),
    }
    if word.extended is not None:
        entries = [(e.start, e.end, "") for e in word.extended.each("commentEx")
                   if _local(e, "paraId") in keys]  # fmt: skip
        name = word.name("commentsExtended")
        changed[name] = word.edited(name, word.extended, entries)
    return repack(content, changed)


def insert(content: bytes, spots: Sequence[Spot], *, path: str, settings: ReadConfig) -> bytes:
    """The document with a comment at each spot. It must hold none of ours."""
    from mtcheck.readers.office.word import blocks

    if not spots:
        return content
    word = _Word(content, path, settings)
    prefix = _prefix(word)
    runs = _Runs(word, blocks(content, path=path, settings=settings))
    known = [int(c.id) for c in word.found() if c.id.isdecimal()]
    number = max(known, default=-1)
    date = word.date()
    starts: dict[_Cut, str] = {}
    ends: dict[_Cut, str] = {}
    written: list[str] = []
    for spot in spots:
        number += 1
        start, end, elsewhere = runs.cuts(spot)
        said = spot.note + (f" ({elsewhere})" if elsewhere else "") + spot.answer
        begin, finish, refer = (_element(prefix, name, number) for name in _MARKS)
        starts[start] = starts.get(start, "") + begin
        ends[end] = ends.get(end, "") + f"{finish}<{prefix}r>{refer}</{prefix}r>"
        written.append(_comment(prefix, number, said, date))
    edits = [
        (cut.at, cut.at, cut.before + ends.get(cut, "") + starts.get(cut, "") + cut.after)
        for cut in {**starts, **ends}
    ]
    edits += runs.kept_spaces
    changed = {word.part: word.edited(word.part, word.root, edits)}
    changed |= _with_comments(word, "".join(written))
    return repack(content, changed)


class _Runs:
    """Where in the main part the words of a document stand."""

    def __init__(self, word: _Word, blocks: Sequence[Block]) -> None:
        self._word = word
        self._blocks = blocks
        self._text = word.root.source.text
        self.kept_spaces: list[Edit] = []
        self._seen: set[int] = set()
        self._offsets: dict[int, list[int]] = {}
        space = word.root.space
        self._body = [e for e in word.root.walk() if e.name == "r" and e.space == space]
        self._notes = {
            (e.name, word.attribute(e, "id")): run
            for run in self._body
            for e in run.elements
            if e.name in ("footnoteReference", "endnoteReference")
        }

    def cuts(self, spot: Spot) -> tuple[_Cut, _Cut, str]:
        """Where a comment begins and ends; and where its words are, if not there."""
        block = self._blocks[spot.unit.line - 1]
        start, end = (spot.start, spot.end) if spot.end > spot.start else (0, len(block.text))
        first = next(run for run in block.runs if run.offset + run.length > start)
        last = next(run for run in reversed(block.runs) if run.offset < end)
        box = next((e for e in first.inside if e.name == "txbxContent"), None)
        if block.part == self._word.part and box is None:
            return self._cut(first, start, is_end=False), self._cut(last, end, is_end=True), ""
        run = self._stand_in(block, first)
        return _Cut(run.start), _Cut(run.end), f"in {block.place}"

    def _stand_in(self, block: Block, run: Run) -> Element:
        """The run of the body that stands for what is shown apart from it."""
        if block.part == self._word.part:
            found = next((e for e in run.inside if e.name == "r"), None)
        else:
            note = next((e for e in run.inside if e.name in ("footnote", "endnote")), None)
            key = (f"{note.name}Reference", self._word.attribute(note, "id")) if note else ("", "")
            found = self._notes.get(key)
        found = found or next(iter(self._body), None)
        if found is None:
            reason = "has no text in its body, where a comment could be put"
            raise InputError(self._word.path, reason)
        return found

    def _cut(self, run: Run, offset: int, *, is_end: bool) -> _Cut:
        """Between two characters, or beside the element that shows several as one."""
        around = next((e for e in reversed(run.inside) if e.name == "r"), None)
        element = run.element
        if around is None:
            return _Cut(element.end if is_end else element.start)
        opening = self._text[around.start : around.inner_start]
        properties = around.child("rPr")
        again = opening + (self._text[properties.start : properties.end] if properties else "")
        closing = self._text[around.inner_end : around.end]
        inside = offset - run.offset
        if element.start not in self._offsets:
            self._offsets[element.start] = _offsets_in(element) if element.name != "oMath" else []
        offsets = self._offsets[element.start]
        if 0 < inside < run.length == len(offsets) and element in around.elements:
            self._keep_spaces(element)
            tag = self._text[element.start : element.inner_start]
            tag = tag if "xml:space" in tag else tag[:-1] + ' xml:space="preserve">'
            shut = self._text[element.inner_end : element.end]
            return _Cut(offsets[inside], shut + closing, again + tag)
        content = [e for e in around.elements if e is not properties]
        if element not in content or element is content[-1 if is_end else 0]:
            return _Cut(around.end if is_end else around.start)
        return _Cut(element.end if is_end else element.start, closing, again)

    def _keep_spaces(self, element: Element) -> None:
        """Space at the end of a part of a text is text; without this attribute it is none."""
        tag = self._text[element.start : element.inner_start]
        if "xml:space" not in tag and element.start not in self._seen:
            self._seen.add(element.start)
            at = element.inner_start - 1
            self.kept_spaces.append((at, at, ' xml:space="preserve"'))


def _offsets_in(element: Element) -> list[int]:
    """Where in the file each shown character begins; none of them where there is CDATA."""
    found: list[int] = []
    for text in element.texts:
        for start, end, is_cdata in text.spans:
            if is_cdata:
                return []
            pieces = _CHARACTER.finditer(text.source.text, start, end)
            found += (one.start() for one in pieces if one[0] not in _SOFT_HYPHENS)
    return found


def _marks_of(word: _Word, ids: set[str]) -> Iterator[Edit]:
    """What shows these comments in the main part, to be taken out."""
    for element in word.root.walk():
        marks = [e for e in element.elements if e.name in _MARKS and word.attribute(e, "id") in ids]
        is_run = element.name == "r" and marks
        if is_run and all(e in marks or e.name == "rPr" for e in element.elements):
            yield element.start, element.end, ""
        else:
            yield from ((mark.start, mark.end, "") for mark in marks)


def _with_comments(word: _Word, written: str) -> Mapping[str, bytes]:
    """The part of the comments with more of them, and what says that there is such a part."""
    from mtcheck.readers.office.ooxml import RELATIONSHIPS
    from mtcheck.readers.office.word import SPACES

    name = word.name("comments")
    if word.comments is not None:
        at = word.comments.inner_end
        if word.comments.inner_start == word.comments.end:  # <w:comments ... />
            qname = re.match(r"<([^\s/>]+)", word.comments.source.text[word.comments.start :])
            assert qname is not None
            written = f">{written}</{qname[1]}>"
            edit = (word.comments.end - 2, word.comments.end, written)
        else:
            edit = (at, at, written)
        return {name: word.edited(name, word.comments, [edit])}
    folder, main = posixpath.split(word.part)
    package = word.office.package
    fresh = name or posixpath.join(folder, "comments.xml")
    if not name and fresh in package:
        fresh = posixpath.join(folder, "comments-mtcheck.xml")
    space = word.root.space
    prefix = _prefix(word)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    opening = f'<{prefix}comments xmlns:{prefix[:-1]}="{space}">'
    made = f"{head}{opening}{written}</{prefix}comments>"
    changed = {fresh: made.encode()}
    if not name:
        kind = f"{RELATIONSHIPS[SPACES.index(space)]}/comments"
        where = posixpath.join(folder, "_rels", f"{main}.rels")
        changed[where] = _related(word, where, kind, posixpath.basename(fresh))
    types = "[Content_Types].xml"
    root = word.office.tree(types)
    if not any(e.attributes.get("PartName") == f"/{fresh}" for e in root.each("Override")):
        own = _qualifier(root)
        entry = f'<{own}Override PartName="/{fresh}" ContentType="{_KIND}"/>'
        changed[types] = word.edited(types, root, [(root.inner_end, root.inner_end, entry)])
    return changed


def _related(word: _Word, where: str, kind: str, target: str) -> bytes:
    """The relationships of the document with one more."""
    if where not in word.office.package:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        entry = f'<Relationship Id="rId1" Type="{kind}" Target={quoteattr(target)}/>'
        return f'<Relationships xmlns="{space}">{entry}</Relationships>'.encode()
    root = word.office.tree(where)
    known = {e.attributes.get("Id", "") for e in root.elements}
    key = next(f"rId{n}" for n in range(1, len(known) + 2) if f"rId{n}" not in known)
    entry = f'<{_qualifier(root)}Relationship Id="{key}" Type="{kind}" Target={quoteattr(target)}/>'
    return word.edited(where, root, [(root.inner_end, root.inner_end, entry)])


def _comment(prefix: str, number: int, said: str, date: str) -> str:
    attributes = f'{prefix}author="{AUTHOR}" {prefix}date="{date}" {prefix}initials="mt"'
    opening = _element(prefix, "comment", number)[:-2] + f" {attributes}>"
    text = f'<{prefix}t xml:space="preserve">{escape(said)}</{prefix}t>'
    return f"{opening}<{prefix}p><{prefix}r>{text}</{prefix}r></{prefix}p></{prefix}comment>"


def _element(prefix: str, name: str, number: int) -> str:
    return f'<{prefix}{name} {prefix}id="{number}"/>'


def _prefix(word: _Word) -> str:
    """What the names of the document's own namespace begin with: ``w:`` in what Word writes."""
    space = re.escape(word.root.space)
    tag = word.root.source.text[word.root.start : word.root.inner_start]
    found = re.search(rf"""xmlns:([\w.-]+)\s*=\s*["']{space}["']""", tag)
    if found is None:
        reason = f"its part {word.part} is not written as Word does: save it again in Word"
        raise InputError(word.path, reason)
    return f"{found[1]}:"


def _qualifier(root: Element) -> str:
    """The prefix of an element's own tag, with its colon."""
    found = re.match(r"<([\w.-]+:)", root.source.text[root.start : root.inner_start])
    return found[1] if found else ""


def _local(element: Element, name: str) -> str:
    """An attribute in whichever version of Word's extensions it is written."""
    return next((v for k, v in element.attributes.items() if k.rpartition("}")[2] == name), "")


def _said(paragraph: Element) -> str:
    return "".join(
        part.plain if part.name == "t" else " "
        for part in paragraph.walk()
        if part.name in ("t", "tab", "br")
    )
