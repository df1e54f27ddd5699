"""The verb `places`: every place that reports mention, and what it resolves to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from maps.console import INPUT, Tally, opened_gazetteer
from maps.listing import mention_entry, mention_line
from maps.reports import clashing, read_unclashing

__all__ = ["places"]


@click.command()
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True, type=INPUT)
@click.option("--jsonl", is_flag=True, help="Write one line of JSON a report.")
def places(reports: Sequence[Path], jsonl: bool) -> None:  # noqa: FBT001
    """Print every place that reports mention, where, and what it resolves to."""
    from maps.inputs import find_many_reports
    from routes.extraction import find_places

    paths = find_many_reports(reports)
    clashes = clashing(paths)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:

        def mentions(path: Path) -> tuple[str, list[dict[str, Any]]]:
            report = read_unclashing(path, clashes)
            return report.id, [
                mention_entry(m)
                for m in find_places(report.text, gazetteer, language=report.language)
            ]

        for name, found in tally.each(paths, mentions, "reading"):
            if jsonl:
                click.echo(json.dumps({"id": name, "mentions": found}, ensure_ascii=True))
            else:
                click.echo("\n".join(mention_line(name, mention) for mention in found))
