"""The verb `merge`: reports and dossiers become one dossier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from maps.console import (
    INPUT,
    OUTPUT,
    STANDARD_OUTPUT,
    Tally,
    opened_gazetteer,
    say,
    shown,
    write_out,
)
from maps.listing import summary

__all__ = ["merge"]


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@click.option("-o", "--output", type=OUTPUT, help="The dossier; by default standard output.")
@click.option("--lines", is_flag=True, help="Tell with each leg what its line rests on.")
def merge(inputs: Sequence[Path], output: Path | None, *, lines: bool) -> None:
    """Merge reports and dossiers into one dossier.

    What several of them tell is known again by its places, means, time and goods, and their
    claims gather on it; accounts that contradict each other stay side by side; a report that
    restates another is proposed as based on it. Nothing that a person has settled is changed:
    what is new is laid beside it as a draft. Where the output is the first input, only what
    changes is written into it: comments and order stay. With --lines each leg of the dossier
    tells length, passages, land and data of the line that is drawn for it today.
    """
    from maps.inputs import find_inputs, load_beside, refuse_overwriting
    from maps.merged import merged, merged_into

    target = output or STANDARD_OUTPUT
    paths = find_inputs(inputs)
    into_first = bool(paths) and target.is_file() and target.samefile(paths[0])
    refuse_overwriting(target, paths[1:] if into_first else paths, reviewed_too=into_first)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:
        stored = output is not None
        loaded = list(
            tally.each(
                paths,
                lambda path: load_beside(path, gazetteer, folder=target.parent, store=stored),
                "reading",
            )
        )
        if into_first and loaded and len(loaded) < len(paths):
            say(f"{shown(target)} is left as it was, since an input could not be read")
        if not loaded or (into_first and len(loaded) < len(paths)):
            return
        one = merged(loaded)
        if lines:
            from routes.paths.facts import with_line_facts

            one = one._replace(dossier=with_line_facts(one.dossier, gazetteer))
        if into_first:
            merged_into(target, one.dossier)
        else:
            from routes.dossier import dump_dossier

            is_json = target.suffix.lower() == ".json"
            write_out(target, dump_dossier(one.dossier, "json" if is_json else "yaml"))
        for note in one.notes:
            say(note)
        if output is not None:
            say(f"wrote {shown(output)}: {summary([one.dossier])}")
