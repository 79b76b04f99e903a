"""Slugs: the last part of a path, made from a headline or a name.

Ukrainian by the official table (Cabinet of Ministers, resolution 55 of 27.01.2010,
"KMU-2010"), Russian by ICAO's table for machine-readable travel documents (Doc 9303-3),
other scripts transliterated; where nothing is left the text is kept in Unicode.
Never empty, at most 80 characters, cut at a word (FAULTS 41).
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

import translitua
from slugify import slugify as _ascii

__all__ = ["slug"]

LENGTH = 80
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`‘′"))


@functools.lru_cache(maxsize=20_000)
def slug(text: str, language: str) -> str:
    """The slug of ``text`` written in ``language``."""
    text = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    if language == "ru":
        text = translitua.translit(text, translitua.RussianInternationalPassport)
    elif language == "uk" or re.search("[а-яіїєґ]", text.lower()):
        text = translitua.translit(text, translitua.UkrainianKMU)
    text = re.sub("[\"'ʺʹ]", "", text)
    made = _ascii(text, max_length=LENGTH, word_boundary=True, save_order=True)
    if not made:
        kept = _ascii(text, allow_unicode=True, max_length=LENGTH, word_boundary=True, save_order=True)
        made = kept or "x" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    return str(made)
