"""Check names every problem of a dossier, with line and remedy, and none where there is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest

from gazetteer import Gazetteer, Place, PlaceKind, Precision
from gazetteer.errors import UnusableInput
from routes.check import Problem, Severity, check

TEXT = "The barge left Harwell Quay for Gull Point. Nobody doubts that it did.\n"

CLEAN = """\
id: barge
title: A barge
sources:
  - {id: s1, title: Barges leave, published: 2023-06, text: barge.txt}
places:
  - {id: harwell, name: Harwell Quay, country: NL, lon_deg: 4.0, lat_deg: 52.0, precision: site}
  - {id: gull, name: Gull Point, lon_deg: 2.9, lat_deg: 51.2}
claims:
  - {id: c1, source: s1, quote: The barge left Harwell Quay for Gull Point, start: 0, end: 42}
  - {id: c2, source: s1, quote: Nobody doubts, start: 44, end: 57, stance: doubts, answers: [c1]}
routes:
  - id: r1
    title: Harwell Quay to Gull Point
    when: {text: in June, edtf: 2023-06, earliest: 2023-06-01, latest: 2023-06-30, kind: within}
    legs:
      - {from: harwell, to: gull, mode: sea, claims: [c1]}
sites:
  - {id: x1, place: gull, activity: store, claims: [c1]}
