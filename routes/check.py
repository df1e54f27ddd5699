"""All that is wrong or doubtful in a dossier, with file, line and remedy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from gazetteer.place import PlaceKind, Precision
from routes.dates import When, is_edtf
from routes.dossier import Dossier, DossierPlace
from routes.dossier_file import read
from routes.evidence import Stance
from routes.problem import Locator, Problem, Severity
from routes.yaml_lines import Steps

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["Problem", "Severity", "check"]

LOW_SCORE = 0.5
LISTED_NEAR_KM = 20.0
# Ports, piers and roads lie somewhat outside a coast drawn at 1:10 million.
COUNTRY_SLACK_DEG = 0.3

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE


def check(path: str | os.PathLike[str], gazetteer: Gazetteer | None = None) -> list[Problem]:
    """List every problem of a dossier's file, in the order of its lines.

    Parameters
    ----------
    path
        A .yaml, .yml or .json file.
    gazetteer
        Compares coordinates with countries; without it that is left out.

    Raises
    ------
    UnusableInput
        Only when the file cannot be read as YAML or JSON at all.
    """
    reading = read(path)
    problems = list(reading.problems)
    if reading.dossier is not None:
        dossier, locate = reading.dossier, reading.locate
        problems += _loose_ends(dossier, locate)
        problems += _unsupported(dossier, locate)
        problems += _doubtful_places(dossier, locate)
        problems += _impossible_times(dossier, locate)
        problems += _state(dossier, locate)
        if gazetteer is not None:
            problems += _misplaced(dossier, locate, gazetteer)
    return sorted(problems, key=lambda p: p.line or 0)


def _loose_ends(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find places without use, and legs whose ends are open or the same."""
    used = {site.place for site in dossier.sites}
    for i, route in enumerate(dossier.routes):
        if not route.legs:
            remedy = "add a leg, or remove the route"
            yield locate.problem(("routes", i), "the route has no leg", remedy, _WARNING)
        for j, leg in enumerate(route.legs):
            used |= {leg.from_ or "", leg.to or "", *leg.via, *leg.passes}
            path: Steps = ("routes", i, "legs", j)
            open_ends = [name for name, end in (("from", leg.from_), ("to", leg.to)) if not end]
            if open_ends:
                what = f"the leg leaves {' and '.join(open_ends)} open: no line is drawn"
                remedy = "right if the source leaves it open"
                yield locate.problem(path, what, remedy, _NOTE)
            elif leg.from_ == leg.to:
                what = f"the leg begins and ends at {leg.to!r}"
                yield locate.problem(path, what, "name two places", _WARNING)
    for i, place in enumerate(dossier.places):
        if place.id not in used:
            what = f"no leg or site uses the place {place.id!r}"
            yield locate.problem(("places", i), what, "remove it, or use it", _WARNING)


