from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.config import make_config
from mtcheck.errors import ConfigError
from mtcheck.glossary import (
    Case,
    Match,
    Status,
    inspect_glossary,
    parse_glossary,
    read_glossary,
)
from mtcheck.types import Severity

FOLDER = Path(__file__).parents[2] / "fixtures" / "glossaries"
TBX = '<tbx style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>{}</body></text></tbx>'
TERM = '<conceptEntry id="c"><langSec xml:lang="en"><termSec><term>{}</term>{}</termSec></langSec></conceptEntry>'


def problems(text: str, path: str = "g.csv") -> list[str]:
    from mtcheck.glossary.checks import check_terms

    terms, wrong = parse_glossary(text.encode(), path=path)
    return [str(problem) for problem in (*wrong, *check_terms(terms))]


def test_a_table_is_read_with_its_lines() -> None:
    glossary = read_glossary([FOLDER / "house.csv"])
    assert glossary is not None
    rows = {term.target: term for term in glossary.terms}
    assert [term.line for term in glossary.terms] == list(range(2, 11))
    assert rows["allowlist"].note == "house style"
    assert rows["whitelist"].severity is Severity.CRITICAL
    assert rows["Kubernetes"].status is Status.DO_NOT_TRANSLATE
    assert (rows["Kubernetes"].match, rows["Kubernetes"].case) == (Match.EXACT, Case.SENSITIVE)
    assert (rows["SHIFT"].match, rows["SHIFT"].case) == (Match.EXACT, Case.SENSITIVE)
    assert (rows["sign in"].match, rows["sign in"].case) == (Match.INFLECTED, Case.SMART)


@pytest.mark.parametrize("name", ["dca.tbx", "dct.tbx", "basic-v2.tbx"])
def test_the_three_ways_of_writing_a_termbase_say_the_same(name: str) -> None:
    terms, wrong = inspect_glossary([FOLDER / name])
    assert not wrong
    found = [(term.target, term.status.value, term.note) for term in terms[:3]]
    assert found == [
        ("allowlist", "preferred", "house style"),
        ("permission list", "allowed", ""),
        ("white list", "forbidden", ""),
    ]
    assert len({term.concept for term in terms[:3]}) == 1
    assert terms[0].part_of_speech == "noun"
    line = (FOLDER / name).read_text().split("\n")[terms[0].line - 1]
    assert "<termSec>" in line or "<tig>" in line


def test_what_a_termbase_wants_untranslated_is_kept_letter_for_letter() -> None:
    terms, _ = inspect_glossary([FOLDER / "dca.tbx"])
    assert (terms[-1].target, terms[-1].status.value) == ("Kubernetes", "do-not-translate")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("source,target\n", "g.csv: no term in it"),
        ("", "g.csv: no term in it"),
        ("sorce,target\na,b\n", "g.csv:1: unknown column 'sorce'; did you mean 'source'?"),
        ("source,definition\na,b\n", "g.csv:1: unknown column 'definition'; known are source, target, status, match, case, severity, note, part_of_speech"),
        ("target\na\n", "g.csv:1: no column 'source' in the first line"),
        ("source,source\na,b\n", "g.csv:1: two columns are named 'source'"),
        ("source,status\na,prefered\n", "g.csv:2: unknown status 'prefered'; did you mean 'preferred'?"),
        ("source,status\na,banned!\n", "g.csv:2: unknown status 'banned!'; preferred, allowed, forbidden or do-not-translate"),
        ("source,match\na,inflect\n", "g.csv:2: unknown match 'inflect'; did you mean 'inflected'?"),
        ("source,case\na,insensitiv\n", "g.csv:2: unknown case 'insensitiv'; did you mean 'insensitive'?"),
        ("source,severity\na,mayor\n", "g.csv:2: unknown severity 'mayor'; did you mean 'major'?"),
        ("source,part of speech\na,nown\n", "g.csv:2: unknown part_of_speech 'nown'; did you mean 'noun'?"),
        ("source,target,status\n,,forbidden\n", "g.csv:2: source and target are empty"),
        ("source,target,status\n,b,preferred\n", "g.csv:2: source is empty"),
        ("source,target\n--,b\n", "g.csv:2: source '--' has neither a letter nor a digit"),
        ("source,target,status\nGo,Los,do-not-translate\n", "g.csv:2: 'Go' is do-not-translate and has another target, 'Los'"),
        ("source,target\na,b,c,d\n", "g.csv:2: 4 cells where the first line has 2"),
        ('source,target\na,"b\n', "g.csv:2: not a CSV row: unexpected end of data"),
        ("source,target,status\na,b,preferred\n\na,b,forbidden\n", "g.csv:4: 'b' is forbidden here and preferred on line 2"),
        ("source,target,status\n,b,forbidden\na,b,preferred\n", "g.csv:3: 'b' is preferred here and forbidden on line 2"),
        ("source,target,status\na,b,preferred\na,b,preferred\n", "g.csv:3: lists 'b' as preferred again, as on line 2"),
        ("source,target,status\na,b,preferred\na,c,preferred\n", "g.csv:3: 'c' is preferred for 'a'; so is 'b' on line 2: make one of them allowed"),
        ("source,target,status\nGo,,do-not-translate\nGo,Golang,preferred\n", "g.csv:3: 'Go' is preferred here and do-not-translate on line 2"),
        ("source,target,status\nphone,,forbidden\nphone number,,preferred\n", "g.csv:2: 'phone' is forbidden, and part of 'phone number', which is preferred on line 3: it is not marked there"),
    ],
)  # fmt: skip
def test_every_problem_of_a_table_is_named_with_its_line(
    text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("g.csv").write_text(text)
    _, found = inspect_glossary(["g.csv"])
    assert [str(problem) for problem in found] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "source,target,status\ncar,vehicle,forbidden\ntruck,vehicle,preferred\n",
        "source,target,status\nnet,Internet,forbidden\nnet,internet,preferred\n",
        "source,target,status\nweb,log-in,forbidden\nweb,log in,preferred\n",
        "Source;Target;Status\r\na;b;Do Not Translate\r\n".replace(";b;", ";;"),
        "source\ttarget\na\tb\n",
        "\ufeffsource,target,part of speech\na,b,Noun\n",
        "source,target,status\na,b\n",
        "source,target,,\na,b,,\n".replace(",,", ""),
    ],
)
def test_what_is_no_problem_is_not_told(text: str) -> None:
    assert problems(text) == []


