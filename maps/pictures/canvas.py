"""A sheet of paper in points: strokes, fills and text by matplotlib, without its global state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

from maps.pictures.direction import directed
from maps.pictures.fonts import Fonts

__all__ = ["POINTS_PER_MM", "Canvas", "Point", "Rectangle"]

POINTS_PER_MM = 72 / 25.4

_UNIT_PT = 64

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


class _Pen(NamedTuple):
    """How a stroke is drawn; the clip is that of the canvas at the time."""

    colour: str
    width_pt: float
    layer: float
    dashes: tuple[float, ...]
    round_ends: bool
    opacity: float
    clip: Any


class _Brush(NamedTuple):
    """How a path is filled and edged."""

    colour: str | None
    edge: str | None
    edge_pt: float
    layer: float
    opacity: float
    clip: Any


class Canvas:
    """Draws on a sheet whose origin is its lower left corner; y runs upwards.

    Strokes and fills of one look are gathered and drawn as one, in the order of their layers:
    thousands of single ones would take matplotlib minutes.
    """

    def __init__(self, width_pt: float, height_pt: float, fonts: Fonts, paper: str) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.fonts = fonts
        self._figure = Figure(figsize=(width_pt / 72, height_pt / 72), dpi=72, facecolor=paper)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width_pt)
        self._axes.set_ylim(0, height_pt)
        self._clip: Any = None
        self._strokes: dict[_Pen, list[Sequence[Point]]] = defaultdict(list)
        self._fills: dict[_Brush, list[Any]] = defaultdict(list)

    def figure(self) -> Any:
        """Give the matplotlib figure with all that has been drawn until now."""
        from matplotlib.collections import LineCollection, PathCollection

        for brush, paths in self._fills.items():
            filled: dict[str, Any] = {
                "facecolors": brush.colour or "none",
                "edgecolors": brush.edge or "none",
                "linewidths": brush.edge_pt,
                "joinstyle": "round",
            }
            self._add(PathCollection(paths, **filled), brush)
        for pen, lines in self._strokes.items():
            ends = "round" if pen.round_ends else "butt"
            # matplotlib counts dashes in line widths.
            dashes = tuple(length / pen.width_pt for length in pen.dashes)
            drawn: dict[str, Any] = {
                "colors": pen.colour,
                "linewidths": pen.width_pt,
                "linestyles": [(0, dashes)] if dashes else "solid",
                "capstyle": ends,
                "joinstyle": "round",
            }
            self._add(LineCollection(lines, **drawn), pen)
        self._fills.clear()
        self._strokes.clear()
        return self._figure

    def clip_to(self, rectangle: Rectangle | None) -> None:
        """Cut what is drawn from now on at a rectangle; None ends that."""
        from matplotlib.patches import Rectangle as Patch

        if rectangle is None:
            self._clip = None
            return
        left, bottom, right, top = rectangle
        self._clip = Patch(
            (left, bottom), right - left, top - bottom, transform=self._axes.transData
        )

    def line(
        self,
        points: Sequence[Point],
        colour: str,
        width_pt: float,
        *,
        layer: float,
        dashes: Sequence[float] = (),
        round_ends: bool = False,
        opacity: float = 1,
    ) -> None:
        """Draw a stroke; dashes are lengths in points."""
        pen = _Pen(colour, width_pt, layer, tuple(dashes), round_ends, opacity, self._clip)
        self._strokes[pen].append(points)

    def segments(
        self, pieces: Sequence[tuple[Point, Point]], colour: str, width_pt: float, *, layer: float
    ) -> None:
        """Draw many short straight strokes as one."""
        from matplotlib.path import Path

        if pieces:
            path = Path([p for piece in pieces for p in piece], [1, 2] * len(pieces))
            self.path(path, None, layer=layer, edge=colour, edge_pt=width_pt)

    def shape(
        self,
        shape: Any,
        colour: str | None,
        *,
        layer: float,
        edge: str | None = None,
        edge_pt: float = 0,
        opacity: float = 1,
    ) -> None:
        """Fill polygons, given as a shapely geometry in points."""
        path = _path_of(shape)
        if path is not None:
            self.path(path, colour, layer=layer, edge=edge, edge_pt=edge_pt, opacity=opacity)

    def path(
        self,
        path: Any,
        colour: str | None,
        *,
        layer: float,
        edge: str | None = None,
        edge_pt: float = 0,
        opacity: float = 1,
    ) -> None:
        """Fill a matplotlib path in points."""
        brush = _Brush(colour, edge, edge_pt, layer, opacity, self._clip)
        self._fills[brush].append(path)

    def polygon(self, points: Sequence[Point], colour: str, *, layer: float) -> None:
        """Fill a simple polygon."""
        from matplotlib.path import Path

        self.path(Path([*points, points[0]], closed=True), colour, layer=layer)

    def dot(
        self, at: Point, radius_pt: float, fill: str, edge: str, edge_pt: float, layer: float
    ) -> None:
        """Draw a circle."""
        from matplotlib.path import Path

        self.path(Path.circle(at, radius_pt), fill, layer=layer, edge=edge, edge_pt=edge_pt)

    def pill(
        self, rectangle: Rectangle, fill: str, edge: str, edge_pt: float, layer: float
    ) -> None:
        """Draw a rectangle with round ends."""
        from shapely import LineString

        left, bottom, right, top = rectangle
        radius = (top - bottom) / 2
        middle = (bottom + top) / 2
        spine = LineString([(left + radius, middle), (max(left + radius, right - radius), middle)])
        shape = spine.buffer(radius, quad_segs=12)
        self.shape(shape, fill, layer=layer, edge=edge, edge_pt=edge_pt)

    def text(
        self,
        at: Point,
        text: str,
        size_pt: float,
        colour: str,
        *,
        layer: float = 50,
        across: Literal["left", "center", "right"] = "left",
        up: Literal["baseline", "center"] = "baseline",
        italic: bool = False,
        bold: bool = False,
        halo: str | None = None,
    ) -> None:
        """Write one line of text; bold is a thin stroke about the glyphs, in every script."""
        from matplotlib.patheffects import withStroke
        from matplotlib.text import Text

        # Half the height of a digit: what stands in a pill must look centred.
        x, y = at[0], at[1] - (0.35 * size_pt if up == "center" else 0)
        shown = self.fonts.drawable(text)
        written = Text(
            x,
            y,
            directed(shown),
            color=colour,
            fontproperties=self.fonts.properties(shown, size_pt, italic=italic),
            horizontalalignment=across,
            verticalalignment="baseline",
            parse_math=False,
            zorder=layer,
        )
        effects: list[Any] = []
        if halo:
            effects.append(withStroke(linewidth=0.28 * size_pt, foreground=halo, alpha=0.85))
        if bold:
            effects.append(withStroke(linewidth=0.055 * size_pt, foreground=colour))
        if effects:
            written.set_path_effects(effects)
        self._axes.add_artist(written)
        written.set_clip_path(self._clip)

    def width_of(self, text: str, size_pt: float, *, italic: bool = False) -> float:
        """Measure a line of text in points."""
        return size_pt * sum(
            self._unit_width(word, italic) for word in re.split("( )", text) if word
        )

    def _unit_width(self, word: str, italic: bool) -> float:  # noqa: FBT001
        """Measure a word in parts of its size, large: at its own, glyphs stand on whole pixels."""
        if len(word) > 1 and word.isascii() and word.isdecimal():
            # Digits are of one width, and numbers many.
            return sum(self._unit_width(digit, italic) for digit in word)
        key = (word, italic)
        if key not in self._widths:
            shown = self.fonts.drawable(word) or word[:1] if word != " " else " "
            properties = self.fonts.properties(shown, _UNIT_PT, italic=italic)
            measure = self._ruler.get_text_width_height_descent
            self._widths[key] = (
                float(measure(directed(shown), properties, ismath=False)[0]) / _UNIT_PT
            )
        return self._widths[key]

    @cached_property
    def _widths(self) -> dict[tuple[str, bool], float]:
        return {}

    @cached_property
    def _ruler(self) -> Any:
        from matplotlib.backends.backend_agg import RendererAgg

        return RendererAgg(10, 10, 72)  # type: ignore[no-untyped-call]

    def _add(self, gathered: Any, look: _Pen | _Brush) -> None:
        gathered.set(zorder=look.layer, alpha=look.opacity)
        self._axes.add_artist(gathered)
        gathered.set_clip_path(look.clip)


def _path_of(shape: Any) -> Any:
    """Make one path of all rings, so that holes are left open."""
    import numpy as np
    from matplotlib.path import Path

    vertices, codes = [], []
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            points = np.asarray(ring.coords)[:, :2]
            vertices.append(points)
            codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY]
    return Path(np.vstack(vertices), codes) if vertices else None
