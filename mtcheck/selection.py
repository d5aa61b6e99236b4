"""Which rules run, on which files, with which options and severities.

Settings name rules by code, by name, or by the beginning of codes: ``TER`` is every rule of
terminology, ``ACC1`` the rules about names. Of several that fit a rule the longest counts, so that
a family can be left out but for one member; of two equal ones the one that leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mtcheck.config import Option, RuleConfig
from mtcheck.config.globs import matches
from mtcheck.config.values import nearest
from mtcheck.errors import ConfigError
from mtcheck.rule import Rule
from mtcheck.rules import all_rules, get_rule
from mtcheck.types import FileVerdict, Finding, Severity

Where = Callable[[str, str], str]
"""From a setting's key and an entry to what messages begin with."""

ALL = "ALL"


def chosen_rules(config: RuleConfig) -> tuple[Rule, ...]:
    """The rules that run, by code.

    >>> [r.code for r in chosen_rules(RuleConfig(select=("LIN40", "TER101"), ignore=("LIN402",)))]
    ['LIN401', 'LIN403', 'TER101']
    >>> kept = chosen_rules(RuleConfig(ignore=("ACC",), extend_select=("ACC101",)))
    >>> [rule.code for rule in kept if rule.code.startswith("ACC")]
    ['ACC101']
    """
    let_in = (*(config.select or (ALL,)), *config.extend_select)
    left_out = (*config.ignore, *config.extend_ignore)
    return tuple(rule for rule in all_rules() if _rank(rule, let_in) > _rank(rule, left_out))


def ignored_codes(config: RuleConfig, path: str) -> frozenset[str]:
    """The codes of the rules that are left out in one file."""
    return frozenset(
        rule.code
        for pattern, codes in config.per_file_ignores
        if matches(pattern, path, root=config.root)
        for rule in all_rules()
        if _rank(rule, codes) >= 0
    )


def options_of(config: RuleConfig) -> dict[str, dict[str, Option]]:
    """By code, the options that were set. Raises ConfigError for what is no option of the rule."""
    return _options(config, _nowhere)


def with_severities(verdict: FileVerdict, config: RuleConfig) -> FileVerdict:
    """The verdict with its findings as severe as the settings say.

    Nothing else changes: how likely a sentence is mangled was learned from the rules' own
    severities, and each finding keeps that as ``own_severity``. So a stored verdict can be given
    other severities without a model.
    """
    wanted = {
        rule.code: Severity(max(fits)[1])
        for rule in all_rules()
        if (fits := [(_rank(rule, (code,)), to) for code, to in config.severity if _is(rule, code)])
    }

    def changed(finding: Finding) -> Finding:
        own = finding.own_severity or finding.severity
        severity = wanted.get(finding.code, finding.severity)
        return replace(finding, severity=severity, own_severity=None if severity is own else own)

    if not wanted:
        return verdict
    scores = tuple(
        replace(score, findings=tuple(changed(finding) for finding in score.findings))
        for score in verdict.scores
    )
    return replace(verdict, scores=scores)


def check_rules(config: RuleConfig, where: Where | None = None) -> None:
    """Look up every code and option. Raises ConfigError that names the nearest, and where it is."""
    where = where or _nowhere
    for key, codes in (
        ("select", config.select),
        ("extend-select", config.extend_select),
        ("ignore", config.ignore),
        ("extend-ignore", config.extend_ignore),
    ):
        _look_up(codes, where(key, ""))
    for pattern, codes in config.per_file_ignores:
        _look_up(codes, where("per-file-ignores", pattern))
    for code, _ in config.severity:
        _look_up((code,), where("severity", code))
    _options(config, where)


def signed(config: RuleConfig) -> str:
    """What of these settings changes numbers, in a form that depends on nothing else.

    Severities are not among it, nor options that have their default.
    """
    options = {
        code: sorted((name, value) for name, value in given.items() if value != defaults[name])
        for code, given in options_of(config).items()
        if (defaults := get_rule(code).options)
    }
    ignored = sorted(
        (pattern, sorted(rule.code for rule in all_rules() if _rank(rule, codes) >= 0))
        for pattern, codes in config.per_file_ignores
    )
    return repr(
        (
            [rule.code for rule in chosen_rules(config)],
            sorted((code, changed) for code, changed in options.items() if changed),
            ignored,
            config.phrases,
            config.names,
            config.glossary,
        )
    )


def _nowhere(key: str, entry: str) -> str:
    return ""


def _rank(rule: Rule, selectors: tuple[str, ...]) -> int:
    """How closely the closest of the selectors means a rule; -1 where none does."""
    return max(
        (0 if selector.upper() == ALL else len(rule.code) if selector == rule.name else
         len(selector) for selector in selectors if _is(rule, selector)),
        default=-1,
    )  # fmt: skip


def _is(rule: Rule, selector: str) -> bool:
    word = selector.upper()
    return word == ALL or selector == rule.name or (word != "" and rule.code.startswith(word))


def _look_up(selectors: tuple[str, ...], where: str) -> None:
    for selector in selectors:
        if not any(_is(rule, selector) for rule in all_rules()):
            _rule(selector, where)


def _rule(code: str, where: str) -> Rule:
    try:
        return get_rule(code)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}" if where else str(error)) from error


def _options(config: RuleConfig, where: Where) -> dict[str, dict[str, Option]]:
    found: dict[str, dict[str, Option]] = {}
    for code, given in config.options:
        for name, value in given:
            place = where("rules", f"{code}.{_kebab(name)}")
            rule = _rule(code, place)
            start = f"{place}: " if place else ""
            if name not in rule.options:
                near = nearest(name, rule.options)
                hint = f"; the nearest is {_kebab(near)!r}" if near else ""
                known = ", ".join(map(_kebab, rule.options)) or "none"
                raise ConfigError(
                    f"{start}rule {rule.code} has no option {_kebab(name)!r}; it has: {known}{hint}"
                )
            words = _unfit(value, rule.options[name])
            if words:
                raise ConfigError(
                    f"{start}option {_kebab(name)!r} of rule {rule.code} must be {words}, "
                    f"not {value!r:.40}"
                )
            found.setdefault(rule.code, {})[name] = value
    return found


def _unfit(value: Any, default: Any) -> str:
    """What an option should be, if the value is of another type than its default."""
    allowed: Mapping[type, tuple[tuple[type, ...], str]] = {
        bool: ((bool,), "true or false"),
        int: ((int,), "a whole number"),
        float: ((int, float), "a number"),
        str: ((str,), "text"),
    }
    types, words = allowed[type(default)]
    fits = isinstance(value, types) and (isinstance(value, bool) == isinstance(default, bool))
    return "" if fits else words


def _kebab(name: str) -> str:
    return name.replace("_", "-")
