"""The options that ``score`` and ``gate`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILES", help="Files, folders, globs, or - for standard input."),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|FOLDER|auto",
        help="The cleaner text: one file for all, a folder matched by file name, or auto to pick "
        "the cleanest of FILES. Comes before a table's own source column.",
    ),
]
Pairs = Annotated[
    str | None,
    typer.Option(
        metavar="CSV",
        help="A table with the columns candidate,source: paths relative to it. FILES may then be "
        "left out.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Write sentences.csv, findings.csv, files.csv and verdicts.jsonl there.",
    ),
]
Align = Annotated[
    str,
    typer.Option(
        metavar="MODE",
        help="How sentences are matched: line, parallel, comparable, or auto to measure it.",
    ),
]
CandidateColumn = Annotated[
    str, typer.Option(metavar="NAME", help="Column of a table that holds the text to judge.")
]
SourceColumn = Annotated[
    str, typer.Option(metavar="NAME", help="Column of a table that holds the cleaner text.")
]
IdColumn = Annotated[str, typer.Option(metavar="NAME", help="Column of a table that names rows.")]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Encoding of the files, if not UTF-8 or UTF-16 with BOM."),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|PATH", help="A sentence-transformers model instead of the embedded one."
    ),
]
Device = Annotated[
    str | None,
    typer.Option(metavar="auto|cpu|cuda", help="Where the model runs; says which it got."),
]
Phrases = Annotated[
    Path | None,
    typer.Option(metavar="CSV", help="Your own set phrases, with the columns found,expected."),
]
Names = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Names that are right, one a line.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE", help="Use only this rule; may be given several times."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE", help="Leave this rule out; may be given several times."),
]
Mode = Annotated[
    str,
    typer.Option(
        metavar="low-fpr|balanced",
        help="Which thresholds make the outcome: low-fpr calls about one clean file in a hundred "
        "mangled, balanced finds more and errs more often.",
    ),
]
Calibration = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Your own thresholds, from mtcheck calibrate."),
]
Workers = Annotated[int, typer.Option(metavar="N", help="Processes that judge side by side.")]
CsvRaw = Annotated[
    bool,
    typer.Option(
        "--csv-raw",
        help="Write cells as they are, for machines: no apostrophe before what a spreadsheet "
        "would run as a formula, control characters kept.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No table, no remarks, no progress; errors only.")
]
