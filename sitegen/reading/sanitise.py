"""The allow-list that every body passes once (the only door to nh3)."""

from __future__ import annotations

import nh3

__all__ = ["sanitise"]

_TAGS = set(
    "a abbr aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td "
    "tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "id", "title"}, "a": {"href"}, "img": {"src", "alt"}, "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "time": {"datetime"}, "abbr": {"title"},
    "blockquote": {"cite"}, "q": {"cite"},
}
_CLASSES = {"div": {"footnote", "toc"}, "a": {"footnote-ref", "footnote-backref"}}


def sanitise(html: str) -> str:
    """``html`` with nothing in it that could run, load or submit anything."""
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, allowed_classes=_CLASSES, link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"}, clean_content_tags={"script", "style"},
    )
