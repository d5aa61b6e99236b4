"""Fit the combiner: what fluency and findings weigh in a sentence and in a file.

    python -m mtcheck.learn.calibrate --round-trips round_trips.parquet

Files: human translations of WMT20/21 news (clean) against the other human's translation of the
same document, their Apertium round trips against either, and the same human texts torn, misspelt
and disturbed by :mod:`mtcheck.learn.mangle`. Each is judged in parallel with its source, against a
shuffled part of it (a text that merely tells the same story), and alone; biomedical abstracts
alone. Logistic regression with no negative weight for a finding; thresholds of the file verdict
from the human files only, by the share of them that may be called suspect or mangled.
"""

from __future__ import annotations

import argparse
import json
import pickle
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from mtcheck.combine import document_features, evidence_of, sentence_features
from mtcheck.config import Config
from mtcheck.learn.mangle import DAMAGES
from mtcheck.learn.round_trips import ENGINES
from mtcheck.rules import all_rules
from mtcheck.types import Document, FileVerdict, Outcome, Unit

SEED = 12345

SENTENCE_PRIOR = 0.2
"""Sentences are weighted as if one in five were mangled; files as if one in five were."""

MAX_SUSPECT, MAX_MANGLED = 0.025, 0.01
"""Share of human training files that may be called at least suspect, or mangled."""

SUSPECT, MANGLED = 0.3, 0.6
"""Outcomes of a single sentence, and the least thresholds of a file: whatever the human files
allow, what is called mangled is more likely so than not."""

RIDGE = 0.02

MAX_WEIGHT = {"minor": 0.4, "severe": 2.0}
"""Weight of evidence at most. Minor: a careless keyboard is not a machine. Severe: one finding, of
which the file model forgives most, must not condemn a file that reads well."""

SENTENCE_NAMES = ("unlike_human", "below_source", "severe", "minor")
DOCUMENT_NAMES = ("unlike_human", "below_source", "severe", "minor")


@dataclass(frozen=True, slots=True)
class Case:
    """A training file: its lines with a flag each, its source lines, and what it is."""

    doc: str
    kind: str
    lines: tuple[str, ...]
    flags: tuple[bool, ...]
    source: tuple[str, ...] = ()

    @property
    def mangled(self) -> bool:
        """Anything but an untouched human text."""
        return self.kind != "human"


def cases(path: Path) -> Iterator[Case]:
    """All training files, the same in every run."""
    rows = pd.read_parquet(path)
    rows = rows[rows["set"] != "mlqe_pe"]
    rows = rows.assign(order=pd.to_numeric(rows["seg"], errors="coerce").fillna(0))
    for (name, doc), group in rows.groupby(["set", "doc"], sort=True):
        rng = np.random.default_rng([SEED, zlib.crc32(f"{name}:{doc}".encode())])
        versions = {s: part.sort_values("order") for s, part in group.groupby("system", sort=True)}
        key = f"{name}:{doc}"
        if name == "bio_mqm":
            for part in versions.values():
                yield from _alone(key, part, rng)
        elif len(versions) >= 2:
            first, second = list(versions.values())[:2]
            for part, other in ((first, second), (second, first)):
                yield from _with_source(key, part, other, rng)


def _alone(key: str, part: Any, rng: np.random.Generator) -> Iterator[Case]:
    lines = tuple(part["text"])
    yield Case(key, "human", lines, (False,) * len(lines))
    engine = list(ENGINES)[int(rng.integers(len(ENGINES)))]
    yield Case(key, engine, tuple(part[engine]), (True,) * len(lines))


