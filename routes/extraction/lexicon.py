"""The words on which the rules of extraction act, one data file a language.

A list that a language does without is empty; a test holds that English fills them all.
"""

from __future__ import annotations

from functools import cache, cached_property
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
    manage: Words = frozenset()
    outward: Words = frozenset()
    phrasal: dict[str, Words] = Field(default_factory=dict)

    @cached_property
    def verbs(self) -> Words:
        """All verbs that tell of a movement."""
        return self.send | self.go | self.receive

    @cached_property
    def onward(self) -> Words:
        """Verbs of sending and of going."""
        return self.send | self.go

    resort: Words = frozenset()
    misread: Words = frozenset()
    going: Words = frozenset()
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
    meaning: Words = frozenset()
    made_in: Words = frozenset()
    sets_off: Words = frozenset()
    journey: Words = frozenset()
    linking: Words = frozenset()
    another: Words = frozenset()
    crossing: Words = frozenset()
    example: Words = frozenset()
    gateway: Words = frozenset()
    chain_noun: Words = frozenset()
    border: Words = frozenset()
    over_border: Words = frozenset()
    along: Words = frozenset()
    then: Words = frozenset()
    not_after: Words = frozenset()
    distance: Words = frozenset()
    beside: Words = frozenset()
    end_noun: dict[str, str] = Field(default_factory=dict)
    accuse: Words = frozenset()
    interdict: Words = frozenset()
    halt_noun: Words = frozenset()
    theatre: Words = frozenset()
    aboard: Words = frozenset()


class Speech(Record):
    """Who may speak and the verbs of saying."""

    verb: Words = frozenset()
    mistaken: Words = frozenset()
    pronoun: Words = frozenset()
    study: Words = frozenset()
    according: Words = frozenset()
    media_noun: Words = frozenset()
    evidence_noun: Words = frozenset()
    learn: Words = frozenset()

    @cached_property
    def speakers(self) -> Words:
        """Nouns that may speak."""
        return self.media_noun | self.evidence_noun | self.institution_noun

    institution_noun: Words = frozenset()


class StanceWords(Record):
    """Words that turn a statement against another one."""

    deny_verb: Words = frozenset()
    deny_adjective: Words = frozenset()
    deny_phrase: Words = frozenset()
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
    placing: Words = frozenset()
    idle: Words = frozenset()
    attacked: Words = frozenset()
    closed: Words = frozenset()
    reopened: Words = frozenset()
    foiled: Words = frozenset()
    kin: ByMode = Field(default_factory=dict)
    producer: Words = frozenset()
    of_place: Words = frozenset()


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
    company: Words = frozenset()
    bearing: Words = frozenset()


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
    given: Words = frozenset()


class Glance(Record):
    """Words that alone do not make it worth while to read a sentence closely."""

    weak_goods: Words = frozenset()
    weak_movement: Words = frozenset()
    pointless: Words = frozenset()
    freight: Words = frozenset()


class Lexicon(Record):
    """All word lists of one language."""

    language: str
    irregular: dict[str, Words] = Field(default_factory=dict)
    movement: Movement
    cues: Cues
    naming: Naming = Naming()
    ground: Words = frozenset()
    receiver: Words = frozenset()
    unlike: Words = frozenset()
    projectile: Words = frozenset()
    incapable: Words = frozenset()
    martial: Words = frozenset()
    closing: Words = frozenset()
    ride: Words = frozenset()
    ridden: Words = frozenset()
    bottled: Words = frozenset()
    bottling: Words = frozenset()
    immovable: Words = frozenset()
    place_noun: Words = frozenset()
    area_noun: Words = frozenset()
    water_noun: Words = frozenset()
    vehicle: ByMode = Field(default_factory=dict)
    carrier: CarrierWords = CarrierWords()
    way: Words = frozenset()
    paving: Words = frozenset()
    route_noun: Words = frozenset()
    route_verb: Words = frozenset()
    route_word: Words = frozenset()
    mode_place: ByMode = Field(default_factory=dict)
    mode_verb: ByMode = Field(default_factory=dict)
    mode_phrase: ByMode = Field(default_factory=dict)
    ship_verb: Words = frozenset()
    travel: Words = frozenset()
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
    raw: Words = frozenset()
    pronoun: Words = frozenset()
    continuing: Words = frozenset()
    people: Words = frozenset()
    crew: Words = frozenset()
    nature: Words = frozenset()
    abstract: Words = frozenset()
    speech: Speech
    stance: StanceWords
    hedge: Words = frozenset()
    phase: Phases
    conditional: Words = frozenset()
    unreal: Words = frozenset()
    advised: Words = frozenset()
    glance: Glance = Glance()
    site: SiteWords

    @cached_property
    def vehicles(self) -> Words:
        """The vehicles of all modes."""
        return frozenset(word for words in self.vehicle.values() for word in words)

    @cached_property
    def carriers(self) -> Words:
        """The vehicles that carry goods rather than people."""
        return self.vehicles - self.way - self.private

    @cached_property
    def goods(self) -> Words:
        """Cargoes, and the vehicles that carry them."""
        return self.carriers | self.cargo

    @cached_property
    def moved(self) -> Words:
        """Goods, vehicles of all kinds, routes, and nouns of movement."""
        routes = self.route_noun | self.cues.chain_noun
        return self.cargo | self.vehicles | self.movement.noun | routes

    @cached_property
    def means(self) -> Words:
        """Verbs that tell by which means goods move, or that goods move at all."""
        return self.movement.freight.union(*self.mode_verb.values())

    @cached_property
    def grounds(self) -> Words:
        """Nouns for whatever a way may end at, described by a place's name."""
        works = self.site.noun | self.site.producer | self.ground
        return works | self.place_noun | self.area_noun | self.receiver | self.handler

    @cached_property
    def works(self) -> Words:
        """Nouns for what stands at the end of a way: "to the strip at A"."""
        return self.site.noun | self.site.producer | self.ground | self.receiver

    @cached_property
    def describing(self) -> Words:
        """Words that say what an installation does."""
        return self.cargo | (self.site.noun - self.site.weak_noun) | self.site.describing

    @cached_property
    def immobile(self) -> Words:
        """Nouns for people and for what no vehicle carries."""
        return self.people | self.abstract | self.nature

    def among_passengers(self) -> Lexicon:
        """The words as a report on travelling means them: its planes carry people."""
        return _among_passengers(self.language)


@cache
def load(language: str = "en") -> Lexicon:
    """Read the lexicon of a language (ISO 639-1 code)."""
    file = resources.files("routes.extraction") / "lexicons" / f"{language}.yaml"
    # The base loader keeps every scalar a string: "no" and "on" are words here.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    words = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return Lexicon.model_validate(words)


@cache
def _among_passengers(language: str) -> Lexicon:
    lexicon = load(language)
    lines = lexicon.cues.chain_noun - lexicon.travel
    words = dict(lexicon) | {
        "private": lexicon.private | lexicon.travel,
        "cues": lexicon.cues.model_copy(update={"chain_noun": lines}),
    }
    return Lexicon.model_construct(**words)
