"""Archives: texts in ZIP files, and texts compressed with gzip, read where they lie.

A ZIP file that is named stands for the supported files in it, as a folder does. The path of each is
the archive's, a slash, and its name there: ``texts.zip/news/a.txt``. Hidden files and what macOS
adds are left out. A folder stands for no archive in it: what lies beside its own unpacked texts
would be judged twice. A file of gzip is the file that it was: ``a.txt.gz`` is read as ``a.txt``.

Nothing is ever written to disk, and no name in an archive is a path on it: ``../a.txt`` is shown
as ``%2E%2E/a.txt``, a control character as its bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from mtcheck.contents import Limits, is_regular, say_megabytes
from mtcheck.errors import InputError
from mtcheck.readers.decoding import load_bytes
from mtcheck.readers.packed import Package, open_package

GZIP: Final = ".gz"
ZIP: Final = ".zip"

NESTED: Final = (ZIP, GZIP, ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst")
"""How archives end that are not looked into where they lie in another one."""

TIMES: Final = 10
"""An archive may unpack to so many times what a file may have."""

LOCKED: Final = "lies in an archive: unpack it, fix it, and pack it again"
"""Why nothing is written into a packed file."""

_LIMITS: Final = Limits()
_BORDER: Final = re.compile(r"\.zip(?=[/\\]|\Z)", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f%\ud800-\udfff]|(?<=\A[A-Za-z]):")
_GZIP_FORMAT: Final = 16 + zlib.MAX_WBITS
_GZIP_MARK: Final = b"\x1f\x8b"
_PIECE: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP file; ``names`` are its members' names by their safe ones, in order of these."""

    path: str
    package: Package
    names: Mapping[str, str]


def is_gzip(path: str) -> bool:
    """Is it a text in gzip, by its name?"""
    return path.lower().endswith(GZIP)


def is_packed(path: str) -> bool:
    """Is it a text in gzip, or one in an archive? Nothing is written into it then."""
    return is_gzip(path) or bool(archive_of(path))


def plain_name(path: str) -> str:
    """The name that says what kind of file it is.

    >>> plain_name("a/b.txt.gz"), plain_name("b.txt")
    ('a/b.txt', 'b.txt')
    """
    return path[: -len(GZIP)] if is_gzip(path) else path


def archive_of(path: str) -> str:
    """The ZIP file on disk that a path is, or leads into; or nothing."""
    for border in _BORDER.finditer(path):
        if is_regular(path[: border.end()]):
            return path[: border.end()]
    return ""


def members(
    path: str, is_text: Callable[[str], bool], *, limits: Limits = _LIMITS
) -> tuple[str, ...]:
    """The paths of the files that an archive stands for, sorted: those with a name that is one's.

    Archives in it are among them: reading one says why it is not. Raises InputError for an archive
    that cannot be opened, and for one that would unpack to more than ten times the limit.
    """
    archive = _open(path, limits)
    found = [n for n in archive.names if is_text(n) or n.lower().endswith(NESTED)]
    size = sum(archive.package.size(archive.names[name]) for name in found)
    if size > TIMES * limits.bytes:
        most = say_megabytes(TIMES * limits.bytes)
        raise InputError(path, f"unpacks to more than {most}: split it, or raise --max-file-mb")
    return tuple(f"{path}/{name}" for name in found)


def member(path: str, *, limits: Limits) -> bytes:
    """The content of a file in an archive. Raises InputError."""
    holder = archive_of(path)
    archive = _open(holder, limits)
    name = path[len(holder) :].replace("\\", "/").strip("/")
    if name not in archive.names:
        raise InputError(path, "does not exist: the archive holds no such file")
    if name.lower().endswith(NESTED):
        raise InputError(path, "is an archive in an archive: unpack it first")
    archive.package.left = limits.bytes
    try:
        return archive.package.read(archive.names[name])
    except InputError as error:
        raise InputError(path, error.reason) from error


def unpack(content: bytes, *, path: str, limits: Limits) -> bytes:
    """What a file of gzip holds; of several parts, one after the other.

    Raises InputError for what is damaged, cut off, no gzip, or larger than a file may be.
    """
    if not content:
        raise InputError(path, "is empty")
    if not content.startswith(_GZIP_MARK):
        raise InputError(path, "is not compressed with gzip, whatever its name says")
    found: list[bytes] = []
    room, at = limits.bytes, 0
    while content.startswith(_GZIP_MARK, at):
        part = zlib.decompressobj(_GZIP_FORMAT)
        while not part.eof:
            piece = content[at : at + _PIECE]
            if not piece:
                raise InputError(path, "is cut off: its end is missing")
            try:
                found.append(part.decompress(piece, room + 1))
            except zlib.error as error:
                raise InputError(path, f"is damaged: {error}") from error
            at += len(piece) - len(part.unused_data) - len(part.unconsumed_tail)
            room -= len(found[-1])
            if room < 0:
                reason = f"unpacks to more than {say_megabytes(limits.bytes)}"
                raise InputError(path, f"{reason}: split it, or raise --max-file-mb")
    rest = content[at:].lstrip(b"\0")  # tapes and disks are filled up with it
    if rest:
        raise InputError(path, f"is damaged: {len(rest):,} bytes after its end are no gzip")
    return b"".join(found)


def load_unpacked(path: str, supported: tuple[str, ...], *, limits: Limits) -> bytes | None:
    """What a file in an archive, or in gzip, holds; None for any other.

    Raises InputError, and does for an archive as a whole: it is no file to read.
    """
    holder = archive_of(path)
    if holder and path.rstrip("/") == holder:
        found = members(holder, lambda name: name.lower().endswith(supported), limits=limits)
        if not found:
            raise InputError(path, "is an archive that holds no supported file")
        reason = f"is an archive, not one file: name one in it, such as {found[0]}"
        raise InputError(path, reason)
    if holder:
        return member(path, limits=limits)
    if is_gzip(path):
        return unpack(load_bytes(path, limits=limits), path=path, limits=limits)
    return None


def _open(path: str, limits: Limits) -> Archive:
    try:
        found = Path(path).stat()
    except OSError:
        state = (0, 0, 0)  # reading it will say what is wrong
    else:
        state = (found.st_ino, found.st_mtime_ns, found.st_size)
    return _opened(path, limits, state)


@lru_cache(maxsize=1)
def _opened(path: str, limits: Limits, state: tuple[int, int, int]) -> Archive:
    """An archive, opened once for all that is read from it one after the other."""
    content = load_bytes(path, limits=limits)
    if not content:
        raise InputError(path, "is empty")
    package = open_package(content, path=path, what="a ZIP archive", limits=limits)
    names: dict[str, str] = {}
    for name in package.names:
        shown = _safe(name)
        if not _is_hidden(shown) and shown not in names:
            names[shown] = name
    return Archive(path, package, dict(sorted(names.items())))


def _safe(name: str) -> str:
    """A member's name as part of a path that leads nowhere else.

    >>> _safe("../a.txt"), _safe("/etc/motd"), _safe("C:\\\\b.txt"), _safe("news/caf\\xe9.txt")
    ('%2E%2E/a.txt', '%2Fetc/motd', 'C%3A/b.txt', 'news/caf\\xe9.txt')
    """
    parts = _UNSAFE.sub(_by_code, name.replace("\\", "/")).split("/")
    safe = [part.replace(".", "%2E") if part in (".", "..") else part for part in parts]
    begin = "" if safe[0] else "%2F"
    return begin + "/".join(part for part in safe if part)


def _by_code(found: re.Match[str]) -> str:
    code = found[0].encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in code)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)
