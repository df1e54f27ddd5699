"""Problems for other programs: JSON, SARIF and GitHub's annotations, hostile words escaped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from pydantic import ValidationError

from maps.check_forms import written
from maps.cli import main
from routes.problem import Problem, Severity

ROOT = Path(__file__).parent.parent
HOSTILE = "::error ::100% of\nit, she: said"


def problem(severity: Severity = Severity.WARNING, line: int | None = 4) -> Problem:
    return Problem(
        file="a,b:c.yaml", line=line, severity=severity, what=HOSTILE, remedy="mend", rule="x"
    )


def test_github_annotations_cannot_be_broken_out_of() -> None:
    lines = written([problem(), problem(Severity.NOTE, None)], "github").splitlines()
    assert lines == [
        "::warning file=a%2Cb%3Ac.yaml,line=4,title=x::::error ::100%25 of%0Ait, she: said; mend",
        "::notice file=a%2Cb%3Ac.yaml,line=1,title=x::::error ::100%25 of%0Ait, she: said; mend",
    ]


def test_sarif_has_what_its_readers_ask_for() -> None:
    log = json.loads(written([problem(), problem(Severity.ERROR, None)], "sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"] == [{"id": "x"}]
    first, second = run["results"]
    assert [first["level"], second["level"]] == ["warning", "error"]
    where = first["locations"][0]["physicalLocation"]
    assert where == {
        "artifactLocation": {"uri": "a%2Cb%3Ac.yaml"},
        "region": {"startLine": 4},
    }
    assert "region" not in second["locations"][0]["physicalLocation"]


def test_sarif_fits_the_schema_of_its_standard(tmp_path: Path) -> None:
    """The peer's classes were generated of the OASIS schema, and refuse unknown members."""
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

    path = tmp_path / "ein Weg, ü.yaml"
    path.write_text("id: a\ntitle: A\nplaces:\n- {id: p, name: P}\n", encoding="utf-8")
    hostile = [problem(severity, line) for severity in Severity for line in (None, 1)]
    for text in (check(path, "sarif").stdout, written(hostile, "sarif"), written([], "sarif")):
        read = Log.model_validate_json(text)
        (run,) = read.runs
        rules = [rule.id for rule in run.tool.driver.rules]
        for result in run.results:
            assert rules[result.ruleIndex] == result.ruleId


@pytest.mark.parametrize(
    "fault",
    [
        {"level": "fatal"},
        {"message": {}, "unheard": 1},
        {"locations": [{"physicalLocation": {"region": {"startLine": 0}}}]},
        {"message": None},
    ],
)
def test_the_schema_of_sarif_notices_what_breaks_it(fault: dict[str, Any]) -> None:
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

    log = json.loads(written([problem()], "sarif"))
    log["runs"][0]["results"][0].update(fault)
    with pytest.raises(ValidationError):
        Log.model_validate(log)


def check(path: Path, form: str) -> Result:
    return CliRunner().invoke(main, ["check", str(path), "--format", form])


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_status_is_the_same_in_every_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("id: a\ntitle: A\nplaces:\n- {id: p, name: P}\n", encoding="utf-8")
    result = check(path, form)
    assert result.exit_code == 1
    assert "P has no position" in result.stdout
    path.write_text("id: a\ntitle: A\n", encoding="utf-8")
    assert check(path, form).exit_code == 0
    path.write_text("id: [a\n", encoding="utf-8")
    assert check(path, form).exit_code == 2


def test_json_is_a_list_of_problems(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("id: a\ntitle: A\n", encoding="utf-8")
    (only,) = json.loads(check(path, "json").stdout)
    assert only == {
        "file": str(path),
        "line": 1,
        "severity": "note",
        "what": "review: the dossier is a draft that no person has reviewed",
        "remedy": "set review: {state: reviewed, by: your name, on: the date} once it is settled",
        "rule": "draft",
    }


def test_the_hook_runs_a_verb_that_exists() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    command, *arguments = hook["entry"].split()
    assert command == "supplyroutes"
    assert CliRunner().invoke(main, [*arguments, "--help"]).exit_code == 0
