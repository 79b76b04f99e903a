"""Shapes that real archives hold: what can be understood is published, with a warning where something was changed."""

from __future__ import annotations

import pytest

from sitegen.core.model import Article, Status
from sitegen.core.rules import find
from sitegen.reading import article
from sitegen.reading.settings import Settings

PATH = "content/politics/bridge.md"


def read(*lines: str, path: str = PATH) -> tuple[Article, list[str]]:
    """The article and the codes of its warnings."""
    text = "\n".join(("---", *lines, "---", "Body.", ""))
    value, _, _, found = article.read(path, text, Settings())
    assert value is not None, found
    return value, [finding.code for finding in found]


def with_title(*lines: str) -> tuple[Article, list[str]]:
    return read("title: Bridge", "date: 2026-05-04 10:00", *lines)


# ------------------------------------------------------------------ whole posts of other generators


def test_a_jekyll_post_is_read() -> None:
    value, codes = read(
        "layout: post",
        'title: "Bridge"',
        "date: 2014-06-30 10:00:13 -0400",
        "categories: [news]",
        "tags: tram, town hall",
        "published: true",
        "excerpt: Short",
        "redirect_from: /old/",
        "author: ana",
        path="content/news/2014-06-30-bridge.md",
    )
    assert codes == ["front-matter/unknown-key"]
    assert value.published is not None and value.published.at.isoformat() == "2014-06-30T10:00:13-04:00"
    assert (value.section.name, [tag.name for tag in value.tags]) == ("news", ["tram", "town hall"])
    assert (value.name, value.status, value.aliases[0].path) == ("bridge", Status.PUBLISHED, "/old/")


def test_a_hugo_post_is_read() -> None:
    value, codes = read(
        "title: Bridge",
        "date: 2014-06-30T10:00:13.000Z",
        "publishDate: 2014-07-01T00:00:00Z",
        "lastmod: 2014-07-02T00:00:00Z",
        "expiryDate: 2034-01-01",
        "draft: false",
        "translationKey: bridge",
        "cover: {image: a.jpg, alt: x, caption: y, credit: z}",
        "params: {wide: true}",
    )
    assert codes == []
    assert value.embargo is not None and value.updated is not None and value.expires is not None
    assert (value.translation_key, value.extra) == ("bridge", (("wide", True),))
    assert value.image is not None and value.image.src == "a.jpg"


def test_a_pelican_post_is_read() -> None:
    value, codes = read(
        "Title: Bridge",
        "Date: 2012.06.29",
        "Modified: 2012-07-01 9:05",
        "Category: news",
        "Tags: tram, town",
        "Slug: Bridge.2012",
        "Authors: Ada",
        "Summary: Short",
        "Status: hidden",
        "Save_as: old/bridge/index.html",
    )
    assert codes == []
    assert (value.status, value.slug, value.url) == (Status.HIDDEN, "Bridge.2012", "/old/bridge/")
    assert value.published is not None and not value.published.has_time


def test_a_zola_post_is_read() -> None:
    text = (
        '+++\ntitle = "Bridge"\ndate = 2014-06-30\n[taxonomies]\ntags = ["tram", "town"]\n'
        'categories = ["news"]\nauthors = ["Ada"]\n+++\nB'
    )
    value, _, _, found = article.read(PATH, text, Settings())
    assert found == () and value is not None
    assert ([tag.name for tag in value.tags], value.section.name, value.bylines[0].name) == (
        ["tram", "town"],
        "news",
        "Ada",
    )


# ------------------------------------------------------------------ authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("author: ana-ruiz", ["ana-ruiz"]),
        ("author: [ana-ruiz, ben]", ["ana-ruiz", "ben"]),
        ("author: Ana Ruiz and Ben Okri", ["Ana Ruiz and Ben Okri"]),
        ("author: Ana Ruiz, editor", ["Ana Ruiz, editor"]),
        ("author: {username: ana, display_name: Ana Ruiz}", ["Ana Ruiz"]),
        ("authors: [{username: ana}, {name: Ben}, {slug: cleo}]", ["ana", "Ben", "cleo"]),
        ("author: []", []),
        ("author:", []),
        ("author: ~", []),
        ("author: ''", []),
        ("author: [~, Ana]", ["Ana"]),
    ],
)
def test_authors_are_slugs_names_mappings_or_nobody(line: str, names: list[str]) -> None:
    value, codes = with_title(line)
    assert ([byline.name for byline in value.bylines], codes) == (names, [])


def test_the_same_author_twice_is_folded_with_a_warning() -> None:
    value, codes = with_title("authors: [Ana Ruiz, ana ruiz]")
    assert ([byline.name for byline in value.bylines], codes) == (["Ana Ruiz"], ["front-matter/repeated"])


# ------------------------------------------------------------------ tags and sections


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("tags: tram, town hall , river", ["tram", "town hall", "river"]),
        ("tags: 'tram,'", ["tram"]),
        ("tags:", []),
        ("tags: []", []),
        ("tags: ''", []),
        ("tags: [~, tram, '']", ["tram"]),
        ("tags: [2026, no]", ["2026", "no"]),
        ("tags: ['a, b']", ["a, b"]),
        ("keywords: tram", ["tram"]),
    ],
)
def test_tags_are_a_list_or_one_text_with_commas_or_none(line: str, tags: list[str]) -> None:
    value, codes = with_title(line)
    assert ([tag.name for tag in value.tags], codes) == (tags, [])


