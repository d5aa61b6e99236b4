"""Fixes: only what is certain, nothing else by a byte, and nothing left to do afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.config import Config, ReadConfig
from mtcheck.errors import InputError
from mtcheck.fix import FixedFile, fix_file
from mtcheck.lexicon import Lexicon
from mtcheck.readers import read
from mtcheck.rule import Context, Rule, run_rule
from mtcheck.rules import get_rule
from mtcheck.run import run_files
from mtcheck.segment import segment
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    FileVerdict,
    Finding,
    Fix,
    Outcome,
    SentenceScore,
    Severity,
    Side,
)

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
RULES = tuple(get_rule(code) for code in ("LIN102", "LIN201", "LIN202", "LIN301", "LIN401"))

Judge = Callable[[bytes], FileVerdict]


def judge_as(
    path: str, *, rules: Sequence[Rule] = RULES, encoding: str | None = None, aside: str = ""
) -> Judge:
    """A judge that needs no model: these rules, every sentence by itself."""

    def judge(content: bytes) -> FileVerdict:
        reading = read(path, settings=ReadConfig(encoding=encoding), content=content)
        sentences = segment(reading.candidate)
        alignments = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences))
        none = cast(Any, SimpleNamespace())
        ctx = Context(candidate=sentences, source=(), lexicon=Lexicon(), encoder=none)
        found = [f for rule in rules for f in run_rule(rule, alignments, ctx)]
        if aside:
            from dataclasses import replace

            found = [replace(f, suppressed="as printed" if f.quote == aside else "") for f in found]
        return verdict_of(path, alignments, found)

    return judge


def verdict_of(path: str, alignments: Sequence[Alignment], found: Sequence[Finding]) -> FileVerdict:
    scores = tuple(
        SentenceScore(
            one,
            (),
            tuple(f for f in found if f.alignment == one.index),
            0.0,
            Outcome.CLEAN,
            (),
        )
        for one in alignments
    )
    return FileVerdict(path, "", Outcome.CLEAN, (), 0.0, scores, "none", None, None, "light:1")


def fixed(path: str, content: bytes, **options: Any) -> FixedFile:
    encoding = options.pop("encoding", None)
    judge = judge_as(path, encoding=encoding, **options)
    return fix_file(judge(content), content, judge=judge, settings=ReadConfig(encoding=encoding))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.txt", "The the fee.\nHe paid$ 5 to Mr.Lee.\n", "The fee.\nHe paid $5 to Mr. Lee.\n"),
        ("a.txt", "One.\r\nThe the fee.\r\n\r\n", "One.\r\nThe fee.\r\n\r\n"),
        ("a.txt", "\ufeffThe the fee.\rTwo", "\ufeffThe fee.\rTwo"),
        ("a.txt", "  The minister of of trade.\t\n", "  The minister of trade.\t\n"),
        ("a.txt", "Prices are increasing.Mr. Xi left.", "Prices are increasing. Mr. Xi left."),
        ("a.md", "# *The the fee*\n\n- the **old$ 5** and `x`\n- [the the fee](http://the.the/fee)\n",
         "# *The fee*\n\n- the **old $5** and `x`\n- [the fee](http://the.the/fee)\n"),
        ("a.md", "> The the fee\n> was of  use.\n", "> The fee\n> was of use.\n"),
        ("a.html", "<!-- The the fee --><p class='the the'>The the fee &amp; more</p>\r\n",
         "<!-- The the fee --><p class='the the'>The fee &amp; more</p>\r\n"),
        ("a.csv", 'id,candidate,source\n7,"The the ""old"" fee, of of use",the the fee\n8,a,b\n',
         'id,candidate,source\n7,"The ""old"" fee, of use",the the fee\n8,a,b\n'),
        ("a.csv", "candidate,note\r\nof of it,of of\r\n\r\nThe the fee,\r\n",
         "candidate,note\r\nof it,of of\r\n\r\nThe fee,\r\n"),
        ("a.json", '{"a": "E&xit of of the program.", "b": "Save &As the the file."}',
         '{"a": "E&xit of the program.", "b": "Save &As the file."}'),
        ("a.tsv", "candidate\tid\nThe the fee\t1\n", "candidate\tid\nThe fee\t1\n"),
        ("a.jsonl", '{"id": 1, "candidate": "The the \\"old\\" fee"}\n{"candidate":"x","id":2}',
         '{"id": 1, "candidate": "The \\"old\\" fee"}\n{"candidate":"x","id":2}'),
        ("a.jsonl", '{"candidate": "\\u201d We agree\\u201d, he said.", "source": "of of"}\n',
         '{"candidate": "\\u201cWe agree\\u201d, he said.", "source": "of of"}\n'),
    ],
)  # fmt: skip
def test_what_is_certain_is_fixed_and_nothing_else_changes(
    path: str, before: str, after: str
) -> None:
    done = fixed(path, before.encode())
    assert done.after.decode() == after
    assert not done.left


@pytest.mark.parametrize(
    ("path", "before", "reason"),
    [
        ("a.html", "<p>The <b>the</b> fee</p>", "markup"),
        ("a.html", "<p>The&#32;the fee</p>", "markup"),
        ("a.html", "<p>He paid&#36; 5 to us</p>", "markup"),
        ("a.html", "<p>The <code>mr.Lee  of</code> file</p>", "markup"),
        ("a.md", "Call `of  it` now.\n", "markup"),
        ("a.md", "**The** the fee\n", "markup"),
        ("a.md", "# *The the* fee\n", "markup"),
        ("a.md", "The the fee <!-- The the fee -->\n", ""),
    ],
)
def test_what_is_not_certain_is_left_with_a_reason(path: str, before: str, reason: str) -> None:
    done = fixed(path, before.encode())
    if reason:
        assert done.after == before.encode()
        assert [reason in left.reason for left in done.left] == [True]
    else:
        assert done.after.decode() == "The fee <!-- The the fee -->\n"


def test_wrapped_lines_are_never_joined() -> None:
    text = "He told them that the plan was good and that,” We\n" * 3
    done = fixed("a.txt", text.encode())
    assert done.after.count(b"\n") == 3
    assert [line.split() for line in done.after.decode().splitlines()]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp1252", "gb18030"])
def test_a_file_keeps_its_encoding_and_its_byte_order_mark(encoding: str) -> None:
    before = "“The the fee” was 5 £.\r\nOf of no use".encode(encoding)
    done = fixed("a.txt", before, encoding=None if encoding == "utf-32" else encoding)
    assert done.after == "“The fee” was 5 £.\r\nOf no use".encode(encoding)


def test_what_an_encoding_cannot_write_is_left() -> None:
    text = "She told him,” I look forward to it,” and left."
    done = fixed("a.txt", text.replace("”", "\x94").encode("latin-1"), encoding="cp1252")
    assert done.changed  # cp1252 has the opening mark
    mojibake = "It was donâ€™t all day."
    left = fixed("a.txt", mojibake.encode("cp1252"), encoding="cp1252")
    assert left.after == "It was don’t all day.".encode("cp1252")


def test_bytes_that_do_not_come_back_are_not_touched() -> None:
    before = "The the fee at 5 o’clock".encode("utf-7").replace(b"The", b"+AFQ-he")
    done = fixed("a.txt", before, encoding="utf-7")
    assert done.after == before
    assert "same bytes" in done.left[0].reason


def test_what_somebody_set_aside_stays() -> None:
    done = fixed("a.txt", b"The the minister of of trade.\n", aside="The the")
    assert done.after == b"The the minister of trade.\n"


def test_of_overlapping_findings_the_severest_is_fixed_first_and_the_rest_later() -> None:
    text = b"red  red fish"

    def judge(content: bytes) -> FileVerdict:
        reading = read("a.txt", content=content)
        sentences = segment(reading.candidate)
        alignments = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences))
        text = sentences[0].text
        found = []
        for code, severity, quote, suggestion in (
            ("AAA101", Severity.MINOR, "red  red", "red red"),
            ("AAA102", Severity.MAJOR, "  red fish", " blue fish"),
            ("AAA103", Severity.MINOR, "red blue", "the blue"),
        ):
            start = text.find(quote)
            if start >= 0:
                found.append(
                    Finding(
                        code, "x", Category.STYLE, severity, "", 0, Side.CANDIDATE, "1", 1, 1,
                        start, start + len(quote), quote, suggestion, fix=Fix.SAFE,
                    )
                )  # fmt: skip
        return verdict_of("a.txt", alignments, found)

    done = fix_file(judge(text), text, judge=judge)
    assert done.after == b"the blue fish"
    assert [finding.code for finding in done.fixed] == ["AAA102", "AAA103"]


def test_fixes_that_undo_each_other_are_taken_back() -> None:
    def judge(content: bytes) -> FileVerdict:
        sentences = segment(read("a.txt", content=content).candidate)
        alignments = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences))
        text = sentences[0].text
        old, new = ("cat", "dog") if "cat" in text else ("dog", "cat")
        at = text.index(old)
        finding = Finding(
            "AAA101", "x", Category.STYLE, Severity.MINOR, "", 0, Side.CANDIDATE, "1", 1, 1,
            at, at + 3, old, new, fix=Fix.SAFE,
        )  # fmt: skip
        return verdict_of("a.txt", alignments, [finding])

    done = fix_file(judge(b"A cat sat."), b"A cat sat.", judge=judge)
    assert not done.changed
    assert "undo each other" in done.left[0].reason


def test_a_fix_that_its_own_rule_objects_to_is_taken_back() -> None:
    text = "“So it is,” he said. He praised the visit.“\nThen he left."
    done = fixed("a.txt", text.encode())
    again = fixed("a.txt", done.after)
    assert not again.changed
    assert not again.fixed


# --- whatever the text ---------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["The the fee", "of of", "paid$ 5", "face- to- face", "Mr.Lee", "agreed,but", "ofChina", "“ We",
     "visit.“", "” We", "told Wang,” I", "is  old", "U. S.", "( as", "usual )", "donâ€™t", "China's",
     "It ends.", "increasing.Mr. Xi", ",", "é", "&amp;", "<b>x</b>", "**bold**", "*", "\"", "'",
     "\u200b", "‘", "”", "1. ", "|"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map(" ".join)


def as_csv(texts: Sequence[str]) -> str:
    cells = [('"' + text.replace('"', '""') + '"', "the the") for text in texts]
    return "candidate,source\r\n" + "".join(f"{a},{b}\r\n" for a, b in cells)


def as_lines(texts: Sequence[str]) -> str:
    return "".join(json.dumps({"candidate": text, "source": "of of"}) + "\n" for text in texts)


FORMS: dict[str, Callable[[Sequence[str]], str]] = {
    "a.txt": lambda texts: "\r\n".join(texts),
    "a.md": lambda texts: "\n\n".join(texts) + "\n",
    "a.html": lambda texts: "".join(f"<p title='the the'>{text}</p>\n" for text in texts),
    "a.csv": as_csv,
    "a.jsonl": as_lines,
}


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(sorted(FORMS)), texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_a_second_run_finds_nothing_and_the_rest_of_the_file_is_the_same(
    path: str, texts: list[str]
) -> None:
    before = FORMS[path](texts).encode()
    try:
        read(path, content=before)
    except InputError:
        return
    done = fixed(path, before)
    assert not fixed(path, done.after).changed
    old, new = read(path, content=before), read(path, content=done.after)
    assert _said(old.source) == _said(new.source)
    assert [unit.id for unit in old.candidate.units] == [unit.id for unit in new.candidate.units]
    assert [unit.line for unit in old.candidate.units] == [u.line for u in new.candidate.units]
    touched = {finding.unit for finding in done.fixed}
    for one, other in zip(old.candidate.units, new.candidate.units, strict=True):
        assert one == other or one.id in touched
    for left in done.left:
        assert left.reason


def _said(source: Document | None) -> list[tuple[str, str, int]]:
    return [(unit.id, unit.text, unit.line) for unit in (source.units if source else ())]


def test_the_seeds_are_fixed_once_and_for_all() -> None:
    contents = {str(path): path.read_bytes() for path in SEEDS}
    source = next(str(path) for path in SEEDS if path.name.startswith("002"))

    judged: dict[bytes, FileVerdict] = {}

    def judge(path: str, content: bytes) -> FileVerdict:
        if content not in judged:
            run = run_files([path], source=source, config=Config(), contents={path: content})
            judged[content] = run.verdicts[0]
        return judged[content]

    first = run_files(list(contents), source=source, config=Config()).verdicts
    changed = {}
    for verdict in first:
        path = verdict.path
        done = fix_file(
            verdict, contents[path], judge=lambda c, path=path: judge(path, c), unsafe=True
        )
        if done.changed:
            changed[Path(path).name[:3]] = {finding.code for finding in done.fixed}
            again = fix_file(
                judge(path, done.after),
                done.after,
                judge=lambda c, path=path: judge(path, c),
                unsafe=True,
            )
            assert not again.changed
            assert done.after.count(b"Brinken") == 0
            assert done.after.count(b"\n") == contents[path].count(b"\n")
    assert changed == {
        "001": {"ACC101", "LIN105", "LIN202"},
        "003": {"LIN201", "LIN301"},
    }


FIXTURES = sorted(
    path
    for path in (Path(__file__).parents[1] / "fixtures").rglob("*")
    if path.suffix in (".txt", ".md", ".html", ".csv", ".tsv", ".jsonl")
)


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.name)
def test_a_second_run_finds_nothing_to_do_in_the_fixtures(file: Path) -> None:
    content = file.read_bytes()
    try:
        read(file.name, content=content)
    except InputError:
        return  # made to be refused, or no text to judge
    done = fixed(file.name, content)
    again = fixed(file.name, done.after)
    assert not again.changed
    assert done.after.count(b"\n") == content.count(b"\n")
    if ".spun" in file.name:
        assert done.changed


def test_columns_are_those_that_the_file_is_read_with() -> None:
    content = b"text,id\nThe the fee,1\n"
    settings = ReadConfig(candidate_column="text")

    def judge(content: bytes) -> FileVerdict:
        reading = read("a.csv", content=content, settings=settings)
        sentences = segment(reading.candidate)
        alignments = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences))
        ctx = Context(
            candidate=sentences, source=(), lexicon=Lexicon(), encoder=cast(Any, SimpleNamespace())
        )
        found = [f for rule in RULES for f in run_rule(rule, alignments, ctx)]
        return verdict_of("a.csv", alignments, found)

    done = fix_file(judge(content), content, judge=judge, settings=settings)
    assert done.after == b"text,id\nThe fee,1\n"
