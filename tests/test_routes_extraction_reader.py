"""The whole reading on any text: it never fails, and what it gives holds together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from routes.dossier import Dossier
from routes.extraction import extract
from routes.report import Report

OWN = yaml.safe_load((Path(__file__).parent / "data/own_cases.yaml").read_text(encoding="utf-8"))
RUSSIAN = yaml.safe_load(
    (Path(__file__).parent / "data/russian_cases.yaml").read_text(encoding="utf-8")
)
GAZETTEER = Gazetteer.open()
PIECES = [
    "The tanker Aurora Star left Basra for Karachi", "with crude oil", "trucks", "from",
    "to", "via", "Iran", "the Caspian Sea", "Amirabad", "said", "denied", "it",
    "the plant at Tula", "on 3 March 2024", "2024", "which", "and", "or", "—", "-", "–", ";",
    ":", ",",
    ".", "“", "”", '"', "(", ")", "\n", "\n\n", "\t", "if", "no", "weekly", "was shelled",
    "A–B–C", "Riga–Minsk–Kyiv", "'s", "U.S.", "147.", "\u200b", "\u202e", "é", "Москва",
    "北京", "تهران", "🚢", "X" * 300, "\x00", "�", "of", "for", "at the border with Oman",
    "Russian ports", "down the Niger", "two Member States", "according to the ministry",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=300),
    st.tuples(st.sampled_from(OWN), st.integers(0, 300), st.text(max_size=8)).map(
        lambda drawn: drawn[0]["text"][: drawn[1]] + drawn[2] + drawn[0]["text"][drawn[1] :]
    ),
)


def read(text: str, language: str = "en") -> Dossier:
    report = Report(
        id="a", path="a.txt", text=text, kind="text", title="A", language=language,
        published="2024-06-15",
    )  # fmt: skip
    return extract(report, GAZETTEER)


def ids_of(dossier: Dossier) -> Iterator[list[str]]:
    for records in (dossier.places, dossier.claims, dossier.routes, dossier.sites):
        yield [record.id for record in records]


def assert_holds_together(dossier: Dossier, text: str) -> None:
    places, claims = {p.id for p in dossier.places}, {c.id for c in dossier.claims}
    for ids in ids_of(dossier):
        assert len(set(ids)) == len(ids)
    for claim in dossier.claims:
        assert claim.quote
        assert text[claim.start : claim.end] == claim.quote
        assert set(claim.answers) <= claims
    for route in dossier.routes:
        assert route.legs
        for leg in route.legs:
            ends = {end for end in (leg.from_, leg.to) if end is not None}
            assert ends | {*leg.via, *leg.passes} <= places
            assert ends or leg.via or leg.passes
            assert leg.claims
            assert set(leg.claims) <= claims
    for site in dossier.sites:
        assert site.place in places
        assert set(site.claims) <= claims


@settings(max_examples=80)
@given(TEXTS)
def test_any_text_is_read_and_what_is_found_holds_together(text: str) -> None:
    assert_holds_together(read(text), text)


@settings(max_examples=8)
@given(TEXTS)
def test_the_same_text_gives_the_same_dossier(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=10)
@given(
    st.tuples(st.sampled_from(RUSSIAN), st.integers(0, 150), st.text(max_size=8)).map(
        lambda drawn: drawn[0]["text"][: drawn[1]] + drawn[2] + drawn[0]["text"][drawn[1] :]
    )
)
def test_any_russian_text_is_read(text: str) -> None:
    pytest.importorskip("natasha", reason="the extra `ru` is not installed")
    assert_holds_together(read(text, "ru"), text)


def seconds(text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def test_ten_times_the_text_takes_no_more_than_twelve_times_as_long() -> None:
    once = "\n\n".join(case["text"] for case in OWN[:12])
    read(once)
    few = min(seconds(once) for _ in range(3))
    many = min(seconds("\n\n".join([once] * 10)) for _ in range(2))
    assert many / few <= 12
