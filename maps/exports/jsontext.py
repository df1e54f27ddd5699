"""JSON that is quick to write and to compare: a head, and then one item a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["lined"]

_ONE_LINE = json.JSONEncoder(ensure_ascii=False)


def lined(head: Mapping[str, Any], key: str, items: Iterable[Any]) -> bytes:
    """Write an object with the list `key` last, each of its items on a line of its own.

    Parameters
    ----------
    head
        The other members, at least one; they come first, indented.
    """
    # Without an indent json encodes in C, some five times as fast.
    lines = ",\n".join(map(_ONE_LINE.encode, items))
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    body = f"[\n{lines}\n]" if lines else "[]"
    return f"{opening},\n {json.dumps(key)}: {body}\n}}\n".encode()
