"""The command `supplyroutes`: its group, its errors, and the verbs that it gathers.

The verbs alone print and exit. Heavy rooms are imported inside them, so that help and
look-ups answer at once.
"""

from __future__ import annotations

from typing import Any

import click

from gazetteer.errors import SupplyroutesError
from maps.check_verb import check
from maps.console import INTERRUPTED, UNUSABLE, say
from maps.diff_verb import diff
from maps.export_verb import export
from maps.extract_verb import extract
from maps.figure_verb import figure
from maps.find_verb import find
from maps.gazetteer_verbs import gazetteer
from maps.import_verb import import_
from maps.map_verb import map_
from maps.merge_verb import merge
from maps.path_verb import path
from maps.picture_verb import picture
from maps.places_verb import places
from maps.schema_verbs import new, schema
from maps.source_verbs import source

__all__ = ["main"]


class _Group(click.Group):
    """Ends every error that a user can mend as one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SupplyroutesError as error:
            say(error)
            ctx.exit(UNUSABLE)
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(INTERRUPTED)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    from importlib.metadata import PackageNotFoundError, version

    if wanted and not ctx.resilient_parsing:
        try:
            click.echo(f"supplyroutes {version('supplyroutes')}")
        except PackageNotFoundError:
            click.echo("supplyroutes, not installed")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.option(
    "--no-layers",
    is_flag=True,
    envvar="SUPPLYROUTES_NO_LAYERS",
    help="Use the place store without the layers that `gazetteer import` has made.",
)
def main(*, no_layers: bool) -> None:
    """Turn public reports into cited maps of the supply routes and sites they describe.

    Every verb exits with 0 when all went well, 1 when it found problems or had to leave out
    an input, and 2 when nothing could be done.
    """
    del no_layers


for _verb in (
    *(new, map_, extract, merge, check, diff, find, places, path),
    *(export, import_, picture, figure, source, schema, gazetteer),
):
    main.add_command(_verb)


if __name__ == "__main__":
    main()
