"""Who said what, in which words; and the status that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from pydantic import Field

from gazetteer.names import fold
from gazetteer.place import Record
from routes.dates import When

__all__ = [
    "Claim",
    "Redaction",
    "Source",
    "Stance",
    "Status",
    "claims_by_answer",
    "claims_on",
    "ends_spoken_of",
    "independent_roots",
    "is_named",
    "speaker_of",
    "standing",
    "status_of",
    "witnesses",
]


class Stance(StrEnum):
    """What a claim does to the thing that it speaks of."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    RETRACTS = "retracts"
    CORRECTS = "corrects"


class Status(StrEnum):
    """What the claims on a leg or site add up to; computed, never typed."""

    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single-source"
    DISPUTED = "disputed"
    DENIED = "denied"
    RETRACTED = "retracted"
    UNSUPPORTED = "unsupported"


class Redaction(StrEnum):
    """What of a record may be published; without a mark all of it (see `routes.redaction`)."""

    GENERALISE = "generalise"
    WITHHOLD = "withhold"


class Source(Record):
    """A publication. `text` names the plain-text file, relative to the dossier's folder.

    `based_on` lists the ids of sources that this one only restates: they are not further
    witnesses. `sha256` is that of the stored text in UTF-8. `redaction` says what of the record
    may be published, and `shown_as` how a generalised one is named there.
    """

    id: str
    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    archived_url: str | None = None
    accessed: str | None = None
    text: str | None = None
    sha256: str | None = None
    language: str = "en"
    based_on: tuple[str, ...] = ()
    redaction: Redaction | None = None
    shown_as: str | None = None


class About(Record):
    """The movement that a claim speaks against: its ends (ids of places) and goods."""

    from_: str = Field(alias="from")
    to: str
    cargo: str | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """Where it begins and where it leads."""
        return self.from_, self.to


class Claim(Record):
    """One statement, verbatim: `text[start:end] == quote`, counted in Unicode code points.

    `attributed_to` is the speaker as the report names him; `reported_via` the chain through
    which the report has it; `status_words` the report's own hedges ("allegedly"); `answers`
    the ids of the claims that a denial, doubt, retraction or correction speaks to; `about` what
    one speaks to that its own report does not assert, so that a merge finds it in another;
    `page` is the page, counted from 1, on which the quotation begins, where the source has pages;
    `translation` the quotation in the language of the dossier's readers, where it is in another;
    `shown_as` names the speaker where the claim is generalised.
    """

    id: str
    source: str
    quote: str
    translation: str | None = None
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = Field(default=None, ge=1)
    attributed_to: str | None = None
    role: str | None = None
    reported_via: str | None = None
    stance: Stance = Stance.ASSERTS
    status_words: tuple[str, ...] = ()
    said_on: When | None = None
    answers: tuple[str, ...] = ()
    about: About | None = None
    score: float | None = Field(default=None, ge=0, le=1)
    rule: str | None = None
    redaction: Redaction | None = None
    shown_as: str | None = None


def ends_spoken_of(claims: Iterable[Claim]) -> frozenset[str]:
    """Give the ids of the places between which claims speak against a movement."""
    return frozenset(end for claim in claims if claim.about for end in claim.about.ends)


