"""XML as text: elements from names, attributes and children, always escaped, never CDATA.

CDATA is left out on purpose: a text with ``]]>`` would end it.  Written by hand and not
with ``xml.etree`` because its serialiser renames the namespace prefixes that feed
readers are known to look for literally (``dc:``, ``media:``, ``content:``).
"""

from __future__ import annotations

from sitegen.output.plain import xml_safe

__all__ = ["DECLARATION", "Attribute", "element", "escape", "leaf"]

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

Attribute = tuple[str, str]


def escape(text: str) -> str:
    """``text`` for element content and for attributes in quotes, of XML and of HTML alike."""
    return _content(text).replace('"', "&quot;").replace("'", "&#39;")


def element(name: str, attributes: tuple[Attribute, ...], *children: str) -> str:
    """An element on lines of its own; ``children`` are markup, empty ones leave no trace."""
    inner = "".join(children)
    return f"<{name}{_written(attributes)}>\n{inner}</{name}>\n"


def leaf(name: str, text: str = "", *attributes: Attribute) -> str:
    """An element that holds text alone; self-closing where there is none."""
    start = f"<{name}{_written(attributes)}"
    return f"{start}>{_content(text)}</{name}>\n" if text else f"{start}/>\n"


def _written(attributes: tuple[Attribute, ...]) -> str:
    """Attributes in the order given."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes)


def _content(text: str) -> str:
    """For element content alone; ``>`` too, so that no text holds ``]]>``."""
    return xml_safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