review: {state: reviewed, by: A. Reader, on: 2024-01-01}
"""


class Shapes:
    """A gazetteer that knows one country, as a box."""

    def shape(self, ref: str) -> Any:
        from shapely import box

        return box(3.0, 50.0, 8.0, 54.0) if ref == "iso:NL" else None

    def nearby(self, *_: object, **__: object) -> tuple[Any, ...]:
        return ()


ATLAS = cast("Gazetteer", Shapes())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "barge.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "barge.yaml"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def told(problems: list[Problem]) -> list[str]:
    return [re.sub(r"^.*?barge\.yaml:", "", str(problem)) for problem in problems]


def test_a_clean_dossier_has_no_problem(file: Path) -> None:
    assert check(file, ATLAS) == []
    assert check(file) == []


# what is replaced, by what, and what is said of which line
PROBLEMS = [
    ("state: reviewed", "state: draft", "19: note: review: the dossier is a draft"),
    (", lon_deg: 2.9, lat_deg: 51.2", "", "7: warning: places.1: Gull Point has no position"),
    (", lat_deg: 51.2", "", "7: error: places.1: Gull Point has half a position"),
    ("country: NL", "country: nl", "6: warning: places.0.country: 'nl' is no country code"),
    ("lat_deg: 52.0", "lat_deg: 22.0", "6: warning: places.0.country: Harwell Quay at 22, 4"),
    ("lon_deg: 2.9", "score: 0.3, resolved_by: machine, lon_deg: 2.9", "(score 0.30)"),
    ("place: gull", "place: harwell", None),
    ("{from: harwell, to: gull,", "{to: gull,", "16: note: routes.0.legs.0: the leg leaves from"),
    ("to: gull,", "to: harwell,", "16: warning: routes.0.legs.0: the leg begins and ends at"),
    ("mode: sea, claims: [c1]", "mode: sea", "16: warning: routes.0.legs.0: the leg has no claim"),
    ("store, claims: [c1]", "store", "18: warning: sites.0: the site has no claim"),
    ("store, claims: [c1]", "store, claims: [c2]", "18: warning: sites.0: the site rests on doubt"),
    (", answers: [c1]", "", "10: note: claims.1: no leg, site or claim uses the claim 'c2'"),
    ("earliest: 2023-06-01", "earliest: 2023-07-01", "14: error: routes.0.when: the time is imp"),
    ("earliest: 2023-06-01", "earliest: June", "14: error: routes.0.when.earliest: 'June' is no"),
    ("edtf: 2023-06,", "edtf: 2023-13,", "14: warning: routes.0.when.edtf: '2023-13' is not"),
    ("published: 2023-06", "published: 9 June", "4: error: sources.0.published: '9 June' is no"),
    ("published: 2023-06", "published: 2023-06-31", "4: error: sources.0.published"),
    ("text: barge.txt", "text: gone.txt", "4: warning: sources.0.text: 'gone.txt' is not there"),
    (", text: barge.txt", "", "4: note: sources.0: the source has no stored text"),
    ("text: barge.txt", "text: ../barge.sqlite", "4: error: sources.0.text: '../barge.sqlite'"),
    ("start: 0", "start: 1", "9: error: claims.0.quote: the text of s1 has not"),
    ("to: gull", "to: gul", "16: error: routes.0.legs.0.to: there is no place with the id 'gul'"),
]


@pytest.mark.parametrize(("old", "new", "said"), PROBLEMS)
def test_a_problem_is_told(file: Path, old: str, new: str, said: str | None) -> None:
    assert old in CLEAN
    file.write_text(CLEAN.replace(old, new, 1), encoding="utf-8")
    problems = check(file, ATLAS)
    lines = told(problems)
    if said is None:
        assert lines == []
    else:
        assert any(said in line for line in lines), lines
    assert all(problem.remedy and "\n" not in str(problem) for problem in problems)


def test_places_without_use_are_told(file: Path) -> None:
    unused = "  - {id: cove, name: Cove, lon_deg: 4.0, lat_deg: 51.0}\nclaims:"
    file.write_text(CLEAN.replace("claims:", unused, 1), encoding="utf-8")
    (problem,) = check(file)
    assert (problem.line, problem.severity) == (8, Severity.WARNING)


def test_all_problems_are_told_at_once_in_order(file: Path) -> None:
    broken = CLEAN
    for old, new, said in PROBLEMS:
        if said and old in broken and "error" in said:
            broken = broken.replace(old, new, 1)
    file.write_text(broken, encoding="utf-8")
    problems = check(file, ATLAS)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    assert len(errors) >= 5
    assert [p.line for p in problems] == sorted(p.line or 0 for p in problems)


def test_a_form_that_does_not_fit_is_told_whole(file: Path) -> None:
    broken = CLEAN.replace("lat_deg: 52.0", "lat_deg: 95").replace("title: A", "titel: A")
    file.write_text(broken, encoding="utf-8")
    assert [line.split(";")[0] for line in told(check(file))] == [
        "1: error: title: the key is missing",
        "2: error: titel: unknown key 'titel'",
        "6: error: places.0.lat_deg: 95 is out of range",
    ]


def test_what_is_no_yaml_is_raised(file: Path) -> None:
    file.write_text("a: [", encoding="utf-8")
    with pytest.raises(UnusableInput, match="this is not YAML"):
        check(file)


def test_the_real_gazetteer_tells_exchanged_coordinates(file: Path) -> None:
    swapped = CLEAN.replace("lon_deg: 4.0, lat_deg: 52.0", "lon_deg: 52.0, lat_deg: 4.0")
    with Gazetteer.open() as gazetteer:
        assert check(file, gazetteer) == []
        file.write_text(swapped, encoding="utf-8")
        (problem,) = check(file, gazetteer)
    assert "are latitude and longitude exchanged?" in problem.remedy


def test_a_place_on_whose_country_sources_differ_is_only_noted(file: Path) -> None:
    class Listed(Shapes):
        def nearby(self, *_: object, **__: object) -> tuple[Any, ...]:
            town = Place(
                ref="geonames:1",
                name="A town",
                kind=PlaceKind.CITY,
                precision=Precision.LOCALITY,
                lon_deg=4.0,
                lat_deg=22.0,
                country="NL",
            )
            return ((town, 1.0),)

    file.write_text(CLEAN.replace("lat_deg: 52.0", "lat_deg: 22.0"), encoding="utf-8")
    said = [p for p in check(file, cast("Gazetteer", Listed())) if "sources differ" in p.what]
    assert [p.severity for p in said] == [Severity.NOTE]
