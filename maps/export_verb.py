"""The verb `export`: a dossier as data for other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from maps.console import INPUT, OUTPUT, STANDARD_OUTPUT, opened_gazetteer, say, shown, write_out
from maps.listing import counted

__all__ = ["export"]


@click.command()
@click.argument("dossier", metavar="DOSSIER", type=INPUT)
@click.option("--to", "form", type=click.Choice(["geojson"]), required=True, help="The form.")
@click.option("-o", "--output", type=OUTPUT, help="The file; by default standard output.")
def export(dossier: Path, form: str, output: Path | None) -> None:
    """Write a dossier as data for other programs."""
    del form
    from maps.export import geojson
    from maps.inputs import refuse_overwriting
    from routes.dossier import load_dossier

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, [dossier])
    loaded = load_dossier(dossier)
    with opened_gazetteer() as gazetteer:
        collection = geojson(loaded, gazetteer)
    write_out(target, json.dumps(collection, ensure_ascii=False, indent=1) + "\n")
    if output is not None:
        say(f"wrote {shown(output)}: {counted(len(collection['features']), 'feature')}")
