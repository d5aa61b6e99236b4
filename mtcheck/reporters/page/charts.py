"""Three charts, drawn when the page is made: scores, findings by rule, coverage by file.

leather makes plain SVG of them: no script, no style of its own, a class on every group, so that
the page's style colours them in both themes. Each comes with its numbers as a table, for whoever
cannot see it, or wants to be exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from mtcheck.reporters.visible import visible
from mtcheck.types import FileVerdict, Outcome

if TYPE_CHECKING:
    from leather import Chart as Drawing
    from markupsafe import Markup

MAX_BARS = 15
"""Bars that can be read in one look; the table beside them has all."""
MAX_ROWS = 200
"""Files in the table behind the chart of coverage; the table of files has them all."""
MAX_LABEL = 21
"""Characters of a label: the longest name of a rule."""

_WIDTH = 360  # fits a phone without being scaled; wider screens enlarge it
_BAR = 20  # height of a bar with its gap
_ROOM = 1.15  # beyond the longest bar, for the number behind it
_COLUMNS = 220  # height of the chart of columns


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: ``rows`` are the numbers behind it, the first cell of each its label.

    ``codes`` are the rules' codes, row by row, in the chart of rules; else empty.
    """

    name: str
    title: str
    svg: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    codes: tuple[str, ...] = ()
    note: str = ""


def charts(verdicts: Sequence[FileVerdict]) -> tuple[Chart, ...]:
    """The charts that there is something to draw for."""
    made = (_scores(verdicts), _rules(verdicts), _coverage(verdicts))
    return tuple(chart for chart in made if chart is not None)


def _scores(verdicts: Sequence[FileVerdict]) -> Chart | None:
    """Columns of width 10; the last holds 100 as well."""
    bins = [0] * 10
    for verdict in verdicts:
        for score in verdict.scores:
            if score.outcome is not Outcome.UNJUDGED:
                bins[min(9, int(score.score // 10))] += 1
    if not any(bins):
        return None
    labels = [f"{10 * n} to {10 * n + 10}" for n in range(10)]
    title = "Scores of sentences (100 is flawless)"
    rows = tuple((label, f"{n:,}") for label, n in zip(labels, bins, strict=True))
    starts = [str(10 * n) for n in range(10)]
    return Chart("scores", title, _columns(title, starts, bins, rows), ("score", "sentences"), rows)


def _rules(verdicts: Sequence[FileVerdict]) -> Chart | None:
    counts = Counter(
        (finding.code, finding.name)
        for verdict in verdicts
        for finding in verdict.findings
        if not finding.suppressed
    )
    if not counts:
        return None
    listed = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple((visible(f"{code} {name}"), f"{n:,}") for (code, name), n in listed)
    title = "Findings by rule"
    values = [(visible(name), float(n)) for (_, name), n in listed[:MAX_BARS]]
    return Chart(
        "rules",
        title,
        _bars(title, values, rows, whole=True),
        ("rule", "findings"),
        rows,
        tuple(code for (code, _), _ in listed),
        _note(len(listed), "rules", "the most frequent"),
    )


def _coverage(verdicts: Sequence[FileVerdict]) -> Chart | None:
    known = [(v.coverage, v.path) for v in verdicts if v.coverage is not None]
    if not known:
        return None
    known.sort()
    title = "Coverage: sentences with a counterpart in the source"
    rows = tuple((visible(path), f"{share:.0%}") for share, path in known[:MAX_ROWS])
    values = [(visible(path), 100 * share) for share, path in known[:MAX_BARS]]
    return Chart(
        "coverage",
        title,
        _bars(title, values, rows, whole=False),
        ("file", "coverage"),
        rows,
        note=_note(len(known), "files", "the least covered"),
    )


def _note(n: int, what: str, which: str) -> str:
    return f"The chart shows {which} {MAX_BARS} of {n:,} {what}." if n > MAX_BARS else ""


def _columns(
    title: str, labels: Sequence[str], values: Sequence[int], rows: Sequence[tuple[str, str]]
) -> Markup:
    import leather

    chart = leather.Chart()
    top = _round_up(max(values))
    chart.add_y_scale(0, top)
    chart.add_y_axis(ticks=_ticks(top), tick_formatter=lambda value, *_: f"{value:,.0f}")
    chart.add_columns(list(zip(labels, values, strict=True)))
    return _svg(chart, title, _COLUMNS, [f"{label}: {value}" for label, value in rows], [])


def _bars(
    title: str,
    values: Sequence[tuple[str, float]],
    rows: Sequence[tuple[str, str]],
    *,
    whole: bool,
) -> Markup:
    import leather

    chart = leather.Chart()
    top = _round_up(max(value for _, value in values)) if whole else 100
    unit = "" if whole else "%"
    chart.add_x_scale(0, top * _ROOM)
    chart.add_x_axis(ticks=_ticks(top), tick_formatter=lambda value, *_: f"{value:,.0f}{unit}")
    labels = _labels([label for label, _ in values])
    chart.add_bars([(value, label) for label, (_, value) in zip(labels, values, strict=True)])
    said = [f"{label}: {number}" for label, number in rows[: len(values)]]
    numbers = [number for _, number in rows[: len(values)]]
    return _svg(chart, title, _BAR * len(values) + 60, said[::-1], numbers[::-1])


def _svg(
    drawing: Drawing, title: str, height: int, said: Sequence[str], numbers: Sequence[str]
) -> Markup:
    """The drawing as an SVG element whose looks are left to the page's style.

    ``said`` is what each bar tells a pointer that rests on it, ``numbers`` what stands at its end.
    """
    from markupsafe import Markup

    root = ElementTree.Element("svg", viewBox=f"0 0 {_WIDTH} {height}", role="img")
    root.set("aria-label", f"{title}. The table below has the numbers.")
    group = drawing.to_svg_group(_WIDTH, height)
    group.remove(group[0])  # the background
    root.append(group)
    for element in root.iter():
        for name in ("fill", "stroke", "font-family", "font-size"):
            element.attrib.pop(name, None)
    series = next(element for element in root.iter("g") if "series" in element.get("class", ""))
    bars = list(series)
    for n, bar in enumerate(bars):
        ElementTree.SubElement(bar, "title").text = said[n]
        if numbers:
            end = float(bar.get("x", "0")) + float(bar.get("width", "0")) + 4
            middle = float(bar.get("y", "0")) + float(bar.get("height", "0")) / 2
            label = ElementTree.SubElement(series, "text", x=f"{end:.1f}", y=f"{middle:.1f}")
            label.set("dy", "0.32em")
            label.text = numbers[n]
    # Everything that is text in it was escaped when it was written out.
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _labels(names: Sequence[str]) -> list[str]:
    """Short labels, all different: leather puts bars of the same label on top of one another."""
    labels: list[str] = []
    for name in names:
        short = name if len(name) <= MAX_LABEL else f"…{name[1 - MAX_LABEL :]}"
        n = 1
        label = short
        while label in labels:
            n += 1
            label = f"{short[: MAX_LABEL - 4]} ({n})"
        labels.append(label)
    return labels


def _round_up(value: float) -> int:
    """A good number for the end of an axis: 2, 5 or 10 times a power of ten, not below the value.

    >>> _round_up(7), _round_up(34), _round_up(1), _round_up(20)
    (10, 50, 2, 20)
    """
    step = 1
    while 10 * step < value:
        step *= 10
    return next(n * step for n in (2, 5, 10) if n * step >= value)


def _ticks(top: int) -> list[int]:
    return [0, top // 2, top] if top % 2 == 0 else [0, top]
