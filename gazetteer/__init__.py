"""Names to places: an embedded place store and the resolution of written names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gazetteer.place import Candidate, Place, PlaceKind, Precision
    from gazetteer.resolve import Mention
    from gazetteer.store import Gazetteer
    from gazetteer.user_stores import user_layers

__all__ = ["Candidate", "Gazetteer", "Mention", "Place", "PlaceKind", "Precision", "user_layers"]

_HOMES = {
    "Candidate": "gazetteer.place",
    "Gazetteer": "gazetteer.store",
    "Mention": "gazetteer.resolve",
    "Place": "gazetteer.place",
    "PlaceKind": "gazetteer.place",
    "Precision": "gazetteer.place",
    "user_layers": "gazetteer.user_stores",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'gazetteer' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