def claims_by_answer(claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    """Give for each claim those that answer it, for many calls of `claims_on`."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        for answered in claim.answers:
            found.setdefault(answered, []).append(claim)
    return {answered: tuple(answers) for answered, answers in found.items()}


def claims_on(
    ids: Iterable[str],
    claims: Mapping[str, Claim],
    answers: Mapping[str, Sequence[Claim]] | None = None,
) -> tuple[Claim, ...]:
    """Gather what is said of a leg or site: its own claims and all that answer them.

    Parameters
    ----------
    ids
        The claims that the leg or site names; unknown ones are passed over.
    claims
        All claims by id.
    answers
        What `claims_by_answer` gives for them, where many legs and sites are asked for.
    """
    gathered = {i: claims[i] for i in ids if i in claims}
    replies = claims_by_answer(claims.values()) if answers is None else answers
    queue = list(gathered)
    while queue:
        for claim in replies.get(queue.pop(0), ()):
            if claim.id not in gathered:
                gathered[claim.id] = claim
                queue.append(claim.id)
    return tuple(gathered.values())


def speaker_of(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Name whoever makes a claim; a report that names nobody speaks for itself."""
    if claim.attributed_to:
        return claim.attributed_to
    source = sources.get(claim.source)
    return (source.publisher or source.title) if source else claim.source


def independent_roots(source_id: str, sources: Mapping[str, Source]) -> frozenset[str]:
    """Follow `based_on` back to the sources that rest on nothing else in the dossier.

    Parameters
    ----------
    source_id
        Where to start.
    sources
        All sources by id; unknown ids count as roots. Sources that only restate each other
        in a circle are one witness, named by the first of their ids.
    """
    if not _based_on(source_id, sources):
        return frozenset({source_id})
    before = _ancestors(source_id, sources)
    roots = {one for one in before if not _based_on(one, sources)}
    if roots:
        return frozenset(roots)
    circle = [one for one in before if one in _ancestors(one, sources, itself=False)]
    return frozenset({min(circle)})


def _based_on(source_id: str, sources: Mapping[str, Source]) -> tuple[str, ...]:
    source = sources.get(source_id)
    return source.based_on if source else ()


def _ancestors(
    source_id: str, sources: Mapping[str, Source], *, itself: bool = True
) -> frozenset[str]:
    """Give all that a source rests on; itself too, or only where a circle leads back to it."""
    seen: set[str] = set()
    queue = [source_id] if itself else list(_based_on(source_id, sources))
    while queue:
        current = queue.pop()
        if current not in seen:
            seen.add(current)
            queue.extend(_based_on(current, sources))
    return frozenset(seen)


def witnesses(claims: Iterable[Claim], sources: Mapping[str, Source]) -> tuple[frozenset[str], ...]:
    """Group the sources at the root of claims into those that vouch independently.

    Reports that rest on one source are one witness, and so are reports that quote one person
    by name: many articles restate one briefing.

    Returns
    -------
    tuple[frozenset[str], ...]
        The ids of root sources, one set a witness, in the order of the claims.
    """
    groups: list[set[str]] = []
    spoken: dict[str, set[str]] = {}
    for claim in claims:
        roots = independent_roots(claim.source, sources)
        groups += [{root} for root in sorted(roots)]
        if is_named(claim.attributed_to):
            spoken.setdefault(fold(claim.attributed_to or ""), set()).update(roots)
    for together in spoken.values():
        linked = [group for group in groups if group & together]
        groups = [group for group in groups if not group & together]
        groups.append(set().union(*linked))
    return tuple(dict.fromkeys(frozenset(group) for group in groups))


def is_named(speaker: str | None) -> bool:
    """Whether a speaker is named: "officials" may be others in each report."""
    return speaker is not None and speaker != speaker.lower()


def standing(claims: Iterable[Claim]) -> list[Claim]:
    """Give the assertions that nobody has withdrawn.

    A retraction removes the assertion of the same source that it answers (or all of that
    source's, when it names none).
    """
    gathered = list(claims)
    withdrawn = [c for c in gathered if c.stance is Stance.RETRACTS]
    asserted = [c for c in gathered if c.stance in (Stance.ASSERTS, Stance.CORRECTS)]
    if not withdrawn:
        return asserted
    return [c for c in asserted if not any(_withdraws(r, c) for r in withdrawn)]


def status_of(claims: Iterable[Claim], sources: Mapping[str, Source]) -> Status:
    """Compute the status of whatever `claims` speak of.

    A retraction removes what it answers (see `standing`). A doubt never makes a thing disputed;
    a denial does.
    """
    gathered = list(claims)
    stands = standing(gathered)
    denied = any(c.stance is Stance.DENIES for c in gathered)
    if not stands:
        if any(c.stance is Stance.RETRACTS for c in gathered):
            return Status.RETRACTED
        return Status.DENIED if denied else Status.UNSUPPORTED
    if denied:
        return Status.DISPUTED
    alone = len(stands) == 1 and not _based_on(stands[0].source, sources)
    several = not alone and len(witnesses(stands, sources)) > 1
    return Status.CORROBORATED if several else Status.SINGLE_SOURCE


def _withdraws(retraction: Claim, claim: Claim) -> bool:
    if retraction.answers:
        return claim.id in retraction.answers
    return retraction.source == claim.source
