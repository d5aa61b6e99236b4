"""pre-commit installs the hooks that are shipped, and runs them on a commit.

Nothing is downloaded: pip builds the package from a copy of this one, in the environment that
pre-commit makes, and the packages that it needs are seen where they are installed already.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from ..documents import ROOT, block
from .texts import MANGLED, MENDED

HOOKS = ROOT / ".pre-commit-hooks.yaml"

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_pre_commit = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("pre_commit", "hatchling")),
    reason="pre-commit or hatchling is not installed",
)


@dataclass(frozen=True)
class Repository:
    """A git repository with a process environment of its own."""

    path: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments,
            cwd=self.path,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", "-c", "core.compression=0", *arguments)


def environment(home: Path) -> dict[str, str]:
    """That of this process, without its git, and with everything that is written below ``home``."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "MTCHECK_"))
    }
    return {
        **kept,
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "test" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "test@example.org" for who in ("AUTHOR", "COMMITTER")},
        "NO_COLOR": "1",
        "COLUMNS": "80",
    }


def packages_without_mtcheck(folder: Path) -> Path:
    """Links to what is installed here, so that an environment sees it all except mtcheck and pip."""
    folder.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if (
            not path.name.lower().startswith(("mtcheck", "_mtcheck", "pip"))
            and path.suffix != ".pth"
        ):
            (folder / path.name).symlink_to(path)
    return folder


def hooks_repository(folder: Path, variables: dict[str, str]) -> str:
    """A git repository of the package as it is now; gives the revision."""
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(
        ROOT / "mtcheck", folder / "mtcheck", ignore=shutil.ignore_patterns("__pycache__")
    )
    repository = Repository(folder, variables)
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "-m", "hooks")):
        done = repository.git(*arguments)
        assert done.returncode == 0, done.stderr
    return repository.git("rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A user's repository with the configuration that the document shows, hooks switched on."""
    variables = environment(tmp_path)
    revision = hooks_repository(tmp_path / "mtcheck", variables)
    variables |= {
        "PYTHONPATH": str(packages_without_mtcheck(tmp_path / "packages")),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way to say yes
    }
    folder = tmp_path / "user"
    (folder / "content").mkdir(parents=True)
    settings = block(ROOT / "INTEGRATIONS.md", "pre-commit")
    settings = settings.replace("REPOSITORY", str(tmp_path / "mtcheck")).replace(
        "REVISION", revision
    )
    (folder / ".pre-commit-config.yaml").write_text(settings)
    user = Repository(folder, variables)
    user.git("init", "--quiet")
    done = user.run(sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, done.stderr
    return user


@needs_git
@needs_pre_commit
@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_mangled_text_cannot_be_committed_and_its_mended_form_can(repository: Repository) -> None:
    text = repository.path / "content" / "news.txt"
    text.write_text(MANGLED, encoding="utf-8")
    (repository.path / "requirements.txt").write_text("typer\n")
    repository.git("add", "--all")
    refused = repository.git("commit", "-m", "mangled")  # installs the hooks first
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1, said
    assert "content/news.txt" in said
    assert "gate: failed, 1 file judged" in said
    assert "files were modified by this hook" in said  # what is certain has been mended
    assert "morning, and" in text.read_text(encoding="utf-8")
    assert "requirements.txt" not in said
    assert repository.git("rev-parse", "--quiet", "--verify", "HEAD").returncode != 0

    text.write_text(MENDED, encoding="utf-8")
    repository.git("add", "--all")
    passed = repository.git("commit", "-m", "mended")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert repository.git("show", "HEAD:content/news.txt").stdout == MENDED


@needs_pre_commit
@pytest.mark.parametrize("hook", yaml.safe_load(HOOKS.read_text()), ids=lambda hook: hook["id"])
def test_a_hook_asks_for_texts_that_can_be_read(hook: dict[str, object]) -> None:
    import re

    from identify import identify

    from mtcheck.readers import FAMILIES

    def asked(name: str) -> bool:
        tags = identify.tags_from_filename(name)
        return (
            bool(tags & set(hook["types_or"]))  # type: ignore[call-overload]
            and re.search(str(hook["files"]), name) is not None
            and re.search(str(hook["exclude"]), name) is None
        )

    texts = {
        ending
        for ending, family in FAMILIES.items()
        if ending and family in ("plain", "pages.markdown", "pages.web")
    }
    assert {ending for ending in texts if asked(f"content/a{ending}")} >= texts - {
        ".text",
        ".xhtml",
    }
    for name in ("LICENSE", "requirements.txt", "docs/requirements-dev.txt", "CMakeLists.txt",
                 "robots.txt", "setup.py", "table.csv", "notes.rst"):  # fmt: skip
        assert not asked(name), name
    assert hook["require_serial"]  # the models are loaded once per process


def test_the_hooks_are_valid_and_their_commands_exist() -> None:
    from ..documents import parse

    hooks = yaml.safe_load(HOOKS.read_text())
    assert [hook["id"] for hook in hooks] == ["mtcheck", "mtcheck-fix"]
    for hook in hooks:
        program, *words = hook["entry"].split()
        assert (program, hook["language"]) == ("mtcheck", "python")
        parse([*words, "content/a.txt"])
