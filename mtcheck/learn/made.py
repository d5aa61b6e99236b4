"""Labelled training pairs for the judge, made from clean human sentences.

    python -m mtcheck.learn.made --data ../shared/data --round-trips rt.parquet [por-*.parquet] \\
        --out made.parquet [--only damaged] [--texts 8000]

Positives: round trips through real engines (:mod:`mtcheck.learn.round_trips`), planted errors
(:mod:`mtcheck.learn.plants`), spun copies (:mod:`mtcheck.learn.spin`). Negatives: one human's
translation beside another's, and copies edited as people edit (:mod:`mtcheck.learn.edits`).

The texts are the human sides of WMT20/21 zh-en MQM and bio-MQM (Apache-2.0, texts for research)
and MLQE-PE post-edits (CC0), from ``train/`` only. Needs lemminflect (MIT), and WordNet 3.0 from
Debian's wordnet-base. Everything is seeded: the same inputs give the same rows.

Columns, see :class:`Made`. A row's ``group`` names the segment that all its versions share and
``cost`` orders them: MQM penalties planted in it (minor 1, major 5), at most 25; not a number
(NaN) where it is not known, as for round trips.
"""

from __future__ import annotations

import argparse
import difflib
import json
import math
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mtcheck.learn.edits import Edit, Spans, apply, edit_harmlessly
from mtcheck.learn.exchanged import Exchange, rated, thrown_out
from mtcheck.learn.plants import PLANTS, Clean, Rng, names_of
from mtcheck.learn.round_trips import ENGINES, NEURAL, translate
from mtcheck.learn.spin import HARM, load_thesaurus, spin, substitutes
from mtcheck.learn.wordnet import load_wordnet
from mtcheck.models import Encoder
from mtcheck.models.embedded import load_encoder
from mtcheck.text import words

SEED = 12345
PENALTY = {"minor": 1.0, "major": 5.0}
MAX_COST = 25.0
"""MQM: what a minor and a major error cost; what a sentence costs at most."""

MIN_WORDS = 6

OFTEN = {
    "unrelated": 0.15, "shuffled": 0.6, "foreign": 0.5, "capitals": 0.5, "final-mark": 0.5,
    "stray-mark": 0.5, "name": 3.0, "number": 3.0, "unit": 5.0, "gender": 3.0, "negation": 1.5,
    "pronoun-case": 1.5, "question": 1.5,
}  # fmt: skip
"""How much more or less often than the others a kind is tried."""


SAME = 0.1
"""How often a text stands beside itself, with nothing wrong."""


class Made(NamedTuple):
    """A labelled pair.

    ``kind``: how it was made. ``doc``: set:doc, to split by document. ``group``: set:doc:seg.
    ``mangled``: 0 or 1. ``alone``: 1 if ``cand`` shows it without ``ref``. ``spans``: JSON list of
    [start, end, severity] in ``cand``; for round trips the words that differ from the text they
    were made from. ``own``: 1 if ``ref`` is the text that ``cand`` was made from, 0 if it is
    another human's.
    """

    kind: str
    doc: str
    group: str
    cand: str
    ref: str
    mangled: int
    alone: int
    own: int
    cost: float
    spans: str


