"""The interface's words: complete in every language, with the same places for values."""

import re

import pytest

from gazetteer.errors import SupplyroutesError
from maps.finding import finding_of
from maps.languages import LANGUAGES, language
from maps.scaffold import SCRIPTS, _part
from routes.dossier import Dossier

COUNTED = ("finding.routes", "finding.sites")
APART = (
    "page",
    "finding",
    "embed",
    "note",
    "mode",
    "basis",
    "approach",
    "status",
    "phase",
    "precision",
    "list",
)


def keys(code: str) -> set[str]:
    """All keys; the plural forms of a language count as one."""
    return {k.rsplit(".", 1)[0] if k.startswith(COUNTED) else k for k in language(code).words}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_language_misses_a_word_or_has_one_too_many(code: str) -> None:
    assert keys(code) == keys("en")
    assert all(words.strip() for words in language(code).words.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_places_for_values(code: str) -> None:
    for key, words in language("en").words.items():
        if not key.startswith(COUNTED):
            given = re.findall(r"\{\w+\}", language(code).words[key])
            assert sorted(given) == sorted(re.findall(r"\{\w+\}", words)), key


def test_the_page_uses_every_word_and_knows_every_word_that_it_uses() -> None:
    program = "\n".join(_part(name) for name in SCRIPTS)
    known = language("en").words
    used = set(re.findall(r"\b(?:t|parts)\(\s*\"([\w.-]+)\"", program))
    used |= set(re.findall(r"\"([a-z]+\.[\w.-]+)\"", program)) & known.keys()
    assert {key for key in used if "." in key} <= known.keys()
    made = set(re.findall(r"`(\w+)\.\$\{", program))
    body = set(re.findall(r"\[\[([\w.]+)\]\]", _part("body.html")))
    unused = known.keys() - used - body
    assert {k for k in unused if k.partition(".")[0] not in {*made, *APART}} == set()


def test_numbers_take_the_form_that_the_language_gives_them() -> None:
    forms = {n: language("ru").counted("finding.routes", n) for n in (1, 3, 5, 11, 21, 104)}
    assert forms == {
        1: "ещё 1 маршрут",
        3: "ещё 3 маршрута",
        5: "ещё 5 маршрутов",
        11: "ещё 11 маршрутов",
        21: "ещё 21 маршрут",
        104: "ещё 104 маршрута",
    }
    assert language("ar").counted("finding.routes", 2) == "طريقان آخران"
    assert language("ar").counted("finding.routes", 103) == "103 طرق أخرى"
    assert language("fr").counted("finding.sites", 0) == "0 site"
    assert language("en").counted("finding.sites", 0) == "0 sites"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_finding_is_said_in_every_language(red_sea: Dossier, code: str) -> None:
    told = finding_of(red_sea, language(code))
    text = "".join(words for words, _ in told)
    for name in ("charcoal", "Berbera", "Port Sudan", "Chad", "Hana Tesfai"):
        assert (name, True) in told
    assert "{" not in text
    assert code == "en" or "Reported" not in text


def test_a_language_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SupplyroutesError, match="choose one of en, ru"):
        language("xx")
