"""Dossiers survive their files unchanged, and a file's faults are told with their lines."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from gazetteer.errors import UnusableInput
from routes import dossier as rooms
from routes.dossier import (
    Dossier,
    dossier_schema,
    dump_dossier,
    load_dossier,
    save_dossier,
)
from routes.dossier_file import read
from routes.yaml_lines import parse_json, parse_yaml

TEXT = "The barge left Harwell Quay for Gull Point on Friday, the harbour master said. 🚢 Yes.\n"
QUOTE = "The barge left Harwell Quay for Gull Point on Friday"

DOSSIER = f"""\
id: barge
title: A barge
sources:
  - id: s1
    title: Barges leave
    text: barge.txt
    sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}
places:
  - {{id: harwell, name: Harwell Quay, country: 'NO', lon_deg: 5.3, lat_deg: 60.4, precision: site}}
  - id: gull
    name: Gull Point
    lon_deg: 4.9
    lat_deg: 61.2
claims:
  - id: c1
    source: s1
    quote: {QUOTE}
    start: 0
    end: {len(QUOTE)}
routes:
  - id: r1
    title: Harwell Quay to Gull Point
    legs:
      - {{from: harwell, to: gull, mode: sea, claims: [c1]}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "barge.txt").write_bytes(TEXT.encode())
    path = tmp_path / "barge.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    return path


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
BOUNDED = {
    "lat_deg": st.floats(-90, 90),
    "lon_deg": st.floats(-180, 180),
    "score": st.floats(0, 1),
    "start": st.integers(0, 10**9),
    "end": st.integers(0, 10**9),
    "page": st.integers(1, 10**4),
    "length_km": st.floats(0, 10**5),
    "length_nm": st.floats(0, 10**5),
    "land_km": st.floats(0, 10**4),
    "snap_km": st.tuples(st.floats(-90, 90), st.floats(-90, 90)),
    "drawn": st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=4),
}


