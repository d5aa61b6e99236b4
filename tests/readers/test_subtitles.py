"""Subtitles: sentences over cues, what is no text, and where everything stands."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.segment import segment
from mtcheck.types import Document

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
STORY = (FORMATS / "story.txt").read_text(encoding="utf-8")


def srt(*texts: str, number: bool = True) -> str:
    cues = [
        f"{n}\n" * number + f"00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n"
        for n, text in enumerate(texts, 1)
    ]
    return "\n".join(cues)


def document(text: str, name: str = "a.srt") -> Document:
    return read(name, content=text.encode()).candidate


def texts(found: Document) -> list[str]:
    return [unit.text for unit in found.units]


SRT = {
    "a sentence over three cues": (["The ferry", "left the\nquay at", "noon."], ["The ferry left the quay at noon."]),
    "an end inside a cue": (["One goes. Two", "goes."], ["One goes. Two goes."]),
    "a unit a sentence": (["One goes.", "Two goes."], ["One goes.", "Two goes."]),
    "an abbreviation at the end of a cue": (["She met Mr.", "Quill."], ["She met Mr. Quill."]),
    "initials": (["It left the U.S.", "Then it sank."], ["It left the U.S. Then it sank."]),
    "a torn sentence": (["It has stakes.", "sent a signal."], ["It has stakes. sent a signal."]),
    "a quotation over cues": (["“It is late.", "We go.” She left."], ["“It is late. We go.” She left."]),
    "a quotation closed by the wrong mark": (["“I left,“ she said.", "He stayed."], ["“I left,“ she said.", "He stayed."]),
    "the wrong mark at the end": (["She said, “I left.“", "He stayed."], ["She said, “I left.“", "He stayed."]),
    "two speakers": (["- Who goes?\n- A baker."], ["Who goes?", "A baker."]),
    "two speakers without spaces": (["-Who goes?\n-a baker."], ["Who goes?", "a baker."]),
    "a minus is no speaker": (["It was cold.", "-5 degrees."], ["It was cold. -5 degrees."]),
    "a dash in a sentence": (["He went home", "- at last."], ["He went home - at last."]),
    "a second speaker alone": (["Who goes?", "- A baker."], ["Who goes?", "A baker."]),
    "a change of speaker": ([">> Who goes?", ">>> A baker."], ["Who goes?", "A baker."]),
    "tags": (["<i>Who</i> <b>goes</b><font color='a'>?</font>"], ["Who goes?"]),
    "tags over cues": (["<i>Who", "goes?</i>"], ["Who goes?"]),
    "no tags": (["1 <2> 3 and a < b > c"], ["1 <2> 3 and a < b > c"]),
    "places on the screen": (["{\\an8}Who\\Ngoes{\\i1}?"], ["Who goes?"]),
    "sounds": (["[door slams] Who goes?", "[thunder]", "(LAUGHS) I do. [sighs]", "(Applause)"], ["Who goes?", "I do."]),
    "a sound between sentences": (["Stop. [door slams] Go."], ["Stop. Go."]),
    "what a writer put in": (["He saw [the minister] go."], ["He saw [the minister] go."]),
    "an acronym": (["The alliance\n(NATO) met."], ["The alliance (NATO) met."]),
    "music": (["They left.", "♪ The boat ♪", "♪ ♪", "They came."], ["They left.", "The boat", "They came."]),
    "a hyphen at the end": (["the old-", "fashioned way."], ["the old-fashioned way."]),
    "double spaces stay": (["two  spaces"], ["two  spaces"]),
    "blank lines inside": (["One\n\ngoes", "on."], ["One goes on."]),
    "a number as text": (["In the year", "2019\nit sank."], ["In the year 2019 it sank."]),
}  # fmt: skip


@pytest.mark.parametrize(("cues", "expected"), SRT.values(), ids=SRT.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("number", [True, False])
def test_cues_are_joined_into_what_is_said(
    cues: list[str], expected: list[str], end: str, number: bool
) -> None:
    text = srt(*cues, number=number).replace("\n", end)
    assert texts(document(text)) == expected


VTT = {
    "hours may be missing": ("00:01.000 --> 00:02.000\nHm &lt;1 &amp;&nbsp;2.", ["Hm <1 &\u00a02."]),
    "voices are speakers": ("00:01.000 --> 00:02.000\n<v A>I left.\n<v.loud B>I went", ["I left.", "I went"]),
    "one voice goes on": ("00:01.000 --> 00:02.000\n<v A>I\n\n00:02.000 --> 00:03.000\n<v A>left", ["I left"]),
    "times in a cue": ("00:01.000 --> 00:02.000\nI <00:01.500><c>left</c>", ["I left"]),
    "styles and regions": ("STYLE\na\n\nREGION\nid:a\n\nNOTE x\ny\n\n00:01.000 --> 00:02.000\nLeft.", ["Left."]),
    "an identifier": ("intro - 1\n00:01.000 --> 00:02.000 align:left\nLeft.", ["Left."]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), VTT.values(), ids=VTT.keys())
def test_web_subtitles_are_read(body: str, expected: list[str]) -> None:
    assert texts(document(f"WEBVTT\n\n{body}\n", "a.vtt")) == expected


def test_a_finding_is_mapped_to_its_cue() -> None:
    found = read(str(FORMATS / "subtitles" / "talk.vtt")).candidate
    unit = next(unit for unit in found.units if "Quill" in unit.text)
    assert str(unit.where(unit.text.index("Dr."))) == "line 30, column 4, cue 5, 01:02:03"
    assert str(unit.where(unit.text.index("late"))) == "line 34, column 35, cue 6, 01:02:05"
    assert str(unit.where(unit.text.index("home"))) == "line 38, column 7, cue 7, 01:02:07"
    assert found.remarks == ("1 sound left out, such as [applause]",)


def test_the_number_that_the_file_gives_a_cue_names_it() -> None:
    found = read(str(FORMATS / "subtitles" / "talk.srt")).candidate
    assert [str(unit.where(0)) for unit in found.units] == [
        "line 3, column 26, cue 1, 00:00:01",
        "line 17, column 3, cue 9, 00:00:08",
        "line 18, column 3, cue 9, 00:00:08",
    ]


def test_a_note_may_set_findings_aside() -> None:
    cue = "00:01.000 --> 00:02.000\nThey left.\n\n"
    found = document(f"WEBVTT\n\n{cue}NOTE mtcheck: ignore[ACC101] sic\n\n{cue}", "a.vtt")
    assert [(one.code, one.reason, one.start) for one in found.suppressions] == [
        ("ACC101", "sic", 1)
    ]


def test_captions_that_roll_are_read_once() -> None:
    lines = ["the ferry left", "the quay at noon", "and nobody was there", "to wave", "at it"]
    cues = [f"{a}\n{b}" for a, b in zip(["", *lines], lines, strict=False)]
    found = document(srt(*cues))
    assert texts(found) == [" ".join(lines)]
    assert found.remarks == ("rolling captions: lines that come twice are read once",)
    assert texts(document(srt("They left.", "They left.", "They left."))) == ["They left."] * 3


@pytest.mark.parametrize("name", ["story.srt", "story.vtt"])
def test_the_same_story_gives_the_same_sentences(name: str) -> None:
    expected = segment(read(str(FORMATS / "story.txt")).candidate)
    found = segment(read(str(FORMATS / "subtitles" / name)).candidate)
    assert [sentence.text for sentence in found] == [sentence.text for sentence in expected]


@given(width=st.integers(12, 60), n_lines=st.integers(1, 3), kind=st.sampled_from(("srt", "vtt")))
def test_wherever_cues_end_the_sentences_are_the_same(width: int, n_lines: int, kind: str) -> None:
    expected = [s.text for s in segment(read(str(FORMATS / "story.txt")).candidate)]
    cues = []
    for paragraph in STORY.splitlines():
        lines = textwrap.wrap(paragraph, width, break_on_hyphens=False)
        cues += ["\n".join(lines[n : n + n_lines]) for n in range(0, len(lines), n_lines)]
    text = srt(*cues)
    times = [f"{n // 60:02}:{n % 60:02}" for n in range(len(cues))]
    text = "\n".join(
        f"{n}\n00:{time},000 --> 00:{time},900\n{cue}\n"
        for n, (time, cue) in enumerate(zip(times, cues, strict=True), 1)
    )
    if kind == "vtt":
        text = "WEBVTT\n\n" + text.replace(",000 -->", ".000 -->").replace(",900\n", ".900\n")
    assert [s.text for s in segment(document(text, f"a.{kind}"))] == expected


BAD = {
    "an arrow too short": ("a.srt", "1\n00:00:01,000 -> 00:00:02,000\nHm.", 2, "times"),
    "no arrow": ("a.srt", "00:00:01,000 – 00:00:02,000\nHm.", 1, "times"),
    "letters in the times": ("a.srt", srt("Hm.") + "\n2\n00:0x:01,000 --> 00:00:02,000\nHm.", 6, "times"),
    "ninety minutes": ("a.srt", "1\n00:90:01,000 --> 00:91:02,000\nHm.", 2, "times"),
    "half of the times": ("a.srt", "1\n00:00:01,000 -->\nHm.", 2, "times"),
    "no times at all": ("a.srt", "Hm.\nOne.", 0, "no cue"),
    "text before the times": ("a.srt", "Hello.\n\n" + srt("Hm."), 1, "before the first"),
    "no header": ("a.vtt", "00:01.000 --> 00:02.000\nHm.", 1, "WEBVTT"),
    "a header with more to it": ("a.vtt", "WEBVTTX\n\n00:01.000 --> 00:02.000\nHm.", 1, "WEBVTT"),
    "cues without a blank line": ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\nB", 5, "blank line"),
    "sounds alone": ("a.srt", srt("[thunder]"), 0, "no text"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "line", "word"), BAD.values(), ids=BAD.keys())
def test_broken_subtitles_are_refused_with_the_line(
    name: str, text: str, line: int, word: str
) -> None:
    with pytest.raises(InputError, match=word) as caught:
        document(text, name)
    assert str(caught.value).startswith(f"{name}:{line}: " if line else f"{name}: ")


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "a.\n",
        "<",
        "<i>",
        "[",
        "[a",
        "(A",
        "{\\",
        "-",
        "- A.\n",
        "♪",
        "1\n",
        "“A. ",
        "&",
        "a-\n",
    ],
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_hostile_cues_end_soon(piece: str, name: str) -> None:
    body = "WEBVTT\n\n" * (name == "a.vtt") + "00:01.000 --> 00:02.000\nA " + piece * 20_000
    assert document(body, name).units


def test_a_hundred_thousand_cues_without_a_full_stop_are_read() -> None:
    cue = "00:01.000 --> 00:02.000\nthe ferry\n\n"
    (unit,) = document("WEBVTT\n\n" + cue * 30_000, "a.vtt").units
    assert len(unit.anchors) == 30_000
