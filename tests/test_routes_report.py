"""Reports are read as they stand, and what cannot be read says why in one line."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import UnusableInput
from routes.masthead import Masthead, read_masthead
from routes.report import find_reports, read_report

BODY = "The barge left Harwell Quay on Tuesday. Two people saw it."

PAGE = """<!doctype html><html lang="en-GB"><head><title>Barges leave again | Quay Post</title>
<meta property="og:site_name" content="Quay Post"><meta name="author" content="Ann Lee">
<link rel="canonical" href="https://example.org/n/1">
<meta property="article:published_time" content="2024-03-03T10:00:00Z"></head>
<body><nav>Home</nav><article><h1>Barges leave again</h1>{paragraphs}</article></body></html>"""


def page(count: int = 6) -> str:
    paragraphs = "".join(
        f"<p>Paragraph {n}: the barge of the day left the quay with grain, officials said "
        "on Friday, and the harbour master said that it would return &lt;b&gt;soon.</p>"
        for n in range(count)
    )
    return PAGE.format(paragraphs=paragraphs)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@given(st.text(min_size=1).filter(lambda t: t.strip() and "\0" not in t))
def test_text_is_kept_to_the_code_point(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    if sum(ord(c) < 32 and c not in "\t\n\v\f\r\x1b" for c in text) * 20 > len(text.encode()):
        return
    if text.startswith("\ufeff"):
        return
    path = written(tmp_path_factory.mktemp("r"), "a.txt", text)
    report = read_report(path)
    assert report.text == text
    assert report.body == text[report.body_start :]


def test_line_ends_stay_and_a_mark_goes(tmp_path: Path) -> None:
    text = "One 🚢 line.\r\n\r\nAnother.\n"
    for mark, encoding in [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ]:
        path = written(tmp_path, "a.txt", mark + text.encode(encoding))
        assert read_report(path).text == text


def test_source_names_the_text_and_its_hash(tmp_path: Path) -> None:
    report = read_report(written(tmp_path, "quay news.txt", "\ufeff" + BODY))
    source = report.source()
    assert report.id == "quay-news"
    assert source.text == "quay news.txt"
    assert source.sha256 == hashlib.sha256(BODY.encode()).hexdigest()
    assert report.source(id="s2", text="../a.txt").text == "../a.txt"


MASTHEADS = [
    (
        (
            "Title: Barges leave\nDate: 9 June 2023\nSource: Quay Post\nBy: Ann Lee and Bo Ek\n"
            "URL: https://example.org/a?b=1\n\nBarges leave\n\n"
        ),
        Masthead(
            title="Barges leave",
            published="2023-06-09",
            publisher="Quay Post",
            authors=("Ann Lee", "Bo Ek"),
            url="https://example.org/a?b=1",
        ),
    ),
    (
        " date 2023-06-09 (@someone)\n\nOSLO (Quay News / Wire - 09th June, 2023) ",
        Masthead(published="2023-06-09", publisher="Quay News / Wire"),
    ),
    (
        "GENEVA, 3 March 2024 (Outlet) — ",
        Masthead(published="2024-03-03", publisher="Outlet"),
    ),
    (
        "Quay Post, 3 March 2024\n\nOdesa (Wire - 4 March 2024) ",
        Masthead(publisher="Quay Post", published="2024-03-03"),
    ),
    ("Odesa, June 9 — ", Masthead()),
    ("LONDON (AB) — ", Masthead(publisher="AB")),
    ("OSLO, June 9. /NTX/. ", Masthead(publisher="NTX")),
    (
        "Barges leave for the coast\n\nBy Jane Doe\nJune 9, 2023 10:30 AM\n\nKYIV, June 9 (Xy) - ",
        Masthead(
            title="Barges leave for the coast",
            authors=("Jane Doe",),
            published="2023-06-09",
            publisher="Xy",
        ),
    ),
    ("", Masthead()),
]


@pytest.mark.parametrize(("head", "expected"), MASTHEADS)
def test_masthead(head: str, expected: Masthead) -> None:
    found = read_masthead(head + BODY, markdown=False)
    assert found == expected.model_copy(update={"body_start": len(head)})


@pytest.mark.parametrize(
    "text",
    [
        "QUAY (the port company) said that it had closed.\n",
        "Iran (the state) sends grain.\n",
        "The ship (Maersk) — left.\n",
        "USA (the state) sends grain.\n",
        "The barge left on 9 June 2023.\nIt came back.\n",
        "“We left,” he said.\nThen they left.\n",
        "One line without a full stop",
    ],
)
def test_a_sentence_is_no_masthead(text: str) -> None:
    assert read_masthead(text, markdown=False) == Masthead()


def test_front_matter_of_markdown(tmp_path: Path) -> None:
    head = "---\ntitle: 'Barges: a report'\ndate: 2024-03-03\nauthor: [A B, C D]\nlang: en\n---\n"
    path = written(tmp_path, "a.md", f"{head}# A heading\n\n{BODY}")
    report = read_report(path)
    assert (report.title, report.published) == ("Barges: a report", "2024-03-03")
    assert report.authors == ("A B", "C D")
    assert report.body == BODY
    assert read_report(written(tmp_path, "b.md", f"---\n[\n---\n{BODY}")).body == BODY


def test_a_web_page_gives_its_article(tmp_path: Path) -> None:
    report = read_report(written(tmp_path, "a.html", page()))
    assert report.kind == "html"
    assert (report.title, report.publisher) == ("Barges leave again", "Quay Post")
    assert (report.authors, report.published) == (("Ann Lee",), "2024-03-03")
    assert (report.url, report.language) == ("https://example.org/n/1", "en-GB")
    assert "Paragraph 5" in report.text
    assert "<b>soon" in report.text
    assert "Home" not in report.text
    assert report.source().text == "a.txt"


def test_a_page_in_a_declared_encoding(tmp_path: Path) -> None:
    text = "<p>" + "Судно вышло из порта утром. " * 20 + "</p>"
    html = f'<html><head><meta charset="windows-1251"></head><body><article>{text}'
    path = written(tmp_path, "a.htm", html.encode("windows-1251"))
    assert "Судно вышло" in read_report(path).text


BOMBS = {
    "deep": "<html><body>" + "<div>" * 100_000 + "x",
    "wide": "<html><body>" + "<p>x</p>" * 50_000,
    "inline": "<html><body><article><p>" + "<b>a</b> " * 20_000,
    "attributes": f"<html><body><div {' '.join(f'a{n}=x' for n in range(200_000))}>x",
    "tags": "<html><body>" + "<a<" * 200_000,
    "empty": "<html><body></body></html>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_page_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match=r"a\.html: .*save the article's text"):
        read_report(written(tmp_path, "a.html", BOMBS[name]))


UNUSABLE = [
    ("a.txt", b"", r"a\.txt: the file is empty \(0 bytes\); give"),
    ("a.txt", b" \n\t\n", "only white space"),
    ("a.txt", "\ufeff\u3000\n".encode(), "only white space"),
    ("a.txt", bytes(range(256)) * 8, "binary data"),
    ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary data"),
    ("a.txt", b"\x01\x02\x03 text \x04\x05", "binary data"),
    ("a.txt", b"One.\nTwo caf\xe9.\n", r"a\.txt:2: byte 12 is 0xE9.*iconv -f WINDOWS-1252"),
    ("a.txt", "Ships left.".encode("utf-16-le"), r"a\.txt:1: .*UTF-16LE without.*iconv"),
    ("a.txt", "Ships left.".encode("utf-16-be"), "UTF-16BE"),
    ("a.rtf", b"text", r"a\.rtf: .*\.txt, \.md, \.html, \.htm.*'\.rtf'"),
    ("a", b"text", "no ending"),
]


@pytest.mark.parametrize(("name", "content", "message"), UNUSABLE)
def test_an_unusable_file_says_why(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnusableInput, match=message) as caught:
        read_report(written(tmp_path, name, content))
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "a.html"):
        path = tmp_path / name
        with path.open("wb") as stream:
            stream.truncate(50_000_000)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
            with pytest.raises(UnusableInput, match=r"50\.0 MB, more than the"):
                read_report(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnusableInput, match="not a regular file"):
        read_report(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnusableInput, match="this is a folder"):
        read_report(tmp_path / "folder.txt")
    with pytest.raises(UnusableInput, match="No such file"):
        read_report(tmp_path / "missing.txt")


def test_reports_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.HTML", ".hidden.txt", "d.rtf"):
        written(tmp_path, name, BODY)
    (tmp_path / "sub.txt").mkdir()
    assert [p.name for p in find_reports(tmp_path)] == ["a.md", "b.txt", "c.HTML"]
    (tmp_path / "none").mkdir()
    with pytest.raises(UnusableInput, match=r"none: the folder holds no report; put \.txt"):
        find_reports(tmp_path / "none")
    with pytest.raises(UnusableInput, match="no such file or folder"):
        find_reports(tmp_path / "missing")


class _Piped:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (BODY.encode(), "text"),
        (
            b"<!doctype html><html><body><article><p>" + BODY.encode() * 4 + b"</p></article>",
            "html",
        ),
    ],
)
def test_standard_input_is_read_by_what_it_holds(
    raw: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", _Piped(raw))
    (path,) = find_reports("-")
    report = read_report(path)
    assert (report.id, report.kind, report.text_name) == ("stdin", kind, "stdin.txt")


def test_an_empty_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Piped(b""))
    with pytest.raises(UnusableInput, match="empty"):
        read_report("-")
