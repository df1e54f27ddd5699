"""What several reports tell becomes one; what a person has settled stands as it was."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.names import fold
from routes.dossier import Dossier
from routes.evidence import Claim, Source, Stance, Status, claims_on, status_of, witnesses
from routes.merging import merge
from routes.merging.likeness import like_goods, like_work
from routes.merging.restated import restated_texts
from routes.problem import Locator
from routes.reasons import status_reason
from routes.references import broken_references


def told(outlet: str, *legs: dict[str, Any], cargo: Any = "salt", **more: Any) -> Dossier:
    """A report of one outlet on one route between places A, B and C."""
    spots = {"a": (10.0, 50.0), "b": (12.0, 51.0), "c": (14.0, 52.0)}
    places = [
        {"id": k, "name": f"Town {k.upper()}", "country": "DE", "kind": "city", "lon_deg": lon,
         "lat_deg": lat, "refs": [f"geonames:{k}"], "resolved_by": "machine", "score": 0.9}
        for k, (lon, lat) in spots.items()
    ]  # fmt: skip
    source = {"id": "s1", "published": "2023-05-01"}
    claim = {"id": "c1", "source": "s1", "quote": outlet, "start": 0, "end": len(outlet)}
    legs = tuple({"from": "a", "to": "b", "claims": ["c1"], **leg} for leg in legs or ({},))
    return Dossier.model_validate(
        {
            "id": outlet.lower(),
            "title": outlet,
            "sources": [{**source, "title": outlet, "publisher": outlet}],
            "places": places,
            "claims": [{**claim, "attributed_to": more.pop("speaker", None)}],
            "routes": [{"id": "r1", "title": "A to B", "cargo": cargo, "legs": legs}],
            **more,
        }
    )  # fmt: skip


REVIEWED = {"review": {"state": "reviewed", "by": "Ada", "on": "2023-06-01"}}


def standing_of(dossier: Dossier) -> tuple[Status, str]:
    claims = claims_on(dossier.routes[0].legs[0].claims, {c.id: c for c in dossier.claims})
    sources = {source.id: source for source in dossier.sources}
    return status_of(claims, sources), status_reason(claims, sources)


def test_two_reports_of_one_route_corroborate_it() -> None:
    one = merge([told("Ledger"), told("Courier")]).dossier
    (route,) = one.routes
    assert route.legs[0].claims == ("c1", "c2")
    assert [place.id for place in one.places] == ["a", "b", "c"]
    assert standing_of(one) == (
        Status.CORROBORATED,
        "Reported by two independent sources: Ledger and Courier.",
    )


def test_two_papers_that_quote_one_person_are_one_witness() -> None:
    one = merge([told("Ledger", speaker="Ivo Kern"), told("Courier", speaker="Ivo Kern")]).dossier
    assert standing_of(one) == (
        Status.SINGLE_SOURCE,
        "Two reports say so, but all quote Ivo Kern: one witness.",
    )
    officials = merge([told("Ledger", speaker="police"), told("Courier", speaker="police")]).dossier
    assert standing_of(officials)[0] is Status.CORROBORATED


def test_merging_again_changes_nothing() -> None:
    drafts = [told("Ledger"), told("Courier", {"mode": "rail"}, {"from": "b", "to": "c"})]
    once = merge(drafts).dossier
    assert merge([once, drafts[1]]).dossier == once
    assert merge([once]).dossier == once


def denial(cargo: str | None = "salt", published: str = "2023-05-20", **about: str) -> Dossier:
    """A report of one outlet that only denies a movement."""
    draft = told("Herald", cargo=None)
    source = draft.sources[0].model_copy(update={"published": published})
    ends = {"from": "a", "to": "b", **about}
    claim = {**draft.claims[0].model_dump(), "stance": "denies", "about": {**ends, "cargo": cargo}}
    update = {"sources": (source,), "claims": (Claim.model_validate(claim),), "routes": ()}
    return draft.model_copy(update=update)


@pytest.mark.parametrize("order", [1, -1])
def test_what_one_report_denies_disputes_what_another_asserts(order: int) -> None:
    merged = merge([told("Ledger"), denial()][::order]).dossier
    (leg,) = merged.routes[0].legs
    by_stance = {claim.stance: claim for claim in merged.claims}
    assert set(leg.claims) == {claim.id for claim in merged.claims}
    assert by_stance[Stance.DENIES].answers == (by_stance[Stance.ASSERTS].id,)
    assert standing_of(merged)[0] is Status.DISPUTED
    assert merge([merged]).dossier == merged


def test_a_denial_of_a_whole_way_disputes_each_leg_of_it() -> None:
    chain = told("Ledger", {}, {"from": "b", "to": "c"})
    merged = merge([chain, denial(to="c")]).dossier
    assert [leg.claims for leg in merged.routes[0].legs] == [("c1", "c2")] * 2
    half = merge([chain, denial(**{"from": "b", "to": "c"})]).dossier
    assert [leg.claims for leg in half.routes[0].legs] == [("c1",), ("c1", "c2")]


@pytest.mark.parametrize(
    "other",
    [
        denial(cargo="drones"),
        denial(to="c"),
        denial(**{"from": "b", "to": "a"}),
        denial(published="2019-05-20"),
    ],
    ids=["goods", "end", "the way back", "long before"],
)
def test_a_denial_of_something_else_disputes_nothing(other: Dossier) -> None:
    merged = merge([told("Ledger"), other]).dossier
    assert standing_of(merged)[0] is Status.SINGLE_SOURCE
    assert not list(broken_references(merged, Locator("merged")))


def test_a_denial_leaves_what_is_settled_and_is_noted() -> None:
    merged = merge([told("Ledger", **REVIEWED), denial()])
    assert merged.dossier.routes == told("Ledger").routes
    assert any("speaks against r1, which a person has settled" in note for note in merged.notes)


def test_rival_means_stay_side_by_side() -> None:
    merged = merge([told("Ledger", {"mode": "rail"}), told("Courier", {"mode": "road"})])
    legs = merged.dossier.routes[0].legs
    assert [(leg.mode.value, leg.rival, leg.claims) for leg in legs] == [
        ("rail", (), ("c1",)),
        ("road", ("mode",), ("c2",)),
    ]
    assert any("differs in mode; both stay" in note for note in merged.notes)
    third = merge([merged.dossier, told("Post", {"mode": "road"})]).dossier
    assert third.routes[0].legs[1].claims == ("c2", "c3")


def test_rivals_need_their_goods_told() -> None:
    one = merge([told("Ledger", {"mode": "rail"}), told("Courier", {"mode": "road"}, cargo=None)])
    assert len(one.dossier.routes) == 2


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_settled_stands_to_the_letter(order: int) -> None:
    settled = told("Ledger", {"mode": "rail"}, **REVIEWED)
    draft = told("Courier", {"mode": "road"})
    merged = merge([settled, draft][::order]).dossier
    for group in ("sources", "places", "claims", "routes"):
        kept = {record.id: record for record in getattr(merged, group)}
        assert all(kept[record.id] == record for record in getattr(settled, group))
    assert [(r.id, r.beside) for r in merged.routes] == [("r1", None), ("r2", "r1")]
    assert merged.review.state == "reviewed"
    assert merged.review.awaiting == ("s2", "c2", "r2")
    later = merge([merged, told("Post", {"mode": "road"})]).dossier
    assert [(r.id, len(r.legs[0].claims)) for r in later.routes] == [("r1", 1), ("r2", 2)]
    assert later.review.awaiting == ("s2", "c2", "r2", "s3", "c3")


def test_a_place_that_a_person_settled_wins_and_stays() -> None:
    draft, settled = told("Ledger"), told("Courier")
    by_hand = settled.places[0].model_copy(update={"resolved_by": "Ada", "lon_deg": 10.01})
    settled = settled.model_copy(update={"places": (by_hand, *settled.places[1:])})
    for order in ([draft, settled], [settled, draft]):
        assert merge(order).dossier.places[0] == by_hand


def test_another_version_of_a_page_is_no_second_witness() -> None:
    url = "https://ledger.example/salt"

    def version(digest: str) -> Dossier:
        page = told("Ledger").sources[0].model_copy(update={"url": url, "sha256": digest})
        return told("Ledger").model_copy(update={"sources": (page,)})

    first, second = version("a" * 64), version("b" * 64)
    one = merge([first, second]).dossier
    assert one.sources[1].based_on == ("s1",)
    assert standing_of(one)[0] is Status.SINGLE_SOURCE
    assert len(merge([first, first]).dossier.sources) == 1


def test_a_mark_is_never_lost_in_a_merge() -> None:
    hidden = told("Courier")
    place = hidden.places[0].model_copy(update={"redaction": "withhold"})
    hidden = Dossier.model_validate(
        {**hidden.model_dump(), "places": [place.model_dump(warnings=False), *hidden.places[1:]]}
    )
    assert merge([told("Ledger"), hidden]).dossier.places[0].redaction == "withhold"


def test_nothing_is_lost() -> None:
    drafts = [told("Ledger"), told("Courier", {"to": "c"}), told("Post", {"mode": "air"})]
    one = merge(drafts).dossier
    assert len(one.claims) == len(one.sources) == 3
    used = {c for route in one.routes for leg in route.legs for c in leg.claims}
    assert used == {"c1", "c2", "c3"}


def test_a_restated_text_is_found_among_many() -> None:
    body = " ".join(f"word{n} of the long dispatch number{n * 7}" for n in range(40))
    texts = {f"s{n}": f"Paper {n}. " + " ".join(f"w{n}x{i}" for i in range(200)) for n in range(30)}
    texts |= {"s3": body, "s9": f"Our own words first. {body} And ours last."}
    sources = [Source(id=k, title=k, published=f"2023-01-{30 - n:02}") for n, k in enumerate(texts)]
    (found,) = restated_texts(sources, texts)
    assert (found.source, found.based_on) == ("s3", "s9"), "the later rests on the earlier"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("drones", "Shahed-type UAVs", True),
        ("drones", "engines for drones", False),
        ("arms and ammunition", "weapons", True),
        ("diesel", "fuel", True),
        ("diesel", "petrol", False),
        ("gold", None, True),
        ("refined oil products", "crude oil", False),
        ("партия дронов", "drones", True),
        ("پهپاد", "безпілотники", True),
        ("Waffen und Munition", "armas", True),
        ("أسلحة", "rifles", True),
        ("blé", "grain", True),
        ("Holz", "Getreide", False),
        ("charbon de bois", "уголь", False),
    ],
)
def test_goods(one: str, other: str | None, alike: bool) -> None:
    assert like_goods(one, other) is like_goods(other, one) is alike


def test_work() -> None:
    assert like_work("drone factory", "plant")
    assert not like_work("drone factory", "glass factory")
    assert like_work("weapons depot", "arms warehouse")


def test_witnesses_of_one_report_on_two_others_are_two() -> None:
    sources = {s.id: s for s in (Source(id="a", title="A"), Source(id="b", title="B"))}
    one = merge([told("Ledger"), told("Courier")]).dossier
    assert len(witnesses(one.claims, {s.id: s for s in one.sources})) == 2
    assert not witnesses([], sources)


@st.composite
def drafts(draw: st.DrawFn) -> list[Dossier]:
    made = []
    for outlet in draw(st.lists(st.sampled_from(["Ledger", "Courier", "Post"]), min_size=1)):
        ends = st.sampled_from(["a", "b", "c", None])
        legs = draw(
            st.lists(
                st.fixed_dictionaries(
                    {"from": ends, "to": ends, "mode": st.sampled_from(["rail", "road", "sea"])}
                ),
                max_size=3,
            )
        )
        cargo = draw(st.sampled_from(["salt", "gold", None]))
        dossier = told(outlet, *legs, cargo=cargo, **draw(st.sampled_from([{}, REVIEWED])))
        made.append(dossier)
    return made


@settings(max_examples=60)
@given(drafts())
def test_whatever_is_merged_holds_together(given_dossiers: list[Dossier]) -> None:
    one = merge(given_dossiers).dossier
    assert not list(broken_references(one, Locator("merged")))
    outlets = {dossier.title for dossier in given_dossiers}
    assert {claim.quote for claim in one.claims} == outlets
    used = {c for route in one.routes for leg in route.legs for c in leg.claims}
    assert used == {claim.id for claim in one.claims}
    assert merge([one]).dossier == one
    first = given_dossiers[0]
    if first.review.state == "reviewed":
        for group in ("sources", "places", "claims", "routes"):
            kept = {record.id: record for record in getattr(one, group)}
            assert all(kept[record.id] == record for record in getattr(first, group))


def test_a_wire_story_in_sixty_papers_is_one_witness() -> None:
    story = " ".join(f"word{n} of the dispatch" for n in range(60))
    texts = {f"s{n}": f"{story} Paper {n} adds its own view number {n * n}." for n in range(60)}
    sources = [Source(id=k, title=k, published=f"2023-02-{n % 28 + 1:02}") for n, k in
               enumerate(texts)]  # fmt: skip
    found = list(restated_texts(sources, texts))
    assert {one.source for one in found} == set(texts) - {"s0"}
    assert {one.based_on for one in found} == {"s0"}


def test_goods_in_other_languages_mean_one_kind_each() -> None:
    text = (files("routes") / "lexicons" / "goods_translated.yaml").read_text(encoding="utf-8")
    meant: dict[str, set[str]] = {}
    for english, languages in yaml.safe_load(text).items():
        for word in (word for words in languages.values() for word in words):
            assert like_goods(word, english), word
            meant.setdefault(fold(word), set()).add(english)
    assert [word for word, kinds in meant.items() if len(kinds) > 1] == []
