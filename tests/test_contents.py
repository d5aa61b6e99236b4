"""Files are read whole, within a limit, or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck import contents
from mtcheck.contents import content_of, text_of

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")


def test_what_fits_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert content_of(path, most=3) == b"abc"
    with pytest.raises(OSError, match=r"larger than 2e-06 MB"):
        content_of(path, most=2)


def test_text_loses_its_mark_and_its_line_ends_become_one_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert text_of(path, most=99) == "a\nb\nc\n"


def while_read(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    """Let something happen to the file after the first piece of it was read."""
    real, left = os.read, [action]

    def read(descriptor: int, size: int) -> bytes:
        piece = real(descriptor, size)
        if piece and left:
            left.pop()()
        return piece

    monkeypatch.setattr(contents.os, "read", read)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


@pytest.mark.parametrize(
    "change", [grow, lambda path: os.truncate(path, 1), lambda path: path.write_bytes(b"x" * 9)]
)
def test_a_file_that_changes_while_it_is_read_is_refused(
    change: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abcdef")
    os.utime(path, ns=(0, 0))
    while_read(monkeypatch, lambda: change(path))
    with pytest.raises(OSError, match="changed while it was read"):
        content_of(path, most=99)


def test_a_file_that_vanishes_while_it_is_read_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abcdef")
    while_read(monkeypatch, path.unlink)
    assert content_of(path, most=99) == b"abcdef"


def test_a_file_that_grows_without_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abcdef")
    monkeypatch.setattr(contents.os, "read", lambda _, size: b"x" * size)
    with pytest.raises(OSError, match="larger than"):
        content_of(path, most=1000)


@posix
def test_a_pipe_with_a_slow_writer_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(b"abc"))
    writer.start()
    assert content_of(path, most=3) == b"abc"
    writer.join()


@posix
def test_a_pipe_that_says_too_much_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(b"abcd"))
    writer.start()
    with pytest.raises(OSError, match="larger than"):
        content_of(path, most=3)
    writer.join()
