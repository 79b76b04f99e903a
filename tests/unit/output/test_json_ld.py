"""JSON-LD of articles, fronts and pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.model import Citation, Correction, Genre, Live, Retraction
from sitegen.core.reading import LiveEntry, Prose
from sitegen.core.site import AuthorCard
from sitegen.output.json_ld import json_ld, safe_json
from sitegen.output.publisher import POLICIES
from tests.answers import (
    BASE,
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
from tests.checkers import check_json_ld


def html(text: str, *times: str) -> str:
    shown = "".join(f'<time datetime="{time}">then</time>' for time in times)
    return f'<!doctype html><script type="application/ld+json">{text}</script>{shown}'


def graph(known: Answers, page: Page) -> list[dict[str, Any]]:
    text = json_ld(known, page)
    assert check_json_ld(html(text)) == []
    found: list[dict[str, Any]] = json.loads(text)["@graph"]
    return found


def of(**changes: Any) -> dict[str, Any]:
    """The article's node, after the checker has passed it."""
    one = card(**changes)
    return graph(Answers(one), article_page(one))[0]


def test_an_article_says_what_search_engines_ask_for() -> None:
    found = of(image=PICTURE, updated=at("2026-11-21 10:00"))
    assert found["@type"] == ["NewsArticle"]
    assert found["headline"] == "The bridge opens"
    assert (found["datePublished"], found["dateModified"]) == ("2026-11-20T09:31:00+02:00", "2026-11-21T10:00:00+02:00")
    assert found["author"] == [{"@type": "Person", "name": "Olha Tykha", "url": BASE + "en/authors/olha-tykha/"}]
    assert [one["url"] for one in found["image"]] == [f"{BASE}media/river.jpg?{ratio}@" for ratio in ("1:1", "4:3", "16:9")]
    assert (found["image"][0]["width"], found["image"][0]["creditText"]) == (1600, "O. Tykha")
    assert (found["articleSection"], found["keywords"], found["inLanguage"]) == ("Politics", ["River"], "en")
    assert found["isAccessibleForFree"] is True
    assert found["publisher"]["@type"] == "NewsMediaOrganization"
    assert found["publisher"]["logo"]["url"] == BASE + "logo.png"


def test_the_marked_up_date_is_the_visible_one() -> None:
    one = card()
    text = json_ld(Answers(one), article_page(one))
    assert check_json_ld(html(text, "2026-11-20T09:31:00+02:00")) == []
    assert check_json_ld(html(text, "2026-11-20T10:31:00+02:00")) != []


@pytest.mark.parametrize("updated", ["2026-11-20 09:30", "2026-11-20 09:31", "2025-01-01 00:00"])
def test_case_17_an_update_before_publication_is_omitted(updated: str) -> None:
    assert "dateModified" not in of(updated=at(updated))


@pytest.mark.parametrize("genre", list(Genre))
def test_the_genres_type_stands_beside_the_article(genre: Genre) -> None:
    types = of(genre=genre.value)["@type"]
    assert types[0] == "NewsArticle"
    assert (types[1:] == []) == (genre in {Genre.NEWS, Genre.INTERVIEW})


def test_organisations_and_other_names_and_other_work_are_told() -> None:
    found = of(signatures=(
        signature("Редакція", kind="organization", alternate_names=("The Editors", "Редакція")),
        signature("Iryna Slovo", role="translation", href="", canonical=""),
        signature("Danylo Lens", role="photo"),
    ))
    assert [author["@type"] for author in found["author"]] == ["Organization"]
    assert found["author"][0]["alternateName"] == ["The Editors"]
    assert found["translator"] == [{"@type": "Person", "name": "Iryna Slovo"}]
    assert [person["name"] for person in found["contributor"]] == ["Danylo Lens"]


def test_an_unsigned_article_is_the_newsrooms() -> None:
    assert of(signatures=())["author"] == [{"@type": "Organization", "name": "Quiet Ltd", "url": BASE}]


def test_corrections_and_citations_are_told() -> None:
    one = card()
    page = article_page(
        one, corrections=(Correction(at("2026-11-21", has_time=False), "Two,\u00a0not three."),), dateline="Riverside",
        sources=(Citation("Minutes", "https://council.example/m"),), location="Riverside",
        source_url="https://origin.example/a",
    )
    found = graph(Answers(one), page)[0]
    assert found["correction"] == [
        {"@type": "CorrectionComment", "text": "Two, not three.", "datePublished": "2026-11-21T00:00:00+02:00"},
    ]
    assert found["citation"][0]["url"] == "https://council.example/m"
    assert ("creativeWorkStatus" in found, found["dateline"]) == (False, "Riverside")


def test_a_tombstone_claims_nothing_but_who_when_and_why() -> None:
    one = card(is_retracted=True, updated=at("2026-11-22 10:00"), standfirst="", tags=(), image=PICTURE, signatures=(signature(),))
    page = article_page(one, retraction=Retraction(at("2026-11-22 10:00"), "Wrong\u00a0bridge."))
    found = graph(Answers(one, prose={one.source: Prose("<p>Body</p>")}), page)[0]
    assert set(found) == {
        "@type", "@id", "mainEntityOfPage", "url", "headline", "inLanguage", "datePublished", "dateModified", "author", "publisher",
        "creativeWorkStatus", "correction",
    }
    assert found["author"] == [{"@type": "Person", "name": "Olha Tykha"}]
    assert (found["creativeWorkStatus"], found["dateModified"]) == ("Retracted", "2026-11-22T10:00:00+02:00")
    assert found["correction"] == [{"@type": "CorrectionComment", "text": "Wrong bridge.", "datePublished": "2026-11-22T10:00:00+02:00"}]


