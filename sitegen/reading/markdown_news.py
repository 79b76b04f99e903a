"""What news adds to Python-Markdown: read-also lines, embeds, ``[[slug]]``, ``[words]{lang=uk}``, bare links, ~~struck out~~ words.

An extension of the parser.  Each news block leaves an opaque token, which
the caller's functions give, so that the sanitiser never sees our own markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor

from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN

__all__ = ["BLOCKS", "READ_ALSO", "SIGNS", "News", "Tokens"]

READ_ALSO = re.compile(
    r"^ {0,3}(?:\*\*|__|\*|_)?(?:Read also|Читайте також|Читайте также):(?:\*\*|__|\*|_)?[ \t]*(\S.*?)(?:\*\*|__)?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_EMBED = re.compile(r"^ {0,3}(?:\[((?:[^\[\]\\]|\\.)*)\]\()?<?(https?://[^\s)>]+)>?(?(1)(?:[ \t]+\"[^\"]*\")?\))[ \t]*$")
_LONE = re.compile(rf"\s*{TOKEN_OPEN}[0-9a-z]+{TOKEN_CLOSE}\s*")
_WIKI = r"\[\[([^\]\[|\n]+)(?:\|([^\]\[\n]+))?\]\]"
_STRUCK = r"()~~(?=\S)(.+?)(?<=\S)~~"
_BARE = r"(?<![\w/@\"'=])https?://[^\s<>\"«»„“”`]*[^\s<>\"«»„“”`.,:;!?'…*_)\]]"
_FOREIGN = r"\[([^\[\]]+)\]\{[ ]*:?[ ]*lang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[\"']?[ ]*\}"
SIGNS = {_WIKI: ("[[",), _FOREIGN: ("]{",), _STRUCK: ("~~",), _BARE: ("://",)}
"""Signs that stand in whatever an inline pattern of ours matches."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What each block becomes; '' where it is none.

    ``read_also``: of the words behind the colon and the whole line.  ``embed``: of the address, the link's words and the line.
    ``wiki``: of the target and the words to print.
    """

    read_also: Callable[[str, str], str]
    embed: Callable[[str, str, str], str]
    wiki: Callable[[str, str], str]


class News(Extension):
    """The extension.  ``tokens``: those of the body that is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens | None = None

    @property
    def current(self) -> Tokens:
        assert self.tokens is not None
        return self.tokens

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the parser's name
        md.parser.blockprocessors.register(_Lone(md.parser), "lone-token", 110)  # above all
        md.parser.blockprocessors.register(_ReadAlso(md.parser, self), "read-also", 75)  # below indented code
        md.parser.blockprocessors.register(_Embed(md.parser, self), "embed", 74)
        md.inlinePatterns.register(_Wiki(_WIKI, md, self), "wiki", 172)  # above references, below code spans
        md.inlinePatterns.register(_Foreign(_FOREIGN, md), "foreign", 171)  # above references: it is none
        md.inlinePatterns.register(_Bare(_BARE, md), "bare-link", 85)  # below raw HTML, above emphasis
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck-out", 65)
        md.treeprocessors.register(_Demoted(md), "demoted", 8)  # before the table of contents


class _Lone(BlockProcessor):
    """A token on a line of its own is a block that nothing else takes for its term or item."""

    def test(self, parent: Element, block: str) -> bool:
        return bool(_LONE.fullmatch(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "div").text = blocks.pop(0).strip()


class _ReadAlso(BlockProcessor):
    """A line ``Read also: …``, wherever in its paragraph it stands."""

    def __init__(self, parser: BlockParser, news: News) -> None:
        super().__init__(parser)
        self.news = news

    def test(self, parent: Element, block: str) -> bool:
        return any(READ_ALSO.match(line) for line in block.split("\n"))

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = READ_ALSO.search(block)
        assert found is not None
        before, after = block[: found.start()].rstrip("\n"), block[found.end() :].lstrip("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        SubElement(parent, "p").text = self.news.current.read_also(found[1].strip(), found[0].strip())
        if after.strip():
            blocks.insert(0, after)


class _Embed(BlockProcessor):
    """A link to a post or video that stands alone."""

    def __init__(self, parser: BlockParser, news: News) -> None:
        super().__init__(parser)
        self.news = news

    def test(self, parent: Element, block: str) -> bool:
        return bool(_EMBED.match(block.rstrip("\n")))

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        found = _EMBED.match(blocks[0].rstrip("\n"))
        assert found is not None
        token = self.news.current.embed(found[2], found[1] or "", blocks[0].strip())
        if not token:
            return False
        blocks.pop(0)
        SubElement(parent, "p").text = token
        return None


BLOCKS: dict[type[BlockProcessor], str] = {_Lone: TOKEN_OPEN, _ReadAlso: ":", _Embed: "://"}
"""The processors of ours, each with a sign that stands in its blocks."""


class _Wiki(InlineProcessor):
    """``[[slug]]`` or ``[[slug|words]]``."""

    def __init__(self, pattern: str, md: Markdown, news: News) -> None:
        super().__init__(pattern, md)
        self.news = news

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return self.news.current.wiki(m[1].strip(), (m[2] or "").strip()), m.start(0), m.end(0)


class _Foreign(InlineProcessor):
    """``[words]{lang=uk}``: words of another language, so that they are set, read aloud and translated as such."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        words = Element("span", lang=m[2])
        words.text = m[1]
        return words, m.start(0), m.end(0)


class _Bare(InlineProcessor):
    """An address that stands in the text as it is; a closing bracket belongs to it where it holds the opening one."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        address, end = m[0], m.end(0)
        if address.count("(") > address.count(")") and data[end : end + 1] == ")":
            address, end = address + ")", end + 1
        link = Element("a", href=address)
        link.text = address
        return link, m.start(0), end


class _Demoted(Treeprocessor):
    """Headings one step down where the body has one of the first step: that is the page's headline alone."""

    def run(self, root: Element) -> None:
        if root.find(".//h1") is None:
            return
        for element in root.iter():
            if re.fullmatch("h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"
