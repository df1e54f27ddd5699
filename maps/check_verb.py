"""The verb `check`: what is wrong or doubtful in dossiers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from maps.console import FOUND_PROBLEMS, INPUT, Tally, opened_gazetteer, say
from maps.listing import counted

__all__ = ["check"]

_FORMS = ("text", "json", "sarif", "github")


@click.command()
@click.argument("dossiers", metavar="DOSSIER...", nargs=-1, required=True, type=INPUT)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="text",
    show_default=True,
    help="Lines for people, or JSON, SARIF 2.1.0, or GitHub's annotations.",
)
def check(dossiers: Sequence[Path], form: str) -> None:
    """List what is wrong or doubtful in dossiers, with file, line and remedy.

    A folder stands for the dossiers in it. Notes alone leave the exit status at 0.
    """
    from maps.check_forms import written
    from maps.inputs import find_dossiers
    from routes.check import Severity
    from routes.check import check as problems_of

    paths = find_dossiers(dossiers)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:
        problems = [
            problem
            for found in tally.each(paths, lambda path: problems_of(path, gazetteer))
            for problem in found
        ]
        click.echo(written(problems, form), nl=False)
        counts = [(s, sum(p.severity is s for p in problems)) for s in Severity]
        say(", ".join(counted(number, name) for name, number in counts))
    if any(p.severity is not Severity.NOTE for p in problems):
        sys.exit(FOUND_PROBLEMS)
