"""The tables as Parquet, for programs: the columns of the CSV tables, typed.

Texts are exactly as they are, numbers have all their digits, and what was not computed is null.
Lone surrogates, which come from undecodable file names, have no UTF-8 form and are shown by code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from mtcheck.reporters.csv_tables import DECIMALS, TABLES, Cell
from mtcheck.reporters.visible import code
from mtcheck.types import FileVerdict

_WHOLE = frozenset(
    {"sentence", "start", "end", "alignment", "n_findings", "line", "column", "sentences", "judged",
     "critical", "major", "minor"}
)  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")


def render_parquet(verdicts: Sequence[FileVerdict], table: str) -> bytes:
    """One table: ``sentences``, ``findings`` or ``files``. No rows still give typed columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns, rows_of = TABLES[table]
    schema = pa.schema([(name, _type(name)) for name in columns])
    rows = [tuple(map(_storable, row)) for row in rows_of(verdicts)]
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(values, schema, strict=True)
    ]
    content = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), content)
    return content.getvalue()


def _type(column: str) -> Any:
    import pyarrow as pa

    if column in DECIMALS:
        return pa.float64()
    return pa.int64() if column in _WHOLE else pa.string()


def _storable(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return _SURROGATE.sub(lambda found: code(found.group()), cell)
    return cell
