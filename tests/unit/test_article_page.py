"""What an article page of the themes says besides its text, and that it stays as it is when others come."""

from __future__ import annotations

import pytest

from tests.newsroom import CONFIG, Newsroom, Newsrooms, article
from tests.unit.test_what_is_rendered import picture

ADA = "---\nid: ada\nname: Ada Loza\nrole: {en: reporter}\npicture: {src: ada.png, alt: Ada Loza, credit: Ada}\n---\n"
FILES = {"content/authors/ada/index.md": ADA, "content/authors/ada/ada.png": picture(3)}
PAGE = "politics/2026/11/bridge/index.html"


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    config = CONFIG.replace('"base"', '"gazette"')
    return newsroom({**FILES, "sitegen.toml": config, "content/politics/bridge.md": signed("Bridge", body="Word. " * 650)})


def signed(title: str, body: str = "Text.", day: str = "20") -> str:
    return article(title, "author: ada", date=f"2026-11-{day}", body=body)


def test_the_byline_has_portrait_and_role_and_the_time_to_read(room: Newsroom) -> None:
    page = room.build().page(PAGE)
    assert '<img class="face"' in page and 'rel="author">Ada Loza</a> <span class="role">reporter</span>' in page
    assert '<span class="minutes">3 min read</span>' in page


def test_another_article_of_the_author_does_not_render_the_first_again(room: Newsroom) -> None:
    """Of another section, so that it is no neighbour: only what the byline asks could make the page stale."""
    room.edit({"content/culture/choir.md": signed("Choir", day="19")}).build()
    room.edit({"content/culture/play.md": signed("Play", day="21")})
    built = room.build()
    assert "culture/2026/11/play/index.html" in built.rendered and "author/ada/index.html" in built.rendered
    assert PAGE not in built.rendered
    room.edit({"content/authors/ada/index.md": ADA.replace("reporter", "editor")})
    assert PAGE in room.build().rendered


def test_contents_stand_before_long_reads_only_and_not_twice(room: Newsroom) -> None:
    heads = "\n\n".join(f"## Part {n}\n\nText." for n in range(4))
    for body, count in ((heads, 1), (heads.replace("## Part 3", "Part 3"), 0), (f"[TOC]\n\n{heads}", 0)):
        room.edit({"content/politics/bridge.md": signed("Bridge", body=body)})
        assert room.build().page(PAGE).count('class="contents"') == count
