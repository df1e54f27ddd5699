"""What the verbs share: lines to standard error, outputs, exit codes, the place store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

import click

from gazetteer.errors import SupplyroutesError
from maps.listing import printable

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = [
    "FOUND_PROBLEMS",
    "INPUT",
    "INTERRUPTED",
    "OUTPUT",
    "STANDARD_OUTPUT",
    "UNUSABLE",
    "Tally",
    "opened_gazetteer",
    "say",
    "shown",
    "write_out",
]

FOUND_PROBLEMS, UNUSABLE, INTERRUPTED = 1, 2, 130

INPUT = click.Path(path_type=Path)
OUTPUT = click.Path(path_type=Path, allow_dash=True)
STANDARD_OUTPUT = Path("-")

Item = TypeVar("Item")
Result = TypeVar("Result")


def say(what: object) -> None:
    """Print one line to standard error."""
    click.echo(f"supplyroutes: {printable(what)}", err=True)


@contextmanager
def opened_gazetteer() -> Iterator[Gazetteer]:
    """Open the place store, with the user's layers unless the command says `--no-layers`."""
    from gazetteer import Gazetteer as Store
    from gazetteer.user_stores import user_layers

    without = click.get_current_context().find_root().params.get("no_layers")
    with Store.open(layers=() if without else user_layers()) as opened:
        yield opened


def write_out(output: Path, text: str) -> None:
    """Write text to a file, whole or not at all, or to standard output for -."""
    if output == STANDARD_OUTPUT:
        click.echo(text, nl=False)
        return
    from routes.textfile import write_whole

    write_whole(output, text)


def shown(path: Path) -> str:
    """Name an output in a line for people."""
    return "standard output" if path == STANDARD_OUTPUT else str(path)


class Tally:
    """Works through inputs, reports those that fail, and sets the exit status at its end.

    One bad input does not lose the others: the status is then 1; it is 2 when all fail.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._failed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self._failed:
            sys.exit(UNUSABLE if self._failed == self._total else FOUND_PROBLEMS)

    def each(
        self, items: Sequence[Item], work: Callable[[Item], Result], doing: str = "checking"
    ) -> Iterator[Result]:
        """Give the result of each item that works out, with a progress bar on a terminal."""
        for item in _tracked(items, doing):
            try:
                yield work(item)
            except SupplyroutesError as error:
                self._failed += 1
                say(error)


def _tracked(items: Sequence[Item], doing: str) -> Iterable[Item]:
    if len(items) < 2 or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=doing, console=Console(stderr=True), transient=True)
