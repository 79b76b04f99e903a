"""What a story is packed in: a headline that fits, a standfirst, pictures told to those who don't see them.

Sources: Google Search Central, "Article structured data" (a headline of at most 110 characters was its rule until 2023; longer ones "may be truncated
on some devices"); X, "Cards markup" (``twitter:title``: at most 70 characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article
from sitegen.core.proofs import Fault
from sitegen.reading.galley import Galley
from sitegen.reading.house import House

__all__ = ["check"]

_PICTURE = re.compile(r'!\[(?P<alt>[^\[\]\n]*)\]\([ \t]*<?(?P<src>[^)\s>]+)>?(?:[ \t]+"(?P<title>[^"\n]*)")?[ \t]*\)(?:\{(?P<more>[^{}\n]*)\})?')
_CAPTION = re.compile(r'\bcaption="([^"]*)"')
_MARKS = re.compile(r"[\W_]+")


def check(galley: Galley, article: Article, house: House) -> Iterator[Fault]:
    """The faults of an article's headline, standfirst and pictures."""
    if not article.page_kind:
        length = len(article.headline)
        for code, limit in (("headline/long-for-search", house.search_characters), ("headline/long-for-social", house.social_characters)):
            if limit and length > limit:
                yield Fault(Diagnostic.at(article.place("title"), code, count=length, limit=limit))
        if not article.standfirst and not article.source_url:
            yield Fault(Diagnostic.at(article.place("title"), "article/no-standfirst"))
    image = article.image
    if image and image.src:
        if not image.alt:
            yield Fault(Diagnostic.at(image.span, "image/missing-alt"))
        if not image.credit and _is_bare(galley, article.place("image"), image.span):  # a mapping is judged as it is read
            yield Fault(Diagnostic.at(image.span, "image/missing-credit", key="image"))
        yield from _repeats(image.span, image.alt, image.caption, article.headline)
    for found in _PICTURE.finditer(galley.visible):
        more = _CAPTION.search(found["more"] or "")
        span = galley.span(galley.body + found.start("alt"), len(found["alt"]))
        yield from _repeats(span, found["alt"], more[1] if more else found["title"] or "", article.headline)


def _is_bare(galley: Galley, key: Span, value: Span) -> bool:
    """Whether a picture stands behind its key as nothing but a path."""
    between = galley.text.split("\n")[key.line - 1][key.column - 1 : value.column - 1]
    return key.line == value.line and bool(re.fullmatch(r"[\w-]+[ ]*[:=][ \t]*", between))


def _repeats(span: Span, alt: str, caption: str, headline: str) -> Iterator[Fault]:
    """An alternative text that says again what is read out anyway."""
    for what, other in (("caption", caption), ("headline", headline)):
        if other and _key(alt) and _key(alt) == _key(other):
            yield Fault(Diagnostic.at(span, "image/alt-repeats", what=what))
            return


def _key(text: str) -> str:
    return _MARKS.sub(" ", text.casefold()).strip()
