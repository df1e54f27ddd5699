"""Lines for legs: computed over water, direct, or as drawn; each says what it rests on."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routes.paths.journeys import trace_all
    from routes.paths.legs import draw_leg
    from routes.paths.line import Basis, Line, Unroutable
    from routes.paths.tracing import trace

__all__ = ["Basis", "Line", "Unroutable", "draw_leg", "trace", "trace_all"]

_HOMES = {
    "Basis": "routes.paths.line",
    "Line": "routes.paths.line",
    "Unroutable": "routes.paths.line",
    "draw_leg": "routes.paths.legs",
    "trace": "routes.paths.tracing",
    "trace_all": "routes.paths.journeys",
}


def __getattr__(name: str) -> Any:
    # Names are looked up on first use: the build needs a few rooms of this one, and no dossier.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
