"""The text of a PDF, page by page, read in a process of its own under limits.

A hostile file can make any PDF reader work for hours or fill the memory; the system ends the
process that reads it, and the caller goes on.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.masthead import Masthead

__all__ = ["MAX_PDF_BYTES", "PdfText", "read_pdf"]

MAX_PDF_BYTES = 50_000_000
_MAX_PAGES = 1_000
_MAX_CHARACTERS = 5_000_000
_MAX_SECONDS = 60
_MAX_MEMORY_BYTES = 1_500_000_000
_CHILD = (
    "import json,sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from routes.pdftext import _work; _work()"
)
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?|- ?)?\d{1,4}(?: ?-| of \d+| ?/ ?\d+)?", re.IGNORECASE)
_FILE_NAME = re.compile(r"(?i)\.(docx?|pdf|indd|qxd)$|^untitled|^microsoft")
_SENTENCE_END = re.compile(r"[.!?:;][\"”’»)\]]{0,2}$")
# A line much shorter than the others ends its paragraph.
_FULL_LINE = 0.75


class PdfText(Record):
    """The text of a PDF's pages; `page_starts` are the code points at which they begin."""

    text: str
    page_starts: tuple[int, ...]
    said: Masthead


def read_pdf(raw: bytes, path: Path) -> PdfText:
    """Read the text of a PDF and what the file says of itself.

    Lines are joined to paragraphs, words parted at a line's end are made whole, and page
    numbers and the lines that most pages repeat are left out.

    Raises
    ------
    UnusableInput
        When the file is no PDF, is encrypted, holds no text (a scan), or takes more than 60
        seconds or 1.5 GB to read.
    """
    answer = _asked(raw, path)
    if "error" in answer:
        raise _unusable(path, str(answer["error"]))
    pages = answer["pages"]
    repeated = _repeated(pages)
    texts = [_paragraphs(page, repeated) for page in pages]
    if not any(t.strip() for t in texts):
        raise _unusable(path, "it holds no text: a scan must be recognised first")
    starts: list[int] = []
    whole = ""
    for text in texts:
        if whole and text:
            # a sentence that runs on over the page's end stays whole
            whole += "\n\n" if _SENTENCE_END.search(whole) else " "
        starts.append(len(whole))
        whole += text
    return PdfText(text=whole, page_starts=tuple(starts), said=_said(answer["said"]))


def _asked(raw: bytes, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", _CHILD, json.dumps(sys.path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
            command, input=raw, capture_output=True, timeout=_MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _unusable(path, f"reading it takes more than {_MAX_SECONDS} seconds") from error
    if done.returncode:
        raise _unusable(path, "it is damaged, or reading it takes too much memory")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _work() -> None:
    """In the child: read the PDF on standard input, write pages as JSON."""
    _limit()
    import io

    import pypdf

    answer: dict[str, Any]
    try:
        reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            answer = {"error": "it is encrypted"}
        elif len(reader.pages) > _MAX_PAGES:
            answer = {"error": f"it has more than {_MAX_PAGES} pages"}
        else:
            answer = {"pages": _texts(reader), "said": _metadata(reader)}
    # whatever a reader of other people's files stumbles over was in the file
    except Exception as error:  # noqa: BLE001
        answer = {"error": f"it cannot be read ({type(error).__name__})"}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: the time limit alone holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_MAX_SECONDS, _MAX_SECONDS))


def _texts(reader: Any) -> list[str]:
    found: list[str] = []
    length = 0
    for page in reader.pages:
        text = page.extract_text()[: _MAX_CHARACTERS - length]
        found.append(text)
        length += len(text)
    return found


def _metadata(reader: Any) -> dict[str, str | None]:
    said = reader.metadata or {}
    day = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(said.get("/CreationDate") or ""))
    return {
        "title": str(said.get("/Title") or "") or None,
        "author": str(said.get("/Author") or "") or None,
        "created": "-".join(day.groups()) if day else None,
    }


def _said(said: object) -> Masthead:
    fields = said if isinstance(said, dict) else {}
    title = " ".join(str(fields.get("title") or "").split())[:500]
    author = " ".join(str(fields.get("author") or "").split())[:500]
    # word processors write the file's name where the title belongs
    is_title = bool(title) and not _FILE_NAME.search(title)
    return Masthead(
        title=title if is_title else None,
        authors=(author,) if author else (),
        published=fields.get("created") or None,
    )


def _repeated(pages: Sequence[str]) -> frozenset[str]:
    """Lines that stand on most pages: running heads and feet."""
    if len(pages) < 3:
        return frozenset()
    lines = Counter(line.strip() for page in pages for line in set(page.splitlines()))
    return frozenset(line for line, count in lines.items() if count > len(pages) / 2)


def _paragraphs(page: str, repeated: frozenset[str]) -> str:
    lines = [line.strip() for line in page.splitlines()]
    lines = [s for s in lines if s not in repeated and not _PAGE_NUMBER.fullmatch(s)]
    full = _FULL_LINE * max((len(line) for line in lines), default=0)
    text = ""
    before = ""
    for line in lines:
        if not line:
            text += "\n\n" if text and not text.endswith("\n\n") else ""
        elif not text or text.endswith("\n\n"):
            text += line
        elif text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower():
            text = text[:-1] + line
        elif len(before) < full and (_SENTENCE_END.search(before) or line[:1].isupper()):
            text += "\n\n" + line
        else:
            text += " " + line
        before = line
    return text.strip()


def _unusable(path: Path, why: str) -> UnusableInput:
    return UnusableInput(
        f"no text can be read from this PDF: {why}",
        file=path,
        remedy="save the report's text as a .txt file",
    )


if __name__ == "__main__":
    _work()
