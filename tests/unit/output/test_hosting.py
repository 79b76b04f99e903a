"""What hosts are told: headers, the content policy, the manifest, redirects."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from sitegen.core.site import Gone, Media, Redirect
from sitegen.output.hosting import content_security_policy, render_headers, render_web_manifest
from sitegen.output.redirects import render_redirect_page, render_redirects
from tests.answers import Answers, settings


def policy(text: str) -> dict[str, str]:
    return {part.split(" ")[0]: part.partition(" ")[2] for part in text.split("; ")}


def test_the_policy_allows_only_the_publication_itself() -> None:
    found = policy(content_security_policy(Answers()))
    assert found["default-src"] == "'none'"
    assert found["base-uri"] == "'none'"
    assert found["form-action"] == "'self'"
    assert found["frame-src"] == "'none'"
    for name in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
        assert found[name] == "'self'"
    assert "frame-ancestors" not in found
    assert "unsafe" not in content_security_policy(Answers())


def test_settings_and_embeds_add_their_origins() -> None:
    known = Answers(config=settings('[csp]\nscript_src = ["https://stats.example"]\nconnect_src = ["https://stats.example"]\n'))
    found = policy(content_security_policy(known, ("telegram", "telegram")))
    assert found["script-src"] == found["connect-src"] == "'self' https://stats.example"
    assert found["frame-src"] == "https://t.me"
    assert found["img-src"] == "'self'"


def test_headers_name_only_the_frames_that_some_page_opens() -> None:
    def frames(*embeds: str) -> str:
        known = Answers(embeds=embeds)
        (line,) = [one for one in render_headers(known).decode().splitlines() if "frame-ancestors" in one]
        return policy(line.partition(": ")[2])["frame-src"]

    assert frames() == "'none'"
    assert frames("x", "youtube") == "https://platform.twitter.com https://www.youtube-nocookie.com"


def test_headers_have_the_form_that_hosts_read() -> None:
    text = render_headers(Answers(config=settings(base_url="https://h.example/paper/"), embeds=("telegram",))).decode()
    blocks = [block.splitlines() for block in text.split("\n\n")]
    assert [block[0] for block in blocks] == ["/paper/*", "/paper/assets/*", "/paper/media/*"]
    for line in (line for block in blocks for line in block[1:]):
        assert line.startswith("  ") and ": " in line and len(line) < 2000
    assert "  X-Content-Type-Options: nosniff" in blocks[0]
    assert "immutable" in blocks[1][1]
    assert any("frame-ancestors 'self'" in line and "https://t.me" in line for line in blocks[0])
    assert any("sandbox" in line for line in blocks[2])


def test_the_manifest_names_the_publication_and_the_themes_icons() -> None:
    data = json.loads(render_web_manifest(Answers(config=settings(base_url="https://h.example/paper/"))))
    assert (data["name"], data["lang"], data["start_url"], data["scope"]) == ("Тиха газета", "uk", "/paper/", "/paper/")
    assert [icon["sizes"] for icon in data["icons"]] == ["any", "512x512"]


def test_the_manifest_takes_the_publications_own_icon() -> None:
    icon = Media("static/icon.png", "icon.png", "/icon.png", "https://h.example/icon.png", 192, 192, 900, "image/png")
    data = json.loads(render_web_manifest(Answers(config=settings(icon="static/icon.png"), media=[icon])))
    assert data["icons"] == [{"src": "/icon.png", "type": "image/png", "sizes": "192x192"}]


# ------------------------------------------------------------------ redirects

HOSTILE = [
    "/a b/", "/a\nEvil: x /b/ 200/", '/"><script>alert(1)</script>/', "/a';url=//evil.example/", "//evil.example/x/",
    "/\\evil.example/", "javascript:alert(1)", "https://evil.example/", "/a#b/", "/:splat/*/", "/міст/", "/%2e%2e/x/",
    "/a?b=c/", "/a\u2028b/", "/a\tb/ 200!",
]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def redirect(path: str, target: str) -> Redirect:
    return Redirect(path, target, "content/x.md")


@pytest.mark.parametrize("path", HOSTILE)
def test_case_59_a_redirect_line_is_one_rule_within_the_site(path: str) -> None:
    text = render_redirects(Answers(), (redirect(path, "/new/"), redirect("/old/", path))).decode()
    lines = text.split("\n")
    assert lines.pop() == ""
    assert len(lines) == 2 and text.isascii()
    for line in lines:
        former, target, status = line.split(" ")
        assert status == "301"
        for address in (former, target):
            assert address.startswith("/") and not address.startswith("//")
            assert not set("*:;#\\\"'<>\t?") & set(address)


@pytest.mark.parametrize("path", HOSTILE)
def test_case_59_a_redirect_page_leads_only_within_the_site(path: str) -> None:
    data = render_redirect_page(Answers(), redirect("/old/", path), "en").decode()
    page = _Page()
    page.feed(data)
    assert [tag for tag, _ in page.tags] == [
        "html", "head", "meta", "title", "meta", "link", "meta", "meta", "body", "p", "a",
    ]
    refresh = next(words["content"] for _, words in page.tags if words.get("http-equiv") == "refresh")
    canonical = next(words["href"] for _, words in page.tags if words.get("rel") == "canonical")
    address = page.tags[-1][1]["href"]
    assert refresh == f"0; url={address}"
    assert address.startswith("/") and not address.startswith(("//", "/\\")) and ";" not in address
    assert canonical == "https://herald.example" + address
    assert {"name": "robots", "content": "noindex"} in [words for tag, words in page.tags if tag == "meta"]


def test_a_redirect_keeps_the_base_path_and_the_meaning_of_its_path() -> None:
    known = Answers(config=settings(base_url="https://h.example/paper/"))
    text = render_redirects(known, (redirect("/старе/", "/нове/"), redirect("/b/", "/b/"))).decode()
    former, target, _ = text.split()
    assert (unquote(former), unquote(target)) == ("/paper/старе/", "/paper/нове/")
    page = render_redirect_page(known, redirect("/a/", "/b/"), "uk").decode()
    assert '<html lang="uk">' in page and 'href="https://h.example/paper/b/"' in page and "Сторінку перенесено" in page


@pytest.mark.parametrize(("host", "count"), [("any", 1000), ("cloudflare", 2000), ("gitlab", 1000), ("netlify", 10_000)])
def test_a_host_is_given_as_many_rules_as_it_reads_the_first_first(host: str, count: int) -> None:
    known = Answers(config=settings(f'[redirects]\nhost = "{host}"\n'))
    many = tuple(redirect(f"/{number}/", "/n/") for number in range(12_000))
    given = b"# By hand\n\n/x /y 301\n/z /y 301\n"
    lines = render_redirects(known, many, (), given).decode().splitlines()
    assert len(lines) == count - 2 and lines[0].startswith("/0/ ") and lines[-1].startswith(f"/{count - 3}/ ")
    assert {line.split()[2] for line in lines} == {"301!" if host == "netlify" else "301"}


@pytest.mark.parametrize(("host", "limit"), [("any", 65536), ("gitlab", 65536), ("cloudflare", 10**9)])
def test_a_host_is_given_no_larger_file_and_no_longer_rule_than_it_reads(host: str, limit: int) -> None:
    known = Answers(config=settings(f'[redirects]\nhost = "{host}"\n'))
    many = tuple(redirect(f"/{number}/" + "long/" * 30, "/n/") for number in range(900))
    text = render_redirects(known, many, (), b"x" * 1000)
    assert 1000 + len(text) <= limit and (text.count(b"\n") == 900) is (host == "cloudflare")
    assert render_redirects(known, (redirect("/" + "a/" * 600, "/n/"), redirect("/b/", "/n/"))) .count(b"\n") == 1


def test_what_is_gone_is_told_to_a_host_that_can_answer_so() -> None:
    gone = (Gone("/a b/", "uk"), Gone("/en/c/", "en"))
    base = "https://h.example/paper/"
    assert render_redirects(Answers(config=settings('[redirects]\nhost = "netlify"\n', base_url=base)), (), gone) == (
        b"/paper/a%20b/ /paper/404.html 410\n/paper/en/c/ /paper/en/404.html 410\n"
    )
    for host in ("any", "cloudflare", "gitlab"):
        assert render_redirects(Answers(config=settings(f'[redirects]\nhost = "{host}"\n')), (), gone) == b""


def test_no_redirects_are_an_empty_file() -> None:
    assert render_redirects(Answers(), ()) == b""
