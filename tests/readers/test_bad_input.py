"""Every bad input gives the documented error, and reading any bytes gives nothing else."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import SUPPORTED, read
from mtcheck.types import Reading

from .bad_inputs import BAD_INPUTS, BadInput


@pytest.mark.parametrize("case", BAD_INPUTS, ids=lambda case: case.label)
def test_a_bad_input_is_refused_in_words_that_name_file_and_place(
    case: BadInput, tmp_path: Path
) -> None:
    path = case.place(tmp_path)
    with pytest.raises(case.error) as caught:
        read(path, settings=ReadConfig(encoding=case.encoding, **case.columns))
    message = str(caught.value)
    assert type(caught.value) is case.error
    for word in case.words:
        assert word in message
    if case.error is InputError:
        start = f"{path}:{case.line}: " if case.line else f"{path}: "
        assert message.startswith(start)


def test_there_are_enough_cases_and_their_labels_are_unique() -> None:
    assert len({case.label for case in BAD_INPUTS}) == len(BAD_INPUTS) >= 40


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One.", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mtcheck.contents.os.open", refuse)  # a superuser may read everything
    with pytest.raises(InputError, match="permission denied"):
        read(str(path))


def test_a_device_is_refused() -> None:
    with pytest.raises(InputError, match="device"):
        read("/dev/zero")


def test_standard_input_is_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("“One.”\nTwo.".encode())))
    assert [unit.text for unit in read("-").candidate.units] == ["“One.”", "Two."]


def test_closed_or_empty_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(InputError, match="-: is empty"):
        read("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="no standard input"):
        read("-")


BYTES = st.one_of(
    st.binary(max_size=80),
    st.lists(
        st.sampled_from(
            [
                b'"',
                b",",
                b"\t",
                b"\n",
                b"\r",
                b"candidate",
                b"source",
                b"id",
                b"One. ",
                b"<p>",
                b"</p>",
                b"<",
                b"<!--",
                b"-->",
                b"&amp;",
                b"&#0;",
                b"<nav>",
                b"<pre>",
                b"<br>",
                b"**",
                b"[a](b)",
                b"> ",
                b"- ",
                b"# ",
                b"```\n",
                b"|",
                b"---\n",
                b'{"candidate": "',
                b'"}',
                b"1",
                b"\xe2\x80\xa8",
                b"\xc2\x85",
                b"\xff",
                b"\xfe",
                b"\x00",
                b"\xef\xbb\xbf",
                b"<script>",
                b"]]>",
                b"<![CDATA[",
                b"<?",
                b"\\ud800",
            ]
        )
    ).map(b"".join),
)


@given(data=BYTES, extension=st.sampled_from(SUPPORTED))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
def test_reading_any_bytes_gives_a_reading_or_an_input_error(
    data: bytes, extension: str, tmp_path: Path
) -> None:
    path = tmp_path / f"any{extension}"
    path.write_bytes(data)
    try:
        reading = read(str(path))
    except InputError:
        return
    assert isinstance(reading, Reading)
    units = reading.candidate.units
    assert len({unit.id for unit in units}) == len(units) > 0
    lines = [unit.line for unit in units]
    assert lines == sorted(lines)
    assert 1 <= lines[0] <= lines[-1] <= 1 + data.count(b"\n") + data.count(b"\r")
    if reading.source:
        assert [unit.id for unit in reading.source.units] == [unit.id for unit in units]


@pytest.mark.parametrize(
    ("extension", "pattern"),
    [
        (".html", p)
        for p in (
            "<",
            "<p>",
            "<div>",
            "</p>",
            "<!--",
            "&",
            "<a ",
            "<p><nav></nav>",
            "\n<br>",
            "<!",
            "<?",
            "<![",
            "</",
            "<script>",
            "&#",
            "<pre> ",
            '<a b="',
            "<!-- mtcheck: off --><p>x",
        )
    ]
    + [
        (".md", p)
        for p in (
            "*",
            "[",
            "> ",
            "- ",
            "`",
            "![",
            "_a ",
            "|a|\n|-|\n",
            "<a ",
            "[a](",
            "\\",
            "#",
            "x <!-- mtcheck: off --> ",
            "<!---->",
            "<div><!--",
            "<!---->\n\nx\n\n",
        )
    ]
    + [(".csv", p) for p in ('"', ",", "a\n", '""', "a,")]
    + [(".jsonl", p) for p in ("[", "{", '{"a":', "1", "\n")]
    + [(".txt", p) for p in ("a", "\n", "\r", " \n", "a b c\n")],
)
def test_hostile_files_end_soon(extension: str, pattern: str, tmp_path: Path) -> None:
    path = tmp_path / f"hostile{extension}"
    path.write_text(("candidate\n" if extension == ".csv" else "") + pattern * 12_000, "utf-8")
    with suppress(InputError):
        read(str(path))
