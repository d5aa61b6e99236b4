"""Notes in Word documents: comments that change nothing else, and the answers to them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from mtcheck.config.sections import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.elements import parse_elements
from mtcheck.review.docx import strip

from .made import judged, notes, part, reviewed, said, same_verdict

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"
RELATIONS = "word/_rels/document.xml.rels"


def docx(body: str, related: dict[str, str] | None = None, **others: str) -> bytes:
    """The least that is a Word document; ``related`` are more parts, by name."""
    related = related or {}
    kinds = {name: Path(name).stem.rstrip("0123456789") for name in related}
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in {"document.xml": "document.main", **kinds}.items()
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{name}"/>'
        for n, (name, kind) in enumerate(kinds.items())
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{R}/officeDocument" Target="{DOCUMENT}"/></Relationships>',
        DOCUMENT: f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document {W} xmlns:r="{R}">'
        f"<w:body>{body}</w:body></w:document>",
        **{f"word/{name}": content for name, content in related.items()},
        "word/media/a.bin": "\0" * 5000,
    }
    if related:
        parts[RELATIONS] = (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def p(*texts: str) -> str:
    return "<w:p>" + "".join(t if t.startswith("<") else run(t) for t in texts) + "</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def commented(content: bytes) -> dict[str, str]:
    """What each comment of the body stands around, by the code of its rule, read from the XML."""
    root = parse_elements(part(content, DOCUMENT), path="a")
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    ids = {c.attributes[space + "id"]: c.plain for c in parse_elements(
        part(content, COMMENTS), path="a").each("comment")}  # fmt: skip
    around: dict[str, str] = dict.fromkeys(ids, "")
    is_open: set[str] = set()
    referred = set()
    for element in root.walk():
        key = element.attributes.get(space + "id", "")
        if element.name == "commentRangeStart":
            is_open.add(key)
        elif element.name == "commentRangeEnd":
            is_open.remove(key)
        elif element.name == "commentReference":
            referred.add(key)
        elif element.name in ("t", "delText"):
            for one in is_open:
                around[one] += element.plain
    assert not is_open
    assert referred == set(ids)
    return {f"{number} {ids[key].split()[1]}" if ids[key].startswith("mtcheck[") else ids[key]: text
            for number, (key, text) in enumerate(around.items(), 1)}  # fmt: skip


BOLD = "<w:rPr><w:b/></w:rPr>"
CASES = {
    "in one run": (p("Then Brinken left."), ["Brinken"]),
    "a whole run": (p("Then ", "Brinken", " left."), ["Brinken"]),
    "over runs": (p("Then Brin", run("ken", BOLD), " left."), ["Brinken"]),
    "at the ends of a paragraph": (p("Brinken sent a signal"), ["Brinken", "signal"]),
    "two in a run": (p("Then Brinken sent a signal home."), ["Brinken", "signal"]),
    "beside each other": (p("a Brinkensignal b"), ["Brinken", "signal"]),
    "after an entity": (p("R&D <x> of Brinken"), ["Brinken"]),
    "behind a tab": (
        "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>Brinken</w:t><w:br/><w:t>two</w:t></w:r></w:p>",
        ["Brinken"],
    ),
    "without space kept": ("<w:p><w:r><w:t>So Brinken left.</w:t></w:r></w:p>", ["Brinken"]),
    "soft hyphens": (p("the Brin\xadken is \xad here, a signal"), ["Brin\xadken", "signal"]),
    "a CDATA section": (
        "<w:p><w:r><w:t><![CDATA[A Brinken]]> left</w:t></w:r></w:p>",
        ["A Brinken left"],
    ),
    "in a link": (
        p("<w:hyperlink>" + run("the Brin") + "</w:hyperlink>", "ken here"),
        ["Brinken"],
    ),
    "in an insertion": (
        p("the ", '<w:ins w:id="7">' + run("one Brinken of") + "</w:ins>", " old"),
        ["Brinken"],
    ),
    "beside a deletion": (
        p("Brin", '<w:del w:id="8"><w:r><w:delText>g</w:delText></w:r></w:del>', "ken"),
        ["Bringken"],
    ),
    "in a cell": (
        f"<w:tbl><w:tr><w:tc>{p('a Brinken b')}</w:tc><w:tc>{p('a signal')}</w:tc></w:tr></w:tbl>",
        ["Brinken", "signal"],
    ),
    "in a content control": (
        f"<w:sdt><w:sdtContent>{p('a Brinken b')}</w:sdtContent></w:sdt>",
        ["Brinken"],
    ),
}


@pytest.mark.parametrize(("body", "words"), CASES.values(), ids=CASES)
def test_a_comment_stands_around_the_words_and_nothing_else_changes(
    body: str, words: list[str]
) -> None:
    content = docx(body)
    done = reviewed("a.docx", content)
    assert list(commented(done.content).values()) == words
    assert done.n_notes == len(words)
    assert same_verdict("a.docx", content, done.content)
    bare = strip(done.content, path="a.docx", settings=ReadConfig())
    assert "comment" not in part(bare, DOCUMENT)
    assert same_verdict("a.docx", content, bare)


def test_runs_that_are_parted_keep_their_properties() -> None:
    done = reviewed("a.docx", docx(p(run("Then Brinken left.", BOLD)))).content
    assert part(done, DOCUMENT).count(BOLD) == 3


def test_other_parts_are_copied_and_the_new_one_is_announced() -> None:
    content = docx(p("Brinken"))
    done = reviewed("a.docx", content).content
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(done)) as new:
        assert new.testzip() is None
        for name in ("_rels/.rels", "word/media/a.bin"):
            assert old.read(name) == new.read(name)
            assert old.getinfo(name).compress_size == new.getinfo(name).compress_size
        assert [*new.namelist()][: len(old.namelist())] == old.namelist()
    assert 'PartName="/word/comments.xml"' in part(done, "[Content_Types].xml")
    assert 'Target="comments.xml"' in part(done, RELATIONS)
    assert reviewed("a.docx", content).content == done


def test_comments_of_people_stay() -> None:
    theirs = (
        f'<w:comments {W}><w:comment w:id="4" w:author="Ed">{p("Mine.")}</w:comment></w:comments>'
    )
    around = ('<w:commentRangeStart w:id="4"/>', '<w:commentRangeEnd w:id="4"/>')
    refer = '<w:r><w:commentReference w:id="4"/></w:r>'
    content = docx(p("A ", around[0], "Brin", around[1], refer, "ken."), {"comments.xml": theirs})
    done = reviewed("a.docx", content).content
    assert commented(done) == {"Mine.": "Brin", "2 ACC101": "Brinken"}
    assert same_verdict("a.docx", content, done)
    bare = strip(done, path="a.docx", settings=ReadConfig())
    assert part(bare, COMMENTS) == theirs
    assert commented(bare) == {"Mine.": "Brin"}


def test_what_is_beside_the_body_is_shown_where_it_is_referred_to() -> None:
    header = f"<w:hdr {W}>{p('of Brinken')}</w:hdr>"
    notes_ = f'<w:footnotes {W}><w:footnote w:id="2">{p("a signal")}</w:footnote></w:footnotes>'
    box = f"<w:pict><w:txbxContent>{p('the Brinken box')}</w:txbxContent></w:pict>"
    body = p("First.") + p("Told", '<w:r><w:footnoteReference w:id="2"/></w:r>', "so.")
    body += p("Before ", f"<w:r>{box}</w:r>", "it.")
    body += '<w:sectPr><w:headerReference w:type="default" r:id="r0"/></w:sectPr>'
    content = docx(body, {"header1.xml": header, "footnotes.xml": notes_})
    done = reviewed("a.docx", content).content
    text = part(done, DOCUMENT)
    assert [note.code for note in notes("a.docx", done)] == ["ACC101", "ACC101", "LIN101"]
    said_ = [c.plain for c in parse_elements(part(done, COMMENTS), path="a").each("comment")]
    assert [one.rpartition(" (")[2] for one in said_] == [
        "in text box 1)", "in header)", "in footnote 1)",
    ]  # fmt: skip
    assert text.index('Start w:id="1"') < text.index("First.") < text.index('End w:id="1"')
    assert text.index('Start w:id="2"') < text.index("footnoteRef") < text.index('End w:id="2"')
    assert text.index('Start w:id="0"') < text.index("<w:pict") < text.index('End w:id="0"')
    assert part(done, "word/header1.xml") == header
    assert same_verdict("a.docx", content, done)


def answered(
    content: bytes, *, edit: str = "", replies: tuple[str, ...] = (), done: str = "0"
) -> bytes:
    """The document with its one comment edited, replied to, or resolved, as Word writes it."""
    wx = "http://schemas.microsoft.com/office/word/20"
    comments = part(content, COMMENTS).replace("</w:t>", f"{edit}</w:t>")
    comments = comments.replace("<w:p>", f'<w:p w14:paraId="00000010" xmlns:w14="{wx}10/wordml">')
    extended = f'<x:commentEx x:paraId="00000010" x:done="{done}"/>'
    for number, reply in enumerate(replies, 20):
        key = f'w14:paraId="000000{number}" xmlns:w14="{wx}10/wordml"'
        one = f'<w:comment w:id="{number}" w:author="Ed"><w:p {key}>{run(reply)}</w:p></w:comment>'
        comments = comments.replace("</w:comments>", f"{one}</w:comments>")
        extended += (
            f'<x:commentEx x:paraId="000000{number}" x:paraIdParent="00000010" x:done="{done}"/>'
        )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == RELATIONS:
                kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
                entry = f'<Relationship Id="x" Type="{kind}" Target="commentsExtended.xml"/>'
                data = data.replace("</Relationships>", f"{entry}</Relationships>")
            new.writestr(name, comments if name == COMMENTS else data)
        entries = f'<x:commentsEx xmlns:x="{wx}12/wordml">{extended}</x:commentsEx>'
        new.writestr("word/commentsExtended.xml", entries)
    return made.getvalue()


@pytest.mark.parametrize(
    ("how", "decision", "reason"),
    [
        ({}, "", ""),
        ({"edit": " =&gt; rejected: a name"}, "rejected", "a name"),
        ({"edit": "</w:t></w:r></w:p><w:p><w:r><w:t>=&gt; ok"}, "accepted", ""),
        ({"replies": ("=> rejected: a name",)}, "rejected", "a name"),
        ({"replies": ("Rejected: a name",)}, "rejected", "a name"),
        ({"replies": ("What is this?", "ok")}, "accepted", ""),
        ({"replies": ("ok", "rejected, sorry")}, "rejected", "sorry"),
        ({"replies": ("Who knows",)}, "", ""),
        ({"done": "1"}, "accepted", ""),
        ({"done": "1", "replies": ("Rejected.",)}, "rejected", ""),
    ],
)
def test_people_answer_in_the_comment_in_a_reply_or_by_resolving_it(
    how: dict[str, object], decision: str, reason: str
) -> None:
    content = docx(p("Brinken"))
    edited = answered(reviewed("a.docx", content).content, **how)  # type: ignore[arg-type]
    (note,) = notes("a.docx", edited)
    assert (note.decision, note.reason, note.fault) == (decision, reason, "")
    again = reviewed("a.docx", edited)
    (kept,) = notes("a.docx", again.content)
    assert (kept.decision, kept.reason, again.n_answered) == (decision, reason, bool(decision))
    assert part(again.content, COMMENTS).count("<w:comment ") == 1


def test_a_comment_of_a_person_that_quotes_a_note_is_theirs() -> None:
    note = "mtcheck[0123456789abcdef] ACC101 name-altered (major): “x” => accepted"
    theirs = f'<w:comments {W}><w:comment w:id="4" w:author="Ed">{p(note)}</w:comment></w:comments>'
    assert notes("a.docx", docx(p("Brinken"), {"comments.xml": theirs})) == ()


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("<w:comments", "not well-formed"),
        (f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:comments {W}>&a;</w:comments>", "declares entities"),
    ],
)
def test_hostile_comments_are_refused(bad: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        notes("a.docx", docx(p("Brinken"), {"comments.xml": bad}))


def test_a_document_that_was_changed_since_is_refused() -> None:
    verdict = judged("a.docx", docx(p("Then Brinken left.")))
    with pytest.raises(InputError, match="is not the text that was judged"):
        reviewed("a.docx", docx(p("Then Brinken stayed.")), verdict)


def test_python_docx_finds_the_comments() -> None:
    library = pytest.importorskip("docx")
    made = io.BytesIO()
    document = library.Document()
    document.add_paragraph("Antony Brinken arrived.")
    document.save(made)
    done = reviewed("a.docx", made.getvalue()).content
    again = library.Document(io.BytesIO(done))
    (comment,) = again.comments
    assert (comment.author, comment.text[:8]) == ("mtcheck", "mtcheck[")
    assert again.paragraphs[0].text == "Antony Brinken arrived."


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_keeps_text_and_comments(tmp_path: Path) -> None:
    body = "".join(CASES[name][0] for name in ("over runs", "two in a run", "in a cell"))
    (tmp_path / "a.docx").write_bytes(reviewed("a.docx", docx(body)).content)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--headless",
               "--convert-to", "docx", "--outdir", "out", "a.docx"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "out" / "a.docx").read_bytes()
    assert said(read("a.docx", content=saved)) == said(read("a.docx", content=docx(body)))
    assert [(n.code, n.quote) for n in notes("a.docx", saved)] == [
        ("ACC101", "Brinken"), ("ACC101", "Brinken"), ("LIN101", "signal"),
        ("ACC101", "Brinken"), ("LIN101", "signal"),
    ]  # fmt: skip
    assert reviewed("a.docx", saved).n_notes == 5
