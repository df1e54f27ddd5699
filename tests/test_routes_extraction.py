"""The reading of whole sentences and reports; all texts are written for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Gazetteer, Precision
from routes.dossier import Dossier, Mode, Phase
from routes.evidence import Stance, Status, status_of
from routes.extraction import extract, find_places
from routes.report import Report, read_report

EXAMPLE = Path(__file__).parent.parent / "examples" / "charcoal-boats.txt"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(text: str, gazetteer: Gazetteer, published: str = "2024-06-15") -> Dossier:
    report = Report(
        id="t", path="t.txt", text=text, kind="text", title="A test", published=published
    )
    return extract(report, gazetteer)


def ends(dossier: Dossier) -> list[tuple[str | None, str | None]]:
    places = {p.id: p for p in dossier.places}

    def shown(place: str | None) -> str | None:
        if place is None:
            return None
        known = places[place]
        is_country = known.precision is Precision.COUNTRY
        return known.country if is_country else known.as_written[0]

    return [(shown(r.legs[0].from_), shown(r.legs[-1].to)) for r in dossier.routes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The freighter left Mombasa on 3 May and docked in Karachi with tea.",
            ("Mombasa", "Karachi"),
        ),
        (
            "Cobalt ore is trucked from Kolwezi through Zambia to the port of Durban.",
            ("Kolwezi", "Durban"),
        ),
        (
            "Oman has sent cement to Kenya by ship from Salalah to Mombasa.",
            ("Salalah", "Mombasa"),
        ),
        (
            "Wheat moves by rail from Beira to Harare.",
            ("Beira", "Harare"),
        ),
        (
            "Oil is piped from Yanbu to Riyadh, traders said.",
            ("Yanbu", "Riyadh"),
        ),
        (
            "Cement travels overland from Mombasa to Kampala through Nairobi.",
            ("Mombasa", "Kampala"),
        ),
        (
            "Fuel convoys run between Massawa and Asmara twice a week.",
            ("Massawa", "Asmara"),
        ),
        (
            "Two flights a week carry lobsters from Halifax to Seoul via Anchorage.",
            ("Halifax", "Seoul"),
        ),
        (
            "Opium leaves Zaranj for Iran and reaches Istanbul by truck.",
            ("Zaranj", "Istanbul"),
        ),
        (
            "Arms dealers routed the shipment from Burgas via Tripoli, Lebanon, to Aden.",
            ("Burgas", "Aden"),
        ),
        (
            "The tanker, which had loaded ammonia at Odesa, was diverted to Constanta.",
            ("Odesa", "Constanta"),
        ),
        (
            "Peru has shipped copper to China through the port of Callao.",
            ("PE", "CN"),
        ),
        (
            "Kenya has imported maize from Uganda by road.",
            ("UG", "KE"),
        ),
        (
            "Freight trains on the Mombasa–Nairobi line carry fertiliser.",
            ("Mombasa", "Nairobi"),
        ),
    ],
)
def test_a_route_runs_between_the_ends_that_the_sentence_names(
    text: str, expected: tuple[str, str], gazetteer: Gazetteer
) -> None:
    assert ends(read(text, gazetteer)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Narendra Modi flew from New Delhi to Tokyo on Tuesday for a summit.",
        "The cyclone moved from the Bay of Bengal towards Chittagong.",
        "Brent crude rose from 80 to 85 dollars after talks in Vienna.",
        "Manchester United travelled to Madrid for the second leg.",
        "She moved from Paris to Berlin in 2015 and opened a gallery there.",
        "If the Strait of Hormuz were closed, tankers would have to sail around Africa.",
        "Nairobi said it would reopen talks, and Kampala welcomed the move.",
        "The firm is registered in Panama and has offices in Piraeus and Singapore.",
        "The road from Kandahar to Herat was closed by snow.",
        "Oil prices fell after tankers passed through the Strait of Hormuz unharmed.",
        "Iraq's foreign minister arrived in Ankara from Baghdad.",
        "According to Lagos, ties between Accra and Abuja are close to those of 2010.",
    ],
)
def test_what_is_no_supply_movement_makes_no_route(text: str, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer).routes == ()


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("Grain is shipped from Odesa across the Black Sea to Istanbul.", [Mode.SEA]),
        ("Spare parts were flown from Nairobi to Hargeisa.", [Mode.AIR]),
        ("Coal goes by rail from Ekibastuz to Almaty.", [Mode.RAIL]),
        ("Trucks carry cement from Lusaka to Lubumbashi.", [Mode.ROAD]),
        ("The oil pipeline runs from Baku to Ceyhan.", [Mode.PIPELINE]),
        ("Rice is carried by barge from Manaus to Santarem.", [Mode.RIVER]),
        ("The weapons were moved from Asmara to Kassala.", [Mode.UNSPECIFIED]),
        ("Wheat leaves Rostov by barge for Volgograd and goes on by rail to Saratov.",
         [Mode.RIVER, Mode.RAIL]),
    ],
)  # fmt: skip
def test_the_means_of_each_leg_is_what_is_said_nearest_to_it(
    text: str, modes: list[Mode], gazetteer: Gazetteer
) -> None:
    (route,) = read(text, gazetteer).routes
    assert [leg.mode for leg in route.legs] == modes


@pytest.mark.parametrize(
    ("text", "cargo", "to"),
    [
        ("Every week the company ships cement from Varna to Poti.", "cement", "poti"),
        ("Mortars are shipped from Bar to Misrata, dock workers said.", "Mortars", "misrata"),
        ("Roses are flown from Entebbe to Dubai, growers said.", "Roses", "dubai"),
        ("Steel pipes are trucked from Pavlodar to Aktau.", "Steel pipes", "aktau"),
    ],
)
def test_goods_and_ends_keep_to_themselves(
    text: str, cargo: str, to: str, gazetteer: Gazetteer
) -> None:
    (route,) = read(text, gazetteer).routes
    assert (route.cargo, route.legs[-1].to) == (cargo, to)


@pytest.mark.parametrize(
    "speaker", ["a US official", "a US defence official", "US officials", "a Kenya port official"]
)
def test_the_country_of_who_says_it_is_no_stop(speaker: str, gazetteer: Gazetteer) -> None:
    dossier = read(f"Tea is shipped by sea from Mombasa to Karachi, {speaker} said.", gazetteer)
    assert [len(route.legs) for route in dossier.routes] == [1]
    assert ends(dossier) == [("Mombasa", "Karachi")]


def test_waters_are_crossed_and_towns_are_stops(gazetteer: Gazetteer) -> None:
    dossier = read(
        "Timber is shipped from Varna across the Black Sea to Poti and trucked through "
        "Tbilisi to Yerevan.",
        gazetteer,
    )
    (route,) = dossier.routes
    names = [(leg.from_, leg.via, leg.to) for leg in route.legs]
    assert names == [
        ("varna", ("black-sea",), "poti"),
        ("poti", (), "tbilisi"),
        ("tbilisi", (), "yerevan"),
    ]


def test_headings_and_lines_of_a_page_do_not_run_together(gazetteer: Gazetteer) -> None:
    text = (
        "Grain reaches the lake\n"
        "Trucks of maize left Mombasa for Kisumu on Monday, the ministry said.\n"
        "Officials in Kisumu denied the report."
    )
    report = Report(id="t", path="t.html", text=text, kind="html", title="A test", body_start=23)
    dossier = extract(report, gazetteer)
    assert ends(dossier) == [("Mombasa", "Kisumu")]
    assert [c.quote for c in dossier.claims] == text.split("\n")[1:]


def test_capes_are_rounded_and_an_open_end_is_closed_by_the_next_sentence(
    gazetteer: Gazetteer,
) -> None:
    dossier = read(
        "The tanker sailed from Fujairah around the Cape of Good Hope. It was bound for Dakar.",
        gazetteer,
    )
    (route,) = dossier.routes
    (leg,) = route.legs
    assert (leg.from_, leg.passes, leg.to) == ("fujairah", ("cape-of-good-hope",), "dakar")
    assert len(leg.claims) == 2


def test_each_of_two_chains_in_a_sentence_keeps_its_means_and_its_date(
    gazetteer: Gazetteer,
) -> None:
    dossier = read(
        "Supplies went by rail from Haiphong to Kunming and, after 1940, from Yangon by road "
        "to Chongqing.",
        gazetteer,
    )
    first, second = dossier.routes
    assert (first.legs[0].mode, first.when) == (Mode.RAIL, None)
    assert second.legs[0].mode is Mode.ROAD
    assert second.when is not None
    assert second.when.text == "after 1940"


def test_a_place_that_only_says_where_another_lies_is_no_stop(gazetteer: Gazetteer) -> None:
    text = (
        "A fuel depot is being built near Gulu, 300 km north of Kampala, for trucks from Mombasa."
    )
    dossier = read(text, gazetteer)
    assert "Kampala" not in {w for p in dossier.places for w in p.as_written}
    assert [(s.activity, s.phase) for s in dossier.sites] == [
        ("fuel depot", Phase.UNDER_CONSTRUCTION)
    ]


def test_capitals_that_reject_are_speakers_and_their_denial_answers_the_claim(
    gazetteer: Gazetteer,
) -> None:
    dossier = read(
        "Rebels in Sudan receive rifles that are flown from Asmara to Kassala, the UN panel said. "
        "Eritrea and its allies have rejected the allegations.",
        gazetteer,
    )
    (route,) = dossier.routes
    claims = {c.id: c for c in dossier.claims}
    said, denied = (claims[c] for c in route.legs[0].claims)
    assert (said.attributed_to, said.stance) == ("UN panel", Stance.ASSERTS)
    assert denied.stance is Stance.DENIES
    assert denied.answers == (said.id,)
    sources = {s.id: s for s in dossier.sources}
    assert status_of([said, denied], sources) is Status.DISPUTED


@pytest.mark.parametrize(
    ("text", "stance", "speaker"),
    [
        ("Ghana denied that it had supplied drones to Togo.", Stance.DENIES, "Ghana"),
        ("The agency withdrew its statement that arms had been flown from Accra to Bamako.",
         Stance.RETRACTS, "the agency"),
        ("Kenya has not sent any ammunition to Somalia, an army spokesman said.",
         Stance.DENIES, "an army spokesman"),
    ],
)  # fmt: skip
def test_what_is_told_only_to_be_denied_is_a_claim_without_a_route(
    text: str, stance: Stance, speaker: str, gazetteer: Gazetteer
) -> None:
    dossier = read(text, gazetteer)
    assert dossier.routes == ()
    assert [(c.stance, c.attributed_to) for c in dossier.claims] == [(stance, speaker)]


@pytest.mark.parametrize(
    ("text", "cargo"),
    [
        ("Kenya denied that tea was shipped from Mombasa to Karachi.", "tea"),
        ("Officials rejected the report that trucks go from Mombasa to Karachi.", None),
    ],
)
def test_a_denial_that_stands_alone_tells_between_which_places(
    text: str, cargo: str | None, gazetteer: Gazetteer
) -> None:
    dossier = read(text, gazetteer)
    assert dossier.routes == ()
    (claim,) = dossier.claims
    assert claim.about is not None
    named = {place.id: place.name for place in dossier.places}
    assert [named[end] for end in claim.about.ends] == ["Mombasa", "Karachi"]
    assert claim.about.cargo == cargo


@pytest.mark.parametrize(
    ("text", "speaker", "via", "hedges"),
    [
        ("Cocoa is allegedly smuggled from Kumasi to Lome, according to the police.",
         "the police", None, ("allegedly",)),
        ("Minister Ama Mensah said cocoa was reportedly trucked to Lome, newspapers reported.",
         "Ama Mensah", "newspapers", ("reportedly",)),
        ("Cocoa is trucked from Kumasi to Lome, an official told Reuters.",
         "an official", "Reuters", ()),
    ],
)  # fmt: skip
def test_who_says_it_and_through_whom(
    text: str,
    speaker: str,
    via: str | None,
    hedges: tuple[str, ...],
    gazetteer: Gazetteer,
) -> None:
    (claim,) = read(text, gazetteer).claims
    assert (claim.attributed_to, claim.reported_via, claim.status_words) == (speaker, via, hedges)


def test_dates_of_telling_and_of_happening_are_kept_apart(gazetteer: Gazetteer) -> None:
    text = (
        "The police said on Friday that cocoa has been trucked from Kumasi to Lome since May 2023."
    )
    dossier = read(text, gazetteer)
    (route,), (claim,) = dossier.routes, dossier.claims
    assert route.when is not None
    assert route.when.earliest == "2023-05-01"
    assert claim.said_on is not None
    assert claim.said_on.edtf == "2024-06-14"


def test_every_quotation_stands_verbatim_at_its_offsets_in_any_script(
    gazetteer: Gazetteer,
) -> None:
    text = (
        "«Привет» 🚚 — Trucks carry flour from Lviv to Kraków.\r\n\r\n"
        "Officials in Kraków denied the report."
    )
    dossier = read(text, gazetteer)
    assert {c.stance for c in dossier.claims} == {Stance.ASSERTS, Stance.DENIES}
    assert all(text[c.start : c.end] == c.quote for c in dossier.claims)


def test_a_report_without_movements_gives_an_empty_dossier(gazetteer: Gazetteer) -> None:
    dossier = read("The council met in Bern and adjourned at noon.", gazetteer)
    assert (dossier.routes, dossier.sites, dossier.claims, dossier.places) == ((), (), (), ())


def test_the_example_report_is_read_whole(gazetteer: Gazetteer) -> None:
    dossier = extract(read_report(EXAMPLE), gazetteer)
    assert ("Bosaso", "SA") in ends(dossier)
    sea = next(leg for r in dossier.routes for leg in r.legs if leg.mode is Mode.SEA)
    written = {p.id: p.as_written[0] for p in dossier.places}
    stops = [written[p] for p in (sea.from_, *sea.via, sea.to) if p]
    assert stops == ["Bosaso", "Gulf of Aden", "Salalah"]
    claims = {c.id: c for c in dossier.claims}
    assert {claims[c].stance for c in sea.claims} == {Stance.ASSERTS, Stance.DENIES}
    assert [(s.activity, s.phase) for s in dossier.sites] == [
        ("charcoal depot", Phase.UNDER_CONSTRUCTION)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Вантаж везли з Харкова до Києва через Полтаву.", ["Kharkiv", "Kyiv", "Poltava"]),
        ("Το πλοίο έφυγε από τον Πειραιά για τον Βόλο.", ["Piraeus", "Volos"]),
        ("The clerk wrote «із Запоріжжя до Дніпра» on the bill.", ["Zaporizhzhya", "Dnipro"]),
        ("The stamp reads از تهران and nothing else.", ["Tehran"]),
    ],
)
def test_names_in_their_cases_and_alphabets_are_found_in_any_text(
    text: str, names: list[str], gazetteer: Gazetteer
) -> None:
    found = find_places(text, gazetteer)
    assert [m.candidates[0].place.name for m in found] == names


def test_places_are_found_whatever_part_they_play(gazetteer: Gazetteer) -> None:
    text = "Kabul said it would send grain from Herat, near the border with Iran."
    found = find_places(text, gazetteer)
    assert [(m.text, text[m.start : m.end]) for m in found] == [
        ("Kabul", "Kabul"),
        ("Herat", "Herat"),
        ("Iran", "Iran"),
    ]
    assert all(m.candidates for m in found)
