"""`merge`, and `map` and `extract` over several reports: one dossier, and one file that grows."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maps.cli import main
from routes.dossier import load_dossier

LEDGER = "Trucks carry salt from Mombasa to Kampala, Ivo Kern said on Friday.\n"
COURIER = "Salt is trucked from Mombasa to Kampala, drivers said.\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "ledger.txt", tmp_path / "sub" / "courier.txt"
    second.parent.mkdir()
    first.write_text(LEDGER, encoding="utf-8")
    second.write_text(COURIER, encoding="utf-8")
    return first, second


@pytest.mark.parametrize("verb", ["merge", "extract"])
def test_two_reports_become_one_dossier(reports: tuple[Path, Path], verb: str) -> None:
    made = reports[0].with_name("all.yaml")
    result = run(verb, *reports, "-o", made)
    assert result.exit_code == 0, result.stderr
    assert "1 route, 0 sites, 2 claims" in result.stderr
    dossier = load_dossier(made)
    assert [source.text for source in dossier.sources] == ["ledger.txt", "sub/courier.txt"]
    assert dossier.routes[0].legs[0].claims == ("c1", "c2")


def test_merge_tells_what_lines_rest_on_where_it_is_asked(reports: tuple[Path, Path]) -> None:
    made = reports[0].with_name("all.yaml")
    assert run("merge", *reports, "-o", made).exit_code == 0
    assert load_dossier(made).routes[0].legs[0].line is None
    result = run("merge", made, "-o", made, "--lines")
    assert result.exit_code == 0, result.stderr
    facts = load_dossier(made).routes[0].legs[0].line
    assert facts is not None
    assert facts.basis == "direct"
    before = made.read_text(encoding="utf-8")
    assert run("merge", made, "-o", made, "--lines").exit_code == 0
    assert made.read_text(encoding="utf-8") == before


def test_map_draws_once_what_two_tell(reports: tuple[Path, Path]) -> None:
    page = reports[0].with_name("map.html")
    assert "1 route" in run("map", *reports, "-o", page).stderr
    assert "2 routes" in run("map", "--apart", *reports, "-o", page).stderr


def test_merge_into_a_reviewed_file_keeps_its_letter(reports: tuple[Path, Path]) -> None:
    file = reports[0].with_name("mine.yaml")
    assert run("extract", reports[0], "-o", file).exit_code == 0
    by_hand = file.read_text(encoding="utf-8").replace("title:", "# by me\ntitle:", 1)
    by_hand = by_hand.replace("{state: draft, by: machine}", "{state: reviewed, by: Ada}")
    file.write_text(by_hand, encoding="utf-8")
    result = run("merge", file, reports[1], "-o", file)
    assert result.exit_code == 0, result.stderr
    assert "r2 is laid beside r1, which a person has settled" in result.stderr
    after = file.read_text(encoding="utf-8")
    lost = [line for line in by_hand.splitlines() if line not in after.splitlines()]
    assert lost == ["review: {state: reviewed, by: Ada}"]
    assert load_dossier(file).review.awaiting == ("s2", "c2", "r2")
    assert run("merge", file, reports[1], "-o", file).exit_code == 0
    assert file.read_text(encoding="utf-8") == after


def test_a_bad_input_leaves_the_file_as_it_was(reports: tuple[Path, Path]) -> None:
    file = reports[0].with_name("mine.yaml")
    assert run("extract", reports[0], "-o", file).exit_code == 0
    before = file.read_text(encoding="utf-8")
    reports[1].write_bytes(b"caf\xe9")
    result = run("merge", file, reports[1], "-o", file)
    assert result.exit_code == 1
    assert file.read_text(encoding="utf-8") == before
    assert "wrote" not in result.stderr
