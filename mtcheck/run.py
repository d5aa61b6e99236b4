"""Many files: read all of them, then judge each, with one verdict per file whatever happens.

All candidates are read before the first is judged, because a rule may compare a file with the
others of the run. A file that cannot be read becomes a verdict ``unjudged`` that carries the
error; the others are judged all the same. The order and the content of the verdicts do not
depend on the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from mtcheck.config import Config
from mtcheck.errors import ConfigError, InputError
from mtcheck.language import objection
from mtcheck.types import Document, FileVerdict, Outcome, Reading

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from mtcheck.aside.ignore_file import IgnoreFiles
    from mtcheck.journal import Journal, Keys
    from mtcheck.readers.paths import Planned

KILLED = (
    "the process that judged it was killed, and again when tried alone: memory may be short; "
    "judge it with --workers 1, or with more memory"
)
"""Why a file is unjudged at which a process of ours ended, without a word, twice."""

AUTO = "auto"
"""As ``source``: pick the cleanest of the files themselves."""


class LoadedTools(Protocol):
    """What a run asks of :class:`mtcheck.tools.Tools`."""

    @property
    def signature(self) -> str:
        """Names everything that the numbers depend on."""
        ...

    @property
    def device(self) -> str:
        """Where the model runs: ``cpu`` or ``cuda``."""
        ...


Load = Callable[[Config], Any]
Judge = Callable[..., FileVerdict]


@dataclass(frozen=True, slots=True)
class Progress:
    """A step that is done: ``done`` of ``total`` files in a stage, ``read`` or ``judge``."""

    stage: str
    done: int
    total: int
    path: str


@dataclass(frozen=True, slots=True)
class Run:
    """The verdicts of a run, in the order of the files, and what a user should be told.

    ``device`` is where the model ran; ``notes`` are sentences such as which source was picked.
    """

    verdicts: tuple[FileVerdict, ...]
    device: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """One file to judge, read already. With ``error`` there is nothing to judge."""

    path: str
    candidate: Document | None = None
    source: Document | None = None
    source_path: str = ""
    rows: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where verdicts are kept, and under which keys."""

    journal: Journal
    keys: Keys

    def key(self, task: _Task) -> str:
        assert task.candidate is not None
        return self.keys.key(task.candidate, task.source, rows=task.rows)

    def judge_alone(self, document: Document, source: None, tools: Any) -> FileVerdict:
        """Judge without a look at the others, or take what is known."""
        from mtcheck.pipeline import judge_document

        key = self.keys.key(document, source, alone=True)
        verdict = self.journal.recall(key)
        if verdict is None:
            verdict = judge_document(document, source, tools)
            self.journal.record(key, verdict)
        return verdict


def run_files(
    inputs: Sequence[str],
    *,
    source: str | None = None,
    pairs: str | None = None,
    config: Config | None = None,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    contents: Mapping[str, bytes] | None = None,
    journal: Journal | None = None,
    load: Load | None = None,
    judge: Judge | None = None,
) -> Run:
    """Judge files: paths, folders, globs, or ``-`` for standard input.

    ``source`` is one file for all, a folder matched by file name, or ``auto``; ``pairs`` a CSV
    file of candidate and source paths, which alone will do. Without either, the source column
    of a bilingual table is used, and other files are judged alone. ``contents`` holds, by path,
    what stands in for the content of files, such as a version that is not written yet. ``journal``
    gets every verdict as soon as there is one, and gives those that it has already. ``load`` and
    ``judge`` stand in for :func:`~mtcheck.tools.load_tools` and
    :func:`~mtcheck.pipeline.judge_document`; with ``workers`` above 1 they must be importable
    by name.

    Raises ConfigError for settings that make no sense together, ModelError where the model
    cannot be loaded, InputError where no file is found at all.
    """
    from mtcheck.aside.ignore_file import IgnoreFiles
    from mtcheck.pipeline import judge_document
    from mtcheck.readers.paths import expand, pair_up
    from mtcheck.tools import load_tools

    config, load, judge = config or Config(), load or load_tools, judge or judge_document
    report = progress or _ignore
    _check(source, pairs, workers)
    limits = config.read.limits
    passed: list[str] = []
    alone = pairs is not None and not inputs
    candidates = () if alone else expand(inputs, limits=limits, tell=passed.append)
    given = None if source == AUTO else source
    plans = pair_up(candidates, source=given, pairs=pairs, limits=limits)
    ignored = IgnoreFiles()
    tasks = _read_all(plans, config, report, contents or {}, ignored)
    tools = load(config)
    kept = _kept(journal, tasks, config, tools)
    notes = (*passed, *ignored.remarks())
    if source == AUTO:
        tasks, note = _pick(tasks, tools, kept)
        notes += (note,)
    known = _known(tasks, kept)
    verdicts = known | {
        index: _unjudged(task, task.error, tools) for index, task in enumerate(tasks) if task.error
    }
    work = [index for index in range(len(tasks)) if index not in verdicts]
    judged: Iterator[tuple[int, FileVerdict | None]]
    if min(workers, len(work)) > 1:
        judged = _in_processes(work, workers, partial(_start_worker, tasks, config, load, judge))
    else:
        judged = ((index, _judge_one(tasks, index, tools, judge)) for index in work)
    for index, verdict in judged:
        verdicts[index] = verdict or _unjudged(
            tasks[index], f"{tasks[index].path}: {KILLED}", tools
        )
        if kept is not None and verdict is not None:
            kept.journal.record(kept.key(tasks[index]), verdict)
        report(Progress("judge", len(verdicts), len(tasks), tasks[index].path))
    if journal is not None:
        notes += journal.remarks(len(known), len(tasks))
    return Run(tuple(verdicts[index] for index in range(len(tasks))), tools.device, notes)


