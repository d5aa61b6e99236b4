"""The exception tree: what a user can act on, printed without a traceback.

    MtcheckError      base of all; carries an exit code
      ConfigError     settings cannot mean what they say              exit 2
      InputError      a file is not what it claims to be              exit 3
      ModelError      a model cannot be loaded                        exit 2
      RuleError       a rule is badly declared, or crashed            exit 2

Bad *text* is never an error: it gives findings. Bad *code* crashes.
"""

from __future__ import annotations

MAX_MESSAGE = 1000
"""Characters of a message: what is wrong fits; a column's name of a megabyte does not."""


class MtcheckError(Exception):
    """Something a user can act on. ``str(error)`` is the whole message."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        if len(message) > MAX_MESSAGE:
            half = MAX_MESSAGE // 2
            message = f"{message[:half]} … {message[-half:]}"
        super().__init__(message)


class ConfigError(MtcheckError):
    """Settings cannot mean what they say: an unknown name, a value out of range."""


class InputError(MtcheckError):
    """A file is not what it claims to be.

    ``path`` and, where there is one, ``line`` (1-based) say where; ``reason`` says what.

    >>> str(InputError("a.csv", "no column 'candidate'", line=1))
    "a.csv:1: no column 'candidate'"
    """

    exit_code = 3

    def __init__(self, path: str, reason: str, *, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(f"{path}:{line}: {reason}" if line is not None else f"{path}: {reason}")


class ModelError(MtcheckError):
    """A model cannot be loaded: which one, and what to install or check."""


class RuleError(MtcheckError):
    """A rule is badly declared, or crashed: its code and the sentence it crashed on."""
