"""The verb `map`: reports and dossiers in, one self-contained page out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from maps.console import INPUT, OUTPUT, Tally, opened_gazetteer, say, shown, write_out
from maps.languages import LANGUAGES
from maps.listing import summary

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from maps.inputs import Loaded
    from maps.passages import Extent
    from maps.web import WebMap

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
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the page's own words; quotations stay in theirs.",
)
@click.option(
    "--text",
    "extent",
    type=click.Choice(["around", "whole", "none"]),
    default="around",
    show_default=True,
    help="How much of the sources' texts the page carries beside the quotations.",
)
@click.option("--address", metavar="URL", help="Where the page will be published.")
@click.option("--image", metavar="URL", help="A picture of the map, for social networks.")
@click.option(
    "--tiles",
    metavar="NAME",
    help="An online basemap of xyzservices, as OpenTopoMap; the page then makes requests.",
)
@click.option(
    "--embed",
    type=OUTPUT,
    help="Also write the HTML to paste into an article; it frames --address, or the page itself.",
)
def map_(
    inputs: Sequence[Path],
    output: Path,
    embed: Path | None,
    *,
    apart: bool,
    **choices: Unpack[Choices],
) -> None:
    """Write one self-contained page of reports and dossiers.

    Several are merged: what more than one of them tells is drawn once, with the claims of all.

    INPUT is a report (.txt, .md, .html), a dossier (.yaml, .json), or a folder: of a folder
    that holds dossiers these are mapped, of any other its reports.
    """
    from maps.inputs import find_inputs, load, refuse_overwriting, with_own_ids

    paths = find_inputs(inputs)
    for target in filter(None, (output, embed)):
        refuse_overwriting(target, paths)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:
        loaded = list(tally.each(paths, lambda path: load(path, gazetteer), "reading"))
        if loaded:
            loaded = with_own_ids(loaded) if apart or len(loaded) == 1 else [_merged(loaded)]
            page = _page(loaded, gazetteer, choices)
            write_out(output, page.html)
            say(f"wrote {shown(output)}: {summary([one.dossier for one in loaded])}")
            if embed:
                write_out(embed, page.figure(choices["address"]))
                say(f"wrote {shown(embed)}: the figure to paste into an article")


def _merged(loaded: Sequence[Loaded]) -> Loaded:
    from maps.inputs import Loaded as One
    from maps.merged import merged

    one = merged(loaded)
    for note in one.notes:
        say(note)
    return One(dossier=one.dossier, texts=one.texts)


class Choices(TypedDict):
    """What `web_map` is told beside its dossiers."""

    lang: str
    extent: Extent
    address: str | None
    image: str | None
    tiles: str | None


def _page(loaded: Sequence[Loaded], gazetteer: Gazetteer, choices: Choices) -> WebMap:
    from maps.web import web_map

    texts = {
        f"{one.dossier.id}/{source}": text for one in loaded for source, text in one.texts.items()
    }
    dossiers = [one.dossier for one in loaded]
    return web_map(*dossiers, texts=texts, gazetteer=gazetteer, **choices)
