"""Cases of Russian and Ukrainian names, and names that are misspelt by a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.variants import lemmas, near_spellings


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
    assert "spelt nearly like" in best.why[0]
    assert best.score < store.find(name)[0].score


def test_running_text_is_read_as_it_is_written(store: Gazetteer) -> None:
    from gazetteer import Mention

    assert store.resolve("Mahachkala", [Mention(start=0, end=10)]) == ((),)


def test_short_names_and_other_scripts_have_no_near_spellings() -> None:
    assert near_spellings("Aden") == ()
    assert near_spellings("上海市场港口") == ()
    assert list(lemmas("Aden")) == []


@given(st.text(max_size=30))
def test_any_text_is_borne(text: str) -> None:
    assert all(isinstance(one, str) for one in lemmas(text))
    assert text not in near_spellings(text)


@given(st.text("абвгдежзийклмнопрстуфхцчшщьыэюяії", min_size=3, max_size=12))
def test_a_name_is_never_its_own_lemma(text: str) -> None:
    assert text not in list(lemmas(text))
