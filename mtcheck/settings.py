"""Everything that a user may set, declared once.

A :class:`Setting` of :data:`SETTINGS` is at once a flag of the commands it names, a key of
``mtcheck.toml`` and of ``[tool.mtcheck]``, an environment variable, a line of ``mtcheck config
init`` and a property of the JSON schema: name, type, default, help and allowed values are written
here and nowhere else. To add a setting, add one entry. The module is long because it is that table.

The commands look at this module before they know what they are asked, so it imports the standard
library and our own nouns only.

>>> setting_of("fail-on").flag, setting_of("fail-on").variable, setting_of("fail-on").default
('--fail-on', 'MTCHECK_FAIL_ON', 'mangled')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from mtcheck.contents import Limits
from mtcheck.modes import LOW_FPR, MODES
from mtcheck.types import Severity

ALIGN_MODES = ("auto", "line", "parallel", "comparable")
HTML = ("all", "main")
CODE = ("skip", "read", "all")
LANGUAGES = ("auto", "en")
TRACKED_CHANGES = ("final", "original", "error")
DEVICES = ("auto", "cpu", "cuda")
LIMITS = Limits()
FAIL_ON = ("mangled", "suspect", "major", "critical")
SEVERITIES = tuple(severity.value for severity in Severity)


class Kind(StrEnum):
    """What a setting may hold, and how it is written."""

    TEXT = "text"
    FILE = "path"
    FILES = "list of path"
    NUMBER = "number"
    WHOLE = "whole number"
    SWITCH = "true or false"
    CODES = "list of rule codes"
    REPORTS = "list of FORMAT=PATH"
    SEVERITIES = "table of rule code and severity"
    GLOBS = "table of pattern and rule codes"
    RULES = "table of rule code and options"

    @property
    def is_list(self) -> bool:
        """True for lists: a stronger layer replaces the whole."""
        return self in (Kind.FILES, Kind.CODES, Kind.REPORTS)

    @property
    def is_table(self) -> bool:
        """True for tables: a stronger layer replaces entry by entry."""
        return self in (Kind.SEVERITIES, Kind.GLOBS, Kind.RULES)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``key`` is its name in a file; flag, variable and Python name follow from it.

    ``commands`` have it as a flag. ``example`` is shown where there is no default worth showing.
    ``place`` is the section and field of :class:`~mtcheck.config.Config` that it fills; a setting
    without one is the command's own.
    ``allowed`` values, or limits ``least`` and ``most`` (inclusive) for numbers. ``words`` are
    values of a path that are no path, ``or_name`` says that it may be a name instead.
    ``without`` ends the sentence "leave it out ...".
    ``rivals``: settings that this one, given in a stronger layer, takes away.
    """

    key: str
    kind: Kind
    help: str
    group: str
    commands: tuple[str, ...]
    default: Any = None
    example: Any = None
    metavar: str = ""
    allowed: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()
    or_name: bool = False
    without: str = ""
    rivals: tuple[str, ...] = ()
    place: tuple[str, str] | None = None
    flag_name: str = ""
    short: str = ""
    python_name: str = ""

    @property
    def flag(self) -> str:
        """The option of the commands."""
        return self.flag_name or f"--{self.key}"

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"MTCHECK_{self.key.replace('-', '_').upper()}"

    @property
    def name(self) -> str:
        """The keyword of the Python functions."""
        return self.python_name or self.key.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was told, by whom, and what a user should know about it.

    ``values`` are those that somebody gave, by key; ``origins`` say who, by key or, for tables,
    by ``key.entry``: ``--fail-on``, ``MTCHECK_FAIL_ON``, ``mtcheck.toml:3``. ``file`` is the
    configuration file that was read, and ``root`` the folder it lies in; both may be empty.

    >>> Settings({"mode": "balanced"}, {"mode": "MTCHECK_MODE"})["mode"]
    'balanced'
    >>> Settings()["mode"], Settings().origin("mode")
    ('low-fpr', 'default')
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    root: str = ""
    notes: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Any:
        """The value that counts: what was given, or else the default."""
        return self.values.get(key, setting_of(key).default)

    def given(self, key: str) -> bool:
        """Did anybody set it?"""
        return key in self.values

    def origin(self, key: str, entry: str = "") -> str:
        """Who set it, or ``default``."""
        return self.origins.get(f"{key}.{entry}" if entry else key, "default")

    def where(self, key: str, entry: str = "") -> str:
        """What a message about it begins with: its flag, its variable, or file, line and key.

        >>> Settings({}, {"severity.TER": "mtcheck.toml:4"}).where("severity", "TER")
        'mtcheck.toml:4: severity.TER'
        """
        origin = self.origin(key, entry)
        if origin in (setting_of(key).flag, setting_of(key).variable):
            return origin
        return f"{origin}: {key}.{entry}" if entry else f"{origin}: {key}"


