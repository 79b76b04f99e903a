"""The head of a page."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.core.site import Version
from sitegen.output.metadata import Metadata, metadata
from tests.answers import (
    BASE,
    PHOTO,
    PICTURE,
    Answers,
    Page,
    article_page,
    at,
    card,
    front,
    front_page,
    settings,
    signature,
)

UK = Version("uk", "/bridge/", BASE + "bridge/", "Міст")


def of(known: Answers | None = None, **changes: Any) -> Metadata:
    one = card(**changes)
    return metadata(known or Answers(one), article_page(one))


def values(pairs: tuple[tuple[str, str], ...], name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def test_an_article_is_shared_as_an_article() -> None:
    found = of(image=PICTURE, updated=at("2026-11-21 10:00"),
               signatures=(signature(), signature("Guest Writer", href="", canonical="")))
    graph = found.open_graph
    assert found.title == "The bridge opens — Quiet Herald"
    assert dict(graph)["og:type"] == "article"
    assert dict(graph)["og:url"] == found.canonical == card().canonical
    assert dict(graph)["og:locale"] == "en_US"
    assert values(graph, "article:published_time") == ["2026-11-20T09:31:00+02:00"]
    assert values(graph, "article:modified_time") == ["2026-11-21T10:00:00+02:00"]
    assert values(graph, "article:section") == ["Politics"]
    assert values(graph, "article:author") == [BASE + "en/authors/olha-tykha/", "Guest Writer"]
    assert values(graph, "article:tag") == ["River"]
    assert (dict(graph)["og:image"], dict(graph)["og:image:width"], dict(graph)["og:image:alt"]) == (
        PHOTO.canonical, "1600", "The river at dawn",
    )
    assert dict(found.twitter)["twitter:card"] == "summary_large_image"
    assert found.json_ld.startswith('{"@context"')


def test_case_17_an_update_before_publication_is_not_shared() -> None:
    assert values(of(updated=at("2026-11-19 10:00")).open_graph, "article:modified_time") == []


def test_texts_have_plain_spaces() -> None:
    found = of(headline="«Міст»\u00a0— 5\u202fкм", standfirst="Ціна\u00a0— два")
    shared = [*dict(found.open_graph).values(), *dict(found.twitter).values()]
    said = [found.title, found.description, found.json_ld, *shared]
    assert not any(space in text for text in said for space in "\u00a0\u202f")
    assert found.title == "«Міст» — 5 км — Quiet Herald"


def test_a_page_that_is_not_indexed_says_so() -> None:
    assert of().robots == "max-image-preview:large"
    assert of(is_indexed=False).robots == "noindex"
    lost = metadata(Answers(), Page("not-found", BASE + "404.html", "Not found"))
    assert (lost.robots, lost.canonical, lost.json_ld, lost.alternates) == ("noindex", "", "", ())


def test_versions_list_each_other_themselves_and_the_default() -> None:
    one = card()
    own = Version("en", one.href, one.canonical, one.headline)
    found = metadata(Answers(one, versions={one.source: (UK, own)}), article_page(one))
    assert found.alternates == (("uk", UK.canonical), ("en", one.canonical), ("x-default", UK.canonical))
    assert values(found.open_graph, "og:locale:alternate") == ["uk_UA"]


def test_an_archive_page_has_no_versions_and_its_number_in_the_title() -> None:
    home, other = front(), Version("uk", "/", BASE, "Тиха газета")
    known = Answers(versions={"home/": (other, Version("en", home.href, home.canonical, home.name))})
    assert len(metadata(known, front_page(home)).alternates) == 3
    archive = metadata(known, front_page(home, number=3))
    assert archive.alternates == ()
    assert archive.title == "Quiet Herald — page 3 — News of the river"


def test_another_canonical_is_kept() -> None:
    one = card()
    found = metadata(Answers(one), article_page(one, canonical="https://first.example/a/"))
    assert found.canonical == dict(found.open_graph)["og:url"] == "https://first.example/a/"


def test_titles_of_fronts() -> None:
    assert metadata(Answers(), front_page(front())).title == "Quiet Herald — News of the river"
    assert metadata(Answers(), front_page(front("tag", "river", "River"))).title == "River — Quiet Herald"


def test_a_page_names_its_own_feeds_first() -> None:
    hrefs = [href for _, _, href in of().feeds]
    assert hrefs[:3] == ["/en/politics/feed.xml", "/en/politics/atom.xml", "/en/politics/feed.json"]
    assert hrefs[3:] == ["/en/feed.xml", "/en/atom.xml", "/en/feed.json"]
    tag = metadata(Answers(), front_page(front("tag", "river", "River"))).feeds
    assert tag[0] == ("application/rss+xml", "River — Quiet Herald (RSS)", "/en/river/feed.xml")
    assert len(tag) == 5


def test_an_article_asks_nothing_that_changes_with_every_new_article() -> None:
    one = card(is_live=False)
    known = Answers(one)
    metadata(known, article_page(one))
    assert {question for question, *_ in known.asked} <= {
        "config", "text", "media", "asset", "versions", "breadcrumbs", "standing",
    }


def test_an_unlisted_article_does_not_name_feeds_it_is_not_in() -> None:
    assert [href for _, _, href in of(is_listed=False).feeds] == ["/en/feed.xml", "/en/atom.xml", "/en/feed.json"]


def test_a_page_without_a_picture_takes_the_publications() -> None:
    known = Answers(card(), config=settings(picture="content/river.jpg"))
    assert dict(metadata(known, article_page(card())).open_graph)["og:image"] == PHOTO.canonical
    assert dict(of().twitter)["twitter:card"] == "summary"
    assert "og:image" not in dict(of().open_graph)


@pytest.mark.parametrize("kind", ["archive", "tags", "authors", "series"])
def test_lists_of_fronts_have_a_head_too(kind: str) -> None:
    found = metadata(Answers(), Page(kind, BASE + "en/x/", "List", href="/en/x/"))
    assert found.title == "List — Quiet Herald"
    assert dict(found.open_graph)["og:type"] == "website"
