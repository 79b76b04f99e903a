"""The line that says who: names in Latin or Cyrillic letters, in any order, one author or several."""

from __future__ import annotations

import re

from sitegen.core.diagnostics import Span
from sitegen.core.model import Byline
from sitegen.importing import wording

__all__ = ["bylines"]

_SEPARATOR = re.compile(r"\s*[,;&]\s*|\s+(?:and|та|і|й|и)\s+")
_PARTICLES = frozenset({
    "van", "von", "der", "den", "de", "da", "di", "du", "la", "le", "el", "al", "bin", "ibn",
    "аль", "ван", "фон", "де", "дер", "ібн", "ибн", "оглы", "огли",
})
_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_LONGEST = 4
"""Words of a name: given name, patronymic, and a family name of two."""
_LONGEST_LINE = 160


def bylines(text: str, span: Span) -> tuple[Byline, ...]:
    """The authors that the line names; () where it is no byline.

    With a label and a colon (``Автор: …``) whatever follows is a byline; after ``By`` a few words with
    capitals must follow; without a label each part must look like a person's name.  ``Name, title`` is
    one author: a comma parts only names.
    """
    labelled = wording.byline_label(text)
    if labelled is None:
        return tuple(Byline(name, span=span) for name in _names(text))
    role, names = labelled
    is_claimed = ":" in text[: len(text) - len(names)] or _is_capital(_SEPARATOR.split(names)[0])
    if not is_claimed or not wording.has_words(names) or len(names) > _LONGEST_LINE:
        return ()
    return tuple(Byline(name, role, span) for name in _names(names) or (names,))


def _names(text: str) -> tuple[str, ...]:
    parts = tuple(part for part in _SEPARATOR.split(text) if part)
    return parts if parts and all(_is_name(part) for part in parts) else ()


def _is_name(text: str) -> bool:
    """Whether the words look like a person's name: two to four, each with a capital letter."""
    words = text.split()
    is_abbreviated = text.endswith(".") and not _INITIALS.fullmatch(words[-1])
    is_enough = len(words) > 1 or "." in text
    has_whole_word = any(not word.endswith(".") for word in words)
    return _is_capital(text) and is_enough and has_whole_word and not is_abbreviated


def _is_capital(text: str) -> bool:
    """Whether it is a few words, each with a capital letter but for the particles of names."""
    words = text.split()
    known = [word for word in words if word.casefold() not in _PARTICLES]
    return 0 < len(known) <= _LONGEST and len(words) <= _LONGEST + 2 and all(
        word[0].isupper() and (_WORD.fullmatch(word) or _INITIALS.fullmatch(word)) for word in known
    )
