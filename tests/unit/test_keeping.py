"""``--keep-going``: an article in error is built as it was last published, or left out; what is wrong with the whole stops."""

from __future__ import annotations

import datetime as dt
import json
from unittest.mock import patch

import pytest

from tests.newsroom import NOW, Built, Newsroom, Newsrooms, article

BROKEN = {
    "date": article("Broken", date="2026-02-30"), "embargo": article("Broken", "embargo: soon"), "fence": "---\ntitle: Broken\ndate: 2026-11-20\n\nText.\n",
    "no title": "---\ndate: 2026-11-20\n---\nText.\n", "not UTF-8": b"---\ntitle: Br\xffken\n---\n", "key twice": article("Broken", "title: Again"), "empty": "",
}  # fmt: skip
FERRY, MILL = "content/politics/ferry.md", "content/politics/mill.md"


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    """Two public articles, published."""
    made = newsroom({FERRY: article("Ferry", body="Read also: Mill"), MILL: article("Mill", "image: {src: mill.png, alt: a, credit: c}")})
    assert made.build().code == 0
    return made


def going(room: Newsroom, **options: object) -> Built:
    return room.build(keep_going=True, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", BROKEN)
def test_an_article_in_error_keeps_its_last_published_version_and_a_new_one_is_left_out(room: Newsroom, newsroom: Newsrooms, fault: str) -> None:
    room.edit({FERRY: BROKEN[fault], "content/politics/other.md": BROKEN[fault], MILL: article("Mill anew")})
    before = room.build()
    assert before.code == 1 and before.report and not before.report.is_published and "Mill anew" not in before.page("/")
    built = going(room)
    assert built.report and (built.code, built.report.kept, built.report.left_out) == (1, (FERRY,), ("content/politics/other.md",))
    assert {finding.span.path for finding in built.findings if finding.severity == "error"} == {FERRY, "content/politics/other.md"}
    assert "Mill anew" in built.page("/") and "Ferry" in built.page("/") and "Broken" not in built.page("/")
    as_it_was = newsroom({FERRY: article("Ferry", body="Read also: Mill"), MILL: article("Mill anew")})
    assert built.tree == as_it_was.build().tree
    again = going(room)
    assert (again.tree, again.findings, again.rendered) == (built.tree, built.findings, frozenset())


def test_once_it_is_mended_the_site_is_that_of_a_clean_build(room: Newsroom, newsroom: Newsrooms) -> None:
    going(room.edit({FERRY: BROKEN["date"], MILL: BROKEN["fence"]}))
    mended = going(room.edit({FERRY: article("Ferry again"), MILL: article("Mill again")}))
    assert (mended.code, mended.tree) == (0, newsroom(room.sources()).build().tree)


def test_it_is_the_same_whatever_the_number_of_workers(room: Newsroom, newsroom: Newsrooms) -> None:
    other = newsroom(room.sources())
    other.build()
    files = {FERRY: BROKEN["date"], MILL: article("Mill anew"), "content/politics/other.md": BROKEN["fence"]}
    with patch("sitegen.press.intake._MANY", 1), patch("sitegen.press.making._MANY", 1):
        several = going(room.edit(files), jobs=2)
    one = going(other.edit(files))
    assert (several.tree, several.findings, several.report and several.report.kept) == (one.tree, one.findings, (FERRY,))


def test_what_was_never_public_is_left_out_also_when_the_old_embargo_ends(newsroom: Newsrooms) -> None:
    room = newsroom({FERRY: article("Ferry", "embargo: 2026-11-25 10:00"), MILL: article("Mill")})
    room.build()
    room.edit({FERRY: article("Ferry", "embargo: 2027-13-25 10:00")})  # it was to be put off
    for now in (NOW, dt.datetime(2026, 11, 26, tzinfo=dt.UTC)):
        built = going(room, now=now)
        assert built.report and (built.report.kept, built.report.left_out) == ((), (FERRY,))
        assert not [path for path, data in built.tree.items() if b"Ferry" in data or "ferry" in path]


@pytest.mark.parametrize("taken", ["status: draft", "embargo: 2026-12-01 10:00", "expires: 2026-11-23 10:00"])
def test_what_was_taken_back_does_not_come_back(room: Newsroom, taken: str) -> None:
    assert room.edit({FERRY: article("Ferry", taken)}).build().code == 0
    built = going(room.edit({FERRY: BROKEN["fence"]}))
    assert built.report and built.report.left_out == (FERRY,)


def test_the_version_that_stays_expires_when_it_said_so(room: Newsroom) -> None:
    room.edit({FERRY: article("Ferry", "expires: 2026-11-25 10:00")}).build()
    assert "Ferry" in going(room.edit({FERRY: BROKEN["date"]})).page("/")
    later = going(room, now=dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC))
    assert "Ferry" not in later.page("/") and later.report and later.report.left_out == ()
    gone = going(room, now=dt.datetime(2026, 11, 25, 11, tzinfo=dt.UTC))
    assert gone.tree == later.tree and gone.report and gone.report.left_out == (FERRY,)


