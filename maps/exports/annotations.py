"""W3C Web Annotations: each claim as a quotation selected in its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from maps.exports.jsontext import lined
from maps.exports.material import Material, urn
from maps.wording import web_address
from routes.evidence import Claim, Stance, speaker_of

__all__ = ["annotations_of"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Code points of prefix and suffix: enough to tell a repeated sentence's places apart."""


def annotations_of(material: Material, texts: Mapping[str, str]) -> bytes:
    """Write an annotation page (Web Annotation Data Model, 2017) with one annotation a claim.

    The target is the source's address, or a URN where it has none, with a TextQuoteSelector
    and a TextPositionSelector for the same words; positions count code points of the stored
    text. Prefix and suffix are given where that text is at hand.

    Parameters
    ----------
    texts
        Stored texts by source id.
    """
    dossier = material.dossier
    subjects = _subjects(material)
    page = urn(dossier, "annotations", "all")
    collection: dict[str, Any] = {
        "id": urn(dossier, "annotations", "collection"),
        "type": "AnnotationCollection",
        "label": dossier.title,
        "total": len(dossier.claims),
    }
    if dossier.claims:
        collection |= {"first": page, "last": page}
    head = {
        "@context": _CONTEXT,
        "id": page,
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
    }
    return lined(
        head,
        "items",
        (
            _annotation(claim, material, texts.get(claim.source), subjects)
            for claim in dossier.claims
        ),
    )


def _subjects(material: Material) -> Mapping[str, list[str]]:
    """List for each claim the URNs of the legs and sites that it speaks of."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, items in (("leg", material.legs), ("site", material.sites)):
        for item in items:
            for claim in item.claims:
                found[claim.id].append(urn(material.dossier, kind, item.id))
    return found


def _annotation(
    claim: Claim, material: Material, text: str | None, subjects: Mapping[str, list[str]]
) -> dict[str, Any]:
    source = material.source_of(claim)
    assesses = claim.stance is not Stance.ASSERTS
    return {
        "id": urn(material.dossier, "claim", claim.id),
        "type": "Annotation",
        "motivation": "assessing" if assesses else "describing",
        "body": list(_bodies(claim, material, subjects)),
        "target": {
            "type": "SpecificResource",
            "source": web_address(source.url) or urn(material.dossier, "source", claim.source),
            "selector": [
                _quotation(claim, text),
                {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
            ],
        },
    }


def _quotation(claim: Claim, text: str | None) -> dict[str, str]:
    selector = {"type": "TextQuoteSelector", "exact": claim.quote}
    if text is not None and text[claim.start : claim.end] == claim.quote:
        selector["prefix"] = text[max(0, claim.start - _AROUND) : claim.start]
        selector["suffix"] = text[claim.end : claim.end + _AROUND]
    return selector


def _bodies(
    claim: Claim, material: Material, subjects: Mapping[str, list[str]]
) -> Iterator[dict[str, str]]:
    speaker = speaker_of(claim, material.sources)
    words = [f"{speaker} {claim.stance.value}"]
    words += [
        part for part in (claim.role, claim.reported_via and f"via {claim.reported_via}") if part
    ]
    yield {"type": "TextualBody", "value": "; ".join(words), "format": "text/plain"}
    yield {"type": "TextualBody", "value": claim.stance.value, "purpose": "classifying"}
    for subject in subjects.get(claim.id, ()):
        yield {"type": "SpecificResource", "source": subject, "purpose": "identifying"}
    for answered in claim.answers:
        yield {
            "type": "SpecificResource",
            "source": urn(material.dossier, "claim", answered),
            "purpose": "replying",
        }
