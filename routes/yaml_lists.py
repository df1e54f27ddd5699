"""Long lists of a dossier as YAML: the bytes of PyYAML's emitter, some ten times as fast.

Each record is written by the few rules that its values need. A record with anything else in it (a
line break, a control sign, an empty text, a line of short values that must be folded) is left to
the emitter itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml

__all__ = ["Style", "record_lines"]

# After PyYAML's analysis of scalars: what cannot stand without quotes, and, within brackets, more.
_QUOTED = re.compile(r"""[#,\[\]{}&*!|>'"%@` ]|[?:-](?: |$)|---|\.\.\.|.*?(?::(?: |$)| \#)""")
_QUOTED_WITHIN = re.compile(r"[?:]|.*[,?\[\]{}:]")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,60}")


class _Left(Exception):  # noqa: N818 - no error: the emitter takes over
    """The record holds what these rules do not cover."""


class Style:
    """What decides about the lines: their width, what fits on one, what needs escapes."""

    def __init__(
        self, width: int, is_short: Callable[[Any], bool], escaped: re.Pattern[str]
    ) -> None:
        self.width = width
        self.is_short = is_short
        self.escaped = escaped


def record_lines(record: dict[str, Any], style: Style) -> str | None:
    """Write one record of a list under a key at the margin, or None where the emitter must.

    Parameters
    ----------
    record
        Plain data; at least one key.

    Returns
    -------
    str or None
        Lines that begin with "  - " or four blanks, each with its end.
    """
    try:
        return f"  - {_block(record, 4, style)}" if record else None
    except _Left:
        return None


def _block(value: dict[str, Any] | list[Any], indent: int, style: Style) -> str:
    """Write a record or list; its first line is begun by the caller."""
    if style.is_short(value) and not _holds_records(value):
        return f"{_flow(value, indent, style)}\n"
    margin = " " * indent
    if isinstance(value, list):
        # One level deeper than the key; the caller has set the indent so.
        return margin.join(f"- {_item(item, indent + 2, style)}" for item in value)
    return margin.join(
        f"{_key(key)}:{_after_key(item, indent, len(key), style)}" for key, item in value.items()
    )


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _item(value: Any, indent: int, style: Style) -> str:
    if isinstance(value, dict | list):
        return _block(value, indent, style)
    return f"{_scalar(value, indent, indent, style)}\n"


def _after_key(value: Any, indent: int, width: int, style: Style) -> str:
    if not isinstance(value, dict | list):
        return f" {_scalar(value, indent + 2, indent + width + 2, style)}\n"
    if style.is_short(value) and not _holds_records(value):
        return f" {_flow(value, indent + width + 2, style)}\n"
    return f"\n{' ' * (indent + 2)}{_block(value, indent + 2, style)}"


def _flow(value: Any, column: int, style: Style) -> str:
    written = _within(value, style)
    if column + len(written) > style.width:
        raise _Left
    return written


def _within(value: Any, style: Style) -> str:
    if isinstance(value, dict):
        pairs = [f"{_key(key)}: {_within(item, style)}" for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([_within(item, style) for item in value]) + "]"
    text, is_plain = _plain(value, style)
    if is_plain and isinstance(value, str) and _QUOTED_WITHIN.match(text):
        is_plain = False
    return text if is_plain else _in_quotes(text)


@lru_cache(maxsize=1024)
def _key(key: Any) -> str:
    if not isinstance(key, str) or not _KEY.fullmatch(key) or _is_other(key):
        raise _Left
    return key


def _scalar(value: Any, indent: int, column: int, style: Style) -> str:
    """Write a scalar that begins in a column; a long text is folded after the width."""
    text, is_plain = _plain(value, style)
    written = text if is_plain else _in_quotes(text)
    if column + len(written) <= style.width:
        return written
    return _folded(written, indent, column, style.width)


def _folded(written: str, indent: int, column: int, width: int) -> str:
    """Break a text at the first single blank behind the width, as the emitter does."""
    lines = []
    start = 0
    while True:
        at = written.find(" ", start + max(0, width - column) + 1)
        while at > 0 and (written[at - 1] == " " or written[at + 1] == " "):
            at = written.find(" ", at + 1)
        if at < 0:
            lines.append(written[start:])
            return f"\n{' ' * indent}".join(lines)
        lines.append(written[start:at])
        start, column = at + 1, indent


def _plain(value: Any, style: Style) -> tuple[str, bool]:
    """Give a scalar's text and whether it stands without quotes in a block."""
    if not isinstance(value, str):
        return _other(value), True
    if not value.strip(" ") or value[-1] == " " or not value.isprintable():
        raise _Left
    if style.escaped.search(value):
        raise _Left
    return value, not _QUOTED.match(value) and not _is_other(value)


def _in_quotes(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


@lru_cache(maxsize=4096)
def _is_other(text: str) -> bool:
    """Whether YAML readers would take a text for a number, a day or a word of theirs.

    A whole day is one, but is written as people write it.
    """
    found = yaml.resolver.Resolver.yaml_implicit_resolvers.get(text[0], [])
    tag = next((tag for tag, pattern in found if pattern.match(text)), None)
    is_day = tag == "tag:yaml.org,2002:timestamp" and len(text) == 10
    return tag is not None and not is_day


def _other(value: Any) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    text = repr(value)
    if type(value) not in (int, float) or not text.lstrip("-").replace(".", "", 1).isdecimal():
        raise _Left
    return text
