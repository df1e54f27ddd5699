"""The colours of a picture: in colour, in grey for a black-and-white page, on a dark ground."""

from __future__ import annotations

from typing import Literal, NamedTuple

from maps.style import MODES
from routes.dossier import Mode

__all__ = ["Look", "Palette", "as_look", "palette_of"]

Look = Literal["colour", "grey", "dark"]


class Palette(NamedTuple):
    """Colours by what they are for; `modes` gives the stroke of each means of travel."""

    paper: str
    ink: str
    quiet: str
    water: str
    land: str
    shore: str
    border: str
    country_name: str
    sea_name: str
    area: str
    modes: dict[Mode, str]


def as_look(word: str) -> Look:
    """Take a word of the command for a look; anything unknown is "colour"."""
    return "grey" if word == "grey" else "dark" if word == "dark" else "colour"


def palette_of(look: Look) -> Palette:
    """Give the palette of a look.

    In grey a means of travel is told by the symbol on its badge and by its strokes; shades
    differ as far as print can hold them apart.
    """
    if look == "dark":
        return Palette(
            paper="#14181C", ink="#F2F2F0", quiet="#A9AFB4", water="#1B242C", land="#2B3137",
            shore="#4A545D", border="#59636B", country_name="#8D959B", sea_name="#7F9DB4",
            area="#C9B37E", modes={mode: style.colour_dark for mode, style in MODES.items()},
        )  # fmt: skip
    if look == "grey":
        return Palette(
            paper="#FFFFFF", ink="#111111", quiet="#555555", water="#E4E4E4", land="#FAFAFA",
            shore="#9A9A9A", border="#A6A6A6", country_name="#767676", sea_name="#767676",
            area="#555555", modes={mode: _grey(style.colour) for mode, style in MODES.items()},
        )  # fmt: skip
    return Palette(
        paper="#FFFFFF", ink="#1B1E21", quiet="#5A6268", water="#DCE8EF", land="#F7F5EF",
        shore="#9DB4C0", border="#B9B2A5", country_name="#8B8478", sea_name="#5C87A3",
        area="#8A6D2F", modes={mode: style.colour for mode, style in MODES.items()},
    )  # fmt: skip


def _grey(colour: str) -> str:
    """Give a colour's lightness as a grey, darkened so that it stands on white (BT.601 luma)."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    level = round(0.62 * (0.299 * red + 0.587 * green + 0.114 * blue))
    return f"#{level:02X}{level:02X}{level:02X}"