def _unsupported(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find legs and sites that no claim asserts, and answers that answer nothing."""
    claims = {claim.id: claim for claim in dossier.claims}
    items: list[tuple[Steps, str, tuple[str, ...]]] = [
        (("routes", i, "legs", j), "leg", leg.claims)
        for i, route in enumerate(dossier.routes)
        for j, leg in enumerate(route.legs)
    ]
    items += [(("sites", i), "site", site.claims) for i, site in enumerate(dossier.sites)]
    for path, kind, ids in items:
        if not ids:
            remedy = "name the claim that says so: nothing is drawn without a quotation"
            yield locate.problem(path, f"the {kind} has no claim", remedy, _WARNING)
        elif all(c in claims and claims[c].stance is Stance.DOUBTS for c in ids):
            what = f"the {kind} rests on doubts alone"
            yield locate.problem(path, what, "name the claim that asserts it", _WARNING)
    used = {claim for _, _, ids in items for claim in ids}
    for i, claim in enumerate(dossier.claims):
        if claim.id not in used and not used & set(claim.answers):
            what = f"no leg, site or claim uses the claim {claim.id!r}"
            yield locate.problem(("claims", i), what, "name it where it belongs", _NOTE)


def _doubtful_places(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    for i, place in enumerate(dossier.places):
        path: Steps = ("places", i)
        half = (place.lon_deg is None) != (place.lat_deg is None)
        if half:
            remedy = "give both lon_deg and lat_deg, or neither"
            yield locate.problem(path, f"{place.name} has half a position", remedy)
        elif place.lon_deg is None and place.precision is not Precision.UNDISCLOSED:
            what = f"{place.name} has no position: what leads there is not drawn"
            remedy = "give lon_deg and lat_deg, or set precision: undisclosed"
            yield locate.problem(path, what, remedy, _WARNING)
        if place.score is not None and place.score < LOW_SCORE and place.resolved_by == "machine":
            what = f"{place.name} is a guess of the machine (score {place.score:.2f})"
            remedy = "compare the alternatives, and set resolved_by when it is settled"
            yield locate.problem((*path, "score"), what, remedy, _WARNING)
        if place.country is not None and not re.fullmatch(r"[A-Z]{2}", place.country):
            what = f"{place.country!r} is no country code"
            remedy = "use two capital letters of ISO 3166-1, as in IR"
            yield locate.problem((*path, "country"), what, remedy, _WARNING)


def _times(dossier: Dossier) -> Iterator[tuple[Steps, When]]:
    for i, claim in enumerate(dossier.claims):
        if claim.said_on:
            yield ("claims", i, "said_on"), claim.said_on
    for i, route in enumerate(dossier.routes):
        if route.when:
            yield ("routes", i, "when"), route.when
        for j, leg in enumerate(route.legs):
            if leg.when:
                yield ("routes", i, "legs", j, "when"), leg.when
    for i, site in enumerate(dossier.sites):
        if site.when:
            yield ("sites", i, "when"), site.when


def _impossible_times(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    for i, source in enumerate(dossier.sources):
        for key in ("published", "accessed"):
            written = getattr(source, key)
            # A source may know its year or month of publication alone.
            is_date = written and len(written) <= 10 and _day(f"{written}-01-01"[:10])
            if written and not is_date:
                yield _no_date(("sources", i, key), written, locate)
    for path, when in _times(dossier):
        bounds = [(key, getattr(when, key)) for key in ("earliest", "latest")]
        days = [_day(written) for _, written in bounds]
        for (key, written), day in zip(bounds, days, strict=True):
            if written and day is None:
                yield _no_date((*path, key), written, locate)
        first, last = days
        if first and last and first > last:
            what = f"the time is impossible: earliest {first} is after latest {last}"
            yield locate.problem(path, what, "exchange or mend the two")
        if when.edtf and not is_edtf(when.edtf):
            what = f"{when.edtf!r} is not EDTF"
            remedy = "write 2023-06-09, 2023-06, 2023-06~ or 2022-08/.. and the like"
            yield locate.problem((*path, "edtf"), what, remedy, _WARNING)


def _no_date(path: Steps, written: str, locate: Locator) -> Problem:
    return locate.problem(path, f"{written!r} is no date", "write it as 2023-06-09")


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written and len(written) == 10 else None
    except ValueError:
        return None


def _misplaced(dossier: Dossier, locate: Locator, gazetteer: Gazetteer) -> Iterator[Problem]:
    """Find places whose position lies outside the country that they name."""
    from shapely import Point

    shapes: dict[str, object] = {}
    for i, place in enumerate(dossier.places):
        if place.country is None or place.lon_deg is None or place.lat_deg is None:
            continue
        if place.country not in shapes:
            shapes[place.country] = gazetteer.shape(f"iso:{place.country}")
        shape = shapes[place.country]
        if shape is None or (place.kind and place.kind.is_water):
            continue
        if Point(place.lon_deg, place.lat_deg).distance(shape) > COUNTRY_SLACK_DEG:
            path: Steps = ("places", i, "country")
            if _is_listed(place.lon_deg, place.lat_deg, place.country, gazetteer):
                what = f"sources differ on the country of {place.name}: Natural Earth says another"
                yield locate.problem(path, what, "say so where it matters", _NOTE)
            else:
                yield _outside(path, place, locate)


def _is_listed(lon_deg: float, lat_deg: float, country: str, gazetteer: Gazetteer) -> bool:
    """Whether the store lists towns of that country there, as in disputed territory."""
    near = gazetteer.nearby(lon_deg, lat_deg, radius_km=LISTED_NEAR_KM, kinds=(PlaceKind.CITY,))
    return any(found.country == country for found, _ in near)


def _outside(path: Steps, place: DossierPlace, locate: Locator) -> Problem:
    position = f"{place.lat_deg:g}, {place.lon_deg:g} (latitude, longitude)"
    what = f"{place.name} at {position} lies outside {place.country}"
    remedy = "mend the country or the coordinates; are latitude and longitude exchanged?"
    return locate.problem(path, what, remedy, _WARNING)


def _state(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    if dossier.review.state == "draft":
        what = "the dossier is a draft that no person has reviewed"
        remedy = "set review: {state: reviewed, by: your name, on: the date} once it is settled"
        yield locate.problem(("review",), what, remedy, _NOTE)
