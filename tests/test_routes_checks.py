"""The rules of `check`, each on a dossier that breaks it and on its like that does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from routes.check import Problem, Severity, check
from routes.checks.privacy import private_details
from routes.quotations import relocate

TEXT = "The barge left near Harwell Quay for Gull Point. Officials denied it on Friday.\n"

GOOD = """\
id: barge
title: A barge
sources:
  - {id: s1, title: Barges leave, published: 2023-06-10, accessed: 2023-06-11, text: barge.txt}
places:
  - id: harwell
    name: Harwell Quay
    lon_deg: 5.0
    lat_deg: 52.0
    precision: locality
  - {id: gull, name: Gull Point, lon_deg: 4.0, lat_deg: 53.2}
claims:
  - id: c1
    source: s1
    quote: The barge left near Harwell Quay for Gull Point
    start: 0
    end: 47
  - {id: c2, source: s1, quote: Officials denied it, start: 49, end: 68, stance: denies,
     answers: [c1]}
routes:
  - id: r1
    title: Harwell Quay to Gull Point
    legs:
      - {from: harwell, to: gull, mode: sea, claims: [c1]}
review: {state: reviewed, by: A. Reader}
"""
DRAFT = "review: {state: draft}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "barge.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "barge.yaml"


def found(file: Path, old: str = "", new: str = "") -> list[Problem]:
    assert old in GOOD
    good = GOOD if "score: 0.55" not in new else re.sub("review.*", DRAFT, GOOD)
    file.write_text(good.replace(old, new, 1) if old else good, encoding="utf-8")
    return check(file)


def test_a_good_dossier_has_no_problems(file: Path) -> None:
    assert found(file) == []


SITE = "    precision: locality"
AMBIGUOUS = """\
    resolved_by: machine
    score: 0.55
    alternatives:
      - {ref: 'x:1', name: Harwell, country: GB, lon_deg: 1, lat_deg: 51, score: 0.45}"""
RULES = [
    (
        "    end: 47",
        "    end: 46",
        "quotation",
        15,
        "it stands at 0-47: set start and end to these",
    ),
    ("The barge left near", "The  barge left near", "quotation", 15, "stands at 0-47 in other sig"),
    ("accessed: 2023-06-11", "accessed: 2023-06-01", "impossible-time", 4, "mend one of the two"),
    (SITE, "    precision: site", "too-precise", 10, "set precision: locality, or region"),
    (SITE, "    kind: region", "too-precise", 6, "set precision: region"),
    (SITE, "    resolved_by: machine\n    score: 0.3", "low-score", 11, "compare the alternatives"),
    (
        SITE,
        AMBIGUOUS,
        "ambiguous-place",
        12,
        "choose one, and set resolved_by",
    ),
    ("mode: sea", "mode: sea, rival: [mode]", "rival", 24, "put it after that leg"),
    ("mode: sea", "mode: sea, drawn: [[5, 52], [7, 51], [4, 53.2]]", "over-land", 24, "mend the"),
    ("mode: sea", "mode: road, drawn: [[52, 5], [4, 53.2]]", "line-end", 24, "[lon_deg, lat_deg]"),
    ("stance: denies,", "stance: denies, redaction: withhold,", "hidden-denial", 24, "general"),
    ("sources:\n", "sources:\n  - {id: s9, title: Idle}\n", "unused", 4, "add its claims"),
    (
        "Reader}",
        "Reader, awaiting: [c2]}",
        "awaiting",
        25,
        "take them off the list",
    ),
    (
        "stance: denies,",
        "stance: denies, said_on: {text: later, earliest: 2023-07-01},",
        "impossible-time",
        18,
        "mend the day of one",
    ),
]


@pytest.mark.parametrize(("old", "new", "rule", "line", "remedy"), RULES)
def test_each_rule(file: Path, old: str, new: str, rule: str, line: int, remedy: str) -> None:
    told = [p for p in found(file, old, new) if p.rule == rule]
    assert [p.line for p in told] == [line], told
    assert remedy in told[0].remedy


PORTS = """\
id: sea
title: By sea
places:
  - {id: inland, name: Inland, lon_deg: 37.6, lat_deg: 55.75}
  - {id: east, name: East quay, lon_deg: 39.16, lat_deg: 21.48}
  - {id: west, name: West quay, lon_deg: 37.33, lat_deg: 19.1}
