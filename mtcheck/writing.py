"""How files are replaced: all or none, whatever ends the process.

Several files cannot be renamed in one step on any system. So the new contents are first written
beside their targets, and a small hidden file, the *record*, says what is to replace what. When all
of them are on disk, a line is added to the record: from here on the new files are those that
count. They are renamed over their targets one right after the other, and the record is removed.

A process that is killed leaves its record. The next command that writes into the folder, or reads
stored verdicts from it, ends what it finds there: with that line the renames that are missing are
done, without it the new contents are thrown away. The record is locked while its process lives, so
nobody ends the work of a running one. A target that was changed in the meantime is left alone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from mtcheck.errors import ConfigError

RECORD: Final = ".mtcheck-writing"
"""The name of the record, in the folder of the first target."""

PATIENCE_SECONDS: Final = 30.0
"""How long to wait for another run that replaces files in the same folder: it takes seconds."""

_GO, _BACK = b"go", b"back"
_MAX_RECORD: Final = 1 << 24
"""Bytes. A record has about 250 a file, so this is one of 60,000 files."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What replaces what. ``before`` and ``after`` are digests; before is empty for no file."""

    token: str
    targets: tuple[Path, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    def new(self, number: int) -> Path:
        """Where the new content waits: in the folder of its target, so that a rename will do."""
        return self.targets[number].parent / f".mtcheck-{self.token}-{number}.new"

    def old(self, number: int) -> Path:
        """Where the old content is kept, until all targets are replaced."""
        return self.targets[number].parent / f".mtcheck-{self.token}-{number}.old"


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write all files, or leave all of them as they were.

    Every content is first written and synced to a file of its own in its target's folder; only
    when all of them are on disk are they renamed over their targets, each in one step. If a
    rename fails, those before it are undone; if the process ends, the next one goes on. Raises
    ConfigError naming the file that cannot be written.
    """
    target = Path()
    try:
        for target in contents:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise ConfigError(f"{target}: cannot be written: it is a folder")
        folders = list(dict.fromkeys(target.parent for target in contents))
        for folder in folders[1:]:
            finish(folder)
        if folders:
            target = folders[0] / RECORD
            record = take(target, patience=PATIENCE_SECONDS)
            if record is None:
                raise ConfigError(f"{folders[0]}: another run is just writing there")
            try:
                _settle(record, folders[0])
                _replace(record, contents)
            finally:
                _drop(record, target)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _not_written(target, error) from error


def finish(folder: Path) -> None:
    """End what a killed run began to write in this folder. What cannot be ended now is left."""
    path = folder / RECORD
    with contextlib.suppress(OSError, ValueError):
        record = take(path) if os.path.lexists(path) else None
        if record is not None:
            try:
                _settle(record, folder)
            finally:
                _drop(record, path)


def take(path: Path, *, patience: float = 0.0) -> FileIO | None:
    """Open a file for reading and writing, made where it is missing, and lock it.

    None where another process has it after ``patience`` seconds. The lock ends with the process,
    however that ends. Raises OSError where there can be no such file: links are not followed.
    """
    flags = os.O_RDWR | os.O_CREAT
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    end = time.monotonic() + patience
    while True:
        file = os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)
        assert isinstance(file, FileIO)
        try:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.EINVAL, "is no file", str(path))
            if _lock(file) and _is_at(found, path):
                return file
        except BaseException:
            file.close()
            raise
        file.close()
        if time.monotonic() >= end:
            return None
        time.sleep(0.02)


def remove(file: FileIO, path: Path) -> None:
    """Remove a file that :func:`take` gave, and close it."""
    if sys.platform == "win32":  # which removes closed files only
        file.close()
    with contextlib.suppress(OSError):
        path.unlink()
    file.close()


def seal(payload: bytes) -> bytes:
    """A line that says of itself whether it is whole.

    >>> unseal(seal(b"all of it"))
    b'all of it'
    >>> unseal(seal(b"all of it")[:-4]) is None
    True
    """
    return hashlib.sha256(payload).hexdigest().encode() + b" " + payload + b"\n"


def unseal(line: bytes) -> bytes | None:
    """What was sealed; None for a line that is not whole."""
    digest, space, payload = line.removesuffix(b"\n").partition(b" ")
    whole = (
        space and line.endswith(b"\n") and digest == hashlib.sha256(payload).hexdigest().encode()
    )
    return payload if whole else None


def write_all(file: FileIO, content: bytes) -> None:
    """Write at the end of a file, all of it. Raises OSError where there is no room."""
    file.seek(0, os.SEEK_END)
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _replace(record: FileIO, contents: Mapping[Path, bytes]) -> None:
    """Replace the files under the protection of an empty record."""
    plan = _planned(contents)
    replaced: list[int] = []
    target = next(iter(contents))
    try:
        _add(record, _plan_line(plan))
        for number, (target, content) in enumerate(contents.items()):
            _write(plan.new(number), content, like=target)
            if plan.before[number]:
                _keep(target, plan.old(number))
        _sync_folders(plan)
        _add(record, _GO)
        for number, target in enumerate(contents):
            plan.new(number).replace(target)
            replaced.append(number)
        _sync_folders(plan)
    except OSError as error:
        if replaced:
            with contextlib.suppress(OSError):  # no room for a line: the next run is not told
                _add(record, _BACK)
        for number in replaced:
            _put_back(plan, number)
        _clear(plan)
        record.truncate(0)
        raise _not_written(target, error) from error
    except BaseException:  # interrupted: what the next run would do is done now
        _settle(record, next(iter(contents)).parent)
        raise
    _clear(plan)
    record.truncate(0)


def _planned(contents: Mapping[Path, bytes]) -> _Plan:
    before = []
    for target in contents:
        try:
            before.append(_digest(target))
        except OSError as error:
            raise _not_written(target, error) from error
    return _Plan(
        secrets.token_hex(8),
        tuple(Path(os.path.abspath(target)) for target in contents),  # noqa: PTH100 (no links)
        tuple(before),
        tuple(hashlib.sha256(content).hexdigest() for content in contents.values()),
    )


def _put_back(plan: _Plan, number: int) -> None:
    if plan.before[number]:
        plan.old(number).replace(plan.targets[number])
    else:
        plan.targets[number].unlink()


def _settle(record: FileIO, folder: Path) -> None:
    """End what a record says was begun; the record is then empty."""
    record.seek(0)
    content = record.read(_MAX_RECORD) or b""
    first, *marks = [unseal(line) for line in content.splitlines(keepends=True)] or [None]
    plan = _read_plan(first, folder) if first else None
    if plan is not None:
        for number in range(len(plan.targets)):
            with contextlib.suppress(OSError):  # a target that cannot be read or replaced stays
                _settle_one(plan, number, marks)
        _sync_folders(plan)
        _clear(plan)
    record.truncate(0)


def _settle_one(plan: _Plan, number: int, marks: list[bytes | None]) -> None:
    """End it for one target, unless it is no longer what it was when the record was written."""
    target, before, after = plan.targets[number], plan.before[number], plan.after[number]
    if _BACK in marks:
        if _is_ours(plan.old(number), before) and _digest(target) == after:
            plan.old(number).replace(target)
    elif _GO in marks and _is_ours(plan.new(number), after) and _digest(target) == before:
        plan.new(number).replace(target)


def _is_ours(path: Path, digest: str) -> bool:
    """A file of this user with this content: nobody else's is renamed over anything."""
    try:
        found = path.lstat()
    except OSError:
        return False
    mine = found.st_uid == os.geteuid() if sys.platform != "win32" else True
    return mine and stat.S_ISREG(found.st_mode) and _digest(path) == digest


def _plan_line(plan: _Plan) -> bytes:
    home = plan.targets[0].parent
    paths = [target.name if target.parent == home else str(target) for target in plan.targets]
    files = list(zip(paths, plan.before, plan.after, strict=True))
    return json.dumps({"token": plan.token, "files": files}).encode()


def _read_plan(line: bytes, folder: Path) -> _Plan | None:
    """The plan of a record; None for anything that is none."""
    try:
        data = json.loads(line)
        token, files = data["token"], data["files"]
        paths, before, after = zip(*files, strict=True)
        known = re.fullmatch("[0-9a-f]{16}", token) and all(
            isinstance(text, str) and "\0" not in text for text in (*paths, *before, *after)
        )
        return (
            _Plan(token, tuple(folder / path for path in paths), before, after) if known else None
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _add(record: FileIO, line: bytes) -> None:
    write_all(record, seal(line))
    os.fsync(record.fileno())


def _write(path: Path, content: bytes, *, like: Path) -> None:
    """Write a new file, to the disk itself, with the permissions of another where that exists."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        path.chmod(like.stat().st_mode & 0o777)


def _keep(target: Path, old: Path) -> None:
    """A second name for what is there; a copy where the file system has no such thing."""
    try:
        os.link(target, old)
    except OSError:
        shutil.copyfile(target, old)


def _clear(plan: _Plan) -> None:
    for number in range(len(plan.targets)):
        for path in (plan.new(number), plan.old(number)):
            with contextlib.suppress(OSError):
                path.unlink()


def _drop(record: FileIO, path: Path) -> None:
    """Remove a record in which nothing stands; with a line in it, it is the next run's."""
    if os.fstat(record.fileno()).st_size == 0:
        remove(record, path)
    record.close()


def _digest(path: Path) -> str:
    """Of the content; empty where there is no file. Raises OSError where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "is no file", str(path))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _sync_folders(plan: _Plan) -> None:
    """Renames are on the disk once their folder is. Some systems cannot say so of a folder."""
    if hasattr(os, "O_DIRECTORY"):
        for folder in {target.parent for target in plan.targets}:
            sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(file: FileIO) -> bool:
    """Lock a file for as long as it is open; False where another process has locked it.

    Where the file system knows no locks, it counts as locked.
    """
    if sys.platform == "win32":
        import msvcrt

        file.seek(0x7FFFFFFE)  # a byte that no content reaches: locked ones cannot be read
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_at(found: os.stat_result, path: Path) -> bool:
    """Is this still the file of that name? Whoever had the lock may have removed it."""
    try:
        return os.path.samestat(found, path.lstat())
    except OSError:
        return False


def _not_written(target: Path, error: Exception) -> ConfigError:
    reason = getattr(error, "strerror", None) or error
    return ConfigError(f"{target}: cannot be written: {reason}")
