"""The places of a draft: one entry a place, with all the ways in which it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gazetteer import Candidate, Gazetteer, Place, PlaceKind, Precision
from gazetteer.names import core, fold
from routes.dossier import Alternative, DossierPlace
from routes.extraction.parts import Part, Placed
from routes.extraction.places import named_in
from routes.extraction.reading import Reading
from routes.extraction.toponym import Toponym

__all__ = ["PlaceBook", "PlaceList", "resolved_place", "slug"]

_ALTERNATIVES_KEPT = 4


class PlaceBook:
    """Registers the places that legs and sites use and gives them their ids."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._ids: dict[str, str] = {}
        self._places: dict[str, DossierPlace] = {}

    def id_of(self, placed: Placed) -> str:
        """The id of a placed toponym's place, which it registers on first sight."""
        ranked = self._reading.settled.get(placed.toponym.start, ())
        ranked = self._as_government(placed, ranked)
        key = ranked[0].place.ref if ranked else f"?{placed.toponym.text.casefold()}"
        if key not in self._ids:
            written = placed.toponym.text
            named = _shown_name(ranked[0].place, written) if ranked else written
            self._ids[key] = self._free_id(named)
        place_id = self._ids[key]
        self._places[place_id] = self._entry(place_id, placed.toponym, ranked)
        return place_id

    def is_water(self, place_id: str) -> bool:
        """Whether the place is a sea, a strait, a canal, a river or a lake."""
        place = self._places[place_id]
        if place.kind is None:
            return place.precision is Precision.WATER
        return place.kind.is_water

    def is_stop(self, place_id: str) -> bool:
        """Whether one halts at the place, rather than crossing it or rounding it on the way."""
        place = self._places[place_id]
        if place.kind in {PlaceKind.PASSAGE, PlaceKind.CROSSING} or self.is_water(place_id):
            return False
        return place.precision.is_point

    def is_in_country(self, place_id: str, area_id: str) -> bool:
        """Whether one place is a point in the country that the other is."""
        place, area = self._places[place_id], self._places[area_id]
        is_country = area.precision is Precision.COUNTRY and area.country is not None
        return is_country and place.precision.is_point and place.country == area.country

    def name(self, place_id: str) -> str:
        """The name of a registered place."""
        return self._places[place_id].name

    def confidence(self, place_ids: Iterable[str]) -> float:
        """The mean score of some places; an unresolved one counts nothing."""
        scores = [self._places[i].score or 0.0 for i in place_ids]
        return sum(scores) / len(scores) if scores else 0.0

    def places(self, used: Iterable[str]) -> tuple[DossierPlace, ...]:
        """The places with these ids, in order of registration."""
        wanted = set(used)
        return tuple(p for i, p in self._places.items() if i in wanted)

    def _as_government(
        self, placed: Placed, ranked: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """A capital that sends or receives stands for its country."""
        if placed.part not in {Part.AGENT, Part.RECIPIENT} or not ranked:
            return ranked
        first = ranked[0].place
        if not first.precision.is_point or not first.country:
            return ranked
        country = self._reading.gazetteer.get(f"iso:{first.country}")
        if country is None:
            return ranked
        why = (f"{placed.toponym.text} acts here as the government of {country.name}",)
        return (Candidate(place=country, score=ranked[0].score, why=why),)

    def _entry(
        self, place_id: str, toponym: Toponym, ranked: tuple[Candidate, ...]
    ) -> DossierPlace:
        known = self._places.get(place_id)
        written = tuple(dict.fromkeys((*(known.as_written if known else ()), toponym.text)))
        if known is not None:
            return known.model_copy(update={"as_written": written})
        if not ranked:
            return DossierPlace(
                id=place_id, name=toponym.text, as_written=written,
                precision=Precision.WATER if toponym.told_water else Precision.UNDISCLOSED,
                resolved_by="machine", score=0.0, why=("no place of this name is known",),
            )  # fmt: skip
        return resolved_place(place_id, written, ranked)

    def _free_id(self, name: str) -> str:
        base = slug(name) or "place"
        taken = set(self._ids.values())
        if base not in taken:
            return base
        return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


class PlaceList:
    """The places of the store that a text names, without any part in a movement."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        mentions = named_in(text, gazetteer)
        self._found: dict[str, tuple[list[str], tuple[Candidate, ...]]] = {}
        for mention, ranked in zip(mentions, gazetteer.resolve(text, mentions), strict=True):
            if ranked:
                written, _ = self._found.setdefault(ranked[0].place.ref, ([], ranked))
                written.append(text[mention.start : mention.end])

    def places(self) -> tuple[DossierPlace, ...]:
        """One entry a place, in order of its first mention."""
        taken: dict[str, int] = {}
        made = []
        for written, ranked in self._found.values():
            base = slug(ranked[0].place.name) or "place"
            taken[base] = taken.get(base, 0) + 1
            place_id = base if taken[base] == 1 else f"{base}-{taken[base]}"
            made.append(resolved_place(place_id, tuple(dict.fromkeys(written)), ranked))
        return tuple(made)


def slug(name: str) -> str:
    """A name as an id: ASCII letters and digits joined by hyphens, lower case."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def resolved_place(
    place_id: str, written: tuple[str, ...], ranked: tuple[Candidate, ...]
) -> DossierPlace:
    """The entry of a place as ranked, the next best meanings beside it."""
    best = ranked[0]
    place: Place = best.place
    return DossierPlace(
        id=place_id,
        name=_shown_name(place, written[0]),
        as_written=written,
        country=place.country,
        kind=PlaceKind(place.kind),
        lon_deg=place.lon_deg,
        lat_deg=place.lat_deg,
        precision=place.precision,
        refs=(place.ref, *place.refs),
        resolved_by="machine",
        score=round(best.score, 2),
        why=best.why,
        alternatives=tuple(_alternative(c) for c in ranked[1 : _ALTERNATIVES_KEPT + 1]),
    )


def _shown_name(place: Place, written: str) -> str:
    """The report's own spelling of a town; the store's name where it says more or is an area's.

    A reader of "Hargeisa" shall not look for "Hargeysa" on the map.
    """
    if not place.precision.is_point:
        return place.name
    own, known = fold(written), fold(place.name)
    bare = core(written)
    generic = bare is not None and bare.key == known and place.kind is PlaceKind.CITY
    return place.name if generic or set(own.split()) < set(known.split()) else written


def _alternative(candidate: Candidate) -> Alternative:
    place = candidate.place
    return Alternative(
        ref=place.ref,
        name=place.name,
        country=place.country,
        lon_deg=place.lon_deg,
        lat_deg=place.lat_deg,
        score=round(candidate.score, 2),
    )
