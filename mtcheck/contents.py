"""What a file holds, read in bounded pieces: the one way in for files that nobody should trust.

A file may be a link to a device without end, a pipe that nobody writes into, two gigabytes of one
line, or be written to while we read. What cannot be read as a whole, or not within the limit, is an
OSError whose ``strerror`` says so in words; whoever asked makes an error of their own of it.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mtcheck.errors import ConfigError

MB: Final = 1_000_000
"""Bytes of a megabyte, as the settings count them."""

SETTINGS_MB: Final = 1
"""A larger file of settings, or a calibration, is something else."""

LIST_MB: Final = 32
"""The same for lists: names, phrases, terms, a baseline. IATE, the termbase of the European Union,
has less in any two languages."""

PATIENCE_SECONDS: Final = 1.0
"""How long a named pipe may wait for someone to write: longer than a shell needs to start one."""

VERDICTS_MB: Final = 256
"""The same for stored verdicts, which take about a kilobyte a sentence."""

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read: ``file_mb`` megabytes, ``sentences`` sentences.

    The defaults leave room for a long book, which takes minutes to judge.
    """

    file_mb: float = 10
    sentences: int = 100_000

    @property
    def bytes(self) -> int:
        """The size in bytes up to which a file is read."""
        return int(self.file_mb * MB)


def content_of(path: str | Path, *, most: int) -> bytes:
    """All bytes of a file. Never more than ``most`` of them are read, and nothing waits forever.

    Raises OSError: for what the system says; for a folder; ENODEV for a device, EPIPE for a named
    pipe into which nobody writes, EFBIG for a file of more than ``most`` bytes, EAGAIN for one that
    changed while it was read. Raises ValueError for a NUL in the path.
    """
    # Without O_NONBLOCK, opening a pipe waits for a writer who may never come.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        before = os.fstat(descriptor)
        mode = before.st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if stat.S_ISBLK(mode) or (stat.S_ISCHR(mode) and not os.isatty(descriptor)):
            raise OSError(errno.ENODEV, "is a device, not a file")
        if stat.S_ISFIFO(mode):
            return _limited(_await(descriptor), descriptor, most)
        if before.st_size > most:
            raise _too_large(most)
        if stat.S_ISCHR(mode):  # a terminal
            os.set_blocking(descriptor, True)
        content = _limited(b"", descriptor, most)
        after = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise OSError(errno.EAGAIN, "changed while it was read: try again when it is whole")
        return content
    finally:
        os.close(descriptor)


def text_of(path: str | Path, *, most: int) -> str:
    """The same as text in UTF-8, without a byte order mark, every line end a line feed.

    Raises what :func:`content_of` raises, and UnicodeDecodeError.
    """
    text = content_of(path, most=most).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_for_settings(path: str | Path, what: str, *, most: int, shown: str = "") -> str:
    """The same for a file that settings are in, or point to.

    ``what`` is what a message calls it, ``shown`` its path there. Raises ConfigError, with the line
    of what is not UTF-8.
    """
    try:
        return text_of(path, most=most)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{shown or path}:{line}: {what} must be UTF-8") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{shown or path}: {what} cannot be read: {reason}") from error


def is_regular(path: str | Path) -> bool:
    """Is there a file that can be looked into, and read again later? Not a pipe, not a device."""
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except (OSError, ValueError):
        return False


def say_megabytes(most: int) -> str:
    """A limit in words.

    >>> say_megabytes(10_000_000), say_megabytes(500_000)
    ('10 MB', '0.5 MB')
    """
    return f"{most / MB:g} MB"


def too_many(sentences: int) -> str:
    """Why a file is not judged as a whole."""
    return f"more than {sentences:,} sentences: split it, or raise --max-sentences"


def _too_large(most: int) -> OSError:
    return OSError(errno.EFBIG, f"is larger than {say_megabytes(most)}")


def _limited(begin: bytes, descriptor: int, most: int) -> bytes:
    """``begin`` and the rest of what can be read."""
    pieces, size = [begin], len(begin)
    while size <= most:
        piece = os.read(descriptor, min(_CHUNK, most - size + 1))
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
    raise _too_large(most)


def _await(descriptor: int) -> bytes:
    """What a pipe says first. It may be slow, as long as somebody holds its other end."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            begin = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            begin = b""
            os.set_blocking(descriptor, True)
            return begin
        if begin or time.monotonic() > end:
            break
        time.sleep(0.01)
    if not begin:
        raise OSError(errno.EPIPE, "is a pipe into which nobody writes")
    os.set_blocking(descriptor, True)
    return begin
