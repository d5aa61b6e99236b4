"""XML files of texts, told by their root element: XLIFF, TMX, Android strings, RESX.

An extension says too little: string resources of Android end in ``.xml`` as much else does, and
every translation tool has its own for XLIFF. XML of another kind is refused by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.readers.elements import parse_elements
from mtcheck.types import Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read an XML file of one of the known kinds."""
    from mtcheck.readers.localisation import android, resx, tmx, xliff

    root = parse_elements(text, path=path)
    if root.name == "xliff":
        return xliff.read(root, path=path, settings=settings)
    if root.name == "tmx":
        return tmx.read(root, path=path, settings=settings)
    if root.name == "resources":
        return android.read(root, path=path)
    if root.name == "root" and (root.child("resheader") or root.child("data")):
        return resx.read(root, path=path)
    reason = f"is XML with the root element <{root.name}>, which mtcheck does not know: of XML it"
    raise InputError(path, f"{reason} reads XLIFF, TMX, Android strings and RESX", line=root.line)
