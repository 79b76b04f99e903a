"""Mentions, series, stories and shared boxes: what a page shows of others, and which pages an edit makes again."""

from __future__ import annotations

import re

import pytest

from sitegen.files import built_in_themes
from tests.newsroom import CONFIG, Newsroom, Newsrooms, article

TERMS = '[sections.politics]\nname = "Politics"\n[sections.culture]\nname = "Culture"\n[stories.tram]\nname = { en = "The tram", uk = "Трамвай" }\ndescription = { en = "A line to the left bank." }\n'


def url(name: str) -> str:
    return f"/politics/2026/11/{name}/"


def page(name: str) -> str:
    return f"politics/2026/11/{name}/index.html"


def block(html: str, name: str, end: str = "aside") -> str:
    """One block of a page, by its class."""
    found = re.search(rf'<(?:aside|nav|section|ol) class="{name}".*?</(?:{end}|ol)>', html, re.DOTALL)
    return found[0] if found else ""


def headlines(html: str) -> list[str]:
    return re.findall(r">([^<>]+)</a>", html)


def articles(rendered: frozenset[str]) -> set[str]:
    """The article pages among outputs."""
    return {path for path in rendered if path.startswith("politics/2026/")}


# ------------------------------------------------------------------ mentioned in


def mentioned(newsroom: Newsrooms, **more: str) -> Newsroom:
    return newsroom({
        "content/terms.toml": TERMS,
        "content/politics/vote.md": article("The vote", date="2026-11-10"),
        "content/politics/inline.md": article("Inline", date="2026-11-12", body="See [the vote](vote.md)."),
        "content/politics/wiki.md": article("Wiki", date="2026-11-14", body="See [[vote]]."),
        "content/politics/card.md": article("Card", date="2026-11-13", body="Read also: The vote"),
        "content/politics/record.md": article("Record", "read_also: vote", date="2026-11-11"),
        **{f"content/politics/{name}.md": text for name, text in more.items()},
    })


def test_an_article_is_mentioned_in_those_that_link_to_it_newest_first(newsroom: Newsrooms) -> None:
    built = mentioned(newsroom).build()
    assert built.findings == ()
    assert headlines(block(built.page(url("vote")), "mentions")) == ["Wiki", "Card", "Inline", "Record"]
    assert block(built.page(url("wiki")), "mentions") == ""


@pytest.mark.parametrize(("lines", "body"), [
    (("status: hidden",), "[v](vote.md)"), (("status: draft",), "[v](vote.md)"), (("embargo: 2026-12-01",), "[v](vote.md)"), (("sponsored: {by: A}",), "[v](vote.md)"),
    (("lang: uk",), "[v](vote.md)"), ((), "`[v](vote.md)`"), ((), "[v](https://paper.example/)"),
])
def test_what_readers_do_not_see_listed_mentions_nothing(newsroom: Newsrooms, lines: tuple[str, ...], body: str) -> None:
    built = mentioned(newsroom, more=article("More", *lines, date="2026-11-15", body=body)).build()
    assert "More" not in block(built.page(url("vote")), "mentions")
    assert len(headlines(block(built.page(url("vote")), "mentions"))) == 4


def test_what_the_page_links_to_is_not_mentioned_again_and_many_are_cut(newsroom: Newsrooms) -> None:
    more = {f"m{number}": article(f"M{number}", date=f"2026-11-{15 + number}", body="[v](vote.md)") for number in range(4)}
    room = mentioned(newsroom, **more)
    assert headlines(block(room.build().page(url("vote")), "mentions")) == ["M3", "M2", "M1", "M0", "Wiki"]
    room.edit({"content/politics/vote.md": article("The vote", date="2026-11-10", body="Read also: M2\n\n[in line](inline.md)")})
    assert headlines(block(room.build().page(url("vote")), "mentions")) == ["M3", "M1", "M0", "Wiki", "Card"]


def test_a_body_that_changes_without_its_links_makes_no_other_page_again(newsroom: Newsrooms) -> None:
    room = mentioned(newsroom)
    room.build()
    room.edit({"content/politics/wiki.md": article("Wiki", date="2026-11-14", body="Other words.\n\nMore, and see [[vote]].")})
    built = room.build()
    assert articles(built.rendered) == {page("wiki")}
    assert built.report is not None and {one.name: one.count for one in built.report.stages}["assembled"] == 0


