"""The running text of an office document: paragraphs in reading order, each with its place.

Such a file has no lines. A person finds a paragraph by counting, or by what it stands in: a cell
of a table, a header, a footnote, a text box. Empty paragraphs, with which people make distance,
are not counted. Two line breaks in a row part a paragraph as a border would.

>>> flow = Flow()
>>> flow.add("A title"), flow.end()
(None, None)
>>> with flow.table(), flow.row(), flow.cell():
...     flow.add("Port"), flow.end(), flow.add("of call")
(None, None, None)
>>> [(block.place, block.text) for block in flow.blocks]
[('paragraph 1', 'A title'), ('table 1, row 1, cell 1', 'Port'), \
('table 1, row 1, cell 1, paragraph 2', 'of call')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.types import Anchor, Unit

if TYPE_CHECKING:
    from mtcheck.readers.elements import Element

_BORDER: Final = re.compile(r"\n[ \t\u00a0]*\n\s*")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?i:page|p\.)\W*)?(?:\d+|[ivx]+)?\W*(?:(?i:of|/)\W*\d*\W*)?"
)


class Run(NamedTuple):
    """``text[offset:offset + length]`` of a block is what an element shows.

    ``inside`` are the elements around it, the innermost last. The offset is negative where space
    before the block was cut.
    """

    offset: int
    length: int
    element: Element
    inside: tuple[Element, ...] = ()


class Block(NamedTuple):
    """A paragraph: its text without the space around it, its place, and the part it stands in."""

    text: str
    place: str
    part: str = ""
    runs: tuple[Run, ...] = ()
    masks: tuple[tuple[int, int], ...] = ()


@dataclass
class _Story:
    """A body, a header, a note: what has a count of tables of its own."""

    base: str
    is_margin: bool = False
    tables: int = 0


@dataclass
class _Container:
    """What paragraphs are counted in."""

    base: str
    story: _Story
    paragraphs: int = 0
    rows: int = 0
    cells: int = 0


@dataclass
class Flow:
    """Takes what a walk over a document meets, in reading order, and makes blocks of it.

    ``keeps_runs``: only who writes into the document has to know them.
    """

    part: str = ""
    keeps_runs: bool = False
    blocks: list[Block] = field(default_factory=list)
    boxes: int = 0

    def __post_init__(self) -> None:
        self._containers = [_Container("", _Story(""))]
        self._texts: list[str] = []
        self._runs: list[Run] = []
        self._masks: list[tuple[int, int]] = []
        self._length = 0
        self._later: list[Callable[[], None]] = []

    def add(
        self,
        text: str,
        element: Element | None = None,
        inside: Sequence[Element] = (),
        *,
        is_masked: bool = False,
    ) -> None:
        """More text of the paragraph; ``is_masked`` if it is no language, such as a formula."""
        if not text:
            return
        if self.keeps_runs and element is not None:
            self._runs.append(Run(self._length, len(text), element, tuple(inside)))
        if is_masked:
            self._masks.append((self._length, self._length + len(text)))
        self._texts.append(text)
        self._length += len(text)

    def later(self, walk: Callable[[], None]) -> None:
        """Call this once the paragraph has ended: what is anchored in it, but stands apart."""
        self._later.append(walk)

    def end(self) -> None:
        """The paragraph ends."""
        text, runs, masks = "".join(self._texts), self._runs, self._masks
        later, self._later = self._later, []
        self._texts, self._runs, self._masks, self._length = [], [], [], 0
        if text.strip():
            self._keep(text, runs, masks)
        for walk in later:
            walk()

    @contextmanager
    def story(self, base: str) -> Iterator[None]:
        """What is counted apart from the body, such as a note."""
        with self._inside(_Container(base, _Story(base))):
            yield

    @contextmanager
    def margin(self, base: str) -> Iterator[None]:
        """A header or a footer: a paragraph that says on which page it is, is no text."""
        with self._inside(_Container(base, _Story(base, is_margin=True))):
            yield

    @contextmanager
    def box(self) -> Iterator[None]:
        """A text box: the next one."""
        self.boxes += 1
        base = f"text box {self.boxes}"
        with self._inside(_Container(base, _Story(base, self._containers[-1].story.is_margin))):
            yield

    @contextmanager
    def table(self) -> Iterator[None]:
        """A table: the next one of the story, nested ones counted as they begin."""
        story = self._containers[-1].story
        story.tables += 1
        base = f"table {story.tables}"
        with self._inside(_Container(f"{story.base}, {base}" if story.base else base, story)):
            yield

    @contextmanager
    def row(self, *, repeated: int = 1) -> Iterator[None]:
        """The next row of the table, or several that are written once."""
        table = self._containers[-1]
        table.rows += 1
        with self._inside(_Container(f"{table.base}, row {table.rows}", table.story)):
            yield
        table.rows += repeated - 1

    @contextmanager
    def cell(self, *, repeated: int = 1) -> Iterator[None]:
        """The next cell of the row."""
        row = self._containers[-1]
        row.cells += 1
        with self._inside(_Container(f"{row.base}, cell {row.cells}", row.story)):
            yield
        row.cells += repeated - 1

    @contextmanager
    def _inside(self, container: _Container) -> Iterator[None]:
        self.end()
        self._containers.append(container)
        yield
        self.end()
        self._containers.pop()

    def _keep(self, text: str, runs: list[Run], masks: list[tuple[int, int]]) -> None:
        container = self._containers[-1]
        if container.story.is_margin and _PAGE_NUMBER.fullmatch(text):
            return
        container.paragraphs += 1
        place = container.base or f"paragraph {container.paragraphs}"
        if container.base and container.paragraphs > 1:
            place += f", paragraph {container.paragraphs}"
        borders = [*(found.span() for found in _BORDER.finditer(text)), (len(text), len(text))]
        start, next_run, next_mask = 0, 0, 0
        for end, following in borders:
            shown = text[start:end]
            start += len(shown) - len(shown.lstrip())
            shown = shown.strip()
            end = start + len(shown)
            here: list[Run] = []
            while next_run < len(runs) and runs[next_run].offset < end:
                run = runs[next_run]
                if run.offset + run.length > start:
                    here.append(run._replace(offset=run.offset - start))
                next_run += 1
            spans: list[tuple[int, int]] = []
            while next_mask < len(masks) and masks[next_mask][1] <= end:
                spans.append((masks[next_mask][0] - start, masks[next_mask][1] - start))
                next_mask += 1
            if shown:
                self.blocks.append(Block(shown, place, self.part, tuple(here), tuple(spans)))
            start = following


def units_of(blocks: Sequence[Block]) -> tuple[Unit, ...]:
    """The units of a document without lines: numbered, each with its place."""
    return tuple(
        Unit(str(number), block.text, number, (Anchor(0, 0, 0, block.place),), block.masks)
        for number, block in enumerate(blocks, 1)
    )


def hidden_styles(said: Mapping[str, bool], based: Mapping[str, str]) -> frozenset[str]:
    """The styles that hide a text: ``said`` is their own word, ``based`` what they build on.

    >>> sorted(hidden_styles({"note": True, "loud": False}, {"memo": "note", "loud": "note"}))
    ['memo', 'note']
    """
    known = dict(said)
    for name in based:
        chain: dict[str, None] = {}
        while name not in known and name in based and name not in chain:
            chain[name] = None
            name = based[name]
        known |= dict.fromkeys(chain, known.get(name, False))
    return frozenset(name for name, is_hidden in known.items() if is_hidden)
