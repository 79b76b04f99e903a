"""The updates of a live blog: the headings that begin them, and the body cut into them.

A heading ``## 2026-11-23 14:05 Headline {#id .pinned .key}`` begins an update.  Its id is the one given, else one made of its time
in UTC, so that neither an edit, nor another place, nor another zone in the settings changes it.  Each update keeps what belongs to
it, its notes too: one that is not told yet can be left out whole.
"""

from __future__ import annotations

import datetime as dt
import html as entities
import re
from collections.abc import Callable, Iterator

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Live, Moment
from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN, LiveEntry
from sitegen.reading.manuscript import fences
from sitegen.reading.typography import typeset

__all__ = ["count", "heads", "outside", "parted", "split"]

_HEAD = re.compile(r"^##[ \t]+(\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}\S*)(?:[ \t]+(.*?))?[ \t]*(?:\{([^{}]*)\})?[ \t]*$")
_ALMOST = re.compile(r"^##[ \t]+((?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?:,?[ T]+\d{1,2}[:.]\d{2}\S*)?|\d{1,2}:\d{2}(?!\S))")
"""A heading that begins with a date or a time of day, and is no update's."""
_OPEN = f"{TOKEN_OPEN}live"
_MARK = re.compile(f"<p>{_OPEN}([0-9]+){TOKEN_CLOSE}</p>\n?")
_CONTENTS = re.compile(r'<div class="toc">.*?</div>\n?', re.DOTALL)
_NOTES = re.compile(r'<div class="footnote">\s*<hr>\s*<ol>(.*?)</ol>\s*</div>\n?', re.DOTALL)
_NOTE = re.compile(r'(?=<li id="fn:)')
_DEFINITION = re.compile(r" {0,3}\*\[([^\]]*)\]:")
_ABBREVIATION = re.compile(r'<abbr title="[^"]*">([^<]*)</abbr>')
_NOTE_ID = re.compile(r'<li id="(fn:[^"]*)"')


def heads(
    lines: list[str], first_line: int, path: str, language: str, parse_time: Callable[[str], Moment | None]
) -> tuple[list[str], list[LiveEntry], list[Diagnostic]]:
    """The lines with a mark where each update begins, what the headings of the updates say, and what is wrong with them."""
    found: list[LiveEntry] = []
    problems: list[Diagnostic] = []
    out: list[str] = []
    anchors: set[str] = set()
    for number, (line, fenced) in enumerate(zip(lines, fences(lines), strict=True), first_line):
        head = None if fenced else _HEAD.match(line) or _ALMOST.match(line)
        if not head:
            out.append(line)
            continue
        span = Span(path, number, head.start(1) + 1, len(head[1]))
        moment = parse_time(head[1]) if head.re is _HEAD else None
        if moment is None:
            problems.append(Diagnostic.at(span, "live/no-such-time", text=head[1]))
            continue
        if found and moment.at < found[-1].at.at:
            problems.append(Diagnostic.at(span, "live/out-of-order", found[-1].span))
        marks = (head[3] or "").split()
        anchor = next((mark[1:] for mark in marks if mark.startswith("#") and len(mark) > 1), "")
        if anchor in anchors:
            problems.append(Diagnostic.at(span, "live/same-id", next(one.span for one in found if one.anchor == anchor), id=anchor))
        elif not anchor and (made := _anchor(moment)) in anchors:
            problems.append(Diagnostic.at(span, "live/same-minute", next(one.span for one in found if one.anchor == made)))
        anchor = _unused(anchor or _anchor(moment), anchors)
        found.append(LiveEntry(moment, typeset(head[2] or "", language), anchor, "", ".pinned" in marks, ".key" in marks, span=span))
        out += ["", f"{_OPEN}{len(found) - 1}{TOKEN_CLOSE}", ""]
    return out, found, problems


