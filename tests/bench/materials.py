"""The data that people labelled, read; and mtcheck run over it in processes, kept between runs.

Nothing here is mtcheck's own: whatever file is absent raises :class:`AbsentError`, and the section that
needs it is skipped in words.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]
CHUNK = 24
"""Tasks that a process takes at once."""


class AbsentError(Exception):
    """Data, or an optional package, that is not at hand."""


@dataclass(slots=True)
class Section:
    """A part of the report.

    ``goals`` are rows of the first table: (what, target, measured, beside it, reached or None).
    ``plots`` are (kind, file name, data) for :mod:`plots`.
    """

    title: str
    lines: list[str] = field(default_factory=list)
    goals: list[tuple[str, str, str, str, bool | None]] = field(default_factory=list)
    plots: list[tuple[str, str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Bench:
    """What a section may use: the data, the processes, and what was kept."""

    data: Path
    half: str = "dev"
    sample: int | None = None
    workers: int = 2
    cache: Path | None = None
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """A table of ``measure/`` with its rows in order; a sample takes whole documents."""
        path = self.data / "measure" / name / f"{self.half}.tsv.gz"
        rows = pd.read_csv(_there(path), sep="\t", quoting=3, keep_default_na=False, dtype=str)
        return self.sampled(rows)

    def documents(self, name: str) -> pd.DataFrame:
        """Whole documents; other halves have the half's name in the file's."""
        folder = self.data / "measure"
        names = [f"{name}_{self.half}", f"{name}.{self.half}", f"{name}/{self.half}"]
        names += [name] if self.half == "dev" else []
        for stem in names:
            if (folder / f"{stem}.parquet").exists():
                return self.sampled(pd.read_parquet(folder / f"{stem}.parquet"))
        raise AbsentError(f"{names[0]}.parquet is not at hand")

    def official(self, name: str, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with the official metrics' scores beside them."""
        found = pd.read_parquet(
            _there(self.data / "measure" / name / "official_metric_scores.parquet")
        )
        found["seg"] = found["seg"].astype(str)
        found = found.drop(columns=["split"], errors="ignore")
        return rows.merge(found, on=["doc", "system", "seg"], how="left")

    def sampled(self, rows: pd.DataFrame) -> pd.DataFrame:
        """About ``sample`` rows: whole documents in an order that is the same every time."""
        if self.sample is None or len(rows) <= self.sample:
            return rows.reset_index(drop=True)
        docs = rows["doc"].astype(str)
        order = sorted(docs.unique(), key=lambda doc: hashlib.sha256(doc.encode()).hexdigest())
        sizes = docs.value_counts()
        total = np.cumsum([sizes[doc] for doc in order])
        kept = set(order[: int(np.searchsorted(total, self.sample)) + 1])
        return rows[docs.isin(kept)].reset_index(drop=True)

    def pairs(self, name: str, pairs: Sequence[tuple[str, str | None]]) -> list[dict[str, Any]]:
        """What mtcheck says of every pair, each judged by itself: see :func:`judge_pair`."""
        return self._each(f"pairs-{name}", judge_pair, pairs)

    def files(
        self, name: str, files: Sequence[tuple[Sequence[str], Sequence[str] | None]]
    ) -> list[dict[str, Any]]:
        """What mtcheck says of every file: see :func:`judge_file_lines`."""
        return self._each(f"files-{name}", judge_file_lines, files)

    def _each(
        self, name: str, what: Callable[[Any], dict[str, Any]], tasks: Sequence[Any]
    ) -> list[dict[str, Any]]:
        """One answer a task, in order. Equal tasks are done once; kept by the package's content."""
        keys = [f"{what.__name__} {json.dumps(task)}" for task in tasks]
        wanted = dict(zip(keys, tasks, strict=True))
        path = self._place(name, list(wanted))
        if path and path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as stream:
                self.known |= dict(zip(wanted, json.load(stream), strict=True))
        new = {key: task for key, task in wanted.items() if key not in self.known}
        self.known |= dict(zip(new, self._run(what, list(new.values())), strict=True))
        if path and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with gzip.open(path, "wt", encoding="utf-8") as stream:
                json.dump([self.known[key] for key in wanted], stream)
        return [self.known[key] for key in keys]

    def _run(self, what: Callable[[Any], dict[str, Any]], tasks: list[Any]) -> list[dict[str, Any]]:
        if self.workers <= 1 or len(tasks) <= CHUNK:
            return [what(task) for task in tasks]
        with ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=one_thread
        ) as pool:
            return list(pool.map(what, tasks, chunksize=CHUNK))

    def _place(self, name: str, keys: list[str]) -> Path | None:
        if self.cache is None:
            return None
        digest = hashlib.sha256((package_digest() + "\n".join(keys)).encode()).hexdigest()[:16]
        return self.cache / f"{name}-{digest}.json.gz"


