"""The whole text of an article as a feed carries it: plain HTML, absolute addresses, no need of our style sheet.

What enters is a body with tokens and the questions; what leaves is HTML that any feed
reader shows well.  A part whose target is not public prints nothing, so no feed can
tell of a draft.
"""

from __future__ import annotations

from sitegen.config import Dates
from sitegen.core.model import Article, Moment, Picture, Reference
from sitegen.core.reading import Block, Part, Prose
from sitegen.core.site import Card, Media, SharedBox, Target
from sitegen.core.task import Ask
from sitegen.output.body import absolute, away, fill, is_safe
from sitegen.output.dates import format_moment
from sitegen.output.markup import escape
from sitegen.output.views import link_href, located, recommended
from sitegen.site.live import newest_first

__all__ = ["feed_body", "full_text"]


def feed_body(ask: Ask, source: str, prose: Prose) -> str:
    """The body of the article at ``source`` for a feed; the updates of a live blog follow it, newest first."""
    card: Card | None = ask("card", source)
    return _body(ask, card, prose) if card else ""


def full_text(ask: Ask, card: Card, article: Article | None, prose: Prose | None) -> str:
    """All that the page of a listed article says: label, lead picture, standfirst, body, further reading, corrections, sources."""
    pieces = [_label(ask, card)]
    if card.image:
        media: Media | None = ask("media", card.image.src) if card.image.src else None
        pieces.append(_figure(card.image, media, _rel(card)) if media else "")
    if card.standfirst:
        pieces.append(f"<p><strong>{escape(card.standfirst)}</strong></p>\n")
    if prose:
        pieces.append(_body(ask, card, prose))
    if article:
        pieces += _after(ask, card, article, prose)
    return absolute("".join(pieces), card.canonical)


def _after(ask: Ask, card: Card, article: Article, prose: Prose | None) -> list[str]:
    """What follows the text: read-alsos that have no place in it, corrections, sources."""
    placed = _placed(ask, card, prose)
    pieces = []
    for reference in article.read_also:
        target = _target(ask, card, reference)
        if target.card is None or target.card.source not in placed:
            pieces.append(_read_also(ask, card, reference))
            placed.update({target.card.source} if target.card else ())
    label = ask("text", "correction", card.language)
    pieces += [_note(ask, card, label, correction.date, correction.text) for correction in article.corrections]
    sources = [_link(source.url, source.title or source.url, _rel(card)) for source in article.sources if is_safe(source.url)]
    if sources:
        items = "".join(f"<li>{source}</li>" for source in sources)
        pieces.append(f"<p>{escape(ask('text', 'sources', card.language))}</p>\n<ul>{items}</ul>\n")
    return pieces


def _placed(ask: Ask, card: Card, prose: Prose | None) -> set[str]:
    """Sources of the articles that a line in the body points to already."""
    references = [part.reference for part in prose.parts if part.kind is Block.READ_ALSO] if prose else []
    cards = [_target(ask, card, reference).card for reference in references if reference]
    return {found.source for found in cards if found}


def _body(ask: Ask, card: Card, prose: Prose) -> str:
    seen: set[str] = set()

    def draw(part: Part) -> str:
        shown = part.anchor if part.kind is Block.SHARED_BOX else ""
        if part.kind is Block.READ_ALSO and part.reference and (target := _target(ask, card, part.reference).card):
            shown = target.source
        if shown in seen:  # named twice, printed once
            return ""
        seen.update({shown} - {""})
        return _draw(ask, card, part)

    def rel(part: Part) -> str:
        outside = part.reference is not None and _target(ask, card, part.reference).state == "outside"
        return _rel(card) if outside else ""

    pieces = [fill(prose.html, prose.parts, draw, rel)]
    for entry in newest_first(prose.live):
        when = format_moment(entry.at, *_printing(ask, card))
        pieces.append(f"<h3>{escape(' '.join(filter(None, (when, entry.headline))))}</h3>\n")
        pieces.append(fill(entry.html, prose.parts, draw, rel))
    return absolute("".join(pieces), card.canonical)


