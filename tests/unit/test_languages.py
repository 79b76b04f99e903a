"""Languages: versions paired, hreflang that is true from both sides, a switch on every page, and what the desk may ask."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.core.choice import Choice
from sitegen.site.language_queries import LanguageQueries
from tests.checkers.hreflang import check_hreflang
from tests.checkers.sitemap import check_news_sitemap
from tests.newsroom import NOW, Built, Newsroom, Newsrooms

CONFIG = """\
title = { uk = "Вісник", en = "Herald" }
base_url = "https://paper.example/"
languages = ["uk", "en"]
theme = "base"
page_size = 2
[dates.en]
zone = "Kyiv time"
"""
TERMS = """\
[sections.politics]
name = { uk = "Політика", en = "Politics" }

[sections.society]
name = { uk = "Суспільство", en = "Society" }

[sections."society/schools"]
name = { uk = "Школи", en = "Schools" }

[tags.mist]
name = { uk = "міст", en = "bridge" }

[series.richka]
name = "Річка"
"""


def story(title: str, *lines: str, date: str = "2026-11-20 10:00", body: str = "Text.") -> str:
    return "\n".join(("---", f"title: {title}", f"date: {date}", *lines, "author: Olha Tykha", "---", body, ""))


BOTH = {
    "content/politics/bridge.md": story("Міст", "tags: [mist]"), "content/en/politics/bridge.md": story("Bridge", "tags: [mist]"),
}


def settings(more: str) -> dict[str, str]:
    return {"sitegen.toml": CONFIG.replace("[dates.en]", f"{more}\n[dates.en]") if not more.startswith("[") else f"{CONFIG}{more}\n"}


@pytest.fixture
def herald(newsroom: Newsrooms) -> Newsroom:
    return newsroom({"sitegen.toml": CONFIG, "content/terms.toml": TERMS, **BOTH})


def switch(html: str) -> list[dict[str, str]]:
    """The links of a page's language switch: their attributes, and what they say."""
    nav = re.search(r'<nav class="languages"[^>]*>(.*?)</nav>', html, re.DOTALL)
    return [
        {**dict(re.findall(r'([a-z]+)="([^"]*)"', attributes)), "text": text.replace("\u00a0", " ")}
        for attributes, text in re.findall(r"<a ([^>]*)>([^<]*)</a>", nav[1] if nav else "")
    ]


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="https://paper.example([^"]+)">', html))


# ------------------------------------------------------------------ versions


def test_two_articles_of_one_language_with_one_key_are_told_with_both_places(herald: Newsroom) -> None:
    room = herald.edit({"content/politics/river.md": story("Річка", "translation_key: politics/bridge")})
    built, checked = room.build(), room.check()
    assert built.diagnostics == ("content/politics/river.md:4:1 translation/same-language",)
    assert "content/politics/bridge.md" in built.text and [one.path for one in built.findings[0].related] == ["content/politics/bridge.md"]
    assert (built.code, checked.code) == (0, 1)
    assert check_hreflang(room.folder / "public") == []
    assert alternates(built.page("/politics/2026/11/river/")) == {}
    assert alternates(built.page("/en/politics/2026/11/bridge/"))["uk"] == "/politics/2026/11/bridge/"


def test_a_draft_or_an_expired_article_has_no_rival_and_an_embargoed_one_is_told_of_early(herald: Newsroom) -> None:
    for line, count in (("status: draft", 0), ("expires: 2026-11-22", 0), ("embargo: 2027-01-01", 1)):
        built = herald.edit({"content/politics/river.md": story("Річка", "translation_key: politics/bridge", line)}).build()
        assert [code for code in built.codes if code.startswith("translation/")] == ["translation/same-language"] * count, line


def test_a_key_that_pairs_an_article_with_a_page_or_two_kinds_of_pages_is_told_with_both_places(herald: Newsroom) -> None:
    pages = {
        "content/pages/about.md": "---\ntitle: Про нас\nkind: about\n---\nСлова.\n",
        "content/en/pages/ethics.md": "---\ntitle: Ethics\nkind: ethics\ntranslation_key: pages/about\n---\nWords.\n",
        "content/en/politics/us.md": story("Us", "translation_key: pages/about"),
        "content/en/pages/plain.md": "---\ntitle: Plain\n---\nWords.\n", "content/pages/plain.md": "---\ntitle: Просте\nkind: imprint\n---\nСлова.\n",
    }
    room = herald.edit(pages)
    found = room.build()
    assert sorted(found.diagnostics) == [
        "content/en/politics/us.md:4:1 translation/other-kind", "content/pages/about.md:2:1 translation/other-kind",
    ]
    assert all(finding.related and finding.hint for finding in found.findings)
    assert room.check().code == 1
    assert check_hreflang(room.folder / "public") == []
    assert alternates(found.page("/plain/"))["en"] == "/en/plain/"


