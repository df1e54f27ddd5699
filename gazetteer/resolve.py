"""Written names in context to ranked candidates, each with its reasons.

Points are added for what the row is (people, kind, how it bears the name), for what is said
beside the name (country, region, kind), for its part in a movement (kinds, waters, other ends)
and, mildly, for the countries and regions that the document speaks of. Distance counts only
between the ends of one movement: over a whole document it draws ports inland.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from pydantic import Field

from gazetteer import names
from gazetteer.clues import Clues, Reader, lies_in
from gazetteer.place import Candidate, PlaceKind, Record

if TYPE_CHECKING:
    from gazetteer.store import Entry, Gazetteer

__all__ = ["Mention", "rank_name", "resolve"]


class Mention(Record):
    """A written name: a span of code points, and what the caller knows of it.

    `country` is the ISO code bound to the name; `kinds` those that its part in a movement
    demands; `waters` refs of named waters that it must lie by; `beside` the indices of the
    mentions that are the other ends of the same movement.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    country: str | None = None
    kinds: tuple[PlaceKind, ...] = ()
    waters: tuple[str, ...] = ()
    beside: tuple[int, ...] = ()


def rank_name(
    gazetteer: Gazetteer,
    name: str,
    *,
    country: str | None = None,
    kinds: tuple[PlaceKind, ...] = (),
    near: tuple[float, float] | None = None,
) -> tuple[Candidate, ...]:
    """Rank the places that a name alone may mean; see `Gazetteer.find`."""
    written, comma, holder = name.rpartition(",")
    entries = gazetteer.entries(name)
    if comma and not entries:
        name = f"{written},{holder}"
        mention = Mention(start=0, end=len(written.rstrip()), country=country, kinds=kinds)
        return _Document(gazetteer, name, [mention], near=near).candidates()[0]
    mention = Mention(start=0, end=len(name), country=country, kinds=kinds)
    return _Document(gazetteer, name, [mention], near=near).candidates()[0]


def resolve(
    gazetteer: Gazetteer, text: str, mentions: Sequence[Mention]
) -> tuple[tuple[Candidate, ...], ...]:
    """Rank the places that written names mean; see `Gazetteer.resolve`."""
    return _Document(gazetteer, text, mentions).candidates()


@dataclass(slots=True)
class _Option:
    """A row that one name may mean, with its points and the reasons for them."""

    entry: Entry
    prior: float
    points: float
    why: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str = "") -> None:
        self.points += points
        if reason and points > 0:
            self.why.append(reason)


