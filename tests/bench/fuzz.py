"""Input that nobody wrote: readers, segmenter, rules, reports and reviews, fed with mutated files.

    python -m tests.bench.fuzz --minutes 30 [--seed 1] [--only "read .docx"] [--fresh]

Guided by coverage where atheris is installed (``pip install atheris``, no part of any extra because
it has no wheels for every Python), else by chance. Mutations know what they change: members of a ZIP
package, elements, cells and strings, words that rules look for. A target that raises anything but
the errors it documents, takes longer than ten seconds of processor time or more than a gigabyte has crashed.

Several runs add up: inputs and crashes are kept in ``reports/fuzz``. A crash counts as left while the
input that made it still makes it. Writes its part of ``reports/benchmarks/formats.md``; what is worth
keeping goes into ``tests/hostile/test_any_text.py``.
"""

from __future__ import annotations

import argparse
import faulthandler
import gzip
import io
import json
import os
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.hostile.growth import FRAGMENTS, OnlyWords, document, of_rule
from tests.readers.formats import FIXTURES, FORMATS, PARAGRAPHS
from tests.readers.packages import packed

ROOT = Path(__file__).parents[2]
STATE = ROOT / "reports" / "fuzz"
SLICE = 20.0
"""Seconds that a target has before the next one."""

MAX_INPUT = 1 << 16
SECONDS, MEMORY = 10, 1_000
MARKUP = (
    "<!--", "-->", "<![CDATA[", "]]>", "<a ", "</a>", "/>", "&amp;", "&#0;", "&#x110000;", "&lol;", "<p>", "<?xml version='1.0'?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "xml:space='preserve'", "xmlns='x'", "{", "}", "[", "]", '"', "'", ":", ",", "\\", "\\u0000",
    "\\ud800", "null", "1e999", "{n, plural, one {#} other {#}}", "%1$s", "%(a)s", "${x}", "{{x}}", "---\n", "- ", "? ", "&a ", "*a",
    "!!python/object ", "<<: *a", "|\n", ">-\n", "%%EOF", "endobj", "stream\n", "/Kids [1 0 R]", "/Length 99999999", "-->", "00:00:01,000",
    "WEBVTT", "NOTE mtcheck: ignore", "mtcheck: ignore[ACC101]", "msgid ", "msgstr[0] ", "msgctxt ", '""', "#~ ", "#, fuzzy", "\r", "\r\n",
    "\0", "\ufeff", "\u2028", "\ud7ff", "../", "\t", "=1+1", "candidate",
)  # fmt: skip
_TOKEN = re.compile(rb"<[^<>]{0,200}>|\w+|\s+|[^\w\s]")

Target = Callable[[bytes], None]
Mutate = Callable[[bytes, random.Random], bytes]


# --- what is fed ----------------------------------------------------------------------------


