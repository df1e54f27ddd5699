"""The basemap's rivers: only what meets the box, named where it is seen of a fair length."""

import pytest

from maps.basemap import Box
from maps.waterways import courses_in, waterway_labels

LOWER_VOLGA: Box = (43.0, 45.0, 50.0, 49.5)


def test_a_box_holds_the_waterways_that_meet_it_and_no_others() -> None:
    names = {name for name, _ in courses_in(LOWER_VOLGA)}
    assert {"Lower Volga", "Volga–Don Canal"} <= names
    assert not names & {"Suez Canal", "Mississippi"}
    assert names < {name for name, _ in courses_in(None)}


@pytest.mark.parametrize("turn", [-360.0, 0.0, 360.0])
def test_a_name_stands_on_the_part_that_is_seen_in_any_turn_of_the_frame(turn: float) -> None:
    west, south, east, north = LOWER_VOLGA
    labels = waterway_labels((west + turn, south, east + turn, north))
    (volga,) = [label for label in labels if label.name == "Lower Volga"]
    assert west < volga.lon_deg < east
    assert south < volga.lat_deg < north
    assert [label.rank for label in labels] == sorted(label.rank for label in labels)


def test_what_is_a_speck_in_the_box_goes_without_a_name() -> None:
    wide = {label.name for label in waterway_labels((-20.0, 0.0, 160.0, 70.0))}
    assert "Volga–Don Canal" in {label.name for label in waterway_labels(LOWER_VOLGA)}
    assert "Volga–Don Canal" not in wide
    assert "Volga from Volgograd to Rybinsk" in wide
