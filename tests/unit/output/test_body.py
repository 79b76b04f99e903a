"""Filling a body, and the text that feeds carry."""

from __future__ import annotations

import pytest

from sitegen.core.model import Citation, Correction, Picture, Reference
from sitegen.core.reading import Block, LiveEntry, Part, Prose
from sitegen.core.site import Target
from sitegen.output.body import absolute, fill, is_safe
from sitegen.output.feed_body import feed_body, full_text
from sitegen.output.plain import excerpt, plain, strip_markup, xml_safe
from tests.answers import PICTURE, Answers, article, at, card
from tests.checkers.shapes import complaint_of_markup


def token(number: int) -> str:
    return f"\ue000{number}\ue001"


def part(kind: Block, target: str = "", **more: object) -> Part:
    return Part(kind, Reference(target) if target else None, **more)  # type: ignore[arg-type]  # fields by name


LINK = part(Block.LINK, "other.md")
BOX = part(Block.BOX_OPEN, box="facts")


def said(found: Part) -> str:
    return f"[{found.kind}]"


# ------------------------------------------------------------------ fill


def test_a_link_gets_its_address_escaped() -> None:
    body = f'<p>See <a href="{token(0)}" title="x">this &amp; that</a>.</p>'
    assert fill(body, (LINK,), lambda _: '/a/?b="c"&d') == (
        '<p>See <a href="/a/?b=&quot;c&quot;&amp;d" title="x">this &amp; that</a>.</p>'
    )


def test_a_link_that_leads_nowhere_public_keeps_the_words_and_the_next_link_stays() -> None:
    body = f'<p><a href="{token(0)}">our <em>own</em> words</a> and <a href="#note">a note</a></p>'
    assert fill(body, (LINK,), lambda _: "") == '<p>our <em>own</em> words and <a href="#note">a note</a></p>'


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JavaScript:alert(1)", " \x01javascript:alert(1)", "jav\tascript:alert(1)",
    "java\nscript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "blob:https://x/y",
])
def test_case_49_a_link_with_another_scheme_is_no_link(address: str) -> None:
    assert not is_safe(address)
    assert fill(f'<a href="{token(0)}">words</a>', (LINK,), lambda _: address) == "words"


@pytest.mark.parametrize("address", [
    "/a/", "#b", "a/b?c:d", "https://x.example/", "mailto:a@b.example", "tel:+380", "//cdn.example/x", "?a=1:2",
])
def test_addresses_that_only_lead_somewhere_are_kept(address: str) -> None:
    assert is_safe(address)


def test_words_join_the_rel_of_a_link() -> None:
    body = f'<a href="{token(0)}" rel="noopener">x</a>'
    assert fill(body, (LINK,), lambda _: "/a/", lambda _: "sponsored noopener") == (
        '<a href="/a/" rel="noopener sponsored">x</a>'
    )


def test_paragraphs_around_blocks_are_taken_off() -> None:
    parts = (part(Block.FIGURE), part(Block.EMBED))
    assert fill(f"<p>{token(0)}</p>\n<p>{token(1)}\n{token(0)}</p>", parts, said) == "[figure]\n[embed]\n[figure]\n"


def test_boxes_open_and_close_around_their_text() -> None:
    parts = (BOX, part(Block.BOX_CLOSE))
    assert fill(f"{token(0)}<p>text</p>{token(1)}", parts, said) == "[box-open]<p>text</p>[box-close]"


def test_a_paragraph_whose_parts_print_nothing_vanishes_and_one_with_words_stays() -> None:
    parts = (part(Block.WIKILINK, "draft"),)
    assert fill(f"<p>{token(0)}</p>", parts, lambda _: "") == ""
    assert fill(f"<p>word {token(0)}</p>", parts, lambda _: "") == "<p>word </p>"
    assert fill(f"<p>{token(0)}</p>", parts, lambda _: "x") == "<p>x</p>\n"


def test_a_token_that_means_nothing_prints_nothing() -> None:
    assert fill(f"<p>a{token(7)}</p><p>{token(8)}</p>", (), said) == "<p>a</p>"


