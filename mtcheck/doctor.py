"""What an installation is made of, and whether it is whole: for ``mtcheck doctor``.

An installation goes wrong in few ways: a package is missing or too old, a model file was cut short
on its way (a half download loads as nothing, a changed one would judge by other numbers), a
settings file says what cannot be meant. Each is one :class:`Check` with what to do about it.
Nothing is downloaded, and nothing is imported before it was found to be there.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata, resources

from mtcheck import __version__
from mtcheck.config import Config
from mtcheck.errors import MtcheckError

OK, MISSING, WRONG, OPTIONAL = "ok", "missing", "wrong", "optional"
"""States of a check. ``optional`` is what is not there and not needed to judge a file."""

NEEDED_BY_MODEL = frozenset({"sentence-transformers", "torch"})
"""Packages that only ``--model`` uses; the embedded models do without."""

SUMS = "SHA256SUMS"
"""The file of the package that holds the sums of the shipped models, as ``sha256sum`` writes it."""

_REQUIREMENT = re.compile(r"([\w.-]+)\s*([^;]*)(?:;.*extra\s*==\s*['\"]([\w-]+)['\"])?")
_LIMIT = re.compile(r"(>=|==|<)\s*([\w.]+)")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, its state, and what brings it in order.

    ``group`` is where it belongs: installation, packages, models, run, extras.
    """

    group: str
    name: str
    found: str
    state: str = OK
    remedy: str = ""


def examine(config: Config, settings: Check) -> tuple[Check, ...]:
    """Every check, in a fixed order. ``settings`` says where the Config comes from."""
    checks = [
        *check_installation(),
        settings,
        *check_packages(),
        *check_models(),
        *check_language(),
    ]
    whole = all(check.state in (OK, OPTIONAL) for check in checks)
    return (*checks, *check_run(config, whole=whole), *check_extras())


def check_installation() -> Iterator[Check]:
    """Version and place of mtcheck, and the Python that runs it."""
    yield Check("installation", "mtcheck", f"{__version__}, {resources.files('mtcheck')}")
    python = f"{platform.python_version()}, {sys.executable}"
    yield Check("installation", "python", python)
    yield Check("installation", "system", f"{platform.system()} {platform.machine()}")


def check_packages() -> Iterator[Check]:
    """Every package that mtcheck declares, and its version."""
    declared = requirements()
    if not declared:
        yield Check("packages", "mtcheck", "runs from a folder, not installed", WRONG,
                    "pip install . in the folder that holds pyproject.toml")  # fmt: skip
    for name, limits, extra in declared:
        if extra:
            continue
        found, fits = installed(name, limits)
        if fits:
            yield Check("packages", name, found)
            continue
        command = f"pip install '{name}{limits}'"
        state = WRONG if found else MISSING
        if name in NEEDED_BY_MODEL:
            state, command = OPTIONAL, f"for --model: {command}"
        yield Check("packages", name, f"{found or 'not installed'}, needs {limits}", state, command)


def check_models() -> Iterator[Check]:
    """Every file of numbers that is shipped, by its SHA-256 sum."""
    package = resources.files("mtcheck")
    sums = package.joinpath("models", SUMS)
    if not sums.is_file():
        yield Check("models", SUMS, "not there", MISSING, "reinstall mtcheck")
        return
    for line in sums.read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        path = package.joinpath("models", *name.split("/"))
        label = name.removeprefix("../")
        if not path.is_file():
            yield Check("models", label, "not there", MISSING, "reinstall mtcheck")
            continue
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found == expected:
            yield Check("models", label, found[:8])
        else:
            wrong = f"{found[:8]}, not the shipped {expected[:8]}"
            yield Check("models", label, wrong, WRONG, "reinstall mtcheck")


