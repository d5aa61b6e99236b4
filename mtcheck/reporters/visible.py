"""Make what cannot be seen visible, so that no text can act on where it is shown.

A text under test may hold anything: an escape sequence that clears the terminal, a control
that shows ``fdp.exe`` as ``exe.pdf``, a byte that ends a string in another program. Reports
show such characters by their code instead of obeying them.
"""

from __future__ import annotations

import re
import unicodedata

# Cc control, Cf format (bidirectional controls, zero-width characters), Cs lone surrogates
# (undecodable bytes of file names), Zl and Zp line separators: the Unicode categories whose
# characters act instead of showing a glyph.
_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_COMMAND = re.compile(r"((?:^|[\r\n])\s*)::")


def visible(text: str) -> str:
    """The text on one line, every character that acts instead of showing replaced by its code.

    >>> print(visible("a\\x1b[31mb\\u202ec\\nd"))
    a\\x1b[31mb\\u202ec d
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return "".join(code(char) if unicodedata.category(char) in _ACTING else char for char in text)


def without_controls(text: str) -> str:
    """The text with control characters and lone surrogates as codes; line ends and tabs stay.

    >>> print(without_controls("a\\x00b"))
    a\\x00b
    """
    return "".join(
        code(char) if char not in "\t\n\r" and unicodedata.category(char) in ("Cc", "Cs") else char
        for char in text
    )


def without_commands(text: str) -> str:
    r"""The text with what a runner of GitHub Actions would take for a command shown by code.

    The runner reads standard output and standard error: ``::name`` is a command at the beginning
    of a line, white space before it or not, and ``##[name]`` is one anywhere.

    >>> print(without_commands("a\n  ::error::b ##[error]c"))
    a
      \x3a:error::b #\x23[error]c
    """
    text = _COMMAND.sub(lambda found: f"{found.group(1)}{code(':')}:", text)
    return text.replace("##[", f"#{code('#')}[")


def code(char: str) -> str:
    """The character as Python would write it in a string.

    >>> code("\\u202e")
    '\\\\u202e'
    """
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
