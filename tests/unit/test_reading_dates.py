"""Times as editors and archives write them, and what is said of those that can't be read."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.core import zones
from sitegen.core.model import Moment
from sitegen.reading import dates
from sitegen.reading.dates import Doubt

KYIV = "Europe/Kyiv"


def iso(text: str, zone: str = KYIV) -> str:
    """The time that was read, with its offset."""
    read = dates.parse(text, zone)
    assert isinstance(read, Moment), read
    return read.at.isoformat()


def doubt(text: str, zone: str = KYIV) -> Doubt:
    read = dates.parse(text, zone)
    assert isinstance(read, Doubt), read
    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014-06-30 10:00:13 -0400", "2014-06-30T10:00:13-04:00"),
        ("2014-06-30 10:00:13 +0000", "2014-06-30T10:00:13+00:00"),
        ("2014-06-30T10:00+02:00", "2014-06-30T10:00:00+02:00"),
        ("2014-06-30T10:00:13.000Z", "2014-06-30T10:00:13+00:00"),
        ("2014-06-30T10:00:13.123456789Z", "2014-06-30T10:00:13+00:00"),
        ("2014-06-30 10:00", "2014-06-30T10:00:00+03:00"),
        ("2014-06-30 9:05", "2014-06-30T09:05:00+03:00"),
        ("2014-06-30 9:05:07", "2014-06-30T09:05:07+03:00"),
        ("2014-6-3 9:05", "2014-06-03T09:05:00+03:00"),
        ("2014-01-30 10:00", "2014-01-30T10:00:00+02:00"),
        ("2014/06/30 10:00", "2014-06-30T10:00:00+03:00"),
        ("2014-06-30, 10:00", "2014-06-30T10:00:00+03:00"),
        ("  2014-06-30\u00a010:00 ", "2014-06-30T10:00:00+03:00"),
        ("2014-06-30 10:00 \u221204:00", "2014-06-30T10:00:00-04:00"),
        ("2014-06-30 10:00 -04", "2014-06-30T10:00:00-04:00"),
        ("2014-06-30 10:00 UTC", "2014-06-30T10:00:00+00:00"),
        ("2014-06-30 10:00 EDT", "2014-06-30T10:00:00-04:00"),
        ("2014-06-30 10:00 PM", "2014-06-30T22:00:00+03:00"),
        ("2014-06-30 12:15 a.m.", "2014-06-30T00:15:00+03:00"),
        ("2014-06-30 10:00 Europe/Kiev", "2014-06-30T10:00:00+03:00"),
        ("2014-06-30 10:00 America/New_York", "2014-06-30T10:00:00-04:00"),
        ("2014-06-30 10:00 europe/london", "2014-06-30T10:00:00+01:00"),
        ("20140630T100013Z", "2014-06-30T10:00:13+00:00"),
        ("Thu May  1 15:29:37 PDT 2014", "2014-05-01T15:29:37-07:00"),
        ("Thu May 1 15:29:37 2014", "2014-05-01T15:29:37+03:00"),
        ("Thu, 01 May 2014 15:29:37 -0700", "2014-05-01T15:29:37-07:00"),
        ("1 May 2014 15:29 GMT", "2014-05-01T15:29:00+00:00"),
    ],
)
def test_every_shape_of_an_archive_is_read_with_its_offset(text: str, expected: str) -> None:
    read = dates.parse(text, KYIV)
    assert isinstance(read, Moment) and read.has_time
    assert read.at.isoformat() == expected


@pytest.mark.parametrize("text", ["2012-06-29", "2012.06.29", "2012/6/29", "20120629"])
def test_a_date_alone_is_midnight_in_the_zone_and_has_no_time(text: str) -> None:
    assert iso(text) == "2012-06-29T00:00:00+03:00"
    read = dates.parse(text, KYIV)
    assert isinstance(read, Moment) and not read.has_time


def test_a_moment_pickles() -> None:
    read = dates.parse("2014-06-30 10:00", KYIV)
    assert pickle.loads(pickle.dumps(read)) == read


def test_an_offset_is_in_whole_minutes_also_before_time_zones() -> None:
    assert iso("1901-05-04 10:00") == "1901-05-04T10:00:00+02:02"
    assert iso("1850-05-04 10:00", "America/New_York") == "1850-05-04T10:00:00-04:57"


# ------------------------------------------------------------------ case 13


def test_case_13_a_time_without_a_zone_is_in_the_publications() -> None:
    assert iso("2026-05-04 10:00", KYIV) == "2026-05-04T10:00:00+03:00"
    assert iso("2026-05-04 10:00", "Asia/Tokyo") == "2026-05-04T10:00:00+09:00"
    assert iso("2026-05-04 10:00", "Europe/Kiev") == iso("2026-05-04 10:00", KYIV)


def test_case_13_the_machines_zone_and_zone_files_change_nothing() -> None:
    code = "from sitegen.reading import dates; print(dates.parse('2026-05-04 10:00', 'Europe/Kyiv'))"
    root = Path(dates.__file__).parents[2]
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
            env=os.environ | {"TZ": zone, "PYTHONTZPATH": path},
        ).stdout
        for zone, path in (("UTC", ""), ("Asia/Kathmandu", "/usr/share/zoneinfo"), ("nonsense", "/nowhere"))
    }
    assert len(said) == 1
    assert "10, 0" in said.pop()


def test_every_zone_of_the_package_can_be_read() -> None:
    for name in sorted(zones.names()):
        assert isinstance(dates.parse(f"2026-01-15 12:00 {name}", KYIV), Moment), name


# ------------------------------------------------------------------ case 14


@pytest.mark.parametrize(
    ("text", "kind", "saying"),
    [
        ("2026-02-30", "no-such-date", "2026-02-30, which does not exist"),
        ("2026-02-29", "no-such-date", "does not exist"),
        ("2026-00-10", "no-such-date", "does not exist"),
        ("2026-13-01", "no-such-date", "does not exist"),
        ("2026-12-32 10:00", "no-such-date", "does not exist"),
        ("2026-01-00", "no-such-date", "does not exist"),
        ("Fri May  1 15:29:37 PDT 2014", "no-such-date", "no Fri"),
        ("0000-01-01", "date-out-of-range", "0000"),
        ("0001-01-01 00:00", "date-out-of-range", "0001"),
        ("9999-12-31 23:59:59 -1200", "date-out-of-range", "9999"),
        ("9999-12-31", "date-out-of-range", "9999"),
        ("2016-12-31T23:59:60Z", "no-such-time", "second 60"),
        ("2026-05-04 24:00", "no-such-time", "24:00"),
        ("2026-05-04 24:01", "no-such-time", "24:01"),
        ("2026-05-04 25:10", "no-such-time", "25:10"),
        ("2026-05-04 10:61", "no-such-time", "10:61"),
        ("2026-05-04 10:10:99", "no-such-time", "10:10:99"),
        ("2026-05-04 13:00 pm", "no-such-time", "13"),
        ("2026-05-04 10:00 +25:00", "no-such-zone", "+25:00"),
        ("2026-05-04 10:00 +02:75", "no-such-zone", "+02:75"),
        ("2026-05-04 10:00 XYZ", "no-such-zone", "XYZ"),
        ("2026-05-04 10:00 ../etc/passwd", "unreadable-date", ""),
        ("2026-05-04 10:00 Europe/../UTC", "unreadable-date", ""),
        ("2026-05-04 10:00 IST", "no-such-zone", "IST"),
    ],
)
def test_case_14_an_impossible_date_is_a_finding_and_no_exception(text: str, kind: str, saying: str) -> None:
    said = doubt(text)
    assert said.kind == kind
    assert saying in said.reason
    assert said.moment is None


@pytest.mark.parametrize(
    ("text", "zone", "fix"),
    [
        ("2026-03-29 03:30", KYIV, "2026-03-29 04:30"),
        ("2026-03-29 03:00", KYIV, "2026-03-29 04:00"),
        ("2026-03-08 02:15", "America/New_York", "2026-03-08 03:15"),
        ("2026-10-04 02:10", "Australia/Lord_Howe", "2026-10-04 02:40"),
    ],
)
def test_case_14_a_time_that_the_clock_skipped_is_refused_with_the_fix(text: str, zone: str, fix: str) -> None:
    said = doubt(text, zone)
    assert (said.kind, said.fix, said.moment) == ("no-such-time", fix, None)


def test_case_14_of_a_time_that_came_twice_the_first_is_taken_with_a_warning() -> None:
    said = doubt("2026-10-25 03:30")
    assert said.kind == "time-twice"
    assert said.moment is not None and said.moment.at.isoformat() == "2026-10-25T03:30:00+03:00"
    assert said.fix == "2026-10-25 03:30+0300 or 2026-10-25 03:30+0200"
    for written, expected in zip(said.fix.split(" or "), ("+03:00", "+02:00"), strict=True):
        assert iso(written) == f"2026-10-25T03:30:00{expected}"


def test_case_14_the_hours_around_a_change_are_ordinary() -> None:
    assert iso("2026-03-29 02:59") == "2026-03-29T02:59:00+02:00"
    assert iso("2026-03-29 04:00") == "2026-03-29T04:00:00+03:00"
    assert iso("2026-10-25 02:59") == "2026-10-25T02:59:00+03:00"
    assert iso("2026-10-25 04:00") == "2026-10-25T04:00:00+02:00"


def test_a_day_whose_midnight_was_skipped_still_has_a_beginning() -> None:
    assert iso("2018-11-04", "America/Sao_Paulo") == "2018-11-04T00:00:00-03:00"


# ------------------------------------------------------------------ case 15


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("4 May 2026", "2026-05-04"),
        ("May 4, 2026", "2026-05-04"),
        ("May 4th 2026", "2026-05-04"),
        ("Monday, 4 May 2026", "2026-05-04"),
        ("4 травня 2026", "2026-05-04"),
        ("4 мая 2026 г.", "2026-05-04"),
        ("04/05/2026", "2026-05-04 or 2026-04-05"),
        ("13/05/2026", "2026-05-13"),
        ("05-13-2026", "2026-05-13"),
        ("04.05.2026", "2026-05-04"),
        ("04.05.2026 10:30", "2026-05-04 10:30"),
        ("4 May 2026, 9:30", "2026-05-04 09:30"),
        ("05/05/2026", "2026-05-05"),
    ],
)
def test_case_15_dates_as_people_write_them_are_refused_with_the_iso_form(text: str, fix: str) -> None:
    said = doubt(text)
    assert (said.kind, said.fix, said.moment) == ("human-date", fix, None)
    for written in fix.split(" or "):
        assert isinstance(dates.parse(written, KYIV), Moment)


@pytest.mark.parametrize("text", ["31/02/2026", "31 February 2026", "45.45.2026"])
def test_case_15_a_date_as_people_write_it_that_does_not_exist_is_told_so(text: str) -> None:
    assert doubt(text).kind == "no-such-date"


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026", "2026-05", "1399999999", "2026-05-04T", "2026-05-04 10", "٢٠٢٦-٠٥-٠٤", "yes", "10:00"],
)
def test_what_is_no_date_is_refused_with_the_shapes_that_are(text: str) -> None:
    said = doubt(text)
    assert said.kind == "unreadable-date"
    assert "2026-05-04 09:30" in said.fix


def test_a_long_line_is_refused_like_a_short_one() -> None:
    for text in ("9" * 100_000, "2026-05-04 " * 10_000, "a " * 50_000, "1/" * 50_000):
        assert doubt(text).kind == "unreadable-date"


# ------------------------------------------------------------------ names of files


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-05-04-bridge", ("2026-05-04", "bridge")),
        ("2026-5-4-bridge", ("2026-5-4", "bridge")),
        ("2026-05-04_bridge", ("2026-05-04", "bridge")),
        ("2026-13-04-bridge", ("", "2026-13-04-bridge")),
        ("2026-02-30-bridge", ("", "2026-02-30-bridge")),
        ("2026-05-04", ("", "2026-05-04")),
        ("bridge-2026-05-04", ("", "bridge-2026-05-04")),
        ("2026-goals", ("", "2026-goals")),
    ],
)
def test_a_files_name_may_begin_with_a_date(name: str, expected: tuple[str, str]) -> None:
    assert dates.in_name(name) == expected
