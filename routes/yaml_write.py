"""YAML that people read and compare: short records on one line, long ones in blocks."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import yaml

from routes.yaml_lists import Style, record_lines

__all__ = ["write_yaml"]

_WIDTH = 110
_ONE_LINE = 96
# Line breaks of every kind, and what YAML would normalise or not show.
_ESCAPED = re.compile("[\n\r\t\x85\u2028\u2029\ufeff\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        del indentless
        super().increase_indent(flow=flow, indentless=False)


def write_yaml(data: dict[str, Any]) -> str:
    """Write plain data (dict, list, str, float, int, bool) as YAML, keys in the given order.

    A text that other YAML readers would take for something else ("NO", "12:30") is quoted.
    """
    return "".join(_part(key, value) for key, value in data.items()) or _emitted(data)


def _part(key: str, value: Any) -> str:
    """Write one of the dossier's own keys; a list of records one record after the other."""
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        return _emitted({key: value})
    head = _emitted({key: [{"id": ""}]}).partition("\n")[0]
    if not head.endswith(":"):
        # A long or odd key stands on a line of its own, after a question mark.
        return _emitted({key: value})
    style = Style(_WIDTH, _is_short, _ESCAPED)
    return f"{head}\n" + "".join(_record(record, style) for record in value)


def _record(record: dict[str, Any], style: Style) -> str:
    # A list with one record in it differs from a longer one by nothing but its first line.
    return record_lines(record, style) or _emitted({"list": [record]}).partition("\n")[2]


def _emitted(data: dict[str, Any]) -> str:
    # The Python emitter, not the C one: both differ in where they fold a line.
    return yaml.serialize(_node(data), Dumper=_Dumper, allow_unicode=True, width=_WIDTH)


def _node(value: Any, depth: int = 0) -> yaml.Node:
    if isinstance(value, dict):
        pairs = [(_node(key), _node(item, depth + 1)) for key, item in value.items()]
        tag = "tag:yaml.org,2002:map"
        return yaml.MappingNode(tag, pairs, flow_style=depth > 0 and _is_short(value))
    if isinstance(value, list):
        items = [_node(item, depth + 1) for item in value]
        flow = _is_short(value) and not any(isinstance(item, dict) for item in value)
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=flow)
    if isinstance(value, str):
        style = '"' if _ESCAPED.search(value) else None
        # A day is written as people write it, without quotes.
        kind = "timestamp" if _DAY.fullmatch(value) else "str"
        return yaml.ScalarNode(f"tag:yaml.org,2002:{kind}", value, style=style)
    return yaml.SafeDumper(StringIO()).represent_data(value)


def _is_short(value: Any) -> bool:
    """Whether a record or list of plain values fits on one line."""
    return _length(value, _ONE_LINE) <= _ONE_LINE


def _length(value: Any, limit: int) -> int:
    """Estimate how wide a value is when it is written on one line; stop beyond the limit."""
    if not isinstance(value, (dict, list)):
        text = value if isinstance(value, str) else str(value)
        return limit + 1 if len(text) > limit or _ESCAPED.search(text) else len(text)
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    width = 2
    for part in parts:
        width += _length(part, limit) + 2
        if width > limit:
            break
    return width
