"""What the head of a page must know of its page value, whatever template prints it.

The page values themselves stand in :mod:`sitegen.output.pages`; these are the claims
that metadata and JSON-LD make on them, so that neither imports how pages are made.
"""

from __future__ import annotations

from typing import Protocol, TypeGuard

from sitegen.core.model import Article, Moment, Picture
from sitegen.core.reading import Part
from sitegen.core.site import AuthorCard, Card, Front, Media, Rendition, Target
from sitegen.core.task import Ask
from sitegen.output.plain import plain

__all__ = ["ArticleView", "FrontView", "PageView", "home_href", "is_article", "is_front", "lead_picture", "link_href", "located", "modified", "recommended", "rendition"]

_RASTER = frozenset(("image/jpeg", "image/png", "image/webp"))
_FRONTS = frozenset(("home", "section", "tag", "series", "story", "author", "month", "corrections"))


class PageView(Protocol):
    """Any page. ``kind`` is article, page, home, section, tag … author, month, archive, tags … or not-found."""

    @property
    def kind(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def canonical(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def is_indexed(self) -> bool: ...


class ArticleView(PageView, Protocol):
    """An article or a standing page."""

    @property
    def source(self) -> str: ...
    @property
    def card(self) -> Card: ...
    @property
    def article(self) -> Article: ...


class FrontView(PageView, Protocol):
    """A front (``number`` 0) or one of its archive pages."""

    @property
    def front(self) -> Front: ...
    @property
    def number(self) -> int: ...
    @property
    def author(self) -> AuthorCard | None: ...


def is_article(page: PageView) -> TypeGuard[ArticleView]:
    """Whether the page is one text with a source."""
    return page.kind in {"article", "page"}


def is_front(page: PageView) -> TypeGuard[FrontView]:
    """Whether the page is a list of articles.  (Series are both a term and an index: an index has no front.)"""
    return page.kind in _FRONTS and getattr(page, "front", None) is not None


def home_href(ask: Ask, language: str) -> str:
    """The href of a language's front page.

    Worked out, not taken from the question ``front``: a front's count changes with every article, and no article
    page may ask what does.
    """
    base: str = ask("config", "base_path", language)
    languages: tuple[str, ...] = ask("config", "languages", language)
    return base if language == languages[0] else f"{base}{language}/"


def link_href(ask: Ask, target: Target) -> str:
    """Where a link to ``target`` leads; asking for a file publishes it.  '' where it leads nowhere today."""
    if target.state != "file":
        return target.href
    file: Media | None = ask("media", target.href)
    return file.href if file else ""


def located(ask: Ask, source: str, part: Part) -> list[tuple[Picture, Media]]:
    """The pictures of a part of the article at ``source`` that there are, with their files."""
    found = []
    for picture in part.pictures:
        path: str = ask("located", source, picture.src)
        media: Media | None = ask("media", path) if path else None
        if media:
            found.append((picture, media))
    return found


def rendition(ask: Ask, media: Media, widths: tuple[int, ...], ratio: str = "", focus: str = "", *, is_plain: bool = False) -> Rendition:
    """A picture in other widths; ``is_plain``: only in the format that everyone shows.  The file as it is where nothing is made of it."""
    if not media.src or media.type not in _RASTER or not ask("config", "pictures.derivatives", ""):
        return Rendition(media)
    found: Rendition | None = ask("rendition", media.src, ratio, focus if ratio else "", tuple(widths), is_plain)
    return found or Rendition(media)


def recommended(target: Target, card: Card) -> Card | None:
    """The article whose card a read-also in ``card``'s article shows: public, and paid for only where that one is too."""
    found = target.card if target.state == "public" else None
    return found if found and (card.is_sponsored or not found.is_sponsored) else None


def modified(card: Card) -> Moment | None:
    """When the article was updated, if that was after publication; an earlier time is never printed (FAULTS 17)."""
    if card.updated and card.published and card.updated.at > card.published.at:
        return card.updated
    return None


def lead_picture(ask: Ask, page: PageView) -> tuple[Media, Picture | None] | None:
    """The picture that stands for a page: its own, its author's portrait, one drawn of an article's words, else the publication's; none for a tombstone."""
    if is_article(page) and page.card.is_retracted:
        return None
    picture = page.card.image if is_article(page) else None
    if is_front(page) and page.author:
        picture = page.author.picture
    media: Media | None = ask("media", picture.src) if picture and picture.src else None
    if media:
        return media, picture
    if page.kind == "article" and is_article(page) and ask("config", "pictures.cards", ""):
        headline, section = plain(page.card.headline), plain(page.card.section.name) if page.card.section else ""
        card: Media | None = ask("social_card", headline, section, plain(ask("config", "title", page.language)))
        if card:
            return card, Picture("", alt=headline)
    shared: Media | None = ask("media", ask("config", "picture", page.language))
    return (shared, None) if shared else None
