"""What makes a finding the same finding after the file was edited elsewhere.

Lines move when somebody adds a paragraph; a baseline or a list of accepted findings must not
lose its place then. A fingerprint is made of the rule's code, the unit where the file itself
names its units (the id column of a table), the quote with its spaces normalised, and which of
several such findings it is. Running numbers of paragraphs are left out: they move. The path is
left out as well: whoever keeps fingerprints keeps them by file.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mtcheck.types import Document, Finding

LENGTH = 16
"""Hexadecimal digits: 64 bits, so that among a million findings two collide once in 37 million runs
(birthday bound)."""


def with_fingerprints(findings: Sequence[Finding], candidate: Document) -> tuple[Finding, ...]:
    """The findings of one file, in reading order, each with its fingerprint.

    >>> from mtcheck.types import Category, Severity, Side
    >>> def found(line):
    ...     return Finding("LIN102", "word-repeated", Category.LINGUISTIC, Severity.MINOR, "", 0,
    ...                    Side.CANDIDATE, str(line), line, 1, 0, 7, "the the")
    >>> one, = with_fingerprints([found(1)], Document("a.txt", "en", "txt", ()))
    >>> moved, again = with_fingerprints([found(5), found(9)], Document("a.txt", "en", "txt", ()))
    >>> one.fingerprint == moved.fingerprint, moved.fingerprint == again.fingerprint
    (True, False)
    """
    named = any(unit.id != str(number) for number, unit in enumerate(candidate.units, 1))
    seen: Counter[tuple[str, str, str]] = Counter()
    marked = []
    for finding in findings:
        quote = finding.quote or finding.message  # what lies beside the text quotes nothing
        quote = " ".join(unicodedata.normalize("NFC", quote).split())
        key = (finding.code, finding.unit if named else "", quote)
        seen[key] += 1
        content = "\x1f".join((*key, str(seen[key])))
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        marked.append(replace(finding, fingerprint=digest[:LENGTH]))
    return tuple(marked)
