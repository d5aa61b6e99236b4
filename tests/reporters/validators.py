"""What reads each format, as strictly as the programs that will: schema or reader, and more.

Each function takes the bytes of a report and raises where they are wrong. :class:`AbsentError` says
that a schema is not on this machine.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from mtcheck.reporters.csv_tables import FILE_COLUMNS, FINDING_COLUMNS, FORMULA, SENTENCE_COLUMNS
from mtcheck.store import read_verdicts

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"
TABLES = {
    "sentences": SENTENCE_COLUMNS,
    "findings": FINDING_COLUMNS,
    "files": FILE_COLUMNS,
}


SAMPLE = 400
"""Results that are held against a schema, which takes milliseconds for each; evenly spread. The
benchmark sets it aside."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class AbsentError(Exception):
    """A published schema that is not on this machine."""


def _schema(name: str) -> bytes:
    try:
        return (SCHEMAS / name).read_bytes()
    except FileNotFoundError as error:
        raise AbsentError(f"{name} is not in {SCHEMAS}") from error


@cache
def _json_schema(name: str) -> Any:
    import jsonschema

    schema = json.loads(_schema(name))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _json(content: bytes) -> Any:
    """Strict JSON: UTF-8, no half characters, no key twice, nothing bare that acts."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    text = content.decode("utf-8")
    assert not [
        c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"
    ]
    data = json.loads(text, object_pairs_hook=unique)
    json.dumps(data, ensure_ascii=False).encode("utf-8")  # as a strict reader: no half characters
    return data


def _sampled(items: list[Any]) -> list[Any]:
    return items[:: max(1, len(items) // SAMPLE)]


def read_csv(content: bytes, table: str = "sentences") -> None:
    text = content.decode("utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == TABLES[table]
    for row in rows:
        assert len(row) == len(header)
        assert not any(cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell) for cell in row)
    acting = [c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\r\t"]
    assert not acting, acting[:5]


def read_xlsx(content: bytes) -> None:
    import openpyxl
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            part = etree.fromstring(archive.read(name))
            assert not part.findall(".//{*}f"), "a formula"
            assert not part.findall(".//{*}hyperlink"), "a link"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["files", "sentences", "findings"]
    for sheet in book:
        header, *rows = sheet.iter_rows()
        assert tuple(cell.value for cell in header) == TABLES[sheet.title]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        for row in rows:
            for cell in row:
                assert cell.data_type in ("s", "inlineStr", "n"), cell.coordinate
                if isinstance(cell.value, str):
                    assert cell.number_format == "@"
                    assert len(cell.value.encode("utf-16-le")) <= 2 * 32_767


def read_parquet(content: bytes, table: str = "sentences") -> None:
    import pyarrow.parquet as pq

    read = pq.read_table(io.BytesIO(content))
    read.validate(full=True)
    assert tuple(read.column_names) == TABLES[table]
    assert str(read.schema.field("file").type) == "string"
    read.to_pylist()


def read_jsonl(content: bytes) -> None:
    if content:  # no verdicts are no lines
        read_verdicts(content, path="verdicts.jsonl")
    for line in content.splitlines():
        json.loads(line)


TAGS = frozenset({"h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li"})


def read_markdown(content: bytes) -> None:
    """Rendered, there is nothing but the report's own headings, lists, tables and code."""
    from markdown_it import MarkdownIt

    assert len(content) < 65_536
    text = content.decode("utf-8")
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]
    page = MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(text)
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= TAGS
    outside = re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
    assert not re.search(r"[@#\[\]!]|://|www\.|&lt;", re.sub(r"<[^>]+>", "", outside)), outside[
        :500
    ]
    n_columns = 0
    for row in re.findall(r"<tr>.*?</tr>", page, flags=re.DOTALL):
        cells = len(re.findall("<t[hd]", row))
        n_columns = cells if "<th" in row else n_columns
        assert cells == n_columns