def _check(source: str | None, pairs: str | None, workers: int) -> None:
    if source == AUTO and pairs is not None:
        raise ConfigError("--source and --pairs contradict each other: give one of them")
    if source == "":
        raise ConfigError("--source cannot be empty; leave it out to judge files alone")
    if workers < 1:
        raise ConfigError(f"--workers cannot be {workers}: at least 1")


def _read_all(
    plans: Sequence[Planned],
    config: Config,
    report: Callable[[Progress], None],
    contents: Mapping[str, bytes],
    ignored: IgnoreFiles,
) -> tuple[_Task, ...]:
    """Read every candidate and source once, in order."""
    read: dict[str, Reading | InputError] = {}
    tasks = []
    for number, plan in enumerate(plans, 1):
        tasks.append(_with_ignored(_read_task(plan, config, read, contents), ignored))
        report(Progress("read", number, len(plans), plan.candidate))
    return tuple(tasks)


def _with_ignored(task: _Task, ignored: IgnoreFiles) -> _Task:
    """The task with what the nearest mtcheck-ignore.toml says of its candidate."""
    if task.candidate is None:
        return task
    entries = ignored.suppressions(task.path, len(task.candidate.units))
    if not entries:
        return task
    candidate = task.candidate
    suppressions = (*candidate.suppressions, *entries)
    return replace(task, candidate=replace(candidate, suppressions=suppressions))


def _read_task(
    plan: Planned,
    config: Config,
    read: dict[str, Reading | InputError],
    contents: Mapping[str, bytes],
) -> _Task:
    path, source_path = plan.candidate, plan.source or ""
    if plan.error is not None:
        return _Task(path, source_path=source_path, error=str(plan.error))
    reading = _read_once(path, config, read, contents)
    if isinstance(reading, InputError):
        return _Task(path, source_path=source_path, error=str(reading))
    objected = objection(reading.candidate)
    if objected:
        error = "; ".join((f"{path}: {objected}", *reading.candidate.remarks))
        return _Task(path, source_path=source_path, error=error)
    if not source_path:
        own = reading.source
        return _Task(path, reading.candidate, own, path if own else "", rows=own is not None)
    source = _read_once(source_path, config, read, contents)
    if isinstance(source, InputError):
        error = f"{path}: its source cannot be read: {source}"
        return _Task(path, source_path=source_path, error=error)
    objected = objection(source.candidate)
    if objected:
        error = f"{path}: its source cannot be compared with: {source_path}: {objected}"
        return _Task(path, source_path=source_path, error=error)
    return _with_source(_Task(path, reading.candidate), source.candidate, source_path)


def _with_source(task: _Task, source: Document, path: str) -> _Task:
    """The task with a source from a file of its own: strings of the same names belong together."""
    from mtcheck.readers.strings.keyed import are_versions, say_missing

    candidate = task.candidate
    assert candidate is not None
    if not are_versions(candidate, source):
        return replace(task, source=source, source_path=path, rows=False)
    remarks = (*candidate.remarks, *say_missing(candidate, source))
    candidate = replace(candidate, remarks=remarks)
    return replace(task, candidate=candidate, source=source, source_path=path, rows=True)


def _read_once(
    path: str,
    config: Config,
    read: dict[str, Reading | InputError],
    contents: Mapping[str, bytes],
) -> Reading | InputError:
    from mtcheck.readers import read as read_file

    if path not in read:
        try:
            read[path] = read_file(path, settings=config.read, content=contents.get(path))
        except InputError as error:
            read[path] = error
    return read[path]


