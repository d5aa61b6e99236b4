"""Inputs that nobody should trust, as data: what is there, what is asked, what must come of it.

Whatever is large is made when it is needed, sparse where it can be. Broken files of a few bytes
are in ``tests/readers/bad_inputs.py``, bad command lines in ``tests/cli/test_bad_inputs.py``.
"""

from __future__ import annotations

import codecs
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import ebooks, localisation, office, pages, strings

GOOD = "Blinken met Xi.\nThey spoke for hours.\nThey parted as friends.\n"
MANGLED = "Brinken met Xi.\nsent a signal.\nThey parted as friends.\n"

Make = Callable[[Path], object]


@dataclass(frozen=True)
class Hostile:
    """``make`` puts things into a folder in which ``good.txt`` lies; ``argv`` is run there.

    ``says`` must all be in the one line of error, ``scored`` whether ``good.txt`` is judged
    beside it. ``stdin`` and ``stdout`` are paths, ``fsize`` the largest file that may be written.
    """

    label: str
    make: Make
    argv: tuple[str, ...] = ()
    code: int = 3
    says: tuple[str, ...] = ()
    scored: bool = True
    stdin: str = ""
    stdout: str = ""
    fsize: int = 0
    files: tuple[str, ...] = field(default=())

    @property
    def command(self) -> tuple[str, ...]:
        return self.argv or ("score", "--out", "out", "--", self.files[0], "good.txt")


def holds(name: str, data: bytes) -> Make:
    return lambda folder: (folder / name).write_bytes(data)


def sparse(name: str, size: int = 1 << 31) -> Make:
    def make(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.truncate(size)

    return make


def link(name: str, target: str) -> Make:
    return lambda folder: (folder / name).symlink_to(target)


def pipe(name: str) -> Make:
    return lambda folder: os.mkfifo(folder / name)


def listening(name: str) -> Make:
    def make(folder: Path) -> None:
        here = Path.cwd()
        os.chdir(folder)  # the name of a socket may have 107 bytes
        try:
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(name)
        finally:
            os.chdir(here)

    return make


def chain(folder: Path) -> None:
    for number in range(60):
        (folder / f"l{number}.txt").symlink_to(f"l{number + 1}.txt")
    (folder / "l60.txt").write_text(GOOD)


def loop(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "texts" / "again").symlink_to("..")
    (folder / "texts" / "a.txt").write_text(GOOD)


def bad(label: str, name: str, data: bytes | Make, *says: str) -> Hostile:
    """A file that is refused; the one beside it is scored."""
    make = holds(name, data) if isinstance(data, bytes) else data
    return Hostile(label, make, says=says, files=(name,))


def odd(label: str, name: str, data: bytes | Make) -> Hostile:
    """A file that is strange, and is judged all the same."""
    make = holds(name, data) if isinstance(data, bytes) else data
    return Hostile(label, make, code=0, files=(name,))


def asked(label: str, make: Make, *argv: str, code: int = 2, says: tuple[str, ...] = ()) -> Hostile:
    """Something besides the texts is wrong: nothing can be scored with it."""
    return Hostile(label, make, argv, code, says, scored=False)


LARGE = ("is larger than", "MB")
DEVICE = ("is a device, not a file",)
DEAD = ("is a pipe into which nobody writes",)

NAMED: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("phrases", "p.csv", ("score", "good.txt", "--phrases", "p.csv"), 2),
    ("names", "n.txt", ("score", "good.txt", "--names", "n.txt"), 2),
    ("glossary", "g.csv", ("score", "good.txt", "--glossary", "g.csv"), 2),
    ("termbase", "g.tbx", ("score", "good.txt", "--glossary", "g.tbx"), 2),
    ("settings", "m.toml", ("score", "good.txt", "--config", "m.toml"), 2),
    ("calibration", "c.json", ("score", "good.txt", "--calibration", "c.json"), 2),
    ("baseline", "b.json", ("gate", "good.txt", "--baseline", "b.json"), 2),
    ("pairs", "pairs.csv", ("score", "--pairs", "pairs.csv"), 3),
    ("verdicts", "verdicts.jsonl", ("gate", "verdicts.jsonl"), 3),
)
"""What a run may be told to read besides texts: name, command, exit code."""


def named() -> Iterator[Hostile]:
    for what, name, argv, code in NAMED:
        yield asked(f"{what} of two gigabytes", sparse(name), *argv, code=code, says=LARGE)
        yield asked(f"{what} from a device", link(name, "/dev/zero"), *argv, code=code, says=DEVICE)
        yield asked(f"{what} from a dead pipe", pipe(name), *argv, code=code, says=DEAD)
        if what not in ("names", "pairs", "verdicts"):
            deep = b"x = " + b"[" * 100_000
            yield asked(f"{what} of brackets", holds(name, deep), *argv, code=code)
        yield asked(f"{what} of binary", holds(name, bytes(range(256)) * 40), *argv, code=code)


