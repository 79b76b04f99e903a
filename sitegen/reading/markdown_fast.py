"""Python-Markdown's stages, which ask before they try: the same HTML, for a text of news in a fraction of the time.

The stock stages offer every text to every pattern and every block to every processor.  A pattern can match only where a sign of its
own stands (``[``, ``*``, ``&``), and most paragraphs hold none.  What is not known here is always tried, as in the stock stages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown, blockprocessors, inlinepatterns
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

__all__ = ["Fast"]

_SIGNS: Mapping[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),  # REFERENCE_RE is the same
    inlinepatterns.IMAGE_LINK_RE: ("![",),  # as is IMAGE_REFERENCE_RE
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),  # strong words and emphasis
    r"\*": ("*",),  # the same before Python-Markdown 3.11
    "_": ("_",),
    r"\[\^([^\]]*)\]": ("[^",),  # a footnote's mark
}
"""Regular expressions of inline patterns, and signs of which at least one stands in whatever they match."""

_APPLY = "_InlineProcessor__applyPattern"
_HANDLE = "_InlineProcessor__handleInline"
_PLACE = "_InlineProcessor__processPlaceholders"
_STASH = "_InlineProcessor__stashNode"
_EMPHASIS = getattr(inlinepatterns, "DelimiterProcessor", None)  # before Python-Markdown 3.11 there were two, without a shorter way
_STRONG = re.compile(r"(?<!\S)\*\*(\w[^*]*\w|\w)\*\*(?![^\s.,;:!?)])")
"""Strong words that begin and end with a letter or digit and stand between spaces or before a mark: nobody can read them otherwise."""

_PREPARATIONS: tuple[tuple[str, int, type[Preprocessor], tuple[str, ...], tuple[str, ...]], ...] = (
    ("normalize_whitespace", 30, NormalizeWhitespace, (STX, ETX, "\r", "\t", "\n "), ("", "")),
    ("html_block", 20, HtmlBlockPreprocessor, ("<", "&"), ()),
)
"""Preprocessors by name and priority, signs without which they change no line, and the lines that they add to any text."""

_PLAIN = re.compile(r"[^\s\d#*+=:>_\[-][^\n]*(?:\n[^\s\d#*+=:>_\[-][^\n]*)*")
_BLOCKS: Mapping[type[BlockProcessor], tuple[str, bool]] = {
    blockprocessors.EmptyBlockProcessor: ("", True),
    blockprocessors.ListIndentProcessor: (" ", True),
    DefListIndentProcessor: (" ", True),
    blockprocessors.CodeBlockProcessor: (" ", True),
    TableProcessor: ("|", False),
    blockprocessors.HashHeaderProcessor: ("#", True),
    blockprocessors.SetextHeaderProcessor: ("\n", True),
    blockprocessors.HRProcessor: ("", True),
    blockprocessors.OListProcessor: (".", True),
    SaneOListProcessor: (".", True),
    blockprocessors.UListProcessor: ("", True),
    SaneUListProcessor: ("", True),
    DefListProcessor: (":", True),
    blockprocessors.BlockQuoteProcessor: (">", True),
    FootnoteBlockProcessor: ("[^", True),
    AbbrBlockprocessor: ("*[", True),
    blockprocessors.ReferenceProcessor: ("]:", True),
}
"""A sign that stands in each block of a processor, and whether one of its lines begins with an indent or a sign of its own."""
_COMMON = frozenset(("p", "li", "ul", "ol", "h2", "h3", "blockquote", "div"))
"""What a text of news is made of."""


class Fast(Extension):
    """The extension.  ``signs``: regular expressions of further patterns, with their signs; ``blocks``: further processors', with one each."""

    def __init__(self, signs: Mapping[str, tuple[str, ...]] | None = None, blocks: Mapping[type[BlockProcessor], str] | None = None) -> None:
        super().__init__()
        self.signs = {**_SIGNS, **(signs or {})}
        self.blocks = {**_BLOCKS, **{kind: (sign, False) for kind, sign in (blocks or {}).items()}}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the parser's name
        stock = md.treeprocessors["inline"]
        if type(stock) is InlineProcessor and all(hasattr(stock, name) for name in (_APPLY, _HANDLE, _PLACE, _STASH)):
            md.treeprocessors.register(_AskingInline(md, self.signs), "inline", 20)  # a version built otherwise keeps its own
        if type(md.parser) is BlockParser:
            setattr(md.parser, "parseBlocks", _AskingBlocks(md.parser, self.blocks))  # noqa: B010 - the processors hold the parser itself
        md.block_level_elements.sort(key=lambda tag: tag not in _COMMON)  # a list, which is searched from its beginning
        if "attr_list" in md.treeprocessors and type(md.treeprocessors["attr_list"]) is AttrListTreeprocessor:
            md.treeprocessors.register(_AskingAttributes(md), "attr_list", 8)
        for toc in md.registeredExtensions:
            if type(toc) is TocExtension and type(md.treeprocessors["toc"]) is TocTreeprocessor:
                md.treeprocessors.register(_AskingContents(md, toc.getConfigs()), "toc", 5)
        for name, priority, kind, signs, more in _PREPARATIONS:
            if name in md.preprocessors and type(md.preprocessors[name]) is kind:
                md.preprocessors.register(_AskingPreprocessor(md, md.preprocessors[name], signs, more), name, priority)


