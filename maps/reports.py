"""Reports as the verbs read them: one id each, and a word on languages that are not read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import SupplyroutesError
from maps.console import say

if TYPE_CHECKING:
    from routes.report import Report

__all__ = ["clashing", "noted", "read_unclashing"]


def clashing(paths: Sequence[Path]) -> dict[Path, Path]:
    """Map each report whose id is taken to the earlier one that has it."""
    from routes.report import safe_id

    first: dict[str, Path] = {}
    return {p: earlier for p in paths if (earlier := first.setdefault(safe_id(p.stem), p)) != p}


def read_unclashing(path: Path, clashes: dict[Path, Path]) -> Report:
    """Read a report, or refuse it where its id is taken by an earlier one."""
    from routes.report import read_report

    if path in clashes:
        what = f"its id would be that of {clashes[path]}"
        raise SupplyroutesError(what, file=path, remedy="rename one of the two")
    return noted(read_report(path))


def noted(report: Report) -> Report:
    """Say of a report in a language that is not read what that means for its draft."""
    from routes.language import unread

    if note := unread(report.language):
        say(f"{report.path}: {note}")
    return report
