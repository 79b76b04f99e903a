"""The desk's rules that need one file's text and columns: a source in, its :class:`Proof` out.

Run by ``check`` and never by ``build``, whose speed they would cost.  Pure, as reading is: the same text and settings, the same
proof, so that a proof is remembered beside the readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article
from sitegen.core.proofs import Fault, Paragraph, Proof
from sitegen.core.task import Digest, bytes_digest
from sitegen.reading import article, house, link_words, lookalikes, packaging, quotes, secrets, spacing
from sitegen.reading.galley import COVER, Galley
from sitegen.reading.house import House
from sitegen.reading.settings import Settings

__all__ = ["proof"]

_NO_WORDS = re.compile(rf"[\W_{COVER}]+")
_SHORT = 80
"""Fewer characters than this may well stand twice in one text."""


def proof(path: str, digest: Digest, text: str, settings: Settings, desk: House) -> Proof:
    """The proof of a file of content/: of an article or standing page all rules, of any other only what may stand in no file."""
    faults = [Fault(one) for one in secrets.passwords(path, text)]
    files = link_words.files(text)
    if not _is_article(path):
        return Proof(path, digest, tuple(faults), (), files)
    value, _, body_line, _ = article.read(path, text, settings)
    if value is None:
        return Proof(path, digest, tuple(faults), (), files)
    galley = Galley(path, text, body_line, value.language)
    faults += [
        *packaging.check(galley, value, desk), *quotes.check(galley), *lookalikes.check(galley), *spacing.check(galley),
        *link_words.check(galley), *house.check(galley, desk),
    ]
    paragraphs = tuple(_paragraphs(galley))
    faults += _repeated(galley, paragraphs)
    long = tuple(Paragraph(key, span) for key, span, length in paragraphs if length >= desk.paragraph_characters) if not value.page_kind else ()
    return Proof(path, digest, tuple(faults), (*value.read_also, *link_words.references(galley)), _files(files, value), long)


def _is_article(path: str) -> bool:
    parts = path.split("/")
    return path.endswith((".md", ".markdown")) and parts[1] != "authors" and parts[-1].split(".")[0] != "_index"


def _files(files: tuple[str, ...], value: Article) -> tuple[str, ...]:
    """The lead picture too, whose name may hold a space."""
    return (*files, value.image.src) if value.image and value.image.src else files


def _paragraphs(galley: Galley) -> Iterator[tuple[Digest, Span, int]]:
    """Paragraphs long enough that a second one is no chance; what stands in a box is meant to be used again."""
    for passage in galley.passages:
        if passage.kind == "paragraph" and not passage.in_box and passage.end - passage.start >= _SHORT:
            words = _NO_WORDS.sub(" ", unicodedata.normalize("NFC", galley.words(passage)).casefold()).strip()
            if len(words) >= _SHORT:
                yield bytes_digest(words.encode()), galley.span(passage.start, passage.end - passage.start), len(words)


def _repeated(galley: Galley, paragraphs: tuple[tuple[Digest, Span, int], ...]) -> Iterator[Fault]:
    first: dict[Digest, Span] = {}
    for key, span, _ in paragraphs:
        if key in first:
            yield Fault(Diagnostic.at(span, "text/repeated-paragraph", first[key], line=first[key].line))
        first.setdefault(key, span)
