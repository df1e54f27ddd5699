"""`schema` and `new`: the form, its number, older files brought to it, and a file to begin with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from maps.cli import main
from routes.blank import blank_dossier
from routes.dossier import Dossier, load_dossier
from routes.dossier_file import parse_dossier
from routes.formats import CURRENT, stamped

OLDER = """\
# by me
---
id: grain   # short
title: Grain
# what follows is empty
sources: []
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_schema_is_printed_and_holds_a_new_dossier(tmp_path: Path) -> None:
    file = tmp_path / "null.yaml"
    assert run("new", file, "--title", 'A "title": yes', "--by", "Ada # B").exit_code == 0
    schema = json.loads(run("schema").stdout)
    assert json.loads((tmp_path / "dossier.schema.json").read_text(encoding="utf-8")) == schema
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema)
    made = load_dossier(file)
    assert (made.id, made.title, made.review.by) == ("null", 'A "title": yes', "Ada # B")


def test_a_new_dossier_checks_and_the_schema_is_taken_for_none(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine.yaml").exit_code == 0
    result = run("check", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1, result.stdout


def test_the_examples_in_the_comments_are_right() -> None:
    text = blank_dossier("grain", "Grain")
    lived = re.sub(r"^(\w+): \[\]\n", r"\1:\n", text, flags=re.MULTILINE)
    lived = re.sub(r"^#  ", "  ", lived, flags=re.MULTILINE)
    lived = lived.replace("(by `source add`)", "''")
    dossier = parse_dossier(lived)
    assert len(dossier.sources) == len(dossier.places) == len(dossier.claims) == 1
    assert len(dossier.routes) == len(dossier.sites) == 1


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OLDER, encoding="utf-8")
    assert run("new", file).exit_code == 2
    assert file.read_text(encoding="utf-8") == OLDER
    assert run("new", tmp_path / "mine.json").exit_code == 2


def test_an_older_file_is_stamped_once(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_text(OLDER, encoding="utf-8")
    assert run("schema", "--stamp", file).exit_code == 0
    made = file.read_text(encoding="utf-8")
    header = "# yaml-language-server: $schema=dossier.schema.json\n"
    assert made == header + OLDER.replace("id: grain", f"format: {CURRENT}\nid: grain")
    assert run("schema", "--stamp", file).exit_code == 0
    assert file.read_text(encoding="utf-8") == made


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (CURRENT + 1, "this version knows those up to"),
        ("new", "is no number of a form"),
        ("0", "is no number of a form"),
        ("", "is no number of a form"),
    ],
)
def test_a_form_that_is_not_known_is_refused_with_its_line(
    tmp_path: Path, number: object, said: str
) -> None:
    file = tmp_path / "later.yaml"
    file.write_text(f"id: a\ntitle: A\nformat: {number}\ncolour: red\n", encoding="utf-8")
    result = run("check", file)
    assert result.exit_code == 2
    assert f"{file}:3: " in result.stderr
    assert said in result.stderr


@given(st.sampled_from(["\n", "\r\n"]), st.integers(0, 3), st.booleans())
def test_stamping_changes_no_value(line_end: str, comments: int, numbered: bool) -> None:
    number = "format: 1\n" if numbered else ""
    text = "# a: b\n" * comments + f'"id": x\n{number}title: T\n'
    made = stamped(text.replace("\n", line_end))
    assert parse_dossier(made) == Dossier(id="x", title="T")
    assert made.count("\n") == made.count(line_end)
    assert stamped(made) == made
