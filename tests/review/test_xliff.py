"""Notes in XLIFF: issues of ITS 2.0 around the words, and nothing else changed by a byte."""

from __future__ import annotations

import io

import pytest

from mtcheck.config.sections import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers.elements import Element, parse_elements
from mtcheck.review.xliff import ITS, issue_type, strip
from mtcheck.rules import all_rules
from mtcheck.types import Finding, Severity, Side

from .made import judged, notes, reviewed, same_verdict

SETTINGS = ReadConfig()
ISSUES = f"{{{ITS}}}locQualityIssue"


def first(target: str, *, more: str = "", root: str = "") -> str:
    """XLIFF 1.2 with one string, ``root`` in its first tag, ``more`` behind the target."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"{root}>\n'
        ' <file original="a" source-language="de" target-language="en" datatype="plaintext">\n'
        "  <body>\n"
        '    <trans-unit id="one">\n'
        "      <source>Eins &amp; zwei</source>\n"
        f"      <target>{target}</target>{more}\n"
        "    </trans-unit>\n"
        '    <trans-unit id="two"><source>Drei</source><target>All is well.</target></trans-unit>\n'
        "  </body>\n </file>\n</xliff>\n"
    )


def second(target: str, *, more: str = "", version: str = "2.1") -> str:
    """XLIFF 2 with one segment, ``more`` before it."""
    return (
        f'<xliff version="{version}" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="de" '
        'trgLang="en">\n <file id="f">\n  <unit id="one">\n'
        f"   {more}<segment>\n    <source>Eins</source>\n    <target>{target}</target>\n"
        "   </segment>\n  </unit>\n </file>\n</xliff>\n"
    )


FORMS = {"1.2": first, "2.x": second}


def targets(text: str) -> str:
    root = parse_elements(text, path="a.xlf")
    return "|".join(e.plain for e in root.walk() if e.name == "target")


def marked(text: str) -> list[tuple[str, list[str]]]:
    """What each marker stands around, and the rules of its issues, as ITS says to read it."""
    root = parse_elements(text, path="a.xlf")
    lists = {
        e.attributes["xml:id"]: [i.attributes for i in e.each("locQualityIssue")]
        for e in root.walk()
        if e.name == "locQualityIssues"
    }

    def codes(element: Element) -> list[str]:
        says = element.attributes
        ref = says.get(f"{ISSUES}sRef", "").removeprefix("#").removeprefix("its=")
        found = [i["locQualityIssueComment"] for i in lists.pop(ref)] if ref else []
        found += [says[f"{ISSUES}Comment"]] if f"{ISSUES}Comment" in says else []
        return [comment.split()[1] for comment in found]

    found = [(e.plain if e.name == "mrk" else "", codes(e)) for e in root.walk()]
    assert not lists, "every list is referred to, once"
    return [(words, rules) for words, rules in found if rules]


WORDS = {
    "one": ("Then Brinken left.", [("Brinken", ["ACC101"])]),
    "two": ("Brinken sent a signal", [("Brinken", ["ACC101"]), ("signal", ["LIN101"])]),
    "an entity": ("R&amp;D &lt;of&gt; Brinken", [("Brinken", ["ACC101"])]),
    "character references": ("of Brin&#107;&#x65;n", [("Brinken", ["ACC101"])]),
    "CDATA": ("A <![CDATA[<b>Brinken]]> left", [("<b>Brinken", ["ACC101"])]),
    "wrapped": ("\n   One of Brinken\n   here\n  ", [("Brinken", ["ACC101"])]),
    "before a comma": ("Yes , it is", [(" ,", ["LIN201"])]),
    "overlapping": ("a signal ,Brinken", [("signal", ["LIN101"]), (" ,", ["LIN201"]),
                                          ("Brinken", ["ACC101"])]),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("target", "expected"), WORDS.values(), ids=WORDS)
def test_a_marker_stands_around_the_words_and_nothing_else_changes(
    form: str, target: str, expected: list[tuple[str, list[str]]]
) -> None:
    text = FORMS[form](target)
    done = reviewed("a.xlf", text.encode()).content
    assert marked(done.decode()) == expected
    assert targets(done.decode()) == targets(text)
    assert strip(done.decode(), path="a.xlf", settings=SETTINGS) == text
    assert same_verdict("a.xlf", text.encode(), done)
    assert [note.code for note in notes("a.xlf", done)] == [c for _, cs in expected for c in cs]


@pytest.mark.parametrize(
    ("target", "around"),
    [
        ('Then <g id="1">Brin</g>ken left', '<g id="1">Brin</g>ken'),
        ('<g id="1">Then Brinken</g> left', "Brinken"),
        ('<g id="1"><g id="2">A Brinken</g> b</g>', "Brinken"),
        ('Then Brin<bx id="1"/>ken left', 'Brin<bx id="1"/>ken'),
        ('<mrk mtype="seg" mid="0">A Brinken b.</mrk>', "Brinken"),
        ('A <mrk mtype="x-own">Brinken</mrk> b.', "Brinken"),
        ("Brin<!-- here -->ken", "Brin<!-- here -->ken"),
        ('A <ph id="1">&lt;img alt="<sub>Brinken</sub>"/&gt;</ph>', '<ph id="1">&lt;img alt="<sub>Brinken</sub>"/&gt;</ph>'),
    ],
)  # fmt: skip
def test_inline_codes_stay_whole(target: str, around: str) -> None:
    text = first(target)
    done = reviewed("a.xlf", text.encode()).content.decode()
    assert f">{around}</mrk>" in done
    assert strip(done, path="a.xlf", settings=SETTINGS) == text


def test_findings_that_overlap_share_a_marker_and_a_list() -> None:
    from dataclasses import replace

    text = first("Then Brinken left.")
    verdict = judged("a.xlf", text.encode())
    score = verdict.scores[0]
    (one,) = score.findings
    other = replace(one, code="TER101", start=2, end=9, quote="en Brin", fingerprint="f" * 16)
    missing = replace(one, code="ACC401", side=Side.SOURCE, unit="x", fingerprint="e" * 16)
    score = replace(score, findings=(one, other, missing, replace(missing, fingerprint="d" * 16)))
    verdict = replace(verdict, scores=(score, *verdict.scores[1:]))
    for form in FORMS.values():
        text = form("Then Brinken left.")
        alone = replace(verdict, scores=verdict.scores[: 1 if form is second else 2])
        done = reviewed("a.xlf", text.encode(), alone).content.decode()
        assert marked(done) == [("", ["ACC401", "ACC401"]), ("en Brinken", ["TER101", "ACC101"])]
        assert strip(done, path="a.xlf", settings=SETTINGS) == text
        assert len(notes("a.xlf", done.encode())) == 4


def test_it_is_what_its_and_xliff_prescribe() -> None:
    done = reviewed("a.xlf", first("A Brinken").encode()).content.decode()
    assert f' its:version="2.0" xmlns:its="{ITS}">' in done
    (mrk,) = [e for e in parse_elements(done, path="a").walk() if e.name == "mrk"]
    comment = mrk.attributes[f"{ISSUES}Comment"]
    assert comment.startswith("mtcheck[")
    assert mrk.attributes == {
        "mtype": "x-its",
        f"{ISSUES}Type": "inconsistent-entities",
        f"{ISSUES}Comment": comment,
        f"{ISSUES}Severity": "20",
        f"{ISSUES}ProfileRef": "https://themqm.org",
        f"{ISSUES}Enabled": "yes",
    }
    ours = '<mrk id="mtcheck-1">A</mrk> Brinken'
    done = reviewed("a.xlf", second(ours).encode()).content.decode()
    (_, mrk) = [e for e in parse_elements(done, path="a").walk() if e.name == "mrk"]
    assert (mrk.attributes["id"], mrk.attributes["type"]) == ("mtcheck-2", "its:generic")


TYPES = {
    "terminology",
    "mistranslation",
    "omission",
    "untranslated",
    "addition",
    "duplication",
    "inconsistency",
    "grammar",
    "legal",
    "register",
    "locale-specific-content",
    "locale-violation",
    "style",
    "characters",
    "misspelling",
    "typographical",
    "formatting",
    "inconsistent-entities",
    "numbers",
    "markup",
    "pattern-problem",
    "whitespace",
    "internationalization",
    "length",
    "non-conformance",
    "uncategorized",
    "other",
}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_has_a_type_of_its(rule: object) -> None:
    found = Finding(rule.code, "x", rule.category, Severity.MINOR, "", 0, Side.CANDIDATE, "", 1, 1, 0, 0, "")  # type: ignore[attr-defined]  # fmt: skip
    assert issue_type(found) in TYPES


@pytest.mark.parametrize(
    "root",
    [
        f' xmlns:its="{ITS}" its:version="2.0"',
        f' xmlns:i="{ITS}"',
        ' xmlns:its="urn:something-else"',
        f" xmlns:q='{ITS}'\n  q:version='2.0' ",
    ],
)
def test_prefixes_that_are_there_are_kept(root: str) -> None:
    text = first("A Brinken", root=root)
    done = reviewed("a.xlf", text.encode()).content.decode()
    assert marked(done) == [("Brinken", ["ACC101"])]
    assert same_verdict("a.xlf", text.encode(), done.encode())
    again = reviewed("a.xlf", done.encode()).content.decode()
    assert again == done


def test_issues_of_other_tools_stay() -> None:
    own = '<mrk mtype="x-its" its:locQualityIssuesRef="#lqi1">A Brinken</mrk> b'
    more = (
        '\n      <its:locQualityIssues xml:id="lqi1"><its:locQualityIssue '
        'locQualityIssueComment="theirs"/></its:locQualityIssues>'
    )
    text = first(own, more=more, root=f' xmlns:its="{ITS}" its:version="2.0"')
    done = reviewed("a.xlf", text.encode()).content.decode()
    assert strip(done, path="a.xlf", settings=SETTINGS) == text
    assert [note.code for note in notes("a.xlf", done.encode())] == ["ACC101"]


@pytest.mark.parametrize(
    ("old", "new", "decisions"),
    [
        ("", "", ["", ""]),
        ('there."', 'there. => rejected: a name"', ["", ""]),
        ('Enabled="yes"', 'Enabled="no"', ["rejected", "rejected"]),
        ("“Brinken”?", "“Brinken”? => rejected: a name", ["rejected", ""]),
        ("“signal”?", "“signal”? =&gt; OK", ["", "accepted"]),
        ("</target>\n", "</target><note>=> ok</note>\n", ["accepted", "accepted"]),
        ("</target>\n", "</target><note>ACC101 => rejected: his</note>\n", ["rejected", ""]),
        ("</target>\n", "</target><note>a => b</note>\n", ["", ""]),
    ],
)
def test_people_answer_in_the_comment_the_switch_or_a_note(
    old: str, new: str, decisions: list[str]
) -> None:
    text = first("Brinken sent a signal")
    done = reviewed("a.xlf", text.encode()).content.decode()
    edited = done.replace(old, new) if old else done
    assert [note.decision for note in notes("a.xlf", edited.encode())] == decisions
    again = reviewed("a.xlf", edited.encode())
    assert [note.decision for note in notes("a.xlf", again.content)] == decisions
    assert again.n_answered == sum(map(bool, decisions))


def test_a_marker_that_is_taken_out_is_gone() -> None:
    from dataclasses import replace

    text = first("Then Brinken left.")
    verdict = judged("a.xlf", text.encode())
    (one,) = verdict.scores[0].findings
    other = replace(one, code="TER101", fingerprint="f" * 16)
    score = replace(verdict.scores[0], findings=(one, other))
    verdict = replace(verdict, scores=(score, *verdict.scores[1:]))
    done = reviewed("a.xlf", text.encode(), verdict).content.decode()
    start, end = done.index("<mrk"), done.index("Brinken</mrk>")
    edited = done[:start] + "Blinken" + done[end + len("Brinken</mrk>") :]
    assert "locQualityIssues " in edited
    assert notes("a.xlf", edited.encode()) == ()


def test_an_encoding_that_lacks_characters_gets_references() -> None:
    text = first("Brinken at the Café").replace("UTF-8", "ISO-8859-1")
    done = reviewed("a.xlf", text.encode("latin-1")).content
    assert "Café".encode("latin-1") in done
    assert len(notes("a.xlf", done)) == 1
    assert same_verdict("a.xlf", text.encode("latin-1"), done)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_stay(codec: str) -> None:
    text = first("A Brinken").replace("UTF-8", codec[:-4] if codec.endswith("sig") else codec)
    content = text.encode(codec)
    done = reviewed("a.xlf", content).content
    assert done[:2] == content[:2]
    assert done.decode(codec).count("mtcheck[") == 1


def test_translate_toolkit_and_lxml_read_the_same_text() -> None:
    xliff = pytest.importorskip("translate.storage.xliff")
    etree = pytest.importorskip("lxml.etree")
    text = first('One <g id="1">Brin</g>ken &amp; a signal, here.')
    done = reviewed("a.xlf", text.encode()).content
    before, after = (
        [(u.source, u.target) for u in xliff.xlifffile(io.BytesIO(content)).units]
        for content in (text.encode(), done)
    )
    assert before == after
    for content in (text.encode(), done):
        root = etree.fromstring(content)
        found = root.findall(".//{*}target")
        assert "".join(found[0].itertext()) == "One Brinken & a signal, here."


def test_what_was_not_judged_is_refused() -> None:
    verdict = judged("a.xlf", first("Then Brinken left.").encode())
    with pytest.raises(InputError, match="is not the text that was judged: score it again"):
        reviewed("a.xlf", first("Then Brinken came.").encode(), verdict)
