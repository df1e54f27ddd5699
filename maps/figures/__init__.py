"""Figures for reports: a picture with caption and numbered sources, ready to paste."""

from __future__ import annotations

from maps.figures.figure import FIGURE_FORMATS, Figure, figure

__all__ = ["FIGURE_FORMATS", "Figure", "figure"]