def reader(extension: str) -> Target:
    """Whatever is read is whole: places, masks and sentences lie inside it."""
    from mtcheck.errors import InputError
    from mtcheck.readers import read
    from mtcheck.segment import segment

    def take(data: bytes) -> None:
        try:
            reading = read(f"a{extension}", content=data)
        except InputError:
            return
        for found in (reading.candidate, reading.source):
            if found is None:
                continue
            assert len({unit.id for unit in found.units}) == len(found.units)
            for unit in found.units:
                offsets = [anchor.offset for anchor in unit.anchors]
                assert offsets == sorted(offsets)
                assert not offsets or offsets[0] == 0
                ends = [edge for mask in unit.masks for edge in mask]
                assert ends == sorted(ends)
                assert not ends or 0 <= ends[0] <= ends[-1] <= len(unit.text)
                for offset in {0, len(unit.text) // 2, max(len(unit.text) - 1, 0)}:
                    where = unit.where(offset)
                    assert where.line >= 0
                    assert where.column >= 0
            for sentence in segment(found):
                assert sentence.text == sentence.unit.text[sentence.start : sentence.end]

    return take


def archives(data: bytes) -> None:
    from mtcheck.errors import InputError
    from mtcheck.readers.packed import open_package

    with suppress(InputError):
        from mtcheck.contents import Limits

        package = open_package(data, path="a.zip", what="an archive", limits=Limits())
        for name in package.names:
            with suppress(InputError):
                package.read(name)


def segmenter(data: bytes) -> None:
    from mtcheck.segment import segment

    text = data.decode("utf-8", "replace")
    place = 0
    for sentence in segment(document(text)):
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert not text[place : sentence.start].strip()
        place = sentence.end
    assert not text[place:].strip()


def rules() -> Target:
    from mtcheck.rules import all_rules

    subjects = [of_rule(r, OnlyWords()) for r in all_rules() if "judge" not in r.needs]

    def take(data: bytes) -> None:
        text = data[:5000].decode("utf-8", "replace")
        for subject in subjects:
            subject(text)

    return take


def reports() -> Target:
    """Every report of what was read; tables and stored verdicts come back as they were."""
    import csv

    from mtcheck.errors import InputError
    from mtcheck.readers import read
    from mtcheck.reporters.csv_tables import csv_tables
    from mtcheck.reporters.reports import FORMATS as KINDS
    from mtcheck.reporters.reports import Wanted
    from mtcheck.store import dump_verdicts, read_verdicts
    from tests import stand_in

    tools = stand_in.StandInTools()

    def take(data: bytes) -> None:
        try:
            found = read("a.txt", content=data).candidate
        except InputError:
            return
        verdicts = (stand_in.judge_document(found, None, tools),)
        assert read_verdicts(dump_verdicts(verdicts), path="v.jsonl") == verdicts
        for table in csv_tables(verdicts).values():
            rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
            assert len({len(row) for row in rows}) == 1
            assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
        for kind in KINDS.values() if isinstance(KINDS, dict) else KINDS:
            if kind.name not in ("parquet", "xlsx", "html"):  # slow, and by other people's writers
                kind.render(verdicts, Wanted())

    return take


def review(extension: str) -> Target:
    """A file with notes says what it said, and its notes come out again."""
    from mtcheck.config import ReadConfig
    from mtcheck.errors import InputError
    from mtcheck.readers import read
    from mtcheck.review import notes_of, review_file
    from tests import stand_in

    tools, path, settings = stand_in.StandInTools(), f"a{extension}", ReadConfig()

    def take(data: bytes) -> None:
        with suppress(InputError):
            notes_of(path, data, settings=settings)
        try:
            found = read(path, content=data).candidate
        except InputError:
            return
        verdict = stand_in.judge_document(found, None, tools)
        with suppress(InputError):
            review_file(verdict, data, settings=settings)

    return take


def targets() -> dict[str, tuple[Callable[[], Target], list[bytes], Mutate]]:
    """By name: what makes the target, what it begins with, and how that is changed."""
    short = tuple(one[:160] for one in PARAGRAPHS[:4])
    marked = ("Brinken met Xi , twice.", "“They sent a signal.", *short)
    found: dict[str, tuple[Callable[[], Target], list[bytes], Mutate]] = {}
    for one in FORMATS:
        if one.packed:
            continue
        for extension in one.extensions[:1]:
            seeds = [one.write(short), one.write(PARAGRAPHS)]
            ending = extension.removesuffix(".gz")
            for path in sorted(FIXTURES.glob(f"*/*{ending}")):
                if path.stat().st_size < MAX_INPUT:
                    seeds.append(path.read_bytes())
            if extension.endswith(".gz"):
                seeds = seeds[:2]
            mutate = (
                in_package
                if seeds[0].startswith(b"PK")
                else in_gzip
                if extension.endswith(".gz")
                else in_text
            )
            name = (
                f"read {extension}"
                if f"read {extension}" not in found
                else f"read {extension} ({one.name})"
            )
            found[name] = (lambda e=extension: reader(e), seeds, mutate)  # type: ignore[misc]
            if "review" in one.back:
                name = (
                    f"review {extension}"
                    if f"review {extension}" not in found
                    else f"review {extension} ({one.name})"
                )
                found[name] = (lambda e=extension: review(e), [one.write(marked)], mutate)  # type: ignore[misc]
    found["open .zip"] = (lambda: archives, [packed({"a.txt": b"A.", "b/c.md": b"B."})], in_text)
    words = ["".join(FRAGMENTS).encode(), "\n\n".join(PARAGRAPHS).encode()]
    found["segmenter"] = (lambda: segmenter, words, in_text)
    found["rules"] = (rules, words, in_text)
    found["reports"] = (reports, ["\n".join(marked).encode(), *words], in_text)
    return found


# --- mutations ------------------------------------------------------------------------------


def in_text(data: bytes, chance: random.Random) -> bytes:
    """A few changes to the tokens of a text: tags, words, marks."""
    tokens = _TOKEN.findall(data) or [b""]
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(tokens) + 1)
        there = min(len(tokens), at + chance.choice((1, 1, 2, 5, 30)))
        kind = chance.randrange(8)
        if kind == 0:
            del tokens[at:there]
        elif kind == 1:
            tokens[at:at] = tokens[at:there] * chance.choice((1, 2, 10, 200))
        elif kind == 2:
            other = chance.randrange(len(tokens) + 1)
            tokens[at:at] = tokens[other : other + there - at]
        elif kind == 3:
            tokens[at:there] = [chance.choice(FRAGMENTS).encode("utf-8", "surrogatepass")]
        elif kind == 4:
            tokens[at:at] = [chance.choice(MARKUP).encode("utf-8", "surrogatepass")]
        elif kind == 5 and at < len(tokens) and tokens[at]:
            raw = bytearray(tokens[at])
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            tokens[at] = bytes(raw)
        elif kind == 6:
            tokens[at:at] = [chance.choice(MARKUP).encode() * chance.choice((2, 30, 500))]
        elif tokens:
            tokens[at:at] = [chance.randbytes(chance.choice((1, 2, 4)))]
        tokens = tokens or [b""]
    return b"".join(tokens)[:MAX_INPUT]


