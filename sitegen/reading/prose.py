"""A Markdown body to a Prose: sanitised HTML in which links, pictures and news blocks stand as tokens.

Our own blocks are taken out of the text before Markdown sees it and stand in it as opaque
tokens; nh3 runs once over the whole; links and pictures become tokens after it, from its canonical output.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from typing import Protocol
from urllib.parse import unquote

import markdown

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import TOKEN_CLOSE, TOKEN_OPEN, Block, Heading, LiveEntry, Moment, Part, Picture, Prose, Reference
from sitegen.reading.sanitise import sanitise
from sitegen.reading.typography import typeset

__all__ = ["read"]

BOXES = ("background", "facts", "timeline", "quote", "correction", "note")
_READ_ALSO = re.compile(r"^(?:\*\*)?(?:Read also|Читайте також|Читайте также):(?:\*\*)?[ \t]*(.+)$", re.IGNORECASE)
_BOX = re.compile(r'^!!! +([\w-]+)(?: +"([^"]*)")?[ \t]*(?:\{#([\w-]+)\})?[ \t]*$')
_LINKED = re.compile(r"^\[(.*)\]\(<?([^)>]*)>?\)$")
_PICTURE = re.compile(r'!\[([^\]]*)\]\(\s*<?([^)\s>"]+)>?(?:\s+"([^"]*)")?\s*\)(?:\{([^}]*)\})?')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_WIKI = re.compile(r"\[\[([^\]|\n]+)(?:\|([^\]\n]+))?\]\]")
_EMBED = re.compile(r"^(?:\[([^\]]*)\]\()?<?(https?://[^\s)>]+)>?\)?$")
_PROVIDERS = (
    ("youtube", re.compile(r"https?://(?:www\.|m\.)?(?:youtube\.com/watch\?|youtu\.be/|youtube\.com/shorts/)")),
    ("telegram", re.compile(r"https?://t\.me/[\w]+/\d+")),
    ("x", re.compile(r"https?://(?:www\.)?(?:x|twitter)\.com/\w+/status/\d+")),
)
_LIVE = re.compile(r"^## +(\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}) +(.*?)[ \t]*(?:\{([^}]*)\})?[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HREF = re.compile(r'(<a\b[^<>]*?\shref=")([^"]*)(")|(<a href=")([^"]*)(")')
_TAG = re.compile(r"(<[^>]*>)")
_TOKEN = re.compile(f"{TOKEN_OPEN}\\d+{TOKEN_CLOSE}")


class Settings(Protocol):
    """What a body's reading needs of the configuration."""

    @property
    def markdown_extensions(self) -> tuple[str, ...]: ...


def read(
    text: str, *, path: str, first_line: int, language: str, settings: Settings, live: bool = False,
    parse_time: Callable[[str], Moment | None] = lambda _: None,
) -> tuple[Prose, tuple[Diagnostic, ...]]:
    """The prose of a body whose first line is ``first_line`` of the file ``path``."""
    return _Body(path, first_line, language, settings).read(text, live, parse_time)


