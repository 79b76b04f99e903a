"""The inline stage that asks first, and the paragraph that is known by its lines: the HTML is Python-Markdown's, to the letter."""

from __future__ import annotations

import ast
import re
import tarfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import LINK_RE, InlineProcessor, Pattern

from sitegen.reading.markdown_fast import Fast
from sitegen.reading.markdown_news import BLOCKS, READ_ALSO, SIGNS, News, Tokens
from sitegen.reading.markdown_parser import EXTENSIONS

SDIST = Path(__file__).parents[1] / "tools" / f"markdown-{version('markdown')}.tar.gz"
OURS = tuple(f"markdown.extensions.{name}" for name in EXTENSIONS)
SETS: dict[str, tuple[str, ...]] = {
    "stock": (),
    "ours": OURS,
    "extra": ("extra", "toc"),
    "with patterns and blocks that are not known": ("extra", "admonition", "nl2br", "smarty", "wikilinks", "meta", "sane_lists"),
    "with the older emphasis": ("legacy_em", "legacy_attrs"),
}


def html(text: str, extensions: tuple[str | Extension, ...]) -> str:
    return Markdown(extensions=extensions, output_format="html").convert(text)


def different(extensions: tuple[str | Extension, ...], more: tuple[str | Extension, ...]) -> list[str]:
    """Where in the corpus the HTML is not the same with ``more`` extensions."""
    one, other = (Markdown(extensions=names, output_format="html") for names in (extensions, (*extensions, *more)))
    return [name for name, text in corpus() if one.reset().convert(text) != other.reset().convert(text)]


def news() -> News:
    made = News()
    made.tokens = Tokens(lambda words, line: f"R({words}|{line})", lambda *said: f"E{said}" if "youtu" in said[0] else "", lambda *said: f"W{said}")
    return made


@cache
def corpus() -> tuple[tuple[str, str], ...]:
    """Every document of Python-Markdown's tests, and every text that stands in its test cases, with the name of the file."""
    if not SDIST.exists():
        pytest.fail(f"tests/tools/{SDIST.name} is missing; run: bash .ci/setup --tests")
    return tuple(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    with tarfile.open(SDIST) as sdist:
        for member in sdist:
            file = sdist.extractfile(member) if "/tests/" in member.name and member.name.endswith((".txt", ".py")) else None
            if file is None:
                continue
            text = file.read().decode()
            if member.name.endswith(".txt"):
                yield member.name, text
            else:
                for node in ast.walk(ast.parse(text)):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield f"{member.name}:{node.lineno}", node.value


def test_the_corpus_is_that_of_python_markdown() -> None:
    names = [name for name, _ in corpus()]
    assert sum(name.endswith(".txt") for name in names) > 90 and len(names) > 2000


@pytest.mark.parametrize("extensions", SETS.values(), ids=SETS.keys())
def test_the_corpus_of_python_markdown_gives_the_same_html(extensions: tuple[str, ...]) -> None:
    assert different(extensions, (Fast(),)) == []


def test_the_corpus_gives_the_same_html_with_what_news_adds() -> None:
    assert different((*OURS, news()), (Fast(SIGNS, BLOCKS),)) == []


# ------------------------------------------------------------------ generated documents

PIECES = st.sampled_from(
    ["word ", "слово ", "word\n", "\n", "\n\n", "\n\n    ", "  \n", "    ", "- ", "* ", "+ ", "1. ", "> ", "# ", " #", "---\n", "===\n", "* * *\n", ": d\n", ":", "[", "]", "![", "](", "][", "(", ")",
     "[a](b \"c\")", "[a][1]", "[1]: <b> 'c'\n", "[1]", "![a](b)", "[[a]]", "[[", "[^1]", "[^1]: n\n", "*[AB]: c\n", "*[amp]: c\n", "AB", "`", "``", "```\n", "~~~\n", "~~", "*", "**", "***", "**word**", " **слово слово**.", "**a**, ", "_", "__", "a_b_c", "\\", "\\*", "\\\\", "\\`", "&", "&amp;", "&#35;", "&#x2014;", ";", "<", ">", "<b>", "</b>", "<br/>",
     "<p>", "</p>", "<div>\n", "</div>\n", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "<a href='x'>", "<https://x.org/>", "<a@b.org>", "https://x.org/a_(b)", "https://youtu.be/x\n", "www.x.org", "| a | b |\n|---|---|\n| ", "|", "{#x}", "{: .y }", "{.z k='v'}", "{", "}",
     "!!! note\n    ", "Read also: ", "[TOC]\n", "\t", "\u00a0", "\x02", "\x03", "\x02klzzwxh:0000\x03", "\"", "'", "...", "--"]
)
DOCUMENTS = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=400)
@example("*[amp]: Sign\n\nA &amp; B", "ours")
@given(DOCUMENTS, st.sampled_from(sorted(SETS)))
def test_a_document_full_of_signs_gives_the_same_html(text: str, name: str) -> None:
    assert html(text, (*SETS[name], Fast())) == html(text, SETS[name])


