"""Changes written into a person's YAML where they belong: comments, order and form stay.

The file is never written anew from its data. Old and new data are compared, and each difference
becomes an edit of the text; the edited text is read again before it is written, and must hold
exactly the new data.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from gazetteer.errors import UnusableInput
from routes.dossier import Dossier
from routes.dossier_file import lean_data, parse_dossier, save
from routes.textfile import read_text, write_whole
from routes.yaml_write import write_yaml

__all__ = ["edited", "save_edited"]

_MAX_BYTES = 50_000_000


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Awkward(Exception):  # noqa: N818 - tells that a record must be written whole
    """A change for which no small edit exists."""


def save_edited(dossier: Dossier, path: str | os.PathLike[str]) -> None:
    """Write a dossier into the file that holds an earlier state of it.

    A JSON file, which has no comments, is written anew.

    Raises
    ------
    UnusableInput
        When the file cannot be read or written, or holds no dossier.
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        save(dossier, path)
        return
    text = read_text(path, limit_bytes=_MAX_BYTES)
    write_whole(path, edited(text, dossier, path))


def edited(text: str, new: Dossier, file: str | Path | None = None) -> str:
    """Give the text of a dossier's file with what another state of the dossier has otherwise.

    Parameters
    ----------
    text
        The YAML of the file.
    new
        What it shall hold.
    file
        Its name in errors.

    Raises
    ------
    UnusableInput
        When the text holds no dossier, or is written in a way that cannot be edited.
    """
    old = parse_dossier(text, file)
    if old == new:
        return text
    node: Any = yaml.compose(text, Loader=_loader())
    try:
        edits = list(_mapping(node, lean_data(old), lean_data(new), text))
        made = _applied(text, edits)
        if parse_dossier(made, file) == new:
            return made
    except (_Awkward, ValidationError, UnusableInput) as error:
        raise _unfit(file) from error
    raise _unfit(file)


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _unfit(file: str | Path | None) -> UnusableInput:
    return UnusableInput(
        "the file is written in a way that cannot be added to",
        file=file,
        remedy="name another file with -o",
    )


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
    pieces: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[at:start], new.replace("\n", line_end)]
        at = end
    return "".join([*pieces, text[at:]])


def _changes(node: Any, old: Any, new: Any, text: str) -> Iterator[_Edit]:
    if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and isinstance(old, dict):
        yield from _mapping(node, old, new, text)
    elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and isinstance(old, list):
        yield from _sequence(node, old, new, text)
    elif isinstance(node, yaml.ScalarNode) and not isinstance(new, dict | list):
        blank = "" if node.start_mark.index != node.end_mark.index else " "
        yield _Edit(node.start_mark.index, _end(node, text), f"{blank}{_flow(new)}")
    else:
        raise _Awkward


def _mapping(
    node: Any, old: Mapping[str, Any], new: Mapping[str, Any], text: str
) -> Iterator[_Edit]:
    present = {key.value: (key, value) for key, value in node.value}
    # What both states have by default stays unwritten.
    added = {k: v for k, v in new.items() if k not in present and old.get(k) != v}
    for key, (key_node, value_node) in present.items():
        if key not in new:
            if key in old:
                raise _Awkward
        elif old.get(key) != new[key]:
            yield from _entry(key_node, value_node, old.get(key), new[key], text, node)
    if not added:
        return
    if node.flow_style:
        listed = ", ".join(f"{key}: {_flow(value)}" for key, value in added.items())
        yield _into_flow(node, listed, text)
    elif not node.value:
        raise _Awkward
    else:
        column = node.value[0][0].start_mark.column
        lines = _indented(write_yaml(added), column)
        yield _after(node, lines, text)


def _entry(key: Any, value: Any, old: Any, new: Any, text: str, parent: Any) -> Iterator[_Edit]:
    """Change the value of a key, in place or, where its form changes, with its key."""
    try:
        yield from list(_changes(value, old, new, text))
    except _Awkward:
        if parent.flow_style:
            yield _Edit(value.start_mark.index, _end(value, text), _flow(new))
        else:
            lines = _indented(write_yaml({key.value: new}), key.start_mark.column)
            yield _Edit(key.start_mark.index, _end(value, text), lines.strip())


def _sequence(node: Any, old: Sequence[Any], new: Sequence[Any], text: str) -> Iterator[_Edit]:
    if len(new) < len(old) or [_name(o) for o in old] != [_name(n) for n in new[: len(old)]]:
        raise _Awkward
    for item, before, after in zip(node.value, old, new, strict=False):
        if before != after:
            yield from _item(item, before, after, text)
    added = list(new[len(old) :])
    if not added:
        return
    if node.flow_style:
        yield _into_flow(node, ", ".join(_flow(item) for item in added), text)
    elif not node.value:
        raise _Awkward
    else:
        yield _after(node, _indented(_items(added), node.start_mark.column), text)


def _item(item: Any, old: Any, new: Any, text: str) -> Iterator[_Edit]:
    try:
        yield from list(_changes(item, old, new, text))
    except _Awkward:
        lines = _indented(_items([new]), max(0, item.start_mark.column - 2))
        whole = _flow(new) if item.flow_style else lines.strip().removeprefix("- ")
        yield _Edit(item.start_mark.index, _end(item, text), whole)


def _name(item: Any) -> Any:
    """Give what makes an item of a list the same in both states."""
    if isinstance(item, dict):
        return item.get("id")
    return None if isinstance(item, list) else item


def _items(items: Sequence[Any]) -> str:
    """Write the items of a list in block form, dashes in the first column."""
    lines = []
    for item in items:
        if isinstance(item, dict):
            written = write_yaml({"k": [item]}).split("\n", 1)[1]
            lines += [line[2:] for line in written.splitlines()]
        else:
            lines.append(f"- {_flow(item)}")
    return "\n".join(lines) + "\n"


def _indented(written: str, column: int) -> str:
    return "".join(f"{' ' * column}{line}\n" for line in written.splitlines())


def _flow(value: Any) -> str:
    """Write a value on one line, fit to stand within brackets."""
    tree: Any = yaml.compose(write_yaml({"k": [value]}), Loader=_loader())
    inner = tree.value[0][1]
    _as_flow(inner)
    written: str = yaml.serialize(inner, allow_unicode=True, width=float("inf"))
    return written.strip()[1:-1].strip()


def _as_flow(node: Any) -> None:
    if isinstance(node, yaml.MappingNode | yaml.SequenceNode):
        node.flow_style = True
        for part in node.value:
            for one in part if isinstance(part, tuple) else (part,):
                _as_flow(one)


def _into_flow(node: Any, written: str, text: str) -> _Edit:
    at = node.end_mark.index - 1
    before = text[node.start_mark.index + 1 : at].rstrip()
    joint = " " if before.endswith(",") else ", " if before else ""
    return _Edit(at, at, f"{joint}{written}")


def _after(node: Any, lines: str, text: str) -> _Edit:
    """Put lines after the last line of a block; a remark at the end of that line stays there."""
    end = _end(node, text)
    if end and text[end - 1] == "\n":
        return _Edit(end, end, lines)
    following = text.find("\n", end)
    if following < 0:
        return _Edit(len(text), len(text), f"\n{lines}")
    return _Edit(following + 1, following + 1, lines)


def _end(node: Any, text: str) -> int:
    """Give the end of a node's last word: a block's own mark lies behind remarks."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    is_block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    return len(text[:end].rstrip()) if is_block else end
