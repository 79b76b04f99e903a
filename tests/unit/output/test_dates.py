"""Times as readers and machines read them."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest

from sitegen.config import Dates
from sitegen.core.model import Moment
from sitegen.core.zones import names, zone
from sitegen.output.dates import format_moment, format_month, html_datetime, iso, open_graph_locale, rfc822
from tests.answers import at

UTC = dt.UTC
MORNING = Moment(dt.datetime(2022, 2, 23, 7, 31, tzinfo=UTC))


@pytest.mark.parametrize(("language", "words"), [
    ("uk", "09:31, 23 лютого 2022"), ("en", "09:31, 23 February 2022"), ("ru", "09:31, 23 февраля 2022"),
    ("en-GB", "09:31, 23 February 2022"), ("qq", "09:31, 23 February 2022"),
])
def test_a_time_is_printed_by_the_pattern_in_the_publications_zone(language: str, words: str) -> None:
    assert format_moment(MORNING, Dates(), language, "Europe/Kyiv") == words


def test_the_old_name_of_a_zone_means_the_same() -> None:
    assert format_moment(MORNING, Dates(), "uk", "Europe/Kiev") == format_moment(MORNING, Dates(), "uk", "Europe/Kyiv")


def test_the_zone_is_named_for_foreign_readers_where_configured() -> None:
    dates = Dates(zone="Kyiv time")
    assert format_moment(MORNING, dates, "en", "Europe/Kyiv") == "09:31, 23 February 2022 Kyiv time"


def test_a_date_without_a_time_prints_neither_time_nor_zone() -> None:
    day = at("2026-11-23", has_time=False)
    assert format_moment(day, Dates(zone="Kyiv time"), "en", "Europe/Kyiv") == "23 November 2026"


def test_summer_time_is_kept() -> None:
    noon = Moment(dt.datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
    assert format_moment(noon, Dates(), "en", "Europe/Kyiv") == "12:00, 1 July 2026"
    assert iso(noon, "Europe/Kyiv") == "2026-07-01T12:00:00+03:00"


def test_a_month_stands_alone_in_its_heading() -> None:
    assert format_month(2026, 11, Dates(), "uk") == "листопад 2026"
    assert format_month(2026, 11, Dates(), "en") == "November 2026"


def test_machine_times_carry_the_publications_offset() -> None:
    assert iso(MORNING, "Europe/Kyiv") == "2022-02-23T09:31:00+02:00"
    assert iso(MORNING, "UTC") == "2022-02-23T07:31:00+00:00"
    assert html_datetime(MORNING, "Europe/Kyiv") == "2022-02-23T09:31:00+02:00"


def test_a_date_without_a_time_is_its_midnight_for_machines_and_a_date_in_html() -> None:
    day = at("2026-11-23", has_time=False)
    assert iso(day, "Europe/Kyiv") == "2026-11-23T00:00:00+02:00"
    assert html_datetime(day, "Europe/Kyiv") == "2026-11-23"


@pytest.mark.parametrize(("year", "weekday"), [(2022, "Wed"), (2024, "Fri"), (2026, "Mon"), (1999, "Tue")])
def test_feed_dates_have_the_right_weekday(year: int, weekday: str) -> None:
    moment = Moment(dt.datetime(year, 2, 23, 7, 31, tzinfo=UTC))
    assert rfc822(moment, "Europe/Kyiv") == f"{weekday}, 23 Feb {year} 09:31:00 +0200"


def test_feed_dates_of_western_and_broken_zones() -> None:
    assert rfc822(MORNING, "America/St_Johns") == "Wed, 23 Feb 2022 04:01:00 -0330"
    assert rfc822(MORNING, "Asia/Kathmandu") == "Wed, 23 Feb 2022 13:16:00 +0545"


def test_an_offset_with_seconds_has_no_machine_form_and_is_given_in_utc() -> None:
    old = Moment(dt.datetime(1875, 1, 1, 12, tzinfo=UTC))
    assert iso(old, "Europe/Kyiv") == "1875-01-01T12:00:00+00:00"
    assert rfc822(old, "Europe/Kyiv") == "Fri, 01 Jan 1875 12:00:00 +0000"


@pytest.mark.parametrize(("language", "locale"), [
    ("uk", "uk_UA"), ("en", "en_US"), ("en-GB", "en_GB"), ("sr-Latn", "sr_RS"), ("qq", "qq"),
])
def test_open_graph_gets_a_language_with_a_territory(language: str, locale: str) -> None:
    assert open_graph_locale(language) == locale


def test_zones_are_those_of_the_package_and_others_are_a_key_error() -> None:
    assert {"Europe/Kyiv", "Europe/Kiev", "UTC"} <= names()
    for name in ("Mars/Olympus", "../UTC", "/etc/passwd", ""):
        with pytest.raises(KeyError):
            zone(name)


def test_neither_the_machines_zone_nor_its_locale_counts() -> None:
    program = (
        "import datetime as dt; from sitegen.config import Dates; from sitegen.core.model import Moment; "
        "from sitegen.output.dates import *; m = Moment(dt.datetime(2022, 2, 23, 7, 31, tzinfo=dt.UTC)); "
        "z = 'Europe/Kyiv'; print(ascii((format_moment(m, Dates(), 'uk', z), iso(m, z), rfc822(m, z))))"
    )
    said = set()
    for zone_name, locale in (("UTC", "C"), ("Asia/Tokyo", "uk_UA.UTF-8"), ("America/New_York", "ar_EG")):
        environment = os.environ | {"TZ": zone_name, "LANG": locale, "LC_ALL": locale, "PYTHONTZPATH": "/nowhere"}
        command = [sys.executable, "-c", program]
        said.add(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    assert len(said) == 1
