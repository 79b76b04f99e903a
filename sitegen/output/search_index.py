"""The search index: a small tree below ``search/data/`` that only the search page reads, once somebody searches.

What enters is what ``searchable`` and ``plain_text`` answer, so nothing that readers may not see can be in it.  Three things leave.  Pagefind's
own files: which word stands where, and the texts for excerpts.  For each language a directory, ``uk.json``: of each page its section,
authors and year, newest first, by Pagefind's name for it.  And the publication's words, sorted and cut into lists of a few kilobytes, from which the script of
the page picks the forms of the word that was asked for (docs/search.md).

Pagefind's own filters are not used: it writes them in the order of a hash table, another one in each run (pagefind 1.5.2), and they can't be counted
over several queries at once.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitegen.core.model import Moment
from sitegen.core.site import Found, Media
from sitegen.core.task import Ask, File, Rank, bytes_digest
from sitegen.core.zones import zone
from sitegen.output.dates import format_moment
from sitegen.output.pagefind import Record, indexed
from sitegen.output.plain import plain, xml_safe
from sitegen.output.views import rendition

__all__ = ["FOLDER", "render_index"]

FOLDER = "search/data"
_WIDTHS = (160, 320)
"""Pixels of a result's picture; those of lists beside articles, so that few are made for this alone."""
_LIST = 1000
"""At least so many words stand in a list."""
_APOSTROPHES = re.compile("(?<=[^\\W\\d_])['’ʼ`´‘](?=[^\\W\\d_])")
_UNSEEN = re.compile("[\u00ad\u0301\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_FRAGMENT = re.compile(r"fragment/[^_]+_(.+)\.pf_fragment")
_SIGNATURE = b"pagefind_dcd"


def render_index(ask: Ask) -> tuple[File, ...]:
    """The files of the index, those that the others name first."""
    languages: tuple[str, ...] = ask("config", "languages", "")
    found: dict[str, tuple[Found, ...]] = {language: ask("searchable", language) for language in languages}
    records = [_record(ask, one, language) for language in languages for one in found[language]]
    made = indexed(records)
    names = _names(made)
    files = [File(name, data, Rank.FRONT if name == "pagefind-entry.json" else Rank.ASSET) for name, data in made.items()]
    for language in languages:
        own = [one for one in records if one.language == language]
        lists = [(words[0], File(f"words/{language}-{bytes_digest(data)[:10]}.txt", data)) for words in _cut(_words(own)) for data in ("\n".join(words).encode(),)]
        files += [file for _, file in lists]
        directory = _directory(ask, found[language], names) | {"words": [(first, file.name) for first, file in lists]}
        text = json.dumps(directory, ensure_ascii=False, separators=(",", ":"))
        files.append(File(f"{language}.json", text.encode(), Rank.FRONT))
    return tuple(files)


def _record(ask: Ask, one: Found, language: str) -> Record:
    text = f"{one.headline} {one.standfirst} {ask('plain_text', one.source)}"
    meta = [("title", _clean(one.headline)), ("by", _clean(one.byline))]
    if one.published:
        meta.append(("date", format_moment(one.published, ask("config", "dates", language), language, ask("config", "time_zone", ""))))
    media: Media | None = ask("media", one.image.src) if one.image and one.image.src else None
    if one.image and media:
        made = rendition(ask, media, _WIDTHS, "16:9", one.image.focus)
        meta.append(("picture", next((srcset for kind, srcset in made.formats if kind == "image/webp"), made.media.href)))
    if one.is_sponsored:
        meta.append(("label", _clean(one.label or ask("text", "sponsored", language))))
    return Record(one.href, language, _clean(text), tuple((name, words) for name, words in meta if words))


def _clean(text: str) -> str:
    """Text in which a word has one spelling: one apostrophe, no stress marks, no signs that can't be seen."""
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return plain(xml_safe(_APOSTROPHES.sub("’", composed)))


def _names(files: Mapping[str, bytes]) -> dict[str, str]:
    """Pagefind's name of each page, without the language that it begins with, by the page's address."""
    found = {}
    for path, data in files.items():
        if name := _FRAGMENT.fullmatch(path):
            found[str(json.loads(gzip.decompress(data).removeprefix(_SIGNATURE))["url"])] = name[1]
    return found


def _directory(ask: Ask, found: Iterable[Found], names: Mapping[str, str]) -> dict[str, Any]:
    """What pages may be narrowed by: tables of names, and of each page its name, its places in the tables, its year, and how many words of its text are its headline; newest first."""
    sections: dict[tuple[str, str], int] = {}
    authors: dict[tuple[str, str], int] = {}
    time_zone: str = ask("config", "time_zone", "")
    pages = [
        (
            names[one.href], [sections.setdefault(key, len(sections)) for key in one.sections],
            [authors.setdefault(key, len(authors)) for key in one.authors], _year(one.published, time_zone), len(_clean(one.headline).split()),
        )
        for one in found
    ]  # fmt: skip
    return {"pages": pages, "sections": list(sections), "authors": list(authors)}


def _year(moment: Moment | None, time_zone: str) -> int:
    return moment.at.astimezone(zone(time_zone)).year if moment else 0


def _words(records: Iterable[Record]) -> list[str]:
    """Every word that stands in a headline, byline or text, in small letters and without apostrophes, sorted."""
    found: set[str] = set()
    for one in records:
        shown = " ".join((one.content, *(words for name, words in one.meta if name == "by")))
        for chunk in set(shown.lower().replace("’", "").split()):
            parts = _WORD.findall(chunk)
            found.update(parts)
            if len(parts) > 1:
                found.add("".join(parts))
    return sorted(found)


def _cut(words: list[str]) -> Iterator[list[str]]:
    """Lists of words that end where the first two letters change, so that a new word changes few of them."""
    own: list[str] = []
    for word in words:
        if len(own) >= _LIST and word[:2] != own[-1][:2]:
            yield own
            own = []
        own.append(word)
    if own:
        yield own
