"""Site and theme -> tasks: every page, feed, redirect and finding, in publishing order.

A task holds only what tells it from others; what its page shows it asks for while it runs, so that every reason to run again is
a recorded answer.  Its key covers what it takes of the theme: the templates it can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Status
from sitegen.core.site import AuthorCard, Card, Front, Redirect, Site
from sitegen.core.task import Ask, Digest, File, Rank, Task, digest
from sitegen.core.web import LITE
from sitegen.output.feeds import feed_pages, formats_of, render_feed
from sitegen.output.hosting import render_headers, render_web_manifest
from sitegen.output.lite import light
from sitegen.output.live_feeds import live_feeds, render_live_feed
from sitegen.output.pages import ArticlePage, ErrorPage, FrontPage, IndexPage, SearchPage
from sitegen.output.redirects import render_redirect_page, render_redirects
from sitegen.output.robots import render_robots
from sitegen.output.search_index import FOLDER, render_index
from sitegen.output.sitemaps import (
    news_sitemap_name,
    render_news_sitemap,
    render_sitemap,
    render_sitemap_index,
    sitemap_name,
)
from sitegen.output.theme import Theme, ThemeError, closure
from sitegen.output.view import render_page
from sitegen.site import live
from sitegen.site.checks import check
from sitegen.site.coming import is_coming
from sitegen.site.permalinks import key
from sitegen.site.queries import Queries

__all__ = ["INDEXES", "RUNS", "assets", "plan"]

INDEXES = (("archive", "month"), ("tags", "tag"), ("authors", "author"), ("series", "series"))
FINDINGS = "?"
"""Begins the path of a task that gives findings and no file."""


def plan(site: Site, config: Config, theme: Theme, queries: Queries) -> Iterator[Task]:
    """The tasks of a whole build."""
    _require_templates(site, theme)
    if config.search.enabled:  # first, for it takes longest
        yield Task(FOLDER, digest((search_index.__name__,)), search_index, (), Rank.ASSET, is_tree=True)
        for language in config.languages:
            path = f"{config.prefix(language)}search/"
            yield _page(theme, path, search, language, path, rank=Rank.FRONT, template="search.html")
    editions = (theme, theme.lite) if theme.lite else (theme,)
    for source in site.cards:  # all that wants one body, one after the other
        for edition in editions:
            yield _article(site, edition, source)
        yield _task(FINDINGS + source, findings, source, source=source)
        for page in live_feeds(site.cards[source]):
            yield _task(_file(page.path), live_feed, source, page.format, rank=Rank.FEED, source=source)
    for edition in editions:
        yield from _fronts(site, config, edition, queries)
        for redirect in site.redirects:
            if key(redirect.path) != key(redirect.target):  # else it would be the page's own file on some disks
                yield _page(edition, redirect.path, moved, redirect, redirect.language, source=redirect.source)
    for one in site.fronts.values():
        for page in feed_pages(one, "none") if formats_of(one.kind) else ():
            yield _task(_file(page.path), feed, one.kind, one.id, one.language, page.format, rank=Rank.FEED)
    yield from _whole(queries)


def assets(theme: Theme) -> Mapping[str, bytes]:
    """The theme's own files by output path, with those of the light edition's theme."""
    return {one.asset_path(name).lstrip("/"): data for one in (theme, theme.lite) if one for name, data in one.assets}


# ------------------------------------------------------------------ what tasks run: (ask, theme, …) -> bytes or findings


def article(ask: Ask, theme: Theme, source: str, kind: str, template: str) -> bytes:
    """An article or standing page."""
    card: Card = ask("card", source)
    written: Article = ask("article", source)
    card = replace(card, updated=live.changed(card, written)) if card.is_live else card
    about = written.retraction.reason if written.retraction else card.standfirst
    page = ArticlePage(
        kind, card.language, card.path, card.href, card.canonical, card.headline, about,
        card.is_indexed and written.status is Status.PUBLISHED, source, card, written, ask("preview_of", source),
    )
    return render_page(ask, theme, template, page)


def findings(ask: Ask, theme: Theme, source: str) -> tuple[Diagnostic, ...]:
    """What only the whole can say of an article."""
    return check(ask, theme, source)


def front(ask: Ask, theme: Theme, template: str, kind: str, term: str, language: str, number: int) -> bytes:
    """A front (number 0) or one of its archive pages."""
    face: Front = ask("face", kind, term, language)
    author: AuthorCard | None = ask("author", term, language) if kind == "author" else None
    path = f"{face.path}page/{number}/" if number else face.path
    href = f"{face.href}page/{number}/" if number else face.href
    canonical = f"{face.canonical}page/{number}/" if number else face.canonical
    page = FrontPage(
        kind, language, path, href, canonical, face.name or ask("text", kind, language), face.description, bool(face.count) or kind == "home", face, number, author
    )
    return render_page(ask, theme, template, page)


def feed(ask: Ask, theme: Theme, kind: str, term: str, language: str, format_: str) -> bytes:
    """A front's feed in one format."""
    of: Front = ask("face", kind, term, language)
    pages = feed_pages(of, ask("config", "feeds.full", ""))
    return render_feed(ask, next(page for page in pages if page.format == format_))


