"""Everything that was read becomes a Site: what is public, where it stands, how it hangs together."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import (
    Article,
    AuthorProfile,
    FrontArrangement,
    Picture,
    SectionText,
    Status,
    TermEntry,
)
from sitegen.core.reading import Read
from sitegen.core.release import NextChange
from sitegen.core.site import Arrangement, AuthorCard, Card, Front, Redirect, Signature, Site, TermRef
from sitegen.core.zones import zone
from sitegen.site.arrangement import arranged, headlines
from sitegen.site.coming import clashes, is_coming, unplaced
from sitegen.site.embargoes import differing
from sitegen.site.ledger import Ledger
from sitegen.site.live import late
from sitegen.site.live import state as live_state
from sitegen.site.naming import headline_key, name_key, resolve_media
from sitegen.site.permalinks import LEDGER, Claim, address_place, article_path
from sitegen.site.published import settle
from sitegen.site.references import linked, mentions
from sitegen.site.series import numbered
from sitegen.site.slugs import slug
from sitegen.site.terms import Authors, Terms, section_parents
from sitegen.site.translations import paired, problems
from sitegen.site.trust import changed_at, coming, doubts, noted, shown
from sitegen.site.visibility import NEWS_WINDOW, Edge, boundaries, is_news, is_public, published_at

__all__ = ["Edge", "assemble"]

_FOLDERS = {"tag": "tag", "series": "series", "story": "story", "author": "author"}
_EXPECTED = ("about", "contact", "corrections-policy", "ethics", "masthead", "ownership")
"""Kinds of standing pages that readers may expect of a newspaper (The Trust Project; Google News, "transparency")."""


def assemble(
    reads: Iterable[Read], config: Config, press_time: dt.datetime, media: frozenset[str], edge: Edge = Edge(), ledger: Ledger = Ledger()
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The Site at ``press_time`` (aware), and what only the whole can know."""
    return _Assembling(tuple(sorted(reads, key=lambda read: read.path)), config, press_time, media, edge, ledger).site()


