from __future__ import annotations

from collections import Counter

import pytest

from mtcheck.lexicon import Lexicon

LISTS = ("people", "countries", "offices", "units", "name_variants", "antonyms", "deniable")
LEXICON = Lexicon()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_rows_without_stray_spaces_and_none_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in LEXICON.rows(name)]
    assert rows
    assert all(cell == cell.strip() for row in rows for cell in row)
    assert [row for row, count in Counter(rows).items() if count > 1] == []


def test_the_list_of_people_is_large_and_names_each_once() -> None:
    names = [row["name"] for row in LEXICON.rows("people")]
    assert len(names) == len(set(names)) >= 3000


def test_the_countries_of_people_are_countries() -> None:
    countries = {row["country"] for row in LEXICON.rows("countries")}
    assert {row["country"] for row in LEXICON.rows("people")} - {""} <= countries


def test_every_unit_and_every_office_has_one_meaning() -> None:
    for name in ("units", "offices"):
        forms = [row["form"] for row in LEXICON.rows(name)]
        assert len(forms) == len(set(forms))