HARD: Mapping[str, str] = {
    "hidden": "status: hidden", "retracted": "retracted: {date: 2026-11-21, reason: False}", "noindex": "noindex: true",
    "canonical": "canonical: https://other.example/a/", "draft": "status: draft", "embargo": "embargo: 2027-01-01", "expired": "expires: 2026-11-22", "plain": "kicker: K",
}


@pytest.mark.parametrize("one", HARD)
@pytest.mark.parametrize("side", ["", "en/"])
def test_hreflang_is_true_from_both_sides_whatever_one_side_is(one: str, side: str, herald: Newsroom) -> None:
    path = f"content/{side}politics/bridge.md"
    third = story("Третя", "section: society/schools")
    room = herald.edit({path: story("Other", "tags: [mist]", HARD[one]), "content/society/schools/a.md": third, "content/society/schools/b.md": third, "content/society/schools/c.md": third})
    built = room.build()
    assert built.code == 0, built.text
    assert check_hreflang(room.folder / "public") == []
    other = built.page("/politics/2026/11/bridge/" if side else "/en/politics/2026/11/bridge/")
    assert set(alternates(other)) == ({"uk", "en", "x-default"} if one == "plain" else set())
    for path, data in built.tree.items():  # nothing that search engines may not have is anybody's alternate
        for address in re.findall(r'hreflang="[^"]+" href="https://paper.example([^"]+)"', data.decode() if path.endswith((".html", ".xml")) else ""):
            assert "noindex" not in built.page(address), (path, address)


# ------------------------------------------------------------------ the switch


def test_every_page_has_a_switch_that_leads_somewhere_and_claims_nothing_false(herald: Newsroom) -> None:
    more = {f"content/politics/n{number}.md": story(f"Новина {number}", "series: [richka]", "corrections: [{date: 2026-11-21, text: Так}]") for number in range(5)}
    pages = {"content/pages/about.md": "---\ntitle: Про нас\nkind: about\n---\nСлова.\n"}
    built = herald.edit({**more, **pages}).build()
    kinds = set()
    for path, data in built.tree.items():
        html = data.decode() if path.endswith(".html") else ""
        found = re.search(r'<html lang="(\w+)">.*<body class="kind-([a-z-]+)">', html, re.DOTALL)
        if not found:
            continue
        kinds.add(found[2])
        (link,) = switch(html)
        assert link["href"].lstrip("/") + "index.html" in built.tree, path
        versions = alternates(html)
        if "hreflang" in link:
            assert (link["rel"], link["text"]) == ("alternate", {"uk": "українська", "en": "English"}[link["lang"]])
            assert versions.get(link["hreflang"]) == link["href"], path
        else:
            assert link["class"] == "is-elsewhere" and "rel" not in link and versions == {}
            assert re.search("is not available in English|немає українською", link["text"]), path
        assert link["lang"] != found[1]
    assert kinds == {"home", "section", "tag", "series", "author", "month", "archive", "tags", "authors", "corrections", "article", "page", "not-found"}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("politics", ("/en/politics/", "This article is not available in English; to the English section Politics")),
        ("society/schools", ("/en/society/", "This article is not available in English; to the English section Society")),
        ("economy", ("/en/", "This article is not available in English; to the English front page")),
    ],
)
def test_an_article_without_a_version_leads_to_the_nearest_front_and_says_so(section: str, expected: tuple[str, str], herald: Newsroom) -> None:
    room = herald.edit({f"content/{section}/new.md": story("Нове"), "content/en/society/a.md": story("A"), "content/society/a.md": story("А")})
    (link,) = switch(room.build().page(f"/{section}/2026/11/new/"))
    assert (link["href"], link["text"]) == expected


