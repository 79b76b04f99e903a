"""What would stop the build of the hour at which an article appears by itself is an error from the day it is written."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsrooms, article

TO_COME = "embargo: 2027-02-01 06:00"
FAULTS = {
    "the slug of a public article": ("permalink/collision", {"content/politics/b.md": article("B", TO_COME, "slug: a")}),
    "an alias that is a section": ("permalink/collision", {"content/politics/b.md": article("B", TO_COME, "aliases: [/politics/]")}),
    "an alias of a public article": ("permalink/collision", {"content/politics/b.md": article("B", TO_COME, "aliases: [/former/]")}),
    "an address that no disk holds": ("permalink/reserved", {"content/politics/b.md": article("B", TO_COME, "slug: con")}),
    "no section": ("section/none", {"content/b.md": article("B", TO_COME)}),
    "another one to come": (
        "permalink/collision",
        {"content/politics/b.md": article("B", TO_COME, "url: /b/"), "content/politics/c.md": article("C", TO_COME, "url: /B/")},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_would_stop_the_build_at_an_embargo_s_end_stops_the_build_today(newsroom: Newsrooms, fault: str) -> None:
    code, files = FAULTS[fault]
    room = newsroom({"content/politics/a.md": article("A", "aliases: [/former/]", date="2026-11-10"), **files})
    if fault == "the slug of a public article":
        room.edit({"content/politics/b.md": article("B", TO_COME, "url: /politics/2026/11/a/")})
    assert room.build().codes == (code,)


@pytest.mark.parametrize("line", ["status: draft", "expires: 2027-01-01"])
def test_what_never_appears_by_itself_stops_nothing(newsroom: Newsrooms, line: str) -> None:
    room = newsroom({"content/politics/a.md": article("A"), "content/politics/b.md": article("B", TO_COME, line, "url: /politics/")})
    assert room.build().codes == ()


def test_an_article_to_come_may_have_the_address_of_one_that_ends(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article("A", "url: /rate/", "expires: 2027-02-01"), "content/politics/b.md": article("B", TO_COME, "url: /rate/")})
    assert room.build().code == 0
