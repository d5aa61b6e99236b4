"""Workbooks: the texts of a column, as the sheet shows them, each with its cell."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.reporters.xlsx import render_xlsx
from mtcheck.types import Document, Reading

from ..reporters.verdicts import verdict
from .office import row, xlsx
from .packages import packed

DATES = (
    '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="171" formatCode="0.0&quot; days&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs>'
)


def reading(content: bytes, tmp_path: Path, **settings: str) -> Reading:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    return read(str(path), settings=ReadConfig(**settings))  # type: ignore[arg-type]


def shown(document: Document | None) -> tuple[tuple[str, str], ...]:
    return tuple((u.where(0).place, u.text) for u in document.units) if document else ()


def test_a_column_is_read_and_its_rows_are_pairs(tmp_path: Path) -> None:
    data = row(1, A="id", B="candidate", D="source ") + row(3, A="a", B="One.", D="Uno.")
    found = reading(xlsx({"Texts": data + row(4, A="b", D="Due.") + row(5, A="c")}), tmp_path)
    assert shown(found.candidate) == (("cell B3", "One."), ("cell B4", ""))
    assert shown(found.source) == (("cell B3", "Uno."), ("cell B4", "Due."))
    assert found.source
    assert [unit.id for unit in found.candidate.units] == ["a", "b"]
    assert [unit.id for unit in found.source.units] == ["a", "b"]
    assert found.candidate.format == "xlsx"


def test_every_sheet_with_the_column_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    sheets = {
        "Info": row(1, A="What this is"),
        "Web": row(1, A="Texts of the site") + row(3, C="candidate") + row(4, C="One."),
        "Old": row(1, A="candidate") + row(2, A="Gone."),
        "App &amp; more": row(1, A="candidate", B="source") + row(2, A="Two.", B="Due."),
        "Empty": "",
    }
    found = reading(xlsx(sheets, states={"Old": "hidden"}), tmp_path)
    assert shown(found.candidate) == (
        ("sheet Web, cell C4", "One."),
        ("sheet App & more, cell A2", "Two."),
    )
    assert [text for _, text in shown(found.source)] == ["", "Due."]
    assert [unit.id for unit in found.candidate.units] == ["1", "2"]
    assert found.candidate.remarks == (
        "sheets without a column 'candidate' not read: Info, Empty",
        "hidden sheets not read: Old",
    )


def test_ids_that_sheets_share_are_told_apart(tmp_path: Path) -> None:
    data = row(1, A="id", B="candidate") + row(2, A="ok", B="One.")
    found = reading(xlsx({"A": data, "B": data, "C": data}), tmp_path)
    assert [unit.id for unit in found.candidate.units] == ["ok", "ok#2", "ok#3"]


@pytest.mark.parametrize(
    ("cell", "shows"),
    [
        ('<c r="A2" t="s"><v>0</v></c>', "Shared text."),
        ('<c r="A2" t="s"><v>1</v></c>', "Rich and plain."),
        ('<c r="A2" t="s"><v>2</v></c>', "東京"),
        ('<c r="A2" t="inlineStr"><is><r><t>In</t></r><r><t>line.</t></r></is></c>', "Inline."),
        ('<c r="A2" t="str"><f>A1&amp;"x"</f><v>Result.</v></c>', "Result."),
        ('<c r="A2" t="inlineStr"><is><t>a_x000A_b _x005F_x0041_ _xD800_</t></is></c>',
         "a\nb _x0041_ _xD800_"),
        ('<c r="A2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A2"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A2"><v>1200</v></c>', "1200"),
        ('<c r="A2" s="1"><v>45415</v></c>', "2024-05-03"),
        ('<c r="A2" s="2"><v>4.5</v></c>', "4.5"),
        ('<c r="A2" s="3"><v>45415.5</v></c>', "2024-05-03 12:00:00"),
        ('<c r="A2" s="3"><v>0.25</v></c>', "06:00:00"),
        ('<c r="A2" s="1"><v>1e300</v></c>', "1e300"),
        ('<c r="A2" s="1"><v>nan</v></c>', "nan"),
        ('<c r="A2" t="d"><v>2024-05-03</v></c>', "2024-05-03"),
        ('<c t="inlineStr"><is><t>No name.</t></is></c>', "No name."),
        ('<c r="A2" t="inlineStr"><is><t xml:space="preserve"> two  spaces</t></is></c>',
         " two  spaces"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_shown(cell: str, shows: str, tmp_path: Path) -> None:
    texts = (
        "<si><t>Shared text.</t></si><si><r><rPr/><t>Rich</t></r><r><t> and plain.</t></r></si>"
        "<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si>"
    )
    data = row(1, A="candidate") + f"<row>{cell}</row>"
    found = reading(xlsx({"S": data}, texts=texts, styles=DATES), tmp_path)
    assert shown(found.candidate) == (("cell A2", shows),)


def test_dates_of_a_mac_count_from_1904(tmp_path: Path) -> None:
    data = row(1, A="candidate") + '<row r="2"><c r="A2" s="1"><v>0</v></c></row>'
    content = xlsx({"S": data}, styles=DATES, properties='<workbookPr date1904="1"/>')
    [unit] = reading(content, tmp_path).candidate.units
    assert unit.text in ("1904-01-01", "00:00:00")


def test_a_formula_whose_result_is_not_stored_is_told(tmp_path: Path) -> None:
    data = row(1, A="candidate") + row(2, A="One.") + '<row r="3"><c r="A3"><f>A2</f></c></row>'
    [remark] = reading(xlsx({"S": data}), tmp_path).candidate.remarks
    assert remark.startswith("formulas without a stored result not read: cell A3;")


def test_a_cell_says_which_findings_do_not_count(tmp_path: Path) -> None:
    data = row(1, A="candidate", AB="mtcheck_ignore") + row(2, A="One.", AB="LIN101: a title")
    [said] = reading(xlsx({"S": data}), tmp_path).candidate.suppressions
    assert (said.code, said.reason, said.place) == (
        "LIN101",
        "a title",
        "mtcheck_ignore in cell AB2",
    )


def test_our_own_report_is_read_back(tmp_path: Path) -> None:
    verdicts = (verdict(), verdict("=Ties _x0041_ grow. 'A signal.", "b.txt"))
    found = reading(render_xlsx(verdicts), tmp_path)
    scores = [score for verdict in verdicts for score in verdict.scores]
    for document, said in (
        (found.candidate, [score.alignment.candidate_text for score in scores]),
        (found.source, [score.alignment.source_text for score in scores]),
    ):
        texts = dict.fromkeys(text for _, text in shown(document) if text)
        assert " ".join(texts) == " ".join(dict.fromkeys(text for text in said if text))
    assert shown(found.candidate)[0][0].startswith("sheet sentences, cell ")


HEAD = row(1, A="candidate", B="id")


@pytest.mark.parametrize(
    ("content", "settings", "says"),
    [
        (xlsx({"S": row(1, A="Key", B="Target")}), {},
         "no column 'candidate'; the columns are 'Key', 'Target': name one with --candidate-column"),
        (xlsx({"S": row(1, A="Key"), "T": ""}), {},
         "no column 'candidate'; in sheet S the columns are 'Key'; in sheet T there are none"),
        (xlsx({"S": HEAD}, states={"S": "veryHidden"}), {}, "there is no sheet that is shown"),
        (xlsx({"S": HEAD + row(2, A="x", B="1")}), {"source_column": "src"},
         "no column 'src' in row 1; the columns are 'candidate', 'id'"),
        (xlsx({"S": HEAD + row(2, A="x", B="1")}), {"id_column": "Key"}, "no column 'Key' in row 1"),
        (xlsx({"S": row(1, A="candidate", B="candidate")}), {}, "two columns are named 'candidate'"),
        (xlsx({"S": HEAD}), {}, "holds a header but no rows"),
        (xlsx({"S": HEAD + row(2, A="x")}), {}, "this row has no id: cell B2"),
        (xlsx({"S": HEAD + row(2, A="x", B="1") + row(3, A="y", B="1")}), {},
         "the id '1' of cell B3 is that of cell B2"),
        (xlsx({"S": row(1, A="candidate") + '<row><c t="s"><v>4</v></c></row>'}), {},
         "names the text '4', which is not there"),
        (xlsx({"S": row(1, A="candidate") + '<row><c t="s"><v>-1</v></c></row>'}), {},
         "names the text '-1', which is not there"),
        (xlsx({"S": row(1, A="candidate") + row(2, A="_x0001_" * 4)}), {}, ""),
        (xlsx({"S": "<row><c>"}), {}, "its part xl/worksheets/sheet1.xml, line 1, is not well-formed"),
        (xlsx({"S": "<row>" * 50}), {}, "nested deeper than 30"),
        (packed({"a": b""}), {}, "is not an Excel workbook: no part of it says to be one"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(
    content: bytes, settings: dict[str, str], says: str, tmp_path: Path
) -> None:
    if not says:
        assert reading(content, tmp_path, **settings)
        return
    with pytest.raises(InputError) as caught:
        reading(content, tmp_path, **settings)
    assert says in str(caught.value)


def test_entities_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx({"S": HEAD + row(2, A="x", B="1")}))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for name in members:
        bad = {**members, name: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + members[name]}
        with pytest.raises(InputError, match="document type"):
            reading(packed(bad), tmp_path)


def test_one_text_in_many_cells_counts_as_often(tmp_path: Path) -> None:
    cells = "".join(f'<row><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 2_000))
    content = xlsx({"S": row(1, A="candidate") + cells}, texts=f"<si><t>{'word ' * 5_000}</t></si>")
    with pytest.raises(InputError, match="holds more than 10 MB of text"):
        reading(content, tmp_path)


def test_more_rows_than_sentences_are_refused(tmp_path: Path) -> None:
    cells = "".join(row(n, A="x") for n in range(2, 200))
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"S": row(1, A="candidate") + cells}))
    with pytest.raises(InputError, match="more than 100 sentences"):
        read(str(path), settings=ReadConfig(max_sentences=100))
