"""The checkers find what is wrong: a good sample of each kind passes, every bad one is named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkers import (
    check_atom,
    check_hreflang,
    check_json_feed,
    check_json_ld,
    check_links,
    check_news_sitemap,
    check_rss,
    check_sitemap,
)
from tests.checkers.shapes import complaint_of_markup, is_absolute, parse_rfc822, parse_rfc3339, parse_w3c

Change = tuple[str, str, str]
"""What to replace, by what, and words of the complaint that must come of it."""


def names(complaints: list[str], words: str) -> bool:
    return any(words in complaint for complaint in complaints)


def changed(sample: str, old: str, new: str) -> str:
    assert old in sample, old
    return sample.replace(old, new, 1)


# ------------------------------------------------------------------ RSS

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Paper</title><link>https://p.example/</link><description>News</description><language>uk</language>
<lastBuildDate>Mon, 23 Nov 2026 09:31:00 +0200</lastBuildDate>
<atom:link href="https://p.example/feed.xml" rel="self" type="application/rss+xml"/>
<image><url>https://p.example/l.png</url><title>Paper</title><link>https://p.example/</link></image>
<item><title>One</title><link>https://p.example/1/</link><guid isPermaLink="false">tag:p,2000:1</guid>
<pubDate>Mon, 23 Nov 2026 09:31:00 +0200</pubDate><dc:creator>Olha</dc:creator><category>River</category>
<content:encoded>&lt;p&gt;&lt;a href="https://p.example/"&gt;x&lt;/a&gt;&lt;/p&gt;</content:encoded>
<enclosure url="https://p.example/a.jpg" length="10" type="image/jpeg"/>
<media:content url="https://p.example/a.jpg" fileSize="10" type="image/jpeg">
<media:credit>O</media:credit></media:content>
</item>
<item><title>Two</title><link>https://p.example/2/</link><guid isPermaLink="false">tag:p,2000:2</guid>
<pubDate>Sun, 22 Nov 2026 09:31:00 +0200</pubDate><dc:creator>Olha</dc:creator></item>
</channel></rss>
"""

BAD_RSS: list[Change] = [
    ("</rss>", "", "not well-formed"),
    ("<title>One</title>", "<title>One & two</title>", "not well-formed"),
    ("<title>One</title>", "<title>One\x0b</title>", "not well-formed"),
    ("<title>One</title>", "<title><![CDATA[One]]></title>", "CDATA"),
    ("<title>One</title>", "<title>&lt;b&gt;One&lt;/b&gt;</title>", "markup"),
    ("<title>One</title>", "<title>One\u00a0more</title>", "special spaces"),
    ("<title>One</title>", "<title>One &amp;amp; two</title>", "markup"),
    ("<rss version", "<!DOCTYPE rss><rss version", "DOCTYPE"),
    ('version="2.0"', 'version="0.91"', "version='2.0'"),
    ("<title>Paper</title><link>", "<link>", "no single <title>"),
    ("<description>News</description>", "", "no single <description>"),
    ("<language>uk</language>", "<language>ukrainian language</language>", "language"),
    ("<language>uk</language>", "", "names no language"),
    ('rel="self"', 'rel="other"', "rel=self"),
    ('href="https://p.example/feed.xml"', 'href="/feed.xml"', "atom:link"),
    ("<lastBuildDate>Mon,", "<lastBuildDate>Tue,", "lastBuildDate"),
    ("<lastBuildDate>Mon, 23", "<lastBuildDate>Sat, 21", "built before"),
    ("<url>https://p.example/l.png</url>", "", "image lacks"),
    ("<link>https://p.example/1/</link>", "<link>/1/</link>", "not absolute"),
    ("<link>https://p.example/1/</link>", "", "no link"),
    ("<link>https://p.example/1/</link>", "<link>https://p.example/міст/</link>", "not absolute"),
    ('<guid isPermaLink="false">tag:p,2000:1</guid>', "", "no guid"),
    ('<guid isPermaLink="false">', "<guid>", "no permalink"),
    ("tag:p,2000:2", "tag:p,2000:1", "guid twice"),
    ("<pubDate>Mon, 23", "<pubDate>Tue, 23", "pubDate"),
    ("<pubDate>Mon, 23 Nov 2026 09:31:00 +0200</pubDate>", "<pubDate>2026-11-23T09:31:00+02:00</pubDate>", "pubDate"),
    ("<pubDate>Mon, 23 Nov 2026 09:31:00 +0200</pubDate>", "", "no pubDate"),
    ("<pubDate>Sun, 22", "<pubDate>Tue, 24", "newest first"),
    ("<dc:creator>Olha</dc:creator><category>", "<category>", "no dc:creator"),
    ("<dc:creator>Olha</dc:creator>", "<dc:creator>Olha</dc:creator><dc:creator>Olha</dc:creator>", "creator twice"),
    ("<dc:creator>Olha</dc:creator>", "<dc:creator> </dc:creator>", "no dc:creator"),
    ("<category>River</category>", "<category/>", "empty category"),
    ("<category>River</category>", "<author>Olha</author>", "no e-mail"),
    ("<category>River</category>", "<byline>Olha</byline>", "does not know"),
    ('length="10" ', "", "enclosure"),
    ('length="10"', 'length="0"', "no length"),
    ('type="image/jpeg"/>', 'type="jpeg"/>', "enclosure"),
    ('<enclosure url="https://p.example/a.jpg"', '<enclosure url="/a.jpg"', "enclosure"),
    ('fileSize="10"', 'fileSize="big"', "media:content"),
    ("<media:credit>O</media:credit>", "<media:credit/>", "media:credit"),
    ('href="https://p.example/"', 'href="/"', "not an absolute"),
    ('href="https://p.example/"', 'href="javascript:x"', "not an absolute"),
    ("&lt;/p&gt;", "", "open"),
    ("&lt;p&gt;", "&lt;p&gt;&lt;script&gt;&lt;/script&gt;", "<script>"),
    ("&lt;p&gt;", "&lt;p onclick='x'&gt;", "onclick"),
    ("&lt;p&gt;", "&lt;p&gt;\ue0001\ue001", "unfilled token"),
]