def records(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Any record of a model; hypothesis does not know the bounds of optional fields."""
    values = {
        name: values_of(field.annotation, BOUNDED.get(name))
        for name, field in model.model_fields.items()
    }
    return st.fixed_dictionaries(values).map(model.model_validate)


def values_of(annotation: Any, bounded: st.SearchStrategy[Any] | None) -> st.SearchStrategy[Any]:
    inner = get_args(annotation)
    if type(None) in inner:
        return st.none() | values_of(inner[0], bounded)
    if bounded is not None:
        return bounded
    if get_origin(annotation) is tuple:
        return st.lists(values_of(inner[0], None), max_size=2).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return records(annotation)
    return TEXTS if annotation is str else st.from_type(annotation)


@given(records(Dossier))
def test_a_dossier_survives_its_file(dossier: Dossier) -> None:
    as_yaml = parse_yaml(dump_dossier(dossier)).data
    assert Dossier.model_validate(as_yaml) == dossier
    for form in ("json", "jsonl"):
        as_json = parse_json(dump_dossier(dossier, form)).data
        assert Dossier.model_validate(as_json) == dossier
    assert dump_dossier(dossier, "jsonl").count("\n") == 1


@given(records(Dossier))
def test_other_yaml_readers_read_the_same(dossier: Dossier) -> None:
    theirs = yaml.safe_load(dump_dossier(dossier))
    ours = json.loads(dump_dossier(dossier, "json"))
    assert json.loads(json.dumps(theirs, default=str)) == ours


def test_load_and_save(file: Path, tmp_path: Path) -> None:
    dossier = load_dossier(file)
    assert dossier.places[0].country == "NO"
    assert dossier.routes[0].legs[0].from_ == "harwell"
    for name in ("copy.yaml", "copy.json"):
        save_dossier(dossier, tmp_path / name)
        assert load_dossier(tmp_path / name) == dossier
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "barge.txt",
        "barge.yaml",
        "copy.json",
        "copy.yaml",
    ]


def test_yaml_keeps_the_order_and_leaves_out_what_says_nothing(file: Path) -> None:
    text = dump_dossier(load_dossier(file))
    keys = ["id", "title", "sources", "places", "claims", "routes", "review"]
    assert list(parse_yaml(text).data) == keys
    assert "null" not in text
    assert "[]" not in text
    assert "      - {from: harwell, to: gull, mode: sea, claims: [c1]}\n" in text


# what is replaced, by what, line of the fault, what is said
FAULTS = [
    ("lat_deg: 61.2", "lat_deg: 95", 13, "places.1.lat_deg: 95 is out of range; latitudes lie"),
    ("lat_deg: 61.2", "lat_deg: north", 13, "places.1.lat_deg: north is not a number"),
    ("lat_deg: 61.2", "lat_deg: nan", 13, "places.1.lat_deg: nan is out of range"),
    ("lon_deg: 4.9", "lon_degr: 4.9", 12, "unknown key 'lon_degr'; did you mean lon_deg?"),
    ("name: Gull", "id: gull\n    name: Gull", 11, "the key 'id' stands here twice (first on"),
    ("mode: sea", "mode: see", 24, "routes.0.legs.0.mode: see is not known here; did you mean sea"),
    ("to: gull,", "to: gul,", 24, "there is no place with the id 'gul'; did you mean gull?"),
    ("claims: [c1]", "claims: [c2]", 24, "there is no claim with the id 'c2'; known are c1"),
    ("source: s1", "source: s2", 16, "claims.0.source: there is no source with the id 's2'"),
    ("id: gull", "id: harwell", 10, "the id 'harwell' is taken already by places.0"),
    ("    start: 0\n", "", 15, "claims.0.start: the key is missing; add it"),
    ("start: 0", "start: 4", 17, "claims.0.quote: the text of s1 has not 'The barge"),
    ("left Harwell", "quit Harwell", 17, "copy the exact words of the text"),
    ("title: A barge", "title: [A, barge]", 2, "title: a list must be a text"),
    ("text: barge.txt", "text: /etc/passwd", 6, "'/etc/passwd' is not the relative name"),
    ("legs:", "legs: 5 #", 23, "routes.0.legs: 5 must be a list"),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), FAULTS)
def test_a_fault_is_told_with_its_line(
    file: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in DOSSIER
    broken = DOSSIER.replace(old, new, 1)
    if new == "legs: 5 #":
        broken = broken[: broken.index("      - {from")]
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(UnusableInput) as caught:
        load_dossier(file)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert "\n" not in str(caught.value)


def test_a_moved_quotation_is_found_again(file: Path) -> None:
    file.write_text(DOSSIER.replace("start: 0", "start: 4"), encoding="utf-8")
    with pytest.raises(UnusableInput, match=rf"it stands at 0-{len(QUOTE)}: set start and end"):
        load_dossier(file)


def test_a_changed_text_is_told(file: Path) -> None:
    (file.parent / "barge.txt").write_text(f"{TEXT}More.", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r":7: sources\.0\.sha256: barge\.txt has changed"):
        load_dossier(file)


def test_offsets_are_code_points(file: Path) -> None:
    start = TEXT.index("Yes")
    moved = DOSSIER.replace(QUOTE, "Yes.").replace("start: 0", f"start: {start}")
    file.write_text(moved.replace(f"end: {len(QUOTE)}", f"end: {start + 4}"), encoding="utf-8")
    assert load_dossier(file).claims[0].quote == "Yes."


def test_a_link_does_not_make_a_text_of_any_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.key"
    secret.write_text("top secret words", encoding="utf-8")
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "t.txt").symlink_to(secret)
    path = folder / "d.yaml"
    path.write_text(
        "id: d\ntitle: T\nsources: [{id: s1, title: S, text: t.txt}]\n", encoding="utf-8"
    )
    with pytest.raises(UnusableInput, match="a link to a file of another kind"):
        load_dossier(path)


def test_a_missing_text_is_no_reason_to_refuse(file: Path) -> None:
    (file.parent / "barge.txt").unlink()
    assert load_dossier(file).id == "barge"
    assert [p.line for p in read(file).problems] == [6]


def test_all_faults_are_counted(file: Path) -> None:
    broken = DOSSIER.replace("61.2", "95").replace("60.4", "-95").replace("mode: sea", "mode: x")
    file.write_text(broken, encoding="utf-8")
    assert len(read(file).problems) == 3
    with pytest.raises(UnusableInput, match=r"\(2 more: see supplyroutes check\)"):
        load_dossier(file)


@pytest.mark.parametrize("content", ["- a\n", "text", "null", "5"])
def test_what_is_no_mapping_is_no_dossier(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableInput, match="a dossier is a mapping"):
        load_dossier(file)


def test_a_failed_write_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = load_dossier(file)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableInput, match=r"cannot be written .No space left on device"):
        save_dossier(dossier, file)
    assert file.read_text(encoding="utf-8") == DOSSIER
    assert sorted(p.name for p in file.parent.iterdir()) == ["barge.txt", "barge.yaml"]


def test_an_output_that_cannot_be_is_told(file: Path) -> None:
    dossier = load_dossier(file)
    with pytest.raises(UnusableInput, match=r"no/x\.yaml: cannot be written .*check that its"):
        save_dossier(dossier, file.parent / "no" / "x.yaml")
    with pytest.raises(UnusableInput, match="this is a folder; name a file"):
        save_dossier(dossier, file.parent)


def test_saving_keeps_rights_and_links(file: Path) -> None:
    dossier = load_dossier(file)
    file.chmod(0o640)
    link = file.with_name("link.yaml")
    link.symlink_to(file)
    save_dossier(dossier, link)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert load_dossier(file) == dossier


def test_the_committed_schema_is_fresh() -> None:
    path = Path(rooms.__file__).with_name("dossier.schema.json")
    remedy = "write it anew: python -m routes.dossier_file"
    assert json.loads(path.read_text(encoding="utf-8")) == dossier_schema(), remedy


def test_the_schema_accepts_a_dossier_and_refuses_another(file: Path) -> None:
    import jsonschema

    good = json.loads(dump_dossier(load_dossier(file), "json"))
    jsonschema.Draft202012Validator.check_schema(dossier_schema())
    jsonschema.validate(good, dossier_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, "colour": "red"}, dossier_schema())
