"""The body of a pasted article: rows in, blocks and the account of their lines out.

Each function looks at the row at one place and gives a :class:`Piece` (a block and the lines it took)
or None.  The last one, a paragraph, always takes something, so that no row is left over.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from sitegen.importing import wording
from sitegen.importing.draft import Block, Box, Headed, Items, Line, Paragraph, ReadAlso, Use
from sitegen.importing.lines import Row, ends_sentence, runs_on

__all__ = ["Page", "Piece", "read"]

_HEADING_LENGTH = 80
_TITLE_LENGTH = 200
_SPEECH_LANGUAGES = frozenset({"uk", "ru"})
"""Languages that open direct speech with a dash: «– Не знаю, – сказав він.»"""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a body, their width where they are wrapped (else 0), and their language."""

    rows: tuple[Row, ...]
    width: int
    language: str

    def at(self, place: int) -> Row | None:
        """The row at ``place``, None past the end."""
        return self.rows[place] if place < len(self.rows) else None


@dataclass(frozen=True, slots=True)
class Piece:
    """The blocks that come of some lines (none where nothing is written), and the lines: one or more."""

    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]


def read(page: Page) -> tuple[tuple[Block, ...], tuple[Line, ...]]:
    """The blocks of the body and what became of each of its rows."""
    blocks: list[Block] = []
    lines: list[Line] = []
    while (place := len(lines)) < len(page.rows):
        piece = next(piece for look in _LOOKS if (piece := look(page, place)))
        lines += piece.lines
        blocks += piece.blocks
    return tuple(blocks), tuple(lines)


def _used(rows: tuple[Row, ...], use: Use, reason: str = "") -> tuple[Line, ...]:
    return tuple(Line(row.number, row.text, use, reason) for row in rows)


def _follow_us(page: Page, place: int) -> Piece | None:
    if not wording.is_follow_us(page.rows[place].text):
        return None
    end = place + 1
    while (row := page.at(end)) and wording.is_channel(row.text):
        end += 1
    return Piece((), _used(page.rows[place:end], Use.DROPPED, wording.FOLLOW_US))


def _read_also(page: Page, place: int) -> Piece | None:
    """``Read also: TITLE``; titles may stand on the next line or lines, but a heading is never one."""
    title = wording.read_also(page.rows[place].text)
    if title is None:
        return None
    if title:
        whole, end = _with_rest(page, place + 1, title)
        titles: tuple[str, ...] = (whole,)
    else:
        titles, end = _titles(page, place + 1)
    if not titles:
        return Piece((), _used(page.rows[place:end], Use.DROPPED, "a read-also line without a title"))
    return Piece(tuple(map(ReadAlso, titles)), _used(page.rows[place:end], Use.READ_ALSO))


def _titles(page: Page, place: int) -> tuple[tuple[str, ...], int]:
    """The titles below a bare read-also label: a list of them, or one short line that is no sentence."""
    texts, end = _items(page, place, is_announced=True)
    if texts or not (row := page.at(place)):
        return texts, end
    is_title = len(row.text) <= _TITLE_LENGTH and not row.text.endswith((".", ":", ";"))
    if not is_title or not _is_text(row.text) or _is_heading(page, place):
        return (), place
    text, end = _with_rest(page, place + 1, row.text)
    return (text,), end


def _with_rest(page: Page, place: int, text: str, indent: int | None = None) -> tuple[str, int]:
    """A text with its further lines, and the place after them.

    Those are lines that wrapping cut off from it and, below a list item, lines indented deeper than its
    sign, which stands at ``indent``.
    """
    parts = [text]
    while row := page.at(place):
        is_deeper = indent is not None and row.indent > indent and row.follows(page.rows[place - 1])
        is_cut_off = not ends_sentence(parts[-1]) and runs_on(page.rows[place - 1], row, page.width)
        if not (is_deeper or is_cut_off) or not _is_text(row.text):
            break
        parts.append(row.text)
        place += 1
    return " ".join(parts), place


def _box(page: Page, place: int) -> Piece | None:
    """A heading directly above bullets is a background box; a known heading alone stays a heading."""
    if not _is_heading(page, place):
        return None
    row = page.rows[place]
    title = row.text.rstrip(" :")
    texts, end = _items(page, place + 1, is_announced=True)
    heading = _used((row,), Use.HEADING)
    if not texts:
        return Piece((Headed(title),), heading)
    return Piece((Box(title, texts),), heading + _used(page.rows[place + 1 : end], Use.ITEM))


