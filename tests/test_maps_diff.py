"""`diff` tells in words what changed, for people, for Markdown and programs, and for git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maps.cli import main
from routes.difference import difference
from routes.dossier import Dossier
from routes.dossier_file import parse_dossier

OLD = """\
id: grain
title: Grain
sources:
  - {id: s1, title: First, publisher: The Ledger}
  - {id: s2, title: Second, publisher: The Courier}
places:
  - {id: amirabad, name: Amirabad, lon_deg: 53.3, lat_deg: 36.85}
  - {id: gull, name: Gull, lon_deg: 50.0, lat_deg: 40.0}
claims:
  - {id: c1, source: s1, quote: grain goes, start: 0, end: 10}
  - {id: c3, source: s1, quote: a mill, start: 20, end: 26}
routes:
  - id: r2
    title: Amirabad to Gull
    cargo: grain
    legs:
      - {from: amirabad, to: gull, mode: sea, claims: [c1]}
sites:
  - {id: x1, place: gull, activity: mill, claims: [c3]}
"""
NEW = (
    OLD.replace("lon_deg: 53.3,", "lon_deg: 53.38,")
    .replace("cargo: grain", "cargo: wheat")
    .replace("routes:", "  - {id: c9, source: s2, quote: no *such* thing, start: 1, end: 2,\n"
             "     attributed_to: Port office, stance: denies, answers: [c1]}\nroutes:")
    .replace("sites:\n  - {id: x1, place: gull, activity: mill, claims: [c3]}\n", "")
)  # fmt: skip
DISPUTED = "Asserted by The Ledger, denied by Port office."
WORDS = [
    f"route r2 (Amirabad to Gull) became disputed (was single-source): {DISPUTED}",
    "Amirabad moved 7 km, from 36.8500, 53.3000 to 36.8500, 53.3800 (latitude, longitude)",
    "added claim c9 by Port office (The Courier), which denies: “no *such* thing”",
    "route r2: cargo was “grain”, is now “wheat”",
    "removed site x1: mill, Gull",
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_words(files: tuple[Path, Path]) -> None:
    result = run(*files)
    assert result.stdout.splitlines() == WORDS
    assert result.exit_code == 0
    assert run(*files, "--exit-code").exit_code == 1


def test_markdown_takes_nothing_for_a_mark(files: tuple[Path, Path]) -> None:
    lines = run(*files, "--format", "markdown").stdout.splitlines()
    assert lines[2] == (
        r"- added claim c9 by Port office (The Courier), which denies: “no \*such\* thing”"
    )


def test_json(files: tuple[Path, Path]) -> None:
    changes = json.loads(run(*files, "--format", "json").stdout)
    assert [c["kind"] for c in changes] == ["status", "moved", "added", "changed", "removed"]
    assert [c["what"] for c in changes] == WORDS
    assert (changes[0]["group"], changes[0]["id"]) == ("route", "r2")


def test_nothing_changed(files: tuple[Path, Path]) -> None:
    result = run(files[0], files[0], "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing changed" in result.stderr


def test_another_number_of_files_is_told(files: tuple[Path, Path]) -> None:
    result = run(files[0])
    assert result.exit_code == 2
    assert "two states are compared, not 1; give OLD and NEW" in result.stderr
    assert run(files[0], files[0].with_name("none.yaml")).exit_code == 2


def told(old: str, new: str) -> list[str]:
    states = (parse_dossier(OLD), parse_dossier(OLD.replace(old, new)))
    return [change.what for change in difference(*states)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("mode: sea, ", "mode: air, ", "route r2, Amirabad to Gull: mode was “sea”, is now “air”"),
        ("{id: c3,", "{id: c4,", "claim c3 is now called c4"),
        ("sites:", "review: {state: reviewed, by: Ada}\nsites:",
         "the dossier is now reviewed by Ada; it was a draft"),
        ("claims: [c1]}", "claims: [c1, c3]}",
         "route r2, Amirabad to Gull: claims now with c3 by The Ledger"),
        ("lon_deg: 50.0, lat_deg: 40.0", "precision: undisclosed", "Gull lost its position"),
        ("    cargo: grain\n", "", "route r2: cargo was “grain”, is now not told"),
        ("lat_deg: 40.0}", "lat_deg: 40.0, as_written: [Gull, Goll]}",
         "Gull: as written now with Gull and Goll"),
    ],
)  # fmt: skip
def test_each_kind_of_change(old: str, new: str, words: str) -> None:
    assert words in told(old, new)


def test_from_nothing_everything_is_added() -> None:
    whole = parse_dossier(OLD)
    changes = difference(Dossier(id="grain", title="Grain"), whole)
    assert {change.kind for change in changes} == {"added"}
    assert len(changes) == 2 + 2 + 2 + 1 + 1
    back = difference(whole, Dossier(id="grain", title="Grain"))
    assert {change.kind for change in back} == {"removed"}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_as_a_driver_of_git(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    command = f"{sys.executable} -c 'from maps.cli import main; main()' diff"
    home = {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(root)}

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", *arguments],
            cwd=tmp_path, env={**os.environ, **home}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    git("init", "-q")
    git("config", "diff.supplyroutes.command", command)
    (tmp_path / ".gitattributes").write_text("*.yaml diff=supplyroutes\n", encoding="utf-8")
    file = tmp_path / "grain.yaml"
    file.write_text(OLD, encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "one")
    file.write_text(NEW, encoding="utf-8")
    assert git("diff").splitlines() == ["diff grain.yaml", *WORDS]
    file.write_text("id: [broken", encoding="utf-8")
    assert "this is not YAML" in git("diff")
    git("rm", "-qf", "grain.yaml")
    assert "removed source s1: “First”, The Ledger" in git("diff", "--cached")
