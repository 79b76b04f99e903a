"""Times as editors and their old systems write them: a text in, an aware :class:`Moment` out, or why not.

Two kinds of shapes are read: the ISO 8601 ones with the year in front, in the spellings that archives hold
(``2014-06-30 10:00:13 -0400``, ``2012.06.29``, ``.000Z``), and the ones of ``date`` and of mail, which machines
wrote (``Thu May  1 15:29:37 PDT 2014``).  What people write by hand (``04/05/2026``) means two days and is refused
with the ISO form proposed.  Zones come from the pinned ``tzdata`` package, never from the machine.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sitegen.core import zones
from sitegen.core.model import Moment

__all__ = ["Doubt", "in_name", "parse"]

FIRST_YEAR, LAST_YEAR = 1583, 2199  # the calendar's first whole year; a typing mistake beyond the second
_FURTHEST = dt.timedelta(hours=14)  # Line Islands

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\.?(?![a-z]))?"
_OFFSET = r"(?P<zone>z|[+-]\d{1,2}:?\d\d(?::\d\d)?|[+-]\d\d|[a-z][a-z0-9_+-]*(?:/[a-z0-9_+-]+)*)"
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    rf"(?:(?:t|,?\s){_CLOCK}(?:\s?{_OFFSET})?)?",
    re.IGNORECASE | re.ASCII,
)
_BASIC = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    rf"(?:t(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<half>)(?:{_OFFSET})?)?",
    re.IGNORECASE | re.ASCII,
)
_UNIX = re.compile(
    rf"(?P<weekday>[a-z]{{3}}) (?P<name>[a-z]{{3}}) (?P<day>\d{{1,2}}) {_CLOCK}(?: {_OFFSET})? (?P<year>\d{{4}})",
    re.IGNORECASE | re.ASCII,
)
_MAIL = re.compile(
    rf"(?:(?P<weekday>[a-z]{{3}}), )?(?P<day>\d{{1,2}}) (?P<name>[a-z]{{3}}) (?P<year>\d{{4}}) {_CLOCK} {_OFFSET}",
    re.IGNORECASE | re.ASCII,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# RFC 5322, section 4.3, and the European ones; the rest (IST, BST, CST of China) mean several zones.
_ABBREVIATIONS = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}
_BY_HAND = re.compile(r"(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})(?P<rest>\D.*)?")
_NAMED = re.compile(
    r"(?:\w+,? )??(?:(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)?\.? (?P<name>[^\W\d_]+)"
    r"|(?P<name2>[^\W\d_]+)\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"\.?,? (?P<year>\d{4})(?P<rest>\D.*)?", re.IGNORECASE,
)
_NAMES = (
    ("jan", "січ", "янв"), ("feb", "лют", "фев"), ("mar", "бер", "мар"), ("apr", "кві", "апр"),
    ("may", "тра", "мая", "май"), ("jun", "чер", "июн"), ("jul", "лип", "июл"), ("aug", "сер", "авг"),
    ("sep", "вер", "сен"), ("oct", "жов", "окт"), ("nov", "лис", "ноя"), ("dec", "гру", "дек"),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a text is no time, or which of two it was taken for.

    ``kind`` is the last part of a code ``front-matter/…`` of core/rules.py.  ``moment`` is set only where the
    text can be used all the same (the first of two equal clock times, a warning).
    """

    kind: str
    reason: str = ""
    fix: str = ""
    moment: Moment | None = None


def parse(text: str, zone: str) -> Moment | Doubt:
    """The time that ``text`` says; without a zone of its own it is in ``zone``, a name of the tzdata package.

    A date without a time is midnight there.  The result carries a fixed offset in whole minutes (RFC 3339 knows
    no seconds in one) and whole seconds.
    """
    text = " ".join(text.replace("\u2212", "-").split())
    for shape in (_ISO, _BASIC, _UNIX, _MAIL):
        if found := shape.fullmatch(text):
            return _moment(found.groupdict(), zone)
    return _by_hand(text)


def in_name(name: str) -> tuple[str, str]:
    """The date at the start of a file's name, and the rest: ``2026-05-04-bridge`` is ('2026-05-04', 'bridge').

    The date is '' where there is none (or none that exists); the rest is then the whole name.
    """
    found = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[-_ ]+(?=.)", name)
    if found and _day(int(found[1]), int(found[2]), int(found[3])):
        return found[0].rstrip("-_ "), name[found.end() :]
    return "", name


