"""GeoJSON features out of a file of any size, one after another, each with its line.

Of a FeatureCollection, a bare array or one feature only brackets and strings are looked at
until a feature is whole, so that one which is no JSON within does not spoil those after it.
Where each line holds a feature, lines are read by themselves.
"""

from __future__ import annotations

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.imports.incoming import Refused
from gazetteer.imports.lines import chunks_of, lines_of

__all__ = ["features_of"]


def features_of(path: Path) -> Iterator[tuple[int, Any] | Refused]:
    """Give the features of a file, or why one cannot be read.

    Raises
    ------
    UnusableInput
        When the file cannot be read at all.
    """
    if _has_one_a_line(path):
        for one in lines_of(path):
            yield one if isinstance(one, Refused) else _parsed(one[0], one[1].lstrip(_RECORD_MARK))
        return
    cutter = _Cutter()
    decoder = getincrementaldecoder("utf-8")("surrogateescape")
    for chunk in chunks_of(path):
        for line, text in cutter.take(decoder.decode(chunk)):
            yield _parsed(line, text)
    left = cutter.rest()
    if left is not None:
        yield Refused(left, "a feature begins here and does not end", "close its brackets")


def _has_one_a_line(path: Path) -> bool:
    first = next(lines_of(path), None)
    if first is None or isinstance(first, Refused):
        return False
    try:
        found = json.loads(first[1].lstrip(_RECORD_MARK))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "features" not in found


def _parsed(line: int, text: str | None) -> tuple[int, Any] | Refused:
    if text is None:
        what = f"the feature has more than {_LONGEST_CHARACTERS:,} characters"
        return Refused(line, what, "simplify its geometry")
    try:
        text.encode()
        feature = json.loads(text, parse_constant=_no_number)
    except UnicodeEncodeError:
        return Refused(line, "the feature has bytes that are no UTF-8", "save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        what = f"the feature is no JSON ({str(error).partition(':')[0] or 'too deep'})"
        return Refused(line, what, "check it with a JSON validator")
    return line, feature


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON: give one or null")


class _Cutter:
    """Cuts text that comes in pieces into the objects at the depth where features stand."""

    def __init__(self) -> None:
        self._text = ""
        self._next = 0
        self._start: int | None = None
        self._too_long = False
        self._depth = 0
        self._home = 0
        self._key_before = False
        self._line = 1
        self._start_line = 1
        self._counted = 0

    def take(self, piece: str) -> Iterator[tuple[int, str | None]]:
        """Take a further piece; give line and text of what is whole, None of what is too long."""
        self._text += piece
        for token in _TOKENS.finditer(self._text, self._next):
            kind = token[0][0]
            if token[0] == '"':
                self._next = token.start()
                break
            self._next = token.end()
            if kind == '"':
                self._key_before = self._depth == 1 and token[0] == '"features"'
            elif kind in "{[":
                self._open(kind, token.start())
            else:
                yield from self._close(token.end())
        else:
            self._next = max(self._next, len(self._text))
        self._forget()

    def rest(self) -> int | None:
        """Give the line of a feature that was not closed."""
        return self._start_line if self._start is not None or self._too_long else None

    def _open(self, bracket: str, at: int) -> None:
        if self._depth == 0:
            self._home = 0 if bracket == "{" else 1
        elif self._depth == 1 and bracket == "[" and self._key_before:
            # The object about is no feature but the collection of them.
            self._home, self._start, self._too_long = 2, None, False
        if bracket == "{" and self._depth == self._home:
            self._start, self._start_line = at, self._line_at(at)
        self._key_before = False
        self._depth += 1

    def _close(self, end: int) -> Iterator[tuple[int, str | None]]:
        self._depth = max(0, self._depth - 1)
        if self._depth != self._home:
            return
        if self._too_long:
            self._too_long = False
            yield self._start_line, None
        elif self._start is not None:
            yield self._start_line, self._text[self._start : end]
        self._start = None

    def _forget(self) -> None:
        """Drop text that nothing needs any more."""
        if self._start is not None and len(self._text) - self._start > _LONGEST_CHARACTERS:
            self._start, self._too_long = None, True
        if self._next < len(self._text) - _LONGEST_CHARACTERS:
            # A string without an end: what follows its mark is read as if it were none.
            self._next = len(self._text)
        keep = self._next if self._start is None else self._start
        self._line_at(keep)
        self._text = self._text[keep:]
        self._next -= keep
        self._counted = 0
        if self._start is not None:
            self._start = 0

    def _line_at(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


_RECORD_MARK = "\x1e"
_LONGEST_CHARACTERS = 32_000_000
# Strings, brackets, and the mark of a string whose end is still to come.
_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|"', re.DOTALL)
