"""RESX and RESW: strings of .NET and of Windows apps.

A unit is a ``<data>`` with a ``<value>``, named by its ``name``. What has a type, such as a colour
or a picture, and what designers keep for themselves (``>>button1.Name``) are no text; comments
are for translators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mtcheck.readers.localisation.bilingual import shown
from mtcheck.readers.localisation.inline import said
from mtcheck.readers.strings.keyed import unique
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from mtcheck.readers.elements import Element

FORMAT: Final = "resx"


def read(root: Element, *, path: str) -> Reading:
    """Read the strings of a ``<root>``."""
    found = []
    for number, entry in enumerate(root.each("data"), 1):
        value = entry.child("value")
        if value is not None and _is_text(entry):
            text = said(value, keeps_space=True)
            if not text.is_blank:
                found.append((entry.attributes.get("name") or str(number), text))
    names = unique(name for name, _ in found)
    units = tuple(
        text.unit(name, shown("key", name)) for name, (_, text) in zip(names, found, strict=True)
    )
    return Reading(Document(path, "", FORMAT, units))


def _is_text(entry: Element) -> bool:
    says = entry.attributes
    is_string = says.get("type", "System.String").startswith("System.String")
    return is_string and "mimetype" not in says and not says.get("name", "").startswith(">>")
