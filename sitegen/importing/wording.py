"""The fixed phrases of news pages in Ukrainian, Russian and English, and how a line is known by them.

A phrase is recognised in any text, whatever its language: an English page may carry a Ukrainian credit.
"""

from __future__ import annotations

import re

from sitegen.core.model import Role
from sitegen.importing.lines import plain

__all__ = [
    "FOLLOW_US", "READ_ALSO_LABEL", "bullet", "byline_label", "credit", "dash_item", "has_words", "is_channel",
    "is_follow_us", "is_heading", "read_also",
]

READ_ALSO_LABEL = {"uk": "Читайте також", "ru": "Читайте также", "en": "Read also"}
"""The label as it is written to the file: the three that a body's read-also line may begin with."""

FOLLOW_US = "the follow-us line; the channels come from sitegen.toml"
"""Why a line that asks readers to follow the publication is dropped."""

_READ_ALSO = re.compile(
    r"(?:read also|also read|see also|read more|читайте також|читай також|також читайте|дивіться також"
    r"|читайте также|читай также|также читайте|смотрите также)(?:\s*[:：—–-]\s*(?P<title>.*)|\s*)",
    re.IGNORECASE,
)

_CREDIT = re.compile(
    r"(?:(?:image|photo|picture) (?:source|credit)s?|source of (?:image|photo)|photo|image"
    r"|джерело (?:фото|зображення|світлини)|фото|світлина|зображення|ілюстрація"
    r"|источник (?:фото|изображения)|изображение|иллюстрация)(?:\s*[:：]\s*(?P<credit>.*)|\s*)",
    re.IGNORECASE,
)
_PHOTO_BY = re.compile(r"(?:photo|image|picture) by (?P<credit>.+)", re.IGNORECASE)

_BYLINE = (
    (Role.TRANSLATION, r"translated by\s+|translation\s*:\s*|переклад\s*:\s*|переклала?\s*:\s*|перевод\s*:\s*"),
    (Role.EDITING, r"edited by\s+|редактор(?:ка)?\s*:\s*"),
    (Role.TEXT, r"by\s+|authors?\s*:\s*|text\s*:\s*|автор(?:ка|и|ки|ы)?\s*:\s*|текст\s*:\s*"),
)
_BYLINES = tuple((role, re.compile(rf"(?:{phrases})(?P<names>.+)", re.IGNORECASE)) for role, phrases in _BYLINE)

_CHANNEL = (
    r"telegram|телеграм[а-яі]*|facebook|фейсбу[цк][а-яі]*|viber|вайбер[а-яі]*|whatsapp|twitter|твіттер[а-яі]*|твиттер[а-яі]*|x"
    r"|instagram|інстаграм[а-яі]*|инстаграм[а-яі]*|youtube|ютуб[а-яі]*|google news|google новини|google новости|tiktok"
    r"|threads|bluesky|linkedin|rss"
)
_CHANNEL_LINE = re.compile(rf"(?:{_CHANNEL})(?:[ ,]+(?:(?:and|та|і|и) )?(?:{_CHANNEL}))*", re.IGNORECASE)
_CHANNEL_WORD = re.compile(
    rf"\b(?:{_CHANNEL}|channel|newsletter|social (?:media|networks)|канал[а-яі]*|соцмереж[а-яі]*|соцсет[а-яі]*"
    r"|розсилк[а-яі]*|рассылк[а-яі]*)\b",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"(?:follow|join|find|read) (?:us|our|@\w+)\b|follow (?:[\w’'-]+ ){1,4}on\b"
    r"|subscribe (?:to|on|for)\b|sign up (?:for|to)\b"
    r"|(?:підписуйтесь|підписуйтеся|підпишіться|підпишись|підписуйся|приєднуйтесь|приєднуйтеся|долучайтесь|долучайтеся)\b"
    r"|(?:стежте|слідкуйте) за\b|(?:читайте|шукайте|дивіться) нас\b"
    r"|(?:подписывайтесь|подпишитесь|подписывайся|присоединяйтесь)\b|(?:следите|следи) за\b|(?:читайте|ищите) нас\b",
    re.IGNORECASE,
)
_FOLLOW_BARE = re.compile(r"follow us|підписуйтес[ья]|подписывайтесь", re.IGNORECASE)
_FOLLOW_LENGTH = 140

_HEADING = re.compile(
    r"what is known|what’s known|what's known|what we know|what to know|background|key facts|in brief|context"
    r"|що відомо|що ми знаємо|довідка|передісторія|контекст|головне|коротко"
    r"|что известно|что мы знаем|справка|предыстория|главное",
    re.IGNORECASE,
)
_HEADING_BEGINS = re.compile(r"(?:what is known|що відомо|что известно)\b[^.!;]*", re.IGNORECASE)
_HEADING_LENGTH = 80

_ROUND = re.compile(r"[•●◦‣▪▫■□○·∙⁃►▶➤✓✔]\s*(?P<item>.*)|\*\s+(?P<star>.*)")
_DASH = re.compile(r"[-–—−]\s+(?P<item>.*)")


def has_words(text: str) -> bool:
    """Whether there is any letter or digit in it."""
    return any(char.isalnum() for char in text)


def read_also(text: str) -> str | None:
    """The title of a read-also line ('' where the line is only the label); None for any other line."""
    found = _READ_ALSO.fullmatch(plain(text))
    return None if found is None else (found["title"] or "").strip()


def credit(text: str) -> str | None:
    """The credit on a line such as ``Image source: AFP`` ('' where it is missing); None for any other line."""
    found = _CREDIT.fullmatch(plain(text)) or _PHOTO_BY.fullmatch(plain(text))
    return None if found is None else (found["credit"] or "").strip()


def byline_label(text: str) -> tuple[Role, str] | None:
    """Role and names of a line such as ``By Ann Lee`` or ``Автор: Ганна Лі``."""
    for role, pattern in _BYLINES:
        if found := pattern.fullmatch(text):
            return role, found["names"].strip()
    return None


def is_follow_us(text: str) -> bool:
    """Whether the line only asks readers to follow the publication somewhere.

    It must begin with the request, name a channel, and be short: a paragraph is never taken for it.
    """
    text = plain(text)
    if _FOLLOW_BARE.fullmatch(text.rstrip(" :!.")):
        return True
    return len(text) <= _FOLLOW_LENGTH and bool(_FOLLOW.match(text)) and bool(_CHANNEL_WORD.search(text))


def is_channel(text: str) -> bool:
    """Whether the line is only names of channels, as they stand under ``Follow us:``."""
    return _CHANNEL_LINE.fullmatch(plain(text)) is not None


def is_heading(text: str) -> bool:
    """Whether the line is a known heading such as ``What is known``."""
    bare = plain(text).rstrip(" :?")
    if len(text) > _HEADING_LENGTH:
        return False
    return bool(_HEADING.fullmatch(bare) or _HEADING_BEGINS.fullmatch(bare))


def bullet(text: str) -> str | None:
    """The text of a list item that begins with a bullet; None for any other line."""
    found = _ROUND.fullmatch(text)
    item = (found["item"] or found["star"] or "").strip() if found else ""
    return item if has_words(item) else None


def dash_item(text: str) -> str | None:
    """The text after a leading dash: a list item, or somebody's words in direct speech."""
    found = _DASH.fullmatch(text)
    return found["item"].strip() if found and has_words(found["item"]) else None
