"""Values of the model as bytes and back, for what is kept between runs and for what processes hand each other.

Pickle for its speed, but a narrow one: a dataclass is its class and its fields, and nothing is read back but the model's own
classes, so that a store from elsewhere can run no code.  Rejected: plain pickle for that reason; JSON, five times as slow.
Equal values may have unequal bytes (which parts were one object shows): ``task.digest`` tells whether values are equal.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import io
import operator
import pickle
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from types import ModuleType
from typing import Any

__all__ = ["dump", "kinds", "load"]

Kinds = Mapping[str, Callable[..., Any]]
"""The classes that may be read, by their names."""


def kinds(modules: Iterable[ModuleType]) -> Kinds:
    """All dataclasses and enumerations that these modules define."""
    found: dict[str, Callable[..., Any]] = {
        name: found
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and found.__module__ == module.__name__ and (dataclasses.is_dataclass(found) or issubclass(found, Enum))
    }
    return found | {"_time": _time, "_day": _day}


def dump(value: object) -> bytes:
    """The bytes of a value; raises TypeError for what is no value of the model."""
    out = io.BytesIO()
    _Writing(out, 4).dump(value)
    return out.getvalue()


def load(data: bytes, known: Kinds) -> Any:
    """The value of bytes that :func:`dump` gave; raises ValueError for any other."""
    try:
        return _Reading(data, known).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, LookupError, MemoryError, OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"not a record: {type(error).__name__}") from error


class _Writing(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        if fields := _fields(kind):
            return kind, fields(value)
        if isinstance(value, Enum):
            return kind, (value.value,)
        if isinstance(value, dt.datetime):
            return _time, (value.isoformat(),)
        if isinstance(value, dt.date):
            return _day, (value.isoformat(),)
        if isinstance(value, type) or value in (_time, _day):
            return NotImplemented
        raise TypeError(f"{kind.__name__} can't be kept")


class _Reading(pickle.Unpickler):
    def __init__(self, data: bytes, known: Kinds) -> None:
        super().__init__(io.BytesIO(data))
        self._known = known

    def find_class(self, module: str, name: str) -> Any:
        return self._known[name]


@functools.cache
def _fields(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the fields of a dataclass; None for other classes."""
    if not dataclasses.is_dataclass(kind):
        return None
    names = [field.name for field in dataclasses.fields(kind)]
    if len(names) < 2:  # attrgetter of one name gives no tuple
        return lambda value: tuple(getattr(value, name) for name in names)
    return operator.attrgetter(*names)


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
