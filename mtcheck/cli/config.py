"""``mtcheck config``: the settings in force, a file to begin with, a schema for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli.options import ConfigFile, NoConfig, gather_and_tell
from mtcheck.cli.screen import show

config = typer.Typer(
    help="Say which settings count and where they come from; begin a file of settings.",
    rich_markup_mode=None,
)

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]


@config.command("show")
def show_settings(config: ConfigFile = None, no_config: NoConfig = False) -> int:
    """Print the settings in force, and where each comes from."""
    from mtcheck.reporters.settings_pages import render_settings

    show(render_settings(gather_and_tell({}, config=config, no_config=no_config)))
    return 0


@config.command()
def init(file: Target = Path("mtcheck.toml")) -> int:
    """Write a commented mtcheck.toml to begin with.

    Every setting is explained in it, and none is set. A file that is there already stays as it is.
    """
    from mtcheck.errors import ConfigError
    from mtcheck.reporters.settings_pages import render_template
    from mtcheck.store import replace_files

    try:
        there = file.exists() or file.is_symlink()
    except ValueError:  # a NUL in the path; writing it says so
        there = False
    if there:
        raise ConfigError(f"{file}: there is such a file already; it stays as it is")
    replace_files({file: render_template().encode()})
    show(f"written: {file}\n")
    return 0


@config.command()
def schema() -> int:
    """Print the JSON schema of mtcheck.toml, for editors."""
    from mtcheck.reporters.settings_pages import render_schema

    show(render_schema())
    return 0
