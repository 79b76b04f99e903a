"""The light edition: every page once more below /lite/, whose links stay there; the setting, its folder, and what a change renders."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.newsroom import CONFIG, Newsroom, Newsrooms, article

LITE = 'lite = "lite"\n' + CONFIG
FILES = {
    "sitegen.toml": LITE,
    "content/_index.md": "---\nlead: vote\nbands: [politics]\nbreaking: {text: It is over, ref: vote}\n---\n",
    "content/politics/vote.md": article(
        "The vote", "tags: [river]", "author: Ada Loza", "story: Tram", "series: Walks", "slug: vote", "aliases: [/old-vote/]",
        "corrections: [{date: 2026-11-21, text: Not six}]", "read_also: [road]", "sources: [{title: Minutes, url: https://council.example/}]",
        body="See [[road]], [the list](/tags/), [the feed](/feed.xml) and [the file](/minutes.pdf).\n\nRead also: A road\n\n"
        "![Town hall](p.png \"The hall\"){credit=\"Ada\"}\n\n[Watch](https://www.youtube.com/watch?v=abcdefghijk)\n\n!!! facts \"Known\"\n    - One\n",
    ),
    "content/politics/road.md": article("A road", "tags: [river]", "story: Tram", "series: Walks", "slug: road"),
    "content/politics/boats.md": article("Boats", "sponsored: {by: Boats, label: Paid}"),
    "content/politics/wrong.md": article("Wrong", "status: retracted", "retracted: {date: 2026-11-22, reason: It was not so}"),
    "content/politics/cup.md": article("Cup", "live: {starts: 2026-11-24 09:00, ends: 2026-11-24 20:00}", body="Now.\n\n## 2026-11-24 10:05 Goal {#goal .key .pinned}\n\nScored."),
    "content/uk/politics/vote.md": article("Голосування"),
    "content/pages/about.md": "---\ntitle: About\nkind: about\n---\nWe also have a [light version](/lite/) of [the road](/lite/politics/2026/11/road/).\n",
    "static/minutes.pdf": "x",
}
PAGES = {
    "index.html": "home", "politics/index.html": "section", "politics/2026/11/vote/index.html": "article", "about/index.html": "page", "404.html": "error",
    "tag/river/index.html": "tag", "author/ada-loza/index.html": "author", "tags/index.html": "index", "corrections/index.html": "corrections", "old-vote/index.html": "moved",
    "story/tram/index.html": "story", "series/walks/index.html": "series", "archive/2026/11/index.html": "month", "uk/index.html": "home", "politics/2026/11/wrong/index.html": "tombstone",
}  # fmt: skip


def room_with(newsroom: Newsrooms, png: bytes, **files: str) -> Newsroom:
    return newsroom({**FILES, "content/politics/p.png": png, **files})


@pytest.fixture
def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1200, 4)).save(made, "PNG")
    return made.getvalue()


def test_every_page_has_a_twin_and_nothing_else_has(newsroom: Newsrooms, png: bytes) -> None:
    built = room_with(newsroom, png).build()
    assert built.code == 0, built.text
    main = {path for path in built.tree if path.endswith(".html") and not path.startswith("lite/")}
    assert {f"lite/{path}" for path in main} == {path for path in built.tree if path.startswith("lite/")}
    assert set(PAGES) <= main


def test_without_the_setting_there_is_no_trace_of_it(newsroom: Newsrooms, png: bytes) -> None:
    built = room_with(newsroom, png, **{"sitegen.toml": CONFIG, "content/pages/about.md": "---\ntitle: About\nkind: about\n---\nWords.\n"}).build()
    assert built.code == 0
    assert not [path for path, data in built.tree.items() if "lite" in path or b"/lite/" in data]


@pytest.mark.parametrize("base_url", ["https://paper.example/", "https://host.example/paper/"])
def test_links_of_a_light_page_stay_there_and_its_canonical_leads_to_the_main_page(newsroom: Newsrooms, png: bytes, base_url: str) -> None:
    built = room_with(newsroom, png, **{"sitegen.toml": LITE.replace("https://paper.example/", base_url)}).build()
    base = "/" + base_url.split("/", 3)[3]
    for path in PAGES:
        page = built.tree[f"lite/{path}"].decode()
        here = path.removesuffix("index.html")
        kept = {f"{base}{here}", f"{base}minutes.pdf", f"{base}feed.xml"}  # the way back, and what has no twin
        away = [href for href in re.findall(r'href="(/[^"]*)"', page) if not href.startswith((f"{base}lite/", f"{base}assets/", f"{base}media/"))]
        assert set(away) <= kept, path
        assert ("canonical" in page) == (PAGES[path] != "error")
        if PAGES[path] not in {"error", "moved"}:
            assert f'<link rel="canonical" href="{base_url}{here}">' in page
            assert away.count(f"{base}{here}") == 1
            assert f'href="{base}lite/{here}"' in built.tree[path].decode()
        assert not re.search(r"<script|<img|<picture|<style|@font|rel=.alternate|og:|twitter:|manifest|iframe", page), path
    moved = built.tree["lite/old-vote/index.html"].decode()
    assert f'url={base}lite/politics/2026/11/vote/"' in moved and f'canonical" href="{base_url}politics/2026/11/vote/"' in moved
    assert f"{base}lite/old-vote/ {base}lite/politics/2026/11/vote/ 301" in built.tree["_redirects"].decode()


def test_what_readers_must_be_told_stands_in_it(newsroom: Newsrooms, png: bytes) -> None:
    built = room_with(newsroom, png).build()
    vote = built.page("/lite/politics/2026/11/vote/")
    for said in ("Not six", "correction-1", "Known", "Minutes", "Town hall", "The hall", "Ada", 'href="/feed.xml"', 'href="/minutes.pdf"', 'href="/lite/tags/"', 'href="https://www.youtube.com/watch?v=abcdefghijk"'):
        assert said in vote, said
    assert vote.count('href="/lite/politics/2026/11/road/"') >= 2
    for path in ("/lite/politics/", "/lite/politics/2026/11/boats/", "/lite/"):
        assert "Paid" in built.page(path)
    assert "It was not so" in built.page("/lite/politics/2026/11/wrong/")
    live = built.page("/lite/politics/2026/11/cup/")
    assert "Scored" in live and 'id="goal"' in live and 'href="/lite/politics/2026/11/cup/"' in live
    assert "It is over" in built.page("/lite/") and "Not six" in built.page("/lite/corrections/")
    assert 'href="/lite/uk/politics/2026/11/vote/"' in vote
    for page in (built.page("/about/"), built.page("/lite/about/")):
        assert 'href="/lite/">light version' in page and 'href="/lite/politics/2026/11/road/">the road' in page


def test_search_engines_and_feeds_hear_of_the_main_pages_alone(newsroom: Newsrooms, png: bytes) -> None:
    built = room_with(newsroom, png, **{"content/pages/about.md": "---\ntitle: About\nkind: about\n---\nWords.\n"}).build()
    named = [path for path, data in built.tree.items() if not path.endswith(".html") and b"lite/" in data]
    assert named == ["_redirects"]
    assert 'content="noindex"' not in built.page("/lite/politics/2026/11/vote/"), "noindex and canonical contradict each other"


@pytest.mark.parametrize(("path", "text", "place"), [
    ("content/pages/lite.md", "---\ntitle: Lite\nkind: about\n---\nX\n", "content/pages/lite.md:2:1"),
    ("content/politics/x.md", article("X", "url: /lite/politics/"), "content/politics/x.md:4:1"),
    ("content/politics/x.md", article("X", "aliases: [/lite/politics/]"), "content/politics/x.md:4:"),
    ("content/terms.toml", '[sections.politics]\nname = "Politics"\n\n[sections.lite]\nname = "Light"\n', "content/terms.toml:4:1"),
    ("static/lite", "x", "static/lite"),
    ("static/lite/politics/index.html", "x", "static/lite/politics/index.html"),
    ("static/lite/about", "x", "static/lite/about"),
])  # fmt: skip
def test_who_wants_its_folder_is_told_where(newsroom: Newsrooms, png: bytes, path: str, text: str, place: str) -> None:
    room = room_with(newsroom, png, **{path: text})
    built = room.build()
    assert built.code == 1 and set(built.codes) == {"permalink/reserved"}, built.text
    assert all(line.startswith(place) for line in built.diagnostics), built.diagnostics
    assert "light edition" in built.text
    assert room.edit({"sitegen.toml": CONFIG}).build().code == 0


def test_a_file_beside_it_is_in_nobodys_way(newsroom: Newsrooms, png: bytes) -> None:
    assert room_with(newsroom, png, **{"static/lite/readme.txt": "x"}).build().code == 0


def test_a_theme_that_is_not_there_is_named_at_the_setting(newsroom: Newsrooms, png: bytes) -> None:
    built = room_with(newsroom, png, **{"sitegen.toml": 'title = "P"\nlite = "no"\nbase_url = "https://p.example/"\n'}).build()
    assert built.code == 2 and built.diagnostics == ("sitegen.toml:2:1 config/no-theme",)


def test_the_theme_may_be_the_publications_only_one_and_then_says_all_that_a_head_must(newsroom: Newsrooms, png: bytes) -> None:
    built = room_with(newsroom, png, **{"sitegen.toml": CONFIG.replace('"base"', '"lite"'), "content/pages/about.md": "---\ntitle: About\nkind: about\n---\nWords.\n"}).build()
    page = built.page("/politics/2026/11/vote/")
    assert built.code == 0 and 'hreflang="uk"' in page and "application/ld+json" in page and 'type="application/rss+xml"' in page
    assert "/lite/" not in page and 'class="twin"' not in page


def test_a_template_of_the_main_theme_alone_is_the_main_editions_affair(newsroom: Newsrooms, png: bytes) -> None:
    room = room_with(newsroom, png, **{
        "sitegen.toml": LITE.replace('"base"', '"own"'), "themes/own/theme.toml": "", "themes/own/feature.html": "<p>feature</p>",
        "content/politics/road.md": article("A road", "slug: road", "template: feature"),
    })  # fmt: skip
    built = room.build()
    assert built.code == 0, built.text
    assert built.page("/politics/2026/11/road/") == "<p>feature</p>" and "A road" in built.page("/lite/politics/2026/11/road/")


def test_what_ended_ends_in_both(newsroom: Newsrooms, png: bytes) -> None:
    room = room_with(newsroom, png, **{"sitegen.toml": LITE + 'redirects.host = "netlify"\n', "ledger/redirects.txt": "/was/ gone\n"})
    assert room.build().tree["_redirects"].decode().splitlines()[-2:] == ["/lite/old-vote/ /lite/politics/2026/11/vote/ 301!", "/lite/was/ /lite/404.html 410"]


def test_an_edit_renders_its_page_in_both_and_a_theme_its_own_edition(newsroom: Newsrooms, png: bytes) -> None:
    room = room_with(newsroom, png, **{
        "sitegen.toml": LITE.replace('"base"', '"own"').replace('"lite"', '"light"'),
        "themes/own/theme.toml": "", "themes/own/partials/share.html": "<p>1</p>", "themes/own/strings/en.toml": 'menu = "One"\n', "themes/own/assets/own.css": "p{}",
        "themes/light/theme.toml": 'extends = "lite"\n', "themes/light/partials/share.html": "<p>1</p>", "themes/light/strings/en.toml": 'menu = "One"\n',
    })  # fmt: skip
    assert room.build().code == 0
    assert room.build().rendered == frozenset()
    page = "politics/2026/11/road/index.html"
    made = room.edit({"content/politics/road.md": article("A road", "tags: [river]", "story: Tram", "series: Walks", "slug: road", body="Other words.")}).build().rendered
    assert {path for path in made if path.endswith(".html")} == {page, f"lite/{page}"}
    for theme, is_lite in (("own", False), ("light", True)):
        for file, text in (("partials/share.html", "<p>2</p>"), ("strings/en.toml", 'menu = "Two"\n')):
            made = room.edit({f"themes/{theme}/{file}": text}).build().rendered
            assert made and {path.startswith("lite/") for path in made} == {is_lite}, (theme, file)
    assert {path.startswith("lite/") for path in room.edit({"themes/own/assets/own.css": "p{margin:0}"}).build().rendered} <= {False}


def test_switched_off_it_is_gone_and_nothing_but_the_links_to_it_is_made_again(newsroom: Newsrooms, png: bytes) -> None:
    room = room_with(newsroom, png)
    on = room.build()
    off = room.edit({"sitegen.toml": CONFIG}).build()
    assert not [path for path in off.tree if path.startswith("lite/")]
    assert off.tree == room.build(clean=True).tree
    assert room.edit({"sitegen.toml": LITE}).build().tree == on.tree
