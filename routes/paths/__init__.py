"""Lines for legs: computed over water, direct, or as drawn; each says what it rests on."""

from __future__ import annotations

from routes.paths.legs import draw_leg
from routes.paths.line import Basis, Line, Unroutable
from routes.paths.tracing import trace

__all__ = ["Basis", "Line", "Unroutable", "draw_leg", "trace"]
