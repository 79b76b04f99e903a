"""The allow-list that every body passes once (the only door to nh3), and what it leaves out, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

__all__ = ["ALLOWED", "dropped", "sanitise"]

ALLOWED = frozenset(
    "a abbr aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td "
    "tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "id", "title"},
    "a": {"href"},
    "img": {"src", "alt", "caption", "credit", "credit_url", "license", "focus"},  # all taken out again as pictures
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
_CLASSES = {
    "div": {"footnote", "toc"},
    "a": {"footnote-ref", "footnote-backref"},
    "td": {"right", "center"},
    "th": {"right", "center"},
}
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    link_rel=None,
    url_schemes=set(_SCHEMES),
    clean_content_tags={"script", "style"},
)

_START_TAG = re.compile(r"""<(?<!\]\(<)(?<!\]: <)([A-Za-z][A-Za-z0-9-]*)((?:[\s/](?:[^<>"']|"[^"]*"|'[^']*')*)?)>""")
_DANGEROUS = re.compile(r"[\s/](on[a-z]+|style|srcdoc|formaction)\s*=", re.IGNORECASE)
_QUOTE = re.compile(r'<(?:blockquote|q)\b(?:[^<>"]|"[^"]*")*>')
_OTHER_CITE = re.compile(r'\scite="(?!https?://)[^"]*"')
_LINKED = r"\](?:\(\s*<?|:[ \t]*<?)"
_GIVEN = r"""(?:href(?<=\bhref)|src(?<=\bsrc)|cite(?<=\bcite))\s*=\s*["']?"""
_SCHEME = r"\s*([A-Za-z][A-Za-z0-9+.&#;-]*):"
_LINK = re.compile(_LINKED + _SCHEME)
_ADDRESS = re.compile(f"(?:{_LINKED}|{_GIVEN}){_SCHEME}")


def sanitise(html: str) -> str:
    """``html`` with nothing in it that could run, load or submit anything (FAULTS 51)."""
    clean = _CLEANER.clean(html)
    return _QUOTE.sub(lambda tag: _OTHER_CITE.sub("", tag[0]), clean) if " cite=" in clean else clean  # nh3 looks at no scheme there


def dropped(source: str) -> Iterator[tuple[int, int, str, str]]:
    """What :func:`sanitise` leaves out of Markdown ``source`` (code blanked): offset, length, diagnostic code and name.

    A scan of the text, for the parser keeps no places.  Comments are meant to be left out and are not told of; ``h1`` is
    printed as ``h2``.
    """
    for tag in _START_TAG.finditer(source):
        name = tag[1].lower()
        if name not in ALLOWED and name != "h1":
            yield tag.start(), len(tag[0]), "html/dropped", name
        for attribute in _DANGEROUS.finditer(tag[2]):
            yield tag.start(2) + attribute.start(1), len(attribute[1]), "html/dropped-attribute", attribute[1].lower()
    for address in (_ADDRESS if "=" in source else _LINK).finditer(source):
        if address[1].lower() not in _SCHEMES:
            yield address.start(1), len(address[1]), "link/bad-scheme", address[1]