def test_a_link_that_comes_or_goes_makes_only_its_target_again(newsroom: Newsrooms) -> None:
    room = mentioned(newsroom)
    room.build()
    room.edit({"content/politics/wiki.md": article("Wiki", date="2026-11-14", body="See nothing.")})
    built = room.build()
    assert page("vote") in built.rendered and not articles(built.rendered) & {page("inline"), page("card"), page("record")}
    assert "Wiki" not in block(built.page(url("vote")), "mentions")
    assert built.tree == room.build(clean=True, output="clean").tree


# ------------------------------------------------------------------ series


def walk(number: int, series: str = "walks", *, title: str = "") -> str:
    return article(title or f"Walk {number}", f"series: {series}", date=f"2026-11-{number:02}")


def walks(newsroom: Newsrooms, *texts: str) -> Newsroom:
    return newsroom({"content/terms.toml": TERMS, **{f"content/politics/w{at}.md": text for at, text in enumerate(texts, 1)}})


def test_a_series_is_in_the_order_of_its_dates_and_names_the_parts_beside(newsroom: Newsrooms) -> None:
    built = walks(newsroom, walk(3), walk(1), walk(2)).build()
    assert built.findings == ()
    series = block(built.page(url("w3")), "series", "nav")
    assert "Part 2 of 3" in series
    assert headlines(series) == ["walks", "Walk 1", "Walk 3"]
    assert headlines(block(built.page(url("w1")), "series", "nav")) == ["walks", "Walk 2"]


def test_a_part_may_say_its_number(newsroom: Newsrooms) -> None:
    built = walks(newsroom, walk(3, "{name: walks, part: 1}"), walk(1, "{name: walks, part: 3}"), walk(2, "[other, {name: Walks, part: 2}]")).build()
    assert built.findings == ()
    series = [re.sub(r"\s+", " ", one) for one in re.findall(r'<nav class="series".*?</nav>', built.page(url("w3")), re.DOTALL)]
    assert [headlines(one) for one in series] == [["other"], ["walks", "Walk 3", "Walk 1"]]
    assert "Part 2 of 3" in series[1]


def test_one_without_a_number_is_the_part_after_the_one_before_it(newsroom: Newsrooms) -> None:
    built = walks(newsroom, walk(1, "{name: walks, part: 4}"), walk(2)).build()
    assert "Part 5 of 5" in built.page(url("w2")) and "Part 4 of 5" in built.page(url("w1"))


def test_two_parts_of_one_number_and_numbers_that_are_none_are_told(newsroom: Newsrooms) -> None:
    built = walks(newsroom, walk(1, "{name: walks, part: 2}"), walk(2, "{name: walks, part: 2}")).build()
    assert built.diagnostics == ("content/politics/w2.md:4:16 series/same-part",)
    assert str(built.findings[0].related[0]) == "content/politics/w1.md:4:16" and "content/politics/w1.md" in built.text
    assert walks(newsroom, walk(1, "{name: walks, part: second}")).build().diagnostics == ("content/politics/w1.md:4:29 front-matter/wrong-type",)
    assert walks(newsroom, walk(1, "{part: 2}")).build().codes == ("front-matter/missing-key",)


def test_the_pages_of_a_long_series_do_not_count_it(newsroom: Newsrooms) -> None:
    many = {f"content/politics/w{number}.md": article(f"Walk {number}", "series: walks", date=f"2026-{1 + number // 28:02}-{1 + number % 28:02}") for number in range(51)}
    room = newsroom({"content/terms.toml": TERMS, **many})
    built = room.build()
    assert "Part 51</p>" in next(text.decode() for path, text in built.tree.items() if path.endswith("/w50/index.html"))
    room.edit({"content/politics/w51.md": article("Walk 51", "series: walks", date="2026-11-20")})
    rendered = {path for path in room.build().rendered if path.startswith("politics/2026/")}
    assert {path.split("/")[-2] for path in rendered} <= {f"w{number}" for number in range(44, 52)}


# ------------------------------------------------------------------ stories


def told(number: int, *lines: str, body: str = "Text.") -> str:
    return article(f"Day {number}", "story: tram", f"summary: What day {number} brought.", *lines, date=f"2026-11-{number:02}", body=body)


def story(newsroom: Newsrooms, days: int = 5, config: str = "") -> Newsroom:
    return newsroom({
        "sitegen.toml": CONFIG + config, "content/terms.toml": TERMS, **{f"content/politics/d{day}.md": told(day) for day in range(1, days + 1)},
    })


