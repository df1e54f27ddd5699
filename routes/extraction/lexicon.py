"""The words on which the rules of extraction act, one data file a language.

A list that a language does without is empty; a test holds that English fills them all.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml
from pydantic import Field

from gazetteer.place import Record

__all__ = [
    "Cues",
    "Glance",
    "Lexicon",
    "Movement",
    "Naming",
    "Phases",
    "SiteWords",
    "Speech",
    "StanceWords",
    "load",
]

Words = frozenset[str]
ByMode = dict[str, frozenset[str]]


class Movement(Record):
    """Lemmas of verbs and nouns that tell of something moving."""

    send: Words = frozenset()
    freight: Words = frozenset()
    go: Words = frozenset()
    receive: Words = frozenset()
    agent_origin: Words = frozenset()
    give: Words = frozenset()
    resort: Words = frozenset()
    misread: Words = frozenset()
    noun: Words = frozenset()


class Cues(Record):
    """What before or after a place tells its part in a movement."""

    source: Words = frozenset()
    goal: Words = frozenset()
    via: Words = frozenset()
    for_goal_after: Words = frozenset()
    at_goal_after: Words = frozenset()
    at_source_after: Words = frozenset()
    at_via_after: Words = frozenset()
    object_source: Words = frozenset()
    object_goal: Words = frozenset()
    object_via: Words = frozenset()
    passing: Words = frozenset()
    diverting: Words = frozenset()
    intended: Words = frozenset()
    made_in: Words = frozenset()
    another: Words = frozenset()
    crossing: Words = frozenset()
    example: Words = frozenset()
    gateway: Words = frozenset()
    chain_noun: Words = frozenset()
    border: Words = frozenset()
    then: Words = frozenset()
    not_after: Words = frozenset()
    distance: Words = frozenset()
    beside: Words = frozenset()
    end_noun: dict[str, str] = Field(default_factory=dict)
    accuse: Words = frozenset()
    interdict: Words = frozenset()


class Speech(Record):
    """Who may speak and the verbs of saying."""

    verb: Words = frozenset()
    mistaken: Words = frozenset()
    pronoun: Words = frozenset()
    study: Words = frozenset()
    according: Words = frozenset()
    media_noun: Words = frozenset()
    evidence_noun: Words = frozenset()
    institution_noun: Words = frozenset()


class StanceWords(Record):
    """Words that turn a statement against another one."""

    deny_verb: Words = frozenset()
    deny_adjective: Words = frozenset()
    deny_call_verb: Words = frozenset()
    doubt_verb: Words = frozenset()
    retract_verb: Words = frozenset()
    correct_verb: Words = frozenset()
    statement_noun: Words = frozenset()
    negation: Words = frozenset()


class Phases(Record):
    """Words that place a route or site in its life."""

    planned_phrase: Words = frozenset()
    building_phrase: Words = frozenset()
    ended_phrase: Words = frozenset()
    ended_verb: Words = frozenset()
    suspended_verb: Words = frozenset()
    historical_phrase: Words = frozenset()


class SiteWords(Record):
    """Words for installations and what is done there."""

    noun: Words = frozenset()
    weak_noun: Words = frozenset()
    describing: Words = frozenset()
    locative: Words = frozenset()
    attacked: Words = frozenset()
    closed: Words = frozenset()
    reopened: Words = frozenset()
    foiled: Words = frozenset()
    kin: ByMode = Field(default_factory=dict)


class CarrierWords(Record):
    """Words beside the names of vessels, makes of aircraft, and words that say how often."""

    prefix: Words = frozenset()
    aircraft: Words = frozenset()
    adverb: Words = frozenset()
    times: Words = frozenset()
    count: Words = frozenset()
    per: Words = frozenset()
    each: Words = frozenset()
    unit: Words = frozenset()


class Naming(Record):
    """Words beside a name that tell whether a place is meant.

    `said` are forms of verbs beside a person's name; `quarter` points of the compass.
    """

    said: Words = frozenset()
    title: Words = frozenset()
    street: Words = frozenset()
    folk: Words = frozenset()
    landform: Words = frozenset()
    body: Words = frozenset()
    quarter: Words = frozenset()


class Glance(Record):
    """Words that alone do not make it worth while to read a sentence closely."""

    weak_goods: Words = frozenset()
    weak_movement: Words = frozenset()
    pointless: Words = frozenset()


class Lexicon(Record):
    """All word lists of one language."""

    language: str
    irregular: dict[str, Words] = Field(default_factory=dict)
    movement: Movement
    cues: Cues
    naming: Naming = Naming()
    place_noun: Words = frozenset()
    area_noun: Words = frozenset()
    water_noun: Words = frozenset()
    vehicle: ByMode = Field(default_factory=dict)
    carrier: CarrierWords = CarrierWords()
    way: Words = frozenset()
    route_noun: Words = frozenset()
    route_verb: Words = frozenset()
    route_word: Words = frozenset()
    mode_place: ByMode = Field(default_factory=dict)
    mode_verb: ByMode = Field(default_factory=dict)
    mode_phrase: ByMode = Field(default_factory=dict)
    ship_verb: Words = frozenset()
    private: Words = frozenset()
    passenger: Words = frozenset()
    handler: Words = frozenset()
    singular_no_good: Words = frozenset()
    load_noun: Words = frozenset()
    holding: Words = frozenset()
    carrying: Words = frozenset()
    future: Words = frozenset()
    doer_endings: tuple[str, ...] = ()
    cargo: Words = frozenset()
    any_cargo: Words = frozenset()
    pronoun: Words = frozenset()
    continuing: Words = frozenset()
    people: Words = frozenset()
    nature: Words = frozenset()
    abstract: Words = frozenset()
    speech: Speech
    stance: StanceWords
    hedge: Words = frozenset()
    phase: Phases
    conditional: Words = frozenset()
    glance: Glance = Glance()
    site: SiteWords


@cache
def load(language: str = "en") -> Lexicon:
    """Read the lexicon of a language (ISO 639-1 code)."""
    file = resources.files("routes.extraction") / "lexicons" / f"{language}.yaml"
    # The base loader keeps every scalar a string: "no" and "on" are words here.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    words = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return Lexicon.model_validate(words)
