"""What the commands do with a file is the same in every format, or is refused in words."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from ..review.test_docx import docx, p
from .conftest import Command

LINES = (
    "Brinken met Xi & all.",
    "They spoke , for hours.",
    "They parted.",
    "So be it.",
    "All slept.",
)
BASELINE = "mtcheck-baseline.json"


def each(form: str, join: str = "\n") -> str:
    lines = enumerate(LINES, 1)
    return join.join(form.format(n=n, text=text, xml=escape(text)) for n, text in lines)


def cues(form: str) -> str:
    return each(f"{{n}}\n00:0{{n}}:01{form}000 --> 00:0{{n}}:02{form}900\n{{text}}\n")


def packed(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in members.items():
            package.writestr(name.replace("_", "."), text)
    return made.getvalue()


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in (("candidate",), *((line,) for line in LINES)):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


XLIFF = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="de" target-language="en" datatype="x"><body>\n{}\n</body></file></xliff>\n'  # fmt: skip
TMX = '<tmx version="1.4"><header srclang="de" datatype="x"/><body>\n{}\n</body></tmx>\n'
RESOURCES, RESX = "<resources>\n{}\n</resources>\n", "<root>\n{}\n</root>\n"

FORMATS: dict[str, str | bytes | Callable[[], bytes]] = {
    "a.txt": each("{text}\n"),
    "a.md": each("{text}\n"),
    "a.html": each("<p>{xml}</p>\n"),
    "a.csv": "candidate\n" + each('"{text}"') + "\n",
    "a.jsonl": each('{{"candidate": "{text}"}}') + "\n",
    "a.json": "{" + each('"k{n}": "{text}"', ",\n") + "}\n",
    "a.yaml": each('k{n}: "{text}"') + "\n",
    "a.properties": each("k{n}={text}") + "\n",
    "a.strings": each('"k{n}" = "{text}";') + "\n",
    "a.po": each('msgid "k{n}"\nmsgstr "{text}"\n'),
    "a.xlf": XLIFF.format(
        each('<trans-unit id="{n}"><source>x</source><target>{xml}</target></trans-unit>')
    ),
    "a.tmx": TMX.format(
        each('<tu><tuv xml:lang="de"><seg>x</seg></tuv><tuv xml:lang="en"><seg>{xml}</seg></tuv></tu>')
    ),
    "strings.xml": RESOURCES.format(each('<string name="k{n}">{xml}</string>')),
    "a.resx": RESX.format(each('<data name="k{n}"><value>{xml}</value></data>')),
    "a.srt": cues(","),
    "a.vtt": "WEBVTT\n\n" + cues("."),
    "a.docx": docx("".join(map(p, LINES))),
    "a.xlsx": workbook,
    "a.txt.gz": gzip.compress(each("{text}\n").encode(), mtime=0),
    "a.zip": packed(a_txt=each("{text}\n")),
}  # fmt: skip
LOCKED = {"a.properties", "a.docx", "a.xlsx", "a.txt.gz", "a.zip"}
NOTED = {"a.po", "a.xlf", "a.docx"}
EVERY = pytest.mark.parametrize("name", FORMATS)


@pytest.fixture
def file(name: str, folder: Path) -> Path:
    content = FORMATS[name]
    content = content() if callable(content) else content
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return Path(name)


@EVERY
def test_what_is_known_passes_and_each_finding_has_its_place(
    name: str, file: Path, mtcheck: Command
) -> None:
    done = mtcheck("gate", name)
    assert done.code == 1, done.err
    assert "ACC101 name-altered (major): “Brinken”" in done.out
    assert mtcheck("baseline", "create", name).code == 0
    done = mtcheck("gate", name, "--baseline", BASELINE)
    assert (done.code, done.out.splitlines()[0]) == (0, "baseline: 0 new, 2 unchanged, 0 gone")


@EVERY
def test_fix_writes_only_what_reads_the_same_or_says_why_not(
    name: str, file: Path, mtcheck: Command
) -> None:
    before = file.read_bytes()
    done = mtcheck("fix", name, "--write")
    assert done.code == 0, done.err
    if name in LOCKED:
        assert file.read_bytes() == before
        assert "LIN201 “ ,” not fixed: " in done.err
        assert "0 to fix in 0 of 1 file" in done.err or "0 fixed in 0 of 1 file" in done.err
        return
    assert file.read_bytes() == before.replace(b" , for", b", for"), done.err
    assert "1 fixed in 1 of 1 file" in done.err
    again = mtcheck("fix", name)
    assert (again.code, again.out) == (0, "")
    assert "ACC101" in mtcheck("gate", name).out


@EVERY
def test_explain_finds_a_line_or_where_there_is_none_a_number(
    name: str, file: Path, mtcheck: Command
) -> None:
    mtcheck("score", name, "--out", "out", "-q")
    where = f"{name}/a.txt" if name == "a.zip" else name
    for number in range(1, 20):
        done = mtcheck("explain", f"{where}:{number}", "--verdicts", "out/verdicts.jsonl")
        assert done.code in (0, 2), done.err
        assert done.code == 0 or "no sentence here; the nearest is " in done.err
        if done.code == 0 and "They spoke , for hours." in done.out:
            return
    pytest.fail("no number finds it")


@EVERY
def test_notes_are_put_in_or_refused(name: str, file: Path, mtcheck: Command) -> None:
    before = file.read_bytes()
    done = mtcheck("review", "write", name, "--out", "desk")
    assert file.read_bytes() == before
    if name in NOTED:
        assert (done.code, done.err) == (0, "")
        one, other = (mtcheck("gate", path).out for path in (name, f"desk/{name}"))
        assert [line.split(": ", 1)[1:] for line in one.splitlines()] == [
            line.split(": ", 1)[1:] for line in other.splitlines()
        ]
    else:
        assert done.code == 3
        assert "takes no notes" in done.err or "is packed" in done.err
        assert not Path("desk/verdicts.jsonl").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@EVERY
def test_of_a_branch_only_what_changed_counts(
    name: str, file: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    for words in (("init", "-q"), ("add", name), ("commit", "-q", "-m", "a")):
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
        subprocess.run(("git", *identity, *words), check=True, capture_output=True)
    done = mtcheck("gate", name, "--changed-since", "HEAD")
    if name == "a.zip":
        assert done.code == 1
        assert "a.zip/a.txt: lies in an archive: the whole file counts" in done.err
    elif name not in ("a.srt", "a.vtt"):  # where a unit of the stand-in is several sentences
        assert done.code == 0, done.out + done.err
        assert "changed since HEAD: 0 sentences in 0 of 1 file" in done.out
