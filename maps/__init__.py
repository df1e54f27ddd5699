"""Dossiers to maps: the page, its visual language, and exports."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.exports import export
    from maps.figures import figure
    from maps.pictures import Picture, picture
    from maps.web import WebMap, web_map

__all__ = ["Picture", "WebMap", "export", "figure", "picture", "web_map"]

_HOMES = {
    "Picture": "maps.pictures",
    "WebMap": "maps.web",
    "export": "maps.exports",
    "figure": "maps.figures",
    "picture": "maps.pictures",
    "web_map": "maps.web",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
