"""The line that says when: ``09:31, 23 лютого 2022``, ``February 23, 2022 at 9:31 am``, ``вчора, 18:05``.

A line is one of these only if every word of it is known here, so that a sentence with a date in it
never is.  What the line leaves out (a year, the day of "today") comes from the editor or is an
error at the line; nothing is taken from a clock or guessed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, replace
from typing import Any

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Moment

__all__ = ["Stamp", "join", "settle", "stamp"]

_MONTH_FORMS = (
    "january jan січня січень січ января январь янв",
    "february feb лютого лютий лют февраля февраль фев февр",
    "march mar березня березень бер марта март мар",
    "april apr квітня квітень кві квіт апреля апрель апр",
    "may травня травень тра трав мая май",
    "june jun червня червень чер черв июня июнь июн",
    "july jul липня липень лип июля июль июл",
    "august aug серпня серпень сер серп августа август авг",
    "september sep sept вересня вересень вер сентября сентябрь сен сент",
    "october oct жовтня жовтень жов жовт октября октябрь окт",
    "november nov листопада листопад лис лист ноября ноябрь ноя нояб",
    "december dec грудня грудень гру груд декабря декабрь дек",
)
_WEEKDAY_FORMS = (
    "monday mon понеділок пн понедельник",
    "tuesday tue tues вівторок вт вторник",
    "wednesday wed середа ср среда",
    "thursday thu thurs четвер чт четверг",
    "friday fri п'ятниця пт пятница",
    "saturday sat субота сб суббота",
    "sunday sun неділя нд воскресенье вс",
)
_MONTHS = {form: number for number, forms in enumerate(_MONTH_FORMS, 1) for form in forms.split()}
_WEEKDAYS = {form: number for number, forms in enumerate(_WEEKDAY_FORMS) for form in forms.split()}
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_AGO = {
    "today": 0, "сьогодні": 0, "сегодня": 0,
    "yesterday": 1, "вчора": 1, "учора": 1, "вчера": 1,
    "позавчора": 2, "позавчера": 2,
}
_FILLERS = frozenset({
    "at", "on", "of", "the", "published", "posted", "date",
    "о", "об", "у", "в", "від", "р", "рік", "року", "дата", "публікації", "опубліковано", "опублікована",
    "от", "г", "год", "года", "публикации", "опубликовано", "опубликована",
})
_UPDATED = frozenset({"updated", "modified", "оновлено", "оновлена", "обновлено", "обновлена"})
_AGO = re.compile(
    r"(?:\d+|an?|one)?\s*(?:seconds?|minutes?|mins?|hours?|days?|weeks?|секунд\w*|хвилин\w*|хв|годин\w*|год|дн\w+|день"
    r"|тижд\w+|тижні\w*|минут\w*|мин|час\w*|недел\w+)\.?\s+(?:ago|тому|назад)",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)")
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<numeric>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?!\d)"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?![\d:])"
    r"|(?P<pair>\d{1,2}\.\d\d)(?![\d.]*\d)"
    r"|(?P<number>\d{1,4})(?:(?=[ap]\.?m\b)|(?:st|nd|rd|th|-?го|-?е)?(?!\w))"
    r"|(?P<gap>[\s,.|•·—–()/:-]+|(?<=\d)T(?=\d))"
    r"|(?P<half>[ap]\.?m\b\.?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time line says, unsettled: a part that it doesn't say is None.

    ``days_ago`` is 0 for "today".  ``instant`` is a whole time with its own offset.  ``is_vague`` stands for
    "two hours ago", ``is_ambiguous`` for ``02/03/2022``.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    clock: tuple[int, int, int] | None = None
    days_ago: int | None = None
    instant: dt.datetime | None = None
    is_update: bool = False
    is_vague: bool = False
    is_ambiguous: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is enough for a time line: a day in some form, or a clock time alone."""
        if self.instant or self.is_vague or self.days_ago is not None:
            return True
        if self.month is None and self.day is None:
            return self.clock is not None and self.year is None
        return self.month is not None and self.day is not None


def stamp(text: str) -> Stamp | None:
    """Read a time line; None where the text is none."""
    text = re.sub("[’ʼ`]", "'", text).strip(" .")
    if _AGO.fullmatch(text):
        return Stamp(is_vague=True)
    if _ISO.fullmatch(text):
        return _instant(text)
    tokens = _tokens(text)
    found = _fold_tokens(tokens) if tokens else None
    return found if found and found.is_whole else None


def _instant(text: str) -> Stamp | None:
    try:
        return Stamp(instant=dt.datetime.fromisoformat(re.sub(r"\s+(?=[Z+-])", "", text)))
    except ValueError:
        return None


def join(first: Stamp, second: Stamp) -> Stamp | None:
    """One stamp of a day and a clock time that stand on two lines; None where they aren't that."""
    if second.clock is None:
        first, second = second, first
    is_clock = second == Stamp(clock=second.clock)
    return replace(first, clock=second.clock) if is_clock and first.clock is None and not first.instant else None


def _tokens(text: str) -> list[tuple[str, str]] | None:
    """Kinds and texts of the tokens; None where a character belongs to none."""
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        if found.lastgroup and found.lastgroup != "gap":
            tokens.append((found.lastgroup, found[found.lastgroup].casefold()))
        at = found.end()
    return tokens


