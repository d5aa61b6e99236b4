"""``mtcheck rule``: the list of rules, or one rule's page."""

from __future__ import annotations

from typing import Annotated

import typer

from mtcheck.cli.complete import complete_code
from mtcheck.cli.screen import show

Code = Annotated[
    str | None,
    typer.Argument(
        metavar="CODE",
        help="A rule's code or name; all rules without it.",
        autocompletion=complete_code,
    ),
]
Markdown = Annotated[
    bool, typer.Option("--markdown", help="The list as a Markdown table, as in RULES.md.")
]


def rule(code: Code = None, markdown: Markdown = False) -> int:
    """List the rules, or explain one with its examples."""
    from mtcheck.reporters.rule_page import render_list, render_markdown, render_page
    from mtcheck.rules import all_rules, get_rule

    if code is not None:
        show(render_page(get_rule(code)))
    else:
        show((render_markdown if markdown else render_list)(all_rules()))
    return 0
