"""A dossier as a figure of a report: the map, its caption, who says and who denies, sources."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.errors import SupplyroutesError
from maps.exports.material import Lines
from maps.pictures.palette import Look
from routes.dossier import Dossier

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["FIGURE_FORMATS", "Figure", "figure"]

FIGURE_FORMATS = MappingProxyType(
    {"markdown": ".md", "html": ".html", "docx": ".docx", "latex": ".tex", "quarto": ".qmd"}
)
"""Formats and the endings of their files."""

_DPI = 220


class Figure(NamedTuple):
    """The files of a figure by name, its text first; `undrawn` as in `maps.pictures.Picture`."""

    format: str
    files: Mapping[str, bytes]
    undrawn: str

    @property
    def text(self) -> str:
        """The text to paste; of a Word document there is none."""
        return next(iter(self.files.values())).decode("utf-8") if self.format != "docx" else ""

    def save(self, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the files into a folder that exists, each whole or not at all.

        Raises
        ------
        UnusableInput
            When one cannot be written there.
        """
        from routes.textfile import write_whole

        # The picture before the text that shows it.
        for name, content in reversed(list(self.files.items())):
            write_whole(Path(folder) / name, content)
        return tuple(Path(folder) / name for name in self.files)


def figure(
    dossier: Dossier,
    to: str,
    *,
    name: str = "figure",
    width_mm: float = 160.0,
    look: Look = "colour",
    lines: Lines | None = None,
    gazetteer: Gazetteer | None = None,
) -> Figure:
    """Make a figure of a dossier.

    Parameters
    ----------
    to
        "markdown" or "quarto" (with a PNG), "latex" (with a PDF), "html" or "docx" (with the
        picture inside).
    name
        The stem of the files' names, and of the label by which a report refers to the figure.
    width_mm
        Width of the picture.
    look, lines, gazetteer
        As for `maps.picture`.

    Raises
    ------
    SupplyroutesError
        When there is no such format, the name cannot be one, or an extra is missing.
    """
    from maps.pictures import picture

    if to not in FIGURE_FORMATS:
        said = ", ".join(FIGURE_FORMATS)
        raise SupplyroutesError(f"there is no format {to!r}", remedy=f"choose one of {said}")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}", name):
        raise SupplyroutesError(
            f"{name!r} cannot name a figure", remedy="take letters a–z, digits, - and _"
        )
    drawn = picture(
        dossier, width_mm=width_mm, look=look, key=False, lines=lines, gazetteer=gazetteer
    )
    file = f"{name}{FIGURE_FORMATS[to]}"
    caption = drawn.caption
    files: dict[str, bytes] = {}
    if to in {"markdown", "quarto"}:
        from maps.figures.markdown import markdown_of

        text = markdown_of(caption, f"{name}.png", label=name if to == "quarto" else None)
        files = {file: text.encode(), f"{name}.png": drawn.render("png", dpi=_DPI)}
    elif to == "latex":
        from maps.figures.latex import latex_of

        text = latex_of(caption, f"{name}.pdf", name)
        files = {file: text.encode(), f"{name}.pdf": drawn.render("pdf")}
    elif to == "html":
        from maps.figures.hypertext import html_of

        files = {file: html_of(caption, drawn.render("svg"), name).encode()}
    else:
        from maps.figures.word import docx_of

        files = {file: docx_of(caption, drawn.render("png", dpi=_DPI), width_mm)}
    return Figure(to, MappingProxyType(files), drawn.undrawn)