def test_a_good_rss_feed_passes() -> None:
    assert check_rss(RSS.encode()) == []


@pytest.mark.parametrize(("old", "new", "words"), BAD_RSS)
def test_a_bad_rss_feed_is_named(old: str, new: str, words: str) -> None:
    assert names(check_rss(changed(RSS, old, new).encode()), words)


def test_a_feed_that_is_not_utf_8_is_named() -> None:
    assert names(check_rss(RSS.encode("utf-16")), "not well-formed")


# ------------------------------------------------------------------ Atom

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><id>tag:p.example,2000:feed</id><title>Paper</title>
<updated>2026-11-23T10:00:00+02:00</updated><link rel="self" href="https://p.example/atom.xml"/>
<link rel="alternate" type="text/html" href="https://p.example/"/>
<entry><id>tag:p.example,2000:1</id><title>One</title><link href="https://p.example/1/"/>
<published>2026-11-23T09:31:00+02:00</published><updated>2026-11-23T10:00:00+02:00</updated>
<author><name>Olha</name><uri>https://p.example/o/</uri></author><category term="river" label="River"/>
<link rel="enclosure" type="image/jpeg" length="10" href="https://p.example/a.jpg"/>
<summary>Sum</summary><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry>
<entry><id>tag:p.example,2000:2</id><title>Two</title><link href="https://p.example/2/"/>
<updated>2026-11-22T10:00:00Z</updated><author><name>Olha</name></author></entry>
</feed>
"""

BAD_ATOM: list[Change] = [
    ("</feed>", "", "not well-formed"),
    ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "not an Atom"),
    (' xml:lang="uk"', "", "no language"),
    ("<id>tag:p.example,2000:feed</id>", "", "no single <id>"),
    ("<id>tag:p.example,2000:feed</id>", "<id>feed</id>", "no IRI"),
    ("<title>Paper</title>", "<title/>", "no single <title>"),
    ("<title>One</title>", "<title>One</title><title>Uno</title>", "no single <title>"),
    ("<title>One</title>", "<title>&lt;i&gt;One&lt;/i&gt;</title>", "markup"),
    ("<updated>2026-11-23T10:00:00+02:00</updated><link", "<link", "no single <updated>"),
    ("<updated>2026-11-23T10:00:00+02:00</updated><link", "<updated>2026-11-23T10:00:00</updated><link", "RFC 3339"),
    ("<updated>2026-11-23T10:00:00+02:00</updated><link", "<updated>2026-11-22T10:00:00+02:00</updated><link",
     "before one of its entries"),
    ("<published>2026-11-23T09:31:00+02:00", "<published>Mon, 23 Nov 2026", "RFC 3339"),
    ("<published>2026-11-23T09:31:00+02:00", "<published>2026-11-23T11:31:00+02:00", "before it was published"),
    ("<published>2026-11-23T09:31", "<published>2026-02-30T09:31", "RFC 3339"),
    ('rel="self"', 'rel="related"', "rel=self"),
    ('href="https://p.example/atom.xml"', 'href="atom.xml"', "not absolute"),
    ("2000:2</id>", "2000:1</id>", "id twice"),
    ("<name>Olha</name><uri>", "<uri>", "without a name"),
    ("<uri>https://p.example/o/</uri>", "<uri>/o/</uri>", "uri"),
    ("<author><name>Olha</name></author>", "", "no author"),
    ('term="river" ', "", "without term"),
    ('length="10" ', "", "enclosure"),
    ('<content type="html">', "<content>", "html"),
    ("&lt;p&gt;x&lt;/p&gt;", "&lt;p&gt;x", "open"),
    ("&lt;p&gt;x&lt;/p&gt;", '&lt;img src="/a.jpg" alt=""&gt;', "not an absolute"),
    ("<summary>Sum</summary>", "<description>Sum</description>", "does not know"),
    ('<link href="https://p.example/2/"/>', "", "neither content"),
    ('<link href="https://p.example/1/"/>', '<link href="https://p.example/1/"/><link href="https://p.example/x/"/>',
     "two alternate"),
]


def test_a_good_atom_feed_passes() -> None:
    assert check_atom(ATOM.encode()) == []


@pytest.mark.parametrize(("old", "new", "words"), BAD_ATOM)
def test_a_bad_atom_feed_is_named(old: str, new: str, words: str) -> None:
    assert names(check_atom(changed(ATOM, old, new).encode()), words)


# ------------------------------------------------------------------ JSON Feed


def json_feed() -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1", "title": "Paper", "home_page_url": "https://p.example/",
        "feed_url": "https://p.example/feed.json", "language": "uk", "authors": [{"name": "Paper"}],
        "hubs": [{"type": "WebSub", "url": "https://h.example/"}], "_own": {"about": "x"},
        "items": [{
            "id": "1", "url": "https://p.example/1/", "title": "One", "content_html": "<p>x</p>", "tags": ["a"],
            "date_published": "2026-11-23T09:31:00+02:00", "date_modified": "2026-11-23T10:31:00+02:00",
            "authors": [{"name": "Olha"}],
            "attachments": [{"url": "https://p.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}],
        }, {"id": "2", "url": "https://p.example/2/", "content_text": "x"}],
    }


BAD_JSON_FEEDS: list[tuple[Callable[[Any], object], str]] = [
    (lambda feed: feed.update(version="https://jsonfeed.org/version/1"), "version 1.1"),
    (lambda feed: feed.pop("title"), "lacks title"),
    (lambda feed: feed.pop("items"), "lacks items"),
    (lambda feed: feed.pop("feed_url"), "lacks feed_url"),
    (lambda feed: feed.update(home_page_url="/"), "not absolute"),
    (lambda feed: feed.update(language="Ukrainian"), "language"),
    (lambda feed: feed.update(subtitle="x"), "does not know"),
    (lambda feed: feed.update(description=""), "empty description"),
    (lambda feed: feed.update(author={"name": "x"}), "version 1"),
    (lambda feed: feed.update(authors=[{}]), "nobody"),
    (lambda feed: feed.update(hubs=[{"type": "WebSub"}]), "hub"),
    (lambda feed: feed["items"][0].update(id=1), "another type"),
    (lambda feed: feed["items"][0].pop("id"), "no id"),
    (lambda feed: feed["items"][1].update(id="1"), "id twice"),
    (lambda feed: feed["items"][0].pop("url"), "no url"),
    (lambda feed: feed["items"][0].update(url="1/"), "not absolute"),
    (lambda feed: feed["items"][0].pop("content_html"), "neither content"),
    (lambda feed: feed["items"][0].update(content_html="<p><a href='/x'>x</a></p>"), "not an absolute"),
    (lambda feed: feed["items"][0].update(content_html="<p>x</div>"), "closes"),
    (lambda feed: feed["items"][0].update(title="<b>One</b>"), "HTML in title"),
    (lambda feed: feed["items"][0].update(date_published="2026-11-23"), "RFC 3339"),
    (lambda feed: feed["items"][0].update(date_published="2026-11-24T09:31:00+02:00"), "before it was published"),
    (lambda feed: feed["items"][0].update(tags=["a", ""]), "tag"),
    (lambda feed: feed["items"][0].update(image="a.jpg"), "not absolute"),
    (lambda feed: feed["items"][0].update(attachments=[{"url": "https://p.example/a"}]), "without type"),
    (lambda feed: feed["items"][0].update(attachments=[{"mime_type": "audio/mpeg"}]), "without url"),
    (lambda feed: feed["items"].append("x"), "not an object"),
]


def test_a_good_json_feed_passes() -> None:
    assert check_json_feed(json.dumps(json_feed()).encode()) == []


@pytest.mark.parametrize(("change", "words"), BAD_JSON_FEEDS)
def test_a_bad_json_feed_is_named(change: Callable[[Any], object], words: str) -> None:
    feed = json_feed()
    change(feed)
    assert names(check_json_feed(json.dumps(feed).encode()), words)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff{}", b'{"title": "a", "title": "b"}'])
def test_what_is_no_json_feed_at_all_is_named(data: bytes) -> None:
    assert check_json_feed(data) != []


# ------------------------------------------------------------------ sitemaps

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://p.example/a/</loc><lastmod>2026-11-23T09:31:00+02:00</lastmod>
<xhtml:link rel="alternate" hreflang="uk" href="https://p.example/a/"/>
<xhtml:link rel="alternate" hreflang="en" href="https://p.example/en/a/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://p.example/a/"/></url>
<url><loc>https://p.example/en/a/</loc><lastmod>2026-11-23</lastmod>
<xhtml:link rel="alternate" hreflang="uk" href="https://p.example/a/"/>
<xhtml:link rel="alternate" hreflang="en" href="https://p.example/en/a/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://p.example/a/"/></url>
<url><loc>https://p.example/b/</loc></url>
</urlset>
"""

