"""What was paid for says so on its page and on every card, and stands in no place that only the newsroom may give."""

from __future__ import annotations

import json

import pytest

from tests.newsroom import Built, Newsrooms, article

AD = "content/politics/ad.md"
PAID = "sponsored: {by: Boats Ltd, label: Partner text}"
BODY = (
    "[out](https://boats.example/a) [in](/archive/) <https://boats.example/b>\n\n[A film](https://www.youtube.com/watch?v=abcdefghijk)\n\n"
    '<a href="https://boats.example/c">raw</a>\n'
)


def ad(*lines: str, date: str = "2026-11-23 09:00", body: str = BODY) -> dict[str, str]:
    return {AD: article("Boating", *(lines or (PAID,)), "sources: [{title: Boats, url: 'https://boats.example/s'}]", date=date, body=body)}


NEWS = {"content/politics/one.md": article("One", date="2026-11-22"), "content/politics/two.md": article("Two", date="2026-11-24")}


def main(built: Built, path: str) -> str:
    return built.page(path).split("<main")[1].split("</main>")[0]


def test_the_label_is_on_the_page_and_on_every_card(newsroom: Newsrooms) -> None:
    built = newsroom({**NEWS, **ad("tags: [boats]", PAID)}).build()
    assert built.codes == ()
    assert '<p class="label is-sponsored">Partner text: Boats Ltd</p>' in main(built, "/politics/2026/11/ad/")
    for front in ("/", "/politics/", "/tag/boats/", "/author/iryna-melnyk/", "/archive/2026/11/"):
        card = next(one for one in main(built, front).split("<article")[1:] if "Boating" in one)
        assert '<p class="label is-sponsored">Partner text</p>' in card, front
    items = {item["url"]: item for item in json.loads(built.tree["feed.json"])["items"]}
    assert items["https://paper.example/politics/2026/11/ad/"]["title"] == "Partner text: Boating"


@pytest.mark.parametrize(("language", "word"), [("uk", "Реклама"), ("en", "Advertisement")])
def test_one_that_nobody_signed_for_has_the_themes_label(newsroom: Newsrooms, language: str, word: str) -> None:
    folder = "" if language == "en" else "uk/"
    built = newsroom({f"content/{folder}politics/ad.md": article("Boat", "sponsored: true", date="2026-11-23", body="[out](https://boats.example/a)")}).build()
    assert built.diagnostics == (f"content/{folder}politics/ad.md:4:1 article/unnamed-sponsor",)
    assert f'<p class="label is-sponsored">{word}</p>' in main(built, f"/{folder}politics/2026/11/ad/")
    assert f'<p class="label is-sponsored">{word}</p>' in main(built, f"/{folder}politics/")
    assert 'rel="sponsored"' in main(built, f"/{folder}politics/2026/11/ad/")
    assert "Boat" not in built.tree["news-sitemap.xml"].decode()


def test_every_link_to_another_host_is_sponsored_and_no_other(newsroom: Newsrooms) -> None:
    built = newsroom({**NEWS, **ad()}).build()
    links = [one.split(">")[0] for one in main(built, "/politics/2026/11/ad/").split("<a ")[1:]]
    outside = [one for one in links if "boats.example" in one or "youtube" in one]
    assert len(outside) == 5 and all("sponsored" in one.split('rel="')[1].split('"')[0].split() for one in outside), links
    assert not [one for one in links if one not in outside and "sponsored" in one]
    content = next(item["content_html"] for item in json.loads(built.tree["feed.json"])["items"] if "Boating" in item["title"])
    linked = [one.split(">")[0] for one in content.split("<a ")[1:] if "boats.example" in one or "youtube" in one]
    assert len(linked) == 5 and all('rel="sponsored"' in one for one in linked), linked


def test_its_json_ld_says_what_it_is(newsroom: Newsrooms) -> None:
    built = newsroom(ad()).build()
    thing = json.loads(built.page("/politics/2026/11/ad/").split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]
    assert (thing["@type"], thing["sponsor"], thing["isAccessibleForFree"]) == (["AdvertiserContentArticle"], {"@type": "Organization", "name": "Boats Ltd"}, True)


def test_it_is_no_news_for_the_news_sitemap(newsroom: Newsrooms) -> None:
    built = newsroom({**NEWS, **ad()}).build()
    news = built.tree["news-sitemap.xml"].decode()
    assert "two/" in news and "ad/" not in news and "ad/" in built.tree["sitemap-1.xml"].decode()


def led(built: Built) -> str:
    return main(built, "/").split('<div class="lead">')[1].split("</article>")[0] if '<div class="lead">' in main(built, "/") else ""


def test_it_is_never_the_lead(newsroom: Newsrooms) -> None:
    newest = newsroom({**NEWS, **ad(date="2026-11-24 11:00")})
    built = newest.build()
    assert ("Two" in led(built), built.codes) == (True, ())
    assert "Boating" in main(built, "/") and "is-led" not in main(built, "/politics/")
    named = newest.edit({"content/_index.md": "---\nlead: politics/ad\ntop: [one, ad]\nbreaking: {text: News, ref: ad}\n---\n"}).build()
    assert named.diagnostics == ("content/_index.md:2:7 front/sponsored", "content/_index.md:4:29 front/sponsored")
    assert "Two" in led(named) and "Boating" in main(named, "/").split('<div class="top">')[1].split("</section>")[0]
    assert 'class="breaking"><strong>Breaking</strong> News</p>' in main(named, "/")
    alone = newsroom(ad()).build()
    assert led(alone) == "" and "Boating" in main(alone, "/")


def test_no_article_recommends_it_but_another_that_was_paid_for(newsroom: Newsrooms) -> None:
    line = "Read also: [Boating](ad.md)\n\n[plain](ad.md)\n"
    other = article("Sell a boat", PAID, "read_also: [ad]", date="2026-11-21", body="Text.")
    built = newsroom({**NEWS, **ad(), "content/politics/three.md": article("Three", "read_also: [ad]", date="2026-11-20", body=line), "content/politics/other.md": other}).build()
    assert set(built.codes) == {"read-also/sponsored"} and all(one.startswith("content/politics/three.md:") for one in built.diagnostics)
    three = main(built, "/politics/2026/11/three/")
    assert "Boating" not in three and 'href="/politics/2026/11/ad/">plain</a>' in three
    assert '<span class="label is-sponsored">Partner text</span> <a href="/politics/2026/11/ad/">Boating</a>' in main(built, "/politics/2026/11/other/")
    content = next(item["content_html"] for item in json.loads(built.tree["feed.json"])["items"] if item["title"] == "Three")
    assert "Boating" not in content


def test_neighbours_of_a_section_step_over_it(newsroom: Newsrooms) -> None:
    built = newsroom({**NEWS, **ad()}).build()
    assert 'rel="next">Two</a>' in main(built, "/politics/2026/11/one/")
    assert 'rel="prev">One</a>' in main(built, "/politics/2026/11/two/")
    assert "neighbours" not in main(built, "/politics/2026/11/ad/")
