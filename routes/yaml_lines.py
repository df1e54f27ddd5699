"""YAML and JSON with the line of every value, read so that nothing is guessed or lost.

Scalars stay the strings that were written, for pydantic to convert: the usual loader turns
Norway's `NO` into false and `12:30` into 750, and keeps the last of two equal keys. Only an
empty or `null` plain scalar becomes None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.collector import collector_at_rest
from gazetteer.errors import UnusableInput

__all__ = ["Lined", "Steps", "parse_json", "parse_yaml"]

MAX_DEPTH = 40
MAX_VALUES = 500_000

Steps = tuple[str | int, ...]


class Lined(NamedTuple):
    """Plain data (dict, list, str, None), and the line on which each value begins.

    A path is made of keys and indices, `("places", 0, "lat_deg")`; the root's is empty. The
    line of a mapping's entry is that of its key. Lines count from 1. `marks` has the lines of
    what a mapping or list holds, by the `id` of that: paths are only made when one is asked for.
    """

    data: Any
    first: int
    marks: Mapping[int, dict[str, int] | list[int]]

    def line(self, path: Steps) -> int:
        """Give the line of a path, or of the nearest ancestor that has one."""
        line, at = self.first, self.data
        for step in path:
            lines: Any = self.marks.get(id(at))
            try:
                line, at = lines[step], at[step]
            except (KeyError, IndexError, TypeError):
                break
        return line


def parse_yaml(text: str, file: str | Path | None = None) -> Lined:
    """Parse one YAML document.

    Parameters
    ----------
    text
        The document.
    file
        Its name in errors.

    Raises
    ------
    UnusableInput
        When it is not YAML, repeats a key, or uses an alias, a tag, a second document, or
        more depth or values than any dossier has.
    """
    builder = _Builder(file)
    with collector_at_rest():
        _read_yaml(text, builder)
    return builder.built()


def parse_json(text: str, file: str | Path | None = None) -> Lined:
    """Parse one JSON document; as `parse_yaml`."""
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UnusableInput(
            f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]} (column {error.colno})",
            file=file,
            line=error.lineno,
            remedy="mend the line or the one before it",
        ) from error
    except (RecursionError, ValueError) as error:
        what = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UnusableInput(f"the JSON {what}", file=file, remedy="write it plainly") from error
    builder = _Builder(file)
    _read_json(text, builder)
    return builder.built()


def _read_yaml(text: str, builder: _Builder) -> None:
    import yaml

    file = builder.file
    try:
        # Taking the events one by one is half as slow again as through yaml.parse.
        parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        try:
            _walk(parser, builder)
        finally:
            parser.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnusableInput(
            f"this is not YAML: {error.problem or error.context}",
            file=file,
            line=mark.line + 1 if mark else None,
            remedy="mind the indentation, and quote texts that hold a colon and a blank",
        ) from error
    except yaml.YAMLError as error:
        raise UnusableInput(
            f"this is not YAML: {error}", file=file, remedy="remove control characters"
        ) from error


def _walk(parser: Any, builder: _Builder) -> None:
    from yaml import events

    scalar, mapping = events.ScalarEvent, events.MappingStartEvent
    sequence, ends = events.SequenceStartEvent, events.CollectionEndEvent
    documents = 0
    while (event := parser.get_event()) is not None:
        kind = event.__class__
        if kind is scalar:
            value = event.value
            if event.implicit[0] and value in _NULLS:
                value = None
            builder.scalar(value, event.start_mark.line + 1)
        elif kind is mapping or kind is sequence:
            builder.begin({} if kind is mapping else [], event.start_mark.line + 1)
        elif issubclass(kind, ends):
            builder.end()
            continue
        elif kind is events.AliasEvent:
            what = f"the alias *{event.anchor} is not allowed"
            raise _refused(what, builder.file, event.start_mark.line + 1)
        elif kind is events.DocumentStartEvent:
            documents += 1
            if documents > 1:
                what = "a second document begins here"
                raise _refused(what, builder.file, event.start_mark.line + 1)
            continue
        else:
            continue
        if event.tag is not None:
            what = f"the tag {event.tag!r} is not allowed"
            raise _refused(what, builder.file, event.start_mark.line + 1)


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)


def _read_json(text: str, builder: _Builder) -> None:
    """Walk the tokens of a text that is known to be JSON; commas and colons say nothing new."""
    line, position = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", position, token.start())
        position = token.start()
        written = token[0]
        if written in "{[":
            builder.begin({} if written == "{" else [], line)
        elif written in "}]":
            builder.end()
        elif written.startswith('"'):
            builder.scalar(json.loads(written, strict=False), line)
        else:
            builder.scalar(None if written == "null" else written, line)


class _Builder:
    """Builds the data without recursion, so that no depth can exhaust the stack."""

    def __init__(self, file: str | Path | None) -> None:
        self.file = file
        self._top: Any = []
        self._lines: Any = []
        self._key: str | None = None  # the key that waits for its value
        self._stack: list[tuple[Any, Any, str | None]] = []
        self._marks: dict[int, Any] = {id(self._top): self._lines}
        self._root, self._values = self._top, 0

    def scalar(self, value: str | None, line: int) -> None:
        """Take a key, or a value without parts."""
        top = self._top
        if top.__class__ is dict:
            if self._key is None:
                self._open_key(value, line)
                return
            top[self._key] = value
            self._key = None
        else:
            top.append(value)
            self._lines.append(line)
        self._values += 1
        if self._values > MAX_VALUES:
            raise _refused(f"there are more than {MAX_VALUES} values", self.file, line)

    def begin(self, made: dict[str, Any] | list[Any], line: int) -> None:
        """Open a mapping or list."""
        if self._top.__class__ is dict and self._key is None:
            raise _refused("a key must be a word", self.file, line)
        self.scalar(made, line)  # type: ignore[arg-type]
        self._stack.append((self._top, self._lines, self._key))
        if len(self._stack) >= MAX_DEPTH:
            raise _refused(f"this is nested deeper than {MAX_DEPTH} levels", self.file, line)
        self._top = made
        self._lines = self._marks[id(made)] = {} if made.__class__ is dict else []

    def end(self) -> None:
        """Close the innermost mapping or list."""
        self._top, self._lines, self._key = self._stack.pop()

    def built(self) -> Lined:
        """Give what was built."""
        if not self._root:
            return Lined(None, 1, {})
        lines: Any = self._marks[id(self._root)]
        return Lined(self._root[0], lines[0], self._marks)

    def _open_key(self, key: str | None, line: int) -> None:
        if key is None:
            raise _refused("a key must be a word", self.file, line)
        if key in self._lines:
            first = self._lines[key]
            raise UnusableInput(
                f"the key {key!r} stands here twice (first on line {first})",
                file=self.file,
                line=line,
                remedy="keep one of the two",
            )
        self._lines[key] = line
        self._key = key


def _refused(what: str, file: str | Path | None, line: int) -> UnusableInput:
    return UnusableInput(what, file=file, line=line, remedy="write the values out plainly")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"holds {name}, which is no number")
