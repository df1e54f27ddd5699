"""Places that are unresolved, guessed, ambiguous, elsewhere, or closer than the words allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gazetteer.place import PlaceKind, Precision
from routes.dossier import Alternative, Dossier, DossierPlace
from routes.problem import Locator, Problem, Severity
from routes.yaml_lines import Steps

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["doubtful_places", "misplaced", "too_precise"]

LOW_SCORE = 0.5
# Of the first one's score: the other meaning is so near that the ranking alone decides nothing.
CLOSE_CALL = 2 / 3
LISTED_NEAR_KM = 20.0
# Ports, piers and roads lie somewhat outside a coast drawn at 1:10 million.
COUNTRY_SLACK_DEG = 0.3

_WIDE_KINDS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.SEA})
_VAGUE = re.compile(
    r"\b(near|outside|around|close to|not far from|somewhere in|in the vicinity of|off|"
    r"off the coast of|in the area of|in the region of|kilomet(?:er|re)s? (?:from|of|off)|km from|"
    r"[a-z]+ern)(?: the)? $",
    re.IGNORECASE,
)
_LOOK_BACK, _MOST_PLACES = 30, 200


def doubtful_places(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find places without a position, with half of one, guessed or ambiguous."""
    for i, place in enumerate(dossier.places):
        path: Steps = ("places", i)
        if (place.lon_deg is None) != (place.lat_deg is None):
            remedy = "give both lon_deg and lat_deg, or neither"
            what = f"{place.name} has half a position"
            yield locate.problem(path, what, remedy, rule="half-position")
        elif place.lon_deg is None and place.precision is not Precision.UNDISCLOSED:
            what = f"{place.name} has no position: what leads there is not drawn"
            remedy = "give lon_deg and lat_deg, or set precision: undisclosed"
            yield locate.problem(path, what, remedy, Severity.WARNING, rule="unresolved-place")
        if place.resolved_by == "machine" and place.score is not None:
            yield from _undecided(place, path, locate, settled=_is_settled(place, dossier))
        if place.country is not None and not re.fullmatch(r"[A-Z]{2}", place.country):
            what = f"{place.country!r} is no country code"
            remedy = "use two capital letters of ISO 3166-1, as in IR"
            path = (*path, "country")
            yield locate.problem(path, what, remedy, Severity.WARNING, rule="country-code")


def _is_settled(place: DossierPlace, dossier: Dossier) -> bool:
    review = dossier.review
    return review.state == "reviewed" and place.id not in review.awaiting


def _undecided(
    place: DossierPlace, path: Steps, locate: Locator, *, settled: bool
) -> Iterator[Problem]:
    score = place.score or 0.0
    if score < LOW_SCORE:
        what = f"{place.name} is a guess of the machine (score {score:.2f})"
        remedy = "compare the alternatives, and set resolved_by when it is settled"
        yield locate.problem((*path, "score"), what, remedy, Severity.WARNING, rule="low-score")
        return
    rivals = [a for a in place.alternatives if (a.score or 0.0) > CLOSE_CALL * score]
    if rivals and not settled:
        named = "; ".join(_named(rival) for rival in rivals[:3])
        what = f"{place.name} (score {score:.2f}) may as well be {named}: nobody has decided"
        remedy = "choose one, and set resolved_by to your name"
        path = (*path, "alternatives")
        yield locate.problem(path, what, remedy, Severity.WARNING, rule="ambiguous-place")


def _named(other: Alternative) -> str:
    where = f" in {other.country}" if other.country else ""
    return f"{other.name}{where} ({other.ref}, score {other.score or 0:.2f})"