class _Body:
    def __init__(self, path: str, first_line: int, language: str, settings: Settings) -> None:
        self.path, self.first_line, self.language, self.settings = path, first_line, language, settings
        self.parts: list[Part] = []
        self.found: list[Diagnostic] = []

    def read(self, text: str, live: bool, parse_time: Callable[[str], Moment | None]) -> tuple[Prose, tuple[Diagnostic, ...]]:
        text = text.replace(TOKEN_OPEN, "").replace(TOKEN_CLOSE, "")
        lines = list(enumerate(text.split("\n"), self.first_line))
        problem = self._too_deep(lines)
        if problem:
            return Prose(), (problem,)
        entries: list[LiveEntry] = []
        if live:
            lines, entries = self._live(lines, parse_time)
        try:
            made = self._render(lines)
        except RecursionError:
            return Prose(), (Diagnostic.at(Span(self.path, self.first_line, 1), "prose/too-deep"),)
        plain = entities.unescape(_TAG.sub(" ", _TOKEN.sub(" ", made + " ".join(entry.html for entry in entries))))
        words = len(re.findall(r"\w+", plain))
        outline = tuple(
            Heading(int(level), " ".join(entities.unescape(_TAG.sub("", words_)).split()), anchor)
            for level, anchor, words_ in re.findall(r'<h([2-6]) id="([^"]*)">(.*?)</h', made, re.DOTALL)
        )
        fragments = tuple(re.findall(r'\sid="([^"]*)"', made))
        prose = Prose(made, tuple(self.parts), outline, fragments, words, " ".join(plain.split()), tuple(entries))
        return prose, tuple(self.found)

    def _too_deep(self, lines: list[tuple[int, str]]) -> Diagnostic | None:
        for number, line in lines:
            indent = len(line) - len(line.lstrip(" \t"))
            runs = max((len(run) for run in re.findall(r"[\[\]!`*_(<]{30,}", line)), default=0)
            if runs or re.match(r"^[> ]{60,}", line) and line.count(">") > 30 or indent > 200 and line.strip():
                return Diagnostic.at(Span(self.path, number, 1), "prose/too-deep")
        return None

    def _token(self, part: Part) -> str:
        self.parts.append(part)
        return f"{TOKEN_OPEN}{len(self.parts) - 1}{TOKEN_CLOSE}"

    def _live(
        self, lines: list[tuple[int, str]], parse_time: Callable[[str], Moment | None]
    ) -> tuple[list[tuple[int, str]], list[LiveEntry]]:
        """The lines before the first update, and the updates."""
        starts = [at for at, (_, line) in enumerate(lines) if _LIVE.match(line)]
        entries: list[LiveEntry] = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            number, line = lines[start]
            head = _LIVE.match(line)
            moment = parse_time(head[1]) if head else None
            if head is None or moment is None:
                continue
            if entries and moment.at < entries[-1].at.at:
                self.found.append(Diagnostic.at(Span(self.path, number, 4, 16), "live/out-of-order"))
            marks = head[3] or ""
            anchor = re.search(r"#([\w-]+)", marks)
            name = anchor[1] if anchor else f"t{moment.at:%Y%m%d%H%M}"
            body = self._render(lines[start + 1 : end])
            entries.append(LiveEntry(moment, typeset(head[2], self.language), name, body, ".pinned" in marks, ".key" in marks))
        return (lines[: starts[0]] if starts else lines), entries

    def _render(self, lines: list[tuple[int, str]]) -> str:
        source = self._blocks(lines)
        extensions = [
            "markdown.extensions.tables", "markdown.extensions.footnotes", "markdown.extensions.def_list",
            "markdown.extensions.abbr", "markdown.extensions.attr_list", "markdown.extensions.fenced_code",
            "markdown.extensions.sane_lists", "markdown.extensions.toc", *self.settings.markdown_extensions,
        ]
        shift = 2 if any(line.startswith("# ") for _, line in lines) else 1
        made = markdown.markdown(
            source, extensions=extensions,
            extension_configs={"markdown.extensions.toc": {"baselevel": shift, "slugify": _anchor}},
            output_format="html",
        )
        made = re.sub(r"~~(?=\S)([^~<>]+?)~~", r"<del>\1</del>", made)
        return self._typeset(self._links(sanitise(made)))

    # -------------------------------------------------------------- blocks

    def _blocks(self, lines: list[tuple[int, str]]) -> str:
        out: list[str] = []
        fence = ""
        at = 0
        while at < len(lines):
            number, line = lines[at]
            mark = _FENCE.match(line)
            if mark and (not fence or line.strip().startswith(fence)):
                fence = "" if fence else mark[1]
            if fence or mark:
                out.append(line)
            elif box := _BOX.match(line):
                inside, at = self._inside(lines, at + 1)
                out += self._box(box, number, inside)
                continue
            elif also := _READ_ALSO.match(line.strip()):
                out += ["", self._read_also(also[1].strip(), number, line), ""]
            elif embed := self._embed(lines, at):
                out += ["", embed, ""]
            else:
                out.append(self._inline(line, number, alone=self._alone(lines, at)))
            at += 1
        return "\n".join(out)

    @staticmethod
    def _inside(lines: list[tuple[int, str]], at: int) -> tuple[list[tuple[int, str]], int]:
        inside: list[tuple[int, str]] = []
        while at < len(lines) and (lines[at][1].startswith("    ") or not lines[at][1].strip()):
            inside.append((lines[at][0], lines[at][1][4:]))
            at += 1
        return inside, at

    def _box(self, box: re.Match[str], number: int, inside: list[tuple[int, str]]) -> list[str]:
        kind = box[1].lower()
        if kind not in BOXES:
            span = Span(self.path, number, 5, len(kind))
            self.found.append(Diagnostic.at(span, "prose/unknown-box", kind=kind, known=", ".join(BOXES)))
            kind = "note"
        opened = self._token(Part(Block.BOX_OPEN, box=kind, text=typeset(box[2] or "", self.language), anchor=box[3] or ""))
        return ["", opened, "", self._blocks(inside), "", self._token(Part(Block.BOX_CLOSE)), ""]

    def _read_also(self, words: str, number: int, line: str) -> str:
        span = Span(self.path, number, line.find(words) + 1, len(words))
        if linked := _LINKED.match(words):
            reference = Reference(unquote(linked[2].strip()), _plain(linked[1]), span)
        elif words.startswith("[["):
            reference = Reference(words.strip("[] "), "", span)
        elif re.fullmatch(r"[\w./-]+", words):
            reference = Reference(words, "", span)
        else:
            reference = Reference("", _plain(words), span)
        return self._token(Part(Block.READ_ALSO, reference))

    def _embed(self, lines: list[tuple[int, str]], at: int) -> str:
        number, line = lines[at]
        found = _EMBED.match(line.strip())
        if not found or not self._alone(lines, at):
            return ""
        provider = next((name for name, pattern in _PROVIDERS if pattern.match(found[2])), "")
        if not provider:
            return ""
        reference = Reference(found[2], "", Span(self.path, number, line.find(found[2]) + 1, len(found[2])))
        return self._token(Part(Block.EMBED, reference, provider=provider, text=typeset(found[1] or "", self.language)))

    @staticmethod
    def _alone(lines: list[tuple[int, str]], at: int) -> bool:
        return not ((at and lines[at - 1][1].strip()) or (at + 1 < len(lines) and lines[at + 1][1].strip()))

    def _inline(self, line: str, number: int, *, alone: bool) -> str:
        """Pictures and ``[[slug]]`` of a line as tokens; code spans are left alone."""
        pieces = re.split(r"(`+[^`]*`+)", line)
        pictures = [self._picture(match, number) for match in _PICTURE.finditer(line)] if "![" in line else []
        rest = _PICTURE.sub("", line).strip()
        if pictures and not rest and line.startswith("!"):
            kind = Block.FIGURE if len(pictures) == 1 else Block.GALLERY
            return self._token(Part(kind, pictures=tuple(pictures)))
        for at in range(0, len(pieces), 2):
            pieces[at] = _PICTURE.sub(
                lambda match: self._token(Part(Block.INLINE_PICTURE, pictures=(self._picture(match, number, False),))),
                pieces[at],
            )
            pieces[at] = _WIKI.sub(lambda match: self._wiki(match, number), pieces[at])
        return "".join(pieces)

    def _wiki(self, match: re.Match[str], number: int) -> str:
        reference = Reference(match[1].strip(), "", Span(self.path, number, match.start() + 1, len(match[0])))
        return self._token(Part(Block.WIKILINK, reference, text=typeset(match[2] or "", self.language)))

    def _picture(self, match: re.Match[str], number: int, warn: bool = True) -> Picture:
        given = dict(_ATTRIBUTE.findall(match[4] or ""))
        span = Span(self.path, number, match.start() + 1, len(match[0]))
        if warn and not match[1].strip():
            self.found.append(Diagnostic.at(span, "image/missing-alt"))
        if warn and not given.get("credit"):
            self.found.append(Diagnostic.at(span, "image/missing-credit", key=match[1] or match[2]))
        return Picture(
            unquote(match[2]), typeset(match[1], self.language), typeset(match[3] or "", self.language),
            given.get("credit", ""), given.get("credit_url", ""), given.get("license", ""), given.get("focus", ""), span,
        )

    # -------------------------------------------------------------- after nh3

    def _links(self, html: str) -> str:
        def token(match: re.Match[str]) -> str:
            before, href, after = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
            target = unquote(entities.unescape(href))
            if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#", target) or not target or TOKEN_OPEN in target:
                return match[0]
            return before + self._token(Part(Block.LINK, Reference(target, "", Span(self.path, self.first_line, 1)))) + after

        return re.sub(r"<img\b[^>]*>", "", _HREF.sub(token, html))

    def _typeset(self, html: str) -> str:
        """Typography on text nodes, not in code; a block's nodes are one running text."""
        pieces = _TAG.split(html)
        inside = 0
        for at, piece in enumerate(pieces):
            if at % 2:
                inside += bool(re.match(r"<(code|pre|kbd|samp)\b", piece)) - bool(re.match(r"</(code|pre|kbd|samp)>", piece))
            elif piece and not inside:
                pieces[at] = entities.escape(typeset(entities.unescape(piece), self.language), quote=False)
        return "".join(pieces)


def _plain(words: str) -> str:
    return re.sub(r"\\([\\`*_{}\[\]()#+.!<>-])", r"\1", entities.unescape(words)).strip()


def _anchor(value: str, separator: str) -> str:
    return re.sub(r"[^\w]+", separator, value.lower()).strip(separator) or "section"