def _is_heading(page: Page, place: int) -> bool:
    """A known heading, or a short line directly above a list that doesn't end as a sentence or a colon does."""
    text = page.rows[place].text
    if wording.is_heading(text):
        return True
    if len(text) > _HEADING_LENGTH or ends_sentence(text.rstrip("?")) or text.endswith(","):
        return False
    return wording.has_words(text) and _is_text(text) and bool(_items(page, place + 1, is_announced=False)[0])


def _list(page: Page, place: int) -> Piece | None:
    """A list; or, taken together as well, the paragraphs of direct speech."""
    is_announced = place > 0 and page.rows[place - 1].text.endswith(":")
    starts, texts, end = _run(page, place)
    if not texts:
        return None
    if _is_list(page, place, texts, is_announced=is_announced):
        return Piece((Items(texts),), _used(page.rows[place:end], Use.ITEM))
    speeches = (page.rows[start:stop] for start, stop in itertools.pairwise([*starts, end]))
    blocks = tuple(Paragraph(" ".join(row.text for row in rows)) for rows in speeches)
    return Piece(blocks, _used(page.rows[place:end], Use.PARAGRAPH))


def _items(page: Page, place: int, *, is_announced: bool) -> tuple[tuple[str, ...], int]:
    """The list items that begin at ``place`` and the place after them; () where there is no list."""
    _, texts, end = _run(page, place)
    return (texts, end) if _is_list(page, place, texts, is_announced=is_announced) else ((), place)


def _run(page: Page, place: int) -> tuple[list[int], tuple[str, ...], int]:
    """The lines with bullets, or those with dashes, from ``place`` on: where each starts, its text, and the end."""
    first = page.at(place)
    has_bullets = first is not None and wording.bullet(first.text) is not None
    starts: list[int] = []
    texts: list[str] = []
    while row := page.at(place):
        text = wording.bullet(row.text) if has_bullets else None
        if text is None and (not has_bullets or row.follows(page.rows[place - 1])):
            text = wording.dash_item(row.text)
        if text is None:
            break
        starts.append(place)
        text, place = _with_rest(page, place + 1, text, row.indent)
        texts.append(text)
    return starts, tuple(texts), place


def _is_list(page: Page, place: int, texts: tuple[str, ...], *, is_announced: bool) -> bool:
    """Whether a run of bullets or dashes is a list.

    A dash opens direct speech as often as a list.  Lines with dashes are a list where it is announced
    (under a known heading or a colon) and otherwise if there are two or more; in Ukrainian and Russian,
    only if they don't read as sentences.
    """
    if not texts or is_announced or wording.bullet(page.rows[place].text) is not None:
        return bool(texts)
    return len(texts) > 1 and (page.language not in _SPEECH_LANGUAGES or not any(map(_is_sentence, texts)))


def _is_sentence(text: str) -> bool:
    return text[0].isupper() and ends_sentence(text) and not text.endswith((";", ":"))


def _is_text(text: str) -> bool:
    """Whether the line is only text: none of those that mean something by themselves."""
    if wording.bullet(text) or wording.dash_item(text) or wording.read_also(text) is not None:
        return False
    return not wording.is_follow_us(text) and not wording.is_heading(text)


def _paragraph(page: Page, place: int) -> Piece:
    """A line is a paragraph; lines that wrapping has cut are one."""
    end = place + 1
    while (row := page.at(end)) and runs_on(before := page.rows[end - 1], row, page.width):
        is_cut_off = not ends_sentence(before.text) and (_is_text(row.text) or wording.dash_item(row.text) is not None)
        if not is_cut_off and (not _is_text(row.text) or _is_heading(page, end)):
            break
        end += 1
    if all(ends_sentence(row.text) for row in page.rows[place : end - 1]):
        end = place + 1
    rows = page.rows[place:end]
    return Piece((Paragraph(" ".join(row.text for row in rows)),), _used(rows, Use.PARAGRAPH))


_LOOKS: tuple[Callable[[Page, int], Piece | None], ...] = (_follow_us, _read_also, _box, _list, _paragraph)
