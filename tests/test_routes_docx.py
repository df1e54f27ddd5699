"""Word documents: paragraphs, metadata, and packages that mean harm. They are written here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gazetteer.errors import UnusableInput
from routes import docx
from routes.docx import read_docx
from routes.report import read_report

PATH = Path("a.docx")
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Tea by rail</dc:title>'
    "<dc:creator>Ann Lee</dc:creator><dcterms:created>2024-05-06T07:08:09Z</dcterms:created>"
    "</cp:coreProperties>"
)


def document(body: str, core: str | None = CORE) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body)
        if core is not None:
            package.writestr("docProps/core.xml", core)
    return raw.getvalue()


def body(*paragraphs: str) -> str:
    inside = "".join(f"<w:p>{p}</w:p>" for p in paragraphs)
    return f"<w:document {SPACE}><w:body>{inside}</w:body></w:document>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_and_what_the_document_says_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "tea.docx"
    deleted = f"<w:del>{run('coffee and ')}</w:del>"
    told = run("Trains carry ") + deleted + run("tea from Mombasa<!-- x --> to Kampala.")
    file.write_bytes(document(body(run("Tea by ") + run("rail"), f"{told}<w:r><w:tab/></w:r>")))
    report = read_report(file)
    assert report.text == "Tea by rail\n\nTrains carry tea from Mombasa to Kampala."
    assert (report.title, report.authors, report.published) == (
        "Tea by rail",
        ("Ann Lee",),
        "2024-05-06",
    )
    assert (report.kind, report.text_name) == ("docx", "tea.txt")
    assert report.body.startswith("Trains carry")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"PK\x03\x04 and no more", "damaged"),
        (document("<w:document", None), "XML is damaged"),
        (document(body(""), None), "holds no text"),
        (document(body(run("&x;")), None), "XML is damaged"),
        (document(f"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{body(run('&x;'))}"),
         "holds no text"),
        (document(body("<w:r>" * 5_000 + "</w:r>" * 5_000), None), "nested|damaged"),
    ],
)  # fmt: skip
def test_an_unusable_document_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(UnusableInput, match=why):
        read_docx(raw, PATH)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "_MAX_XML_BYTES", 1_000_000)
    raw = document(body(*[run("x" * 1_000)] * 2_000), None)
    assert len(raw) < 100_000
    with pytest.raises(UnusableInput, match="unpacks to more than 1 MB"):
        read_docx(raw, PATH)
