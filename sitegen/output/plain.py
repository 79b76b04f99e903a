"""Text without its finery: what goes where no markup and no special spaces may go.

Headlines and captions are stored typeset.  Titles, feeds, Open Graph and JSON-LD keep
the quotation marks and dashes of that, but take plain spaces, and nothing XML 1.0 forbids.
"""

from __future__ import annotations

import html
import re

__all__ = ["excerpt", "plain", "strip_markup", "xml_safe"]

_SPACES = re.compile("[\\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u2060\ufeff]")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_BREAKING = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|br|tr|td|th|table|blockquote|figure|figcaption|pre)\b", re.IGNORECASE
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """``text`` on one line: every run of space of any kind is one plain space, soft hyphens and joiners go."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def excerpt(text: str, limit: int = 300) -> str:
    """The beginning of ``text``, plain, cut at a word to at most ``limit`` characters with an ellipsis."""
    words = plain(text)
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    whole = cut if words[len(cut)] == " " or " " not in cut else cut.rsplit(" ", 1)[0]
    return whole.rstrip(" ,;:–—-.") + "…"


def strip_markup(markup: str) -> str:
    """The words of a piece of HTML, entities decoded, blocks parted by a space."""
    return plain(html.unescape(_TAG.sub(lambda tag: " " if _BREAKING.match(tag[0]) else "", markup)))


def xml_safe(text: str) -> str:
    """``text`` without the characters that XML 1.0 forbids (section 2.2, production 2, ``Char``)."""
    return _FORBIDDEN.sub("", text)
