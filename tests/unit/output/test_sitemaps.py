"""Sitemaps and the news sitemap."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest

from sitegen.core.site import SitemapEntry, Version
from sitegen.output.sitemaps import (
    alternates,
    news_sitemap_name,
    render_news_sitemap,
    render_sitemap,
    render_sitemap_index,
    sitemap_name,
)
from tests.answers import BASE, KYIV, Answers, at, card, settings
from tests.checkers import check_news_sitemap, check_sitemap

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
PRESS = dt.datetime(2026, 11, 21, 12, tzinfo=KYIV)
UK = Version("uk", "/a/", BASE + "a/", "А")
EN = Version("en", "/en/a/", BASE + "en/a/", "A")


def test_a_sitemap_keeps_the_rules_with_its_language_versions() -> None:
    entries = (
        SitemapEntry(UK.canonical, at("2026-11-20 09:31"), (UK, EN)),
        SitemapEntry(EN.canonical, at("2026-11-21", has_time=False), (UK, EN)),
        SitemapEntry(BASE + "b/", None),
    )
    data = render_sitemap(Answers(entries=entries), 1)
    assert check_sitemap(data) == []
    rows = ElementTree.fromstring(data).findall(f"{S}url")
    assert [row.findtext(f"{S}lastmod") for row in rows] == [
        "2026-11-20T09:31:00+02:00", "2026-11-21T00:00:00+02:00", None,
    ]
    links = [(link.get("hreflang"), link.get("href")) for link in rows[1].findall("{http://www.w3.org/1999/xhtml}link")]
    assert links == [("uk", BASE + "a/"), ("en", BASE + "en/a/"), ("x-default", BASE + "a/")]


def test_an_address_with_an_ampersand_is_escaped() -> None:
    data = render_sitemap(Answers(entries=(SitemapEntry(BASE + "a&b/", None),)), 1)
    assert b"a&amp;b/" in data
    assert check_sitemap(data) == []


def test_the_index_leads_to_every_file() -> None:
    data = render_sitemap_index(Answers(entries=(SitemapEntry(BASE, at("2026-11-20 09:31")),)))
    assert check_sitemap(data) == []
    root = ElementTree.fromstring(data)
    assert root.findtext(f"{S}sitemap/{S}loc") == BASE + "sitemap-1.xml"
    assert root.findtext(f"{S}sitemap/{S}lastmod") == "2026-11-20T09:31:00+02:00"
    assert (sitemap_name(3), news_sitemap_name(1), news_sitemap_name(2)) == (
        "sitemap-3.xml", "news-sitemap.xml", "news-sitemap-2.xml",
    )


def test_case_42_an_empty_news_sitemap_is_valid() -> None:
    assert check_news_sitemap(render_news_sitemap(Answers()), PRESS) == []


def test_a_news_sitemap_keeps_the_rules() -> None:
    known = Answers(card(headline="«Міст»\u00a0— це <5> & більше"), card("paid", sponsored_by="Mill Ltd"))
    data = render_news_sitemap(known)
    assert check_news_sitemap(data, PRESS) == []
    rows = ElementTree.fromstring(data).findall(f"{S}url/{N}news")
    assert len(rows) == 1
    assert rows[0].findtext(f"{N}title") == "«Міст» — це <5> & більше"
    assert rows[0].findtext(f"{N}publication_date") == "2026-11-20T09:31:00+02:00"
    assert rows[0].findtext(f"{N}publication/{N}name") == "Quiet Herald"


@pytest.mark.parametrize(("language", "code"), [("uk", "uk"), ("uk-UA", "uk"), ("zh-Hant", "zh-tw"), ("zh", "zh-cn")])
def test_the_news_sitemap_takes_plain_language_codes(language: str, code: str) -> None:
    known = Answers(card(language=language), config=settings(title={"": "Quiet"}))
    found = ElementTree.fromstring(render_news_sitemap(known)).findtext(f".//{N}language")
    assert found == code


def test_case_05_characters_that_xml_forbids_never_reach_a_sitemap() -> None:
    for sign in [*(chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"), "\ufffe", "\uffff"]:
        known = Answers(card(headline=f"The{sign} bridge"), config=settings(title={"en": f"Quiet{sign}"}))
        assert check_news_sitemap(render_news_sitemap(known), PRESS) == []


def test_a_page_in_one_language_lists_no_versions() -> None:
    assert alternates((UK,), ("uk", "en")) == ()


def test_the_default_is_the_first_of_the_publications_languages_there_is() -> None:
    assert alternates((EN, UK), ("uk", "en"))[-1] == ("x-default", UK.canonical)
    polish = Version("pl", "/pl/a/", BASE + "pl/a/", "A")
    assert alternates((polish, EN), ("uk", "en", "pl"))[-1] == ("x-default", EN.canonical)
