"""Sources as citations: what CSL-JSON, BibTeX, RIS and the numbered lists all say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gazetteer.names import fold
from maps.english import day_words, listed
from maps.exports.characters import for_line
from maps.wording import web_address
from routes.evidence import Source

__all__ = ["cited_line", "csl_item", "date_parts", "keys_of"]


def csl_item(source: Source, key: str) -> dict[str, Any]:
    """Write a source as an item of CSL-JSON 1.0.2.

    Names stay whole ("literal"): which part is the family's cannot be told for all languages.
    The outlet is the container of a page, the publisher of a document; a style that prints
    both would name it twice.
    """
    address = web_address(source.url)
    outlet = "container-title" if address else "publisher"
    return {
        name: value
        for name, value in {
            "id": key,
            "type": "webpage" if address else "document",
            "title": for_line(source.title),
            "author": [{"literal": for_line(author)} for author in source.authors],
            outlet: source.publisher and for_line(source.publisher),
            "issued": date_parts(source.published),
            "accessed": date_parts(source.accessed),
            "URL": address,
            "archive_location": web_address(source.archived_url),
            "language": for_line(source.language),
            "note": source.sha256 and f"SHA-256 of the stored text: {for_line(source.sha256)}",
        }.items()
        if value
    }


def date_parts(written: str | None) -> dict[str, Any] | None:
    """Give an ISO date, month or year as CSL's date parts, anything else as it is worded."""
    if not written:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", written.strip(), re.ASCII)
    if match is None:
        return {"literal": for_line(written)}
    return {"date-parts": [[int(part) for part in match.groups() if part]]}


def keys_of(dossier_id: str, sources: Iterable[Source]) -> dict[str, str]:
    """Give each source a citation key of letters, digits and hyphens, unique and stable."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        wish = f"{_plain(dossier_id)}-{_plain(source.id)}"
        key = wish
        number = 2
        while key in taken:
            key, number = f"{wish}-{number}", number + 1
        taken.add(key)
        keys[source.id] = key
    return keys


def cited_line(source: Source) -> str:
    """Cite a source in one line of plain text, its address last.

    >>> cited_line(Source(id="s", title="Notes", publisher="Bulletin", published="2024-05-02"))
    '“Notes”, Bulletin, 2 May 2024.'
    """
    title = for_line(source.title)
    parts = [
        listed([for_line(author) for author in source.authors]),
        f"“{title}”",
        for_line(source.publisher or ""),
        day_words(source.published),
    ]
    said = ", ".join(part for part in parts if part)
    address = web_address(source.url) or web_address(source.archived_url)
    accessed = f" (accessed {day_words(source.accessed)})" if address and source.accessed else ""
    return f"{said}. {address}{accessed}" if address else f"{said}."


def _plain(written: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(written)).strip("-") or "source"