def main() -> None:
    """Write the pairs, all kinds or some."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--round-trips", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=list(MAKERS), default=list(MAKERS))
    parser.add_argument("--texts", type=int, default=8000, help="texts to damage and to spin")
    args = parser.parse_args()
    rows = pd.concat([pd.read_parquet(path) for path in args.round_trips], ignore_index=True)
    texts = Texts(rows, args.data)
    made = [row for name in args.only for row in MAKERS[name](texts, args.texts)]
    frame = pd.DataFrame(made, columns=list(Made._fields))
    frame = frame.drop_duplicates(["cand", "ref"])  # what people said of a pair comes first
    part = args.out.with_suffix(".part")
    frame.to_parquet(part)
    part.rename(args.out)
    print(frame.groupby("kind")["mangled"].agg(["size", "mean"]).to_string())


class Texts:
    """The clean texts, each with the other human's version where there is one."""

    def __init__(self, rows: Any, data: Path) -> None:
        self.rows, self.data = rows, data
        versions: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in rows.drop_duplicates(["set", "doc", "seg", "text"]).to_dict("records"):
            if row["set"].startswith("wmt"):
                versions[row["set"], row["doc"], row["seg"]].append(row["text"])
        self._versions = versions

    def clean(self, limit: int) -> list[dict[str, str]]:
        """At most ``limit`` different texts; all WMT texts before samples of the other sets."""
        rows = self.rows.drop_duplicates(["set", "doc", "text"])
        rows = rows[rows["text"].map(lambda text: len(words(text)) >= MIN_WORDS)]
        order = rows["text"].map(lambda text: zlib.crc32(text.encode()))
        rows = rows.assign(last=~rows["set"].str.startswith("wmt"), order=order)
        found: list[dict[str, str]] = (
            rows.sort_values(["last", "order"]).head(limit).to_dict("records")
        )
        return found

    def refs(self, row: dict[str, str]) -> list[tuple[str, int]]:
        """(source, own) for versions of a text: the text itself, then other humans'."""
        others = self._versions.get((row["set"], row["doc"], row["seg"]), [])
        return [(row["text"], 1), *((text, 0) for text in others if text != row["text"])]


def made(row: dict[str, str], kind: str, cand: str, ref: tuple[str, int], **more: Any) -> Made:
    """A row; ``more``: mangled, alone, spans, cost."""
    spans: Spans = more.get("spans", [])
    cost = more.get("cost", sum(PENALTY[severity] for *_, severity in spans))
    doc = f"{row['set']}:{row['doc']}"
    return Made(
        kind, doc, f"{doc}:{row['seg']}", cand, ref[0], int(more.get("mangled", 1)),
        int(more.get("alone", 1)), ref[1], min(float(cost), MAX_COST), json.dumps(spans),
    )  # fmt: skip


def differing(cand: str, text: str) -> Spans:
    """The words of ``cand`` that are not in ``text`` at their place, each a minor span.

    >>> differing("Slice of the Beijing", "Market of Beijing")
    [(0, 5, 'minor'), (9, 12, 'minor')]
    """
    ours = words(cand)
    matcher = difflib.SequenceMatcher(
        None, [word.text for word in words(text)], [word.text for word in ours], autojunk=False
    )
    return [
        (word.start, word.end, "minor")
        for operation, _, _, start, end in matcher.get_opcodes()
        if operation != "equal"
        for word in ours[start:end]
    ]


def round_trips(texts: Texts, limit: int) -> Iterator[Made]:
    """What one of the engines hands back, against the text itself or the other human's.

    What comes back unchanged is left out.
    """
    for row in texts.rows.to_dict("records"):
        engines = [name for name in (*ENGINES, NEURAL) if isinstance(row.get(name), str)]
        rng = _rng(row, "engine")
        engine = engines[int(rng.integers(len(engines)))]
        spans = differing(row[engine], row["text"])
        if spans:
            refs = texts.refs(row)
            ref = refs[int(rng.integers(len(refs)))]
            yield made(row, engine, row[engine], ref, spans=spans, cost=math.nan)


def humans(texts: Texts, limit: int) -> Iterator[Made]:
    """One human's translation beside the other's."""
    for row in texts.clean(10**9):
        for ref in texts.refs(row)[1:]:
            yield made(row, "human", row["text"], ref, mangled=0)


