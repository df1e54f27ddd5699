"""What changed between two states of a dossier, in words: who now says what, what that makes of it.

Records are compared by their ids, legs by their ends and means; a record that only got another
id is told as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gazetteer.place import Record
from gazetteer.sphere import distance_km
from routes.dates import When
from routes.dossier import Dossier, DossierPlace, Leg, LineFacts, Route, Site
from routes.evidence import (
    About,
    Claim,
    Source,
    claims_by_answer,
    claims_on,
    speaker_of,
    status_of,
)
from routes.reasons import status_reason

__all__ = ["Change", "difference"]

_QUOTE_LENGTH = 90
_MOVED_KM = 0.05
# What the machine says of its own work, and what is told in words of its own.
_UNTOLD = frozenset({"score", "rule", "why", "alternatives", "lon_deg", "lat_deg", "legs", "id"})


class Change(NamedTuple):
    """One change: to which record, of which kind (status, added, removed, changed, moved)."""

    kind: str
    group: str
    id: str
    what: str


def difference(old: Dossier, new: Dossier) -> tuple[Change, ...]:
    """Tell what changed, statuses first.

    Parameters
    ----------
    old, new
        The two states.
    """
    if old == new:
        return ()
    before, after = _Side(old), _Side(new)
    return (
        *_statuses(before, after),
        *_heading(old, new),
        *_records("source", old.sources, new.sources, after, before),
        *_records("place", old.places, new.places, after, before),
        *_records("claim", old.claims, new.claims, after, before),
        *_records("route", old.routes, new.routes, after, before),
        *_legs(before, after),
        *_records("site", old.sites, new.sites, after, before),
    )


class _Side:
    """One state, with its records by id and the status of each leg and site."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sources = {source.id: source for source in dossier.sources}
        self.places = {place.id: place for place in dossier.places}
        self.claims = {claim.id: claim for claim in dossier.claims}
        self.routes = {route.id: route for route in dossier.routes}
        self._answers = claims_by_answer(dossier.claims)

    def name(self, place_id: str | None) -> str:
        place = self.places.get(place_id or "")
        return place.name if place else place_id or "an end not stated"

    def said(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        return claims_on(ids, self.claims, self._answers)

    def items(self) -> Iterator[tuple[tuple[object, ...], str, str, tuple[str, ...]]]:
        """Give every leg and site: its key, the id of its record, its name, its claims."""
        for route in self.dossier.routes:
            for key, leg in _keyed(route):
                alone = len(route.legs) == 1
                named = f"route {route.id} ({self.way(leg)})"
                yield (
                    (route.id, *key),
                    route.id,
                    named if alone else f"{named[:-1]}, leg of it)",
                    leg.claims,
                )
        for site in self.dossier.sites:
            named = f"site {site.id} ({site.activity}, {self.name(site.place)})"
            yield (site.id,), site.id, named, site.claims

    def way(self, leg: Leg) -> str:
        return f"{self.name(leg.from_)} to {self.name(leg.to)}"


def _keyed(route: Route) -> Iterator[tuple[tuple[object, ...], Leg]]:
    """Give the legs of a route with what tells them apart, equal ones numbered."""
    seen: dict[tuple[object, ...], int] = {}
    for leg in route.legs:
        key = (leg.from_, leg.to, bool(leg.rival))
        seen[key] = seen.get(key, 0) + 1
        yield (*key, seen[key]), leg


def _statuses(before: _Side, after: _Side) -> Iterator[Change]:
    was = {key: before.said(ids) for key, _, _, ids in before.items()}
    same_sources = before.sources == after.sources
    for key, record, named, ids in after.items():
        claims = after.said(ids)
        if key not in was or (same_sources and claims == was[key]):
            continue
        earlier, status = status_of(was[key], before.sources), status_of(claims, after.sources)
        if status is not earlier:
            reason = status_reason(claims, after.sources)
            what = f"{named} became {status} (was {earlier}): {reason}"
            yield Change("status", _group(record, after), record, what)


def _group(record: str, side: _Side) -> str:
    return "route" if record in side.routes else "site"


def _heading(old: Dossier, new: Dossier) -> Iterator[Change]:
    for field in ("id", "title"):
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            what = f"the dossier's {field} was {_shown(was)}, is now {_shown(now)}"
            yield Change("changed", "dossier", new.id, what)
    if old.review != new.review:
        what = f"the dossier is now {_reviewed(new)}; it was {_reviewed(old)}"
        yield Change("changed", "dossier", new.id, what)


def _reviewed(dossier: Dossier) -> str:
    review = dossier.review
    if review.state == "draft":
        return "a draft"
    on = f" on {review.on}" if review.on else ""
    waiting = f", {len(review.awaiting)} records waiting" if review.awaiting else ""
    return f"reviewed by {review.by}{on}{waiting}"


def _records(
    group: str, old: Iterable[Any], new: Iterable[Any], after: _Side, before: _Side
) -> Iterator[Change]:
    was = {record.id: record for record in old}
    now = {record.id: record for record in new}
    lost = {i: record for i, record in was.items() if i not in now}
    renamed = {_bare(record): i for i, record in lost.items()}
    for name, record in now.items():
        if name in was:
            if record != was[name]:
                yield from _changed(group, was[name], record, after)
        elif (earlier := renamed.get(_bare(record))) in lost:
            del lost[earlier]
            yield Change("changed", group, name, f"{group} {earlier} is now called {name}")
        else:
            yield Change("added", group, name, f"added {group} {name}{_told(record, after)}")
    for name, record in lost.items():
        yield Change("removed", group, name, f"removed {group} {name}{_told(record, before)}")


def _bare(record: Record) -> Record:
    return record.model_copy(update={"id": ""})


def _told(record: Any, side: _Side) -> str:
    """Say of an added or removed record what it is."""
    if isinstance(record, Claim):
        source = side.sources.get(record.source)
        outlet = (source.publisher or source.title) if source else record.source
        speaker = speaker_of(record, side.sources)
        by = speaker if speaker == outlet else f"{speaker} ({outlet})"
        return f" by {by}, which {record.stance}: “{_cut(record.quote)}”"
    if isinstance(record, Source):
        outlet = f", {record.publisher}" if record.publisher else ""
        return f": “{_cut(record.title)}”{outlet}"
    if isinstance(record, DossierPlace):
        return f": {record.name}{_at(record)}"
    if isinstance(record, Site):
        return f": {record.activity}, {side.name(record.place)}"
    ways = "; ".join(side.way(leg) for leg in record.legs)
    return f": {record.title} ({ways or 'no legs'})"


def _changed(group: str, was: Any, now: Any, after: _Side) -> Iterator[Change]:
    subject = f"{group} {now.id}"
    if isinstance(now, DossierPlace):
        subject = now.name
        yield from _moved(was, now)
    for field in type(now).model_fields:
        one, other = getattr(was, field), getattr(now, field)
        if one != other and field not in _UNTOLD:
            what = f"{subject}: {_field(field, one, other, after)}"
            yield Change("changed", group, now.id, what)


def _moved(was: DossierPlace, now: DossierPlace) -> Iterator[Change]:
    one, other = _position(was), _position(now)
    if one == other:
        return
    if one is None or other is None:
        what = f"{now.name} {'lost its position' if other is None else f'is now placed{_at(now)}'}"
        yield Change("moved", "place", now.id, what)
        return
    apart_km = distance_km(one, other)
    far = f"{apart_km:,.0f} km" if apart_km >= 1 else f"{apart_km * 1000:,.0f} m"
    if apart_km >= _MOVED_KM:
        what = f"{now.name} moved {far}, from {_degrees(one)} to {_degrees(other)}"
        yield Change("moved", "place", now.id, f"{what} (latitude, longitude)")


def _position(place: DossierPlace) -> tuple[float, float] | None:
    if place.lon_deg is None or place.lat_deg is None:
        return None
    return place.lon_deg, place.lat_deg


def _at(place: DossierPlace) -> str:
    at = _position(place)
    return "" if at is None else f" at {_degrees(at)} (latitude, longitude)"


def _degrees(at: tuple[float, float]) -> str:
    return f"{at[1]:.4f}, {at[0]:.4f}"


def _legs(before: _Side, after: _Side) -> Iterator[Change]:
    for name, route in after.routes.items():
        if name not in before.routes or before.routes[name].legs == route.legs:
            continue
        was, now = dict(_keyed(before.routes[name])), dict(_keyed(route))
        for key, leg in now.items():
            named = f"route {name}, {after.way(leg)}"
            if key not in was:
                mode = "" if leg.mode == "unspecified" else f" by {leg.mode}"
                rival = f", against the leg before it in {_listed(leg.rival)}" if leg.rival else ""
                yield Change("added", "route", name, f"{named}: leg added{mode}{rival}")
                continue
            for field in type(leg).model_fields:
                one, other = getattr(was[key], field), getattr(leg, field)
                if one != other and field not in _UNTOLD:
                    what = f"{named}: {_field(field, one, other, after)}"
                    yield Change("changed", "route", name, what)
        for key, leg in was.items():
            if key not in now:
                what = f"route {name}, {before.way(leg)}: leg removed"
                yield Change("removed", "route", name, what)


def _field(field: str, was: Any, now: Any, after: _Side) -> str:
    named = field.rstrip("_").replace("_", " ")
    if isinstance(was, tuple) and isinstance(now, tuple):
        gone = [one for one in was if one not in now]
        come = [one for one in now if one not in was]
        told = [f"with {_those(field, come, after)}"] if come else []
        told += [f"without {_those(field, gone, after)}"] if gone else []
        return f"{named} now {' and '.join(told)}" if told else f"{named} in another order"
    if was is None:
        return f"{named} is now {_shown(now)}"
    if now is None:
        return f"{named} was {_shown(was)}, is now not told"
    return f"{named} was {_shown(was)}, is now {_shown(now)}"


def _those(field: str, items: list[Any], after: _Side) -> str:
    if field == "claims":
        return _listed([_claim(i, after) for i in items])
    if field == "drawn":
        return f"{len(items)} positions"
    return _listed([str(item) for item in items])


def _claim(name: str, after: _Side) -> str:
    claim = after.claims.get(name)
    return f"{name} by {speaker_of(claim, after.sources)}" if claim else name


def _shown(value: Any) -> str:
    if isinstance(value, When):
        return f"“{value.text}” ({value.edtf or 'undated'})"
    if isinstance(value, LineFacts):
        through = f" through {_listed(value.passages)}" if value.passages else ""
        return f"{value.length_km} km{through}, {value.basis} ({'; '.join(value.data)})"
    if isinstance(value, About):
        return f"{value.from_} to {value.to}"
    return f"“{_cut(value)}”" if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _QUOTE_LENGTH else f"{plain[: _QUOTE_LENGTH - 1]}…"


def _listed(names: Iterable[str]) -> str:
    *first, last = list(names)
    return f"{', '.join(first)} and {last}" if first else last
