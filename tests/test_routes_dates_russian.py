"""Russian date phrases."""

from __future__ import annotations

import pytest

from routes.dates_russian import read_russian_dates


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Судно вышло 9 июня 2023 года из порта.", "2023-06-09"),
        ("Это было в конце августа 2022 года.", "2022-08~"),
        ("Рейсы идут с августа.", "2023-08/.."),
        ("Груз прибыл в феврале.", "2024-02"),
        ("Об этом сообщили вчера.", "2024-03-14"),
        ("Колонна ушла на прошлой неделе.", "2024-03-04/2024-03-10"),
        ("Завод построили в 2024 году.", "2024"),
        ("Порт откроют к началу 2024 года.", "../2024~"),
    ],
)
def test_the_common_phrases(text: str, edtf: str) -> None:
    (phrase,) = read_russian_dates(text, "2024-03-15")
    assert phrase.when.edtf == edtf
    assert text[phrase.start : phrase.end] == phrase.when.text


@pytest.mark.parametrize("text", ["Мария живёт в Майкопе.", "Привезли 2024 ящика.", ""])
def test_other_words_are_no_dates(text: str) -> None:
    assert read_russian_dates(text, "2024-03-15") == ()
