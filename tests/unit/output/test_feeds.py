"""Feeds: what stands in them, in each of three formats, whatever an editor typed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from sitegen.core.model import Correction
from sitegen.core.reading import Prose
from sitegen.output.feeds import FeedPage, feed_pages, render_feed
from tests.answers import BASE, PICTURE, Answers, Page, article, at, card, front, settings, signature
from tests.checkers import check_atom, check_json_feed, check_rss

CHECK = {"rss": check_rss, "atom": check_atom, "json": check_json_feed}
FORMATS = tuple(CHECK)
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"


def feed(format_: str, known: Answers, kind: str = "home", id_: str = "", *, full: bool = True) -> bytes:
    own = front(kind, id_, id_.title() or "Quiet Herald")
    page = next(page for page in feed_pages(own, "all" if full else "none") if page.format == format_)
    return render_feed(known, page)


def entry(format_: str, known: Answers, *, full: bool = True) -> ElementTree.Element:
    name = "channel/item" if format_ == "rss" else f"{ATOM}entry"
    found = ElementTree.fromstring(feed(format_, known, full=full)).find(name)
    assert found is not None
    return found


def newsroom() -> Answers:
    second = signature("Редакція", kind="organization", name_language="uk")
    lens = signature("Danylo Lens", role="photo")
    one = card("bridge", signatures=(signature(), second, lens), image=PICTURE, updated=at("2026-11-21 10:00"))
    two = card("mill", published=at("2026-11-19", has_time=False), standfirst="")
    prose = {one.source: Prose('<h2 id="a">Why</h2><p>Text &amp; <a href="#a">more</a></p>', plain="Why Text & more"),
             two.source: Prose("<p>Mill.</p>", plain="The mill " + "turns and " * 40)}
    corrections = (Correction(at("2026-11-22 08:00"), "Two, not three."),)
    return Answers(one, two, prose=prose, articles=[article(one, corrections=corrections)])


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_keeps_the_rules_of_its_format(format_: str, full: bool) -> None:
    assert CHECK[format_](feed(format_, newsroom(), full=full)) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_case_42_an_empty_feed_is_valid(format_: str) -> None:
    assert CHECK[format_](feed(format_, Answers())) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_case_48_nothing_an_editor_types_breaks_a_feed(format_: str) -> None:
    payload = "]]> <![CDATA[ </title><script>alert(1)</script> \"'& &amp; <b>x</b> \u2028"
    hostile = card(headline=payload, standfirst=payload, signatures=(signature(payload, href="", canonical=""),),
                   sponsored_by=payload, image=replace(PICTURE, alt=payload, caption=payload, credit=payload))
    config = settings(title={"en": payload}, tagline={"en": payload}, description={"en": payload})
    data = feed(format_, Answers(hostile, config=config, prose={hostile.source: Prose("<p>x</p>")}))
    if format_ == "json":
        assert json.loads(data)["items"][0]["title"].endswith(payload.replace(" \u2028", ""))
    else:
        assert b"<![CDATA[" not in data and b"<script" not in data
        first = entry(format_, Answers(hostile, config=config))
        title = first.findtext("title" if format_ == "rss" else f"{ATOM}title")
        assert title is not None and "]]>" in title and "<script>" in title


def test_case_48_an_rss_description_is_html_and_says_what_the_summary_says() -> None:
    """RSS 2.0: the element may hold entity-encoded HTML, and readers take it for that."""
    item = entry("rss", Answers(card(standfirst='Is 1 < 2 & <script>alert(1)</script>?')))
    assert item.findtext("description") == "Is 1 &lt; 2 &amp; &lt;script&gt;alert(1)&lt;/script&gt;?"


@pytest.mark.parametrize("format_", FORMATS)
def test_case_05_characters_that_xml_forbids_never_reach_a_feed(format_: str) -> None:
    for sign in [*(chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"), "\ufffe", "\uffff"]:
        bad = card(headline=f"The{sign} bridge", standfirst=f"It{sign}.", signatures=(signature(f"O{sign}lha"),))
        known = Answers(bad, prose={bad.source: Prose(f"<p>x{sign}</p>")})
        data = feed(format_, known)
        assert CHECK[format_](data) == [], sign
        assert sign.encode() not in data


def test_the_id_of_an_entry_survives_a_new_slug_and_headline() -> None:
    moved = replace(card(), path="/en/x/", href="/en/x/", canonical=BASE + "en/x/", headline="Another")
    before = entry("rss", Answers(card())).find("guid")
    after = entry("rss", Answers(moved)).find("guid")
    assert before is not None and after is not None
    assert before.text == after.text == "tag:herald.example,2000:article:qh-bridge"
    assert before.get("isPermaLink") == "false"
    assert entry("atom", Answers(moved)).findtext(f"{ATOM}id") == before.text
    assert json.loads(feed("json", Answers(moved)))["items"][0]["id"] == before.text


def test_an_id_that_is_a_path_in_cyrillic_is_encoded() -> None:
    odd = card(id="content/uk/міст #1.md")
    assert entry("rss", Answers(odd)).findtext("guid") == (
        "tag:herald.example,2000:article:content/uk/%D0%BC%D1%96%D1%81%D1%82%20%231.md"
    )
    assert check_atom(feed("atom", Answers(odd))) == []


def test_every_author_is_named_and_who_photographed_is_a_contributor() -> None:
    item = entry("rss", newsroom())
    assert [name.text for name in item.findall(f"{DC}creator")] == ["Olha Tykha", "Редакція"]
    assert [name.text for name in item.findall(f"{DC}contributor")] == ["Danylo Lens"]
    assert item.find("author") is None
    names = entry("atom", newsroom()).findall(f"{ATOM}author/{ATOM}name")
    assert [name.text for name in names] == ["Olha Tykha", "Редакція"]


def test_where_only_a_photographer_signed_the_photographer_is_the_author() -> None:
    alone = card(signatures=(signature("Danylo Lens", role="photo"),))
    assert entry("rss", Answers(alone)).findtext(f"{DC}creator") == "Danylo Lens"


def test_a_correction_counts_as_an_update() -> None:
    assert entry("atom", newsroom()).findtext(f"{ATOM}updated") == "2026-11-22T08:00:00+02:00"
    root = ElementTree.fromstring(feed("rss", newsroom()))
    assert root.findtext("channel/lastBuildDate") == "Sun, 22 Nov 2026 08:00:00 +0200"
    assert json.loads(feed("json", newsroom()))["items"][0]["date_modified"] == "2026-11-22T08:00:00+02:00"


def test_case_17_an_update_before_publication_is_not_told() -> None:
    early = Answers(card(updated=at("2026-11-01 09:00")))
    assert entry("atom", early).findtext(f"{ATOM}updated") == "2026-11-20T09:31:00+02:00"
    assert "date_modified" not in json.loads(feed("json", early))["items"][0]


def test_the_picture_comes_with_its_length_type_size_and_credit() -> None:
    item = entry("rss", newsroom())
    enclosure, media = item.find("enclosure"), item.find("{http://search.yahoo.com/mrss/}content")
    assert enclosure is not None and media is not None
    assert enclosure.attrib == {"url": BASE + "media/river.jpg", "length": "81234", "type": "image/jpeg"}
    assert (media.get("width"), media.get("height"), media.get("medium")) == ("1600", "900", "image")
    assert media.findtext("{http://search.yahoo.com/mrss/}credit") == "O. Tykha"


def test_a_sponsored_entry_says_so_in_title_and_category() -> None:
    item = entry("rss", Answers(card(sponsored_by="Mill Ltd", sponsored_label="Partner\u00a0text")))
    assert item.findtext("title") == "Partner text: The bridge opens"
    assert [tag.text for tag in item.findall("category")] == ["Politics", "River", "Partner text"]


def test_what_is_not_listed_stands_in_no_feed() -> None:
    known = Answers(card("shown"), card("hidden", is_listed=False), card("undated", published=None))
    root = ElementTree.fromstring(feed("rss", known))
    assert [title.text for title in root.findall("channel/item/title")] == ["The shown opens"]


def test_a_feed_holds_the_newest_twenty_even_where_fronts_are_shorter() -> None:
    cards = [card(f"n{number:02}", published=at(f"2026-10-{30 - number:02} 10:00")) for number in range(25)]
    data = feed("rss", Answers(*cards, page_size=7), full=False)
    names = re.findall(rb"<title>The (n\d\d) opens", data)
    assert names == [f"n{number:02}".encode() for number in range(20)]
    assert check_rss(data) == []
    few = feed("rss", Answers(*cards, config=settings("[feeds]\nitems = 3\n")), full=False)
    assert len(re.findall(rb"<item>", few)) == 3


def test_headlines_have_plain_spaces_and_keep_their_marks() -> None:
    known = Answers(card(headline="«Міст»\u00a0— 5\u202fкм"))
    assert entry("rss", known).findtext("title") == "«Міст» — 5 км"


def test_a_feed_without_whole_texts_asks_for_none() -> None:
    known = Answers(card())
    feed("rss", known, full=False)
    assert "prose" not in {question for question, *_ in known.asked}
    assert entry("rss", known, full=False).find("{http://purl.org/rss/1.0/modules/content/}encoded") is None


def test_an_article_without_a_standfirst_is_summed_up_by_its_beginning() -> None:
    mill = ElementTree.fromstring(feed("rss", newsroom(), full=False)).findall("channel/item")[1]
    summary = mill.findtext("description") or ""
    assert summary.startswith("The mill turns and") and summary.endswith("…") and len(summary) <= 300


def test_the_hub_is_announced_in_each_format() -> None:
    known = Answers(card(), config=settings('[feeds]\nhub = "https://hub.example/"\n'))
    for format_ in FORMATS:
        data = feed(format_, known)
        assert b"https://hub.example/" in data
        assert CHECK[format_](data) == []


def test_which_feeds_a_front_has() -> None:
    def of(kind: str, full: str) -> list[tuple[str, bool]]:
        return [(page.path, page.full) for page in feed_pages(front(kind, "river"), full)]

    assert of("section", "sections") == [(f"/en/river/{name}", True) for name in ("feed.xml", "atom.xml", "feed.json")]
    assert of("tag", "sections") == [("/en/river/feed.xml", False), ("/en/river/atom.xml", False)]
    assert of("tag", "all") == [("/en/river/feed.xml", True), ("/en/river/atom.xml", True)]
    assert [is_full for _, is_full in of("home", "none")] == [False] * 3
    assert of("month", "all") == []


def test_a_section_feed_is_named_after_its_section() -> None:
    root = ElementTree.fromstring(feed("rss", Answers(card()), "section", "politics"))
    assert root.findtext("channel/title") == "Politics — Quiet Herald"
    assert root.findtext("channel/link") == "https://herald.example/en/politics/"
    page = FeedPage("rss", "tag", "x", "en", "/x/feed.xml", "/x/feed.xml", BASE + "x/feed.xml", BASE + "x/", "Own")
    assert b"<title>Own \xe2\x80\x94 Quiet Herald</title>" in render_feed(Answers(), page)


def test_a_feed_page_is_a_value() -> None:
    page = feed_pages(front(), "all")[0]
    assert hash(page) == hash(feed_pages(front(), "all")[0])
    assert not isinstance(page, Page)
