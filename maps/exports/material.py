"""A dossier as every format writes it: numbered, with the status, claims and line of each part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from gazetteer.place import Precision
from routes.dossier import Dossier, DossierPlace, Leg, Route, Site
from routes.evidence import Claim, Source, Status, status_of
from routes.redaction import Redacted, redacted

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from routes.paths import Line

__all__ = ["LegItem", "Lines", "Material", "SiteItem", "disclosed", "material_of", "urn"]

Lines = Mapping[tuple[str, int], "Line | None"]
"""The line of each leg by (route id, index of the leg)."""

# The outlines say roughly where; in full detail Russia alone would fill 2 MB.
_OUTLINE_TOLERANCE_DEG = 0.02


class LegItem(NamedTuple):
    """A leg with its number on the map, its id in every export, its line and its claims."""

    number: int
    id: str
    route: Route
    at: int
    leg: Leg
    line: Line | None
    status: Status
    claims: tuple[Claim, ...]


class SiteItem(NamedTuple):
    """A site with its number on the map and its claims."""

    number: int
    id: str
    site: Site
    status: Status
    claims: tuple[Claim, ...]


class Material:
    """A dossier's tables by id, and what is computed of them, each thing once."""

    def __init__(self, dossier: Dossier, gazetteer: Gazetteer, lines: Lines | None) -> None:
        self.dossier = dossier
        self.sources = {source.id: source for source in dossier.sources}
        self.claims = {claim.id: claim for claim in dossier.claims}
        self.places = {place.id: place for place in dossier.places}
        self._gazetteer = gazetteer
        self._shapes: dict[str, Any] = {}
        gather = _Gathering(dossier.claims)
        self.legs = tuple(self._legs(gather, lines))
        self.sites = tuple(self._sites(gather))
        self.numbers = _numbers(self)

    @property
    def items(self) -> Iterator[LegItem | SiteItem]:
        """Legs and then sites, in the order of their numbers."""
        yield from self.legs
        yield from self.sites

    def name(self, place_id: str | None) -> str | None:
        """Name a place; one that is not in the dossier is named by its id."""
        place = self.places.get(place_id or "")
        return place.name if place else place_id

    def source_of(self, claim: Claim) -> Source:
        """Give a claim's source; one that is not in the dossier has its id alone."""
        return self.sources.get(claim.source) or Source(id=claim.source, title=claim.source)

    def shape(self, place_id: str | None) -> Any:
        """Give the geometry of a place: a point only where it is known as one, else its outline.

        Returns
        -------
        shapely geometry or None
            In (lon_deg, lat_deg), polygons with counter-clockwise exterior rings (RFC 7946,
            3.1.6); None where nothing is known or the source keeps it to itself.
        """
        place = self.places.get(place_id or "")
        if place is None:
            return None
        if place.id not in self._shapes:
            self._shapes[place.id] = _shape(place, self._gazetteer)
        return self._shapes[place.id]

    def _legs(self, gather: _Gathering, lines: Lines | None) -> Iterator[LegItem]:
        from routes.paths import draw_leg

        number = 0
        for route in self.dossier.routes:
            for at, leg in enumerate(route.legs):
                number += 1
                line = (
                    draw_leg(leg, self.places, self._gazetteer)
                    if lines is None
                    else lines.get((route.id, at))
                )
                claims = gather.on(leg.claims)
                status = status_of(claims, self.sources)
                name = f"{route.id}.{at + 1}"
                yield LegItem(number, name, route, at, leg, line, status, claims)

    def _sites(self, gather: _Gathering) -> Iterator[SiteItem]:
        for number, site in enumerate(self.dossier.sites, len(self.legs) + 1):
            claims = gather.on(site.claims)
            yield SiteItem(number, site.id, site, status_of(claims, self.sources), claims)


def disclosed(
    dossier: Dossier, gazetteer: Gazetteer, texts: Mapping[str, str] | None = None
) -> Redacted:
    """Take out what must not be published: marked records, and positions that are undisclosed."""
    codes = {place.country for place in dossier.places if place.country}
    found = {code: gazetteer.get(f"iso:{code}") for code in sorted(codes)}
    countries = {code: place.name for code, place in found.items() if place is not None}
    shown = redacted(dossier, texts or {}, countries=countries)
    return shown._replace(dossier=_without_positions(shown.dossier))


def material_of(dossier: Dossier, gazetteer: Gazetteer, lines: Lines | None = None) -> Material:
    """Prepare a dossier that has been through `disclosed`."""
    return Material(dossier, gazetteer, lines)


def urn(dossier: Dossier, kind: str, part: str) -> str:
    """Name a part of a dossier worldwide: `urn:x-supplyroutes:DOSSIER:claim:c1`."""
    return f"urn:x-supplyroutes:{_quoted(dossier.id)}:{_quoted(kind)}:{_quoted(part)}"


@lru_cache(maxsize=65536)
def _quoted(part: str) -> str:
    return quote(part, safe="")


class _Gathering:
    """Gathers claims as `routes.evidence.claims_on` does, by an index over what answers what."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._ordered = tuple(claims)
        self._by_id = {claim.id: claim for claim in self._ordered}
        self._answers: dict[str, list[int]] = defaultdict(list)
        for position, claim in enumerate(self._ordered):
            for answered in claim.answers:
                self._answers[answered].append(position)

    def on(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        gathered = {i: self._by_id[i] for i in ids if i in self._by_id}
        waiting = [position for i in gathered for position in self._answers.get(i, ())]
        heapify(waiting)
        while waiting:
            position = heappop(waiting)
            claim = self._ordered[position]
            if claim.id in gathered:
                continue
            gathered[claim.id] = claim
            for later in self._answers.get(claim.id, ()):
                if later > position:
                    heappush(waiting, later)
        return tuple(gathered.values())


def _numbers(material: Material) -> dict[str, list[int]]:
    """List for each place the numbers of the legs and sites that touch it."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for item in material.legs:
        leg = item.leg
        for place_id in dict.fromkeys((leg.from_, *leg.via, *leg.passes, leg.to)):
            numbers[place_id or ""].append(item.number)
    for one in material.sites:
        numbers[one.site.place].append(one.number)
    return numbers


def _shape(place: DossierPlace, gazetteer: Gazetteer) -> Any:
    from shapely import Point, orient_polygons

    from maps.areas import outline_of

    if place.precision is Precision.UNDISCLOSED:
        return None
    if place.precision.is_point:
        known = place.lon_deg is not None and place.lat_deg is not None
        return Point(place.lon_deg, place.lat_deg) if known else None
    outline = outline_of(place, gazetteer)
    if outline is None or outline.is_empty:
        return None
    return orient_polygons(outline.simplify(_OUTLINE_TOLERANCE_DEG))


def _without_positions(dossier: Dossier) -> Dossier:
    """Take position, refs and alternatives off places that their source keeps to itself."""
    if all(place.precision is not Precision.UNDISCLOSED for place in dossier.places):
        return dossier
    bare = {"lon_deg": None, "lat_deg": None, "refs": (), "why": (), "alternatives": ()}
    places = tuple(
        place.model_copy(update=bare) if place.precision is Precision.UNDISCLOSED else place
        for place in dossier.places
    )
    return dossier.model_copy(update={"places": places})
