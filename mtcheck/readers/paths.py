"""Which files a run is about, and which source belongs to which candidate.

Nothing here opens a candidate, but for the directory of an archive and, in a folder, the beginning
of a file, which may be a report of ours: a file that cannot be read fails later and alone, when its
turn comes, so that one bad name never stops the others.
"""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mtcheck.contents import Limits
from mtcheck.errors import ConfigError, InputError
from mtcheck.readers import STANDARD_INPUT, SUPPORTED
from mtcheck.readers.archives import GZIP, archive_of, members, plain_name
from mtcheck.readers.decoding import load
from mtcheck.readers.delimited import table
from mtcheck.readers.own_reports import is_own
from mtcheck.text import counted

NOT_TEXT: Final = frozenset(
    {
        *("package.json", "package-lock.json", "pnpm-lock.yaml", "composer.json", "manifest.json"),
        *("tsconfig.json", "jsconfig.json", "angular.json", "docker-compose.yml", "_config.yml"),
        *("docker-compose.yaml", "mkdocs.yml", "l10n.yaml", "pubspec.yaml", "gradle.properties"),
        *("gradle-wrapper.properties", "local.properties", "mtcheck-baseline.json"),
    }
)
"""Files that tools look for by these names and that hold settings: a folder does not stand for
them. Named by themselves they are read."""

_FILES: Final = (*SUPPORTED, *(kind + GZIP for kind in SUPPORTED))
_LIMITS: Final = Limits()

NAMED: Final = 3
"""Of the files that a folder does not stand for, so many are named to the user."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to score and its source; ``error`` says why it cannot be scored.

    ``source`` is None where there is no source, and where it could not be found.
    """

    candidate: str
    source: str | None
    error: InputError | None = None


def expand(
    inputs: Sequence[str],
    *,
    limits: Limits = _LIMITS,
    tell: Callable[[str], object] | None = None,
) -> tuple[str, ...]:
    """The files that the inputs stand for, each once, in the order given.

    A folder stands for the supported files below it, sorted, but for hidden ones, well-known
    files of settings, XML that is not called ``strings``, and what mtcheck itself wrote, of which
    ``tell`` gets a sentence; a pattern (``*``, ``?``, ``[]``,
    ``**``) for what it matches; ``-`` is kept.
    A ZIP archive that is named, or matched, stands for the files in it likewise: their paths,
    folders and patterns go on behind the archive's own. An input that stands for no file is kept as
    it is: reading it gives the InputError that says so, and the rest is still scored. Raises
    ConfigError when there are no inputs at all.
    """
    if not inputs:
        raise ConfigError("no files given: name files, folders, patterns, or - for standard input")
    seen: dict[str, str] = {}
    own: dict[str, str] = {}
    for item in inputs:
        found = []
        for path, is_named in _expanded(item, limits):
            if is_named or not is_own(path):
                found.append(path)
            else:
                own.setdefault(_key(path), path)
        for path in found or [item]:
            seen.setdefault(_key(path), path)
    passed = [path for key, path in own.items() if key not in seen]
    if passed and tell is not None:
        tell(_say_passed(passed))
    return tuple(seen.values())


def pair_up(
    candidates: Sequence[str],
    *,
    source: str | None = None,
    pairs: str | None = None,
    limits: Limits = _LIMITS,
) -> tuple[Planned, ...]:
    """The plan: every candidate with its source.

    ``source`` is one file for all, or a folder or archive in which the file of the same name is
    taken, else the one of the same stem. ``pairs`` is a CSV (or TSV) file with the columns
    ``candidate`` and ``source``, paths relative to that file, an empty source for none; without
    candidates all its rows are planned. A candidate without a counterpart gets an ``error`` of its
    own.
    Raises ConfigError for ``source`` and ``pairs`` together, InputError for a broken pairs file.
    """
    if source is not None and pairs is not None:
        raise ConfigError("--source and --pairs contradict each other: give one of them")
    if source == STANDARD_INPUT and STANDARD_INPUT in candidates:
        raise ConfigError("standard input cannot be both a candidate and the source")
    if pairs is not None:
        return _from_pairs(candidates, pairs)
    if source is not None and _is_folder(source):
        return _from_folder(candidates, source, _below(source))
    if source is not None and source == archive_of(source):
        return _from_archive(candidates, source, limits)
    return tuple(Planned(candidate, source) for candidate in candidates)


def _key(path: str) -> str:
    return path if path == STANDARD_INPUT else os.path.normpath(Path(path).absolute())


def _is_folder(path: str) -> bool:
    try:
        return bool(path) and Path(path).is_dir()
    except OSError:  # a name too long, a folder closed to us: reading it will say so
        return False


def _say_passed(paths: Sequence[str]) -> str:
    files = counted(len(paths), "file")
    more = f" and {len(paths) - NAMED:,} more" if len(paths) > NAMED else ""
    one = "it" if len(paths) == 1 else "one"
    named = ", ".join(paths[:NAMED])
    return f"{files} that mtcheck wrote passed over: {named}{more}; name {one} to judge it"


