"""What can be set and what is: the settings in force, a file to begin with, a schema for editors.

All three are made of :data:`mtcheck.settings.SETTINGS` and of the rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from mtcheck.reporters.visible import visible
from mtcheck.rules import all_rules
from mtcheck.settings import SETTINGS, SEVERITIES, Kind, Setting, Settings

WIDTH = 80

SCHEMA = "https://json-schema.org/draft/2020-12/schema"

_HEAD = """\
Settings of mtcheck. A flag of the command comes before an environment
variable (MTCHECK_FAIL_ON), and that before this file. Lines that are
commented out show the default, or an example where there is none. Paths are
relative to this file. mtcheck config show says what counts and why."""


def render_settings(settings: Settings) -> str:
    """The settings in force as TOML, each with where it comes from; not set ones commented out."""
    rows: list[tuple[str, str]] = []
    tables: list[tuple[str, str]] = []
    for setting in SETTINGS:
        value = settings[setting.key]
        if setting.kind.is_table and value:  # TOML wants tables last
            tables += _table_rows(setting, value, settings)
        elif value is None or (
            not settings.given(setting.key) and not value and value is not False
        ):
            rows.append((f"# {setting.key}", "not set"))
        else:
            rows.append((f"{setting.key} = {toml(value)}", settings.origin(setting.key)))
    column = min(max(len(text) for text, _ in rows) + 2, WIDTH // 2)
    lines = [
        f"{text.ljust(column - 1)} # {origin}" if origin else text
        for text, origin in [*rows, *tables]
    ]
    file = f"file: {settings.file}" if settings.file else "no file of settings"
    return "".join(f"{visible(line)}\n" for line in [f"# {file}", *lines])


def render_template() -> str:
    """A commented ``mtcheck.toml`` that sets nothing."""
    lines = [f"# {line}" for line in _HEAD.splitlines()]
    for group in dict.fromkeys(setting.group for setting in SETTINGS):
        lines += ["", f"# -- {group} --"]
        for setting in SETTINGS:
            if setting.group == group and not setting.kind.is_table:
                lines += ["", *_comment(setting), f"#{setting.key} = {toml(_shown(setting))}"]
    for setting in SETTINGS:
        if setting.kind is Kind.RULES:
            for code, options in _shown(setting).items():
                lines += ["", *_comment(setting), f"#[{setting.key}.{code}]"]
                lines += [f"#{key} = {toml(value)}" for key, value in options.items()]
        elif setting.kind.is_table:
            lines += ["", *_comment(setting), f"#[{setting.key}]"]
            lines += [f"#{_key(key)} = {toml(value)}" for key, value in _shown(setting).items()]
    return "\n".join(lines) + "\n"


def render_schema() -> str:
    """The JSON schema (draft 2020-12) of ``mtcheck.toml`` and of ``[tool.mtcheck]``."""
    rules = all_rules()
    codes = [rule.code for rule in rules]
    beginnings = {code[:n] for code in codes for n in range(1, len(code) + 1)}
    definitions: dict[str, Any] = {
        "rules": {
            "description": "A rule's code or name, what codes begin with, or ALL.",
            "enum": ["ALL", *sorted(beginnings), *(rule.name for rule in rules)],
        },
        "severity": {"enum": list(SEVERITIES)},
        **{
            rule.code: {
                "type": "object",
                "description": rule.doc.partition("\n")[0],
                "properties": {
                    name.replace("_", "-"): {"type": _JSON_TYPES[type(default)], "default": default}
                    for name, default in rule.options.items()
                },
                "additionalProperties": False,
            }
            for rule in rules
        },
    }
    schema = {
        "$schema": SCHEMA,
        "title": "Settings of mtcheck",
        "type": "object",
        "properties": {setting.key: _property(setting) for setting in SETTINGS},
        "additionalProperties": False,
        "$defs": definitions,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def toml(value: Any) -> str:
    """A value as TOML writes it.

    >>> toml(("a", True, 0.5, {"x y": 'say "hi"'}))
    '["a", true, 0.5, {"x y" = "say \\\\"hi\\\\""}]'
    """
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found.group()):04x}", text)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {toml(entry)}" for key, entry in value.items())
        return f"{{{inside}}}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(toml, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table_rows(setting: Setting, value: Any, settings: Settings) -> list[tuple[str, str]]:
    """The lines of a table, each with its origin; an empty pair is an empty line."""
    if setting.kind is not Kind.RULES:
        rows = [
            (f"{_key(entry)} = {toml(to)}", settings.origin(setting.key, entry))
            for entry, to in value.items()
        ]
        return [("", ""), (f"[{setting.key}]", ""), *rows]
    rows = []
    for code, options in value.items():
        rows += [("", ""), (f"[{setting.key}.{_key(code)}]", "")]
        for name, option in options.items():
            key = name.replace("_", "-")
            rows.append((f"{key} = {toml(option)}", settings.origin(setting.key, f"{code}.{key}")))
    return rows


def _comment(setting: Setting) -> list[str]:
    text = setting.help
    if setting.allowed:
        text += f" One of: {', '.join(setting.allowed)}."
    return wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _shown(setting: Setting) -> Any:
    """The default, or an example where that says nothing."""
    empty = setting.default in (None, (), {}) and setting.default is not False
    return setting.example if empty else setting.default


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)


def _property(setting: Setting) -> dict[str, Any]:
    default = {} if setting.default is None else {"default": setting.default}
    return {"description": setting.help, **_type(setting), **default}


def _type(setting: Setting) -> dict[str, Any]:
    rules = {"$ref": "#/$defs/rules"}
    match setting.kind:
        case Kind.SWITCH:
            return {"type": "boolean"}
        case Kind.WHOLE | Kind.NUMBER:
            limits = {"minimum": setting.least, "maximum": setting.most}
            return {
                "type": "integer" if setting.kind is Kind.WHOLE else "number",
                **{name: limit for name, limit in limits.items() if limit is not None},
            }
        case Kind.TEXT | Kind.FILE:
            allowed = {"enum": list(setting.allowed)} if setting.allowed else {"minLength": 1}
            return {"type": "string", **allowed}
        case Kind.CODES:
            return {"type": "array", "items": rules}
        case Kind.SEVERITIES:
            return {
                "type": "object",
                "propertyNames": rules,
                "additionalProperties": {"$ref": "#/$defs/severity"},
            }
        case Kind.GLOBS:
            return {"type": "object", "additionalProperties": {"type": "array", "items": rules}}
        case Kind.RULES:
            known = {
                name: {"$ref": f"#/$defs/{rule.code}"}
                for rule in all_rules()
                for name in (rule.code, rule.name)
            }
            return {"type": "object", "properties": known, "additionalProperties": False}
        case Kind.REPORTS:
            return {"type": "array", "items": {"type": "string", "pattern": "^[^=]+=."}}
        case Kind.FILES:
            text = {"type": "string", "minLength": 1}
            return {"anyOf": [text, {"type": "array", "items": text}]}


_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}
