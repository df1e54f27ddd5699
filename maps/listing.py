"""What the verbs print: entries for programs, lines for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gazetteer import Candidate, Place
    from routes.dossier import Dossier
    from routes.extraction import PlaceMention

__all__ = [
    "candidate_entry",
    "counted",
    "mention_entry",
    "mention_line",
    "place_entry",
    "printable",
    "summary",
]

# Persian and Indic names need them.
_JOINERS = "\u200c\u200d"


def summary(dossiers: Iterable[Dossier]) -> str:
    """Count what a page shows: `2 routes, 1 site, 7 claims, 0 unresolved places`."""
    from gazetteer.place import Precision

    counts = dict.fromkeys(("route", "site", "claim", "unresolved place"), 0)
    for one in dossiers:
        counts["route"] += len(one.routes)
        counts["site"] += len(one.sites)
        counts["claim"] += len(one.claims)
        counts["unresolved place"] += sum(
            p.lon_deg is None
            and (p.precision is not Precision.UNDISCLOSED or p.resolved_by == "machine")
            for p in one.places
        )
    return ", ".join(counted(number, name) for name, number in counts.items())


def candidate_entry(candidate: Candidate) -> dict[str, Any]:
    """Write a candidate: the place as in a dossier, its score and the reasons."""
    entry = place_entry(candidate.place)
    return {"place": entry, "score": round(candidate.score, 4), "why": list(candidate.why)}


def place_entry(place: Place) -> dict[str, Any]:
    """Write a place as in a dossier, with its region, who says what of its country, its source."""
    return {
        "id": place.ref,
        "name": place.name,
        "country": place.country,
        "region": place.region,
        "kind": place.kind.value,
        "lon_deg": place.lon_deg,
        "lat_deg": place.lat_deg,
        "precision": place.precision.value,
        "refs": [place.ref, *place.refs],
        "assigned": [one.model_dump() for one in place.assigned],
        "note": place.note,
        "citation": place.citation,
    }


def mention_entry(mention: PlaceMention) -> dict[str, Any]:
    """Write a place mention; coordinates are null while nothing of that name is known."""
    best = candidate_entry(mention.candidates[0]) if mention.candidates else None
    place = best["place"] if best else None
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "lon_deg": place and place["lon_deg"],
        "lat_deg": place and place["lat_deg"],
        "place": place,
        "score": best and best["score"],
        "why": best["why"] if best else [],
    }


def mention_line(name: str, mention: dict[str, Any]) -> str:
    """Write a mention's entry as a line for people; `name` is the report's id."""
    place = mention["place"]
    span = f"{name}:{mention['start']}-{mention['end']}  {mention['text']}"
    if place is None:
        return printable(f"{span}  unresolved")
    meant = f"{place['name']} ({place['kind']}, {place['country'] or 'no country'})"
    return printable(f"{span}  {meant}  {place['lon_deg']:.4f},{place['lat_deg']:.4f}")


def printable(what: object) -> str:
    """Show control and bidirectional characters as escapes: a file may try to move the cursor."""
    return "".join(
        c
        if c.isprintable() or c in _JOINERS
        else c.encode("unicode_escape", "surrogatepass").decode()
        for c in str(what)
    )


def counted(number: int, name: str) -> str:
    """Write a number with its noun."""
    return f"{number} {name}" if number == 1 else f"{number:,} {name}s"
