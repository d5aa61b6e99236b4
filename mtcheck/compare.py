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

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.align import align
from mtcheck.errors import ConfigError
from mtcheck.modes import Z
from mtcheck.own import difference
from mtcheck.types import FileVerdict, Finding, Outcome, Sentence, SentenceScore

if TYPE_CHECKING:
    from mtcheck.models import Encoder

RESAMPLES: Final = 1000
SEED: Final = 12345
"""Both as in sacrebleu, so that a comparison can be repeated to the last digit."""

LEVEL: Final = 0.05
"""Chance may make a better or worse version of an equal one this often."""

MAX_P: Final = LEVEL / 2
"""A difference of one number is called one from here down, because two are asked (Bonferroni)."""

MIN_DROP: Final = 1.0
"""A sentence got worse that lost this much of its score, or of its quality: a minor error."""

MIN_BLOCKS: Final = 5
"""Fewer say nothing. With five, 6 or 7 in 100 comparisons of equals are called different, with more
about 5 (a simulation in tests/test_compare.py holds it)."""

MIN_SHARED: Final = 0.6
"""Share of words that two files have in common at least, to be one file under two names."""

BETTER, WORSE, MIXED = "better", "worse", "mixed"
EVEN, FEW = "no difference", "too few sentences"


class Block(NamedTuple):
    """The scores of both versions that belong together; either side may be empty."""

    old: tuple[SentenceScore, ...]
    new: tuple[SentenceScore, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One number in both versions: their means, the difference, and what chance has to do with it.

    ``low`` and ``high`` hold 95 % of the differences of the resamples. ``p`` is the share of
    resamples that, shifted to no difference, are as far from it as what was found.
    """

    old: float
    new: float
    difference: float
    low: float
    high: float
    p: float
    answer: str


@dataclass(frozen=True, slots=True)
class Regression:
    """Sentences that got worse, or are new and bad: the place in the new file, and what is wrong.

    Where they are new, the old text is empty and the old numbers are None.
    """

    path: str
    line: int
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
    regressions.sort(key=lambda r: (-_drop(r.old_score, r.new_score), r.path, r.line))
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
        return f"not compared: {new.error or old.error}"
    if old.way != new.way:
        ways = {"source": "with a source", "alone": "alone"}
        return f"not compared: judged {ways[new.way]}, the old version {ways[old.way]}"
    return ""


# --- which files belong together -------------------------------------------------------------

Paired = tuple[FileVerdict, FileVerdict, bool]


def pair_files(
    old: Sequence[FileVerdict], new: Sequence[FileVerdict]
) -> tuple[list[Paired], list[FileVerdict], list[FileVerdict]]:
    """The files of both versions with True where the name changed, and what is in one only.

    One file a side belongs together whatever it is called. Of several, those with the same path
    below their version's folder, then those of the same name, then those that share most words.
    """
    if len(old) == len(new) == 1:
        return [(old[0], new[0], False)], [], []
    pairs: list[Paired] = []
    left, right = list(old), list(new)
    for key_of in (_relative, _by_name):
        keys = [key_of(side) for side in (left, right)]
        for before, key in zip(list(left), keys[0], strict=True):
            if keys[0].count(key) == keys[1].count(key) == 1:
                after = right[[*keys[1]].index(key)]
                pairs.append((before, after, False))
                left.remove(before)
        taken = {id(after) for _, after, _ in pairs}
        right = [verdict for verdict in right if id(verdict) not in taken]
    shared = sorted(
        (
            (-_shared(before, after), n, m)
            for n, before in enumerate(left)
            for m, after in enumerate(right)
        ),
    )
    used: set[tuple[str, int]] = set()
    for share, n, m in shared:
        if -share >= MIN_SHARED and not used & {("old", n), ("new", m)}:
            pairs.append((left[n], right[m], True))
            used |= {("old", n), ("new", m)}
    order = {id(verdict): n for n, verdict in enumerate(new)}
    pairs.sort(key=lambda pair: order[id(pair[1])])
    return (
        pairs,
        [verdict for n, verdict in enumerate(left) if ("old", n) not in used],
        [verdict for m, verdict in enumerate(right) if ("new", m) not in used],
    )


def _relative(verdicts: Sequence[FileVerdict]) -> list[str]:
    """Every path below the folder that all of them are in."""
    paths = [os.path.normpath(verdict.path).replace("\\", "/") for verdict in verdicts]
    parts = [path.split("/")[:-1] for path in paths]
    n_shared = 0
    while parts and all(len(p) > n_shared and p[n_shared] == parts[0][n_shared] for p in parts):
        n_shared += 1
    return ["/".join(path.split("/")[n_shared:]) for path in paths]


def _by_name(verdicts: Sequence[FileVerdict]) -> list[str]:
    return [PurePath(verdict.path).name for verdict in verdicts]


def _shared(old: FileVerdict, new: FileVerdict) -> float:
    """Share of the words that two files have in common (Dice)."""
    bags = [Counter(_text(verdict).split()) for verdict in (old, new)]
    total = sum(bag.total() for bag in bags)
    return 2 * (bags[0] & bags[1]).total() / total if total else 0.0


def _text(verdict: FileVerdict) -> str:
    return " ".join(score.alignment.candidate_text.lower() for score in verdict.scores)


# --- which sentences belong together ---------------------------------------------------------


def blocks_of(
    old: FileVerdict, new: FileVerdict, *, encoder: Callable[[], Encoder]
) -> tuple[Block, ...]:
    """The judged sentences of both versions in blocks that say the same, in the new file's order.

    Every judged sentence is in exactly one block. Sentences of the source that neither version has
    are in none.
    """
    sides = [
        [s for s in verdict.scores if s.alignment.candidate and s.outcome is not Outcome.UNJUDGED]
        for verdict in (old, new)
    ]
    scores, n_old = (*sides[0], *sides[1]), len(sides[0])
    groups = _Groups(len(scores))
    places: dict[tuple[str, int, str], int] = {}
    for node, score in enumerate(scores):
        for sentence in score.alignment.source:
            place = (sentence.unit.id, sentence.start, sentence.text)
            groups.join(node, places.setdefault(place, node))
    sides_of: dict[int, set[bool]] = {}
    for node in range(len(scores)):
        sides_of.setdefault(groups.root(node), set()).add(node >= n_old)
    single = [node for node in range(len(scores)) if len(sides_of[groups.root(node)]) == 1]
    left = [node for node in single if node < n_old]
    right = [node for node in single if node >= n_old]
    for one, other in _links([scores[n] for n in left], [scores[n] for n in right], encoder):
        groups.join(left[one], right[other])
    found: dict[int, tuple[list[SentenceScore], list[SentenceScore]]] = {}
    for node in (*range(n_old, len(scores)), *range(n_old)):
        found.setdefault(groups.root(node), ([], []))[node >= n_old].append(scores[node])
    return tuple(Block(tuple(before), tuple(after)) for before, after in found.values())


class _Groups:
    """Which nodes belong together (union-find)."""

    def __init__(self, n_nodes: int) -> None:
        self.parents = list(range(n_nodes))

    def root(self, node: int) -> int:
        while self.parents[node] != node:
            self.parents[node] = self.parents[self.parents[node]]
            node = self.parents[node]
        return node

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.root(one), self.root(other)))
        self.parents[other] = one


def _links(
    old: Sequence[SentenceScore], new: Sequence[SentenceScore], encoder: Callable[[], Encoder]
) -> Iterable[tuple[int, int]]:
    """Which scores say the same: those with the same text in order, then what the aligner finds."""
    texts = [[score.alignment.candidate_text for score in side] for side in (old, new)]
    links = []
    for a, b, size in SequenceMatcher(None, texts[0], texts[1], False).get_matching_blocks():
        links += [(a + n, b + n) for n in range(size)]
    done = ({n for n, _ in links}, {n for _, n in links})
    rest: list[list[Sentence]] = []
    owner: dict[int, int] = {}
    for side, linked in zip((old, new), done, strict=True):
        sentences: list[Sentence] = []
        for n, score in enumerate(side):
            if n not in linked:
                sentences += score.alignment.candidate
                owner.update({id(sentence): n for sentence in score.alignment.candidate})
        rest.append(sentences)
    if all(rest):
        for alignment in align(rest[0], rest[1], encoder()).alignments:
            links += [
                (owner[id(one)], owner[id(other)])
                for one in alignment.candidate
                for other in alignment.source
            ]
    return links


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


def bootstrap(table: Sequence[Sequence[float]]) -> Change | None:
    """The paired bootstrap over blocks: sum and number of values, old, then new, a row a block.

    >>> bootstrap([[1.0, 1, 1.0, 1]] * 20).p
    1.0
    """
    import numpy as np

    rows = np.asarray(table, dtype=np.float64).reshape(-1, 4)
    totals = rows.sum(axis=0)
    n = len(rows)
    if not n or not totals[1] or not totals[3]:
        return None
    old, new = totals[0] / totals[1], totals[2] / totals[3]
    generator = np.random.default_rng(SEED)
    drawn = np.array(
        [np.bincount(generator.integers(0, n, n), minlength=n) @ rows for _ in range(RESAMPLES)]
    )
    drawn = drawn[(drawn[:, 1] > 0) & (drawn[:, 3] > 0)]
    differences = drawn[:, 2] / drawn[:, 3] - drawn[:, 0] / drawn[:, 1]
    found = new - old
    off = (differences - differences.mean()) * _widening(n)
    low, high = found + np.percentile(off, [50 * LEVEL, 100 - 50 * LEVEL])
    p = (int((np.abs(off) >= abs(found) - 1e-12).sum()) + 1) / (len(off) + 1)
    return Change(
        float(old), float(new), float(found), float(low), float(high), p, _answer(n, found, p)
    )


def _widening(n_blocks: int) -> float:
    """By how much resamples of so many blocks vary too little, at 95 %.

    A resample varies as if the blocks were all there is: its variance lacks a factor n / (n - 1),
    and of few blocks even that is known badly, which is what Student's t has over the normal
    distribution (first term of its expansion). Without it 13 in 100 comparisons of equals of ten
    blocks are called different, with it 5.
    """
    if n_blocks < 2:
        return 1.0
    degrees = n_blocks - 1
    return float((n_blocks / degrees) ** 0.5 * (1 + (Z * Z + 1) / (4 * degrees)))


def _answer(n_blocks: int, found: float, p: float) -> str:
    if abs(found) < 1e-9:
        return EVEN
    if n_blocks < MIN_BLOCKS:
        return FEW
    if p > MAX_P:
        return EVEN
    return BETTER if found > 0 else WORSE


def answer_of(*changes: Change | None) -> str:
    """What several numbers say together.

    >>> answer_of(None), answer_of(bootstrap([[1.0, 1, 1.0, 1]] * 20), None)
    ('', 'no difference')
    """
    answers = {change.answer for change in changes if change}
    if {BETTER, WORSE} <= answers:
        return MIXED
    return next((one for one in (BETTER, WORSE, FEW, EVEN) if one in answers), "")


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
                    line=_line(max(block.new, key=lambda score: score.p_mangled)),
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


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _drop(old: float | None, new: float | None) -> float:
    """How much is lost; a sentence that is new is measured against a flawless one."""
    return 0.0 if new is None else (100.0 if old is None else old) - new


def _line(score: SentenceScore) -> int:
    from mtcheck.text import line_column

    sentence = score.alignment.candidate[0]
    return line_column(sentence.unit.text, sentence.start, sentence.unit.line)[0]
