"""How a command gets its settings: flags made from the table, over environment and file.

A command takes its :class:`~mtcheck.settings.Settings` first, then what is no setting, such as
FILES::

    @with_settings("score")
    def score(settings: Settings, files: Files = None) -> int: ...

Its flags are those of :data:`mtcheck.settings.SETTINGS` that name the command.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from typing import Annotated, Any

import typer

from mtcheck.cli.complete import complete_setting
from mtcheck.settings import SETTINGS, Kind, Setting, Settings

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILES", help="Files, folders, globs, or - for standard input."),
]


ConfigFile = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings from this file, instead of the nearest mtcheck.toml, or [tool.mtcheck] of "
        "the nearest pyproject.toml.",
    ),
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Settings from no file.")]


def with_settings(command: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a function the flags of a command, and call it with the settings that count."""
    settings = [setting for setting in SETTINGS if command in setting.commands]

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        def call(**given: Any) -> int:
            config, no_config = given.pop("config"), given.pop("no_config")
            flags = {setting.key: given.pop(setting.name) for setting in settings}
            found = gather_and_tell(flags, config=config, no_config=no_config)
            return function(found, **given)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        files = [
            _keyword("config", ConfigFile, default=None),
            _keyword("no_config", NoConfig, default=False),
        ]
        parameters = [*own, *map(_flag, settings), *files]
        call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        call.__name__, call.__doc__ = function.__name__, function.__doc__
        call.__annotations__ = {}
        return call

    return decorate


def gather_and_tell(
    flags: dict[str, Any], *, config: str | None = None, no_config: bool = False
) -> Settings:
    """The settings that count; remarks about them go to standard error, unless it is quiet.

    ``config`` names the file of settings, ``no_config`` wants none. Raises ConfigError for what no
    setting can mean, rules and their options included.
    """
    from mtcheck.cli.screen import tell
    from mtcheck.config import rules_of
    from mtcheck.config.layers import gather
    from mtcheck.errors import ConfigError

    if config is not None and no_config:
        raise ConfigError("--config and --no-config contradict each other: give one of them")
    settings = gather(flags, environ=os.environ, config=config, search=not no_config)
    rules = rules_of(settings)
    if rules != type(rules)():
        from mtcheck.selection import check_rules

        check_rules(rules, settings.where)
    if not settings["quiet"]:
        for note in settings.notes:
            tell(note)
    return settings


_TYPES: dict[Kind, Any] = {Kind.NUMBER: float, Kind.WHOLE: int, Kind.SWITCH: bool}


def _flag(setting: Setting) -> inspect.Parameter:
    """The parameter that typer makes an option of. Its default is None: nothing was said."""
    kind = setting.kind
    value: Any = list[str] if kind.is_list or kind.is_table else _TYPES.get(kind, str)
    names = [setting.flag]
    if kind is Kind.SWITCH:
        names[0] += f"/--no-{setting.key}"
    if setting.short:
        names.append(setting.short)
    default = setting.default
    shown = "" if not default else f" [default: {default}]"
    many = kind.is_list or kind.is_table
    text = f"{setting.help[:-1]}; may be given several times." if many else setting.help
    option = typer.Option(
        *names,
        metavar=setting.metavar or "|".join(setting.allowed) or None,
        help=text + shown,
        show_default=False,
        autocompletion=complete_setting(setting),
    )
    return _keyword(setting.name, Annotated[value | None, option], default=None)


def _keyword(name: str, annotation: Any, *, default: Any) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)
