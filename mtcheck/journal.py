"""The verdicts of a run that is not over, on disk one by one, so that another run can go on.

A line is a verdict with its *key*: the digest of all that the verdict comes from. That is the
signature, every setting, the texts of the file, of its source and of the other files of the run,
what sets findings aside in them, and the versions of the packages that compute. A verdict is taken
up only under the same key, whatever the times of files say, so it is the one that judging again
would give. Lines that are torn or damaged count as absent: they carry a digest of their own.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from mtcheck.config import Config
from mtcheck.errors import InputError
from mtcheck.selection import ignored_codes
from mtcheck.store import dump_verdicts, read_verdicts
from mtcheck.types import Document, FileVerdict
from mtcheck.writing import remove, seal, take, unseal, write_all

NAME: Final = ".mtcheck-journal"
"""The file, in the folder of the results."""

SYNC_SECONDS: Final = 1.0
"""What a power cut may cost. A killed process loses nothing: the system has what was written."""

_MAX_LINE: Final = 1 << 28
"""Bytes; the verdicts of a whole run that can be read again have less together."""


class Keys:
    """The keys of a run: ``candidates`` are all texts that it judges."""

    def __init__(
        self, config: Config, candidates: Iterable[Document], *, signature: str, device: str
    ) -> None:
        self._config = config
        self._run = digest((signature, device, config, _installed()))
        self._digests: dict[int, tuple[Document, str]] = {}
        self._others = digest(tuple(sorted(self._of(document) for document in candidates)))

    def key(
        self,
        candidate: Document,
        source: Document | None,
        *,
        rows: bool = False,
        alone: bool = False,
    ) -> str:
        """The key of a file's verdict; ``alone``: it is judged without a look at the others."""
        return digest(
            (
                self._run,
                self._of(candidate),
                self._of(source) if source else "",
                rows,
                "" if alone else self._others,
                tuple(sorted(ignored_codes(self._config.rules, candidate.path))),
            )
        )

    def _of(self, document: Document) -> str:
        known = self._digests.get(id(document))
        if known is None:
            known = self._digests[id(document)] = document, digest(document)
        return known[1]


class Journal:
    """Verdicts on disk by key. One process at a time has the file.

    ``resume``: verdicts that are there already may be taken up; without it they go as soon as there
    is one to write. ``found`` is their number, and ``n_written`` were added.
    ``fault`` says why nothing more is written, if that is so: the run goes on without.
    """

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        self.path, self.fault = path, ""
        self.n_written = 0
        self._places: dict[str, tuple[int, int]] = {}
        self._stale = not resume
        self._resume = resume
        self._synced = time.monotonic()
        self._file: io.FileIO | None = None
        try:
            self._file = take(path)
            if self._file is None:
                self.fault = "another run is just writing there"
            else:
                self._index(self._file)
        except OSError as error:
            self._give_up(error)
        self.found = len(self._places)

    def recall(self, key: str) -> FileVerdict | None:
        """The verdict with this key, or None."""
        if self._file is None or self._stale or key not in self._places:
            return None
        try:
            line = _read(self._file, *self._places[key])
            stored = (unseal(line) or b"").partition(b" ")[2] + b"\n"
            (verdict,) = read_verdicts(stored, path=str(self.path))
        except OSError as error:
            self._give_up(error)
            return None
        except InputError:
            return None
        if dump_verdicts([verdict]) != stored:  # what is read back must be what was written
            return None
        return verdict

    def record(self, key: str, verdict: FileVerdict) -> None:
        """Write a verdict down. Where that cannot be done, ``fault`` says why."""
        if self._file is None:
            return
        try:
            if self._stale:
                self._file.truncate(0)
                self._stale = False
            line = seal(key.encode() + b" " + dump_verdicts([verdict]).rstrip(b"\n"))
            write_all(self._file, line)
            self.n_written += 1
            if time.monotonic() - self._synced > SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            self._give_up(error)

    def remarks(self, n_known: int, n_files: int) -> tuple[str, ...]:
        """What a user should be told at the end: ``n_known`` of ``n_files`` were taken up."""
        told = []
        if n_known:
            told.append(f"resumed: {n_known} of {n_files} files had been judged before")
        elif self._resume and self.found:
            told.append(
                "nothing could be resumed: the texts, the settings or the versions are not those "
                "of the interrupted run"
            )
        elif self._resume and not self.fault:
            told.append("nothing to resume: every file was judged now")
        if self.fault:
            told.append(f"{self.path}: no progress was kept: {self.fault}")
        return tuple(told)

    def keep(self) -> None:
        """The run ends before its time: what is written stays for another one."""
        if self._file is None:
            return
        if os.fstat(self._file.fileno()).st_size:
            self._file.close()
            self._file = None
        else:
            self.discard()

    def discard(self) -> None:
        """The run is over, its results are written: nothing is left to go on with."""
        if self._file is not None:
            remove(self._file, self.path)
            self._file = None

    def _index(self, file: io.FileIO) -> None:
        """Find out where which verdict is; a line that was torn is ended."""
        place, line = 0, b"\n"
        reader = io.BufferedReader(file)
        while more := reader.readline(_MAX_LINE):
            line = more
            key, space, _ = (unseal(line) or b"").partition(b" ")
            if space:
                self._places[key.decode("ascii", "replace")] = (place, len(line))
            place += len(line)
        reader.detach()
        if not self._stale and not line.endswith(b"\n"):
            write_all(file, b"\n")

    def _give_up(self, error: OSError) -> None:
        """Keep what can be read, and write no more."""
        self.fault = error.strerror or str(error)
        if self._file is not None:
            self._file.close()
            self._file = None


def digest(value: object) -> str:
    """The digest of a value made of dataclasses, tuples, tables, texts and numbers.

    Every field counts, those too that comparing leaves out: a message may show them.

    >>> digest(("a", "b")) == digest(("ab", ""))
    False
    """
    state = hashlib.sha256()
    for piece in _pieces(value):
        state.update(piece.encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def _pieces(value: Any) -> Iterable[str]:
    if is_dataclass(value):
        yield f"{type(value).__name__}("
        for field in fields(value):
            yield from _pieces(getattr(value, field.name))
        yield ")"
    elif isinstance(value, tuple | list):
        yield f"{len(value)}["
        for item in value:
            yield from _pieces(item)
    elif isinstance(value, Mapping):
        yield from _pieces(tuple(value.items()))
    else:
        yield f"{value!r},"


@cache
def _installed() -> tuple[str, ...]:
    """The versions of what computes: another one may give other last digits."""
    try:
        required = metadata.requires("mtcheck") or []
    except metadata.PackageNotFoundError:
        required = []
    names = {re.split(r"[^\w.-]", name, maxsplit=1)[0] for name in required if "extra" not in name}
    return (platform.python_version(), platform.machine(), *map(_version, sorted(names)))


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name


def _read(file: io.FileIO, start: int, size: int) -> bytes:
    file.seek(start)
    pieces = []
    while size and (piece := file.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