def check_language() -> Iterator[Check]:
    """Whether languages can be told: lingua is compiled code, and its models are files."""
    if not all(installed(name, "")[0] for name in ("lingua-language-detector", "wordfreq")):
        return  # the packages say so already
    remedy = "pip install --force-reinstall --no-deps lingua-language-detector wordfreq"
    try:
        from mtcheck.language import DETECTOR, language_of

        told = language_of("Les parents attendaient cette décision depuis plusieurs mois.")
    except (ImportError, OSError) as error:
        yield Check("models", "languages", str(error), WRONG, remedy)
        return
    if told == "fr":
        yield Check("models", "languages", DETECTOR)
    else:
        yield Check("models", "languages", f"{DETECTOR} does not know French", WRONG, remedy)


def check_run(config: Config, *, whole: bool) -> Iterator[Check]:
    """Where the models run, and the signature of the numbers, once the models have been loaded."""
    if not whole:
        yield Check("run", "signature", "not looked for: something above is not in order", MISSING)
        return
    from mtcheck.tools import load_tools

    try:
        tools = load_tools(config)
    except MtcheckError as error:
        yield Check("run", "signature", str(error), WRONG, "change the settings")
        return
    except ImportError as error:
        yield Check("run", "signature", str(error), WRONG, f"pip install {error.name or 'it'}")
        return
    yield Check("run", "device", tools.device)
    yield Check("run", "mode", config.judge.mode)
    yield Check("run", "signature", tools.signature)


def check_extras() -> Iterator[Check]:
    """What some commands use if it is there, and the extras for those who work on mtcheck."""
    git = shutil.which("git")
    yield Check("extras", "git", git or "not found", OK if git else OPTIONAL,
                "" if git else "for --changed-since: install git")  # fmt: skip
    declared = requirements()
    for extra in dict.fromkeys(extra for _, _, extra in declared if extra):
        wanted = [(name, limits) for name, limits, of in declared if of == extra]
        lacking = [name + limits for name, limits in wanted if not installed(name, limits)[1]]
        if not lacking:
            yield Check("extras", f"[{extra}]", f"{len(wanted)} packages")
            continue
        found = f"missing: {len(lacking)} of {len(wanted)} packages"
        command = "pip install " + " ".join(f"'{one}'" for one in lacking)
        yield Check("extras", f"[{extra}]", found, OPTIONAL, command)


def requirements() -> tuple[tuple[str, str, str], ...]:
    """(name, limits, extra) of every declared package; extra is empty for those always needed.

    Empty where mtcheck is not installed.
    """
    try:
        lines = metadata.requires("mtcheck") or []
    except metadata.PackageNotFoundError:
        return ()
    found = [_REQUIREMENT.fullmatch(line.strip()) for line in lines]
    return tuple((m[1], m[2].strip(), m[3] or "") for m in found if m)


def installed(name: str, limits: str) -> tuple[str, bool]:
    """The version that is installed, empty if none is; and whether it is within the limits.

    >>> installed("no-such-package", ">=1")
    ('', False)
    """
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return "", False
    return version, within(version, limits)


def within(version: str, limits: str) -> bool:
    """Whether a version is within limits such as ``>=3.8,<3.9``.

    Our own limits are plain numbers, so their parts are compared; what follows a number in a
    version (``rc1``, ``+cpu``) is left out.

    >>> within("3.11.2", ">=3.9"), within("2.13.0+cpu", "==2.13.0"), within("4.0", ">=3.8,<3.9")
    (True, True, False)
    """
    have = _numbers(version)
    for sign, limit in _LIMIT.findall(limits):
        want = _numbers(limit)
        size = max(len(have), len(want))
        one, other = (tuple(part) + (0,) * (size - len(part)) for part in (have, want))
        if not {">=": one >= other, "==": one == other, "<": one < other}[sign]:
            return False
    return True


def is_whole(checks: Sequence[Check]) -> bool:
    """True where nothing that is needed is missing or wrong."""
    return all(check.state in (OK, OPTIONAL) for check in checks)


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()