BAD_SITEMAPS: list[Change] = [
    ("</urlset>", "", "not well-formed"),
    ("http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84", "neither a urlset"),
    ("<loc>https://p.example/a/</loc>", "<loc>/a/</loc>", "absolute loc"),
    ("<loc>https://p.example/a/</loc>", "", "absolute loc"),
    ("<loc>https://p.example/b/</loc>", "<loc>https://p.example/a/</loc>", "loc twice"),
    ("<loc>https://p.example/b/</loc>", "<loc>https://other.example/b/</loc>", "more than one host"),
    ("<loc>https://p.example/b/</loc>", "<loc>https://p.example/b c/</loc>", "absolute loc"),
    ("<lastmod>2026-11-23T09:31:00+02:00", "<lastmod>2026-11-23T09:31:00", "lastmod"),
    ("<lastmod>2026-11-23<", "<lastmod>2026-11-31<", "lastmod"),
    ("<lastmod>2026-11-23<", "<lastmod>23.11.2026<", "lastmod"),
    ("<url><loc>https://p.example/b/", "<url><title>x</title><loc>https://p.example/b/", "has <{"),
    ('hreflang="uk" href="https://p.example/a/"', 'hreflang="uk" href="/a/"', "not absolute"),
    ('hreflang="uk"', 'hreflang="ukrainian"', "hreflang"),
    ('hreflang="x-default" href="https://p.example/a/"', 'hreflang="x-default" href="https://p.example/"', "same"),
    ('<xhtml:link rel="alternate" hreflang="x-default" href="https://p.example/a/"/></url>', "</url>", "x-default"),
    ('<xhtml:link rel="alternate" hreflang="uk" href="https://p.example/a/"/>', "", "does not list itself"),
    ('hreflang="en" href="https://p.example/en/a/"', 'hreflang="uk" href="https://p.example/en/a/"', "language twice"),
]


