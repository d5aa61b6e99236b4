"""Whose language is told, whose is not, and what becomes of files and pairs of files."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.language import (
    MAX_BLOCKS,
    is_english,
    language_in,
    language_of,
    languages_of,
    name_of,
    objection,
    settled,
)
from mtcheck.segment import segment
from mtcheck.types import Document, Reading, Unit

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
FOLDER = Path(__file__).parent.parent / "fixtures" / "languages"

ENGLISH = "The harbour stayed closed on Monday because the storm had damaged two cranes."

NEAR = {"id": {"id", "ms"}, "hr": {"hr", "bs", "sr"}, "nb": {"nb", "da", "nn"}, "da": {"da", "nb"}}
"""Languages that are called by a neighbour's name now and then, which changes nothing."""


def sentences() -> list[tuple[str, str]]:
    with (FOLDER / "harbour.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(language, text) for language, text in rows[1:]]


def document(*texts: str, language: str = "", form: str = "txt") -> Document:
    units = tuple(Unit(str(n), text, n) for n, text in enumerate(texts, 1))
    return Document("a", language, form, units)


FRENCH, GERMAN = sentences()[0][1], sentences()[1][1]


@pytest.mark.parametrize(("language", "text"), sentences(), ids=[row[0] for row in sentences()])
def test_a_sentence_in_another_language_is_told(language: str, text: str) -> None:
    assert language_of(text) in NEAR.get(language, {language})
    assert language_of(text.upper()) in ("", *NEAR.get(language, {language}))


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "has attempted to portray the administration as soft on everything foreign.",
        "the harbor stayed shut Monday on account of tempest had harm two derricks",
        "Durante the campaign, officials checked the mercadotecnia and the food.",
        "Flag to commotion in profound convolutional brain organization for picture order.",
        "The ministry sent 部长 to Lima and Пётр to Bogotá on Monday, officials there said.",
        "He read “La vie est un long fleuve tranquille” aloud and laughed at it.",
        "Ye ken fine that the bairns werena at hame when the auld wife cam frae the toun.",
        "Corn vichyssoise with caviar and near-nicoise toss salad and flavored butters",
        "In silico, in vitro and in vivo assays of cis-regulatory mRNA isoforms in HeLa cells",
        "STORM SHUTS HARBOUR AS TWO CRANES ARE DAMAGED",
    ],
)
def test_english_is_not_called_anything_else_however_it_is_mangled(text: str) -> None:
    assert language_of(text) in ("en", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "12.5 % 1,000 (2024)",
        "🎉🎉🎉 👍🏽",
        "—…“”",
        "\ud800\udfff",
        "a",
        "OK",
        "Bonjour !",
        "San Pedro de la Paz, Santa Cruz de la Sierra, Las Palmas",
        "MARIA DE LA CRUZ, JOSE DOS SANTOS, JUAN DE LOS ANGELES",
        "Müller GmbH & Co. KG, Århus Lufthavn, Société Générale",
        "x = foo(bar); del foo[baz]",
        "%s: %d (%1$s) {name} <br/> &nbsp; https://le.site.fr/dans/les/bois/et/sur/la/mer",
        "la la la la la la la la la la la la",
        "zxq vbn wrt plm kjh ghf dsa qwe rty uio",
        "𝓗𝓮𝓵𝓵𝓸 𝔀𝓸𝓻𝓵𝓭",
        "\u202e\u202d\u200f",
    ],
)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert language_of(text) in ("", "en")


def test_lists_of_names_are_in_no_language() -> None:
    random.seed(12345)
    lexicon = Path(__file__).parent.parent / "mtcheck" / "lexicon"
    lines = (lexicon / "people.tsv").read_text(encoding="utf-8").splitlines()
    people = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    lines = (lexicon / "countries.tsv").read_text(encoding="utf-8").splitlines()
    countries = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    for names in (people, countries):
        for _ in range(100):
            text = ", ".join(random.sample(names, min(8, len(names))))
            assert language_of(text) in ("", "en"), text


def test_the_seeds_are_english_sentence_by_sentence() -> None:
    for path in SEEDS:
        units = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        read = document(*units)
        assert language_in(read) == "en"
        assert {*languages_of(segment(read))} <= {"en", ""}


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(language_of(text), str)
    assert language_of(f"{FRENCH} {text[:20]}") in ("fr", "", *{language_of(text)})


def test_a_lone_surrogate_hides_nothing() -> None:
    assert language_of(f"{FRENCH} \ud800") == "fr"


def test_short_strings_are_told_together() -> None:
    strings = ["Öffnen", "Datei schließen", "Alle Dateien wurden gespeichert", "Wirklich löschen?"]
    assert all(language_of(one) == "" for one in strings)
    assert language_in(document(*strings)) == "de"


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        ((FRENCH, FRENCH, FRENCH), "fr"),
        ((FRENCH * 4, ENGLISH * 5, FRENCH * 4, ENGLISH * 4), "en"),
        ((FRENCH * 40, ENGLISH), "fr"),
        ((ENGLISH * 40, FRENCH), "en"),
        ((FRENCH * 4, GERMAN * 3), "fr"),
        (("Anna Berg, " * 90, FRENCH * 3), ""),
        (("OK",), ""),
        ((), ""),
    ],
    ids=["one", "half", "a quotation", "a slip", "two others", "names", "too short", "nothing"],
)
def test_a_file_is_english_if_a_quarter_of_it_is(texts: tuple[str, ...], language: str) -> None:
    assert language_in(document(*texts)) == language


