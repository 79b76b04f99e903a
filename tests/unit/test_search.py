"""The search index as a task that owns a tree: when it is made, what is in it, and what never is."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pagefind_bin
import pytest

import sitegen
from sitegen.site.visibility import Edge
from tests.newsroom import CONFIG, NOW, Built, Newsroom, Newsrooms, article

ON = f"{CONFIG}[search]\nenabled = true\n"
INDEX = "search/data"
STORY = article("The bridge is closed", "section: politics", "tags: [bridge]", body="Rust ate two beams. See [the council](http://example.org/).")
UK = article("Міст закрито", "section: politics", body="Іржа зʼїла дві балки.")


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    return newsroom({
        "sitegen.toml": ON, "content/politics/bridge.md": STORY, "content/politics/tram.md": article("The tram runs", body="Every ten minutes."),
        "content/uk/politics/bridge.md": UK,
    })  # fmt: skip


def index(built: Built) -> dict[str, bytes]:
    """The index's files as a browser unpacks them."""
    files = {path: data for path, data in built.tree.items() if path.startswith(INDEX + "/")}
    return {path: gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data for path, data in files.items()}


def words(built: Built) -> str:
    """Every letter of the index but Pagefind's own programs."""
    return "\n".join(data.decode(errors="replace") for path, data in index(built).items() if not re.search(r"pagefind\.js|wasm", path)).lower()


def is_made(built: Built) -> bool:
    return INDEX in built.rendered


