"""STIX 2.1: places, legs, sites, and who said what of them, for threat-intelligence platforms."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from gazetteer.place import Precision
from maps.exports.jsontext import lined
from maps.exports.material import LegItem, Material, SiteItem, urn
from maps.linked_places import is_code
from maps.style import MODES, STATUSES
from maps.wording import web_address
from routes.dossier import DossierPlace
from routes.evidence import Claim, Source, Stance, speaker_of

__all__ = ["stix_of"]

_NAMESPACE = UUID("6d7f6aa1-5f6f-5e37-9c0b-6c9a3c3ad0a2")
"""Of this project: the same part of the same dossier has the same id in every bundle."""

_OPINIONS = {
    Stance.ASSERTS: "agree",
    Stance.CORRECTS: "neutral",
    Stance.DOUBTS: "disagree",
    Stance.RETRACTS: "disagree",
    Stance.DENIES: "strongly-disagree",
}
_PRECISION_M = {Precision.EXACT: 100.0, Precision.SITE: 2000.0, Precision.LOCALITY: 10000.0}
"""Radius in metres within which the thing lies; a rule of thumb of this project."""


def stix_of(material: Material) -> bytes:
    """Write a dossier as a bundle of STIX 2.1 (OASIS standard, 10 June 2021).

    A leg is a relationship between two locations, a site an infrastructure located at one, a
    claim an opinion on either with the quotation as its explanation and its source as external
    reference; a report gathers them. STIX has no location without a position, country or
    region, and no relationship with an open end: what lacks them is told in the report's
    description and its opinions speak of the report.
    """
    bundle = _Bundle(material)
    head = {"type": "bundle", "id": bundle.id("bundle", "all")}
    return lined(head, "objects", bundle.objects())


class _Bundle:
    """The objects of one dossier, in a fixed order."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._moment = _moment(material)
        self._located = {p.id for p in material.dossier.places if _is_location(p)}

    def id(self, kind: str, part: str) -> str:
        return f"{kind}--{uuid5(_NAMESPACE, urn(self._material.dossier, kind, part))}"

    def objects(self) -> Iterator[dict[str, Any]]:
        parts = [self._author()]
        parts += [self._location(p) for p in self._material.dossier.places if p.id in self._located]
        subjects: dict[str, list[str]] = {}
        left_out = []
        for item in self._material.legs:
            if {item.leg.from_, item.leg.to} <= self._located:
                parts.append(self._leg(item))
                _note(subjects, item, parts[-1]["id"])
            else:
                left_out.append(item)
        for site in self._material.sites:
            parts += self._site(site)
            _note(subjects, site, self.id("infrastructure", site.id))
        report = self.id("report", "report")
        parts += [
            self._opinion(claim, subjects.get(claim.id) or [report])
            for claim in self._material.dossier.claims
        ]
        yield self._report(report, [part["id"] for part in parts], left_out)
        yield from parts

    def _base(self, kind: str, part: str) -> dict[str, Any]:
        return {
            "type": kind,
            "spec_version": "2.1",
            "id": self.id(kind, part),
            "created": self._moment,
            "modified": self._moment,
        }

    def _author(self) -> dict[str, Any]:
        name = self._material.dossier.review.by
        return {**self._base("identity", "author"), "name": name, "identity_class": "unknown"}

    def _report(self, ref: str, refs: list[str], left_out: list[LegItem]) -> dict[str, Any]:
        dossier = self._material.dossier
        said = "Made from public reports; every opinion carries its quotation."
        if left_out:
            legs = ", ".join(f"{item.number} ({item.route.title})" for item in left_out)
            said += f" Legs with an end that is not located, left out here: {legs}."
        return {
            **self._base("report", "report"),
            "id": ref,
            "name": dossier.title,
            "description": said,
            "published": self._moment,
            "created_by_ref": self.id("identity", "author"),
            "object_refs": refs,
            "external_references": [_reference(source) for source in dossier.sources]
            or [{"source_name": dossier.id, "description": "no source"}],
        }

    def _location(self, place: DossierPlace) -> dict[str, Any]:
        made = {**self._base("location", place.id), "name": place.name}
        if place.precision.is_point and place.lon_deg is not None and place.lat_deg is not None:
            made |= {
                "latitude": place.lat_deg,
                "longitude": place.lon_deg,
                "precision": _PRECISION_M[place.precision],
            }
        if place.country and is_code(place.country):
            made["country"] = place.country
        return made

    def _leg(self, item: LegItem) -> dict[str, Any]:
        route = item.route
        words = [f"leg {item.number} of “{route.title}”", MODES[item.leg.mode].phrase]
        words += [route.cargo] if route.cargo else []
        words += [STATUSES[item.status].word, item.line.note if item.line else ""]
        return {
            **self._base("relationship", item.id),
            "relationship_type": "supplies",
            "source_ref": self.id("location", item.leg.from_ or ""),
            "target_ref": self.id("location", item.leg.to or ""),
            "description": "; ".join(word for word in words if word),
        }

    def _site(self, item: SiteItem) -> Iterator[dict[str, Any]]:
        site = item.site
        yield {
            **self._base("infrastructure", site.id),
            "name": f"{site.activity}, {self._material.name(site.place)}",
            "description": f"{site.phase.value}; {STATUSES[item.status].word}",
            "infrastructure_types": ["unknown"],
        }
        if site.place in self._located:
            yield {
                **self._base("relationship", f"located {site.id}"),
                "relationship_type": "located-at",
                "source_ref": self.id("infrastructure", site.id),
                "target_ref": self.id("location", site.place),
            }

    def _opinion(self, claim: Claim, subjects: list[str]) -> dict[str, Any]:
        return {
            **self._base("opinion", claim.id),
            "explanation": claim.quote,
            "authors": [speaker_of(claim, self._material.sources)],
            "opinion": _OPINIONS[claim.stance],
            "object_refs": subjects,
            "external_references": [
                {**_reference(self._material.source_of(claim)), "external_id": claim.id}
            ],
        }


def _note(subjects: dict[str, list[str]], item: LegItem | SiteItem, ref: str) -> None:
    for claim in item.claims:
        subjects.setdefault(claim.id, []).append(ref)


def _is_location(place: DossierPlace) -> bool:
    known = place.lon_deg is not None and place.lat_deg is not None
    return is_code(place.country or "") or (place.precision.is_point and known)


def _reference(source: Source) -> dict[str, Any]:
    reference = {"source_name": source.publisher or source.title, "description": source.title}
    address = web_address(source.url)
    return {**reference, "url": address} if address else reference


def _moment(material: Material) -> str:
    """Date the bundle by SOURCE_DATE_EPOCH, or else by its latest source; never by the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        at = datetime.fromtimestamp(int(epoch), tz=UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    days = [
        source.published
        for source in material.dossier.sources
        if re.fullmatch(r"\d{4}-\d\d-\d\d", source.published or "", re.ASCII)
    ]
    return f"{max(days, key=str, default='1970-01-01')}T00:00:00.000Z"
