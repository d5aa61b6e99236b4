"""A glossary as a termbase: TBX, the exchange format of terminology tools (ISO 30042).

Three ways of writing the same thing are read: version 3 with data categories as attributes
(``style="dca"``) or as elements (``style="dct"``), and version 2 (``martif``, as TBX-Basic). An
entry is a concept; its English terms are taken, whatever other languages it has: mtcheck compares
English with English. A term that is preferred, admitted or has no status may be used; one that is
deprecated, superseded or obsolete is forbidden, and in a source text tells which concept is meant.

The parser is the standard library's expat, told to read nothing but this file: an entity that the
file declares, or uses without declaring it, is refused, a DTD is never fetched, depth is bounded.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Any

from mtcheck.glossary import Case, Match, Problem, Status, Term

MAX_DEPTH = 64
"""Elements within elements; TBX needs 9 to 12."""

STATUSES = {
    "preferredterm": Status.PREFERRED,
    "preferred": Status.PREFERRED,
    "standardizedterm": Status.PREFERRED,
    "admittedterm": Status.ALLOWED,
    "admitted": Status.ALLOWED,
    "allowed": Status.ALLOWED,
    "approved": Status.ALLOWED,
    "legalterm": Status.ALLOWED,
    "regulatedterm": Status.ALLOWED,
    "deprecatedterm": Status.FORBIDDEN,
    "deprecated": Status.FORBIDDEN,
    "supersededterm": Status.FORBIDDEN,
    "superseded": Status.FORBIDDEN,
    "notrecommended": Status.FORBIDDEN,
    "obsolete": Status.FORBIDDEN,
    "forbidden": Status.FORBIDDEN,
}
"""Values of ``administrativeStatus`` and ``normativeAuthorization`` in lower case, without the
ending ``-admn-sts`` of the standard's pick list; the bare words are what tools export."""

_STATUS_NAMES = ("administrativestatus", "normativeauthorization")
_SPEECH = {"noun": "noun", "propernoun": "noun", "verb": "verb"}
_SPEECH |= {"adjective": "adjective", "adverb": "adverb"}
_ENTRY = ("conceptentry", "termentry")
_LANGUAGE = ("langsec", "langset")
_TERM = ("termsec", "tig", "ntig")
_NAMED = ("termnote", "descrip", "admin")
_KEPT_NOTES = ("note", "usagenote")
_UNTRANSLATED = ("translationnote", "translationneeded")
_KEPT = frozenset({"term", "partofspeech", *_STATUS_NAMES, *_KEPT_NOTES, *_UNTRANSLATED})


class _RefusedError(Exception):
    """What ends the reading of a file at once."""


