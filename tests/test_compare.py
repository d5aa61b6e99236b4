"""Is the new version better: what is paired, what chance makes of it, what is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mtcheck.bootstrap import (
    BETTER,
    EVEN,
    FEW,
    LEVEL,
    MIXED,
    WORSE,
    answer_of,
    bootstrap,
)
from mtcheck.compare import Comparison, compare_versions
from mtcheck.errors import ConfigError
from mtcheck.models import Encoder
from mtcheck.types import Alignment, FileVerdict, Outcome, Sentence, SentenceScore, Unit
from mtcheck.versions import blocks_of, pair_files

from .reporters.verdicts import broken, finding


def no_encoder() -> Encoder:
    raise AssertionError("the model is not needed")


def verdict(
    texts: Sequence[str],
    p: Sequence[float] | float = 0.1,
    *,
    path: str = "a.txt",
    source: Sequence[int | None] = (),
    **changes: Any,
) -> FileVerdict:
    """A file of one sentence a line; ``source`` gives the source sentence of each, by number."""
    scores = []
    for n, text in enumerate(texts):
        unit = Unit(str(n + 1), text, n + 1)
        told = source[n] if source else None
        other: tuple[Sentence, ...] = ()
        if told is not None:
            line = f"Source sentence {told}."
            other = (Sentence(line, Unit(str(told), line, told), 0, len(line)),)
        alignment = Alignment(n, (Sentence(text, unit, 0, len(text)),), other, 0.2)
        value = p if isinstance(p, float) else p[n]
        outcome = Outcome.MANGLED if value >= 0.6 else Outcome.CLEAN
        metrics = (("quality", -10 * value),)
        scores.append(SentenceScore(alignment, metrics, (), value, outcome, ("torn",)))
    made = FileVerdict(
        path, "s.txt" if source else "", Outcome.CLEAN, (), 0.1, tuple(scores), "comparable",
        0.5 if source else None, 0.5 if source else None, "model:a",
    )  # fmt: skip
    return replace(made, **changes)


TEXTS = [f"This is sentence number {n} of the file." for n in range(12)]


def compare(old: FileVerdict, new: FileVerdict) -> Comparison:
    return compare_versions([old], [new], encoder=no_encoder)


def test_a_version_compared_with_itself_is_no_different() -> None:
    found = compare(verdict(TEXTS), verdict(TEXTS))
    assert found.quality is not None
    assert (found.quality.p, found.quality.difference, found.answer) == (1.0, 0.0, EVEN)
    assert (found.quality.low, found.quality.high) == (0.0, 0.0)
    assert not found.regressions


def test_a_version_whose_sentences_are_all_worse_is_worse_and_the_other_way_better() -> None:
    good = verdict(TEXTS, [0.05 + 0.002 * n for n in range(12)])
    bad = verdict(TEXTS, [0.3 + 0.02 * n for n in range(12)])
    worse, better = compare(good, bad), compare(bad, good)
    assert (worse.answer, better.answer) == (WORSE, BETTER)
    assert worse.score is not None
    assert worse.score.high < 0 < worse.score.low + 200
    assert worse.regressions[0].where.line == 12
    assert worse.regressions[0].reasons == ("torn",)
    assert not better.regressions


def test_a_comparison_is_the_same_every_time() -> None:
    pair = verdict(TEXTS, 0.2), verdict(TEXTS, [0.1 * (n % 4) for n in range(12)])
    assert compare(*pair) == compare(*pair)


def test_one_bad_sentence_proves_nothing() -> None:
    found = compare(verdict(TEXTS[:3]), verdict(TEXTS[:3], [0.1, 0.1, 0.9]))
    assert found.answer == FEW
    assert found.regressions[0].where.line == 3


def test_sentences_are_paired_through_the_source() -> None:
    old = verdict(["One.", "Two.", "Three."], source=[1, 2, None])
    new = verdict(["Zwei.", "Eins.", "Three."], source=[2, 1, None])
    blocks = blocks_of(old, new, encoder=no_encoder)
    texts = [
        tuple(" ".join(s.alignment.candidate_text for s in side) for side in block)
        for block in blocks
    ]
    assert texts == [("Two.", "Zwei."), ("One.", "Eins."), ("Three.", "Three.")]


def test_a_sentence_that_was_split_is_one_block_with_its_parts() -> None:
    old = verdict(["One and two."], source=[1])
    new = verdict(["One.", "And two."], source=[1, 1])
    (block,) = blocks_of(old, new, encoder=no_encoder)
    assert (len(block.old), len(block.new)) == (1, 2)


def test_without_a_source_the_aligner_pairs_what_says_the_same(encoder: Encoder) -> None:
    old = verdict(["The minister resigned on Friday.", "Fish is cheap in Lisbon.", "Done."])
    new = verdict(["On Friday the minister stepped down.", "In Lisbon fish costs little.", "Done."])
    blocks = blocks_of(old, new, encoder=lambda: encoder)
    assert [(len(block.old), len(block.new)) for block in blocks] == [(1, 1)] * 3


def test_every_sentence_counts_once_and_one_that_is_left_out_is_not_forgotten() -> None:
    old = verdict(TEXTS, [0.1] * 6 + [0.9] * 6)
    new = verdict(TEXTS[:6], 0.1)
    found = compare(old, new)
    (file,) = found.files
    assert (file.n_both, file.n_old_only, file.n_new_only) == (6, 6, 0)
    assert file.score is not None
    assert file.score.old == pytest.approx(50.0)
    assert file.score.new == pytest.approx(90.0)


def test_a_bad_sentence_that_is_only_in_the_new_version_is_told() -> None:
    found = compare(verdict(TEXTS), verdict([*TEXTS, "sent a signal."], [0.1] * 12 + [0.95]))
    assert [(r.old_text, r.new_text) for r in found.regressions] == [("", "sent a signal.")]


def test_findings_are_told_apart_by_their_fingerprints() -> None:
    def with_findings(*marks: str) -> FileVerdict:
        made = verdict(TEXTS)
        unit = made.scores[0].alignment.candidate[0].unit
        found = tuple(finding(unit, "This", fingerprint=mark) for mark in marks)
        return replace(made, scores=(replace(made.scores[0], findings=found), *made.scores[1:]))

    (file,) = compare(with_findings("a", "b"), with_findings("b", "c", "d")).files
    assert [f.fingerprint for f in file.gone] == ["a"]
    assert [f.fingerprint for f in file.came] == ["c", "d"]
    assert file.n_stayed == 1


def test_what_was_set_aside_is_neither_new_nor_gone() -> None:
    made = verdict(TEXTS)
    unit = made.scores[0].alignment.candidate[0].unit
    aside = finding(unit, "This", fingerprint="a", suppressed="as printed")
    marked = replace(made, scores=(replace(made.scores[0], findings=(aside,)), *made.scores[1:]))
    (file,) = compare(made, marked).files
    assert (file.gone, file.came, file.n_stayed) == ((), (), 0)


# --- files -------------------------------------------------------------------------------------


def names(old: Sequence[FileVerdict], new: Sequence[FileVerdict]) -> list[tuple[str, str, bool]]:
    return [(a.path, b.path, renamed) for a, b, renamed in pair_files(old, new)[0]]


def test_files_are_paired_by_their_path_below_the_version_s_folder() -> None:
    old = [verdict(TEXTS, path=f"old/{name}") for name in ("a/x.txt", "b/x.txt", "c.txt")]
    new = [verdict(TEXTS, path=f"new/v2/{name}") for name in ("c.txt", "b/x.txt", "a/x.txt")]
    assert names(old, new) == [
        ("old/c.txt", "new/v2/c.txt", False),
        ("old/b/x.txt", "new/v2/b/x.txt", False),
        ("old/a/x.txt", "new/v2/a/x.txt", False),
    ]


def test_a_renamed_file_is_known_by_its_words_and_others_are_reported_missing() -> None:
    old = [verdict(TEXTS, path="old/a.txt"), verdict(["Quite another story."], path="old/b.txt")]
    new = [verdict(TEXTS[1:], path="new/z.txt"), verdict(["Fish and chips."], path="new/y.txt")]
    found = compare_versions(old, new, encoder=no_encoder)
    assert [(f.old_path, f.new_path, f.renamed) for f in found.files] == [
        ("old/a.txt", "new/z.txt", True)
    ]
    assert found.only_old == ("old/b.txt",)
    assert found.only_new == ("new/y.txt",)


def test_one_file_a_side_belongs_together_whatever_it_is_called() -> None:
    assert names([verdict(TEXTS, path="a.txt")], [verdict(TEXTS, path="b.md")]) == [
        ("a.txt", "b.md", False)
    ]


def test_numbers_of_different_settings_are_not_compared() -> None:
    with pytest.raises(ConfigError, match="model:a there, model:b here"):
        compare(verdict(TEXTS), verdict(TEXTS, signature="model:b"))


def test_a_file_that_cannot_be_compared_is_named_and_the_others_are() -> None:
    old = [verdict(TEXTS, path="o/a.txt"), verdict(TEXTS, path="o/b.txt", source=[1] * 12)]
    new = [verdict(TEXTS, path="n/a.txt"), verdict(TEXTS, path="n/b.txt")]
    old.append(replace(broken("o/c.txt"), signature="model:a"))
    new.append(verdict(TEXTS, path="n/c.txt"))
    found = compare_versions(old, new, encoder=no_encoder)
    assert [file.new_path for file in found.files] == ["n/a.txt"]
    assert found.skipped[0] == "n/b.txt: not compared: judged alone, the old version with a source"
    assert found.skipped[1].startswith("n/c.txt: not compared: o/c.txt:7:")


def test_the_path_of_a_new_version_that_cannot_be_judged_is_said_once() -> None:
    new = replace(broken("n/a.txt"), error="n/a.txt: no source", signature="model:a")
    found = compare_versions([verdict(TEXTS, path="o/a.txt")], [new], encoder=no_encoder)
    assert found.skipped == ("n/a.txt: not compared: no source",)


# --- chance --------------------------------------------------------------------------------------


@pytest.mark.parametrize("n_blocks", [5, 12, 40])
def test_equals_are_called_different_about_as_often_as_promised(n_blocks: int) -> None:
    """200 comparisons a size of versions that differ by noise; skewed like MQM scores."""
    generator = np.random.default_rng(7)
    called = inside = 0
    for _ in range(200):
        base = -generator.gamma(0.7, 2.0, n_blocks)
        sides = [base - generator.gamma(0.5, 1.0, n_blocks) for _ in range(2)]
        ones = np.ones(n_blocks)
        found = bootstrap(np.stack([sides[0], ones, sides[1], ones], axis=1))
        assert found is not None
        called += found.p <= LEVEL
        inside += found.low <= 0 <= found.high
    assert called <= 0.1 * 200  # 5 in 100 promised; 3.2 standard errors above
    assert inside >= 0.88 * 200


def test_a_real_difference_is_found() -> None:
    generator = np.random.default_rng(11)
    found = 0
    for _ in range(50):
        base = generator.normal(-2, 1, 40)
        rows = [base, np.ones(40), base - 0.5 + generator.normal(0, 0.6, 40), np.ones(40)]
        change = bootstrap(np.stack(rows, axis=1))
        found += change is not None and change.answer == WORSE
    assert found >= 45


def test_a_number_that_one_version_lacks_cannot_be_compared() -> None:
    assert bootstrap([]) is None
    assert bootstrap([[0.0, 0, 1.0, 1]] * 8) is None


def test_numbers_that_contradict_each_other_make_a_mixed_answer() -> None:
    up = bootstrap([[0.0, 1, 1.0 + n / 9, 1] for n in range(9)])
    down = bootstrap([[1.0 + n / 9, 1, 0.0, 1] for n in range(9)])
    assert answer_of(up, down) == MIXED
    assert answer_of(up, None) == BETTER
    assert answer_of(down, bootstrap([[1.0, 1, 1.0, 1]] * 9)) == WORSE
    assert answer_of(None, None) == ""