def live_feed(ask: Ask, theme: Theme, source: str, format_: str) -> bytes:
    """A live blog's feed in one format."""
    pages = live_feeds(ask("card", source))
    return render_live_feed(ask, source, next(page for page in pages if page.format == format_))


def index(ask: Ask, theme: Theme, name: str, kind: str, language: str, path: str) -> bytes:
    """A list of fronts."""
    address: tuple[str, str] = ask("address", path)
    page = IndexPage(name, language, path, *address, ask("text", name, language), "", True, name, kind)
    return render_page(ask, theme, "index.html", page)


def not_found(ask: Ask, theme: Theme, language: str, path: str) -> bytes:
    """The page for an address that leads nowhere."""
    address: tuple[str, str] = ask("address", path)
    page = ErrorPage("not-found", language, path, *address, ask("text", "not_found_title", language), "", False)
    return render_page(ask, theme, "not-found.html", page)


def search(ask: Ask, theme: Theme, language: str, path: str) -> bytes:
    """The search page of a language."""
    address: tuple[str, str] = ask("address", path)
    page = SearchPage("search", language, path, *address, ask("text", "search", language), "", False)
    return render_page(ask, theme, "search.html", page)


def search_index(ask: Ask, theme: Theme) -> tuple[File, ...]:
    """The files behind the search pages."""
    return render_index(ask)


def moved(ask: Ask, theme: Theme, redirect: Redirect, language: str) -> bytes:
    """The page at a former path."""
    return render_redirect_page(ask, redirect, language)


def whole(ask: Ask, theme: Theme, name: str, number: int) -> bytes:
    """A file about all the site; those of a host follow the lines that static/ has for it."""
    match name:
        case "sitemap":
            return render_sitemap(ask, number)
        case "news":
            return render_news_sitemap(ask, number)
        case "_redirects":
            given: bytes = ask("file_text", "static/_redirects")
            return _after(ask, "static/_redirects", render_redirects(ask, ask("redirects"), ask("gone"), given))
        case "_headers":
            return _after(ask, "static/_headers", render_headers(ask))
    return {"index": render_sitemap_index, "robots": render_robots, "manifest": render_web_manifest}[name](ask)


def lite(ask: Ask, theme: Theme, run: str, *arguments: Any) -> bytes:
    """What another run makes, in the light edition."""
    made: bytes = RUNS[run](light(ask), theme.lite, *arguments)
    return made


def _after(ask: Ask, file: str, lines: bytes) -> bytes:
    given: bytes = ask("file_text", file)
    return given.rstrip() + b"\n" + lines if given else lines


RUNS: Mapping[str, Callable[..., Any]] = {
    run.__name__: run for run in (article, findings, front, feed, live_feed, index, not_found, search, search_index, moved, whole, lite)
}
"""What a task may run, by the name under which it is remembered."""


