"""Office Open XML (ECMA-376, ISO 29500): how the parts of a package refer to each other.

A part names others by ids; a part beside it, in ``_rels``, says which part each id is. The names
of parts are free: only these relationships say which one is the document. There are two sets of
names for the same elements, *transitional* and *strict*, which Office writes when asked to.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.errors import InputError
from mtcheck.readers.elements import Element, parse_elements
from mtcheck.readers.packed import Package, open_package

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

RELATIONSHIPS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""The namespace of ``r:id``; the kinds of relationships begin with it."""


class Relation(NamedTuple):
    """``kind`` is the last word of its type, such as ``footnotes``; ``target`` a part's name."""

    kind: str
    target: str


class Office:
    """The parts of a document, as trees."""

    def __init__(self, content: bytes, *, path: str, what: str, settings: ReadConfig) -> None:
        self.path = path
        self.what = what
        self.package: Package = open_package(content, path=path, what=what, limits=settings.limits)
        self._relations: dict[str, dict[str, Relation]] = {}

    def main(self, root: str) -> tuple[str, Element]:
        """The name and the tree of the part that is the document. Its root element is ``root``.

        Raises InputError for a package that is something else.
        """
        found = [r.target for r in self.relations("").values() if r.kind == "officeDocument"]
        if not found:
            raise InputError(self.path, f"is not {self.what}: no part of it says to be one")
        tree = self.tree(found[0])
        if tree.name != root:
            reason = f"is not {self.what}: its main part, {found[0]}, is a <{tree.name}>"
            raise InputError(self.path, reason)
        return found[0], tree

    def tree(self, part: str) -> Element:
        """A part, parsed. Raises InputError."""
        return parse_elements(self.package.read(part), path=self.path, inside=part)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to inside the package, by id; ``""`` is the package itself."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            where = posixpath.join(folder, "_rels", f"{name}.rels")
            found: dict[str, Relation] = {}
            if where in self.package:
                for relation in self.tree(where).each("Relationship"):
                    said = relation.attributes
                    if said.get("TargetMode") != "External":
                        target = posixpath.join("/", folder, said.get("Target", ""))
                        target = posixpath.normpath(target).lstrip("/")
                        kind = said.get("Type", "").rpartition("/")[2]
                        found[said.get("Id", "")] = Relation(kind, target)
            self._relations[part] = found
        return self._relations[part]

    def related(self, part: str, kind: str) -> Element | None:
        """The tree of the one part of a kind that a part refers to, if there is one."""
        for relation in self.relations(part).values():
            if relation.kind == kind and relation.target in self.package:
                return self.tree(relation.target)
        return None


def attribute(element: Element, name: str) -> str:
    """An attribute in the element's own namespace, as Office writes most of them."""
    return element.attributes.get(f"{{{element.space}}}{name}", "")


def relation_id(element: Element, name: str = "id") -> str:
    """An attribute that names a relationship, such as ``r:id``."""
    found = (element.attributes.get(f"{{{space}}}{name}", "") for space in RELATIONSHIPS)
    return next((value for value in found if value), "")


def is_true(value: str) -> bool:
    """What an attribute says that is on or off; with nothing said, a property is on."""
    return value not in ("0", "false", "off")


def is_on(element: Element | None) -> bool:
    """Is a property there, and not switched off?"""
    return element is not None and is_true(attribute(element, "val"))
