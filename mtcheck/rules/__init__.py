"""One file per rule, in folders by family; found by looking, listed nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from mtcheck.errors import ConfigError
from mtcheck.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this package, by code. Modules that begin with ``_`` hold shared parts."""
    found = []
    for module in pkgutil.walk_packages(__path__, prefix=f"{__name__}."):
        if not module.ispkg and not module.name.rpartition(".")[2].startswith("_"):
            found.append(importlib.import_module(module.name).RULE)
    return tuple(sorted(found, key=lambda rule: rule.code))


def get_rule(code: str) -> Rule:
    """The rule with this code or name. Raises ConfigError naming the nearest one."""
    import difflib

    by_key = {key: rule for rule in all_rules() for key in (rule.code, rule.name)}
    if code in by_key:
        return by_key[code]
    if code.upper() in by_key:
        return by_key[code.upper()]
    keys = {key.lower(): key for key in by_key}
    near = difflib.get_close_matches(code.lower(), keys, n=1, cutoff=0.0)
    raise ConfigError(f"no rule {code!r}" + (f"; the nearest is {keys[near[0]]!r}" if near else ""))
