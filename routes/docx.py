"""The text of a Word document (.docx): paragraphs and metadata, read within bounds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

from gazetteer.errors import UnusableInput
from routes.masthead import Masthead

__all__ = ["MAX_DOCX_BYTES", "read_docx"]

MAX_DOCX_BYTES = 50_000_000
# A report of a hundred pages has about 2 MB of XML; a bomb has thousands.
_MAX_XML_BYTES = 40_000_000
_MAX_CHARACTERS = 5_000_000
_MAX_DEPTH = 256
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GAPS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
# What is deleted, hidden in a field's code, or said in a text box a second time.
_UNREAD = {f"{_WORD}del", f"{_WORD}instrText", f"{_WORD}moveFrom",
           "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip


def read_docx(raw: bytes, path: Path) -> tuple[str, Masthead]:
    """Read the paragraphs of a Word document, a blank line between them, and its metadata.

    Text that was deleted under change tracking is left out.

    Raises
    ------
    UnusableInput
        When the file is no Word document, holds no text, or unpacks to more than 40 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            text = "\n\n".join(_paragraphs(_member(package, "word/document.xml", path), path))
            said = _metadata(package, path)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise _unusable(path, "it is not a Word document, or is damaged") from error
    if not text.strip():
        raise _unusable(path, "it holds no text")
    return text, said


def _member(package: zipfile.ZipFile, name: str, path: Path) -> bytes:
    with package.open(name) as stream:
        return _bounded(stream, path)


def _bounded(stream: IO[bytes], path: Path) -> bytes:
    found = stream.read(_MAX_XML_BYTES + 1)
    if len(found) > _MAX_XML_BYTES:
        raise _unusable(path, f"it unpacks to more than {_MAX_XML_BYTES / 1e6:g} MB")
    return found


def _paragraphs(xml: bytes, path: Path) -> list[str]:
    from lxml import etree

    found: list[str] = []
    parts: list[str] = []
    depth = unread = length = 0
    events = etree.iterparse(
        io.BytesIO(xml), events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for event, element in events:
            depth += 1 if event == "start" else -1
            if depth > _MAX_DEPTH:
                raise _unusable(path, f"it is nested more than {_MAX_DEPTH} deep")
            if element.tag in _UNREAD:
                unread += 1 if event == "start" else -1
            if event == "start":
                continue
            if not unread:
                parts.append(_said(element))
            if element.tag == f"{_WORD}p":
                paragraph = "".join(parts).strip()
                parts = []
                length += len(paragraph)
                if paragraph:
                    found.append(paragraph)
                element.clear()
            if length > _MAX_CHARACTERS:
                raise _unusable(path, f"it holds more than {_MAX_CHARACTERS} characters")
    except etree.XMLSyntaxError as error:
        raise _unusable(path, "its XML is damaged") from error
    return found


def _said(element: Any) -> str:
    if element.tag == f"{_WORD}t":
        return element.text or ""
    return _GAPS.get(element.tag, "")


def _metadata(package: zipfile.ZipFile, path: Path) -> Masthead:
    from lxml import etree

    try:
        core = _member(package, "docProps/core.xml", path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(core, parser)
    except (KeyError, etree.XMLSyntaxError):
        return Masthead()
    said = {
        etree.QName(e).localname: (e.text or "").strip() for e in root if isinstance(e.tag, str)
    }
    day = re.match(r"\d{4}-\d{2}-\d{2}", said.get("created", ""))
    language = said.get("language", "")
    return Masthead(
        title=said.get("title", "")[:500] or None,
        authors=(said["creator"][:500],) if said.get("creator") else (),
        published=day[0] if day else None,
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(-\w{2,8}){0,3}", language) else None,
    )


def _unusable(path: Path, why: str) -> UnusableInput:
    return UnusableInput(
        f"no text can be read from this Word document: {why}",
        file=path,
        remedy="save the report's text as a .txt file",
    )
