"""What is wrong or doubtful in a dossier, and where."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.yaml_lines import Lined, Steps

__all__ = ["Locator", "Problem", "Severity", "did_you_mean"]


class Severity(StrEnum):
    """How much a problem weighs: errors forbid a map, warnings want a look, notes inform."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(Record):
    """One finding: in which file, on which line (from 1), what, how to mend it, by which rule."""

    file: str
    line: int | None
    severity: Severity
    what: str
    remedy: str = ""
    rule: str = "form"

    def __str__(self) -> str:
        """One line: `file:line: severity: what; remedy`."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        said = f"{where}: {self.severity}: {self.what}"
        return " ".join((f"{said}; {self.remedy}" if self.remedy else said).split())

    def as_error(self, more: int = 0) -> UnusableInput:
        """Give the problem as an error, counting `more` that the file has besides."""
        further = f" ({more} more: see supplyroutes check)" if more else ""
        what, remedy = self.what, f"{self.remedy}{further}"
        return UnusableInput(what, file=self.file, line=self.line, remedy=remedy.strip())


class Locator:
    """Makes problems of the paths of one file's data.

    Parameters
    ----------
    file
        The file's name, as it is shown.
    lined
        Its data with lines; None for a dossier that was not read from a file.
    """

    def __init__(self, file: str, lined: Lined | None = None) -> None:
        self.file = file
        self._lined = lined

    def problem(
        self,
        path: Steps,
        what: str,
        remedy: str = "",
        severity: Severity = Severity.ERROR,
        *,
        rule: str = "form",
    ) -> Problem:
        """Make a problem of the value at `path`."""
        line = None if self._lined is None else self._lined.line(path)
        shown = ".".join(map(str, path))
        said = f"{shown}: {what}" if shown else what
        return Problem(
            file=self.file, line=line, severity=severity, what=said, remedy=remedy, rule=rule
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that was probably meant, or list the first of what is known."""
    known = list(dict.fromkeys(known))
    near = get_close_matches(word, known[:2000], n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    if not known:
        return ""
    shown = ", ".join(known[:12])
    return f"known are {shown}{' …' if len(known) > 12 else ''}"
