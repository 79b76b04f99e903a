"""What templates see as ``site``: every method puts recorded questions, in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sitegen.core.model import Moment
from sitegen.core.reading import Block, Heading, Part, Prose
from sitegen.core.site import (
    Arrangement,
    AuthorCard,
    Card,
    Front,
    Link,
    Media,
    Note,
    Rendition,
    SeriesPart,
    SharedBox,
    Target,
    Version,
)
from sitegen.core.task import Ask
from sitegen.core.web import in_lite
from sitegen.output import theme as themes
from sitegen.output.body import away, fill
from sitegen.output.dates import format_moment, format_month, html_datetime, language_name
from sitegen.output.hosting import content_security_policy
from sitegen.output.language_switch import LanguageChoice, choices
from sitegen.output.metadata import Metadata, metadata
from sitegen.output.pages import ArticlePage, FrontPage, Page
from sitegen.output.plain import xml_safe
from sitegen.output.theme import Theme
from sitegen.output.views import link_href, located, recommended, rendition
from sitegen.site.live import newest_first

__all__ = ["Pagination", "SiteView", "render_page"]


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where an archive page stands among ``total``; ``newer`` and ``older`` are links or None."""

    number: int
    total: int
    newer: Link | None
    older: Link | None


def render_page(ask: Ask, theme: Theme, template: str, page: Page) -> bytes:
    """The bytes of one page: a pure function of the page value and the answers."""
    site = SiteView(ask, theme, page)
    needed_by = page.source if isinstance(page, ArticlePage) else page.path
    return xml_safe(themes.render(theme, template, needed_by, page=page, site=site)).encode()


