"""The verbs of `supplyroutes source`: publications taken into a dossier, and kept beside it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazetteer.errors import SupplyroutesError, UnusableInput
from maps.console import INPUT, say

if TYPE_CHECKING:
    from routes.archive.fetch import Exchange
    from routes.report import Report

__all__ = ["source"]


@click.group()
def source() -> None:
    """Take publications into a dossier, and keep their texts beside it."""


@source.command()
@click.argument("what", metavar="FILE-or-URL")
@click.option("--to", "dossier", type=INPUT, required=True, help="The dossier.")
@click.option("--fetch", "may_fetch", is_flag=True, help="Open a connection and fetch the URL.")
@click.option("--warc", is_flag=True, help="Keep what was fetched as a .warc.gz file beside it.")
@click.option(
    "--most-mb", type=click.FloatRange(0.001, 200), default=20.0, show_default=True,
    help="The largest page to fetch, in MB.",
)  # fmt: skip
@click.option(
    "--most-seconds", type=click.FloatRange(1, 600), default=30.0, show_default=True,
    help="The longest time for a fetch.",
)  # fmt: skip
def add(
    what: str, dossier: Path, *, may_fetch: bool, warc: bool, most_mb: float, most_seconds: float
) -> None:
    """Add a report to a dossier as a source: its text, hash and day are stored beside it.

    Only --fetch opens a connection, to public addresses of the web alone, through no proxy. The
    dossier's comments and order stay.
    """
    from routes.archive.adding import page_report, with_source
    from routes.dossier_file import parse_dossier
    from routes.report import read_report
    from routes.textfile import read_text, write_whole
    from routes.yaml_edit import save_edited

    before = parse_dossier(read_text(dossier, limit_bytes=50_000_000), dossier)
    exchanges: tuple[Exchange, ...] = ()
    if "://" in what:
        exchanges = _fetched(what, most_mb, most_seconds, may_fetch=may_fetch)
        report: Report = page_report(exchanges[-1])
    elif may_fetch or warc:
        raise SupplyroutesError(f"{what!r} is a file", remedy="leave --fetch and --warc away")
    else:
        report = read_report(what)
    url = exchanges[-1].url if exchanges else None
    added = with_source(before, report, dossier, day=_today(), url=url)
    if added.is_known:
        say(f"{added.source.id} has this text already: nothing is added")
        return
    if added.text is not None:
        write_whole(dossier.with_name(added.source.text or ""), added.text)
    if warc:
        _keep(exchanges, dossier.with_name(f"{Path(added.source.text or '').stem}.warc.gz"))
    save_edited(added.dossier, dossier)
    say(f"added {added.source.id} to {dossier}: {added.source.title!r}, {added.source.text}")


def _fetched(
    url: str, most_mb: float, most_seconds: float, *, may_fetch: bool
) -> tuple[Exchange, ...]:
    from routes.archive.fetch import Limits, fetch

    if not may_fetch:
        what = f"{url!r} is an address, and no connection is opened unasked"
        raise UnusableInput(what, remedy="add --fetch, or save the page and add the file")
    return fetch(url, Limits(most_bytes=int(most_mb * 1e6), most_seconds=most_seconds))


def _keep(exchanges: tuple[Exchange, ...], path: Path) -> None:
    from routes.archive.warc import warc
    from routes.textfile import write_whole

    write_whole(path, warc(exchanges))
    say(f"kept {path}")


def _today() -> str:
    """Give the day, in UTC; builds that must repeat themselves set SOURCE_DATE_EPOCH."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.date().isoformat()
