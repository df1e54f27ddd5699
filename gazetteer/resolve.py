"""Written names in context to ranked candidates, each with its reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field

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
    from gazetteer.store import distance_km
    scored = []
    for e in gazetteer.entries(name):
        s = math.log10(e.population + 1) + (9 if e.kind is PlaceKind.COUNTRY else 0)
        if country and e.country == country: s += 8
        if kinds and e.kind in kinds: s += 6
        if near: s -= math.log10(1 + distance_km(near, (e.lon_deg, e.lat_deg)))
        scored.append((s, e))
    scored.sort(key=lambda p: (-p[0], p[1].id))
    return tuple(Candidate(place=gazetteer.place(e), score=max(0.0, min(1.0, s / 25)), why=("most prominent",)) for s, e in scored)


def resolve(gazetteer: Gazetteer, text: str, mentions: Sequence[Mention]) -> tuple[tuple[Candidate, ...], ...]:
    return tuple(rank_name(gazetteer, text[m.start:m.end], country=m.country, kinds=m.kinds) for m in mentions)
