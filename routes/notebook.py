"""What a dossier shows in a notebook: its legs and sites, each with its status and its words.

One table in a frame that may run nothing; every word is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from routes.evidence import Claim, Source, Stance, claims_on, speaker_of, status_of

if TYPE_CHECKING:
    from routes.dossier import Dossier, Leg

__all__ = ["dossier_html"]

MOST_ROWS = 200

_PAGE = (
    "<!DOCTYPE html><meta charset='utf-8'><meta http-equiv='Content-Security-Policy' "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>"
    ":root{color-scheme:light dark}body{margin:0;font:14px/1.45 system-ui,sans-serif}"
    "h1{margin:0 0 .2em;font-size:1.25em}p{margin:0 0 .8em}table{border-collapse:collapse}"
    "th,td{padding:.4em .8em .4em 0;text-align:start;vertical-align:top;"
    "border-top:1px solid color-mix(in srgb,currentColor 20%,transparent)}"
    "td{overflow-wrap:anywhere}</style>"
)


def dossier_html(dossier: Dossier) -> str:
    """Write a dossier as an isolated frame with one table."""
    count = sum(len(route.legs) for route in dossier.routes) + len(dossier.sites)
    rows = list(islice(_rows(dossier), MOST_ROWS))
    more = count - MOST_ROWS
    state = "" if dossier.review.state == "reviewed" else "Machine draft, not reviewed. "
    counts = f"{len(dossier.sources)} sources, {count} legs and sites, {len(dossier.claims)}"
    body = (
        f"<h1 dir='auto'>{_text(dossier.title)}</h1><p>{state}{counts} claims. "
        "<code>maps.web_map(dossier)</code> draws it.</p>"
        "<table><tr><th>No.<th>What<th>Status<th>Words</tr>"
        + "".join(rows)
        + "</table>"
        + (f"<p>{more} more.</p>" if more > 0 else "")
    )
    high_px = min(480, 110 + 90 * len(rows))
    return (
        f'<iframe title="{_text(dossier.title)}" sandbox="" srcdoc="{escape(_PAGE + body)}" '
        f'style="width:100%;height:{high_px}px;border:0"></iframe>'
    )


def _rows(dossier: Dossier) -> Iterator[str]:
    names = {place.id: place.name for place in dossier.places}
    sources = {source.id: source for source in dossier.sources}
    claims = {claim.id: claim for claim in dossier.claims}
    number = 0
    for route in dossier.routes:
        for leg in route.legs:
            number += 1
            ends = [names.get(end, end) if end else "not stated" for end in (leg.from_, leg.to)]
            what = f"{_bdi(ends[0])} → {_bdi(ends[1])}, {_text(_mode(leg))}"
            yield _row(number, what, claims_on(leg.claims, claims), sources)
    for site in dossier.sites:
        number += 1
        what = f"{_bdi(site.activity)}, {_bdi(names.get(site.place, site.place))}"
        yield _row(number, what, claims_on(site.claims, claims), sources)


def _row(number: int, what: str, claims: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    status = status_of(claims, sources).value.replace("-", " ")
    told = "".join(_told(claims, lambda claim: speaker_of(claim, sources)))
    return f"<tr><th>{number}<td>{what}<td>{status}<td>{told}</tr>"


def _told(claims: Iterable[Claim], speaker: Callable[[Claim], str]) -> Iterator[str]:
    for claim in claims:
        stance = "" if claim.stance is Stance.ASSERTS else f"{claim.stance.value}: "
        yield f"<div dir='auto'>{stance}{_bdi(speaker(claim))}: <q>{_text(claim.quote)}</q></div>"


def _mode(leg: Leg) -> str:
    return "means not stated" if leg.mode == "unspecified" else f"by {leg.mode}"


def _bdi(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>"


def _text(text: str) -> str:
    """Escape, with characters that would hide or turn text shown by their codes."""
    return escape(
        "".join(c if c.isprintable() or c in "\u200c\u200d" else f"U+{ord(c):04X}" for c in text)
    )
