"""What lines rest on, told in the dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Gazetteer
from routes.check import check
from routes.difference import difference
from routes.dossier import Dossier, LineFacts, dump_dossier, load_dossier
from routes.evidence import Redaction
from routes.merging import merge
from routes.paths import draw_leg
from routes.paths.facts import facts_of, with_line_facts
from routes.redaction import redacted

PORTS = {"kismayo": (42.546, -0.372), "mukalla": (49.131, 14.522), "turin": (7.686, 45.07)}


@pytest.fixture(scope="module")
def told() -> Dossier:
    places = [
        {"id": name, "name": name.title(), "precision": "locality", "lon_deg": lon, "lat_deg": lat}
        for name, (lon, lat) in PORTS.items()
    ]
    legs = [
        {"from": "kismayo", "to": "mukalla", "mode": "sea", "claims": ["c1"]},
        {"from": "mukalla", "to": "turin", "mode": "air", "claims": ["c1"]},
        {"from": "turin", "to": None, "mode": "road", "claims": ["c1"]},
    ]
    dossier = Dossier.model_validate(
        {
            "id": "d",
            "title": "Charcoal",
            "sources": [{"id": "s1", "title": "A report"}],
            "places": places,
            "claims": [{"id": "c1", "source": "s1", "quote": "so", "start": 0, "end": 2}],
            "routes": [{"id": "r1", "title": "Kismayo to Turin", "legs": legs}],
        }
    )
    with Gazetteer.open() as gazetteer:
        return with_line_facts(dossier, gazetteer)


def test_each_leg_tells_what_its_line_rests_on(told: Dossier) -> None:
    sea, air, open_ended = told.routes[0].legs
    places = {place.id: place for place in told.places}
    with Gazetteer.open() as gazetteer:
        drawn = draw_leg(sea, places, gazetteer)
    assert drawn is not None
    assert sea.line == facts_of(drawn)
    assert sea.line.basis == "computed"
    assert 2000 < sea.line.length_km < 3000
    assert sea.line.length_nm == pytest.approx(sea.line.length_km / 1.852, abs=0.1)
    assert any("waters" in one for one in sea.line.data)
    assert air.line is not None
    assert air.line.basis == "direct"
    assert open_ended.line is None


def test_facts_come_back_from_a_file_and_are_checked(told: Dossier, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text(dump_dossier(told), encoding="utf-8")
    assert load_dossier(file) == told
    assert "stale-line" not in {problem.rule for problem in check(file)}
    facts = told.routes[0].legs[0].line
    assert facts is not None
    mark = facts.data[-1].rpartition(" ")[2]
    file.write_text(dump_dossier(told).replace(mark, "0" * len(mark)), encoding="utf-8")
    (problem,) = [one for one in check(file) if one.rule == "stale-line"]
    assert "--lines" in str(problem)


def test_another_length_is_told_in_words(told: Dossier) -> None:
    leg = told.routes[0].legs[0]
    assert leg.line is not None
    longer = LineFacts.model_validate({**leg.line.model_dump(), "length_km": 9999.9})
    legs = (leg.model_copy(update={"line": longer}), *told.routes[0].legs[1:])
    route = told.routes[0].model_copy(update={"legs": legs})
    (change,) = difference(told, told.model_copy(update={"routes": (route,)}))
    assert "is now 9999.9 km, computed" in change.what


def test_a_merge_and_a_redaction_keep_no_length_of_before(told: Dossier) -> None:
    assert [leg.line for leg in merge([told]).dossier.routes[0].legs] == [None] * 3
    settled = told.model_copy(
        update={"review": told.review.model_copy(update={"state": "reviewed", "by": "Ada"})}
    )
    assert merge([settled]).dossier.routes == told.routes
    secret = told.places[2].model_copy(update={"redaction": Redaction.GENERALISE})
    marked = Dossier.model_validate(
        told.model_copy(update={"places": (*told.places[:2], secret)}).model_dump()
    )
    assert all(leg.line is None for route in redacted(marked).dossier.routes for leg in route.legs)
