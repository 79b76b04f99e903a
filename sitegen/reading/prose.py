"""A Markdown body to a Prose: sanitised HTML in which links, pictures and news blocks stand as tokens.

Boxes, read-also lines, embeds and ``[[slug]]`` become opaque tokens while Markdown is parsed; nh3 runs once over the
whole; links and pictures become tokens after it, from its canonical output; the text is set last.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import filterfalse
from typing import Protocol
from urllib.parse import unquote

from sitegen.core import embeds
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Moment, Picture, Reference
from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN, Block, Heading, LiveEntry, Part, Prose
from sitegen.plugins import Plugin, fault_of
from sitegen.reading import updates
from sitegen.reading.archive import rewritten
from sitegen.reading.manuscript import Manuscript, fences
from sitegen.reading.markdown_news import Tokens
from sitegen.reading.markdown_parser import parser
from sitegen.reading.sanitise import dropped, sanitise
from sitegen.reading.typography import typeset, typeset_html

__all__ = ["BOXES", "read"]

BOXES = ("background", "facts", "timeline", "quote", "correction", "note")
_BOX = re.compile(r'^!!![ \t]+([\w-]+)(?:[ \t]+["“«](.*)["”»])?[ \t]*(?:\{[ \t]*#([\w-]+)[ \t]*\})?[ \t]*$')
_SHARED = re.compile(r"^!!![ \t]+(?:([\w-]+)[ \t]+)?#([\w-]+)[ \t]*$")
_LINKED = re.compile(r"^\[(.*)\]\([ \t]*(?:<([^<>]*)>|(.*?))(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\)$")
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_TOKEN = re.compile(f"{TOKEN_OPEN}[0-9a-z]+{TOKEN_CLOSE}")
_LONE = re.compile(f"<div>({TOKEN_OPEN}[0-9a-z]+{TOKEN_CLOSE})</div>")
_LINK = re.compile(r'(<a\b(?:[^<>"]|"[^"]*")*?\shref=")([^"]*)(")')
_IMAGE = r'<img\b(?:[^<>"]|"[^"]*")*>'
_PICTURED = re.compile(rf'<a\b[^<>]*\shref="[^"]*\.(?:jpe?g|png|webp|avif|gif)"[^<>]*>\s*({_IMAGE})\s*</a>', re.IGNORECASE)
_PICTURES = re.compile(rf"<p>\s*((?:{_IMAGE}(?:\s|<br>)*)+)</p>")
_FIGURE = re.compile(rf"<figure>(?:(?!</?figure>).)*?({_IMAGE})(?:(?!</?figure>).)*</figure>", re.DOTALL)
_FIGURE_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s([a-z_]+)="([^"]*)"')
_ID = re.compile(r'(<[a-z][a-z0-9]*\b(?:[^<>"]|"[^"]*")*?)\sid="([^"]*)"')
_HEADING = re.compile(r'<h([2-6])\b[^<>]*?\sid="([^"]*)"[^<>]*>(.*?)</h\1>', re.DOTALL)


class Settings(Protocol):
    """What a body's reading needs of the configuration."""

    @property
    def markdown_extensions(self) -> tuple[str, ...]: ...
    @property
    def plugins(self) -> tuple[Plugin, ...]: ...


def read(
    text: str,
    *,
    path: str,
    first_line: int,
    language: str,
    settings: Settings,
    live: bool = False,
    parse_time: Callable[[str], Moment | None] = lambda _: None,
) -> tuple[Prose, tuple[Diagnostic, ...]]:
    """The prose of a body whose first line is ``first_line`` of the file ``path``.

    ``live``: whether ``## 2026-11-23 14:05 Headline`` begins an update; ``parse_time`` gives its moment, None where there is none.
    """
    manuscript = Manuscript(text.replace(TOKEN_OPEN, " ").replace(TOKEN_CLOSE, " "), path, first_line)
    problem = manuscript.too_deep()
    if problem:
        return Prose(), (problem,)
    body = _Body(manuscript, language, settings)
    try:
        prose = body.read(live, parse_time)
    except Exception as error:  # noqa: BLE001 - a parser's own fault is this file's, and the other files go on (FAULTS 24)
        if fault := fault_of(settings.plugins, "markdown_extensions", error):
            return Prose(), (fault.diagnostic(manuscript.span(0), path),)
        return Prose(), (Diagnostic.at(manuscript.span(0), "prose/unreadable", reason=type(error).__name__),)
    return prose, tuple(body.found)