def _fold_tokens(tokens: list[tuple[str, str]]) -> Stamp | None:
    """Put the tokens together; None where one is unknown or a part is said twice."""
    has_clock = any(kind == "clock" for kind, _ in tokens)
    has_day = any(text in _MONTHS or text in _DAYS_AGO or kind in {"iso", "numeric"} for kind, text in tokens)
    if has_clock == has_day and any(kind == "pair" for kind, _ in tokens):
        return None
    result = Stamp()
    for (kind, text), (following, _) in itertools.pairwise([*tokens, ("", "")]):
        if kind == "half":
            change = _half(result, text)
        elif kind == "number" and following == "half":
            change = _part("clock", text)
        else:
            change = _part(("numeric" if has_clock else "clock") if kind == "pair" else kind, text)
        if change is None or (kind != "half" and any(_is_said(result, name) for name in change)):
            return None
        result = replace(result, **change)
    return result


def _is_said(result: Stamp, name: str) -> bool:
    said = getattr(result, name)
    return said is not None and said is not False


def _part(kind: str, text: str) -> dict[str, Any] | None:
    """The fields of a stamp that one token gives; None where it is unknown."""
    if kind == "word":
        return _word(text)
    numbers = [int(number) for number in re.split(r"\D", text) if number]
    if kind == "clock":
        return {"clock": tuple([*numbers, 0, 0][:3])}
    if kind == "iso":
        return {"year": numbers[0], "month": numbers[1], "day": numbers[2]}
    if kind == "numeric":
        return _numeric(text, numbers)
    if len(text) < 3:
        return {"day": numbers[0]}
    return {"year": numbers[0]} if len(text) == 4 and numbers[0] > 999 else None


def _word(text: str) -> dict[str, Any] | None:
    if text in _FILLERS:
        return {}
    if text in _UPDATED:
        return {"is_update": True}
    for name, table in (("month", _MONTHS), ("weekday", _WEEKDAYS), ("days_ago", _DAYS_AGO)):
        if text in table:
            return {name: table[text]}
    return None


def _numeric(text: str, numbers: list[int]) -> dict[str, Any]:
    """``23.02.2022`` has the day first; ``02/23/2022`` may have it second; two digits are no year."""
    day, month = numbers[:2]
    ambiguous = "/" in text and day != month and day <= 12 and month <= 12
    if "/" in text and month > 12:
        day, month = month, day
    year = {"year": numbers[2]} if len(numbers) > 2 and numbers[2] > 99 else {}
    return {"day": day, "month": month, **year, **({"is_ambiguous": True} if ambiguous else {})}


def _half(result: Stamp, text: str) -> dict[str, Any] | None:
    """The clock with its half of the day; ``21:31 pm`` is said twice, ``13:31 am`` is nothing."""
    if result.clock is None:
        return None
    hour, *rest = result.clock
    if text.startswith("p"):
        return {"clock": (hour + 12 if hour < 12 else hour, *rest)}
    return {"clock": (hour % 12, *rest)} if hour <= 12 else None


def settle(
    found: Stamp, span: Span, *, year: int | None, day: dt.date | None, zone: dt.tzinfo
) -> tuple[Moment | None, tuple[Diagnostic, ...]]:
    """The moment that a time line means, and what is wrong with it.  No moment where that is an error."""
    if found.instant is not None:
        return _in_zone(found.instant, span, zone)
    date, problem = _date(found, span, year, day)
    if date is None:
        return None, problem
    if found.weekday is not None and found.weekday != date.weekday():
        problem = (Diagnostic.at(
            span, "import/wrong-weekday", date=date.isoformat(), weekday=_DAY_NAMES[date.weekday()],
            said=_DAY_NAMES[found.weekday],
        ),)
    moment, clock_problem = _moment(date, found.clock, span, zone)
    return moment, problem + clock_problem


def _in_zone(instant: dt.datetime, span: Span, zone: dt.tzinfo) -> tuple[Moment | None, tuple[Diagnostic, ...]]:
    try:
        return Moment(instant.astimezone(zone)), ()
    except OverflowError:
        return None, (Diagnostic.at(span, "import/no-such-date", date=instant.date().isoformat()),)


def _date(
    found: Stamp, span: Span, year: int | None, day: dt.date | None
) -> tuple[dt.date | None, tuple[Diagnostic, ...]]:
    if found.is_vague:
        return None, (Diagnostic.at(span, "import/vague-time"),)
    if found.is_ambiguous:
        return None, (Diagnostic.at(span, "import/ambiguous-date"),)
    if found.month is None or found.day is None:
        if day is None:
            return None, (Diagnostic.at(span, "import/missing-day"),)
        return dt.date.fromordinal(max(day.toordinal() - (found.days_ago or 0), 1)), ()
    said = found.year if found.year is not None else year
    if said is None:
        return None, (Diagnostic.at(span, "import/missing-year"),)
    try:
        return dt.date(said, found.month, found.day), ()
    except ValueError:
        date = f"{said:04}-{found.month:02}-{found.day:02}"
        return None, (Diagnostic.at(span, "import/no-such-date", date=date),)


def _moment(
    date: dt.date, clock: tuple[int, int, int] | None, span: Span, zone: dt.tzinfo
) -> tuple[Moment | None, tuple[Diagnostic, ...]]:
    if clock is None:
        return Moment(dt.datetime.combine(date, dt.time(), zone), has_time=False), ()
    shown = f"{clock[0]:02}:{clock[1]:02}"
    try:
        at = dt.datetime.combine(date, dt.time(*clock), zone)
    except ValueError:
        return None, (Diagnostic.at(span, "import/no-such-time", time=shown),)
    before, after = at.utcoffset(), at.replace(fold=1).utcoffset()
    if before is not None and after is not None and before != after:
        if before < after:
            return None, (Diagnostic.at(span, "import/skipped-hour", time=shown, date=date.isoformat()),)
        return Moment(at), (Diagnostic.at(span, "import/repeated-hour", time=shown, date=date.isoformat()),)
    return Moment(at), ()
