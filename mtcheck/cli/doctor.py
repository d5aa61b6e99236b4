"""``mtcheck doctor``: what is installed, whether it is whole, and what brings what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.options import ConfigFile, NoConfig
from mtcheck.cli.screen import show, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.config import Config
    from mtcheck.doctor import Check

AsJson = Annotated[bool, typer.Option("--json", help="The same as JSON, for machines.")]


def doctor(as_json: AsJson = False, config: ConfigFile = None, no_config: NoConfig = False) -> int:
    """Check the installation, and say what is missing.

    Versions, packages, model files by their sums, settings, device and signature. Ends with 0
    where everything is there that judging a file needs, else with 2.
    """
    from mtcheck.doctor import examine, is_whole

    checks = examine(*_settings(config, no_config))
    whole = is_whole(checks)
    show(_as_json(checks, whole) if as_json else _as_text(checks, whole))
    return 0 if whole else 2


def _settings(file: str | None, no_file: bool) -> tuple[Config, Check]:
    """What ``mtcheck score`` would be told here; defaults where that is an error."""
    from mtcheck.cli.options import gather_and_tell
    from mtcheck.config import Config, config_of
    from mtcheck.doctor import WRONG, Check
    from mtcheck.errors import ConfigError

    try:
        settings = gather_and_tell({}, config=file, no_config=no_file)
        config = config_of(settings, "score")
    except ConfigError as error:
        wrong = Check("installation", "settings", str(error), WRONG, "change that setting")
        return Config(), wrong
    variables = sorted({o for o in settings.origins.values() if o.startswith("MTCHECK_")})
    found = ", ".join([settings.file or "no file", *variables])
    return config, Check("installation", "settings", found)


def _as_json(checks: Sequence[Check], whole: bool) -> str:
    import json
    from dataclasses import asdict

    content = {"whole": whole, "checks": [asdict(check) for check in checks]}
    return json.dumps(content, indent=1, ensure_ascii=True) + "\n"


def _as_text(checks: Sequence[Check], whole: bool) -> str:
    """A heading for each group, a line for each check; what to do stands below what it is for."""
    from textwrap import wrap

    from mtcheck.reporters.visible import visible

    names = max(len(check.name) for check in checks)
    lines: list[str] = []
    group = ""
    for check in checks:
        if check.group != group:
            group = check.group
            lines += ["", group] if lines else [group]
        start = f"  {check.state:<8}  {visible(check.name):<{names}}  "
        room = max(width() - len(start), 20)
        found = wrap(visible(check.found).replace("|", " | "), room) or [""]
        rest = [f"{' ' * len(start)}{line}" for line in found[1:]]
        lines += [start + found[0], *rest]
        command = wrap(check.remedy, room - 2, break_on_hyphens=False, break_long_words=False)
        lines += [f"{' ' * len(start)}{line} \\" for line in command[:-1]]  # a shell joins these
        lines += [f"{' ' * len(start)}{line}" for line in command[-1:]]
    n_wrong = sum(check.state in ("missing", "wrong") for check in checks)
    last = "everything is there" if whole else f"{n_wrong} of {len(checks)} checks failed"
    return "\n".join([*lines, "", f"doctor: {last}", ""])
