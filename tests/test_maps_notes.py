"""Notes of lines: told from values and remarks, in whatever language the page speaks."""

import pytest

from maps.languages import LANGUAGES, language
from maps.notes import note_of
from routes.dossier import Mode
from routes.paths.line import Basis, Line, Remark

COMPUTED = Line(
    coordinates=((0, 0), (1, 1)),
    basis=Basis.COMPUTED,
    method="shortest",
    length_km=157,
    snap_km=(0.2, 3.4),
    land_km=2.0,
    passages=("Suez Canal", "Bosporus"),
    note="Shortest way over water, computed.",
    remarks=(Remark("no-port", "Iran"), Remark("not-crossed", "the Red Sea")),
)


def test_the_english_note_is_the_line_s_own() -> None:
    assert note_of(COMPUTED, Mode.SEA, language("en")) == COMPUTED.note


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_other_language_tells_all_of_it_in_its_own_words(code: str) -> None:
    note = note_of(COMPUTED, Mode.SEA, language(code))
    assert all(value in note for value in ("Suez Canal", "Bosporus", "3", "Iran", "the Red Sea"))
    assert language(code)("basis.computed.sentence") in note
    assert not any(words in note for words in ("By way of", "computed", "{"))


def test_a_flight_is_no_unknown_way_and_a_refusal_is_told() -> None:
    straight = COMPUTED.model_copy(
        update={"basis": Basis.DIRECT, "passages": (), "snap_km": (0.0, 0.0), "land_km": 0.0}
    )
    flown = straight.model_copy(update={"remarks": ()})
    german = language("de")
    assert note_of(flown, Mode.AIR, german) == german("note.air")
    refused = straight.model_copy(update={"remarks": (Remark("no-way"),)})
    assert note_of(refused, Mode.SEA, german).endswith(german("note.no-way"))
    assert note_of(refused, Mode.SEA, german).startswith(german("basis.direct.sentence"))
