"""Installations: what becomes of them, and how a report names them again."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from routes.dossier import Dossier, Phase
from routes.evidence import Stance
from routes.extraction import extract
from routes.report import Report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(text: str, gazetteer: Gazetteer) -> Dossier:
    report = Report(id="t", path="t.txt", text=text, kind="text", title="T", published="2024-06-01")
    return extract(report, gazetteer)


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("The ammunition depot at Toropets was hit by drones, the governor said.", Phase.ATTACKED),
        ("An attack on the oil refinery in Ryazan stopped two units.", Phase.ATTACKED),
        ("The army destroyed an arms depot in Wad Madani, it said.", Phase.ATTACKED),
        ("A sugar factory in Kenana was bombed in March but reopened in May.", Phase.ACTIVE),
        ("A storm damaged the grain warehouse in Beira.", Phase.ACTIVE),
        ("The steel plant in Misrata was not attacked, the mayor said.", Phase.ACTIVE),
        ("The smelter at Kabwe was shut in 1994.", Phase.CLOSED),
        ("The cement plant at Tororo closed in 2019.", Phase.CLOSED),
        ("The abandoned arsenal at Cobasna holds 20,000 tonnes of shells.", Phase.CLOSED),
        ("The oil terminal at Ras Lanuf, which was shelled in 2016, is idle.", Phase.ATTACKED),
        ("The warehouse in Odesa, which handles grain, is full.", Phase.ACTIVE),
        ("A fuel depot is being built near Gulu.", Phase.UNDER_CONSTRUCTION),
        ("The company plans to build a fertiliser factory in Dosso.", Phase.PLANNED),
    ],
)
def test_what_befalls_a_site_is_its_phase(text: str, phase: Phase, gazetteer: Gazetteer) -> None:
    assert [site.phase for site in read(text, gazetteer).sites] == [phase]


def test_both_of_two_sites_are_attacked(gazetteer: Gazetteer) -> None:
    text = "The army destroyed an arms depot in Wad Madani and a fuel warehouse in Sennar, it said."
    assert [s.phase for s in read(text, gazetteer).sites] == [Phase.ATTACKED, Phase.ATTACKED]


@pytest.mark.parametrize(
    "text",
    [
        "Trucks no longer carry wheat from Raqqa to Aleppo, drivers said.",
        "Trucks used to carry wheat from Raqqa to Aleppo, drivers said.",
    ],
)
def test_what_is_no_longer_done_has_ended(text: str, gazetteer: Gazetteer) -> None:
    assert [route.phase for route in read(text, gazetteer).routes] == [Phase.ENDED]


@pytest.mark.parametrize(
    ("text", "claims", "phase"),
    [
        (
            (
                "Images show an arms depot near Tikhoretsk, analysts said. It has grown since "
                "August. The depot was hit by drones in September, the governor said."
            ),
            ["analysts", "the governor"],
            Phase.ATTACKED,
        ),
        (
            (
                "A cement plant stands in Tororo. The government closed the factory in 2019.\n\n"
                "Residents said the facility reopened in May."
            ),
            [None, None, "Residents"],
            Phase.ACTIVE,
        ),
        (
            (
                "Shells are made at a weapons factory in Kragujevac. The plant supplies the army, "
                "the union said."
            ),
            [None, "the union"],
            Phase.ACTIVE,
        ),
        (
            "A grain warehouse in Beira stores maize. The steel plant was shut last year.",
            [None],
            Phase.ACTIVE,
        ),
        (
            "A copper smelter opened at Kabwe in 1990. The depot of the railway was bombed.",
            [None],
            Phase.ACTIVE,
        ),
    ],
)
def test_the_plant_is_the_one_told_before(
    text: str, claims: list[str | None], phase: Phase, gazetteer: Gazetteer
) -> None:
    dossier = read(text, gazetteer)
    said = {c.id: c.attributed_to for c in dossier.claims}
    (site,) = dossier.sites
    assert ([said[c] for c in site.claims], site.phase) == (claims, phase)


def test_a_denial_that_the_plant_exists_answers_what_was_said_of_it(gazetteer: Gazetteer) -> None:
    text = (
        "Iran is helping to build a drone factory in Yelabuga, the White House said. The plant "
        "will make 6,000 drones a year. Moscow denied that the plant exists."
    )
    dossier = read(text, gazetteer)
    first, second, denial = dossier.claims
    assert (denial.stance, denial.answers) == (Stance.DENIES, (first.id, second.id))
    assert dossier.sites[0].claims == (first.id, second.id, denial.id)


def test_far_behind_the_plant_is_another(gazetteer: Gazetteer) -> None:
    text = "A sugar plant stands in Kenana.\n\nOne.\n\nTwo.\n\nThree.\n\nThe plant was bombed."
    assert [len(site.claims) for site in read(text, gazetteer).sites] == [1]
