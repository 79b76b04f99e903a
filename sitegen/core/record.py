"""Values of the model as text and back, for what is kept between runs.

JSON with tags.  Rejected: pickle, which runs code that a cache from elsewhere brings; and a schema for each value, which
the dataclasses are already.  Reading gives the very value that was written, tuples as tuples and times with their offsets.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from types import ModuleType
from typing import Any

__all__ = ["dump", "kinds", "load"]

Kinds = Mapping[str, type]
"""The classes that may be read, by their names."""


def kinds(modules: Iterable[ModuleType]) -> Kinds:
    """All dataclasses and enumerations that these modules define."""
    return {
        name: found
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and found.__module__ == module.__name__ and (dataclasses.is_dataclass(found) or issubclass(found, Enum))
    }


def dump(value: object) -> str:
    """The text of a value; raises TypeError for what is no value of the model."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(text: str, known: Kinds) -> Any:
    """The value of a text that :func:`dump` gave; raises ValueError for any other."""
    try:
        return _value(json.loads(text), known)
    except (AttributeError, KeyError, LookupError, RecursionError, TypeError) as error:
        raise ValueError(f"not a record: {type(error).__name__}") from error


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return {"e": [type(value).__name__, value.name]}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, list):
        return {"l": [_plain(item) for item in value]}
    if isinstance(value, Mapping):
        return {"m": [[_plain(key), _plain(item)] for key, item in value.items()]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"d": [type(value).__name__, *(_plain(getattr(value, field.name)) for field in dataclasses.fields(value))]}
    raise TypeError(f"{type(value).__name__} can't be kept")


def _value(plain: Any, known: Kinds) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item, known) for item in plain)
    if not isinstance(plain, dict):
        return plain
    ((tag, inner),) = plain.items()
    match tag:
        case "d":
            return known[inner[0]](*(_value(item, known) for item in inner[1:]))
        case "e":
            return known[inner[0]][inner[1]]  # type: ignore[index]
        case "at":
            return dt.datetime.fromisoformat(inner)
        case "day":
            return dt.date.fromisoformat(inner)
        case "l":
            return [_value(item, known) for item in inner]
        case "m":
            return {_value(key, known): _value(item, known) for key, item in inner}
    raise ValueError(f"not a record: {tag}")
