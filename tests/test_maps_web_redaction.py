"""What a dossier withholds or generalises is nowhere in the bytes of its page."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from maps.web import digest_of, web_map
from routes.dossier import Dossier
from routes.evidence import Redaction
from routes.paths.line import Basis, Line

Reader = Callable[[str], dict[str, Any]]
Decoder = Callable[[str, int], list[tuple[float, float]]]

NEAR_DEG = 0.3
SECRET = "berbera"


def marked(dossier: Dossier, how: Redaction) -> Dossier:
    places = tuple(
        place.model_copy(update={"redaction": how}) if place.id == SECRET else place
        for place in dossier.places
    )
    return dossier.model_copy(update={"places": places})


def positions(data: dict[str, Any], decoded: Decoder) -> Iterator[tuple[float, float]]:
    """Every position that a page sends of its dossiers, in whatever form."""
    units = data["map"]["units"]
    for drawing in data["map"]["drawings"]:
        yield from decoded(drawing["line"], units)
    for area in data["map"]["areas"]:
        yield area["lon_deg"], area["lat_deg"]
    for mark in data["map"]["marks"]:
        yield mark["lon_deg"], mark["lat_deg"]
    for place in (place for dossier in data["dossiers"] for place in dossier["places"]):
        if place["lon_deg"] is not None:
            yield place["lon_deg"], place["lat_deg"]
        yield from ((other["lon_deg"], other["lat_deg"]) for other in place["alternatives"])


def told(data: dict[str, Any]) -> str:
    """All that a page sends but its basemap, which names the towns of any map."""
    return json.dumps({**data, "basemap": None}, ensure_ascii=False).lower()


@pytest.mark.parametrize("how", [Redaction.WITHHOLD, Redaction.GENERALISE])
def test_a_secret_place_is_nowhere_in_the_page(
    red_sea: Dossier,
    red_sea_texts: dict[str, str],
    sent: Reader,
    decoded: Decoder,
    how: Redaction,
) -> None:
    secret = next(place for place in red_sea.places if place.id == SECRET)
    at = (secret.lon_deg or 0.0, secret.lat_deg or 0.0)
    lines = {
        (route.id, n): Line(
            coordinates=(at, (at[0] + 1, at[1])), basis=Basis.DRAWN, method="given", length_km=9
        )
        for route in red_sea.routes
        for n, _ in enumerate(route.legs)
    }
    open_page = web_map(red_sea, texts=red_sea_texts, lines=lines).html
    closed = web_map(marked(red_sea, how), texts=red_sea_texts, lines=lines, extent="whole").html

    def near(page: str) -> list[tuple[float, float]]:
        found = positions(sent(page), decoded)
        return [p for p in found if max(abs(p[0] - at[0]), abs(p[1] - at[1])) < NEAR_DEG]

    assert near(open_page)
    assert near(closed) == []
    names = {secret.name, secret.id, *secret.as_written, *secret.refs}
    assert [name for name in names if name.lower() not in told(sent(open_page))] == []
    assert [name for name in names if name.lower() in told(sent(closed))] == []
    assert digest_of(marked(red_sea, how)) not in closed
