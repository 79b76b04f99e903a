"""What an editor writes never becomes markup that does something, and nothing of the machine gets into a site (FAULTS 49–52, 60, 62).

tests/browser/test_canary.py reads the same in a browser; these say what is left, and that the editor is told.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from sitegen.reading.sanitise import ALLOWED, dropped, sanitise
from tests.canary import FENCES, MUTATING, RAW, spellings
from tests.newsroom import CONFIG, Newsrooms, article

PAGE = "/politics/2026/11/story/"
SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#", ".", "?")


class Parsed(HTMLParser):
    """All start tags of a page's main part, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def page(newsroom: Newsrooms, body: str) -> Parsed:
    built = newsroom({"content/politics/story.md": article(body=body)}).build()
    assert built.code == 0, built.text
    return Parsed(built.page(PAGE))


def test_case_49_no_spelling_of_a_script_becomes_an_address(newsroom: Newsrooms) -> None:
    known = list(spellings())
    assert len(set(known)) >= 80
    found = page(newsroom, "".join(f"- [a](<{one}>) [b]({one}) <a href=\"{one}\">c</a> <{one}> ![f](<{one}>)\n" for one in known))
    addresses = {words["href"] for tag, words in found.tags if "href" in words}
    assert addresses and not [one for one in addresses if re.match(r"[\x00-\x20]*[a-z][a-z0-9+.-]*:", re.sub(r"[\t\n\r]", "", one), re.IGNORECASE) and not one.startswith(SCHEMES)]


@pytest.mark.parametrize("fence", FENCES)
def test_case_50_the_line_that_begins_a_block_of_code_gives_it_nothing(newsroom: Newsrooms, fence: str) -> None:
    found = page(newsroom, f"{fence}\nx\n{fence[:3]}\n\n# Heading {{#x .y onclick=fire(1) style=x}}\n\nWords\n{{: onclick='fire(1)' title='\"><b>' }}")
    assert not [words for _, words in found.tags if any(re.match("on|style", name) for name in words)]
    assert not {"img", "script"} & {tag for tag, _ in found.tags}
    assert all(set(words) <= {"id", "title"} for tag, words in found.tags if tag in {"pre", "code"})


@pytest.mark.parametrize("typed", [*RAW, *MUTATING])
def test_case_51_and_52_what_is_left_is_on_the_list_and_stays_so_however_often_it_is_read(newsroom: Newsrooms, typed: str) -> None:
    left = Parsed(f"<main>{sanitise(typed)}</main>").tags
    assert {tag for tag, _ in left} <= ALLOWED
    assert not [name for _, words in left for name in words if re.match("on|style|target|ping|action|background", name)]
    assert not [words for _, words in left for name in ("href", "cite") if re.match("[a-z]+:", words.get(name, ""))]
    again = Parsed(f"<main>{sanitise(sanitise(typed))}</main>").tags
    assert {(tag, *words.items()) for tag, words in again} == {(tag, *words.items()) for tag, words in left}


def test_case_51_what_is_left_out_is_told_of_at_its_line(newsroom: Newsrooms) -> None:
    silent = [one for one in RAW if not list(dropped(one))]
    assert [one for one in silent if not one.startswith(("<?", "<a href=\"\" id", "<table background"))] == []  # those run nothing
    built = newsroom({"content/politics/story.md": article(body="One\n\n<object data=x></object>\n\n<blockquote cite=\"javascript:x\">q</blockquote>")}).build()
    assert [line for line in built.diagnostics if "html/" in line or "bad-scheme" in line] == ["content/politics/story.md:8:1 html/dropped", "content/politics/story.md:10:19 link/bad-scheme"]


def test_case_60_no_link_opens_a_window_and_each_that_we_print_has_its_rel(newsroom: Newsrooms) -> None:
    body = "<a href=\"https://other.example/\" target=\"_blank\">x</a>\n\n[Watch](https://www.youtube.com/watch?v=abcdefghijk)"
    room = newsroom({"content/politics/story.md": article("Story", "sources: [{title: S, url: 'https://source.example/'}]", body=body), "sitegen.toml": 'lite = "lite"\n' + CONFIG})
    built = room.build()
    for path, data in built.tree.items():
        if path.endswith(".html"):
            tags = Parsed(data.decode().replace("<body", "<main", 1)).tags
            assert not [words for tag, words in tags if "target" in words], path
    for start in ("", "/lite"):
        links = {words["href"]: words.get("rel", "") for tag, words in Parsed(built.page(start + PAGE)).tags if tag == "a"}
        assert "noopener" in links["https://source.example/"] and "noopener" in links["https://www.youtube.com/watch?v=abcdefghijk"]


SECRET = "zzsecretcanary"
PRYING = (
    "{{ cycler.__init__.__globals__ }}", "{{ ''.__class__.__mro__ }}", "{{ site._ask }}", "{{ page.__class__ }}", "{{ self._TemplateReference__context }}", "{{ lipsum }}", "{{ site.text.__func__ }}",
    "{{ site.text.__globals__ }}", "{{ joiner.__init__ }}", "{{ namespace.__init__ }}", "{{ request }}", "{{ config }}", "{{ env }}", "{{ os }}", "{{ '%s'|format(page)|attr('__class__') }}", "{{ page|attr('__class__') }}",
    "{% include '/etc/passwd' %}", "{% include '../../sitegen.toml' %}", "{% import 'os' as os %}", "{{ 'a'.format.__self__ }}", "{{ '{0.__class__}'.format(page) }}", "{{ now() }}", "{{ range(10**9)|list }}",
)  # fmt: skip


@pytest.mark.parametrize("text", PRYING)
def test_case_62_a_template_reaches_nothing_of_the_machine(newsroom: Newsrooms, text: str) -> None:
    room = newsroom({"content/politics/story.md": article(), "sitegen.toml": CONFIG.replace('"base"', '"own"'), "themes/own/theme.toml": "", "themes/own/partials/share.html": f"\n{text}"})
    built = room.build()
    assert built.code == 1
    assert {finding.span.path for finding in built.findings} == {"themes/own/partials/share.html"}
    assert not built.tree


def test_case_62_no_word_of_the_environment_is_in_the_site(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/story.md": article("Story", "summary: '$SECRET ${SECRET} %SECRET% {{ env.SECRET }}'", body="$SECRET {{ env.SECRET }} {% env SECRET %}"), "sitegen.toml": 'lite = "lite"\n' + CONFIG})
    names = ("SECRET", "GITHUB_TOKEN", "HOME", "USER", "LOGNAME", "HOSTNAME", "EMAIL", "LANG", "SITEGEN_SECRET", "DEPLOY_KEY")
    ran = room.run("build", **dict.fromkeys(names, SECRET))
    assert ran.returncode == 0, ran.stderr
    for path in (room.folder / "public").rglob("*"):
        assert SECRET not in path.name and (path.is_dir() or SECRET.encode() not in path.read_bytes()), path
    assert not [path for path in (room.folder / ".sitegen").rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert str(room.folder).encode() not in b"".join(path.read_bytes() for path in (room.folder / "public").rglob("*") if path.is_file())
