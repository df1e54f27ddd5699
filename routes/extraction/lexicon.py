"""The words on which the rules of extraction act, one data file a language."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

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

    send: Words
    freight: Words
    go: Words
    receive: Words
    agent_origin: Words
    give: Words
    resort: Words
    misread: Words
    noun: Words


class Cues(Record):
    """What before or after a place tells its part in a movement."""

    source: Words
    goal: Words
    via: Words
    for_goal_after: Words
    at_goal_after: Words
    at_source_after: Words
    at_via_after: Words
    object_source: Words
    object_goal: Words
    object_via: Words
    passing: Words
    diverting: Words
    another: Words
    crossing: Words
    example: Words
    gateway: Words
    chain_noun: Words
    border: Words
    then: Words
    not_after: Words
    distance: Words
    beside: Words
    end_noun: dict[str, str]
    accuse: Words
    interdict: Words


class Speech(Record):
    """Who may speak and the verbs of saying."""

    verb: Words
    mistaken: Words
    pronoun: Words
    study: Words
    according_to: Words
    media_noun: Words
    evidence_noun: Words
    institution_noun: Words


class StanceWords(Record):
    """Words that turn a statement against another one."""

    deny_verb: Words
    deny_adjective: Words
    deny_call_verb: Words
    doubt_verb: Words
    retract_verb: Words
    correct_verb: Words
    statement_noun: Words
    negation: Words


class Phases(Record):
    """Words that place a route or site in its life."""

    planned_phrase: Words
    suspended_phrase: Words
    ended_phrase: Words
    ended_verb: Words
    suspended_verb: Words
    historical_phrase: Words


class SiteWords(Record):
    """Words for installations and what is done there."""

    noun: Words
    weak_noun: Words
    describing: Words
    verb: Words
    attacked: Words


class Naming(Record):
    """Words beside a name that tell whether a place is meant.

    `said` are forms of verbs beside a person's name; `quarter` points of the compass.
    """

    said: Words
    title: Words
    street: Words
    folk: Words
    landform: Words
    body: Words
    quarter: Words


class Glance(Record):
    """Words that alone do not make it worth while to read a sentence closely."""

    weak_goods: Words
    weak_movement: Words
    pointless: Words


class Lexicon(Record):
    """All word lists of one language."""

    language: str
    irregular: dict[str, Words]
    movement: Movement
    cues: Cues
    naming: Naming
    place_noun: Words
    area_noun: Words
    water_noun: Words
    vehicle: ByMode
    way: Words
    route_noun: Words
    route_verb: Words
    route_word: Words
    mode_place: ByMode
    mode_verb: ByMode
    mode_phrase: ByMode
    ship_verb: Words
    private: Words
    passenger: Words
    handler: Words
    singular_no_good: Words
    load_noun: Words
    doer_endings: tuple[str, ...]
    cargo: Words
    any_cargo: Words
    pronoun: Words
    continuing: Words
    people: Words
    nature: Words
    abstract: Words
    speech: Speech
    stance: StanceWords
    hedge: Words
    phase: Phases
    conditional: Words
    glance: Glance
    site: SiteWords


@cache
def load(language: str = "en") -> Lexicon:
    """Read the lexicon of a language (ISO 639-1 code)."""
    file = resources.files("routes.extraction") / "lexicons" / f"{language}.yaml"
    # The base loader keeps every scalar a string: "no" and "on" are words here.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    words = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return Lexicon.model_validate(words)
