"""References that are broken, circular, doubled or mean several articles (FAULTS 37-39)."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom, Newsrooms, article

PATH = "content/politics/citing.md"
VOTE = {"content/politics/town-vote.md": article("The town votes")}


def citing(newsroom: Newsrooms, reference: str, others: dict[str, str], lines: tuple[str, ...] = ()) -> Newsroom:
    return newsroom({**others, PATH: article("A citing one", *lines, body=f"Text.\n\n{reference}")})


# ------------------------------------------------------------------ 37: broken read-also links


@pytest.mark.parametrize(("reference", "near"), [
    ("Read also: [[town-vot]]", "town-vote"),
    ("Read also: [It](town-vots.md)", "town-vote"),
    ("Read also: [It](../culture/town-vote.md)", "town-vote"),
    ("Read also: The town vote", "The town votes"),
    ("[[own-vote]]", "town-vote"),
    ("[it](/politics/2026/11/town-wote/)", "town-vote"),
    ("Read also: [[quite-another]]", ""),
])
def test_case_37_a_reference_to_nothing_is_told_with_the_nearest_name(newsroom: Newsrooms, reference: str, near: str) -> None:
    built = citing(newsroom, reference, VOTE).build()
    assert [found.code for found in built.findings] == ["read-also/pending" if "also" in reference else "link/dead"]
    assert (str(built.findings[0].span.line), built.findings[0].span.path) == ("8", PATH)
    assert ("did you mean" in built.text) == bool(near)
    assert not near or f"did you mean '{near}'?" in built.text
    assert "read-also" not in built.page("/politics/2026/11/citing/").split("<main")[1]


@pytest.mark.parametrize("line", ["status: draft", "embargo: 2026-11-30 09:00", "expires: 2026-11-21 09:00"])
def test_case_37_one_that_is_not_public_is_warned_of_and_shown_nowhere(newsroom: Newsrooms, line: str) -> None:
    built = citing(newsroom, "Read also: [[town-vote]]", {"content/politics/town-vote.md": article("The town votes", line)}).build()
    assert built.diagnostics == (f"{PATH}:8:12 read-also/withheld",)
    assert "town-vote" not in built.page("/politics/2026/11/citing/") and "The town votes" not in built.page("/politics/2026/11/citing/")


def test_case_37_a_name_that_is_not_public_is_not_proposed(newsroom: Newsrooms) -> None:
    room = citing(newsroom, "Read also: [[town-vot]]", {"content/politics/town-vote.md": article("The town votes", "status: draft")})
    built = room.build()
    assert built.codes == ("read-also/pending",)
    assert "did you mean" not in built.text


def test_case_37_a_renamed_article_is_found_by_its_alias_and_its_id(newsroom: Newsrooms) -> None:
    moved = article("The town votes", "id: p-1", "slug: ballot", "aliases: [/politics/2026/11/town-vote/]")
    built = citing(newsroom, "Read also: [It](/politics/2026/11/town-vote/)\n\nSee [[p-1]].", {"content/politics/town-vote.md": moved}).build()
    assert built.findings == ()
    assert built.page("/politics/2026/11/citing/").count('href="/politics/2026/11/ballot/"') >= 2


def test_case_37_another_language_is_second_choice(newsroom: Newsrooms) -> None:
    both = {**VOTE, "content/uk/politics/town-vote.md": article("Місто голосує")}
    room = citing(newsroom, "Read also: [[town-vote]]", both)
    assert 'href="/politics/2026/11/town-vote/"' in room.build().page("/politics/2026/11/citing/")
    room.remove("content/politics/town-vote.md")
    built = room.build()
    assert built.findings == ()
    assert 'href="/uk/politics/2026/11/town-vote/"' in built.page("/politics/2026/11/citing/")


@pytest.mark.parametrize("reference", [
    "town-vote.md", "/politics/town-vote.md", "politics/town-vote", "../politics/town-vote.md", "town-vote", "p-1", "/politics/2026/11/town-vote/",
])
def test_every_form_of_a_reference_means_the_article(newsroom: Newsrooms, reference: str) -> None:
    vote = {"content/politics/town-vote.md": article("The town votes", "id: p-1")}
    for written in (f"Read also: [It]({reference})", f"See [it]({reference})."):
        built = citing(newsroom, written, vote).build()
        assert built.findings == ()
        assert 'href="/politics/2026/11/town-vote/"' in built.page("/politics/2026/11/citing/")


# ------------------------------------------------------------------ several of one name

TWO = {
    "content/politics/rate.md": article("The rate today", date="2026-11-20"),
    "content/culture/rate.md": article("The rate today", date="2026-11-19"),
    "content/terms.toml": '[sections.politics]\nname = "P"\n[sections.culture]\nname = "C"\n',
}


@pytest.mark.parametrize(("reference", "code"), [
    ("Read also: The rate today", "read-also/ambiguous"), ("Read also: [[rate]]", "read-also/ambiguous"), ("See [it](rate).", "link/ambiguous"), ("See [[rate]].", "link/ambiguous"),
])
def test_a_name_of_two_articles_is_told_with_both_and_the_first_published_is_taken(newsroom: Newsrooms, reference: str, code: str) -> None:
    # from a folder of neither, so that no path decides
    room = newsroom({**TWO, "content/society/citing.md": article("A citing one", "section: politics", body=f"Text.\n\n{reference}")})
    built = room.build()
    assert built.codes == (code,)
    assert built.findings[0].span.path == "content/society/citing.md" and built.findings[0].span.line == 9
    assert "content/culture/rate.md, content/politics/rate.md" in built.text
    assert [span.path for span in built.findings[0].related] == ["content/culture/rate.md", "content/politics/rate.md"]
    assert 'href="/culture/2026/11/rate/"' in built.page("/politics/2026/11/citing/")
    room.edit({"content/world/rate.md": article("The rate today", "section: culture", "slug: newest", date="2026-11-23")})
    again = room.build()
    assert 'href="/culture/2026/11/rate/"' in again.page("/politics/2026/11/citing/")  # a later namesake changes nothing but the warning


def test_an_exact_path_is_not_ambiguous_and_neither_is_a_namesake_of_oneself_a_draft_or_a_translation(newsroom: Newsrooms) -> None:
    room = newsroom({
        **TWO,
        "content/politics/citing.md": article("The rate today", body="Read also: [It](rate.md)\n\nSee [it](../culture/rate.md)."),
        "content/uk/politics/budget.md": article("Бюджет"), "content/politics/budget.md": article("Budget"),
        "content/culture/budget.md": article("Budget", "status: draft"), "content/politics/other.md": article("Other", body="Read also: [[budget]]\n\nRead also: Budget!"),
    })
    assert room.build().codes == ("read-also/double",)
    room = newsroom({"content/politics/one.md": article("Weather"), "content/politics/two.md": article("Weather", body="Read also: Weather")})
    built = room.build()
    assert built.findings == ()
    assert 'class="read-also"><p><span class="read-also-label">Read also:</span> <a href="/politics/2026/11/one/"' in built.page("/politics/2026/11/two/")


def test_the_front_page_is_told_of_a_name_of_two_articles_too(newsroom: Newsrooms) -> None:
    built = newsroom({**TWO, "content/_index.md": "---\nlead: The rate today\n---\n"}).build()
    assert built.diagnostics == ("content/_index.md:2:7 front/ambiguous",)
    assert "content/culture/rate.md, content/politics/rate.md" in built.text


# ------------------------------------------------------------------ 38: oneself, circles, doubles


@pytest.mark.parametrize("reference", ["Read also: [[citing]]", "Read also: [It](citing.md)", "Read also: A citing one"])
def test_case_38_an_article_does_not_refer_to_itself(newsroom: Newsrooms, reference: str) -> None:
    built = citing(newsroom, reference, {}).build()
    assert built.diagnostics == (f"{PATH}:8:12 read-also/self",)
    assert "read-also" not in built.page("/politics/2026/11/citing/").split("<main")[1]


def test_case_38_one_named_twice_is_shown_once_in_page_and_feed(newsroom: Newsrooms) -> None:
    built = citing(newsroom, "Read also: The town votes\n\nMore.\n\nRead also: [It](town-vote.md)", VOTE).build()
    assert built.diagnostics == (f"{PATH}:12:12 read-also/double",)
    assert str(built.findings[0].related[0]) == f"{PATH}:8:12"
    assert built.page("/politics/2026/11/citing/").count('class="read-also"') == 1
    assert built.tree["feed.xml"].decode().count("Read also:") == 1


def test_case_38_one_named_twice_in_front_matter_is_shown_once(newsroom: Newsrooms) -> None:
    built = citing(newsroom, "", VOTE, ("read_also: [town-vote, The town votes]",)).build()
    assert built.codes == ("read-also/double",)
    assert str(built.findings[0].span).startswith(f"{PATH}:4:")
    assert built.page("/politics/2026/11/citing/").split('<aside class="read-also"')[1].split("</aside>")[0].count("<li>") == 1
    assert built.tree["feed.xml"].decode().count("Read also:") == 1


def test_case_38_a_line_that_places_the_card_of_the_front_matter_is_no_double(newsroom: Newsrooms) -> None:
    built = citing(newsroom, "Read also: The town votes", VOTE, ("read_also: town-vote",)).build()
    assert built.findings == ()
    assert built.page("/politics/2026/11/citing/").count('class="read-also"') == 1


def test_case_38_two_articles_may_refer_to_each_other(newsroom: Newsrooms) -> None:
    built = newsroom({
        "content/politics/one.md": article("One", body="Read also: Two"), "content/politics/two.md": article("Two", body="Read also: One"),
    }).build()
    assert built.findings == ()
    assert 'class="read-also"' in built.page("/politics/2026/11/one/") and 'class="read-also"' in built.page("/politics/2026/11/two/")
    assert "Mentioned in" not in built.page("/politics/2026/11/one/")  # it is linked there already


# ------------------------------------------------------------------ 39: dead links, pictures, fragments


def test_case_39_dead_links_pictures_and_fragments_are_named_with_line_and_column(newsroom: Newsrooms) -> None:
    body = "[a](no-such.md), [b](town-vote.md#no-heading), [c](town-vote.md#what-next), [d](#nowhere), [e](town-vote.md#facts)\n\n![Alt](none.jpg){credit=A}"
    vote = {"content/politics/town-vote.md": article("The town votes", body='## What next\n\nText.\n\n!!! facts "Facts" {#facts}\n    One.\n')}
    room = newsroom({**vote, PATH: article("A citing one", body=body)})
    built = room.build()
    assert built.diagnostics == (
        f"{PATH}:6:5 link/dead", f"{PATH}:6:22 link/dead-fragment", f"{PATH}:6:81 link/dead-fragment", f"{PATH}:8:1 picture/missing",
    )
    assert "no heading of content/politics/town-vote.md is called #no-heading" in built.text and "no heading is called #nowhere" in built.text
    assert built.code == 0 and room.check().code == 1


def test_case_39_a_heading_that_goes_makes_no_page_again_but_is_found(newsroom: Newsrooms) -> None:
    room = newsroom({
        "content/politics/town-vote.md": article("The town votes", body="## What next\n\nText."), PATH: article("A citing one", body="[c](town-vote.md#what-next)"),
    })
    assert room.build().findings == ()
    room.edit({"content/politics/town-vote.md": article("The town votes", body="## What then\n\nText.")})
    built = room.build()
    assert f"{PATH}:6:5 link/dead-fragment" in built.diagnostics
    assert "politics/2026/11/citing/index.html" not in built.rendered


def test_case_39_a_link_to_the_id_of_a_box_of_the_same_text_is_alive(newsroom: Newsrooms) -> None:
    built = newsroom({PATH: article("A citing one", body='See [below](#facts).\n\n!!! facts "Facts" {#facts}\n    One.\n')}).build()
    assert built.findings == ()
    assert 'id="facts"' in built.page("/politics/2026/11/citing/")
