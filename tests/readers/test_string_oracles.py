"""Files of strings beside other people's readers, over many generated files."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .test_strings import assert_shown, misplaced, reading_of

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \n\t\\\"'{}%:=#!;,-&*[]|>abcXYZ09é😀ß\u00a0"),
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")),
    ),
    max_size=40,
)
KEYS = st.text(alphabet="abcdXYZ_09", min_size=1, max_size=6)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.one_of(TEXTS, st.integers(), st.booleans(), st.none()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)
quick = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def leaves(tree: Any, name: str = "") -> list[tuple[str, str]]:
    """The strings of a tree that are not blank, with the path of their keys."""
    if isinstance(tree, dict):
        return [one for key, value in tree.items() for one in leaves(value, f"{name}.{key}")]
    if isinstance(tree, list):
        return [one for n, value in enumerate(tree) for one in leaves(value, f"{name}[{n}]")]
    return [(name.removeprefix("."), tree)] if isinstance(tree, str) and tree.strip() else []


def check(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    if not expected:
        return  # refused: nothing to judge
    units = reading_of(name, text).candidate.units
    assert_shown([unit.text for unit in units], [said for _, said in expected])
    names = [key for key, _ in expected]
    if len(set(names)) == len(names):
        assert [unit.id for unit in units] == names
    for unit in units:
        assert not [*misplaced(text, unit)]


@quick
@given(TREES, st.booleans(), st.sampled_from([None, 1, 4]))
def test_json_is_read_as_by_the_standard_library(tree: Any, ascii_only: bool, indent: int) -> None:
    check(
        "a.json",
        json.dumps({"k": tree}, ensure_ascii=ascii_only, indent=indent),
        leaves({"k": tree}),
    )


@quick
@given(TREES, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans(), st.sampled_from([12, 80]))
def test_yaml_is_read_as_by_pyyaml(tree: Any, style: str, unicode: bool, width: int) -> None:
    import yaml

    text = yaml.safe_dump(
        {"kk": tree, "en": "x"},
        default_style=style,
        allow_unicode=unicode,
        width=width,
        sort_keys=False,
    )
    check("a.yml", text, leaves(yaml.safe_load(text)))


@quick
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5, unique_by=lambda pair: pair[0]))
def test_po_is_read_as_by_polib(pairs: list[tuple[str, str]]) -> None:
    polib = pytest.importorskip("polib")
    po = polib.POFile(wrapwidth=20)
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    for said, translated in pairs:
        if said.strip():
            po.append(polib.POEntry(msgid=said, msgstr=translated, comment="# c"))
    text = str(po)
    again = polib.pofile(text)
    done = [entry for entry in again if entry.msgstr.strip()]
    if not done:
        return
    reading = reading_of("a.po", text)
    assert_shown([unit.text for unit in reading.candidate.units], [one.msgstr for one in done])
    for unit in reading.candidate.units:
        assert not [*misplaced(text, unit)]
    if reading.source:
        assert_shown([unit.text for unit in reading.source.units], [one.msgid for one in done])


def _units_of(kind: str, content: bytes) -> list[tuple[str, str]]:
    """What translate-toolkit reads."""
    properties = pytest.importorskip("translate.storage.properties")
    store = {"java": properties.javautf8file, "apple": properties.stringsutf8file}[kind](
        io.BytesIO(content)
    )
    return [(unit.name, unit.source) for unit in store.units if unit.source.strip()]


@quick
@given(
    st.dictionaries(KEYS, TEXTS.filter(lambda text: text.strip() == text), min_size=1, max_size=5)
)
def test_properties_are_read_as_by_translate_toolkit(strings: dict[str, str]) -> None:
    """What Java's own writer would make of the strings is read by both."""
    text = "# made\n"
    for key, value in strings.items():
        escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        text += f"{key} = {escaped}\n"
    expected = [(key, value) for key, value in strings.items() if value.strip()]
    theirs = _units_of("java", text.encode())
    assert [name for name, _ in theirs] == [name for name, _ in expected]
    if not any("{" in value for value in strings.values()):
        check("a.properties", text, expected)


@quick
@given(st.dictionaries(KEYS, TEXTS, min_size=1, max_size=5))
def test_apple_strings_are_read_as_they_were_written(strings: dict[str, str]) -> None:
    text = "/* made */\n"
    for key, value in strings.items():
        escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
        text += f'"{key}" = "{escaped}";\n'
    check("a.strings", text, [(key, value) for key, value in strings.items() if value.strip()])
