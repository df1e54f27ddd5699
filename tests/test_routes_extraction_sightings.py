"""Which names of a text are places; the sentences are our own."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from routes.extraction import find_places


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Doctors at Aleppo University met Turkish officials.", ["Aleppo", "Turkish"]),
        ("The University of Nairobi and Kisumu Council agreed.", ["Nairobi", "Kisumu"]),
        ("LUSAKA — Mr Nairobi Banda and Dr Paris Moyo were thanked.", ["LUSAKA"]),
        ("She lives on Durban Street in Cardiff.", ["Cardiff"]),
        ("From Canton, Ohio, to Melville, Sask., by bus.", ["Canton", "Ohio", "Melville", "Sask."]),
        ("Canada's wheat and Kenya’s tea were praised.", ["Canada", "Kenya"]),
        ("The U.S.-led force left.", ["U.S."]),
        ("A Mwanza man and Harare police spoke.", ["Mwanza", "Harare"]),
        ("Helen Lincoln told Boston reporters that Lincoln was tired.", ["Boston"]),
        ("They went to Monday Market in May.", []),
    ],
)  # fmt: skip
def test_names_are_told_from_people_streets_and_words(
    text: str, names: list[str], gazetteer: Gazetteer
) -> None:
    found = find_places(text, gazetteer, language="en")
    assert [m.text for m in found] == names
    assert all(text[m.start : m.end] == m.text and m.rule for m in found)


def test_a_demonym_stands_for_its_country(gazetteer: Gazetteer) -> None:
    (mention,) = find_places("Several Iranians were seen.", gazetteer, language="en")
    assert mention.candidates[0].place.country == "IR"


def test_names_in_other_scripts_are_found(gazetteer: Gazetteer) -> None:
    ukrainian = "Вантажівки їдуть через міста Харків, Полтава та Київ."
    persian = "کامیون‌ها از تهران به اصفهان می‌روند"
    for text, countries in ((ukrainian, {"UA"}), (persian, {"IR"})):
        found = [m.candidates[0].place for m in find_places(text, gazetteer) if m.candidates]
        assert len(found) >= 2
        assert {place.country for place in found} >= countries


def test_names_that_the_tagger_runs_together_over_to_are_two(gazetteer: Gazetteer) -> None:
    text = "Tea went by lorry from Nairobi Depot to Mombasa in Kenya, officials said."
    found = find_places(text, gazetteer)
    assert [m.text for m in found][-2:] == ["Mombasa", "Kenya"]