def test_a_long_file_is_looked_at_all_over() -> None:
    half = 20 * MAX_BLOCKS
    assert language_in(document(*[FRENCH * 3] * half, *[ENGLISH * 4] * half)) == "en"
    assert language_in(document(FRENCH * 20_000)) == "fr"


def test_what_is_masked_is_no_word() -> None:
    text = f"{ENGLISH} {FRENCH}"
    start = len(ENGLISH)
    masked = Unit("1", text, 1, (), ((start, len(text)),))
    (sentence, *rest) = segment(Document("a", "", "po", (masked,)))
    assert languages_of((sentence, *rest))[0] == "en"
    assert language_in(Document("a", "", "po", (masked,))) == "en"


def test_a_short_sentence_is_in_the_language_of_its_paragraph() -> None:
    found = segment(document(f"{FRENCH} Bravo !", ENGLISH, "Bravo !"))
    assert [s.text for s in found][1::2] == ["Bravo !", "Bravo !"]
    assert languages_of(found) == ("fr", "fr", "en", "")


@pytest.mark.parametrize(
    ("tag", "name", "judged"),
    [
        ("en", "English", True),
        ("en-GB", "English", True),
        ("EN_us", "English", True),
        ("eng", "English", True),
        ("", "", True),
        ("und", "und", True),
        ("fr-CA", "French", False),
        ("deu", "German", False),
        ("pt_BR", "Portuguese", False),
        ("zh-Hans", "Chinese", False),
        ("und-Cyrl", "in Cyrillic script", False),
        ("x-klingon", "x-klingon", True),
        ("qqq", "qqq", False),
    ],
)
def test_a_tag_is_named_and_english_or_not(tag: str, name: str, judged: bool) -> None:
    assert is_english(tag) is judged
    if tag:
        assert name_of(tag) == name


PAIRS = [
    # candidate, declared; source, declared; has source, objection, remark
    ((ENGLISH, ""), (ENGLISH, ""), True, "", ""),
    ((ENGLISH, "en"), (FRENCH, "fr"), False, "", "its source side is French: judged alone"),
    ((ENGLISH, "en"), (FRENCH, "en"), False, "", "its source side is French: judged alone"),
    ((ENGLISH, "en"), ("Bonjour !", "fr"), False, "", "its source side is French: judged alone"),
    ((ENGLISH, "en"), (ENGLISH, "fr"), True, "", ""),
    ((ENGLISH, "de"), (ENGLISH, ""), True, "", "declares German, but is English: judged as such"),
    ((GERMAN, "en"), (GERMAN, "en"), False, "is German: mtcheck knows English only", ""),
    ((GERMAN, ""), (ENGLISH, ""), False, "is German: mtcheck knows English only",
     "its source side is English, which is not what is judged"),
    (("Ja!", "de-AT"), ("Yes!", "en"), False, "is German: mtcheck knows English only",
     "its source side is English, which is not what is judged"),
    (("Ja!", ""), ("Yes!", ""), True, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("candidate", "source", "paired", "why", "remark"), PAIRS)
def test_a_pair_stays_one_where_both_sides_are_english(
    candidate: tuple[str, str], source: tuple[str, str], paired: bool, why: str, remark: str
) -> None:
    given = Reading(
        document(candidate[0], language=candidate[1], form="po"),
        document(source[0], language=source[1], form="po"),
    )
    found = settled(given)
    assert (found.source is not None) is paired
    assert objection(found.candidate) == why
    assert found.candidate.remarks == ((remark,) if remark else ())
    assert found.candidate.units == given.candidate.units


def test_the_users_word_counts_more_than_what_the_text_looks_like() -> None:
    found = settled(Reading(document(GERMAN, language="de"), document(FRENCH)), "en")
    assert found.source is not None
    assert not objection(found.candidate)
    assert not found.candidate.remarks


@pytest.mark.parametrize(
    ("form", "how"),
    [("tmx", "--candidate-language en"), ("xliff", "--candidate-language en"),
     ("csv", "--candidate-column"), ("xlsx", "--candidate-column")],
)  # fmt: skip
def test_how_to_judge_the_english_side_is_said(form: str, how: str) -> None:
    given = Reading(document(GERMAN, form=form), document(ENGLISH, form=form))
    (remark,) = settled(given).candidate.remarks
    assert how in remark


def test_plain_english_needs_no_language_models() -> None:
    code = (
        "import sys\nfrom mtcheck.language import language_of\n"
        f"assert language_of({ENGLISH!r}) == 'en'\nassert 'lingua' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
