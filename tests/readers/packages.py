"""ZIP packages as nobody should make them, as data: bytes, and what must be said of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple


def packed(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An honest package, the same bytes every time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            made.writestr(info, content)
    return file.getvalue()


class Member(NamedTuple):
    """A member written by hand: anything about it may be a lie. ``at`` -1: after the one before."""

    name: str
    content: bytes
    flags: int = 0
    method: int = 8
    size: int = -1
    crc: int = -1
    at: int = -1
    data: bytes = b""


def written(*members: Member) -> bytes:
    """A package of such members."""
    body, directory = bytearray(), bytearray()
    for member in members:
        name = member.name.encode()
        data = member.data or (_deflated(member.content) if member.method == 8 else member.content)
        crc = zlib.crc32(member.content) if member.crc < 0 else member.crc
        size = len(member.content) if member.size < 0 else member.size
        head = struct.pack(
            "<HHHHHIIIHH",
            20,
            member.flags,
            member.method,
            0,
            33,
            crc,
            len(data),
            size,
            len(name),
            0,
        )
        at = len(body) if member.at < 0 else member.at
        if member.at < 0:
            body += b"PK\3\4" + head + name + data
        directory += b"PK\1\2" + struct.pack("<H", 20) + head
        directory += struct.pack("<HHHII", 0, 0, 0, 0, at) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\5\6" + end


def _deflated(content: bytes) -> bytes:
    pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pressed.compress(content) + pressed.flush()


def bomb(size: int = 2_000_000_000) -> bytes:
    """A member of so many spaces."""
    pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b" " * 10_000_000
    data = b"".join(pressed.compress(block) for _ in range(size // len(block))) + pressed.flush()
    return written(Member("a.xml", b"", data=data, size=min(size, 0xFFFFFFFE)))


def nested(depth: int = 6) -> bytes:
    """A package in a package, each of ten times as much."""
    content = packed({f"{n}.xml": b" " * 1_000_000 for n in range(10)})
    for _ in range(depth):
        content = packed({f"{n}.zip": content for n in range(10)})
    return content


class BadPackage(NamedTuple):
    """``says`` must be in the message; with ``member`` it opens, and that one cannot be read."""

    label: str
    content: bytes
    says: str
    member: str = ""


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
GOOD = packed({"a.xml": b"<a>One.</a>", "b.xml": b"<b>Two.</b>"})
_A = Member("a.xml", b"<a>One. One. One.</a>")

BAD_PACKAGES = (
    BadPackage("a page", b"\n<!DOCTYPE html><p>One.", "is not a Word document but a page of HTML"),
    BadPackage("a PDF", b"%PDF-1.7\n", "is not a Word document but a PDF: give it a name"),
    BadPackage(
        "text", b"One. Two.", "is not a Word document, whatever its name says: give it a name"
    ),
    BadPackage("an old document", OLE, "is an old office document"),
    BadPackage(
        "an encrypted document",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "is encrypted: save it without a password",
    ),
    BadPackage("cut off", GOOD[:-30], "is damaged or cut off"),
    BadPackage("its end alone", GOOD[-22:], "is damaged"),
    BadPackage("its second half", GOOD[len(GOOD) // 2 :], "is damaged"),
    BadPackage("directory of noise", GOOD[:-22] + b"PK\5\6" + b"\x7f" * 18, "is damaged"),
    BadPackage("two of one name", written(_A, _A), "two members 'a.xml'"),
    BadPackage("one twice", written(_A, _A._replace(name="b.xml", at=0)), "overlap"),
    BadPackage(
        "members that overlap",
        written(_A, _A._replace(name="b.xml", at=len(written(_A)) // 5)),
        "overlap",
    ),
    BadPackage("outside", written(_A, _A._replace(name="b.xml", at=9_999)), "is damaged"),
    BadPackage(
        "too many members", packed({f"{n}.xml": b"" for n in range(10_001)}), "more than 10,000"
    ),
    BadPackage("encrypted", written(_A._replace(flags=1)), "is encrypted ('a.xml')", "a.xml"),
    BadPackage("masked", written(_A._replace(flags=0x2001)), "is encrypted ('a.xml')", "a.xml"),
    BadPackage("wrong checksum", written(_A._replace(crc=7)), "bad CRC-32", "a.xml"),
    BadPackage("size too small", written(_A._replace(size=4)), "is damaged: 'a.xml'", "a.xml"),
    BadPackage(
        "size too large", written(_A._replace(size=99)), "has 21 bytes, and should have 99", "a.xml"
    ),
    BadPackage(
        "noise for a member",
        written(_A._replace(data=b"\x7f" * 30)),
        "is damaged: 'a.xml'",
        "a.xml",
    ),
    BadPackage("bzip2", written(_A._replace(method=12)), "compressed by method 12", "a.xml"),
    BadPackage("deflate64", written(_A._replace(method=9)), "compressed by method 9", "a.xml"),
    BadPackage("unknown method", written(_A._replace(method=99)), "by method 99", "a.xml"),
    BadPackage("missing", GOOD, "it has no member '../a.xml'", "../a.xml"),
    BadPackage("flat bomb", bomb(50_000_000), "unpacks to more than 10 MB", "a.xml"),
    BadPackage(
        "bomb that says it is small",
        written(Member("a.xml", b" " * 50_000_000, size=100)),
        "is damaged: 'a.xml'",
        "a.xml",
    ),
)
