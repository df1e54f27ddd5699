"""The verb `figure`: a dossier as a figure of a report."""

from __future__ import annotations

from pathlib import Path

import click

from maps.console import INPUT, opened_gazetteer, say

__all__ = ["figure"]

# As in `maps.figures.FIGURE_FORMATS`, which is too heavy to import for `--help`; a test compares.
_FORMATS = ("markdown", "html", "docx", "latex", "quarto")


@click.command()
@click.argument("dossier", metavar="DOSSIER", type=INPUT)
@click.option("--to", "form", type=click.Choice(_FORMATS), required=True, help="The form.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The text's file; a picture stands beside it. By default named after the dossier.",
)
@click.option("--width-mm", type=float, default=160.0, show_default=True, help="Picture width.")
@click.option(
    "--look",
    type=click.Choice(["colour", "grey", "dark"]),
    default="colour",
    show_default=True,
    help="For colour print, for black and white, or on a dark ground.",
)
def figure(dossier: Path, form: str, output: Path | None, width_mm: float, look: str) -> None:
    """Write picture, caption and numbered sources, ready to paste into a report."""
    from maps.figures import FIGURE_FORMATS
    from maps.figures import figure as made_of
    from maps.inputs import load, refuse_overwriting
    from maps.pictures.palette import as_look

    target = output or Path(f"{dossier.stem}{FIGURE_FORMATS[form]}")
    target = target.with_suffix(FIGURE_FORMATS[form])
    refuse_overwriting(target, [dossier])
    with opened_gazetteer() as gazetteer:
        made = made_of(
            load(dossier, gazetteer).dossier,
            form,
            name=target.stem,
            width_mm=width_mm,
            look=as_look(look),
            gazetteer=gazetteer,
        )
    written = made.save(target.parent)
    if made.undrawn:
        say(f"no font here has {made.undrawn}, shown as … in the picture")
    say(f"wrote {', '.join(map(str, written))}")