def _moment(said: dict[str, str | None], zone: str) -> Moment | Doubt:
    year, day = int(said["year"] or 0), int(said["day"] or 0)
    month = _named_month(said["name"]) if said.get("name") else int(said["month"] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Doubt("date-out-of-range", f"the year {year:04d} is not between {FIRST_YEAR} and {LAST_YEAR}")
    date = _day(year, month, day)
    if date is None:
        return Doubt("no-such-date", f"{year:04d}-{month:02d}-{day:02d}, which does not exist")
    weekday = (said.get("weekday") or _DAYS[date.weekday()]).lower()
    if weekday != _DAYS[date.weekday()]:
        return Doubt("no-such-date", f"{date}, which is no {weekday.title()}", f"{date}")
    if said["hour"] is None:
        return Moment(_first_instant(date, zone), has_time=False)
    clock = _clock(said, date)
    if isinstance(clock, Doubt):
        return clock
    local = dt.datetime.combine(date, clock)
    return _with_zone(local, said["zone"] or "", zone)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _named_month(name: str | None) -> int:
    short = (name or "").lower()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _clock(said: dict[str, str | None], date: dt.date) -> dt.time | Doubt:
    hour, minute, second = (int(said[part] or 0) for part in ("hour", "minute", "second"))
    if said["half"]:
        if not 1 <= hour <= 12:
            return Doubt("no-such-time", f"there is no {hour} o'clock {said['half']}m")
        hour = hour % 12 + (12 if said["half"] in "pP" else 0)
    if (hour, minute, second) == (24, 0, 0):
        return Doubt("no-such-time", "there is no 24:00", f"{date + dt.timedelta(1)} 00:00")
    if second == 60 and minute < 60 and hour < 24:
        return Doubt("no-such-time", "a clock time has no second 60", f"{date} {hour:02d}:{minute:02d}:59")
    if hour > 23 or minute > 59 or second > 59:
        return Doubt("no-such-time", f"there is no {hour:02d}:{minute:02d}" + (f":{second:02d}" if second else ""))
    return dt.time(hour, minute, second)


def _with_zone(local: dt.datetime, said: str, zone: str) -> Moment | Doubt:
    """``local`` with the offset or zone that was said, else in the publication's ``zone``."""
    offset = _offset(said)
    if offset is not None:
        if abs(offset) > _FURTHEST:
            return Doubt("no-such-zone", f"no zone is {said} from Greenwich", f"{local:%Y-%m-%d %H:%M}+02:00")
        return Moment(_fixed(local, offset))
    by_fold = {name.casefold(): name for name in zones.names()} if said else {}
    if said and said.casefold() not in by_fold:
        return Doubt("no-such-zone", f"'{said}' names no time zone", f"{local:%Y-%m-%d %H:%M} Europe/Kyiv")
    return _in_zone(local, by_fold.get(said.casefold(), zone))


def _offset(said: str) -> dt.timedelta | None:
    if said.lower() in _ABBREVIATIONS:
        return dt.timedelta(hours=_ABBREVIATIONS[said.lower()])
    found = re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?(?::\d\d)?", said)
    if not found:
        return None
    minutes = int(found[3] or 0)
    size = dt.timedelta(hours=int(found[2]), minutes=minutes) if minutes < 60 else dt.timedelta(days=1)
    return -size if found[1] == "-" else size


def _in_zone(local: dt.datetime, name: str) -> Moment | Doubt:
    """A clock time of a zone: one that never was is an error, of one that was twice the first is taken."""
    zone = zones.zone(name)
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() or dt.timedelta() for fold in (0, 1))
    if first < second:  # the clock went from before `local` to after it
        later = f"{local + (second - first):%Y-%m-%d %H:%M}"
        reason = f"there was no {local:%H:%M} on {local.date()} in {name}: the clock went forward"
        return Doubt("no-such-time", reason, later)
    moment = Moment(_fixed(local, first))
    if first > second:
        return Doubt("time-twice", f"{local:%H:%M} on {local.date()} was twice in {name}: the clock went back",
                     f"{_fixed(local, first):%Y-%m-%d %H:%M%z} or {_fixed(local, second):%Y-%m-%d %H:%M%z}", moment)
    return moment


def _first_instant(date: dt.date, name: str) -> dt.datetime:
    """Midnight, also where the clock skips it."""
    local = dt.datetime.combine(date, dt.time())
    return _fixed(local, local.replace(tzinfo=zones.zone(name)).utcoffset() or dt.timedelta())


def _fixed(local: dt.datetime, offset: dt.timedelta) -> dt.datetime:
    """``local`` at an offset of whole minutes; the seconds of a local mean time before 1924 go."""
    return local.replace(tzinfo=dt.timezone(offset // dt.timedelta(minutes=1) * dt.timedelta(minutes=1)))


def _by_hand(text: str) -> Doubt:
    """Refuse what is no known shape; propose the ISO form of a date as people write it."""
    if found := _BY_HAND.fullmatch(text):
        year, one, two = (int(found[part]) for part in ("year", "first", "second"))
        days = [_day(year, two, one)] if found["sign"] == "." else [_day(year, two, one), _day(year, one, two)]
        forms = dict.fromkeys(str(day) for day in days if day)
    elif found := _NAMED.fullmatch(text):
        start = (found["name"] or found["name2"])[:3].lower()
        month = next((number for number, names in enumerate(_NAMES, 1) if start in names), 0)
        day = _day(int(found["year"]), month, int(found["day"] or found["day2"]))
        forms = dict.fromkeys([str(day)] if day else [])
    else:
        return Doubt("unreadable-date", fix="2026-05-04, 2026-05-04 09:30 or 2026-05-04T09:30+03:00")
    if not forms:
        return Doubt("no-such-date", f"{text}, which does not exist")
    clock = re.search(rf"\b{_CLOCK}", found["rest"] or "")
    time = f" {int(clock['hour']):02d}:{clock['minute']}" if clock and not clock["half"] else ""
    return Doubt("human-date", fix=" or ".join(form + time for form in forms))
