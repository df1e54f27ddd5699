"""What the page says: numbers, status, denials beside what they deny, sentences."""

import pytest

from maps.finding import finding_of
from maps.view import view_of
from maps.wording import filled, listed_words, marked, web_address
from routes.dossier import Dossier, Leg


def told(dossier: Dossier) -> str:
    return "".join(text for text, _ in finding_of(dossier))


def with_claims(dossier: Dossier, **updates: dict[str, object]) -> Dossier:
    claims = tuple(c.model_copy(update=updates.get(c.id, {})) for c in dossier.claims)
    return dossier.model_copy(update={"claims": claims})


def test_legs_and_then_sites_are_numbered_in_reading_order(red_sea: Dossier) -> None:
    items = view_of(red_sea, lines={}, texts={}).items
    assert [(item.number, item.kind) for item in items] == [
        (1, "leg"), (2, "leg"), (3, "leg"), (4, "leg"), (5, "site"),
    ]  # fmt: skip
    assert [item.key for item in items] == ["r1.1", "r1.2", "r2.1", "r3.1", "x1"]


def test_a_denial_stands_beside_what_it_denies_though_the_leg_does_not_name_it(
    red_sea: Dossier,
) -> None:
    view = view_of(red_sea, lines={}, texts={})
    said, answered = view.items[0].exchanges[0].said, view.items[0].exchanges[0].answers
    assert [view.claims[n].stance for n in said] == ["asserts"]
    assert [view.claims[n].stance for n in answered] == ["denies"]
    assert view.items[1].exchanges[0].answers == ()


def test_an_answer_that_names_nothing_stands_beside_all(red_sea: Dossier) -> None:
    legs = (Leg(from_="berbera", to="chad", claims=("c1", "c2", "c3")),)
    route = red_sea.routes[0].model_copy(update={"legs": legs})
    dossier = with_claims(red_sea, c3={"answers": ()}).model_copy(update={"routes": (route,)})
    (exchange,) = view_of(dossier, lines={}, texts={}).items[0].exchanges
    assert len(exchange.said) == 2
    assert len(exchange.answers) == 1


def test_a_leg_without_a_line_says_why(red_sea: Dossier) -> None:
    open_leg = red_sea.routes[0].model_copy(update={"legs": (Leg(from_="berbera"),)})
    items = view_of(red_sea.model_copy(update={"routes": (open_leg,)}), lines={}, texts={}).items
    assert items[0].undrawn == "no-destination"
    assert view_of(red_sea, lines={}, texts={}).items[0].undrawn == "ends-meet"


def test_the_finding_is_one_sentence_with_its_standing(red_sea: Dossier) -> None:
    assert told(red_sea) == (
        "Reported: charcoal from Berbera by sea to Port Sudan, and on to Chad"
        " — in part disputed: asserted by Hana Tesfai, denied by Berbera port office"
        "; 2 further routes and 1 site below."
    )


def test_two_sources_for_two_legs_do_not_corroborate_each_other(red_sea: Dossier) -> None:
    first, second = red_sea.routes[0].legs
    legs = (
        first.model_copy(update={"claims": ("c4",)}),
        second.model_copy(update={"claims": ("c5",)}),
    )
    route = red_sea.routes[0].model_copy(update={"legs": legs})
    dossier = red_sea.model_copy(update={"routes": (route,)})
    assert "— from a single source:" in told(dossier)
    assert "corroborated" not in told(dossier)


def test_what_only_a_denial_speaks_of_is_not_asserted(red_sea: Dossier) -> None:
    site = red_sea.sites[0].model_copy(update={"claims": ("c3",)})
    bare = with_claims(red_sea, c3={"answers": ()}).model_copy(
        update={"routes": (), "sites": (site,)}
    )
    assert (
        told(bare)
        == "Planned, as reported: packing hall, Assab — denied: denied by Berbera port office."
    )


def test_hedging_words_are_marked_as_whole_words_only() -> None:
    runs = marked("Allegedly, the allegedlyness of a claim", ["allegedly", ""])
    assert runs == (("Allegedly", True), (", the allegedlyness of a claim", False))
    assert "".join(text for text, _ in runs) == "Allegedly, the allegedlyness of a claim"
    assert marked("a (b", ["(b"]) == (("a ", False), ("(b", True))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://a.example",
        "https://a.example/\u202egpj",
        "https://paper.example@evil.example/",
        "https://paper.example\\@evil.example/",
        "data:text/html,x",
        "//a.example",
        "https://",
        "https://[",
        'https://a.example/"onclick=x',
        "vbscript:x",
        "https://a.example/\n",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["https://a.example/x?y=1&z=2#f", "http://b.example/é|{}"])
def test_web_addresses_stay_as_they_are(url: str) -> None:
    assert web_address(url) == url


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert listed_words(["a"], ", ", " and ") == [("a", True)]
    runs = listed_words(["a", "b", "c"], ", ", " and ")
    assert "".join(text for text, _ in runs) == "a, b and c"


def test_values_fill_a_template_once() -> None:
    runs = filled("{a} to {b}.", a=[("{b}", True)], b=[("x", True)])
    assert runs == [("{b}", True), (" to ", False), ("x", True), (".", False)]


def test_translations_and_answers_are_kept(red_sea: Dossier) -> None:
    view = view_of(with_claims(red_sea, c3={"translation": "Nichts"}), lines={}, texts={})
    assert view.claims[2].translation == "Nichts"
    assert view.claims[2].answers == (0,)
