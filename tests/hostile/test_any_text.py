"""No bytes and no text make anything crash: found by chance, and by a fuzzer."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.glossary import parse_glossary
from mtcheck.lexicon import Lexicon
from mtcheck.readers import SUPPORTED, read
from mtcheck.rule import Context, run_rule
from mtcheck.rules import all_rules
from mtcheck.segment import segment
from mtcheck.store import dump_verdicts, read_verdicts
from mtcheck.types import Alignment

from .growth import FRAGMENTS, OnlyWords, document

RULES = tuple(rule for rule in all_rules() if "judge" not in rule.needs)
PIECES = st.sampled_from(FRAGMENTS) | st.text(max_size=8)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@settings(deadline=None, max_examples=60)
@given(TEXTS, TEXTS)
def test_no_text_crashes_a_rule(text: str, other: str) -> None:
    sentences, others = segment(document(text)), segment(document(other))
    alignments = tuple(
        Alignment(n, (one,), others[n : n + 1], 0.2) for n, one in enumerate(sentences)
    )
    for source in (others, ()):
        context = Context(sentences, source, Lexicon(), OnlyWords(), parallel=bool(source))
        for rule in RULES:
            for finding in run_rule(rule, alignments, context):
                assert finding.quote or finding.start == finding.end


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_sentences_are_slices_that_lose_nothing(text: str) -> None:
    sentences = segment(document(text))
    place = 0
    for sentence in sentences:
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert not text[place : sentence.start].strip()
        place = sentence.end
    assert not text[place:].strip()


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SUPPORTED), TEXTS)
def test_no_text_crashes_a_reader(ending: str, text: str) -> None:
    begin = {".csv": "candidate\n", ".tsv": "candidate\n", ".jsonl": '{"candidate": "'}
    with suppress(InputError):
        content = (begin.get(ending, "") + text).encode("utf-8", "surrogatepass")
        reading = read(f"a{ending}", content=content)
        assert any(unit.text.strip() for unit in reading.candidate.units)


@given(st.binary(max_size=400) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_crash_what_reads_verdicts_and_terms(content: bytes) -> None:
    with suppress(InputError):
        verdicts = read_verdicts(content, path="v.jsonl")
        assert read_verdicts(dump_verdicts(verdicts), path="v.jsonl") == verdicts
    for name in ("g.csv", "g.tbx"):
        parse_glossary(content, path=name)


KEPT: tuple[tuple[str, bytes], ...] = (
    ("a.txt", b'One. sent a signal.The\xe2\xa6\x9cno\xe2\x80\x9d,.\t1e."]en1."0\n.'),
    ("a.txt", b'\x02neA.".", "caandidadv><!-- mtche,; "]B."}\nck->'),
    (
        "a.txt",
        b'One. senignal.Then \xe2\x80\x9d,," het a signal.Then \xe2\xa6\x9cno\xe2\x80\x9d,," he sdai.\n\nTwo.',
    ),
    ("a.txt", b'tsv.".TO\nT1111111111111191111111ml><sci`rdate:T O\neee.'),
    ("a.md", b"# A\n\n- .e\n1,\n\n\n- *b* [c](d) \x03andidate\r1,\n-, m2tcheckff->"),
    ("a.md", b"# A\n\n-p>a<b>c</b><br><v hidden>x</div><!-- mtcheck: mtchoffC-->"),
    ("a.md", b"{d|\n<!--a x -->d,id<!--e ctmh,aak: ofC-->"),
    ("a.md", b"{d|\n<!--: Jmtch x --><re> a\n >c||\nd|\n<!--0makC-->"),
    ("a.html", b"<!-- mtchignore[ICC872] x --><pre> \x05a>x</div><!-- mcktehc: ignoe>"),
    ("a.html", b"<p<a<bn>adid\naex</div><!-- mtcheck: ignore[ACC05-->"),
    ("a.html", b"c</b><br>><!-- mtcheck-ignore[AC}] x -->< ep>ra\n b</pre>"),
    ("a.html", b"low[ACC101] n1.,> i,<pre> >ne.\n\nT...wo.ignan.ed\n"),
    ("a.csv", b'id,candidate,source,mtcheck_ignore\n1,"a ""b",c,:CC1\n'),
    ("a.csv", b"iUd,ce.\n2,Tnbrdat\n0,One..\n1,threewo.\n1,three"),
    ("a.csv", b'id,ce,source,mtch:c,"a ",ca".n,"",c,A'),
    ("a.csv", b"id,candidate\n0,O\n2,Two.\n1,thr.\n"),
    ("a.jsonl", b'{"id": 0, "cand,date": "A."}\n{"id": "1", "zandidate":""}\n'),
    ("a.jsonl", b'{"id": 1, "candidate": "A."}\n{"cdidate": "B."}\n'),
    ("a.jsonl", b'{"id": 1, "candidate": "A"}\n{"id": "1", "candidate": "B."}\n'),
    ("a.jsonl", b'{"id":[1], "caod": "A."}\n'),
    ("v.jsonl", b"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nm"),
    ("v.jsonl", b"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nm"),
    ("v.jsonl", b"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nm"),
    ("v.jsonl", b"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nm"),
    ("g.csv", b"source,target,status\nwhited\n"),
    ("g.csv", b"source,tastatus\nwhited\n"),
    ("g.tbx", b'<tbx sta\x05{"idsic": [1], "candida" xml:lang=te":" "e'),
    ("g.tbx", b'<tbx sta\x05{"ids:lang=te":"e'),
    ("g.tbx", b'<tbx sta\x05{"ids:lang=te":" "e'),
    ("g.tbx", b'<tbxl\x08\x00\x00\x00\x00\x00\x00\x00"e'),
)
"""Of what a coverage-guided fuzzer (atheris) kept because it reached something new. None crashed."""


@pytest.mark.parametrize(("name", "content"), KEPT)
def test_what_a_fuzzer_reached_is_survived(name: str, content: bytes) -> None:
    with suppress(InputError):
        if name.startswith("g."):
            parse_glossary(content, path=name)
        elif name.startswith("v."):
            read_verdicts(content, path=name)
        else:
            segment(read(name, content=content).candidate)
