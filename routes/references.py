"""Whether the parts of a dossier fit together: ids, references and quotations."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from gazetteer.errors import SupplyroutesError
from routes.dossier import Dossier
from routes.evidence import Claim, Source
from routes.problem import Locator, Problem, Severity, did_you_mean
from routes.quotations import relocate
from routes.textfile import read_text
from routes.yaml_lines import Steps

__all__ = ["broken_references", "source_texts", "wrong_quotations"]

_TEXT_ENDINGS = {".txt", ".md"}


def broken_references(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find ids that are used twice, and references to ids that nothing has.

    Parameters
    ----------
    dossier
        The dossier.
    locate
        Makes the problems.
    """
    yield from _repeated_ids(dossier, locate)
    sources = {source.id for source in dossier.sources}
    claims = {claim.id for claim in dossier.claims}
    places = {place.id for place in dossier.places}
    items = {route.id for route in dossier.routes} | {site.id for site in dossier.sites}
    for path, kind, wanted in _references(dossier):
        known = {"source": sources, "claim": claims, "place": places, "item": items}[kind]
        if wanted not in known:
            kind = "route or site" if kind == "item" else kind  # noqa: PLW2901
            yield locate.problem(
                path,
                f"there is no {kind} with the id {wanted!r}",
                did_you_mean(wanted, known),
                rule="reference",
            )


def source_texts(
    dossier: Dossier, folder: Path, locate: Locator
) -> tuple[dict[str, str], list[Problem]]:
    """Read the stored texts of a dossier's sources.

    Parameters
    ----------
    dossier
        The dossier.
    folder
        Where it lies; the sources' `text` is relative to it.
    locate
        Makes the problems.

    Returns
    -------
    tuple[dict[str, str], list[Problem]]
        The texts found, by source id, and what is wrong: a missing file is a warning, one
        that has changed since its sha256 was noted an error.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for index, source in enumerate(dossier.sources):
        path: Steps = ("sources", index, "text")
        if source.text is None:
            what = "the source has no stored text: its quotations are not checked"
            remedy = "name a .txt file beside the dossier under text"
            problems.append(locate.problem(path[:2], what, remedy, Severity.NOTE, rule="no-text"))
            continue
        found = _read_source(source, folder)
        if isinstance(found, str):
            texts[source.id] = found
            problems.extend(_changed(source, found, ("sources", index, "sha256"), locate))
        else:
            problems.append(locate.problem(path, *found, rule="no-text"))
    return texts, problems


def wrong_quotations(
    dossier: Dossier, texts: Mapping[str, str], locate: Locator
) -> Iterator[Problem]:
    """Find claims whose quotation is not what the stored text has between their offsets."""
    for index, claim in enumerate(dossier.claims):
        text = texts.get(claim.source)
        if text is not None and text[claim.start : claim.end] != claim.quote:
            shown = claim.quote if len(claim.quote) <= 60 else f"{claim.quote[:59]}…"
            what = f"the text of {claim.source} has not {shown!r} at {claim.start}-{claim.end}"
            path: Steps = ("claims", index, "quote")
            yield locate.problem(path, what, _mending(claim, text), rule="quotation")


def _mending(claim: Claim, text: str) -> str:
    found = relocate(claim.quote, text, claim.start)
    if found is None:
        return "copy the exact words of the text"
    where = f"{found.start}-{found.end}"
    if not found.is_verbatim:
        written = text[found.start : found.end]
        return f"it stands at {where} in other signs: set start, end and the quote {written!r}"
    if text.count(claim.quote) > 1:
        return f"it stands there more than once, nearest at {where}: choose, and set start and end"
    return f"it stands at {where}: set start and end to these"


def _read_source(source: Source, folder: Path) -> str | tuple[str, str, Severity]:
    """Read a source's text, or tell what is wrong, the remedy and how much it weighs."""
    name = Path(source.text or "")
    # A dossier is untrusted: it must not make a map quote whatever lies on this machine.
    if name.is_absolute() or name.suffix.lower() not in _TEXT_ENDINGS:
        what = f"{source.text!r} is not the relative name of a .txt or .md file"
        return what, "name the stored text relative to the dossier", Severity.ERROR
    if not (folder / name).exists():
        what = f"{source.text!r} is not there: the quotations of {source.id} are not checked"
        return what, "put the text beside the dossier", Severity.WARNING
    if (folder / name).resolve().suffix.lower() not in _TEXT_ENDINGS:
        what = f"{source.text!r} is a link to a file of another kind"
        return what, "put a copy of the text beside the dossier", Severity.ERROR
    try:
        return read_text(folder / name)
    except SupplyroutesError as error:
        return f"{source.text!r} cannot be used: {error.what}", error.remedy, Severity.ERROR


def _changed(source: Source, text: str, path: Steps, locate: Locator) -> Iterator[Problem]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    if source.sha256 and source.sha256.lower() != digest:
        what = f"{source.text} has changed: its sha256 is {digest[:12]}…, not {source.sha256[:12]}…"
        remedy = "restore the text, or check each quotation anew"
        yield locate.problem(path, what, remedy, rule="changed-text")


def _repeated_ids(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    # Routes and sites share one space of ids: the numbers on the map lead to both.
    groups: Iterable[Collection[str]] = (
        ("sources",),
        ("places",),
        ("claims",),
        ("routes", "sites"),
    )
    for group in groups:
        seen: dict[str, str] = {}
        for name in group:
            for index, item in enumerate(getattr(dossier, name)):
                where = f"{name}.{index}"
                if item.id in seen:
                    what = f"the id {item.id!r} is taken already by {seen[item.id]}"
                    path: Steps = (name, index, "id")
                    yield locate.problem(path, what, "give each its own id", rule="repeated-id")
                seen.setdefault(item.id, where)


def _references(dossier: Dossier) -> Iterator[tuple[Steps, str, str]]:
    """Give every reference: its path, the kind that it wants, and the id."""
    for i, source in enumerate(dossier.sources):
        for j, other in enumerate(source.based_on):
            yield ("sources", i, "based_on", j), "source", other
    yield from _references_of_claims(dossier)
    for i, route in enumerate(dossier.routes):
        if route.beside is not None:
            yield ("routes", i, "beside"), "item", route.beside
        for j, leg in enumerate(route.legs):
            path: Steps = ("routes", i, "legs", j)
            ends = [("from", leg.from_), ("to", leg.to)]
            yield from (((*path, key), "place", end) for key, end in ends if end is not None)
            yield from (((*path, "via", k), "place", via) for k, via in enumerate(leg.via))
            yield from (((*path, "passes", k), "place", p) for k, p in enumerate(leg.passes))
            yield from (((*path, "claims", k), "claim", c) for k, c in enumerate(leg.claims))
    for i, site in enumerate(dossier.sites):
        yield ("sites", i, "place"), "place", site.place
        if site.beside is not None:
            yield ("sites", i, "beside"), "item", site.beside
        yield from ((("sites", i, "claims", k), "claim", c) for k, c in enumerate(site.claims))


def _references_of_claims(dossier: Dossier) -> Iterator[tuple[Steps, str, str]]:
    for i, claim in enumerate(dossier.claims):
        yield ("claims", i, "source"), "source", claim.source
        for j, other in enumerate(claim.answers):
            yield ("claims", i, "answers", j), "claim", other
        if claim.about is not None:
            yield ("claims", i, "about", "from"), "place", claim.about.from_
            yield ("claims", i, "about", "to"), "place", claim.about.to