def test_a_preview_makes_nothing_public(newsroom: Newsrooms) -> None:
    from sitegen.site.visibility import Edge

    room = newsroom({FERRY: article("Ferry", "status: draft"), MILL: article("Mill")})
    room.build()
    room.build(output="preview", edge=Edge(drafts=True))
    built = going(room.edit({FERRY: BROKEN["fence"]}))
    assert built.report and built.report.left_out == (FERRY,)
    preview = going(room, output="preview", edge=Edge(drafts=True))
    assert preview.report and preview.report.kept == (FERRY,)


WHOLE = {
    "collision": {"content/politics/a.md": article("A", "slug: mill")}, "same id": {"content/politics/a.md": article("A", f"id: {MILL}")},
    "registry": {"content/terms.toml": "[sections"}, "front": {"content/_index.md": "---\nlead: [\n---\n"}, "author": {"content/authors/a.md": "---\nname: [\n---\n"},
    "theme": {"themes/base/article.html": "{{"},
}  # fmt: skip


@pytest.mark.parametrize("fault", WHOLE)
def test_what_is_wrong_with_the_whole_stops(room: Newsroom, fault: str) -> None:
    before = room.build().tree
    built = going(room.edit(WHOLE[fault]).edit({FERRY: BROKEN["date"]}))  # type: ignore[arg-type]
    assert built.code == 1 and built.report and not built.report.is_published
    assert built.tree == before
    assert room.edit({"sitegen.toml": "title = 1"}).build(keep_going=True).code == 2


@pytest.mark.parametrize(("files", "code"), [
    ({"content/lone.md": article("Lone")}, "section/none"), ({"content/politics/a.md": article("A", "template: nowhere")}, "theme/missing-template"),
    ({"content/politics/a.md": article("A", "url: /con/x/")}, "permalink/reserved"),
])  # fmt: skip
def test_an_article_that_has_no_place_in_the_whole_is_left_out(room: Newsroom, files: dict[str, str], code: str) -> None:
    built = going(room.edit(files))
    assert code in built.codes and built.report and (built.code, built.report.left_out) == (1, tuple(files))
    assert built.report.is_published
    changed = going(room.remove(*files).edit({MILL: files[next(iter(files))]}) if code != "section/none" else room)
    assert changed.report and (changed.report.kept == (MILL,) or code == "section/none")


def test_the_last_published_version_is_not_forgotten(room: Newsroom) -> None:
    room.edit({FERRY: BROKEN["date"]})
    with patch("sitegen.press.intake._SPARE", -1000):
        for number in range(3):
            built = going(room.edit({MILL: article(f"Mill {number}")}))
    assert built.report and built.report.kept == (FERRY,) and "Ferry" in built.page("/")


def test_nothing_is_remembered_of_a_clean_build(room: Newsroom) -> None:
    built = going(room.edit({FERRY: BROKEN["date"]}), clean=True)
    assert built.report and built.report.left_out == (FERRY,)


def test_findings_of_the_version_that_stays_are_not_told(newsroom: Newsrooms) -> None:
    room = newsroom({FERRY: article("Ferry", body="[dead](nowhere.md)")})
    assert room.build().codes == ("link/dead",)
    assert going(room.edit({FERRY: BROKEN["date"]})).codes == ("front-matter/no-such-date",)
    assert going(room, strict=True).report.is_published  # type: ignore[union-attr]


def test_the_command_names_both_kinds_and_ends_with_1(room: Newsroom) -> None:
    room.edit({FERRY: BROKEN["date"], "content/politics/other.md": BROKEN["fence"]})
    told = room.run("build", "--keep-going")
    assert told.returncode == 1
    words = told.stderr.decode()
    assert f"{FERRY}: in error; the site keeps the version that was last published" in words
    assert "content/politics/other.md: in error, and never published before; it is left out" in words and "written" in words
    report = json.loads(room.run("build", "--keep-going", "--format", "json").stdout)
    assert (report["kept"], report["left_out"]) == ([FERRY], ["content/politics/other.md"])


@pytest.mark.parametrize("line", ["retracted: {date: 2026-11-24, reason: Forged}", "retracted:\n  date: 2026-11-24", "status: retracted", "status: draft", "draft: true", "published: false", "expires: 2026-11-21", "Expiry-Date: 2026-11-21"])
def test_a_text_that_is_taken_back_is_not_kept_whatever_else_is_wrong_with_its_file(room: Newsroom, line: str) -> None:
    built = going(room.edit({FERRY: article("Ferry", line, "updated: nonsense")}))
    assert built.report and (built.code, built.report.kept, built.report.left_out) == (1, (), (FERRY,))
    assert "politics/2026/11/ferry/index.html" not in built.tree


@pytest.mark.parametrize("line", ["status: published", "status: public", "draft: false", "retracted:", "kicker: retracted", "summary: 'status: draft'"])
def test_a_line_that_takes_nothing_back_keeps_the_last_version(room: Newsroom, line: str) -> None:
    built = going(room.edit({FERRY: article("Ferry", line, "updated: nonsense", body="expires: 2026-11-21")}))
    assert built.report and built.report.kept == (FERRY,)
