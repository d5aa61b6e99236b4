from __future__ import annotations

import re

import pytest

from mtcheck import __version__
from mtcheck.reporters.visible import visible
from mtcheck.rules import all_rules

from ..documents import commands
from .conftest import Command
from .test_exit_codes import documented


def test_the_version_is_the_package_s(mtcheck: Command) -> None:
    assert mtcheck("--version").out == f"mtcheck {__version__}\n"


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_help_says_what_the_command_does_in_80_columns(
    words: tuple[str, ...], mtcheck: Command
) -> None:
    done = mtcheck(*words, "--help")
    assert done.code == 0
    assert done.out.startswith(" ".join(("Usage: mtcheck", *words)))
    assert max(map(len, done.out.splitlines())) <= 80
    assert "..." not in done.out.partition("Commands:")[2]  # each is told of in a whole sentence


@pytest.mark.parametrize("words", [words for words, _ in commands() if words], ids=" ".join)
def test_help_ends_with_the_exit_codes_that_are_documented(
    words: tuple[str, ...], mtcheck: Command
) -> None:
    told = " ".join(mtcheck(*words, "--help").out.partition("Exit codes:")[2].split())
    name = " ".join(words)
    promised = {code for command, code in documented() if command.startswith(name)}
    if told or len(words) == 1:
        assert {int(code) for code in re.findall(r"(?:^|; )([0-3]) ", told)} == promised


def test_every_rule_is_listed_and_has_a_page(mtcheck: Command) -> None:
    listed = mtcheck("rule").out.splitlines()
    assert len(listed) == len(all_rules())
    for rule, line in zip(all_rules(), listed, strict=True):
        assert line.startswith(f"{rule.code}  {rule.name} ")
        page = mtcheck("rule", rule.code).out
        assert page == mtcheck("rule", rule.name).out
        assert "\nMarked:\n" in page
        assert "\nLeft alone:\n" in page
        for quote in rule.examples[0].quotes:
            assert f"  marks:   “{visible(quote)}”" in page
