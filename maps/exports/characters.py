"""Characters that a format cannot hold, or that would be taken for more than text."""

from __future__ import annotations

import re

__all__ = ["for_cell", "for_line", "for_xml"]

# What XML 1.0 (2.2) has no way to write, not even as an entity.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_REPLACEMENT = "\ufffd"


def for_xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold by U+FFFD."""
    return _NOT_XML.sub(_REPLACEMENT, text)


def for_line(text: str) -> str:
    """Put text on one line: a line end inside a value would begin a new field of the format."""
    return " ".join(_CONTROLS.sub(_REPLACEMENT, text).split())


def for_cell(text: str) -> str:
    """Make text safe in a spreadsheet: what a program would run as a formula gets a ' before it.

    The full-width forms of the signs count, too: some programs read them as the plain ones.
    """
    plain = _CONTROLS.sub(_REPLACEMENT, text)
    return f"'{plain}" if plain.lstrip(" \u00a0").startswith(_FORMULA) else plain