def in_package(data: bytes, chance: random.Random) -> bytes:
    """A member changed, doubled, renamed or left out; now and then the package itself."""
    if chance.random() < 0.1:
        return in_text(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = {info.filename: file.read(info) for info in file.infolist()[:50]}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ):
        return in_text(data, chance)
    names = [name for name in members if members[name]]
    if not names:
        return in_text(data, chance)
    name = chance.choice([*names, max(names, key=lambda n: len(members[n]))])
    kind = chance.random()
    if kind < 0.85:
        members[name] = in_text(members[name], chance)
    elif kind < 0.9:
        del members[name]
    elif kind < 0.95:
        members[
            in_text(name.encode(), chance)[:300].decode("utf-8", "replace").replace("\0", "")
        ] = members[name]
    else:
        members[name] = members[chance.choice(names)]
    with suppress(ValueError, struct.error, zipfile.LargeZipFile):
        return packed(members)
    return data


def in_gzip(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return in_text(data, chance)
    with suppress(OSError, EOFError, zlib.error):
        return gzip.compress(in_text(gzip.decompress(data), chance), 1, mtime=0)
    return in_text(data, chance)


# --- a process for a target -----------------------------------------------------------------


def child(name: str, seconds: float, seed: int, engine: str) -> None:
    """Feed one target until the time is over, or it crashes; the count goes to a file."""
    folder = STATE / _folder(name)
    faulthandler.dump_traceback_later(seconds + 60, exit=True)
    count = os.open(folder / "count", os.O_RDWR | os.O_CREAT)
    n_fed = 0
    make, seeds, mutate = targets()[name]

    def feed(data: bytes) -> None:
        nonlocal n_fed
        n_fed += 1
        os.pwrite(count, b"%20d" % n_fed, 0)
        target(data)

    if engine == "atheris":
        import atheris  # type: ignore[import-not-found]

        with atheris.instrument_imports(include=["mtcheck"]):
            target = make()
            for data in seeds:  # what is imported late, now
                target(data)
        corpus = folder / "corpus"
        corpus.mkdir(exist_ok=True)
        for number, data in enumerate(seeds):
            (corpus / f"seed{number}").write_bytes(data)

        def custom(data: bytes, max_size: int, at: int) -> bytes:
            chance = random.Random(at)
            if chance.random() < 0.15:
                changed: bytes = atheris.Mutate(data, max_size)
                return changed
            return mutate(data, chance)[:max_size]

        atheris.Setup(
            [sys.argv[0], str(corpus), f"-max_total_time={int(seconds)}", f"-seed={seed}", f"-timeout={6 * SECONDS}",
             f"-rss_limit_mb={MEMORY}", f"-max_len={MAX_INPUT}", f"-artifact_prefix={folder}/", "-verbosity=0"],
            feed, custom_mutator=custom,
        )  # fmt: skip
        atheris.Fuzz()
        return
    target = make()
    chance = random.Random(seed)
    pool, end = list(seeds), time.monotonic() + seconds
    signal.signal(signal.SIGPROF, _too_long)
    while time.monotonic() < end:
        data = mutate(chance.choice(pool), chance)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            feed(data)
        except BaseException:
            (folder / f"crash-{zlib.crc32(data):08x}").write_bytes(data)
            raise
        signal.setitimer(signal.ITIMER_PROF, 0)
        if chance.random() < 0.02:
            pool[len(seeds) :] = [*pool[len(seeds) :], data][-200:]


def _too_long(*_: object) -> None:
    raise TimeoutError(f"longer than {SECONDS} s")


def crashes(name: str) -> list[Path]:
    """The kept inputs that still crash it; the others are fixed, and forgotten."""
    left = []
    for path in sorted((STATE / _folder(name)).glob("*-*")):
        if path.name.startswith(("crash-", "timeout-", "oom-", "slow-unit-")):
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.fuzz", "--again", name, "--input", str(path)],
                cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                print(f"{name}: {path}\n{done.stderr[-1500:]}", flush=True)
                left.append(path)
            else:
                path.unlink()
    return left


def again(name: str, path: Path) -> None:
    signal.signal(signal.SIGPROF, _too_long)
    target = targets()[name][0]()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    target(path.read_bytes())
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MEMORY * 1000:
        raise MemoryError(f"more than {MEMORY} MB")


def _folder(name: str) -> str:
    return re.sub(r"\W+", "-", name)


# --- all of them ----------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--report", action="store_true", help="only write the section again")
    parser.add_argument("--child", default="")
    parser.add_argument("--seconds", type=float, default=SLICE)
    parser.add_argument("--engine", default="")
    parser.add_argument("--again", default="")
    parser.add_argument("--input", type=Path)
    args = parser.parse_args()
    if args.child:
        child(args.child, args.seconds, args.seed, args.engine)
    elif args.again:
        again(args.again, args.input)
    else:
        feed_all(args)


def feed_all(args: argparse.Namespace) -> None:
    names = [name for name in targets() if args.only in name]
    engine = "atheris" if _has_atheris() else "chance"
    tally = STATE / "tally.json"
    STATE.mkdir(parents=True, exist_ok=True)
    found = {} if args.fresh or not tally.exists() else json.loads(tally.read_text())
    if args.report:
        args.minutes = 0
    end, number = time.monotonic() + 60 * args.minutes, 0
    while (left := end - time.monotonic()) > 1:
        name = names[number % len(names)]
        seconds = max(1.0, min(SLICE, left, 60 * args.minutes / len(names)))
        folder = STATE / _folder(name)
        folder.mkdir(exist_ok=True)
        (folder / "count").unlink(missing_ok=True)
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.fuzz", "--child", name, "--seconds", str(seconds),
             "--seed", str(args.seed * 100_003 + number), "--engine", engine],
            cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        fed = int((folder / "count").read_text() or 0) if (folder / "count").exists() else 0
        one = found.setdefault(name, {"inputs": 0, "seconds": 0.0, "crashed": 0, "engine": engine})
        one["inputs"] += fed
        one["seconds"] += time.monotonic() - started
        if done.returncode:  # a busy machine is no crash
            one["crashed"] += bool(crashes(name))
        tally.write_text(json.dumps(found, indent=1))
        print(f"{name}: {fed} inputs, exit {done.returncode}", flush=True)
        if done.returncode:
            print(done.stderr[-3000:], flush=True)
        number += 1
    write(found)


def write(found: dict[str, dict[str, float]]) -> None:
    from tests.bench.formats import put

    left = {name: len(crashes(name)) for name in targets()}
    known = {name: found[name] for name in targets() if name in found}
    minutes = sum(one["seconds"] for one in known.values()) / 60
    lines = [
        "| target | inputs | minutes | crashes found | crashes left |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {one['inputs']:,} | {one['seconds'] / 60:.1f} | {one['crashed']:.0f} | {left[name]} |"
        for name, one in known.items()
    ]
    engines = " and ".join(sorted({str(one["engine"]) for one in known.values()}))
    head = (
        f"Made by `python -m tests.bench.fuzz` ({engines}; mutations that know the formats). In all "
        f"{minutes:.0f} minutes, {sum(one['inputs'] for one in known.values()):,} inputs, "
        f"crashes left: {sum(left.values())}. A crash is any error that is not documented, more than "
        f"{SECONDS} s, or more than {MEMORY:,} MB.\n\n"
    )
    put("Fuzzing", head + "\n".join(lines))


def _has_atheris() -> bool:
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    main()
