from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.reporters.patch import render_patch, show_patch

PATCH = shutil.which("patch")


def test_equal_versions_have_no_diff() -> None:
    assert render_patch("a.txt", b"same\n", b"same\n") == b""


def test_a_diff_shows_three_lines_around_a_change_and_keeps_line_ends() -> None:
    before = "".join(f"line {n}\r\n" for n in range(1, 21)).encode()
    after = before.replace(b"line 9\r", b"line nine\r")
    assert render_patch("dir/a.txt", before, after) == (
        b"--- a/dir/a.txt\n+++ b/dir/a.txt\n@@ -6,7 +6,7 @@\n"
        b" line 6\r\n line 7\r\n line 8\r\n-line 9\r\n+line nine\r\n"
        b" line 10\r\n line 11\r\n line 12\r\n"
    )


def test_a_file_without_a_last_line_end_says_so() -> None:
    assert render_patch("a.txt", b"the the", b"the") == (
        b"--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-the the\n\\ No newline at end of file\n"
        b"+the\n\\ No newline at end of file\n"
    )


@pytest.mark.skipif(PATCH is None, reason="the program patch is not there")
@pytest.mark.parametrize("name", ["a.txt", "two words.txt", "ünï.txt", 'quo"te.txt', "tab\tname"])
def test_patch_takes_it_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    before, after = b"One\nthe the\n\xff\xfe\x00last", b"One\nthe\n\xff\xfe\x00last"
    check(tmp_path, name, before, after)


LINES = st.lists(st.sampled_from([b"a", b"the the", b"", b"\xe9\r", b"b\0c"]), max_size=30)


@pytest.mark.skipif(PATCH is None, reason="the program patch is not there")
@settings(max_examples=15, deadline=None)
@given(lines=LINES, places=st.sets(st.integers(0, 29)), ended=st.booleans())
def test_patch_makes_the_new_version_of_the_old_one(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], places: set[int], ended: bool
) -> None:
    after = [b"changed" if n in places else line for n, line in enumerate(lines)]
    end = b"\n" if ended else b""
    folder = tmp_path_factory.mktemp("patched")
    check(folder, "a.txt", b"\n".join(lines) + end, b"\n".join(after) + end)


def check(folder: Path, name: str, before: bytes, after: bytes) -> None:
    target = folder / name
    target.write_bytes(before)
    diff = render_patch(name, before, after)
    assert PATCH is not None
    done = subprocess.run(
        [PATCH, "-p1", "--binary", "-s"], input=diff, capture_output=True, cwd=folder
    )
    assert done.returncode == 0, done.stdout
    assert target.read_bytes() == after


def test_nothing_in_a_shown_diff_acts_on_the_terminal() -> None:
    shown = show_patch("a\x1b[31m.txt", "\x1b]0;x\x07the the\u202e\n", "the\u202e\n")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b]0;x\\x07the the\\u202e" in shown


def test_colours_are_there_only_if_asked_for() -> None:
    assert "\x1b[31m-the the\x1b[0m" in show_patch("a", "the the\n", "the\n", colour=True)
    assert "\x1b" not in show_patch("a", "the the\n", "the\n")
