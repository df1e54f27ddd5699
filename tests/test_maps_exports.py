"""Each export opened by a reader that is not ours, and hostile words in every one of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Gazetteer
from gazetteer.errors import SupplyroutesError, UnusableInput
from maps.export_verb import export as verb
from maps.exports import FORMATS, export
from maps.exports.archive import zipped
from maps.exports.material import material_of
from routes.dossier import Dossier
from routes.evidence import claims_on

Written = Callable[[str], Path]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def written(
    red_sea: Dossier,
    red_sea_texts: dict[str, str],
    gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Written:
    """Give the path of the dossier in some format: its file, or a folder of its files."""
    folder = tmp_path_factory.mktemp("exports")

    def write(name: str) -> Path:
        made = export(red_sea, name, gazetteer=gazetteer, texts=red_sea_texts)
        path = folder / (name if len(made.files) > 1 else next(iter(made.files)))
        made.save(path)
        return path

    return write


HOSTILE = (
    '=HYPERLINK("http://x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "]]><script>alert(1)</script>&amp;",
    "x}\n}\n@misc{evil, title={owned}}",
    "x\r\nER  - \r\nTY  - EVIL\r\nTI  - owned",
    "\x00\x0b\x1b[2J\ufffe",
    "\\input{/etc/passwd} % $x$ ~^_#",
    "../../etc/passwd",
    "\u202egpj.exe “quoted” 'single' \"double\"",
)


def hostile(words: str) -> Dossier:
    claim = {
        "id": "c1", "source": "s1", "quote": words or "q", "start": 0, "end": len(words or "q"),
        "attributed_to": words, "role": words, "reported_via": words, "status_words": [words],
    }  # fmt: skip
    return Dossier.model_validate(
        {
            "id": words,
            "title": words,
            "sources": [
                {"id": "s1", "title": words, "publisher": words, "authors": [words],
                 "url": "javascript:alert(1)", "published": words, "accessed": words}
            ],
            "places": [
                {"id": "a", "name": words, "as_written": [words], "lon_deg": 1, "lat_deg": 2},
                {"id": "b", "name": words, "lon_deg": 3, "lat_deg": 4},
            ],
            "claims": [claim],
            "routes": [
                {"id": "r", "title": words, "cargo": words,
                 "legs": [{"from": "a", "to": "b", "claims": ["c1"]}]}
            ],
            "sites": [{"id": "x", "place": "a", "activity": words, "claims": ["c1"]}],
        }
    )  # fmt: skip


def test_the_command_offers_every_format() -> None:
    choice = next(p for p in verb.params if p.name == "form").type
    assert tuple(getattr(choice, "choices", ())) == tuple(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_dossier_gives_the_same_bytes(
    name: str, red_sea: Dossier, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = export(red_sea, name, gazetteer=gazetteer)
    assert export(red_sea, name, gazetteer=gazetteer).files == first.files


@pytest.mark.parametrize("name", ["geojson", "kml", "lpf"])
def test_gdal_reads_text_formats(name: str, written: Written) -> None:
    import pyogrio

    path = written(name)
    layers = pyogrio.list_layers(path)
    assert len(layers)
    read = sum(len(pyogrio.read_dataframe(path, layer=layer)) for layer, _ in layers)
    assert read == {"geojson": 11, "kml": 11, "lpf": 6}[name]


def test_a_geojson_peer_reads_ours(written: Written) -> None:
    import geojson_pydantic

    text = written("geojson").read_text(encoding="utf-8")
    read: Any = geojson_pydantic.FeatureCollection.model_validate_json(text)
    assert len(read.features) == 11


def test_citations_by_reference_name_each_claim_once(
    red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    made = export(red_sea, "geojson", gazetteer=gazetteer, citations="reference")
    text = made.content.decode()
    collection = json.loads(text)
    assert [claim["id"] for claim in collection["claims"]] == [c.id for c in red_sea.claims]
    assert all(text.count(json.dumps(c.quote, ensure_ascii=False)) == 1 for c in red_sea.claims)
    first = collection["features"][0]["properties"]
    assert (first["claim_ids"], first["answer_ids"]) == (["c1"], ["c3"])


def test_gdal_reads_the_geopackage_and_its_relations(written: Written, red_sea: Dossier) -> None:
    import pyogrio

    path = written("gpkg")
    shapes = {str(name): kind for name, kind in pyogrio.list_layers(path)}
    assert set(shapes) >= {"legs", "sites", "places", "routes", "claims", "sources", "leg_claims"}
    legs = pyogrio.read_dataframe(path, layer="legs")
    assert list(legs["id"]) == ["r1.1", "r1.2", "r2.1", "r3.1"]
    assert next(iter(legs["status"])) == "disputed"
    assert legs.crs is not None
    assert legs.crs.to_epsg() == 4326 or legs.crs.to_authority() == ("OGC", "CRS84")
    with sqlite3.connect(path) as store:
        joined = store.execute(
            "SELECT l.id, c.id, c.quote FROM leg_claims m JOIN legs l ON l.fid = m.base_id"
            " JOIN claims c ON c.fid = m.related_id ORDER BY 1, 2"
        ).fetchall()
        named = store.execute("SELECT mapping_table_name FROM gpkgext_relations").fetchall()
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not store.execute("PRAGMA foreign_key_check").fetchall()
    store.close()
    quotes = {claim.id: claim.quote for claim in red_sea.claims}
    assert joined == [
        (leg, claim, quotes[claim])
        for leg, claim in (
            ("r1.1", "c1"), ("r1.1", "c3"), ("r1.2", "c2"), ("r2.1", "c4"), ("r2.1", "c5"),
            ("r3.1", "c7"),
        )
    ]  # fmt: skip
    assert {"leg_claims", "claim_answers", "source_based_on"} <= {name for (name,) in named}


def test_a_validator_accepts_the_geoparquet(written: Written) -> None:
    import geopandas
    import geoparquet_validator

    path = written("parquet")
    report = geoparquet_validator.check(str(path))
    assert geoparquet_validator.conformant(report), geoparquet_validator.failed(report)
    read = geopandas.read_parquet(path)
    assert list(read["layer"].unique()) == ["legs", "sites", "places"]
    assert read.loc[read["id"] == "chad"].geometry.geom_type.item() in {"Polygon", "MultiPolygon"}


def test_gdal_reads_flatgeobuf(written: Written) -> None:
    import pyogrio

    folder = written("fgb")
    legs = pyogrio.read_dataframe(folder / "legs.fgb")
    assert sorted(legs["number"]) == [1, 2, 3, 4]


def test_kml_fits_the_schema_of_its_standard(written: Written) -> None:
    from fastkml import KML
    from fastkml.validator import validate

    path = written("kml")
    assert validate(file_to_validate=path)
    document = KML.parse(path)
    assert "No charcoal has passed our gates" in document.to_string()


def test_csv_keeps_every_quotation(written: Written, red_sea: Dossier) -> None:
    rows = table(written("csv") / "claims.csv")
    assert [row["quote"] for row in rows] == [claim.quote for claim in red_sea.claims]
    pairs = {(row["leg"], row["claim"]) for row in table(written("csv") / "leg_claims.csv")}
    assert ("r1.1", "c3") in pairs


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_peers_read_the_citations(written: Written, red_sea: Dossier) -> None:
    import rispy
    from bibtexparser.entrypoint import parse_string
    from citeproc.source.json import CiteProcJSON

    titles = [source.title for source in red_sea.sources]
    bib = parse_string(written("bibtex").read_text(encoding="utf-8"))
    assert not bib.failed_blocks
    assert [entry["title"].strip("{}") for entry in bib.entries] == titles
    with written("ris").open(encoding="utf-8", newline="") as stream:
        records = rispy.load(stream)
    assert [record["title"] for record in records] == titles
    assert records[0]["authors"] == ["Selam Abraha"]
    items = json.loads(written("csl").read_text(encoding="utf-8"))
    read = CiteProcJSON(items)
    assert [str(read[item["id"]]["title"]) for item in items] == titles
    assert items[0]["issued"] == {"date-parts": [[2024, 5, 14]]}


def test_a_stix_peer_accepts_the_bundle(written: Written, red_sea: Dossier) -> None:
    import stix2

    bundle = stix2.parse(written("stix").read_text(encoding="utf-8"), allow_custom=False)
    kinds = [one["type"] for one in bundle.objects]
    assert kinds.count("opinion") == len(red_sea.claims)
    assert kinds.count("relationship") == 4 + 1
    known = {one["id"] for one in bundle.objects}
    for one in bundle.objects:
        assert set(one.get("object_refs", [])) <= known
    (denial,) = [o for o in bundle.objects if o.get("opinion") == "strongly-disagree"]
    assert denial["authors"] == ["Berbera port office"]


def test_annotations_find_their_words(written: Written, red_sea_texts: dict[str, str]) -> None:
    page = json.loads(written("annotations").read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    by_address = {"courier": red_sea_texts["s1"], "bulletin": red_sea_texts["s2"]}
    for one in page["items"]:
        text = next(t for key, t in by_address.items() if key in one["target"]["source"])
        quote, position = one["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert one["body"]


def test_the_pack_proves_itself(written: Written, red_sea_texts: dict[str, str]) -> None:
    with zipfile.ZipFile(written("pack")) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert {f["name"]: f["sha256"] for f in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    assert [t["sha256"] for t in manifest["texts"]] == [
        hashlib.sha256(text.encode()).hexdigest() for text in red_sea_texts.values()
    ]
    assert {"dossier.yaml", "map.html", "exports/dossier.geojson", "SHA256SUMS"} <= set(files)
    whole = b"".join(files.values()).decode("utf-8")
    assert red_sea_texts["s1"] not in whole


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\\..\\x", "c:x"])
def test_no_name_leads_out_of_an_archive(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        zipped({name: b""})


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str, gazetteer: Gazetteer) -> None:
    import rispy
    import stix2
    from bibtexparser.entrypoint import parse_string
    from lxml import etree

    dossier = hostile(words)

    def made(name: str) -> bytes:
        return export(dossier, name, gazetteer=gazetteer).content

    with zipfile.ZipFile(io.BytesIO(made("csv"))) as tables:
        cells = [
            cell
            for name in tables.namelist()
            for row in csv.reader(io.StringIO(tables.read(name).decode("utf-8-sig"), newline=""))
            for cell in row
        ]
    assert not [cell for cell in cells if cell.strip()[:1] in {"=", "+", "@", "-"}]
    tree = etree.fromstring(made("kml"))
    assert not list(tree.iter("{*}script"))
    assert "<script" not in "".join(e.text or "" for e in tree.iter("{*}description"))
    bib = parse_string(made("bibtex").decode())
    assert (len(bib.entries), len(bib.failed_blocks)) == (1, 0)
    assert "\\input" not in made("bibtex").decode()
    assert len(rispy.loads(made("ris").decode())) == 1
    stix2.parse(made("stix").decode(), allow_custom=False)
    assert "javascript" not in made("geojson").decode()
    for name in ("gpkg", "fgb", "parquet", "annotations", "lpf", "csl"):
        assert made(name)


def test_a_pack_of_a_hostile_dossier_stays_in_its_folder(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    made = export(hostile("../../etc/passwd"), "pack", gazetteer=gazetteer)
    with zipfile.ZipFile(io.BytesIO(made.content)) as pack:
        pack.extractall(tmp_path / "pack")
    assert {p.name for p in tmp_path.iterdir()} == {"pack"}


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_dossier_gives_an_empty_file_and_no_error(name: str, gazetteer: Gazetteer) -> None:
    made = export(Dossier(id="d", title="Nothing yet"), name, gazetteer=gazetteer)
    assert isinstance(made.content, bytes)


def test_claims_are_gathered_as_everywhere_else(red_sea: Dossier, gazetteer: Gazetteer) -> None:
    by_id = {claim.id: claim for claim in red_sea.claims}
    for item in material_of(red_sea, gazetteer).legs:
        assert item.claims == claims_on(item.leg.claims, by_id)


def test_what_a_source_keeps_to_itself_is_in_no_export(
    red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    hidden = {"precision": "undisclosed", "lon_deg": 12.345678, "lat_deg": 1.5, "refs": ["x:777"]}
    places = tuple(
        place.model_validate({**place.model_dump(), **hidden}) if place.id == "assab" else place
        for place in red_sea.places
    )
    dossier = red_sea.model_copy(update={"places": places})
    for name in ("pack", "gpkg", "parquet", "fgb"):
        for file, content in export(dossier, name, gazetteer=gazetteer).files.items():
            whole = unpacked(content) if file.endswith(".zip") else content
            assert b"12.345678" not in whole, file
            assert b"x:777" not in whole, file


@pytest.mark.parametrize("mark", ["generalise", "withhold"])
def test_what_is_marked_is_in_no_export_and_no_picture(
    mark: str, red_sea: Dossier, red_sea_texts: dict[str, str], gazetteer: Gazetteer
) -> None:
    from maps.pictures import picture

    def marked(kind: str, name: str) -> tuple[Any, ...]:
        return tuple(
            type(one).model_validate({**one.model_dump(), "redaction": mark})
            if one.id == name
            else one
            for one in getattr(red_sea, kind)
        )

    dossier = red_sea.model_copy(
        update={"places": marked("places", "berbera"), "claims": marked("claims", "c3")}
    )
    lines = {(r.id, n): None for r in red_sea.routes for n, _ in enumerate(r.legs)}
    for name in ("pack", "gpkg", "parquet", "fgb"):  # the pack holds all others
        made = export(dossier, name, gazetteer=gazetteer, texts=red_sea_texts, lines=lines)
        for file, content in made.files.items():
            whole = unpacked(content) if file.endswith(".zip") else content
            for secret in (b"Berbera", b"berbera", b"45.01667", b"wpi:47820"):
                assert secret not in whole, (file, secret)
    svg = picture(dossier, gazetteer=gazetteer).render("svg")
    assert b"erbera" not in svg


def unpacked(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return b"".join(pack.read(name) for name in pack.namelist())


def test_an_unknown_format_and_an_unwritable_folder_say_what_to_do(
    red_sea: Dossier, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    with pytest.raises(SupplyroutesError, match="choose one of geojson"):
        export(red_sea, "gpx", gazetteer=gazetteer)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnusableInput, match="name a folder"):
        export(red_sea, "csv", gazetteer=gazetteer).save(tmp_path / "file" / "x")


def test_a_missing_extra_gives_the_line_that_installs_it(
    red_sea: Dossier, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(SupplyroutesError, match=r"pip install 'supplyroutes\[gis\]'"):
        export(red_sea, "gpkg", gazetteer=gazetteer)
