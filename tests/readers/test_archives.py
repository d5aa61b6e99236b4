"""Archives: a member is a file like any other, a name leads nowhere, a bomb is a bomb."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.config.sections import ReadConfig
from mtcheck.contents import Limits
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.archives import archive_of, members, plain_name, unpack
from mtcheck.readers.paths import Planned, expand, pair_up

from .packages import Member, packed, written

TEXT = b"Blinken met Xi.\n\nThey spoke for hours.\n"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def zipped(name: str, *names: str, text: bytes = TEXT) -> str:
    Path(name).write_bytes(packed(dict.fromkeys(names, text)))
    return name


def texts(path: str) -> list[str]:
    return [unit.text for unit in read(path).candidate.units]


@pytest.mark.parametrize("path", ["archives/story.zip/story.txt", "archives/story.txt.gz"])
def test_what_zip_and_gzip_made_is_the_text(path: str) -> None:
    assert texts(str(FIXTURES / path)) == texts(str(FIXTURES / "story.txt"))


def test_an_archive_stands_for_its_supported_files(folder: Path) -> None:
    zipped(
        "t.zip", "b.txt", "news/a.md", "news/deep/c.CSV", "pic.png", ".hidden.txt", "__MACOSX/b.txt",
        "news/.git/x.txt", "node_modules/y.md", "package.json",
    )  # fmt: skip
    assert expand(["t.zip"]) == ("t.zip/b.txt", "t.zip/news/a.md", "t.zip/news/deep/c.CSV")
    assert texts("t.zip/news/a.md") == ["Blinken met Xi.", "They spoke for hours."]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("t.zip/a.txt", ["t.zip/a.txt"]),
        ("t.zip/", ["t.zip/a.txt", "t.zip/news/b.txt", "t.zip/news/c.md"]),
        ("t.zip/news", ["t.zip/news/b.txt", "t.zip/news/c.md"]),
        ("t.zip/*.md", ["t.zip/news/c.md"]),
        ("*.zip", ["t.zip/a.txt", "t.zip/news/b.txt", "t.zip/news/c.md"]),
        ("t.zip/none.txt", ["t.zip/none.txt"]),
        (".", ["own.txt", "own.txt.gz"]),
    ],
)
def test_folders_and_patterns_go_on_inside(given: str, expected: list[str], folder: Path) -> None:
    zipped("t.zip", "news/b.txt", "a.txt", "news/c.md")
    Path("own.txt").write_bytes(TEXT)
    Path("own.txt.gz").write_bytes(gzip.compress(TEXT))
    assert list(expand([given])) == expected


def test_a_folder_that_ends_like_an_archive_is_a_folder(folder: Path) -> None:
    Path("t.zip").mkdir()
    Path("t.zip/a.txt").write_bytes(TEXT)
    assert expand(["t.zip"]) == (str(Path("t.zip/a.txt")),)
    assert archive_of("t.zip/a.txt") == ""
    assert texts("t.zip/a.txt")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.txt", "%2E%2E/%2E%2E/etc/a.txt"),
        ("/etc/a.txt", "%2Fetc/a.txt"),
        ("C:\\temp\\a.txt", "C%3A/temp/a.txt"),
        ("a\x1b[31m.txt", "a%1B[31m.txt"),
        ("a\nb.txt", "a%0Ab.txt"),
        ("100%.txt", "100%25.txt"),
        ("café: fünf.txt", "café: fünf.txt"),
    ],
)
def test_a_name_is_shown_and_leads_nowhere(name: str, shown: str, folder: Path) -> None:
    Path("t.zip").write_bytes(written(Member(name, TEXT, flags=0x800)))
    assert expand(["t.zip"]) == (f"t.zip/{shown}",)
    assert texts(f"t.zip/{shown}")
    assert sorted(path.name for path in folder.iterdir()) == ["t.zip"]


@given(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=20))
def test_any_name_is_a_path_inside(name: str) -> None:
    from mtcheck.readers.archives import _safe

    shown = _safe(name.encode("utf-8", "replace").decode())
    parts = f"t.zip/{shown}".split("/")
    assert ".." not in parts
    assert "" not in parts[:-1]
    assert shown.isprintable() or not any(char < " " for char in shown)


def test_one_broken_member_never_stops_the_others(folder: Path) -> None:
    content = written(
        Member("a.txt", TEXT),
        Member("b.txt", TEXT, crc=1),
        Member("c.txt", b"\xff\xfa text"),
        Member("d.txt", TEXT, flags=1),
    )
    Path("t.zip").write_bytes(content)
    assert expand(["t.zip"]) == tuple(f"t.zip/{letter}.txt" for letter in "abcd")
    assert texts("t.zip/a.txt")
    for letter, words in (("b", "damaged"), ("c", "is not UTF-8"), ("d", "encrypted")):
        with pytest.raises(InputError, match=words) as refused:
            read(f"t.zip/{letter}.txt")
        assert refused.value.path == f"t.zip/{letter}.txt"


@pytest.mark.parametrize("inner", ["in.zip", "in.txt.gz", "in.7z", "in.tar"])
def test_an_archive_in_an_archive_is_refused_alone(inner: str, folder: Path) -> None:
    zipped("t.zip", "a.txt", inner)
    assert set(expand(["t.zip"])) == {"t.zip/a.txt", f"t.zip/{inner}"}
    assert texts("t.zip/a.txt")
    with pytest.raises(InputError, match="is an archive in an archive: unpack it first"):
        read(f"t.zip/{inner}")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Hello.", "is not a ZIP archive"),
        (packed({"a.txt": TEXT})[:-30], "damaged or cut off"),
        (packed({"a.png": TEXT}), "holds no supported file"),
        (packed({f"{n}.txt": bytes(9_900_000) for n in range(11)}), "unpacks to more than 100 MB"),
        (
            packed({"a.txt": TEXT}),
            "is an archive, not one file: name one in it, such as t.zip/a.txt",
        ),
    ],
    ids=["empty", "text", "cut off", "pictures", "bomb", "as one file"],
)
def test_an_archive_that_stands_for_no_file_says_why(
    content: bytes, words: str, folder: Path
) -> None:
    Path("t.zip").write_bytes(content)
    if "name one" not in words:
        assert expand(["t.zip"]) == ("t.zip",)
    with pytest.raises(InputError, match=r"^t\.zip: ") as refused:
        read("t.zip")
    assert words in refused.value.reason


def test_a_member_is_as_large_as_a_file_may_be(folder: Path) -> None:
    zipped("t.zip", "a.txt", "b.txt", text=TEXT * 5000)
    small = ReadConfig(max_file_mb=0.1)
    assert len(expand(["t.zip"], limits=small.limits)) == 2
    with pytest.raises(InputError, match=r"t\.zip/a\.txt: unpacks to more than 0\.1 MB"):
        read("t.zip/a.txt", settings=small)
    for name in ("a", "b", "a"):  # each by itself, as often as it is asked for
        assert texts(f"t.zip/{name}.txt")


def test_an_archive_that_changes_is_read_anew(folder: Path) -> None:
    zipped("t.zip", "a.txt")
    assert texts("t.zip/a.txt") == ["Blinken met Xi.", "They spoke for hours."]
    zipped("t.zip", "a.txt", "b.txt", text=b"It rains.")
    assert texts("t.zip/a.txt") == ["It rains."]


def test_sources_are_found_by_name_in_archives(folder: Path) -> None:
    zipped("src.zip", "x/a.txt", "b.md", "c.txt", "y/c.txt")
    zipped("t.zip", "a.txt", "b.txt", "c.txt", "d.txt")
    Path("a.txt.gz").write_bytes(gzip.compress(TEXT))
    plans = pair_up([*expand(["t.zip"]), "a.txt.gz"], source="src.zip")
    assert [plan.source for plan in plans] == [
        "src.zip/x/a.txt", "src.zip/b.md", None, None, "src.zip/x/a.txt",
    ]  # fmt: skip
    assert "several sources" in str(plans[2].error)
    assert pair_up(["q.txt"], source="src.zip/b.md") == (Planned("q.txt", "src.zip/b.md"),)
    Path("bad.zip").write_bytes(b"no")
    assert "its source cannot be read" in str(pair_up(["q.txt"], source="bad.zip")[0].error)


def test_pairs_name_members(folder: Path) -> None:
    zipped("t.zip", "a.txt")
    Path("pairs.csv").write_text("candidate,source\nt.zip/a.txt,src.txt\n")
    plans = pair_up(expand(["t.zip"]), pairs="pairs.csv")
    assert [(plan.candidate, plan.source) for plan in plans] == [("t.zip/a.txt", "src.txt")]


HALF = gzip.compress(TEXT)[:-12]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT, "is not compressed with gzip"),
        (b"", "is empty"),
        (HALF, "is cut off"),
        (gzip.compress(TEXT)[:-5] + b"\0\0\0\0\0", "is damaged"),
        (gzip.compress(TEXT) + b"more", "4 bytes after its end are no gzip"),
        (gzip.compress(bytes(11_000_000)), "unpacks to more than 10 MB"),
        (gzip.compress(bytes(6_000_000)) * 2, "unpacks to more than 10 MB"),
    ],
    ids=["text", "empty", "half", "check sum", "garbage", "bomb", "bomb in two parts"],
)
def test_gzip_that_cannot_be_read_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as refused:
        unpack(content, path="a.txt.gz", limits=Limits())
    assert words in refused.value.reason


def test_parts_of_gzip_follow_each_other_and_may_be_filled_up() -> None:
    content = gzip.compress(b"One.\n") + gzip.compress(b"Two.\n") + bytes(512)
    assert unpack(content, path="a.txt.gz", limits=Limits()) == b"One.\nTwo.\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.tar.gz", "'.tar' are not supported"), ("a.txt.gz.gz", "'.gz' are not supported")],
)
def test_what_gzip_holds_must_be_a_text(name: str, words: str, folder: Path) -> None:
    Path(name).write_bytes(gzip.compress(TEXT))
    with pytest.raises(InputError, match=words):
        read(name)


def test_the_name_without_gz_says_the_kind(folder: Path) -> None:
    Path("a.md.gz").write_bytes(gzip.compress(b"# One\n\nTwo."))
    assert read("a.md.gz").candidate.format == "md"
    assert plain_name("A.TXT.GZ") == "A.TXT"


def test_members_are_those_that_are_asked_for(folder: Path) -> None:
    zipped("t.zip", "a.txt", "b.txt")
    assert members("t.zip", lambda name: name.startswith("b")) == ("t.zip/b.txt",)
