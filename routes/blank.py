"""A new dossier, commented: what goes where, and why, for whoever starts by hand."""

from __future__ import annotations

from routes.formats import CURRENT, SCHEMA_NAME

__all__ = ["blank_dossier"]

_BLANK = """\
# yaml-language-server: $schema={schema}
#
# A dossier: who said what about which way or site, in which words. Editors that know the line
# above complete the keys; `supplyroutes check` says what is missing, `supplyroutes map` draws it.
format: {format}
id: {id}
title: {title}

# Each publication once. Store its text beside this file: quotations are compared with it.
# `supplyroutes source add report.txt` fills this in. based_on: what it only restates.
sources: []
#  - id: s1
#    title: Barges leave the coast
#    publisher: The Harbour Ledger
#    published: 2024-03-15
#    url: https://ledger.example/barges
#    text: s1.txt
#    sha256: (by `source add`)
#    based_on: []

# Each place once. precision: exact, site and locality are drawn as points; region, country and
# water as areas; undisclosed not at all. `supplyroutes find NAME` gives positions and refs.
places: []
#  - id: gull-point
#    name: Gull Point
#    as_written: [Gull Point]
#    country: SO
#    kind: port
#    lon_deg: 49.18
#    lat_deg: 11.29
#    precision: site
#    refs: ['wpi:47800']
#    resolved_by: your name
#    redaction: generalise      # or withhold: what must not be published as it is

# One statement each, verbatim: text[start:end] is the quote, counted in characters.
# stance: asserts, denies, doubts, retracts or corrects; answers: the claims it speaks to.
claims: []
#  - id: c1
#    source: s1
#    quote: The barge left Gull Point for Harwell Quay
#    start: 0
#    end: 42
#    attributed_to: the harbour master
#    stance: asserts

# Ways, leg by leg, each with its claims. mode: sea, river, rail, road, air, pipeline, foot or
# unspecified. An end that the report leaves open stays away.
routes: []
#  - id: r1
#    title: Gull Point to Harwell Quay
#    cargo: salt
#    when: {{text: in March 2024, edtf: 2024-03, earliest: 2024-03-01, latest: 2024-03-31}}
#    legs:
#      - {{from: gull-point, to: harwell-quay, mode: sea, claims: [c1]}}

# Where something is made, stored, loaded or based.
sites: []
#  - {{id: x1, place: gull-point, activity: salt works, phase: active, claims: [c1]}}

# draft until a person has settled it; then {{state: reviewed, by: your name, on: the day}}.
review: {{state: draft, by: {by}}}
"""


def blank_dossier(dossier_id: str, title: str, by: str = "hand") -> str:
    """Give the YAML of an empty dossier with comments; it reads back as one.

    Parameters
    ----------
    dossier_id, title
        Of the dossier.
    by
        Who drafts it.
    """
    import json

    return _BLANK.format(
        schema=SCHEMA_NAME,
        format=CURRENT,
        id=json.dumps(dossier_id, ensure_ascii=False),
        title=json.dumps(title, ensure_ascii=False),
        by=json.dumps(by, ensure_ascii=False),
    )
