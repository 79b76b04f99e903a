"""Live blogs: one file, updates with ids that stay, nothing told before its time, the page right without script or clock."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest

from sitegen.core.model import Live, Moment
from sitegen.core.reading import LiveEntry
from sitegen.pipeline import Options, build, memory
from sitegen.site.live import newest_first, state
from sitegen.site.visibility import Edge
from tests.answers import at
from tests.checkers.atom import check_atom
from tests.checkers.json_feed import check_json_feed
from tests.checkers.json_ld import check_json_ld
from tests.checkers.rss import check_rss
from tests.newsroom import NOW, Built, Newsroom, Newsrooms, article, tree

PAGE = "/politics/2026/11/vote/"
FEEDS = ("feed.xml", "atom.xml", "feed.json")
BODY = """\
Above it all[^1].

## 2026-11-24 10:00 Doors open {#doors .key}

The first words.

## 2026-11-24 11:30 First count

Nothing yet.

## 2026-11-24 13:00 Result {#result .key .pinned}

It passed.

## 2026-11-24 18:00 Zanadvirne statement {.key}

Secretword[^2] and ![Hiddenpicture](late.png){credit="X"}.

### Lateheading

Read also: [Bridge](bridge.md)

[^1]: An early note.
[^2]: A latenote.
"""
LATE = ("Zanadvirne", "Secretword", "Hiddenpicture", "Lateheading", "latenote", "late.png", "16:00", "18:00")


def blog(body: str = BODY, *lines: str, window: str = "{starts: 2026-11-24 09:00, ends: 2026-11-24 20:00}") -> str:
    return article("The vote as it happens", f"live: {window}", "id: vote-1", *lines, date="2026-11-24 09:00", body=body)


@pytest.fixture
def room(newsroom: Newsrooms, png: bytes) -> Newsroom:
    """A live blog at 14:00 in Kyiv, with one update to come."""
    return newsroom({
        "content/politics/vote.md": blog(), "content/politics/late.png": png,
        "content/politics/bridge.md": article("Bridge", "summary: A bridge."),
    })


@pytest.fixture
def png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def ids(html: str) -> list[str]:
    return re.findall(r'<section class="update[^"]*" id="([^"]+)"', html)


def items(built: Built, path: str = PAGE) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(built.page(path + "feed.json"))["items"]
    return found


def test_the_pinned_update_comes_first_then_the_newest_and_key_events_are_listed_above(room: Newsroom) -> None:
    html = room.build().page(PAGE)
    assert ids(html) == ["result", "t202611240930", "doors"]
    events = html[html.index('class="key-events"') : html.index('<section class="update')]
    assert re.findall(r'href="#([^"]+)"', events) == ["result", "doors"]
    assert html.index("Above it all") < html.index('class="key-events"')
    assert "<script" not in html.replace('<script type="application/ld+json">', "") and "http-equiv=\"refresh\"" not in html


def test_an_update_to_come_leaks_nowhere_and_comes_by_itself(room: Newsroom) -> None:
    early = room.build()
    assert early.diagnostics == ()
    for path, data in early.tree.items():
        assert not [word for word in LATE if word.encode() in data and word not in ("18:00", "16:00")], path
        assert not [word for word in LATE if word in path], path
    page = early.page(PAGE)
    assert "18:00" not in page and "early note" in page
    assert early.report and early.report.next_change.public == dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC)
    late = room.build(now=NOW + dt.timedelta(hours=5))
    assert ids(late.page(PAGE)) == ["result", "t202611241600", "t202611240930", "doors"]
    assert all(word in late.page(PAGE) for word in ("Zanadvirne", "Secretword", "Lateheading", "latenote"))
    assert any(path.startswith("media/late.") for path in late.tree) and not any(path.startswith("media/") for path in early.tree)
    assert "Zanadvirne" in late.page(PAGE + "feed.xml") and "Secretword" in late.page("/politics/feed.xml")
    assert late.tree == room.build(now=NOW + dt.timedelta(hours=5), output="clean", clean=True).tree


def test_when_an_update_comes_only_what_tells_it_is_made_again(room: Newsroom) -> None:
    room.build()
    assert room.build().rendered == frozenset()
    late = room.build(now=NOW + dt.timedelta(hours=5))
    folders = {path.rpartition("/")[0] for path in late.rendered if path.endswith(".html")}
    assert folders == {PAGE.strip("/")}
    assert {f"{PAGE.strip('/')}/{feed}" for feed in FEEDS} <= late.rendered


def test_a_watch_tells_an_update_at_its_time_with_no_file_changed(room: Newsroom) -> None:
    with memory() as own:
        options = Options(room.folder, output=room.folder / "public")
        build(options, NOW, own=own)
        for minutes in (60, 300, 330):
            report = build(options, NOW + dt.timedelta(minutes=minutes), own=own, hints=())
            assert bool(report.rendered) is (minutes == 300)
        assert tree(room.folder / "public") == room.build(now=NOW + dt.timedelta(minutes=330), output="clean", clean=True).tree
        body = BODY.replace("Secretword", "Otherword")
        room.edit({"content/politics/vote.md": blog(body)})
        build(options, NOW + dt.timedelta(hours=7), own=own, hints=("content/politics/vote.md",))
        assert "Otherword" in tree(room.folder / "public")[PAGE.strip("/") + "/index.html"].decode()


def test_a_preview_of_the_future_shows_every_update(room: Newsroom) -> None:
    page = room.build(edge=Edge(future=True), output="preview").page(PAGE)
    assert "Zanadvirne" in page and page.count("Embargo. Readers will see this:") == 1
    assert "Embargo" not in room.build().page(PAGE)
    assert "Zanadvirne" not in room.build(edge=Edge(drafts=True), output="preview").page(PAGE)


def test_ids_outlive_edits_of_other_updates_and_of_headlines(room: Newsroom) -> None:
    before = ids(room.build().page(PAGE))
    guids = [item["id"] for item in items(room.build())]
    edited = BODY.replace("First count", "Another headline").replace("Nothing yet.", "Much.")
    edited = edited.replace("## 2026-11-24 11:30", "## 2026-11-24 10:45 One more\n\nNew.\n\n## 2026-11-24T11:30:00+02:00")
    after = room.edit({"content/politics/vote.md": blog(edited)}).build()
    assert ids(after.page(PAGE)) == [*before[:2], "t202611240845", before[2]]
    assert set(guids) < {item["id"] for item in items(after)}
    other = room.edit({"sitegen.toml": (room.folder / "sitegen.toml").read_text("utf-8") + 'time_zone = "Europe/Warsaw"\n'})
    moved = other.edit({"content/politics/vote.md": blog(BODY.replace("11:30", "10:30"))}).build()
    assert "t202611240930" in ids(moved.page(PAGE))  # the same moment


def test_two_updates_of_one_minute_are_told_apart_and_asked_for_an_id(newsroom: Newsrooms) -> None:
    body = "## 2026-11-24 10:00 A\n\na\n\n## 2026-11-24 10:00 B\n\nb\n\n## 2026-11-24 10:00:30 C\n\nc\n"
    built = newsroom({"content/politics/vote.md": blog(body)}).build()
    assert built.diagnostics == ("content/politics/vote.md:12:4 live/same-minute",)
    assert str(built.findings[0].related[0]) == "content/politics/vote.md:8:4"
    assert ids(built.page(PAGE)) == ["t20261124080030", "t202611240800-2", "t202611240800"]
    mended = newsroom({"content/politics/vote.md": blog(body.replace("00 B", "00 B {#b}"))}).build()
    assert (mended.diagnostics, ids(mended.page(PAGE))[1:]) == ((), ["b", "t202611240800"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## 2026-11-24 12:00 A\n\n## 2026-11-24 11:59 B\n", ["10:4 live/out-of-order"]),
        ("## 2026-02-30 12:00 A\n", ["8:4 live/no-such-time"]),
        ("## 2026-11-24 25:00 A\n", ["8:4 live/no-such-time"]),
        ("## 2026-11-24 A\n", ["8:4 live/no-such-time"]),
        ("## 12:00 A\n", ["8:4 live/no-such-time"]),
        ("## 24.11.2026 12:00 A\n", ["8:4 live/no-such-time"]),
        ("## 2026-11-24, 12:00 A\n", ["8:4 live/no-such-time"]),
        ("## 2026-11-24 12.00 A\n", ["8:4 live/no-such-time"]),
        ("## 2026-11-24 12:00 A {#x}\n\n## 2026-11-24 12:01 B {#x}\n", ["10:4 live/same-id"]),
        ("## 2026-11-24 08:59 A\n", ["8:4 live/outside"]),
        ("## 2026-11-24 09:00 A\n\n## 2026-11-24 20:01 B\n", ["10:4 live/outside"]),
        ("## 2:1 Goal\n\n## 12.50 a litre\n\n## 2026 in numbers\n\n```\n## 12:00 x\n```\n", []),
    ],
)
def test_a_wrong_update_is_told_with_its_place(body: str, expected: list[str], newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/vote.md": blog(body)}).build()
    assert list(built.diagnostics) == [f"content/politics/vote.md:{one}" for one in expected]
    assert built.code == any("out-of-order" in one or "no-such-time" in one for one in expected)
    assert all(finding.hint for finding in built.findings)


def test_a_live_blog_is_to_come_runs_and_is_over_and_the_build_knows_when(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/vote.md": blog("Words.", window="{starts: 2026-11-24 16:00, ends: 2026-11-24 18:00}")})
    said = []
    for hours in (0, 3, 5):
        built = room.build(now=NOW + dt.timedelta(hours=hours))
        assert built.report
        label = re.search(r'<p class="label is-(\w+)">([^<]+)<', built.page(PAGE))
        front = re.search(r'<p class="label is-(\w+)">', built.page("/politics/"))
        assert label and front and label[1] == front[1]
        said.append((label[2], "Show new updates" in built.page(PAGE), built.report.next_change.public))
    until = [dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC) for hour in (14, 16)]
    assert said == [("Live blog, soon", False, until[0]), ("Live", True, until[1]), ("Live blog, over", False, None)]


def test_a_live_blog_that_is_a_file_has_its_feeds_in_the_folder_beside_it(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/vote.md": blog(BODY.replace("late.png", "/x.png"), "url: /live/vote.html")}).build()
    assert {path for path in built.tree if path.startswith("live/")} == {"live/vote.html", *(f"live/vote/{name}" for name in FEEDS)}
    assert 'href="/live/vote/feed.xml"' in built.tree["live/vote.html"].decode()


def test_an_abbreviation_is_explained_from_the_update_on_that_defines_it(newsroom: Newsrooms) -> None:
    body = "The NBU and the EU.\n\n*[EU]: European Union\n\n## 2026-11-24 10:00 A\n\nNBU, EU.\n\n## 2026-11-24 18:00 B\n\nNBU.\n\n*[NBU]: Secretbank\n"
    room = newsroom({"content/politics/vote.md": blog(body)})
    assert not [path for path, data in room.build().tree.items() if b"Secretbank" in data]
    late = room.build(now=NOW + dt.timedelta(hours=5)).page(PAGE)
    assert late.count('<abbr title="Secretbank">NBU</abbr>') == 1 and late.count('<abbr title="European Union">EU</abbr>') == 2


def test_an_expired_live_blog_has_nothing_more_to_come(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/vote.md": blog(BODY.replace("late.png", "/x.png"), "expires: 2026-11-24 15:00")})
    built = room.build()
    assert built.report and built.report.next_change.public == dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC)
    gone = room.build(now=NOW + dt.timedelta(hours=2))
    assert gone.report and gone.report.next_change.public is None


def test_its_feeds_stand_beside_it_and_are_right(room: Newsroom) -> None:
    built = room.build()
    rss, atom, feed = (built.tree[f"{PAGE.strip('/')}/{name}"] for name in FEEDS)
    assert (check_rss(rss), check_atom(atom), check_json_feed(feed)) == ([], [], [])
    page = "https://paper.example" + PAGE
    assert [(item["title"], item["url"], item["id"], item["date_published"]) for item in items(built)] == [
        ("Result", page + "#result", "tag:paper.example,2000:article:vote-1:update:result", "2026-11-24T13:00:00+02:00"),
        ("First count", page + "#t202611240930", "tag:paper.example,2000:article:vote-1:update:t202611240930", "2026-11-24T11:30:00+02:00"),
        ("Doors open", page + "#doors", "tag:paper.example,2000:article:vote-1:update:doors", "2026-11-24T10:00:00+02:00"),
    ]
    assert [element.text for element in ElementTree.fromstring(rss).iter("guid")] == [item["id"] for item in items(built)]
    html = built.page(PAGE)
    assert all(f'href="{PAGE}{name}"' in html for name in FEEDS)
    assert not [path for path in built.tree if path.startswith("politics/2026/11/bridge/") and not path.endswith(".html")]


def test_a_hidden_live_blog_and_a_page_have_no_feed(newsroom: Newsrooms) -> None:
    built = newsroom({
        "content/politics/vote.md": blog(BODY.replace("late.png", "/x.png"), "status: hidden"),
        "content/pages/about.md": "---\ntitle: About\nkind: about\nlive: {starts: 2026-11-20}\n---\nUs.\n",
    }).build()
    assert not [path for path in built.tree if path.startswith((PAGE.strip("/"), "about")) and not path.endswith(".html")]


def test_a_new_slug_changes_no_id(room: Newsroom) -> None:
    before = [item["id"] for item in items(room.build())]
    moved = room.edit({"content/politics/vote.md": blog(BODY, "slug: ballot")}).build()
    assert [item["id"] for item in items(moved, "/politics/2026/11/ballot/")] == before


def graph(built: Built) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', built.page(PAGE))
    assert found
    made: dict[str, object] = json.loads(found[1])["@graph"][0]
    return made


def test_json_ld_tells_the_coverage_and_each_update_and_never_drifts(room: Newsroom) -> None:
    first = graph(room.build())
    again = graph(room.build(now=NOW + dt.timedelta(minutes=90), clean=True))
    assert first == again
    assert first["coverageStartTime"] == "2026-11-24T09:00:00+02:00" and first["coverageEndTime"] == "2026-11-24T20:00:00+02:00"
    assert first["dateModified"] == "2026-11-24T13:00:00+02:00"
    updates = first["liveBlogUpdate"]
    assert isinstance(updates, list)
    page = "https://paper.example" + PAGE
    assert [(one["@id"], one["url"], one["datePublished"]) for one in updates] == [
        (page + "#result",) * 2 + ("2026-11-24T13:00:00+02:00",),
        (page + "#t202611240930",) * 2 + ("2026-11-24T11:30:00+02:00",),
        (page + "#doors",) * 2 + ("2026-11-24T10:00:00+02:00",),
    ]
    assert check_json_ld(room.build().page(PAGE)) == []


def test_an_update_is_what_the_page_feeds_and_sitemap_say_last_changed(room: Newsroom) -> None:
    built = room.build()
    assert '<time datetime="2026-11-24T13:00:00+02:00">' in built.page(PAGE).split('class="body"')[0]
    assert "<loc>https://paper.example/politics/2026/11/vote/</loc>\n<lastmod>2026-11-24T13:00:00+02:00" in built.page("/sitemap-1.xml").replace("><", ">\n<")
    assert "<updated>2026-11-24T13:00:00+02:00</updated>" in built.page("/atom.xml")


def test_an_update_before_publication_changes_no_date(newsroom: Newsrooms) -> None:
    body = "## 2026-11-24 09:30 A\n\na\n"
    built = newsroom({"content/politics/vote.md": blog(body).replace("date: 2026-11-24 09:00", "date: 2026-11-24 12:00")}).build()
    assert "updated" not in built.page(PAGE).split('class="body"')[0]


def test_a_card_of_a_read_also_line_that_is_not_told_follows_the_text(newsroom: Newsrooms) -> None:
    body = "## 2026-11-24 10:00 A\n\na\n\n## 2026-11-24 18:00 B\n\nRead also: [Bridge](bridge.md)\n"
    room = newsroom({
        "content/politics/vote.md": blog(body, "read_also: [bridge]"), "content/politics/bridge.md": article("Bridge"),
    })
    early, late = room.build().page(PAGE), room.build(now=NOW + dt.timedelta(hours=5)).page(PAGE)
    assert early.count(">Bridge<") == late.count(">Bridge<")
    assert early.index(">Bridge<") > early.index("</section>") > 0 and late.index(">Bridge<") < late.index("</section>")


def test_a_summary_of_a_live_blog_tells_what_is_told(newsroom: Newsrooms) -> None:
    body = "## 2026-11-24 10:00 Early head\n\nearly.\n\n## 2026-11-24 18:00 Latehead\n\nlate.\n"
    built = newsroom({"content/politics/vote.md": blog(body)}).build()
    assert "Early head early." in built.page("/tag/x/feed.xml" if "tag/x/feed.xml" in built.tree else "/author/iryna-melnyk/feed.xml")


def test_updates_of_one_minute_stand_with_the_one_written_last_first() -> None:
    first, second = (LiveEntry(at("2026-11-24 10:00"), name, name, "") for name in "ab")
    assert [entry.anchor for entry in newest_first((first, second))] == ["b", "a"]


def test_an_open_window_is_never_over() -> None:
    assert state(Live(at("2026-11-24 10:00")), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)) == "now"
    assert state(Live(Moment(NOW), Moment(NOW)), NOW) == "over"
    assert state(None, NOW) == ""
