"""A correction stands in five places with one date, on its page and in its feed, and in none before its time."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest

from sitegen.core.site import NextChange
from sitegen.site.visibility import Edge
from tests.checkers import check_tree
from tests.newsroom import CONFIG, NOW, Built, Newsroom, Newsrooms, article

ATOM = "{http://www.w3.org/2005/Atom}"
STORY = "content/politics/story.md"
PAGE = "/politics/2026/11/story/"
FIXED = "corrections: [{date: 2026-11-23 10:15, text: 'The bridge opened in 1958, not in 1962.'}]"
WORDS = "The bridge opened in 1958, not in 1962."


def json_ld(built: Built, path: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', built.page(path), re.DOTALL)
    assert found
    thing: dict[str, object] = json.loads(found[1])["@graph"][0]
    return thing


def story(*lines: str, **more: str) -> dict[str, str]:
    return {STORY: article("The bridge", *lines, **more)}


def test_five_places_say_one_date(newsroom: Newsrooms) -> None:
    room = newsroom({**story("id: b1", FIXED), "content/pages/policy.md": "---\ntitle: How we correct\nkind: corrections-policy\n---\nWords.\n"})
    built = room.build()
    assert built.codes == ()
    shown = '<time datetime="2026-11-23T10:15:00+02:00">10:15, 23 November 2026</time>'
    at = "2026-11-23T10:15:00+02:00"
    page = built.page(PAGE)
    assert f'<p id="correction-1">{shown}: {WORDS}</p>' in page
    assert shown in built.page("/corrections/") and WORDS in built.page("/corrections/")
    assert f'href="{PAGE}#correction-1"' in built.page("/corrections/")
    thing = json_ld(built, PAGE)
    assert thing["correction"] == [{"@type": "CorrectionComment", "text": WORDS, "datePublished": at}]
    assert thing["dateModified"] == at
    for feed in ("atom.xml", "politics/atom.xml", "corrections/atom.xml"):
        entry = ElementTree.fromstring(built.tree[feed]).find(f"{ATOM}entry")
        assert entry is not None and entry.findtext(f"{ATOM}updated") == at, feed
    entry = ElementTree.fromstring(built.tree["corrections/atom.xml"]).find(f"{ATOM}entry")
    assert entry is not None and entry.findtext(f"{ATOM}summary") == WORDS
    assert entry.findtext(f"{ATOM}id") == "tag:paper.example,2000:article:b1".replace("article:b1", "correction:b1:1")
    item = json.loads(built.tree["corrections/feed.json"])["items"][0]
    assert (item["url"], item["date_published"]) == (f"https://paper.example{PAGE}#correction-1", at)
    assert b"Mon, 23 Nov 2026 10:15:00 +0200" in built.tree["corrections/feed.xml"]
    assert f'content="{at}"' in page and "article:modified_time" in page
    sitemap = built.tree["sitemap-1.xml"].decode()
    for path in (PAGE, "/corrections/"):
        assert re.search(rf"<loc>https://paper.example{path}</loc>\s*<lastmod>{re.escape(at)}</lastmod>", sitemap), path
    assert 'href="/corrections/"' in page.split('class="colophon"')[1]
    assert built.page("/policy/").split('class="colophon"')[0].count('href="/corrections/"') == 1
    assert 'href="/policy/"' in built.page("/corrections/").split('class="colophon"')[0]
    assert check_tree(room.folder / "public", "/", "https://paper.example/") == []


def test_the_latest_of_update_and_corrections_counts_and_they_stand_oldest_first(newsroom: Newsrooms) -> None:
    two = "corrections: [{date: 2026-11-23, text: Second.}, {date: 2026-11-21, text: First.}]"
    built = newsroom(story("updated: 2026-11-22 10:00", two)).build()
    page = built.page(PAGE)
    assert page.index("First.") < page.index("Second.")
    assert json_ld(built, PAGE)["dateModified"] == "2026-11-23T00:00:00+02:00"
    later = newsroom(story("updated: 2026-11-23 10:00", two)).build()
    assert json_ld(later, PAGE)["dateModified"] == "2026-11-23T10:00:00+02:00"


def places(built: Built) -> list[str]:
    return sorted(path for path, data in built.tree.items() if WORDS.encode() in data)


def test_a_correction_of_tomorrow_is_in_none_of_them_today(newsroom: Newsrooms) -> None:
    room = newsroom(story(FIXED.replace("2026-11-23 10:15", "2026-11-25 10:15")))
    today = room.build()
    assert today.diagnostics == (f"{STORY}:4:16 article/dated-ahead",)
    assert places(today) == []
    assert "2026-11-25" not in "".join(data.decode("utf-8", "replace") for data in today.tree.values())
    at = dt.datetime(2026, 11, 25, 8, 15, tzinfo=dt.UTC)
    assert today.report and today.report.next_change.public == at
    early = room.build(now=at - dt.timedelta(seconds=1))
    assert (places(early), early.rendered) == ([], frozenset())
    then = room.build(now=at)
    assert then.codes == ()
    assert len(places(then)) == 11, places(then)
    assert then.report and then.report.next_change == NextChange()
    assert then.tree == room.build(now=at, clean=True, output="clean").tree
    assert places(room.build(output="preview", edge=Edge(future=True))) == places(then)


def test_a_body_that_changes_beside_a_remembered_site_still_shows_no_correction_of_tomorrow(newsroom: Newsrooms) -> None:
    """The site comes from the shelf then, and its articles from what was read."""
    room = newsroom(story(FIXED.replace("2026-11-23 10:15", "2026-11-25 10:15")))
    room.build()
    again = room.edit(story(FIXED.replace("2026-11-23 10:15", "2026-11-25 10:15"), body="Text!")).build()
    assert "politics/2026/11/story/index.html" in again.rendered
    assert places(again) == []


def test_an_update_of_tomorrow_is_not_shown_today_either(newsroom: Newsrooms) -> None:
    room = newsroom(story("updated: 2026-11-25 10:00"))
    today = room.build()
    assert today.diagnostics == (f"{STORY}:4:1 article/dated-ahead",)
    assert "dateModified" not in json_ld(today, PAGE)
    then = room.build(now=NOW + dt.timedelta(days=1))
    assert json_ld(then, PAGE)["dateModified"] == "2026-11-25T10:00:00+02:00"


@pytest.mark.parametrize(("date", "codes"), [("2026-11-19", ("article/correction-first",)), ("2026-11-20", ()), ("2026-11-20 08:00", ("article/correction-first",)), ("2026-11-20 09:00", ())])
def test_case_17_a_correction_before_the_publication_is_warned_of(newsroom: Newsrooms, date: str, codes: tuple[str, ...]) -> None:
    built = newsroom(story(f"corrections: [{{date: {date}, text: One.}}]", date="2026-11-20 09:00")).build()
    assert built.codes == codes
    assert "dateModified" not in json_ld(built, PAGE)


def test_case_17_an_update_before_the_embargo_ended_is_told_nowhere(newsroom: Newsrooms) -> None:
    built = newsroom(story("updated: 2026-11-21 10:00", "embargo: 2026-11-22 06:00")).build()
    assert "dateModified" not in json_ld(built, PAGE) and "modified_time" not in built.page(PAGE)
    assert ">updated" not in built.page(PAGE) and "updated <time" not in built.page(PAGE)


def test_there_is_a_page_in_each_language_before_the_first_correction(newsroom: Newsrooms) -> None:
    room = newsroom(story())
    built = room.build()
    assert "There are no corrections yet." in built.page("/corrections/") and "noindex" in built.page("/corrections/")
    assert "Виправлень ще немає." in built.page("/uk/corrections/")
    assert "corrections" not in built.tree["sitemap-1.xml"].decode()
    assert {"corrections/feed.xml", "corrections/atom.xml", "corrections/feed.json"} <= set(built.tree)
    assert check_tree(room.folder / "public", "/", "https://paper.example/") == []


def test_pages_of_corrections_are_numbered_from_the_oldest_and_stay(newsroom: Newsrooms) -> None:
    def many(last: int) -> dict[str, str]:
        rows = ", ".join(f"{{date: 2026-11-{day}, text: Note {day}.}}" for day in range(11, last + 1))
        return {"sitegen.toml": CONFIG + "page_size = 2\nfeeds.items = 4\n", **story(f"corrections: [{rows}]", date="2026-11-10")}

    def notes(built: Built, path: str) -> list[str]:
        return re.findall(r"Note (\d+)", built.page(path).split('class="colophon"')[0].split("<body")[1])

    room: Newsroom = newsroom(many(15))
    built = room.build()
    assert notes(built, "/corrections/") == ["15", "14"]
    assert [notes(built, f"/corrections/page/{number}/") for number in (1, 2, 3)] == [["12", "11"], ["14", "13"], ["15"]]
    assert len(json.loads(built.tree["corrections/feed.json"])["items"]) == 4
    after = room.edit(many(16)).build()
    assert {path: after.tree[path] == built.tree[path] for path in ("corrections/page/1/index.html", "corrections/page/2/index.html")} == {
        "corrections/page/1/index.html": True, "corrections/page/2/index.html": True,
    }
    ids = [[item["id"] for item in json.loads(one.tree["corrections/feed.json"])["items"]] for one in (built, after)]
    assert ids[1][1:] == ids[0][:3]
    assert check_tree(room.folder / "public", "/", "https://paper.example/") == []


@pytest.mark.parametrize("line", ["status: draft", "status: hidden", "embargo: 2026-12-01 06:00", "expires: 2026-11-23 10:00"])
def test_case_16_no_correction_of_what_is_in_no_list_is_listed(newsroom: Newsrooms, line: str) -> None:
    built = newsroom({**story(line, FIXED), "content/politics/open.md": article("Open")}).build()
    assert [path for path in places(built) if not (path == "politics/2026/11/story/index.html" and "hidden" in line)] == []


def test_a_page_that_wants_the_address_of_the_corrections_is_told_so(newsroom: Newsrooms) -> None:
    built = newsroom({**story(), "content/pages/corrections.md": "---\ntitle: Corrections\nkind: corrections-policy\n---\nWords.\n"}).build()
    assert (built.code, built.codes) == (1, ("permalink/collision",))
    assert "content/pages/corrections.md" in built.text


def test_a_correction_renders_what_shows_it_and_no_other_article(newsroom: Newsrooms) -> None:
    room = newsroom({**story(), "content/politics/other.md": article("Other", date="2026-11-19"), "content/politics/third.md": article("Third", date="2026-11-01")})
    room.build()
    after = room.edit(story(FIXED)).build()
    assert "politics/2026/11/third/index.html" not in after.rendered
    assert {"politics/2026/11/story/index.html", "corrections/index.html", "corrections/feed.xml", "atom.xml"} <= after.rendered
    assert after.tree == room.build(clean=True, output="clean").tree
