"""The site as it was last put together, on the shelf: a build whose texts say what they said takes from it only what it asks for.

Each mapping of the :class:`Site` is kept row by row; what comes back is a Site whose mappings fetch their rows when asked.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any

from sitegen.core import record
from sitegen.core.model import Article
from sitegen.core.site import Site
from sitegen.engine.store import Doubtful, Reader, Store
from sitegen.press.intake import KINDS, Bodies
from sitegen.site.trust import shown

__all__ = ["amend", "light", "load", "save"]

_FROM_SOURCES = ("articles", "withheld")
_SETS = ("media", "called")
_ROWS = ("cards", "lists", "fronts", "authors", "profiles", "translations", "arrangements", "names", "standing", "parts", "linked", "mentions", "boxes", "corrections")
_HELD = 1000
"""So many articles are held at a time."""
_UNORDERED = frozenset(("names", "linked", "mentions"))
"""Mappings whose order nobody asks for."""


def save(store: Store, site: Site) -> None:
    """Put a site on the shelf; rows that are there already are not written."""
    for name in _ROWS:
        rows = {_row_key(key): record.dump(value) for key, value in getattr(site, name).items()}
        _replace(store, f"site.{name}", rows)
    orders = {name: json.dumps(list(getattr(site, name)), ensure_ascii=False).encode() for name in (*_FROM_SOURCES, *_ROWS) if name not in _UNORDERED}
    store.put("site.order", orders)
    _save_rest(store, site)


def amend(store: Store, site: Site, rows: Mapping[str, Mapping[Any, Any]]) -> None:
    """Put a site on the shelf that differs from the one there in some rows of its mappings (None: gone)."""
    for name in rows.keys() - _FROM_SOURCES:
        store.put(f"site.{name}", {_row_key(key): record.dump(value) for key, value in rows[name].items() if value is not None})
        store.drop(f"site.{name}", [_row_key(key) for key, value in rows[name].items() if value is None])
    _save_rest(store, site)


def _save_rest(store: Store, site: Site) -> None:
    rest = {field.name: getattr(site, field.name) for field in fields(Site) if field.name not in {*_FROM_SOURCES, *_ROWS}}
    rest |= {name: tuple(sorted(rest[name])) for name in _SETS}
    store.put("site", {"": record.dump(rest)})


def load(store: Store, bodies: Bodies) -> Site:
    """The site on the shelf of ``store``, its articles from where the ``bodies`` are."""
    data, shelf = store.get("site", ""), Reader(store.path)
    if data is None:
        raise Doubtful("the site is missing")
    rest = _loaded(data)
    rest |= {name: frozenset(rest[name]) for name in _SETS}
    rows: dict[str, Any] = {name: _Rows(shelf, f"site.{name}", name, _value) for name in _ROWS}
    articles: dict[str, Any] = {name: partial(_order, shelf, name) for name in _FROM_SOURCES}
    return light(Site(**rest, **rows, **articles), bodies)


def light(site: Site, bodies: Bodies) -> Site:
    """The same site, its articles (as mappings, or what gives their sources) no longer held but fetched from where the ``bodies`` are."""
    seen = partial(_shown, bodies, site.press_time, site.is_preview)
    return replace(site, articles=_Fetched(site.articles, seen), withheld=_Fetched(site.withheld, bodies.article))


def _shown(bodies: Bodies, press_time: dt.datetime, is_preview: bool, source: str) -> Article:
    return shown(bodies.article(source), press_time, is_preview=is_preview)


class _Rows(Mapping[Any, Any]):
    """A mapping whose values are rows of a store, fetched when asked for."""

    def __init__(self, reader: Reader, kind: str, name: str, value: Callable[[bytes], Any]) -> None:
        self._reader, self._kind, self._name, self._value = reader, kind, name, value
        self._found: dict[Any, Any] = {}
        self._order: list[Any] | None = None

    def __getitem__(self, key: Any) -> Any:
        if key not in self._found:
            data = self._reader.get(self._kind, _row_key(key))
            if data is None:
                raise KeyError(key)
            self._found[key] = self._value(data)
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._found or self._reader.get(self._kind, _row_key(key)) is not None

    def __iter__(self) -> Iterator[Any]:
        if self._order is None:
            self._order = sorted(self._reader.keys(self._kind)) if self._name in _UNORDERED else _order(self._reader, self._name)
        return iter(self._order)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Fetched(Mapping[str, Article]):
    """A mapping whose keys are known, or given by a function, and whose values are fetched when asked for; the last are held."""

    def __init__(self, keys: Callable[[], Iterable[str]] | Iterable[str], fetch: Callable[[str], Article]) -> None:
        self._given = keys if callable(keys) else tuple(keys)
        self._fetch = fetch
        self._value = functools.lru_cache(_HELD)(fetch)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Fetched, (self._given, self._fetch)

    @functools.cached_property
    def _keys(self) -> dict[str, None]:
        return dict.fromkeys(self._given() if callable(self._given) else self._given)

    def __getitem__(self, key: str) -> Article:
        if key not in self._keys:
            raise KeyError(key)
        return self._value(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _order(reader: Reader, name: str) -> list[Any]:
    data = reader.get("site.order", name)
    if data is None:
        raise Doubtful("the site is missing")
    return [tuple(key) if isinstance(key, list) else key for key in json.loads(data)]


def _replace(store: Store, kind: str, rows: Mapping[str, bytes]) -> None:
    before = store.all(kind)
    store.put(kind, {key: data for key, data in rows.items() if before.get(key) != data})
    store.drop(kind, before.keys() - rows.keys())


def _row_key(key: object) -> str:
    return key if isinstance(key, str) else json.dumps(key, ensure_ascii=False)


def _value(data: bytes) -> Any:
    return _loaded(data)


def _loaded(data: bytes) -> Any:
    try:
        return record.load(data, KINDS)
    except ValueError as error:
        raise Doubtful(str(error)) from error
