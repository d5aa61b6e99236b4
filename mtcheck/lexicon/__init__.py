"""Word and phrase lists that we ship, and the one loader for them.

Every ``.tsv`` list in this folder starts with ``#`` lines that say where it comes from and
under which licence; the next line names the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, each loaded on first use and then shared."""

    def rows(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of ``name.tsv``, by column name. Raises FileNotFoundError for no such list."""
        return _rows(name)

    def words(self, name: str) -> frozenset[str]:
        """The first column of ``name.tsv`` as a set."""
        return _words(name)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = resources.files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return tuple(dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(next(iter(row.values())) for row in _rows(name))
