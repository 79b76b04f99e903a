"""A retracted article leaves a tombstone at its address, and nothing anywhere else."""

from __future__ import annotations

import dataclasses
import io
import json
import re

import pytest
from PIL import Image

from tests.checkers import check_tree
from tests.newsroom import TERMS, Built, Newsroom, Newsrooms, article

STORY = "content/politics/zzcanary/index.md"
PAGE = "politics/2026/11/zzcanary/index.html"
HEADLINE = "Masts are bought"
REASON = "The tender was last year's; nobody bought anything."
RETRACTED = f"retracted: {{date: 2026-11-23 11:00, reason: \"{REASON}\"}}"


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1200, 4)).save(made, "PNG")
    return made.getvalue()


def story(*lines: str) -> dict[str, str | bytes]:
    fields = (
        "kicker: zzkicker", "summary: zzsummary", "author: [Zoe Zzwriter, {name: Phil Zzlens, role: photo}]", "tags: [zztag, shared]", "series: zzseries", "story: zzstory",
        "image: {src: zzlead.png, alt: zzalt, credit: zzcredit}", "dateline: zzdateline", "location: zzlocation", "sources: [{title: zzsource, url: 'https://zzsource.example/'}]",
        "corrections: [{date: 2026-11-21, text: zzcorrection}]", "id: zz-1", "extra: {note: zzextra}", "aliases: [/old/]", "read_also: [open]", "canonical: https://zzcanonical.example/",
    )
    return {
        STORY: article(HEADLINE, *fields, *lines, body="zzbody ![zz](zzin.png){credit=zz}\n\n## 2026 zzheading"),
        "content/politics/zzcanary/zzlead.png": picture(), "content/politics/zzcanary/zzin.png": picture(),
        "content/uk/politics/zzcanary/index.md": article("Щогли", "author: Зоя Писар", body="Текст."),
    }


PUBLIC = {
    "content/terms.toml": TERMS + '[tags.shared]\nname = "Shared"\n',
    "content/politics/open.md": article(
        "Open", "tags: [shared]", "author: Zoe Zzwriter", "read_also: [zzcanary]",
        body=f"Words.\n\nRead also: [{HEADLINE}](zzcanary/index.md)\n\nSee [own words](zzcanary/index.md#2026-zzheading) and [[zzcanary|said]] and [old](/old/).\n\nRead also: {HEADLINE}\n",
    ),
    "content/_index.md": f"---\nlead: politics/zzcanary\ntop: [zzcanary, open]\nbreaking: {{text: Breaking, ref: {HEADLINE}}}\n---\n",
}


def holding(built: Built, word: str) -> set[str]:
    return {path for path, data in built.tree.items() if word in path + data.decode("utf-8", "replace")}


def room_of(newsroom: Newsrooms, *lines: str) -> Newsroom:
    return newsroom({**PUBLIC, **story(*lines)})


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    return room_of(newsroom, "status: retracted", RETRACTED)


def test_what_was_public_is_a_tombstone_and_nothing_else(newsroom: Newsrooms) -> None:
    room = room_of(newsroom)
    before = room.build()
    assert before.code == 0, before.text
    assert len(holding(before, HEADLINE)) > 15 and len(holding(before, "zzbody")) > 5
    after = room.edit(story("status: retracted", RETRACTED)).build()
    assert after.code == 0, after.text
    for word in ("zzkicker", "zzsummary", "zztag", "zzseries", "zzstory", "zzlead", "zzin", "zzalt", "zzcredit", "zzdateline", "zzlocation", "zzsource", "zzcorrection", "zzbody",
                 "zzheading", "zzextra", "zzcanonical"):
        assert holding(after, word) - (holding(after, "own words") if word == "zzheading" else set()) == set(), word
    assert holding(after, HEADLINE) == {PAGE}
    assert not [path for path in after.tree if path.startswith("media/")]
    assert after.tree == room.build(clean=True, output="clean").tree
    shared = after.page("/tag/shared/")
    assert "Open" in shared and HEADLINE not in shared
    assert re.search(r'href="/tag/shared/">Shared</a> <span class="count">1<', after.page("/tags/"))


def test_the_tombstone_says_who_when_and_why(room: Newsroom) -> None:
    built = room.build()
    page = built.tree[PAGE].decode()
    main = page.split("<main")[1].split("</main>")[0]
    for words in (HEADLINE, "Zoe Zzwriter", "Phil Zzlens", "(photo)", "Retracted", "11:00, 23 November 2026", REASON.replace("'", "’"), "The newsroom has taken this article back"):
        assert words in main, words
    assert '<meta name="robots" content="noindex">' in page
    assert "og:image" not in page and "twitter:image" not in page
    assert REASON.replace("'", "’") in page.split('<meta name="description" content="')[1].split('"')[0]
    assert "hreflang" not in page and "hreflang" not in built.page("/uk/politics/2026/11/zzcanary/")
    assert 'property="article:tag"' not in page


