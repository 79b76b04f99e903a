"""Filling a body: the tokens of a :class:`~sitegen.core.reading.Prose` become links, cards and pictures.

What enters is sanitised HTML, whose tags the sanitiser wrote itself (attributes in double
quotes), and a function that draws one part.  What leaves is HTML without tokens.  How a
part looks is the theme's affair, or that of :mod:`sitegen.output.feed_body`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import quote, urljoin

from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN, Block, Part
from sitegen.output.markup import escape

__all__ = ["Draw", "absolute", "away", "fill", "is_safe", "joined"]

Draw = Callable[[Part], str]
"""What a part prints.  LINK: the address itself, not escaped, '' for none.  All others: HTML."""

_TOKEN = f"{TOKEN_OPEN}([0-9]{{1,9}}){TOKEN_CLOSE}"
_ATTRIBUTES = r'(?:[^<>"]|"[^"]*")*?'
_PIECE = re.compile(
    rf"""
      <p>(?P<block>(?:\s|<br\s*/?>|{TOKEN_OPEN}[0-9]{{1,9}}{TOKEN_CLOSE})+)</p>\n?
    | <a\b(?P<before>{_ATTRIBUTES})\shref="{_TOKEN.replace("(", "(?P<link>", 1)}"(?P<after>{_ATTRIBUTES})>
    | (?P<end></a>)
    | {_TOKEN.replace("(", "(?P<part>", 1)}
    """,
    re.VERBOSE,
)
_TOKENS = re.compile(_TOKEN)
_REL = re.compile(r'\srel="([^"]*)"')
_TAG = re.compile(rf"<[A-Za-z][A-Za-z0-9]*\b{_ATTRIBUTES}>")
_ADDRESS = re.compile(r'(\s(?:href|src|cite|poster)=")([^"]*)"')
_OWN_PLACE = re.compile(r'(<a\b(?:[^<>"]|"[^"]*")*?\shref=")#')
_PAGE_ONLY = re.compile(r'\s(?:class|id|tabindex|aria-[a-z]+|role)="[^"]*"')
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_INLINE = frozenset((Block.WIKILINK, Block.INLINE_PICTURE, Block.LINK))


def fill(prose_html: str, parts: tuple[Part, ...], draw: Draw, rel: Draw | None = None) -> str:
    """The body with every token drawn.

    A link whose address is '' or not a safe one keeps only the citing author's words.  Paragraphs that Markdown put
    around blocks are taken off; a paragraph that held nothing but parts which print nothing vanishes.  ``rel``
    gives words to add to a link's ``rel`` (``sponsored``).  An unknown token prints nothing.
    """
    out: list[str] = []
    position, unwrapping = 0, False

    def drawn(number: str) -> str:
        return draw(parts[int(number)]) if int(number) < len(parts) else ""

    for piece in _PIECE.finditer(prose_html):
        out.append(prose_html[position : piece.start()])
        position = piece.end()
        if piece["block"] is not None:
            out.append(_paragraph(piece["block"], parts, drawn))
        elif piece["link"] is not None:
            address = drawn(piece["link"])
            address = address if is_safe(address) else ""
            unwrapping = not address
            if address:
                words = rel(parts[int(piece["link"])]) if rel else ""
                out.append(_opened(piece["before"], piece["after"], address, words))
        elif piece["end"] is not None:
            out.append("" if unwrapping else "</a>")
            unwrapping = False
        else:
            out.append(drawn(piece["part"]))
    out.append(prose_html[position:])
    return "".join(out)


def absolute(markup: str, page: str) -> str:
    """``markup`` to be read away from its page: every address absolute (from the URL ``page``), no ids or classes."""

    def address(at: re.Match[str]) -> str:
        return f'{at[1]}{escape(joined(page, html.unescape(at[2])))}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, _PAGE_ONLY.sub("", tag[0])), markup)


def away(markup: str, page: str) -> str:
    """``markup`` to be read on another page: what leads to a place of its own ``page`` (a note below the text) leads there."""
    return _OWN_PLACE.sub(lambda link: f"{link[1]}{escape(page)}#", markup)


def joined(page: str, address: str) -> str:
    """``address`` as it is meant on ``page``, absolute and percent-encoded; the page itself where it can't be read."""
    try:
        return quote(urljoin(page, address), safe="%/:=&?~#+!$,;'@()*[]")
    except ValueError:
        return page


def is_safe(address: str) -> bool:
    """Whether a browser would only go there: http, https, mailto, tel, or relative (FAULTS 49).

    Judged as a browser reads it (WHATWG URL, basic parser): leading controls and spaces are cut, tabs and
    line ends inside are dropped.  The sanitiser judges too; this is the last door before the page.
    """
    read = re.sub(r"[\t\n\r]", "", re.sub(r"^[\x00-\x20]+", "", address))
    scheme = _SCHEME.match(read)
    return scheme is None or scheme[1].lower() in _SAFE_SCHEMES


def _paragraph(inner: str, parts: tuple[Part, ...], drawn: Callable[[str], str]) -> str:
    """A paragraph of tokens alone: taken off around blocks, kept around inline parts that print something."""
    numbers = [number for number in _TOKENS.findall(inner) if int(number) < len(parts)]
    if any(parts[int(number)].kind not in _INLINE for number in numbers):
        return "".join(drawn(number) + "\n" for number in numbers)
    words = _TOKENS.sub(lambda token: drawn(token[1]), inner)
    return f"<p>{words}</p>\n" if re.sub(r"<br\s*/?>", "", words).strip() else ""


def _opened(before: str, after: str, address: str, words: str) -> str:
    """The start tag of a link with its address, and ``words`` joined to its ``rel``."""
    rest = before + after
    if words:
        found = _REL.search(rest)
        known = found[1].split() if found else []
        joined = " ".join([*known, *(word for word in words.split() if word not in known)])
        rest = _REL.sub("", rest) + f' rel="{escape(joined)}"'
    return f'<a href="{escape(address)}"{rest}>'
