"""The rows of the page: plain frozen data that its script puts into the reader's language.

They are named tuples and no records: what they are made of was validated when the dossier was
read, and a page may need a hundred thousand of them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from maps.wording import Words

__all__ = [
    "AlternativeView",
    "ClaimView",
    "DossierView",
    "Exchange",
    "ItemView",
    "Passage",
    "PlaceView",
    "ReviewView",
    "RouteView",
    "SourceView",
    "WhenWords",
]


WhenWords = tuple[str, str | None, str | None, str]
"""A time as the report words it, the ISO days between which it must lie, and its kind."""


class Passage(NamedTuple):
    """A part of a source's stored text; `start` is its offset in code points."""

    start: int
    text: str


class SourceView(NamedTuple):
    """A publication as cited; `url` and `archived_url` are http(s), dates as written.

    `passages` are what the page shows of the stored text, `length` its code points; `based_on`
    are indices of sources.
    """

    key: str
    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    accessed: str | None = None
    url: str | None = None
    archived_url: str | None = None
    refused_url: str | None = None
    language: str = "en"
    based_on: tuple[int, ...] = ()
    sha256: str | None = None
    length: int = 0
    passages: tuple[Passage, ...] = ()


class ClaimView(NamedTuple):
    """A quotation in runs (True marks a hedging word) and all that cites it.

    `answers` are claims by index; `checked` is True or False when the stored text was at hand,
    else None; a claim without a speaker is its publication's own.
    """

    quote: Words
    translation: str | None = None
    stance: str = "asserts"
    speaker: str | None = None
    role: str | None = None
    reported_via: str | None = None
    said_on: WhenWords | None = None
    answers: tuple[int, ...] = ()
    source: int = 0
    start: int = 0
    end: int = 0
    page: int | None = None
    checked: bool | None = None


class Exchange(NamedTuple):
    """Claims (by index) beside the denials, doubts or corrections that answer them."""

    said: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


class ItemView(NamedTuple):
    """A numbered leg or site, with its status and the exchanges that it rests on.

    `key` is what its address names: the id of its route and its place in it, or of the site.
    `undrawn` says why a leg has no line; `note` is its line's, in the page's language; `start`,
    `end`, `via` and `place` are indices of places, `named` the ends that are none of these;
    `rival` tells in what a leg contradicts the one before it; `awaiting` marks what came in
    after a person had settled the rest.
    """

    number: int
    kind: Literal["leg", "site"]
    key: str
    status: str
    phase: str = "active"
    exchanges: tuple[Exchange, ...] = ()
    when: WhenWords | None = None
    mode: str | None = None
    basis: str | None = None
    undrawn: str | None = None
    note: str = ""
    length_km: float | None = None
    via: tuple[int, ...] = ()
    alternative: bool = False
    rival: tuple[str, ...] = ()
    awaiting: bool = False
    start: int | None = None
    end: int | None = None
    named: tuple[str | None, str | None] = (None, None)
    place: int | None = None
    activity: str = ""
    score: float | None = None
    rule: str | None = None


class RouteView(NamedTuple):
    """A route as a card of ordered stops; its legs are the `legs` items from `first` on."""

    key: str
    title: str
    first: int
    legs: int
    cargo: str | None = None
    mover: str | None = None
    frequency: str | None = None
    phase: str = "active"
    when: WhenWords | None = None
    score: float | None = None
    rule: str | None = None
    awaiting: bool = False


class AlternativeView(NamedTuple):
    """Another place that the written name may mean; `country` is an ISO code."""

    name: str
    country: str | None
    lon_deg: float
    lat_deg: float
    score: float | None
    ref: str


class PlaceView(NamedTuple):
    """A place of the list; `country` is an ISO code."""

    name: str
    as_written: tuple[str, ...]
    country: str | None
    precision: str
    lon_deg: float | None = None
    lat_deg: float | None = None
    resolved_by: str | None = None
    score: float | None = None
    why: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    alternatives: tuple[AlternativeView, ...] = ()


class ReviewView(NamedTuple):
    """Who has settled what the machine proposed, and when, as written."""

    by: str
    on: str | None = None


class DossierView(NamedTuple):
    """Everything of one dossier that the page puts into words; no review means a draft."""

    key: str
    title: str
    finding: Words
    review: ReviewView | None = None
    sources: tuple[SourceView, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    places: tuple[PlaceView, ...] = ()
    routes: tuple[RouteView, ...] = ()
    items: tuple[ItemView, ...] = ()
