"""Exports read back: what the format can hold comes back equal, and the rest is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.errors import UnusableInput
from gazetteer.place import PlaceKind, Precision
from maps.cli import main
from maps.exports import export
from maps.imports import import_dossier
from routes.dossier import Dossier, Mode, Phase, load_dossier
from routes.evidence import Stance


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def opt(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


WORDS = st.text(max_size=12)
IDS = st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=3)
SCORES = opt(st.floats(0, 1))
LON, LAT = st.floats(-180, 180), st.floats(-90, 90)
WHEN = st.fixed_dictionaries(
    {
        "text": WORDS,
        "edtf": opt(WORDS),
        "earliest": opt(WORDS),
        "latest": opt(WORDS),
        "kind": st.sampled_from(["on", "since", "within"]),
    }
)
OPEN = [one for one in Precision if one is not Precision.UNDISCLOSED]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    sources, places, claims = draw(IDS), draw(IDS), draw(IDS) if draw(st.booleans()) else []
    claims = claims if sources else []
    routes, sites = draw(IDS), draw(IDS) if places else []
    ends = opt(st.sampled_from(places)) if places else st.none()
    cited = st.lists(st.sampled_from(claims), unique=True) if claims else st.just([])
    stops = st.lists(st.sampled_from(places), max_size=2) if places else st.just([])
    rank = {"score": SCORES, "rule": opt(WORDS)}
    leg = st.fixed_dictionaries(
        {
            "from": ends,
            "via": stops,
            "passes": stops,
            "to": ends,
            "mode": st.sampled_from(Mode),
            "when": opt(WHEN),
            "alternative": st.booleans(),
            "drawn": opt(st.lists(st.tuples(LON, LAT), min_size=2, max_size=4)),
            "claims": cited,
            "rival": st.sampled_from([[], ["mode"], ["when", "path"]]),
            **rank,
        }
    )
    return Dossier.model_validate(
        {
            "id": draw(st.text(min_size=1, max_size=8)),
            "title": draw(st.text(min_size=1, max_size=8)),
            "sources": [draw(source(one, sources)) for one in sources],
            "places": [draw(place(one)) for one in places],
            "claims": [draw(claim(one, sources, claims)) for one in claims],
            "routes": [
                {
                    "id": one,
                    "title": draw(WORDS),
                    "cargo": draw(opt(WORDS)),
                    "mover": draw(opt(WORDS)),
                    "frequency": draw(opt(WORDS)),
                    "phase": draw(st.sampled_from(Phase)),
                    "when": draw(opt(WHEN)),
                    "beside": draw(opt(WORDS)),
                    "legs": draw(st.lists(leg, max_size=3)),
                    **draw(st.fixed_dictionaries(rank)),
                }
                for one in routes
            ],
            "sites": [
                {
                    "id": one,
                    "place": draw(st.sampled_from(places)),
                    "activity": draw(WORDS),
                    "phase": draw(st.sampled_from(Phase)),
                    "when": draw(opt(WHEN)),
                    "claims": draw(cited),
                    "beside": draw(opt(WORDS)),
                    **draw(st.fixed_dictionaries(rank)),
                }
                for one in sites
            ],
            "review": {
                "state": draw(st.sampled_from(["draft", "reviewed"])),
                "by": draw(WORDS),
                "on": draw(opt(WORDS)),
                "awaiting": draw(st.lists(WORDS, max_size=2)),
            },
        }
    )


def source(name: str, sources: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": st.just(name),
            "title": WORDS,
            "publisher": opt(WORDS),
            "authors": st.lists(WORDS, max_size=2),
            "published": opt(WORDS),
            "url": opt(st.just("https://example.org/a")),
            "text": opt(WORDS),
            "sha256": opt(WORDS),
            "language": WORDS,
            "based_on": st.lists(st.sampled_from(sources), max_size=2),
        }
    )


def place(name: str) -> st.SearchStrategy[dict[str, Any]]:
    known = st.one_of(st.tuples(st.none(), st.none()), st.tuples(LON, LAT))
    other = st.fixed_dictionaries({"ref": WORDS, "name": WORDS, "lon_deg": LON, "lat_deg": LAT})
    return known.flatmap(
        lambda at: st.fixed_dictionaries(
            {
                "id": st.just(name),
                "name": WORDS,
                "as_written": st.lists(WORDS, max_size=2),
                "country": opt(st.sampled_from(["IR", "RU", "?"])),
                "kind": opt(st.sampled_from(PlaceKind)),
                "lon_deg": st.just(at[0]),
                "lat_deg": st.just(at[1]),
                "precision": st.sampled_from(OPEN),
                "refs": st.lists(WORDS.map(lambda w: f"none:{w}"), max_size=2),
                "resolved_by": opt(WORDS),
                "score": SCORES,
                "why": st.lists(WORDS, max_size=2),
                "alternatives": st.lists(other, max_size=1),
            }
        )
    )


def claim(name: str, sources: list[str], claims: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": st.just(name),
            "source": st.sampled_from(sources),
            "quote": WORDS,
            "start": st.integers(0, 99),
            "end": st.integers(0, 99),
            "page": opt(st.integers(1, 9)),
            "attributed_to": opt(WORDS),
            "stance": st.sampled_from(Stance),
            "status_words": st.lists(WORDS, max_size=2),
            "said_on": opt(WHEN),
            "answers": st.lists(st.sampled_from(claims), max_size=2),
            "score": SCORES,
        }
    )


def back(
    dossier: Dossier, name: str, gazetteer: Gazetteer, folder: Path, **options: Any
) -> Dossier:
    file = folder / "file.json"
    export(dossier, name, gazetteer=gazetteer, lines={}, **options).save(file)
    return import_dossier(file).dossier


ROUNDS = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@ROUNDS
@given(dossier=dossiers())
def test_geojson_with_citations_by_reference_gives_the_whole_dossier_back(
    dossier: Dossier, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    assert back(dossier, "geojson", gazetteer, tmp_path, citations="reference") == dossier


@ROUNDS
@given(dossier=dossiers())
def test_geojson_with_citations_inline_loses_the_order_of_claims_alone(
    dossier: Dossier, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    read = back(dossier, "geojson", gazetteer, tmp_path)
    order = {claim.id: n for n, claim in enumerate(dossier.claims)}
    claims = tuple(sorted(read.claims, key=lambda claim: order[claim.id]))
    assert read.model_copy(update={"claims": claims}) == dossier


@ROUNDS
@given(dossier=dossiers())
def test_linked_places_gives_the_places_and_the_closed_legs_back(
    dossier: Dossier, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    read = back(dossier, "lpf", gazetteer, tmp_path)
    assert (read.id, read.title, read.places) == (dossier.id, dossier.title, dossier.places)
    closed = sorted(
        (route.id, leg.from_, leg.to, leg.mode)
        for route in dossier.routes
        for leg in route.legs
        if leg.from_ is not None and leg.to is not None
    )
    legs = [(route.id, leg.from_, leg.to, leg.mode) for route in read.routes for leg in route.legs]
    assert sorted(legs, key=str) == sorted(closed, key=str)


def test_a_file_that_a_gis_has_saved_is_read_all_the_same(
    red_sea: Dossier, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    """GDAL drops what stands at the head, and writes nested values as text, whole as real."""
    saved = tmp_path / "b.geojson"
    whole = json.loads(export(red_sea, "geojson", gazetteer=gazetteer, lines={}).content)
    for feature in whole["features"]:
        for key, value in feature["properties"].items():
            if isinstance(value, dict | list):
                feature["properties"][key] = json.dumps(value)
            elif isinstance(value, int):
                feature["properties"][key] = float(value)
        feature["properties"]["id"] = feature.pop("id")
    head = {"type": "FeatureCollection", "name": "b", "features": whole["features"]}
    saved.write_text(json.dumps(head), encoding="utf-8")
    read = import_dossier(saved).dossier
    assert {claim.id: claim.quote for claim in read.claims} == {
        claim.id: claim.quote for claim in red_sea.claims
    }
    assert [(r.id, [leg.claims for leg in r.legs]) for r in read.routes] == [
        (r.id, [leg.claims for leg in r.legs]) for r in red_sea.routes
    ]
    assert [p.model_dump() for p in read.places] == [p.model_dump() for p in red_sea.places]


def test_places_of_another_gazetteer_are_read(tmp_path: Path) -> None:
    file = tmp_path / "whg.json"
    feature = {
        "@id": "https://example.org/places/77",
        "type": "Feature",
        "properties": {"title": "Zayla", "ccodes": ["SO"]},
        "names": [{"toponym": "Zayla"}, {"toponym": "زيلع"}],
        "geometry": {"type": "Point", "coordinates": [43.47, 11.35]},
        "relations": [{"relationType": "gvp:broader", "relationTo": "https://example.org/1"}],
    }
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    read = import_dossier(file)
    (place,) = read.dossier.places
    assert (place.id, place.name, place.country) == ("77", "Zayla", "SO")
    assert place.as_written == ("زيلع",)
    assert (place.lon_deg, place.lat_deg) == (43.47, 11.35)
    assert read.lost[-1].startswith("1 relations that are no leg")


def test_the_command_tells_what_is_lost(red_sea: Dossier, tmp_path: Path) -> None:
    source, target = tmp_path / "places.json", tmp_path / "back.yaml"
    export(red_sea, "lpf", lines={}).save(source)
    done = CliRunner().invoke(main, ["import", str(source), "-o", str(target)])
    assert done.exit_code == 0, done.stderr
    assert "not kept: quotations" in done.stderr
    assert [place.id for place in load_dossier(target).places] == [p.id for p in red_sea.places]


BAD_AREA = {
    "@id": "a",
    "names": [{"toponym": "A"}],
    "properties": {},
    "geometry": {"type": "Polygon", "coordinates": 7},
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "this is not JSON"),
        ('{"features": [NaN]}', "NaN is no number"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "no FeatureCollection"),
        ('{"features": [1]}', "feature 1 has no properties"),
        ('{"features": [{"properties": {"feature": "leg"}}]}', "feature 1 has no id"),
        ('{"features": [{"id": "r.1", "properties": {"feature": "leg"}}]}', "its route"),
        ('{"features": [], "claims": [1]}', "lists of objects with an id"),
        ('{"features": [], "sources": [{"id": "s", "title": 5}]}', "sources.0.title"),
        ('{"features": [{"@id": "a", "names": [], "properties": {}}]}', "feature 1 has no name"),
        ('{"features": [{"id": "r", "properties": {"feature": "site", "refs": "x"}}]}', "no JSON"),
        (json.dumps({"features": [BAD_AREA]}), "feature 1: coordinates"),
    ],
)  # fmt: skip
def test_unusable_files_get_one_clear_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match=said) as caught:
        import_dossier(file)
    assert str(file) in str(caught.value)