class _AskingPreprocessor(Preprocessor):
    """A stock preprocessor that is spared a text without its signs."""

    def __init__(self, md: Markdown, stock: Preprocessor, signs: tuple[str, ...], more: tuple[str, ...]) -> None:
        super().__init__(md)
        self.stock, self.signs, self.more = stock, signs, more

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self.stock.run(lines) if any(sign in text for sign in self.signs) else [*text.split("\n"), *self.more]


class _AskingBlocks:
    """The parser's loop over the blocks of a text: each is offered to the processors a sign of which it holds."""

    def __init__(self, parser: BlockParser, known: Mapping[type[BlockProcessor], tuple[str, bool]]) -> None:
        self.parser, self.known = parser, known
        self.all: list[tuple[str, BlockProcessor]] = []
        self.of_plain: list[tuple[str, BlockProcessor]] = []

    def __call__(self, parent: Element, blocks: list[str]) -> None:
        if not self.all:
            self._sort()
        while blocks:
            for sign, processor in self.of_plain if _PLAIN.fullmatch(blocks[0]) else self.all:
                if sign in blocks[0] and processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _sort(self) -> None:
        """The processors with their signs: all, and those that may want a block none of whose lines begins with an indent or a sign."""
        asked = [(*self.known.get(type(one), ("", False)), one) for one in self.parser.blockprocessors]
        self.all = [(sign, one) for sign, _, one in asked]
        self.of_plain = [(sign, one) for sign, begins, one in asked if not begins]


class _AskingAttributes(AttrListTreeprocessor):
    """The stock stage, which looks for a brace first."""

    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class _AskingContents(TocTreeprocessor):
    """The stock stage, which looks for its marker in the text before it looks at every element."""

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self.marker in "".join(root.itertext()):
            super().replace_marker(root, elem)


class _AskingInline(InlineProcessor):
    """The stock stage with the loop over the patterns replaced."""

    def __init__(self, md: Markdown, signs: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(md)
        self.known = signs
        self.asked: list[tuple[inlinepatterns.Pattern, tuple[str, ...]]] = []
        self.offers: list[tuple[inlinepatterns.Pattern, tuple[str, ...]]] = []
        self.signs: frozenset[str] = frozenset()
        self.all_known = False
        self.apply: Callable[[inlinepatterns.Pattern, str, int, int], tuple[str, bool, int]] = getattr(self, _APPLY)
        self.stash: Callable[[Element, str], str] = getattr(self, _STASH)
        self.has_stock_emphasis = False
        self.place: Callable[[str | None, Element, bool], list[tuple[Element, list[str]]]] = getattr(super(), _PLACE)

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """``tree`` with its patterns as elements.  A pattern whose signs stand nowhere in it is offered none of its texts."""
        patterns = list(self.md.inlinePatterns)
        if patterns != [pattern for pattern, _ in self.asked]:
            self.asked = [(pattern, _signs_of(pattern, self.known)) for pattern in patterns]
            self.all_known = all(signs for _, signs in self.asked)
            self.has_stock_emphasis = [type(pattern) for pattern, signs in self.asked if "*" in signs or not signs] == [_EMPHASIS]
        self.offers, self.signs = self.asked, frozenset(sign for _, signs in self.asked for sign in signs)
        if self.all_known:
            text = "\n".join(tree.itertext())
            self.signs = frozenset(sign for sign in self.signs if sign in text)
            self.offers = [(pattern, signs) for pattern, signs in self.asked if not self.signs.isdisjoint(signs)]
        return super().run(tree, ancestors) if self.offers else tree

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - the stock stage's names
        """``data`` with each match of each pattern as a placeholder."""
        if isinstance(data, AtomicString):
            return data
        standing = {sign for sign in self.signs if sign in data}
        if not standing and self.all_known:
            return data
        if standing == {"*"} and self.has_stock_emphasis and not patternIndex and (marked := self._strong(data)):
            return marked
        start = 0
        for index in range(patternIndex, len(self.offers)):
            pattern, signs = self.offers[index]
            if signs and standing.isdisjoint(signs):
                continue  # a placeholder brings no sign: what is not standing now will not stand later
            is_matched = True
            while is_matched:
                data, is_matched, start = self.apply(pattern, data, index, start)
            if not signs:
                standing = {sign for sign in self.signs if sign in data}
        return data

    def _strong(self, data: str) -> str:
        """``data`` with its strong words as placeholders, as the stock pattern makes them a long way round; '' where it has other asterisks."""
        parts = _STRONG.split(data)
        if "*" in "".join(parts):
            return ""
        for at in range(1, len(parts), 2):
            strong = Element("strong")
            strong.text = parts[at]
            parts[at] = self.stash(strong, "strong")
        return "".join(parts)

    def _InlineProcessor__processPlaceholders(self, data: str | None, parent: Element, isText: bool = True) -> list[tuple[Element, list[str]]]:  # noqa: N802, N803
        """The elements that stand in ``data`` as placeholders, its words given to ``parent``: all at once where there is none."""
        if not data or INLINE_PLACEHOLDER_PREFIX in data or isinstance(data, AtomicString):
            return self.place(data, parent, isText)
        if isText:
            parent.text = (parent.text or "") + data
        else:
            parent.tail = (parent.tail or "") + data
        return []


def _signs_of(pattern: inlinepatterns.Pattern, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The signs without which ``pattern`` does not match; none where that is not known."""
    regex = getattr(pattern, "compiled_re", None)
    if type(pattern).getCompiledRegExp is not inlinepatterns.Pattern.getCompiledRegExp or not isinstance(regex, re.Pattern):
        return ()
    return known.get(regex.pattern, ()) if regex.flags == re.DOTALL | re.UNICODE else ()
