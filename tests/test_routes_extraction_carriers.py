"""Who or what moves the goods, by name, and how often."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from routes.extraction import extract
from routes.report import Report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("text", "mover", "frequency"),
    [
        (
            "The Rasul Gamzatov sailed from Olya to Amirabad with ammunition.",
            "Rasul Gamzatov",
            None,
        ),
        ("MV Ursa Major carried cranes from Odesa to Vladivostok.", "MV Ursa Major", None),
        ("An-124s fly generators from Leipzig to Entebbe twice a week.", "An-124s", "twice a week"),
        ("A C-17 flew vaccines from Doha to Juba in May.", "C-17", None),
        (
            "Coffee is trucked weekly from Kampala to Mombasa by a Kenyan haulier.",
            "Kenyan haulier",
            "weekly",
        ),
        (
            "Two freight trains a day carry iron ore from Kiruna to Narvik.",
            None,
            "Two freight trains a day",
        ),
        ("Wheat was shipped from Odesa to Djibouti a week later.", None, None),
        ("Trucks carry salt from Afar to Djibouti.", None, None),
    ],
)
def test_the_mover_and_how_often(
    text: str, mover: str | None, frequency: str | None, gazetteer: Gazetteer
) -> None:
    report = Report(id="t", path="t.txt", text=text, kind="text", title="T", published="2024-06-01")
    (route,) = extract(report, gazetteer).routes
    assert (route.mover, route.frequency) == (mover, frequency)
