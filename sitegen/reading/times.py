"""The times of an article: published, updated, embargo and expiry, from every key and from the file's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sitegen.core import zones
from sitegen.core.model import Moment
from sitegen.reading import dates
from sitegen.reading.location import Location
from sitegen.reading.sheet import Sheet
from sitegen.reading.status import is_flag

__all__ = ["Times", "read"]


@dataclass(frozen=True, slots=True)
class Times:
    """What the desk wrote; ``published`` is the date, not yet the later one of date and embargo."""

    published: Moment | None = None
    updated: Moment | None = None
    embargo: Moment | None = None
    expires: Moment | None = None


def read(sheet: Sheet, location: Location) -> Times:
    """The times that the sheet and the file's name say.

    ``date`` wins over the name with a warning; ``publish_date`` is the embargo where ``date`` stands too.  An
    ``embargo`` without a time is an error: nobody may guess that it has passed.
    """
    published, embargo = _published(sheet), sheet.time("embargo")
    if sheet.entry("publish_date") and sheet.entry("date"):
        scheduled = sheet.time("publish_date")
        embargo = embargo or scheduled
    if sheet.is_empty("embargo"):
        expected = sheet.expected("embargo")
        sheet.say("front-matter/wrong-type", sheet.place("embargo"), key="embargo", got="empty", expected=expected)
    if location.date:
        published = _with_name(sheet, location, published)
    updated, expires = sheet.time("updated"), sheet.time("expires")
    if updated and published and _is_before(updated, published, sheet.settings.time_zone):
        sheet.say("front-matter/updated-first", sheet.place("updated"), sheet.place("date"), key="updated")
        updated = None
    if expires and published and expires.at <= published.at:
        sheet.say("front-matter/expires-first", sheet.place("expires"), sheet.place("date"), key="expires")
    return Times(published, updated, embargo, expires)


def _published(sheet: Sheet) -> Moment | None:
    keys = [key for key in ("date", "publish_date", "published") if sheet.entry(key) and not is_flag(sheet, key)]
    if not keys:
        return None
    first, *others = keys
    moment = sheet.time(first)
    for key in others:
        if key == "published" and (other := sheet.time(key)) and moment and other.at != moment.at:
            place, used = sheet.place(key), sheet.place(first)
            sheet.say("front-matter/two-spellings", place, used, key=key, used=first, line=used.line)
    return moment


def _with_name(sheet: Sheet, location: Location, published: Moment | None) -> Moment | None:
    """The date of the file's name where no key says one; else a warning where the two name different days."""
    zone = zones.zone(sheet.settings.time_zone)
    if published:
        days = {str(published.at.date()), str(published.at.astimezone(zone).date())}
        in_name = "-".join(part.zfill(2) for part in location.date.split("-"))
        if in_name not in days:
            day = str(published.at.date())
            sheet.say("front-matter/name-disagrees", sheet.place("date"), name=location.date, day=day)
        return published
    if any(sheet.entry(key) and not is_flag(sheet, key) for key in ("date", "publish_date", "published")):
        return None
    read_date = dates.parse(location.date, sheet.settings.time_zone)
    return read_date if isinstance(read_date, Moment) else None


def _is_before(updated: Moment, published: Moment, zone: str) -> bool:
    """Whether ``updated`` comes first; where one is a day without a time, whole days are compared."""
    if updated.has_time and published.has_time:
        return updated.at < published.at
    return _day(updated, zone) < _day(published, zone)


def _day(moment: Moment, zone: str) -> dt.date:
    return moment.at.astimezone(zones.zone(zone)).date()
