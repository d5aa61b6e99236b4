"""A baseline as a file: JSON, sorted, an entry a line, so that changes can be read in a diff.

::

    {"format": "mtcheck-baseline", "version": 1,
    "findings": [
    {"file": "texts/a.txt", "fingerprint": "…", "code": "ACC101", "quote": "Brinken", "decision": …}
    ],
    "files": [
    {"file": "texts/a.txt", "outcome": "mangled"}
    ]}

``files`` are those that were not clean: a file may be mangled by its wording, without a finding.
The page of the HTML report exports decisions in the same form, without ``files``. It is read
strictly: an entry that is not understood would let a finding through, or hold one back.

Paths are written from the folder of the baseline, where that is the working folder or above it,
else from the working folder; and read from wherever most of the files are, of these two and the
nearest folder above both. So it means the same in whichever folder a command is run.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from mtcheck.aside.baseline import ACCEPTED, REJECTED, Baseline, Known, is_there, normal
from mtcheck.contents import LIST_MB, MB, text_of
from mtcheck.errors import ConfigError
from mtcheck.types import Outcome

FORMAT: Final = "mtcheck-baseline"
VERSION: Final = 1

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONFLICT: Final = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_TOP: Final = ("format", "version", "findings", "files")
_KEYS: Final = ("file", "fingerprint", "code", "quote", "decision", "reason")
_FILE_KEYS: Final = ("file", "outcome")


def read_baseline(path: str | Path) -> Baseline:
    """The baseline in a file.

    Raises ConfigError, with the line where there is one, for a file that is missing or no JSON,
    that holds the marks of a merge conflict, is of another kind or a newer version, says of a
    finding what nobody can mean, or says two things of one finding or file.
    """
    try:
        text = text_of(path, most=LIST_MB * MB)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: the baseline is not UTF-8") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        is_none = isinstance(error, FileNotFoundError)
        hint = "; mtcheck baseline create makes one" if is_none else ""
        raise ConfigError(f"{path}: the baseline cannot be read: {reason}{hint}") from error
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        words = "holds the marks of a merge conflict: keep both sides, or make it again"
        raise ConfigError(f"{path}:{line}: the baseline {words}")
    try:
        content = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not JSON: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ConfigError(f"{path}: not a baseline that mtcheck made")
    if content.get("version") != VERSION:
        shown = f"version {content.get('version')!r:.20}; this mtcheck reads version {VERSION}"
        raise ConfigError(f"{path}: a baseline of {shown}")
    _check_keys(content, _TOP, str(path))
    places = _places(str(path), text, content)
    findings: dict[tuple[str, str], tuple[Known, str]] = {}
    for value, where in zip(_list(content, "findings", path), places["findings"], strict=True):
        known = _known(value, where)
        before, there = findings.setdefault((known.file, known.fingerprint), (known, where))
        _agree(known.decision, before.decision, where, there)
    files: dict[str, tuple[Outcome, str]] = {}
    for value, where in zip(_list(content, "files", path), places["files"], strict=True):
        file, outcome = _file(value, where)
        known_as, there = files.setdefault(file, (outcome, where))
        _agree(outcome, known_as, where, there)
    root = root_of(path, {*(file for file, _ in findings), *files})

    def seen(file: str) -> str:
        return file if file == "-" else normal(os.path.join(root, file))  # noqa: PTH118

    return Baseline(
        tuple(replace(known, file=seen(known.file)) for known, _ in findings.values()),
        tuple((seen(file), outcome) for file, (outcome, _) in files.items())
        if "files" in content
        else None,
        root,
    )


def root_of(path: str | Path, files: Collection[str] = ()) -> str:
    """The folder that the paths in a baseline are relative to, as seen from the working folder."""
    here, folder = Path.cwd(), Path(os.path.normpath(Path.cwd() / path)).parent
    above = next((p for p in (folder, *folder.parents) if here.is_relative_to(p)), here)
    usual = folder if folder == above else here
    best = max(
        dict.fromkeys((usual, here, folder, above)),
        key=lambda place: sum(is_there(place / file) for file in files),
    )
    if best == here:
        return ""
    return str(best) if Path(path).is_absolute() else os.path.relpath(best)


def dump_baseline(baseline: Baseline) -> bytes:
    """The baseline as a file: sorted, an entry a line. Equal baselines give equal bytes."""

    def written(file: str) -> str:
        if not baseline.root or file == "-":
            return file
        path = os.path.relpath(file, baseline.root)
        return file if Path(file).is_absolute() and path.startswith("..") else path

    known = [replace(k, file=written(k.file)) for k in baseline.findings]
    findings = sorted(known, key=lambda k: (k.file, k.code, k.quote, k.fingerprint))
    parts = [_section("findings", ({key: getattr(k, key) for key in _KEYS} for k in findings))]
    if baseline.files is not None:
        files = sorted((written(file), o.value) for file, o in baseline.files)
        rows = ({"file": file, "outcome": outcome} for file, outcome in files)
        parts.append(_section("files", rows))
    head = f'{{"format": "{FORMAT}", "version": {VERSION},\n'
    return (head + ",\n".join(parts) + "}\n").encode("utf-8")


def _section(name: str, rows: Iterable[dict[str, str]]) -> str:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    body = "".join(f"\n{line}," for line in lines).removesuffix(",")
    body = _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", body)
    return f'"{name}": [{body}\n]' if lines else f'"{name}": []'


def _places(path: str, text: str, content: dict[str, Any]) -> dict[str, list[str]]:
    """Where each entry stands: its line, where the file has an entry a line; else which it is."""
    lines = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if line.lstrip().startswith("{") and '"file"' in line
    ]
    sections = [key for key in content if key in ("findings", "files")]
    places: dict[str, list[str]] = {"findings": [], "files": []}
    known = len(lines) == sum(len(_list(content, key, path)) for key in sections)
    following = iter(lines)
    for key in sections:
        for number in range(1, len(content[key]) + 1):
            place = f":{next(following)}" if known else f": {key}, entry {number}"
            places[key].append(f"{path}{place}")
    return places


def _agree(here: str, before: str, where: str, there: str) -> None:
    if here != before:
        place = there.rpartition(":")[2].strip()
        line = f"line {place}" if place.isdigit() else place
        raise ConfigError(f"{where}: {here!s} here, {before!s} in {line}: keep one of the two")


def _known(value: Any, where: str) -> Known:
    texts = _texts(value, _KEYS, ("file", "fingerprint"), where)
    decision = texts.setdefault("decision", ACCEPTED)
    if decision not in (ACCEPTED, REJECTED):
        raise ConfigError(f"{where}: decision is {decision!r}: {ACCEPTED} or {REJECTED}")
    if not _FINGERPRINT.fullmatch(texts["fingerprint"]):
        raise ConfigError(f"{where}: {texts['fingerprint']!r} is no fingerprint")
    return Known(**{**texts, "file": normal(texts["file"])})


def _file(value: Any, where: str) -> tuple[str, Outcome]:
    texts = _texts(value, _FILE_KEYS, _FILE_KEYS, where)
    known = {outcome.value: outcome for outcome in Outcome if outcome is not Outcome.UNJUDGED}
    if texts["outcome"] not in known:
        raise ConfigError(f"{where}: outcome is {texts['outcome']!r}: clean, suspect or mangled")
    return normal(texts["file"]), known[texts["outcome"]]


def _texts(value: Any, allowed: Sequence[str], needed: Sequence[str], where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: not an object with {', '.join(needed)}")
    _check_keys(value, allowed, where)
    for key in needed:
        if not value.get(key):
            raise ConfigError(f"{where}: {key} is missing")
    for key, text in value.items():
        if not isinstance(text, str):
            raise ConfigError(f"{where}: {key} is not a string")
    if "\0" in value["file"]:
        raise ConfigError(f"{where}: {value['file']!r} is no path")
    return dict(value)


def _check_keys(value: dict[str, Any], allowed: Sequence[str], where: str) -> None:
    for key in value:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.0)
            raise ConfigError(f"{where}: unknown key {key!r}; the nearest is {near[0]!r}")


def _list(content: dict[str, Any], key: str, path: str | Path) -> list[Any]:
    value = content.get(key, [])
    if not isinstance(value, list):
        raise ConfigError(f"{path}: {key} is not a list")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} is written twice")
    return found
