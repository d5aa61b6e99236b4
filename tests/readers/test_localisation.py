"""XLIFF, TMX, Android strings and RESX: which texts, under which names, standing where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.localisation.markup import parse
from mtcheck.types import Reading, Unit

from .test_strings import assert_shown

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats" / "localisation"


def xliff(units: str, *, languages: str = 'source-language="de" target-language="en"') -> str:
    head = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    return f'{head}<file original="a" {languages}><body>{units}</body></file></xliff>'


def xliff2(inner: str) -> str:
    head = '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="de"'
    return f'{head} trgLang="en"><file id="f">{inner}</file></xliff>'


def tmx(entries: str, srclang: str = "en-US") -> str:
    return f'<tmx version="1.4"><header srclang="{srclang}"/><body>{entries}</body></tmx>'


def android(inner: str) -> str:
    space = 'xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2"'
    return f"<resources {space}>{inner}</resources>"


def entry(**texts: str) -> str:
    shown = "".join(
        f'<tuv xml:lang="{language.replace("_", "-")}"><seg>{text}</seg></tuv>'
        for language, text in texts.items()
    )
    return f"<tu>{shown}</tu>"


def read_text(text: str, path: str = "a.xml", **options: str) -> Reading:
    return parse(text, path=path, settings=ReadConfig(**options))  # type: ignore[arg-type]


def shown(units: tuple[Unit, ...]) -> dict[str, str]:
    return {unit.id: unit.text for unit in units}


def unit1(target: str, source: str = "Quelle", name: str = "u", more: str = "") -> str:
    return f'<trans-unit id="{name}"{more}><source>{source}</source><target>{target}</target></trans-unit>'


def unit2(target: str, before: str = "") -> str:
    return xliff2(
        f'<unit id="u">{before}<segment><source>Q</source><target>{target}</target></segment></unit>'
    )


@dataclass(frozen=True)
class Case:
    """The text of the only unit, and what of it is masked."""

    label: str
    file: str
    text: str
    masks: tuple[str, ...] = ()


CASES = (
    # XLIFF 1.2
    Case("formats vanish", xliff(unit1('A <g id="1">big</g> <mrk mtype="term">day</mrk>.')), "A big day."),
    Case("paired codes vanish", xliff(unit1('<bpt id="1">&lt;b></bpt>Bold<ept id="1">&lt;/b></ept>.')), "Bold."),
    Case("ends of codes vanish", xliff(unit1('<bx id="1"/>Bold<ex id="1"/> <it id="2" pos="open">x</it>it.')), "Bold it."),
    Case("native code is shown", xliff(unit1('Delete <ph id="1">%s</ph> files.')), "Delete %s files.", ("%s",)),
    Case("equivalent text is shown", xliff(unit1('Hi <x id="1" equiv-text="Ann"/>.')), "Hi Ann.", ("Ann",)),
    Case("an unknown code between words is shown", xliff(unit1('Hi <x id="1"/> there.')), "Hi {1} there.", ("{1}",)),
    Case("an anchor before a word vanishes", xliff(unit1('<x id="1"/>Hi there.')), "Hi there."),
    Case("a code behind a sentence vanishes", xliff(unit1('Hi there.<x id="1"/>')), "Hi there."),
    Case("a line break is one", xliff(unit1('One.<x id="1" ctype="lb"/>Two.')), "One.\nTwo."),
    Case("a tag as native code formats", xliff(unit1('One <ph id="1">&lt;i></ph>two.')), "One two."),
    Case("a sub-flow is a paragraph", xliff(unit1('See <ph id="1">[x]<sub>A cat.</sub></ph>.')), "See [x].\n\nA cat.", ("[x]",)),
    Case("protected text is masked", xliff(unit1('Run <mrk mtype="protected">rm -r</mrk>.')), "Run rm -r.", ("rm -r",)),
    Case("placeholders are masked", xliff(unit1("Hi {name}.")), "Hi {name}.", ("{name}",)),
    Case("wrapped lines go on", xliff(unit1("\n   One\n     two.\n  ")), "One two."),
    Case("double spaces stay", xliff(unit1("One  two.")), "One  two."),
    Case("white space is kept where it says so", xliff(unit1(" One\n two.", more=' xml:space="preserve"')), " One\n two."),
    Case("alternatives and notes are no text", xliff(unit1("One.").replace("</target>", "</target><note>N</note><alt-trans><target>T</target></alt-trans>")), "One."),
    Case("elements of others are no text", xliff(unit1("One.").replace("<target>", '<y:target xmlns:y="y">No</y:target><target>')), "One."),
    Case("one segment is the whole unit", xliff(unit1('<mrk mtype="seg" mid="1">One.</mrk>')), "One."),
    Case("what Trados marks as deleted is no text", xliff(unit1('A <mrk mtype="x-sdl-deleted">big </mrk><mrk mtype="x-sdl-added">new </mrk>day.')), "A new day."),
    Case("CDATA and references", xliff(unit1("A<![CDATA[ & <b>]]> &#8212;&amp;")), "A & <b> —&", ("<b>",)),
    # XLIFF 2
    Case("pairs vanish", unit2('A <pc id="1">big</pc> <sc id="2"/>day<ec startRef="2"/>.'), "A big day."),
    Case("original data is shown", unit2('<ph id="1" dataRef="d"/> files.', '<originalData><data id="d">%d</data></originalData>'), "%d files.", ("%d",)),
    Case("equiv and disp", unit2('<ph id="1" equiv="X1"/> or <ph id="2" disp="[B]"/>.'), "X1 or [B].", ("X1", "[B]")),
    Case("a break by its subtype", unit2('One.<ph id="1" type="fmt" subType="xlf:lb"/>Two.'), "One.\nTwo."),
    Case("what is not for translation is masked", unit2('Run <mrk id="m" translate="no">x-y</mrk>.'), "Run x-y.", ("x-y",)),
    Case("a character that XML cannot hold", unit2('A<cp hex="001F"/>.'), "A\x1f.", ("\x1f",)),
    Case("NUL is none", unit2('A<cp hex="0000"/>.'), "A\ufffd.", ("\ufffd",)),
    Case("notes and matches", unit2("One.", '<notes><note>N</note></notes><m:matches xmlns:m="m"><m:match><source>a</source><target>b</target></m:match></m:matches>'), "One."),
    # TMX
    Case("highlights vanish", tmx(entry(en_US="a", en_GB='A <hi>big</hi> <bpt i="1">x</bpt>day<ept i="1">y</ept>.')), "A big day."),
    Case("native code in TMX", tmx(entry(en_US="a", en_GB='Hi <ph x="1">{0}</ph>.')), "Hi {0}.", ("{0}",)),
    # Android
    Case("escapes", android(r'<string name="u">\"Don\'t\"\n\u00e9\@\?\\ x</string>'), '"Don\'t"\né@?\\ x'),
    Case("escapes of references", android(r'<string name="u">\&quot;Don\&#39;t\&quot;</string>'), '"Don\'t"'),
    Case("pairs of surrogates", android(r'<string name="u">\uD83D\uDE00!</string>'), "😀!"),
    Case("white space is one space", android('<string name="u">\n  One   two\n </string>'), "One two"),
    Case("unless it is quoted", android('<string name="u">"  One   two "</string>'), "  One   two "),
    Case("tags format", android('<string name="u">A <b>big</b> day.</string>'), "A big day."),
    Case("tags as text are masked", android('<string name="u">A &lt;b>big&lt;/b> day.</string>'), "A <b>big</b> day.", ("<b>", "</b>")),
    Case("CDATA", android('<string name="u"><![CDATA[A <b>day</b>.]]></string>'), "A <b>day</b>.", ("<b>", "</b>")),
    Case("xliff:g is masked", android('<string name="u">Hi <xliff:g id="n">Ann</xliff:g>, %1$s.</string>'), "Hi Ann, %1$s.", ("Ann", "%1$s")),
    # RESX
    Case("a value", '<root><data name="u" xml:space="preserve"><value>Hi {0},\n  you.</value><comment>c</comment></data></root>', "Hi {0},\n  you.", ("{0}",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_what_a_person_reads(case: Case) -> None:
    (unit,) = read_text(case.file).candidate.units
    assert unit.text == case.text
    assert tuple(unit.text[start:end] for start, end in unit.masks) == case.masks


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_character_has_its_place(case: Case, end: str) -> None:
    text = case.file.replace("><", f">{end}<", 3).replace("\n", end) if end != "\n" else case.file
    if "preserve" in text or "Two" in case.text:
        return  # line ends are text there
    (unit,) = read_text(text).candidate.units
    assert unit.text == case.text
    lines = re.split("\r\n|\r|\n", text)
    masked = {n for start, stop in unit.masks for n in range(start, stop)}
    for offset, char in enumerate(unit.text):
        if char == "\n":
            continue
        where = unit.where(offset)
        there = (lines[where.line - 1] + " ")[where.column - 1]
        assert there in (char, "&", "\\") or offset in masked or char in "\n ", (offset, where)


def test_segments_are_units_with_the_names_of_both() -> None:
    found = read(str(FIXTURES / "segments.sdlxliff"))
    assert found.source
    assert shown(found.candidate.units) == {
        "0c1f/1": "The quay was full.",
        "0c1f/2": "No one left.",
    }
    assert [unit.id for unit in found.source.units] == ["0c1f/1", "0c1f/2"]
    assert found.candidate.units[1].where(0).place == "unit 0c1f, segment 2"
    assert found.candidate.remarks == (
        "1 unit not for translation left out",
        "1 string without a translation left out",
    )


def test_segments_of_xliff_2_are_units() -> None:
    two = '<segment id="s"><source>A</source><target>One.</target></segment><ignorable><source> </source></ignorable>'
    two += "<segment><source>B</source><target>Two.</target></segment>"
    found = read_text(xliff2(f'<group id="g"><unit id="u">{two}</unit></group>'))
    assert shown(found.candidate.units) == {"u/s": "One.", "u/2": "Two."}


CHANGED = xliff(
    unit1('A <mrk mtype="x-sdl-deleted">big</mrk><mrk mtype="x-sdl-added">new</mrk> day.')
)


def test_tracked_changes_of_trados_are_told_and_read_as_asked() -> None:
    (remark,) = read_text(CHANGED).candidate.remarks
    assert remark == "tracked changes: 1 insertion kept, 1 deletion left out"
    found = read_text(CHANGED, tracked_changes="original").candidate
    assert shown(found.units) == {"u": "A big day."}
    with pytest.raises(InputError, match="holds 2 tracked changes"):
        read_text(CHANGED, tracked_changes="error")


def test_text_outside_of_segments_is_not_lost() -> None:
    target = '<mrk mtype="seg" mid="1">One.</mrk> And <mrk mtype="seg" mid="2">two.</mrk>'
    assert shown(read_text(xliff(unit1(target))).candidate.units) == {"u": "One. And two."}


def test_an_id_says_its_file_only_where_it_must() -> None:
    text = xliff(unit1("One.") + unit1("Two.", name="v"))
    second = (
        text[text.index("<file") : text.index("</xliff>")]
        .replace('"a"', '"b"')
        .replace('"v"', '"w"')
    )
    found = read_text(text.replace("</xliff>", f"{second}</xliff>"))
    assert [unit.id for unit in found.candidate.units] == ["a/u", "v", "b/u", "w"]


def test_an_id_that_comes_twice_is_numbered() -> None:
    found = read_text(xliff(unit1("One.") + unit1("Two.")))
    assert shown(found.candidate.units) == {"u": "One.", "u#2": "Two."}


def test_without_any_target_the_source_side_is_judged() -> None:
    found = read_text(xliff("<trans-unit id='u'><source>One.</source><target/></trans-unit>"))
    assert (found.source, found.candidate.language) == (None, "de")
    assert found.candidate.remarks == (
        "nothing is translated: the source side is judged by itself",
    )


def test_what_is_not_for_translation_is_inherited() -> None:
    group = f'<group translate="no">{unit1("No.", name="n")}{unit1("Yes.", name="y", more=" translate=" + chr(34) + "yes" + chr(34))}</group>'
    assert shown(read_text(xliff(group)).candidate.units) == {"y": "Yes."}


def test_of_several_target_languages_one_is_judged_and_it_is_said() -> None:
    german = xliff(unit1("Eins."), languages='source-language="fr" target-language="de"')
    english = xliff(unit1("One."), languages='source-language="fr" target-language="en_GB"')
    both = german.replace("</xliff>", english[english.index("<file") :])
    found = read_text(both).candidate
    assert (found.language, shown(found.units)) == ("en-GB", {"u": "One."})
    assert found.remarks == ("of the translations into de, en-GB only en-GB is judged",)
    assert shown(read_text(both, candidate_language="de").candidate.units) == {"u": "Eins."}
    with pytest.raises(InputError, match="no text in 'it', but de, en-GB"):
        read_text(both, candidate_language="it")
    with pytest.raises(InputError, match="into de, es: name one with --candidate-language"):
        read_text(both.replace("en_GB", "es"))


def test_the_source_side_is_judged_if_its_language_is_asked_for() -> None:
    found = read_text(xliff(unit1("One.", source="Eins.")), candidate_language="de")
    assert (shown(found.candidate.units), found.source) == ({"u": "Eins."}, None)
    assert (found.candidate.language, found.candidate.remarks) == ("de", ())


TMX = {
    "the other of two": (entry(en_US="a", en_GB="b"), "en-US", {}, ("en-GB", "en-US")),
    "written otherwise": (entry(en_us="a", EN_gb="b"), "EN-US", {}, ("en-GB", "en-US")),
    "a form of the srclang": (entry(en_US="a", de="b"), "en", {}, ("de", "en-US")),
    "a translation into German": (entry(en="a", de="b"), "en", {}, ("de", "en")),
    "one alone": (entry(en="a"), "en", {}, ("en", None)),
    "English among several": (entry(de="a", en="b", fr="c"), "de", {}, ("en", "de")),
    "either direction, one English": (entry(de="a", en="b"), "*all*", {}, ("en", "de")),
    "named": (entry(de="a", en="b", fr="c"), "en", {"candidate_language": "fr"}, ("fr", "en")),
    "both named": (
        entry(en_US="a", en_GB="b", en_AU="c"),
        "en-US",
        {"candidate_language": "en_au", "source_language": "en-GB"},
        ("en-AU", "en-GB"),
    ),
}


@pytest.mark.parametrize("label", TMX)
def test_the_sides_of_a_memory(label: str) -> None:
    entries, srclang, options, expected = TMX[label]
    found = read_text(tmx(entries, srclang), **options)
    source = found.source.language if found.source else None
    assert (found.candidate.language, source) == expected


@pytest.mark.parametrize(
    ("entries", "srclang", "options"),
    [
        (entry(en_US="a", en_GB="b"), "*all*", {}),
        (entry(en_US="a", en_GB="b"), "en", {}),
        (entry(en="a", de="b", fr="c"), "en", {}),
        (entry(de="a", en_US="b", en_GB="c"), "de", {}),
        (entry(en="a", de="b"), "en", {"candidate_language": "it"}),
        (entry(en_US="a", en_GB="b"), "en-US", {"candidate_language": "en"}),
        (entry(en="a", de="b"), "en", {"candidate_language": "en", "source_language": "en"}),
    ],
)
def test_a_memory_of_which_the_side_is_open_is_refused(
    entries: str, srclang: str, options: dict[str, str]
) -> None:
    with pytest.raises(InputError, match="language"):
        read_text(tmx(entries, srclang), **options)


def test_entries_without_a_side_are_told() -> None:
    found = read_text(tmx(entry(en_US="a", en_GB="b") + entry(en_US="c") + entry(en_GB="d")))
    assert shown(found.candidate.units) == {"1": "b", "3": "d"}
    assert found.source
    assert shown(found.source.units) == {"1": "a", "3": ""}
    assert found.candidate.remarks == ("1 entry without en-GB left out",)


def test_two_texts_in_one_language_are_a_pair() -> None:
    two = "<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='en'><seg>b</seg></tuv></tu>"
    found = read_text(tmx(two * 2 + entry(en="c"), "en"))
    assert found.source
    assert shown(found.candidate.units) == {"1": "b", "2": "b"}
    assert shown(found.source.units) == {"1": "a", "2": "a"}
    assert (found.source.language, found.candidate.language) == ("en", "en")
    assert found.candidate.remarks == ("1 string without a translation left out",)


def test_android_names_plurals_and_arrays() -> None:
    inner = '<plurals name="d"><item quantity="one">%d day</item><item quantity="other">%d days</item></plurals>'
    inner += '<string-array name="p"><item>Mars</item><item>@string/x</item></string-array>'
    inner += '<string name="n" translatable="false">No</string><color name="c">#fff</color><string name="e"/>'
    found = read_text(android(inner), path="app/res/values-en-rGB/strings.xml").candidate
    assert shown(found.units) == {"d.one": "%d day", "d.other": "%d days", "p[0]": "Mars"}
    assert found.units[0].where(0).place == "key d.one"
    assert (found.language, found.remarks) == ("en-GB", ("1 string not for translation left out",))


@pytest.mark.parametrize(
    ("folder", "language"),
    [("values", ""), ("values-de", "de"), ("values-b+sr+Latn", "sr-Latn"), ("values-land", ""), ("values-mcc310-en-rUS-night", "en-US")],
)  # fmt: skip
def test_the_folder_says_the_language(folder: str, language: str) -> None:
    found = read_text(android('<string name="a">A</string>'), path=f"{folder}/strings.xml")
    assert found.candidate.language == language


def test_resx_leaves_out_what_is_no_string() -> None:
    inner = '<data name="i" type="System.Drawing.Bitmap, x"><value>b</value></data>'
    inner += '<data name="j" mimetype="x"><value>b</value></data><data name="&gt;&gt;k.Name"><value>b</value></data>'
    inner += '<data name="s" type="System.String, mscorlib"><value>Hi.</value></data><data name="e"><value/></data>'
    assert shown(read_text(f"<root>{inner}</root>").candidate.units) == {"s": "Hi."}


REFUSED = {
    "another kind of XML": ("<rss/>", "with the root element <rss>"),
    "a root of something else": ("<root><a/></root>", "with the root element <root>"),
    "a version to come": ('<xliff version="3.0"/>', "XLIFF of version '3.0'"),
    "a memory of nothing": (tmx(""), "holds no entries"),
    "half of a pair": (android(r'<string name="a">\uD83D.</string>'), "half of a surrogate pair"),
    "NUL": (android(r'<string name="a">\u0000.</string>'), "NUL"),
    "entities": ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', "declares entities"),
}


@pytest.mark.parametrize("label", REFUSED)
def test_what_cannot_be_read_is_refused(label: str) -> None:
    text, says = REFUSED[label]
    with pytest.raises(InputError, match=re.escape(says)):
        read_text(text)


LARGE = {
    "codes in a row": xliff(unit1('<x id="1"/>' * 30_000)),
    "space and no word": xliff(unit1(" " * 1_000_000 + "a" + "\n " * 500_000)),
    "segments": xliff(unit1("".join(f'<mrk mtype="seg" mid="{n}">a</mrk>' for n in range(10_000)))),
    "subs": xliff(unit1("<ph>a<sub>b</sub></ph>" * 10_000)),
    "escapes": android('<string name="a">' + "\\n" * 100_000 + "b</string>"),
    "quotes": android(f'<string name="a">{chr(34) * 500_000}b</string>'),
    "references in a string": android(f'<string name="a">{"&#65;" * 60_000}</string>'),
    "names that come again": android('<string name="a">b</string>' * 10_000),
    "languages": tmx("<tu>" + "".join(f'<tuv xml:lang="x-{n}"><seg>a</seg></tuv>' for n in range(10_000)) + "</tu>"),
}  # fmt: skip


@pytest.mark.parametrize("label", LARGE)
def test_what_is_large_is_read_or_refused(label: str) -> None:
    units, said = (), ""
    try:
        units = read_text(LARGE[label]).candidate.units
    except InputError as error:
        said = str(error)
    assert any(unit.text.strip() for unit in units) == (not said)


# --- beside translate-toolkit --------------------------------------------------------------------

WORDS = st.text(st.sampled_from("aB é—\"'<>&%{}@?\\😀.\n\u00a0"), min_size=1, max_size=20).filter(
    str.strip
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5),
    st.sampled_from(["xliff", "xliff2", "tmx"]),
)
def test_bilingual_files_are_read_as_by_translate_toolkit(
    pairs: list[tuple[str, str]], kind: str
) -> None:
    pytest.importorskip("translate")
    from translate.storage.tmx import tmxfile
    from translate.storage.xliff import Xliff1File
    from translate.storage.xliff2 import Xliff2File

    store = {"xliff": Xliff1File, "xliff2": Xliff2File, "tmx": tmxfile}[kind](
        sourcelanguage="en-US", targetlanguage="en-GB"
    )
    for source, target in pairs:
        if kind == "tmx":
            store.addtranslation(source, "en-US", target, "en-GB")
        else:
            store.addsourceunit(source).target = target
    found = read_text(bytes(store).decode())
    assert found.source
    for document, side in ((found.source, 0), (found.candidate, 1)):
        texts = [" ".join(unit.text.split()) for unit in document.units]
        assert_shown(texts, [" ".join(pair[side].split()) for pair in pairs])


@quick
@given(
    st.lists(
        st.text(st.sampled_from("aB é—\"'&%{}@?\\😀.\n"), min_size=1, max_size=20).filter(
            str.strip
        ),
        min_size=1,
        max_size=5,
    )
)
def test_android_strings_are_read_as_translate_toolkit_writes_them(texts: list[str]) -> None:
    pytest.importorskip("translate")
    from translate.storage.aresource import AndroidResourceFile

    store = AndroidResourceFile()
    for number, text in enumerate(texts):
        unit = store.UnitClass(text)
        unit.setid(f"k{number}")
        store.addunit(unit)
        unit.target = text
    if any(re.fullmatch(r"\s*[@?][\w./:]+\s*", text) for text in texts):
        return  # a reference
    found = read_text(bytes(store).decode()).candidate.units
    assert_shown(
        [" ".join(unit.text.split()) for unit in found], [" ".join(text.split()) for text in texts]
    )


def test_strings_of_net_are_read_as_by_translate_toolkit() -> None:
    pytest.importorskip("translate")
    from translate.storage.resx import RESXFile

    path = FIXTURES / "story-po2resx.resx"
    store = RESXFile.parsefile(str(path))
    expected = {unit.getid(): unit.target for unit in store.units}
    assert shown(read(str(path)).candidate.units) == expected


def test_every_place_in_the_fixtures_is_right() -> None:
    for path in sorted(FIXTURES.iterdir()):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for unit in read(str(path)).candidate.units:
            for word in re.finditer(r"[A-Za-z]{3,}", unit.text):
                where = unit.where(word.start())
                there = lines[where.line - 1][where.column - 1 :]
                assert there.startswith(word.group()) or escape(word.group()) in there