def test_what_a_part_draws_is_not_read_again() -> None:
    assert fill(f"<p>{token(0)}</p>", (part(Block.FIGURE), LINK), lambda _: f"{token(1)}</a>") == f"{token(1)}</a>\n"


def test_a_greater_sign_in_an_attribute_ends_no_tag() -> None:
    body = f'<a title="a > b" href="{token(0)}">x</a>'
    assert fill(body, (LINK,), lambda _: "/y/") == '<a href="/y/" title="a > b">x</a>'


def test_addresses_become_absolute_and_ids_and_classes_go() -> None:
    page = "https://herald.example/paper/en/a/"
    body = (
        '<h2 id="x" class="y">H</h2><a class="z" href="#fn:1">1</a>'
        '<img src="/paper/m/a.jpg?b=1&amp;c=2" alt="id=&quot;">'
    )
    assert absolute(body, page) == (
        '<h2>H</h2><a href="https://herald.example/paper/en/a/#fn:1">1</a>'
        '<img src="https://herald.example/paper/m/a.jpg?b=1&amp;c=2" alt="id=&quot;">'
    )
    assert absolute('<a href="http://[bad">x</a>', page) == f'<a href="{page}">x</a>'


# ------------------------------------------------------------------ feed text


OTHER = card("mill", headline="The mill\u00a0— “old”")
PUBLIC = Target("public", OTHER.href, OTHER)


def body_of(html: str, *parts: Part, **targets: Target) -> str:
    known = Answers(card(), targets=targets)
    return feed_body(known, card().source, Prose(html, parts))


def test_a_read_also_is_a_paragraph_with_the_current_headline() -> None:
    text = body_of(f"<p>{token(0)}</p>", part(Block.READ_ALSO, "mill"), mill=PUBLIC)
    assert text == (
        '<p>Read also: <a href="https://herald.example/en/politics/2026/11/mill/">The mill\u00a0— “old”</a></p>\n\n'
    )


@pytest.mark.parametrize("state", ["withheld", "pending", "gone"])
def test_case_16_a_feed_tells_nothing_of_what_is_not_public(state: str) -> None:
    secret = Target(state, OTHER.href, OTHER)
    parts = (part(Block.READ_ALSO, "mill"), part(Block.WIKILINK, "mill"), part(Block.LINK, "mill"))
    html = f'<p>{token(0)}</p><p>a {token(1)}</p><p><a href="{token(2)}">own words</a></p>'
    text = body_of(html, *parts, mill=secret)
    assert text == "\n<p>a </p><p>own words</p>"
    further = full_text(Answers(card(), targets={"mill": secret}), card(standfirst=""),
                        article(card(), read_also=(Reference("mill", "The mill"),)), None)
    assert further == ""


def test_a_link_within_and_one_to_a_fragment_are_absolute() -> None:
    parts = (part(Block.LINK, "mill"), part(Block.LINK, "self"))
    html = f'<p><a href="{token(0)}">a</a> <a href="{token(1)}">b</a></p>'
    text = body_of(html, *parts, mill=PUBLIC, self=Target("self", "#cost"))
    assert 'href="https://herald.example/en/politics/2026/11/mill/"' in text
    assert 'href="https://herald.example/en/politics/2026/11/bridge/#cost"' in text


def test_a_wikilink_prints_its_words_or_the_headline() -> None:
    own, bare = part(Block.WIKILINK, "mill", text="our mill"), part(Block.WIKILINK, "mill")
    text = body_of(f"<p>{token(0)}, {token(1)}</p>", own, bare, mill=PUBLIC)
    assert strip_markup(text) == "our mill, The mill — “old”"


def test_pictures_are_plain_figures_and_a_missing_one_is_left_out() -> None:
    missing = Picture("content/none.jpg", alt="x")
    text = body_of(f"<p>{token(0)}</p>", part(Block.GALLERY, pictures=(PICTURE, missing, PICTURE)))
    figure = (
        '<figure><img src="https://herald.example/media/river.jpg" alt="The river at dawn" width="1600" height="900">'
        "<figcaption>The river (O. Tykha)</figcaption></figure>\n"
    )
    assert text == figure * 2 + "\n"


