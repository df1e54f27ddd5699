"""Which place each written name means, given its part in the movements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gazetteer import Candidate, Gazetteer, Mention, PlaceKind
from routes.dossier import Mode
from routes.extraction.attributes import mode_of
from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Placed
from routes.extraction.stops import Movement
from routes.extraction.toponym import Toponym

__all__ = ["Settled", "settle"]

Settled = Mapping[int, tuple[Candidate, ...]]

_ENDS: dict[Mode, tuple[PlaceKind, ...]] = {
    Mode.SEA: (PlaceKind.PORT, PlaceKind.CITY, PlaceKind.FACILITY, PlaceKind.BASE),
    Mode.AIR: (PlaceKind.AIRPORT, PlaceKind.BASE, PlaceKind.CITY),
    Mode.RAIL: (PlaceKind.STATION, PlaceKind.CITY, PlaceKind.CROSSING),
    Mode.ROAD: (PlaceKind.CITY, PlaceKind.CROSSING),
}

_RIVER = (PlaceKind.RIVER,)


@dataclass
class _Hints:
    country: str | None = None
    kinds: tuple[PlaceKind, ...] = ()
    waters: tuple[str, ...] = ()
    beside: list[int] = field(default_factory=list)


def settle(
    text: str,
    placed: Sequence[Placed],
    movements: Iterable[Movement],
    gazetteer: Gazetteer,
    lexicon: Lexicon,
) -> Settled:
    """Rank the meanings of every toponym; the result is keyed by the toponym's start."""
    toponyms = sorted({p.toponym.start: p.toponym for p in placed}.values(), key=lambda t: t.start)
    index = {t.start: i for i, t in enumerate(toponyms)}
    hints = [_Hints(kinds=_RIVER if _is_river(t) else ()) for t in toponyms]
    for item in placed:
        hints[index[item.toponym.start]].country = _container_country(item)
    for movement in movements:
        _hint_movement(movement, hints, index, lexicon)
    mentions = [_mention(t, h) for t, h in zip(toponyms, hints, strict=True)]
    ranked = gazetteer.resolve(text, mentions)
    return {
        t.start: (candidates or _as_known(t))
        for t, candidates in zip(toponyms, ranked, strict=True)
    }


def _is_river(toponym: Toponym) -> bool:
    return toponym.sense is not None and toponym.sense.kind is PlaceKind.RIVER


def _container_country(item: Placed) -> str | None:
    for outer in item.inside:
        if outer.sense is not None and outer.sense.country:
            return outer.sense.country
    return None


def _hint_movement(
    movement: Movement, hints: list[_Hints], index: Mapping[int, int], lexicon: Lexicon
) -> None:
    for k, hop in enumerate(movement.hops):
        mode = mode_of(movement, hop, lexicon)
        ends = [p.toponym for p in (*movement.stops[k], *movement.stops[k + 1])]
        waters = tuple(_water_refs(p.toponym for p in hop.vias))
        for toponym in ends:
            hint = hints[index[toponym.start]]
            if not toponym.is_area:
                hint.kinds = hint.kinds or _ENDS.get(mode, ())
                hint.waters = (*hint.waters, *waters)
            hint.beside += [index[t.start] for t in ends if t.start != toponym.start]
        for via in hop.vias:
            hints[index[via.toponym.start]].beside += [index[t.start] for t in ends]


def _water_refs(toponyms: Iterable[Toponym]) -> Iterator[str]:
    for toponym in toponyms:
        if toponym.is_water and toponym.sense is not None:
            yield toponym.sense.ref


def _mention(toponym: Toponym, hint: _Hints) -> Mention:
    return Mention(
        start=toponym.start,
        end=toponym.end,
        country=hint.country,
        kinds=hint.kinds,
        waters=tuple(dict.fromkeys(hint.waters)),
        beside=tuple(dict.fromkeys(hint.beside)),
    )


def _as_known(toponym: Toponym) -> tuple[Candidate, ...]:
    """A name read as part of a phrase ("Russian ports") keeps the sense that it was read with."""
    return tuple(
        Candidate(place=place, score=0.5, why=("the only reading of the phrase",))
        for place in toponym.senses[:1]
    )
