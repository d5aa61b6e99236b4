"""Fit ``quality``: evidence and the judge into the MQM score that people would give.

    python -m mtcheck.learn.quality --data ../shared/data --made FOLDER --cache FOLDER

A network that has read many bad sentences knows how bad a text is; counted evidence knows which of
two versions is the worse. The evidence is weighed on planted damage beside its original, both
against another human's version: it is the one place where it is certain which text is worse and
why (weights fitted to the order of real outputs of 2020 did not carry over to those of 2023). The
judge's figures are weighed on documents that it has not seen: versions of a segment in the order
that people gave (logistic), and the root of the penalty (squared error). No weight may point the
wrong way. Both sums are put on the scale of the root, and mixed; ``quality.json`` holds one linear
model.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import resources
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from mtcheck.learn.data import held_out
from mtcheck.learn.judge_rows import human_labelled, made
from mtcheck.learn.plants import PLANTS
from mtcheck.metrics.evidence import evidence
from mtcheck.metrics.quality import CUT, ROOT, judged_features
from mtcheck.text import words

SEED = 12345
N_PLANTED = 4000
"""Planted damages compared with their originals."""

RIDGE = 0.005
PARTS = {"order": 1.0, "penalty": 0.5}
WEIGHT = {"bio_mqm": 0.5}
"""Order inside segments of a set, 1 where not named: one linguist marks sparsely."""

MIN_GAP = 0.3
"""Versions closer than this on the root scale say nothing about order."""

ANCHORS = {"lost": 8.0, "strain": 2.0}
"""Added to the weights of planted damage, in standard deviations. Planted damage takes a word or
two; real translations differ in how much of the source's meaning they keep, and spun ones in words
that nobody would put there. Chosen on the dev halves of WMT23 and SWORDS."""

COMPANY = ("fluency", "fluency_change", "usual_pairs", "strange_pairs")
COMPANY_SHARE = 0.25
"""Of the weights of these features that is kept: planted damage breaks the company of words more
than real errors do. Chosen on the dev half of WMT23 zh-en."""

JUDGE_SHARE = 0.25
"""Of the judge in the mixture. Chosen on the dev halves of WMT23."""

LEAST_PENALTY = 1.0
"""Planted damage of less is a matter of taste."""

LENGTH = "words"
"""log1p of the words of the candidate; weighed only where there is no source."""

ALONE = ("wmt20_zhen_mqm", "wmt21_zhen_mqm")
"""Sets whose texts are weighed without their source: MQM penalties of whole texts by experts."""

JUDGED = ["judged_penalty", "judged_major", "marked", "marked_major"]
"""All grow with badness."""


def count(text: tuple[str, str]) -> dict[str, float]:
    """The evidence of (candidate, source); nothing without source."""
    from mtcheck.models.embedded import load_encoder

    return evidence(*text, load_encoder(1)) if text[1] else {}


def ask(text: tuple[str, str]) -> dict[str, float]:
    """The judge's figures of (candidate, source), and the length of the candidate."""
    from mtcheck.models.judge import load_judge

    return judged_features(load_judge(1).judge(*text)) | {LENGTH: log1p(len(words(text[0])))}


COLUMNS = ["set", "segment", "target", "original", "candidate", "source"]


def measured(rows: pd.DataFrame, cache: Path | None, workers: int) -> pd.DataFrame:
    """The rows with features instead of texts: evidence, and of labelled rows what the judge says.

    ``cache``: a folder that keeps both; remove ``judged.parquet`` after training the judge again.
    """
    texts = list(zip(rows["candidate"], rows["source"], strict=True))
    labelled = rows.index[~rows["set"].isin(["planted", "original"])]
    parts = [rows.drop(columns=["candidate", "source"])]
    for name, measure, index in (("evidence", count, rows.index), ("judged", ask, labelled)):
        kept = cache / f"{name}.parquet" if cache else None
        if kept and kept.exists():
            parts.append(pd.read_parquet(kept))
            continue
        with ProcessPoolExecutor(workers) as pool:
            found = list(pool.map(measure, [texts[n] for n in index], chunksize=50))
        parts.append(pd.DataFrame(found, index=index))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            parts[-1].to_parquet(kept)
    return pd.concat(parts, axis=1)


