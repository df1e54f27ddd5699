"""The rows of the page: plain frozen data, already in readers' words, that its script lays out."""

from __future__ import annotations

from typing import Literal

from gazetteer.place import Record
from maps.wording import Words

__all__ = [
    "AlternativeView",
    "ClaimView",
    "DossierView",
    "Exchange",
    "ItemView",
    "PlaceView",
    "RouteView",
    "Row",
    "SourceView",
]


class SourceView(Record):
    """A publication as cited; `published` is worded, `url` and `archived_url` are http(s)."""

    title: str
    publisher: str | None
    authors: tuple[str, ...]
    published: str | None
    accessed: str | None
    url: str | None
    archived_url: str | None
    refused_url: str | None
    language: str
    based_on: tuple[str, ...]
    sha256: str | None


class ClaimView(Record):
    """A quotation in runs (True marks a hedging word) and all that cites it.

    `checked` is True or False when the stored text was at hand, else None.
    """

    quote: Words
    stance: str
    label: str
    speaker: str
    role: str | None
    reported_via: str | None
    said_on: str | None
    source: int
    where: str
    checked: bool | None


class Exchange(Record):
    """Claims (by index) beside the denials, doubts or corrections that answer them."""

    said: tuple[int, ...]
    answers: tuple[int, ...]


class ItemView(Record):
    """A numbered leg or site, with its status and the exchanges that it rests on."""

    number: int
    kind: Literal["leg", "site"]
    spoken: str
    status: str
    status_word: str
    status_sentence: str
    phase: str
    phase_word: str
    denied_by: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    when: str | None
    mode: str | None = None
    basis: str | None = None
    note: str = ""
    length: str | None = None
    via: tuple[str, ...] = ()
    alternative: bool = False
    start: int | None = None
    end: int | None = None
    place: int | None = None
    activity: str = ""
    score: float | None = None
    rule: str | None = None


class Row(Record):
    """One row of a route's card: a stop (a place by index, or none) or a leg by index."""

    kind: Literal["stop", "leg"]
    index: int | None
    words: str = ""
    apart: bool = False


class RouteView(Record):
    """A route as a card of ordered stops."""

    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    score: float | None
    rule: str | None


class AlternativeView(Record):
    """Another place that the written name may mean."""

    name: str
    country: str | None
    position: str
    score: float | None
    ref: str


class PlaceView(Record):
    """A place of the list; `numbers` are the legs and sites that touch it."""

    name: str
    as_written: tuple[str, ...]
    kind: str | None
    country: str | None
    precision: str
    precision_word: str
    precision_sentence: str
    position: str | None
    resolved: str
    score: float | None
    why: tuple[str, ...]
    refs: tuple[str, ...]
    alternatives: tuple[AlternativeView, ...]
    numbers: tuple[int, ...]


class DossierView(Record):
    """Everything of one dossier that the page puts into words."""

    title: str
    finding: Words
    draft: bool
    reviewed: str | None
    sources: tuple[SourceView, ...]
    claims: tuple[ClaimView, ...]
    places: tuple[PlaceView, ...]
    routes: tuple[RouteView, ...]
    items: tuple[ItemView, ...]
