"""Shapes that other generators left in Markdown bodies, rewritten to plain Markdown (NEWSROOM 6).

Template links (``{% link x.md %}``, ``{{< ref "x.md" >}}``, ``{{ site.baseurl }}/x``) are understood where an address stands;
anywhere else ``{{`` and ``{%`` are text.  WordPress ``[caption]`` becomes the picture's caption.  Code is left alone.
"""

from __future__ import annotations

import html
import re

from sitegen.reading.manuscript import CODE_SPAN, fences

__all__ = ["rewritten"]

_LINK = re.compile(r"\]\(\s*\{%-?\s*(?:link|post_url)\s+([^\s%]+)\s*-?%\}([^)\s]*)")
_REF = re.compile(r"\]\(\s*\{\{[<%]\s*(?:rel)?ref\s+[\"']?([^\s\"'>%]+)[\"']?\s*[>%]\}\}([^)\s]*)")
_BASE = re.compile(r"(\]\(\s*<?|\b(?:href|src)=[\"'])\{\{-?\s*(?:site|page)\.[\w.]+\s*-?\}\}")
_CAPTION = re.compile(r"\[caption\b[^\]]*\]\s*(.*?)\s*\[/caption\]", re.DOTALL)
_PICTURE = re.compile(r"(!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)

_SIGNS = ("{", "[caption")
_ITEM = re.compile(r" {0,3}(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_ANNOUNCEMENT = re.compile(r":(?:\*\*|__)?\s*$")


def rewritten(text: str) -> str:
    """``text`` with what is understood of other generators' shapes as Markdown, and lists set off from the line above."""
    lines = text.split("\n")
    marks = fences(lines)
    if not any(marks):
        return _understood("\n".join(_set_off(lines)))
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and marks[end] == marks[at]:
            end += 1
        run = lines[at:end]
        out += run if marks[at] else _understood("\n".join(_set_off(run))).split("\n")
        at = end
    return "\n".join(out)


def _understood(text: str) -> str:
    if not any(sign in text for sign in _SIGNS):
        return text
    out, at = [], 0
    for code in CODE_SPAN.finditer(text):
        out += [_readable(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*out, _readable(text[at:])])


def _readable(text: str) -> str:
    text = _BASE.sub(r"\1", _REF.sub(r"](\1\2", _LINK.sub(r"](\1\2", text)))
    return _CAPTION.sub(_captioned, text)


def _captioned(found: re.Match[str]) -> str:
    picture = _PICTURE.match(found[1])
    if not picture:
        return found[1]
    words = html.escape(" ".join(re.sub(r"<[^>]*>", "", picture[2]).split()).replace("{", "(").replace("}", ")"))
    image = picture[1]
    if "<img" in image:
        return re.sub(r"<img\b", f'<img caption="{words}"', image, count=1) if words else image
    if image.endswith("}"):
        return f'{image[:-1]} caption="{words}"}}'
    return f'{image}{{caption="{words}"}}' if words else image


def _set_off(lines: list[str]) -> list[str]:
    """An empty line before a list that follows its announcement at once (``Three things:``), which Markdown would run on."""
    out: list[str] = []
    for line in lines:
        if out and _ITEM.match(line) and _ANNOUNCEMENT.search(out[-1]):
            out.append("")
        out.append(line)
    return out
