"""What changed since a git revision: only that is held against a file.

The file as it was is read and cut into sentences like the file as it is; a sentence that is not
among the old ones, as often as it is there, has changed. So a paragraph that moved has not, nor one
that was only wrapped otherwise. A renamed file is compared with what it was called; a new one has
changed throughout.

The whole file is judged all the same: a sentence out of its file means less, and three of them are
too few to say anything. Findings in what did not change are set aside afterwards, and the outcome
of the file is held against it only where what changed gives cause.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mtcheck.config import ReadConfig
from mtcheck.contents import content_of
from mtcheck.errors import ConfigError, InputError
from mtcheck.readers import read
from mtcheck.readers.archives import archive_of
from mtcheck.segment import segment
from mtcheck.types import Alignment, FileVerdict, Finding, Outcome, Sentence, Severity, Side

MARK: Final = "unchanged since "
"""What ``suppressed`` of a finding in an unchanged sentence begins with."""

_GIT_PLACES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")
_LINE_END: Final = re.compile(r"\s*[\r\n]\s*")


@dataclass(frozen=True, slots=True)
class Changed:
    """A verdict with what did not change set aside.

    ``n_changed`` sentences of the file changed; ``mangled`` and ``suspect`` say how many of these
    are so themselves.
    """

    verdict: FileVerdict
    n_changed: int
    mangled: int
    suspect: int

    def is_held_against(self, fail_on: str) -> bool:
        """Does what changed give cause to hold the outcome of the file against it?

        A finding does that counts, or a changed sentence that is mangled itself; where the gate
        fails on suspect files, a suspect one.
        """
        live = any(
            not f.suppressed and f.severity is not Severity.NEUTRAL for f in self.verdict.findings
        )
        return live or self.mangled > 0 or (fail_on == Outcome.SUSPECT and self.suspect > 0)


def changed_since(
    verdicts: Sequence[FileVerdict], revision: str, config: ReadConfig | None = None
) -> tuple[tuple[Changed, ...], tuple[str, ...]]:
    """Each verdict with its unchanged sentences set aside, and remarks on what counts whole.

    Files that lie in no git repository, and files whose old version cannot be read, count whole. A
    finding that quotes the source counts where a sentence beside it changed; what the source has
    and the text has not belongs to no sentence, and counts in new files only. Raises ConfigError
    where there is no git, where none of the files is in a repository, and for an unknown revision.
    """
    config = config or ReadConfig()
    inside: dict[Path, list[tuple[int, str]]] = {}
    notes = []
    packed = False
    for index, verdict in enumerate(verdicts):
        root, name = _repository(verdict.path)
        is_member = bool(archive_of(verdict.path))
        packed |= is_member
        if is_member:
            notes.append(f"{verdict.path}: lies in an archive: the whole file counts")
        elif root is None:
            notes.append(f"{verdict.path}: not in a git repository: the whole file counts")
        else:
            inside.setdefault(root, []).append((index, name))
    if verdicts and not inside and not packed:
        raise ConfigError(f"--changed-since {revision}: none of the files is in a git repository")
    old: dict[int, tuple[str, bytes]] = {}  # what it was called, and what it held
    for root, files in inside.items():
        commit = _commit(root, revision)
        before = _old_names(root, commit)
        names = [before.get(name, name) for _, name in files]
        contents = _contents(root, commit, names)
        for (index, _), name, content in zip(files, names, contents, strict=True):
            if content is not None:
                old[index] = (name, content)
    done = []
    for index, verdict in enumerate(verdicts):
        sentences: Counter[str] | None = None
        if index in old:
            try:
                sentences = _sentences(*old[index], config)
            except InputError as error:
                notes.append(
                    f"{verdict.path}: the whole file counts: as it was at {revision}: {error}"
                )
        done.append(_set_aside(verdict, sentences, revision))
        if index in old and verdict.error and _is_same(verdict.path, old[index][1]):
            done[-1] = replace(done[-1], n_changed=0)
    return tuple(done), tuple(notes)


def check_revision(revision: str, paths: Sequence[str]) -> None:
    """Raise ConfigError where :func:`changed_since` would: before the work instead of after it.

    ``paths`` are files, folders or patterns that will be judged. The first that lies in a
    repository says where the revision is looked up.
    """
    for path in paths:
        if path == "-" or "\0" in path:
            continue
        file = Path(os.path.realpath(path))
        for folder in (file, *file.parents):
            if (folder / ".git").exists():
                _commit(folder, revision)
                return
    if paths:
        raise ConfigError(f"--changed-since {revision}: none of the files is in a git repository")


def _sentences(name: str, content: bytes, config: ReadConfig) -> Counter[str]:
    if not content.strip():
        return Counter()
    reading = read(name, settings=config, content=content)
    return Counter(_key(sentence) for sentence in segment(reading.candidate))


def _key(sentence: Sentence) -> str:
    """A sentence without its line ends: where a line breaks is no matter of text."""
    return _LINE_END.sub(" ", sentence.text)


def _set_aside(verdict: FileVerdict, old: Counter[str] | None, revision: str) -> Changed:
    """``old``: the sentences as they were; None where all of them count as new."""
    n_changed, outcomes, scores = 0, Counter[Outcome](), []
    for score in verdict.scores:
        changed = []
        for sentence in score.alignment.candidate:
            key = _key(sentence)
            if old is not None and old[key] > 0:
                old[key] -= 1
            else:
                changed.append(sentence)
        n_changed += len(changed)
        outcomes[score.outcome] += len(changed)
        if old is not None:
            score = replace(
                score,
                findings=tuple(
                    f
                    if f.suppressed or _is_in(f, score.alignment, changed)
                    else replace(f, suppressed=f"{MARK}{revision}")
                    for f in score.findings
                ),
            )
        scores.append(score)
    return Changed(
        replace(verdict, scores=tuple(scores)),
        n_changed if verdict.scores else 1,
        outcomes[Outcome.MANGLED],
        outcomes[Outcome.SUSPECT],
    )


def _is_in(finding: Finding, alignment: Alignment, changed: Collection[Sentence]) -> bool:
    """Is the finding in, or beside, a sentence that changed?"""
    if finding.side is Side.SOURCE:
        return bool(changed)
    end = max(finding.end, finding.start + 1)  # what lies beside the text is empty
    return any(
        s.unit.id == finding.unit and finding.start < s.end and s.start < end for s in changed
    )


def _is_same(path: str, old: bytes) -> bool:
    try:
        return content_of(path, most=len(old)) == old
    except (OSError, ValueError):
        return False


def _repository(path: str) -> tuple[Path | None, str]:
    """The repository that a file lies in, and its path there; None where it lies in none."""
    if path == "-" or "\0" in path:
        return None, ""
    file = Path(os.path.realpath(path))
    for folder in file.parents:
        if (folder / ".git").exists():
            return folder, file.relative_to(folder).as_posix()
    return None, ""


def _commit(root: Path, revision: str) -> str:
    """The hash of the commit that a revision means."""
    if not revision.strip() or revision.startswith("-") or "\0" in revision:
        raise ConfigError(f"--changed-since {revision}: not a git revision")
    done = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        why = f": {said}" if said else ""
        raise ConfigError(
            f"--changed-since {revision}: git knows no such revision in {root}{why}; "
            "a shallow clone has to fetch it first"
        )
    return done.stdout.decode("ascii", "replace").strip()


def _old_names(root: Path, commit: str) -> dict[str, str]:
    """New to old names of the files that git takes for renamed since the commit."""
    done = _git(root, "diff", "--name-status", "-z", "-M", "--no-ext-diff", commit)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise ConfigError(f"git diff failed in {root}: {said}")
    fields = iter(done.stdout.split(b"\0"))
    names = {}
    for status in fields:
        if status[:1] in (b"R", b"C"):
            old, new = os.fsdecode(next(fields)), os.fsdecode(next(fields))
            names[new] = old
        elif status:
            next(fields)
    return names


def _contents(root: Path, commit: str, names: Sequence[str]) -> list[bytes | None]:
    """What the files held at the commit; None for those that were not there."""
    asked = [f"{commit}:{name}" for name in names if "\n" not in name]
    done = _git(root, "cat-file", "--batch", given=os.fsencode("\n".join(asked) + "\n"))
    answers = iter(_answers(done.stdout, len(asked)))
    found = []
    for name in names:
        if "\n" not in name:
            found.append(next(answers))
        else:  # a batch is asked line by line
            single = _git(root, "cat-file", "blob", f"{commit}:{name}")
            found.append(single.stdout if single.returncode == 0 else None)
    return found


def _answers(output: bytes, n_asked: int) -> list[bytes | None]:
    """The blobs of ``git cat-file --batch``: a head line with the size, the content, a line end."""
    found: list[bytes | None] = []
    position = 0
    while len(found) < n_asked:
        end = output.find(b"\n", position)
        if end < 0:
            raise ConfigError("git cat-file ended before its time")
        head = output[position:end].rsplit(b" ", 2)
        position = end + 1
        if len(head) == 3 and head[2].isdigit():
            size = int(head[2])
            is_file = head[1] == b"blob"
            found.append(output[position : position + size] if is_file else None)
            position += size + 1
        else:
            found.append(None)
    return found


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a repository; nothing that is configured there is run.

    A hook of another repository may have said in the environment which one git has to work on.
    """
    command = ["git", "-C", str(root), "-c", "core.fsmonitor=false", *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in _GIT_PLACES}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            command, input=given, capture_output=True, env=environment, check=False
        )
    except OSError as error:
        raise ConfigError(f"--changed-since needs git, which cannot be run: {error}") from error
