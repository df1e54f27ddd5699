"""Exports against the rules of their standards, which readers that forgive would not notice.

The rules are those of a package where one ships them; otherwise they are the standard's own,
in our words, with the place where it says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from gazetteer import Gazetteer
from maps.exports import export
from maps.imports import import_dossier
from routes.dossier import Dossier

Parsed = Callable[[Dossier, str], Any]

# What the shared dossier has none of: bounds on one side, no date, no position, names twice,
# a source without an address, refs with a public page and without one.
PLAIN: dict[str, Any] = {
    "id": "plain",
    "title": "Salt by caravan",
    "sources": [
        {"id": "s1", "title": "Minutes", "publisher": "Salt Board", "published": "spring 2024"},
        {"id": "s2", "title": "Notes", "publisher": "The Ledger", "published": "2024-02-09",
         "authors": ["Omar Issa", "Ruth Kay"], "url": "https://ledger.example/7"},
    ],
    "places": [
        {"id": "a", "name": "Taoudenni", "as_written": ["Taoudenni", "Taudeni", "Taudeni"],
         "kind": "facility", "lon_deg": -3.98, "lat_deg": 22.67, "country": "ML",
         "refs": ["geonames:2449067", "wikidata:Q1150583", "lid:x 1", "wikidata:Q1?x"]},
        {"id": "b", "name": "Timbuktu", "kind": "city", "country": "?"},
        {"id": "c", "name": "Nowhere yet"},
    ],
    "claims": [
        {"id": "c1", "source": "s1", "quote": "by March", "start": 4, "end": 12},
        {"id": "c2", "source": "s2", "quote": "they say so", "start": 0, "end": 11,
         "stance": "doubts", "answers": ["c1"]},
    ],
    "routes": [
        {"id": "r", "title": "Salt", "legs": [
            {"from": "a", "to": "b", "mode": "road", "claims": ["c1"],
             "when": {"text": "by March 2024", "latest": "2024-03-31", "kind": "by"}},
            {"from": "b", "to": "a", "mode": "air", "claims": ["c2"],
             "when": {"text": "some day", "earliest": "soon"}},
        ]},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def plain() -> Dossier:
    return Dossier.model_validate(PLAIN)


@pytest.fixture(scope="module")
def parsed(gazetteer: Gazetteer, red_sea_texts: dict[str, str]) -> Parsed:
    def parse(dossier: Dossier, name: str) -> Any:
        made = export(dossier, name, gazetteer=gazetteer, texts=red_sea_texts, lines={})
        return json.loads(made.content)

    return parse


def rendered(items: list[dict[str, Any]]) -> list[str]:
    """Write a bibliography as a peer does, in the one style that it ships."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(line) for line in bibliography.bibliography()]


def test_a_citation_processor_names_each_thing_once(
    red_sea: Dossier, plain: Dossier, parsed: Parsed
) -> None:
    first, second = rendered(parsed(red_sea, "csl"))
    assert first == (
        "Selam Abraha (2024) Charcoal is leaving the coast again, inspectors say, "
        "The Massawa Courier. Available at: https://courier.example/2024/05/charcoal."
    )
    assert second.count("Gulf Shipping Bulletin") == 1
    document, page = rendered(parsed(plain, "csl"))
    assert "spring 2024" in document
    assert document.count("Salt Board") == 1
    assert page.startswith("Omar Issa and Ruth Kay (2024)")


def terms(name: str) -> set[str]:
    """Give the words that the schema of CSL 1.0.2 lists in one of its files."""
    from citeproc import SCHEMA_PATH

    text = Path(SCHEMA_PATH).with_name(f"{name}.rnc").read_text(encoding="utf-8")
    return set(re.findall(r'"([\w-]+)"', text))


def test_csl_json_has_types_and_variables_of_its_schema(
    red_sea: Dossier, plain: Dossier, parsed: Parsed
) -> None:
    known = {"id", "type", *terms("csl-variables")}
    for item in (*parsed(red_sea, "csl"), *parsed(plain, "csl")):
        assert item["type"] in terms("csl-types")
        assert set(item) <= known
        for name in {"issued", "accessed"} & set(item):
            (parts,) = item[name].get("date-parts") or [[0]]
            assert all(isinstance(part, int) for part in parts)


