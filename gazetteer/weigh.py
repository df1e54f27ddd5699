"""Points for what one name may mean: what the row is, what is said, what the movement demands.

Points are logarithms of odds by rule of thumb: one point makes a place about three times as
likely. The weights were set on annotated news and hold for no name in particular.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from gazetteer import names
from gazetteer.clues import lies_in
from gazetteer.place import PlaceKind
from gazetteer.sphere import distance_km
from gazetteer.store import Entry

__all__ = [
    "Option",
    "add_beside",
    "add_country",
    "add_document",
    "add_full_names",
    "add_held",
    "add_holders",
    "add_homonyms",
    "add_kinds",
    "add_near",
    "add_water",
    "option",
    "trust",
]

_TOLD = 0.2
_COUNTRY = 3.0
_REGION = 3.5
_SEAT_SHARE = 0.25
_SHORE_DEG = 0.4
_BY_WATER = 4.0
_SAID = 5.0
_KIND = 2.5
_WHOLE = 3.0
_KIND_SAID = 2.5
_UNLIKE = 2.4
_PROMINENT = 500_000
_BASE = {
    PlaceKind.PORT: 3.0,
    PlaceKind.AIRPORT: 2.2,
    PlaceKind.LAKE: 3.5,
    PlaceKind.FACILITY: 1.5,
}
_OURS = 5.0
_FORM = {
    "name": 0.0,
    "alternate": -0.4,
    "bare": -0.8,
    "core": -0.3,
    "code": -3.0,
    "demonym": 0.0,
    "abbreviation": -2.0,
    "inflected": -0.6,
    "misspelt": -3.0,
    "mistaken": -3.0,
}


@dataclass(slots=True)
class Option:
    """A row that one name may mean, with its points and the reasons for them.

    `homes` are the country code and the region ids in which it lies.
    """

    entry: Entry
    prior: float
    points: float
    homes: tuple[Any, ...] = ()
    why: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str = "") -> None:
        """Add points; the reason is kept when it speaks for the place."""
        self.points += points
        if reason and points > 0:
            self.why.append(reason)


def option(entry: Entry, written: str) -> Option:
    """Begin with what the row is and how it bears the name."""
    prior = _prior(entry)
    points = prior + _bearing(entry, written)
    option = Option(entry, prior, points, tuple(_homes(entry)))
    option.why.append(_form_reason(entry))
    if entry.capital:
        option.why.append("a capital")
    elif entry.population >= _PROMINENT and entry.kind is PlaceKind.CITY:
        option.why.append("a large city")
    return option


def _homes(entry: Entry) -> Iterator[Any]:
    """Give the country code and the region ids in which a place lies."""
    if entry.country:
        yield entry.country
    if entry.kind is PlaceKind.REGION:
        yield entry.id
    yield from (home for home in (entry.region, entry.district) if home is not None)


def _prior(entry: Entry) -> float:
    """Points for what the row is, all else unknown."""
    people = math.log10(entry.population + 1)
    if entry.kind is PlaceKind.COUNTRY:
        return 4.0 + 0.65 * people
    if entry.kind is PlaceKind.CITY:
        return people + (1.5 if entry.capital else 0.0)
    if entry.curated:
        return max(people, _OURS)
    if entry.kind is PlaceKind.REGION:
        return 0.9 * people + (0.4 if entry.region is None else -1.2)
    return _BASE.get(entry.kind, 2.0)


def _bearing(entry: Entry, written: str) -> float:
    """Points for how the row bears the name: its own, a variant, or another name."""
    points = _FORM[entry.form]
    if entry.form in {"alternate", "misspelt"} and entry.kind in {PlaceKind.CITY, PlaceKind.REGION}:
        points -= _UNLIKE * (1.0 - _likeness(names.fold(written), names.fold(entry.name)))
    if entry.form == "abbreviation" and "." in written:
        return 2.0
    if entry.form == "core":
        bare = names.core(written)
        if bare is not None and bare.kinds:
            if entry.kind.value in bare.kinds:
                points += _KIND
            else:
                points -= 1.5 if entry.kind is PlaceKind.CITY and "port" in bare.kinds else 4.5
    return points


@lru_cache(maxsize=1 << 16)
def _likeness(one: str, other: str) -> float:
    """Share of letters that two folded names have in common, in order."""
    return SequenceMatcher(None, one, other).ratio()


def _form_reason(entry: Entry) -> str:
    return {
        "name": f"bears the name {entry.name}",
        "alternate": f"another name of {entry.name}",
        "bare": f"short for {entry.name}",
        "core": f"the place is called {entry.name}",
        "abbreviation": f"abbreviation of {entry.name}",
        "code": f"code of {entry.name}",
        "demonym": f"people or adjective of {entry.name}",
        "inflected": f"an inflected form of a name of {entry.name}",
        "misspelt": f"spelt nearly like a name of {entry.name}",
        "mistaken": f"a known mistranslation of the name of {entry.name}",
    }[entry.form]


def add_full_names(options: list[Option]) -> None:
    """Where some place bears the whole name, generic words are part of it for all."""
    if any(option.entry.form in {"name", "alternate"} for option in options):
        for option in options:
            if option.entry.form == "core":
                option.add(-_WHOLE)


def add_homonyms(options: list[Option], kinds: Sequence[PlaceKind]) -> None:
    """A region named after its city yields to the city unless a region is spoken of."""
    if PlaceKind.REGION in kinds:
        return
    cities = [option.entry for option in options if option.entry.kind is PlaceKind.CITY]
    for option in options:
        region = option.entry
        if region.kind is PlaceKind.REGION and any(
            region.id in {city.region, city.district}
            and city.population >= _SEAT_SHARE * region.population
            for city in cities
        ):
            option.add(-1.5)


def add_country(options: list[Option], country: str | None) -> None:
    """Favour places in the country that the caller binds to the name."""
    if country and any(option.entry.country == country for option in options):
        for option in options:
            inside = option.entry.country == country
            option.add(_SAID if inside else -_SAID, f"named with its country {country}")


def add_holders(options: list[Option], holders: tuple[Entry, ...], reason: str) -> None:
    """Favour places in one of the countries or regions named beside the name."""
    inside = [any(_within(option.entry, one) for one in holders) for option in options]
    if any(inside):
        for option, held in zip(options, inside, strict=True):
            option.add(_SAID if held else 0.0, reason)


def _within(entry: Entry, holder: Entry) -> bool:
    return entry.id != holder.id and lies_in(entry, holder)


def add_held(options: list[Option], held: tuple[Entry, ...]) -> None:
    """A state or country that holds the name before it ("Atlanta, Georgia") gains by it."""
    for option in options:
        if option.entry.kind in {PlaceKind.REGION, PlaceKind.COUNTRY}:
            people = [one.population for one in held if _within(one, option.entry)]
            if people:
                option.add(0.8 * math.log10(max(people) + 1), "holds the place named before it")


def add_kinds(
    options: list[Option], demanded: tuple[PlaceKind, ...], spoken: tuple[PlaceKind, ...]
) -> None:
    """Favour the kinds that the movement demands and that neighbouring words name."""
    for option in options:
        kind = option.entry.kind
        if demanded:
            if kind in demanded:
                option.add(_KIND, f"is a {kind.value}, as its part demands")
                if option.entry.form == "bare":
                    option.add(-_FORM["bare"])
            else:
                option.add(-1.0 if kind is PlaceKind.CITY else -_KIND)
        if kind in spoken:
            option.add(_KIND_SAID, f"called a {kind.value}")
            if option.entry.form == "bare":
                option.add(-_FORM["bare"])
        elif PlaceKind.REGION in spoken and kind is PlaceKind.CITY:
            option.add(-1.0)


def add_water(options: list[Option], name: str, shape: Any) -> None:
    """Favour places on the shore of a named water, which is never a stop itself."""
    import shapely

    shapely.prepare(shape)
    for option in options:
        spot = shapely.Point(option.entry.lon_deg, option.entry.lat_deg)
        ashore = shapely.dwithin(shape, spot, _SHORE_DEG) and not option.entry.kind.is_water
        option.add(_BY_WATER if ashore else -_BY_WATER, f"lies by the {name}")


def add_near(options: list[Option], near: tuple[float, float]) -> None:
    """Favour places near a position (lon_deg, lat_deg)."""
    for option in options:
        away = distance_km(near, (option.entry.lon_deg, option.entry.lat_deg))
        option.add(5.0 - 2.5 * math.log10(1 + away / 20), f"{away:.0f} km away")


def add_beside(options: list[Option], end: Entry) -> None:
    """Favour, mildly, places near the other end of the same movement."""
    for option in options:
        there = (option.entry.lon_deg, option.entry.lat_deg)
        away = distance_km((end.lon_deg, end.lat_deg), there)
        option.add(-0.7 * math.log10(1 + away / 300))


def add_document(options: list[Option], spoken: Callable[[Any], float]) -> None:
    """Favour, mildly, the countries and regions that the report speaks of.

    `spoken` gives the share of a country (by code) or region (by id) in the report's names.
    """
    for option in options:
        entry = option.entry
        share = spoken(entry.country) if entry.country else 0.0
        told = "the report speaks of its country" if share > _TOLD else ""
        option.add(_COUNTRY * math.sqrt(share), told)
        region = entry.region if entry.region is not None else entry.id
        share = spoken(region)
        told = "the report speaks of its region" if share > _TOLD else ""
        option.add(_REGION * math.sqrt(share), told)


def trust(points: float) -> float:
    """How far points carry on their own: a hamlet without context is never certain."""
    return 1.0 / (1.0 + math.exp(-(points - 2.5)))
