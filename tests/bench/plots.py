"""The plots of the judgement report: small PNG files, one function a kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np

OURS = "#c0392b"
COLOURS = ("#c0392b", "#2c3e50", "#2980b9", "#27ae60", "#e67e22", "#8e44ad")
DPI = 110


def points(data: dict[str, dict[str, list[float]]], path: Path) -> None:
    """Pairwise accuracy by metric with its interval, a panel a language."""
    figure, axes = plt.subplots(1, len(data), figsize=(4.2 * len(data), 3.2), squeeze=False)
    for axis, (name, metrics) in zip(axes[0], data.items(), strict=True):
        order = sorted(metrics, key=lambda metric: metrics[metric][0])
        for place, metric in enumerate(order):
            value, low, high = metrics[metric]
            colour = OURS if metric.startswith("mtcheck") else COLOURS[1]
            axis.plot([low, high], [place, place], color=colour, lw=1.2)
            axis.plot(value, place, "o", color=colour, ms=4)
        axis.set_yticks(range(len(order)), order)
        axis.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
        axis.grid(axis="x", lw=0.3)
        axis.set_title(f"WMT23 {name}: pairwise accuracy", fontsize=9)
        axis.tick_params(labelsize=8)
    _save(figure, path)


def kinds(data: dict[str, dict[str, float]], path: Path) -> None:
    """Accuracy by kind of planted error: a row a kind, a mark a metric."""
    figure, axis = plt.subplots(figsize=(6.4, 0.19 * len(data) + 0.9))
    names = list(data)[::-1]
    metrics = list(data[names[0]])
    for metric, colour, mark in zip(metrics, COLOURS, "osD^vx", strict=False):
        values = [data[name][metric] for name in names]
        axis.scatter(values, names, s=16, color=colour, marker=mark, label=metric, zorder=3)
    axis.axvline(0.8, color="black", lw=0.6, ls=":")
    axis.grid(axis="y", lw=0.3)
    axis.tick_params(labelsize=7)
    axis.set_xlabel("share ranked rightly", fontsize=8)
    axis.legend(fontsize=7, loc="lower left")
    _save(figure, path)


def reliability(data: dict[str, list[list[float]]], path: Path) -> None:
    """What was said against what was so, a panel a kind of text."""
    columns = min(len(data), 4)
    rows = -(-len(data) // columns)
    size = (2.3 * columns, 2.4 * rows)
    figure, axes = plt.subplots(
        rows, columns, figsize=size, squeeze=False, sharex=True, sharey=True
    )
    for axis in axes.flat[len(data) :]:
        axis.set_visible(False)
    for axis, (name, bins) in zip(axes.flat, data.items(), strict=False):
        said, so, count = np.array(bins).T
        axis.plot([0, 1], [0, 1], color="black", lw=0.6, ls=":")
        axis.plot(said, so, color=OURS, lw=1)
        axis.scatter(said, so, s=8 + 120 * count / count.max(), color=OURS, alpha=0.7)
        axis.set_title(name, fontsize=7)
        axis.set_xlim(-0.03, 1.03)
        axis.set_ylim(-0.03, 1.03)
        axis.tick_params(labelsize=7)
    figure.supxlabel("p_mangled", fontsize=8)
    figure.supylabel("share that is mangled", fontsize=8)
    _save(figure, path)


def strips(data: dict[str, dict[str, list[float]]], path: Path) -> None:
    """A dot a file, by what it is: p_mangled, a panel a way."""
    figure, axes = plt.subplots(1, len(data), figsize=(4.2 * len(data), 2.6), squeeze=False)
    rng = np.random.default_rng(12345)
    for axis, (way, groups) in zip(axes[0], data.items(), strict=True):
        for place, (name, values) in enumerate(groups.items()):
            colour = COLOURS[1] if name.startswith("human") else OURS
            height = place + rng.uniform(-0.28, 0.28, len(values))
            axis.scatter(values, height, s=7, color=colour, alpha=0.6, lw=0)
        axis.set_yticks(range(len(groups)), list(groups), fontsize=7)
        axis.tick_params(labelsize=7)
        axis.set_xlim(-0.02, 1.02)
        axis.set_xlabel("p_mangled of the file", fontsize=8)
        axis.set_title(way, fontsize=8)
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=DPI, metadata={"Software": None})
    plt.close(figure)
