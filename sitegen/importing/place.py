"""Where an imported article will stand: ``content/[lang/]<section>/<slug>.md``, or why it can't.

Names come from outside (a headline, a word on the command line), so each part of the path is checked here
before anybody writes; the caller's gate checks the path as a whole once more.
"""

from __future__ import annotations

import re

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.importing.draft import Draft, Options

__all__ = ["folder_of", "neighbours", "place"]

_PART = re.compile(r"[^\W_](?:[\w.’-]*[\w])?")
_RESERVED_FOLDERS = frozenset({"authors", "pages"})
"""Folders of ``content`` that hold no articles."""


def place(draft: Draft, options: Options, slug: str, span: Span) -> tuple[str, tuple[Diagnostic, ...]]:
    """The path of the new file; '' with the reasons where it can't have one.  ``span`` is the headline's."""
    problems: list[Diagnostic] = []
    path = span.path
    if draft.language not in options.languages:
        problems.append(Diagnostic.at(
            span, "import/foreign-language", language=draft.language, known=", ".join(options.languages)
        ))
    if options.original is not None and options.original.language == draft.language:
        problems.append(Diagnostic.at(
            span, "import/same-language", language=draft.language, original=options.original.source
        ))
    if not draft.section:
        problems.append(Diagnostic.at(Span(path), "import/no-section"))
    elif not _is_section(draft.section, options):
        problems.append(Diagnostic.at(Span(path), "import/bad-section", section=draft.section))
    if not _PART.fullmatch(slug) or "." in slug or slug == "index":
        problems.append(Diagnostic.at(span, "import/bad-slug", slug=slug))
    if problems:
        return "", tuple(problems)
    return f"{folder_of(draft, options)}/{slug}.md", ()


def _is_section(section: str, options: Options) -> bool:
    parts = section.split("/")
    return all(_PART.fullmatch(part) for part in parts) and parts[0] not in {*options.languages, *_RESERVED_FOLDERS}


def folder_of(draft: Draft, options: Options) -> str:
    """The folder of the draft's section in its language."""
    language = () if draft.language == options.languages[0] else (draft.language,)
    return "/".join([options.into.strip("/"), *language, draft.section])


def neighbours(path: str, language: str) -> tuple[str, ...]:
    """Other files that would be the same article as ``path``: a bundle, or the name with its language."""
    stem = path.removesuffix(".md")
    return f"{stem}/index.md", f"{stem}.{language}.md"