def outside(live: Live, entries: tuple[LiveEntry, ...]) -> Iterator[Diagnostic]:
    """Updates from before or after the coverage, which would say so falsely."""
    for entry in entries:
        if entry.at.at < live.starts.at:
            yield Diagnostic.at(entry.span, "live/outside", key="starts")
        elif live.ends and entry.at.at > live.ends.at:
            yield Diagnostic.at(entry.span, "live/outside", key="ends")


def count(html: str) -> int:
    """How many marks of updates stand in ``html``."""
    return len(_MARK.findall(html))


def parted(lines: list[str]) -> Iterator[list[str]]:
    """The lines above the first update, and then for each update its mark and, apart, its lines."""
    part: list[str] = []
    for line in lines:
        if line.startswith(_OPEN):
            yield part
            yield [line]
            part = []
        else:
            part.append(line)
    yield part


def split(html: str, found: list[LiveEntry], lines: list[str]) -> tuple[str, tuple[LiveEntry, ...]]:
    """The text above the updates, and the updates with their text, of a body with the marked ``lines``.

    A table of contents would tell of updates to come; the list of key updates stands for it.  An abbreviation is explained from
    the update on in which it is defined.
    """
    top, *rest = _MARK.split(_CONTENTS.sub("", html))
    defined = {name: at for at, part in enumerate(_texts(lines)) for line in part if (name := _defined(line))}
    texts = _with_notes([_unexplained(text, {name for name, by in defined.items() if by > at}) for at, text in enumerate([top, *rest[1::2]])])
    entries = (found[int(number)] for number in rest[::2])
    return texts[0], tuple(
        LiveEntry(one.at, one.headline, one.anchor, text.strip("\n"), one.pinned, one.key, span=one.span)
        for one, text in zip(entries, texts[1:], strict=True)
    )


def _texts(lines: list[str]) -> Iterator[list[str]]:
    """The lines above the first update, and those of each update."""
    return (part for part in parted(lines) if not (len(part) == 1 and part[0].startswith(_OPEN)))


def _defined(line: str) -> str:
    found = _DEFINITION.match(line)
    return found[1].strip() if found else ""


def _unexplained(text: str, late: set[str]) -> str:
    return _ABBREVIATION.sub(lambda found: found[1] if entities.unescape(found[1]) in late else found[0], text) if late else text


def _with_notes(texts: list[str]) -> list[str]:
    """The texts with each note below the one that first refers to it; one without a reference below the last."""
    bare = [_NOTES.sub("", text) for text in texts]
    below: list[list[tuple[int, str]]] = [[] for _ in texts]
    for notes in (found for text in texts for found in _NOTES.findall(text)):
        for number, note in enumerate((one for one in _NOTE.split(notes) if one.strip()), 1):
            id_ = _NOTE_ID.match(note)
            owner = next((at for at, text in enumerate(bare) if id_ and f'href="#{id_[1]}"' in text), len(bare) - 1)
            below[owner].append((number, note.strip()))
    return [text + _listed(notes) for text, notes in zip(bare, below, strict=True)]


def _listed(notes: list[tuple[int, str]]) -> str:
    """Notes under the numbers they have in the whole text."""
    items = "\n".join(note.replace("<li ", f'<li value="{number}" ', 1) for number, note in notes)
    return f'\n<div class="footnote">\n<hr>\n<ol>\n{items}\n</ol>\n</div>' if notes else ""


def _anchor(moment: Moment) -> str:
    """``t202611231205``, the time in UTC, with its seconds where it has any."""
    at = moment.at.astimezone(dt.UTC)
    return f"t{at:%Y%m%d%H%M}" + (f"{at:%S}" if at.second else "")


def _unused(anchor: str, anchors: set[str]) -> str:
    """``anchor``, or with a number where it is taken; taken from now on."""
    free, number = anchor, 1
    while free in anchors:
        number += 1
        free = f"{anchor}-{number}"
    anchors.add(free)
    return free