def test_problems_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    for name in ("z.csv", "a.csv"):
        (tmp_path / name).write_text("source,status\na,b\n-,c\n")
    _, found = inspect_glossary([tmp_path / "z.csv", tmp_path / "a.csv", tmp_path / "no.csv"])
    assert [(Path(p.path).name, p.line) for p in found] == [
        ("z.csv", 2), ("z.csv", 3), ("z.csv", 3), ("a.csv", 2), ("a.csv", 3), ("a.csv", 3), ("no.csv", 0),
    ]  # fmt: skip


def test_files_that_are_used_together_may_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("source,target\na,b\n")
    (tmp_path / "two.csv").write_text("source,target,status\na,b,forbidden\n")
    with pytest.raises(
        ConfigError, match=r"two\.csv:2: 'b' is forbidden here and preferred in .*one\.csv:2"
    ):
        read_glossary([tmp_path / "one.csv", tmp_path / "two.csv"])


def test_harmless_problems_do_not_stop_a_run(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text("source,target\na,b\na,b\n")
    glossary = read_glossary([tmp_path / "g.csv"])
    assert glossary is not None
    assert len(glossary.terms) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + TBX.format(TERM.format("&b;", "")), "declares the entity 'a': entities are not read"),
        ('<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + TBX.format(TERM.format("&x;", "")), "declares the entity 'x': entities are not read"),
        ('<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://127.0.0.1/p.dtd"> %p;]>' + TBX.format(TERM.format("a", "")), "declares the entity 'p': entities are not read"),
        ('<!DOCTYPE tbx SYSTEM "http://127.0.0.1/t.dtd">' + TBX.format(TERM.format("&auml;b", "")), "uses the entity &auml; which this file does not define"),
        (TBX.format("<a>" * 100), "elements more than 64 deep"),
        ("<html/>", "not a TBX file: its first element is 'html', not tbx or martif"),
        ("<tbx>\n\n<text></tbx>", "not well-formed XML: mismatched tag"),
        (TBX.format(""), "no English term in it; its languages: none"),
        (TBX.format(TERM.format("a", "").replace('"en"', '"de"')), "no English term in it; its languages: de"),
        (TBX.format('<conceptEntry id="c7"><langSec xml:lang="en"/></conceptEntry>'), "entry 'c7' has no term"),
        (TBX.format(TERM.format(" ", "")), "a term with no words"),
        (TBX.format(TERM.format("a", '<termNote type="administrativeStatus">depricatedTerm</termNote>')), "unknown status 'depricatedTerm' of 'a'; the nearest is 'forbidden'"),
        (TBX.format(TERM.format("a", "").replace(' xml:lang="en"', "")), "a language section that does not say its language"),
        ('<?xml version="1.0" encoding="klingon"?>' + TBX.format(""), "not well-formed XML: unknown encoding: klingon"),
        ("<tbx>\x00</tbx>", "not well-formed XML: not well-formed (invalid token)"),
    ],
)  # fmt: skip
def test_a_termbase_is_parsed_safely_and_says_what_is_wrong(content: str, expected: str) -> None:
    _, found = parse_glossary(content.encode(), path="g.tbx")
    assert expected in [problem.text for problem in found]
    assert all(problem.path == "g.tbx" for problem in found)


def test_the_line_of_a_broken_termbase_is_told() -> None:
    _, found = parse_glossary(b"<tbx>\n\n<text></tbx>", path="g.tbx")
    assert found[0].line == 3


def test_a_termbase_in_utf_16_is_read() -> None:
    content = '<?xml version="1.0" encoding="UTF-16"?>' + TBX.format(TERM.format("café", ""))
    terms, _ = parse_glossary(content.encode("utf-16"), path="g.tbx")
    assert [term.target for term in terms] == ["café"]


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtcheck.glossary.LIST_MB", 0.00001)
    (tmp_path / "g.csv").write_text("source,target\na,b\n")
    with pytest.raises(ConfigError, match="larger than"):
        read_glossary([tmp_path / "g.csv"])


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_content_crashes_the_parser(content: bytes) -> None:
    for path in ("g.csv", "g.tbx"):
        terms, found = parse_glossary(content, path=path)
        assert all(problem.path == path for problem in found)
        assert all(term.source and term.target for term in terms)


def test_the_config_holds_the_terms_and_not_where_they_are_from(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("source,target\na,b\n")
    one, two = (make_config(glossary=tmp_path / name) for name in ("one.csv", "two.csv"))
    assert one == two
    assert repr(one) == repr(two)
    assert make_config(glossary=[]).rules.glossary is None
    assert make_config().rules.glossary is None
