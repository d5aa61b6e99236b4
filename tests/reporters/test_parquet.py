from __future__ import annotations

import io

import pyarrow.parquet as pq
import pytest

from mtcheck.reporters.csv_tables import TABLES
from mtcheck.reporters.parquet import render_parquet
from mtcheck.types import FileVerdict

from .test_sarif import with_findings
from .verdicts import broken, clean, verdict


def rows(*verdicts: FileVerdict, table: str = "sentences") -> list[dict[str, object]]:
    read: list[dict[str, object]] = pq.read_table(
        io.BytesIO(render_parquet(verdicts, table))
    ).to_pylist()
    return read


def test_texts_are_as_they_are_and_numbers_have_all_digits() -> None:
    first, _, last = rows(verdict("=cmd\0\x1b said. Then left."))
    assert first["candidate"] == "=cmd\0\x1b said."
    assert (first["similarity"], first["p_mangled"], first["sentence"]) == (0.70004, 0.93756, 1)
    assert last["similarity"] is None


def test_half_characters_are_shown_by_code() -> None:
    assert rows(verdict(path="a\udce9.txt"))[0]["file"] == "a\\udce9.txt"


@pytest.mark.parametrize("table", TABLES)
def test_no_rows_have_the_same_types(table: str) -> None:
    some = pq.read_schema(io.BytesIO(render_parquet([verdict(), clean(), broken()], table)))
    assert pq.read_schema(io.BytesIO(render_parquet([], table))) == some
    assert "null" not in {str(field.type) for field in some}


def test_what_was_set_aside_says_so() -> None:
    (row,) = rows(with_findings({"suppressed": "baseline: known"}), table="findings")
    assert row["suppressed"] == "baseline: known"
