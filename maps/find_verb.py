"""The verb `find`: names and positions looked up in the place store."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from maps.console import opened_gazetteer
from maps.parameters import Position, Within, country_code, place_kinds

__all__ = ["find"]


@click.command()
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option("--country", metavar="CODE", help="The country's ISO 3166-1 code, as in IR.")
@click.option("--kind", "kinds", multiple=True, help="A kind of place, as in port; repeatable.")
@click.option("--near", type=Position(), help="A position near which it lies.")
@click.option(
    "--within",
    type=Within(),
    help="An area in which it lies: west,south,east,north, or the name or ref of a country, "
    "region or water.",
)
@click.option("--at", type=Position(), help="A position: what holds it, and what is nearest.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="The most candidates of a name.",
)
@click.option("--json", "form", flag_value="json", help="Write a list, one entry a name.")
@click.option("--lpf", "form", flag_value="lpf", help="Write Linked Places Format 1.2.")
def find(
    *,
    names: Sequence[str],
    country: str | None,
    kinds: Sequence[str],
    near: tuple[float, float] | None,
    within: Any,
    at: tuple[float, float] | None,
    limit: int,
    form: str | None,
) -> None:
    """Rank the places that names may mean, with reasons; or tell what lies at a position.

    A NAME written lon,lat is a position, too.
    """
    from maps.lookup import Hints, as_json, as_linked_places, look_up

    hints = Hints(country_code(country), place_kinds(kinds), near, within, limit)
    with opened_gazetteer() as gazetteer:
        looks = look_up(gazetteer, names, hints, at=at)
    if form == "json":
        click.echo(as_json(looks))
    elif form == "lpf":
        click.echo(as_linked_places(looks))
    else:
        from maps.tables import drawn, plain, tables

        shown = tables(looks)
        click.echo(drawn(shown) if sys.stdout.isatty() else plain(shown))
