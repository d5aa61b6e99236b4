"""The running text of an office document: what a header says, and what only counts pages."""

from __future__ import annotations

import pytest

from mtcheck.readers.office.flow import Flow


@pytest.mark.parametrize(
    "text",
    ["1", "- 12 -", "Page 3", "page 1 of 9", "p. 4", "Page", "iv", "Page 2 / 14", "1/3", "[7]"],
)
def test_the_number_of_a_page_is_no_text_in_a_margin_and_text_elsewhere(text: str) -> None:
    flow = Flow()
    flow.add(text)
    with flow.margin("footer"):
        flow.add(text)
        with flow.box():
            flow.add(text)
        flow.end()
        flow.add("The ferry.")
    assert [(block.place, block.text) for block in flow.blocks] == [
        ("paragraph 1", text),
        ("footer", "The ferry."),
    ]


@pytest.mark.parametrize(
    "text",
    ["Harbour News 12", "Page one", "Xi", "Issue 7", "12 boats", "Page 3 of the report", "é"],
)
def test_words_in_a_margin_are_text(text: str) -> None:
    flow = Flow()
    with flow.margin("header"):
        flow.add(text)
    assert [block.text for block in flow.blocks] == [text]
