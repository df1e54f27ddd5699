"""Legs that complete one another, and routes that are told more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from routes.dossier import Leg, Mode, Route

__all__ = ["closed", "from_known_start", "known_way", "merged", "to_known_end"]


def known_way(leg: Leg) -> Leg:
    """Where an end is open, what is passed is all that is known of the way."""
    if leg.from_ is not None and leg.to is not None:
        return leg
    return leg.model_copy(update={"via": (*leg.via, *leg.passes), "passes": ()})


def closed(legs: Sequence[Leg]) -> list[Leg]:
    """Join a leg without an end to those without a start next to it: the report completes it."""
    closed: list[Leg] = []
    opened: Leg | None = None
    for leg in legs:
        if opened is not None and leg.from_ is None:
            if closed and closed[-1] is opened:
                closed.pop()
            closed.append(_completed(opened, leg))
            continue
        before = closed[-1] if closed else None
        ends_there = (
            before is not None and before.from_ is None and before.to not in {None, leg.from_}
        )
        if ends_there and leg.to is None:
            closed.append(_completed(leg, closed.pop()))
            continue
        closed.append(leg)
        opened = leg if leg.to is None else None
    return closed


def from_known_start(legs: list[Leg]) -> list[Leg]:
    """Leave out a first leg that comes from nowhere known to where the next one starts."""
    if len(legs) < 2 or legs[0].from_ is not None or legs[0].via or legs[0].passes:
        return legs
    return legs[1:] if legs[0].to == legs[1].from_ else legs


def to_known_end(legs: list[Leg], is_in: Callable[[str, str], bool]) -> list[Leg]:
    """Leave out a last step from a stop to the country in which it lies.

    As in "sent to Russia by ship from Rajin to Dunai": the country says where the way ends.
    """
    if len(legs) < 2 or legs[-1].from_ is None or legs[-1].to is None:
        return legs
    goes_on = legs[-2].to == legs[-1].from_
    return legs[:-1] if goes_on and is_in(legs[-1].from_, legs[-1].to) else legs


def _completed(opened: Leg, leg: Leg) -> Leg:
    return leg.model_copy(
        update={
            "from_": opened.from_,
            "via": (*opened.via, *leg.via),
            "passes": (*opened.passes, *leg.passes),
            "mode": leg.mode if leg.mode is not Mode.UNSPECIFIED else opened.mode,
            "claims": tuple(dict.fromkeys((*opened.claims, *leg.claims))),
        }
    )


def merged(routes: Iterable[Route]) -> list[Route]:
    """Routes with the same ends become one, which rests on the claims of all."""
    kept: dict[tuple[str | None, str | None], Route] = {}
    for route in routes:
        ends = (route.legs[0].from_, route.legs[-1].to)
        if ends in kept:
            kept[ends] = _joined(kept[ends], route)
        else:
            kept[ends] = route
    return list(kept.values())


def _joined(route: Route, other: Route) -> Route:
    further = tuple(c for leg in other.legs for c in leg.claims)
    legs = [
        leg.model_copy(
            update={
                "claims": tuple(dict.fromkeys((*leg.claims, *further))),
                "mode": _known_mode(leg, other),
            }
        )
        for leg in route.legs
    ]
    return route.model_copy(
        update={
            "legs": tuple(legs),
            "cargo": route.cargo or other.cargo,
            "mover": route.mover or other.mover,
            "frequency": route.frequency or other.frequency,
            "when": route.when or other.when,
        }
    )


def _known_mode(leg: Leg, other: Route) -> Mode:
    if leg.mode is not Mode.UNSPECIFIED:
        return leg.mode
    same = (o.mode for o in other.legs if (o.from_, o.to) == (leg.from_, leg.to))
    return next(same, leg.mode)
