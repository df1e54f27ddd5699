"""PDF reports: paragraphs, pages, and files that mean harm. The PDFs are written here."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from gazetteer.errors import UnusableInput
from routes import pdftext
from routes.pdftext import read_pdf
from routes.report import read_report

PATH = Path("a.pdf")
HEAD = "Quay Post quarterly review of the river trade"


def pdf(pages: list[list[str]], *, title: str = "", stream: bytes | None = None) -> bytes:
    """Write a PDF of lines of text, one font, no compression."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        body = stream or f"BT /F1 11 Tf 14 TL 60 760 Td {shown}ET".encode("latin-1")
        filtered = b" /Filter /FlateDecode" if stream else b""
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(body), filtered, body))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) /CreationDate (D:20240302120000) >>" % title.encode())
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(objects),
        len(out),
    )
    return out + head + table + trailer


PAGES = [
    [HEAD, "Barges of maize left Rosario in the first week of March and went up",
     "the river to Asun-", "cion, where the port office counted them. It took eleven days.", "1"],
    [HEAD, "On the second page the office says that fuel comes from Montevideo", "by road.", "2"],
    [HEAD, "The third page is short.", "3"],
]  # fmt: skip


def test_lines_become_paragraphs_and_pages_are_kept() -> None:
    read = read_pdf(pdf(PAGES, title="River trade"), PATH)
    assert read.text == (
        "Barges of maize left Rosario in the first week of March and went up the river to "
        "Asuncion, where the port office counted them. It took eleven days.\n\n"
        "On the second page the office says that fuel comes from Montevideo by road.\n\n"
        "The third page is short."
    )
    assert [read.text[start:].split()[0] for start in read.page_starts] == ["Barges", "On", "The"]
    assert (read.said.title, read.said.published) == ("River trade", "2024-03-02")


def test_a_claim_names_its_page(tmp_path: Path) -> None:
    from routes.extraction import extract

    file = tmp_path / "trade.pdf"
    file.write_bytes(pdf(PAGES))
    report = read_report(file)
    assert report.text_name == "trade.txt"
    pages = {c.quote[:10]: c.page for c in extract(report).claims}
    assert pages == {"Barges of ": 1, "On the sec": 2}


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"no pdf at all", "cannot be read"),
        (b"%PDF-1.4\n%%EOF", "cannot be read"),
        (pdf([[]]), "holds no text"),
        (pdf(PAGES)[:400], "cannot be read"),
    ],
)
def test_a_file_without_text_says_so(raw: bytes, why: str) -> None:
    with pytest.raises(UnusableInput, match=why):
        read_pdf(raw, PATH)


def test_a_bomb_ends_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdftext, "_MAX_SECONDS", 20)
    bomb = zlib.compress(b"(x) Tj " * 60_000_000, 9)
    with pytest.raises(UnusableInput, match="no text can be read"):
        read_pdf(pdf([[]], stream=bomb), PATH)
