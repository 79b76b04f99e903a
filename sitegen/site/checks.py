"""What only the whole can know of a body: where its links and read-also lines lead, whether its pictures exist."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Block, Prose, Reference
from sitegen.core.site import Card, Target
from sitegen.core.task import Ask
from sitegen.site.naming import headline_key

__all__ = ["check"]

_LEAD_PIXELS = 1200


def check(ask: Ask, context: object, source: str) -> tuple[Diagnostic, ...]:
    """The findings of one public article, in the order of its parts.  A task: its answers are recorded, its findings kept."""
    article: Article | None = ask("article", source)
    ask("places", source)  # findings say where in the body; equal bodies may differ in that
    return tuple(_findings(ask, article)) if article else ()


def _findings(ask: Ask, article: Article) -> Iterable[Diagnostic]:
    source = article.source
    for reference in article.read_also:
        yield from _reference(ask, article, reference, is_card=True)
    recorded = {headline_key(reference.title or reference.target) for reference in article.read_also}
    prose: Prose = ask("prose", source) or Prose()
    for part in prose.parts:
        for picture in part.pictures:
            if picture.src and "://" not in picture.src and not ask("located", source, picture.src):
                yield Diagnostic.at(picture.span, "picture/missing", target=picture.src)
        if part.reference and part.kind in {Block.LINK, Block.WIKILINK, Block.READ_ALSO}:
            is_card = part.kind is Block.READ_ALSO
            if is_card and headline_key(part.reference.title or part.reference.target) in recorded:
                continue  # the front matter is the record; the line only places its card
            yield from _reference(ask, article, part.reference, is_card=is_card)
    yield from _narrow(ask, article)


def _narrow(ask: Ask, article: Article) -> Iterable[Diagnostic]:
    """A lead picture that Google's and Facebook's large previews would not take."""
    card: Card | None = ask("card", article.source)
    width: int = ask("width", card.image.src) if card and card.image else 0  # "media" would publish it
    if article.image and 0 < width < _LEAD_PIXELS:
        yield Diagnostic.at(article.image.span, "image/narrow", width=width, limit=_LEAD_PIXELS)


def _reference(ask: Ask, article: Article, reference: Reference, *, is_card: bool) -> Iterable[Diagnostic]:
    words = reference.target or reference.title
    target: Target = ask("target", article.source, reference.target, reference.title if is_card else "", article.language)
    if is_card and target.state == "retracted":
        yield Diagnostic.at(reference.span, "read-also/retracted", target=words)
    elif is_card and target.state == "public" and target.card and target.card.is_sponsored and not article.sponsored:
        yield Diagnostic.at(reference.span, "read-also/sponsored", target=words)
    elif target.state == "withheld":
        yield Diagnostic.at(reference.span, "read-also/withheld" if is_card else "link/withheld", target=words)
    elif target.state == "pending":
        code = "read-also/pending" if is_card else "link/dead"
        yield Diagnostic.at(reference.span, code, target=words, near=target.suggestion)
    elif target.state == "self" and is_card:
        yield Diagnostic.at(reference.span, "read-also/self")