def _draw(ask: Ask, card: Card, part: Part) -> str:
    match part.kind:
        case Block.LINK:
            return link_href(ask, _target(ask, card, part.reference)) if part.reference else ""
        case Block.READ_ALSO:
            return _read_also(ask, card, part.reference) if part.reference else ""
        case Block.WIKILINK:
            target = _target(ask, card, part.reference) if part.reference else Target("gone")
            words = part.text or (target.card.headline if target.card else "")
            return _link(target.href, words) if target.href and words else ""
        case Block.FIGURE | Block.GALLERY:
            return "".join(_figure(picture, media, _rel(card)) for picture, media in located(ask, card.source, part))
        case Block.INLINE_PICTURE:
            return "".join(_image(media, picture) for picture, media in located(ask, card.source, part))
        case Block.EMBED:
            address = part.reference.target if part.reference else ""
            return f"<p>{_link(address, part.text or address, _rel(card))}</p>\n" if address and is_safe(address) else ""
        case Block.BOX_OPEN:
            title = part.text or ask("text", f"box_{part.box}", card.language)
            return f"<aside>\n<h3>{escape(title)}</h3>\n" if title else "<aside>\n"
        case Block.BOX_CLOSE:
            return "</aside>\n"
        case Block.SHARED_BOX:
            return _shared(ask, card, part)


def _shared(ask: Ask, card: Card, part: Part) -> str:
    """A box that another article holds, with the links and pictures of the place where it was written."""
    found: SharedBox = ask("shared_box", card.source, part.anchor)
    home: Card | None = ask("card", found.source) if found.state == "public" else None
    box: Prose | None = ask("box", found.source, part.anchor) if home else None
    if box is None or home is None:
        return ""
    written = home
    return fill(away(box.html, written.canonical), box.parts, lambda inner: _draw(ask, written, inner))


def _target(ask: Ask, card: Card, reference: Reference) -> Target:
    """What the reference means today; one that is not public has neither address nor card here, whatever it held."""
    target: Target = ask("target", card.source, reference.target, reference.title, card.language)
    return target if target.state in {"public", "retracted", "self", "outside"} else Target(target.state)


def _read_also(ask: Ask, card: Card, reference: Reference) -> str:
    target = _target(ask, card, reference)
    shown = recommended(target, card)
    words = shown.headline if shown else reference.title if target.state == "outside" else ""
    if not words or not is_safe(target.href):
        return ""
    label = ask("text", "read_also", card.language)
    return f"<p>{escape(f'{label}: ' if label else '')}{_link(target.href, words)}</p>\n"


def _figure(picture: Picture, media: Media, rel: str) -> str:
    """The picture with caption and credit."""
    credited = picture.credit and picture.credit_url and is_safe(picture.credit_url)
    credit = _link(picture.credit_url, picture.credit, rel) if credited else escape(picture.credit)
    words = " ".join(filter(None, (escape(picture.caption), f"({credit})" if credit else "")))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{_image(media, picture)}{caption}</figure>\n"


def _image(media: Media, picture: Picture) -> str:
    size = f' width="{media.width}" height="{media.height}"' if media.width and media.height else ""
    return f'<img src="{escape(media.canonical)}" alt="{escape(picture.alt)}"{size}>'


def _label(ask: Ask, card: Card) -> str:
    """«Реклама: who pays»; nothing for the newsroom's own work."""
    if not card.is_sponsored:
        return ""
    label = card.sponsored_label or ask("text", "sponsored", card.language)
    return f"<p><strong>{escape(': '.join(filter(None, (label, card.sponsored_by))))}</strong></p>\n"


def _note(ask: Ask, card: Card, label: str, date: Moment, words: str) -> str:
    when = format_moment(date, *_printing(ask, card))
    head = ", ".join(filter(None, (label, when)))
    return f"<p><strong>{escape(head)}:</strong> {escape(words)}</p>\n"


def _printing(ask: Ask, card: Card) -> tuple[Dates, str, str]:
    """The last three arguments of :func:`~sitegen.output.dates.format_moment` for this article's language."""
    language = card.language
    return ask("config", "dates", language), language, ask("config", "time_zone", language)


def _rel(card: Card) -> str:
    """What a link of the article to another host is: paid for with the article, or nothing in particular."""
    return "sponsored" if card.is_sponsored else ""


def _link(address: str, words: str, rel: str = "") -> str:
    marked = f' rel="{rel}"' if rel else ""
    return f'<a href="{escape(address)}"{marked}>{escape(words)}</a>'
