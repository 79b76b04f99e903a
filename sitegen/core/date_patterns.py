"""Patterns of dates and times as sitegen.toml gives them (CLDR, Unicode TR 35): refused where no date could be printed by them."""

from __future__ import annotations

import re

__all__ = ["date_pattern", "time_pattern"]

_SHORT, _NAMES = range(1, 3), range(1, 6)
_DATE = {"d": _SHORT, "D": range(1, 4), "E": range(1, 7), "G": _NAMES, "L": _NAMES, "M": _NAMES, "Q": _NAMES, "q": _NAMES, "w": _SHORT, "y": range(1, 10)}
_TIME = {"a": _NAMES, "B": _NAMES, "H": _SHORT, "h": _SHORT, "K": _SHORT, "k": _SHORT, "m": _SHORT, "s": _SHORT}
"""Letters that stand for something, and how many of one may stand in a row."""
_PIECE = re.compile(r"'(?:[^']|'')*'|(?P<open>')|(?P<letters>([A-Za-z])\3*)")


def date_pattern(value: str) -> str:
    """``d MMMM y``.  Raises ValueError that says what is wrong."""
    return _judged(value, _DATE)


def time_pattern(value: str) -> str:
    """``HH:mm, d MMMM y``.  Raises ValueError that says what is wrong."""
    return _judged(value, _DATE | _TIME)


def _judged(value: str, known: dict[str, range]) -> str:
    for piece in _PIECE.finditer(value):
        if piece["open"]:
            raise ValueError("holds an apostrophe that is never closed; one alone is written ''")
        letters = piece["letters"]
        if letters and len(letters) not in known.get(letters[0], ()):
            raise ValueError(f"holds {letters!r}, which stands for nothing; words stand between apostrophes: d MMMM y 'року'")
    return value
