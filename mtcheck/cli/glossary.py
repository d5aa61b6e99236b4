"""``mtcheck glossary validate``: every problem of a glossary, with file and line."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from mtcheck.cli.screen import fail, show
from mtcheck.text import counted

Glossaries = Annotated[
    list[str],
    typer.Argument(metavar="FILES", help="Glossaries, CSV or TBX, that are used together."),
]

glossary = typer.Typer(
    help="Check a glossary before it checks texts.",
    rich_markup_mode=None,
)


@glossary.command(
    epilog="Exit codes: 0 no problem; 2 a problem, or a file that cannot be read.",
    short_help="Say everything that is wrong with a glossary.",
)
def validate(files: Glossaries) -> int:
    """Say everything that is wrong with a glossary: contradictions, duplicates, empty cells."""
    from mtcheck.glossary import inspect_glossary
    from mtcheck.reporters.visible import visible

    terms, problems = inspect_glossary(files)
    for problem in problems:
        show(f"{visible(str(problem))}\n")
    counts = Counter(term.status.value for term in terms)
    words = counted(len(terms), "term")
    if problems:
        return fail(f"{counted(len(problems), 'problem')} in a glossary of {words}", 2)
    listed = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    show(f"no problem in {words}: {listed}\n")
    return 0
