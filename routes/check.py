"""All that is wrong or doubtful in a dossier, with file, line and remedy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from routes.checks.ground import hidden_answers, loose_ends, state, unsupported, unused
from routes.checks.lines import lines_over_land, stale_lines, unrouted
from routes.checks.places import doubtful_places, misplaced, too_precise
from routes.checks.privacy import personal_data
from routes.checks.times import impossible_times
from routes.dossier_file import read
from routes.problem import Problem, Severity

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["Problem", "Severity", "check"]

_RULES = (
    loose_ends,
    unused,
    unsupported,
    hidden_answers,
    doubtful_places,
    too_precise,
    impossible_times,
    lines_over_land,
    stale_lines,
    personal_data,
    state,
)


def check(path: str | os.PathLike[str], gazetteer: Gazetteer | None = None) -> list[Problem]:
    """List every problem of a dossier's file, in the order of its lines.

    Parameters
    ----------
    path
        A .yaml, .yml or .json file.
    gazetteer
        Compares coordinates with countries and computes ways over water; without it both are
        left out.

    Raises
    ------
    UnusableInput
        Only when the file cannot be read as YAML or JSON at all.
    """
    reading = read(path)
    problems = list(reading.problems)
    if reading.dossier is not None:
        for rule in _RULES:
            problems += rule(reading.dossier, reading.locate)
        if gazetteer is not None:
            problems += misplaced(reading.dossier, reading.locate, gazetteer)
            problems += unrouted(reading.dossier, reading.locate, gazetteer)
    return sorted(problems, key=lambda p: p.line or 0)