def test_the_switch_of_archive_pages_terms_and_the_404_page(herald: Newsroom) -> None:
    many = {f"content/politics/n{number}.md": story(f"Новина {number}", "tags: [lyshe-tut]") for number in range(3)}
    built = herald.edit({**many, "content/pages/about.md": "---\ntitle: Про нас\n---\nСлова.\n"}).build()
    page = "This page is not available in English; "
    for path, href, text in (
        ("/politics/page/1/", "/en/politics/", page + "to the English section Politics"), ("/page/1/", "/en/", page + "to the English front page"),
        ("/tag/lyshe-tut/", "/en/", page + "to the English front page"), ("/404.html", "/en/", page + "to the English front page"),
        ("/about/", "/en/", page + "to the English front page"), ("/tag/mist/", "/en/tag/mist/", "English"), ("/author/olha-tykha/", "/en/author/olha-tykha/", "English"),
        ("/society/", "/en/", page + "to the English front page"), ("/tags/", "/en/tags/", "English"), ("/archive/2026/11/", "/en/archive/2026/11/", "English"),
    ):
        assert [(link["href"], link["text"]) for link in switch(built.page(path))] == [(href, text)], path
    assert [link["text"] for link in switch(built.page("/en/404.html"))] == ["Цієї сторінки немає українською; на головну українською"]


def test_a_hidden_article_leads_to_its_versions_and_a_tombstone_is_no_version(herald: Newsroom) -> None:
    built = herald.edit({"content/politics/bridge.md": story("Міст", "status: hidden")}).build()
    assert [link["href"] for link in switch(built.page("/politics/2026/11/bridge/"))] == ["/en/politics/2026/11/bridge/"]
    assert [link["class"] for link in switch(built.page("/en/politics/2026/11/bridge/"))] == ["is-elsewhere"]
    built = herald.edit({"content/politics/bridge.md": story("Міст", "retracted: {date: 2026-11-21, reason: Так}")}).build()
    for page in ("/politics/2026/11/bridge/", "/en/politics/2026/11/bridge/"):
        assert [link["class"] for link in switch(built.page(page))] == ["is-elsewhere"]


def test_a_language_that_the_theme_does_not_speak_is_named_in_the_page_s_own_words(herald: Newsroom) -> None:
    built = herald.edit(settings("").copy() | {"sitegen.toml": CONFIG.replace('["uk", "en"]', '["uk", "en", "pl"]')}).build()
    english, polish = switch(built.page("/politics/2026/11/bridge/"))
    assert english["text"] == "English"
    assert (polish["lang"], polish["href"], polish["text"].split(":")[0]) == ("uk", "/pl/", "польська")


def test_a_publication_in_one_language_has_no_switch(herald: Newsroom) -> None:
    built = herald.edit({"sitegen.toml": CONFIG.replace(', "en"]', "]")}).remove("content/en/politics/bridge.md").build()
    assert built.code == 0 and not [path for path, data in built.tree.items() if b'class="languages"' in data]


# ------------------------------------------------------------------ the desk's lists and rules


def test_the_list_of_untranslated_articles(herald: Newsroom) -> None:
    room = herald.edit({
        "content/society/new.md": story("Нове", date="2026-11-22 09:00"), "content/society/old.md": story("Старе", date="2026-11-01 09:00"),
        "content/society/half.md": story("Напів", date="2026-11-10 09:00"), "content/en/society/half.md": story("Half", "status: draft"),
        "content/society/letter.md": story("Лист", "status: hidden"), "content/society/later.md": story("Згодом", date="2027-01-01"),
    })
    ended = room.run("list", "untranslated", "--lang", "en")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.decode().splitlines() == [
        "2026-11-22 09:00\tuk\tcontent/society/new.md\t/society/2026/11/new/\tНове\tsociety",
        "2026-11-10 09:00\tuk\tcontent/society/half.md\t/society/2026/11/half/\tНапів\tsociety",
        "2026-11-01 09:00\tuk\tcontent/society/old.md\t/society/2026/11/old/\tСтаре\tsociety",
    ]
    (first, *_) = room.run_json("list", "untranslated", "--lang", "en")
    wanted = {"source": "content/society/new.md", "path": "/society/2026/11/new/", "name": "Нове", "at": "2026-11-22T09:00:00+02:00", "section": "society", "language": "uk"}
    assert wanted.items() <= first.items()


