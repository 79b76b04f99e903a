"""A published text that changes in silence is warned of, by what the last build's manifest says of it."""

from __future__ import annotations

import datetime as dt
import json
import shutil

import pytest

from sitegen.engine.manifest import MANIFEST, noted
from sitegen.site.visibility import Edge
from tests.newsroom import CONFIG, NOW, Built, Newsroom, Newsrooms, article

STORY = "content/politics/story.md"
SILENT = "article/silent-change"


def story(*lines: str, body: str = "The bridge cost *two* million.", date: str = "2026-11-20 09:00") -> dict[str, str]:
    return {STORY: article("The bridge", *lines, date=date, body=body)}


def silences(built: Built) -> list[str]:
    """Where a change in silence was found; ``check`` finds other things too."""
    return [one for one in built.diagnostics if one.endswith(SILENT)]


def notes(room: Newsroom, output: str = "public") -> dict[str, str]:
    return noted(room.folder / output)


def test_a_changed_body_is_warned_of_at_its_date_until_readers_are_told(newsroom: Newsrooms) -> None:
    room = newsroom(story("id: b1"))
    first = room.build()
    assert first.codes == ()
    honest = notes(room)
    assert list(honest) == ["b1"]
    room.edit(story("id: b1", body="The bridge cost three million."))
    for built in (room.build(), room.build(), room.build(clean=True), room.build(jobs=2), room.check(), room.build()):
        assert silences(built) == [f"{STORY}:3:1 {SILENT}"]
        assert "`updated:`" in built.text and "corrections" in built.text
        assert notes(room) == honest
    told = room.edit(story("id: b1", "updated: 2026-11-23 10:00", body="The bridge cost three million.")).build()
    assert told.codes == ()
    assert notes(room)["b1"].split(" ")[1] == "2026-11-23T08:00:00+00:00"
    again = room.edit(story("id: b1", "updated: 2026-11-23 10:00", body="The bridge cost four million.")).build()
    assert again.diagnostics == (f"{STORY}:5:1 {SILENT}",)  # at the update that is too old
    corrected = "corrections: [{date: 2026-11-24, text: Not two.}]"
    assert room.edit(story("id: b1", "updated: 2026-11-23 10:00", corrected, body="The bridge cost four million.")).build().codes == ()
    assert room.build().codes == ()


def test_of_two_that_changed_in_silence_each_is_warned_of_until_it_is_told(newsroom: Newsrooms) -> None:
    other = "content/politics/other.md"
    room = newsroom(story("id: b1") | {other: article("The road", "id: o1", body="Long.")})
    honest = (room.build(), notes(room))[1]
    assert silences(room.edit(story("id: b1", body="Three.")).build()) == [f"{STORY}:3:1 {SILENT}"]
    both = room.edit({other: article("The road", "id: o1", body="Short.")}).build()
    assert len(silences(both)) == 2 and notes(room) == honest
    assert silences(room.edit({other: article("The road", "id: o1", body="Long.")}).build()) == [f"{STORY}:3:1 {SILENT}"]
    assert notes(room) == honest
    told = room.edit(story("id: b1", "updated: 2026-11-23 10:00", body="Three.")).build()
    assert silences(told) == [] and notes(room)["o1"] == honest["o1"] and notes(room)["b1"] != honest["b1"]
    manifest = (room.folder / "public" / MANIFEST).read_bytes()
    shutil.rmtree(room.folder / ".sitegen")  # without what builds remember, all is looked at
    assert room.build().codes == () and (room.folder / "public" / MANIFEST).read_bytes() == manifest


def test_words_that_come_back_are_no_change(newsroom: Newsrooms) -> None:
    room = newsroom(story())
    room.build()
    assert room.edit(story(body="Other words.")).build().codes == (SILENT,)
    assert room.edit(story()).build().codes == ()


@pytest.mark.parametrize(
    "body",
    [
        "The bridge\ncost *two*\r\nmillion.", "The  bridge cost **two** million.\n\n", "## The bridge\n\ncost two million.", "The bridge cost [two](https://example.org/) million.",
        "- The bridge\n- cost two million.", "The bridge cost\u00a0two million.",
    ],
)
def test_white_space_and_markup_are_no_words(newsroom: Newsrooms, body: str) -> None:
    room = newsroom(story())
    room.build()
    assert room.edit(story(body=body)).build().codes == ()


@pytest.mark.parametrize(
    "body",
    ["The bridge cost *ten* million.", "The bridge cost *two* million", "The bridge cost *2* million.", "", '!!! note "New"\n    The bridge cost *two* million.'],
)
def test_everything_else_is(newsroom: Newsrooms, body: str) -> None:
    room = newsroom(story())
    room.build()
    assert SILENT in room.edit(story(body=body)).build().codes


