"""Site and theme -> tasks: every page, feed, redirect and asset, in publishing order."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Status
from sitegen.core.site import Front, Redirect, Site
from sitegen.core.task import Ask, Rank, Task, digest
from sitegen.output.feeds import feed_pages, render_feed
from sitegen.output.hosting import render_headers, render_web_manifest
from sitegen.output.pages import ArticlePage, ErrorPage, FrontPage, IndexPage, Page
from sitegen.output.redirects import render_redirect_page, render_redirects
from sitegen.output.robots import render_robots
from sitegen.output.sitemaps import (
    news_sitemap_name,
    render_news_sitemap,
    render_sitemap,
    render_sitemap_index,
    sitemap_name,
)
from sitegen.output.theme import Theme, ThemeError, closure
from sitegen.output.view import render_page
from sitegen.site.visibility import published_at

__all__ = ["INDEXES", "plan"]

INDEXES = (("archive", "month"), ("tags", "tag"), ("authors", "author"), ("series", "series"))


def plan(site: Site, config: Config, theme: Theme, ask: Ask) -> Iterator[Task]:
    """The tasks of a whole build.  ``ask`` is used only to know how many pages there are."""
    _require_templates(site, theme)
    for name, data in theme.assets:
        yield _task(theme.asset_path(name).lstrip("/"), give, data, rank=Rank.ASSET)
    yield from _articles(site, theme)
    yield from _fronts(site, config, theme, ask)
    for redirect in site.redirects:
        language = site.cards[redirect.source].language
        yield _task(_file(redirect.path), redirect_page, redirect, language, source=redirect.source)
    yield from _whole(site, ask)


def give(ask: Ask, data: bytes) -> bytes:
    """A file that is published as it is."""
    return data


def redirect_page(ask: Ask, redirect: Redirect, language: str) -> bytes:
    """The page at a former path."""
    return render_redirect_page(ask, redirect, language)


def _task(path: str, run: object, *arguments: object, rank: Rank = Rank.PAGE, key: object = None, source: str = "") -> Task:
    known = digest((getattr(run, "__name__", ""), key if key is not None else arguments))
    return Task(path, known, run, arguments, rank, (source,) if source else ())  # type: ignore[arg-type]


def _page(theme: Theme, template: str, page: Page, rank: Rank, source: str = "") -> Task:
    key = (template, closure(theme, template), page)
    return _task(_file(page.path), render_page, theme, template, page, rank=rank, key=key, source=source)


def _file(path: str) -> str:
    return (path + "index.html" if path.endswith("/") else path).lstrip("/")


def _articles(site: Site, theme: Theme) -> Iterator[Task]:
    for source, card in site.cards.items():
        article = site.articles[source]
        kind = "page" if card.page_kind else "article"
        page = ArticlePage(
            kind, card.language, card.path, card.href, card.canonical, card.headline, card.standfirst,
            card.is_indexed and article.status is Status.PUBLISHED, source, card, article, _preview(site, article),
        )
        yield _page(theme, _template(article) or f"{kind}.html", page, Rank.PAGE, source)


def _preview(site: Site, article: Article) -> str:
    if not site.is_preview:
        return ""
    if article.status is Status.DRAFT:
        return "draft"
    published = published_at(article)
    if published and published.at > site.press_time:
        return "embargo"
    return "expired" if article.expires and article.expires.at <= site.press_time else ""


def _template(article: Article) -> str:
    """The file of the template that the article itself asks for; '' where it asks for none."""
    return f"{article.template.removesuffix('.html')}.html" if article.template else ""


def _require_templates(site: Site, theme: Theme) -> None:
    """Every template that an article asks for is there; raises ThemeError with all that are not, at their lines."""
    known = {name for name, _, _ in theme.templates}
    missing = [
        Diagnostic.at(article.place("template"), "theme/missing-template", name=name, needed=source)
        for source, article in site.articles.items() if (name := _template(article)) and name not in known
    ]
    if missing:
        raise ThemeError(*missing)


def _fronts(site: Site, config: Config, theme: Theme, ask: Ask) -> Iterator[Task]:
    for front in site.fronts.values():
        template = "home.html" if front.kind == "home" else "front.html"
        yield _page(theme, template, _front_page(site, config, front, 0), Rank.FRONT)
        for number in range(1, ask("pages", front.kind, front.id, front.language) + 1):
            yield _page(theme, "front.html", _front_page(site, config, front, number), Rank.FRONT)
        for feed in feed_pages(front, config.feeds.full):
            yield _task(_file(feed.path), render_feed, feed, rank=Rank.FEED)
    for language in config.languages:
        for index, kind in INDEXES:
            if ask("fronts", kind, language):
                path = f"{config.prefix(language)}{index}/"
                page = IndexPage(
                    index, language, path, config.href(path), config.canonical(path), ask("text", index, language), "",
                    True, index, kind,
                )
                yield _page(theme, "index.html", page, Rank.FRONT)
        path = f"{config.prefix(language)}404.html"
        title = ask("text", "not_found_title", language)
        error = ErrorPage("not-found", language, path, config.href(path), config.canonical(path), title, "", False)
        yield _page(theme, "not-found.html", error, Rank.FRONT)


def _front_page(site: Site, config: Config, front: Front, number: int) -> FrontPage:
    path = f"{front.path}page/{number}/" if number else front.path
    author = site.authors.get((front.id, front.language)) if front.kind == "author" else None
    return FrontPage(
        front.kind, front.language, path, config.href(path), config.canonical(path), front.name, front.description,
        bool(front.count) or front.kind == "home", front, number, author,
    )


def _whole(site: Site, ask: Ask) -> Iterator[Task]:
    yield _task("sitemap.xml", render_sitemap_index, rank=Rank.FEED)
    for file in ask("sitemap_files"):
        yield _task(sitemap_name(file.number), render_sitemap, file.number, rank=Rank.FEED)
    for number in range(1, ask("news_files") + 1):
        yield _task(news_sitemap_name(number), render_news_sitemap, number, rank=Rank.FEED)
    yield _task("robots.txt", render_robots, rank=Rank.FEED)
    yield _task("manifest.webmanifest", render_web_manifest, rank=Rank.FEED)
    yield _task("_headers", render_headers, rank=Rank.FEED)
    yield _task("_redirects", render_redirects, site.redirects, rank=Rank.FEED)