def with_source(data: Path, folder: Path) -> pd.DataFrame:
    """Labelled texts, and planted damage beside its original, both against another's version.

    ``original``: the row number of the undamaged text, -1 where there is none.
    """
    found: list[tuple[Any, ...]] = []
    for row in human_labelled(data):
        if row.set == "mlqe_pe" or not row.source or not held_out(f"{row.set}:{row.doc}"):
            continue
        segment = f"{row.set}:{row.doc}:{row.segment}"
        found.append((row.set, segment, row.target, -1, row.candidate, row.source))
    n_planted = 0
    kinds = {"human", *PLANTS}
    rows = [r for r in made(folder) if r.kind in kinds and not r.own and r.doc.startswith("wmt")]
    originals: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.kind == "human":
            originals[row.segment, row.source] = len(found)
            found.append(("original", "", 0.0, -1, row.candidate, row.source))
    chosen = np.random.default_rng(SEED).permutation(len(rows))
    for row in (rows[n] for n in chosen):
        at = originals.get((row.segment, row.source), -1)
        if row.target and at >= 0 and n_planted < N_PLANTED:
            n_planted += 1
            found.append(("planted", "", row.target, at, row.candidate, row.source))
    frame = pd.DataFrame(found, columns=COLUMNS)
    used = (frame["set"] != "original") | frame.index.isin(frame["original"])
    place = {old: new for new, old in enumerate(frame.index[used])}
    frame = frame[used].reset_index(drop=True)
    return frame.assign(original=[place.get(n, -1) for n in frame["original"]])


def without_source(data: Path) -> pd.DataFrame:
    """News whose errors experts marked, of the documents that the judge has not seen.

    Only these have MQM penalties of whole texts. With the direct assessments of encyclopedias
    or one linguist's marks in abstracts, the length of a text says nothing.
    """
    found = [
        (row.set, f"{row.set}:{row.doc}:{row.segment}", row.target, -1, row.candidate, "")
        for row in human_labelled(data)
        if row.set in ALONE and held_out(f"{row.set}:{row.doc}")
    ]
    return pd.DataFrame(found, columns=COLUMNS)


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """bias + sum of weight * clip((x - mean) / scale)."""

    names: list[str]
    mean: Any
    scale: Any
    bias: float
    weights: Any

    def __call__(self, rows: pd.DataFrame) -> Any:
        """The value of every row."""
        return self.bias + self.standardised(rows) @ self.weights

    def standardised(self, rows: pd.DataFrame) -> Any:
        """(n, k) clipped features."""
        x = rows[self.names].fillna(0.0).to_numpy(float)
        return np.clip((x - self.mean) / self.scale, -CUT, CUT)


def _unfitted(rows: pd.DataFrame, names: list[str]) -> Linear:
    x = rows[names].fillna(0.0).to_numpy(float)
    return Linear(names, x.mean(axis=0), x.std(axis=0) + 1e-9, 0.0, np.zeros(len(names)))


def weigh_evidence(rows: pd.DataFrame, names: list[str]) -> Linear:
    """Planted damage above its original: logistic, every weight in the feature's own direction."""
    damaged = np.flatnonzero((rows["original"] >= 0) & (rows["target"] >= LEAST_PENALTY))
    originals = rows["original"].to_numpy()[damaged]
    linear = _unfitted(rows.iloc[np.concatenate([damaged, originals])], names)
    z = linear.standardised(rows)
    difference = z[damaged] - z[originals]
    signs = np.sign(difference.mean(axis=0))
    difference = difference * signs

    def loss(weights: Any) -> tuple[float, Any]:
        margin = difference @ weights
        pull = 1 / (1 + np.exp(np.clip(margin, -30, 30)))
        value = np.logaddexp(0, -margin).mean() + RIDGE * (weights**2).sum()
        return float(value), 2 * RIDGE * weights - difference.T @ pull / len(pull)

    bounds = [(0.0, None)] * len(names)
    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds)
    right = float((difference @ found.x > 0).mean())
    print(f"planted damage below its original: {right:.3f} of {len(damaged)}")
    weights = found.x * signs
    for name, weight in ANCHORS.items():
        weights[names.index(name)] += weight * signs[names.index(name)]
    weights[[names.index(name) for name in COMPANY]] *= COMPANY_SHARE
    return replace(linear, weights=weights)


