from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mtcheck.errors import ConfigError
from mtcheck.writing import RECORD, finish, replace_files, seal, take

ROOT = Path(__file__).parents[1]
OLD = {"out/a.csv": b"old a", "out/b.csv": b"old b", "page/r.html": b"old page"}
NEW = {"out/a.csv": b"new a", "out/b.csv": b"new b", "page/r.html": b"new page", "out/c": b"c"}

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def read(folder: Path) -> dict[str, bytes]:
    """What people see: everything but hidden files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*")]


def steps(folder: Path, statement: str) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.steps", str(folder), statement],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@posix
def test_killed_at_any_step_the_next_one_finds_all_old_or_all_new(tmp_path: Path) -> None:
    write(tmp_path / "f", OLD)
    contents = f"{{Path(n): c for n, c in {NEW!r}.items()}}"
    statement = (
        "from pathlib import Path\nfrom mtcheck.writing import replace_files\n"
        f"replace_files({contents})"
    )
    n_steps = steps(tmp_path / "f", statement)
    seen = set()
    for number in range(1, n_steps + 1):
        folder = tmp_path / f"f-{number}"
        for name, content in read(folder).items():
            assert content in (OLD.get(name), NEW[name])  # no file is torn, ever
        finish(folder / "out")
        assert read(folder) in (OLD, NEW)
        assert hidden(folder) == []
        seen.add(read(folder) == NEW)
    assert seen == {True, False}
    assert n_steps > 20


@posix
def test_killed_at_any_step_the_same_command_again_writes_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "f", OLD)
    n_steps = steps(
        tmp_path / "f",
        "from pathlib import Path\nfrom mtcheck.writing import replace_files\n"
        "replace_files({Path('out/a.csv'): b'x', Path('out/b.csv'): b'y'})",
    )
    for number in range(1, n_steps + 1):
        folder = tmp_path / f"f-{number}"
        monkeypatch.chdir(folder)
        replace_files({Path(name): content for name, content in NEW.items()})
        assert (read(folder), hidden(folder)) == (NEW, [])


@pytest.mark.parametrize("interrupted", [1, 2, 3])
def test_an_interruption_between_two_renames_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupted: int
) -> None:
    write(tmp_path, {"a": b"old a", "b": b"old b"})
    rename, calls = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == interrupted:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        replace_files({tmp_path / name: b"new" for name in "abc"})
    assert read(tmp_path) == dict.fromkeys("abc", b"new")
    assert hidden(tmp_path) == []


def killed(folder: Path) -> str:
    """As a run leaves it that was killed before the first rename."""
    token = "0123456789abcdef"
    write(folder, {"a": b"old", f".mtcheck-{token}-0.new": b"new"})
    digests = [hashlib.sha256(content).hexdigest() for content in (b"old", b"new")]
    plan = json.dumps({"token": token, "files": [["a", *digests]]}).encode()
    (folder / RECORD).write_bytes(seal(plan) + seal(b"go"))
    return token


def test_what_was_decided_is_done(tmp_path: Path) -> None:
    killed(tmp_path)
    finish(tmp_path)
    assert (read(tmp_path), hidden(tmp_path)) == ({"a": b"new"}, [])


def test_what_was_not_decided_is_thrown_away(tmp_path: Path) -> None:
    killed(tmp_path)
    lines = (tmp_path / RECORD).read_bytes()
    (tmp_path / RECORD).write_bytes(lines[:-1])  # the last line is torn
    finish(tmp_path)
    assert (read(tmp_path), hidden(tmp_path)) == ({"a": b"old"}, [])


def test_a_file_that_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    killed(tmp_path)
    (tmp_path / "a").write_bytes(b"by hand")
    finish(tmp_path)
    assert (read(tmp_path), hidden(tmp_path)) == ({"a": b"by hand"}, [])


def test_the_work_of_a_running_one_is_left_alone(tmp_path: Path) -> None:
    killed(tmp_path)
    running = take(tmp_path / RECORD)
    assert running is not None
    with running:
        finish(tmp_path)
        assert read(tmp_path) == {"a": b"old"}
        assert len(hidden(tmp_path)) == 2
    finish(tmp_path)
    assert read(tmp_path) == {"a": b"new"}


def test_two_that_write_at_once_wait_for_each_other(tmp_path: Path) -> None:
    contents = [{tmp_path / name: bytes([65 + n]) * 9999 for name in "abc"} for n in range(8)]
    threads = [threading.Thread(target=replace_files, args=(one,)) for one in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(read(tmp_path).values())) == 1
    assert hidden(tmp_path) == []


@pytest.mark.parametrize(
    "record",
    [
        b"\0" * 100,
        seal(b"{}") + seal(b"go"),
        seal(b"[" * 100_000) + seal(b"go"),
        seal(b'{"token": "../../../../../", "files": [["a", "", ""]]}') + seal(b"go"),
        seal(b'{"token": "0123456789abcdef", "files": [["a\\u0000", "", ""]]}') + seal(b"go"),
        seal(b'{"token": "0123456789abcdef", "files": [["/dev/zero", "", ""]]}') + seal(b"go"),
        seal(b'{"token": "0123456789abcdef", "files": 3}') + seal(b"go"),
    ],
)
def test_a_record_that_nobody_wrote_does_nothing(tmp_path: Path, record: bytes) -> None:
    write(tmp_path, {"a": b"old", RECORD: record})
    finish(tmp_path)
    assert (read(tmp_path), hidden(tmp_path)) == ({"a": b"old"}, [])


@posix
def test_a_record_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"precious": b"keep me"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / RECORD).symlink_to(tmp_path / "precious")
    finish(tmp_path / "out")
    with pytest.raises(ConfigError, match="cannot be written"):
        replace_files({tmp_path / "out" / "a": b"new"})
    assert (tmp_path / "precious").read_bytes() == b"keep me"