def too_precise(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find places drawn as a closer position than their words tell."""
    quotes = _Words("\n".join(claim.quote for claim in dossier.claims))
    for i, place in enumerate(dossier.places):
        if not place.precision.is_point:
            continue
        path: Steps = ("places", i, "precision")
        if place.kind in _WIDE_KINDS:
            what = f"{place.name} is a {place.kind} and is drawn as a point"
            yield locate.problem(
                path, what, f"set precision: {_wide(place.kind)}", Severity.WARNING,
                rule="too-precise",
            )  # fmt: skip
        elif place.precision in {Precision.EXACT, Precision.SITE}:
            vague = _vague_words(place, quotes)
            if vague:
                what = f"the report says {vague!r}, which is no {place.precision} position"
                remedy = "set precision: locality, or region"
                yield locate.problem(path, what, remedy, Severity.WARNING, rule="too-precise")


def _wide(kind: PlaceKind) -> str:
    return {PlaceKind.COUNTRY: "country", PlaceKind.SEA: "water"}.get(kind, "region")


class _Words:
    """A text, and where each of its words begins: thousands of names are sought in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._at: dict[str, list[int]] = {}
        for match in re.finditer(r"\w+", text):
            self._at.setdefault(match[0], []).append(match.start())

    def starts(self, name: str) -> Iterator[int]:
        first = re.match(r"\w+", name)
        for at in self._at.get(first[0] if first else "", ())[:_MOST_PLACES]:
            if self.text.startswith(name, at):
                yield at


def _vague_words(place: DossierPlace, quotes: _Words) -> str | None:
    """Give the words that leave a place open, where it is always written with such."""
    found = [
        (_VAGUE.search(quotes.text[max(0, at - _LOOK_BACK) : at]), name)
        for name in dict.fromkeys((*place.as_written, place.name))
        for at in quotes.starts(name)
    ]
    if not found or any(vague is None for vague, _ in found):
        return None
    vague, name = found[0]
    return f"{vague[0].strip()} {name}" if vague else None


def misplaced(dossier: Dossier, locate: Locator, gazetteer: Gazetteer) -> Iterator[Problem]:
    """Find places whose position lies outside the country that they name."""
    for country, numbers in _by_country(dossier.places).items():
        shape = gazetteer.shape(f"iso:{country}")
        if shape is None:
            continue
        for i in _outside(dossier.places, numbers, shape):
            place, path = dossier.places[i], ("places", i, "country")
            lon_deg, lat_deg = place.lon_deg or 0.0, place.lat_deg or 0.0
            if _is_listed(lon_deg, lat_deg, country, gazetteer):
                what = f"sources differ on the country of {place.name}: Natural Earth says another"
                remedy = "say so where it matters"
                yield locate.problem(path, what, remedy, Severity.NOTE, rule="country-disputed")
            else:
                position = f"{lat_deg:g}, {lon_deg:g} (latitude, longitude)"
                what = f"{place.name} at {position} lies outside {country}"
                remedy = (
                    "mend the country or the coordinates; are latitude and longitude exchanged?"
                )
                yield locate.problem(path, what, remedy, Severity.WARNING, rule="outside-country")


def _by_country(places: Iterable[DossierPlace]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, place in enumerate(places):
        positioned = place.lon_deg is not None and place.lat_deg is not None
        if place.country and positioned and not (place.kind and place.kind.is_water):
            found.setdefault(place.country, []).append(i)
    return found


def _outside(places: tuple[DossierPlace, ...], numbers: list[int], shape: Any) -> list[int]:
    import shapely

    points = shapely.points([(places[i].lon_deg, places[i].lat_deg) for i in numbers])
    # To ask for the distance of each point to a whole country would take a millisecond each.
    shapely.prepare(shape)
    inside = shapely.dwithin(shape, points, COUNTRY_SLACK_DEG)
    return [i for i, within in zip(numbers, inside, strict=True) if not within]


def _is_listed(lon_deg: float, lat_deg: float, country: str, gazetteer: Gazetteer) -> bool:
    """Whether the store lists towns of that country there, as in disputed territory."""
    near = gazetteer.nearby(lon_deg, lat_deg, radius_km=LISTED_NEAR_KM, kinds=(PlaceKind.CITY,))
    return any(found.country == country for found, _ in near)
