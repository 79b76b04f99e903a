"""The time line of a pasted article: every shape, what is missing, what is wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from sitegen.core import zones
from sitegen.core.diagnostics import Span
from sitegen.core.model import Moment
from sitegen.core.rules import RULES
from sitegen.importing import times

KYIV = zones.zone("Europe/Kyiv")
HERE = Span("in.txt", 3, 1, 5)
MORNING = "2024-05-14T09:31:00+03:00"


def settle(line: str, *, year: int | None = None, day: str | None = None) -> tuple[Moment | None, list[str]]:
    found = times.stamp(line)
    assert found is not None, f"not taken for a time line: {line}"
    given = dt.date.fromisoformat(day) if day else None
    moment, problems = times.settle(found, HERE, year=year, day=given, zone=KYIV)
    assert all(problem.span == HERE for problem in problems)
    return moment, [problem.code for problem in problems]


@pytest.mark.parametrize("line", [
    "09:31, 14 травня 2024",
    "14 травня 2024, 09:31",
    "14 травня 2024 року о 09:31",
    "вівторок, 14 травня 2024 р., 9:31",
    "14 трав. 2024 | 09:31",
    "09:31, 14 мая 2024",
    "14 мая 2024 г. в 09:31",
    "14 мая 2024 года, вторник, 9.31",
    "09:31, 14 May 2024",
    "May 14, 2024 at 9:31 am",
    "May 14th, 2024, 9:31 a.m.",
    "Tuesday, 14 May 2024 – 09:31",
    "Published: Tue, 14 May 2024 • 09:31",
    "Опубліковано 14 травня 2024 о 09:31",
    "14.05.2024 09:31",
    "14.05.2024, 9.31",
    "2024-05-14 09:31",
    "2024-05-14T09:31",
    "2024-05-14T06:31:00Z",
    "2024-05-14 09:31:00 +0300",
    "05/14/2024 09:31",
    "09:31,\u00a014\u00a0травня\u00a02024",
])
def test_a_whole_time_line_is_read_in_any_shape(line: str) -> None:
    moment, problems = settle(line)
    assert moment is not None
    assert (moment.at.isoformat(), moment.has_time, problems) == (MORNING, True, [])


@pytest.mark.parametrize(("line", "clock"), [
    ("14 May 2024, 12:05 am", (0, 5)),
    ("14 May 2024, 12:05 pm", (12, 5)),
    ("14 May 2024, 9 pm", (21, 0)),
    ("14 May 2024, 9pm", (21, 0)),
    ("14 May 2024, 21:05 pm", (21, 5)),
])
def test_half_days_are_understood(line: str, clock: tuple[int, int]) -> None:
    moment, problems = settle(line)
    assert moment is not None
    assert ((moment.at.hour, moment.at.minute), problems) == (clock, [])


@pytest.mark.parametrize("line", [
    "14 травня 2024", "14 мая 2024 г.", "14 May 2024", "May 14, 2024", "14.05.2024", "2024-05-14",
])
def test_a_date_without_a_time_has_none(line: str) -> None:
    moment, problems = settle(line)
    assert moment is not None
    assert (moment.at.date(), moment.has_time, problems) == (dt.date(2024, 5, 14), False, [])


@pytest.mark.parametrize("line", [
    "09:31, 14 травня", "14 мая, 09:31", "May 14 at 9:31 am", "14.05, 09:31", "14.05.24 09:31",
])
def test_a_missing_year_is_an_error_unless_it_is_given(line: str) -> None:
    assert settle(line) == (None, ["import/missing-year"])
    assert settle(line, day="2024-06-01") == (None, ["import/missing-year"])
    moment, problems = settle(line, year=2024)
    assert moment is not None
    assert (moment.at.isoformat(), problems) == (MORNING, [])


def test_a_year_in_the_text_wins_over_the_given_one() -> None:
    moment, _ = settle("14 May 2024, 09:31", year=2021)
    assert moment is not None
    assert moment.at.year == 2024


@pytest.mark.parametrize("line", [
    "сьогодні, 09:31", "сьогодні о 09:31", "сегодня в 09:31", "today at 9:31 am", "Today", "вчора, 18:05", "yesterday",
    "09:31",
])
def test_today_is_an_error_unless_the_day_is_given(line: str) -> None:
    assert settle(line) == (None, ["import/missing-day"])
    assert settle(line, year=2024) == (None, ["import/missing-day"])
    assert settle(line, day="2024-05-14")[0] is not None


def test_yesterday_is_the_day_before_the_given_one() -> None:
    moment, _ = settle("вчора, 18:05", day="2024-03-01")
    assert moment is not None
    assert moment.at.isoformat() == "2024-02-29T18:05:00+02:00"


@pytest.mark.parametrize(("line", "code"), [
    ("31 лютого 2024", "import/no-such-date"),
    ("29 February 2023, 10:00", "import/no-such-date"),
    ("2024-13-01 10:00", "import/no-such-date"),
    ("25:10, 14 May 2024", "import/no-such-time"),
    ("24:00, 14 May 2024", "import/no-such-time"),
    ("09:61, 14 May 2024", "import/no-such-time"),
    ("03/04/2024", "import/ambiguous-date"),
    ("2 hours ago", "import/vague-time"),
    ("5 хвилин тому", "import/vague-time"),
    ("час назад", "import/vague-time"),
    ("03:30, 31 березня 2024", "import/skipped-hour"),
    ("9999-12-31T23:59:00-12:00", "import/no-such-date"),
])
def test_an_impossible_time_is_an_error_at_its_line(line: str, code: str) -> None:
    assert settle(line) == (None, [code])


def test_the_given_year_may_lack_the_day() -> None:
    assert settle("29 February", year=2023) == (None, ["import/no-such-date"])


def test_the_first_day_of_all_has_no_yesterday_but_no_traceback_either() -> None:
    assert settle("yesterday", day="0001-01-01")[0] is not None


def test_a_wrong_weekday_is_a_warning_and_the_date_is_kept() -> None:
    moment, problems = settle("середа, 14 травня 2024")
    assert moment is not None
    assert (moment.at.date(), problems) == (dt.date(2024, 5, 14), ["import/wrong-weekday"])
    assert RULES["import/wrong-weekday"].severity == "warning"


def test_monday_is_checked_like_every_other_day() -> None:
    assert settle("Monday, 14 May 2024")[1] == ["import/wrong-weekday"]
    assert settle("Monday, 13 May 2024")[1] == []


def test_the_hour_that_comes_twice_takes_the_first_with_a_warning() -> None:
    moment, problems = settle("03:30, 27 жовтня 2024")
    assert moment is not None
    assert (moment.at.isoformat(), problems) == ("2024-10-27T03:30:00+03:00", ["import/repeated-hour"])


@pytest.mark.parametrize("line", [
    "May", "2024", "14", "1.", "09.02", "вівторок", "14 травня сесія відбудеться знову",
    "On 14 May 2024 the council met", "14 May, 15 May", "2022 2023", "0931 hours", "13:31 am, 14 May 2024", "", "-",
    "14 May 2024 09:31 10:31",
])
def test_anything_else_is_no_time_line(line: str) -> None:
    assert times.stamp(line) is None


def test_an_updated_line_says_so() -> None:
    found = times.stamp("Оновлено: 14 травня 2024, 12:10")
    assert found is not None
    assert found.is_update


def test_a_day_and_a_clock_time_on_two_lines_are_joined() -> None:
    day, clock = times.stamp("14 May 2024"), times.stamp("09:31")
    assert day is not None
    assert clock is not None
    joined = times.join(clock, day)
    assert joined is not None
    assert joined == times.join(day, clock)
    assert (joined.day, joined.clock) == (14, (9, 31, 0))
    assert times.join(day, day) is None
    assert times.join(clock, clock) is None
