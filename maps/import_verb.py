"""The verb `import`: a dossier back from a file of another program."""

from __future__ import annotations

from pathlib import Path

import click

from maps.console import INPUT, OUTPUT, STANDARD_OUTPUT, say, shown, write_out
from maps.listing import summary

__all__ = ["import_"]


@click.command("import")
@click.argument("file", metavar="FILE", type=INPUT)
@click.option(
    "-o", "--output", type=OUTPUT, help="The dossier to write; by default standard output."
)
def import_(file: Path, output: Path | None) -> None:
    """Make a dossier of GeoJSON or Linked Places Format that `export` wrote.

    The file may have been edited in a GIS in between. What it could not hold is told.
    """
    from maps.imports import import_dossier
    from maps.inputs import refuse_overwriting
    from routes.dossier import dump_dossier

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, [file])
    imported = import_dossier(file)
    is_json = target.suffix.lower() == ".json"
    write_out(target, dump_dossier(imported.dossier, "json" if is_json else "yaml"))
    for lost in imported.lost:
        say(f"not kept: {lost}")
    say(f"wrote {shown(target)}: {summary([imported.dossier])}")
