"""Every kind of change, and exactly which outputs a warm build renders for it: those whose bytes change, and the few that had to be asked."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image

from sitegen.output import dates
from tests.newsroom import NOW, Newsroom, Newsrooms

TOMORROW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
CONFIG = 'title = "Paper"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\ntheme = "own"\n'
LISTINGS = '{% extends "layout.html" %}{% block main %}1{% endblock %}\n'


def story(title: str, day: int, tag: str, by: str, keys: str = "", body: str = "Text.") -> str:
    return f"---\ntitle: {title}\ndate: 2026-11-{day} 09:00\nauthor: {by}\ntags: [{tag}]\n{keys}---\n{body}\n"


def picture(colour: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1200, 4), (colour, 0, 0)).save(made, "PNG")
    return made.getvalue()


FILES: dict[str, str | bytes] = {
    "sitegen.toml": CONFIG,
    "content/terms.toml": '[sections.politics]\nname = "Politics"\n\n[sections.culture]\nname = "Culture"\n\n[tags.budget]\nname = "Budget"\n',
    "content/_index.md": "---\nlead: vote\ntop: [play]\n---\n",
    "content/authors/ada.md": "---\nname: Ada Loza\n---\n",
    "content/politics/p.png": picture(1),
    "content/politics/vote.md": story("The vote", 20, "budget", "Ada Loza", "image: {src: p.png, alt: A hall, credit: Ada}\n"),
    "content/politics/road.md": story("A road", 18, "budget", "Petro Hai", body="Text.\n\nRead also: The vote"),
    "content/politics/bridge.md": story("The bridge", 16, "roads", "Petro Hai"),
    "content/culture/play.md": story("A play", 14, "stage", "Ada Loza", body="Text.\n\nRead also: Later"),
    "content/culture/later.md": story("Later", 13, "stage", "Olha Rudenko", "embargo: 2026-11-25 09:00\n"),
    "content/culture/book.md": story("A book", 12, "stage", "Olha Rudenko"),
    "themes/own/theme.toml": 'extends = "base"\n',
    "themes/own/index.html": LISTINGS,
    "themes/own/partials/breadcrumbs.html": "<p>1</p>\n",
    "themes/own/strings/en.toml": 'copyright = "All rights"\nread_also = "Read also"\n',
    "themes/own/assets/extra.css": "p{margin:1px}\n",
}
STORIES = {
    "vote": ("politics", "ada", "budget"), "road": ("politics", "petro-hai", "budget"), "bridge": ("politics", "petro-hai", "roads"),
    "play": ("culture", "ada", "stage"), "later": ("culture", "olha-rudenko", "stage"), "book": ("culture", "olha-rudenko", "stage"),
}  # fmt: skip
MAP = {"sitemap-1.xml"}


def pages(*names: str) -> set[str]:
    """The pages of articles."""
    return {f"{STORIES[name][0]}/2026/11/{name}/index.html" for name in names}


def full_feeds(name: str) -> set[str]:
    """The feeds that carry an article's body."""
    return {f"{front}{feed}" for front in ("", f"{STORIES[name][0]}/") for feed in ("atom.xml", "feed.json", "feed.xml")}


def feeds(name: str) -> set[str]:
    """These, and the feeds that carry its summary, which is the beginning of its body."""
    _, author, tag = STORIES[name]
    return full_feeds(name) | {f"{term}/{feed}" for term in (f"author/{author}", f"tag/{tag}") for feed in ("atom.xml", "feed.xml")}


def fronts(name: str) -> set[str]:
    """The pages that list an article."""
    section, author, tag = STORIES[name]
    return {f"{front}index.html" for front in ("", f"{section}/", f"author/{author}/", f"tag/{tag}/", "archive/2026/11/")}


def everywhere(name: str) -> set[str]:
    return fronts(name) | feeds(name)


