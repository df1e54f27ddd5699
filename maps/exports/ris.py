"""RIS: the sources for reference managers that know neither CSL-JSON nor BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maps.exports.characters import for_line
from maps.exports.citations import keys_of
from maps.exports.material import Material
from maps.wording import web_address
from routes.evidence import Source

__all__ = ["ris_of"]


def ris_of(material: Material) -> bytes:
    """Write the sources, one record each; a line end in a value cannot begin a new tag."""
    sources = material.dossier.sources
    keys = keys_of(material.dossier.id, sources)
    lines = [
        f"{tag}  - {for_line(value)}".rstrip() if tag != "ER" else "ER  - \r\n"
        for source in sources
        for tag, value in _record(source, keys[source.id])
    ]
    return "\r\n".join(lines).encode("utf-8")


def _record(source: Source, key: str) -> Iterator[tuple[str, str]]:
    address = web_address(source.url)
    yield "TY", "ELEC" if address else "GEN"
    yield "ID", key
    yield from (("AU", author) for author in source.authors)
    yield "TI", source.title
    if source.publisher:
        yield "T2", source.publisher
        yield "PB", source.publisher
    published = _date(source.published)
    if published:
        yield "PY", published[:4]
        yield "DA", published
    if address:
        yield "UR", address
    archived = web_address(source.archived_url)
    if archived:
        yield "L2", archived
    accessed = _date(source.accessed)
    if accessed:
        yield "Y2", accessed
    yield "LA", source.language
    if source.sha256:
        yield "N1", f"SHA-256 of the stored text: {source.sha256}"
    yield "ER", ""


def _date(written: str | None) -> str | None:
    """Give an ISO date as RIS writes it: YYYY/MM/DD/ with what is not known left empty."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", written or "", re.ASCII)
    return "/".join(part or "" for part in match.groups()) + "/" if match else None
