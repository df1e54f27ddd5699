"""What the page says: numbers, status, denials beside what they deny, sentences."""

import pytest

from maps.finding import finding_of
from maps.view import view_of
from maps.wording import day_words, kilometre_words, listed, marked, web_address
from routes.dossier import Dossier, Leg
from routes.evidence import Stance


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
    assert items[0].spoken == (
        "Reported sea leg, Berbera to Port Sudan, disputed, denied by Berbera port office"
    )


def test_a_denial_stands_beside_what_it_denies_though_the_leg_does_not_name_it(
    red_sea: Dossier,
) -> None:
    view = view_of(red_sea, lines={}, texts={})
    said, answered = view.items[0].exchanges[0].said, view.items[0].exchanges[0].answers
    assert [view.claims[n].stance for n in said] == ["asserts"]
    assert [view.claims[n].label for n in answered] == ["denied by"]
    assert view.items[1].exchanges[0].answers == ()


def test_an_answer_that_names_nothing_stands_beside_all(red_sea: Dossier) -> None:
    legs = (Leg(from_="berbera", to="chad", claims=("c1", "c2", "c3")),)
    route = red_sea.routes[0].model_copy(update={"legs": legs})
    dossier = with_claims(red_sea, c3={"answers": ()}).model_copy(update={"routes": (route,)})
    (exchange,) = view_of(dossier, lines={}, texts={}).items[0].exchanges
    assert len(exchange.said) == 2
    assert len(exchange.answers) == 1


def test_stops_are_shared_by_legs_that_join_and_set_apart_where_they_do_not(
    red_sea: Dossier,
) -> None:
    route = red_sea.routes[0]
    rows = view_of(red_sea, lines={}, texts={}).routes[0].rows
    assert [row.kind for row in rows] == ["stop", "leg", "stop", "leg", "stop"]
    torn = route.model_copy(update={"legs": (route.legs[0], Leg(to="chad", claims=("c2",)))})
    rows = (
        view_of(red_sea.model_copy(update={"routes": (torn,)}), lines={}, texts={}).routes[0].rows
    )
    assert [(row.kind, row.apart) for row in rows][3] == ("stop", True)
    assert rows[3].words == "Origin not stated"


def test_a_leg_without_a_line_says_why(red_sea: Dossier) -> None:
    open_leg = red_sea.routes[0].model_copy(update={"legs": (Leg(from_="berbera"),)})
    items = view_of(red_sea.model_copy(update={"routes": (open_leg,)}), lines={}, texts={}).items
    assert items[0].note == "Not drawn: the report leaves the destination open."
    both_known = view_of(red_sea, lines={}, texts={}).items[0].note
    assert both_known == "Not drawn: the ends meet, or one lies within the other."


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


def test_distances_claim_no_more_than_is_known() -> None:
    assert kilometre_words(847.4) == "about 850 km"
    assert kilometre_words(12345) == "about 12,340 km"
    assert kilometre_words(42.4) == "about 42 km"
    assert kilometre_words(0.2) == "under 1 km"


def test_dates_are_worded_and_others_kept() -> None:
    assert day_words("2023-06-09") == "9 June 2023"
    assert day_words("spring 2023") == "spring 2023"


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_every_stance_has_its_words(red_sea: Dossier) -> None:
    for stance in Stance:
        view = view_of(with_claims(red_sea, c3={"stance": stance}), lines={}, texts={})
        assert view.claims[2].label.endswith(" by")