def test_its_json_ld_is_honest(room: Newsroom) -> None:
    page = room.build().tree[PAGE].decode()
    thing = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]
    assert not {"articleBody", "image", "description", "keywords", "isAccessibleForFree", "citation"} & set(thing)
    assert thing["creativeWorkStatus"] == "Retracted"
    assert [author["name"] for author in thing["author"]] == ["Zoe Zzwriter", "Phil Zzlens"]
    assert thing["correction"][0]["datePublished"] == thing["dateModified"] == "2026-11-23T11:00:00+02:00"


def test_links_keep_their_words_and_lead_to_the_tombstone_and_cards_vanish(room: Newsroom) -> None:
    built = room.build()
    page = built.page("/politics/2026/11/open/")
    assert 'href="/politics/2026/11/zzcanary/#2026-zzheading">own words</a>' in page
    assert 'href="/politics/2026/11/zzcanary/">said</a>' in page and 'href="/politics/2026/11/zzcanary/">old</a>' in page
    assert HEADLINE not in page and "read-also" not in page.split("<main")[1]
    content = next(item["content_html"] for item in json.loads(built.tree["feed.json"])["items"])
    assert 'href="https://paper.example/politics/2026/11/zzcanary/">said</a>' in content and HEADLINE not in content
    assert sorted(set(built.codes)) == ["front/withheld", "read-also/retracted"]
    assert all(one.startswith("content/politics/open.md:") for one in built.diagnostics if one.endswith("read-also/retracted"))


def test_former_addresses_lead_to_it_and_the_tree_is_sound(newsroom: Newsrooms) -> None:
    room = newsroom({**story("status: retracted", RETRACTED), "content/politics/open.md": article("Open")})
    built = room.build()
    assert "/politics/2026/11/zzcanary/" in built.page("/old/")
    assert check_tree(room.folder / "public", "/", "https://paper.example/") == []


def test_the_ukrainian_tombstone_has_its_own_words(newsroom: Newsrooms) -> None:
    built = newsroom({"content/uk/politics/a.md": article("Щогли", "retracted: {date: 2026-11-23, reason: Торішні торги.}")}).build()
    page = built.page("/uk/politics/2026/11/a/")
    assert all(words in page for words in ("Відкликано", "23 листопада 2026", "Торішні торги.", "Редакція відкликала цю статтю"))


def test_a_template_of_its_own_shows_no_body_either(newsroom: Newsrooms) -> None:
    room = newsroom({"themes/own/theme.toml": "", "themes/own/feature.html": "{{ site.body(page) }}", "content/politics/a.md": article("A", "template: feature", RETRACTED, body="zzbody")})
    room.edit({"sitegen.toml": (room.folder / "sitegen.toml").read_text("utf-8").replace('"base"', '"own"')})
    built = room.build()
    assert (built.code, holding(built, "zzbody")) == (0, set())
    asked = newsroom({"themes/own/theme.toml": "", "themes/own/retracted.html": "[{{ site.body(page) }}]", "content/politics/a.md": article("A", RETRACTED, body="zzbody")})
    asked.edit({"sitegen.toml": (room.folder / "sitegen.toml").read_text("utf-8")})
    assert asked.build().page("/politics/2026/11/a/") == "[]"


def test_it_comes_back_when_the_retraction_is_taken_back(newsroom: Newsrooms) -> None:
    room = room_of(newsroom)
    before = room.build()
    room.edit(story(RETRACTED)).build()
    assert room.edit(story()).build().tree == before.tree


def test_a_retraction_of_tomorrow_counts_today_with_a_warning_until_then(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article("A", "retracted: {date: 2026-11-25 09:00, reason: Forged.}", body="zzbody")})
    built = room.build()
    assert (built.diagnostics, holding(built, "zzbody")) == (("content/politics/a.md:4:13 article/retracted-ahead",), set())
    assert built.report and built.report.next_change.housekeeping
    assert room.build(now=built.report.next_change.housekeeping).codes == ()


@pytest.mark.parametrize("line", ["status: draft", "embargo: 2026-12-01 06:00", "expires: 2026-11-23 10:00"])
def test_case_16_what_is_not_public_has_no_tombstone(newsroom: Newsrooms, line: str) -> None:
    room = newsroom({"content/politics/open.md": article("Open"), "content/politics/zzcanary.md": article(HEADLINE, line, RETRACTED)})
    built = room.build()
    assert holding(built, "zzcanary") | holding(built, HEADLINE) | holding(built, "nobody bought") == set()


def test_nobody_reads_of_it_where_articles_are_counted(room: Newsroom) -> None:
    edition = room.build()
    assert edition.report is not None
    assert "zz-1" not in (room.folder / "public/.sitegen-manifest").read_text("utf-8")
    assert dataclasses.is_dataclass(edition.report)
