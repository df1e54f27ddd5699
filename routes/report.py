"""Reports as they come: plain text, Markdown and saved web pages."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Literal

from pydantic import Field

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.evidence import Source
from routes.masthead import Masthead, read_masthead
from routes.textfile import read_bytes, read_text
from routes.webpage import MAX_PAGE_BYTES, read_page

__all__ = ["Report", "ReportKind", "find_reports", "is_report", "read_report", "safe_id"]

ReportKind = Literal["text", "markdown", "html"]

_KINDS: dict[str, ReportKind] = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
}


class Report(Record):
    """One report: its text, and what it says of itself.

    `text` is kept to the code point for .txt and .md; for a web page it is the article that
    was extracted. Offsets everywhere count its Unicode code points. `body_start` is where
    the article's own sentences begin, after headings, header lines and the dateline, which
    stay in `text`. `published` is an ISO date.
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

    @property
    def body(self) -> str:
        """The text from `body_start` on."""
        return self.text[self.body_start :]

    @property
    def text_name(self) -> str:
        """The file name under which the text is found: the report's own, or `<id>.txt`."""
        return f"{self.id}.txt" if self.kind == "html" else Path(self.path).name

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

    Hidden files and sub-folders are passed over.

    Raises
    ------
    UnusableInput
        When there is no such path, or the folder holds no report.
    """
    path = Path(path)
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
        A .txt, .md, .html or .htm file.

    Raises
    ------
    UnusableInput
        When the file cannot be used: its text is one line with the file, what is wrong
        and the remedy.
    """
    path = Path(path)
    if path.is_file() and not is_report(path):
        shown = f"the ending {path.suffix!r}" if path.suffix else "no ending"
        raise UnusableInput(
            f"a report's name ends in {_endings()}; this one has {shown}",
            file=path,
            remedy="save the report in one of these forms",
        )
    kind = _KINDS.get(path.suffix.lower(), "text")
    if kind == "html":
        text, said = read_page(read_bytes(path, limit_bytes=MAX_PAGE_BYTES), path)
        written = read_masthead(text, markdown=False)
        masthead = _completed(said, written)
    else:
        text = read_text(path)
        masthead = read_masthead(text, markdown=kind == "markdown")
    return Report(
        id=safe_id(path.stem),
        # A name that is not UTF-8 can be read but not written down.
        path=str(path).encode(errors="replace").decode(),
        text=text,
        kind=kind,
        title=masthead.title or _titled(text, masthead.body_start) or path.stem,
        publisher=masthead.publisher,
        authors=masthead.authors,
        published=masthead.published,
        url=masthead.url,
        language=masthead.language or _guessed_language(text),
        body_start=masthead.body_start,
    )


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


def _guessed_language(text: str) -> str:
    letters = [c for c in text[:20000] if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    return "en" if latin * 2 >= len(letters) else "und"


def _endings() -> str:
    return ", ".join(_KINDS)
