"""A figure as a Word document: picture, caption, numbered list and sources."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from maps.exports.archive import zipped
from maps.exports.characters import for_xml
from maps.exports.layers import needed
from maps.pictures.caption import CREDITS, Caption, Entry

__all__ = ["docx_of"]

_MOST_WIDTH_MM = 150.0
"""What an A4 or Letter page holds between usual margins."""


def docx_of(caption: Caption, png: bytes, width_mm: float) -> bytes:
    """Write a document whose parts can be copied into another.

    Raises
    ------
    SupplyroutesError
        When the extra `pictures` is not installed.
    """
    needed("docx", extra="pictures")
    from docx import Document
    from docx.shared import Mm

    document = Document()
    document.core_properties.title = for_xml(caption.title)[:255]
    document.core_properties.author = "supplyroutes"
    document.add_picture(BytesIO(png), width=Mm(min(width_mm, _MOST_WIDTH_MM)))
    _describe(document, caption.alternative)
    line = document.add_paragraph(style="Caption")
    line.add_run(for_xml(f"{caption.title}. ")).bold = True
    line.add_run(for_xml(caption.finding))
    if caption.draft:
        line.add_run(" Machine draft, not reviewed.").italic = True
    for entry in caption.entries:
        _add_entry(document, entry)
    if caption.sources:
        document.add_paragraph().add_run("Sources").bold = True
    for number, source in enumerate(caption.sources, 1):
        cited = document.add_paragraph()
        cited.add_run(f"S{number} ").bold = True
        cited.add_run(for_xml(source))
    document.add_paragraph().add_run(CREDITS).italic = True
    return _steady(document)


def _describe(document: Any, words: str) -> None:
    """Give the picture the words that a screen reader says."""
    drawing = document.inline_shapes[0]._inline.docPr  # noqa: SLF001 - python-docx has no other way
    drawing.set("descr", for_xml(words))


def _add_entry(document: Any, entry: Entry) -> None:
    line = document.add_paragraph()
    line.add_run(f"{entry.number} ").bold = True
    line.add_run(for_xml(f"{entry.what}: "))
    line.add_run(for_xml(f"{entry.standing}.")).bold = True
    for voice in entry.voices:
        line.add_run(for_xml(f" {voice.speaker}: “{voice.quote}” (S{voice.source})."))


def _steady(document: Any) -> bytes:
    """Pack the parts anew, without the clock that python-docx leaves in them."""
    stream = BytesIO()
    document.save(stream)
    with ZipFile(stream) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()})
