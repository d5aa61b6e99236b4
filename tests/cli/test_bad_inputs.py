"""Whatever is wrong with the input: the documented words and exit code, and no traceback."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.own import OwnWay, dump_own
from mtcheck.store import dump_verdicts

from ..readers.bad_inputs import BAD_INPUTS, BadInput
from ..reporters.verdicts import clean
from ..stand_in import MODES
from .conftest import CLEAN, Command


@pytest.mark.parametrize("case", BAD_INPUTS, ids=lambda case: case.label)
def test_a_bad_file_is_reported_and_the_good_one_beside_it_scored(
    case: BadInput, folder: Path, mtcheck: Command
) -> None:
    (folder / "bad").mkdir()
    path = case.place(folder / "bad")
    encoded = case.error is InputError and case.encoding
    (folder / "good.txt").write_bytes(CLEAN.encode(case.encoding if encoded else "utf-8"))
    done = mtcheck("score", path, "good.txt", "--out", "out", *case.flags)
    errors = done.err.splitlines()
    assert len(errors) == 1
    assert errors[0].startswith("mtcheck: error: ")
    assert "Traceback" not in done.err
    for word in case.words:
        assert word in errors[0]
    assert done.code == case.error.exit_code
    if case.error is InputError:
        lines = (folder / "out" / "files.csv").read_text().splitlines()
        assert len(lines) == 3
        assert ",unjudged," in lines[1]
        assert lines[2].startswith("good.txt,,clean,")


@dataclass(frozen=True)
class BadUse:
    """A command line in a folder with ``files``, the error it gives, and its exit code.

    ``error`` is the whole line, after ``mtcheck: error: ``, or its beginning if it ends in
    an ellipsis.
    """

    label: str
    arguments: str
    error: str
    code: int = 2
    files: tuple[tuple[str, str], ...] = ()


HELP = " (mtcheck --help tells more)"
WAY = OwnWay(0.0, 1.0, MODES)
OWN = dump_own("stand-in:1", {"alone": WAY}).decode()
NEWER = dump_verdicts([clean()]).decode().replace('"version":4', '"version":5')
TORN = dump_verdicts([clean(), clean()]).decode()[:-40] + "\n"

BAD_USES = (
    # usage
    BadUse("no command", "", f"Missing command.{HELP}"),
    BadUse("unknown command", "scor clean.txt", "No such command 'scor'. Did you mean 'score'..."),
    BadUse("unknown option", "score clean.txt --sorce x", "No such option: --sorce..."),
    BadUse("option without its value", "score clean.txt --out", f"Option '--out' requires an argument.{HELP}"),
    BadUse("no files", "score", "no files given: name files, folders, patterns, or - for standard input"),
    BadUse("gate without files", "gate", "no files given: name files, folders, patterns, or - for standard input"),
    BadUse("workers in words", "score clean.txt --workers two", "Invalid value for '--workers': ..."),
    BadUse("no workers", "score clean.txt --workers 0", "--workers cannot be 0: at least 1"),
    BadUse("unknown align mode", "score clean.txt --align paralel", "--align cannot be 'paralel': auto, line, parallel or comparable; did you mean 'parallel'?"),
    BadUse("unknown device", "score clean.txt --device tpu", "--device cannot be 'tpu': auto, cpu or cuda; did you mean 'cpu'?"),
    BadUse("unknown encoding", "score clean.txt --encoding utf8x", "--encoding: unknown encoding 'utf8x'; did you mean 'utf-8'?"),
    BadUse("no candidate column", "score clean.txt --candidate-column=", "--candidate-column cannot be empty"),
    BadUse("empty source", "score clean.txt --source=", "--source cannot be empty; leave it out to judge files alone"),
    BadUse("two kinds of source", "score clean.txt --source clean.txt --pairs p.csv", "--source and --pairs contradict each other..."),
    BadUse("auto and pairs", "score clean.txt --source auto --pairs p.csv", "--source and --pairs contradict each other..."),
    BadUse("auto with one file", "score clean.txt --source auto", "--source auto picks one of several files; 1 can be judged here"),
    BadUse("empty model", "score clean.txt --model=", "--model cannot be empty; leave it out for the embedded model"),
    BadUse("missing model", "score clean.txt --model no/such", "model 'no/such' cannot be loaded..."),
    BadUse("unknown rule", "rule ACC999", "no rule 'ACC999'; the nearest is 'ACC..."),
    BadUse("unknown outcome to fail on", "gate clean.txt --fail-on mangeld", "--fail-on cannot be 'mangeld': mangled, suspect, major or critical; did you mean 'mangled'?"),
    BadUse("score out of range", "gate clean.txt --min-score 101", "--min-score cannot be 101: 0 to 100"),
    BadUse("score that is no number", "gate clean.txt --min-score nan", "--min-score cannot be nan: 0 to 100"),
    BadUse("unknown mode", "score clean.txt --mode balanced-ish", "--mode cannot be 'balanced-ish': low-fpr or balanced; did you mean 'balanced'?"),
    BadUse("unknown mode of the gate", "gate clean.txt --mode strict", "--mode cannot be 'strict': low-fpr or balanced"),
    # settings
    BadUse("unknown rule to select", "score clean.txt --select ACC999", "--select: no rule 'ACC999'; the nearest is 'ACC..."),
    BadUse("severity without a value", "score clean.txt --severity ACC101", "--severity: 'ACC101' is not of the form CODE=severity"),
    BadUse("unknown severity", "gate clean.txt --severity ACC101=blocker", "--severity: ACC101 cannot be 'blocker': neutral, minor, major or critical"),
    BadUse("severity off", "gate clean.txt --severity ACC101=off", "--severity: ACC101 cannot be 'off': neutral, minor, major or critical; to leave a rule out, name it in ignore"),
    BadUse("pattern without a code", "score clean.txt --per-file-ignores drafts/*", "--per-file-ignores: 'drafts/*' is not of the form PATTERN:CODE"),
    BadUse("unknown option of a rule", "score clean.txt --rule-option LIN101.max-words=3", "--rule-option: rule LIN101 has no option 'max-words'; it has: min-words; the nearest is 'min-words'"),
    BadUse("coverage in per cent", "gate clean.txt --min-coverage 50", "--min-coverage cannot be 50: 0 to 1"),
    BadUse("missing settings", "score clean.txt --config c.toml", "c.toml: the settings cannot be read: No such file or directory"),
    BadUse("settings without a name", "score clean.txt --config=", "--config cannot be empty; --no-config reads no file"),
    BadUse("settings and none", "score clean.txt --config c.toml --no-config", "--config and --no-config contradict each other: give one of them"),
    BadUse("settings that are no TOML", "gate clean.txt", "mtcheck.toml:2: not TOML: ...", 2, (("mtcheck.toml", "workers = 2\nso\n"),)),
    BadUse("unknown key", "gate clean.txt", "mtcheck.toml:1: unknown key 'fail_on'; the nearest is 'fail-on'", 2, (("mtcheck.toml", "fail_on = 'major'\n"),)),
    BadUse("unknown key of pyproject", "config show", "pyproject.toml:2: unknown key 'min_score'; the nearest is 'min-score'", 2, (("pyproject.toml", "[tool.mtcheck]\nmin_score = 3\n"),)),
    BadUse("unknown rule in the settings", "score clean.txt", "mtcheck.toml:2: severity.ACC999: no rule 'ACC999'; the nearest is...", 2, (("mtcheck.toml", "[severity]\nACC999 = 'minor'\n"),)),
    BadUse("settings over a file", "config init clean.txt", "clean.txt: there is such a file already; it stays as it is"),
    BadUse("settings in a missing place", "config init clean.txt/mtcheck.toml", "clean.txt/mtcheck.toml: cannot be written: ..."),
    # sources
    BadUse("missing source", "score clean.txt --source s.txt", "clean.txt: its source cannot be read: s.txt: does not exist...", 3),
    BadUse("source of an unsupported kind", "score clean.txt --source s.doc", "clean.txt: its source cannot be read: s.doc: files ending in '.doc'...", 3, (("s.doc", "x"),)),
    BadUse("no source of that name", "score clean.txt --source texts", "clean.txt: no source in texts is called clean.txt or clean.*", 3, (("texts/b.txt", "x"),)),
    BadUse("candidate and source from one stream", "score - --source -", "standard input cannot be both a candidate and the source"),
    # pairs
    BadUse("missing pairs", "score --pairs p.csv", "p.csv: does not exist", 3),
    BadUse("pairs without columns", "score --pairs p.csv", "p.csv:1: no column 'candidate'...", 3, (("p.csv", "mt,ref\na,b\n"),)),
    BadUse("pairs without a candidate", "score --pairs p.csv", "p.csv:3: this row has no candidate", 3, (("p.csv", "candidate,source\nclean.txt,\n,clean.txt\n"),)),
    BadUse("pair given twice", "score --pairs p.csv", "p.csv:3: 'clean.txt' has a row already", 3, (("p.csv", "candidate,source\nclean.txt,\nclean.txt,\n"),)),
    BadUse("file not in the pairs", "score clean.txt --pairs p.csv", "clean.txt: is not a candidate in p.csv", 3, (("p.csv", "candidate,source\nother.txt,\n"),)),
    BadUse("pair with a missing file", "score --pairs p.csv", "gone.txt: does not exist", 3, (("p.csv", "candidate,source\ngone.txt,clean.txt\n"),)),
    # the user's own lists
    BadUse("missing phrases", "score clean.txt --phrases p.csv", "p.csv: the phrases file cannot be read: No such file or directory"),
    BadUse("phrases are a folder", "score clean.txt --phrases .", ".: the phrases file cannot be read: Is a directory"),
    BadUse("phrases with other columns", "score clean.txt --phrases p.csv", "p.csv:1: the first line must be found,expected; it is 'bad,good'", 2, (("p.csv", "bad,good\n"),)),
    BadUse("phrase without correction", "score clean.txt --phrases p.csv", "p.csv:3: expected is empty", 2, (("p.csv", "found,expected\na,b\nc,\n"),)),
    BadUse("phrase with too many cells", "score clean.txt --phrases p.csv", "p.csv:2: 3 cells where found,expected has 2", 2, (("p.csv", "found,expected\na,b,c\n"),)),
    BadUse("phrase with an open quote", "score clean.txt --phrases p.csv", "p.csv:2: not a CSV row: unexpected end of data", 2, (("p.csv", 'found,expected\n"a,b\n'),)),
    BadUse("missing names", "score clean.txt --names n.txt", "n.txt: the names file cannot be read: No such file or directory"),
    BadUse("no names", "score clean.txt --names n.txt", "n.txt: no name in it; one name a line is expected", 2, (("n.txt", "# none\n"),)),
    # what is set aside
    BadUse("missing baseline", "gate clean.txt --baseline b.json", "b.json: the baseline cannot be read: No such file or directory; mtcheck baseline create makes one"),
    BadUse("baseline that is a folder", "gate clean.txt --baseline .", ".: the baseline cannot be read: Is a directory"),
    BadUse("baseline in conflict", "gate clean.txt --baseline b.json", "b.json:2: the baseline holds the marks of a merge conflict...", 2, (("b.json", '{"format": "mtcheck-baseline", "version": 1,\n<<<<<<< ours\n'),)),
    BadUse("baseline of another kind", "baseline show --baseline b.json", "b.json: not a baseline that mtcheck made", 2, (("b.json", "[]"),)),
    BadUse("no baseline to update", "baseline update clean.txt", "mtcheck-baseline.json: the baseline cannot be read: No such file or directory; mtcheck baseline create makes one"),
    BadUse("baseline from nothing", "baseline create", "no files given: name files, folders, patterns, or - for standard input"),
    BadUse("baseline of a missing file", "baseline create gone.txt", "gone.txt: does not exist", 3),
    BadUse("unknown command of baseline", "baseline mend", f"No such command 'mend'.{HELP}"),
    BadUse("revision outside a repository", "gate clean.txt --changed-since HEAD", "--changed-since HEAD: ..."),
    BadUse("revision that is an option", "gate clean.txt --changed-since=--all", "--changed-since --all: ..."),
    BadUse("list of ignored findings that is no TOML", "score clean.txt", "mtcheck-ignore.toml:1: not TOML: ...", 2, (("mtcheck-ignore.toml", "[[ignore]\n"),)),
    # the user's own terms
    BadUse("missing glossary", "score clean.txt --glossary g.csv", "g.csv: the glossary cannot be read: No such file or directory"),
    BadUse("glossary is a folder", "gate clean.txt --glossary .", ".: the glossary cannot be read: Is a directory"),
    BadUse("glossary without a source column", "score clean.txt --glossary g.csv", "g.csv:1: no column 'source' in the first line", 2, (("g.csv", "target\na\n"),)),
    BadUse("glossary with another status", "score clean.txt --glossary g.csv", "g.csv:2: unknown status 'banned'; preferred, allowed, forbidden or do-not-translate", 2, (("g.csv", "source,status\na,banned\n"),)),
    BadUse("glossary that contradicts itself", "score clean.txt --glossary g.csv", "g.csv:3: 'b' is forbidden here and preferred on line 2", 2, (("g.csv", "source,target,status\na,b,\na,b,forbidden\n"),)),
    BadUse("glossaries that contradict each other", "gate clean.txt --glossary g.csv --glossary h.csv", "h.csv:2: 'b' is forbidden here and preferred in g.csv:2", 2, (("g.csv", "source,target\na,b\n"), ("h.csv", "source,target,status\na,b,forbidden\n"))),
    BadUse("termbase with entities", "score clean.txt --glossary g.tbx", "g.tbx:1: declares the entity 'a': entities are not read", 2, (("g.tbx", '<!DOCTYPE tbx [<!ENTITY a "b">]><tbx/>'),)),
    BadUse("termbase that is none", "score clean.txt --glossary g.tbx", "g.tbx:1: not a TBX file: its first element is 'html', not tbx or martif", 2, (("g.tbx", "<html/>"),)),
    BadUse("glossary command without files", "glossary validate", f"Missing argument 'FILES'.{HELP}"),
    BadUse("missing glossary to validate", "glossary validate g.csv", "1 problem in a glossary of 0 terms"),
    # the user's own calibration
    BadUse("missing calibration", "score clean.txt --calibration own.json", "own.json: the calibration file cannot be read: No such file or directory"),
    BadUse("calibration is a folder", "score clean.txt --calibration .", ".: the calibration file cannot be read: Is a directory"),
    BadUse("calibration that is no JSON", "score clean.txt --calibration own.json", "own.json:2: not JSON: Expecting...", 2, (("own.json", '{"format":\n'),)),
    BadUse("calibration that is no text", "score clean.txt --calibration own.json", "own.json:1: not JSON: Expecting value", 2, (("own.json", "\x00"),)),
    BadUse("calibration of another kind", "score clean.txt --calibration own.json", "own.json: not a calibration that mtcheck calibrate wrote", 2, (("own.json", "{}"),)),
    BadUse("newer calibration", "score clean.txt --calibration own.json", "own.json: a calibration of version 2; this mtcheck reads version 1: calibrate again...", 2, (("own.json", OWN.replace('"version": 1', '"version": 2')),)),
    BadUse("calibration with a threshold that is none", "gate clean.txt --calibration own.json", "own.json: ways.alone.modes.low-fpr.mangled: 6 is not between 0 and 1", 2, (("own.json", OWN.replace('"mangled": 0.6,', '"mangled": 6,')),)),
    BadUse("calibration edited by hand", "gate clean.txt --calibration own.json", "own.json: checksum: it was changed after mtcheck calibrate wrote it...", 2, (("own.json", OWN.replace('"mangled": 0.6,', '"mangled": 0.5,')),)),
    BadUse("calibration of another model", "score clean.txt --calibration own.json", "own.json: base: model:a there, model: here...", 2, (("own.json", dump_own("stand-in:1|model:a", {"alone": WAY}).decode()),)),
    BadUse("calibration of other stored verdicts", "gate verdicts.jsonl --calibration own.json", "own.json: base: made with other settings than the verdict of clean.txt (...", 2, (("own.json", OWN), ("verdicts.jsonl", dump_verdicts([clean()]).decode()))),
    # calibrating
    BadUse("calibrate without files", "calibrate", f"Missing option '--clean'.{HELP}"),
    BadUse("calibrate without mangled files", "calibrate --clean clean.txt", f"Missing option '--mangled'.{HELP}"),
    BadUse("a rate that is none", "calibrate --clean clean.txt --mangled mangled.txt --max-fpr 0", "--max-fpr cannot be 0: above 0 and below 0.5"),
    BadUse("a rate that is no number", "calibrate --clean clean.txt --mangled mangled.txt --max-fpr nan", "--max-fpr cannot be nan: above 0 and below 0.5"),
    BadUse("a source to be picked", "calibrate --clean clean.txt --mangled mangled.txt --source auto", "--source auto cannot be used here: name the source, or a folder of them"),
    BadUse("standard input to calibrate on", "calibrate --clean - --mangled mangled.txt", "--clean cannot be -: a calibration takes files and folders"),
    BadUse("one file in both folders", "calibrate --clean . --mangled ./mangled.txt", "./mangled.txt is in --clean and in --mangled: a file is clean or mangled"),
    BadUse("one text in both folders", "calibrate --clean clean.txt --mangled m", "m/copy.txt holds the same text as clean.txt, which is in --clean: a text is clean or mangled", 2, (("m/copy.txt", CLEAN),)),
    BadUse("a calibration written over a folder", "calibrate --clean clean.txt --mangled mangled.txt --out m", "--out m: there is a folder of that name; a file is written here", 2, (("m/copy.txt", CLEAN),)),
    BadUse("too few files to calibrate", "calibrate --clean clean.txt --mangled mangled.txt", "too few files to calibrate: judged alone 1 clean and 1 mangled files; at least 5 clean and 5 mangled ones are needed, judged the same way", 3),
    # stored verdicts
    BadUse("missing verdicts", "gate verdicts.jsonl", "verdicts.jsonl: No such file or directory", 3),
    BadUse("empty verdicts", "gate verdicts.jsonl", "verdicts.jsonl: no verdict in it", 3, (("verdicts.jsonl", ""),)),
    BadUse("foreign verdicts", "gate verdicts.jsonl", "verdicts.jsonl:1: not a verdict that mtcheck wrote", 3, (("verdicts.jsonl", '{"a":1}\n'),)),
    BadUse("torn verdicts", "gate verdicts.jsonl", "verdicts.jsonl:2: not a line of JSON in UTF-8", 3, (("verdicts.jsonl", TORN),)),
    BadUse("newer verdicts", "gate verdicts.jsonl", "verdicts.jsonl:1: a verdict of version 5; this mtcheck reads version 4...", 3, (("verdicts.jsonl", NEWER),)),
    BadUse("newer verdicts by another name", "gate kept.jsonl", "kept.jsonl:1: a verdict of version 5...", 3, (("kept.jsonl", NEWER),)),
    # reports
    BadUse("unknown format", "score clean.txt --report htlm=r.html", "--report: no format 'htlm': html, xlsx, csv, parquet, jsonl, markdown, sarif, junit, github, gitlab, rdjson; did you mean 'html'?"),
    BadUse("report without a format", "gate clean.txt --report r.html", "--report r.html: FORMAT=PATH is expected, such as html=report.html"),
    BadUse("report without a path", "score clean.txt --report html=", "--report html=: FORMAT=PATH is expected, such as html=report.html"),
    BadUse("workbook on standard output", "score clean.txt --report xlsx=-", "--report xlsx=-: xlsx is not text: name a file"),
    BadUse("two reports on one path", "score clean.txt --report html=r --report sarif=./r", "--report sarif=./r: something else is written to ./r"),
    BadUse("two reports on standard output", "score clean.txt --report csv=- --report sarif=-", "--report sarif=-: something else is written to standard output"),
    BadUse("a report in the place of a table", "score clean.txt --out out --report csv=out/files.csv", "--report csv=out/files.csv: something else is written to out/files.csv"),
    BadUse("a report that is a folder", "score clean.txt --report html=.", "--report html=.: a file is written here, not a folder"),
    BadUse("tables below a file", "score clean.txt --report csv=clean.txt", "--report csv=clean.txt: a folder, or a name that ends in .csv"),
    BadUse("a report below a file", "score clean.txt --report html=clean.txt/r.html", "--report html=clean.txt/r.html: clean.txt is not a folder"),
    BadUse("a report over a device", "score clean.txt --report sarif=/dev/null", "--report sarif=/dev/null: /dev/null is no file; - is standard output"),
    BadUse("a report over what is judged", "score clean.txt --report markdown=clean.txt", "clean.txt: cannot be written: it is one of the files that were read"),
    BadUse("report on nothing", "report", f"Missing argument 'VERDICTS'.{HELP}"),
    BadUse("report on a text", "report clean.txt --report html=r.html", "clean.txt:1: not a line of JSON in UTF-8", 3),
    BadUse("report on missing verdicts", "report gone.jsonl", "gone.jsonl: No such file or directory", 3),
    BadUse("report in an unknown mode", "report verdicts.jsonl --mode strict", "--mode cannot be 'strict': low-fpr or balanced", 2, (("verdicts.jsonl", dump_verdicts([clean()]).decode()),)),
    # fixing, comparing, explaining
    BadUse("fix without files", "fix", "no files given: name files, folders, patterns, or - for standard input"),
    BadUse("diff and write", "fix clean.txt --diff --write", "--diff and --write contradict each other: give one of them"),
    BadUse("fixing by a picked source", "fix clean.txt mangled.txt --source auto", "--source auto: to fix files by their source, name it"),
    BadUse("standard input among files to fix", "fix - clean.txt", "standard input is fixed alone: name either - or files"),
    BadUse("fixing a missing file", "fix missing.txt", "missing.txt: does not exist", 3),
    BadUse("fixing an office document", "fix a.docx", "a.docx: is not a Word document...", 3, (("a.docx", "text"),)),
    BadUse("comparing one version", "compare clean.txt", f"Missing argument 'NEW'.{HELP}"),
    BadUse("comparing by a picked source", "compare clean.txt mangled.txt --source auto", "--source auto: the versions would be compared with two sources; name it"),
    BadUse("standard input twice", "compare - -", "standard input cannot be both versions"),
    BadUse("a table that cannot be written", "compare clean.txt clean.txt --out out.csv/x", "out.csv/x: cannot be written: File exists", 2, (("out.csv", ""),)),
    BadUse("explaining a file without a line", "explain clean.txt", "clean.txt: which line? Write FILE:LINE, such as clean.txt:12"),
    BadUse("explaining a line that is not there", "explain clean.txt:9", "clean.txt:9: no sentence here; the nearest is clean.txt:3:1, “They parted as friends.”"),
    BadUse("explaining line 0", "explain clean.txt:0", "clean.txt:0: lines and columns count from 1"),
    BadUse("explaining a folder", "explain .:1", ".: is a folder; name one file"),
    BadUse("explaining by a picked source", "explain clean.txt:1 --source auto", "--source auto picks one of several files; name the source"),
    # where results go
    BadUse("out is a file", "score clean.txt --out clean.txt", "--out clean.txt: the folder cannot be made: there is a file of that name"),
    BadUse("out is below a file", "score clean.txt --out clean.txt/out", "--out clean.txt/out: the folder cannot be made: Not a directory"),
    BadUse("resuming without a folder", "score clean.txt --resume", "--resume: progress is kept in the folder of --out: name that folder"),
    BadUse("a gate resumed without a folder", "gate clean.txt --resume", "--resume: progress is kept in the folder of --out: name that folder"),
    BadUse("resuming and watching", "score clean.txt --resume --watch --out out", "--watch and --resume contradict each other: give one of them"),
    BadUse("a folder where a table goes", "score clean.txt --out out", "out/findings.csv: cannot be written: it is a folder", 2, (("out/findings.csv/x", ""),)),
)  # fmt: skip


@pytest.mark.parametrize("case", BAD_USES, ids=lambda case: case.label)
def test_a_bad_command_line_is_one_line_of_error(
    case: BadUse, folder: Path, mtcheck: Command
) -> None:
    for name, content in case.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    done = mtcheck(*case.arguments.split())
    expected = f"mtcheck: error: {case.error}"
    if expected.endswith("..."):
        assert done.err.startswith(expected.removesuffix("..."))
        assert done.err.count("\n") == 1
    else:
        assert done.err == f"{expected}\n"
    assert done.code == case.code


def test_there_are_enough_cases_and_their_labels_are_unique() -> None:
    assert len({case.label for case in BAD_USES}) == len(BAD_USES)
    assert len(BAD_USES) + len(BAD_INPUTS) >= 100


def test_a_damaged_verdicts_file_does_not_hide_the_others(folder: Path, mtcheck: Command) -> None:
    (folder / "kept.jsonl").write_bytes(dump_verdicts([clean()]))
    (folder / "verdicts.jsonl").write_text("{")
    done = mtcheck("gate", "verdicts.jsonl", "kept.jsonl")
    assert (done.code, done.out) == (3, "gate: passed, 1 file judged\n")


def test_hostile_file_names_are_shown_not_obeyed(folder: Path, mtcheck: Command) -> None:
    names = ["a\x1b[2J\u202e.txt", "[bold]b\n.txt", "=cmd.txt", "--quiet.txt"]
    for name in names:
        (folder / name).write_text(CLEAN)
    done = mtcheck("score", "--out", "out", "--", *names, "gone\x1b2J.txt")
    assert done.code == 3
    assert done.err == "mtcheck: error: gone\\x1b2J.txt: does not exist\n"
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert "a\\x1b[2J\\u202e.txt" in done.out
    assert "[bold]b .txt" in done.out
    table = (folder / "out" / "files.csv").read_text()
    assert "\n'=cmd.txt,," in table
    assert "\n'--quiet.txt,," in table


def test_a_folder_that_may_not_be_written_is_refused_before_any_work(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # a superuser may write everywhere
    done = mtcheck("score", "clean.txt", "--out", "out")
    assert (done.code, done.out) == (2, "")
    assert done.err == "mtcheck: error: --out out: nothing can be written in this folder\n"


WORDS = st.sampled_from(
    ["score", "gate", "calibrate", "--clean", "--mangled", "--mode", "--calibration", "rule", "--source", "--pairs", "--out", "--align", "--encoding", "--phrases",
     "--names", "--select", "--config", "--no-config", "--severity", "ACC101=minor", "--min-coverage", "--workers", "--fail-on", "--min-score", "--quiet", "--csv-raw", "--help",
     "--version", "--markdown", "--", "-", "-q", "clean.txt", "mangled.txt", "missing.txt", "out", "auto",
     "line", "major", "ACC101", "utf-16", "1", "0", "-1", "", ".", "*", "[", "\x00", "verdicts.jsonl"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(["score", "gate", "rule"]), st.lists(WORDS, max_size=6))
def test_no_command_line_ends_in_a_traceback(
    folder: Path, mtcheck: Command, command: str, words: list[str]
) -> None:
    with (folder / "clean.txt").open() as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", file)
        done = mtcheck(command, *words)
    assert done.code in (0, 1, 2, 3)
    assert (done.code in (2, 3)) == ("mtcheck: error: " in done.err)


def test_an_undecodable_file_name_is_no_obstacle(folder: Path, mtcheck: Command) -> None:
    name = "bad\udc80.txt"
    (folder / name).write_text(CLEAN)
    done = mtcheck("score", name, "--out", "out")
    assert done.code == 0
    assert "bad\\udc80.txt" in done.out
    assert mtcheck("gate", "out/verdicts.jsonl").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["gate", "\0"], 3),
        (["score", "\0"], 3),
        (["score", "clean.txt", "--source", "\0"], 3),
        (["score", "clean.txt", "--phrases", "\0"], 2),
        (["score", "clean.txt", "--names", "\0"], 2),
        (["score", "clean.txt", "--out", "\0"], 2),
        (["score", "clean.txt", "--pairs", "\0"], 3),
    ],
)
def test_a_nul_in_a_path_is_an_error_like_any_other(
    folder: Path, mtcheck: Command, words: list[str], code: int
) -> None:
    done = mtcheck(*words)
    assert done.code == code
    assert "mtcheck: error: " in done.err
