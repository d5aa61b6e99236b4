"""What the shell offers after an option, when the Tab key is pressed: codes, modes, formats.

The shell runs ``mtcheck`` to ask, so what is needed is imported when it is asked for. Options
without words of their own are left to the shell, which offers file names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtcheck.settings import Setting

Complete = Callable[[str], list[str]]
"""From what has been typed of a word to what it may become."""


def complete_setting(setting: Setting) -> Complete | None:
    """What may stand after a setting's flag; None where that is a file, a number or free text."""
    from mtcheck.settings import Kind

    if setting.allowed or setting.words:
        words = setting.allowed or setting.words
        return lambda incomplete: _starting(words, incomplete)
    by_kind = {
        Kind.CODES: complete_code,
        Kind.SEVERITIES: complete_code,
        Kind.RULES: complete_rule_option,
        Kind.REPORTS: complete_format,
    }
    return by_kind.get(setting.kind)


def complete_code(incomplete: str) -> list[str]:
    """Codes of rules.

    >>> complete_code("ACC10")
    ['ACC101', 'ACC102']
    """
    from mtcheck.rules import all_rules

    return _starting([rule.code for rule in all_rules()], incomplete)


def complete_rule_option(incomplete: str) -> list[str]:
    """Options of rules, up to the equals sign.

    >>> complete_rule_option("ACC101.min")
    ['ACC101.min_frequent=']
    """
    from mtcheck.rules import all_rules

    names = [f"{rule.code}.{option}=" for rule in all_rules() for option in rule.options]
    return _starting(names, incomplete)


def complete_format(incomplete: str) -> list[str]:
    """Formats of reports, up to the equals sign; after it the shell offers files."""
    from mtcheck.reporters.reports import FORMATS

    return _starting([f"{name}=" for name in FORMATS], incomplete)


def _starting(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]
