"""Reports as they come: text, Markdown, web pages, PDF and Word, from files and standard input."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from bisect import bisect_right
from pathlib import Path
from typing import Literal

from pydantic import Field

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.docx import MAX_DOCX_BYTES, read_docx
from routes.evidence import Source
from routes.language import language_of
from routes.masthead import Masthead, read_masthead
from routes.pdftext import MAX_PDF_BYTES, read_pdf
from routes.textfile import MAX_TEXT_BYTES, decode_text, read_bytes, refuse_unfit
from routes.webpage import MAX_PAGE_BYTES, read_page

__all__ = ["Report", "ReportKind", "find_reports", "is_report", "read_report", "safe_id"]

ReportKind = Literal["text", "markdown", "html", "pdf", "docx"]

STANDARD_INPUT = Path("-")

_KINDS: dict[str, ReportKind] = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_LIMITS: dict[ReportKind, int] = {
    "html": MAX_PAGE_BYTES,
    "pdf": MAX_PDF_BYTES,
    "docx": MAX_DOCX_BYTES,
}


class Report(Record):
    """One report: its text, and what it says of itself.

    `text` is kept to the code point for .txt and .md; of other forms it is what was extracted.
    Offsets everywhere count its Unicode code points. `body_start` is where the article's own
    sentences begin, after headings, header lines and the dateline, which stay in `text`.
    `published` is an ISO date; `page_starts` are the code points at which pages begin.
    """

    id: str
    path: str
    text: str
    kind: ReportKind
    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str = "en"
    body_start: int = Field(default=0, ge=0)
    page_starts: tuple[int, ...] = ()

    @property
    def is_extracted(self) -> bool:
        """Whether the text stands in no file of its own: a page's, a PDF's, standard input's."""
        return self.kind not in {"text", "markdown"} or self.path == str(STANDARD_INPUT)

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, on which a code point stands; None where there are none."""
        return bisect_right(self.page_starts, offset) or None

    @property
    def body(self) -> str:
        """The text from `body_start` on."""
        return self.text[self.body_start :]

    @property
    def text_name(self) -> str:
        """The file name under which the text is found: the report's own, or `<id>.txt`."""
        return f"{self.id}.txt" if self.is_extracted else Path(self.path).name

    def source(self, id: str = "s1", *, text: str | None = None) -> Source:  # noqa: A002
        """Describe the report as a dossier's source.

        Parameters
        ----------
        id
            The source's id in the dossier.
        text
            Where the stored text lies, relative to the dossier; by default `text_name`.
        """
        return Source(
            id=id,
            title=self.title,
            publisher=self.publisher,
            authors=self.authors,
            published=self.published,
            url=self.url,
            text=text or self.text_name,
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            language=self.language,
        )


def is_report(path: Path) -> bool:
    """Whether the file's name ends like that of a report."""
    return path.suffix.lower() in _KINDS


def find_reports(path: str | os.PathLike[str]) -> list[Path]:
    """List the reports in a folder by name, or the one file that is named.

    Hidden files and sub-folders are passed over; "-" is standard input.

    Raises
    ------
    UnusableInput
        When there is no such path, or the folder holds no report.
    """
    path = Path(path)
    if path == STANDARD_INPUT:
        return [path]
    if not path.is_dir():
        if not path.exists():
            raise UnusableInput("no such file or folder", file=path, remedy="check the name")
        return [path]
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise UnusableInput(
            f"cannot be listed ({error.strerror})", file=path, remedy="check that you may read it"
        ) from error
    found = [
        entry
        for entry in entries
        if is_report(entry) and not entry.name.startswith(".") and entry.is_file()
    ]
    if not found:
        raise UnusableInput(
            "the folder holds no report", file=path, remedy=f"put {_endings()} files into it"
        )
    return found


def read_report(path: str | os.PathLike[str]) -> Report:
    """Read a report's text and what it says of its title, outlet, date and author.

    Parameters
    ----------
    path
        A .txt, .md, .html, .htm, .pdf or .docx file, or "-" for standard input, whose form
        is told by how it begins.

    Raises
    ------
    UnusableInput
        When the file cannot be used: its text is one line with the file, what is wrong
        and the remedy.
    """
    path = Path(path)
    if path == STANDARD_INPUT:
        raw = sys.stdin.buffer.read(MAX_PDF_BYTES + 1)
        return _report(path, _sniffed(raw), raw, name="stdin")
    if path.is_file() and not is_report(path):
        shown = f"the ending {path.suffix!r}" if path.suffix else "no ending"
        raise UnusableInput(
            f"a report's name ends in {_endings()}; this one has {shown}",
            file=path,
            remedy="save the report in one of these forms",
        )
    kind = _KINDS.get(path.suffix.lower(), "text")
    raw = read_bytes(path, limit_bytes=_LIMITS.get(kind, MAX_TEXT_BYTES))
    return _report(path, kind, raw, name=path.stem)


def _report(path: Path, kind: ReportKind, raw: bytes, *, name: str) -> Report:
    """Read the bytes of a report."""
    refuse_unfit(raw, path, limit_bytes=_LIMITS.get(kind, MAX_TEXT_BYTES))
    said = Masthead()
    pages: tuple[int, ...] = ()
    if kind == "html":
        text, said = read_page(raw, path)
    elif kind == "docx":
        text, said = read_docx(raw, path)
    elif kind == "pdf":
        found = read_pdf(raw, path)
        text, said, pages = found.text, found.said, found.page_starts
    else:
        text = decode_text(raw, path)
    masthead = _completed(said, read_masthead(text, markdown=kind == "markdown"))
    return Report(
        id=safe_id(name),
        # A name that is not UTF-8 can be read but not written down.
        path=str(path).encode(errors="replace").decode(),
        text=text,
        kind=kind,
        title=masthead.title or _titled(text, masthead.body_start) or name,
        publisher=masthead.publisher,
        authors=masthead.authors,
        published=masthead.published,
        url=masthead.url,
        language=masthead.language or language_of(text[masthead.body_start :]),
        body_start=masthead.body_start,
        page_starts=pages,
    )


def _sniffed(raw: bytes) -> ReportKind:
    """Tell the form of bytes without a name by how they begin."""
    head = raw[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        return "docx"
    return "html" if re.match(rb"(?i)<(?:!doctype html|html|head|\?xml)", head) else "text"


def safe_id(name: str) -> str:
    """Make an id of a file's stem: letters, digits, dot, dash and underscore only."""
    kept = re.sub(r"[^\w.-]+", "-", name).strip("-.")
    return kept[:100] or "report"


def _completed(said: Masthead, written: Masthead) -> Masthead:
    """Fill what the page's metadata leaves open with what its text says."""
    given = {key: value for key, value in said.model_dump().items() if value}
    return written.model_copy(update=given)


def _titled(text: str, body_start: int) -> str | None:
    """Name an untitled report by the beginning of its first sentence."""
    words = text[body_start : body_start + 400].split()
    title = ""
    for word in words:
        if len(title) + len(word) > 79:
            return f"{title} …" if title else None
        title = f"{title} {word}".strip()
        if re.search(r"[a-z0-9)”\"][.!?][”\"]?$", title) and len(title) > 20:
            return title.rstrip(".")
    return title or None


def _endings() -> str:
    return ", ".join(_KINDS)