def package_digest() -> str:
    """Of every file of the package: what was measured with another one is not kept."""
    digest = hashlib.sha256()
    package = ROOT / "mtcheck"
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if path.suffix in (".py", ".json", ".tsv", ".npz", ".onnx") and parts[0] not in (
            "learn",
            "cli",
        ):
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()


def one_thread() -> None:
    """A process for every core, so one thread for every process."""
    from mtcheck.models import embedded

    embedded.MAX_THREADS = 1


def judge_pair(task: Sequence[Any]) -> dict[str, Any]:
    """One pair of texts, or one text alone, as ``score_pairs`` judges it.

    A text of several sentences may be several alignments: ``p`` is the highest probability,
    ``quality`` that of the whole text, other metrics the mean by words. ``findings`` are
    (code, severity, start, end) in the candidate.
    """
    from mtcheck.api import score_pairs
    from mtcheck.metrics.quality import quality
    from mtcheck.models.embedded import load_encoder
    from mtcheck.models.judge import load_judge

    candidate, source = task
    verdict = score_pairs([(candidate, source)], align="line").verdicts[0]
    scores = [score for score in verdict.scores if score.alignment.candidate]
    found: dict[str, Any] = {"p": max((s.p_mangled for s in scores), default=0.0)}
    sizes = [len(score.alignment.candidate_text.split()) for score in scores]
    names = dict.fromkeys(name for score in scores for name, _ in score.metrics)
    for name in names:
        values = [(score.metric(name), size) for score, size in zip(scores, sizes, strict=True)]
        known = [(value, size) for value, size in values if value is not None]
        total = sum(value * size for value, size in known)
        found[name] = total / max(sum(size for _, size in known), 1)
    if len(scores) > 1:
        judgement = load_judge().judge(candidate, source or "")
        found["quality"] = quality(candidate, source or "", load_encoder(), judgement)
    found["findings"] = [
        (f.code, str(f.severity), f.start, f.end) for f in verdict.findings if f.side == "candidate"
    ]
    return found


def judge_file_lines(task: Sequence[Any]) -> dict[str, Any]:
    """One file, a line a unit, with its source or alone, as ``mtcheck score`` judges it.

    ``outcomes`` by mode; ``sentences`` are (line, p_mangled, words) of what was judged.
    """
    from mtcheck.config import make_config
    from mtcheck.judge import judge_file
    from mtcheck.pipeline import judge_document
    from mtcheck.tools import load_tools

    lines, source = task
    verdict = judge_document(
        _document(lines), _document(source) if source else None, load_tools(make_config())
    )
    judged = [s for s in verdict.scores if s.alignment.candidate and s.outcome != "unjudged"]

    def mean(name: str) -> float | None:
        values = [value for score in judged if (value := score.metric(name)) is not None]
        return float(np.mean(values)) if values else None

    return {
        "p": verdict.p_mangled,
        "outcomes": {
            mode.name: str(judge_file(verdict, mode.name).outcome) for mode in verdict.modes
        },
        "sentences": [
            (
                s.alignment.candidate[0].unit.line,
                s.p_mangled,
                len(s.alignment.candidate_text.split()),
            )
            for s in judged
        ],
        "n_words": sum(len(line.split()) for line in lines),
        "findings": [
            (f.code, str(f.severity), f.line) for f in verdict.findings if f.side == "candidate"
        ],
        "similarity": mean("similarity"),
        "chrf": mean("chrf"),
    }


def _document(lines: Iterable[str]) -> Any:
    from mtcheck.types import Document, Unit

    units = tuple(Unit(str(n), line, n) for n, line in enumerate(lines, 1))
    return Document("-", "en", "txt", units)


def _there(path: Path) -> Path:
    if not path.exists():
        raise AbsentError(f"{path.parent.name}/{path.name} is not at hand")
    return path