@pytest.mark.parametrize(
    ("original", "translation", "is_outdated"),
    [
        ("updated: 2026-11-21 12:00", "kicker: K", True), ("updated: 2026-11-21 12:00", "updated: 2026-11-21 12:00", False),
        ("corrections: [{date: 2026-11-21 12:00, text: Так}]", "kicker: K", True), ("corrections: [{date: 2026-11-21 12:00, text: Так}]", "corrections: [{date: 2026-11-21 13:00, text: Yes}]", False),
        ("live: {starts: 2026-11-21 12:00}", "kicker: K", True), ("kicker: K", "updated: 2026-11-21 12:00", False), ("kicker: K", "kicker: K", False),
        ("retracted: {date: 2026-11-21, reason: Так}", "kicker: K", True),
    ],
)
def test_the_list_of_outdated_versions(original: str, translation: str, is_outdated: bool, herald: Newsroom) -> None:
    body = "## 2026-11-21 12:00 Так\n\nСлова.\n" if "live" in original else "Слова."
    room = herald.edit({
        "content/politics/bridge.md": story("Міст", original, body=body), "content/en/politics/bridge.md": story("Bridge", translation, date="2026-11-20 18:00"),
    })
    found = room.run_json("list", "outdated", "--lang", "en")
    assert [(row["source"], row["original"]) for row in found] == [("content/en/politics/bridge.md", "content/politics/bridge.md")] * is_outdated
    if is_outdated:
        assert found[0]["at"] == "2026-11-20T18:00:00+02:00" and found[0]["changed"] > found[0]["at"]
        line = room.run("list", "outdated", "--lang", "en").stdout.decode().split("\t")
        assert line[:6] == ["2026-11-20 18:00", "en", "content/en/politics/bridge.md", "/en/politics/2026/11/bridge/", "Bridge", "politics"]
        assert line[6] == "content/politics/bridge.md"


@pytest.mark.parametrize("words", [["untranslated"], ["outdated"], ["untranslated", "--lang", "uk"], ["outdated", "--lang", "fr"], ["articles", "--lang", "fr"]])
def test_a_language_that_is_not_there_or_not_said_is_wrong_usage(words: list[str], herald: Newsroom) -> None:
    ended = herald.run("list", *words)
    assert ended.returncode == 2 and b"--lang" in ended.stderr and b"en" in ended.stderr


def test_other_lists_take_a_language_too(herald: Newsroom) -> None:
    assert [row["language"] for row in herald.run_json("list", "articles", "--lang", "en")] == ["en"]


def test_a_foreign_article_without_an_original_is_told_of_in_check_alone_and_may_be_allowed(herald: Newsroom) -> None:
    room = herald.edit({"content/en/politics/only.md": story("Only"), "content/politics/only.md": story("Лише", "status: draft")})
    assert room.build().codes == () and room.build(strict=True).codes == ()
    choice = Choice(frozenset(("translation/no-original",)))
    assert room.check(choice=choice).diagnostics == ("content/en/politics/only.md:2:1 translation/no-original",)
    assert room.check(strict=True, choice=choice).code == 1
    room.edit(settings('[translations]\nwithout_original = ["en"]'))
    assert room.check(strict=True, choice=choice).codes == ()
    room.edit(settings('[desk.severity]\n"translation/no-original" = "error"'))
    assert room.build().code == 1


@pytest.mark.parametrize("key", ["without_original", "list_untranslated"])
def test_a_language_in_the_settings_that_is_none_of_the_publication_is_an_error_at_its_line(key: str, herald: Newsroom) -> None:
    built = herald.edit(settings(f'[translations]\n{key} = ["fr"]')).build()
    assert built.code == 2 and built.codes == ("config/bad-value",) and built.findings[0].span.line >= 8
    assert "'fr'" in built.text


# ------------------------------------------------------------------ untranslated pieces on fronts


LISTING = '[translations]\nlist_untranslated = ["en"]'


def headlines(built: Built, path: str) -> list[tuple[str, str]]:
    """(language, headline) of the cards of a page; '' is the page's own."""
    found = re.findall(r'<h[23]><a href="[^"]*"( lang="(\w+)" hreflang="(\w+)")?>([^<]*)</a></h', built.page(path))
    assert all(lang == hreflang for _, lang, hreflang, _ in found)
    return [(lang, headline) for _, lang, _, headline in found]


@pytest.fixture
def listing(herald: Newsroom) -> Newsroom:
    return herald.edit({
        **settings(LISTING), "content/politics/fresh.md": story("Свіже", "tags: [mist]", date="2026-11-23 10:00"),
        "content/politics/ancient.md": story("Давнє", date="2026-10-01 10:00"), "content/society/school.md": story("Школа", date="2026-11-22 10:00"),
        "content/society/hidden.md": story("Сховане", "status: hidden", date="2026-11-22 10:00"),
    })


