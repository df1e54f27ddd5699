"""Points for what one name may mean by what is said of it and what its movement demands.

The points are those of `gazetteer.senses`. The weights were set on annotated news and hold for
no name in particular.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gazetteer.clues import lies_in
from gazetteer.place import PlaceKind
from gazetteer.senses import YIELDED, Sense
from gazetteer.sphere import distance_km
from gazetteer.store import Entry

__all__ = [
    "Option",
    "add_beside",
    "add_country",
    "add_held",
    "add_holders",
    "add_kinds",
    "add_near",
    "add_water",
    "scores",
]

_SHORE_DEG = 0.4
_BY_WATER = 4.0
_SAID = 5.0
_KIND = 2.5
_KIND_SAID = 2.5
_BARE = 0.8


class Option:
    """A sense of one name in its text, with its points so far and the reasons for them.

    `alone` are its points before the rest of the text is asked.
    """

    __slots__ = ("_said", "alone", "country", "entry", "points", "region", "sense")

    def __init__(self, sense: Sense) -> None:
        entry = sense.entry
        self.sense = sense
        self.entry = entry
        self.country = entry.country
        self.region = entry.region or entry.id
        self.points = self.alone = sense.points
        # Most options never get a reason of their own, and lists cost the collector dear.
        self._said: list[str] | None = None

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in plain words, each once."""
        if self._said is None:
            return self.sense.why
        return tuple(dict.fromkeys((*self.sense.why, *self._said)))

    def add(self, points: float, reason: str = "") -> None:
        """Add points; the reason is kept when it speaks for the place."""
        self.points += points
        if reason and points > 0:
            self.tell(reason)

    def tell(self, reason: str) -> None:
        """Keep a reason."""
        if self._said is None:
            self._said = [reason]
        else:
            self._said.append(reason)


def add_country(options: list[Option], country: str | None) -> None:
    """Favour places in the country that the caller binds to the name.

    What lies elsewhere stays unlikely even where nothing of the name lies there; what lies in no
    country alone, as a sea does, may be meant.
    """
    if not country:
        return
    inside = [option for option in options if option.country == country]
    for option in options:
        if option.country == country:
            option.add(_SAID, f"named with its country {country}")
        else:
            option.add(-_SAID if option.country else -_SAID / 2)
    if len(inside) > 1:
        for option in inside:
            option.tell(f"one of {len(inside)} places of this name in {country}")


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
    of_region = PlaceKind.REGION in (spoken or demanded)
    for option in options:
        kind = option.entry.kind
        if option.sense.yields and of_region:
            option.add(YIELDED)
        if demanded:
            _demand(option, demanded)
        if kind in spoken:
            option.add(_KIND_SAID, f"called a {kind.value}")
            if option.entry.form == "bare":
                option.add(_BARE)
        elif kind is PlaceKind.CITY and PlaceKind.REGION in spoken:
            option.add(-1.0)


def _demand(option: Option, demanded: tuple[PlaceKind, ...]) -> None:
    kind = option.entry.kind
    if kind in demanded:
        option.add(_KIND, f"is a {kind.value}, as its part demands")
        if option.entry.form == "bare":
            option.add(_BARE)
    else:
        option.add(-1.0 if kind is PlaceKind.CITY else -_KIND)


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


def scores(ordered: Sequence[Option]) -> list[float]:
    """Give the scores of options, the best first: shares of one, as far as points carry.

    A hamlet without context is never certain, even where nothing else bears its name.
    """
    top = ordered[0].points
    weights = [math.exp(_SHARPNESS * (option.points - top)) for option in ordered]
    scale = 1.0 / sum(weights)
    return [
        round(weight * scale * _trust(option.points), 4)
        for weight, option in zip(weights, ordered, strict=True)
    ]


def _trust(points: float) -> float:
    return 1.0 / (1.0 + math.exp(_SLOPE * (_HALF - points)))


# Set so that scores are as often right as they say; see tests/benchmarks/bench_resolve.py.
_SHARPNESS = 1.0
_SLOPE, _HALF = 0.7, 2.5
