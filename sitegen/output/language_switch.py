"""The language switch: where a reader who wants another language goes, in words that don't promise what there is not.

A page's own version is named by its language alone.  Where there is none, the words say so in that language, for whoever
wants it reads it, and the link leads to the nearest front; it claims to be no alternate of this page.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.core.site import Switch
from sitegen.core.task import Ask
from sitegen.output.dates import language_name
from sitegen.output.plain import plain
from sitegen.output.views import PageView, is_article, is_front

__all__ = ["LanguageChoice", "choices"]


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One other language.  ``text`` is what the link says, in ``text_language``; ``is_version``: it leads to this very page's version."""

    language: str
    href: str
    text: str
    text_language: str
    is_version: bool


def choices(ask: Ask, page: PageView) -> tuple[LanguageChoice, ...]:
    """The other languages of the publication, in its order."""
    found: tuple[Switch, ...]
    if is_article(page):
        found = ask("switch", page.source)
    elif is_front(page):
        found = ask("front_switch", page.front.kind, page.front.id, page.language, page.number > 0)
    else:
        found = ask("page_switch", page.kind, page.language)
    return tuple(_choice(ask, page, switch) for switch in found)


def _choice(ask: Ask, page: PageView, switch: Switch) -> LanguageChoice:
    language = switch.language
    if switch.kind == "version":
        return LanguageChoice(language, switch.href, language_name(language), language, is_version=True)
    missing: str = ask("wording", "no_article" if page.kind == "article" else "no_page", language)
    where: str = ask("wording", f"to_{switch.kind}", language)
    if missing and where:  # the theme speaks this language
        text = f"{missing}; {where} {plain(switch.name)}".rstrip()
        return LanguageChoice(language, switch.href, text, language, is_version=False)
    text = f"{language_name(language, page.language)}: {ask('text', 'no_version', page.language)}"
    return LanguageChoice(language, switch.href, text, page.language, is_version=False)
