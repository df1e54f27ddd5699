"""The line of one leg of a dossier, by its mode and by what is known of its ends."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gazetteer.place import PlaceKind
from routes.dossier import DossierPlace, Leg, Mode
from routes.paths.cache import remembered
from routes.paths.direct import direct_line, drawn_line
from routes.paths.ends import End, Shapes, clipped, coastal_ends, end_of, meets, straight_ends
from routes.paths.line import Basis, Line, Position, Remark, Unroutable
from routes.paths.tracing import trace

if TYPE_CHECKING:
    from routes.paths.network import Network

__all__ = ["draw_leg", "line_between"]

_ON_WATER = frozenset({Mode.SEA, Mode.RIVER})
_WAYPOINTS = frozenset({PlaceKind.STRAIT, PlaceKind.CANAL})
_SENTENCES = {
    "no-port": "No port in {} is named: the line meets its nearest shore.",
    "no-nearer": "Nothing nearer than {} is named: the line meets its edge.",
    "not-crossed": "The report names {} on the way; the computed line does not cross it.",
}


def draw_leg(leg: Leg, places: Mapping[str, DossierPlace], gazetteer: Shapes) -> Line | None:
    """Return the line to draw for a leg, or None when no honest one exists.

    Parameters
    ----------
    leg
        The leg; a line drawn by the analyst or the source is kept as it is.
    places
        The dossier's places by id.
    gazetteer
        Gives the areas of countries, regions and waters (a `gazetteer.Gazetteer`).

    Returns
    -------
    Line or None
        A leg by sea or river is computed, or a direct line that says why it is not; an air leg is a
        great circle; every other leg a direct line. An end that is an area is met at its
        edge, a sea leg's at the shore. None when an end is null or has no position, or when
        one end lies inside the other (see `routes.paths.ends`).

    Raises
    ------
    SupplyroutesError
        If a drawn line is no line on the globe, or an id is none of a place.
    """
    if leg.drawn is not None:
        return drawn_line(leg.drawn)
    if leg.from_ is None or leg.to is None:
        return None
    a, b = (end_of(_place(key, places), gazetteer) for key in (leg.from_, leg.to))
    if a is None or b is None:
        return None
    stops = [(_place(key, places), end) for key in leg.via if (end := _via(key, places, gazetteer))]
    try:
        if leg.mode in _ON_WATER:
            return _over_water(leg, a, b, stops)
        return _straight(a, b, stops, leg.mode)
    except Unroutable:
        return None


def line_between(
    a: End,
    b: End,
    mode: str,
    *,
    via: Sequence[Position] = (),
    avoid: Sequence[str] = (),
    prefer: Sequence[str] = (),
    as_of: str | None = None,
    network: Network | None = None,
) -> Line | None:
    """Return the line between two ends, an area met at its edge, and by sea at its shore.

    Parameters
    ----------
    a, b
        The ends (see `routes.paths.ends.end_of`).
    mode, via, avoid, prefer, as_of, network
        As for `routes.paths.trace`.

    Returns
    -------
    Line or None
        None when one end lies inside the other.

    Raises
    ------
    Unroutable
        With the reason, when no honest line can be computed.
    """
    choice: dict[str, Any] = {
        "via": tuple(via),
        "avoid": tuple(avoid),
        "prefer": tuple(prefer),
        "as_of": as_of,
    }
    if mode not in _ON_WATER:
        ends = straight_ends(a, b)
        line = ends and trace(*ends, mode, network=network, **choice)
        return line and _remarked(line, a, b)
    line = _computed(*coastal_ends(a, b), mode, **choice)
    kept = clipped(line.coordinates, a, b)
    if kept is None or len(kept) < 2:
        return None
    from routes.paths.sea import cut_to

    return _remarked(cut_to(line, kept), a, b)


def _over_water(leg: Leg, a: End, b: End, stops: Sequence[tuple[DossierPlace, End]]) -> Line | None:
    """Compute a leg over water; where it is refused, draw it straight and say why."""
    waypoints = [end.position for place, end in stops if _is_waypoint(place, end)]
    try:
        line = line_between(a, b, leg.mode, via=waypoints, as_of=_day(leg))
    except Unroutable as refusal:
        line = _straight(a, b, stops, leg.mode, why=f"No way over water: {refusal.what}.")
        return line and line.model_copy(update={"remarks": (Remark("no-way"),)})
    missed = [
        Remark("not-crossed", place.name)
        for place, end in stops
        if line is not None
        and end.area is not None
        and not _is_waypoint(place, end)
        and not meets(line.coordinates, end.area)
    ]
    return line and _with_remarks(line, missed)


def _computed(start: Position, finish: Position, mode: str, **choice: Any) -> Line:
    from routes.paths.waters import load_mark

    question = json.dumps([start, finish, mode, *choice.values(), load_mark()])
    return remembered(question, lambda: trace(start, finish, mode=mode, **choice))


def _remarked(line: Line, a: End, b: End) -> Line:
    """Say of each end that is an area where in it the line begins."""
    computed = line.basis is Basis.COMPUTED
    remarks = [
        Remark("no-port" if computed else "no-nearer", end.name)
        for end in (a, b)
        if end.area is not None and not (computed and end.is_water)
    ]
    return _with_remarks(line, remarks)


def _with_remarks(line: Line, remarks: Sequence[Remark]) -> Line:
    told = [_SENTENCES[remark.code].format(remark.name) for remark in remarks]
    note = " ".join([line.note, *told])
    return line.model_copy(update={"note": note, "remarks": (*line.remarks, *remarks)})


def _straight(
    a: End,
    b: End,
    stops: Sequence[tuple[DossierPlace, End]],
    mode: Mode,
    *,
    why: str = "",
) -> Line | None:
    if not stops:
        ends = straight_ends(a, b)
        return None if ends is None else _joined(ends, mode, why)
    middle = [end.position for _, end in stops]
    first = straight_ends(a, _as_point(stops[0][1]))
    last = straight_ends(_as_point(stops[-1][1]), b)
    if first is None or last is None:
        return None
    direct = _joined((first[0], last[1]), mode, why)
    if all(end.area is not None and meets(direct.coordinates, end.area) for _, end in stops):
        return direct
    return _joined((first[0], *middle, last[1]), mode, why)


def _joined(stops: Sequence[Position], mode: Mode, why: str) -> Line:
    if mode is Mode.AIR:
        return trace(stops[0], stops[-1], mode=mode, via=stops[1:-1])
    return direct_line(stops, why=why)


def _as_point(end: End) -> End:
    return end.model_copy(update={"area": None})


def _is_waypoint(place: DossierPlace, end: End) -> bool:
    """Tell what a line passes through; a sea or country on the way is only checked."""
    return place.kind in _WAYPOINTS or end.area is None


def _via(key: str, places: Mapping[str, DossierPlace], gazetteer: Shapes) -> End | None:
    return end_of(_place(key, places), gazetteer)


def _place(key: str, places: Mapping[str, DossierPlace]) -> DossierPlace:
    try:
        return places[key]
    except KeyError:
        raise Unroutable(f"no place has the id {key!r}", remedy="add it to `places`") from None


def _day(leg: Leg) -> str | None:
    return (leg.when.earliest or leg.when.latest) if leg.when else None
