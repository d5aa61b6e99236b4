"""Cases: ``‖`` marks where a sentence ends and the next begins; it is not part of the text.

How many of these cases each splitter gets right, alone and under our layer (measured by
``python tests/test_segment.py``, which needs pysbd as well):

    splitter            alone       with our layer
    sentencex 1.0.32    54 of 72    72 of 72
    pysbd 0.3.4         51 of 72    70 of 72
    none                            67 of 72

pysbd keeps glued sentences together (``increasing.Mr.``), took 33 times as long on the five
seeds (77 ms against 2.3 ms), and its time is quadratic: 20 s for 80 kB of ``a. b``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtcheck import segment as layer
from mtcheck.segment import SEGMENTER, segment
from mtcheck.types import Document, Sentence, Unit

from .effort import TWICE, steps

SEEDS = Path(__file__).parent.parent / "seeds"

CASES = {
    "two sentences": "We had a meeting.‖ It went well.",
    "question and exclamation": "Is it over? ‖It is! ‖Good.",
    # abbreviations before a name
    "titles": "Mr. Xi met Dr. Jane Roe and Sen. Ann Lee with Gen. Bo Carr. ‖Gov. Poe left.",
    "initial": "Antony J. Blinken spoke. ‖George W. Bush did not.",
    "two initials": "J. R. Miller and B.B. Kong sang. ‖They left.",
    "country": "The U.S. Senate and the U.K. Treasury agreed with the U.N. Security Council.",
    "country, lower case": "The U.S. government and U.S. officials agreed.",
    "country with a stray space": "“Overall the China-U. S. relationship is stable,” he said.",
    "country ends the sentence": "He lives in the U.S. ‖The house is large.",
    "hyphened country": "The U.S.-China ties are stable. ‖Sino-U.S. relations are not.",
    "saint": "St. Louis and St. Petersburg are twinned. ‖Both agreed.",
    "company": "Acme Inc. reported a loss. ‖Foo Corp. and Bar Ltd. did not.",
    "company ends the sentence": "She works for Acme Inc. ‖She likes it.",
    "time": "It closed at 5 p.m. on Monday and at 9 a.m. Tuesday it opened.",
    "time ends the sentence": "It closed at 5 p.m. ‖The guests went home.",
    "month": "On Sept. 11 and Jan. 6 it rained. ‖In Feb. Kim left.",
    "degree": "Anna Kay, Ph.D., spoke. ‖Others listened.",
    "middle of a list": "Bring pens, paper, etc. to the room, e.g. a notebook, i.e. yours.",
    "versus": "It was Lions vs. Tigers and men vs. machines. ‖Nobody won.",
    "approximately": "It took approx. five hours, cf. the table in Fig. 3. ‖Then it stopped.",
    "square metres": "The fire covered 40 sq. meters. ‖It is out.",
    "number sign": "She lives at No. 5 and ranks No. 1 in the world. ‖He is No. 2.",
    "no as an answer": "Would he go? ‖No. ‖He would not.",
    # numbers
    "decimals": "Growth was 3.5 percent, or $4.25 a share. ‖It had been 2.1.",
    "decimal ends the sentence": "The mean rose from 3.8 to 4.8. ‖Too much, some say.",
    "year ends the sentence": "She has led it since 2018. ‖Blinken agreed.",
    "number begins the sentence": "It ended in 2018. ‖12 people were hurt.",
    "numbered item": "1. Open the lid. ‖2. Close it.",
    "letter item": "He said yes.‖ Q. Why?",
    # quotations
    "quote closes after the stop": "He wants “peace.” ‖She does not.",
    "straight quote closes after the stop": 'He wants "peace." ‖She does not.',
    "quote closes before the stop": "They spoke of an “effective framework”. ‖Cornell agreed.",
    "quote of several sentences": "“We came. ‖We saw. ‖We left.” ‖Then it rained.",
    "straight quote opens": 'He left. ‖"We are fine," she said.',
    "quote opens": "He left. ‖“We are fine,” she said.",
    "said after the stop": "“It brings stability to both sides.” said bureau chief Paul Henle.",
    "said after a question": "“Will it end?” he asked. ‖“Yes!” she cried.",
    "said after a straight question": '"Will it end?" he asked.',
    "question without quotes": "Do we go back to the bottom? he asked. ‖Nobody knew.",
    "single quotes": "Ties are ‘beginning to settle.’ ‖They were not.",
    "apostrophes": "The students’ books don’t burn. ‖It’s true. ‖Players’ fees rose.",
    "quote turned round at the end": "It was during Brinken’s visit.“‖ Mr Blinken left.",
    "quote turned round at the start": "” We agree”, he said. ‖” The talks go on.”",
    "stray quote": "“He will meet the president in the fall.” ‖‘ added.",
    "brackets": "(It rained. ‖It poured.) ‖Then the sun came out.",
    "bracket inside": "He (the chief, not J. Roe) left. ‖(She did not.)",
    # torn and glued
    "torn": "The talks have enormous stakes. ‖sent a signal.",
    "torn twice": "It could cause catastrophe. ‖widely seen as likely. ‖The two agree.",
    "torn before a plural": "He meddled in Taiwan. ‖supply of weapons.",
    "torn after a year": "They had agreed in 2019. ‖is requested to be strengthened.",
    "glued": "The pressure may be increasing.‖Mr. Xi seems keen.",
    "glued question": "Will it end?‖Yes, it will!‖Good.",
    "glued quote": "He said “no.”‖Then he left.‖“We agree,” she said.",
    "glued after a year": "It began in 2018.‖The end is near.",
    "not glued: country": "The U.S.China talks and the U.S.Senate matter.",
    "not glued: address": "Write to Jane.Roe@example.com or see www.Example.com/A.Html today.",
    "not glued: share": "Greenland Holdings (600606.SH) fell. ‖See www. example.com today.",
    "not glued: product": "They use Node.js, ASP.Net and Booking.com daily.",
    "stray stop": "It is stuck on basic issues. .‖ Both sides agree.",
    "stray stops": "It is stuck.. ‖Both sides agree. . . ‖Then they left.",
    # ellipses and dashes
    "ellipsis goes on": "He waited... and waited… and left.",
    "ellipsis ends": "He waited... ‖Then he left… ‖She stayed.",
    "spaced ellipsis": "We will meet ... Mr. Trump and … President Xi soon.",
    "dash after a question": "The question — why now? — remains.",
    "question inside": "Yahoo! shares fell; so did Jeopardy! reruns.",
    # white space
    "line end is a space": "The talks ended\nwithout a\r\nresult. ‖They go on.",
    "line end after a stop": "The talks ended.‖\nThey go on.",
    "blank line": "Leave a Comment‖\n\nScroll to Top",
    "odd spaces": "The talks ended. ‖  They go on.‖  Good.",
    "no-break space": "The talks ended.‖\u00a0They go on.",
    "no stop at all": "Leave a Comment",
    "colon and semicolon": "He listed three: ties; trade; talks.",
}  # fmt: skip


def parts(case: str) -> list[str]:
    return [part.strip() for part in case.split("‖")]


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def sentences(text: str) -> tuple[Sentence, ...]:
    return segment(Document("a.txt", "en", "txt", (Unit("1", text, 1),)))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_is_split_where_it_says(case: str) -> None:
    assert texts(case.replace("‖", "")) == parts(case)


@pytest.mark.parametrize(
    "fragment",
    [
        "sent a signal.",
        "widely regarded as having sex.",
        "present oneself as a global politician.",
        "supply of weapons.",
        "Lowest score in decades.",
        "with countries across Asia.",
        "‘ added.",
        "Xi exchanged warm greetings at the beginning of the meeting, praising the two countries"
        " for making progress on several issues during Brinken’s visit.“",
        "Among Republicans, criticized Mr Blinken He said the visit to China amounted to a"
        " concession to Beijing.",
    ],
)
def test_torn_fragments_of_a_seed_are_sentences_of_their_own(fragment: str) -> None:
    text = (SEEDS / "001_54fc8559910d85f5.txt").read_text(encoding="utf-8")
    assert fragment in texts(text)


TEXT = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from([*"ab AI5.?!…“”\"'’‘(),-\n\r\t", "Mr.", "U.S.", " The", "\u2028", "𝔸", "é"])
    ).map("".join),
)


@given(st.lists(TEXT, max_size=4))
@example(["\ud800.. A"])
def test_sentences_are_slices_in_order_and_hold_all_that_is_not_space(texts: list[str]) -> None:
    units = tuple(Unit(str(n), text, n) for n, text in enumerate(texts, 1))
    found = segment(Document("a.txt", "en", "txt", units))
    assert [s.unit for s in found] == sorted((s.unit for s in found), key=lambda unit: unit.line)
    for unit in units:
        end = 0
        for s in (s for s in found if s.unit is unit):
            assert s.text == unit.text[s.start : s.end] == s.text.strip() != ""
            assert not unit.text[end : s.start].strip()
            end = s.end
        assert not unit.text[end:].strip()


@pytest.mark.parametrize(
    "pattern",
    [
        ".",
        "a",
        '"',
        "“",
        "‘",
        "'",
        "(",
        "«",
        ". ",
        "“a. ",
        "A “",
        "a.A",
        "? ",
        ". * ",
        "\n\n",
        "\n ",
        "Mr. ",
        "a.",
        "1. ",
        "… ",
        "a? b! ",
        ".\u2028",
        "x”. ",
        "“”",
        "é",
        "𝔸",
        "。",
        "U.S. ",
    ],
)
def test_twice_the_hostile_text_takes_twice_the_work(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sentencex

    proposing, handed = sentencex.segment, []
    monkeypatch.setattr(
        sentencex,
        "segment",
        lambda language, masked: handed.append(masked) or proposing(language, masked),
    )
    once, twice = (pattern * (size // len(pattern)) for size in (5_000, 10_000))
    assert steps(lambda: sentences(twice), layer) < TWICE * steps(lambda: sentences(once), layer)
    for masked in handed:  # once all of it, without what takes the library quadratic time
        assert not set(masked) & set('“”"‘«(')
    assert [len(masked) for masked in handed] == [len(twice), len(once)]
    assert all(s.text == twice[s.start : s.end] for s in sentences(twice)[:100])


def test_more_work_than_that_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    skip = layer._skip_spaces

    def from_the_start(text: str, position: int) -> int:
        layer._LAST_WORD.search(text[:position])
        return skip(text, position)

    monkeypatch.setattr(layer, "_skip_spaces", from_the_start)
    few, many = ("a. b " * n for n in (200, 400))
    assert steps(lambda: sentences(many), layer) > TWICE * steps(lambda: sentences(few), layer)


def test_the_signature_names_library_and_layer() -> None:
    assert SEGMENTER.startswith("sentencex-1.")
    assert SEGMENTER.rsplit("+", 1)[1].isdigit()


def compare() -> None:
    """Print the table of the module docstring."""
    import pysbd
    import sentencex

    from mtcheck import segment as layer

    english = pysbd.Segmenter(language="en", clean=False, char_span=True)

    def pysbd_ends(masked: str, language: str) -> set[int]:
        return {len(masked[: span.end].rstrip()) for span in english.segment(masked)}

    def pysbd_alone(text: str) -> list[str]:
        return [span.sent.strip() for span in english.segment(text) if span.sent.strip()]

    def sentencex_alone(text: str) -> list[str]:
        return [piece.strip() for piece in sentencex.segment("en", text) if piece.strip()]

    def right(split) -> str:  # type: ignore[no-untyped-def]
        wrong = [
            name for name, case in CASES.items() if split(case.replace("‖", "")) != parts(case)
        ]
        return f"{len(CASES) - len(wrong)} of {len(CASES)}  {wrong}"

    print("sentencex alone", right(sentencex_alone))  # noqa: T201
    print("sentencex with our layer", right(texts))  # noqa: T201
    print("pysbd alone", right(pysbd_alone))  # noqa: T201
    layer._proposed = pysbd_ends
    print("pysbd with our layer", right(texts))  # noqa: T201
    layer._proposed = lambda masked, language: set()
    print("our layer without a library", right(texts))  # noqa: T201


if __name__ == "__main__":
    compare()
