r"""Subtitles (SRT, WebVTT): the sentences that the cues are pieces of.

A cue is what fits on a screen for some seconds; a sentence goes on over as many as it needs. So
the texts of cues are joined, line ends as spaces, into a unit that ends where a cue ends that
surely ends a sentence as well, outside of quotation marks. Every line of a cue has an anchor, whose
place names the cue and the time. Another speaker (``- Hi.``, ``>> Hi.``, ``<v Ann>``) and music
begin a unit of their own.

No text are: numbers, times and settings of cues; tags, of which the words stay; what is heard and
not said (``[applause]``, ``(LAUGHTER)``, ``♪``), of which a remark tells how many there were; notes
and styles. Captions that roll, each cue beginning with the last line of the one before, are read
once.

>>> times = "00:00:01,000 --> 00:00:02,000", "00:01:02,500 --> 00:01:04,000"
>>> text = f"1\n{times[0]}\nThe <i>ferry</i>\n\n2\n{times[1]}\nleft."
>>> from mtcheck.config.sections import ReadConfig
>>> (unit,) = parse(text, path="a.srt", settings=ReadConfig()).candidate.units
>>> unit.text, str(unit.where(4)), str(unit.where(10))
('The ferry left.', 'line 3, column 8, cue 1, 00:00:01', 'line 7, column 1, cue 2, 00:01:02')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.errors import InputError
from mtcheck.readers.traced import Lines, Traced
from mtcheck.text import counted
from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

_STAMP: Final = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d)[,.](\d{1,3})"
_TIMING: Final = re.compile(rf"[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}(?:[ \t].*)?")
_MEANT_AS_TIMING: Final = re.compile(
    r"-->|^\s*\d+:\d+(?::\d+)?[,.:]?\d*\s*(?:-+>|\S{1,3}\s*\d+:\d\d:\d\d)"
)
"""What should be the times of a cue, right or wrong."""

_NUMBER: Final = re.compile(r"\s*(\d{1,9})\s*")
_LANGUAGE: Final = re.compile(r"Language:\s*([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*)\s*")
_BLOCK: Final = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t](.*))?")

_MARKUP: Final = {
    "srt": re.compile(
        r"</?(?:[bius]|em|strong|font|span|c|v|br)(?:[\s.=/][^<>]*)?/?>|\{\\[^{}]*\}|\{/?[biuBIU]\}"
        r"|\\(?:[Nnh])",
        re.IGNORECASE,
    ),
    "vtt": re.compile(r"<[^<>]*>|\{\\[^{}]*\}|&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"),
}
"""What is no text in a line, or not as it is written. A cue of SRT may hold any ``<``."""

_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>", re.IGNORECASE)
_SOUND: Final = re.compile(
    r"(?:\A|(?<=[.!?…] ))(?:(?:\[[^\[\]]{1,80}\]|\([A-Z][A-Z' ,-]{1,60}\)(?= [A-Z]|\Z)):? ?)+"
    r"| ?\[[^\[\]]{1,80}\]\Z|\A\([A-Z][a-z]+(?: [a-z]+){0,2}\)\Z"
)
"""What is heard, at the ends of a line or a sentence: in brackets, in capitals in parentheses, or
all of a line in parentheses. In the middle of a sentence brackets hold what a writer put in."""

_MUSIC: Final = re.compile(r"[♪♫♬♩]+ ?| [♪♫♬♩]+\Z")
_DASH: Final = re.compile(r"[-‐–—](?:[ \t]+|(?=[^\W\d_]|[\"'“‘(\[…¿¡]))")
_CHANGE: Final = re.compile(r">>+[ \t]*")

_ENDS: Final = re.compile(r"[.!?…][\"'“”’»)\]]*\Z")
_CLOSES: Final = re.compile(r"”|(?<=[\w.!?…,])“")
"""A quotation mark that closes; what has no space before it does, whichever is typed."""
_DOTTED: Final = re.compile(r"(?:(?<!\w)[A-Z][a-z]{0,4}|\.[a-zA-Z]|(?<!\w)[a-z]{1,3})\.\Z")
"""A full stop that may be that of an abbreviation."""

_BEGINS: Final = re.compile(r"[\"'“‘«(]*[A-Z0-9À-ÖØ-Þ]")
_HYPHEN: Final = re.compile(r"\w[-‐] [a-z]|[A-Z0-9.][-‐] [A-Z0-9]")
"""A word that goes on in the next line, behind its hyphen; not ``I was go-`` and ``What?``."""

_MOST_OPEN: Final = 40
"""Cues after which a quotation that is still open is one that nobody closed."""

_TAIL: Final = 40
"""Characters that tell whether a line ends a sentence."""

_ROLLING: Final = 0.3
"""Share of cues that begin with the last line of the one before, in captions that roll."""


class _Line(NamedTuple):
    text: str
    at: int


@dataclass(slots=True)
class _Cue:
    """One cue: its name, the time at which it begins, and its lines."""

    name: str
    time: str
    lines: list[_Line] = field(default_factory=list)


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read subtitles. Raises InputError for times that cannot be read, and where there are none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = "vtt" if path.lower().endswith(".vtt") else "srt"
    source = _Source(text, path)
    cues = source.cues_of_vtt() if kind == "vtt" else source.cues_of_srt()
    if not cues:
        raise InputError(path, "holds no cue, with times such as 00:00:01,000 --> 00:00:03,000")
    if _roll(cues):
        source.remarks.append("rolling captions: lines that come twice are read once")
    joined = _Joined(text, kind)
    for cue in cues:
        source.tell(joined, cue)
        joined.add(cue)
    source.tell(joined, None)
    joined.end()
    if joined.n_sounds:
        source.remarks.append(f"{counted(joined.n_sounds, 'sound')} left out, such as [applause]")
    units = tuple(joined.found)
    return Reading(
        Document(
            path,
            source.language,
            kind,
            units,
            read_comments(source.told, len(units)),
            tuple(source.remarks),
        )
    )


class _Source:
    """The lines of a file, taken apart into cues."""

    def __init__(self, text: str, path: str) -> None:
        self.language = ""
        self.remarks: list[str] = []
        self.told: list[Comment] = []
        self._notes: list[tuple[str, int]] = []
        self._path = path
        self._places = Lines(text)
        self._lines = []
        at = 0
        for line in text.split("\n"):
            self._lines.append(_Line(line, at))
            at += len(line) + 1

    def cues_of_srt(self) -> list[_Cue]:
        """Between two lines of times stands a cue's text, and the next one's number."""
        cues: list[_Cue] = []
        waiting: list[_Line] = []
        for line in self._lines:
            time = self._time(line)
            if not time:
                waiting.append(line)
                continue
            following = str(len(cues) + 1)
            number = _take_number(waiting, following)
            self._give(cues, waiting)
            cues.append(_Cue(number or following, time))
            waiting = []
        if cues:
            self._give(cues, waiting)
        return cues

    def cues_of_vtt(self) -> list[_Cue]:
        """Blocks between blank lines: the header, notes, styles, regions and cues."""
        if not re.match(r"WEBVTT(?:\s|\Z)", self._lines[0].text):
            raise InputError(self._path, "does not begin with WEBVTT", line=1)
        cues: list[_Cue] = []
        n_lost = 0
        for number, block in enumerate(_blocks(self._lines)):
            head = block if number == 0 else block[:2]
            time = ""
            n = next((n for n, line in enumerate(head) if (time := self._time(line))), -1)
            kind = _BLOCK.fullmatch(block[0].text.rstrip())
            if number == 0:
                said = (_LANGUAGE.fullmatch(line.text) for line in block)
                self.language = next((found[1] for found in said if found), "")
            if time:
                following = str(len(cues) + 1)
                name = _take_number(block[:n], following) if n else ""
                cues.append(_Cue(name or following, time, block[n + 1 :]))
                for line in block[n + 1 :]:
                    self._time(line, never=True)
            elif kind and kind[1] == "NOTE":
                note = "\n".join([kind[2] or "", *(line.text for line in block[1:])])
                self._notes.append((note, block[0].at))
            elif not kind and number:
                n_lost += 1
        if n_lost:
            self.remarks.append(f"{counted(n_lost, 'block')} without times left out, as players do")
        return cues

    def tell(self, joined: _Joined, cue: _Cue | None) -> None:
        """Hand over the notes that stand before a cue."""
        while self._notes and (cue is None or not cue.lines or self._notes[0][1] < cue.lines[0].at):
            note, at = self._notes.pop(0)
            self.told.append(Comment(note, *self._places.of(at), *joined.here))

    def _time(self, line: _Line, *, never: bool = False) -> str:
        """When the cue begins whose times these are, as ``00:01:02``; nothing for other lines."""
        if not _MEANT_AS_TIMING.search(line.text):
            return ""
        found = _TIMING.fullmatch(line.text)
        if not found or never:
            reason = "has times that cannot be read: 00:00:01,000 --> 00:00:03,000 is meant"
            if never:
                reason = "has times inside a cue: a blank line is missing before it"
            raise InputError(self._path, reason, line=self._places.of(line.at)[0])
        hours, minutes, seconds = (int(part or 0) for part in found.group(1, 2, 3))
        return f"{hours:02}:{minutes:02}:{seconds:02}"

    def _give(self, cues: list[_Cue], waiting: list[_Line]) -> None:
        if cues:
            cues[-1].lines = waiting
        elif lost := next((line for line in waiting if line.text.strip()), None):
            reason = "has text before the first times"
            raise InputError(self._path, reason, line=self._places.of(lost.at)[0])


class _Joined:
    """Cues, joined into units."""

    def __init__(self, source: str, kind: str) -> None:
        self.found: list[Unit] = []
        self.n_sounds = 0
        self._source = source
        self._kind = kind
        self._lines = Lines(source)
        self._places: dict[int, str] = {}  # of every line that was read
        self._shown = Traced(source)
        self._tail = ""  # what it ends with
        self._n_open = 0  # quotation marks in it that open, less those that close
        self._n_straight = 0
        self._n_cues = 0
        self._voice = ""
        self._gap = 0

    @property
    def here(self) -> tuple[int, bool]:
        """The index of the unit that goes on or comes next, and whether it goes on."""
        goes_on = bool(self._shown) and not _ENDS.search(self._tail)
        return len(self.found) + (bool(self._shown) and not goes_on), goes_on

    def add(self, cue: _Cue) -> None:
        """The next cue."""
        lines = [line for line in cue.lines if line.text.strip()]
        shown = [self._clean(line) for line in lines]
        n_dashes = sum(bool(_DASH.match(text.text)) for text in shown)
        is_music = any(_MUSIC.search(line.text) for line in lines)
        if is_music:
            self.end()
        self._n_cues += 1
        for line, text in zip(lines, shown, strict=True):
            words = text.text
            if not any(char.isalnum() for char in words):
                continue
            voice = _VOICE.search(line.text)
            if voice and voice[1].strip() != self._voice:
                self._voice = voice[1].strip()
                self.end()
            change = _CHANGE.match(words) or (
                _DASH.match(words) if n_dashes > 1 or self._may_end(words) else None
            )
            if change:
                self.end()
                text.cut([change.span()])
            elif self._ends_before(words):
                self.end()
            if self._shown and not _HYPHEN.fullmatch(f"{self._tail[-2:]} {words[0]}"):
                self._shown.add(" ", self._gap)
            self._shown.extend(text)
            self._tail = words[-_TAIL:]
            marks = words.count("“") + words.count("”")
            self._n_open += marks - 2 * len(_CLOSES.findall(words))
            self._n_straight += words.count('"')
            self._places[self._lines.of(line.at)[0]] = f"cue {cue.name}, {cue.time}"
            self._gap = line.at + len(line.text)
        if is_music:
            self.end()

    def end(self) -> None:
        """What was joined since the last end becomes a unit."""
        shown, self._shown = self._shown, Traced(self._source)
        self._tail, self._n_open, self._n_straight, self._n_cues = "", 0, 0, 0
        if not shown.has_words:
            return
        unit = shown.unit(str(len(self.found) + 1), self._lines)
        anchors = tuple(a._replace(place=self._places[a.line]) for a in unit.anchors)
        self.found.append(replace(unit, anchors=anchors))

    def _may_end(self, words: str) -> bool:
        """May what comes before a dash be all that one speaker says?"""
        return words.startswith("-") and (not self._tail or bool(_ENDS.search(self._tail)))

    def _ends_before(self, words: str) -> bool:
        """Does a sentence surely end before these words, and no quotation go on?"""
        if not _ENDS.search(self._tail) or _DOTTED.search(self._tail) or not _BEGINS.match(words):
            return False
        is_open = self._n_open > 0 or self._n_straight % 2 == 1
        return not is_open or self._n_cues > _MOST_OPEN

    def _clean(self, line: _Line) -> Traced:
        """What is said in a line, with the place of each stretch."""
        shown = Traced(self._source)
        at = 0
        for found in _MARKUP[self._kind].finditer(line.text):
            shown.add(line.text[at : found.start()], line.at + at)
            raw = found.group()
            if raw.startswith(("\\", "<br")):
                shown.add(" ", line.at + found.start())
            elif raw.startswith("&"):
                shown.add(unescape(raw), line.at + found.start())
            at = found.end()
        shown.add(line.text[at:], line.at + at)
        shown.strip(" \t")
        text = shown.text
        sounds = [found.span() for found in _SOUND.finditer(text)]
        if sounds:
            self.n_sounds += len(sounds)
            shown.cut(sounds)
        shown.cut([found.span() for found in _MUSIC.finditer(shown.text)])
        shown.strip(" \t")
        return shown


def _take_number(lines: list[_Line], expected: str) -> str:
    """The number of a cue that ends what stands before its times; it is taken from the lines."""
    there = max((n for n, line in enumerate(lines) if line.text.strip()), default=-1)
    found = _NUMBER.fullmatch(lines[there].text) if lines else None
    if not found or (there < len(lines) - 1 and found[1] != expected):
        return ""
    del lines[there:]
    return found[1]


def _blocks(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """The lines between blank ones."""
    block: list[_Line] = []
    for line in lines:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _roll(cues: list[_Cue]) -> bool:
    """Take out lines that a cue repeats from the one before, where captions roll."""
    for cue in cues:
        cue.lines = [line for line in cue.lines if line.text.strip()]
    said = [[_bare(line) for line in cue.lines] for cue in cues]
    repeated = [
        bool(before and here) and here[0] == before[-1] and len(here) + len(before) > 2
        for before, here in pairwise(said)
    ]
    if sum(repeated) < max(3, _ROLLING * len(cues)):
        return False
    last = said[0][-1] if said[0] else ""
    for cue, words in zip(cues[1:], said[1:], strict=True):
        n_old = 0
        while n_old < len(words) and words[n_old] == last:
            n_old += 1
        cue.lines = cue.lines[n_old:]
        last = words[-1] if words else last
    return True


def _bare(line: _Line) -> str:
    return re.sub(r"<[^<>]*>", "", line.text).strip()