def test_a_story_has_a_timeline_with_the_newest_summary_on_top_and_feeds(newsroom: Newsrooms) -> None:
    built = story(newsroom).build()
    html = built.page("/story/tram/")
    stands = block(html, "where-it-stands", "section")
    assert "What day 5 brought." in stands and "Day 5" in stands
    timeline = block(html, "timeline", "ol")
    assert headlines(timeline) == [f"Day {day}" for day in range(1, 6)]
    assert timeline.count("<time datetime=") == 5
    assert "A line to the left bank." in html
    for feed in ("feed.xml", "atom.xml"):
        text = built.tree[f"story/tram/{feed}"].decode()
        assert [text.index(f"<title>Day {day}</title>") for day in range(5, 0, -1)] == sorted(text.index(f"<title>Day {day}</title>") for day in range(1, 6))
        assert f"/story/tram/{feed}" in html


def test_a_long_timeline_has_pages_that_do_not_change(newsroom: Newsrooms) -> None:
    room = story(newsroom, 5, "page_size = 2\n")
    built = room.build()
    assert headlines(block(built.page("/story/tram/"), "timeline", "ol")) == ["Day 4", "Day 5"]
    assert headlines(block(built.page("/story/tram/page/1/"), "timeline", "ol")) == ["Day 1", "Day 2"]
    assert "where-it-stands" not in built.page("/story/tram/page/1/")
    room.edit({"content/politics/d6.md": told(6)})
    rendered = room.build().rendered
    assert "story/tram/index.html" in rendered and "story/tram/page/1/index.html" not in rendered


def test_the_story_so_far_is_what_came_before_and_links_to_the_timeline(newsroom: Newsrooms) -> None:
    room = story(newsroom)
    built = room.build()
    so_far = block(built.page(url("d5")), "so-far", "nav")
    assert 'href="/story/tram/"' in so_far and headlines(so_far) == ["The tram", "Day 2", "Day 3", "Day 4"]
    assert headlines(block(built.page(url("d1")), "so-far", "nav")) == ["The tram"]


def test_a_new_article_of_a_long_story_makes_few_of_its_pages_again(newsroom: Newsrooms) -> None:
    room = story(newsroom, 22)
    room.build()
    room.edit({"content/politics/d23.md": told(23), "content/politics/d1.md": told(1, body="Other words.")})
    rendered = articles(room.build().rendered)
    assert rendered - {page("d23"), page("d1")} <= {page(f"d{day}") for day in range(17, 23)}  # it is related to some of the newest
    assert page("d23") in rendered and page("d1") in rendered


def test_a_theme_without_a_timeline_shows_a_story_as_any_front(newsroom: Newsrooms) -> None:
    base = built_in_themes() / "base"
    own = {f"themes/base/{path.relative_to(base)}": path.read_bytes() for path in base.rglob("*") if path.is_file() and path.name != "story.html"}
    room = story(newsroom, 1).edit(own)
    assert 'class="stream"' in room.build().page("/story/tram/") and 'class="timeline' not in room.build().page("/story/tram/")


# ------------------------------------------------------------------ shared boxes

BOX = '!!! background "What is known" {#tram-facts}\n    - Four [stops](d3.md), one note[^n].\n    - ![Map](map.png){credit=A}\n\nAfter the box.\n\n[^n]: A note.'
SHOWN = "Before.\n\n!!! background #tram-facts\n\nAfter."


def png() -> bytes:
    import io

    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    return made.getvalue()


def shared(newsroom: Newsrooms, body: str = SHOWN, box: str = BOX, *lines: str) -> Newsroom:
    return story(newsroom).edit({
        "content/politics/facts/index.md": article("The facts", "story: tram", *lines, date="2026-11-04 09:00", body=box.replace("d3.md", "../d3.md")),
        "content/politics/facts/map.png": png(),
        "content/politics/d5.md": told(5, body=body),
    })


def test_a_box_is_written_once_and_shown_by_its_id_in_the_story(newsroom: Newsrooms) -> None:
    built = shared(newsroom).build()
    assert built.findings == ()
    html = built.page(url("d5"))
    box = block(html, "box box-background")
    assert 'id="tram-facts"' in box and "What is known" in box
    assert f'href="{url("d3")}"' in box  # written relative to the box's own article
    assert f'href="{url("facts")}#fn:n"' in box and "A note." not in html  # the note stands below the other text
    assert 'id="fnref' not in html
    assert re.search(r'<img src="/media/map\.\w+\.png" alt="Map"', box)
    assert html.index("Before.") < html.index("What is known") < html.index("<p>After.</p>") and "After the box" not in html
    feed = built.tree["feed.xml"].decode()
    assert feed.count("What is known") == 2 and f"https://paper.example{url('facts')}#fn:n" in feed


