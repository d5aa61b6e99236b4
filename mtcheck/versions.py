"""What belongs together in two versions: files, and the sentences of a file.

Files belong together by their names, else by their words; sentences through the source sentence
that both say, else by their own words and the aligner.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.align import align
from mtcheck.types import FileVerdict, Outcome, Sentence, SentenceScore

if TYPE_CHECKING:
    from mtcheck.models import Encoder

MIN_SHARED: Final = 0.6
"""Share of words that two files have in common at least, to be one file under two names."""


MAX_IN_ORDER: Final = 2000
"""Up to so many sentences a version, those that both hold are looked for in order, which takes time
in the square of their number where many are equal or many differ."""


class Block(NamedTuple):
    """The scores of both versions that belong together; either side may be empty."""

    old: tuple[SentenceScore, ...]
    new: tuple[SentenceScore, ...]


Paired = tuple[FileVerdict, FileVerdict, bool]
"""A file in both versions; True where its name changed."""


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
        counts = [Counter(side) for side in keys]
        by_key = dict(zip(keys[1], right, strict=True))
        rest = []
        for before, key in zip(left, keys[0], strict=True):
            if counts[0][key] == counts[1][key] == 1:
                pairs.append((before, by_key[key], False))
            else:
                rest.append(before)
        taken = {id(after) for _, after, _ in pairs}
        left, right = rest, [verdict for verdict in right if id(verdict) not in taken]
    bags = [[Counter(_text(verdict).split()) for verdict in side] for side in (left, right)]
    shared = sorted(
        (-_shared(before, after), n, m)
        for n, before in enumerate(bags[0])
        for m, after in enumerate(bags[1])
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


def _shared(old: Counter[str], new: Counter[str]) -> float:
    """Share of the words that two files have in common (Dice)."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _text(verdict: FileVerdict) -> str:
    return " ".join(score.alignment.candidate_text.lower() for score in verdict.scores)


# --- sentences ------------------------------------------------------------------------------


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
    links = _equal(*texts)
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


def _equal(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of equal texts, one by one; in very long versions the n-th with the n-th."""
    if max(len(old), len(new)) <= MAX_IN_ORDER:
        blocks = SequenceMatcher(None, old, new, False).get_matching_blocks()
        return [(a + n, b + n) for a, b, size in blocks for n in range(size)]
    places: dict[str, list[int]] = {}
    for place, text in enumerate(new):
        places.setdefault(text, []).append(place)
    left = {text: iter(found) for text, found in places.items()}
    pairs = ((a, next(left.get(text, iter(())), None)) for a, text in enumerate(old))
    return [(a, b) for a, b in pairs if b is not None]
