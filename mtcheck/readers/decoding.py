"""Bytes to text, strictly: a character that cannot be read is an error, never a guess.

Text that was decoded with the wrong table is mangled by us, and would then be blamed on the
translation. So nothing is replaced or skipped: the message says which byte, on which line, and
which ``--encoding`` to try.
"""

from __future__ import annotations

import codecs
import errno
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mtcheck.contents import Limits, content_of, say_megabytes
from mtcheck.errors import ConfigError, InputError

Declared = Callable[[bytes], tuple[str, int]]
"""Finds what the beginning of a file names as its encoding, and at which offset; or nothing."""

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SAVE: Final = "save it as plain text"
_BINARIES: Final = (
    (b"%PDF-", "a PDF", "give it a name that ends in .pdf"),
    (b"PK\x03\x04", "a ZIP archive or an office document",
     "give it a name that ends so, such as .docx, .odt, .xlsx, .epub or .zip"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as .docx or .odt"),
    (b"\x1f\x8b", "compressed with gzip", "give it a name that ends in .gz"),
    (b"{\\rtf", "a rich text document", _SAVE),
    (b"\x89PNG", "a picture", _SAVE),
    (b"\xff\xd8\xff", "a picture", _SAVE),
    (b"GIF8", "a picture", _SAVE),
    (b"\x7fELF", "a program", _SAVE),
)  # fmt: skip
"""How files begin that people take for text, from the published format descriptions; what each is,
and what to do about it."""

_BEGINNING: Final = 4096
"""Bytes within which a file says what it is."""

_NEVER_DECLARED: Final = ("utf-16", "utf-32", "utf-7", "unicode", "raw_unicode", "idna", "punycode")
"""Codecs in which what a file says about itself could not be read as ASCII, or which hide it."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


_LIMITS: Final = Limits()


def load(
    path: str,
    *,
    encoding: str | None = None,
    refuse: str = "",
    content: bytes | None = None,
    limits: Limits = _LIMITS,
    declared: Declared | None = None,
) -> str:
    """The text of a file, without its byte order mark; ``-`` is standard input.

    ``refuse``, if not empty, is the reason to refuse the file once it is known to exist.
    ``content`` stands in for what the file holds: it is then not opened. Of the ``limits`` only the
    size counts here. ``declared`` finds the encoding that the file names; it holds where neither
    ``encoding`` nor a byte order mark says one. Raises InputError, or ConfigError for an unknown
    encoding.
    """
    codec = _codec(encoding) if encoding is not None else ""
    if content is not None and refuse:
        raise InputError(path, refuse)
    data = load_bytes(path, refuse=refuse, limits=limits) if content is None else content
    if not data:
        raise InputError(path, "is empty")
    text = _decode(path, data, codec, "" if codec else _declared(path, data, declared))
    check_characters(text, path)
    if not text.strip():
        raise InputError(path, "holds nothing but white space")
    return text


def named_by(pattern: re.Pattern[bytes]) -> Declared:
    """Finds an encoding in the first group of a pattern."""

    def declared(begin: bytes) -> tuple[str, int]:
        found = pattern.search(begin)
        return (found[1].decode("ascii", "replace"), found.start(1)) if found else ("", 0)

    return declared


def load_bytes(path: str, *, refuse: str = "", limits: Limits = _LIMITS) -> bytes:
    """What a file holds; ``-`` is standard input. Raises InputError."""
    return _standard_input(limits) if path == "-" else _bytes(path, refuse, limits)


def own_encoding(
    data: bytes, *, encoding: str | None = None, declared: Declared | None = None
) -> tuple[bytes, str]:
    """The byte order mark that a file's content begins with, if any, and the codec of the rest.

    ``declared`` is as in :func:`load`, which has accepted the file. Of UTF-16 and UTF-32 the codec
    says the order of the bytes, so that it writes no mark by itself.

    >>> own_encoding(codecs.BOM_UTF16_BE + "Hm.".encode("utf-16-be"))
    (b'\\xfe\\xff', 'utf-16-be')
    """
    codec = _codec(encoding) if encoding is not None else ""
    codec = codec or next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    codec = codec or _declared("", data, declared) or "utf-8"
    if codec in ("utf-16", "utf-32"):
        size = 4 if codec == "utf-32" else 2
        little, big = ("\ufeff".encode(f"{codec}-{order}") for order in ("le", "be"))
        swapped = data[:size] == (big if sys.byteorder == "little" else little)
        is_little = (sys.byteorder == "little") != swapped
        codec = f"{codec}-{'le' if is_little else 'be'}"
    try:
        mark = "\ufeff".encode(codec)
    except UnicodeError:  # a code page that has no such character
        return b"", codec
    return (mark if data.startswith(mark) else b""), codec


def check_characters(text: str, path: str, line: int | None = None) -> None:
    """Raise InputError for what no text holds: NUL, or half of a surrogate pair."""
    found = text.find("\0")
    if found >= 0:
        where = line or 1 + _count_lines(text[:found])
        raise InputError(path, "holds a NUL character: it is not text", line=where)
    half = _SURROGATE.search(text)
    if half:
        where = line or 1 + _count_lines(text[: half.start()])
        reason = f"holds half of a surrogate pair, U+{ord(half.group()):04X}: it is not text"
        raise InputError(path, reason, line=where)


def _codec(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        b"x".decode(name)
    except UnicodeError:
        pass  # it exists, and wants more than one byte
    except (LookupError, ValueError) as error:
        raise ConfigError(
            f"unknown encoding {encoding!r}: try utf-8, utf-16, cp1252 or gb18030"
        ) from error
    return {"utf-8-sig": "utf-8"}.get(name, name)


def _declared(path: str, data: bytes, declared: Declared | None) -> str:
    """The codec that a file names for itself, if it does and has no byte order mark."""
    name, at = declared(data[:_BEGINNING]) if declared else ("", 0)
    if not name or any(data.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return ""
    line = 1 + _count_lines(data[:at].decode("latin-1"))
    said = f"says that its encoding is {name!r}, which"
    try:
        codec = _codec(name)
    except ConfigError as error:
        reason = f"{said} is unknown: try --encoding utf-8"
        raise InputError(path, reason, line=line) from error
    if codec.startswith(_NEVER_DECLARED) or b"<meta".decode(codec, "replace") != "<meta":
        raise InputError(path, f"{said} it cannot be: try --encoding utf-8", line=line)
    return codec


def _standard_input(limits: Limits) -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError("-", "there is no standard input")
    data: bytes = stream.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        raise InputError("-", _too_large(limits))
    return data


def _too_large(limits: Limits) -> str:
    return f"is larger than {say_megabytes(limits.bytes)}: split it, or raise --max-file-mb"


def _bytes(path: str, refuse: str, limits: Limits) -> bytes:
    if not path:
        raise InputError("''", "is an empty name, not that of a file")
    try:
        if refuse and not Path(path).is_dir():
            Path(path).stat()  # one that is missing is missing, whatever its kind
            raise InputError(path, refuse)
        return content_of(path, most=limits.bytes)
    except IsADirectoryError as error:
        raise InputError(path, "is a folder that holds no supported file") from error
    except FileNotFoundError as error:
        if Path(path).is_symlink():
            raise InputError(path, "is a link to a file that does not exist") from error
        raise InputError(path, _missing(path)) from error
    except PermissionError as error:
        raise InputError(path, "cannot be read: permission denied") from error
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno == errno.EFBIG:
            reason = _too_large(limits)
        elif not reason.startswith(("is ", "changed ")):  # in the words of the system
            reason = f"cannot be read: {reason.lower()}"
        raise InputError(path, reason) from error
    except ValueError as error:  # a NUL in the path
        raise InputError(path, f"is not a path: {error}") from error


def _missing(path: str) -> str:
    if any(char in path for char in "*?["):
        return "matches no file"
    return "does not exist"


def _decode(path: str, data: bytes, codec: str, declared: str) -> str:
    """``codec`` is what the user said, ``declared`` what the file says of itself."""
    codec = codec or declared
    if not codec:
        codec = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    if not codec:
        _refuse_binary(path, data)
        codec = "utf-8"
    skip = len(codecs.BOM_UTF8) if codec == "utf-8" and data.startswith(codecs.BOM_UTF8) else 0
    try:
        return data[skip:].decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        offset = skip + error.start
        wide = codec.startswith(("utf-16", "utf-32"))
        line = None if wide else 1 + _count_lines(data[:offset].decode("latin-1"))
        reason = (
            f"is not {codec.upper()}: byte 0x{data[offset]:02x} at offset {offset};"
            f" try {_hint(data, codec, declared)}"
        )
        raise InputError(path, reason, line=line) from error
    except UnicodeError as error:
        raise InputError(path, f"is not {codec.upper()}: {error}") from error


def _refuse_binary(path: str, data: bytes) -> None:
    for beginning, kind, advice in _BINARIES:
        if data.startswith(beginning):
            raise InputError(path, f"is {kind}, not text: {advice}")
    if b"\0" not in data:
        return
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) > 0.3 * len(data[:4096]) / 2 and min(even, odd) * 4 < max(even, odd):
        name = "utf-16-be" if even > odd else "utf-16-le"
        reason = f"looks like UTF-16 without a byte order mark: try --encoding {name}"
        raise InputError(path, reason)
    raise InputError(path, f"is binary: a NUL byte at offset {data.index(0)}")


def _hint(data: bytes, codec: str, declared: str) -> str:
    """Another encoding than the user's, or the one that the file says it is in."""
    if not declared and codec != "utf-8":
        return "without --encoding"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return f"--encoding {'cp1252' if codec != 'cp1252' else 'latin-1'}"
    return "--encoding utf-8"


def _count_lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