def test_a_box_is_edited_once_and_only_its_pages_are_made_again(newsroom: Newsrooms) -> None:
    room = shared(newsroom)
    room.build()
    file = "content/politics/facts/index.md"
    text = (room.folder / file).read_text("utf-8")
    room.edit({file: text.replace("Four", "Seven")})
    built = room.build()
    full = {f"{front}{feed}" for front in ("", "politics/") for feed in ("feed.xml", "atom.xml", "feed.json")}
    summaries = {f"{front}/{feed}" for front in ("author/iryna-melnyk", "story/tram") for feed in ("feed.xml", "atom.xml")}
    assert built.rendered == {page("d5"), page("facts")} | full | summaries
    assert "Seven" in block(built.page(url("d5")), "box box-background")
    room.edit({file: text.replace("Four", "Seven").replace("After the box", "Past the box")})
    assert articles(room.build().rendered) == {page("facts")}
    assert built.tree.keys() == room.build(clean=True, output="clean").tree.keys()


@pytest.mark.parametrize(("body", "lines", "found", "words"), [
    ("!!! #tram-fact", (), "8:5 box/gone", "did you mean 'tram-facts'?"),
    ("!!! #quite-another", (), "8:5 box/gone", "called quite-another ["),
    ("!!! facts #tram-facts", (), "8:11 box/other-kind", "a background box"),
    ("!!! #tram-facts", ("status: draft",), "8:5 box/withheld", "content/politics/facts/index.md"),
    ("!!! #tram-facts", ("embargo: 2026-12-01",), "8:5 box/withheld", "content/politics/facts/index.md"),
    ("!!! #tram-facts", ("status: retracted", "retracted: {date: 2026-11-20, reason: Wrong}"), "8:5 box/withheld", "content/politics/facts/index.md"),
    ('!!! #mine\n\n!!! note "Mine" {#mine}\n    Words.', (), "8:5 box/here", "in this article already"),
    ('!!! note "Mine" {#mine}\n    Words.\n\n    !!! #mine', (), "11:9 box/inside", "can't show another box"),
    ('!!! note "Mine" {#mine}\n    Words.\n\n    !!! #tram-facts', (), "11:9 box/inside", "can't show another box"),
])
def test_a_box_that_can_not_be_shown_is_told_with_its_line(newsroom: Newsrooms, body: str, lines: tuple[str, ...], found: str, words: str) -> None:
    built = shared(newsroom, body, BOX, *lines).build()
    assert built.diagnostics == (f"content/politics/d5.md:{found}",)
    assert words in built.text
    html = built.page(url("d5"))
    assert html.count('id="mine"') == body.count("{#mine}")
    assert ("tram-facts" in html) == ("other-kind" in found)
    assert "Four" not in html or "other-kind" in found


def test_a_box_shown_twice_on_a_page_stands_there_once(newsroom: Newsrooms) -> None:
    assert shared(newsroom, "!!! #tram-facts\n\n!!! #tram-facts").build().page(url("d5")).count('id="tram-facts"') == 1


def test_an_id_of_two_boxes_of_a_story_is_told_and_the_first_published_is_shown(newsroom: Newsrooms) -> None:
    room = shared(newsroom)
    room.edit({"content/politics/d1.md": told(1, body='!!! background "The first" {#tram-facts}\n    Words of the first.')})
    built = room.build()
    assert built.diagnostics == ("content/politics/facts/index.md:7:33 box/twice",)
    assert "content/politics/d1.md" in built.text
    assert "Words of the first" in built.page(url("d5")) and "Four" not in built.page(url("d5"))


def test_a_box_of_no_story_another_story_or_another_language_is_not_shared(newsroom: Newsrooms) -> None:
    for lines, name in ((("story: other",), "politics/x"), ((), "politics/x"), (("story: tram",), "uk/politics/x")):
        room = story(newsroom, 1).edit({
            f"content/{name}.md": article("X", *lines, date="2026-11-02", body='!!! note "Mine" {#mine}\n    Words of X.'), "content/politics/d5.md": told(5, body="!!! #mine"),
        })
        built = room.build()
        assert built.codes == ("box/gone",)
        assert "Words of X" not in built.page(url("d5"))


def test_a_line_in_code_shows_no_box(newsroom: Newsrooms) -> None:
    built = shared(newsroom, "```\n!!! #tram-facts\n```").build()
    assert built.findings == () and "!!! #tram-facts" in built.page(url("d5"))


def test_a_read_also_in_a_shared_box_does_not_lead_a_page_to_itself(newsroom: Newsrooms) -> None:
    built = shared(newsroom, box='!!! background "What is known" {#tram-facts}\n    Words.\n\n    Read also: Day 5\n').build()
    assert "Read also:" in built.page(url("facts")) and "Read also:" not in built.page(url("d5"))
