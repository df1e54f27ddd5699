"""The evidence pack: a dossier, its page, its exports, and hashes that prove them unchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maps.exports.archive import zipped
from maps.exports.material import Material
from routes.dossier import dump_dossier

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["MANIFEST", "pack_of"]

MANIFEST = "manifest.json"

_READ_ME = """An evidence pack made by supplyroutes.

dossier.yaml    who said what of which route or site: the file that everything else is made of
map.html        the same as one page; it opens in any browser and makes no connection
exports/        the same for other programs
manifest.json   SHA-256 and size of each file, and of each source's stored text

The texts of the sources are not in here, for they belong to their publishers: whoever has one
can compare it with its hash. To check the files: sha256sum -c SHA256SUMS
"""


def pack_of(
    material: Material,
    exports: Mapping[str, bytes],
    gazetteer: Gazetteer,
    texts: Mapping[str, str],
) -> bytes:
    """Pack everything into one ZIP; the same input gives the same bytes.

    Parameters
    ----------
    exports
        Further files by their name in the pack.
    texts
        Stored texts by source id; their hashes are computed, the texts left out.
    """
    from maps.web import web_map

    dossier = material.dossier
    lines = {(item.route.id, item.at): item.line for item in material.legs}
    page = web_map(dossier, texts=texts, lines=lines, gazetteer=gazetteer).html
    files = {
        "README.txt": _READ_ME.encode("utf-8"),
        "dossier.yaml": dump_dossier(dossier).encode("utf-8"),
        "map.html": page.encode("utf-8"),
        **exports,
    }
    sums = "".join(f"{_hash(files[name])}  {name}\n" for name in sorted(files))
    files["SHA256SUMS"] = sums.encode("utf-8")
    manifest = json.dumps(_manifest(material, files, texts), ensure_ascii=False, indent=1)
    return zipped({**files, MANIFEST: f"{manifest}\n".encode()})


def _manifest(
    material: Material, files: Mapping[str, bytes], texts: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "dossier": material.dossier.id,
        "title": material.dossier.title,
        "review": material.dossier.review.model_dump(mode="json"),
        "files": [
            {"name": name, "sha256": _hash(files[name]), "bytes": len(files[name])}
            for name in sorted(files)
        ],
        "texts": [
            {
                "source": source.id,
                "sha256": _hash(texts[source.id].encode("utf-8"))
                if source.id in texts
                else source.sha256,
                "computed": source.id in texts,
            }
            for source in material.dossier.sources
        ],
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
