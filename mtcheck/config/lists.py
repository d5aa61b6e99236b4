"""The small files that settings may point to: set phrases, and names.

A calibration is read by :mod:`mtcheck.own`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from mtcheck.contents import LIST_MB, MB, text_for_settings
from mtcheck.errors import ConfigError

PHRASE_COLUMNS = ("found", "expected")


def read_phrases(path: str | Path) -> tuple[tuple[str, str], ...]:
    """The user's own set phrases: a UTF-8 CSV file with the columns ``found,expected``.

    ``found`` is the wording to report, ``expected`` what should stand there. Raises
    ConfigError with the line for a missing or undecodable file, missing columns, an empty
    cell, a row that is too long, and a phrase that is its own correction or listed twice.
    """
    text = text_for_settings(path, "the phrases file", most=LIST_MB * MB)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    phrases: dict[str, str] = {}
    try:
        header = tuple(cell.strip().lower() for cell in next(rows, []))
        if header != PHRASE_COLUMNS:
            shown = ",".join(header) or "nothing"
            raise ConfigError(f"{path}:1: the first line must be found,expected; it is {shown!r}")
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            found, expected = _phrase(row, f"{path}:{rows.line_num}")
            if found in phrases:
                raise ConfigError(f"{path}:{rows.line_num}: {found!r} is listed twice")
            phrases[found] = expected
    except csv.Error as error:
        raise ConfigError(f"{path}:{rows.line_num}: not a CSV row: {error}") from error
    return tuple(phrases.items())


def read_names(path: str | Path) -> tuple[str, ...]:
    """The user's own names, one a line, in UTF-8; empty lines and ``#`` lines are skipped.

    Raises ConfigError for a file that is missing, undecodable or holds no name.
    """
    text = text_for_settings(path, "the names file", most=LIST_MB * MB)
    lines = (line.strip() for line in text.splitlines())
    names = tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    if not names:
        raise ConfigError(f"{path}: no name in it; one name a line is expected")
    return names


def _phrase(row: Sequence[str], where: str) -> tuple[str, str]:
    if len(row) != len(PHRASE_COLUMNS):
        raise ConfigError(f"{where}: {len(row)} cells where found,expected has 2")
    found, expected = (" ".join(cell.split()) for cell in row)
    if not found or not expected:
        raise ConfigError(f"{where}: {'expected' if found else 'found'} is empty")
    if found == expected:
        raise ConfigError(f"{where}: {found!r} is its own correction")
    return found, expected