@pytest.mark.parametrize("which", ["red_sea", "plain"])
def test_linked_places_keep_the_rules_of_the_format(
    which: str,
    parsed: Parsed,
    linked_places_schema: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    dossier: Dossier = request.getfixturevalue(which)
    collection = parsed(dossier, "lpf")
    Draft202012Validator(linked_places_schema).validate(collection)
    ids = [feature["@id"] for feature in collection["features"]]
    assert len(set(ids)) == len(ids)
    for feature in collection["features"]:
        assert feature["when"]["timespans"], "the format asks for a time of every feature"
        assert {one["relationTo"] for one in feature.get("relations", ())} <= set(ids)


def test_linked_places_cite_names_and_link_only_what_has_a_page(
    plain: Dossier, parsed: Parsed
) -> None:
    mine, town, _ = parsed(plain, "lpf")["features"]
    assert [one["toponym"] for one in mine["names"]] == ["Taoudenni", "Taudeni"]
    assert [one["label"] for one in mine["names"][0]["citations"]] == [
        "“Minutes”, Salt Board, spring 2024.",
        "Omar Issa and Ruth Kay, “Notes”, The Ledger, 9 February 2024. https://ledger.example/7",
    ]
    assert [one["identifier"] for one in mine["links"]] == [
        "https://www.geonames.org/2449067",
        "https://www.wikidata.org/wiki/Q1150583",
    ]
    assert "ccodes" not in town["properties"]
    assert town["geometry"] is None
    (leg,) = mine["relations"]
    (span,) = leg["when"]["timespans"]
    assert span == {"start": {"latest": "2024-03-31"}, "end": {"latest": "2024-03-31"}}
    assert "when" not in town["relations"][0], "“soon” is no date of ISO 8601"


def test_linked_places_come_back_with_bounds_modes_and_names(
    plain: Dossier, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    file = tmp_path / "places.json"
    export(plain, "lpf", gazetteer=gazetteer, lines={}).save(file)
    read = import_dossier(file).dossier
    assert read.places == plain.places
    first, second = (leg for route in read.routes for leg in route.legs)
    assert (first.mode, second.mode) == ("road", "air")
    assert first.when is not None
    assert (first.when.earliest, first.when.latest) == (None, "2024-03-31")
    edited = json.loads(file.read_text(encoding="utf-8"))
    edited["features"][0]["names"][1]["toponym"] = "Taoudénit"
    edited["features"][0]["properties"]["as_written"].append(["no name"])
    file.write_text(json.dumps(edited), encoding="utf-8")
    assert import_dossier(file).dossier.places[0].as_written == ("Taoudénit",)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda feature: feature.pop("@id"),
        lambda feature: feature["properties"].pop("title"),
        lambda feature: feature["properties"].update(ccodes=["ERI"]),
        lambda feature: [name.pop("citations", None) for name in feature["names"]],
        lambda feature: feature["when"]["timespans"].append({"end": {"latest": "2024"}}),
        lambda feature: feature["when"]["timespans"].append({"start": {"in": "May 2024"}}),
        lambda feature: feature["types"][0].pop("identifier"),
        lambda feature: feature["links"].append({"type": "closeMatch", "identifier": "urn:x:1"}),
        lambda feature: feature["relations"][0].update(relationType="urn:x:leg:sea"),
        lambda feature: feature["relations"][0].pop("relationTo"),
    ],
)
def test_the_rules_of_the_format_notice_what_breaks_them(
    spoil: Callable[[Any], object],
    red_sea: Dossier,
    parsed: Parsed,
    linked_places_schema: dict[str, Any],
) -> None:
    collection = parsed(red_sea, "lpf")
    spoil(collection["features"][0])
    with pytest.raises(ValidationError):
        Draft202012Validator(linked_places_schema).validate(collection)


def no_rule_broken(page: Any) -> None:
    """Hold a page to the Web Annotation Data Model (W3C Recommendation, 23 February 2017).

    Its sections: 3.1 annotations, 3.2.4 textual bodies, 3.3.5 motivations, 4.1 specific
    resources, 4.2.4 and 4.2.5 selectors, 5.1 and 5.2 collections and their pages.
    """
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["startIndex"]) == ("AnnotationPage", 0)
    collection = page["partOf"]
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == len(page["items"])
    assert not page["items"] or collection["first"] == collection["last"] == page["id"]
    ids = [page["id"], collection["id"], *(one["id"] for one in page["items"])]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", one) for one in ids)
    for one in page["items"]:
        assert one["type"] == "Annotation"
        assert one["motivation"] in MOTIVATIONS
        for body in one["body"]:
            keep_body(body)
        keep_target(one["target"])


def keep_body(body: Any) -> None:
    assert body.get("purpose", "describing") in MOTIVATIONS
    if body["type"] == "TextualBody":
        assert isinstance(body["value"], str)
        assert "source" not in body
    else:
        assert body["type"] == "SpecificResource"
        assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", body["source"])


def keep_target(target: Any) -> None:
    assert target["type"] == "SpecificResource"
    assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", target["source"])
    quotation, position = target["selector"]
    assert quotation["type"] == "TextQuoteSelector"
    assert set(quotation) <= {"type", "exact", "prefix", "suffix"}
    assert all(isinstance(words, str) for words in quotation.values())
    assert quotation["exact"]
    assert ("prefix" in quotation) == ("suffix" in quotation)
    assert position["type"] == "TextPositionSelector"
    assert 0 <= position["start"] < position["end"]
    assert position["end"] - position["start"] == len(quotation["exact"])


MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
    "highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


def test_annotations_keep_the_rules_of_their_model(
    red_sea: Dossier, plain: Dossier, parsed: Parsed
) -> None:
    for dossier in (red_sea, plain, Dossier(id="d", title="Nothing yet")):
        no_rule_broken(parsed(dossier, "annotations"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda page: page["partOf"].pop("first", None),
        lambda page: page["items"][0].update(id="c 1"),
        lambda page: page["items"][0].update(motivation="doubting"),
        lambda page: page["items"][0]["target"]["selector"][1].update(end=0),
        lambda page: page["items"][0]["body"][0].update(value=None),
    ],
)
def test_the_rules_of_the_model_notice_what_breaks_them(
    spoil: Callable[[Any], object], red_sea: Dossier, parsed: Parsed
) -> None:
    page = parsed(red_sea, "annotations")
    spoil(page)
    with pytest.raises((AssertionError, KeyError)):
        no_rule_broken(page)


def test_stix_locations_have_codes_of_countries_or_positions(
    plain: Dossier, gazetteer: Gazetteer
) -> None:
    """STIX 2.1, 4.8: a location has a country of ISO 3166-1, a region, or both coordinates."""
    import stix2

    made = export(plain, "stix", gazetteer=gazetteer, lines={})
    bundle = stix2.parse(made.content.decode(), allow_custom=False)
    locations = [one for one in bundle.objects if one["type"] == "location"]
    assert [(one["name"], one["country"]) for one in locations] == [("Taoudenni", "ML")]
    (report,) = [one for one in bundle.objects if one["type"] == "report"]
    assert "left out here: 1 (Salt), 2 (Salt)." in report["description"]
