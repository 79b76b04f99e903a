"""What a read-also line means: the article or articles whose headlines it names.

The whole line is looked for first, then runs of its sentences, the longest first (a headline may be two
sentences, and a line may name two articles).  What matches no headline is one pending entry.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from sitegen.core.model import Reference
from sitegen.importing import wording
from sitegen.importing.draft import Draft, ReadAlso
from sitegen.importing.lines import fold

__all__ = ["Find", "finder", "resolve", "resolve_read_also"]

Find = Callable[[str], str | None]
"""The source path of the article with this headline; None where there is none."""

_SENTENCE_END = re.compile(r"""(?<=[.!?…])(?:["'»”’“)\]]*)(\s+)""")
_MOST_SENTENCES = 12
"""A line of more sentences is no headline; it is looked for as a whole only."""


def finder(headlines: Iterable[tuple[str, str]]) -> Find:
    """A search among (headline, source path): quotation marks, dashes, case and spaces don't count.

    Of two articles with one headline the first given is found.
    """
    path_by_headline: dict[str, str] = {}
    for headline, path in headlines:
        path_by_headline.setdefault(fold(headline), path)
    return lambda title: path_by_headline.get(fold(title))


def resolve(draft: Draft, find: Find) -> Draft:
    """The draft with every read-also line resolved."""
    blocks = tuple(
        replace(block, references=resolve_read_also(block.title, find, draft.headings))
        if isinstance(block, ReadAlso) else block
        for block in draft.blocks
    )
    return replace(draft, blocks=blocks)


def resolve_read_also(line: str, find: Find, headings: Iterable[str] = ()) -> tuple[Reference, ...]:
    """The references of a line, in its order; one without target is pending.

    ``headings`` of the text are never titles: a run of sentences that is one of them is not looked for, and
    beside a match it belongs to that match's title.
    """
    if path := find(line):
        return (Reference(path, line),)
    sentences = _sentences(line)
    if len(sentences) > _MOST_SENTENCES:
        return (Reference("", line),)
    is_heading = {fold(heading) for heading in headings}.__contains__
    return _resolve(sentences, find, lambda text: wording.is_heading(text) or is_heading(fold(text)))


def _resolve(sentences: list[str], find: Find, is_heading: Callable[[str], bool]) -> tuple[Reference, ...]:
    for length in range(len(sentences), 0, -1):
        for start in range(len(sentences) - length + 1):
            title = " ".join(sentences[start : start + length])
            if is_heading(title) or not (path := find(title)):
                continue
            before, after = sentences[:start], sentences[start + length :]
            if before and is_heading(" ".join(before)):
                title, before = " ".join([*before, title]), []
            if after and is_heading(" ".join(after)):
                title, after = " ".join([title, *after]), []
            return (
                *(_resolve(before, find, is_heading) if before else ()),
                Reference(path, title),
                *(_resolve(after, find, is_heading) if after else ()),
            )
    return (Reference("", " ".join(sentences)),)


def _sentences(line: str) -> list[str]:
    """The sentences of a line; to cut too often does no harm, since runs of them are tried."""
    ends = [found.start(1) for found in _SENTENCE_END.finditer(line)]
    cuts = [0, *ends, len(line)]
    return [part for start, end in itertools.pairwise(cuts) if (part := line[start:end].strip())]
