"""What stands beside a picture: finding, numbered legs and sites with their voices, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from maps.english import listed, when_words
from maps.exports.citations import cited_line
from maps.exports.material import LegItem, Material, SiteItem
from maps.finding import finding_of
from maps.pictures.direction import apart
from maps.style import MODES, PHASES, STATUSES
from maps.wording import unique
from routes.dossier import Phase
from routes.evidence import Claim, Stance, Status, speaker_of

__all__ = ["CREDITS", "Caption", "Entry", "Voice", "caption_of"]

CREDITS = (
    "Basemap: Natural Earth; its borders take no side, disputed ones are dashed. Places: GeoNames,"
    " CC BY 4.0, and others."
)

_LEADS = {
    Stance.ASSERTS: "",
    Stance.CORRECTS: "Corrected by ",
    Stance.DENIES: "Denied by ",
    Stance.DOUBTS: "Doubted by ",
    Stance.RETRACTS: "Withdrawn by ",
}


class Voice(NamedTuple):
    """Who says what: the speaker as worded for readers, the quotation, the source's number."""

    speaker: str
    quote: str
    source: int


class Entry(NamedTuple):
    """A numbered leg or site: what it is, how it stands, and its voices."""

    number: int
    what: str
    standing: str
    status: Status
    voices: tuple[Voice, ...]


class Caption(NamedTuple):
    """All words of a picture; `sources` are numbered from 1 in their order."""

    title: str
    finding: str
    draft: bool
    entries: tuple[Entry, ...]
    sources: tuple[str, ...]

    @property
    def alternative(self) -> str:
        """Words for readers who do not see the picture."""
        return f"Map. {self.finding}"


def caption_of(material: Material) -> Caption:
    """Word a dossier as a caption; sources are numbered in the order in which they are cited."""
    used = unique(claim.source for item in material.items for claim in item.claims)
    numbers = {source: n for n, source in enumerate(used, 1)}
    dossier = material.dossier
    return Caption(
        title=dossier.title,
        finding="".join(text for text, _ in finding_of(dossier)),
        draft=dossier.review.state == "draft",
        entries=tuple(_entries(material, numbers)),
        sources=tuple(
            cited_line(material.sources[source]) if source in material.sources else source
            for source in used
        ),
    )


def _entries(material: Material, numbers: dict[str, int]) -> Iterator[Entry]:
    for item in material.legs:
        what = _leg(item, material)
        yield _entry(item, what, item.route.phase, material, numbers)
    for site in material.sites:
        name = material.name(site.site.place)
        what = f"{apart(_capital(site.site.activity))}, {apart(name or site.site.place)}"
        yield _entry(site, what, site.site.phase, material, numbers)


def _leg(item: LegItem, material: Material) -> str:
    leg, route = item.leg, item.route
    start = material.name(leg.from_) or "origin not stated"
    end = material.name(leg.to) or "destination not stated"
    when = when_words(leg.when or route.when)
    parts = [f"{apart(start)} → {apart(end)}", MODES[leg.mode].phrase, route.cargo, when]
    return ", ".join(apart(part) for part in parts if part)


def _entry(
    item: LegItem | SiteItem, what: str, phase: Phase, material: Material, numbers: dict[str, int]
) -> Entry:
    standing = STATUSES[item.status].word
    if phase is not Phase.ACTIVE:
        standing = f"{PHASES[phase].word}, {standing}"
    voices = tuple(_voices(item.claims, material, numbers))
    return Entry(item.number, what, standing, item.status, voices)


def _voices(
    claims: Iterable[Claim], material: Material, numbers: dict[str, int]
) -> Iterator[Voice]:
    """Give assertions before what answers them; who is quoted with the same words shares them."""
    ordered = sorted(claims, key=lambda claim: claim.stance is not Stance.ASSERTS)
    shared: dict[tuple[Stance, str, str], list[str]] = {}
    for claim in ordered:
        speaker = apart(speaker_of(claim, material.sources))
        if claim.reported_via:
            speaker += f" (via {apart(claim.reported_via)})"
        shared.setdefault((claim.stance, claim.quote, claim.source), []).append(speaker)
    for (stance, quote, source), speakers in shared.items():
        words = _capital(f"{_LEADS[stance]}{listed(unique(speakers))}")
        yield Voice(words, quote, numbers[source])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
