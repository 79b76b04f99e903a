"""Importing a text from beginning to end, as a pure function: what would be written where, and the report.

Whoever calls it gives the publication's answers as functions (the slug of a headline, the article of a
headline, what already stands at a path) and writes at most the one file it is told to, never over another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.importing import markdown, report, text
from sitegen.importing.draft import Draft, Options
from sitegen.importing.place import neighbours, place
from sitegen.importing.read_also import Find, resolve

__all__ = ["Imported", "Outcome", "import_text"]


class Outcome(StrEnum):
    """What is to be done: only NEW has anything to write, only REFUSED is an error."""

    NEW = "new"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """The result: ``text`` is what belongs at ``path`` where the outcome is NEW (open it with mode ``x``)."""

    outcome: Outcome
    path: str = ""
    text: str = ""
    report: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    draft: Draft | None = None


def _nowhere(_id: str) -> None:
    return None


def import_text(
    path: str,
    source: str,
    options: Options,
    *,
    slugify: Callable[[str, str], str],
    find_headline: Callable[[str, str], str | None],
    existing: Callable[[str], str | None],
    find_id: Callable[[str], str | None] = _nowhere,
) -> Imported:
    """Import the text ``source`` that was read at ``path``.

    ``slugify(headline, language)`` gives the last part of the path, ``find_headline(title, language)`` the
    source path of the article with that headline, ``existing(path)`` the text of a file of the publication,
    ``find_id(id)`` the source path of the article with that id, wherever the desk has moved it.  The same
    text imported twice finds its file: UNCHANGED, or EDITED where the desk has worked on it since.
    """
    draft, problems = text.read(
        path, source, zone=options.zone, language=options.language, year=options.year, day=options.day
    )
    if draft is None:
        return Imported(Outcome.REFUSED, diagnostics=problems)
    draft = _filed(draft, options)
    slug = options.slug or slugify(draft.headline, draft.language)
    target, obstacles = place(draft, options, slug, _headline_span(path, draft))
    if obstacles:
        return Imported(Outcome.REFUSED, diagnostics=problems + obstacles, draft=draft)
    if (moved := find_id(draft.id)) and moved != target:
        return Imported(Outcome.EDITED, moved, "", _report(draft, moved, Outcome.EDITED, options), problems, draft)
    draft = resolve(draft, _finding(find_headline, draft.language, target))
    written = markdown.write(draft, target)
    outcome, where = _compare(draft, written, target, existing)
    if outcome is Outcome.REFUSED:
        taken = Diagnostic.at(_headline_span(path, draft), "import/exists", Span(where), existing=where)
        return Imported(outcome, target, diagnostics=(*problems, taken), draft=draft)
    return Imported(outcome, where, written, _report(draft, where, outcome, options), problems, draft)


def _report(draft: Draft, path: str, outcome: Outcome, options: Options) -> tuple[str, ...]:
    return report.rows(draft, path, outcome, is_detected=not options.language)


def _filed(draft: Draft, options: Options) -> Draft:
    """The draft with its section and its tie to the original."""
    original = options.original
    return replace(
        draft,
        section=options.section.strip("/") or (original.section if original else ""),
        translation_key=original.translation_key if original else "",
    )


def _finding(find_headline: Callable[[str, str], str | None], language: str, target: str) -> Find:
    """The search of the draft's language; the article itself, found at a second run, doesn't count."""

    def find(title: str) -> str | None:
        found = find_headline(title, language)
        return None if found == target else found

    return find


def _compare(
    draft: Draft, written: str, target: str, existing: Callable[[str], str | None]
) -> tuple[Outcome, str]:
    """What stands at the target (or as a bundle in its place) already, and where."""
    for path in (target, *neighbours(target, draft.language)):
        standing = existing(path)
        if standing is None:
            continue
        if path == target and standing == written:
            return Outcome.UNCHANGED, path
        is_same_article = f"\nid: {markdown.scalar(draft.id)}\n" in standing.replace("\r\n", "\n")
        return (Outcome.EDITED if is_same_article else Outcome.REFUSED), path
    return Outcome.NEW, target


def _headline_span(path: str, draft: Draft) -> Span:
    line = next((line for line in draft.ledger.lines if line.use == "headline"), None)
    return Span(path, line.number, 1, len(line.text)) if line else Span(path)