def test_an_embed_is_a_link_and_a_box_an_aside() -> None:
    parts = (part(Block.EMBED, "https://t.me/x/1", text="Post"), part(Block.BOX_OPEN, box="background"),
             part(Block.BOX_CLOSE), part(Block.EMBED, "javascript:x", text="Post"))
    text = body_of(f"<p>{token(0)}</p>{token(1)}<p>b</p>{token(2)}<p>{token(3)}</p>", *parts)
    assert text == (
        '<p><a href="https://t.me/x/1">Post</a></p>\n\n<aside>\n<h3>What is known</h3>\n<p>b</p></aside>\n\n'
    )


def test_updates_of_a_live_blog_follow_newest_first() -> None:
    live = (LiveEntry(at("2026-11-20 10:00"), "First", "a", "<p>one</p>"),
            LiveEntry(at("2026-11-20 11:00"), "Second", "b", "<p>two</p>"))
    text = feed_body(Answers(card()), card().source, Prose("<p>intro</p>", live=live))
    assert strip_markup(text) == (
        "intro 11:00, 20 November 2026 Kyiv time Second two 10:00, 20 November 2026 Kyiv time First one"
    )


def test_the_whole_text_says_who_paid_what_was_corrected_and_where_it_is_from() -> None:
    paid = card(sponsored_by="Mill & Co", image=PICTURE)
    known = article(
        paid, corrections=(Correction(at("2026-11-21", has_time=False), "It cost <2> million."),),
        read_also=(Reference("mill"), Reference("self")),
        sources=(Citation("Minutes", "https://council.example/m?a=1&b=2"), Citation("Bad", "javascript:x")),
    )
    prose = Prose(f'<p>Body <a href="{token(0)}">ad</a></p>', (part(Block.LINK, "https://mill.example/"),))
    targets = {"mill": PUBLIC, "https://mill.example/": Target("outside", "https://mill.example/")}
    text = full_text(Answers(paid, targets=targets), paid, known, prose)
    assert strip_markup(text) == (
        "Sponsored: Mill & Co The river (O. Tykha) What the bridge cost. Body ad Read also: The mill — “old” "
        "Correction, 21 November 2026: It cost <2> million. Sources Minutes"
    )
    assert 'rel="sponsored"' in text
    assert "javascript" not in text
    assert complaint_of_markup(text) == []


def test_a_read_also_that_has_its_place_is_not_printed_twice() -> None:
    prose = Prose(f"<p>{token(0)}</p>", (part(Block.READ_ALSO, "mill.md"),))
    known = Answers(card(), targets={"mill.md": PUBLIC, "mill": PUBLIC})
    text = full_text(known, card(), article(card(), read_also=(Reference("mill"),)), prose)
    assert text.count("The mill") == 1


# ------------------------------------------------------------------ plain


def test_plain_text_keeps_its_marks_and_loses_its_spaces() -> None:
    assert plain("«Міст»\u00a0— 5\u202fкм\u2009, лі\u00adто\n\t і") == "«Міст» — 5 км , літо і"


def test_markup_is_stripped_to_words() -> None:
    assert strip_markup('<p title="a > b">A &amp; <b>B</b></p><ul><li>c</li></ul><!-- x --> 2 < 3') == "A & B c 2 < 3"


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("one two, three", 9) == "one two…"
    assert excerpt("one two", 7) == "one two"
    assert excerpt("х" * 20, 5) == "хххх…"


@pytest.mark.parametrize("sign", [*map(chr, {*range(0x20)} - {9, 10, 13}), "\ufffe", "\uffff", "\ud800"])
def test_case_05_characters_that_xml_forbids_are_dropped(sign: str) -> None:
    assert xml_safe(f"a{sign}b") == "ab"
