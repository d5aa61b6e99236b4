"""Files that cannot be judged, as data: what is in them and what the message must say.

The same table is used for the readers and for the command, where every case must end with
the message, the exit code and no traceback.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mtcheck.errors import ConfigError, InputError, MtcheckError

from .packages import GOOD, OLE


@dataclass(frozen=True)
class BadInput:
    """``words`` must all be in the message; ``line`` is the line that it names.

    ``data`` is what the file holds, or with ``setup`` what there is instead of a file:
    ``missing``, ``folder``, ``broken link``, ``link to itself``.
    """

    label: str
    name: str
    data: bytes = b""
    words: tuple[str, ...] = ()
    line: int | None = None
    encoding: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    setup: str = "file"
    error: type[MtcheckError] = InputError

    @property
    def flags(self) -> tuple[str, ...]:
        """The same case on the command line."""
        found = ["--encoding", self.encoding] if self.encoding is not None else []
        for option, name in self.columns.items():
            found += [f"--{option.replace('_', '-')}", name]
        return tuple(found)

    def place(self, folder: Path) -> str:
        """Put the case into a folder; the path to read."""
        path = folder / self.name
        if self.setup == "file":
            path.write_bytes(self.data)
        elif self.setup == "folder":
            path.mkdir()
        elif self.setup == "broken link":
            path.symlink_to(folder / "nowhere.txt")
        elif self.setup == "link to itself":
            path.symlink_to(path)
        return str(path)


TIES = "Ties “stabilize”, he said."
ROWS = b"id,candidate,source\n1,One.,Uno.\n2,Two.,Due.\n"

BAD_INPUTS = (
    # the file system
    BadInput("missing", "a.txt", words=("does not exist",), setup="missing"),
    BadInput(
        "missing, of an unsupported kind", "a.doc", words=("does not exist",), setup="missing"
    ),
    BadInput(
        "pattern without a match", "nothing*.txt", words=("matches no file",), setup="missing"
    ),
    BadInput(
        "folder without files", "texts", words=("folder", "no supported file"), setup="folder"
    ),
    BadInput("folder with a file's name", "a.txt", words=("folder",), setup="folder"),
    BadInput("broken link", "a.txt", words=("link", "does not exist"), setup="broken link"),
    BadInput(
        "link to itself", "a.txt", words=("cannot be read", "symbolic"), setup="link to itself"
    ),
    BadInput(
        "name too long", "a" * 300 + ".txt", words=("cannot be read", "too long"), setup="missing"
    ),
    BadInput("file below a file", "seat.txt/a.txt", words=("does not exist",), setup="missing"),
    # what is in it
    BadInput("empty", "a.txt", b"", ("is empty",)),
    BadInput("empty table", "a.csv", b"", ("is empty",)),
    BadInput("white space", "a.txt", b" \t\r\n\n \xc2\xa0", ("nothing but white space",)),
    BadInput("byte order mark alone", "a.txt", b"\xef\xbb\xbf", ("nothing but white space",)),
    BadInput("old word document", "a.doc", OLE, ("'.doc'", "not supported", ".txt", ".docx")),
    BadInput("old spreadsheet", "a.XLS", OLE, ("'.xls'", "not supported", ".xlsx")),
    BadInput("old document called new", "a.docx", OLE, ("old office document",)),
    BadInput("package cut off", "a.odt", GOOD[:-30], ("damaged or cut off",)),
    BadInput("unknown extension", "a.2024", b"Text.", ("'.2024'", "not supported")),
    BadInput("PDF called text", "a.txt", b"%PDF-1.7\n\xe2\xe3", ("PDF", "ends in .pdf")),
    BadInput("archive called text", "a.txt", b"PK\x03\x04\x14\x00\x00", ("ZIP", ".docx", ".zip")),
    BadInput("compressed", "a.txt", b"\x1f\x8b\x08\x00abc", ("gzip", "ends in .gz")),
    BadInput("picture called HTML", "a.html", b"\x89PNG\r\n\x1a\n\x00", ("picture",)),
    BadInput("NUL bytes", "a.txt", b"One.\nTwo\x00three.", ("binary", "offset 8")),
    BadInput("NUL bytes in a table", "a.csv", b"candidate\nOne\x00.\n", ("binary", "offset 13")),
    # encodings
    BadInput(
        "cp1252",
        "a.txt",
        b"One.\nTies \x93stabilize\x94.",
        ("not UTF-8", "0x93", "offset 10", "--encoding cp1252"),
        2,
    ),
    BadInput(
        "cut character", "a.txt", "One.\r\rcafé".encode()[:-1], ("not UTF-8", "0xc3", "offset 9"), 3
    ),
    BadInput("surrogates in UTF-8", "a.txt", b"\xed\xa0\x80", ("not UTF-8", "0xed"), 1),
    BadInput("overlong", "a.txt", b"\xc0\xaf", ("not UTF-8", "0xc0"), 1),
    BadInput(
        "bad byte after a mark",
        "a.txt",
        b"\xef\xbb\xbfOne.\n\xff",
        ("not UTF-8", "0xff", "offset 8"),
        2,
    ),
    BadInput(
        "page in none of its encodings",
        "a.html",
        b'<meta charset="windows-1252">\n<p>\x81',
        ("not CP1252", "0x81", "--encoding latin-1"),
        2,
    ),
    BadInput(
        "UTF-16 without a mark",
        "a.txt",
        "Ties stabilize.".encode("utf-16-le"),
        ("UTF-16", "--encoding utf-16-le"),
    ),
    BadInput(
        "big-endian UTF-16 without a mark",
        "a.txt",
        "Ties stabilize.".encode("utf-16-be"),
        ("--encoding utf-16-be",),
    ),
    BadInput("half a UTF-16 character", "a.txt", b"\xff\xfeA\x00B", ("not UTF-16", "offset 4")),
    BadInput("half a UTF-32 character", "a.txt", b"\xff\xfe\x00\x00A\x00", ("not UTF-32",)),
    BadInput(
        "wrong --encoding",
        "a.txt",
        TIES.encode(),
        ("not ASCII", "0xe2", "without --encoding"),
        1,
        encoding="ascii",
    ),
    BadInput(
        "wide --encoding on narrow text", "a.txt", b"One.", ("not UTF-32",), encoding="utf-32"
    ),
    BadInput(
        "encoding that gives surrogates", "a.txt", b"+2AA-", ("surrogate",), 1, encoding="utf-7"
    ),
    BadInput(
        "unknown encoding",
        "a.txt",
        b"One.",
        ("unknown encoding", "'klingon'", "cp1252"),
        encoding="klingon",
        error=ConfigError,
    ),
    BadInput(
        "encoding that is none",
        "a.txt",
        b"One.",
        ("unknown encoding", "'rot13'"),
        encoding="rot13",
        error=ConfigError,
    ),
    BadInput(
        "empty encoding",
        "a.txt",
        b"One.",
        ("unknown encoding", "''"),
        encoding="",
        error=ConfigError,
    ),
    # Markdown and HTML without text
    BadInput("Markdown of code alone", "a.md", b"```\ncode\n```\n", ("no text",)),
    BadInput(
        "HTML without text", "a.html", b"<html><script>var a = 1;</script><p> </p>", ("no text",)
    ),
    # tables
    BadInput("header only", "a.csv", b"id,candidate,source\n", ("header", "no rows"), 1),
    BadInput("blank lines only", "a.csv", b"\n\n,\n", ("header", "no rows"), 3),
    BadInput(
        "no candidate column",
        "a.csv",
        b"id,text\n1,One.\n",
        ("no column 'candidate'", "'id', 'text'", "--candidate-column"),
        1,
    ),
    BadInput(
        "no such candidate column",
        "a.tsv",
        b"candidate\nOne.\n",
        ("no column 'mt'", "'candidate'"),
        1,
        columns={"candidate_column": "mt"},
    ),
    BadInput(
        "no such source column",
        "a.csv",
        ROWS,
        ("no column 'ref'", "--source-column"),
        1,
        columns={"source_column": "ref"},
    ),
    BadInput(
        "no such id column",
        "a.csv",
        ROWS,
        ("no column 'key'", "--id-column"),
        1,
        columns={"id_column": "key"},
    ),
    BadInput(
        "semicolons", "a.csv", b"id;candidate\n1;One.\n", ("no column 'candidate'", "separated"), 1
    ),
    BadInput(
        "tabs in CSV",
        "a.csv",
        b"id\tcandidate\n1\tOne.\n",
        ("no column 'candidate'", "separated"),
        1,
    ),
    BadInput(
        "column named twice",
        "a.csv",
        b"candidate,candidate\nOne.,Two.\n",
        ("two columns", "'candidate'"),
        1,
    ),
    BadInput(
        "row too short",
        "a.csv",
        b'id,candidate\n1,"One\nline."\n2\n',
        ("1 cells", "header has 2"),
        4,
    ),
    BadInput(
        "row too long", "a.csv", b"id,candidate\n1,One, two.\n", ("3 cells", "header has 2"), 2
    ),
    BadInput(
        "open quote", "a.csv", b'id,candidate\n1,One.\n2,"Two.\n3,Three.\n', ("quoting", "twice"), 3
    ),
    BadInput(
        "text after a quote", "a.csv", b'id,candidate\r\n1,"One" two.\r\n', ("quoting", "twice"), 2
    ),
    BadInput(
        "id given twice",
        "a.csv",
        b"id,candidate\n1,One.\n2,Two.\n1,Three.\n",
        ("id '1'", "line 2"),
        4,
    ),
    BadInput("no id in a row", "a.csv", b"id,candidate\n1,One.\n,Two.\n", ("no id",), 3),
    BadInput("no text in the column", "a.csv", b"id,candidate\n1,\n2, \n", ("no text",)),
    # JSON lines
    BadInput("not JSON", "a.jsonl", b'{"candidate": "One."}\n{"candidate": \n', ("not JSON",), 2),
    BadInput("single quotes", "a.jsonl", b"{'candidate': 'One.'}\n", ("not JSON",), 1),
    BadInput(
        "a JSON list over many lines", "a.jsonl", b'[\n{"candidate": "One."}\n]\n', ("not JSON",), 1
    ),
    BadInput("not an object", "a.jsonl", b'\n["One."]\n', ("a list", "not an object"), 2),
    BadInput("null line", "a.ndjson", b"null\n", ("null", "not an object"), 1),
    BadInput(
        "no candidate key",
        "a.jsonl",
        b'{"text": "One."}\n',
        ("no key 'candidate'", "'text'", "--candidate-column"),
        1,
    ),
    BadInput(
        "candidate is a number",
        "a.jsonl",
        b'{"candidate": 1}\n',
        ("'candidate' is a number", "not a string"),
        1,
    ),
    BadInput("candidate is null", "a.jsonl", b'{"candidate": null}\n', ("'candidate' is null",), 1),
    BadInput(
        "source in some lines only",
        "a.jsonl",
        b'{"candidate": "A.", "source": "B."}\n{"candidate": "C."}\n',
        ("no key 'source'",),
        2,
    ),
    BadInput(
        "no such source key",
        "a.jsonl",
        b'{"candidate": "A."}\n',
        ("no key 'ref'", "--source-column"),
        1,
        columns={"source_column": "ref"},
    ),
    BadInput(
        "key written twice",
        "a.jsonl",
        b'{"candidate": "A.", "candidate": "B."}\n',
        ("'candidate'", "twice"),
        1,
    ),
    BadInput(
        "id written twice",
        "a.jsonl",
        b'{"id": 1, "candidate": "A."}\n{"id": "1", "candidate": "B."}\n',
        ("id '1'", "line 1"),
        2,
    ),
    BadInput(
        "id missing in a line",
        "a.jsonl",
        b'{"id": 1, "candidate": "A."}\n{"candidate": "B."}\n',
        ("no 'id'",),
        2,
    ),
    BadInput(
        "id is a list", "a.jsonl", b'{"id": [1], "candidate": "A."}\n', ("'id' is a list",), 1
    ),
    BadInput(
        "half a surrogate pair",
        "a.jsonl",
        b'{"candidate": "A \\ud83d."}\n',
        ("surrogate", "U+D83D"),
        1,
    ),
    BadInput("escaped NUL", "a.jsonl", b'{"candidate": "A\\u0000."}\n', ("NUL",), 1),
    BadInput(
        "nested too deeply",
        "a.jsonl",
        b'{"candidate": ' + b"[" * 100_000 + b"\n",
        ("too deeply",),
        1,
    ),
    BadInput("not a number", "a.jsonl", b'{"candidate": "A.", "n": NaN}\n', ("NaN",), 1),
)
