"""What other pages may know of a body: the pages it refers to, the ids of its boxes, whose frames it opens.

Small, and without places: a body whose links and boxes are the same after an edit is no news to any page but its own.
"""

from __future__ import annotations

from dataclasses import replace

from sitegen.core.model import NOWHERE, Article
from sitegen.core.reading import Block, Prose

__all__ = ["outgoing"]

_REFERRING = frozenset((Block.LINK, Block.WIKILINK, Block.READ_ALSO))


def outgoing(article: Article, prose: Prose) -> Article:
    """The article with what its body refers to, each once, in the order of the text."""
    links = (replace(part.reference, span=NOWHERE) for part in prose.parts if part.reference and part.kind in _REFERRING)
    inside = dict.fromkeys(link for link in links if "://" not in link.target)
    boxes = dict.fromkeys(part.anchor for part in prose.parts if part.kind is Block.BOX_OPEN and part.anchor)
    embeds = sorted({part.provider for part in prose.parts if part.kind is Block.EMBED})
    return replace(article, links=tuple(inside), boxes=tuple(boxes), embeds=tuple(embeds))
