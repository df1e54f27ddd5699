"""The verb `map`: reports and dossiers in, one self-contained page out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maps.console import INPUT, OUTPUT, Tally, opened_gazetteer, say, shown, write_out
from maps.listing import summary

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from maps.inputs import Loaded

__all__ = ["map_"]


@click.command("map")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o",
    "--output",
    type=OUTPUT,
    default="map.html",
    show_default=True,
    help="The page to write; - for standard output.",
)
@click.option("--apart", is_flag=True, help="Keep each input a chapter of its own.")
def map_(inputs: Sequence[Path], output: Path, *, apart: bool) -> None:
    """Write one self-contained page of reports and dossiers.

    Several are merged: what more than one of them tells is drawn once, with the claims of all.

    INPUT is a report (.txt, .md, .html), a dossier (.yaml, .json), or a folder: of a folder
    that holds dossiers these are mapped, of any other its reports.
    """
    from maps.inputs import find_inputs, load, refuse_overwriting, with_own_ids

    paths = find_inputs(inputs)
    refuse_overwriting(output, paths)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:
        loaded = list(tally.each(paths, lambda path: load(path, gazetteer), "reading"))
        if loaded:
            loaded = with_own_ids(loaded) if apart or len(loaded) == 1 else [_merged(loaded)]
            page = _page(loaded, gazetteer)
            write_out(output, page)
            say(f"wrote {shown(output)}: {summary([one.dossier for one in loaded])}")


def _merged(loaded: Sequence[Loaded]) -> Loaded:
    from maps.inputs import Loaded as One
    from maps.merged import merged

    one = merged(loaded)
    for note in one.notes:
        say(note)
    return One(dossier=one.dossier, texts=one.texts)


def _page(loaded: Sequence[Loaded], gazetteer: Gazetteer) -> str:
    from maps.web import web_map

    texts = {
        f"{one.dossier.id}/{source}": text for one in loaded for source, text in one.texts.items()
    }
    page: str = web_map(*(one.dossier for one in loaded), texts=texts, gazetteer=gazetteer).html
    return page
