"""ZIP packages, the one way in: office documents, e-books and archives are such.

A package may claim anything: a kilobyte that unpacks to a terabyte, members that lie on top of
each other, a hundred thousand of them, two of one name, sizes and checksums that are not theirs.
Nothing in its directory is believed. What is read is unpacked in bounded pieces and counted, in
memory; nothing is ever written to disk, so that a member called ``../../etc/passwd`` is a name like
any other.

>>> import io, zipfile
>>> with zipfile.ZipFile(file := io.BytesIO(), "w") as made:
...     made.writestr("word/document.xml", "<w/>")
>>> package = open_package(file.getvalue(), path="a.docx", what="a Word document", limits=Limits())
>>> package.names, package.read("word/document.xml")
(('word/document.xml',), b'<w/>')
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from typing import Final

from mtcheck.contents import Limits, say_megabytes
from mtcheck.errors import InputError

MEMBERS: Final = 10_000
"""Members of a package: a book of a thousand pages, each with its picture, has a fifth of it."""

_OTHERS: Final = (
    (b"<html", "a page of HTML"),
    (b"<!doctype", "a page of HTML"),
    (b"%pdf", "a PDF"),
    (b"{\\rtf", "a text of RTF"),
)
"""How files begin that are often named like a package, and what they are."""

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the container begins that Office used before 2007, and still uses for what is encrypted
(MS-CFB, section 2.2)."""
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream of it that holds an encrypted document (MS-OFFCRYPTO, section 2.3.4.4)."""

# APPNOTE.TXT, the published description of the format: sections 4.3.7, 4.3.12, 4.3.16 and 4.4.4.
_LOCAL: Final = b"PK\x03\x04"
_CENTRAL: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_LOCAL_SIZE: Final = 30
_IS_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two that office documents and e-books may use; what others unpack to cannot be bounded."""

_FAULTS: Final = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError,
    OverflowError, LookupError, struct.error, zlib.error,
)  # fmt: skip
"""What the standard library raises for packages that are none, or are damaged."""


def open_package(content: bytes, *, path: str, what: str, limits: Limits) -> Package:
    """The package that a file's content is. ``what`` says in words what it should be.

    All that is read of it together may be ``limits.bytes`` unpacked.

    Raises InputError for what is no ZIP package, damaged or encrypted as a whole, for more than
    ``MEMBERS`` members, two of one name, and members that overlap.
    """
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED_OFFICE in content:
            raise InputError(path, "is encrypted: save it without a password")
        raise InputError(path, f"is an old office document, not {what}: save it in today's form")
    end = content.rfind(_END)
    if end < 0:
        if content.startswith(b"PK"):
            reason = "is damaged or cut off: its end is missing, get it or save it again"
            raise InputError(path, reason)
        start = content.lstrip()[:9].lower()
        found = next((kind for mark, kind in _OTHERS if start.startswith(mark)), "")
        said = f" but {found}" if found else ", whatever its name says"
        raise InputError(path, f"is not {what}{said}: give it a name that ends as its kind does")
    (size,) = struct.unpack_from("<I", content.ljust(end + 16), end + 12)
    if content.count(_CENTRAL, max(0, end - size), end) > MEMBERS:
        raise InputError(path, f"holds more than {MEMBERS:,} members: split it")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except _FAULTS as error:
        raise InputError(path, f"is damaged: {_say(error)}") from error
    _check_members(content, archive.infolist(), path)
    return Package(archive, path, limits.bytes)


class Package:
    """What a package holds, by name, in the order of its directory."""

    def __init__(self, archive: zipfile.ZipFile, path: str, most: int) -> None:
        self._archive = archive
        self._path = path
        self._most = most
        self._members = {
            info.filename: info
            for info in archive.infolist()
            if info.filename[-1:] not in ("", "/")
        }
        self.left = most
        """How many bytes may still be unpacked."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members; folders are none."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """How many bytes a member should have; reading it shows whether it does."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The content of a member.

        Raises InputError for one that is missing, encrypted, damaged, not what its size and
        checksum say, compressed in another way than by deflation, or too large.
        """
        if name not in self._members:
            raise InputError(self._path, f"is incomplete: it has no member {name!r}")
        info = self._members[name]
        if info.flag_bits & _IS_ENCRYPTED:
            raise InputError(self._path, f"is encrypted ({name!r}): save it without a password")
        if info.compress_type not in _METHODS:
            reason = f"{name!r} is compressed by method {info.compress_type}, which is not read"
            raise InputError(self._path, f"{reason}: pack it again with the usual one, deflate")
        try:
            with self._archive.open(info) as member:
                content = member.read(self.left + 1)
        except _FAULTS as error:
            raise InputError(self._path, f"is damaged: {name!r}: {_say(error)}") from error
        if len(content) > self.left:
            reason = f"unpacks to more than {say_megabytes(self._most)}"
            raise InputError(self._path, f"{reason}: split it, or raise --max-file-mb")
        if len(content) != info.file_size:
            reason = f"{name!r} has {len(content):,} bytes, and should have {info.file_size:,}"
            raise InputError(self._path, f"is damaged: {reason}")
        self.left -= len(content)
        return content


def _check_members(content: bytes, members: list[zipfile.ZipInfo], path: str) -> None:
    """Refuse two members of one name, and members that share bytes."""
    names: set[str] = set()
    for info in members:
        if info.filename in names:
            raise InputError(path, f"is damaged: it has two members {info.filename!r}")
        names.add(info.filename)
    spans = sorted((info.header_offset, _end(content, info)) for info in members)
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        raise InputError(path, "is damaged: some of its members overlap")
    if spans and (spans[0][0] < 0 or spans[-1][1] > len(content)):
        raise InputError(path, "is damaged or cut off: a member lies outside of it")


def _end(content: bytes, info: zipfile.ZipInfo) -> int:
    """Where a member ends: its header, its name, what is extra, its compressed content."""
    start = max(0, info.header_offset)
    header = content[start : start + _LOCAL_SIZE].ljust(_LOCAL_SIZE, b"\0")
    name, extra = struct.unpack_from("<HH", header, _LOCAL_SIZE - 4)
    return start + _LOCAL_SIZE + int(name) + int(extra) + info.compress_size


def _say(error: BaseException) -> str:
    """The fault in the standard library's words, begun in lower case."""
    words = str(error) or type(error).__name__
    return words[:1].lower() + words[1:]
