"""Packages: what is honest is read, everything else is refused, in memory and soon."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.contents import Limits
from mtcheck.errors import InputError
from mtcheck.readers.packed import Package, open_package

from .packages import BAD_PACKAGES, GOOD, BadPackage, Member, nested, packed, written


def opened(content: bytes, limits: Limits | None = None) -> Package:
    return open_package(content, path="a.docx", what="a Word document", limits=limits or Limits())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_honest_package_is_read(method: int) -> None:
    package = opened(packed({"a.xml": b"<a/>", "deep/b.xml": b""}, method=method))
    assert package.names == ("a.xml", "deep/b.xml")
    assert "a.xml" in package
    assert "b.xml" not in package
    assert [package.read(name) for name in package.names] == [b"<a/>", b""]


def test_what_has_no_name_or_is_a_folder_is_no_member() -> None:
    content = written(Member("", b"A."), Member("b/", b"", method=0), Member("c.txt", b"C."))
    assert opened(content).names == ("c.txt",)


def test_a_package_written_as_a_stream_is_read() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:  # sizes after the content
        made.writestr("a.xml", "<a>One.</a>")
        made.writestr("b.xml", "<b>Two.</b>")
    package = opened(pipe.getvalue())
    assert [package.read(name) for name in package.names] == [b"<a>One.</a>", b"<b>Two.</b>"]


def test_folders_are_no_members_and_paths_are_names() -> None:
    names = ("../../etc/passwd", "/etc/passwd", "C:\\windows\\a.txt", "..")
    package = opened(packed({"folder/": b"", **dict.fromkeys(names, b"One.")}))
    assert package.names == names
    assert package.read("../../etc/passwd") == b"One."


@pytest.mark.parametrize("bad", BAD_PACKAGES, ids=lambda bad: bad.label)
def test_a_bad_package_is_refused_in_words(bad: BadPackage) -> None:
    if bad.member:
        package = opened(bad.content)
    with pytest.raises(InputError) as caught:
        package.read(bad.member) if bad.member else opened(bad.content)
    assert bad.says in str(caught.value)
    assert str(caught.value).startswith("a.docx: ")


def test_all_that_is_read_counts_together() -> None:
    package = opened(packed({"a": b"x" * 600, "b": b"x" * 600}), Limits(file_mb=0.001))
    package.read("a")
    assert package.left == 400
    with pytest.raises(InputError, match=r"unpacks to more than 0\.001 MB.*--max-file-mb"):
        package.read("b")


def test_packages_in_packages_unpack_one_level_at_a_time() -> None:
    content = nested()
    for _ in range(6):
        package = opened(content)
        content = package.read("0.zip")
        assert package.left > 0
    package = opened(content, Limits(file_mb=9.5))
    for name in package.names[:9]:
        package.read(name)
    with pytest.raises(InputError, match="unpacks to more than"):
        package.read("9.xml")


def test_what_stands_before_a_package_is_passed_over() -> None:
    assert opened(b"#!/bin/sh\n" + GOOD).read("a.xml") == b"<a>One.</a>"


@given(data=st.data())
def test_a_damaged_package_gives_its_members_or_an_input_error(data: st.DataObject) -> None:
    content = bytearray(written(Member("a.xml", b"<a>One.</a>" * 9), Member("b.xml", b"<b/>")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InputError):
        package = opened(bytes(content))
        for name in package.names:
            with suppress(InputError):
                assert package.read(name) in (b"<a>One.</a>" * 9, b"<b/>")


def test_any_damage_to_one_byte_is_survived() -> None:
    for at in range(len(GOOD)):
        content = bytearray(GOOD)
        content[at] ^= random.Random(at).randrange(1, 256)
        with suppress(InputError):
            package = opened(bytes(content))
            for name in package.names:
                package.read(name)
