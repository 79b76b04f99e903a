"""What a page with a video or a post needs, and which pages and headers follow when one comes or goes."""

from __future__ import annotations

import html
import re

from tests.newsroom import Built, Newsrooms, article

VIDEO, POST = "https://youtu.be/aaaaaaaaaaa", "[The post](https://t.me/tykhopil_example/101)"
TWO = {"content/politics/vote.md": article(body="Text."), "content/politics/road.md": article("A road", body=VIDEO)}
VOTE, ROAD = "/politics/2026/11/vote/", "/politics/2026/11/road/"


def frames(text: str) -> str:
    found = re.search(r"frame-src ([^;]*)", html.unescape(text))
    assert found
    return found[1]


def header(built: Built) -> str:
    return frames(built.tree["_headers"].decode())


def test_only_a_page_that_shows_something_may_open_its_frame_and_loads_the_script(newsroom: Newsrooms) -> None:
    built = newsroom(TWO).build()
    assert frames(built.page(ROAD)) == header(built) == "https://www.youtube-nocookie.com"
    assert built.page(ROAD).count("<script src=") == 1 and "/assets/embeds." in built.page(ROAD)
    assert "<iframe" not in built.page(ROAD) and f'<a href="{VIDEO}" rel="noopener">' in built.page(ROAD)
    for path in (VOTE, "/", "/politics/", "/404.html"):
        assert frames(built.page(path)) == "'none'" and "<script src=" not in built.page(path), path


def test_the_headers_follow_the_last_embed_and_no_other_page_does(newsroom: Newsrooms) -> None:
    room = newsroom(TWO)
    room.build()
    came = room.edit({"content/politics/vote.md": article(body=POST)}).build()
    assert header(came) == "https://t.me https://www.youtube-nocookie.com" and frames(came.page(VOTE)) == "https://t.me"
    assert "_headers" in came.rendered and not came.rendered & {"index.html", "politics/index.html", "politics/2026/11/road/index.html"}
    again = room.edit({"content/politics/vote.md": article(body=f"Once more.\n\n{POST}")}).build()
    assert "_headers" not in again.rendered
    assert header(room.edit(TWO).build()) == "https://www.youtube-nocookie.com"


def test_no_header_tells_of_an_embed_that_is_not_public(newsroom: Newsrooms) -> None:
    room = newsroom({
        "content/politics/vote.md": article("Vote", "embargo: 2026-12-24 09:00", body=POST),
        "content/politics/road.md": article("Road", "status: retracted", "retracted: {date: 2026-11-21, reason: Wrong}", body=VIDEO),
    })  # fmt: skip
    assert header(room.build()) == "'none'"


def test_an_embed_in_a_shared_box_opens_where_the_box_is_shown(newsroom: Newsrooms) -> None:
    built = newsroom({
        "content/politics/vote.md": article("Vote", "story: Tram", body=f"!!! facts {{#film}}\n    {VIDEO}"),
        "content/politics/road.md": article("Road", "story: Tram", body="!!! #film"),
    }).build()  # fmt: skip
    for path in (VOTE, ROAD):
        assert frames(built.page(path)) == "https://www.youtube-nocookie.com" and "/assets/embeds." in built.page(path)


def test_feeds_have_a_plain_link(newsroom: Newsrooms) -> None:
    built = newsroom(TWO).build()
    for feed in ("feed.xml", "atom.xml", "feed.json"):
        text = html.unescape(built.tree[feed].decode()).replace('\\"', '"')
        assert f'<a href="{VIDEO}">{VIDEO}</a>' in text and "youtube-nocookie" not in text and "embed-stage" not in text
