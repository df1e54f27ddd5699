"""The page's own script and styles without what only their authors read: comments and blanks.

Names stay as they are, and so do lines: an error in a reader's browser still says where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["lean_script", "lean_style"]

_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
_AROUND = re.compile(r"[ \t]*([=,;:?{}()<>&|*!])[ \t]*")
_BEFORE_PATTERN = re.compile(r"(?:[(,=:!&|?{;>]|\breturn|^)[ \t]*\Z", re.MULTILINE)


def lean_script(text: str) -> str:
    """Shorten a script in which every statement ends with its semicolon."""
    return "".join(
        piece if is_literal else _AROUND.sub(r"\1", piece)
        for piece, is_literal in _pieces(_bare(text))
    )


def lean_style(text: str) -> str:
    """Shorten a style sheet."""
    return re.sub(r"\s*([{};,])\s*", r"\1", _bare(text))


def _bare(text: str) -> str:
    return _INDENT.sub("", _COMMENT.sub("", text))


def _pieces(code: str) -> Iterator[tuple[str, bool]]:
    """Part a script into its literals (strings, templates, patterns) and what is between them."""
    start = at = 0
    while at < len(code):
        end = _literal_end(code, at)
        if end == at:
            at += 1
            continue
        yield code[start:at], False
        yield code[at:end], True
        start = at = end
    yield code[start:], False


def _literal_end(code: str, at: int) -> int:
    """Give where the literal that begins at a place ends; the place itself where none does."""
    if code[at] in "\"'":
        return _quoted_end(code, at)
    if code[at] == "`":
        return _template_end(code, at)
    if code[at] == "/" and _BEFORE_PATTERN.search(code, max(0, at - 9), at):
        return _pattern_end(code, at)
    return at


def _quoted_end(code: str, at: int) -> int:
    end = at + 1
    while code[end] != code[at]:
        end += 2 if code[end] == "\\" else 1
    return end + 1


def _template_end(code: str, at: int) -> int:
    end = at + 1
    while code[end] != "`":
        if code.startswith("${", end):
            end = _hole_end(code, end + 2)
        else:
            end += 2 if code[end] == "\\" else 1
    return end + 1


def _hole_end(code: str, at: int) -> int:
    depth, end = 1, at
    while depth:
        after = _literal_end(code, end)
        if after == end:
            depth += {"{": 1, "}": -1}.get(code[end], 0)
            after += 1
        end = after
    return end


def _pattern_end(code: str, at: int) -> int:
    end, in_class = at + 1, False
    while code[end] != "/" or in_class:
        if code[end] == "\\":
            end += 1
        elif code[end] in "[]":
            in_class = code[end] == "["
        end += 1
    return end + 1
