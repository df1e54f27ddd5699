"""What a dossier's author withholds or generalises is nowhere in what is published."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.dossier import Dossier, dump_dossier
from routes.evidence import Redaction, Status, claims_on, status_of
from routes.masking import BLOCK, Mask
from routes.redaction import redacted

TEXT = (
    "Ivor Quillfeather said on Friday that grain goes from Zorvalplotz to Mirkhaven by lorry. "
    "Zorvalplotz’s mayor denied it. A second report: grain also leaves Mirkhaven for Oststadt, "
    "said the Quay Board, as Quillfeather had said."
)
OTHER = "The Courier wrote: grain goes from Zorvalplotz to Mirkhaven by lorry."


def at(quote: str, text: str = TEXT, source: str = "s1", **more: object) -> dict[str, object]:
    start = text.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), "source": source, **more}


FIRST = "Ivor Quillfeather said on Friday that grain goes from Zorvalplotz to Mirkhaven by lorry."
LEAVES = "grain also leaves Mirkhaven for Oststadt"


def dossier(**marks: Mapping[str, object]) -> Dossier:
    """The same small dossier, with fields set on records by their id."""
    sources = [
        {"id": "s1", "title": "Grain by lorry", "publisher": "The Ledger", "text": "grain.txt"},
        {"id": "s2", "title": "Courier notes", "text": "zorvalplotz-courier.txt"},
    ]
    for source, text in zip(sources, (TEXT, OTHER), strict=True):
        source["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    places = [
        {"id": "zorvalplotz", "name": "Port of Zorvalplotz", "as_written": ["Zorvalplotz"],
         "country": "IR", "kind": "port", "precision": "site", "lon_deg": 53.3654,
         "lat_deg": 36.8519, "refs": ["curated:zorvalplotz-port"], "why": ["called Zorvalplotz"],
         "alternatives": [{"ref": "geonames:1", "name": "Zorvalplotz", "lon_deg": 53.4,
                           "lat_deg": 36.9}]},
        {"id": "mirkhaven", "name": "Mirkhaven", "precision": "locality", "lon_deg": 47.5,
         "lat_deg": 42.9, "why": ["near Zorvalplotz"],
         "alternatives": [{"ref": "curated:zorvalplotz-port", "name": "Mirk", "lon_deg": 1,
                           "lat_deg": 1}]},
        {"id": "oststadt", "name": "Oststadt", "precision": "locality", "lon_deg": 30.5,
         "lat_deg": 50.4},
    ]  # fmt: skip
    claims = [
        {"id": "c1", **at(FIRST), "attributed_to": "Ivor Quillfeather", "role": "Head of Lists"},
        {"id": "c2", **at("Zorvalplotz’s mayor denied it."), "attributed_to": "mayor",
         "stance": "denies", "answers": ["c1"]},
        {"id": "c3", **at(LEAVES), "attributed_to": "the Quay Board"},
        {"id": "c4", **at(OTHER[19:], OTHER, "s2")},
    ]  # fmt: skip
    routes = [
        {"id": "r1", "title": "Port of Zorvalplotz to Mirkhaven", "mover": "Kuhn Lines",
         "legs": [{"from": "zorvalplotz", "to": "mirkhaven", "mode": "road",
                   "drawn": [[53.3654, 36.8519], [47.5, 42.9]], "claims": ["c1", "c2", "c4"]}]},
        {"id": "r2", "title": "Mirkhaven to Oststadt",
         "when": {"text": "on 9 June 2023", "edtf": "2023-06-09", "earliest": "2023-06-09",
                  "latest": "2023-06-09"},
         "legs": [{"from": "mirkhaven", "to": "oststadt", "claims": ["c3"]}]},
    ]  # fmt: skip
    sites = [{"id": "x1", "place": "oststadt", "activity": "granary", "claims": ["c3"]}]
    groups: dict[str, list[Any]] = {
        "sources": sources, "places": places, "claims": claims, "routes": routes, "sites": sites,
    }  # fmt: skip
    for group in groups.values():
        for record in group:
            record.update(marks.get(str(record["id"]), {}))
    return Dossier.model_validate(
        {"id": "zorvalplotz-2023", "title": "Zorvalplotz by lorry", **groups}
    )


TEXTS = {"s1": TEXT, "s2": OTHER}
WITHHOLD = {"redaction": "withhold"}
GENERALISE = {"redaction": "generalise"}


def published(**marks: Mapping[str, object]) -> tuple[Dossier, dict[str, str], str]:
    shown, texts = redacted(dossier(**marks), TEXTS)
    for claim in shown.claims:
        if claim.source in texts:
            assert texts[claim.source][claim.start : claim.end] == claim.quote
    everything = dump_dossier(shown) + "".join(f"{k}{v}" for k, v in texts.items())
    assert redacted(shown, texts) == (shown, texts), "a second time changes something"
    return shown, texts, everything.casefold()


def test_without_marks_nothing_changes() -> None:
    assert redacted(dossier(), TEXTS) == (dossier(), TEXTS)


def test_a_generalised_place_gives_itself_away_nowhere() -> None:
    shown, texts, everything = published(zorvalplotz=GENERALISE)
    place = shown.places[0]
    assert (place.name, place.lon_deg, place.lat_deg) == ("a place in IR", 53.5, 36.5)
    assert place.precision == "region"
    assert "zorval" not in everything
    assert "53.36" not in everything
    assert shown.routes[0].legs[0].drawn is None
    assert shown.routes[0].legs[0].from_ == place.id == "place-1"
    assert not shown.places[1].alternatives
    assert BLOCK * len("Zorvalplotz") in shown.claims[0].quote
    assert len(texts["s1"]) == len(TEXT)
    digests = [hashlib.sha256(t.encode()).hexdigest() for t in texts.values()]
    assert [source.sha256 for source in shown.sources] == digests


def test_a_translation_does_not_tell_what_is_masked_in_the_original() -> None:
    told = {"c1": {"translation": "Es geht über Sorwalplotz"}, "c3": {"translation": "Getreide"}}
    shown, _, everything = published(zorvalplotz=GENERALISE, **told)
    assert "sorwal" not in everything
    assert [claim.translation for claim in shown.claims] == [None, None, "Getreide", None]


@pytest.mark.parametrize("mark", [WITHHOLD, GENERALISE])
def test_what_a_denial_is_about_is_not_published_beside_a_secret(mark: dict[str, object]) -> None:
    about = {"from": "zorvalplotz", "to": "oststadt", "cargo": "grain"}
    shown, _, everything = published(zorvalplotz=mark, c2={"about": about})
    assert all(claim.about is None for claim in shown.claims)
    assert "zorvalplotz" not in everything
    assert redacted(dossier(c2={"about": about}), TEXTS)[0].claims[1].about is not None


def test_shown_as_names_it() -> None:
    marks: dict[str, object] = {**GENERALISE, "shown_as": "a southern port"}
    shown, _, _ = published(zorvalplotz=marks)
    assert shown.places[0].name == "a southern port"
    assert shown.routes[0].title == f"{BLOCK * 19} to Mirkhaven"


def test_a_withheld_place_takes_its_legs_and_their_claims_with_it() -> None:
    shown, texts, everything = published(zorvalplotz=WITHHOLD)
    assert [route.id for route in shown.routes] == ["r2"]
    assert [claim.id for claim in shown.claims] == ["c3"]
    assert "zorval" not in everything
    assert "by lorry" not in texts["s1"], "the sentence of a lost claim is told all the same"
    assert set(texts) == {"s1"}, "a source that nothing quotes any more is gone"


def test_a_withheld_claim_is_masked_wherever_its_words_stand() -> None:
    shown, _, everything = published(c1=WITHHOLD, c4=WITHHOLD)
    assert "grain goes from" not in everything
    assert "quillfeather" not in everything
    assert [claim.id for claim in shown.claims] == ["c3"], "a denial of nothing stays behind"
    assert [route.id for route in shown.routes] == ["r2"]


def test_a_generalised_claim_loses_its_speaker_everywhere() -> None:
    shown, _, everything = published(c1={**GENERALISE, "shown_as": "an official"})
    assert shown.claims[0].attributed_to == "an official"
    assert shown.claims[0].role is None
    assert "quillfeather" not in everything


def test_a_generalised_source_is_a_year_and_a_language() -> None:
    shown, texts, everything = published(s2=GENERALISE, s1={"published": "2023-06-09"})
    assert shown.sources[1].title == "a source not named here"
    assert "courier notes" not in everything
    assert set(texts) == {"s1"}


def test_two_reports_of_one_withheld_source_are_no_two_witnesses() -> None:
    rests: dict[str, object] = {"based_on": ["s3"]}
    whole = dossier(s1=rests, s2=rests)
    third = {"id": "s3", "title": "A briefing", "redaction": "withhold"}
    whole = Dossier.model_validate(
        {**whole.model_dump(), "sources": [*whole.model_dump()["sources"], third]}
    )
    shown, _ = redacted(whole, TEXTS)
    leg = shown.routes[0].legs[0]
    sources = {source.id: source for source in shown.sources}
    said = [c for c in claims_on(leg.claims, {c.id: c for c in shown.claims}) if c.id != "c2"]
    assert status_of(said, sources) is Status.SINGLE_SOURCE
    assert "briefing" not in dump_dossier(shown)


def test_a_generalised_route_and_site_are_coarse_in_place_and_time() -> None:
    shown, _, everything = published(r2=GENERALISE, x1=GENERALISE)
    route = shown.routes[1]
    assert route.when is not None
    assert (route.when.text, route.when.edtf) == ("2023", "2023")
    assert route.title == "a place not named here to a place not named here"
    assert shown.sites[0].activity == "site"
    assert "oststadt" not in everything
    assert "9 june" not in everything


def test_a_second_record_of_the_spot_is_generalised_with_it() -> None:
    shown, _, _ = published(
        zorvalplotz=GENERALISE, oststadt={"lon_deg": 53.3654, "lat_deg": 36.8519}
    )
    assert {p.lon_deg for p in shown.places} == {53.5, 47.5}


@pytest.mark.parametrize(
    ("secret", "text", "expected"),
    [
        ("Oman", "An Omani woman", "An █████ woman"),
        ("Aden", "laden in Aden", "laden in ████"),
        ("Ur", "during Ur", "during ██"),
        ("Bandar-e Abbas", "bandar e‑Abbās, BANDARABBAS", "██████████████, BANDARABBAS"),
        ("Махачкала", "из Махачкалы в Махачкалу", "из █████████ в █████████"),
        ("北京", "从北京出发", "从██出发"),
        ("Zürich", "Zu\u0308rich, ZURICH", "███████, ██████"),
        ("Kuhn", "K\u200buhn", "█████"),
        ("—", "a — b", "a — b"),
    ],
)
def test_masking(secret: str, text: str, expected: str) -> None:
    assert Mask([secret]).masked(text) == expected


def test_addresses_and_ids_that_speak_are_told() -> None:
    mask = Mask(["Port Zorval", "Ur"])
    assert mask.hides("https://x.example/portzorval-2023.html")
    assert mask.hides("https://x.example/Port%20Zorval")
    assert mask.hides("ur-notes.txt")
    assert not mask.hides("turning.txt")


# Not "Crossing": a place's generic word tells nothing and stays.
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=8).map(lambda word: f"Zq{word}")
OPEN = ["the", "and", "of", "at", "grain", "goes", "from", "lorry", "by", "to", "Mirkhaven"]


@settings(max_examples=60)
@given(
    st.lists(WORDS, min_size=6, max_size=6, unique=True),
    st.sampled_from(list(Redaction)),
    st.lists(st.sampled_from([*OPEN, "#0", "#1", "#2", "#3"]), min_size=4, max_size=30),
    st.floats(-179, 179),
    st.floats(-89, 89),
)
def test_no_secret_is_in_what_is_published(
    secrets: list[str], mark: Redaction, words: list[str], lon_deg: float, lat_deg: float
) -> None:
    """Any text and any record that a secret may have got into."""
    for number, secret in enumerate(secrets):
        words = [word.replace(f"#{number}", secret) for word in words]
    text = " ".join(words)
    name, speaker, title, mover, url, spare = secrets
    whole = dossier(
        zorvalplotz={"redaction": mark, "name": name, "as_written": [spare], "lon_deg": lon_deg,
                     "lat_deg": lat_deg},
        c1={"redaction": mark, "attributed_to": speaker, "role": name},
        c2={"about": {"from": "zorvalplotz", "to": "oststadt", "cargo": spare}},
        c3={"quote": text, "start": 0, "end": len(text), "role": speaker, "rule": title},
        s2={"redaction": mark, "title": title, "url": f"https://{url}.example/", "authors": [url]},
        r1={"redaction": mark, "mover": mover, "cargo": spare, "when": {"text": text}},
        mirkhaven={"as_written": words, "why": [text], "refs": [f"own:{name}"]},
        r2={"title": text, "mover": name, "cargo": mover, "frequency": speaker},
        x1={"activity": f"{name} store", "id": f"x-{name}"},
        s1={"title": text, "url": f"https://a.example/{spare}", "publisher": speaker},
    ).model_copy(update={"id": f"of-{name}", "title": text})  # fmt: skip
    shown, texts = redacted(whole, {"s1": text, "s2": text})
    Dossier.model_validate(shown.model_dump())
    everything = (dump_dossier(shown) + str(texts)).casefold()
    assert not [secret for secret in secrets if secret.casefold() in everything]
    exact = [str(degrees) for degrees in (lon_deg, lat_deg) if len(str(degrees)) > 8]
    assert not [degrees for degrees in exact if degrees in everything]
    for place in shown.places:
        # Moved within its cell, the place would be published at the same position.
        if place.id == "place-1" and place.lon_deg is not None and place.lat_deg is not None:
            assert (place.lon_deg % 1, place.lat_deg % 1) == (0.5, 0.5)


def test_a_dossier_that_does_not_hold_together_is_no_leak_and_no_error() -> None:
    """In Python nobody has checked the references."""
    whole = dossier(zorvalplotz=GENERALISE, c1={"source": "none"}, x1={"place": "none"})
    shown, _ = redacted(whole, TEXTS)
    assert "zorval" not in dump_dossier(shown).casefold()
