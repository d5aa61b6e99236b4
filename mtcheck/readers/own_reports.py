"""What mtcheck wrote itself, told by how it begins: a folder of texts may hold an earlier report.

Names say nothing: a report has the name that its user gave it. Each pattern is a beginning that
nothing else has, such as the whole header of a table, and the tests hold it against every format.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Final

from mtcheck.contents import is_regular

_BEGINNING: Final = 8192
"""Bytes that are looked at: GitLab's format says who wrote it behind the first message."""

_RULE: Final = rb"[A-Z]{3}\d{3}"

_TABLES: Final = (
    rb"file,unit,sentence,line,place,start,end,candidate,source,source_file,alignment,similarity,"
    rb"chrf,quality,p_mangled,score,outcome,n_findings,worst_severity,codes,reason",
    rb"file,unit,sentence,line,column,place,start,end,code,name,category,severity,quote,suggestion,"
    rb"source_quote,message,probability,fingerprint,suppressed",
    rb"file,source_file,outcome,score,p_mangled,sentences,judged,coverage,source_coverage,critical,"
    rb"major,minor,reasons,mode,false_alarms,signature",
    rb"old_file,new_file,answer,sentences_both,sentences_old_only,sentences_new_only,quality_old,"
    rb"[a-z_,]+,findings_gone,findings_new,findings_stayed",
    rb"file,line,column,place,code,name,severity,quote,suggestion,message,decision,reason,"
    rb"fingerprint",
)
"""Sentences, findings, files, a comparison, and the decisions that the page exports."""

_OURS: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:"
    rb"(?:" + rb"|".join(_TABLES) + rb")\r?\n"
    # verdicts, baselines, calibrations, comparisons
    rb'|\{\s*"format"\s*:\s*"mtcheck-[a-z]+"'
    # the page
    rb'|<!doctype html>\n<html lang="en" data-report="[0-9a-f]{16}">\n'
    # Markdown
    rb"|### mtcheck: (?:no files|[\d,]+ files?: [\d,]+ (?:mangled|suspect|not judged|clean))\b"
    # SARIF, reviewdog, GitLab
    rb'|\{\s*"\$schema": "[^"\n]*sarif[^"\n]*",[\s\w".:,\[{]*?"driver": \{\s*"name": "mtcheck"'
    rb'|\{\s*"source": \{\s*"name": "mtcheck"\s*\},\s*"diagnostics": \['
    rb'|\[\n \{\n  "description": "[^\n]*",\n  "check_name": "(?:unjudged|' + _RULE + rb')",\n'
    rb'  "fingerprint": "[0-9a-f]{32}"'
    # JUnit
    rb"|<\?xml [^>]*\?>\s*<testsuites>\s*<testsuite [^>]*\bpackage=\"mtcheck\""
    # annotations of GitHub
    rb"|::(?:error|warning|notice) (?:file=[^\n]*,)?title="
    rb"(?:mtcheck|not judged|" + _RULE + rb" [a-z-]+ \([a-z]+\))::"
    rb")"
)

_PROPERTIES: Final = b"docProps/core.xml"
"""The part of a workbook that says who made it."""


def is_own(path: str) -> bool:
    """Is this a report, a table of decisions, a baseline: something that mtcheck wrote?

    Only the beginning of the file is read. What cannot be read is not ours: reading it as a text
    says what is wrong with it.
    """
    if not is_regular(path):
        return False
    try:
        with Path(path).open("rb") as file:
            begin = file.read(_BEGINNING)
    except OSError:
        return False
    return bool(_OURS.match(begin)) or _is_own_workbook(begin)


def _is_own_workbook(begin: bytes) -> bool:
    """Our workbooks begin with their properties, and others' with something else."""
    at = begin.find(_PROPERTIES)
    if at < 0 or not begin.startswith(b"PK\x03\x04"):
        return False
    try:
        said = zlib.decompressobj(-zlib.MAX_WBITS).decompress(
            begin[at + len(_PROPERTIES) :], _BEGINNING
        )
    except zlib.error:
        return False
    return b">mtcheck report</dc:title>" in said
