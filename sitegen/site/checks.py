"""What only the whole can know of a body: where its links and read-also lines lead, whether its pictures exist."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Block, Part, Prose, Reference
from sitegen.core.site import Site
from sitegen.site.naming import headline_key, resolve_media
from sitegen.site.queries import Queries

__all__ = ["check", "resolved"]


def resolved(prose: Prose, source: str, media: frozenset[str]) -> Prose:
    """The prose with each picture's ``src`` as a media path ('' where there is no such file)."""

    def part(one: Part) -> Part:
        if not one.pictures:
            return one
        found = (dataclasses.replace(p, src=resolve_media(source, p.src, media)) for p in one.pictures)
        return dataclasses.replace(one, pictures=tuple(p for p in found if p.src))

    return dataclasses.replace(prose, parts=tuple(part(one) for one in prose.parts))


def check(site: Site, queries: Queries, prose: Mapping[str, Prose]) -> Iterable[Diagnostic]:
    """The findings of every public article, in the order of its parts."""
    for source, article in site.articles.items():
        for reference in article.read_also:
            yield from _reference(queries, source, article.language, reference, is_card=True)
        recorded = {headline_key(reference.title or reference.target) for reference in article.read_also}
        for part in prose.get(source, Prose()).parts:
            for picture in part.pictures:
                if picture.src and "://" not in picture.src and not resolve_media(source, picture.src, site.media):
                    yield Diagnostic.at(picture.span, "picture/missing", target=picture.src)
            if part.reference and part.kind in {Block.LINK, Block.WIKILINK, Block.READ_ALSO}:
                is_card = part.kind is Block.READ_ALSO
                if is_card and headline_key(part.reference.title or part.reference.target) in recorded:
                    continue  # the front matter is the record; the line only places its card
                yield from _reference(queries, source, article.language, part.reference, is_card=is_card)


def _reference(
    queries: Queries, source: str, language: str, reference: Reference, *, is_card: bool
) -> Iterable[Diagnostic]:
    target = queries.target(source, reference.target, reference.title if is_card else "", language)
    words = reference.target or reference.title
    if target.state == "withheld":
        yield Diagnostic.at(reference.span, "read-also/withheld" if is_card else "link/withheld", target=words)
    elif target.state == "pending":
        code = "read-also/pending" if is_card else "link/dead"
        yield Diagnostic.at(reference.span, code, target=words, near=target.suggestion)
    elif target.state == "self" and is_card:
        yield Diagnostic.at(reference.span, "read-also/self")
