"""What a line rests on, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator

from maps.languages import Language
from routes.dossier import Mode
from routes.paths.line import TOLD_KM, Basis, Line

__all__ = ["note_of"]


def note_of(line: Line, mode: Mode, spoken: Language) -> str:
    """Word the note of a leg's line; in English it is the line's own.

    Other languages take it from the line's values and remarks. Why no way over water was found
    is told in English alone: the router's reasons are sentences of many kinds.
    """
    if spoken.code == "en":
        return line.note
    return " ".join(_sentences(line, mode, spoken))


def _sentences(line: Line, mode: Mode, spoken: Language) -> Iterator[str]:
    over_air = mode is Mode.AIR and line.basis is Basis.DIRECT
    yield spoken("note.air" if over_air else f"basis.{line.basis}.sentence")
    if line.passages:
        yield spoken("note.way", names=spoken("list.comma").join(line.passages))
    if max(line.snap_km) >= TOLD_KM:
        yield spoken("note.approach", km=f"{max(line.snap_km):.0f}")
    if line.land_km >= TOLD_KM:
        yield spoken("note.land", km=f"{line.land_km:.0f}")
    for remark in line.remarks:
        yield spoken(f"note.{remark.code}", name=remark.name)