def weigh(rows: pd.DataFrame, names: list[str]) -> Linear:
    """Features that grow with badness: the order of versions, and the root of the penalty."""
    linear = _unfitted(rows, names)
    z, y = linear.standardised(rows), _root(rows)
    better, worse, weight = _ordered(rows, y)
    difference, shares = z[worse] - z[better], weight / weight.sum()

    def loss(theta: Any) -> tuple[float, Any]:
        bias, weights = theta[0], theta[1:]
        margin = difference @ weights
        pull = shares / (1 + np.exp(np.clip(margin, -30, 30)))
        error = z @ weights + bias - y
        step = 2 * PARTS["penalty"] * error / len(error)
        value = PARTS["order"] * (shares * np.logaddexp(0, -margin)).sum()
        value += PARTS["penalty"] * (error**2).mean() + RIDGE * (weights**2).sum()
        slope = z.T @ step - PARTS["order"] * (difference.T @ pull) + 2 * RIDGE * weights
        return float(value), np.append(step.sum(), slope)

    bounds: list[Any] = [(None, None)] + [(0.0, None)] * len(names)
    theta = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    print({name: round(float(w), 3) for name, w in zip(names, theta[1:], strict=True)})
    return replace(linear, bias=float(theta[0]), weights=theta[1:])


def _root(rows: pd.DataFrame) -> Any:
    """The penalty on the scale of the sum; ``target`` is its square root."""
    return rows["target"].to_numpy(float) ** (2 / ROOT)


def _ordered(rows: pd.DataFrame, y: Any) -> tuple[Any, Any, Any]:
    """Row numbers of the better and the worse of every two versions of a segment, and weights."""
    better, worse, weight = [], [], []
    of_set = rows["set"].map(WEIGHT).fillna(1.0).to_numpy()
    for found in rows.groupby("segment").indices.values():
        numbers = np.asarray(found)
        one, other = np.triu_indices(len(numbers), 1)
        left, right = numbers[one], numbers[other]
        gap = y[right] - y[left]
        far = np.abs(gap) > MIN_GAP
        left, right, gap = left[far], right[far], gap[far]
        better.append(np.where(gap > 0, left, right))
        worse.append(np.where(gap > 0, right, left))
        weight.append(np.minimum(np.abs(gap), 2.0) * of_set[left])
    return np.concatenate(better), np.concatenate(worse), np.concatenate(weight)


def fit_with_source(rows: pd.DataFrame) -> dict[str, Any]:
    """Evidence and judge, each on the scale of the root, mixed."""
    names = [str(n) for n in rows if n not in (*COLUMNS, *JUDGED, LENGTH)]
    evidence_sum = weigh_evidence(rows, names)
    labelled = rows[~rows["set"].isin(["planted", "original"])].reset_index(drop=True)
    judge = weigh(labelled, JUDGED)
    rate, level = np.polyfit(evidence_sum(labelled), _root(labelled), 1)
    share = 1 - JUDGE_SHARE
    features = _features(evidence_sum, share * rate) | _features(judge, JUDGE_SHARE)
    bias = share * (level + rate * evidence_sum.bias) + JUDGE_SHARE * judge.bias
    return {"texts": len(rows), **_written(bias, features)}


def _features(linear: Linear, times: float) -> dict[str, list[float]]:
    columns = zip(linear.mean, linear.scale, times * linear.weights, strict=True)
    return {
        name: list(values) for name, values in zip(linear.names, columns, strict=True) if values[2]
    }


def fit_alone(rows: pd.DataFrame) -> dict[str, Any]:
    """The judge's figures, and the length: a long text has more places to go wrong."""
    linear = weigh(rows, [*JUDGED, LENGTH])
    return {"texts": len(rows), **_written(linear.bias, _features(linear, 1.0))}


def _written(bias: float, features: dict[str, list[float]]) -> dict[str, Any]:
    rounded = {name: [float(f"{v:.5g}") for v in values] for name, values in features.items()}
    return {"bias": round(float(bias), 5), "features": rounded}


def main() -> None:
    """Measure, fit both ways, write ``quality.json``."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--made", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="a folder for what was measured")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("mtcheck.metrics"))))
    args = parser.parse_args()
    kept = [args.cache / way if args.cache else None for way in ("source", "alone")]
    content = {
        "origin": "mtcheck.learn.quality: WMT20/21 zh-en MQM; with source also bio-MQM and planted"
        " damage; the judge's figures on documents that it has not seen",
        "source": fit_with_source(
            measured(with_source(args.data, args.made), kept[0], args.workers)
        ),
        "alone": fit_alone(measured(without_source(args.data), kept[1], args.workers)),
    }
    (args.out / "quality.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