BREADCRUMBED = pages("vote", "road", "bridge", "play", "book") | {
    f"{front}/index.html" for front in (
        "archive/2026/11", "author/ada", "author/olha-rudenko", "author/petro-hai", "culture", "politics", "tag/budget", "tag/roads", "tag/stage", "uk/culture", "uk/politics",
        "corrections", "uk/corrections",
    )
}  # fmt: skip
ROADS = {f"tag/roads/{name}" for name in ("atom.xml", "feed.xml", "index.html")}
LISTED = {f"{name}/index.html" for name in ("archive", "authors", "tags")}
ALL_PAGES = BREADCRUMBED | LISTED | {"index.html", "404.html", "uk/index.html", "uk/404.html"}
OUR_PAGES = {path for path in ALL_PAGES if not path.startswith("uk/")}
UKRAINIAN = {"uk/index.html", "uk/culture/index.html", "uk/politics/index.html", "uk/corrections/index.html"}


def sub(path: str, old: str, new: str) -> Callable[[Newsroom], object]:
    """Replace words of a file."""

    def edit(room: Newsroom) -> None:
        text = FILES[path]
        assert isinstance(text, str) and old in text
        room.edit({path: text.replace(old, new)})

    return edit


def put(path: str, text: str | bytes) -> Callable[[Newsroom], object]:
    return lambda room: room.edit({path: text})


def remove(path: str) -> Callable[[Newsroom], object]:
    return lambda room: room.remove(path)


def move(old: str, new: str) -> Callable[[Newsroom], object]:
    return lambda room: room.edit({new: (room.folder / old).read_bytes()}).remove(old)


@dataclass(frozen=True)
class Kind:
    """``changed``: the outputs that a change renders anew to other bytes; ``same``: those it renders to the same; ``first``: done before."""

    edit: Callable[[Newsroom], object]
    changed: set[str]
    same: set[str]
    first: Callable[[Newsroom], object] = lambda room: None
    now: dt.datetime = NOW


BOOK, TOME = "content/culture/book.md", "culture/2026/11/tome/index.html"
TRANSLATED = {f"uk/{path}" for path in everywhere("book") | LISTED | pages("book")}
TRANSLATION = put("content/uk/culture/book.md", story("Книга", 12, "stage", "Olha Rudenko"))
TRANSLATION_SHOWS = pages("book", "play") | {"culture/index.html"} | MAP | LISTED | {f"{front}/index.html" for front in ("archive/2026/11", "author/olha-rudenko", "tag/stage")} | UKRAINIAN | {"uk/404.html"}

