"""Reports to cited routes: reading, evidence, dossiers, dates, extraction and lines."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routes.dossier import Dossier, load_dossier, save_dossier
    from routes.extraction import extract
    from routes.report import Report, read_report

__all__ = ["Dossier", "Report", "extract", "load_dossier", "read_report", "save_dossier"]

_HOMES = {
    "Dossier": "routes.dossier",
    "Report": "routes.report",
    "extract": "routes.extraction",
    "load_dossier": "routes.dossier",
    "read_report": "routes.report",
    "save_dossier": "routes.dossier",
}


def __getattr__(name: str) -> Any:
    # Names are looked up on first use: importing one room must not load them all.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