def _with_source(key: str, part: Any, other: Any, rng: np.random.Generator) -> Iterator[Case]:
    lines, theirs = tuple(part["text"]), tuple(other["text"])
    comparable = tuple(rng.permutation(theirs)[: max(3, len(theirs) // 2)])
    for source in (theirs, comparable):
        yield Case(key, "human", lines, (False,) * len(lines), source)
        engine = list(ENGINES)[int(rng.integers(len(ENGINES)))]
        direct = bool(rng.integers(2)) and source is theirs
        changed = tuple(part[engine])
        yield Case(key, engine, changed, (True,) * len(lines), lines if direct else source)
        damaged, flags = list(lines), np.zeros(len(lines), bool)
        share = float(rng.uniform(0.08, 0.4))
        for damage in DAMAGES:
            if rng.random() < 0.6 or not flags.any():
                damaged, done = damage(damaged, share, rng)
                flags |= np.array(done)
        if flags.sum() >= 2:
            yield Case(key, "damaged", tuple(damaged), tuple(bool(f) for f in flags), source)


_tools: list[Any] = []


def judge(case: Case) -> list[tuple[Case, str, FileVerdict]]:
    """The case judged with its source, where it has one, and alone."""
    from mtcheck.pipeline import judge_document
    from mtcheck.tools import load_tools

    if not _tools:
        _tools.append(load_tools(Config()))
    found = []
    candidate = _document(case.lines)
    if case.source:
        verdict = judge_document(candidate, _document(case.source), _tools[0])
        found.append((case, "source", verdict))
    if not case.source or zlib.crc32("".join(case.lines).encode()) % 2:
        found.append((case, "alone", judge_document(candidate, None, _tools[0])))
    return found


def _document(lines: tuple[str, ...]) -> Document:
    units = tuple(Unit(str(n), line, n) for n, line in enumerate(lines, 1))
    return Document("-", "en", "txt", units)


def weigh_rules(judged: list[tuple[Case, str, FileVerdict]], way: str) -> dict[str, float]:
    """Evidence by rule and severity, from how often it fires on human texts."""
    human = [v for case, its_way, v in judged if its_way == way and not case.mangled]
    n_sentences = sum(len(verdict.scores) for verdict in human)
    found = Counter(f"{f.code}:{f.severity}" for verdict in human for f in verdict.findings)
    known = {f"{rule.code}:{rule.severity}" for rule in all_rules()} | set(found)
    return {key: round(evidence_of(found[key], n_sentences), 2) for key in sorted(known)}


def _samples(
    judged: list[tuple[Case, str, FileVerdict]], way: str, evidence: dict[str, float]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Features and labels of sentences and of files."""
    sentences: dict[str, Any] = defaultdict(list)
    files: dict[str, Any] = defaultdict(list)
    for case, its_way, verdict in judged:
        if its_way != way or len(verdict.scores) < 3:
            continue
        files["x"].append(document_features(verdict.scores, evidence))
        files["y"].append(case.mangled)
        files["doc"].append(case.doc)
        files["kind"].append(case.kind)
        for score in verdict.scores:
            if score.outcome is Outcome.UNJUDGED or not score.alignment.candidate:
                continue
            lines = {int(sentence.unit.id) - 1 for sentence in score.alignment.candidate}
            sentences["x"].append(sentence_features(dict(score.metrics), score.findings, evidence))
            sentences["y"].append(any(case.flags[n] for n in lines))
            sentences["kind"].append("mangled" if sentences["y"][-1] else "human")
            sentences["doc"].append(case.doc)
    return dict(sentences), dict(files)


def fit(samples: dict[str, Any], names: tuple[str, ...]) -> tuple[float, dict[str, float]]:
    """Bias and weights: weighted logistic regression, weights of findings not negative."""
    x = np.array([[one.get(name, 0.0) for name in names] for one in samples["x"]])
    y = np.array(samples["y"], float)
    weight = np.where(y > 0, SENTENCE_PRIOR / y.mean(), (1 - SENTENCE_PRIOR) / (1 - y.mean()))
    weight /= weight.sum()

    def loss(theta: Any) -> tuple[float, Any]:
        z = x @ theta[1:] + theta[0]
        p = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        value = -(weight * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum()
        value += RIDGE / 100 * (theta[1:] ** 2).sum()
        error = weight * (p - y)
        gradient = np.concatenate([[error.sum()], x.T @ error + RIDGE / 50 * theta[1:]])
        return float(value), gradient

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    bounds += [(0.0, MAX_WEIGHT.get(name)) for name in names]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    theta = found.x.round(4)
    return float(theta[0]), dict(zip(names, theta[1:].tolist(), strict=True))


def _probabilities(samples: dict[str, Any], bias: float, weights: dict[str, float]) -> Any:
    z = [bias + sum(w * one.get(n, 0.0) for n, w in weights.items()) for one in samples["x"]]
    return 1.0 / (1.0 + np.exp(-np.array(z)))


def _held(docs: list[str]) -> Any:
    return np.array([zlib.crc32(doc.encode()) % 5 == 0 for doc in docs])


def _figures(samples: dict[str, Any], p: Any, suspect: float, mangled: float) -> dict[str, Any]:
    held = _held(samples["doc"])
    kinds = np.array(samples["kind"])
    return {
        kind: {
            "n": int((held & (kinds == kind)).sum()),
            "suspect": round(float((p[held & (kinds == kind)] >= suspect).mean()), 3),
            "mangled": round(float((p[held & (kinds == kind)] >= mangled).mean()), 3),
        }
        for kind in sorted(set(samples["kind"]))
    }


def main() -> None:
    """Judge the training files, fit on four fifths, print the rest, write ``calibration.json``."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--round-trips", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only this many training files")
    parser.add_argument("--cache", type=Path, help="judged files, to refit without judging")
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("mtcheck"))))
    args = parser.parse_args()
    if args.cache and args.cache.exists():
        judged = pickle.loads(args.cache.read_bytes())
    else:
        work = list(cases(args.round_trips))
        if args.limit:
            order = np.random.default_rng(SEED).permutation(len(work))[: args.limit]
            work = [work[n] for n in order]
        judged = []
        with ProcessPoolExecutor(args.workers) as pool:
            for n, found in enumerate(pool.map(judge, work, chunksize=4), 1):
                judged += found
                if n % 100 == 0:
                    print(f"{n} of {len(work)} files judged", flush=True)
        if args.cache:
            args.cache.write_bytes(pickle.dumps(judged))
    content: dict[str, Any] = {
        "origin": "mtcheck.learn.calibrate: human WMT20/21 zh-en and bio-MQM texts against their"
        " Apertium round trips (Spanish, Catalan, Galician) and damaged copies",
        "prior": SENTENCE_PRIOR,
        "evidence": {},
        "sentence": {},
        "document": {},
    }
    for way in ("source", "alone"):
        evidence = weigh_rules(judged, way)
        content["evidence"][way] = evidence
        sentences, files = _samples(judged, way, evidence)
        keep = [n for n in SENTENCE_NAMES if way == "source" or n != "below_source"]
        train = _part(sentences, ~_held(sentences["doc"]))
        bias, weights = fit(train, tuple(keep))
        p = _probabilities(sentences, bias, weights)
        content["sentence"][way] = {
            "bias": bias, "weights": weights, "suspect": SUSPECT, "mangled": MANGLED,
            "sentences": len(sentences["y"]),
            "held_out": _figures(sentences, p, SUSPECT, MANGLED),
        }  # fmt: skip
        keep = [n for n in DOCUMENT_NAMES if way == "source" or n != "below_source"]
        train = _part(files, ~_held(files["doc"]))
        bias, weights = fit(train, tuple(keep))
        p = _probabilities(files, bias, weights)
        human = p[~np.array(files["y"], bool)]
        suspect, mangled = (
            max(round(float(np.quantile(human, 1 - share)), 4), least)
            for share, least in ((MAX_SUSPECT, SUSPECT), (MAX_MANGLED, MANGLED))
        )
        content["document"][way] = {
            "bias": bias, "weights": weights, "suspect": suspect, "mangled": mangled,
            "files": len(files["y"]), "held_out": _figures(files, p, suspect, mangled),
        }  # fmt: skip
    text = json.dumps(content, indent=1)
    print(text)
    (args.out / "calibration.json").write_text(text + "\n", encoding="utf-8")


def _part(samples: dict[str, Any], keep: Any) -> dict[str, Any]:
    return {
        name: [value for value, kept in zip(values, keep, strict=True) if kept]
        for name, values in samples.items()
    }


if __name__ == "__main__":
    main()
