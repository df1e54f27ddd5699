"""What the verbs share: lines to standard error, and the place store with the user's layers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from maps.listing import printable

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["opened_gazetteer", "say"]


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
