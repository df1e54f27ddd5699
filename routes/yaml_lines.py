"""YAML and JSON with the line of every value, read so that nothing is guessed or lost.

Scalars stay the strings that were written, for pydantic to convert: the usual loader turns
Norway's `NO` into false and `12:30` into 750, and keeps the last of two equal keys. Only an
empty or `null` plain scalar becomes None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.errors import UnusableInput

__all__ = ["Lined", "Steps", "parse_json", "parse_yaml"]

MAX_DEPTH = 40
MAX_VALUES = 500_000

Steps = tuple[str | int, ...]


class Lined(NamedTuple):
    """Plain data (dict, list, str, None), and the line on which each path's value begins.

    A path is made of keys and indices, `("places", 0, "lat_deg")`; the root's is empty. The
    line of a mapping's entry is that of its key. Lines count from 1.
    """

    data: Any
    lines: Mapping[Steps, int]

    def line(self, path: Steps) -> int:
        """Give the line of a path, or of the nearest ancestor that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Event(NamedTuple):
    kind: str  # "mapping", "sequence", "end" or "scalar"
    line: int
    value: str | None = None


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
    return _build(_yaml_events(text, file), file)


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
    return _build(_json_events(text), file)


def _yaml_events(text: str, file: str | Path | None) -> Iterator[_Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            line = getattr(event.start_mark, "line", 0) + 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _refused("a second document begins here", file, line)
            elif isinstance(event, yaml.AliasEvent):
                raise _refused(f"the alias *{event.anchor} is not allowed", file, line)
            elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
                if event.tag is not None:
                    raise _refused(f"the tag {event.tag!r} is not allowed", file, line)
                yield _yaml_event(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                yield _Event("end", line)
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


def _yaml_event(event: Any, line: int) -> _Event:
    import yaml

    if isinstance(event, yaml.MappingStartEvent):
        return _Event("mapping", line)
    if isinstance(event, yaml.SequenceStartEvent):
        return _Event("sequence", line)
    plain = event.implicit[0]
    is_null = plain and event.value in {"", "~", "null", "Null", "NULL"}
    return _Event("scalar", line, None if is_null else event.value)


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)


def _json_events(text: str) -> Iterator[_Event]:
    """Walk the tokens of a text that is known to be JSON; commas and colons say nothing new."""
    line, position = 1, 0
    kinds = {"{": "mapping", "[": "sequence", "}": "end", "]": "end"}
    for token in _TOKEN.finditer(text):
        line += text.count("\n", position, token.start())
        position = token.start()
        written = token[0]
        if written in kinds:
            yield _Event(kinds[written], line)
        elif written.startswith('"'):
            yield _Event("scalar", line, json.loads(written, strict=False))
        else:
            yield _Event("scalar", line, None if written == "null" else written)


class _Open(NamedTuple):
    """A mapping or sequence whose end has not come."""

    data: dict[str, Any] | list[Any]
    path: Steps
    key: list[str]  # the key that waits for its value


def _build(events: Iterator[_Event], file: str | Path | None) -> Lined:
    """Build the data without recursion, so that no depth can exhaust the stack."""
    root: list[Any] = []
    stack = [_Open(root, (), [])]
    lines: dict[Steps, int] = {}
    for event in events:
        if event.kind == "end":
            stack.pop()
            continue
        top = stack[-1]
        if isinstance(top.data, dict) and not top.key:
            _open_key(top, event, lines, file)
            continue
        step: str | int = top.key.pop() if isinstance(top.data, dict) else len(top.data)
        # The list about the root is no part of any path.
        path = (*top.path, step) if len(stack) > 1 else ()
        lines.setdefault(path, event.line)
        if len(lines) > MAX_VALUES:
            raise _refused(f"there are more than {MAX_VALUES} values", file, event.line)
        value: Any = event.value
        if event.kind != "scalar":
            value = {} if event.kind == "mapping" else []
            stack.append(_Open(value, path, []))
            if len(stack) > MAX_DEPTH:
                raise _refused(f"this is nested deeper than {MAX_DEPTH} levels", file, event.line)
        if isinstance(top.data, dict):
            top.data[str(step)] = value
        else:
            top.data.append(value)
    return Lined(root[0] if root else None, lines)


def _open_key(top: _Open, event: _Event, lines: dict[Steps, int], file: str | Path | None) -> None:
    if event.kind != "scalar" or event.value is None:
        raise _refused("a key must be a word", file, event.line)
    if event.value in top.data:
        first = lines[*top.path, event.value]
        raise UnusableInput(
            f"the key {event.value!r} stands here twice (first on line {first})",
            file=file,
            line=event.line,
            remedy="keep one of the two",
        )
    lines[*top.path, event.value] = event.line
    top.key.append(event.value)


def _refused(what: str, file: str | Path | None, line: int) -> UnusableInput:
    return UnusableInput(what, file=file, line=line, remedy="write the values out plainly")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"holds {name}, which is no number")
