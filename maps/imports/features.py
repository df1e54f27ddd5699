"""What both readers share: the features of a collection, and values as programs rewrite them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from routes.dossier import Dossier

__all__ = ["Imported", "Unfit", "counted_lost", "features_in", "is_linked_places", "nested"]


class Imported(NamedTuple):
    """A dossier, and in words what was left out or cannot be in such a file."""

    dossier: Dossier
    lost: tuple[str, ...]


class Unfit(ValueError):  # noqa: N818 - read as in "raises Unfit"
    """A value that no dossier can have; the reader of the file adds its name."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


def is_linked_places(collection: Mapping[str, Any]) -> bool:
    """Whether a collection is Linked Places Format: its context or its features say so."""
    if "linked-places" in str(collection.get("@context", "")):
        return True
    first = next(iter(collection["features"]), None)
    return isinstance(first, dict) and "@id" in first and "names" in first


def features_in(collection: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each feature with its number in the file, counted from 1.

    Raises
    ------
    Unfit
        When an entry is no feature.
    """
    for number, feature in enumerate(collection["features"], 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise Unfit(f"feature {number} has no properties", "export it anew")
        yield number, feature


def nested(value: Any, name: str) -> Any:
    """Undo that GDAL and QGIS write a nested value as JSON text.

    Raises
    ------
    Unfit
        When the text is something else: pandas writes what Python would print.
    """
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Unfit(
            f"{name} {value[:40]!r} is no JSON",
            "save the file with QGIS or GDAL itself",
        ) from None


def counted_lost(number: int, words: str) -> tuple[str, ...]:
    """Say that something was left out so many times; nothing for none."""
    return (f"{number} {words}",) if number else ()
