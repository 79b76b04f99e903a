"""Python-Markdown's inline stage, which asks before it tries: the same HTML, for a text of news in a fraction of the time.

The stock stage offers every text to every pattern.  A pattern can match only where a sign of its own stands (``[``, ``*``, ``&``),
and most paragraphs hold none.  A pattern whose regular expression is not known here is always tried, as in the stock stage.
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
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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


_PLAIN = re.compile(r"[^\s\d#*+=:>_\[-][^\n]*(?:\n[^\s\d#*+=:>_\[-][^\n]*)*")
_ASK_FOR_A_SIGN_AT_A_LINE = frozenset(
    (
        blockprocessors.HashHeaderProcessor,
        blockprocessors.SetextHeaderProcessor,
        blockprocessors.HRProcessor,
        blockprocessors.OListProcessor,
        blockprocessors.UListProcessor,
        blockprocessors.BlockQuoteProcessor,
        blockprocessors.ReferenceProcessor,
        SaneOListProcessor,
        SaneUListProcessor,
        DefListProcessor,
        FootnoteBlockProcessor,
        AbbrBlockprocessor,
    )
)
"""Blocks that begin, in one of their lines, with a sign of their own."""


class Fast(Extension):
    """The extension.  ``signs``: regular expressions of further patterns, with their signs."""

    def __init__(self, signs: Mapping[str, tuple[str, ...]] | None = None) -> None:
        super().__init__()
        self.signs = {**_SIGNS, **(signs or {})}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the parser's name
        stock = md.treeprocessors["inline"]
        if type(stock) is InlineProcessor and hasattr(stock, _APPLY) and hasattr(stock, _HANDLE):
            md.treeprocessors.register(_AskingInline(md, self.signs), "inline", 20)  # a version built otherwise keeps its own
        md.parser.blockprocessors.register(_Plain(md.parser), "plain", 73)  # below tables and news


class _Plain(BlockProcessor):
    """A block none of whose lines begins with a sign that makes it something else is a paragraph."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.paragraph: BlockProcessor | None = None
        self.is_asked = False

    def test(self, parent: Element, block: str) -> bool:
        if not self.is_asked:
            self.is_asked, self.paragraph = True, self._last()
        return self.paragraph is not None and bool(_PLAIN.fullmatch(block))

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        assert self.paragraph is not None
        return self.paragraph.run(parent, blocks)

    def _last(self) -> BlockProcessor | None:
        """The paragraph processor, where those between it and this one are known."""
        processors = list(self.parser.blockprocessors)
        *between, last = processors[processors.index(self) + 1 :]
        is_known = type(last) is blockprocessors.ParagraphProcessor and _ASK_FOR_A_SIGN_AT_A_LINE.issuperset(map(type, between))
        return last if is_known else None


class _AskingInline(InlineProcessor):
    """The stock stage with the loop over the patterns replaced."""

    def __init__(self, md: Markdown, signs: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(md)
        self.patterns, self.known = md.inlinePatterns, signs
        self.offers: list[tuple[inlinepatterns.Pattern, tuple[str, ...]]] = []
        self.signs: tuple[str, ...] = ()
        self.all_known = False
        self.apply: Callable[[inlinepatterns.Pattern, str, int, int], tuple[str, bool, int]] = getattr(self, _APPLY)

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self.offers = [(pattern, _signs_of(pattern, self.known)) for pattern in self.patterns]
        self.signs = tuple(dict.fromkeys(sign for _, signs in self.offers for sign in signs))
        self.all_known = all(signs for _, signs in self.offers)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - the stock stage's names
        """``data`` with each match of each pattern as a placeholder."""
        if isinstance(data, AtomicString):
            return data
        standing = {sign for sign in self.signs if sign in data}
        if not standing and self.all_known:
            return data
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


def _signs_of(pattern: inlinepatterns.Pattern, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The signs without which ``pattern`` does not match; none where that is not known."""
    regex = getattr(pattern, "compiled_re", None)
    if type(pattern).getCompiledRegExp is not inlinepatterns.Pattern.getCompiledRegExp or not isinstance(regex, re.Pattern):
        return ()
    return known.get(regex.pattern, ()) if regex.flags == re.DOTALL | re.UNICODE else ()