@dataclass(slots=True)
class _Held:
    """What was read of one term: the words, the line they begin on, and named properties."""

    line: int = 0
    words: str = ""
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """What expat tells, gathered by entry, language and term.

    ``kept_from`` is how deep the element lies whose text is being kept, 0 for none; elements within
    it (``<hi>`` in a term) belong to that text.
    """

    path: str
    parser: Any
    terms: list[Term] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    entry: str = ""
    n_entries: int = 0
    n_terms: int = 0
    language: str = ""
    languages: set[str] = field(default_factory=set)
    shared: dict[str, str] = field(default_factory=dict)
    held: _Held | None = None
    kept_from: int = 0
    text: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if not self.stack and name not in ("tbx", "martif"):
            raise _RefusedError(f"not a TBX file: its first element is {name!r}, not tbx or martif")
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError(f"elements more than {MAX_DEPTH} deep")
        kind = _key(attributes.get("type", "")) if name in _NAMED else name
        self.stack.append(kind)
        if kind in _KEPT and not self.kept_from:
            self.kept_from, self.text = len(self.stack), []
        if name in _ENTRY:
            self.n_entries += 1
            self.entry = attributes.get("id", "") or f"entry {self.n_entries}"
            self.shared, self.n_terms, self.language = {}, 0, ""
        elif name in _LANGUAGE:
            self.language = attributes.get("xml:lang", "") or attributes.get("lang", "")
            self.languages.add(self.language)
            if not self.language:
                self._tell("a language section that does not say its language")
        elif name in _TERM:
            self.held = _Held(self.parser.CurrentLineNumber)

    def end(self, tag: str) -> None:
        name = _local(tag)
        kind = self.stack.pop()
        value = ""
        if len(self.stack) < self.kept_from:
            self.kept_from, value = 0, " ".join("".join(self.text).split())
        if name == "term" and self.held is not None:
            self.held.words = value
            self.n_terms += 1
        elif name in _TERM and self.held is not None:
            self._take(self.held)
            self.held = None
        elif name in _ENTRY and not self.n_terms:
            self._tell(f"entry {self.entry!r} has no term")
        elif value and self.held is not None:
            self.held.properties.setdefault(kind, value)
        elif value and (_is_english(self.language) or not self.language):
            self.shared.setdefault(kind, value)

    def characters(self, text: str) -> None:
        if self.kept_from:
            self.text.append(text)

    def declared(self, name: str, *_: object) -> None:
        raise _RefusedError(f"declares the entity {name!r}: entities are not read")

    def skipped(self, name: str, _: object) -> None:
        raise _RefusedError(f"uses the entity &{name}; which this file does not define")

    def _take(self, held: _Held) -> None:
        if not _is_english(self.language):
            return
        if not any(char.isalnum() for char in held.words):
            wrong = f"{held.words!r} has neither a letter nor a digit" if held.words else "no words"
            self.problems.append(Problem(self.path, held.line, f"a term with {wrong}"))
            return
        known = {**self.shared, **held.properties}
        status = self._status(held, known)
        if status is None:
            return
        exact = status is Status.DO_NOT_TRANSLATE
        self.terms.append(
            Term(
                f"{self.path}#{self.entry}",
                held.words,
                held.words,
                status,
                Match.EXACT if exact else Match.INFLECTED,
                Case.SENSITIVE if exact else Case.SMART,
                None,
                known.get("usagenote", "") or known.get("note", ""),
                _SPEECH.get(_key(known.get("partofspeech", "")), ""),
                self.path,
                held.line,
            )
        )

    def _status(self, held: _Held, known: dict[str, str]) -> Status | None:
        """Forbidden, do-not-translate, preferred or allowed; None, and a problem, if unknown."""
        value = next((known[name] for name in _STATUS_NAMES if known.get(name)), "")
        key = _key(value).removesuffix("admnsts")
        if key and key not in STATUSES:
            near = difflib.get_close_matches(key, STATUSES, n=1, cutoff=0.6)
            hint = f"; the nearest is {STATUSES[near[0]].value!r}" if near else ""
            wrong = f"unknown status {value!r} of {held.words!r}{hint}"
            self.problems.append(Problem(self.path, held.line, wrong))
            return None
        status = STATUSES[key] if key else Status.ALLOWED
        kept = any(known.get(name, "").lower() in ("no", "false") for name in _UNTRANSLATED)
        return Status.DO_NOT_TRANSLATE if kept and status is not Status.FORBIDDEN else status

    def _tell(self, text: str) -> None:
        self.problems.append(Problem(self.path, self.parser.CurrentLineNumber, text))


def parse_termbase(content: bytes, *, path: str) -> tuple[list[Term], list[Problem]]:
    """The English terms, and what is wrong with the others.

    >>> content = b'''<tbx style="dca" type="TBX-Basic" xml:lang="en"
    ...   xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c1">
    ...   <langSec xml:lang="en"><termSec><term>allowlist</term></termSec></langSec>
    ...   </conceptEntry></body></text></tbx>'''
    >>> [(term.target, term.line) for term in parse_termbase(content, path="g.tbx")[0]]
    [('allowlist', 3)]
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(path, parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = reader.declared
    parser.SkippedEntityHandler = reader.skipped
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)
    except _RefusedError as error:
        return [], [Problem(path, parser.CurrentLineNumber, str(error))]
    except (expat.ExpatError, ValueError, LookupError) as error:  # ValueError: odd encodings
        line = getattr(error, "lineno", 0) or parser.CurrentLineNumber
        reason = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else error
        return [], [Problem(path, line, f"not well-formed XML: {reason}")]
    if not reader.terms and not reader.problems:
        found = ", ".join(sorted(reader.languages)) or "none"
        return [], [Problem(path, 0, f"no English term in it; its languages: {found}")]
    return reader.terms, reader.problems


def _local(tag: str) -> str:
    """The name of an element without its prefix, in lower case."""
    return tag.rpartition(":")[2].lower()


def _is_english(language: str) -> bool:
    return language.replace("_", "-").lower().partition("-")[0] == "en"


def _key(value: str) -> str:
    """A data category's name or value as a key: letters only, in lower case."""
    return "".join(char for char in value.lower() if char.isalnum())
