"""What only the proofs of all files together show: copies, pictures and pages that nobody finds, dates that are plans.

Beside :mod:`sitegen.site.checks`, which every build asks for each article: this is ``check``'s alone and may look at everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, Picture, Status
from sitegen.core.proofs import Proof
from sitegen.core.site import Site
from sitegen.site.naming import resolve_media
from sitegen.site.queries import Queries
from sitegen.site.visibility import published_at

__all__ = ["review"]

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")


def review(site: Site, queries: Queries, proofs: Sequence[Proof], named: Sequence[str] = ()) -> Iterator[Diagnostic]:
    """The findings of the whole.  ``named`` are files that the settings name."""
    articles = {**site.articles, **site.withheld}
    yield from _copies(proofs, articles)
    reached: set[str] = set()
    for proof in proofs:
        article = articles.get(proof.path)
        for reference in proof.links:
            if article is None:
                break
            target = queries.target(proof.path, reference.target, reference.title, article.language)
            if target.card and target.state == "public":
                reached.add(target.card.source)
    yield from _unreached(site, reached)
    yield from _unused(site, proofs, named)
    yield from _planned(site, articles)


def _copies(proofs: Sequence[Proof], articles: Mapping[str, Article]) -> Iterator[Diagnostic]:
    """A long paragraph that an earlier article has too."""
    first: dict[str, Span] = {}
    for proof in sorted(proofs, key=lambda one: (_moment(articles.get(one.path)), one.path)):
        for paragraph in proof.paragraphs:
            other = first.setdefault(paragraph.digest, paragraph.span)
            if other.path != proof.path:
                yield Diagnostic.at(paragraph.span, "text/copied-paragraph", other, path=other.path)


def _moment(article: Article | None) -> str:
    at = published_at(article) if article else None
    return at.at.isoformat() if at else ""


def _unreached(site: Site, reached: set[str]) -> Iterator[Diagnostic]:
    """Public articles in no list that no text leads to."""
    for source, article in site.articles.items():
        if article.status is Status.HIDDEN and not article.page_kind and source not in reached:
            yield Diagnostic.at(article.place("status"), "article/orphan", path=site.cards[source].path)


def _unused(site: Site, proofs: Sequence[Proof], named: Sequence[str]) -> Iterator[Diagnostic]:
    """Pictures of content/ that no text names, in whatever place."""
    used = {file for name in named for file in (f"static/{name.lstrip('/')}", f"content/{name.lstrip('/')}")}
    for proof in proofs:
        for name in proof.files:
            used |= {resolve_media(proof.path, spelling, site.media) for spelling in (name, unquote(name))}
    pictures: list[Picture | None] = [profile.picture for profile in site.profiles.values()]
    used |= {resolve_media(picture.span.path, picture.src, site.media) for picture in pictures if picture}
    for path in sorted(site.media):
        if path.startswith("content/") and path.lower().endswith(_PICTURES) and path not in used:
            yield Diagnostic.at(Span(path), "picture/orphan")


def _planned(site: Site, articles: Mapping[str, Article]) -> Iterator[Diagnostic]:
    """A date to come without an embargo: meant, or mistyped?"""
    for article in articles.values():
        at = article.published
        if at and at.at > site.press_time and article.embargo is None and article.status is Status.PUBLISHED and not article.page_kind:
            yield Diagnostic.at(article.place("date"), "article/future", time=at.at.isoformat(sep=" ", timespec="minutes"))
