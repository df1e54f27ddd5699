"""CSL-JSON 1.0.2: the sources for Zotero, pandoc and every citation processor."""

from __future__ import annotations

import json

from maps.exports.citations import csl_item, keys_of
from maps.exports.material import Material

__all__ = ["csljson_of"]


def csljson_of(material: Material) -> bytes:
    """Write the sources as a list of items, in the dossier's order."""
    sources = material.dossier.sources
    keys = keys_of(material.dossier.id, sources)
    items = [csl_item(source, keys[source.id]) for source in sources]
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