routes:
  - id: r1
    title: Way
    legs:
      - {from: inland, to: east, mode: sea}
      - {from: west, via: [inland], to: east, mode: sea}
      - {from: west, to: east, mode: sea}
      - {from: inland, to: east, mode: road}
      - {from: west, to: null, mode: sea}
"""


def test_a_sea_leg_that_no_ship_can_take_is_told(tmp_path: Path) -> None:
    file = tmp_path / "sea.yaml"
    file.write_text(PORTS, encoding="utf-8")
    with Gazetteer.open() as gazetteer:
        told = [p for p in check(file, gazetteer) if p.rule == "unrouted"]
    assert [p.line for p in told] == [11, 12]
    assert all("lies more than 25 km from water" in p.what for p in told)
    assert all(p.severity is Severity.WARNING for p in told)
    assert "name the port or another mode" in told[0].remedy


def test_of_very_many_sea_legs_only_stops_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routes.checks.lines._MOST_WAYS", 1)
    file = tmp_path / "sea.yaml"
    file.write_text(PORTS, encoding="utf-8")
    with Gazetteer.open() as gazetteer:
        told = [p for p in check(file, gazetteer) if p.rule == "unrouted"]
        assert [p.line for p in told] == [11, 12]
        monkeypatch.setattr("routes.checks.lines._MOST_STOPS", 2)
        told = [p for p in check(file, gazetteer) if p.rule == "unrouted"]
    assert [(p.line, p.severity) for p in told] == [(11, Severity.WARNING), (12, Severity.NOTE)]


def test_marked_words_of_a_public_page_are_still_public(file: Path) -> None:
    text = GOOD.replace("text: barge.txt", "text: barge.txt, url: https://a.example/")
    file.write_text(text.replace("denies,", "denies, redaction: generalise,"), encoding="utf-8")
    assert [p.rule for p in check(file)] == ["traceable"]


def test_personal_data_is_flagged_with_its_line(file: Path) -> None:
    quote = "Officials denied it"
    words = "Call me on 0171 555 0199"
    text = TEXT.replace(quote, words)
    file.with_name("barge.txt").write_text(text, encoding="utf-8")
    end = 49 + len(words)
    changed = GOOD.replace(quote, words).replace("end: 68", f"end: {end}")
    file.write_text(changed, encoding="utf-8")
    (problem,) = check(file)
    assert (problem.rule, problem.line) == ("personal-data", 18)
    assert "a telephone number of a private person: '0171 555 0199'" in problem.what
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to j.doe@mail.example today", "a mail address"),
        ("reach her at +44 20 7946 0958", "a telephone number"),
        ("his phone, (0171) 946 0958, rang", "a telephone number"),
        ("he lives at 14 Old Mill Lane with", "a street address"),
        ("passport no. AB1234567 was", "the number of a paper"),
        ("to account GB82 WEST 1234 5698 7654 32", "a bank account"),
        ("card 4111 1111 1111 1111", "a card number"),
        ("born on 3 May 1971 in", "a date of birth"),
        ("IMO 9167289 sailed with 3,000 tonnes", None),
        ("MMSI +422 123 4567", None),
        ("from 2019-2023, 14 000 000 barrels", None),
        ("between 10 and 12 June 2023 at 12:30", None),
        ("position 53.3654, 36.85185", None),
        ("flight 1234 567 89", None),
        ("the report A/78/297 and S/2023/171", None),
    ],
)
def test_private_details(text: str, kind: str | None) -> None:
    assert [what for what, _ in private_details(text)] == ([kind] if kind else [])


def test_moved_words_are_found_in_other_signs() -> None:
    text = "He said:\n“The barge —\nit left”."
    found = relocate('"The barge - it left"', text, 0)
    assert found is not None
    assert text[found.start : found.end] == "“The barge —\nit left”"
    assert not found.is_verbatim
    assert relocate("never said", text, 0) is None
    assert relocate("  ", text, 0) is None


@given(st.text(max_size=40), st.text(min_size=1, max_size=10), st.text(max_size=40))
def test_words_that_are_there_are_found(before: str, quote: str, after: str) -> None:
    text = f"{before}{quote}{after}"
    found = relocate(quote, text, len(before))
    if quote.strip():
        assert found is not None
        assert text[found.start : found.end] == quote
        assert found.start == len(before)