@pytest.mark.parametrize(
    "line", ["tags: [tram, Tram]", "tags: tram, tram", "series: [walks, WALKS]", "story: [\u0451, \u0435\u0308]"]
)
def test_repeats_are_folded_with_a_warning(line: str) -> None:
    value, codes = with_title(line)
    assert len(value.tags + value.series + value.stories) == 1
    assert codes == ["front-matter/repeated"]


def test_each_tag_of_a_text_with_commas_has_its_place() -> None:
    value, _ = with_title("tags: tram,  town hall")
    assert [(tag.span.line, tag.span.column, tag.span.length) for tag in value.tags] == [(4, 7, 4), (4, 14, 9)]


def test_a_series_keeps_its_commas() -> None:
    value, _ = with_title("series: Bread, salt and water")
    assert [term.name for term in value.series] == ["Bread, salt and water"]


def test_the_first_of_several_categories_counts_with_a_warning() -> None:
    for line in ("categories: [news, town]", "categories: news, town"):
        value, codes = with_title(line)
        assert (value.section.name, codes) == ("news", ["front-matter/only-first"])


def test_two_spellings_that_say_the_same_are_no_fault() -> None:
    value, codes = with_title("category: news", "categories: [news]", "summary: S", "description: S")
    assert (value.section.name, value.standfirst, codes) == ("news", "S", [])


def test_of_two_spellings_that_differ_the_better_one_counts_with_a_warning() -> None:
    value, codes = with_title("excerpt: Other", "summary: Short", "deck:")
    assert (value.standfirst, codes) == ("Short", ["front-matter/two-spellings"])


# ------------------------------------------------------------------ slugs


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("2016", "2016"),
        ("007", "007"),
        ("Bridge.2012", "Bridge.2012"),
        ("'%D0%BC%D1%96%D1%81%D1%82'", "міст"),
        ("Big Bridge", "Big Bridge"),
        ("мі\u0301ст", "мі\u0301ст"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("日本", "日本"),
        ("", ""),
        ("~", ""),
    ],
)
def test_slugs_are_taken_as_they_come(written: str, slug: str) -> None:
    value, codes = with_title(f"slug: {written}")
    assert (value.slug, codes) == (slug, [])


# ------------------------------------------------------------------ titles


@pytest.mark.parametrize(
    ("written", "headline"),
    [
        ("Mayor&#8217;s plan", "Mayor\u2019s plan"),
        ("Fish &amp; chips", "Fish & chips"),
        ("A <i>new</i> plan", "A new plan"),
        ("One<br/>two", "One two"),
        ("&lt;i&gt; explained", "<i> explained"),
        ("Fish &unknown; chips <b>now</b>", "Fish &unknown; chips now"),
        ("A<!-- note --> plan", "A plan"),
    ],
)
def test_entities_and_tags_in_a_title_are_taken_out_with_a_warning(written: str, headline: str) -> None:
    value, codes = read(f'title: "{written}"', "date: 2026-05-04")
    assert (value.headline.replace("\u00a0", " "), codes) == (headline, ["front-matter/markup"])


@pytest.mark.parametrize("title", ["AT&T pays", "5 < 6 and 7 > 6", "R&D; or not", "a <3 b"])
def test_signs_that_are_no_markup_stay(title: str) -> None:
    value, codes = read(f'title: "{title}"', "date: 2026-05-04")
    assert (value.headline.replace("\u00a0", " "), codes) == (title, [])


def test_an_entity_brings_no_control_character() -> None:
    value, _ = read('title: "A&#0;B&#1;C&#x7f;D&#xFFFE;E"', "date: 2026-05-04")
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char == "\ufffe" for char in value.headline)


@pytest.mark.parametrize(
    "title",
    ["title: >-\n  Big\n  bridge", 'title: "Big\u2028bridge"', 'title: "Big \\n\\t bridge"', "title: Big\n  bridge"],
)
def test_a_title_is_one_line(title: str) -> None:
    value, _ = read(title, "date: 2026-05-04")
    assert value.headline == "Big bridge"


# ------------------------------------------------------------------ the rest


def test_a_link_post_has_an_address_and_no_body() -> None:
    value, body, _, found = article.read(
        PATH, "---\ntitle: A\ndate: 2026-05-04\nsource_url: https://example.org/a\n---\n", Settings()
    )
    assert value is not None and (value.source_url, body, found) == ("https://example.org/a", "", ())


def test_published_with_a_time_beside_date_is_one_of_two_spellings() -> None:
    value, codes = with_title("published: 2026-05-05")
    assert value.published is not None and (value.published.at.day, codes) == (4, ["front-matter/two-spellings"])
    assert with_title("published: 2026-05-04 10:00")[1] == []


def test_tags_in_a_warning_are_shown_as_they_were_taken() -> None:
    _, _, _, found = article.read(PATH, '---\ntitle: "<b>A</b>"\ndate: 2026-05-04\n---\n', Settings())
    drawn = find(found[0], checking=False, strict=False, severities={})
    assert drawn.message == "'title' holds HTML; it was taken as 'A'"
