"""Whether two records mean one place, or two ends of a way that reports do not tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from gazetteer.names import core, fold
from gazetteer.place import PlaceKind, Precision
from gazetteer.sphere import distance_km
from routes.dossier import DossierPlace

__all__ = ["PlaceIndex", "cores", "is_settled", "may_be_one_end", "same_place", "united"]

# Two sources put one town's middle some kilometres apart, one port's far less.
_SAME_TOWN_KM, _SAME_SITE_KM, _ONE_END_KM = 8.0, 4.0, 20.0
# What a report means by a town's bare name when goods leave it by ship, rail or lorry.
_IN_TOWN = frozenset({PlaceKind.CITY, PlaceKind.PORT, PlaceKind.STATION, PlaceKind.ZONE, None})


def is_settled(place: DossierPlace) -> bool:
    """Whether a person has said which place it is."""
    return place.resolved_by not in {None, "machine"}


def same_place(one: DossierPlace, other: DossierPlace) -> bool:
    """Whether two records mean one place: a shared ref, or name, kind, country and nearness."""
    if set(one.refs) & set(other.refs):
        return True
    if not _may_share_country(one, other) or not _names(one) & _names(other):
        return False
    if one.lon_deg is None or other.lon_deg is None:
        # Without a position a name alone means nothing: there is a Springfield in each state.
        unplaced = one.lon_deg is None and other.lon_deg is None
        return unplaced and one.country is not None and one.country == other.country
    if one.precision.is_point != other.precision.is_point or one.kind != other.kind:
        return False
    if not one.precision.is_point:
        return one.precision == other.precision and (one.refs == () or other.refs == ())
    limit = (
        _SAME_TOWN_KM if Precision.LOCALITY in {one.precision, other.precision} else _SAME_SITE_KM
    )
    return _apart_km(one, other) <= limit


def may_be_one_end(one: DossierPlace, other: DossierPlace) -> bool:
    """Whether two reports may mean one end of a way by a town and by its port or station."""
    if same_place(one, other):
        return True
    if one.lon_deg is None or other.lon_deg is None or one.kind == other.kind:
        return False
    if not (one.precision.is_point and other.precision.is_point):
        return False
    if not {one.kind, other.kind} <= _IN_TOWN or PlaceKind.CITY not in {one.kind, other.kind}:
        return False
    shares = bool(cores(one) & cores(other)) and _may_share_country(one, other)
    return shares and _apart_km(one, other) <= _ONE_END_KM


def united(kept: DossierPlace, other: DossierPlace) -> DossierPlace:
    """Give one record of two: the better resolved one, with all that was written of it."""
    best, second = (other, kept) if _rank(other) > _rank(kept) else (kept, other)
    if is_settled(best):
        return best.model_copy(update={"id": kept.id})
    written = dict.fromkeys((*best.as_written, *second.as_written))
    return best.model_copy(update={"id": kept.id, "as_written": tuple(written)})


def cores(place: DossierPlace) -> set[str]:
    """Give the folded names of a place without their generic words: "Port of Bosaso" is bosaso."""
    return {_bare(name) for name in (place.name, *place.as_written)} - {""}


class PlaceIndex:
    """Finds the places that a record may be, without comparing all with all."""

    def __init__(self) -> None:
        self._by_sign: dict[tuple[str, str], dict[str, None]] = {}

    def add(self, place: DossierPlace) -> None:
        """Make a place known under its refs and names."""
        for sign in _signs(place):
            self._by_sign.setdefault(sign, {})[place.id] = None

    def near(self, place: DossierPlace) -> Iterable[str]:
        """Give the ids of places that share a ref or a name with this one."""
        found: dict[str, None] = {}
        for sign in _signs(place):
            found |= self._by_sign.get(sign, {})
        return found


def _signs(place: DossierPlace) -> Iterator[tuple[str, str]]:
    yield from (("ref", ref) for ref in place.refs)
    yield from (("name", name) for name in _names(place) | cores(place))


def _rank(place: DossierPlace) -> tuple[bool, bool, float]:
    by_hand = place.resolved_by != "machine"
    return is_settled(place), place.lon_deg is not None, 1.0 if by_hand else place.score or 0.0


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    return fold(name)


@lru_cache(maxsize=65536)
def _bare(name: str) -> str:
    found = core(name)
    return found.key if found else fold(name)


def _names(place: DossierPlace) -> set[str]:
    return {_folded(name) for name in (place.name, *place.as_written)} - {""}


def _may_share_country(one: DossierPlace, other: DossierPlace) -> bool:
    return one.country is None or other.country is None or one.country == other.country


def _apart_km(one: DossierPlace, other: DossierPlace) -> float:
    a, b = ((p.lon_deg or 0.0, p.lat_deg or 0.0) for p in (one, other))
    return distance_km(a, b)