def _pick(
    tasks: tuple[_Task, ...], tools: Any, kept: _Kept | None
) -> tuple[tuple[_Task, ...], str]:
    """Give every file the cleanest one as its source, and that one none.

    It is judged alone: compared with itself it would be flawless whatever it says.
    """
    from mtcheck.pipeline import judge_document, pick_source

    readable = [task for task in tasks if task.candidate is not None]
    if len(readable) < 2:
        raise ConfigError(
            f"--source auto picks one of several files; {len(readable)} can be judged here"
        )
    documents = [task.candidate for task in readable if task.candidate is not None]
    index, reason = pick_source(
        documents, tools, judge=kept.judge_alone if kept else judge_document
    )
    picked = readable[index]
    assert picked.candidate is not None
    changed = tuple(
        replace(task, source=None, source_path="", rows=False)
        if task is picked or task.error
        else _with_source(task, picked.candidate, picked.path)
        for task in tasks
    )
    return changed, f"source: {picked.path}, picked because {reason}; it is itself judged alone"


def _kept(
    journal: Journal | None, tasks: Sequence[_Task], config: Config, tools: LoadedTools
) -> _Kept | None:
    """The journal with the keys of this run, or None."""
    if journal is None:
        return None
    from mtcheck.journal import Keys

    candidates = [task.candidate for task in tasks if task.candidate is not None]
    keys = Keys(config, candidates, signature=tools.signature, device=tools.device)
    return _Kept(journal, keys)


def _known(tasks: Sequence[_Task], kept: _Kept | None) -> dict[int, FileVerdict]:
    """By number the verdicts that an earlier run wrote down."""
    known = {}
    for index, task in enumerate(tasks):
        verdict = kept.journal.recall(kept.key(task)) if kept and not task.error else None
        if verdict is not None:
            known[index] = verdict
    return known


def _judge_one(tasks: Sequence[_Task], index: int, tools: LoadedTools, judge: Judge) -> FileVerdict:
    task = tasks[index]
    others = tuple(
        other.candidate
        for number, other in enumerate(tasks)
        if other.candidate is not None and number != index
    )
    try:
        return judge(task.candidate, task.source, tools, rows=task.rows, others=others)
    except InputError as error:
        return _unjudged(task, str(error), tools)


def _unjudged(task: _Task, error: str, tools: LoadedTools) -> FileVerdict:
    return unjudged(task.path, error, tools.signature, source_path=task.source_path)


def unjudged(path: str, error: str, signature: str, *, source_path: str = "") -> FileVerdict:
    """The verdict of a file that could not be judged at all, and why."""
    return FileVerdict(
        path=path,
        source_path=source_path,
        outcome=Outcome.UNJUDGED,
        reasons=(error,),
        p_mangled=None,
        scores=(),
        align_mode="",
        coverage=None,
        source_coverage=None,
        signature=signature,
        error=error,
    )


_worker: dict[str, Any] = {}
"""What a worker process holds: the tasks, the tools it loaded, the judge. Empty elsewhere."""


def _in_processes(
    work: Sequence[int], workers: int, start: Callable[[], None]
) -> Iterator[tuple[int, FileVerdict | None]]:
    """Judge in processes of their own, each of which is started once, and loads the tools.

    Where one is killed, from outside or by a system that is out of memory, all others of its pool
    end with it. What is left is then judged in one process, file after file: the file at which
    that one is killed as well has no verdict.
    """
    from concurrent.futures.process import BrokenProcessPool

    left = list(work)
    while left:
        try:
            for index, verdict in _in_a_pool(left, workers, start):
                yield index, verdict
                left.remove(index)
        except BrokenProcessPool:
            if workers == 1:
                yield left.pop(0), None
            workers = 1


def _in_a_pool(
    work: Sequence[int], workers: int, start: Callable[[], None]
) -> Iterator[tuple[int, FileVerdict]]:
    """Whatever was judged comes before BrokenProcessPool is raised.

    The processes are spawned, not forked: a forked copy of a threaded runtime may hang.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(
        max_workers=min(workers, len(work)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=start,
    ) as pool:
        try:
            futures = {}
            broken: BaseException | None = None
            for index in work:
                try:
                    futures[pool.submit(_work, index)] = index
                except BrokenProcessPool as error:
                    broken = error
                    break
            for future in as_completed(futures):
                failed = future.exception()
                if isinstance(failed, BrokenProcessPool):
                    broken = failed
                else:
                    yield futures[future], future.result()
            if broken is not None:
                raise broken
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()  # what they are at would be thrown away
            raise


def _start_worker(tasks: tuple[_Task, ...], config: Config, load: Load, judge: Judge) -> None:
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends us
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _worker.update(tasks=tasks, tools=load(config), judge=judge)


def _end_with(parent: BaseProcess) -> None:
    """A parent that was killed cannot end its workers: they would wait for work for ever."""
    import os

    parent.join()
    os._exit(1)


def _work(index: int) -> FileVerdict:
    return _judge_one(_worker["tasks"], index, _worker["tools"], _worker["judge"])


def _ignore(_: Progress) -> None:
    return None
