"""A sheet of paper in points: strokes, fills and text by matplotlib, without its global state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal

from maps.pictures.direction import directed
from maps.pictures.fonts import Fonts

__all__ = ["POINTS_PER_MM", "Canvas", "Point", "Rectangle"]

POINTS_PER_MM = 72 / 25.4

_UNIT_PT = 64

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


class Canvas:
    """Draws on a sheet whose origin is its lower left corner; y runs upwards."""

    def __init__(self, width_pt: float, height_pt: float, fonts: Fonts, paper: str) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.fonts = fonts
        self.figure = Figure(figsize=(width_pt / 72, height_pt / 72), dpi=72, facecolor=paper)
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width_pt)
        self._axes.set_ylim(0, height_pt)
        self._clip: Any = None

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
        from matplotlib.lines import Line2D

        drawn = Line2D(
            [p[0] for p in points],
            [p[1] for p in points],
            color=colour,
            linewidth=width_pt,
            alpha=opacity,
            zorder=layer,
            solid_capstyle="round" if round_ends else "butt",
            dash_capstyle="round" if round_ends else "butt",
            solid_joinstyle="round",
            dash_joinstyle="round",
        )
        if dashes:
            # matplotlib counts dashes in line widths.
            drawn.set_linestyle((0, tuple(length / width_pt for length in dashes)))
        self._add(drawn)

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
        from matplotlib.patches import PathPatch

        self._add(
            PathPatch(
                path,
                facecolor=colour or "none",
                edgecolor=edge or "none",
                linewidth=edge_pt,
                alpha=opacity,
                zorder=layer,
                joinstyle="round",
            )
        )

    def polygon(self, points: Sequence[Point], colour: str, *, layer: float) -> None:
        """Fill a simple polygon."""
        from matplotlib.path import Path

        self.path(Path([*points, points[0]], closed=True), colour, layer=layer)

    def dot(
        self, at: Point, radius_pt: float, fill: str, edge: str, edge_pt: float, layer: float
    ) -> None:
        """Draw a circle."""
        from matplotlib.patches import Circle

        self._add(
            Circle(at, radius_pt, facecolor=fill, edgecolor=edge, linewidth=edge_pt, zorder=layer)
        )

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
        self._add(written)

    def width_of(self, text: str, size_pt: float, *, italic: bool = False) -> float:
        """Measure a line of text in points."""
        return size_pt * sum(
            self._unit_width(word, italic) for word in re.split("( )", text) if word
        )

    def _unit_width(self, word: str, italic: bool) -> float:  # noqa: FBT001
        """Measure a word in parts of its size, large: at its own, glyphs stand on whole pixels."""
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

    def _add(self, artist: Any) -> None:
        self._axes.add_artist(artist)
        artist.set_clip_path(self._clip)


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