class _Body:
    """One reading of one body: the parts and findings it has met so far."""

    def __init__(self, manuscript: Manuscript, language: str, settings: Settings) -> None:
        self.manuscript, self.language = manuscript, language
        self.parser = parser(language, settings.markdown_extensions, settings.plugins)
        self.tokens = Tokens(self._read_also, self._embed, self._wiki)
        self.parts: list[Part] = []
        self.found: list[Diagnostic] = []

    def read(self, live: bool, parse_time: Callable[[str], Moment | None]) -> Prose:
        for offset, length, code, name in dropped(self.manuscript.visible):
            self.found.append(Diagnostic.at(self.manuscript.span(offset, length), code, name=name))
        lines = self.manuscript.text.split("\n")
        heads: list[LiveEntry] = []
        if live:
            lines, heads, found = updates.heads(lines, self.manuscript.first_line, self.manuscript.path, self.language, parse_time)
            self.found += found
        made = self._made(lines)
        if updates.count(made) != len(heads):  # swallowed by unclosed markup: each update is read by itself
            made = "\n".join(self._made(part) for part in updates.parted(lines))
        anchors = {entry.anchor for entry in heads}
        made = _without_repeated_ids(made, set(anchors))
        self._check_fragments(made, (*_fragments(made), *anchors, *(part.anchor for part in self.parts)))
        top, entries = updates.split(made, heads, lines) if live else (made, ())
        entries = tuple(
            replace(one, plain=" ".join(_pieces(one.html)), outline=_outline(one.html), fragments=_fragments(one.html)) for one in entries
        )
        plain = _pieces(top)
        return Prose(top, tuple(self.parts), _outline(top), _fragments(top), _count(plain), " ".join(plain), entries)

    def _made(self, lines: list[str]) -> str:
        html = _LONE.sub(r"<p>\1</p>", sanitise(self.parser.html(rewritten("\n".join(self._boxes(lines))), self.tokens)))
        return typeset_html(self._tokens(html), self.language)

    def _token(self, part: Part) -> str:
        self.parts.append(part)
        return f"{TOKEN_OPEN}{len(self.parts) - 1}{TOKEN_CLOSE}"

    def _report(self, span: Span, code: str, **parameters: str) -> None:
        self.found.append(Diagnostic.at(span, code, **parameters))

    # -------------------------------------------------------------- lines: boxes

    def _boxes(self, lines: list[str], *, is_inside: bool = False) -> list[str]:
        """The lines with each ``!!!`` box as its lines between two tokens, moved to the margin."""
        out: list[str] = []
        at = 0
        fenced = fences(lines)
        while at < len(lines):
            line, is_box = lines[at], lines[at].startswith("!!!") and not fenced[at]
            at += 1
            if is_box and (shared := _SHARED.match(line)):
                out += ["", self._shared(shared, line, is_inside=is_inside), ""]
                continue
            box = _BOX.match(line) if is_box else None
            if not box:
                out.append(line)
                continue
            inside: list[str] = []
            while at < len(lines) and (not lines[at].strip() or lines[at].startswith(("    ", "\t"))):
                inside.append(lines[at][1:] if lines[at].startswith("\t") else lines[at][4:])
                at += 1
            opened = self._token(self._box(box, line, empty=not any(one.strip() for one in inside)))
            out += ["", opened, "", *self._boxes(inside, is_inside=True), "", self._token(Part(Block.BOX_CLOSE)), ""]
        return out

    def _shared(self, shared: re.Match[str], line: str, *, is_inside: bool) -> str:
        """A line that shows a box of another article.  Within a box it shows nothing, so that no box can come to show itself."""
        place = self.manuscript.place(line)
        span = Span(place.path, place.line, place.column + line.find("#"), len(shared[2]) + 1)
        if is_inside:
            self._report(span, "box/inside", id=shared[2])
            return ""
        return self._token(Part(Block.SHARED_BOX, box=(shared[1] or "").lower(), anchor=shared[2], span=span))

    def _box(self, box: re.Match[str], line: str, *, empty: bool) -> Part:
        place = self.manuscript.place(line)
        kind = box[1].lower()
        if kind not in BOXES:
            span = Span(place.path, place.line, box.start(1) + 1, len(kind))
            self._report(span, "prose/unknown-box", kind=box[1], known=", ".join(BOXES))
            kind = "note"
        if empty:
            self._report(place, "prose/empty-box")
        anchor = box[3] or ""
        span = Span(place.path, place.line, place.column + line.rfind("#"), len(anchor) + 1) if anchor else place
        return Part(Block.BOX_OPEN, box=kind, text=typeset(box[2] or "", self.language), anchor=anchor, span=span)

    # -------------------------------------------------------------- tokens while parsing

    def _read_also(self, words: str, line: str) -> str:
        place = self.manuscript.place(line)
        begins = line.find(words)
        span = Span(place.path, place.line, place.column + max(begins, 0), len(words))
        if linked := _LINKED.match(words):
            self.manuscript.place(linked[2] or linked[3] or "")
            reference = Reference(_address(linked[2] or linked[3] or ""), _plain(linked[1]), span)
        elif wiki := re.fullmatch(r"\[\[([^\]|]+)(?:\|[^\]]*)?\]\]", words):
            reference = Reference(wiki[1].strip(), "", span)
        elif re.fullmatch(r"[\w.-]*[/\w.-]+\.(?:md|html)|[a-z0-9]+(?:-[a-z0-9]+)+|/[\w./-]+", words):
            reference = Reference(words, "", span)
        else:
            reference = Reference("", _plain(words), span)
        return self._token(Part(Block.READ_ALSO, reference))

    def _embed(self, address: str, words: str, line: str) -> str:
        found = embeds.embed(entities.unescape(address), self.language)
        if found is None:
            return ""
        reference = Reference(address, "", self.manuscript.place(address))
        words = typeset(_plain(words), self.language)
        return self._token(Part(Block.EMBED, reference, provider=found.provider, frame=found.frame, text=words))

    def _wiki(self, target: str, words: str) -> str:
        written = f"[[{target}"
        place = self.manuscript.place(target)
        span = Span(place.path, place.line, max(place.column - 2, 1), len(written) + 2)
        return self._token(Part(Block.WIKILINK, Reference(target, "", span), text=typeset(words, self.language)))

    # -------------------------------------------------------------- tokens after nh3

    def _tokens(self, html: str) -> str:
        """Pictures, and links to other pages, of sanitised HTML as tokens."""
        html = _FIGURE.sub(lambda found: self._captioned(found), html)
        html = _PICTURED.sub(r"\1", html)
        html = _PICTURES.sub(lambda found: self._pictures(found[1]), html)
        html = re.sub(_IMAGE, lambda found: self._inline_picture(found[0]), html)
        return _LINK.sub(self._link, html)

    def _captioned(self, figure: re.Match[str]) -> str:
        caption = _FIGURE_CAPTION.search(figure[0])
        words = " ".join(entities.unescape(_TAG.sub("", caption[1])).split()) if caption else ""
        picture = self._picture(figure[1], words)
        return f"<p>{self._token(Part(Block.FIGURE, pictures=(picture,)))}</p>" if picture else ""

    def _pictures(self, images: str) -> str:
        found = (self._picture(image) for image in re.findall(_IMAGE, images))
        pictures = tuple(picture for picture in found if picture)
        kind = Block.FIGURE if len(pictures) == 1 else Block.GALLERY
        return f"<p>{self._token(Part(kind, pictures=pictures))}</p>" if pictures else ""

    def _inline_picture(self, image: str) -> str:
        picture = self._picture(image, inline=True)
        return self._token(Part(Block.INLINE_PICTURE, pictures=(picture,))) if picture else ""

    def _picture(self, image: str, caption: str = "", *, inline: bool = False) -> Picture | None:
        """The picture of a sanitised ``<img>``; None, with a finding, where there is none to show."""
        given = {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(image)}
        source = given.get("src", "").strip()
        span = self.manuscript.picture(source)
        alt, credit = given.get("alt", ""), given.get("credit", "")
        if not source or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", source):
            self._report(span, "image/remote", key=alt or "the picture", text=source or "no address")
            return None
        if not inline and not alt.strip():
            self._report(span, "image/missing-alt")
        if not inline and not credit:
            self._report(span, "image/missing-credit", key=alt or source)
        caption = given.get("caption") or caption or given.get("title", "")
        return Picture(
            unquote(source),
            typeset(alt, self.language),
            typeset(caption, self.language),
            credit,
            given.get("credit_url", ""),
            given.get("license", ""),
            given.get("focus", ""),
            span,
        )

    def _link(self, link: re.Match[str]) -> str:
        written = entities.unescape(link[2])
        target = _address(written)
        if re.match(r"(?:https?:)?//", target):
            target = written.strip()  # another host's address stays as it was typed
        elif not target or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|#", target):
            return link[0]
        return link[1] + self._token(Part(Block.LINK, Reference(target, "", self.manuscript.place(written)))) + link[3]

    def _check_fragments(self, html: str, known: tuple[str, ...]) -> None:
        """Links within the page that lead to no heading or mark of it."""
        for link in _LINK.finditer(html):
            target = _address(entities.unescape(link[2]))
            if target.startswith("#") and len(target) > 1 and target[1:] not in known:
                self._report(self.manuscript.place(entities.unescape(link[2])), "link/dead-fragment", target=target)


