"""E-books (EPUB 2 and 3): the chapters in reading order, each read as the page that it is.

An EPUB is a ZIP package. ``META-INF/container.xml`` names the package document, whose spine lists
the chapters; these are XHTML and read by :mod:`mtcheck.readers.pages.web`. The table of contents is
no text, wherever it stands in the spine. What the spine calls ``linear="no"``, such as answers and
notes, is text that a person reads, and is read in its place. The language is the one that the
package names.

A finding has the line and column in the file of its chapter, and the place says which one that
is: ``chapter 3 (text/ch3.xhtml)``. The line of a unit is its number in the book.

Encrypted books are refused; fonts that are obfuscated (IDPF, Adobe) are no obstacle.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.errors import InputError
from mtcheck.readers import check_pieces
from mtcheck.readers.decoding import load
from mtcheck.readers.elements import ENCODING, Element, parse_elements
from mtcheck.readers.packed import Package, open_package
from mtcheck.readers.pages.web import left_out, read_page
from mtcheck.text import counted
from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_FONTS_ONLY: Final = frozenset(
    ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
)
"""Ways to obfuscate fonts: EPUB Open Container Format 3.3, section 4.4, and Adobe's own."""

_PAGES: Final = frozenset(
    ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
)
_MOST_FALLBACKS: Final = 10
"""An item may name another to be shown in its place, and so on: never so often, but in a ring."""


def parse(content: bytes, *, path: str, settings: ReadConfig) -> Reading:
    """Read an e-book.

    Raises InputError for what is none, is encrypted or damaged, or lists chapters that it lacks.
    """
    package = open_package(content, path=path, what="an EPUB book", limits=settings.limits)
    if CONTAINER not in package:
        raise InputError(path, f"is no EPUB book: it has no {CONTAINER}")
    _check_encryption(package, path)
    opf_name = _package_document(package, path)
    opf = _tree(package, opf_name, path)
    names, n_others = _chapters(opf, opf_name, path)
    found: list[Unit] = []
    comments: list[Comment] = []
    n_code = n_chapters = 0
    for name in names:
        data = package.read(name)
        if not data.strip():
            continue
        try:
            text = load(path, content=data, declared=ENCODING)
        except InputError as error:
            raise InputError(path, f"its part {name} {error.reason}", line=error.line) from error
        check_pieces(text, path, "pages.web", settings.limits)
        page = read_page(text, code=settings.code, place=f"chapter {n_chapters + 1} ({name})")
        n_chapters += bool(page.units)
        n_code += page.n_code
        comments += (comment._replace(unit=comment.unit + len(found)) for comment in page.comments)
        for unit in page.units:
            number = len(found) + 1
            found.append(replace(unit, id=str(number), line=number))
        if len(found) > settings.limits.sentences:
            break
    remarks = left_out(n_code)
    if n_others:
        parts = counted(n_others, "part, which holds", "parts, which hold")
        remarks += (f"{parts} no text, left out",)
    suppressions = read_comments(comments, len(found))
    language = next((e.plain.strip() for e in opf.walk() if e.name == "language"), "")
    return Reading(Document(path, language, "epub", tuple(found), suppressions, remarks))


def _tree(package: Package, name: str, path: str) -> Element:
    return parse_elements(package.read(name), path=path, inside=name)


def _check_encryption(package: Package, path: str) -> None:
    """Raise InputError where more than fonts is encrypted."""
    if _ENCRYPTION not in package:
        return
    for element in _tree(package, _ENCRYPTION, path).walk():
        if element.name != "EncryptedData":
            continue
        method = element.child("EncryptionMethod")
        if method is None or method.attributes.get("Algorithm") not in _FONTS_ONLY:
            raise InputError(path, "is protected against copying (DRM): its text cannot be read")


def _package_document(package: Package, path: str) -> str:
    """The name of the document that lists what the book is made of."""
    for element in _tree(package, CONTAINER, path).walk():
        name = element.attributes.get("full-path", "")
        if element.name == "rootfile" and name:
            return posixpath.normpath(name)
    raise InputError(path, f"is no EPUB book: {CONTAINER} names no package document")


def _chapters(opf: Element, opf_name: str, path: str) -> tuple[list[str], int]:
    """The names of the pages in reading order, each once, and how many parts are no pages."""
    items = {e.attributes.get("id", ""): e for e in opf.walk() if e.name == "item"}
    spine = next((e for e in opf.walk() if e.name == "spine"), None)
    refs = list(spine.each("itemref")) if spine else []
    if not refs:
        raise InputError(path, f"lists no chapters: {opf_name} has no spine")
    contents = {
        _name(e.attributes.get("href", ""), opf_name)
        for e in opf.walk()
        if e.name == "reference" and e.attributes.get("type") == "toc"
    }
    names: dict[str, None] = {}
    others = 0
    for ref in refs:
        item = items.get(ref.attributes.get("idref", ""))
        if item is None:
            reason = f"lists a chapter that is none of its parts: {ref.attributes.get('idref')!r}"
            raise InputError(path, f"{reason}, in {opf_name}, line {ref.line}")
        page = _page(item, items)
        if page is None:
            others += 1
            continue
        name = _name(page.attributes.get("href", ""), opf_name)
        is_contents = "nav" in page.attributes.get("properties", "").split() or name in contents
        if not is_contents:
            names[name] = None
    return list(names), others


def _page(item: Element, items: dict[str, Element]) -> Element | None:
    """The item, or what it says should be shown in its place, if that is a page."""
    for _ in range(_MOST_FALLBACKS):
        if item.attributes.get("media-type", "").lower() in _PAGES:
            return item
        following = items.get(item.attributes.get("fallback", ""))
        if following is None:
            break
        item = following
    return None


def _name(href: str, opf_name: str) -> str:
    """The name of the member that an address in the package document means."""
    try:
        there = unquote(urlsplit(href).path)
    except ValueError:  # an address of its own kind; no member is called so
        there = href
    return posixpath.normpath(posixpath.join(posixpath.dirname(opf_name), there))
