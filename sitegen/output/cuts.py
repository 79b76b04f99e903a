"""Which derivatives a picture has: widths, crops and formats, by its size alone; no picture is opened here."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["RATIOS", "TYPES", "Cut", "box_of", "cuts", "size_of"]

RATIOS = {"1:1": (1, 1), "4:3": (4, 3), "16:9": (16, 9), "3:2": (3, 2)}
"""The crops there are."""
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
_FOCUS = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)%\s+([0-9]+(?:\.[0-9]+)?)%\s*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """One derivative: the part that ``ratio`` cuts out around ``focus`` ('' and '' for all of it), ``width`` pixels wide, in a format."""

    ratio: str
    focus: str
    width: int
    height: int
    format: str

    @property
    def type(self) -> str:
        """The media type."""
        return TYPES[self.format]


def cuts(size: tuple[int, int], ratio: str, focus: str, widths: tuple[int, ...], formats: tuple[str, ...]) -> tuple[Cut, ...]:
    """The derivatives of a picture of ``size`` for a page that asks for ``widths``, by format, narrow ones first.  None is wider than the picture."""
    most, _ = size_of(size, ratio, focus)
    fitting = sorted({min(width, most) for width in widths if width > 0})
    made = []
    for format_ in formats:
        for width in fitting:
            made.append(Cut(ratio, focus if ratio else "", width, _height(size, ratio, focus, width), format_))
    return tuple(made)


def size_of(size: tuple[int, int], ratio: str, focus: str = "") -> tuple[int, int]:
    """The pixels of the part of a picture that a ratio cuts out."""
    left, top, right, bottom = box_of(size, ratio, focus)
    return right - left, bottom - top


def _height(size: tuple[int, int], ratio: str, focus: str, width: int) -> int:
    most, height = size_of(size, ratio, focus)
    return max(1, round(height * width / most))


def box_of(size: tuple[int, int], ratio: str, focus: str) -> tuple[int, int, int, int]:
    """The largest part of a picture with this ratio that has the focus as near to its middle as can be."""
    width, height = size
    if ratio not in RATIOS:
        return (0, 0, width, height)
    across, down = RATIOS[ratio]
    wide, high = (width, max(1, round(width * down / across))) if width * down <= height * across else (max(1, round(height * across / down)), height)
    found = _FOCUS.match(focus)
    x, y = (float(found[1]), float(found[2])) if found else (50.0, 50.0)
    left = min(max(round(width * x / 100 - wide / 2), 0), width - wide)
    top = min(max(round(height * y / 100 - high / 2), 0), height - high)
    return (left, top, left + wide, top + high)