def html(name: str, words: str, times: int, end: str = "") -> bytes:
    begin = f"<p>{name} met Xi.</p><p>They spoke.</p><p>They left.</p>"
    return (begin + words * times + end + "<p>They spoke.</p>").encode()


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE tbx [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;">
<!ENTITY a2 "&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;"><!ENTITY a3 "&a2;&a2;&a2;&a2;&a2;&a2;&a2;">]>
<tbx><text><body><conceptEntry><langSec xml:lang="en"><termSec><term>&a3;</term></termSec>
</langSec></conceptEntry></body></text></tbx>"""
OUTSIDE = BOMB.replace(b'<!ENTITY a0 "ha">', b'<!ENTITY a0 SYSTEM "file:///etc/passwd">')
REMOTE = b"""<!DOCTYPE tbx SYSTEM "http://127.0.0.1:9/tbx.dtd"><tbx><text><body>&x;</body></text></tbx>"""
END = b"\n\nOne.\n\nTwo.\n\nThree.\n"
TERMS = ("score", "good.txt", "--glossary", "g.tbx")

HOSTILE: tuple[Hostile, ...] = (
    # how much there is
    *(bad(f"a line of two gigabytes in {e}", f"a{e}", sparse(f"a{e}"), *LARGE, "--max-file-mb")
      for e in (".txt", ".md", ".html", ".csv", ".tsv", ".jsonl")),
    bad("eight exabytes", "a.txt", sparse("a.txt", 1 << 43), *LARGE),
    bad("five million lines", "a.txt", b"a\n" * 4_900_000, "lines", "--max-sentences"),
    bad("nine million blank lines", "a.txt", b"\n" * 9_000_000, "white space"),
    bad("two million rows", "a.csv", b"candidate\n" + b"a\n" * 2_000_000, "lines", "--max-sentences"),
    bad("two million lines of JSON", "a.jsonl", b"{}\n" * 2_000_000, "lines", "--max-sentences"),
    bad("lines ended by CR alone", "a.txt", b"a\r" * 2_000_000, "lines"),
    bad("two million paragraphs on one line", "a.html", b"<p>a" * 2_000_000, "tags", "--max-sentences"),
    bad("a file over the limit by one byte", "a.txt", b"Hm. " * 2_500_000 + b"x", *LARGE),
    Hostile("standard input without end", sparse("in.txt"),
            ("score", "--out", "out", "-", "good.txt"), 3, LARGE, stdin="in.txt"),
    Hostile("a limit of the user's own", holds("a.txt", b"Hm. " * 400),
            ("score", "--out", "out", "--max-file-mb", "0.001", "a.txt", "good.txt"), 3,
            ("0.001 MB", "--max-file-mb")),
    Hostile("sentences over a limit of the user's own", holds("a.txt", b"Hm.\n" * 6),
            ("score", "--out", "out", "--max-sentences", "5", "a.txt", "good.txt"), 3,
            ("more than 5 sentences", "--max-sentences")),
    Hostile("a source of two gigabytes",
            lambda f: (sparse("s.txt")(f), holds("a.txt", b"A.\n")(f),
                       holds("p.csv", b"candidate,source\na.txt,s.txt\ngood.txt,\n")(f)),
            ("score", "--out", "out", "--pairs", "p.csv"), 3, ("its source cannot be read", *LARGE)),
    # what is no file
    *(bad(f"a link to {device}", "a.txt", link("a.txt", device), *DEVICE)
      for device in ("/dev/zero", "/dev/null", "/dev/urandom", "/dev/full")),
    bad("a pipe that nobody writes into", "a.txt", pipe("a.txt"), *DEAD),
    bad("a pipe of a kind that is read whole", "a.docx", pipe("a.docx"), *DEAD),
    bad("a socket", "a.txt", listening("a.txt"), "cannot be read"),
    bad("a chain of sixty links", "l0.txt", chain, "symbolic links"),
    bad("a link to itself", "a.txt", link("a.txt", "a.txt"), "symbolic links"),
    bad("a link to a folder without texts", "a.txt",
        lambda f: ((f / "d").mkdir(), link("a.txt", "d")(f)), "is a folder"),
    bad("a link out of the world", "a.txt", link("a.txt", "/proc/self/fd/99"), "does not exist"),
    bad("the memory of a process", "a.txt", link("a.txt", "/proc/self/mem"), "cannot be read"),
    Hostile("a folder that holds itself", loop, ("score", "--out", "out", "texts", "good.txt"), 0),
    asked("a standard input that is a device", link("a.txt", "good.txt"), "score", "/dev/stdin",
          code=3, says=DEVICE),
    # bytes
    bad("two encodings in one file", "a.txt", "Café.\n".encode() + "Café.\n".encode("cp1252"), "not UTF-8", ":2:"),
    bad("UTF-8 of six bytes", "a.txt", b"A.\n\xfc\x80\x80\x80\x80\xaf", "not UTF-8"),
    bad("overlong UTF-8 of three bytes", "a.txt", b"A \xe0\x80\xaf.", "not UTF-8"),
    bad("beyond the last code point", "a.txt", b"A \xf4\x90\x80\x80.", "not UTF-8"),
    bad("CESU-8", "a.txt", b"A \xed\xa0\xbd\xed\xb8\x80.", "not UTF-8"),
    bad("a continuation alone", "a.txt", b"\x80" * 1000, "not UTF-8"),
    bad("UTF-16 with half a pair", "a.txt", codecs.BOM_UTF16_LE + b"A\x00\x00\xd8B\x00", "not UTF-16"),
    bad("UTF-32 beyond Unicode", "a.txt", codecs.BOM_UTF32_LE + b"\x00\x00\x11\x00", "not UTF-32"),
    bad("a byte order mark of UTF-32 alone", "a.txt", codecs.BOM_UTF32_LE, "white space"),
    bad("UTF-16 that changes its mind", "a.txt", codecs.BOM_UTF16_LE + "Hm.".encode("utf-16-le") + b"\n", "not UTF-16"),
    bad("NUL after a megabyte", "a.txt", b"Hm. " * 250_000 + b"\0", "NUL"),
    bad("NUL at the end of Markdown", "a.md", b"One. Two. Three. Four.\n" * 9 + b"\0", "NUL"),
    Hostile("UTF-7 that hides a NUL", holds("a.txt", b"+AAAAAA-"),
            ("score", "--encoding", "utf-7", "a.txt"), 3, ("NUL",), scored=False),
    Hostile("escapes that make surrogates", holds("a.txt", rb"A \ud800."),
            ("score", "--encoding", "unicode_escape", "a.txt"), 3, ("surrogate",), scored=False),
    odd("a byte order mark in the middle", "a.txt", "One.\n\ufeffTwo.\nThree.".encode()),
    odd("two byte order marks", "a.txt", "\ufeff\ufeffOne.\nTwo.\nThree.".encode()),
    odd("noncharacters", "a.txt", "One \ufffe.\nTwo \uffff.\nThree \U0010ffff.".encode()),
    # markup
    odd("a hundred thousand open elements", "a.html", html("Blinken", "<div>", 100_000)),
    odd("a hundred thousand end tags", "a.html", html("Blinken", "</div>", 100_000)),
    odd("tags that never end", "a.html", html("Blinken", "<a ", 300_000)),
    odd("angle brackets", "a.html", html("Blinken", "<", 400_000)),
    odd("comments that never end", "a.html", html("Blinken", "<!--", 300_000)),
    odd("declarations that never end", "a.html", html("Blinken", "<![CDATA[", 200_000)),
    odd("attributes without end", "a.html", html("Blinken", " a='\"", 200_000, ">")),
    odd("quotation marks in a tag", "a.html", html("Blinken", "<a '", 200_000)),
    odd("scripts that never end", "a.html", html("Blinken", "<script>", 200_000)),
    odd("entities", "a.html", html("Blinken", "&amp;&#x110000;&#xd800;&nosuch;", 60_000)),
    odd("a page of a thousand declarations", "a.html", b"<meta charset='" * 1_000 + b"'>" + html("Blinken", "<p>", 9)),
    bad("a page in an encoding that is none", "a.html", b"<html>\n<meta charset=nosuch>\n<p>A.", "a.html:2", "'nosuch'"),
    bad("a page that lies about its encoding", "a.html", b"<meta charset=euc-jp>\n<p>Caf\xc3\xa9 \xff.", "a.html:2", "not EUC_JP"),
    odd("an entity bomb in a page", "a.html", BOMB + b"<p>One.<p>Two.<p>Three."),
    odd("a doctype that points outside", "a.html", OUTSIDE + b"<p>One.<p>Two.<p>Three."),
    odd("quotations in quotations", "a.md", b">" * 20_000 + END),
    odd("lists in lists", "a.md", b"- " * 20_000 + END),
    odd("deeper list by list", "a.md", b"".join(b" " * n + b"- a\n" for n in range(0, 2000, 2))),
    odd("brackets", "a.md", b"[" * 10_000 + END),
    odd("links in links", "a.md", b"[a](" * 20_000 + END),
    odd("pictures in pictures", "a.md", b"![" * 5_000 + END),
    bad("emphasis without end", "a.md", b"Text. " + b"*a " * 3_000_000, "asterisks", "--max-sentences"),
    bad("code without end", "a.md", b"Text. " + b"`a " * 3_000_000, "backticks", "--max-sentences"),
    bad("a megabyte of brackets", "a.md", b"[" * 1_000_000, "opening brackets", "--max-sentences"),
    odd("stars", "a.md", b"*a **b " * 10_000 + END),
    odd("backticks of every length", "a.md", b" ".join(b"`" * n for n in range(1, 600)) + END),
    odd("references without end", "a.md", b"".join(b"[%d]: /x\n" % n for n in range(5000)) + END),
    odd("a table of ten thousand columns", "a.md", b"a|" * 10_000 + b"\n" + b"-|" * 10_000 + b"\n" + b"b|" * 10_000 + END),
    # tables and JSON
    bad("a hundred thousand columns", "a.csv", b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"," * 99_999 + b"\n", "no column 'candidate'"),
    bad("ten million cells", "a.csv", b"candidate\n" + b"," * 9_000_000, "cells"),
    bad("a quote that never ends", "a.csv", b'candidate\n"' + b"a" * 9_000_000, "quoting"),
    bad("quotes", "a.csv", b"candidate\n" + b'"' * 4_000_001, "quoting"),
    bad("a name of a column of a megabyte", "a.csv", b"x" * 1_000_000 + b"\n1\n", " … ", "no column 'candidate'"),
    bad("a cell of quotes", "a.csv", b'candidate\n"' + b'""' * 3_000_000 + b'"\n', "quotation marks in cells", "--max-sentences"),
    bad("tabs", "a.tsv", b"candidate\n" + b"\t" * 3_000_000, "cells"),
    odd("formulas", "a.csv", b"candidate\n=cmd|' /C calc'!A0\n@SUM(1)\n+1\n"),
    bad("objects in objects", "a.jsonl", b'{"a":' * 100_000, "too deeply"),
    bad("lists side by side", "a.jsonl", b'{"candidate": [' + b"[]," * 3_000_000 + b"1]}", "a list"),
    bad("a number of ten thousand digits", "a.jsonl", b'{"candidate": "A.", "n": ' + b"1" * 10_000 + b"}", "not JSON"),
    bad("Infinity", "a.jsonl", b'{"candidate": "A.", "n": -Infinity}', "not JSON"),
    odd("1e999999", "a.jsonl", b'{"candidate": "A.", "n": 1e999999}\n' * 3),
    bad("an id of 1e999999", "a.jsonl", b'{"candidate": "A.", "id": 1e999999}', "'id' is a number"),
    bad("a string of escapes", "a.jsonl", b'{"candidate": "' + rb"\n" * 3_000_000 + b'"}', "escapes under 'candidate'", "--max-sentences"),
    bad("keys written twice", "a.jsonl", b'{"candidate": "A.", "x": 1, "x": 2}', "twice"),
    bad("a key of a megabyte", "a.jsonl", b'{"' + b"k" * 1_000_000 + b'": "A."}', " … ", "no key 'candidate'"),
    bad("escapes that make surrogates, in JSON", "a.jsonl", rb'{"candidate": "\udc80"}', "surrogate"),
    # e-books and subtitles
    *(bad(label, name, make, says) for label, name, make, says in ebooks.refused()),
    *(odd(label, name, make) for label, name, make in ebooks.strange()),
    # office documents
    *(bad(label, name, make, says) for label, name, make, says in office.refused()),
    *(odd(label, name, make) for label, name, make in office.strange()),
    # PDF and archives
    *(bad(label, name, make, says) for label, name, make, says in pages.refused()),
    *(odd(label, name, make) for label, name, make in pages.strange()),
    # files of strings
    *(bad(label, name, make, says) for label, name, make, says in strings.refused()),
    *(odd(label, name, make) for label, name, make in strings.strange()),
    # XML of translators and programs
    *(bad(label, name, make, says) for label, name, make, says in localisation.refused()),
    *(odd(label, name, make) for label, name, make in localisation.strange()),
    # text
    odd("a tower of combining marks", "a.txt", ("A" + "\u0301" * 100_000 + ".\nTwo.\nThree.").encode()),
    odd("zero-width text", "a.txt", ("\u200b\u200d\u2060" * 100_000 + "A.\nTwo.\nThree.").encode()),
    odd("overrides of direction", "a.txt", ("\u202e\u2066A\u202d.\n" * 1000).encode()),
    odd("control characters", "a.txt", b"\x1b[2J\x07A.\n" * 1000),
    bad("a sentence of nine megabytes", "a.txt", b"a" * 9_000_000, "1 sentence to judge"),
    bad("words of nine megabytes", "a.txt", b"a " * 4_500_000, "1 sentence to judge"),
    # names
    *(odd(f"a file called {name[:20]!r}", name, (lambda n: lambda f: (f / n).write_text(GOOD))(name))
      for name in ("a\nb.txt", "a\x1b[31m.txt", "\u202eexe.txt", "bad\udc80.txt", "--quiet.txt",
                   "=1+1.txt", "[a].txt", "~.txt", "$(id).txt", "%s.txt", "😀.txt", "a" * 251 + ".txt",
                   "::error::.txt", "<script>.txt")),
    Hostile("a pattern without a match", holds("x", b""), ("score", "--out", "out", "no*[a-z]?.txt", "good.txt"), 3, ("matches no file",)),
    Hostile("a pattern of patterns", holds("x", b""), ("score", "--out", "out", "**/" * 40 + "*.nothing", "good.txt"), 3, ("matches no file",)),
    Hostile("a pattern of broken brackets", holds("x", b""), ("score", "--out", "out", "[[[]*", "good.txt"), 3, ("matches no file",)),
    Hostile("a path through a file", holds("x", b""), ("score", "--out", "out", "good.txt/../a.txt", "good.txt"), 3, ("not a directory",)),
    # what is told besides
    *named(),
    asked("an entity bomb in a termbase", holds("g.tbx", BOMB), *TERMS, says=("g.tbx:",)),
    asked("an entity from outside in a termbase", holds("g.tbx", OUTSIDE), *TERMS, says=("g.tbx:",)),
    asked("a doctype from outside in a termbase", holds("g.tbx", REMOTE), *TERMS, says=("g.tbx",)),
    asked("deep elements in a termbase", holds("g.tbx", b"<a>" * 1_000_000), *TERMS, says=("g.tbx",)),
    asked("lines of verdicts", holds("verdicts.jsonl", b"\n" * 30_000_000), "gate", "verdicts.jsonl", code=3, says=("no verdict",)),
    asked("verdicts of brackets", holds("verdicts.jsonl", b"[" * 5_000_000), "gate", "verdicts.jsonl", code=3, says=("JSON",)),
    asked("a verdict with a number out of range", holds("verdicts.jsonl", b'{"format":"mtcheck-verdict","version":1e999}'), "gate", "verdicts.jsonl", code=3, says=("version",)),
    asked("an ignore list of two gigabytes", sparse("mtcheck-ignore.toml"), "score", "good.txt", says=LARGE),
    asked("an ignore list of brackets", holds("mtcheck-ignore.toml", b"x = " + b"[" * 100_000), "score", "good.txt", says=("mtcheck-ignore.toml: ",)),
    asked("an ignore list of binary", holds("mtcheck-ignore.toml", bytes(range(256))), "score", "good.txt", says=("not UTF-8",)),
    asked("an ignore list that is a device", link("mtcheck-ignore.toml", "/dev/zero"), "score", "good.txt", code=0),
    asked("an ignore list that is a dead pipe", pipe("mtcheck-ignore.toml"), "score", "good.txt", code=0),
    asked("settings nearby that are a dead pipe", pipe("mtcheck.toml"), "score", "good.txt", code=0),
    # where results go
    Hostile("a full disk for the tables", holds("a.txt", (GOOD * 200).encode()), ("score", "--out", "out", "a.txt"), 2,
            ("cannot be written", "too large"), scored=False, fsize=4096),
    Hostile("a full disk for a report", holds("a.txt", (GOOD * 200).encode()), ("score", "--report", "jsonl=r.jsonl", "a.txt"), 2,
            ("cannot be written", "too large"), scored=False, fsize=4096),
    Hostile("a full disk for standard output", holds("a.txt", GOOD.encode()), ("score", "a.txt"), 2,
            ("standard output", "No space left"), scored=False, stdout="/dev/full"),
    Hostile("a full disk for a report on standard output", holds("a.txt", GOOD.encode()), ("score", "a.txt", "--report", "jsonl=-"), 2,
            ("standard output", "No space left"), scored=False, stdout="/dev/full"),
)  # fmt: skip