# ------------------------------------------------------------------ the tasks


def _task(path: str, run: Callable[..., Any], *arguments: Any, rank: Rank = Rank.PAGE, needs: Digest = "", source: str = "") -> Task:
    return Task(path, digest((run.__name__, arguments, needs)), run, arguments, rank, (source,) if source else ())


def _page(edition: Theme, path: str, run: Callable[..., Any], *arguments: Any, rank: Rank = Rank.PAGE, template: str = "", source: str = "") -> Task:
    """The task of a page that an edition makes with its ``template``, if it needs one."""
    needs = closure(edition, template) if template else ""
    if edition.is_lite:
        return _task(f"{LITE}/{_file(path)}", lite, run.__name__, *arguments, rank=rank, needs=needs, source=source)
    return _task(_file(path), run, *arguments, rank=rank, needs=needs, source=source)


def _file(path: str) -> str:
    return (path + "index.html" if path.endswith("/") else path).lstrip("/")


def _template(article: Article) -> str:
    """The file of the template that the article itself asks for; '' where it asks for none."""
    return f"{article.template.removesuffix('.html')}.html" if article.template else ""


def _face(theme: Theme, front: Front) -> str:
    """The template of a front: its own, that of its kind, else the one of all fronts."""
    return next((name for name in (f"{front.kind}-{front.id}.html", f"{front.kind}.html") if theme.has(name)), "front.html")


def _require_templates(site: Site, theme: Theme) -> None:
    """Every template that an article asks for, or one to come, is there; raises ThemeError with all that are not, at their lines."""
    known = {name for name, _, _ in theme.templates}
    coming = (article for article in site.withheld.values() if is_coming(article, site.press_time))
    missing = [
        Diagnostic.at(article.place("template"), "theme/missing-template", name=name, needed=article.source)
        for article in (*site.articles.values(), *coming) if (name := _template(article)) and name not in known
    ]
    if missing:
        raise ThemeError(*missing)


def _article(site: Site, theme: Theme, source: str) -> Task:
    """An article or standing page.  A template of an article's own that the light edition has not is the main edition's affair."""
    card = site.cards[source]
    kind = "page" if card.page_kind else "article"
    template = _template(site.articles[source])
    if card.is_retracted:
        template = "retracted.html"
    elif not template or not theme.has(template):
        template = f"{kind}.html"
    return _page(theme, card.path, article, source, kind, template, template=template, source=source)


def _fronts(site: Site, config: Config, theme: Theme, queries: Queries) -> Iterator[Task]:
    for one in site.fronts.values():
        key = (one.kind, one.id, one.language)
        template = _face(theme, one)
        yield _page(theme, one.path, front, template, *key, 0, rank=Rank.FRONT, template=template)
        for number in range(1, queries.pages(*key) + 1):
            paged = "front.html" if one.kind == "home" else template
            yield _page(theme, f"{one.path}page/{number}/", front, paged, *key, number, rank=Rank.FRONT, template=paged)
    for language in config.languages:
        prefix = config.prefix(language)
        for name, kind in INDEXES:
            if queries.fronts(kind, language):
                path = f"{prefix}{name}/"
                yield _page(theme, path, index, name, kind, language, path, rank=Rank.FRONT, template="index.html")
        path = f"{prefix}404.html"
        yield _page(theme, path, not_found, language, path, rank=Rank.FRONT, template="not-found.html")


def _whole(queries: Queries) -> Iterator[Task]:
    yield _task("sitemap.xml", whole, "index", 0, rank=Rank.FEED)
    for file in queries.sitemap_files():
        yield _task(sitemap_name(file.number), whole, "sitemap", file.number, rank=Rank.FEED)
    for number in range(1, queries.news_files() + 1):
        yield _task(news_sitemap_name(number), whole, "news", number, rank=Rank.FEED)
    for path, name in (("robots.txt", "robots"), ("manifest.webmanifest", "manifest"), ("_headers", "_headers"), ("_redirects", "_redirects")):
        yield _task(path, whole, name, 0, rank=Rank.FEED)
