"""SVG: whether a drawing is inert, and how large it is.

A drawing is published as it is, and shown as ``<img>`` alone, so it may hold nothing that runs, moves, or comes from elsewhere
(FAULTS 53).  Refused is said by name; nothing is taken out, for a drawing that was changed silently is no longer the one that was given.
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

__all__ = ["is_svg", "judged"]

_SVG = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE[^>\[]*(\[.*?\])?\s*>\s*)?(<!--.*?-->\s*)*<(?:svg|[a-z]+:svg)\b", re.DOTALL | re.IGNORECASE)
_ACTIVE = frozenset((
    "script", "foreignobject", "set", "animate", "animatetransform", "animatemotion", "animatecolor", "handler", "listener", "discard",
    "iframe", "embed", "object", "audio", "video", "canvas", "link", "meta", "base",
))  # fmt: skip
_OWN = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp|avif)[;,])", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!#|data:image/(?:png|jpeg|gif|webp|avif)[;,])|@import|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(?:px)?\s*$")
_DEEPEST = 256


def is_svg(data: bytes) -> bool:
    """Whether this is a drawing, whatever its file is called."""
    return _SVG.match(data[:8000]) is not None


def judged(data: bytes) -> tuple[str, int, int]:
    """What can't be in a drawing ('' where there is nothing), its width and its height in pixels (0 where it does not say)."""
    if b"<!ENTITY" in data.upper() or re.search(rb"<!DOCTYPE[^>]*\[", data, re.IGNORECASE):
        return "the drawing declares entities", 0, 0
    if b"\0" in data:
        return "the drawing is not in UTF-8", 0, 0
    try:
        depth = 0
        root: ElementTree.Element | None = None
        for event, element in ElementTree.iterparse(io.BytesIO(data), ("start", "end", "pi")):
            if event == "pi":
                return "the drawing asks for a style sheet or another instruction", 0, 0
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                return f"the drawing is nested more than {_DEEPEST} deep", 0, 0
            if root is None:
                root = element
            if event == "end" and (fault := _fault(element)):
                return fault, 0, 0
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"the drawing can't be read ({error})", 0, 0
    return ("", *_size(root)) if root is not None else ("the drawing is empty", 0, 0)


def _fault(element: ElementTree.Element) -> str:
    """Why an element can't be published."""
    name = _local(element.tag)
    if name in _ACTIVE:
        return f"the drawing holds <{name}>"
    for key, value in element.attrib.items():
        plain = _local(key)
        if plain.startswith("on"):
            return f"the drawing runs something: {plain}"
        if plain in {"href", "src"} and value.strip() and not _OWN.match(value):
            return f"the drawing leads elsewhere: {value.strip()[:60]}"
        if plain != "d" and _ADDRESS.search(value):
            return f"the drawing takes something from elsewhere: {plain}"
    if name == "style" and _ADDRESS.search("".join(element.itertext())):
        return "the drawing takes something from elsewhere: style"
    return ""


def _size(root: ElementTree.Element) -> tuple[int, int]:
    width, height = (_LENGTH.match(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (0, 0)
    except (ValueError, OverflowError):
        return (0, 0)


def _local(name: str) -> str:
    return str(name).rpartition("}")[2].rpartition(":")[2].lower()
