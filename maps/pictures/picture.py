"""A dossier as PNG, SVG or PDF: map, numbered legs, who says and who denies, sources."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gazetteer.errors import SupplyroutesError
from maps.exports.characters import for_xml
from maps.exports.layers import needed
from maps.exports.material import Lines, disclosed, material_of
from maps.pictures.palette import Look, palette_of
from routes.dossier import Dossier

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from maps.pictures.caption import Caption

__all__ = ["ImageFormat", "Picture", "picture"]

ImageFormat = Literal["png", "svg", "pdf"]

_FORMATS: tuple[ImageFormat, ...] = ("png", "svg", "pdf")
_DPI = 300
_MOST_PIXELS = 20_000


class Picture(NamedTuple):
    """A drawn picture; `undrawn` are characters for which no font was at hand.

    It shows itself in a notebook.
    """

    figure: Any
    caption: Caption
    width_mm: float
    height_mm: float
    undrawn: str

    def render(self, form: ImageFormat = "png", *, dpi: float = _DPI) -> bytes:
        """Give the picture as a file's bytes; the same dossier and fonts give the same bytes.

        Parameters
        ----------
        dpi
            Pixels to an inch of paper, for PNG.

        Raises
        ------
        SupplyroutesError
            When a PNG would have more than 20,000 pixels on a side.
        """
        from matplotlib import rc_context

        pixels = max(self.width_mm, self.height_mm) / 25.4 * dpi
        if form == "png" and pixels > _MOST_PIXELS:
            raise SupplyroutesError(
                f"a PNG of {pixels:,.0f} pixels is more than {_MOST_PIXELS:,}",
                remedy="lower the resolution, or write SVG or PDF",
            )
        stream = BytesIO()
        about: dict[str, str | None] = {
            "Creator": "supplyroutes",
            "Title": for_xml(self.caption.title),
        }
        metadata: dict[ImageFormat, dict[str, str | None]] = {
            "png": {"Software": "supplyroutes"},
            "svg": {**about, "Date": None},
            "pdf": {**about, "CreationDate": None},
        }
        with rc_context({"svg.hashsalt": "supplyroutes", "svg.fonttype": "path"}):
            self.figure.savefig(
                stream,
                format=form,
                dpi=dpi if form == "png" else 72,
                metadata=metadata[form],
                facecolor=self.figure.get_facecolor(),
            )
        return stream.getvalue()

    def save(
        self, path: str | os.PathLike[str], *, dpi: float = _DPI, width_px: int | None = None
    ) -> Path:
        """Write a file whose name ends in .png, .svg or .pdf, whole or not at all.

        Parameters
        ----------
        width_px
            The width of a PNG in pixels, in the place of `dpi`.

        Raises
        ------
        SupplyroutesError
            When the name has another ending, or the file cannot be written.
        """
        from routes.textfile import write_whole

        target = Path(path)
        form = next((f for f in _FORMATS if target.suffix.lower() == f".{f}"), None)
        if form is None:
            raise SupplyroutesError(
                f"a picture's name ends in .png, .svg or .pdf, not {target.suffix!r}", file=target
            )
        if width_px is not None:
            dpi = width_px / (self.width_mm / 25.4)
        write_whole(target, self.render(form, dpi=dpi))
        return target

    def _repr_png_(self) -> bytes:
        return self.render("png", dpi=144)


def picture(
    dossier: Dossier,
    *,
    width_mm: float = 180.0,
    height_mm: float | None = None,
    look: Look = "colour",
    key: bool = True,
    lines: Lines | None = None,
    gazetteer: Gazetteer | None = None,
) -> Picture:
    """Draw a dossier for print.

    Parameters
    ----------
    width_mm
        Width of the paper, 60 to 1,200 mm.
    height_mm
        Height of the paper; by default as much as map and words need.
    look
        "colour", "grey" for black-and-white pages, or "dark".
    key
        Whether title, numbered legs, voices and sources stand in the picture. Without them it
        is the map alone, for a page whose own caption tells them (see `maps.figures`).
    lines
        The line of each leg by (route id, index of the leg); computed when not given.
    gazetteer
        Where basemap, names and lines come from; by default the embedded store.

    Raises
    ------
    SupplyroutesError
        When matplotlib is not installed, or the paper is too small for the words.
    """
    from gazetteer import Gazetteer as Store

    needed("matplotlib", extra="pictures")
    if gazetteer is None:
        with Store.open() as opened:
            return picture(
                dossier, width_mm=width_mm, height_mm=height_mm, look=look, key=key,
                lines=lines, gazetteer=opened,
            )  # fmt: skip
    if not 60 <= width_mm <= 1200 or (height_mm is not None and not 40 <= height_mm <= 1200):
        raise SupplyroutesError(
            f"no paper is {width_mm:g} mm wide and {height_mm or width_mm:g} mm high here",
            remedy="give a width of 60 to 1200 mm and a height of 40 to 1200 mm",
        )
    from maps.pictures.sheet import Paper, drawn

    shown = disclosed(dossier, gazetteer).dossier
    material = material_of(shown, gazetteer, lines if shown == dossier else None)
    paper = Paper(width_mm, height_mm, key, palette_of(look))
    return Picture(*drawn(material, paper, gazetteer))