def test_fronts_list_untranslated_pieces_with_a_label_where_the_settings_say_so(listing: Newsroom) -> None:
    built = listing.build()
    assert headlines(built, "/en/politics/") == [("uk", "Свіже"), ("", "Bridge"), ("uk", "Давнє")]
    assert headlines(built, "/en/tag/mist/") == [("uk", "Свіже"), ("", "Bridge")]
    assert headlines(built, "/en/society/") == [("uk", "Школа")]
    assert headlines(built, "/en/author/olha-tykha/") == [("uk", "Свіже"), ("uk", "Школа"), ("", "Bridge")]
    assert headlines(built, "/en/")[0] == ("", "Bridge")  # the page's own leads
    assert ("uk", "Свіже") in headlines(built, "/en/")
    page = built.page("/en/politics/")
    assert '<p class="label is-language">Ukrainian</p>' in page and '<p class="standfirst" lang="uk">' not in page
    assert '<p class="kicker"><span lang="uk">Політика</span></p>' in built.page("/en/tag/mist/")
    assert {language for language, _ in headlines(built, "/politics/")} == {""}
    without = listing.edit({"sitegen.toml": CONFIG}).build()
    assert headlines(without, "/en/politics/") == [("", "Bridge")]


def test_they_stand_in_no_feed_sitemap_or_archive_of_that_language(listing: Newsroom) -> None:
    built, without = listing.build(), listing.edit({"sitegen.toml": CONFIG}).build()
    for path, data in built.tree.items():
        if path.endswith((".xml", ".json", ".txt")) or "/page/" in path or "/archive/" in path:
            assert data == without.tree[path], path
    assert built.tree.keys() == without.tree.keys()


def test_a_full_front_lists_only_those_newer_than_its_last(listing: Newsroom) -> None:
    more = {f"content/{folder}politics/n{number}.md": story(f"N{number}", date=f"2026-11-2{number} 08:00") for number in (1, 2) for folder in ("", "en/")}
    built = listing.edit(more).build()
    assert headlines(built, "/en/politics/") == [("uk", "Свіже"), ("", "N2"), ("", "N1")]
    assert headlines(built, "/en/politics/page/1/") == [("", "N1"), ("", "Bridge")]


def test_a_translation_takes_its_place_at_once(listing: Newsroom) -> None:
    listing.build()
    listing.edit({"content/en/politics/fresh.md": story("Fresh", date="2026-11-23 10:00")})
    assert headlines(listing.build(), "/en/politics/") == [("", "Fresh"), ("", "Bridge"), ("uk", "Давнє")]
    assert listing.build(output="public").tree == listing.build(output="clean", clean=True).tree


def test_of_a_story_in_two_other_languages_the_first_is_listed_once(newsroom: Newsrooms) -> None:
    three = CONFIG.replace('["uk", "en"]', '["uk", "pl", "en"]')
    room = newsroom({
        "sitegen.toml": f"{three}{LISTING}\n", "content/terms.toml": TERMS, **BOTH, "content/politics/a.md": story("А"), "content/pl/politics/a.md": story("Ą"),
        "content/pl/politics/b.md": story("Ę"),
    })
    assert sorted(headlines(room.build(), "/en/politics/")) == [("", "Bridge"), ("pl", "Ę"), ("uk", "А")]


# ------------------------------------------------------------------ feeds, news, words of another language


def test_the_news_sitemap_tells_each_article_s_own_language_and_name(herald: Newsroom) -> None:
    built = herald.edit({
        "content/politics/bridge.md": story("Міст", date="2026-11-24 10:00"), "content/en/politics/bridge.md": story("Bridge", date="2026-11-24 11:00"),
    }).build()
    news = built.page("/news-sitemap.xml")
    assert check_news_sitemap(news.encode(), NOW) == []
    assert re.findall("<news:name>(.*?)</news:name><news:language>(.*?)</news:language>", re.sub(r">\s+<", "><", news)) == [("Herald", "en"), ("Вісник", "uk")]


def test_feeds_are_in_their_own_language(herald: Newsroom) -> None:
    built = herald.build()
    for prefix, language, title, headline in (("/", "uk", "Вісник", "Міст"), ("/en/", "en", "Herald", "Bridge")):
        assert f"<language>{language}</language>" in built.page(f"{prefix}feed.xml") and f"<title>{headline}</title>" in built.page(f"{prefix}feed.xml")
        assert f'xml:lang="{language}"' in built.page(f"{prefix}politics/atom.xml") and title in built.page(f"{prefix}politics/atom.xml")
        feed = json.loads(built.page(f"{prefix}feed.json"))
        assert (feed["language"], [item["title"] for item in feed["items"]]) == (language, [headline])


