"""What only the whole can know of a body: where its links and read-also lines lead, whether its pictures and shared boxes exist."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, Picture, Reference
from sitegen.core.reading import Block, Part, Prose
from sitegen.core.site import Card, SharedBox, Target
from sitegen.core.task import Ask
from sitegen.site.naming import headline_key

__all__ = ["LFS_POINTER", "bad_picture", "check"]

LFS_POINTER = "a Git LFS pointer stands in its place"
"""Why a file can't be published that is not there yet."""

_LEAD_PIXELS = 1200


def check(ask: Ask, context: object, source: str) -> tuple[Diagnostic, ...]:
    """The findings of one public article, in the order of its parts.  A task: its answers are recorded, its findings kept."""
    article: Article | None = ask("article", source)
    ask("places", source)  # findings say where in the body; equal bodies may differ in that
    return tuple(_findings(ask, article)) if article else ()


def _findings(ask: Ask, article: Article) -> Iterable[Diagnostic]:
    source = article.source
    prose: Prose = ask("prose", source) or Prose()
    for reference in article.read_also:
        yield from _reference(ask, article, reference, is_card=True)
    yield from _doubles(ask, article, article.read_also)
    recorded = {headline_key(reference.title or reference.target) for reference in article.read_also}
    lines = [part.reference for part in prose.parts if part.reference and part.kind is Block.READ_ALSO]
    for part in prose.parts:
        for picture in part.pictures:
            yield from _picture(ask, source, picture)
        if part.kind in {Block.BOX_OPEN, Block.SHARED_BOX} and part.anchor:
            yield from _box(ask, article, part, prose)
        if part.reference and part.kind in {Block.LINK, Block.WIKILINK, Block.READ_ALSO}:
            is_card = part.kind is Block.READ_ALSO
            if is_card and headline_key(part.reference.title or part.reference.target) in recorded:
                continue  # the front matter is the record; the line only places its card
            yield from _reference(ask, article, part.reference, is_card=is_card)
    yield from _doubles(ask, article, lines)
    yield from _lead(ask, article)
    yield from _narrow(ask, article)


def _picture(ask: Ask, source: str, picture: Picture) -> Iterable[Diagnostic]:
    """A picture of the body that is not there, or can't be shown."""
    if not picture.src or "://" in picture.src:
        return
    path: str = ask("located", source, picture.src)
    if not path:
        yield Diagnostic.at(picture.span, "picture/missing", target=picture.src)
    elif fault := ask("fault", path):
        yield bad_picture(picture.span, path, fault)


def bad_picture(span: Span, path: str, fault: str) -> Diagnostic:
    """What is said of a picture file that can't be published, at the line that shows it."""
    if fault == LFS_POINTER:
        return Diagnostic.at(span, "picture/not-fetched", Span(path), path=path)
    return Diagnostic.at(span, "picture/unreadable", Span(path), reason=fault)


def _lead(ask: Ask, article: Article) -> Iterable[Diagnostic]:
    """A lead picture that can't be shown."""
    card: Card | None = ask("card", article.source)
    if card and card.image and article.image and (fault := ask("fault", card.image.src)):
        yield bad_picture(article.image.span, card.image.src, fault)


def _narrow(ask: Ask, article: Article) -> Iterable[Diagnostic]:
    """A lead picture that Google's and Facebook's large previews would not take."""
    card: Card | None = ask("card", article.source)
    width: int = ask("width", card.image.src) if card and card.image else 0  # "media" would publish it
    if article.image and 0 < width < _LEAD_PIXELS:
        yield Diagnostic.at(article.image.span, "image/narrow", width=width, limit=_LEAD_PIXELS)


def _target(ask: Ask, article: Article, reference: Reference, *, is_card: bool) -> Target:
    found: Target = ask("target", article.source, reference.target, reference.title if is_card else "", article.language)
    return found


def _reference(ask: Ask, article: Article, reference: Reference, *, is_card: bool) -> Iterable[Diagnostic]:
    words = reference.target or reference.title
    target = _target(ask, article, reference, is_card=is_card)
    if is_card and target.state == "retracted":
        yield Diagnostic.at(reference.span, "read-also/retracted", target=words)
    elif is_card and target.state == "public" and target.card and target.card.is_sponsored and not article.sponsored:
        yield Diagnostic.at(reference.span, "read-also/sponsored", target=words)
    elif target.state == "withheld":
        yield Diagnostic.at(reference.span, "read-also/withheld" if is_card else "link/withheld", target=words)
    elif target.state == "pending":
        code = "read-also/pending" if is_card else "link/dead"
        yield Diagnostic.at(reference.span, code, target=words, near=ask("nearest", reference.target, reference.title if is_card else ""))
    elif target.state == "self" and is_card:
        yield Diagnostic.at(reference.span, "read-also/self")
    if target.card and target.others:
        several = (target.card.source, *target.others)
        code = "read-also/ambiguous" if is_card else "link/ambiguous"
        yield Diagnostic.at(reference.span, code, *map(Span, several), target=words, candidates=", ".join(several))
    fragment = reference.target.partition("#")[2]
    if target.card and fragment and not target.card.is_retracted and fragment not in ask("fragments", target.card.source):
        yield Diagnostic.at(reference.span, "link/dead-fragment", target=f"#{fragment}", there=target.card.source)


def _doubles(ask: Ask, article: Article, references: Iterable[Reference]) -> Iterable[Diagnostic]:
    """References in other words to an article that was named before (FAULTS 38)."""
    named: dict[str, Reference] = {}
    for reference in references:
        target = _target(ask, article, reference, is_card=True)
        if target.state == "public" and target.card:
            first = named.setdefault(target.card.source, reference)
            if first is not reference:
                yield Diagnostic.at(reference.span, "read-also/double", first.span, target=reference.title or reference.target)


def _box(ask: Ask, article: Article, part: Part, prose: Prose) -> Iterable[Diagnostic]:
    """A box with an id that another of the story has too; a line that shows a box which can't be shown."""
    if part.kind is Block.BOX_OPEN:
        holders: tuple[str, ...] = ask("box_holders", article.source, part.anchor)
        if holders and holders[0] != article.source:
            yield Diagnostic.at(part.span, "box/twice", Span(holders[0]), id=f"#{part.anchor}", other=holders[0])
        return
    found: SharedBox = ask("shared_box", article.source, part.anchor)
    if found.state == "gone":
        yield Diagnostic.at(part.span, "box/gone", id=part.anchor, near=ask("nearest_box", article.source, part.anchor))
    elif found.state != "public":
        yield Diagnostic.at(part.span, f"box/{found.state}", id=f"#{part.anchor}", source=", ".join(found.others))
    elif part.box:
        shown: Prose | None = ask("box", found.source, part.anchor)
        kind = shown.parts[0].box if shown else part.box
        if kind != part.box:
            yield Diagnostic.at(part.span, "box/other-kind", id=part.anchor, kind=kind)