KINDS = {
    "nothing": Kind(lambda room: None, set(), set()),
    "body": Kind(sub("content/politics/vote.md", "Text.", "Other text."), pages("vote") | feeds("vote"), set()),
    "headline": Kind(sub(BOOK, "A book", "The book"), pages("book", "play") | everywhere("book"), set()),
    "headline that is read also": Kind(
        lambda room: (sub("content/politics/vote.md", "The vote", "The late vote")(room), sub("content/politics/road.md", "The vote", "The late vote")(room)),
        pages("vote", "road", "bridge") | everywhere("vote") | full_feeds("road"), {"author/petro-hai/atom.xml", "author/petro-hai/feed.xml"},
    ),
    "slug": Kind(sub(BOOK, "author", "slug: tome\nauthor"), {TOME} | pages("play") | everywhere("book") | MAP, set()),
    "section": Kind(
        move(BOOK, "content/politics/book.md"),
        {"politics/2026/11/book/index.html", "politics/index.html", *(f"politics/{feed}" for feed in ("atom.xml", "feed.json", "feed.xml"))}
        | pages("play", "bridge", "road", "vote") | everywhere("book") | MAP, set(),
    ),
    "tag": Kind(
        sub(BOOK, "[stage]", "[stage, print]"),
        pages("book") | feeds("book") | {f"tag/print/{name}" for name in ("atom.xml", "feed.xml", "index.html")} | MAP, fronts("book") | pages("play"),
    ),
    "author name": Kind(
        sub("content/authors/ada.md", "Ada Loza", "Ada M. Loza\nalso: [Ada Loza]"),
        pages("vote", "play") | feeds("vote") | feeds("play") | {"author/ada/index.html"},
        (fronts("vote") | fronts("play") | pages("road", "book", "bridge") | MAP) - {"author/ada/index.html"},
    ),
    "tag name": Kind(
        sub("content/terms.toml", '"Budget"', '"The budget"'), pages("vote", "road") | feeds("vote") | feeds("road") | {"tag/budget/index.html"} | MAP,
        (fronts("vote") | fronts("road") | pages("bridge")) - {"tag/budget/index.html"},
    ),
    "section name": Kind(sub("content/terms.toml", '"Culture"', '"Arts"'), ALL_PAGES | feeds("play") | feeds("book") | {
        f"uk/culture/{feed}" for feed in ("atom.xml", "feed.json", "feed.xml")}, MAP),
    "translation added": Kind(TRANSLATION, TRANSLATED | TRANSLATION_SHOWS, set()),
    "translation removed": Kind(
        remove("content/uk/culture/book.md"), TRANSLATION_SHOWS | {f"uk/{feed}" for feed in ("atom.xml", "feed.json", "feed.xml")}
        | {f"uk/culture/{feed}" for feed in ("atom.xml", "feed.json", "feed.xml")}, set(), TRANSLATION,
    ),
    "read-also target renamed": Kind(
        move("content/politics/vote.md", "content/politics/ballot.md"),
        {"politics/2026/11/ballot/index.html"} | pages("road", "bridge") | everywhere("vote") | full_feeds("road") | MAP, set(),
    ),
    "read-also target removed": Kind(
        remove("content/politics/bridge.md"), everywhere("bridge") - ROADS | pages("road", "vote") | MAP, set(), sub("content/politics/road.md", "The vote", "The bridge"),
    ),
    "read-also target published": Kind(
        sub("content/culture/later.md", "embargo: 2026-11-25 09:00\n", ""), pages("later", "play", "book") | everywhere("later") | full_feeds("play") | MAP, set(),
    ),
    "clock over an embargo": Kind(
        lambda room: None, pages("later", "play", "book") | everywhere("later") | full_feeds("play") | MAP | {"news-sitemap.xml", "sitemap.xml"}, set(), now=TOMORROW,
    ),
    "clock over nothing": Kind(lambda room: None, set(), set(), now=NOW + dt.timedelta(hours=2)),
    "new article": Kind(put("content/culture/film.md", story("A film", 15, "stage", "Olha Rudenko")), {"culture/2026/11/film/index.html"} | pages("play", "book") | everywhere("book") | MAP, set()),
    "deleted article": Kind(remove(BOOK), {path for path in pages("play") | everywhere("book") | MAP if "olha-rudenko" not in path}, set()),
    "renamed article": Kind(move(BOOK, "content/culture/tome.md"), {TOME} | pages("play") | everywhere("book") | MAP, set()),
    "correction": Kind(
        sub(BOOK, "author", "corrections: [{date: 2026-11-20, text: Fixed}]\nauthor"), pages("book") | feeds("book")
        | {f"corrections/{name}" for name in ("atom.xml", "feed.json", "feed.xml", "index.html")} | {"uk/corrections/index.html"} | MAP, fronts("book") | pages("play"),
    ),
    "front arrangement": Kind(sub("content/_index.md", "play", "book"), {"index.html"}, set()),
    "theme template": Kind(put("themes/own/index.html", LISTINGS.replace("1", "2")), LISTED, set()),
    "theme partial": Kind(put("themes/own/partials/breadcrumbs.html", "<p>2</p>\n"), BREADCRUMBED, set()),
    "theme string": Kind(sub("themes/own/strings/en.toml", '"Read also"', '"More"'), pages("road") | full_feeds("road"), set()),
    "theme asset": Kind(put("themes/own/assets/extra.css", "p{margin:2px}\n"), set(), set()),
    "theme asset that all pages name": Kind(put("themes/own/assets/base.css", "p{margin:2px}\n"), ALL_PAGES, set()),
    "picture": Kind(put("content/politics/p.png", picture(2)), pages("vote", "road", "bridge") | everywhere("vote"), set()),
    "config key": Kind(
        put("sitegen.toml", CONFIG + "page_size = 3\n"),
        {f"{front}{name}index.html" for front in ("", "archive/2026/11/") for name in ("", "page/1/", "page/2/")}, {"atom.xml", "feed.json", "feed.xml"},
    ),
    "language added": Kind(
        put("sitegen.toml", CONFIG.replace('"uk"', '"uk", "ru"')),
        UKRAINIAN | {path.replace("uk/", "") for path in UKRAINIAN} | {"ru/404.html"} | {path.replace("uk/", "ru/") for path in UKRAINIAN}
        | {f"ru/{front}{feed}" for front in ("", "culture/", "politics/", "corrections/") for feed in ("atom.xml", "feed.json", "feed.xml")} | MAP
        | OUR_PAGES | {"uk/404.html"}, set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_change_renders_what_it_touches(newsroom: Newsrooms, name: str) -> None:
    kind = KINDS[name]
    room = newsroom(FILES)
    kind.first(room)
    before = room.build()
    assert before.code == 0, before.text
    kind.edit(room)
    after = room.build(now=kind.now)
    assert after.code == 0, after.text
    differing = {path for path, data in after.tree.items() if before.tree.get(path) != data}
    assert after.rendered & differing == kind.changed
    assert after.rendered - differing == kind.same
    assert {path.split("/")[0] for path in differing - after.rendered} <= {"assets", "media"}  # copied, not rendered
    shutil.rmtree(room.folder / ".sitegen")
    assert room.build(now=kind.now, clean=True, output="clean").tree == after.tree


@pytest.mark.parametrize("between", ["another output", "a check", "a keeping build", "other limits"])
def test_what_changed_since_this_output_was_made_counts_whoever_read_it_first(newsroom: Newsrooms, between: str) -> None:
    room = newsroom(FILES)
    room.build()
    edited = "content/politics/vote.md"
    room.edit({edited: f"{room.sources()[edited].decode()}\n\nAnother paragraph."})
    match between:
        case "another output":
            room.build(output="other")
        case "a check":
            room.check()
        case "a keeping build":
            room.build(output="other", keep_going=True)
        case _:
            room.edit({"sitegen.toml": f"{CONFIG}limits.tags = 99\n"}).build(output="other")
            room.edit({"sitegen.toml": CONFIG})
    after = room.build()
    assert any(path.endswith("vote/index.html") and b"Another paragraph." in data for path, data in after.tree.items())
    assert room.build(clean=True, output="clean").tree == after.tree


def test_explain_names_the_answer_that_differs_first(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    room.build()
    sub("content/politics/vote.md", "The vote", "The late vote")(room)
    asked = ("politics/index.html", "/politics/2026/11/road/", "content/culture/book.md", "nowhere/")
    told = [line for line in room.run("build", *(word for one in asked for word in ("--explain", one))).stdout.decode().splitlines() if line.startswith(asked)]
    assert told == [
        """politics/index.html: made again: shown('section', 'politics', 'en', 0): "The late vote" entered, "The vote" left""",
        """/politics/2026/11/road/: made again: target('content/politics/road.md', '', 'The vote', 'en'): "pending" entered, "The vote" left""",
        "content/culture/book.md: not made again: nothing it asked has another answer (last made because: it is new)",
        "nowhere/: there is no such page: give its path in the output, its address, or its file in content/",
    ]


def test_audit_finds_pages_that_are_not_what_was_recorded(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(FILES)
    room.build()
    ran = room.run("build", "--audit", "10")
    assert (ran.returncode, b"10 fresh pages rendered again: none differ" in ran.stderr) == (0, True), ran.stderr
    words = dates._words
    monkeypatch.setattr(dates, "_words", lambda *given: words(*given) + "!")  # something that no page asked for has changed
    before = room.build()
    assert before.report and (before.code, before.report.rendered) == (0, 0)
    audited = room.build(audit=99).report
    assert audited and audited.audited > 50 and set(audited.differing) >= pages("vote", "play") and audited.has_errors


def test_profile_counts_what_each_stage_did(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    names = ["looked at", "opened", "parsed", "assembled", "verified", "rendered", "pictures", "written", "remembered"]
    said = room.run("build", "--profile").stderr.decode().splitlines()
    stages = {line.split(maxsplit=3)[3]: int(line.split()[2]) for line in said if " s " in line and line.strip()[0].isdigit() and "articles" not in line}
    assert list(stages) == names and stages["parsed"] == 9 and stages["rendered"] > 50
    again = {stage["name"]: stage["count"] for stage in room.run_json("build")["stages"]}
    assert {name: again[name] for name in ("parsed", "assembled", "rendered", "written")} == dict.fromkeys(("parsed", "assembled", "rendered", "written"), 0)
