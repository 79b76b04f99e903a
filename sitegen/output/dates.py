"""Times as readers and as machines read them; the one door to Babel.

Patterns are those of CLDR (Unicode TR 35).  Every time is printed in the publication's
zone.  Machine formats use no locale: names of days and months are RFC 5322's own.
"""

from __future__ import annotations

import datetime as dt
import functools

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_datetime

from sitegen.config import Dates
from sitegen.core.model import Moment
from sitegen.core.zones import zone

__all__ = ["format_moment", "format_month", "html_datetime", "iso", "language_name", "open_graph_locale", "rfc822"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_moment(moment: Moment, dates: Dates, language: str, time_zone: str) -> str:
    """``09:31, 23 лютого 2022``; a date without a time prints no time; the zone's name follows where configured.

    Patterns that CLDR does not know print as CLDR says: letters stand for fields, the rest for itself.
    """
    local = moment.at.astimezone(zone(time_zone))
    pattern = dates.time if moment.has_time else dates.date
    words = _words(local.replace(tzinfo=None), local.fold, pattern, language, time_zone)
    return f"{words} {dates.zone}" if moment.has_time and dates.zone else words


@functools.lru_cache(maxsize=20_000)
def _words(local: dt.datetime, fold: int, pattern: str, language: str, time_zone: str) -> str:
    """A local time by its pattern.  A page of cards prints the same few times again and again."""
    at = local.replace(tzinfo=zone(time_zone), fold=fold)
    return format_datetime(at, pattern, tzinfo=at.tzinfo, locale=_locale(language))


def language_name(language: str, words: str = "") -> str:
    """A language in its own words, else in those of the language ``words``: ``українська``, ``English``; its code where CLDR has no name."""
    return _locale(language).get_language_name(words.split("-")[0] or None) or language


def format_month(year: int, month: int, dates: Dates, language: str) -> str:
    """``листопад 2026``: the heading of a month's archive."""
    return format_date(dt.date(year, month, 1), dates.month, locale=_locale(language))


def iso(moment: Moment, time_zone: str) -> str:
    """RFC 3339 with the publication's offset; a date without a time is its midnight.

    An offset with seconds (local mean time, before zones) has no RFC 3339 form: such a time is given in UTC.
    """
    return _writable(moment, time_zone).isoformat(timespec="seconds")


def html_datetime(moment: Moment, time_zone: str) -> str:
    """The value of ``<time datetime>``: as :func:`iso`, and the date alone where no time was given."""
    return iso(moment, time_zone) if moment.has_time else moment.at.astimezone(zone(time_zone)).date().isoformat()


def rfc822(moment: Moment, time_zone: str) -> str:
    """``Mon, 23 Nov 2026 09:31:00 +0200`` (RFC 822 as amended by RFC 1123: four digits of year)."""
    at = _writable(moment, time_zone)
    offset = int((at.utcoffset() or dt.timedelta()).total_seconds()) // 60
    sign, minutes = "-" if offset < 0 else "+", abs(offset)
    return (
        f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04} "
        f"{at:%H:%M:%S} {sign}{minutes // 60:02}{minutes % 60:02}"
    )


def open_graph_locale(language: str) -> str:
    """``uk`` as ``uk_UA``: Open Graph wants language and territory; the likeliest one where none is named."""
    name = language.replace("-", "_")
    likely = str(get_global("likely_subtags").get(name.split("_")[0], name))
    parts = likely.split("_")
    territory = next((part.upper() for part in name.split("_")[1:] if len(part) == 2), parts[-1])
    return f"{parts[0]}_{territory}" if len(territory) == 2 and territory != parts[0] else name


def _writable(moment: Moment, time_zone: str) -> dt.datetime:
    local = moment.at.astimezone(zone(time_zone))
    offset = local.utcoffset() or dt.timedelta()
    return local.astimezone(dt.UTC) if offset.total_seconds() % 60 else local


def _locale(language: str) -> Locale:
    """The locale of a language code; a variant that CLDR lacks falls back to its language, that to English."""
    for code in (language, language.split("-")[0]):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
