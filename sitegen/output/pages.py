"""Page values: what is known of a page before anything is asked.  docs/themes.md lists every field."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.core.model import Article
from sitegen.core.site import AuthorCard, Card, Front

__all__ = ["ArticlePage", "ErrorPage", "FrontPage", "IndexPage", "Page", "SearchPage"]


@dataclass(frozen=True, slots=True)
class _Page:
    """What every page has.  ``path`` is a site path, ``href`` what a template prints, ``canonical`` absolute."""

    kind: str
    language: str
    path: str
    href: str
    canonical: str
    title: str
    description: str
    is_indexed: bool


@dataclass(frozen=True, slots=True)
class ArticlePage(_Page):
    """An article (kind ``article``) or a standing page (kind ``page``).

    ``preview`` says why readers don't see it: draft, embargo or expired; '' where they do.
    """

    source: str
    card: Card
    article: Article
    preview: str = ""


@dataclass(frozen=True, slots=True)
class FrontPage(_Page):
    """A front (``number`` 0) or one of its archive pages; ``author`` is set where the front is an author's."""

    front: Front
    number: int = 0
    author: AuthorCard | None = None


@dataclass(frozen=True, slots=True)
class IndexPage(_Page):
    """A list of fronts: ``index`` (and kind) archive, tags, authors or series; ``fronts_kind`` is theirs."""

    index: str
    fronts_kind: str


@dataclass(frozen=True, slots=True)
class ErrorPage(_Page):
    """The page a host shows for an address that leads nowhere."""


@dataclass(frozen=True, slots=True)
class SearchPage(_Page):
    """The search page of a language."""


Page = ArticlePage | FrontPage | IndexPage | ErrorPage | SearchPage
