"""A ZIP package with some members replaced or added, and the others taken over as they are.

Their compressed bytes are copied: a picture of a gigabyte costs nothing, a bomb stays packed.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final, NamedTuple

# APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_SIZES_FOLLOW: Final = 0x8
"""The flag for sizes that stand behind the data: here they are known."""
_UTF8: Final = 0x800
_1980: Final = (0x0000, 0x0021)
"""The first day of the format: a new member has no other date, so that equal files stay equal."""


class _Member(NamedTuple):
    name: bytes
    flags: int
    method: int
    stamp: tuple[int, int]
    crc: int
    size: int
    data: bytes
    attributes: int = 0


def repack(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with these members; new ones last. ``content`` has been found to be sound."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        infos = archive.infolist()
    members = []
    for info in infos:
        name_size, extra_size = struct.unpack_from("<2H", content, info.header_offset + 26)
        name_at = info.header_offset + _LOCAL.size
        name = content[name_at : name_at + name_size]
        stamp = struct.unpack_from("<2H", content, info.header_offset + 10)
        if info.filename in changed:
            members.append(_packed(name, changed[info.filename], info.flag_bits & _UTF8, stamp))
        else:
            at = name_at + name_size + extra_size
            data = content[at : at + info.compress_size]
            flags = info.flag_bits & ~_SIZES_FOLLOW
            members.append(
                _Member(name, flags, info.compress_type, stamp, info.CRC, info.file_size, data,
                        info.external_attr)
            )  # fmt: skip
    there = {info.filename for info in infos}
    members += [
        _packed(name.encode(), new, 0 if name.isascii() else _UTF8, _1980)
        for name, new in changed.items()
        if name not in there
    ]
    return _written(members)


def _packed(name: bytes, content: bytes, flags: int, stamp: tuple[int, int]) -> _Member:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = squeeze.compress(content) + squeeze.flush()
    crc = zlib.crc32(content)
    return _Member(name, flags, zipfile.ZIP_DEFLATED, stamp, crc, len(content), data)


def _written(members: list[_Member]) -> bytes:
    parts: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for one in members:
        sizes = len(one.data), one.size, len(one.name), 0
        about = (one.flags, one.method, *one.stamp, one.crc, *sizes)
        local = _LOCAL.pack(b"PK\x03\x04", 20, *about) + one.name
        central = _CENTRAL.pack(b"PK\x01\x02", 20, 20, *about, 0, 0, 0, one.attributes, at)
        parts += [local, one.data]
        directory.append(central + one.name)
        at += len(local) + len(one.data)
    listed = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(listed), at, 0)
    return b"".join((*parts, listed, end))