@cache
def setting_of(key: str) -> Setting:
    """The setting with this key. Raises KeyError for any other."""
    return {setting.key: setting for setting in SETTINGS}[key]


GATE = ("gate",)
SCORE = ("score", "gate")
RENDER = (*SCORE, "report")
KNOWN = (*SCORE, "baseline", "review")
COMPARE = (*KNOWN, "explain", "compare")
AGAINST = (*COMPARE, "fix")
JUDGE = (*AGAINST, "calibrate")
"""Commands that judge files: what they share is what changes numbers."""

SETTINGS = (
    Setting(
        "fail-on",
        Kind.TEXT,
        "Fail a file with this outcome or worse, or with a finding this severe or worse.",
        "Gate",
        GATE,
        default="mangled",
        allowed=FAIL_ON,
    ),
    Setting(
        "min-score",
        Kind.NUMBER,
        "Fail a file that scores less. In a baseline: record it, even if it is clean.",
        "Gate",
        (*GATE, "baseline"),
        example=60,
        metavar="0-100",
        least=0,
        most=100,
    ),
    Setting(
        "baseline",
        Kind.FILE,
        "Findings that are known, from mtcheck baseline or the HTML report: they are set aside, "
        "and the gate fails on new ones only.",
        "Gate",
        (*KNOWN, "review read"),
        example="mtcheck-baseline.json",
        metavar="FILE",
        without="to hold every finding against a file",
    ),
    Setting(
        "changed-since",
        Kind.TEXT,
        "Set aside what did not change since this git revision: a file fails only for sentences "
        "whose text is not what it was.",
        "Gate",
        SCORE,
        example="origin/main",
        metavar="REV",
    ),
    Setting(
        "min-coverage",
        Kind.NUMBER,
        "Do not judge a file of which less has a counterpart in its source; exit code 3 then.",
        "Gate",
        GATE,
        example=0.5,
        metavar="0-1",
        least=0,
        most=1,
    ),
    Setting(
        "source",
        Kind.FILE,
        "The cleaner text: one file for all, a folder matched by file name, or auto to pick the "
        "cleanest of FILES. Comes before a table's own source column.",
        "Files",
        AGAINST,
        example="originals/",
        metavar="FILE|FOLDER|auto",
        words=("auto", "-"),
        without="to judge files alone",
        rivals=("pairs",),
    ),
    Setting(
        "pairs",
        Kind.FILE,
        "A table with the columns candidate,source: paths relative to it. FILES may then be left "
        "out.",
        "Files",
        KNOWN,
        example="pairs.csv",
        metavar="CSV",
        rivals=("source",),
    ),
    Setting(
        "out",
        Kind.FILE,
        "Write sentences.csv, findings.csv, files.csv and verdicts.jsonl there.",
        "Results",
        SCORE,
        example="reports/mtcheck",
        metavar="FOLDER",
    ),
    Setting(
        "resume",
        Kind.SWITCH,
        "Go on with an interrupted run that had the same --out: files that it judged, and that "
        "would be judged the same, are not judged again.",
        "Results",
        SCORE,
        default=False,
    ),
    Setting(
        "report",
        Kind.REPORTS,
        "Write a report: html, xlsx, csv, parquet, jsonl, markdown, sarif, junit, github, gitlab "
        "or rdjson; PATH - is standard output.",
        "Results",
        RENDER,
        default=(),
        example=("html=report.html",),
        metavar="FORMAT=PATH",
    ),
    Setting(
        "align",
        Kind.TEXT,
        "How sentences are matched: line, parallel, comparable, or auto to measure it.",
        "Files",
        JUDGE,
        default="auto",
        metavar="MODE",
        allowed=ALIGN_MODES,
        place=("align", "mode"),
    ),
    Setting(
        "candidate-column",
        Kind.TEXT,
        "Column of a table that holds the text to judge.",
        "Files",
        JUDGE,
        default="candidate",
        metavar="NAME",
        place=("read", "candidate_column"),
    ),
    Setting(
        "source-column",
        Kind.TEXT,
        "Column of a table that holds the cleaner text.",
        "Files",
        JUDGE,
        default="source",
        metavar="NAME",
        place=("read", "source_column"),
    ),
    Setting(
        "candidate-language",
        Kind.TEXT,
        "Of a file with texts in several languages (TMX, XLIFF), the language of those to judge.",
        "Files",
        JUDGE,
        example="en-GB",
        metavar="TAG",
        place=("read", "candidate_language"),
    ),
    Setting(
        "source-language",
        Kind.TEXT,
        "Of a TMX with texts in several languages, the language of the cleaner ones.",
        "Files",
        JUDGE,
        example="en-US",
        metavar="TAG",
        place=("read", "source_language"),
    ),
    Setting(
        "id-column",
        Kind.TEXT,
        "Column of a table that names rows.",
        "Files",
        JUDGE,
        default="id",
        metavar="NAME",
        place=("read", "id_column"),
    ),
    Setting(
        "encoding",
        Kind.TEXT,
        "Encoding of the files, if not UTF-8 or UTF-16 with BOM.",
        "Files",
        (*JUDGE, "review read"),
        example="cp1252",
        metavar="NAME",
        place=("read", "encoding"),
    ),
    Setting(
        "html",
        Kind.TEXT,
        "Of a web page, judge all its text or only the main article (main needs trafilatura).",
        "Files",
        JUDGE,
        default="all",
        allowed=HTML,
        place=("read", "html"),
    ),
    Setting(
        "code",
        Kind.TEXT,
        "Code in HTML and Markdown: skip it, read it as text, or read all: front matter and "
        "scripts as well.",
        "Files",
        JUDGE,
        default="skip",
        allowed=CODE,
        place=("read", "code"),
    ),
    Setting(
        "tracked-changes",
        Kind.TEXT,
        "Changes in Word, ODT and Trados files that nobody accepted yet: read the final text, the "
        "original, or refuse the file with an error.",
        "Files",
        JUDGE,
        default="final",
        allowed=TRACKED_CHANGES,
        place=("read", "tracked_changes"),
    ),
    Setting(
        "language",
        Kind.TEXT,
        "auto: leave texts in another language than English unjudged, and say so. en: it is "
        "English, whatever it looks like.",
        "Files",
        JUDGE,
        default="auto",
        allowed=LANGUAGES,
        place=("read", "language"),
    ),
    Setting(
        "max-file-mb",
        Kind.NUMBER,
        "Do not read a file of more megabytes; exit code 3 then.",
        "Files",
        (*JUDGE, "review read"),
        default=LIMITS.file_mb,
        metavar="MB",
        least=0,
        most=4000,
        place=("read", "max_file_mb"),
    ),
    Setting(
        "max-sentences",
        Kind.WHOLE,
        "Do not judge a file of more sentences, or of ten times as many lines; exit code 3 then.",
        "Files",
        JUDGE,
        default=LIMITS.sentences,
        metavar="N",
        least=1,
        place=("read", "max_sentences"),
    ),
    Setting(
        "max-sentence-chars",
        Kind.WHOLE,
        "Leave a sentence of more characters unjudged, and say so.",
        "Files",
        JUDGE,
        default=5_000,
        metavar="N",
        least=1,
        place=("read", "max_sentence_chars"),
    ),
    Setting(
        "model",
        Kind.FILE,
        "A sentence-transformers model instead of the embedded one.",
        "Judging",
        JUDGE,
        example="all-MiniLM-L6-v2",
        metavar="NAME|PATH",
        or_name=True,
        without="for the embedded model",
        place=("model", "name"),
    ),
    Setting(
        "device",
        Kind.TEXT,
        "Where the model runs; says which it got.",
        "Judging",
        JUDGE,
        default="auto",
        allowed=DEVICES,
        place=("model", "device"),
    ),
    Setting(
        "phrases",
        Kind.FILE,
        "Your own set phrases, with the columns found,expected.",
        "Rules",
        JUDGE,
        example="phrases.csv",
        metavar="CSV",
        place=("rules", "phrases"),
    ),
    Setting(
        "names",
        Kind.FILE,
        "Names that are right, one a line.",
        "Rules",
        JUDGE,
        example="names.txt",
        metavar="FILE",
        place=("rules", "names"),
    ),
    Setting(
        "glossary",
        Kind.FILES,
        "Your own terms, CSV (source,target,status,...) or TBX.",
        "Rules",
        JUDGE,
        default=(),
        example=("terms.csv",),
        metavar="FILE",
        place=("rules", "glossary"),
    ),
    Setting(
        "select",
        Kind.CODES,
        "Use only these rules: codes, or beginnings of codes (TER, ACC1).",
        "Rules",
        JUDGE,
        default=(),
        example=("ACC", "TER"),
        metavar="CODE",
        place=("rules", "select"),
    ),
    Setting(
        "extend-select",
        Kind.CODES,
        "Use these rules besides those of select.",
        "Rules",
        JUDGE,
        default=(),
        example=("LIN101",),
        metavar="CODE",
        place=("rules", "extend_select"),
    ),
    Setting(
        "ignore",
        Kind.CODES,
        "Leave these rules out.",
        "Rules",
        JUDGE,
        default=(),
        example=("LIN501",),
        metavar="CODE",
        place=("rules", "ignore"),
    ),
    Setting(
        "extend-ignore",
        Kind.CODES,
        "Leave these rules out besides those of ignore.",
        "Rules",
        JUDGE,
        default=(),
        example=("STY",),
        metavar="CODE",
        place=("rules", "extend_ignore"),
    ),
    Setting(
        "per-file-ignores",
        Kind.GLOBS,
        "Leave rules out in files that match a pattern.",
        "Rules",
        JUDGE,
        default={},
        example={"drafts/*": ("LIN", "STY")},
        metavar="PATTERN:CODE",
        place=("rules", "per_file_ignores"),
    ),
    Setting(
        "severity",
        Kind.SEVERITIES,
        "Report a rule's findings as neutral, minor, major or critical; no score moves by it.",
        "Rules",
        (*COMPARE, "report"),
        default={},
        example={"LIN202": "major"},
        metavar="CODE=SEVERITY",
        place=("rules", "severity"),
    ),
    Setting(
        "rules",
        Kind.RULES,
        "Set an option of a rule.",
        "Rules",
        JUDGE,
        default={},
        example={"LIN101": {"min-words": 4}},
        metavar="CODE.OPTION=VALUE",
        place=("rules", "options"),
        flag_name="--rule-option",
        python_name="rule_options",
    ),
    Setting(
        "require-reasons",
        Kind.SWITCH,
        "A comment or entry that sets findings aside counts only if it says why.",
        "Rules",
        JUDGE,
        default=False,
        place=("suppress", "require_reasons"),
    ),
    Setting(
        "mode",
        Kind.TEXT,
        "Which thresholds make the outcome: low-fpr calls about one clean file in a hundred "
        "mangled, balanced finds more and errs more often.",
        "Judging",
        (*COMPARE, "report"),
        default=LOW_FPR,
        allowed=MODES,
        place=("judge", "mode"),
    ),
    Setting(
        "calibration",
        Kind.FILE,
        "Your own thresholds, from mtcheck calibrate.",
        "Judging",
        (*COMPARE, "report"),
        example="own.json",
        metavar="FILE",
        place=("judge", "calibration"),
    ),
    Setting(
        "workers",
        Kind.WHOLE,
        "Processes that judge side by side.",
        "Judging",
        JUDGE,
        default=1,
        metavar="N",
        least=1,
    ),
    Setting(
        "csv-raw",
        Kind.SWITCH,
        "Write cells as they are, for machines: no apostrophe before what a spreadsheet would run "
        "as a formula, control characters kept.",
        "Results",
        RENDER,
        default=False,
    ),
    Setting(
        "quiet",
        Kind.SWITCH,
        "No table, no remarks, no progress; errors only.",
        "Results",
        (*JUDGE, "report", "review read"),
        default=False,
        short="-q",
    ),
)
"""In the order of ``--help``, of ``config init`` and of ``config show``."""
