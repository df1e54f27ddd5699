"""The verb `export`: a dossier as data for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from maps.console import INPUT, OUTPUT, STANDARD_OUTPUT, opened_gazetteer, say, shown
from maps.listing import counted

__all__ = ["export"]

# As in `maps.exports.FORMATS`, which is too heavy to import for `--help`; a test compares.
_FORMATS = (
    "geojson", "gpkg", "parquet", "fgb", "kml", "csv", "lpf", "annotations", "csl", "bibtex",
    "ris", "stix", "pack",
)  # fmt: skip


@click.command()
@click.argument("dossier", metavar="DOSSIER", type=INPUT)
@click.option("--to", "form", type=click.Choice(_FORMATS), required=True, help="The form.")
@click.option("-o", "--output", type=OUTPUT, help="The file; by default standard output.")
@click.option(
    "--citations",
    type=click.Choice(["inline", "reference"]),
    default="inline",
    show_default=True,
    help="In GeoJSON: claims on each feature, or once at the head of the file.",
)
def export(dossier: Path, form: str, output: Path | None, citations: str) -> None:
    """Write a dossier as data for other programs.

    A format with several files (csv, fgb) goes into the folder that -o names, or into one
    archive where the name ends in .zip, as on standard output.
    """
    from maps.exports import export as exported
    from maps.inputs import refuse_overwriting
    from routes.dossier_file import load_with_texts

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, [dossier])
    loaded, texts = load_with_texts(dossier)
    with opened_gazetteer() as gazetteer:
        made = exported(
            loaded,
            form,
            gazetteer=gazetteer,
            texts=texts,
            citations="reference" if citations == "reference" else "inline",
        )
    if target == STANDARD_OUTPUT:
        click.echo(made.content, nl=False)
        return
    written = made.save(target)
    size = sum(len(content) for content in made.files.values())
    say(f"wrote {shown(target)}: {counted(len(written), 'file')}, {counted(size, 'byte')}")