def damaged(texts: Texts, limit: int) -> Iterator[Made]:
    """For each text: harmless edits, two single errors, sometimes several at once."""
    encoder = load_encoder()
    chosen = texts.clean(limit)
    shared = _material(chosen, encoder)
    for row in chosen:
        clean = Clean(row["text"], encoder.tag(row["text"]), load_wordnet(), **shared)
        if len(clean.words) < MIN_WORDS:
            continue
        rng = _rng(row, "damaged")
        refs = texts.refs(row)
        ref = refs[int(rng.integers(len(refs)))]
        seen = {row["text"]}
        if rng.random() < SAME:
            yield made(row, "same", row["text"], refs[0], mangled=0)
        for _ in range(3):
            edited = edit_harmlessly(clean.text, clean.words, rng)
            if edited not in seen:
                seen.add(edited)
                for beside in refs:
                    yield made(row, "edited", edited, beside, mangled=0)
        single = 0
        for kind in _kinds(rng):
            edits = PLANTS[kind].plant(clean, rng)
            cand, spans = apply(clean.text, edits or ())
            if not edits or cand in seen or not cand.strip():
                continue
            seen.add(cand)
            human = PLANTS[kind].human
            yield made(row, kind, cand, ref, mangled=not human, spans=spans,
                       alone=PLANTS[kind].alone and not human, cost=_cost(kind, edits))  # fmt: skip
            single += 1
            if single == 2:
                break
        if rng.random() < 0.25:
            planted = _several(clean, rng)
            cand, spans = apply(clean.text, [edit for _, edits in planted for edit in edits])
            if cand not in seen and spans:
                cost = sum(_cost(kind, edits) for kind, edits in planted)
                yield made(row, "several", cand, ref, spans=spans, cost=cost)


def spun(texts: Texts, limit: int) -> Iterator[Made]:
    """Copies with synonyms: one word to every third; and one word replaced by several others."""
    encoder = load_encoder()
    thesaurus = load_thesaurus(load_wordnet(), encoder)
    rows = texts.clean(limit)
    pool = _pool(rows)
    for row in rows:
        tagged = encoder.tag(row["text"])
        rng = _rng(row, "spun")
        refs = texts.refs(row)
        cand, spans = apply(row["text"], spin(tagged, thesaurus, rng))
        if spans:
            mangled = len(spans) > 2 or any(severity == "major" for *_, severity in spans)
            ref = refs[int(rng.integers(len(refs)))]
            yield made(row, "spun", cand, ref, mangled=mangled, spans=spans)
        for sub, edits in substitutes(tagged, thesaurus, rng, pool=pool):
            yield _substitute(row, sub.kind, edits, HARM[sub.kind])


def exchanged(texts: Texts, limit: int) -> Iterator[Made]:
    """Words that other translators used, as they were rated; beside what a spinner would use.

    A word that a post-editor threw out may have been a matter of taste where it is a synonym or
    near it: those are left out.
    """
    encoder = load_encoder()
    thesaurus = load_thesaurus(load_wordnet(), encoder)
    pool = _pool(texts.clean(limit))
    found: dict[tuple[str, str, int], list[Exchange]] = defaultdict(list)
    for exchange in (*rated(texts.data), *thrown_out(texts.data)):
        found[exchange.row["set"], exchange.row["text"], exchange.edit.start].append(exchange)
    for (_, text, start), exchanges in found.items():
        row = exchanges[0].row
        tagged = encoder.tag(text)
        spinner = {
            edits[0].new: (sub, edits)
            for sub, edits in substitutes(
                tagged, thesaurus, _rng(row, str(start)), at=start, pool=pool
            )
        }
        known = {
            sub.word
            for word in tagged
            if word.start == start
            for sub in thesaurus.substitutes(word)
        }
        costs: dict[Edit, list[float]] = defaultdict(list)
        for exchange in exchanges:
            costs[exchange.edit._replace(severity="")].append(exchange.cost)
        for edit, several in costs.items():
            cost = sum(several) / len(several)
            spinner.pop(edit.new, None)
            if row["set"] == "mlqe_pe" and edit.new in known:
                continue
            yield _substitute(row, "exchanged", [edit], cost)
        for sub, edits in spinner.values():
            yield _substitute(row, sub.kind, edits, HARM[sub.kind])
    yield from _paraphrased(texts, list(found.values()))


def _paraphrased(texts: Texts, slots: list[list[Exchange]]) -> Iterator[Made]:
    """Human texts with two or more words of other translators that no rater minded."""
    fine: dict[tuple[str, str], list[tuple[dict[str, str], Edit]]] = defaultdict(list)
    for exchanges in slots:
        edit = exchanges[0].edit
        costs = [other.cost for other in exchanges if other.edit.new == edit.new]
        if sum(costs) / len(costs) < 0.2:
            row = exchanges[0].row
            fine[row["set"], row["text"]].append((row, edit._replace(severity="")))
    for several in fine.values():
        if len(several) > 1:
            row = several[0][0]
            cand, _ = apply(row["text"], [edit for _, edit in several])
            for ref in texts.refs(row):
                yield made(row, "paraphrased", cand, ref, mangled=0)


