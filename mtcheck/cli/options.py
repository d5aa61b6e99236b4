"""The options that ``score`` and ``gate`` share, and the Config they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mtcheck.config import Config

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
    typer.Option(metavar="CSV", help="A table with the columns candidate,source: file names."),
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


def make_config(
    *,
    align: str,
    candidate_column: str,
    source_column: str,
    id_column: str,
    encoding: str | None,
    model: str | None,
    device: str | None,
    phrases: Path | None,
    names: Path | None,
    select: list[str] | None,
    ignore: list[str] | None,
) -> Config:
    """The Config that the flags describe. Raises ConfigError where they describe none."""
    from mtcheck.config import (
        AlignConfig,
        Config,
        ModelConfig,
        ReadConfig,
        RuleConfig,
        read_names,
        read_phrases,
    )

    return Config(
        read=ReadConfig(encoding, candidate_column, source_column, id_column),
        model=ModelConfig(model, "auto" if device is None else device),
        align=AlignConfig(align),
        rules=RuleConfig(
            select=tuple(select or ()),
            ignore=tuple(ignore or ()),
            phrases=() if phrases is None else read_phrases(phrases),
            names=() if names is None else read_names(names),
        ),
    )
