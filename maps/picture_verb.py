"""The verb `picture`: a still of a dossier for print."""

from __future__ import annotations

from pathlib import Path

import click

from maps.console import INPUT, opened_gazetteer, say, shown

__all__ = ["picture"]


@click.command()
@click.argument("dossier", metavar="DOSSIER", type=INPUT)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The file, in .png, .svg or .pdf.",
)
@click.option(
    "--width-mm", type=float, default=180.0, show_default=True, help="Width of the paper."
)
@click.option("--height-mm", type=float, help="Height; by default what map and words need.")
@click.option(
    "--dpi", type=click.IntRange(20, 1200), default=300, show_default=True, help="Of PNG."
)
@click.option("--width-px", type=click.IntRange(50, 20000), help="Width of a PNG, instead of dpi.")
@click.option(
    "--look",
    type=click.Choice(["colour", "grey", "dark"]),
    default="colour",
    show_default=True,
    help="For colour print, for black and white, or on a dark ground.",
)
@click.option("--map-only", is_flag=True, help="Leave title, key and sources to your own caption.")
def picture(
    *,
    dossier: Path,
    output: Path,
    width_mm: float,
    height_mm: float | None,
    dpi: int,
    width_px: int | None,
    look: str,
    map_only: bool,
) -> None:
    """Draw a dossier (or a report) as PNG, SVG or PDF, without a browser."""
    from maps.inputs import load, refuse_overwriting
    from maps.pictures import picture as drawn
    from maps.pictures.palette import as_look

    refuse_overwriting(output, [dossier])
    with opened_gazetteer() as gazetteer:
        made = drawn(
            load(dossier, gazetteer).dossier,
            width_mm=width_mm,
            height_mm=height_mm,
            look=as_look(look),
            key=not map_only,
            gazetteer=gazetteer,
        )
    made.save(output, dpi=dpi, width_px=width_px)
    if made.undrawn:
        say(
            f"no font here has {made.undrawn}, shown as …; install one that does, as"
            " fonts-noto-cjk or fonts-wqy-microhei for Chinese and Korean on Debian"
        )
    say(f"wrote {shown(output)}: {made.width_mm:.0f} × {made.height_mm:.0f} mm")