def _expanded(item: str, limits: Limits) -> Iterator[tuple[str, bool]]:
    """The files that an input stands for, and whether it names them; a folder does not."""
    if _is_folder(item):
        yield from ((path, False) for path in _below(item))
    elif item != STANDARD_INPUT and archive_of(item):
        yield from ((path, True) for path in _packed(item, limits))
    elif item == STANDARD_INPUT or os.path.lexists(item):
        yield item, True
    elif glob.has_magic(item):
        for path in sorted(glob.glob(item, recursive=True)):  # noqa: PTH207 (may be absolute)
            if _is_folder(path):
                yield from ((below, False) for below in _below(path))
            elif archive_of(path):
                yield from ((one, True) for one in list(_packed(path, limits)) or [path])
            else:
                yield path, True


def _packed(item: str, limits: Limits) -> Iterator[str]:
    """The files in an archive that a path stands for: all, or those of a folder or a pattern."""
    try:
        found = members(archive_of(item), _is_text, limits=limits)
    except InputError:
        return  # reading the archive says what is wrong with it
    below = item.rstrip("/") + "/"
    if item in found:
        yield item
    elif any(path.startswith(below) for path in found):
        yield from (path for path in found if path.startswith(below))
    elif glob.has_magic(item):
        yield from (path for path in found if fnmatch.fnmatchcase(path, item))


def _is_text(name: str) -> bool:
    """Does a folder, or an archive, stand for a file of this name?"""
    parts = name.split("/")
    hidden = any(part.startswith(".") for part in parts) or "node_modules" in parts
    if hidden or parts[-1] in NOT_TEXT:
        return False
    kind = plain_name(parts[-1]).lower()
    return name.lower().endswith(_FILES) and (not kind.endswith(".xml") or "strings" in kind)


def _below(folder: str) -> Iterator[str]:
    """The supported files in a folder and its folders, sorted by path."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [n for n in folders if not n.startswith(".") and n != "node_modules"]
        for name in files:
            if _is_text(name):
                found.append(str(Path(place) / name))
    yield from sorted(found)


def _from_archive(candidates: Iterable[str], source: str, limits: Limits) -> tuple[Planned, ...]:
    try:
        found = members(source, _is_text, limits=limits)
    except InputError as error:
        reason = f"its source cannot be read: {error}"
        return tuple(Planned(c, source, InputError(c, reason)) for c in candidates)
    return _from_folder(candidates, source, found)


def _from_folder(
    candidates: Iterable[str], folder: str, sources: Iterable[str]
) -> tuple[Planned, ...]:
    by_name: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    for path in sources:
        name = Path(plain_name(path))
        by_name.setdefault(name.name, []).append(path)
        by_stem.setdefault(name.stem, []).append(path)
    return tuple(_match(candidate, folder, by_name, by_stem) for candidate in candidates)


def _match(
    candidate: str, folder: str, by_name: dict[str, list[str]], by_stem: dict[str, list[str]]
) -> Planned:
    if candidate == STANDARD_INPUT:
        reason = "standard input has no name to find its source by: give --source FILE"
        return Planned(candidate, None, InputError(candidate, reason))
    name = Path(plain_name(candidate))
    found = by_name.get(name.name) or by_stem.get(name.stem) or []
    if len(found) == 1:
        return Planned(candidate, found[0])
    if found:
        reason = f"several sources have its name: {found[0]}, {found[1]}: use --pairs"
    else:
        reason = f"no source in {folder} is called {name.name} or {name.stem}.*"
    return Planned(candidate, None, InputError(candidate, reason))


def _from_pairs(candidates: Sequence[str], pairs: str) -> tuple[Planned, ...]:
    rows = _pairs(pairs)
    if not candidates:
        return tuple(rows.values())
    plans = []
    for candidate in candidates:
        row = rows.get(_key(candidate))
        if row is None:
            error = InputError(candidate, f"is not a candidate in {pairs}")
            plans.append(Planned(candidate, None, error))
        else:
            plans.append(Planned(candidate, row.source))
    return tuple(plans)


def _pairs(path: str) -> dict[str, Planned]:
    separator = "\t" if path.lower().endswith(".tsv") else ","
    header, rows = table(load(path), path=path, separator=separator)
    for name in ("candidate", "source"):
        if name not in header:
            columns = ", ".join(map(repr, header))
            raise InputError(path, f"no column {name!r}; the columns are {columns}", line=1)
    left, right = header.index("candidate"), header.index("source")
    folder = Path(path).parent
    found: dict[str, Planned] = {}
    for line, row in rows:
        if not row[left].strip():
            raise InputError(path, "this row has no candidate", line=line)
        candidate = str(folder / row[left])
        if _key(candidate) in found:
            raise InputError(path, f"{row[left]!r} has a row already", line=line)
        source = str(folder / row[right]) if row[right].strip() else None
        found[_key(candidate)] = Planned(candidate, source)
    return found
