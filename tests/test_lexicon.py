"""Every shipped list says where it comes from, is well formed, and loads fast."""

from __future__ import annotations

from importlib import resources

import pytest

from mtcheck.lexicon import Lexicon
from mtcheck.lexicon.collocations import lemma, load_collocations, misfit, tokens

FOLDER = resources.files("mtcheck.lexicon")
LISTS = sorted(
    entry.name.removesuffix(".tsv") for entry in FOLDER.iterdir() if entry.name.endswith(".tsv")
)
MINE = [
    "known_mangled",
    "replacements",
    "round_trips",
    "science_terms",
    "set_phrases",
    "spinner_swaps",
]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_begins_with_its_origin_and_every_row_fits_its_columns(name: str) -> None:
    text = FOLDER.joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert Lexicon().rows(name)


@pytest.mark.parametrize("name", MINE)
def test_a_phrase_list_is_sorted_and_free_of_doubles(name: str) -> None:
    rows = [tuple(row.values()) for row in Lexicon().rows(name)]
    keys = [row[:2] if name == "spinner_swaps" else row[:1] for row in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert "Origin:" in FOLDER.joinpath(f"{name}.tsv").read_text(encoding="utf-8")


def test_there_are_enough_set_phrases_from_every_field() -> None:
    rows = Lexicon().rows("set_phrases")
    assert len(rows) >= 1500
    domains = {row["domain"] for row in rows}
    assert domains >= {
        "government", "diplomacy", "military", "law", "finance", "economy", "health", "science",
        "technology", "environment", "sports", "education",
    }  # fmt: skip
    assert all(2 <= len(row["phrase"].split()) <= 6 for row in rows)


def test_no_known_mangled_form_is_a_set_phrase() -> None:
    lexicon = load_collocations()
    for row in Lexicon().rows("known_mangled"):
        assert not lexicon.phrase(*(token.lemma for token in tokens(row["found"]))), row
        assert row["found"].lower() != row["expected"].lower()


def test_counts_know_common_pairs_and_not_nonsense() -> None:
    lexicon = load_collocations()
    assert lexicon.count("human", "right") > 6.5
    assert lexicon.count("bosom", "peril") == 0.0
    assert lexicon.replaces("reddish", "red") > 0.5
    assert misfit(lexicon, "breast", "peril", "cancer", "") > 4


def test_terms_of_science_are_phrases_and_written_as_papers_write_them() -> None:
    lexicon = load_collocations()
    assert lexicon.term("wireless", "sensor", "network") == "wireless sensor network"
    assert not lexicon.term("wireless", "sensor", "organize")


def test_what_an_engine_made_of_a_phrase_is_none_itself() -> None:
    lexicon = load_collocations()
    for row in Lexicon().rows("round_trips"):
        assert not lexicon.term(*row["found"].split()), row
        assert set(row["engines"].split(",")) <= {"spa", "cat", "glg"}


@pytest.mark.parametrize("word", ["", "s", "ss", "ies", "'s", "ABCs", "news", "Élysée"])
def test_a_lemma_of_anything_is_a_string_and_stable_for_plurals(word: str) -> None:
    assert isinstance(lemma(word), str)
