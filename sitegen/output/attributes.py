"""Attributes in templates whose printed value stands without quotation marks (FAULTS 46).

What enters is a template's source; what leaves are places.  Escaping can't help such a value: a space in it begins another attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["unquoted"]

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|(?P<printed>\{\{.*?\}\})", re.DOTALL)
_PRINTED = "\0"
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_UNQUOTED = re.compile(rf"""([^\s"'<>/={_PRINTED}]+)\s*=\s*[^\s"'<>={_PRINTED}]*{_PRINTED}""")


def unquoted(source: str) -> Iterator[tuple[int, str]]:
    """The offset and name of each attribute of HTML whose value is printed without quotation marks."""
    html = _JINJA.sub(lambda found: (_PRINTED if found["printed"] else " ") * len(found[0]), source)
    for tag in _TAG.finditer(html):
        bare = _QUOTED.sub(lambda quoted: "\"" * len(quoted[0]), tag[0])
        for attribute in _UNQUOTED.finditer(bare):
            yield tag.start() + attribute.start(), attribute[1]
