"""Is the new version better? Two versions of the same files, compared sentence by sentence.

Two numbers are asked, the difference of the two versions' means over their sentences in each:
``score``, which tells mangled text from text that people wrote, and ``quality``, which ranks
versions that people would call good and less good. Neither sees what the other does: a torn
sentence may be of no worse quality than a clumsy one, and a clumsy one is not mangled. A version is
better if one number says so and the other does not say the opposite.

Whether chance alone could make such a difference is asked by paired bootstrap resampling (Koehn
2004), as sacrebleu does it: the material is drawn again, with replacement, a thousand times, and
each time the difference is taken.

What is drawn is a *block*: the sentences of both versions that say the same. A sentence that only
one version has is a block of its own, so that every sentence counts once, and a version that
leaves its bad sentences out does not win by an accident of pairing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mtcheck.bootstrap import Change, answer_of, bootstrap
from mtcheck.errors import ConfigError
from mtcheck.own import difference
from mtcheck.types import FileVerdict, Finding, Outcome, SentenceScore, Where
from mtcheck.versions import Block, blocks_of, pair_files

if TYPE_CHECKING:
    from mtcheck.models import Encoder

MIN_DROP: Final = 1.0
"""A sentence got worse that lost this much of its score, or of its quality: a minor error."""


@dataclass(frozen=True, slots=True)
class Regression:
    """Sentences that got worse, or are new and bad: the place in the new file, and what is wrong.

    Where they are new, the old text is empty and the old numbers are None.
    """

    path: str
    where: Where
    old_text: str
    new_text: str
    old_score: float | None
    new_score: float
    old_quality: float | None
    new_quality: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file in both versions. ``n_both`` blocks have sentences of both, the others of one only.

    ``gone`` are live findings of the old version whose fingerprint the new one lacks, ``came`` the
    reverse; ``n_stayed`` are in both.
    """

    old_path: str
    new_path: str
    renamed: bool
    n_both: int
    n_old_only: int
    n_new_only: int
    quality: Change | None
    score: Change | None
    gone: tuple[Finding, ...]
    came: tuple[Finding, ...]
    n_stayed: int

    @property
    def answer(self) -> str:
        """Better, worse, mixed or neither; empty where there was nothing to compare."""
        return answer_of(self.score, self.quality)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a set of files.

    ``unmatched`` and ``skipped`` are sentences about files that are in one version only, and about
    those that cannot be compared. ``regressions`` has the worst first.
    """

    files: tuple[FileChange, ...]
    quality: Change | None
    score: Change | None
    regressions: tuple[Regression, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    skipped: tuple[str, ...]
    signature: str

    @property
    def answer(self) -> str:
        """Better, worse, mixed or neither; empty where there was nothing to compare."""
        return answer_of(self.score, self.quality)


def compare_versions(
    old: Sequence[FileVerdict], new: Sequence[FileVerdict], *, encoder: Callable[[], Encoder]
) -> Comparison:
    """Compare two versions of files by their verdicts.

    Sentences that a source says are paired through it, the others with each other by the aligner;
    ``encoder`` gives it the model, and is called only where texts differ. Raises ConfigError
    where the verdicts carry different signatures: their numbers cannot be compared.
    """
    signature = _signature((*old, *new))
    pairs, only_old, only_new = pair_files(old, new)
    files: list[FileChange] = []
    blocks: list[Block] = []
    regressions: list[Regression] = []
    skipped: list[str] = []
    for before, after, renamed in pairs:
        reason = _incomparable(before, after)
        if reason:
            skipped.append(f"{after.path}: {reason}")
            continue
        found = blocks_of(before, after, encoder=encoder)
        blocks += found
        files.append(_file_change(before, after, found, renamed=renamed))
        regressions += _regressions(after, found)
    regressions.sort(key=_lost)
    return Comparison(
        tuple(files),
        change_of(blocks, _quality),
        change_of(blocks, _score),
        tuple(regressions),
        tuple(verdict.path for verdict in only_old),
        tuple(verdict.path for verdict in only_new),
        tuple(skipped),
        signature,
    )


def _signature(verdicts: Sequence[FileVerdict]) -> str:
    signatures = list(dict.fromkeys(verdict.signature for verdict in verdicts))
    if len(signatures) > 1:
        raise ConfigError(
            "the two versions were judged with different settings "
            f"({difference(signatures[0], signatures[1])}): their numbers cannot be compared; "
            "score both again"
        )
    return signatures[0] if signatures else ""


def _incomparable(old: FileVerdict, new: FileVerdict) -> str:
    """Why the numbers of two verdicts mean different things, or nothing."""
    if old.error or new.error:
        error = new.error.removeprefix(f"{new.path}: ") or old.error
        return f"not compared: {error}"
    if old.way != new.way:
        ways = {"source": "with a source", "alone": "alone"}
        return f"not compared: judged {ways[new.way]}, the old version {ways[old.way]}"
    return ""


# --- what the difference is, and what chance makes of it ----------------------------------------

Value = Callable[[SentenceScore], float | None]


def _quality(score: SentenceScore) -> float | None:
    return score.metric("quality")


def _score(score: SentenceScore) -> float | None:
    return 100.0 * (1.0 - score.p_mangled)


def change_of(blocks: Sequence[Block], value: Value) -> Change | None:
    """The change of a number's mean over sentences; None where a version has no such number."""
    table = []
    for block in blocks:
        sides = [[v for v in map(value, side) if v is not None] for side in block]
        if any(sides):
            table.append([f(side) for side in sides for f in (sum, len)])
    return bootstrap(table)


