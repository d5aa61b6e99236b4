r"""Masks: what of a program's string is no language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.placeholders import COLON, KINDS, PRINTF, find_access_key, find_masks

CASES = [
    ("printf", "%s %1$s %(name)s %-5.2f %lld %@ %1$@ 3%s", "%s|%1$s|%(name)s|%-5.2f|%lld|%@|%1$@|%s"),
    ("a percent sign, escaped", "10%% of %d%%", "%%|%d|%%"),
    ("per cent are words", "100% sure, 50% of it, 5% discount, 5%-6%, 20%.", ""),
    ("no half words are left", "get %discount now", "%discount"),
    ("Qt", "%1 of %2, %n file(s), %L1", "%1|%2|%n|%L1"),
    ("Qt at the end of a sentence", "Copied %1 of %2. Left: %L3.", "%1|%2|%L3"),
    ("decimals of a share", "%5.2f is no %1.5 of it", "%5.2f"),
    ("parts of a date", "On %B %d, %Y at %l:%M %p: %s", "%B %d, %Y|%l:%M %p|%s"),
    ("no date", "Copied %d of 100 %, %Mine.", "%d"),
    ("Symfony", "%name% came", "%name%"),
    ("Python and C#", "{0} {} {a.b} {i[0]} {x!r:>10} {d:%Y-%m} {0:N2} {0,-10:C}", 8),
    ("ICU arguments", "{price, number, ::currency/EUR} on {d, date, long}", 2),
    ("a choice with arguments in it", "You have {1,choice,0#none|1#one|1<{1} files}.", 1),
    ("tags of Phrase", "Click {b>here<b} or {1>there<1}, {b1>now<b1}.", 6),
    ("links of vue-i18n", "See @:home.title or @.lower:menu.open-file.", 2),
    ("no links", "Write to me@:once, @home: now.", ""),
    ("braces around words", "{see below} {not a placeholder at all}", ""),
    ("mustache", "{{a}} {{ a | upper }} {{{raw}}} {{#if a}}{{/if}} {% if x %}", 6),
    ("variables", "${var} #{x} %{name} %<num>.2f $t(key) $name __name__", 7),
    ("money", "$5, US$ 10, $1.2bn", ""),
    ("tags", "<b>hi</b><br/><a href=\"{url}\" rel='x'>x</a> <0>y</0>", 7),
    ("comparisons", "a < b and c > d, if x <y and z> w", ""),
    ("entities", "R&amp;D&nbsp;x&#39;s AT&T;", "&amp;|&nbsp;|&#39;"),
    ("escapes", "One\\nTwo \\\"x\\\"", '\\n|\\"|\\"'),
    ("paths", "in C:\\new\\test", ""),
    ("addresses are text", "see https://example.org/a?b=c", ""),
    ("slips of the keyboard", "The :attribute at 10:30", ""),
    ("plural", "{n, plural, =0 {No file} other {# files}}", "{n, plural, =0 {|} other {|#|}}"),
    ("select has no figure", "{g, select, a {x #1} other {y}}", "{g, select, a {|} other {|}}"),
    (
        "a message within a branch",
        "{g, select, a {{n, plural, one {He} other {They #}}} other {{name}}}",
        "{g, select, a {{n, plural, one {|} other {|#|}}} other {|{name}|}}",
    ),
    (
        "a message within a sentence",
        "You have {n, plural, one {# message} other {# messages}} waiting.",
        "{n, plural, one {# message} other {|#|}}",
    ),
    ("quoted braces", "{n, plural, other {a '{' b}}", "{n, plural, other {|}}"),
    ("a message that never ends", "{n, plural, one {x", ""),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_placeholders_are_found_and_prose_is_not(
    label: str, text: str, expected: str | int
) -> None:
    found = [text[start:end] for start, end in find_masks(text)]
    if isinstance(expected, int):
        assert len(found) == expected
    else:
        assert found == [mask for mask in expected.split("|") if mask]


def test_only_the_kinds_asked_for_are_found() -> None:
    assert find_masks("%s {0} <b>", (PRINTF,)) == ((0, 2),)
    assert find_masks("The :attribute field.", (*KINDS, COLON)) == ((4, 14),)
    assert find_masks("%s {0} <b>", ()) == ()


@given(st.text(alphabet="ab{}%$#<>/=\"'&;:,.()[]\\!|_ 1plural,other\n", max_size=60))
def test_masks_are_in_order_not_empty_and_do_not_overlap(text: str) -> None:
    masks = find_masks(text)
    at = 0
    for start, end in masks:
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize(
    "piece",
    [
        "{a,plural,other{",
        "{a, select, x {'{",
        "{a,plural,other{#} ",
        "<a b='",
        "%(",
        "{{",
        "{a,choice,{b}",
        "@:a.",
        "{%",
        "$(",
    ],
)
def test_what_never_ends_has_masks_in_order_all_the_same(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    masks = find_masks(text)
    borders = [0, *(border for mask in masks for border in mask), len(text)]
    assert borders == sorted(borders)


ACCESS_KEYS = {
    "&File": 0, "Save &As...": 5, "E&xit": 1, "Fi&le": 2, "Cu&t": 2, "Ne&w": 2, "Tool&s": 4,
    "Se&lect All": 2, "N&ew {name}": 1, "(&Open)": 1, "&Über": 0, "%1 &files": 3,
    "<b>&File</b>": 3, "Save && &Quit": 8, "R&D &Budget": 4, "&Find &amp; Replace": 0,
    "_Edit": 0, "Don't _Save": 6, "E_xit": 1, "_Open {file_name}": 0,
}  # fmt: skip

NO_ACCESS_KEYS = [
    "R & D", "R&D", "AT&T", "Q&A", "B&B", "P&L", "H&M store", "R &D", "&T", "S&P 500", "A && B", "&& all",
    "AT&amp;T", "&amp;", "&nbsp;x", "&copy 2020", "&foo;", "Drag&drop", "cut&paste", "Copy&Paste", "rock&roll",
    "Marks&Spencer", "Ben&Jerry's", "&File and &Edit", "a=1&b=2", "?x&lang=en", "&param=x", "foo(&bar)",
    "https://a.b/?q=one&lang=two", "file_name", "My_file", "Max_size", "X_axis", "_(text)", "_(Text)", "_blank",
    "__init__", "_Hello world_", "_Some_Type", "$_SESSION", "{a_b} x", "{&File}", "%(E_xit)s", "user@&Host", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "at"), ACCESS_KEYS.items())
def test_the_mark_of_an_access_key_is_found(text: str, at: int) -> None:
    assert find_access_key(text, find_masks(text)) == at


@pytest.mark.parametrize("text", NO_ACCESS_KEYS)
def test_what_only_looks_like_an_access_key_is_left_alone(text: str) -> None:
    assert find_access_key(text, find_masks(text)) == -1
