"""Markdown to HTML as the newsroom's parser makes it: Python-Markdown, its extensions, ours, and those the settings name.

To build a parser costs as much as to read an article with it, so a parser that has done its work waits for the next.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from markdown import Markdown

from sitegen.plugins import Plugin, markdown_extensions
from sitegen.reading.markdown_fast import Fast
from sitegen.reading.markdown_news import BLOCKS, SIGNS, News, Tokens

__all__ = ["EXTENSIONS", "Parser", "parser"]

EXTENSIONS = ("tables", "footnotes", "def_list", "abbr", "attr_list", "fenced_code", "sane_lists", "toc")
_FENCES = ("```", "~~~")
"""Without one in a text ``fenced_code`` has nothing to do; it loads Pygments, where that is installed, which takes longer than to read an article."""
_BACK = {"uk": "Назад до тексту, примітка {}", "ru": "Назад к тексту, примечание {}"}


class Parser:
    """Reads one body after another; nothing of one is left for the next.

    A parser in whose work an exception fell is thrown away.  So is one with extensions of other people after each body: what
    they keep is not known.
    """

    def __init__(self, language: str, extensions: tuple[str, ...], plugins: tuple[Plugin, ...] = ()) -> None:
        self._language, self._extensions, self._plugins = language, extensions, plugins
        self._is_own = not extensions and not plugins
        self._idle: dict[bool, list[tuple[Markdown, News]]] = {False: [], True: []}

    def html(self, source: str, tokens: Tokens) -> str:
        """The HTML of Markdown ``source``, in which news blocks stand as what ``tokens`` gives for them."""
        has_code = not self._is_own or any(fence in source for fence in _FENCES)
        idle = self._idle[has_code]
        markdown, news = idle.pop() if idle else self._built(EXTENSIONS if has_code else tuple(name for name in EXTENSIONS if name != "fenced_code"))
        news.tokens = tokens
        html = markdown.convert(source)
        if self._is_own:
            markdown.reset()
            news.tokens = None
            idle.append((markdown, news))
        html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
        return re.sub(r'<(t[dh]) style="text-align: (right|center);">', r'<\1 class="\2">', html)

    def _built(self, extensions: tuple[str, ...]) -> tuple[Markdown, News]:
        news = News()
        own: Any = markdown_extensions(self._plugins) if self._plugins else []
        given: dict[str, dict[str, Any]] = {"toc": {"slugify": _anchor}, "footnotes": {"BACKLINK_TITLE": _BACK.get(self._language, "Back to the text, note {}")}}
        # Made here, for Python-Markdown would look for each name in the metadata of every installed package first.
        known = [import_module(f"markdown.extensions.{name}").makeExtension(**given.get(name, {})) for name in extensions]
        return Markdown(extensions=[*known, news, Fast(SIGNS, BLOCKS), *self._extensions, *own], output_format="html"), news


@lru_cache(maxsize=16)
def parser(language: str, extensions: tuple[str, ...], plugins: tuple[Plugin, ...] = ()) -> Parser:
    """The parser for bodies in ``language``, with ``extensions`` of the settings and those of ``plugins``."""
    return Parser(language, extensions, plugins)


def _anchor(value: str, separator: str) -> str:
    return re.sub(r"[^\w]+", separator, value.lower()).strip(separator) or "section"
