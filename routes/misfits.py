"""A dossier's values that do not fit its form, told in words with line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from routes.dossier import Dossier
from routes.problem import Locator, Problem, did_you_mean

__all__ = ["misfits"]

_MAX_PROBLEMS = 200
_RANGES = {
    "lat_deg": "latitudes lie between -90 and 90 degrees",
    "lon_deg": "longitudes lie between -180 and 180 degrees, west is negative",
    "score": "scores lie between 0 and 1",
    "drawn": "give positions as [lon_deg, lat_deg]",
}
_FORMS = {
    "string": ("must be a text", "write one value"),
    "tuple": ("must be a list", "write it as [ … ]"),
    "list": ("must be a list", "write it as [ … ]"),
    "model": ("must be a mapping", "write its keys and values"),
    "float": ("is not a number", "write it in digits, with a point"),
    "int": ("is not a whole number", "write it in digits"),
    "bool": ("is neither true nor false", "write true or false"),
}


def misfits(error: ValidationError, locate: Locator) -> Iterator[Problem]:
    """Tell each of pydantic's findings, up to a limit.

    Parameters
    ----------
    error
        What validating the data as a `Dossier` raised.
    locate
        Makes the problems.
    """
    for detail in error.errors(include_url=False)[:_MAX_PROBLEMS]:
        what, remedy = _told(detail)
        yield locate.problem(detail["loc"], what, remedy)


def _told(detail: ErrorDetails) -> tuple[str, str]:
    """Word one finding: what, and the remedy."""
    kind, given, field = detail["type"], _shown(detail["input"]), str(detail["loc"][-1:])
    if kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        return f"unknown key {key!r}", did_you_mean(key, _keys_at(detail["loc"][:-1]))
    if kind == "missing":
        return "the key is missing", "add it"
    if kind in {"enum", "literal_error"}:
        allowed = re.findall(r"'([^']*)'", detail.get("ctx", {}).get("expected", ""))
        return f"{given} is not known here", _suggested(str(detail["input"]), allowed)
    if kind in {"less_than_equal", "greater_than_equal", "finite_number"}:
        remedy = next((r for key, r in _RANGES.items() if key in map(str, detail["loc"])), "")
        return f"{given} is out of range", remedy or detail["msg"]
    base = kind.split("_")[0]
    if base in _FORMS:
        what, remedy = _FORMS[base]
        return f"{given} {what}", remedy
    return f"{given}: {detail['msg']}", _RANGES.get(field, "")


def _suggested(written: str, allowed: list[str]) -> str:
    return did_you_mean(written, allowed) if allowed else ""


def _shown(value: Any) -> str:
    if value is None:
        return "an empty value"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """List the keys that the record at a path may have."""
    model: type[BaseModel] | None = Dossier
    for step in path:
        if model is None or isinstance(step, int):
            continue
        fields = model.model_fields.items()
        found = next((f for name, f in fields if step in {name, f.alias}), None)
        model = None if found is None else _model_in(found.annotation)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := _model_in(arg))), None)
