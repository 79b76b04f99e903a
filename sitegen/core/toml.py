"""TOML with places: the data of :mod:`tomllib`, and the line and column where each key stands.

The standard parser keeps no positions, so a small scan of the lines finds tables and
keys; it decides nothing about values.  A key that the scan misses (in a multi-line inline
structure) is placed at its table, never at a wrong line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_BARE = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_BARE}(?:\s*\.\s*{_BARE})*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"^(\s*)({_DOTTED})\s*=\s*(.*)$")
_INNER = re.compile(rf"[{{,]\s*({_BARE})\s*=")
_ENDLESS = re.compile(r"[0-9_]{4300,}")
_ERROR = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TomlError(Exception):
    """The text is not TOML: the parser's words, with line and column from 1."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Toml:
    """``data`` as tomllib gives it; ``places`` maps a path of keys to (line, column), both from 1."""

    data: dict[str, Any]
    places: Mapping[tuple[str, ...], Place]

    def place(self, path: tuple[str | int, ...]) -> Place:
        """Where ``path`` stands; the nearest enclosing key where the scan has no better."""
        names = tuple(str(step) for step in path)
        while names and names not in self.places:
            names = names[:-1]
        return self.places.get(names, (1, 1))


def loads(text: str, parse_float: Callable[[str], Any] = float) -> Toml:
    """Read TOML.  Raises :class:`TomlError` with the place of a mistake.

    ``parse_float`` gets the letters of a number, for whoever must keep them (``1.10``).
    """
    try:
        data = tomllib.loads(text, parse_float=parse_float)
    except tomllib.TOMLDecodeError as error:
        words = str(error)
        found = _ERROR.search(words)
        last = text.count("\n") + 1
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (last, 1)
        raise TomlError(_ERROR.sub("", words), line, column) from None
    except RecursionError:
        raise TomlError("Nested too deeply", 1, 1) from None
    except ValueError:  # of int(), which takes at most 4,300 digits
        digits = _ENDLESS.search(text)
        start = digits.start() if digits else 0
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        raise TomlError("A number is too long", line, column) from None
    places: dict[tuple[str, ...], Place] = {}
    for path, place in _scan(text):
        if len(path) > 1:
            places.setdefault(path[:-1], place)  # `[[links]]` and `[image.focus]` place `links` and `image` too
        places[path] = place
    return Toml(data, places)


def _scan(text: str) -> list[tuple[tuple[str, ...], Place]]:
    found: list[tuple[tuple[str, ...], Place]] = []
    table: tuple[str, ...] = ()
    arrays: dict[tuple[str, ...], int] = {}
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            fence = "" if fence in line else fence
            continue
        if header := _TABLE.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                arrays[table] = arrays.get(table, -1) + 1
                table = (*table, str(arrays[table]))
            found.append((table, (number, len(line) - len(line.lstrip()) + 1)))
        elif key := _KEY.match(line):
            path = (*table, *_names(key[2]))
            found.append((path, (number, len(key[1]) + 1)))
            offset = key.start(3)
            found += [
                ((*path, *_names(inner[1])), (number, offset + inner.start(1) + 1))
                for inner in _INNER.finditer(key[3]) if key[3].startswith(("{", "["))
            ]
            for sign in ('"""', "'''"):
                if key[3].startswith(sign) and sign not in key[3][3:]:
                    fence = sign
    return found


def _names(dotted: str) -> tuple[str, ...]:
    """The names of a dotted key; of one between double quotation marks, what its escapes stand for."""
    return tuple(
        str(tomllib.loads(f"x={name}")["x"]) if "\\" in name and name[0] == '"' else name[1:-1] if name[0] in "\"'" else name for name in re.findall(_BARE, dotted)
    )