def test_without_the_setting_there_is_nothing_of_it(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/bridge.md": STORY}).build()
    assert not [path for path in built.tree if "search" in path and not path.startswith("assets/")]
    assert "search" not in built.page("/") and "wasm" not in built.tree["_headers"].decode()


def test_each_language_has_a_page_and_an_index_of_its_own(room: Newsroom) -> None:
    built = room.build()
    assert not built.codes
    assert 'href="/search/"' in built.page("/") and 'href="/uk/search/"' in built.page("/uk/")
    assert 'href="/uk/search/" lang="uk"' in built.page("/search/") and 'content="noindex"' in built.page("/search/")
    entry = json.loads(built.tree[f"{INDEX}/pagefind-entry.json"])
    assert {language: one["page_count"] for language, one in entry["languages"].items()} == {"en": 2, "uk": 1}
    directory = json.loads(built.tree[f"{INDEX}/en.json"])
    assert directory["sections"] == [["politics", "Politics"]] and [page[3] for page in directory["pages"]] == [2026, 2026]
    uk = json.loads(built.tree[f"{INDEX}/uk.json"])
    assert "зїла" in [word for _, name in uk["words"] for word in built.tree[f"{INDEX}/{name}"].decode().split("\n")]
    assert "rust" not in b"".join(data for path, data in index(built).items() if "/uk" in path).decode(errors="replace")


def test_the_search_page_alone_may_run_webassembly(room: Newsroom) -> None:
    built = room.build()
    page_policy = re.compile('Content-Security-Policy" content="([^"]*)"')
    for path, data in built.tree.items():
        if path.endswith(".html") and (policy := page_policy.search(data.decode())):
            assert ("wasm-unsafe-eval" in policy[1]) == path.endswith("search/index.html"), path
            assert "'unsafe-eval'" not in policy[1]
    headers = built.tree["_headers"].decode()
    assert "script-src 'self' 'wasm-unsafe-eval'" in headers
    assert all(f"/{INDEX}/{folder}/*" in headers for folder in ("fragment", "index", "words"))


@pytest.mark.parametrize(("path", "old", "new", "is_searchable"), [
    ("content/politics/bridge.md", "Rust ate", "Time ate", True),
    ("content/politics/bridge.md", "The bridge is", "The old bridge is", True),
    ("content/politics/bridge.md", "2026-11-20", "2025-11-20", True),
    ("content/politics/bridge.md", "Iryna Melnyk", "Olha Lys", True),
    ("content/politics/bridge.md", "tags:", "summary: In short.\ntags:", True),
    ("content/politics/bridge.md", "section: politics", "section: economy", True),
    ("content/terms.toml", '"Politics"', '"Power"', True),
    ("content/politics/bridge.md", "tags: [bridge]", "status: draft", True),
    ("content/politics/bridge.md", "http://example.org/", "http://example.com/", False),
    ("content/politics/bridge.md", "tags: [bridge]", "tags: [bridge, rust]", False),
    ("content/politics/bridge.md", "tags: [bridge]", "kicker: Roads", False),
    ("content/politics/bridge.md", "[the council]", "**the** council or [the council]", True),
    ("sitegen.toml", 'title = "Paper"', 'title = "Gazette"', False),
])  # fmt: skip
def test_the_index_is_made_again_when_a_searchable_text_or_facet_changes(path: str, old: str, new: str, is_searchable: bool, room: Newsroom) -> None:
    room.build()
    text = (room.folder / path).read_text("utf-8")
    assert old in text
    built = room.edit({path: text.replace(old, new)}).build()
    assert is_made(built) == is_searchable
    again = room.build()
    assert not again.rendered and again.report and not again.report.changed
    assert again.tree == room.build(clean=True, jobs=2).tree == built.tree


def test_a_theme_of_another_look_makes_no_other_index(room: Newsroom) -> None:
    room.build()
    built = room.edit({"themes/base2/theme.toml": 'extends = "base"\n', "themes/base2/assets/base.css": "body { color: red }", "sitegen.toml": ON.replace('"base"', '"base2"')}).build()
    assert built.rendered and not is_made(built)


def test_nothing_that_readers_may_not_see_is_in_it(room: Newsroom) -> None:
    canaries = {
        "draft": article("Draftcanary", "status: draft", body="Draftword."),
        "embargoed": article("Embargocanary", "embargo: 2026-12-24T10:00+02:00", body="Embargoword."),
        "to-come": article("Futurecanary", date="2027-01-01", body="Futureword."),
        "expired": article("Expiredcanary", "expires: 2026-11-21", body="Expiredword."),
        "hidden": article("Hiddencanary", "status: hidden", body="Hiddenword."),
        "noindex": article("Noindexcanary", "noindex: true", body="Noindexword."),
        "retracted": article("Retractedcanary", "status: retracted", "retracted: {date: 2026-11-22, reason: It was wrong.}", body="Retractedword."),
        "citing": article("A citing story", body="Read also: [Embargocanary](embargoed.md)\n\nRead also: Embargocanary\n\nSee [[embargoed]] and [[draft]]."),
        "live": article("Live", "live: {starts: 2026-11-24T10:00+00:00}", date="2026-11-24", body="Above.\n\n## 2026-11-24 11:00 Told\n\nToldword.\n\n## 2026-11-24 23:00 Latercanary\n\nLaterword."),
    }  # fmt: skip
    room.edit({f"content/politics/{name}.md": text for name, text in canaries.items()})
    for built in (room.build(), room.build(edge=Edge(drafts=True, future=True, expired=True), output="preview")):
        found = words(built)
        assert "toldword" in found and "rust" in found
        secret = [word for name in ("draft", "embargo", "future", "expired", "hidden", "noindex", "retracted") for word in (f"{name}canary", f"{name}word")]
        assert [word for word in secret if word in found] == []
    assert "laterword" not in words(room.build()) and "latercanary" not in words(room.build())


def test_a_watching_build_leaves_the_last_index_and_the_next_one_makes_it(room: Newsroom) -> None:
    first = room.build()
    room.edit({"content/politics/bridge.md": STORY.replace("Rust", "Time"), "content/politics/new.md": article("A new one")})
    resting = room.build(indexing=False)
    assert index(resting) == index(first) and "Time ate" in resting.page("/politics/2026/11/bridge/") and not is_made(resting)
    assert index(room.build(indexing=False)) == index(first)
    asked = room.build(explain=(INDEX,))
    assert is_made(asked) and "time" in words(asked) and asked.report and "left as it was" in asked.report.explained[0][1]
    assert asked.tree == room.build(clean=True).tree
    assert not room.build().rendered


def test_a_watching_build_begins_without_an_index(room: Newsroom) -> None:
    assert not index(room.build(indexing=False))
    assert is_made(room.build())


@pytest.mark.parametrize("words", [(), ("--search",)])
def test_the_command_that_watches_makes_an_index_only_when_asked(words: tuple[str, ...], room: Newsroom) -> None:
    command = [sys.executable, "-m", "sitegen", "build", "--watch", *words, "--now", NOW.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(Path(sitegen.__file__).parent.parent)}
    with subprocess.Popen(command, cwd=room.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr
        assert any(b"watching" in line for line in process.stderr)
        process.terminate()
    assert (room.folder / "public" / INDEX).is_dir() == bool(words)
    assert (room.folder / "public/search/index.html").is_file()


def test_pictures_of_results_stay_as_long_as_the_index_that_shows_them(room: Newsroom) -> None:
    picture = (Path(__file__).parents[2] / "content/society/three-springs/springs-path.jpg").read_bytes()
    room.edit({"content/politics/photo.jpg": picture, "content/politics/bridge.md": STORY.replace("tags:", "image: {src: photo.jpg, alt: A bridge, credit: Me}\ntags:")})
    built = room.build()
    shown = re.findall(r"/media/([^ \"]+) ", next(text for text in index(built).values() if b"The bridge is closed" in text and b"picture" in text).decode())
    assert shown and all(f"media/{name}" in built.tree for name in shown)
    resting = room.edit({"content/politics/tram.md": article("The tram runs late", body="Every ten minutes.")}).build(indexing=False)
    assert all(f"media/{name}" in resting.tree for name in shown)


def test_what_leaves_the_index_leaves_the_output(room: Newsroom) -> None:
    before = room.build()
    after = room.remove("content/politics/tram.md").build()
    gone = before.tree.keys() - after.tree.keys()
    assert [path for path in gone if path.startswith(f"{INDEX}/fragment/")] and "minutes" not in words(after)
    off = room.edit({"sitegen.toml": CONFIG}).build()
    assert not [path for path in off.tree if path.startswith("search/")]


def test_a_file_of_the_index_that_was_lost_or_changed_is_made_again(room: Newsroom) -> None:
    built = room.build()
    fragment = next(path for path in built.tree if "/fragment/" in path)
    for harm in (lambda path: path.unlink(), lambda path: path.write_bytes(b"harm")):
        harm(room.folder / "public" / fragment)
        assert room.build().tree == built.tree
    assert room.build(audit=50).code == 0


def test_without_pagefind_the_error_says_what_to_do(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    before = room.build().tree
    room.edit({"content/politics/tram.md": article("The tram runs late", body="Every ten minutes.")})
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    built = room.build()
    assert built.code == 2 and built.diagnostics == ("sitegen.toml:8:1 config/no-pagefind",) and 'pip install "sitegen[search]"' in built.text
    assert built.tree == before
    assert room.build(indexing=False).code == 0 and room.check().code == 0


@pytest.mark.parametrize(("script", "words"), [("#!/bin/bash\nexit 3\n", "it ended"), ("#!/bin/bash\nread -d , x; printf 'eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJmdWxsIn19,'\n", "full")])
def test_an_index_that_fails_leaves_the_last_site(script: str, words: str, room: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = room.build().tree
    broken = tmp_path / "pagefind"
    broken.write_text(script)
    broken.chmod(0o755)
    room.edit({"content/politics/tram.md": article("The tram runs late", body="Every ten minutes.")})
    with monkeypatch.context() as patched:
        patched.setattr(pagefind_bin, "get_executable", lambda: str(broken))
        built = room.build()
    assert built.code == 1 and built.diagnostics == ("sitegen.toml:8:1 config/search-failed",) and words in built.text
    assert built.tree == before
    assert room.build().tree == room.build(clean=True).tree


@pytest.mark.parametrize("url", ["/search/", "/uk/search/", "/search/data/", "/search/data/en/"])
def test_no_article_may_stand_where_search_does(url: str, room: Newsroom) -> None:
    built = room.edit({"content/politics/mine.md": article("Mine", f"url: {url}")}).build()
    assert built.code == 1 and "permalink/collision" in built.codes


def test_a_language_with_a_region_and_one_without_articles(newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": ON.replace('["en", "uk"]', '["pt-BR", "en"]'), "content/politics/bridge.md": STORY})
    built = room.build()
    assert json.loads(built.tree[f"{INDEX}/pagefind-entry.json"])["languages"].keys() == {"pt-br"}  # as Pagefind's script asks for it
    assert json.loads(built.tree[f"{INDEX}/en.json"]) == {"pages": [], "sections": [], "authors": [], "words": []}
    assert room.remove("content/politics/bridge.md").build().code == 0


def test_below_a_path_addresses_lead_there(room: Newsroom) -> None:
    built = room.build(base_url="https://host.example/paper/")
    assert 'data-base="/paper/search/data/"' in built.page("/uk/search/") and 'action="/paper/uk/search/"' in built.page("/uk/search/")
    assert '"url":"/paper/politics/2026/11/tram/"' in words(built)