def test_names_and_terms_of_another_language_say_so(herald: Newsroom) -> None:
    signed = {
        "content/authors/ada.md": "---\nname: Ада Лоза\nrole: { uk: кореспондентка }\nbio: { uk: Пише про річку. }\n---\n",
        "content/authors/ann.md": "---\nname: { uk: Анна Мюллер, en: Anna Müller }\n---\n",
        "content/authors/jo.md": "---\nname: Jo Verba\n---\n",
    }
    lines = ("series: [richka]", "authors: [ada, ann, jo]", "read_also: [alone]")
    room = herald.edit({
        **signed, "content/en/politics/bridge.md": story("Bridge", *lines).replace("author: Olha Tykha\n", ""),
        "content/politics/bridge.md": story("Міст", *lines).replace("author: Olha Tykha\n", ""), "content/politics/alone.md": story("Саме"),
    })
    built = room.build()
    english, ukrainian = built.page("/en/politics/2026/11/bridge/"), built.page("/politics/2026/11/bridge/")
    assert 'lang="uk" rel="author">Ада Лоза</a>' in english and '/" rel="author">Anna Müller</a>' in english and '/" rel="author">Jo Verba</a>' in english
    assert '/" rel="author">Ада Лоза</a>' in ukrainian and '/" rel="author">Анна Мюллер</a>' in ukrainian and 'lang="en" rel="author">Jo Verba</a>' in ukrainian
    assert 'lang="uk" hreflang="uk">Саме</a>' in english and ">Саме</a>" in ukrainian and 'hreflang="uk">Саме' not in ukrainian
    front = built.page("/en/author/ada/").replace("\u00a0", " ")
    assert '<h1 lang="uk">Ада Лоза</h1>' in front and 'lang="uk">кореспондентка<' in front and 'lang="uk">Пише про річку.<' in front


def test_a_section_named_in_one_language_says_so_in_menu_trail_and_cards(herald: Newsroom) -> None:
    room = herald.edit({"content/terms.toml": TERMS.replace('name = { uk = "Суспільство", en = "Society" }', 'name = { uk = "Суспільство" }'), "content/en/society/a.md": story("A")})
    built = room.build()
    assert built.page("/en/").count('lang="uk">Суспільство<') >= 2  # menu and card
    assert built.page("/en/society/2026/11/a/").count('lang="uk">Суспільство<') >= 2  # menu and trail


def test_words_of_another_language_are_marked_and_set_as_such(herald: Newsroom) -> None:
    body = 'He said ["так, це міст"]{lang=uk} and [*ні*]{: lang="uk"}, not [a]{x} `[b]{lang=uk}`.'
    page = herald.edit({"content/en/politics/bridge.md": story("Bridge", body=body)}).build().page("/en/politics/2026/11/bridge/").replace("\u00a0", " ")
    assert '<span lang="uk">«так, це міст»</span>' in page and '<span lang="uk"><em>ні</em></span>' in page
    assert "[a]{x}" in page and "<code>[b]{lang=uk}</code>" in page


def test_the_zone_is_named_for_foreign_readers_where_a_time_is_told(herald: Newsroom) -> None:
    built = herald.edit({"content/en/politics/day.md": story("Day", date="2026-11-19")}).build()
    assert "10:00, 20 November 2026 Kyiv time" in built.page("/en/politics/2026/11/bridge/").replace("\u00a0", " ")
    assert "Kyiv time" not in built.page("/politics/2026/11/bridge/")
    day = built.page("/en/politics/2026/11/day/").split("</header>")[1]
    assert "19 November 2026" in day and "Kyiv time" not in day


def test_fronts_are_gathered_in_a_time_that_grows_as_they_do() -> None:
    site: Any = SimpleNamespace(fronts={number: SimpleNamespace(kind="tag", language="en", count=number % 2) for number in range(60_000)})
    begun = time.process_time()
    assert [front.count for front in LanguageQueries(site, SimpleNamespace()).fronts("tag", "en")] == [1] * 30_000  # type: ignore[arg-type]
    assert time.process_time() - begun < 0.5
