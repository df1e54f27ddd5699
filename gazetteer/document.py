"""What a text as a whole says of its names: the countries and regions of which it speaks.

Each name lends its countries and regions a share by what it may mean, and is then weighed anew
by the shares that the others lend. Distance plays no part here: over a whole document it draws
ports inland.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gazetteer.weigh import Option

__all__ = ["settle"]

_COUNTRY = 3.0
_REGION = 3.5
_DOUBT = 1.0
_TOLD = 0.2
_HOPELESS, _BEHIND = 7.5, 4.5


def settle(
    options: Mapping[int, Sequence[Option]], keys: Sequence[str], first: Sequence[int]
) -> None:
    """Weigh the names of a text by one another, in a few rounds.

    A name repeated counts less each time, and never for itself: "Paris" is no evidence that the
    report speaks of France.

    Parameters
    ----------
    options
        What each distinct mention may mean, by its number; their points are added to.
    keys
        The folded name of every mention.
    first
        For every mention the number under which its options stand.
    """
    names: dict[str, _Name] = {}
    for number in first:
        if options[number]:
            names.setdefault(keys[number], _Name()).mentions.append(number)
    for name in names.values():
        name.weight = math.sqrt(len(name.mentions))
    for mine in options.values():
        for option in mine:
            option.alone = option.points
    live = {number: _live(mine, _HOPELESS) for number, mine in options.items()}
    _weigh(names, live)
    live = {number: _live(mine, _BEHIND) for number, mine in options.items()}
    _weigh(names, live)
    _weigh(names, live, tell=True)


class _Name:
    """A name of a text: where it stands, how much it counts, and where it may lie."""

    __slots__ = ("mentions", "places", "weight")

    def __init__(self) -> None:
        self.mentions: list[int] = []
        self.weight = 1.0
        self.places: dict[Any, float] = {}


def _live(options: Sequence[Option], behind: float) -> Sequence[Option]:
    """Give the options that the text may yet lift to the top."""
    if len(options) < 2:
        return options
    least = max([option.points for option in options]) - behind
    return [option for option in options if option.points >= least]


def _weigh(
    names: Mapping[str, _Name], live: Mapping[int, Sequence[Option]], *, tell: bool = False
) -> None:
    spoken: dict[Any, float] = {}
    for name in names.values():
        own = live[name.mentions[0]]
        if len(own) > 1 or not name.places:
            name.places = _places(own)
        weight = name.weight
        for home, share in name.places.items():
            spoken[home] = spoken.get(home, 0.0) + share * weight
    whole = sum([name.weight for name in names.values()])
    for name in names.values():
        rest = whole - name.weight
        if rest > 0.0 and (tell or len(live[name.mentions[0]]) > 1):
            lifts = _Lifts(spoken, name, 1.0 / (rest + _DOUBT))
            for number in dict.fromkeys(name.mentions):
                _lift(live[number], lifts)
                if tell:
                    _tell(live[number], lifts)


def _lift(live: Sequence[Option], lifts: _Lifts) -> None:
    for option in live:
        lift = _COUNTRY * lifts[option.country] + _REGION * lifts[option.region]
        option.points = option.alone + lift


def _tell(live: Sequence[Option], lifts: _Lifts) -> None:
    for option in live:
        if lifts[option.country] > _LIFT_TOLD:
            option.tell("the report speaks of its country")
        if lifts[option.region] > _LIFT_TOLD:
            option.tell("the report speaks of its region")


class _Lifts(dict[Any, float]):
    """By how much the other names of a text lift a country or region, reckoned once each."""

    def __init__(self, spoken: Mapping[Any, float], name: _Name, scale: float) -> None:
        super().__init__({None: 0.0})
        self._spoken, self._name, self._scale = spoken, name, scale

    def __missing__(self, home: Any) -> float:
        own = self._name.places.get(home, 0.0) * self._name.weight
        share = (self._spoken.get(home, 0.0) - own) * self._scale
        lift = self[home] = math.sqrt(share) if share > 0.0 else 0.0
        return lift


def _places(live: Sequence[Option]) -> dict[Any, float]:
    """Give the shares of the countries and regions in which a name may lie."""
    if len(live) == 1:
        return {live[0].country: 1.0, live[0].region: 1.0}
    top = max([option.points for option in live])
    shares = [math.exp(option.points - top) for option in live]
    scale = 1.0 / sum(shares)
    places: dict[Any, float] = {}
    for option, weight in zip(live, shares, strict=True):
        if weight > _NOTHING:
            share = weight * scale
            country, region = option.country, option.region
            places[country] = places.get(country, 0.0) + share
            places[region] = places.get(region, 0.0) + share
    return places


_NOTHING = 0.002
_LIFT_TOLD = math.sqrt(_TOLD)
