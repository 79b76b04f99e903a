"""The picture of an article that has none, for those who share it: its headline, section and the masthead, drawn by us.

What enters is words and a colour, what leaves is a PNG of 1200 × 630 pixels (ogp.me; the size that social networks ask for).
The fonts come with sitegen (Roboto Slab, Apache License 2.0, Latin and Cyrillic whole), and letters are set one after another
without the system's help, so that equal words give equal bytes on every machine.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import PIL.ImageFont

__all__ = ["HEIGHT", "WIDTH", "can_draw", "drawn"]

WIDTH, HEIGHT = 1200, 630
_MARGIN = 72
_SIZES = range(76, 35, -4)
_ROOM = 330
"""The height in which the headline must fit."""
_PAPER, _INK, _SOFT = "#fdfcfa", "#1a1a1a", "#5c5c5c"


def drawn(headline: str, section: str, masthead: str, colour: str) -> bytes:
    """The card as a PNG."""
    import PIL.Image
    import PIL.ImageDraw

    headline, section, masthead = (unicodedata.normalize("NFC", text) for text in (headline, section, masthead))
    card = PIL.Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = PIL.ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDTH, 18), fill=colour)
    if section:
        pen.text((_MARGIN, 84), _fitting(section.upper(), _font("Bold", 30), WIDTH - 2 * _MARGIN), fill=colour, font=_font("Bold", 30))
    font, lines = _set(headline)
    top = 140
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + round(number * font.size * 1.22)), line, fill=_INK, font=font)
    pen.line((_MARGIN, HEIGHT - 116, WIDTH - _MARGIN, HEIGHT - 116), fill="#cfcac2", width=2)
    pen.text((_MARGIN, HEIGHT - 92), _fitting(masthead, _font("Bold", 38), WIDTH - 2 * _MARGIN), fill=_SOFT, font=_font("Bold", 38))
    out = io.BytesIO()
    card.quantize(64, dither=PIL.Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def can_draw(headline: str) -> bool:
    """Whether the font has every letter of a headline."""
    return all(_has(sign) for sign in unicodedata.normalize("NFC", headline) if sign.isalnum())


@functools.cache
def _has(sign: str) -> bool:
    font = _font("Bold", 20)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def _set(headline: str) -> tuple[PIL.ImageFont.FreeTypeFont, list[str]]:
    """The headline in the largest size in which all of it fits; in the smallest one, cut with an ellipsis."""
    for size in _SIZES:
        font = _font("Bold", size)
        lines = _wrapped(headline, font)
        if len(lines) * size * 1.22 <= _ROOM and all(font.getlength(line) <= WIDTH - 2 * _MARGIN for line in lines):
            return font, lines
    most = int(_ROOM / (font.size * 1.22))
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return font, [_fitting(line, font, WIDTH - 2 * _MARGIN) for line in lines]


def _wrapped(text: str, font: PIL.ImageFont.FreeTypeFont) -> list[str]:
    """``text`` in lines, broken at spaces (not at those that hold words together)."""
    lines: list[str] = []
    for word in [word for word in text.replace("\n", " ").split(" ") if word]:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitting(text: str, font: PIL.ImageFont.FreeTypeFont, room: int) -> str:
    """``text``, cut with an ellipsis where it does not fit."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


@functools.cache
def _font(weight: str, size: int) -> PIL.ImageFont.FreeTypeFont:
    from importlib import resources

    import PIL.ImageFont  # here, for most builds draw nothing

    file = resources.files("sitegen.output").joinpath(f"fonts/RobotoSlab-{weight}.otf")
    return PIL.ImageFont.truetype(str(file), size, layout_engine=PIL.ImageFont.Layout.BASIC)