# --- what became of the findings ---------------------------------------------------------------


def _file_change(
    old: FileVerdict, new: FileVerdict, blocks: Sequence[Block], *, renamed: bool
) -> FileChange:
    live = [[f for f in verdict.findings if not f.suppressed] for verdict in (old, new)]
    marks = [{f.fingerprint for f in side} for side in live]
    return FileChange(
        old.path,
        new.path,
        renamed,
        sum(bool(b.old and b.new) for b in blocks),
        sum(not b.new for b in blocks),
        sum(not b.old for b in blocks),
        change_of(blocks, _quality),
        change_of(blocks, _score),
        tuple(f for f in live[0] if f.fingerprint not in marks[1]),
        tuple(f for f in live[1] if f.fingerprint not in marks[0]),
        sum(f.fingerprint in marks[0] for f in live[1]),
    )


def _regressions(new: FileVerdict, blocks: Sequence[Block]) -> list[Regression]:
    found = []
    for block in blocks:
        if not block.new:
            continue
        scores, qualities = (
            [_mean([v for v in map(value, side) if v is not None]) for side in block]
            for value in (_score, _quality)
        )
        dropped = max(_drop(*scores), _drop(*qualities)) >= MIN_DROP
        bad = any(score.outcome is not Outcome.CLEAN for score in block.new)
        if scores[1] is not None and (dropped if block.old else bad):
            old_text, new_text = (
                " ".join(score.alignment.candidate_text for score in side) for side in block
            )
            found.append(
                Regression(
                    path=new.path,
                    where=_where(max(block.new, key=lambda score: score.p_mangled)),
                    old_text=old_text,
                    new_text=new_text,
                    old_score=scores[0],
                    new_score=scores[1],
                    old_quality=qualities[0],
                    new_quality=qualities[1],
                    reasons=tuple(dict.fromkeys(why for s in block.new for why in s.because)),
                )
            )
    return found


def _lost(one: Regression) -> tuple[float, str, Where]:
    """The most lost first; a sentence that is new is measured against a flawless one."""
    return one.new_score - (100.0 if one.old_score is None else one.old_score), one.path, one.where


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _drop(old: float | None, new: float | None) -> float:
    """How much is lost; nothing where one of the two is not known."""
    return 0.0 if old is None or new is None else old - new


def _where(score: SentenceScore) -> Where:
    sentence = score.alignment.candidate[0]
    return sentence.unit.where(sentence.start)
