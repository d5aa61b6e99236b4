"""The sections of the configuration: each stage gets its own, and nothing else.

A section refuses what cannot mean what it says with a :class:`~mtcheck.errors.ConfigError` that
names the setting, the value and, where there is one, the nearest value that would do.

>>> Config(align=AlignConfig(mode="paralel"))
Traceback (most recent call last):
mtcheck.errors.ConfigError: --align cannot be 'paralel': auto, line, parallel or comparable; \
did you mean 'parallel'?
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtcheck.config.values import check
from mtcheck.contents import Limits
from mtcheck.glossary import Glossary
from mtcheck.modes import LOW_FPR
from mtcheck.own import OwnCalibration
from mtcheck.settings import LIMITS

Option = bool | int | float | str
"""What a rule's option may hold."""


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How files become text.

    ``encoding`` None: UTF-8, or UTF-16 where a byte-order mark says so. The columns are those
    of bilingual tables; ``candidate_language`` and ``source_language`` pick from files that hold
    several. Files of more than ``max_file_mb`` megabytes or ``max_sentences`` sentences
    are refused, sentences of more than ``max_sentence_chars`` characters left unjudged.
    ``html`` and ``code`` say what of a page is read: see ``--html`` and ``--code``;
    ``tracked_changes`` which text of a document under revision: see ``--tracked-changes``.
    ``language`` is that of the text, or ``auto``: it is found out.
    """

    encoding: str | None = None
    candidate_column: str = "candidate"
    source_column: str = "source"
    id_column: str = "id"
    candidate_language: str | None = None
    source_language: str | None = None
    max_file_mb: float = LIMITS.file_mb
    max_sentences: int = LIMITS.sentences
    max_sentence_chars: int = 5_000
    html: str = "all"
    code: str = "skip"
    tracked_changes: str = "final"
    language: str = "auto"

    def __post_init__(self) -> None:
        if self.encoding is not None:
            check("encoding", self.encoding)
        if self.candidate_language is not None:
            check("candidate-language", self.candidate_language)
        if self.source_language is not None:
            check("source-language", self.source_language)
        check("html", self.html)
        check("code", self.code)
        check("tracked-changes", self.tracked_changes)
        check("language", self.language)
        check("candidate-column", self.candidate_column)
        check("max-file-mb", self.max_file_mb)
        check("max-sentences", self.max_sentences)
        check("max-sentence-chars", self.max_sentence_chars)

    @property
    def source_required(self) -> bool:
        """The user named the source column: a file without it is refused."""
        return self.source_column != "source"

    @property
    def id_required(self) -> bool:
        """The user named the id column: a file without it is refused."""
        return self.id_column != "id"

    @property
    def limits(self) -> Limits:
        """How much of a file is read."""
        return Limits(self.max_file_mb, self.max_sentences)


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Which model gives the vectors, and where it runs.

    ``name`` None is the embedded model; anything else is a sentence-transformers model, by
    name or path.
    """

    name: str | None = None
    device: str = "auto"

    def __post_init__(self) -> None:
        check("device", self.device)
        if self.name is not None:
            check("model", self.name)


@dataclass(frozen=True, slots=True)
class AlignConfig:
    """How candidate and source sentences are matched: see ``--align``."""

    mode: str = "auto"

    def __post_init__(self) -> None:
        check("align", self.mode)


@dataclass(frozen=True, slots=True)
class RuleConfig:
    """What the rules are told.

    ``select`` empty means all rules, ``extend_select`` adds to it; ``ignore`` and
    ``extend_ignore`` leave rules out. Each holds codes, names, or beginnings of codes; of those
    that fit a rule the longest counts, and of two equal ones the one that leaves it out.
    ``per_file_ignores`` are (pattern, codes) of files, relative to the folder ``root`` or else to
    the working folder. ``severity`` are (code, severity). ``phrases`` are (found, expected) pairs
    ``names`` correct names and ``glossary`` terms, all from the user. ``options`` holds
    (code, ((option, value), ...)). Codes are looked up where the rules are known, in
    :mod:`mtcheck.selection`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    glossary: Glossary | None = None
    options: tuple[tuple[str, tuple[tuple[str, Option], ...]], ...] = ()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    root: str = ""

    def options_of(self, code: str) -> Mapping[str, Option]:
        """The options set for one rule; empty where none is.

        >>> RuleConfig(options=(("LIN101", (("max_words", 3),)),)).options_of("LIN101")
        {'max_words': 3}
        """
        return dict(dict(self.options).get(code, ()))


@dataclass(frozen=True, slots=True)
class JudgeConfig:
    """Which thresholds make an outcome of a file's probability: see ``--mode``.

    ``calibration`` is the user's own; None is the shipped one.
    """

    mode: str = LOW_FPR
    calibration: OwnCalibration | None = None

    def __post_init__(self) -> None:
        check("mode", self.mode)


@dataclass(frozen=True, slots=True)
class SuppressConfig:
    """How findings may be set aside: ``require_reasons`` to count only what gives a reason."""

    require_reasons: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run may be told; ``Config()`` is what a run without flags does."""

    read: ReadConfig = field(default_factory=ReadConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    align: AlignConfig = field(default_factory=AlignConfig)
    rules: RuleConfig = field(default_factory=RuleConfig)
    judge: JudgeConfig = field(default_factory=JudgeConfig)
    suppress: SuppressConfig = field(default_factory=SuppressConfig)
