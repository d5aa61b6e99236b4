"""Notes in PO files: comments that change nothing else, in whatever form the file is written."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.review import po

from .made import SETTINGS, judged, notes, reviewed, same_verdict

HEAD = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
TEXT = (
    HEAD
    + """# a person's word
#. for translators
#: a.c:1
#, c-format
#| msgid "Old"
msgctxt "menu"
msgid "Un"
msgid_plural "Des"
msgstr[0] "Antony Brinken arrived at once."
msgstr[1] ""
"All of them sent "
"a signal."

msgid "Deux"
msgstr "They , too, saw Brinken there."
msgid "Trois"
msgstr "All is well."

#~ msgid "Quatre"
#~ msgstr "Old Brinken."
"""
)


def test_each_note_stands_above_its_entry_and_nothing_else_changes() -> None:
    done = reviewed("a.po", TEXT.encode())
    lines = done.content.decode().splitlines()
    added = [line for line in lines if line.startswith("# mtcheck[")]
    assert [line for line in lines if line not in added] == TEXT.splitlines()
    places = [lines.index(line) for line in added]
    assert [lines[n + 1] for n in places] == [
        added[1],
        "# a person's word",
        added[3],
        'msgid "Deux"',
    ]
    assert [line.split()[2] for line in added] == ["ACC101", "LIN101", "ACC101", "LIN201"]
    assert done.n_notes == 4
    assert same_verdict("a.po", TEXT.encode(), done.content)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_byte_order_mark_stay(end: str, mark: bytes) -> None:
    content = mark + TEXT.replace("\n", end).encode()
    done = reviewed("a.po", content).content
    assert done.count(end.encode()) == content.count(end.encode()) + 4
    bare = [line for line in done.split(end.encode()) if not line.startswith(b"# mtcheck[")]
    assert end.encode().join(bare) == content


def test_a_file_without_a_last_line_end_gets_none() -> None:
    content = (HEAD + 'msgid "a"\nmsgstr "Brinken."').encode()
    done = reviewed("a.po", content).content
    assert done.endswith(b'msgstr "Brinken."')
    assert len(notes("a.po", done)) == 1


def test_notes_that_polib_wraps_and_their_answers_are_read() -> None:
    polib = pytest.importorskip("polib")
    file = polib.pofile(reviewed("a.po", TEXT.encode()).content.decode(), encoding="utf-8")
    first, second = file[0], file[1]
    why = "it is one, as the office says in its long letter on what a well-known style-guide is"
    mine = first.tcomment.replace("\na person's word", "")
    first.tcomment = f"{mine}\n=> rejected: {why}\na person's word"
    second.tcomment += " => OK"
    wrapped = str(file)
    answers = [(note.code, note.decision, note.reason) for note in notes("a.po", wrapped.encode())]
    assert answers == [
        ("ACC101", "", ""),
        ("LIN101", "rejected", why),
        ("ACC101", "", ""),
        ("LIN201", "accepted", ""),
    ]
    bare = po.strip(wrapped, path="a.po", settings=SETTINGS)
    assert "mtcheck[" not in bare
    assert "# a person's word" in bare
    assert "style-guide" not in bare


def test_a_second_run_replaces_its_notes_and_keeps_what_people_wrote() -> None:
    first = reviewed("a.po", TEXT.encode()).content.decode().splitlines(keepends=True)
    at = next(n for n, line in enumerate(first) if "LIN101" in line)
    first[at] = first[at].rstrip("\n") + " => rejected: it is one\n"
    at = next(n for n, line in enumerate(first) if "LIN201" in line)
    first.insert(at + 1, "# => ok\n")
    edited = "".join(first).encode()
    again = reviewed("a.po", edited)
    assert (again.n_notes, again.n_answered) == (4, 2)
    assert [(n.code, n.decision, n.reason) for n in notes("a.po", again.content)] == [
        ("ACC101", "", ""),
        ("LIN101", "rejected", "it is one"),
        ("ACC101", "", ""),
        ("LIN201", "accepted", ""),
    ]
    assert reviewed("a.po", again.content).content == again.content
    mended = again.content.replace(b"Brinken", b"Blinken").replace(b"signal", b"word")
    mended = mended.replace(b"They ,", b"They,")
    assert (
        reviewed("a.po", mended).content
        == TEXT.replace("Brinken there", "Blinken there")
        .replace("Antony Brinken", "Antony Blinken")
        .replace("signal", "word")
        .replace("They ,", "They,")
        .replace("Old Brinken", "Old Blinken")
        .encode()
    )


def test_an_encoding_without_quotation_marks_gets_plain_ones() -> None:
    content = TEXT.replace("UTF-8", "ISO-8859-1").replace("a person", "Café").encode("latin-1")
    done = reviewed("a.po", content).content
    assert b'LIN201 space-misplaced (minor): "," -> ",". ' in done
    assert "Café".encode("latin-1") in done
    assert len(notes("a.po", done)) == 4


def test_what_was_not_judged_is_refused() -> None:
    verdict = judged("a.po", TEXT.encode())
    with pytest.raises(InputError, match="is not the text that was judged: score it again"):
        reviewed("a.po", TEXT.replace("at once", "twice").encode(), verdict)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext")
def test_gettext_reads_it_as_before(tmp_path: Path) -> None:
    for name, content in (("a", TEXT.encode()), ("b", reviewed("a.po", TEXT.encode()).content)):
        (tmp_path / f"{name}.po").write_bytes(content)
        command = ["msgfmt", "-c", "-o", f"{name}.mo", f"{name}.po"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "a.mo").read_bytes() == (tmp_path / "b.mo").read_bytes()


def test_polib_finds_the_notes_beside_the_comments_that_were_there() -> None:
    polib = pytest.importorskip("polib")
    entries = list(polib.pofile(reviewed("a.po", TEXT.encode()).content.decode()))
    assert entries[0].tcomment.splitlines()[2] == "a person's word"
    assert entries[0].tcomment.count("mtcheck[") == 2
    assert entries[0].comment == "for translators"
    assert [entry.tcomment.count("mtcheck[") for entry in entries] == [2, 2, 0, 0]


def test_units_are_those_of_the_reader() -> None:
    assert len(read("a.po", settings=SETTINGS, content=TEXT.encode()).candidate.units) == 4
