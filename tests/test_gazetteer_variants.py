"""Cases of Russian and Ukrainian names, parts of places, and names that are misspelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.variants import Part, lemmas, whole_of


@pytest.fixture(scope="module")
def store() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("written", "lon_deg", "lat_deg"),
    [
        ("Махачкалы", 47.5, 43.0),
        ("Ірану", 53.0, 32.0),
        ("Києва", 30.5, 50.45),
        ("Харкова", 36.2, 50.0),
        ("Астраханью", 48.0, 46.35),
        ("Чёрного моря", 35.0, 43.0),
        ("Каспийского моря", 50.5, 41.9),
        ("Афинах", 23.7, 38.0),
        ("Грузии", 43.5, 42.0),
        ("Одесі", 30.7, 46.5),
        ("Санкт-Петербурга", 30.3, 59.9),
    ],
)
def test_a_case_finds_its_place_and_says_so(
    written: str, lon_deg: float, lat_deg: float, store: Gazetteer
) -> None:
    best = store.find(written)[0]
    assert abs(best.place.lon_deg - lon_deg) < 3
    assert abs(best.place.lat_deg - lat_deg) < 3
    assert "inflected form" in best.why[0]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mahachkala", "Makhachkala"),
        ("Vladivostock", "Vladivostok"),
        ("Novorosiysk", "Novorossiysk"),
        ("Rotterdamn", "Rotterdam"),
    ],
)
def test_a_spelling_mistake_is_forgiven_but_never_trusted(
    written: str, name: str, store: Gazetteer
) -> None:
    best = store.find(written)[0]
    assert best.place.name == name
    assert best.why[0].startswith(("spelt nearly like", "sounds like"))
    assert best.score < store.find(name)[0].score


@pytest.mark.parametrize(
    ("written", "whole", "words"),
    [
        ("Southern California", "California", "southern"),
        ("north-east Syria", "Syria", "north-east"),
        ("Central African Republic", "African Republic", "central"),
        ("Upper Egypt", "Egypt", "upper"),
    ],
)
def test_a_word_of_direction_is_parted_from_its_place(written: str, whole: str, words: str) -> None:
    assert whole_of(written) == Part(words, whole)


@pytest.mark.parametrize(
    "written", ["California", "Southampton", "Southern", "North-", "Norte", ""]
)
def test_other_names_are_no_parts(written: str) -> None:
    assert whole_of(written) is None


@given(st.text(max_size=30))
def test_any_text_is_borne(text: str) -> None:
    assert all(isinstance(one, str) for one in lemmas(text))
    part = whole_of(text)
    assert part is None or text.endswith(part.whole)


@given(st.text("абвгдежзийклмнопрстуфхцчшщьыэюяії", min_size=3, max_size=12))
def test_a_name_is_never_its_own_lemma(text: str) -> None:
    assert text not in list(lemmas(text))
