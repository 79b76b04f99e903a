"""Bodies: Markdown with news blocks to sanitised HTML with tokens; every finding at its line and column."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from html import escape
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.core.model import Moment, Picture
from sitegen.core.reading import Block, Part, Prose
from sitegen.reading import prose
from sitegen.reading.settings import Settings

KYIV = timezone(timedelta(hours=2))


def moment(words: str) -> Moment | None:
    try:
        return Moment(datetime.fromisoformat(words.replace(" ", "T").rjust(16, "0")).replace(tzinfo=KYIV), True)
    except ValueError:
        return None


def read(text: str, language: str = "en", *, live: bool = False) -> tuple[Prose, list[str]]:
    """The prose, and its findings as ``line:column code``; the body begins on line 5 of its file."""
    made, found = prose.read(
        dedent(text), path="content/politics/a.md", first_line=5, language=language, settings=Settings(), live=live, parse_time=moment
    )
    return made, [f"{one.span.line}:{one.span.column} {one.code}" for one in found]


def clean(text: str, language: str = "en") -> Prose:
    made, found = read(text, language)
    assert found == []
    return made


def shown(made: Prose) -> str:
    """The HTML with the addresses of its links."""
    def address(found: re.Match[str]) -> str:
        reference = made.parts[int(found[1])].reference
        assert reference is not None
        return f'href="{escape(reference.target)}"'

    return re.sub('href="\ue000([0-9]+)\ue001"', address, made.html).strip()


def only(text: str) -> Part:
    (part,) = clean(text).parts
    return part


def place(part: Part) -> tuple[int, int]:
    assert part.reference is not None
    return part.reference.span.line, part.reference.span.column


# ------------------------------------------------------------------ Markdown


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("One\ntwo", "<p>One\ntwo</p>"),
        ("~~old~~ new", "<p><del>old</del> new</p>"),
        ("a ~~ b ~~ c", "<p>a\u00a0~~ b ~~ c</p>"),
        ("`~~code~~`", "<p><code>~~code~~</code></p>"),
        ("## Head", '<h2 id="head">Head</h2>'),
        ("# Head\n\n## Two", '<h2 id="head">Head</h2>\n<h3 id="two">Two</h3>'),
        ("```\n# not a head\n```\n\n## Head", '<pre><code># not a head\n</code></pre>\n<h2 id="head">Head</h2>'),
        ("Head {#h}\n====", '<h2 id="h">Head</h2>'),
        ("## Що відомо", '<h2 id="що-відомо">Що відомо</h2>'),
        ("See https://example.org/a_b_c?x=1&y=2.", '<p>See <a href="https://example.org/a_b_c?x=1&amp;y=2">https://example.org/a_b_c?x=1&amp;y=2</a>.</p>'),
        ("(https://example.org/a_(b))", '<p>(<a href="https://example.org/a_(b)">https://example.org/a_(b)</a>)</p>'),
        ("[see https://example.org](https://example.com/)", '<p><a href="https://example.com/">see https://example.org</a></p>'),
        ("`https://example.org`", "<p><code>https://example.org</code></p>"),
        ("<https://example.org/>", '<p><a href="https://example.org/">https://example.org/</a></p>'),
        ("{{ .X }} and {% raw %}", "<p>{{ .X }} and {% raw %}</p>"),
        ("Three things:\n- one\n- two", "<p>Three things:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("Text {: .lead }", "<p>Text {: .lead }</p>"),
        ("Text\n{: .lead }", "<p>Text</p>"),
        ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
        ("NBU\n\n*[NBU]: The \"Bank\"", '<p><abbr title="The “Bank”">NBU</abbr></p>'),
        ("a < b & c", "<p>a\u00a0&lt; b &amp; c</p>"),
        ("<!-- inside joke -->\nText", "<p>Text</p>"),
        ("[x](//example.org/y)", '<p><a href="//example.org/y">x</a></p>'),
    ],
)
def test_markdown(typed: str, made: str) -> None:
    assert shown(clean(typed)) == made


def test_a_table_a_footnote_and_contents_are_made() -> None:
    made = clean("[TOC]\n\n## One\n\nWords[^1]\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n[^1]: Note\n").html
    assert '<div class="toc">' in made and '<a href="#one">One</a>' in made
    assert '<td>1</td>\n<td class="right">2</td>' in made and 'href="#fn:1"' in made and 'title="Back to the text, note 1"' in made


def test_the_outline_fragments_and_words_are_known() -> None:
    made = clean('## One *two*\n\nWords here.\n\n### Three {#x}\n\n<p id="y">Z</p>')
    assert [(head.level, head.text, head.anchor) for head in made.outline] == [(2, "One two", "one-two"), (3, "Three", "x")]
    assert made.fragments == ("one-two", "x", "y")
    assert (made.words, made.plain) == (6, "One two Words here. Three Z")


def test_of_a_repeated_id_the_first_stays() -> None:
    assert clean('<p id="a">1</p>\n\n<p id="a">2</p>').html.count('id="a"') == 1


# ------------------------------------------------------------------ links


def test_an_internal_link_is_a_token_at_its_place() -> None:
    made = clean("One [two](../b.md#x) three\n\n`[code](c.md)`\n\n[four](d.md \"Title\") and [five](../b.md#x)\n")
    assert made.html.startswith('<p>One <a href="\ue0000\ue001">two</a>')
    assert [(part.reference.target, *place(part)) for part in made.parts if part.reference] == [
        ("../b.md#x", 5, 11), ("d.md", 9, 8), ("../b.md#x", 9, 33),
    ]


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("[a](my file.md)", "my file.md"),
        ("[a](<my file.md>)", "my file.md"),
        ("[a](my%20file.md)", "my file.md"),
        ("[a][1]\n\n[1]: b.md", "b.md"),
        ('<a href="b.md">a</a>', "b.md"),
        ("[a]({% link _posts/b.md %})", "_posts/b.md"),
        ("[a]({% post_url 2019-01-02-b %}#c)", "2019-01-02-b#c"),
        ('[a]({{< ref "b.md" >}})', "b.md"),
        ('[a]({{% relref "b.md" %}})', "b.md"),
        ("[a]({{ site.baseurl }}/b/)", "/b/"),
        ('<a href="{{ site.url }}/b/">a</a>', "/b/"),
    ],
)
def test_every_shape_of_an_internal_link_is_understood(typed: str, target: str) -> None:
    part = only(typed)
    assert part.kind is Block.LINK and part.reference is not None
    assert part.reference.target == target


@pytest.mark.parametrize("typed", ["`[a]({% link b.md %})`", "```\n[a]({{< ref \"b.md\" >}})\n```"])
def test_a_template_link_in_code_stays_as_it_is(typed: str) -> None:
    assert "{%" in clean(typed).html or "{{" in clean(typed).html


def test_a_wikilink_is_a_token_with_or_without_words() -> None:
    made = clean("See [[bridge-news]] and [[river|the \"river\"]], not `[[code]]`.")
    assert [(part.kind, part.reference.target, part.text, *place(part)) for part in made.parts if part.reference] == [
        (Block.WIKILINK, "bridge-news", "", 5, 5), (Block.WIKILINK, "river", "the “river”", 5, 25),
    ]
    assert "[[code]]" in made.html


def test_a_link_to_no_heading_of_the_page_is_told() -> None:
    assert read("## One\n\n[a](#one) [b](#two)")[1] == ["7:15 link/dead-fragment"]


# ------------------------------------------------------------------ read also


@pytest.mark.parametrize(
    ("line", "target", "title"),
    [
        ("Read also: [The bridge](../economy/bridge.md)", "../economy/bridge.md", "The bridge"),
        ("**Read also:** [The bridge](bridge.md)", "bridge.md", "The bridge"),
        ("**Read also: [The bridge](bridge.md)**", "bridge.md", "The bridge"),
        ("READ ALSO: [[bridge]]", "bridge", ""),
        ("Читайте також: [[bridge|Міст]]", "bridge", ""),
        ("Читайте также: the-bridge", "the-bridge", ""),
        ("Read also: ../economy/bridge.md", "../economy/bridge.md", ""),
        ("Read also: /economy/bridge/", "/economy/bridge/", ""),
        ("Read also: The bridge stands. What next?", "", "The bridge stands. What next?"),
        ("Read also: Bridge", "", "Bridge"),
        (r"Read also: The \[old\] bridge \*again\*", "", "The [old] bridge *again*"),
        ("Read also: Salt &amp; water &lt;3", "", "Salt & water <3"),
        ("Read also: [A \\] b](<my bridge.md> \"x\")", "my bridge.md", "A ] b"),
    ],
)
def test_a_read_also_line_is_a_card(line: str, target: str, title: str) -> None:
    part = only(f"One.\n\n{line}\n\nTwo.")
    assert part.kind is Block.READ_ALSO and part.reference is not None
    assert (part.reference.target, part.reference.title, part.reference.span.line) == (target, title, 7)


def test_a_read_also_line_may_stand_within_a_paragraph_a_list_a_quote_or_a_box() -> None:
    made = clean("One\nRead also: [[a]]\ntwo\n\n- item\n\n    Read also: [[b]]\n\n> Read also: [[c]]\n\n!!! note\n    Read also: [[d]]\n")
    assert [(part.reference.target, place(part)[0]) for part in made.parts if part.kind is Block.READ_ALSO and part.reference] == [
        ("a", 6), ("b", 11), ("c", 13), ("d", 16),
    ]
    assert made.html.startswith("<p>One</p>\n<p>\ue000")


@pytest.mark.parametrize("text", ["```\nRead also: [[a]]\n```", "Text\n\n    Read also: [[a]]", "We read also: books", "Read also:"])
def test_what_only_looks_like_a_read_also_line_is_text(text: str) -> None:
    assert clean(text).parts == ()


# ------------------------------------------------------------------ boxes


def test_a_box_holds_markdown_and_other_boxes() -> None:
    made = clean('Text\n!!! background "What is "known"" {#known}\n    - one\n    - two\n\n    ```\n    code\n    ```\n\n    !!! facts\n        Inside\n\nAfter')
    opened = [part for part in made.parts if part.kind is Block.BOX_OPEN]
    assert [(part.box, part.text, part.anchor) for part in opened] == [("background", "What is “known”", "known"), ("facts", "", "")]
    shape = re.sub("\ue000([0-9]+)\ue001", lambda found: made.parts[int(found[1])].kind.value, made.html)
    assert "".join(shape.split("\n")) == (
        "<p>Text</p><p>box-open</p><ul><li>one</li><li>two</li></ul><pre><code>code</code></pre><p>box-open</p><p>Inside</p>"
        "<p>box-close</p><p>box-close</p><p>After</p>"
    )


def test_an_unknown_box_is_a_note_and_an_empty_one_is_told() -> None:
    made, found = read("One\n\n!!! warning\n    Text\n\n!!! facts \"X\"\nText")
    assert found == ["7:5 prose/unknown-box", "10:1 prose/empty-box"]
    assert [part.box for part in made.parts if part.box] == ["note", "facts"]


def test_a_box_in_code_is_code() -> None:
    assert clean("```\n!!! note\n    x\n```").parts == ()


# ------------------------------------------------------------------ pictures


def pictures(text: str) -> tuple[Part, Picture]:
    part = only(text)
    return part, part.pictures[0]


def test_a_picture_alone_is_a_figure_with_all_that_is_said_of_it() -> None:
    part, picture = pictures('![A "bridge"](my bridge.jpg "At dawn - it\'s cold"){credit="O. M. (desk)" credit_url="https://example.org/" license="CC0-1.0" focus="40% 60%"}')
    assert part.kind is Block.FIGURE
    assert (picture.src, picture.alt, picture.caption) == ("my bridge.jpg", "A\u00a0“bridge”", "At dawn\u00a0— it’s cold")
    assert (picture.credit, picture.credit_url, picture.license, picture.focus) == ("O. M. (desk)", "https://example.org/", "CC0-1.0", "40% 60%")
    assert (picture.span.line, picture.span.column) == (5, 1)


def test_pictures_alone_in_a_paragraph_are_a_gallery() -> None:
    part = only('![a](a.jpg){credit="x"}\n![b](b.jpg){credit="y"}')
    assert (part.kind, [picture.src for picture in part.pictures]) == (Block.GALLERY, ["a.jpg", "b.jpg"])
    assert [picture.span.line for picture in part.pictures] == [5, 6]


def test_a_picture_in_a_sentence_stays_in_it() -> None:
    part, picture = pictures("The ![sign](sign.png) hangs.")
    assert (part.kind, picture.src, picture.span.column) == (Block.INLINE_PICTURE, "sign.png", 5)


def test_a_linked_picture_of_a_picture_is_the_picture() -> None:
    part, picture = pictures('[![a](small.jpg){credit="x"}](large.jpg)')
    assert (part.kind, picture.src) == (Block.FIGURE, "small.jpg")


@pytest.mark.parametrize(
    "typed",
    [
        '<figure><img src="a.jpg" alt="A" credit="x"><figcaption>The <b>cap</b></figcaption></figure>',
        '[caption id="attachment_1" width="300"]<img src="a.jpg" alt="A" credit="x" /> The cap[/caption]',
        '[caption]![A](a.jpg){credit="x"} The cap[/caption]',
        '![A](a.jpg "The cap"){credit="x"}',
    ],
)
def test_every_shape_of_a_captioned_picture_is_understood(typed: str) -> None:
    part, picture = pictures(typed)
    assert (part.kind, picture.src, picture.alt, picture.caption) == (Block.FIGURE, "a.jpg", "A", "The cap")


def test_what_a_picture_lacks_is_told_at_its_place() -> None:
    assert read("One\n\n![](a.jpg)\n\n![b](https://example.org/b.jpg)")[1] == [
        "7:1 image/missing-alt", "7:1 image/missing-credit", "9:1 image/remote",
    ]


# ------------------------------------------------------------------ embeds


@pytest.mark.parametrize(
    ("typed", "provider", "words"),
    [
        ("[The film](https://www.youtube.com/watch?v=aaaaaaaaaaa)", "youtube", "The film"),
        ("https://youtu.be/aaaaaaaaaaa", "youtube", ""),
        ("<https://t.me/tykhopil_example/101>", "telegram", ""),
        ("https://x.com/herald_example/status/1000000000000000001", "x", ""),
        ("https://twitter.com/herald_example/status/1000000000000000001", "x", ""),
    ],
)
def test_a_link_to_a_post_alone_on_its_line_is_an_embed(typed: str, provider: str, words: str) -> None:
    part = only(f"One\n\n{typed}\n\ntwo")
    assert (part.kind, part.provider, part.text, place(part)[0]) == (Block.EMBED, provider, words, 7)


@pytest.mark.parametrize("typed", ["See https://youtu.be/aaaaaaaaaaa", "https://example.org/", "https://t.me/tykhopil_example", "https://youtu.be/short", "[a](https://youtu.be/aaaaaaaaaaa) b"])
def test_other_links_are_links(typed: str) -> None:
    assert [part.kind for part in clean(typed).parts] == [Block.LINK]


# ------------------------------------------------------------------ live


def test_a_live_body_is_its_updates() -> None:
    made, found = read(
        """\
        Before[^1]

        ## 2026-11-21 17:05 Doors "open" {#doors .key}
        One [two](b.md)

        ## 2026-11-21 17:05 Again
        ## A heading
        ```
        ## 2026-11-21 17:06 Code
        ```
        ## 2026-11-21 18:00 End {.pinned}
        Last[^2]

        [^1]: Note
        [^2]: More
        """,
        live=True,
    )
    assert found == []
    assert [(e.headline, e.anchor, e.key, e.pinned, e.at.at.strftime("%H:%M")) for e in made.live] == [
        ("Doors “open”", "doors", True, False, "17:05"), ("Again", "t202611211505", False, False, "17:05"), ("End", "t202611211600", False, True, "18:00"),
    ]
    assert made.live[0].html == '<p>One <a href="\ue0000\ue001">two</a></p>'
    assert "17:06 Code" in made.live[1].html and "<h2" in made.live[1].html
    assert made.html.startswith("<p>Before") and "Note" in made.html and "More" not in made.html
    assert '<li value="2" id="fn:2">' in made.live[2].html and "More" in made.live[2].html  # a note stands below what refers to it


def test_updates_out_of_order_or_at_no_time_are_errors() -> None:
    _, found = read("## 2026-11-21 18:00 A\n\nx\n\n## 2026-11-21 17:00 B\n\ny\n\n## 2026-02-30 17:00 C\n", live=True)
    assert found == ["9:4 live/out-of-order", "13:4 live/no-such-time"]


# ------------------------------------------------------------------ what is left out


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("One <script>alert(1)</script> two", ["5:5 html/dropped"]),
        ("a\n\n<iframe src=\"https://youtu.be/x\"></iframe>", ["7:1 html/dropped"]),
        ("a <b onclick=\"x()\" style='y'>b</b>", ["5:6 html/dropped-attribute", "5:20 html/dropped-attribute"]),
        ("[a](javascript:alert(1))", ["5:5 link/bad-scheme"]),
        ("<form><input></form>", ["5:1 html/dropped", "5:7 html/dropped"]),
        ("`<script>`\n\n```\n<style>\n```\n\n    <object>", []),
        ("2 < 3 and <b>bold</b> <h1>x</h1>", []),
        ("<a@example.org> <https://example.org>", []),
    ],
)
def test_what_is_left_out_is_told_with_its_place(typed: str, expected: list[str]) -> None:
    made, found = read(typed)
    assert found == expected
    assert not re.search(r"<(script|iframe|form|input|style|object|h1)|onclick|style=|javascript:", made.html)


@pytest.mark.parametrize("payload", ["[" * 20_000, "![a" * 10_000, ">" * 3_000, "`" * 5_000, "<" * 100_000, "[a](" * 5_000, "*a_" * 300 + "[" * 400, "a" * 100_000, "a." * 20_000 + "@", "> a\n" * 9 + "\n" + "> " * 29 + "a"])
def test_case_23_a_pathological_text_is_refused_or_read(payload: str) -> None:
    made, found = read("Text\n\n" + payload)
    assert found == ["7:1 prose/too-deep"] or made.html or [one for one in found if one.endswith("prose/too-deep")]


PIECES = st.sampled_from(
    ["word ", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "## ", "!!! note\n", '!!! facts "T"\n', "Read also: ", "[[", "]]", "[a](b.md)", "![a](b.jpg)", "![", "](", ")", "`", "```\n", "~~", "**", "*", "_", "<b>", "</b>",
     "<p>", "<div>", "<![", "<!--", "-->", "&amp;", "&", "<", "https://x.org/", "[^1]", "[^1]: n\n", "| a | b |\n|---|---|\n", "{#x}", "{: .y}", "{% link x %}", "{{< ref >}}", "[caption]", "[/caption]", "<img src=a.jpg>",
     ": d\n", "*[AB]: c\n", "## 2026-11-21 17:05 H\n", '"', "'", " - ", "\u00a0", "\u2028", "\t", "\\", "\ue000", "0\ue001"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_case_24_no_text_makes_the_reader_fall(text: str, live: bool) -> None:
    made, found = read(text, live=live)
    assert not any(one.endswith("prose/unreadable") for one in found)
    for html in (made.html, *(entry.html for entry in made.live)):
        assert all(int(number) < len(made.parts) for number in re.findall("\ue000(.*?)\ue001", html))
        assert "<img" not in html and "<script" not in html
