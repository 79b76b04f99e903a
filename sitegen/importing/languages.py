"""Which of Ukrainian, Russian and English a text is in, by its letters; None where that is in doubt."""

from __future__ import annotations

import unicodedata

__all__ = ["language_of"]

_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ыэё")
_CLEAR = 5
"""Its letters must outweigh the other's so many times: a quotation in the other language may stand in a text."""
_CLEAR_SCRIPT = 3
"""As for languages: a name in Cyrillic letters may stand in a short English text."""
_ACCENTED_SHARE = 0.02
"""English has hardly a letter beyond a–z; a text with more of them is in another language."""


def language_of(text: str) -> str | None:
    """``uk``, ``ru`` or ``en``; None where the letters leave a doubt (Belarusian has і with ы, Bulgarian neither)."""
    letters = [char for char in unicodedata.normalize("NFC", text).casefold() if char.isalpha()]
    cyrillic = sum("\u0400" <= char <= "\u052f" for char in letters)
    latin = sum("a" <= char <= "z" for char in letters)
    other = len(letters) - cyrillic - latin
    if latin >= _CLEAR_SCRIPT * cyrillic and latin:
        return "en" if other <= _ACCENTED_SHARE * latin else None
    if cyrillic < latin or other > cyrillic * _ACCENTED_SHARE:
        return None
    ukrainian = sum(char in _UKRAINIAN for char in letters)
    russian = sum(char in _RUSSIAN for char in letters)
    if ukrainian and ukrainian >= _CLEAR * russian:
        return "uk"
    if russian and russian >= _CLEAR * ukrainian:
        return "ru"
    return None
