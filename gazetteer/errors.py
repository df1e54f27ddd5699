"""The one family of errors that the command shows to its user."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SupplyroutesError", "UnusableInput"]


class SupplyroutesError(Exception):
    """Anything that a user can mend; its text is one complete line.

    Parameters
    ----------
    what
        What is wrong, with the offending value in it.
    file
        The file in which it is wrong.
    line
        The line, counted from 1.
    remedy
        What the user can do about it.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        remedy: str = "",
    ) -> None:
        self.what = what
        self.file = None if file is None else str(file)
        self.line = line
        self.remedy = remedy
        super().__init__(self._one_line())

    def _one_line(self) -> str:
        where = "" if self.file is None else self.file
        if self.line is not None:
            where = f"{where}:{self.line}"
        said = f"{where}: {self.what}" if where else self.what
        whole = f"{said}; {self.remedy}" if self.remedy else said
        return " ".join(whole.split())


class UnusableInput(SupplyroutesError):  # noqa: N818 - read as in "raises UnusableInput"
    """An input that cannot be read at all; the command exits with 2."""
