"""BibTeX in UTF-8, as biber and modern BibTeX read it: the sources as @misc entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maps.exports.characters import for_line
from maps.exports.citations import keys_of
from maps.exports.material import Material
from maps.wording import web_address
from routes.evidence import Source

__all__ = ["bibtex_of", "latex_text"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


def bibtex_of(material: Material) -> bytes:
    """Write the sources, in the dossier's order; nothing in them can act as TeX."""
    sources = material.dossier.sources
    keys = keys_of(material.dossier.id, sources)
    entries = [_entry(source, keys[source.id]) for source in sources]
    return "\n".join(entries).encode("utf-8")


def latex_text(text: str) -> str:
    """Write text on one line so that LaTeX sets it as it stands."""
    return "".join(_SPECIAL.get(character, character) for character in for_line(text))


def _entry(source: Source, key: str) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(source))
    return f"@misc{{{key},\n{fields}}}\n"


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    if source.authors:
        # Braced, for BibTeX would take a name apart at its spaces and its "and".
        yield "author", " and ".join(f"{{{latex_text(author)}}}" for author in source.authors)
    # Braced twice: styles change the case of titles.
    yield "title", f"{{{latex_text(source.title)}}}"
    if source.publisher:
        yield "howpublished", latex_text(source.publisher)
        yield "publisher", latex_text(source.publisher)
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", source.published or "", re.ASCII)
    if match:
        yield "date", match.group()
        yield "year", match.group(1)
        if match.group(2):
            yield "month", str(int(match.group(2)))
    address = web_address(source.url)
    if address:
        yield "url", _address(address)
    if source.accessed:
        yield "urldate", latex_text(source.accessed)
    archived = web_address(source.archived_url)
    if archived:
        yield "note", rf"Archived at \url{{{_address(archived)}}}"
    yield "langid", latex_text(source.language)


def _address(address: str) -> str:
    """Write an address whose braces and percent signs cannot end the field or start a comment."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("%", r"\%")