def _pieces(html: str) -> list[str]:
    """The text of ``html`` without its tags, cut at white space."""
    return entities.unescape(_TAG.sub(" ", _TOKEN.sub(" ", html))).split()


def _count(pieces: list[str]) -> int:
    """How many words there are; most pieces are one, which is soon seen."""
    others = [*filterfalse(str.isalnum, pieces)]
    return len(pieces) - len(others) + len(re.findall(r"\w+", " ".join(others)))


def _fragments(html: str) -> tuple[str, ...]:
    return tuple(entities.unescape(found[2]) for found in _ID.finditer(html))


def _outline(html: str) -> tuple[Heading, ...]:
    return tuple(
        Heading(int(level), " ".join(entities.unescape(_TAG.sub("", _TOKEN.sub("", words))).split()), entities.unescape(anchor))
        for level, anchor, words in _HEADING.findall(html)
    )


def _without_repeated_ids(html: str, known: set[str]) -> str:
    """An id names one place of a page: of repeated ones the first stays, and none that is ``known`` (an update's)."""

    def kept(found: re.Match[str]) -> str:
        if found[2] in known or not found[2]:
            return found[1]
        known.add(found[2])
        return found[0]

    return _ID.sub(kept, html)


def _plain(words: str) -> str:
    """Words of a Markdown link or line without the escapes and marks around them."""
    return entities.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!<>~|\"'-])", r"\1", words)).strip()


def _address(written: str) -> str:
    return unquote(written.strip())
