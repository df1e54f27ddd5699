"""Dossiers as data for other programs, one file a format."""

from __future__ import annotations

from maps.exports.formats import FORMATS, Export, export

__all__ = ["FORMATS", "Export", "export"]
