"""Problems as other programs read them: JSON, SARIF 2.1.0, and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maps.listing import printable
from routes.problem import Problem, Severity

__all__ = ["written"]

_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def written(problems: Sequence[Problem], form: str) -> str:
    """Write problems as "text", "json", "sarif" or "github", each with its line end."""
    if form == "json":
        listed = [problem.model_dump(mode="json") for problem in problems]
        return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    if form == "sarif":
        return json.dumps(_sarif(problems), ensure_ascii=False, indent=1) + "\n"
    line = _github if form == "github" else printable
    return "".join(f"{line(problem)}\n" for problem in problems)


def _github(problem: Problem) -> str:
    """Write a workflow command; what would end a property or the line is escaped."""
    kind = "notice" if problem.severity is Severity.NOTE else problem.severity.value
    where = {"file": problem.file, "line": problem.line or 1, "title": problem.rule}
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in where.items())
    said = f"{problem.what}; {problem.remedy}" if problem.remedy else problem.what
    return f"::{kind} {properties}::{_escaped(said, '')}"


def _escaped(text: str, further: str) -> str:
    for sign in ("%", "\r", "\n", *further):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    rules = sorted({problem.rule for problem in problems})
    driver = {
        "name": "supplyroutes check",
        "rules": [{"id": rule} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, rules) for problem in problems],
    }
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem, rules: Sequence[str]) -> dict[str, Any]:
    said = f"{problem.what}; {problem.remedy}" if problem.remedy else problem.what
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.file)}}
    if problem.line is not None:
        place["region"] = {"startLine": problem.line}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": problem.severity.value,
        "message": {"text": said},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    from urllib.parse import quote

    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
