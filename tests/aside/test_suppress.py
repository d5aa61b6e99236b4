"""Findings set aside: in every way that is documented, and whatever is written wrong."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.aside.directives import read_cell
from mtcheck.aside.suppress import set_aside
from mtcheck.config import Config, ReadConfig, RuleConfig, SuppressConfig
from mtcheck.errors import ConfigError, InputError
from mtcheck.pipeline import judge_document
from mtcheck.readers import read
from mtcheck.readers.pages.markdown import units as markdown_units
from mtcheck.readers.pages.web import units as web_units
from mtcheck.run import run_files
from mtcheck.tools import Tools, load_tools
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    Severity,
    Side,
    Unit,
)

from .. import stand_in

Aside = list[tuple[str, str]]
"""(code, suppressed) of every finding."""


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setitem(sys.modules, "mtcheck.pipeline", stand_in)
    monkeypatch.setitem(sys.modules, "mtcheck.tools", stand_in)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged(name: str, text: str) -> FileVerdict:
    Path(name).write_text(text, encoding="utf-8")
    (verdict,) = run_files([name]).verdicts
    return verdict


def aside(verdict: FileVerdict) -> Aside:
    return [(finding.code, finding.suppressed) for finding in verdict.findings]


MARKDOWN = [
    pytest.param(
        "Brinken came.\n\n<!-- mtcheck: ignore[ACC101] sic -->\nBrinken left.\n\nBrinken.\n",
        ["", "comment on line 3: sic", ""],
        id="the next block",
    ),
    pytest.param(
        "<!-- mtcheck: ignore[LIN101, ACC101] -->\nBrinken left.\n",
        ["comment on line 1"],
        id="several codes",
    ),
    pytest.param("<!-- mtcheck: ignore[LIN101] -->\nBrinken left.\n", [""], id="another code"),
    pytest.param(
        "<!-- mtcheck: ignore quoted -->\nBrinken left.\n", ["comment on line 1: quoted"], id="all"
    ),
    pytest.param(
        "<!-- mtcheck: ignore[*] quoted -->\nBrinken.\n", ["comment on line 1: quoted"], id="star"
    ),
    pytest.param("<!-- mtcheck: ignore[name-altered] -->\nBrinken.\n", ["comment on line 1"], id="name"),
    pytest.param("<!-- mtcheck: ignore[acc] -->\nBrinken.\n", ["comment on line 1"], id="prefix"),
    pytest.param("<!-- MTCHECK:Ignore[ACC1]: why -->\nBrinken.\n", ["comment on line 1: why"], id="case"),
    pytest.param("<!--\nmtcheck: ignore[ACC101]\nwhy\nthen -->\nBrinken.\n", ["comment on line 1: why then"], id="lines"),
    pytest.param("- <!-- mtcheck: ignore -->\n  Brinken.\n- Brinken.\n", ["comment on line 1", ""], id="list"),
    pytest.param("> <!-- mtcheck: ignore -->\n> Brinken.\n\nBrinken.\n", ["comment on line 1", ""], id="quote"),
    pytest.param("<!-- mtcheck: ignore --> Brinken.\n\nBrinken.\n", ["comment on line 1", ""], id="on its line"),
    pytest.param("- <!-- mtcheck: ignore --> *Brinken*.\n- Brinken.\n", ["comment on line 1", ""], id="on the line of an item"),
    pytest.param("<!-- mtcheck: off -->\n\n<!-- mtcheck: on --> Brinken.\n", [""], id="on again on its line"),
    pytest.param("<div>\n<!-- mtcheck: ignore -->\n</div>\n\nBrinken.\n", ["comment on line 2"], id="in other HTML"),
    pytest.param("Brinken. <!-- mtcheck: ignore -->\n\nBrinken.\n", ["comment on line 1", ""], id="inside its block"),
    pytest.param("One,\ntwo <!-- mtcheck: ignore --> Brinken.\n", ["comment on line 2"], id="inside, second line"),
    pytest.param(
        "Brinken.\n\n<!-- mtcheck: off[ACC101] bad examples -->\n\nBrinken.\n\nBrinken.\n\n"
        "<!-- mtcheck: on -->\n\nBrinken.\n",
        ["", "comment on line 3: bad examples", "comment on line 3: bad examples", ""],
        id="off and on",
    ),
    pytest.param("<!-- mtcheck: off -->\n\nBrinken.\n\nBrinken.\n", ["comment on line 1"] * 2, id="off to the end"),
    pytest.param(
        "<!-- mtcheck: off[ACC101,LIN101] -->\n\nBrinken signal.\n\n<!-- mtcheck: on[LIN101] -->\n\nBrinken signal.\n",
        ["comment on line 1"] * 3 + [""],
        id="one of two on again",
    ),
    pytest.param("Brinken <!-- mtcheck: off --> x.\n\nBrinken.\n\nBrinken <!-- mtcheck: on -->.\n\nBrinken.\n",
                 ["comment on line 1"] * 3 + [""], id="off and on inside blocks"),
    pytest.param("```\n<!-- mtcheck: ignore -->\n```\n\nBrinken.\n", [""], id="code is no comment"),
    pytest.param("`<!-- mtcheck: ignore -->` Brinken.\n", [""], id="neither is code in a line"),
    pytest.param("<!-- mtcheck was here -->\n\nBrinken.\n", [""], id="a comment about mtcheck"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_a_comment_of_markdown_sets_findings_aside(
    stand_ins: Path, text: str, expected: list[str]
) -> None:
    assert [suppressed for _, suppressed in aside(judged("a.md", text))] == expected


HTML = [
    pytest.param("<p>Brinken.</p><!-- mtcheck: ignore[ACC101] sic --><p>Brinken.</p><p>Brinken.</p>", ["", "comment on line 1: sic", ""], id="next block"),
    pytest.param("<p><!-- mtcheck: ignore -->Brinken.</p>\n<p>Brinken.</p>", ["comment on line 1", ""], id="at its beginning"),
    pytest.param("<p>Oh Brinken <!-- mtcheck: ignore --></p>\n<p>Brinken.</p>", ["comment on line 1", ""], id="inside"),
    pytest.param("<!-- mtcheck: off[ACC] x -->\n<p>Brinken.<p>Brinken.\n<!-- mtcheck: on --><p>Brinken.", ["comment on line 1: x"] * 2 + [""], id="off and on"),
    pytest.param("<script><!-- mtcheck: off --></script><p>Brinken.</p>", [""], id="a script is no comment"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HTML)
def test_a_comment_of_html_sets_findings_aside(
    stand_ins: Path, text: str, expected: list[str]
) -> None:
    assert [suppressed for _, suppressed in aside(judged("a.html", text))] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ["", ""]),
        ("*", ["mtcheck_ignore on line 2"] * 2),
        ("ACC101", ["mtcheck_ignore on line 2", ""]),
        ("ACC101 LIN101: as printed", ["mtcheck_ignore on line 2: as printed"] * 2),
        ('"LIN101,name-altered"', ["mtcheck_ignore on line 2"] * 2),
        ("*: a: b", ["mtcheck_ignore on line 2: a: b"] * 2),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_column_of_a_table_sets_findings_of_its_row_aside(
    stand_ins: Path, cell: str, expected: list[str], separator: str
) -> None:
    rows = (
        ("candidate", "mtcheck_ignore", "source"),
        ("Brinken signal", cell, "x"),
        ("Brinken", "", "y"),
    )
    name = "a.csv" if separator == "," else "a.tsv"
    verdict = judged(name, "".join(separator.join(row) + "\n" for row in rows))
    assert [suppressed for _, suppressed in aside(verdict)] == [*expected, ""]


def test_a_key_of_a_json_line_sets_findings_aside(stand_ins: Path) -> None:
    lines = '{"candidate":"Brinken","mtcheck_ignore":"ACC101: sic"}\n{"candidate":"Brinken"}\n'
    assert aside(judged("a.jsonl", lines)) == [
        ("ACC101", "mtcheck_ignore on line 1: sic"),
        ("ACC101", ""),
    ]
    Path("b.jsonl").write_text('{"candidate":"x","mtcheck_ignore":["ACC101"]}\n')
    with pytest.raises(InputError, match=r"b.jsonl:1: 'mtcheck_ignore' is a list, not a string"):
        read("b.jsonl")


def test_a_file_condemned_by_what_is_set_aside_only_comes_out_clean(stand_ins: Path) -> None:
    rest = "\n\nThey spoke for hours.\n\nThey parted as friends.\n"
    condemned = judged("a.md", "Brinken met Xi." + rest)
    spared = judged("b.md", "<!-- mtcheck: ignore[ACC101] sic -->\nBrinken met Xi." + rest)
    assert (condemned.outcome, condemned.count(Severity.MAJOR)) == (Outcome.MANGLED, 1)
    assert (spared.outcome, spared.count(Severity.MAJOR)) == (Outcome.CLEAN, 0)
    assert {score.outcome for score in spared.scores} == {Outcome.CLEAN}
    assert len(spared.findings) == 1


COMMENTS = st.sampled_from(
    [
        "<!-- mtcheck: ignore -->",
        "<!-- mtcheck: off[TER] x -->",
        "<!-- mtcheck: on -->",
        "<!-- note -->",
    ]
)
BLOCKS = st.sampled_from(
    ["# Harbour", "Ships *stay* here.", "- fees\n- tolls", "> It is late,\n> he said."]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(COMMENTS, BLOCKS), min_size=1, max_size=6))
def test_comments_change_no_unit_no_id_and_no_line(made: list[tuple[str, str]]) -> None:
    with_them = "".join(f"{comment}\n\n{block}\n\n" for comment, block in made)
    without = "".join(f"\n\n{block}\n\n" for _, block in made)
    assert markdown_units(with_them) == markdown_units(without)
    with_them = "".join(f"<p>{comment}\n{block} {comment}</p>\n" for comment, block in made)
    without = "".join(f"<p>\n{block} </p>\n" for _, block in made)
    assert web_units(with_them) == web_units(without)


PIECES = st.sampled_from(
    ["<!--", "-->", " mtcheck:", " ignore", " off", " on", "[", "]", "ACC101", "TER", ",", " ", "\n", "\n\n", "Brinken.", "*", "<p>", "`"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["markdown", "web"]))
def test_whatever_comments_say_suppressions_stay_inside_the_file(text: str, family: str) -> None:
    parse = importlib.import_module(f"mtcheck.readers.pages.{family}").parse
    document = parse(text, path="a", settings=ReadConfig()).candidate
    for note in document.suppressions:
        assert 0 <= note.start <= note.end <= len(document.units)
        assert 1 <= note.line <= text.count("\n") + 1
        assert note.column >= 1
        assert bool(note.fault) or note.start < len(document.units)
    alignments = [
        Alignment(n, (Sentence(u.text, u, 0, len(u.text)),), (), 1.0)
        for n, u in enumerate(document.units)
    ]
    findings = [
        Finding("ACC101", "name-altered", Category.ACCURACY, Severity.MAJOR, "", n, Side.CANDIDATE,
                u.id, u.line, 1, 0, 1, u.text[:1])
        for n, u in enumerate(document.units)
    ]  # fmt: skip
    marked, idle = set_aside(findings, document, alignments, ran=("ACC101",))
    assert [replace(f, suppressed="") for f in marked] == findings
    used = {f.suppressed.split(":")[0] for f in marked if f.suppressed}
    assert used <= {note.place for note in document.suppressions if not note.fault}
    assert all(note.fault for note in idle)


def test_a_comment_inside_a_line_leaves_one_space() -> None:
    (unit,) = markdown_units("Ships <!-- mtcheck: ignore --> stay <!-- a -->\nhere<!-- b -->.")
    assert unit.text == "Ships stay here."


# --- what is written wrong, and what does nothing: SUP101, with the real rules -----------------------


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(Config(rules=RuleConfig(select=("LIN102", "ACC201", "SUP101"))))


def faults(
    text: str, tools: Tools, tmp_path: Path, name: str = "a.md"
) -> list[tuple[int, int, str]]:
    (tmp_path / name).write_text(text)
    found = judge_document(read(str(tmp_path / name)).candidate, None, tools).findings
    idle = [finding for finding in found if finding.code == "SUP101"]
    assert all(f.severity is Severity.NEUTRAL and not f.suppressed for f in idle)
    return [(f.line, f.column, f.message) for f in idle]


FAULTS = [
    ("<!-- mtcheck: ignore[LIN102] -->\n{}", "no finding of LIN102 stands there"),
    ("<!-- mtcheck: ignore[LIN102] -->\n\n# Title\n\n{}", "no finding of LIN102 stands there"),
    ("<!-- mtcheck: ignore[LIN999] -->\n{}", "there is no rule 'LIN999'; the nearest is 'LIN"),
    ("<!-- mtcheck: ignore[word-repeeted] -->\n{}", "the nearest is 'word-repeated'"),
    ("<!-- mtcheck: ignore[LI] -->\n{}", "there is no rule 'LI'"),
    ("<!-- mtcheck: ignroe[LIN102] -->\n{}", "it says 'ignroe' where ignore, off or on stands; the nearest is 'ignore'."),
    ("<!-- mtcheck ignore[LIN102] -->\n{}", "a colon is missing after mtcheck"),
    ("<!-- mtcheck: ignore[LIN102 -->\n{}", "the bracket is not closed"),
    ("<!-- mtcheck: ignore[] -->\n{}", "the brackets are empty"),
    ("<!-- mtcheck: on -->\n{}", "nothing is switched off here"),
    ("{}\n\n<!-- mtcheck: ignore -->\n", "no text follows it"),
    ("<!-- mtcheck: off[LIN102] -->\n\n{}", "no finding of LIN102 stands there"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_what_sets_nothing_aside_is_reported_at_its_line(
    text: str, fault: str, tools: Tools, tmp_path: Path
) -> None:
    clean = "The ships left the harbour before dawn."
    ((line, column, message),) = faults(text.format(clean), tools, tmp_path)
    assert fault in message
    assert text.format(clean).split("\n")[line - 1][column - 1 :].startswith("<!--")


def test_what_sets_something_aside_is_not_reported(tools: Tools, tmp_path: Path) -> None:
    text = "<!-- mtcheck: ignore[{}] why -->\nThe the ships left the harbour before dawn.\n"
    for code in ("LIN102", "word-repeated", "LIN", "*"):
        assert faults(text.format(code), tools, tmp_path) == []
    ((_, _, message),) = faults(text.format("LIN102,LIN999"), tools, tmp_path)
    assert "'LIN999'" in message


def test_a_rule_that_did_not_look_makes_no_suppression_idle(tools: Tools, tmp_path: Path) -> None:
    text = "<!-- mtcheck: ignore[{}] why -->\nThe ships left the harbour before dawn.\n"
    assert faults(text.format("ACC201"), tools, tmp_path) == []  # it needs a source
    assert faults(text.format("LIN101"), tools, tmp_path) == []  # it was left out
    assert faults(text.format("*"), tools, tmp_path) == []  # most were left out


def test_where_reasons_are_required_one_without_does_not_count(
    tools: Tools, tmp_path: Path
) -> None:
    strict = replace(tools, config=Config(suppress=SuppressConfig(require_reasons=True)))
    path = tmp_path / "a.md"
    path.write_text(
        "<!-- mtcheck: ignore[LIN102] -->\nThe the ships left.\n\n"
        "<!-- mtcheck: ignore[LIN102] sic -->\nThe the ships came.\n"
    )
    candidate = read(str(path)).candidate
    found = {f.code + str(f.line): f for f in judge_document(candidate, None, strict).findings}
    assert not found["LIN1022"].suppressed
    assert "it gives no reason" in found["SUP1011"].message
    assert found["LIN1025"].suppressed == "comment on line 4: sic"
    assert "SUP1014" not in found


def test_a_comment_in_a_plain_text_is_reported_because_it_is_none(
    tools: Tools, tmp_path: Path
) -> None:
    text = "<!-- mtcheck: ignore[LIN102] -->\nThe the ships left.\n"
    ((line, _, message),) = faults(text, tools, tmp_path, "a.txt")
    assert (line, "no comments here" in message) == (1, True)


def test_an_empty_mark_keeps_the_promise_of_a_finding(tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "<!-- mtcheck: on -->\nShips left.\n\n<!-- mtcheck: onn -->\nx y\n"
    )
    verdict = judge_document(read(str(tmp_path / "a.md")).candidate, None, tools)
    for score in verdict.scores:
        units = {s.unit.id: s.unit.text for s in score.alignment.candidate}
        for f in score.findings:
            assert units[f.unit][f.start : f.end] == f.quote
    assert len({f.fingerprint for f in verdict.findings}) == 2


@pytest.mark.parametrize("name", ["a.md", "b.md"])
def test_real_scores_do_not_count_what_is_set_aside(
    name: str, tools: Tools, tmp_path: Path
) -> None:
    comment = "<!-- mtcheck: ignore[LIN102] why -->" if name == "a.md" else ""
    (tmp_path / name).write_text(f"{comment}\nThe the ships left the harbour before dawn.\n")
    (score,) = judge_document(read(str(tmp_path / name)).candidate, None, tools).scores
    (tmp_path / "c.md").write_text("The the ships left the harbour before dawn.\n")
    bare = Config(rules=RuleConfig(select=("LIN101",)))
    (without,) = judge_document(
        read(str(tmp_path / "c.md")).candidate, None, load_tools(bare)
    ).scores
    assert (score.p_mangled == without.p_mangled) is (name == "a.md")
    assert (score.because == without.because) is (name == "a.md")


# --- mtcheck-ignore.toml ---------------------------------------------------------------------------


def entry(file: str, fingerprint: str, **more: str) -> str:
    keys = {"file": file, "fingerprint": fingerprint, **more}
    return "[[ignore]]\n" + "".join(f'{key} = "{value}"\n' for key, value in keys.items())


def test_a_list_sets_one_finding_aside_by_its_fingerprint(stand_ins: Path) -> None:
    text = "Brinken came.\nBrinken left.\nBrinken slept.\n"
    before = judged("a.txt", text)
    chosen = before.findings[1].fingerprint
    (stand_ins / "mtcheck-ignore.toml").write_text("# why\n" + entry("a.txt", chosen, reason="sic"))
    assert aside(judged("a.txt", text)) == [
        ("ACC101", ""),
        ("ACC101", "mtcheck-ignore.toml:2: sic"),
        ("ACC101", ""),
    ]
    assert aside(judged("b.txt", text)) == [("ACC101", "")] * 3


def test_the_nearest_list_counts_up_from_the_file_or_else_from_here(
    stand_ins: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stand_ins / "texts" / "old").mkdir(parents=True)
    finding = judged("texts/old/a.txt", "Brinken.").findings[0].fingerprint
    (stand_ins / "mtcheck-ignore.toml").write_text(entry("texts/old/a.txt", finding, reason="far"))
    assert aside(judged("texts/old/a.txt", "Brinken."))[0][1].endswith(": far")
    (stand_ins / "texts" / "mtcheck-ignore.toml").write_text(
        entry("./old/a.txt", finding, reason="near")
    )
    assert aside(judged("texts/old/a.txt", "Brinken."))[0][1].endswith(": near")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "b.txt").write_text("Brinken.")
    (stand_ins / "mtcheck-ignore.toml").write_text(entry(str(elsewhere / "b.txt"), finding))
    (verdict,) = run_files([str(elsewhere / "b.txt")]).verdicts
    assert aside(verdict) == [("ACC101", "mtcheck-ignore.toml:1")]


def test_an_entry_that_covers_nothing_is_reported(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mtcheck.aside.ignore_file import IgnoreFiles

    monkeypatch.chdir(tmp_path)
    Path("mtcheck-ignore.toml").write_text(entry("a.txt", "0" * 16, code="LIN102", quote="the the"))
    (suppression,) = IgnoreFiles().suppressions("a.txt", 1)
    document = Document(
        "a.txt", "en", "txt", (Unit("1", "Ships left at dawn.", 1),), (suppression,)
    )
    ((line, message),) = [
        (f.line, f.message)
        for f in judge_document(document, None, tools).findings
        if f.code == "SUP101"
    ]
    assert line == 1
    assert message == (
        "“LIN102 ‘the the’” (mtcheck-ignore.toml:1) sets nothing aside: no finding of this file has "
        "the fingerprint 0000000000000000."
    )


def test_the_form_of_comments_in_a_table_is_told() -> None:
    (note,) = read_cell("ignore[LIN102] as in Markdown", 2, 0)
    assert note.fault == "codes stand without brackets in a table, a colon after them"


def test_entries_for_a_file_that_is_not_there_are_told_once_a_file(stand_ins: Path) -> None:
    (stand_ins / "a.txt").write_text("Blinken.")
    (stand_ins / "mtcheck-ignore.toml").write_text(
        entry("a.txt", "0" * 16)
        + entry("txts/a.txt", "0" * 16)
        + entry("txts/a.txt", "1" * 16)
        + entry("n" * 5000, "0" * 16)
        + entry("-", "0" * 16)
    )
    told, long = run_files(["a.txt"]).notes
    assert told == "mtcheck-ignore.toml:4: sets nothing aside: txts/a.txt is not there"
    assert long.endswith("nnn is not there")


BAD_LISTS = [
    ("[[ignore]\n", "mtcheck-ignore.toml:1: not TOML: "),
    ("\n[[ignored]]\nfile = 'a'\n", "mtcheck-ignore.toml:2: unknown key 'ignored': entries are [[ignore]]"),
    ("[[ignore]]\nfile = 'a'\nfingerprnt = 'x'\n", "mtcheck-ignore.toml:1: unknown key 'fingerprnt'; the nearest is 'fingerprint'"),
    (entry("a", "0" * 16) + "[[ignore]]\nfile = 'a'\n", "mtcheck-ignore.toml:4: fingerprint is missing"),
    ("[[ignore]]\nfile = 3\n", "mtcheck-ignore.toml:1: file is not a string"),
    (entry("a", "XYZ"), "mtcheck-ignore.toml:1: 'XYZ' is no fingerprint"),
    (entry("a", "0" * 16) + entry("./a", "0" * 16), "mtcheck-ignore.toml:4: this finding is in mtcheck-ignore.toml:1 already"),
    ("ignore = 3\n", "mtcheck-ignore.toml: ignore is not a list of tables: write [[ignore]]"),
    ("ignore = [{file = 'a', fingerprint = 3}]\n", "mtcheck-ignore.toml, entry 1: fingerprint is not a string"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "error"), BAD_LISTS)
def test_a_list_that_is_not_understood_is_a_configuration_error_with_its_line(
    text: str, error: str, stand_ins: Path
) -> None:
    (stand_ins / "a.txt").write_text("Blinken.")
    (stand_ins / "mtcheck-ignore.toml").write_text(text)
    with pytest.raises(ConfigError) as raised:
        run_files(["a.txt"])
    assert str(raised.value).startswith(error)


# --- findings that quote the source ----------------------------------------------------------------


def test_what_is_left_out_of_the_text_is_set_aside_by_what_covers_the_whole_file() -> None:
    from mtcheck.aside.directives import Comment, read_comments

    unit, other = Unit("1", "Ships left.", 3), Unit("9", "Fees fell.", 9)
    omitted = Finding(
        "ACC401", "omission", Category.ACCURACY, Severity.MAJOR, "", 0, Side.SOURCE, "9", 9, 1, 0, 4, "Fees"
    )  # fmt: skip
    lone = Alignment(0, (), (Sentence("Fees fell.", other, 0, 10),), 1.0)
    paired = Alignment(0, (Sentence("Ships left.", unit, 0, 11),), lone.source, 0.2)
    for verb, alignment, expected in (
        ("off[ACC401] shortened", lone, True),
        ("off[ACC402] shortened", lone, False),
        ("ignore[ACC401]", paired, True),
    ):
        notes = read_comments([Comment(f" mtcheck: {verb} ", 1, 1, 0, False)], 1)
        document = Document("a.md", "en", "md", (unit,), notes)
        ((marked,), idle) = set_aside([omitted], document, [alignment], ran=("ACC401", "ACC402"))
        assert bool(marked.suppressed) is expected
        assert bool(idle) is not expected