def read_sarif(content: bytes) -> None:
    data = _json(content)
    (run,) = data["runs"]
    some = {**run, "results": _sampled(run["results"])}
    _json_schema("sarif-schema-2.1.0.json").validate({**data, "runs": [some]})
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) <= 5_000
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            where = location["physicalLocation"]
            uri = where["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:file:///?/?)?(?:[A-Za-z]:)?[A-Za-z0-9._~/%-]*", uri), uri
            assert ("uriBaseId" in where["artifactLocation"]) != uri.startswith("file:")
        assert not re.search(r"(?<!\{)(?:\{\{)*\{\d", result["message"]["text"])
        assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])
    given = {"suppressions" in result for result in run["results"]}
    assert len(given) <= 1, "all or none"


def read_junit(content: bytes) -> None:
    from lxml import etree

    tree = etree.fromstring(content)
    etree.XMLSchema(etree.fromstring(_schema("junit.xsd"))).assertValid(tree)
    (suite,) = tree
    cases = suite.findall("testcase")
    for name, found in (
        ("tests", cases),
        ("failures", [case for case in cases if case.find("failure") is not None]),
        ("errors", [case for case in cases if case.find("error") is not None]),
    ):
        assert int(suite.get(name)) == len(found), name
    assert "\x1b" not in "".join(tree.itertext())


# The runner's reading of a line: actions/runner, src/Runner.Common/ActionCommand.cs.
_COMMAND = re.compile(r"::([a-z]+)(?: ([^\r\n]*?))?::(.*)")
_PROPERTIES = {"file", "line", "col", "endLine", "endColumn", "title"}


def annotations(content: bytes) -> list[dict[str, str]]:
    """The commands that a runner would make of the lines; ``level`` and ``message`` among them."""
    found = []
    for line in re.split(r"\r\n|\r|\n", content.decode("utf-8")):
        if not line.strip():
            continue
        command = _COMMAND.fullmatch(line.lstrip())
        assert command is not None, line
        level, properties, message = command.groups()
        pairs = dict(pair.split("=", 1) for pair in (properties or "").split(",") if pair)
        assert set(pairs) <= _PROPERTIES
        read = {name: _unescaped(value) for name, value in pairs.items()}
        found.append({**read, "level": level, "message": _unescaped(message)})
    return found


def _unescaped(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def read_github(content: bytes) -> None:
    found = annotations(content)
    levels = [command["level"] for command in found]
    assert set(levels) <= {"error", "warning", "notice"}
    assert levels.count("error") <= 10
    assert levels.count("warning") <= 10
    assert levels.count("notice") <= 1
    for command in found:
        for text in command.values():
            assert text.isprintable(), text


def read_gitlab(content: bytes) -> None:
    import jsonschema

    entry = {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    }
    data = _json(content)
    jsonschema.validate(_sampled(data), {"type": "array", "items": entry})
    assert len({found["fingerprint"] for found in data}) == len(data)


def read_rdjson(content: bytes) -> None:
    data = _json(content)
    some = {**data, "diagnostics": _sampled(data["diagnostics"])}
    _json_schema("rdjson-DiagnosticResult.json").validate(some)
    for found in data["diagnostics"]:
        span = found["location"].get("range")
        if span:
            assert span["start"]["line"] <= span["end"]["line"]
        for suggestion in found.get("suggestions", ()):
            assert suggestion["range"] == span


def read_html(content: bytes) -> None:
    text = content.decode("utf-8")
    assert text.lower().startswith("<!doctype html>")
    assert text.rstrip().endswith("</html>")
    assert "Content-Security-Policy" in text


VALIDATORS: dict[str, Callable[[bytes], None]] = {
    "html": read_html,
    "xlsx": read_xlsx,
    "csv": read_csv,
    "parquet": read_parquet,
    "jsonl": read_jsonl,
    "markdown": read_markdown,
    "sarif": read_sarif,
    "junit": read_junit,
    "github": read_github,
    "gitlab": read_gitlab,
    "rdjson": read_rdjson,
}
"""By format; ``csv`` and ``parquet`` take the table ``sentences``."""