class _Document:
    """The mentions of one text and their options, settled together."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        mentions: Sequence[Mention],
        near: tuple[float, float] | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._mentions = mentions
        self._near = near
        self._reader = Reader(gazetteer, text)
        self._written = [text[mention.start : mention.end] for mention in mentions]
        self._clues = self._shared_clues()
        self._waters: dict[str, Any] = {}

    def candidates(self) -> tuple[tuple[Candidate, ...], ...]:
        """Rank in three rounds: each name alone, with the document, with its movement."""
        options = [self._alone(number) for number in range(len(self._mentions))]
        alone = [[option.points for option in mine] for mine in options]
        keys = [names.fold(written) for written in self._written]
        for _ in range(_ROUNDS):
            spoken = _Spoken(options, keys)
            for mine, points, key in zip(options, alone, keys, strict=True):
                for option, own in zip(mine, points, strict=True):
                    option.points = own
                _add_document(mine, spoken.besides(key))
        self._add_movements(options)
        return tuple(self._ranked(mine) for mine in options)

    def _shared_clues(self) -> list[Clues]:
        """Give each name its clues, or else those of the same name elsewhere: one sense."""
        own = [self._reader.clues(mention.start, mention.end) for mention in self._mentions]
        shared: dict[str, list[Clues]] = defaultdict(list)
        for written, clues in zip(self._written, own, strict=True):
            shared[names.fold(written)].append(clues)
        settled = []
        for written, clues in zip(self._written, own, strict=True):
            others = shared[names.fold(written)]
            holders = clues.holders or tuple(one for other in others for one in other.holders)
            held = clues.held or next((other.held for other in others if other.held), ())
            settled.append(clues._replace(holders=holders, held=held))
        return settled

    def _alone(self, number: int) -> list[_Option]:
        mention, clues = self._mentions[number], self._clues[number]
        entries = self._reader.entries(self._written[number])
        options = [_option(entry, self._written[number]) for entry in entries]
        _add_homonyms(options, clues.kinds or mention.kinds)
        _add_country(options, mention.country)
        for holders, reason in clues.holders:
            _add_holders(options, holders, reason)
        _add_held(options, clues.held)
        _add_kinds(options, mention.kinds, clues.kinds)
        self._add_waters(options, mention.waters)
        if self._near is not None:
            _add_near(options, self._near)
        return options

    def _add_waters(self, options: list[_Option], waters: tuple[str, ...]) -> None:
        for ref in waters:
            reach = self._water(ref)
            if reach is None:
                continue
            name, shape = reach
            for option in options:
                away = _degrees_to(shape, option.entry)
                inside = away <= _SHORE_DEG and not option.entry.kind.is_water
                option.add(_BY_WATER if inside else -_BY_WATER, f"lies by the {name}")

    def _water(self, ref: str) -> tuple[str, Any] | None:
        if ref not in self._waters:
            place, shape = self._gazetteer.get(ref), self._gazetteer.shape(ref)
            self._waters[ref] = None if place is None or shape is None else (place.name, shape)
        found: tuple[str, Any] | None = self._waters[ref]
        return found

    def _add_movements(self, options: list[list[_Option]]) -> None:
        best = [max(mine, key=lambda one: one.points, default=None) for mine in options]
        for mine, mention in zip(options, self._mentions, strict=True):
            ends = [best[other] for other in mention.beside if 0 <= other < len(best)]
            for end in ends:
                if end is not None and end.entry.kind is not PlaceKind.COUNTRY:
                    _add_beside(mine, end.entry)

    def _ranked(self, options: list[_Option]) -> tuple[Candidate, ...]:
        if not options:
            return ()
        ordered = sorted(options, key=lambda one: (-one.points, one.entry.id))[:_MOST]
        weights = [math.exp(_SHARPNESS * (one.points - ordered[0].points)) for one in ordered]
        whole = sum(weights)
        return tuple(
            Candidate(
                place=self._gazetteer.place(one.entry),
                score=round(weight / whole * _trust(one.points), 4),
                why=tuple(dict.fromkeys(one.why)),
            )
            for one, weight in zip(ordered, weights, strict=True)
        )


_ROUNDS = 3
_TOLD = 0.2
_DOUBT = 1.0
_COUNTRY = 3.0
_REGION = 3.5
_MOST = 12
_SEAT_SHARE = 0.25
_SHARPNESS = 1.0
_SHORE_DEG = 0.4
_BY_WATER = 4.0
_SAID = 5.0
_KIND = 2.5
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
}


def _option(entry: Entry, written: str) -> _Option:
    prior = _prior(entry)
    points = prior + _bearing(entry, written)
    option = _Option(entry, prior, points)
    option.why.append(_form_reason(entry))
    if entry.capital:
        option.why.append("a capital")
    elif entry.population >= _PROMINENT and entry.kind is PlaceKind.CITY:
        option.why.append("a large city")
    return option


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
    if entry.form == "alternate" and entry.kind in {PlaceKind.CITY, PlaceKind.REGION}:
        likeness = SequenceMatcher(None, names.fold(written), names.fold(entry.name)).ratio()
        points -= 1.6 * (1.0 - likeness)
    if entry.form == "abbreviation" and "." in written:
        return 2.0
    if entry.form == "core":
        bare = names.core(written)
        if bare is not None and bare.kinds and entry.kind.value not in bare.kinds:
            points -= 1.0 if entry.kind is PlaceKind.CITY and "port" in bare.kinds else 3.0
    return points


def _form_reason(entry: Entry) -> str:
    return {
        "name": f"bears the name {entry.name}",
        "alternate": f"another name of {entry.name}",
        "bare": f"short for {entry.name}",
        "core": f"the place is called {entry.name}",
        "abbreviation": f"abbreviation of {entry.name}",
        "code": f"code of {entry.name}",
        "demonym": f"people or adjective of {entry.name}",
    }[entry.form]


def _add_homonyms(options: list[_Option], kinds: Sequence[PlaceKind]) -> None:
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


def _add_country(options: list[_Option], country: str | None) -> None:
    if country and any(option.entry.country == country for option in options):
        for option in options:
            inside = option.entry.country == country
            option.add(_SAID if inside else -_SAID, f"named with its country {country}")


def _add_holders(options: list[_Option], holders: tuple[Entry, ...], reason: str) -> None:
    inside = [any(_within(option.entry, one) for one in holders) for option in options]
    if any(inside):
        for option, held in zip(options, inside, strict=True):
            option.add(_SAID if held else 0.0, reason)


def _within(entry: Entry, holder: Entry) -> bool:
    return entry.id != holder.id and lies_in(entry, holder)


def _add_held(options: list[_Option], held: tuple[Entry, ...]) -> None:
    """A state or country that holds the name before it ("Atlanta, Georgia") gains by it."""
    for option in options:
        if option.entry.kind in {PlaceKind.REGION, PlaceKind.COUNTRY}:
            people = [one.population for one in held if _within(one, option.entry)]
            if people:
                option.add(0.8 * math.log10(max(people) + 1), "holds the place named before it")


def _add_kinds(
    options: list[_Option], demanded: tuple[PlaceKind, ...], spoken: tuple[PlaceKind, ...]
) -> None:
    for option in options:
        kind = option.entry.kind
        if demanded:
            if kind in demanded:
                option.add(_KIND, f"is a {kind.value}, as its part demands")
                if option.entry.form == "bare":
                    option.add(-_FORM["bare"])
            else:
                option.add(-0.5 if kind is PlaceKind.CITY else -_KIND)
        if kind in spoken:
            option.add(_KIND - 0.5, f"called a {kind.value}")
            if option.entry.form == "bare":
                option.add(-_FORM["bare"])


def _add_near(options: list[_Option], near: tuple[float, float]) -> None:
    from gazetteer.store import distance_km

    for option in options:
        away = distance_km(near, (option.entry.lon_deg, option.entry.lat_deg))
        option.add(5.0 - 2.5 * math.log10(1 + away / 20), f"{away:.0f} km away")


def _add_beside(options: list[_Option], end: Entry) -> None:
    from gazetteer.store import distance_km

    for option in options:
        there = (option.entry.lon_deg, option.entry.lat_deg)
        away = distance_km((end.lon_deg, end.lat_deg), there)
        option.add(-0.7 * math.log10(1 + away / 300))


class _Spoken:
    """Shares of a document's names that lie in each country and region, as now settled.

    A name repeated counts less each time, and never for itself: "Paris" is no evidence that
    the report speaks of France.
    """

    def __init__(self, options: list[list[_Option]], keys: list[str]) -> None:
        self._by_key: dict[str, dict[Any, float]] = {}
        self._weights: dict[str, float] = {}
        for mine, key in zip(options, keys, strict=True):
            if mine:
                self._by_key.setdefault(key, _places(mine))
                self._weights[key] = self._weights.get(key, 0.0) + 1.0
        self._weights = {key: math.sqrt(count) for key, count in self._weights.items()}
        self._whole = sum(self._weights.values())
        self._seen: dict[Any, float] = defaultdict(float)
        for key, places in self._by_key.items():
            for home, share in places.items():
                self._seen[home] += share * self._weights[key]

    def besides(self, key: str) -> dict[Any, float]:
        """Shares without the name itself."""
        weight, own = self._weights.get(key, 0.0), self._by_key.get(key, {})
        rest = self._whole - weight
        if rest <= 0:
            return {}
        return {
            home: max(0.0, count - own.get(home, 0.0) * weight) / (rest + _DOUBT)
            for home, count in self._seen.items()
        }


def _places(options: list[_Option]) -> dict[Any, float]:
    top = max(option.points for option in options)
    shares = [math.exp(option.points - top) for option in options]
    whole = sum(shares)
    places: dict[Any, float] = defaultdict(float)
    for option, share in zip(options, shares, strict=True):
        for home in _homes(option.entry):
            places[home] += share / whole
    return places


def _homes(entry: Entry) -> Iterable[Any]:
    homes: list[Any] = []
    if entry.country:
        homes.append(entry.country)
    if entry.kind is PlaceKind.REGION:
        homes.append(entry.id)
    homes += [home for home in (entry.region, entry.district) if home is not None]
    return homes


def _add_document(options: list[_Option], spoken: dict[Any, float]) -> None:
    for option in options:
        entry = option.entry
        share = spoken.get(entry.country, 0.0) if entry.country else 0.0
        told = "the report speaks of its country" if share > _TOLD else ""
        option.add(_COUNTRY * math.sqrt(share), told)
        region = entry.region if entry.region is not None else entry.id
        share = spoken.get(region, 0.0)
        told = "the report speaks of its region" if share > _TOLD else ""
        option.add(_REGION * math.sqrt(share), told)


def _degrees_to(shape: Any, entry: Entry) -> float:
    import shapely

    return float(shape.distance(shapely.Point(entry.lon_deg, entry.lat_deg)))


def _trust(points: float) -> float:
    """How far points carry on their own: a hamlet without context is never certain."""
    return 1.0 / (1.0 + math.exp(-(points - 2.5)))
