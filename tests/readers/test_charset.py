"""A page is read in the encoding that it declares, where and how browsers look for it."""

from __future__ import annotations

import codecs

import pytest

from mtcheck.config.sections import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.decoding import load, own_encoding
from mtcheck.readers.pages.charset import _LABELS, charset_of

TEXT = "The café said “no” for €5."

DECLARED = {
    "<meta charset=iso-8859-1>": "cp1252",
    '<META CHARSET="Windows-1252" />': "cp1252",
    "<meta\ncharset = ' latin1 '>": "cp1252",
    "<meta name=x content=y><meta charset=us-ascii>": "cp1252",
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">': "cp1252",
    "<meta content='text/html;charset=\"koi8-r\"' http-equiv=content-type>": "koi8-r",
    "<meta http-equiv=content-type content=text/html;charset=x-sjis>": "cp932",
    "<html lang=en><head data-x='>'><title>A</title><meta charset=gb2312>": "gb18030",
    '<!-- <meta charset="big5"> --><meta charset=euc-kr>': "cp949",
    "<!--><meta charset=big5><!-- -->": "big5hkscs",
    "<!doctype html><?x y?></p x='<meta charset=big5>'><meta charset=utf8>": "utf8",
    "<meta charset=utf-16le>": "utf-8",
    "<meta charset=big5 charset=koi8-r><meta charset=utf-8>": "big5hkscs",
    "<meta charset=''><meta charset=koi8>": "koi8-r",
    '<?xml version="1.0" encoding="iso-8859-2"?><html>': "iso-8859-2",
    '<?xml version="1.0" encoding="iso-8859-2"?><meta charset=koi8-r>': "koi8-r",
    " " * 900 + "<meta charset=koi8-r>": "koi8-r",
    # none of these declares anything
    "": "",
    "<p>charset=koi8-r": "",
    "<metal charset=koi8-r>": "",
    "<p title='<meta charset=koi8-r>'>": "",
    "<!-- <meta charset=koi8-r>": "",
    "<meta name=description content='charset=koi8-r'>": "",
    "<meta http-equiv=refresh content='charset=koi8-r'>": "",
    "<meta http-equiv=content-type content='text/html; charset'>": "",
    "<meta charset=koi8-r": "",
    "<meta charset='koi8-r": "",
    "</meta charset=koi8-r>": "",
    " " * 1010 + "<meta charset=koi8-r>": "",
}


@pytest.mark.parametrize(("begin", "label"), DECLARED.items())
def test_a_declaration_is_found_as_browsers_find_it(begin: str, label: str) -> None:
    found, at = charset_of(begin.encode())
    assert found == label
    if label and label.lower() in begin.lower():
        assert begin[at:].lstrip().lower().startswith(label.lower())


@pytest.mark.parametrize("label", _LABELS)
def test_every_label_is_one_of_a_codec(label: str) -> None:
    assert codecs.lookup(charset_of(f"<meta charset={label}>".encode())[0])


@pytest.mark.parametrize("suffix", [".html", ".htm", ".xhtml"])
@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset=iso-8859-1>", "utf-8-sig"),
        ("<meta charset=iso-8859-1>", "utf-16"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gbk">', "gb18030"),
        ("<meta charset=utf-16>", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_a_page_is_read_as_it_says_but_a_mark_wins(declared: str, codec: str, suffix: str) -> None:
    content = f"{declared}\n<p>{TEXT}".encode(codec)
    (unit,) = read(f"a{suffix}", content=content).candidate.units
    assert (unit.text, unit.where(4)) == (TEXT, (2, 8, ""))


def test_what_the_user_says_wins() -> None:
    content = "<meta charset=iso-8859-1><p>The café is open.".encode()
    (unit,) = read("a.html", settings=ReadConfig(encoding="utf-8"), content=content).candidate.units
    assert unit.text == "The café is open."
    (unit,) = read("a.html", content=content).candidate.units
    assert unit.text == "The cafÃ© is open."  # what a browser shows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>\n<meta charset=klingon><p>No.", "a.html:2: says that its encoding is 'klingon', "
         "which is unknown: try --encoding utf-8"),
        (b"<meta charset=utf-7><p>No.", "a.html:1: says that its encoding is 'utf-7', which it cannot be"),
        (b"<meta charset=cp037><p>No.", "a.html:1: says that its encoding is 'cp037', which it cannot be"),
        (b"<meta charset=rot13><p>No.", "a.html:1: says that its encoding is 'rot13', which is unknown"),
        (b"<meta charset='" + b"x" * 500 + b"'>", "a.html:1: says that its encoding is 'xx"),
        (b"<meta charset=\xe9><p>No.", "a.html:1: says that its encoding is '\ufffd', which is unknown"),
        (b"<meta charset=a/../b><p>No.", "a.html:1: says that its encoding is 'a/../b', which is unknown"),
        ("<meta charset=shift_jis>\n<p>\ud83d\ude00 ’".encode("utf-8", "surrogatepass"),
         "a.html:2: is not CP932: byte"),
        ("<meta charset=latin1>\n<p>A “one”.".encode(), "a.html:2: is not CP1252: byte 0x9d at offset 35; try --encoding utf-8"),
        (b"<meta charset=big5>\n<p>\xff", "a.html:2: is not BIG5HKSCS: byte 0xff at offset 23; try --encoding cp1252"),
    ],
)  # fmt: skip
def test_a_lie_that_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read("a.html", content=content)
    assert str(caught.value).startswith(said)


def test_a_page_is_written_in_its_own_encoding() -> None:
    content = f"<meta charset=iso-8859-1><p>{TEXT}".encode("cp1252")
    assert own_encoding(content, declared=charset_of) == (b"", "cp1252")
    assert load("a.html", content=content, declared=charset_of).encode("cp1252") == content
