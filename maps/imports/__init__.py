"""Dossiers back from the files of other programs."""

from __future__ import annotations

from maps.imports.reading import Imported, import_dossier

__all__ = ["Imported", "import_dossier"]