def _substitute(row: dict[str, str], kind: str, edits: list[Edit], cost: float) -> Made:
    """One word replaced, beside the text itself; no span where it does no harm."""
    severity = "" if cost < 0.5 else "minor" if cost < 2 else "major"
    edits = [edits[0]._replace(severity=severity), *edits[1:]]
    cand, spans = apply(row["text"], edits)
    return made(
        row, f"word-{kind}", cand, (row["text"], 1), mangled=cost >= 2, spans=spans, cost=cost
    )


def _pool(rows: list[dict[str, str]]) -> tuple[str, ...]:
    """Words of the texts, to be put where they do not belong."""
    found = (word.text for row in rows[:500] for word in words(row["text"]))
    kept = dict.fromkeys(word for word in found if word.isalpha() and word.islower())
    return tuple(word for word in kept if len(word) > 4 and load_wordnet().is_common(word))


MAKERS: dict[str, Callable[[Texts, int], Iterator[Made]]] = {
    "round-trips": round_trips,
    "human": humans,
    "damaged": damaged,
    "exchanged": exchanged,
    "spun": spun,
}


def _kinds(rng: Rng) -> list[str]:
    """All kinds in a random order; what fits few sentences comes early, the crudest late."""
    names = list(PLANTS)
    weights = np.array([OFTEN.get(name, 1.0) for name in names])
    order = rng.choice(len(names), len(names), replace=False, p=weights / weights.sum())
    return [names[int(index)] for index in order]


def _several(clean: Clean, rng: Rng) -> list[tuple[str, tuple[Edit, ...]]]:
    """Two to five errors of different kinds in different places, as a bad engine makes them."""
    crude = ("unrelated", "shuffled", "cut-short", "capitals", "question")
    wanted = int(rng.integers(2, 6))
    found: list[tuple[str, tuple[Edit, ...]]] = []
    for kind in _kinds(rng):
        if kind in crude or PLANTS[kind].human or len(found) == wanted:
            continue
        edits = PLANTS[kind].plant(clean, rng)
        others = [edit for _, known in found for edit in known]
        if edits and all(
            edit.end < other.start or edit.start > other.end for edit in edits for other in others
        ):
            found.append((kind, edits))
    return found


def _cost(kind: str, edits: Sequence[Edit]) -> float:
    """One error is one error, in however many words; disorder costs by the word."""
    if kind == "unrelated":
        return MAX_COST
    costs = [PENALTY[edit.severity] for edit in edits if edit.severity]
    return sum(costs) / 2 if kind == "shuffled" else max(costs)


def _material(rows: list[dict[str, str]], encoder: Encoder) -> dict[str, Any]:
    """What plants draw on: names and sentences of other texts, a small foreign word list."""
    rng = np.random.default_rng(SEED)
    sample = [rows[int(n)]["text"] for n in rng.permutation(len(rows))[:600]]
    names: dict[str, None] = {}
    known: dict[str, None] = {}
    for text in sample:
        clean = Clean(text, encoder.tag(text), load_wordnet())
        names |= dict.fromkeys(names_of(clean))
        known |= dict.fromkeys(
            word.text
            for word in clean.words
            if word.tag in ("NN", "NNS", "JJ", "VB", "VBN", "IN", "CC") and word.text.islower()
        )
    english = [word for word in known if word.isalpha()]
    spanish = translate(english, ENGINES["spa"][0])
    pairs = zip(english, spanish, strict=True)
    foreign = {old: new.lower() for old, new in pairs if new.isalpha() and new.lower() != old}
    return {"names": tuple(names), "others": tuple(sample), "foreign": foreign}


def _rng(row: dict[str, str], what: str) -> Rng:
    return np.random.default_rng([SEED, zlib.crc32(f"{what}:{row['text']}".encode())])


if __name__ == "__main__":
    main()