@settings(max_examples=400)
@given(DOCUMENTS)
def test_a_document_full_of_signs_gives_the_same_html_with_what_news_adds(text: str) -> None:
    assert html(text, (*OURS, news(), Fast(SIGNS, BLOCKS))) == html(text, (*OURS, news()))


@given(st.lists(st.sampled_from(["Read also", "Читайте також", "ЧИТАЙТЕ ТАКЖЕ", ":", " ", "**", "_", "\n", "слово", "    ", "\r", "\u2028"]), max_size=12).map("".join))
def test_a_read_also_line_is_found_wherever_in_its_block_it_stands(block: str) -> None:
    md = Markdown(extensions=[news()])
    assert md.parser.blockprocessors["read-also"].test(Element("div"), block) == bool(READ_ALSO.search(block))


# ------------------------------------------------------------------ other people's extensions


class Everywhere(InlineProcessor):
    """A pattern that needs no sign, and looks like a known one to whoever looks carelessly."""

    def getCompiledRegExp(self) -> re.Pattern[str]:  # noqa: N802 - the parser's name
        return re.compile("word")

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        return Element("mark"), m.start(0), m.end(0)


class Loud(Pattern):
    """A pattern of the old style."""

    def handleMatch(self, m: re.Match[str]) -> Element:  # noqa: N802 - the parser's name
        made = Element("strong")
        made.text = m.group(2)
        return made


class Shout(BlockProcessor):
    """A block known by a word, below ours."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("word")

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        made = Element("h6")
        made.text = blocks.pop(0)
        parent.append(made)
        return None


class Refusing(Shout):
    """A block above ours, which may think better of it."""

    def test(self, parent: Element, block: str) -> bool:
        return "слово" in block

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        return False if "\n" in blocks[0] else super().run(parent, blocks)


class Theirs(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the parser's name
        md.inlinePatterns.register(Everywhere(LINK_RE, md), "everywhere", 55)
        md.inlinePatterns.register(Loud("(слово)", md), "loud", 185)
        md.parser.blockprocessors.register(Shout(md.parser), "shout", 12)
        md.parser.blockprocessors.register(Refusing(md.parser), "refusing", 130)


@settings(max_examples=200)
@given(DOCUMENTS, st.booleans())
def test_patterns_and_blocks_of_other_people_work_as_ever(text: str, before: bool) -> None:
    extensions = (Theirs(), Fast()) if before else (Fast(), Theirs())
    assert html(text, extensions) == html(text, (Theirs(),))


def test_a_pattern_that_is_not_known_is_tried_on_a_text_without_signs() -> None:
    assert html("a word", (Theirs(), Fast())) == "<p>a <mark></mark></p>"
    assert html("word", (Theirs(), Fast())) == "<h6><mark></mark></h6>"
