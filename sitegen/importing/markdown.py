"""A draft as the Markdown file that an editor will work on: front matter in a fixed order, then the body.

The words of the text must come out as they went in, so whatever would be Markdown, HTML, a news block
or YAML by accident is escaped.  Quotation marks and dashes are left as they are: typography acts when the
site is built.  YAML is written here by hand, and only as double-quoted or harmless plain scalars
(YAML 1.2.2, sections 5.7, 7.3.1 and 7.3.3).
"""

from __future__ import annotations

import posixpath
import re

from sitegen.core.model import Byline, Moment, Reference, Role
from sitegen.importing.draft import Block, Box, Draft, Headed, Items, Paragraph, ReadAlso
from sitegen.importing.wording import READ_ALSO_LABEL

__all__ = ["escape", "scalar", "write"]

_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.()/’«»“”—–-]*[\w.)»”])?")
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u061c\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ue000-\uf8ff\ufeff\ufffe\uffff]"
)

_URL = re.compile(r"https?://[^\s<>\"'«»„“”\\\[\]{}`|^]*[^\s<>\"'«»„“”\\\[\]{}`|^.,;:!?)(…*_~]")
_QUIET_URL = re.compile(r"[\w.:/?=&%#+,;@~!$-]*")
_SIGNS = re.compile(r"[\\`*\[{]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#|\w+;)|~(?=~)|(?<=~)~")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
_START = re.compile(r"[#>]|[-+](?=\s|$)|-[ -]*$|!{3}|(?P<number>\d+)\.(?=\s|$)|(?P<colon>:)(?=\s)")


def write(draft: Draft, path: str) -> str:
    """The text of the file at ``path`` (a path of the publication): UTF-8 once encoded, LF, a final newline."""
    folder = posixpath.dirname(path)
    rows = ["---", *_front_matter(draft, path, folder), "---"]
    body = "\n\n".join(_block(block, draft.language, folder) for block in draft.blocks)
    return "\n".join(rows) + "\n" + (body + "\n" if body else "")


# ------------------------------------------------------------------ front matter


def _front_matter(draft: Draft, path: str, folder: str) -> list[str]:
    rows = [f"id: {scalar(draft.id)}", f"title: {_text(draft.headline)}", f"date: {_moment(draft.published)}"]
    if draft.updated is not None:
        rows.append(f"updated: {_moment(draft.updated)}")
    rows += _authors(draft.bylines)
    if draft.section:
        rows.append(f"section: {scalar(draft.section)}")
    if not path.startswith("content/"):
        rows.append(f"lang: {scalar(draft.language)}")
    if draft.translation_key:
        rows.append(f"translation_key: {scalar(draft.translation_key)}")
    if draft.picture is not None:
        rows += ["image:", f"  alt: {_text(draft.picture.alt)}", f"  credit: {_text(draft.picture.credit)}"]
    if draft.read_also:
        rows += ["read_also:", *(f"  - {_record(reference, folder)}" for reference in draft.read_also)]
    return rows


def _text(text: str) -> str:
    """A scalar to be printed: entities are decoded and tags stripped from those, so what looks like one is escaped."""
    return scalar(re.sub(r"<(?=/?[A-Za-z][^<>]*>|!--)", "&lt;", re.sub(r"&(?=#?\w+;)", "&amp;", text)))


def _moment(moment: Moment) -> str:
    return moment.at.isoformat(timespec="seconds") if moment.has_time else moment.at.date().isoformat()


def _authors(bylines: tuple[Byline, ...]) -> list[str]:
    if len(bylines) == 1 and bylines[0].role is Role.TEXT:
        return [f"author: {_text(bylines[0].name)}"]
    rows = ["authors:"] if bylines else []
    for byline in bylines:
        if byline.role is Role.TEXT:
            rows.append(f"  - {_text(byline.name)}")
        else:
            rows += [f"  - name: {_text(byline.name)}", f"    role: {byline.role}"]
    return rows


def _record(reference: Reference, folder: str) -> str:
    if not reference.target:
        return f"title: {_text(reference.title)}"
    return scalar(posixpath.relpath(reference.target, folder))


def scalar(text: str) -> str:
    """``text`` as a YAML scalar: plain where that can mean nothing else, otherwise in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML and not _UNSAFE.search(text):
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted) + '"'


# ------------------------------------------------------------------ body


def _block(block: Block, language: str, folder: str) -> str:
    """The Markdown of a block.  A box title holds no escapes; one that needs them is a heading over its list."""
    match block:
        case Paragraph(text):
            return escape(text)
        case Headed(text):
            return "## " + re.sub(r"#(?=#*$)", r"\\#", escape(text))
        case Items(texts):
            return "\n".join(f"- {escape(text)}" for text in texts)
        case Box(title, texts) if escape(title) != title:
            return _block(Headed(title), language, folder) + "\n\n" + _block(Items(texts), language, folder)
        case Box(title, texts):
            rows = [f'!!! background "{_quotable(title, language)}"', *(f"    - {escape(text)}" for text in texts)]
            return "\n".join(rows)
        case ReadAlso():
            return "\n\n".join(_read_also(reference, language, folder) for reference in block.references)


def _read_also(reference: Reference, language: str, folder: str) -> str:
    label = READ_ALSO_LABEL.get(language, READ_ALSO_LABEL["en"])
    title = escape(reference.title)
    if not reference.target:
        return f"{label}: {title}"
    target = posixpath.relpath(reference.target, folder)
    if re.search(r"[\s()<>]", target):
        target = "<" + target.replace("<", "%3C").replace(">", "%3E") + ">"
    words = title.replace("]", "\\]")
    return f"{label}: [{words}]({target})"


def _quotable(title: str, language: str) -> str:
    """A box title, which stands in straight quotation marks, with other marks in their place."""
    opening, closing = ("“", "”") if language == "en" else ("«", "»")
    return re.sub(r'"([^"]*)"', rf"{opening}\1{closing}", title).replace('"', closing)


def escape(text: str) -> str:
    """``text`` in Markdown so that its rendering shows the same characters.

    Addresses stay as they are, to be links; one with signs in it that Markdown would take for its own is
    written as a link with its text escaped.
    """
    parts, at = [], 0
    for found in _URL.finditer(text):
        parts += [_signs(text[at : found.start()]), _address(found[0])]
        at = found.end()
    return _begin("".join([*parts, _signs(text[at:])]))


def _signs(text: str) -> str:
    return _SIGNS.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), text)


def _address(url: str) -> str:
    if _QUIET_URL.fullmatch(url) and not _SIGNS.search(url):
        return url
    return f"[{_signs(url)}](<{url}>)"


def _begin(text: str) -> str:
    """``text`` with nothing at its start that opens a block: a heading, a quotation, a list, a box."""
    found = _START.match(text)
    if found is None:
        return text
    if found["number"]:
        return f"{found['number']}\\{text[found.end('number'):]}"
    return f"&#58;{text[1:]}" if found["colon"] else f"\\{text}"