class _Assembling:
    """One assembling: grows in one pass and gives a frozen Site at the end."""

    def __init__(
        self, reads: tuple[Read, ...], config: Config, press_time: dt.datetime, media: frozenset[str], edge: Edge, ledger: Ledger
    ) -> None:
        self.ledger, self.is_whole = ledger, all(read.value is not None for read in reads)
        self.since = {entry.id: entry.since for entry in ledger.entries}
        self.config, self.press_time, self.media, self.edge = config, press_time, media, edge
        values = [read.value for read in reads]
        self.all = [value for value in values if isinstance(value, Article)]
        entries = [entry for value in values if isinstance(value, tuple) for entry in value if isinstance(entry, TermEntry)]
        self.terms = Terms(entries, [value for value in values if isinstance(value, SectionText)])
        self.authors = Authors(value for value in values if isinstance(value, AuthorProfile))
        self.fronts_written = {value.language: value for value in values if isinstance(value, FrontArrangement)}
        self.problems: list[Diagnostic] = []
        self.lists: dict[tuple[str, str, str], list[Card]] = defaultdict(list)
        self.claims: list[Claim] = []
        self.refs: dict[tuple[str, str, str], TermRef] = {}
        self.signed: dict[tuple[str, str, str], Signature] = {}

    def site(self) -> tuple[Site, tuple[Diagnostic, ...]]:
        written = [a for a in self.all if is_public(a, self.press_time, self.edge)]
        public = {a.source: shown(a, self.press_time, is_preview=self.edge != Edge()) for a in written}
        withheld = {a.source: a for a in self.all if a.source not in public}
        self.problems += [*doubts(written, self.press_time, self.config.time_zone), *self._unowned()]
        self._same_ids()
        will_be = (a for a in self.all if not (a.expires and a.expires.at <= self.press_time))
        self.problems += problems(will_be, public, tuple(self.config.languages), tuple(self.config.translations.without_original))
        self.problems += differing(self.all, self.press_time)
        cards = {source: self._card(article) for source, article in public.items()}
        for card in cards.values():
            self._list(card, public[card.source])
        lists = {
            key: tuple(card.source for card in sorted(found, key=_newest)) for key, found in sorted(self.lists.items())
        }
        corrections = noted(public)
        fronts = self._fronts(lists) | self._corrections(corrections)
        authors = self._author_cards(lists)
        settled = settle(self.ledger, self.all, cards, fronts.values(), self.config, self.press_time, is_whole=self.is_whole)
        self.claims += settled.claims
        self.problems += settled.problems
        names = self._names(cards, settled.redirects)
        links, called = linked(public.values(), names, cards, tuple(self.config.languages))
        arrangements = {language: self._arranged(language, names, cards) for language in self.config.languages}
        standing: dict[str, tuple[str, ...]] = {}
        for card in cards.values():
            if card.page_kind and public[card.source].status is Status.PUBLISHED:
                standing[card.language] = (*standing.get(card.language, ()), card.source)
        self.claims += [(card.path, address_place(public[card.source])) for card in cards.values()]
        self.claims += [(front.path, front.span) for front in fronts.values()]
        to_come = [a for a in withheld.values() if is_coming(a, self.press_time) and a.id not in self.since]
        ending = frozenset(a.source for a in self.all if a.expires)
        self.problems += [*unplaced(to_come), *clashes(self.claims, to_come, self._path, ending)]
        site = Site(
            press_time=self.press_time, languages=tuple(self.config.languages), articles=public, cards=cards,
            withheld=withheld, lists=lists, fronts=fronts, authors=authors, profiles=dict(self.authors.profiles),
            translations=paired(public, tuple(self.config.languages)), arrangements=arrangements, redirects=settled.redirects, names=names,
            parts=self._parts(lists, cards, public), linked=links, mentions=self._mentions(links, cards, lists), boxes=self._boxes(cards),
            media=self.media, standing=standing, next_change=self._next_change(cards, arrangements.values()),
            gone=settled.gone, embeds=tuple(sorted({one for article in public.values() for one in article.embeds})), is_preview=self.edge.is_open, is_early=self.edge.future, corrections=corrections,
            waiting=() if self.edge.future else tuple(self._waiting(public)), called=frozenset(called).union(*map(headlines, self.fronts_written.values())),
        )
        return site, (*self.problems, *self.terms.diagnostics, *self.authors.diagnostics)

    # -------------------------------------------------------------- cards

    def _same_ids(self) -> None:
        seen: dict[str, Article] = {}
        for article in self.all:
            other = seen.setdefault(article.id, article)
            if other is not article:
                self.problems.append(
                    Diagnostic.at(article.place("id"), "article/same-id", other.place("id"), id=article.id)
                )

    def _card(self, article: Article) -> Card:
        language = article.language
        section = ""
        if not article.page_kind:
            named = article.section if article.section.name else dataclasses.replace(article.section, name=article.folder)
            if named.name:
                span = named.span if named.span.path else Span(article.source, 1, 1)
                section = self.terms.id_of("section", dataclasses.replace(named, span=span), language)
            else:
                self.problems.append(Diagnostic.at(article.place("title"), "section/none"))
        published = published_at(article)
        part = article.slug or slug(article.name, language)
        folder = self.terms.slug("section", section, language) if section else ""
        path = article_path(article, published, folder, part, self.config, self.since.get(article.id))
        listed = article.status is Status.PUBLISHED and not article.page_kind
        return Card(
            source=article.source, id=article.id, language=language, path=path, href=self.config.href(path),
            canonical=article.canonical or self.config.canonical(path), headline=article.headline, kicker=article.kicker,
            standfirst=article.standfirst, genre=str(article.genre), published=published, updated=changed_at(article, published),
            signatures=self._signatures(article), section=self._ref("section", section, language) if section else None,
            tags=self._refs("tag", article.tags, language), series=self._refs("series", article.series, language),
            stories=self._refs("story", article.stories, language), image=self._image(article),
            sponsored_by=article.sponsored.by if article.sponsored else "",
            sponsored_label=article.sponsored.label if article.sponsored else "", is_live=article.live is not None,
            is_listed=listed, is_indexed=not article.noindex and article.status in {Status.PUBLISHED},
            page_kind=article.page_kind, live_state=live_state(article.live, self.press_time),
            is_sponsored=article.sponsored is not None, is_retracted=article.retraction is not None,
        )

    def _path(self, article: Article) -> str:
        """Where an article that is not public would stand: links to that address are links to it."""
        section = self.terms.known_slug(article.section.name or article.folder, article.language)
        return article_path(article, published_at(article), section, article.slug or slug(article.name, article.language), self.config)

    def _image(self, article: Article) -> Picture | None:
        found = lead_picture(article, self.media)
        if article.image and article.image.src and not found:
            self.problems.append(Diagnostic.at(article.image.span, "picture/missing", target=article.image.src))
        return found

    def _signatures(self, article: Article) -> tuple[Signature, ...]:
        found: list[Signature] = []
        for byline in article.bylines:
            for author in self.authors.ids_of(byline.name, byline.span, article.language):
                signature = self._signature(author, article.language, str(byline.role))
                if signature not in found:
                    found.append(signature)
        return tuple(found)

    def _signature(self, author: str, language: str, role: str) -> Signature:
        key = (author, language, role)
        if key not in self.signed:
            profile, path = self.authors.profiles[author], self._author_path(author, language)
            name, tongue = self.authors.name(author, language, self.config.language)
            others = tuple(dict.fromkeys(text for _, text in profile.names.texts if text != name))
            self.signed[key] = Signature(
                author, name, tongue, role,
                "organization" if profile.is_organization else "person", self.config.href(path), self.config.canonical(path), others,
            )
        return self.signed[key]

    def _author_path(self, author: str, language: str) -> str:
        profile = self.authors.profiles[author]
        return f"{self.config.prefix(language)}author/{profile.slug or slug(author, language)}/"

    def _term_path(self, kind: str, term: str, language: str) -> str:
        part = self.terms.slug(kind, term, language)
        folder = "" if kind == "section" else _FOLDERS[kind] + "/"
        return f"{self.config.prefix(language)}{folder}{part}/"

    def _ref(self, kind: str, term: str, language: str) -> TermRef:
        key = (kind, term, language)
        if key not in self.refs:
            name, tongue = self.terms.name(*key)
            self.refs[key] = TermRef(kind, term, name, tongue, self.config.href(self._term_path(*key)))
        return self.refs[key]

    def _refs(self, kind: str, names: Iterable[object], language: str) -> tuple[TermRef, ...]:
        ids = dict.fromkeys(self.terms.id_of(kind, named, language) for named in names)  # type: ignore[arg-type]
        return tuple(self._ref(kind, term, language) for term in ids)

    def _waiting(self, public: Mapping[str, Article]) -> Iterable[tuple[str, int]]:
        for source, article in public.items():
            if count := late(article.live, self.press_time):
                yield source, count

    # -------------------------------------------------------------- lists and fronts

    def _list(self, card: Card, article: Article) -> None:
        if not card.is_listed or card.published is None:
            return
        at = card.published.at.astimezone(zone(self.config.time_zone))
        keys = [("home", ""), ("month", f"{at:%Y/%m}")]
        if card.section:
            keys += [("section", parent) for parent in section_parents(card.section.id)]
        keys += [(ref.kind, ref.id) for ref in (*card.tags, *card.series, *card.stories)]
        keys += [("author", author) for author in dict.fromkeys(signature.author for signature in card.signatures)]
        for kind, term in keys:
            self.lists[kind, term, card.language].append(card)

    def _fronts(self, lists: Mapping[tuple[str, str, str], tuple[str, ...]]) -> dict[tuple[str, str, str], Front]:
        fronts: dict[tuple[str, str, str], Front] = {}
        declared = [("section", term) for kind, term in self.terms.entries if kind == "section"]
        wanted = dict.fromkeys(
            [("home", "", language) for language in self.config.languages]
            + [(kind, term, language) for kind, term in declared for language in self.config.languages]
            + list(lists)
        )
        order = list(self.terms.entries)
        for kind, term, language in wanted:
            count = len(lists.get((kind, term, language), ()))
            name, tongue, description, parent, span = term, language, "", "", Span("sitegen.toml")
            if kind == "home":
                path = self.config.prefix(language)
                name, description = self.config.title.get(language), self.config.description.get(language)
            elif kind == "month":
                path = f"{self.config.prefix(language)}archive/{term}/"
            elif kind == "author":
                profile = self.authors.profiles[term]
                path = self._author_path(term, language)
                name, tongue = self.authors.name(term, language, self.config.language)
                description = dict(profile.bio.texts).get(language, "")
                span = profile.place
            else:
                path = self._term_path(kind, term, language)
                name, tongue = self.terms.name(kind, term, language)
                description = self.terms.description(kind, term, language)
                parent = "/".join(term.split("/")[:-1]) if kind == "section" else ""
                span = self.terms.place(kind, term, language)
            fronts[kind, term, language] = Front(
                kind, term, language, name, tongue, description, path, self.config.href(path),
                self.config.canonical(path), parent, count, span,
            )
        position = {key: at for at, key in enumerate(order)}
        return dict(sorted(fronts.items(), key=lambda item: _front_order(item[1], position)))

    def _corrections(self, corrections: Mapping[str, tuple[tuple[str, int], ...]]) -> dict[tuple[str, str, str], Front]:
        """The page of all corrections in each language, which is there before the first of them."""
        found = {}
        for language in self.config.languages:
            path = f"{self.config.prefix(language)}corrections/"
            found["corrections", "", language] = Front(
                "corrections", "", language, "", language, "", path, self.config.href(path), self.config.canonical(path),
                count=len(corrections.get(language, ())), span=Span("sitegen.toml"),
            )
        return found

    def _unowned(self) -> list[Diagnostic]:
        """The policies and the pages that a newspaper owes its readers, and does not have."""
        kinds = {(page.language, page.page_kind) for page in self.all if page.page_kind and page.status is Status.PUBLISHED}
        return [
            Diagnostic.at(Span("sitegen.toml"), "policy/missing", kind=kind, language=language, folder=f"content{self.config.prefix(language)}pages/")
            for language in self.config.languages for kind in _EXPECTED if (language, kind) not in kinds
        ]

    def _author_cards(self, lists: Mapping[tuple[str, str, str], tuple[str, ...]]) -> dict[tuple[str, str], AuthorCard]:
        cards: dict[tuple[str, str], AuthorCard] = {}
        for (kind, author, language), sources in lists.items():
            if kind != "author":
                continue
            profile, path = self.authors.profiles[author], self._author_path(author, language)
            picture = profile.picture
            if picture and picture.src:
                found = resolve_media(profile.source, picture.src, self.media)
                picture = dataclasses.replace(picture, src=found) if found else None
            name, tongue = self.authors.name(author, language, self.config.language)
            cards[author, language] = AuthorCard(
                author, language, name, tongue, "organization" if profile.is_organization else "person",
                profile.role.get(language, self.config.language), profile.bio.get(language, self.config.language), picture, profile.links, self.config.href(path), self.config.canonical(path),
                path, tuple(dict.fromkeys(text for _, text in profile.names.texts if text != name)), len(sources),
                profile.role.language_of(language, self.config.language), profile.bio.language_of(language, self.config.language),
            )
        return cards

    # -------------------------------------------------------------- connections

    def _names(self, cards: Mapping[str, Card], redirects: Iterable[Redirect]) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = defaultdict(list)
        for article in self.all:
            keys = [f"p:{article.source}", f"i:{article.id}", f"s:{article.slug or article.name}", f"s:{article.name}",
                    headline_key(article.headline)]
            keys.append(f"u:{cards[article.source].path if article.source in cards else self._path(article)}")
            keys += [f"u:/{alias.path.strip('/')}/" for alias in article.aliases]
            for key in dict.fromkeys(keys):
                names[key].append(article.source)
        for redirect in redirects:
            key = f"u:/{redirect.path.strip('/')}/"
            if redirect.source in cards and redirect.span.path.startswith(f"{LEDGER}/") and redirect.source not in names[key]:
                names[key].append(redirect.source)
        return {key: tuple(sorted(sources)) for key, sources in sorted(names.items())}

    def _mentions(
        self, links: Mapping[str, tuple[str, ...]], cards: Mapping[str, Card], lists: Mapping[tuple[str, str, str], tuple[str, ...]]
    ) -> dict[str, tuple[str, ...]]:
        return mentions(links, cards, (source for language in self.config.languages for source in lists.get(("home", "", language), ())))

    def _parts(
        self, lists: Mapping[tuple[str, str, str], tuple[str, ...]], cards: Mapping[str, Card], public: Mapping[str, Article]
    ) -> dict[tuple[str, str], tuple[tuple[int, str], ...]]:
        found = {}
        for (kind, series, language), sources in lists.items():
            if kind == "series":
                said = {
                    source: named for source in sources for named in public[source].series
                    if named.part and self.terms.id_of("series", named, language) == series
                }
                found[series, language], problems = numbered((cards[source] for source in reversed(sources)), said)
                self.problems += problems
        return found

    def _boxes(self, cards: Mapping[str, Card]) -> dict[tuple[str, str, str], tuple[str, ...]]:
        """Also those of articles that are not public, so that a box withheld can be told from one that nobody wrote."""
        found: dict[tuple[str, str, str], list[Article]] = defaultdict(list)
        for article in self.all:
            for named in article.stories if article.boxes else ():
                for box in article.boxes:
                    found[self.terms.known_id("story", named, article.language), article.language, box].append(article)
        return {key: tuple(article.source for article in sorted(several, key=_first)) for key, several in sorted(found.items())}

    def _arranged(self, language: str, names: Mapping[str, tuple[str, ...]], cards: Mapping[str, Card]) -> Arrangement:
        written = self.fronts_written.get(language)
        bands = tuple(self.terms.id_of("section", named, language) for named in written.bands) if written else ()
        made, problems = arranged(language, written, bands, names, cards, self.press_time)
        self.problems += problems
        return made

    def _next_change(self, cards: Mapping[str, Card], arrangements: Iterable[Arrangement]) -> NextChange:
        times = {at for article in self.all for at in boundaries(article, self.press_time, self.edge, coming(article))}
        strips = (self.fronts_written[one.language].breaking for one in arrangements if one.breaking_text)
        times |= {strip.until.at for strip in strips if strip and strip.until}
        leaving = [card.published.at + NEWS_WINDOW for card in cards.values() if is_news(card) and card.published]
        leaving += [article.retraction.date.at for article in self.all if article.retraction]  # a warning of its date ends
        return NextChange(min(times, default=None), min((at for at in leaving if at > self.press_time), default=None))


def lead_picture(article: Article, media: frozenset[str]) -> Picture | None:
    """The picture at the top of an article, by its path; None where it has none, or none that is there."""
    image = article.image
    found = resolve_media(article.source, image.src, media) if image and image.src else ""
    return dataclasses.replace(image, src=found) if image and found else None


def _newest(card: Card) -> tuple[float, str]:
    return (-card.published.at.timestamp() if card.published else 0.0, card.path)


def _first(article: Article) -> tuple[float, str]:
    published = published_at(article)
    return (published.at.timestamp() if published else 0.0, article.source)


def _front_order(front: Front, position: Mapping[tuple[str, str], int]) -> tuple[object, ...]:
    if front.kind == "month":
        return (front.kind, front.language, tuple(-int(part) for part in front.id.split("/")), "")
    at = position.get((front.kind, front.id), len(position)) if front.kind == "section" else 0
    return (front.kind, front.language, (at,), name_key(front.name))