def test_a_good_sitemap_and_a_good_index_pass() -> None:
    assert check_sitemap(SITEMAP.encode()) == []
    assert check_sitemap(
        b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        b"<sitemap><loc>https://p.example/sitemap-1.xml</loc><lastmod>2026-11-23</lastmod></sitemap></sitemapindex>"
    ) == []


@pytest.mark.parametrize(("old", "new", "words"), BAD_SITEMAPS)
def test_a_bad_sitemap_is_named(old: str, new: str, words: str) -> None:
    assert names(check_sitemap(changed(SITEMAP, old, new).encode()), words)


def test_an_empty_or_an_overlong_sitemap_is_named() -> None:
    space = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    assert names(check_sitemap(f"{space}</urlset>".encode()), "empty")
    rows = "".join(f"<url><loc>https://p.example/{number}/</loc></url>" for number in range(50_001))
    assert names(check_sitemap(f"{space}{rows}</urlset>".encode()), "more than 50000")


NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://p.example/a/</loc><news:news><news:publication><news:name>Paper</news:name>
<news:language>uk</news:language></news:publication>
<news:publication_date>2026-11-23T09:31:00+02:00</news:publication_date><news:title>One</news:title></news:news></url>
</urlset>
"""
PRESS = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)

BAD_NEWS: list[Change] = [
    ("<news:name>Paper</news:name>", "", "name of the publication"),
    ("<news:language>uk<", "<news:language>uk-UA<", "plain language"),
    ("<news:title>One</news:title>", "", "no single news:title"),
    ("<news:title>One</news:title>", "<news:title> </news:title>", "empty title"),
    ("<news:title>One", "<news:keywords>x</news:keywords><news:title>One", "has <{"),
    ("2026-11-23T09:31:00+02:00", "yesterday", "publication_date"),
    ("2026-11-23T09:31:00+02:00", "2026-11-22T09:31:00+02:00", "last two days"),
    ("2026-11-23T09:31:00+02:00", "2026-11-25T09:31:00+02:00", "last two days"),
    ("<loc>https://p.example/a/</loc>", "<loc>a</loc>", "absolute loc"),
    ("urlset xmlns", "sitemapindex xmlns", "not well-formed"),
]


def test_a_good_news_sitemap_passes_and_an_empty_one_too() -> None:
    assert check_news_sitemap(NEWS.encode(), PRESS) == []
    assert check_news_sitemap(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>') == []


@pytest.mark.parametrize(("old", "new", "words"), BAD_NEWS)
def test_a_bad_news_sitemap_is_named(old: str, new: str, words: str) -> None:
    assert names(check_news_sitemap(changed(NEWS, old, new).encode(), PRESS), words)


def test_a_news_sitemap_of_other_pages_or_too_many_is_named() -> None:
    assert names(check_news_sitemap(SITEMAP.encode()), "news:news")
    row = NEWS[NEWS.index("<url>") : NEWS.index("</urlset>")]
    rows = "".join(row.replace("/a/", f"/{number}/") for number in range(1001))
    assert names(check_news_sitemap(NEWS.replace(row, rows).encode(), PRESS), "more than 1000")


# ------------------------------------------------------------------ JSON-LD

PUBLISHER = {"@type": "NewsMediaOrganization", "name": "Paper", "url": "https://p.example/",
             "logo": {"@type": "ImageObject", "url": "https://p.example/l.png", "width": 512, "height": 512}}


def story() -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@graph": [{
            "@type": ["NewsArticle", "LiveBlogPosting"], "headline": "One", "mainEntityOfPage": "https://p.example/1/",
            "datePublished": "2026-11-23T09:31:00+02:00", "dateModified": "2026-11-23T10:31:00+02:00",
            "inLanguage": "uk", "author": [{"@type": "Person", "name": "Olha"}], "publisher": dict(PUBLISHER),
            "coverageStartTime": "2026-11-23T09:00:00+02:00", "coverageEndTime": "2026-11-23T19:00:00+02:00",
            "liveBlogUpdate": [
                {"@type": "BlogPosting", "datePublished": "2026-11-23T09:40:00+02:00", "articleBody": "x"},
            ],
            "correction": [{"@type": "CorrectionComment", "text": "x", "datePublished": "2026-11-23T10:31:00+02:00"}],
        }, {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://p.example/"},
                {"@type": "ListItem", "position": 2, "name": "One", "item": "https://p.example/1/"},
            ],
        }],
    }


def paged(data: object, time: str = "2026-11-23T07:31:00+00:00") -> str:
    return (f'<html><head><script type="application/ld+json">{json.dumps(data)}</script></head>'
            f'<body><time datetime="{time}">x</time></body></html>')


BAD_STORIES: list[tuple[Callable[[Any, Any], object], str]] = [
    (lambda data, it: data.update({"@context": "http://other.example"}), "schema.org"),
    (lambda data, it: it.pop("@type"), "without a type"),
    (lambda data, it: it.update({"@type": "NewsStory"}), "none of schema.org"),
    (lambda data, it: it.update(headlines="x"), "no property"),
    (lambda data, it: it.update(wordCount=""), "empty wordCount"),
    (lambda data, it: it.pop("headline"), "lacks headline"),
    (lambda data, it: it.pop("author"), "lacks author"),
    (lambda data, it: it.pop("publisher"), "lacks publisher"),
    (lambda data, it: it.pop("datePublished"), "lacks datePublished"),
    (lambda data, it: it.update(datePublished="2026-11-23"), "no time with a zone"),
    (lambda data, it: it.update(datePublished="2026-11-23T09:31:00"), "no time with a zone"),
    (lambda data, it: it.update(datePublished="2026-11-23T08:31:00+02:00"), "does not show"),
    (lambda data, it: it.update(dateModified="2026-11-22T09:31:00+02:00"), "before it was published"),
    (lambda data, it: it.update(mainEntityOfPage="/1/"), "not absolute"),
    (lambda data, it: it.update(inLanguage="Ukrainian"), "language"),
    (lambda data, it: it.update(headline="One\u00a0two"), "special spaces"),
    (lambda data, it: it["author"].append({"@type": "Person"}), "lacks name"),
    (lambda data, it: it["author"][0].update(url="/o/"), "not absolute"),
    (lambda data, it: it["publisher"].pop("logo"), "lacks logo"),
    (lambda data, it: it["publisher"].update(ethicPolicy="https://p.example/e/"), "no property"),
    (lambda data, it: it["publisher"].update(ethicsPolicy="/e/"), "not absolute"),
    (lambda data, it: it.update(image={"@type": "ImageObject", "width": 5}), "lacks url"),
    (lambda data, it: it.update(image={"@type": "ImageObject", "url": "https://p.example/a", "width": "5px"}), "size"),
    (lambda data, it: it["correction"][0].pop("text"), "lacks text"),
    (lambda data, it: it.pop("coverageStartTime"), "lacks coverageStartTime"),
    (lambda data, it: it.update(coverageEndTime="2026-11-22T09:31:00+02:00"), "ends before"),
    (lambda data, it: it["liveBlogUpdate"][0].pop("articleBody"), "update without"),
    (lambda data, it: data["@graph"][1]["itemListElement"].pop(), "fewer than two"),
    (lambda data, it: data["@graph"][1]["itemListElement"][1].update(position=3), "numbered"),
    (lambda data, it: data["@graph"][1]["itemListElement"][1].pop("name"), "without a name"),
    (lambda data, it: data["@graph"].append({"@type": "ProfilePage"}), "lacks mainEntity"),
    (lambda data, it: data["@graph"].append("x"), "no thing"),
]


def test_good_json_ld_passes() -> None:
    assert check_json_ld(paged(story())) == []
    assert check_json_ld(paged(story(), "2026-11-23").encode()) == []


@pytest.mark.parametrize(("change", "words"), BAD_STORIES)
def test_bad_json_ld_is_named(change: Callable[[Any, Any], object], words: str) -> None:
    data = story()
    change(data, data["@graph"][0])
    assert names(check_json_ld(paged(data)), words)


def test_case_47_json_ld_that_can_end_its_script_is_flagged() -> None:
    data = story()
    data["@graph"][0]["headline"] = "</script><script>alert(1)</script>"
    assert names(check_json_ld(paged(data)), "not JSON")
    for sign in ("<!--", "&", "\u2028"):
        data["@graph"][0]["headline"] = sign
        page = paged(data).replace("\\u2028", "\u2028")
        assert names(check_json_ld(page), "unescaped")


def test_a_page_without_json_ld_is_named() -> None:
    assert names(check_json_ld("<p>x</p>"), "no JSON-LD")


# ------------------------------------------------------------------ links


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


GOOD = {
    "index.html": '<a href="/a/">a</a><a href="/a/#x%20y">b</a><a href="https://o.example/">c</a><a href="#top">d</a>'
                  '<a href="mailto:a@b.example">e</a><img src="/m/p.jpg" srcset="/m/p.jpg 1x, /m/p.jpg 2x" alt="">',
    "a/index.html": '<h2 id="x y">H</h2><a href="../">up</a><a href="#x%20y">i</a><a href="/%D0%BC/">m</a>',
    "м/index.html": '<link rel="stylesheet" href="/s.css"><a href="/404.html">x</a>',
    "404.html": '<a href="/">home</a>',
    "m/p.jpg": "x",
    "s.css": 'a{background:url("m/p.jpg")}',
}


def test_a_tree_whose_links_lead_somewhere_passes(tmp_path: Path) -> None:
    assert check_links(tree(tmp_path, GOOD)) == []


@pytest.mark.parametrize(("markup", "words"), [
    ('<a href="/b/">x</a>', "leads nowhere"),
    ('<a href="b.html">x</a>', "leads nowhere"),
    ('<a href="/a">x</a>', "without its last slash"),
    ('<a href="/a/#z">x</a>', "fragment"),
    ('<a href="#z">x</a>', "fragment"),
    ('<a href="">x</a>', "empty"),
    ('<a href="/a b/">x</a>', "space"),
    ('<img src="/m/q.jpg" alt="">', "leads nowhere"),
    ('<img src="/m/p.jpg" srcset="/m/p.jpg 1x, /m/q.jpg 2x" alt="">', "leads nowhere"),
    ('<video poster="/m/q.jpg"></video>', "leads nowhere"),
    ('<script src="/j.js"></script>', "leads nowhere"),
    ('<link rel="stylesheet" href="/t.css">', "leads nowhere"),
    ('<form action="/search/"></form>', "leads nowhere"),
    ('<meta http-equiv="refresh" content="0; url=/gone/">', "leads nowhere"),
    ('<p id="k"></p><p id="k"></p>', "stands twice"),
    ('<a href="https://p.example/gone/">x</a>', "leads nowhere"),
])
def test_a_dead_link_is_named(tmp_path: Path, markup: str, words: str) -> None:
    found = check_links(tree(tmp_path, GOOD | {"c/index.html": markup}), "/", "https://p.example/")
    assert names(found, words)
    assert all(complaint.startswith("c/index.html: ") or "b.html" in complaint for complaint in found)


def test_a_dead_address_in_a_style_sheet_is_named(tmp_path: Path) -> None:
    assert names(check_links(tree(tmp_path, GOOD | {"s.css": "a{background:url(gone.png)}"})), "s.css")


def test_a_link_outside_the_base_path_is_named(tmp_path: Path) -> None:
    files = {"index.html": '<a href="/paper/a/">a</a>', "a/index.html": '<a href="/paper/">h</a>'}
    assert check_links(tree(tmp_path, files), "/paper/") == []
    assert names(check_links(tree(tmp_path, files | {"index.html": '<a href="/a/">a</a>'}), "/paper/"), "base path")


# ------------------------------------------------------------------ hreflang


def versioned(language: str, address: str, *versions: tuple[str, str]) -> str:
    links = "".join(f'<link rel="alternate" hreflang="{code}" href="{href}">' for code, href in versions)
    return f'<html lang="{language}"><link rel="canonical" href="{address}">{links}</html>'


UK, EN = "https://p.example/a/", "https://p.example/en/a/"
ALL = (("uk", UK), ("en", EN), ("x-default", UK))


def test_versions_that_list_each_other_pass(tmp_path: Path) -> None:
    files = {"a/index.html": versioned("uk", UK, *ALL), "en/a/index.html": versioned("en", EN, *ALL),
             "b/index.html": versioned("uk", "https://p.example/b/")}
    assert check_hreflang(tree(tmp_path, files)) == []


@pytest.mark.parametrize(("versions", "words"), [
    ((("uk", UK), ("en", EN)), "no x-default"),
    ((("uk", UK), ("x-default", UK)), "does not list itself"),
    ((("uk", UK), ("uk", EN), ("x-default", UK)), "stands twice"),
    ((("uk", UK), ("en", EN), ("en", EN), ("x-default", UK)), "stands twice"),
    ((("uk", "/a/"), ("en", EN), ("x-default", UK)), "not absolute"),
    ((("ukrainian", UK), ("en", EN), ("x-default", UK)), "no language"),
    ((("uk", UK), ("en", EN), ("x-default", "https://p.example/")), "none of the versions"),
    ((("uk", "https://p.example/gone/"), ("en", EN), ("x-default", EN)), "not in the tree"),
    ((("uk", UK), ("en", EN), ("x-default", EN)), "does not list the same"),
    ((("uk", UK), ("ru", EN), ("x-default", UK)), "in its own language"),
])
def test_versions_that_do_not_are_named(tmp_path: Path, versions: tuple[tuple[str, str], ...], words: str) -> None:
    files = {"a/index.html": versioned("uk", UK, *ALL), "en/a/index.html": versioned("en", EN, *versions)}
    assert names(check_hreflang(tree(tmp_path, files)), words)


def test_a_version_without_canonical_is_named(tmp_path: Path) -> None:
    assert names(check_hreflang(tree(tmp_path, {"index.html": versioned("uk", "", *ALL)})), "no canonical")


# ------------------------------------------------------------------ shapes


@pytest.mark.parametrize("text", [
    "23 Nov 2026 09:31:00 +0200", "Mon, 23 Nov 26 09:31:00 +0200", "Mon, 23 Nov 2026 09:31:00 EET",
    "Mon, 31 Nov 2026 09:31:00 +0200", "Пн, 23 лис 2026 09:31:00 +0200", "Mon, 23 Nov 2026 09:31:00 +02:00", "",
])
def test_other_dates_are_no_rfc_822_dates(text: str) -> None:
    assert parse_rfc822(text) is None


@pytest.mark.parametrize("text", [
    "2026-11-23T09:31+02:00", "2026-11-23 09:31:00+02:00", "20261123T093100Z", "2026-11-23",
])
def test_other_dates_are_no_rfc_3339_times(text: str) -> None:
    assert parse_rfc3339(text) is None


def test_a_day_is_a_w3c_date() -> None:
    assert parse_w3c("2026-11-23") == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize("address", [
    "", "/a", "//p.example/a", "ftp://p.example/", "https:///a", "https://p.example/a b", "https://p.example/%zz",
    "https://p.example/<", "javascript:x", "https://[p/", "https://p.example/a/../b", None,
])
def test_other_addresses_are_not_absolute(address: str | None) -> None:
    assert not is_absolute(address)


@pytest.mark.parametrize(("markup", "words"), [
    ("<p>a<p>b</p></p>", "within <p>"), ("<em>a", "open"),
    ("<a href='https://a.example/'><a>x</a></a>", "within a link"),
    ("<img src='https://a.example/'>", "without alt"), ("<img alt=''>", "without src"), ("<p style='x'>a</p>", "style"),
    ("<svg></svg>", "<svg>"), ("<iframe></iframe>", "<iframe>"),
])
def test_bad_pieces_of_html_are_named(markup: str, words: str) -> None:
    assert names(complaint_of_markup(markup), words)
