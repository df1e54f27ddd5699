"""Languages told apart; the sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.language import language_of, unread


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Trucks of tea leave Mombasa for Kampala, a clerk said.", "en"),
        ("Les camions de thé partent de Mombasa pour Kampala, selon un employé des douanes.", "fr"),
        (
            "Die Lastwagen mit Tee fahren von Mombasa nach Kampala, sagt ein Beamter der Stadt.",
            "de",
        ),
        (
            "Los camiones con té salen de Mombasa para Kampala, según el empleado de la aduana.",
            "es",
        ),
        ("Çay yüklü kamyonlar Mombasa'dan Kampala'ya gidiyor ve bir memur bunu doğruladı.", "tr"),
        ("Грузовики с чаем идут из Момбасы в Кампалу, сообщил сотрудник таможни.", "ru"),
        ("Вантажівки з чаєм їдуть із Момбаси до Кампали, що підтвердив працівник митниці.", "uk"),
        ("کامیون‌های چای از مومباسا به کامپالا می‌روند و این را یک کارمند گفت", "fa"),
        ("شاحنات الشاي تغادر من مومباسا إلى كمبالا في كل يوم", "ar"),
        ("装满茶叶的卡车从蒙巴萨开往坎帕拉", "zh"),
        ("Mombasa Kampala", "en"),
        ("123 --- 456", "und"),
    ],
)
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_language_that_is_not_read_is_named() -> None:
    assert unread("en-GB") is None
    assert unread("ru") is None
    assert "'fr'" in (unread("fr") or "")
    assert "not recognised" in (unread("und") or "")


@given(st.text(max_size=400))
def test_any_text_has_some_language(text: str) -> None:
    assert 2 <= len(language_of(text)) <= 3
