"""Dossiers as pictures for print, drawn without a browser."""

from __future__ import annotations

from maps.pictures.picture import Picture, picture

__all__ = ["Picture", "picture"]