class SiteView:
    """The questions of one page.  docs/themes.md documents each method."""

    def __init__(self, ask: Ask, theme: Theme, page: Page) -> None:
        self._ask, self._theme, self._page = ask, theme, page
        self._language = page.language

    def config(self, key: str) -> Any:
        """A setting of sitegen.toml by its dotted name, in the page's language."""
        return self._ask("config", key, self._language)

    def text(self, key: str) -> str:
        """A string of the theme (``strings/uk.toml``)."""
        return str(self._ask("text", key, self._language))

    def asset(self, name: str) -> str:
        """The href of a theme asset with its hash, '' where there is none."""
        return str(self._ask("asset", name))

    def media(self, src: str) -> Media | None:
        """A picture file as it is published."""
        found: Media | None = self._ask("media", src)
        return found

    def rendition(self, media: Media, widths: tuple[int, ...], ratio: str = "", focus: str = "") -> Rendition:
        """A picture in these widths (pixels), whole or cut to a ratio (``1:1``, ``4:3``, ``3:2``, ``16:9``) around its focus.

        No width is more than the picture has; where nothing is made of pictures, the file as it is.
        """
        return rendition(self._ask, media, widths, ratio, focus)

    def latest(self, section: str = "", limit: int = 20) -> tuple[Card, ...]:
        """The newest cards of a section, of everything where ''."""
        cards: tuple[Card, ...] = self._ask("latest", self._language, section, limit)
        return cards

    def listing(self, page: FrontPage) -> tuple[Card, ...]:
        """The cards of a front or archive page."""
        cards: tuple[Card, ...] = self._ask("shown", page.front.kind, page.front.id, self._language, page.number)
        return cards

    def pagination(self, page: FrontPage) -> Pagination:
        """The archive pages around this one; the front links to the last as ``older``."""
        total = self._ask("pages", page.front.kind, page.front.id, self._language)
        front = page.front

        def link(number: int) -> Link:
            return Link(str(number), f"{front.href}page/{number}/")

        if page.number == 0:
            return Pagination(0, total, None, link(total) if total else None)
        newer = link(page.number + 1) if page.number < total else Link(front.name, front.href)
        return Pagination(page.number, total, newer, link(page.number - 1) if page.number > 1 else None)

    def front(self, kind: str, term: str) -> Front | None:
        """One front by kind and id."""
        found: Front | None = self._ask("front", kind, term, self._language)
        return found

    def fronts(self, kind: str) -> tuple[Front, ...]:
        """All fronts of a kind that hold something."""
        found: tuple[Front, ...] = self._ask("fronts", kind, self._language)
        return found

    def neighbours(self, page: ArticlePage) -> tuple[Card | None, Card | None]:
        """The next newer and the next older article of the section."""
        found: tuple[Card | None, Card | None] = self._ask("neighbours", page.source)
        return found

    def corrections(self, page: FrontPage) -> tuple[Note, ...]:
        """The corrections on a page of them, newest first."""
        notes: tuple[Note, ...] = self._ask("corrections", self._language, page.number)
        return notes

    def parts(self, series: str) -> tuple[Card, ...]:
        """The parts of a series in their order."""
        found: tuple[Card, ...] = self._ask("parts", series, self._language)
        return found

    def part(self, page: ArticlePage, series: str) -> SeriesPart | None:
        """The article's place in a series."""
        found: SeriesPart | None = self._ask("series_part", page.source, series)
        return found

    def story_so_far(self, page: ArticlePage, story: str) -> tuple[Card, ...]:
        """The articles of a story just before this one, oldest first."""
        found: tuple[Card, ...] = self._ask("story_so_far", page.source, story)
        return found

    def mentions(self, page: ArticlePage) -> tuple[Card, ...]:
        """The newest articles that link to this one and that it does not link to."""
        found: tuple[Card, ...] = self._ask("mentions", page.source)
        return found

    def related(self, page: ArticlePage) -> tuple[Card, ...]:
        """The articles nearest to this one that its page does not name otherwise."""
        found: tuple[Card, ...] = self._ask("related", page.source)
        return found

    def breadcrumbs(self, page: Page) -> tuple[Link, ...]:
        """Home and the sections above the page."""
        found: tuple[Link, ...] = ()
        if isinstance(page, ArticlePage):
            found = self._ask("breadcrumbs", page.source)
        elif isinstance(page, FrontPage):
            found = self._ask("front_breadcrumbs", page.front.kind, page.front.id, self._language)
        return found

    def versions(self, page: Page) -> tuple[Version, ...]:
        """The page in every language it exists in, itself included."""
        found: tuple[Version, ...] = ()
        if isinstance(page, ArticlePage):
            found = self._ask("versions", page.source)
        elif isinstance(page, FrontPage):
            found = self._ask("front_versions", page.front.kind, page.front.id)
        else:
            found = self._ask("front_versions", page.kind, "")
        return found

    def language(self) -> str:
        """The page's language, for parts that see no page."""
        return self._language

    def languages(self, page: Page) -> tuple[LanguageChoice, ...]:
        """The language switch: each other language, and where it leads."""
        return choices(self._ask, page)

    def author(self, author: str) -> AuthorCard | None:
        """An author by id."""
        found: AuthorCard | None = self._ask("author", author, self._language)
        return found

    def profile(self, author: str) -> AuthorCard | None:
        """An author for an article's byline: the count is 0."""
        found: AuthorCard | None = self._ask("profile", author, self._language)
        return found

    def arrangement(self) -> Arrangement | None:
        """How the front page is arranged."""
        found: Arrangement | None = self._ask("arrangement", self._language)
        return found

    def menu(self) -> tuple[Link, ...]:
        """The sections of the menu."""
        found: tuple[Link, ...] = self._ask("menu", self._language)
        return found

    def standing(self) -> tuple[Card, ...]:
        """The standing pages, each with its ``page_kind``."""
        found: tuple[Card, ...] = self._ask("standing", self._language)
        return found

    def channels(self) -> Any:
        """Where readers can follow: name and url each."""
        return self.config("channels")

    def home(self) -> str:
        """The href of the language's front page."""
        return self._address("")

    def indexes(self) -> tuple[Link, ...]:
        """The lists that hold something: archive, tags, authors, series."""
        language = self._language
        return tuple(Link(self.text(name), self._address(f"{name}/"), language) for name in self._ask("indexes", language))

    def twin(self, page: Page) -> str:
        """The href of this page in the other edition: of the light one where this is the main one; '' where there is none."""
        base: str = self.config("base_path")
        if self._theme.is_lite:
            return base + page.href.removeprefix(in_lite(base, base))
        return in_lite(page.href, base) if self.config("lite") and page.kind not in {"not-found", "search"} else ""

    def _address(self, inner: str) -> str:
        """The href of a path within the language's pages."""
        start = "/" if self._language == self.config("languages")[0] else f"/{self._language}/"
        return str(self._ask("address", start + inner)[0])

    def language_name(self, language: str) -> str:
        """A language in its own words: українська, English."""
        return language_name(language)

    def language_label(self, language: str) -> str:
        """A language in the page's words: Ukrainian, англійська."""
        return language_name(language, self._language)

    def metadata(self, page: Page) -> Metadata:
        """Everything the head says."""
        return metadata(self._ask, page, is_lite=self._theme.is_lite)

    def csp(self, page: Page, embeds: Iterable[str] = ()) -> str:
        """The page's Content-Security-Policy, which lets the page open frames of these providers."""
        return content_security_policy(self._ask, embeds, searches=page.kind == "search")

    def blocks(self, page: Page) -> tuple[Part, ...]:
        """The blocks of the page's text, those of shared boxes too: what scripts and frames the page needs."""
        if not isinstance(page, ArticlePage):
            return ()
        prose: Prose | None = self._ask("prose", page.source)
        own = prose.parts if prose else ()
        boxes = (self._shared_box(page, part) for part in own if part.kind is Block.SHARED_BOX)
        return (*own, *(part for box in boxes if box for part in box[0].parts))

    def time(self, moment: Moment) -> str:
        """A time as readers see it."""
        return format_moment(moment, self.config("dates"), self._language, self.config("time_zone"))

    def is_to_come(self, moment: Moment) -> bool:
        """Whether only a preview shows what is dated so."""
        return bool(self._ask("preview") and self._ask("is_to_come", moment))

    def iso(self, moment: Moment) -> str:
        """A time for a ``datetime`` attribute."""
        return html_datetime(moment, self.config("time_zone"))

    def month(self, front: Front) -> str:
        """A month archive's heading, for a front whose id is ``2026/11``."""
        year, month = front.id.split("/")
        return format_month(int(year), int(month), self.config("dates"), self._language)

    def read_also(self, page: ArticlePage) -> tuple[Card, ...]:
        """The read-also cards that no line of the body has placed."""
        prose: Prose | None = self._ask("prose", page.source)
        placed = set()
        for part in prose.parts if prose else ():
            if part.kind is Block.READ_ALSO:
                card = recommended(self._target(part, page.source), page.card)
                placed.add(card.source if card else "")
        found: dict[str, Card] = {}
        for reference in page.article.read_also:
            target = self._ask("target", page.source, reference.target, reference.title, self._language)
            card = recommended(target, page.card)
            if card and card.source not in placed:
                found[card.source] = card
        return tuple(found.values())

    def minutes(self, page: ArticlePage) -> int:
        """How long the text takes to read, at least a minute, at 200 words a minute."""
        prose: Prose | None = self._ask("prose", page.source)
        return max(1, round(prose.words / 200)) if prose else 1

    def outline(self, page: ArticlePage) -> tuple[Heading, ...]:
        """The headings of the text; the updates of a live blog have none."""
        prose: Prose | None = self._ask("prose", page.source)
        return () if prose is None or prose.live else prose.outline

    def body(self, page: ArticlePage) -> Markup:
        """The body with its blocks drawn by the templates in blocks/."""
        prose: Prose | None = self._ask("prose", page.source)
        if prose is None:
            return Markup("")
        draw, rel = self._draw(page, page.source), self._rel(page, page.source)
        html = fill(prose.html, prose.parts, draw, rel)
        entries = newest_first(prose.live)
        if events := tuple(entry for entry in entries if entry.key):
            html += themes.render(self._theme, "blocks/live-events.html", page.path, events=events, site=self, page=page)
        for entry in sorted(entries, key=lambda one: not one.pinned):
            inner = Markup(fill(entry.html, prose.parts, draw, rel))
            html += themes.render(
                self._theme, "blocks/live-entry.html", page.path, entry=entry, body=inner, site=self, page=page
            )
        return Markup(html)

    def _target(self, part: Part, source: str) -> Target:
        """What a part that was written in the file ``source`` refers to."""
        if part.reference is None:
            return Target("gone")
        title = part.reference.title if part.kind is not Block.LINK else ""
        found: Target = self._ask("target", source, part.reference.target, title, self._language)
        return found

    def _rel(self, page: ArticlePage, source: str) -> Callable[[Part], str]:
        def rel(part: Part) -> str:
            return "sponsored" if page.card.is_sponsored and self._target(part, source).state == "outside" else ""

        return rel

    def _shared(self, page: ArticlePage, part: Part) -> str:
        """A box that another article holds, with the links and pictures of the place where it was written."""
        found = self._shared_box(page, part)
        if found is None:
            return ""
        box, home = found
        return fill(away(box.html, home.href), box.parts, self._draw(page, home.source), self._rel(page, home.source)).strip()

    def _shared_box(self, page: ArticlePage, part: Part) -> tuple[Prose, SharedBox] | None:
        found: SharedBox = self._ask("shared_box", page.source, part.anchor)
        box: Prose | None = self._ask("box", found.source, part.anchor) if found.state == "public" else None
        return (box, found) if box else None

    def _draw(self, page: ArticlePage, source: str) -> Callable[[Part], str]:
        """What draws the parts that were written in the file ``source``."""
        seen = {page.source}

        def draw(part: Part) -> str:
            if part.kind is Block.SHARED_BOX:
                if part.anchor in seen:
                    return ""
                seen.add(part.anchor)
                return self._shared(page, part)
            target = self._target(part, source)
            if part.kind is Block.LINK:
                return link_href(self._ask, target)
            if part.kind is Block.READ_ALSO and target.state == "pending" and self._ask("preview"):
                return themes.render(
                    self._theme, "blocks/read-also-pending.html", page.path, part=part, site=self, page=page
                ).strip()
            if part.kind is Block.WIKILINK and target.state not in {"public", "retracted"}:
                return ""
            if part.kind is Block.READ_ALSO:
                shown = recommended(target, page.card)
                if shown is None or shown.source in seen:
                    return ""
                seen.add(shown.source)
            pictures = located(self._ask, source, part)
            if part.kind in {Block.FIGURE, Block.GALLERY, Block.INLINE_PICTURE} and not pictures:
                return ""
            return themes.render(
                self._theme, f"blocks/{part.kind}.html", page.path, part=part, target=target,
                media=pictures[0][1] if pictures else None, pictures=tuple(pictures), site=self, page=page,
            ).strip()

        return draw

