"""Loaded dossiers as one, and one written into the file that it grew from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from maps.inputs import Loaded
from routes.dossier import Dossier
from routes.merging import Merged, merge

__all__ = ["merged", "merged_into"]


def merged(loaded: Sequence[Loaded]) -> Merged:
    """Merge loaded dossiers and their texts (see `routes.merging.merge`)."""
    return merge([one.dossier for one in loaded], [one.texts for one in loaded])


def merged_into(path: Path, dossier: Dossier) -> None:
    """Write a grown dossier into its file: comments and order stay, only what is new is written.

    Raises
    ------
    UnusableInput
        When the file cannot be written.
    """
    from routes.yaml_edit import save_edited

    save_edited(dossier, path)
