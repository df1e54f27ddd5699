"""The verb `diff`: what changed between two states of a dossier, in words."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazetteer.errors import SupplyroutesError, UnusableInput
from maps.console import FOUND_PROBLEMS, INPUT, say
from maps.listing import printable
from maps.wording import unmarked

if TYPE_CHECKING:
    from routes.difference import Change
    from routes.dossier import Dossier

__all__ = ["diff"]

_TWO = 2
# path, old file, old hash, old mode, new file, new hash, new mode; and for a renamed file the
# new name and git's note.
_GIT = (7, 9)


@click.command()
@click.argument("states", metavar="OLD NEW", nargs=-1, required=True, type=INPUT)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="The form.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the two differ.")
def diff(states: Sequence[Path], form: str, *, exit_code: bool) -> None:
    """Tell in words what changed between two states of a dossier.

    As a driver of git: put `*.yaml diff=supplyroutes` into .gitattributes, and run
    `git config diff.supplyroutes.command "supplyroutes diff"`.
    """
    if len(states) in _GIT:
        _for_git(states, form)
        return
    if len(states) != _TWO:
        what = f"two states are compared, not {len(states)}"
        raise SupplyroutesError(what, remedy="give OLD and NEW")
    from routes.difference import difference

    changes = difference(_dossier(states[0]), _dossier(states[1]))
    click.echo(_written(changes, form), nl=False)
    if not changes and form == "text":
        say("nothing changed")
    if changes and exit_code:
        sys.exit(FOUND_PROBLEMS)


def _for_git(states: Sequence[Path], form: str) -> None:
    """Compare what git hands over; git stops at any other status than 0."""
    from routes.difference import difference

    path, old, _, _, new = states[:5]
    try:
        changes = difference(_dossier(old), _dossier(new))
    except SupplyroutesError as error:
        click.echo(f"{printable(path)}: {printable(error)}")
        return
    click.echo(f"## {printable(path)}" if form == "markdown" else f"diff {printable(path)}")
    click.echo(_written(changes, form) or "no change in what it says\n", nl=False)


def _dossier(path: Path) -> Dossier:
    """Read a state without its texts, which an older one may not have beside it."""
    from routes.dossier import Dossier
    from routes.dossier_file import parse_dossier
    from routes.textfile import read_text

    if str(path) == os.devnull:
        return Dossier(id="", title="")
    if not path.exists():
        raise UnusableInput("there is no such file", file=path, remedy="check the name")
    return parse_dossier(read_text(path, limit_bytes=50_000_000), path)


def _written(changes: Sequence[Change], form: str) -> str:
    if form == "json":
        return json.dumps([c._asdict() for c in changes], ensure_ascii=False, indent=1) + "\n"
    if form == "markdown":
        return "".join(f"- {unmarked(change.what)}\n" for change in changes)
    return "".join(f"{printable(change.what)}\n" for change in changes)