def test_a_paid_text_names_who_paid() -> None:
    found = of(sponsored_by="Mill Ltd")
    assert found["sponsor"] == {"@type": "Organization", "name": "Mill Ltd"}
    assert found["@type"] == ["AdvertiserContentArticle"]
    assert found["isAccessibleForFree"] is True


def test_a_live_blog_tells_its_coverage_and_updates_newest_first() -> None:
    one = card(is_live=True)
    live = (LiveEntry(at("2026-11-20 10:00"), "First", "first", "<p>One &amp; two.</p>"),
            LiveEntry(at("2026-11-20 11:00"), "Second", "second", "<p>Three.</p>"))
    page = article_page(one, live=Live(at("2026-11-20 09:00"), at("2026-11-20 18:00")))
    found = graph(Answers(one, prose={one.source: Prose(live=live)}), page)[0]
    assert found["@type"] == ["NewsArticle", "LiveBlogPosting"]
    assert found["coverageEndTime"] == "2026-11-20T18:00:00+02:00"
    assert [(update["headline"], update["articleBody"]) for update in found["liveBlogUpdate"]] == [
        ("Second", "Three."), ("First", "One & two."),
    ]
    assert found["liveBlogUpdate"][0]["url"] == one.canonical + "#second"


def test_only_a_live_blog_asks_for_its_body() -> None:
    one = card()
    known = Answers(one)
    json_ld(known, article_page(one))
    assert "prose" not in {question for question, *_ in known.asked}


def test_breadcrumbs_lead_from_home_to_the_page() -> None:
    one = card()
    steps = graph(Answers(one), article_page(one))[1]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Quiet Herald", BASE + "en/"), (2, "Politics", BASE + "en/politics/"), (3, one.headline, one.canonical),
    ]


def test_policies_are_claimed_where_a_page_of_that_kind_exists() -> None:
    ethics = card("ethics", page_kind="ethics", published=None)
    masthead = card("team", page_kind="masthead", published=None)
    one = card()
    publisher = graph(Answers(one, standing=(ethics, masthead)), article_page(one))[0]["publisher"]
    assert publisher["ethicsPolicy"] == publisher["publishingPrinciples"] == ethics.canonical
    assert publisher["masthead"] == masthead.canonical
    assert "correctionsPolicy" not in publisher
    assert publisher["sameAs"] == ["https://t.me/quiet_example"]


def test_home_is_the_web_site_and_its_archive_pages_are_lists() -> None:
    home = front()
    found = graph(Answers(), front_page(home))
    assert [(thing["@type"], thing["name"]) for thing in found] == [("WebSite", "Quiet Herald")]
    assert graph(Answers(), front_page(home, number=2, canonical=BASE + "en/2/"))[0]["@type"] == "CollectionPage"


def test_an_authors_page_is_a_profile() -> None:
    who = AuthorCard("olha", "en", "Olha Tykha", "en", "person", "Editor", "Writes of the river.", PICTURE,
                     (Citation("Site", "https://olha.example/"),), "/en/authors/olha/", BASE + "en/authors/olha/",
                     "/en/authors/olha/", ("Ольга Тиха",), 3)
    found = graph(Answers(), front_page(front("author", "olha", "Olha Tykha"), author=who))[0]
    assert found["@type"] == "ProfilePage"
    assert (found["mainEntity"]["jobTitle"], found["mainEntity"]["sameAs"]) == ("Editor", ["https://olha.example/"])


def test_standing_pages_and_lists_have_types_of_their_own() -> None:
    about = card("about", page_kind="about", published=None, section=None)
    page = replace(article_page(about), kind="page")
    assert graph(Answers(standing=(about,)), page)[0]["@type"] == "AboutPage"
    tags = Page("tags", BASE + "en/tags/", "Tags", href="/en/tags/")
    assert [thing["@type"] for thing in graph(Answers(), tags)] == ["CollectionPage", "BreadcrumbList"]
    assert json_ld(Answers(), Page("not-found", BASE + "404.html", "Not found")) == ""


def test_case_47_nothing_in_the_markup_can_end_its_script() -> None:
    payload = "</script><!--<script>\u2028\u2029 & ' \" ]]>"
    one = card(headline=payload, standfirst=payload, signatures=(signature(payload),), sponsored_by=payload)
    known = Answers(one, config=settings(title={"en": payload}))
    text = json_ld(known, article_page(one))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["@graph"][0]["headline"] == payload.replace("\u2028\u2029", "").replace("  ", " ")


def test_safe_json_is_the_same_value() -> None:
    value = {"a": "<b>&\u2028", "c": ["é", 1, True, None]}
    assert json.loads(safe_json(value)) == value


def test_every_policy_is_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text("utf-8")
    for kind, properties in POLICIES.items():
        assert f"| {kind} | {', '.join(properties)} |" in text