def test_an_earlier_update_a_reworded_correction_and_one_taken_away_tell_nobody(newsroom: Newsrooms) -> None:
    fixed = "corrections: [{date: 2026-11-21, text: One.}]"
    room = newsroom(story("updated: 2026-11-22", fixed))
    room.build()
    for lines in (("updated: 2026-11-21", fixed), ("updated: 2026-11-22", fixed.replace("One", "Two")), ("updated: 2026-11-22",), (fixed,)):
        assert SILENT in room.edit(story(*lines, body="Other.")).build().codes, lines


def test_a_correction_of_tomorrow_tells_nobody_today(newsroom: Newsrooms) -> None:
    room = newsroom(story())
    room.build()
    room.edit(story("corrections: [{date: 2026-11-25 09:00, text: One.}]", body="Other."))
    assert set(room.build().codes) == {SILENT, "article/dated-ahead"}
    assert room.build(now=NOW + dt.timedelta(days=1)).codes == ()


def test_the_first_half_hour_is_free_and_a_setting_says_how_long(newsroom: Newsrooms) -> None:
    room = newsroom(story(date="2026-11-24 13:40"))  # in Kyiv: twenty minutes before press time
    room.build()
    assert room.edit(story(date="2026-11-24 13:40", body="A typo mended.")).build().codes == ()
    assert room.edit(story(date="2026-11-24 13:40", body="Late.")).build(now=NOW + dt.timedelta(minutes=10)).codes == (SILENT,)
    strict = newsroom({**story(date="2026-11-24 13:40"), "sitegen.toml": CONFIG + "desk.quiet_minutes = 0\n"})
    strict.build()
    assert strict.edit(story(date="2026-11-24 13:40", body="A typo mended.")).build().codes == (SILENT,)


def test_a_live_blog_is_free_while_it_runs(newsroom: Newsrooms) -> None:
    def live(body: str, ends: str = "") -> dict[str, str]:
        return {STORY: article("Live", f"live: {{starts: 2026-11-23 09:00{ends}}}", date="2026-11-23 09:00", body=body)}

    room = newsroom(live("Intro.\n\n## 2026-11-23 09:10 One\n\nWords.\n"))
    room.build()
    assert room.edit(live("Intro.\n\n## 2026-11-23 09:10 One\n\nWords.\n\n## 2026-11-23 09:20 Two\n\nWords.\n")).build().codes == ()
    assert room.edit(live("Intro.\n\n## 2026-11-23 09:10 Oh\n\nWords.\n", ", ends: 2026-11-23 20:00")).build().codes == (SILENT,)


def test_under_strict_nothing_is_published_in_silence(newsroom: Newsrooms) -> None:
    room = newsroom(story())
    before = room.build(strict=True)
    after = room.edit(story(body="Other.")).build(strict=True)
    assert (after.code, after.codes, after.tree) == (1, (SILENT,), before.tree)


def test_a_clean_build_beside_the_same_manifest_says_the_same(newsroom: Newsrooms) -> None:
    room = newsroom({**story(), "content/politics/other.md": article("Other")})
    room.build()
    manifest = (room.folder / "public" / MANIFEST).read_bytes()
    warm = room.edit(story(body="Changed.")).build()
    shutil.rmtree(room.folder / ".sitegen")
    (room.folder / "clean").mkdir()
    (room.folder / "clean" / MANIFEST).write_bytes(manifest)
    clean = room.build(output="clean")
    assert clean.findings == warm.findings
    assert clean.codes == (SILENT,)
    assert clean.tree == warm.tree
    assert (room.folder / "clean" / MANIFEST).read_bytes() == (room.folder / "public" / MANIFEST).read_bytes()


def test_no_manifest_no_warning_and_an_older_one_is_read(newsroom: Newsrooms) -> None:
    room = newsroom(story())
    room.build()
    path = room.folder / "public" / MANIFEST
    path.write_text("".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if "path" in json.loads(line)), "utf-8")
    assert room.edit(story(body="Changed.")).build().codes == ()
    assert len(notes(room)) == 1
    assert len(silences(room.edit(story(body="Again.")).check())) == 1
    shutil.rmtree(room.folder / "public")
    assert silences(room.check()) == []


@pytest.mark.parametrize("line", ["status: draft", "status: hidden", "embargo: 2026-12-01 06:00", "expires: 2026-11-23", "retracted: {date: 2026-11-21, reason: False.}"])
def test_the_manifest_says_nothing_of_what_is_not_listed(newsroom: Newsrooms, line: str) -> None:
    room = newsroom({"content/politics/open.md": article("Open", "id: open"), **story("id: zzcanary", line)})
    room.build()
    assert list(notes(room)) == ["open"]
    if "hidden" not in line and "retracted" not in line:
        assert "zzcanary" not in (room.folder / "public" / MANIFEST).read_text("utf-8")
    room.build(output="preview", edge=Edge(True, True, True))
    assert list(notes(room, "preview")) == ["open"]
