"""Lines of a terminal: text wrapped, shortened, and unable to act there."""

from __future__ import annotations

from textwrap import fill

from mtcheck.reporters.visible import visible


def filled(text: str, width: int, *, indent: int = 2) -> str:
    """The text in lines of this width at most; spaces before it stay before its first line.

    >>> print(filled("  one two three four", 12, indent=4))
      one two
        three
        four
    """
    lead = text[: len(text) - len(text.lstrip(" "))]
    return fill(
        visible(text.strip()),
        width,
        initial_indent=lead,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )
