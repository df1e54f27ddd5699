"""The symbols of the means of travel, as paths that matplotlib draws."""

from __future__ import annotations

from functools import cache
from typing import Any

from maps.style import MODES
from routes.dossier import Mode

__all__ = ["symbol_path"]

_UNITS = 16
"""The square in which the page's symbols are drawn, y downwards."""


def symbol_path(mode: Mode, at: tuple[float, float], size_pt: float) -> Any:
    """Give the path of a mode's symbol in a square of that size about a point."""
    from matplotlib.transforms import Affine2D

    scale = size_pt / _UNITS
    left, top = at[0] - size_pt / 2, at[1] + size_pt / 2
    return _unit(mode).transformed(Affine2D().scale(scale, -scale).translate(left, top))


@cache
def _unit(mode: Mode) -> Any:
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.svgLib.path import parse_path
    from matplotlib.path import Path

    pen = DecomposingRecordingPen({})
    parse_path(MODES[mode].symbol, pen)
    kinds = {
        "moveTo": Path.MOVETO,
        "lineTo": Path.LINETO,
        "curveTo": Path.CURVE4,
        "qCurveTo": Path.CURVE3,
    }
    vertices: list[tuple[float, float]] = []
    codes: list[Any] = []
    for verb, points in pen.value:
        if verb in kinds:
            vertices += points
            codes += [kinds[verb]] * len(points)
        else:
            vertices.append((0.0, 0.0))
            codes.append(Path.CLOSEPOLY)
    return Path(vertices, codes)
