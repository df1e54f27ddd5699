"""From a report's text to a draft dossier: general rules over a tagger and the gazetteer."""

from __future__ import annotations

from routes.extraction.places import PlaceMention, find_places
from routes.extraction.reader import extract

__all__ = ["PlaceMention", "extract", "find_places"]
