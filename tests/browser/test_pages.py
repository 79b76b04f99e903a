"""The sample publication in a real Chromium: accessible in light and dark, at a phone's and a desk's width, with no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served, opened, tool

KINDS = ["home", "section", "tag", "author", "series", "story", "corrections", "month", "archive", "tags", "authors", "article", "page", "search", "not-found"]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def one_of(site: Served, kind: str) -> list[str]:
    """Pages of a kind: the longest (it has the most in it), in each language."""
    found: dict[str, tuple[int, str]] = {}
    for url in site.pages():
        path = site.folder / url.removeprefix(site.url + "/")
        text = (path / "index.html" if path.is_dir() else path).read_text("utf-8")
        shown = re.search(r'<body class="kind-([a-z-]+)">', text)
        language = re.search(r'<html lang="(\w+)"', text)
        if shown and language and shown[1] == kind:
            found[language[1]] = max(found.get(language[1], (0, "")), (len(text), url))
    assert found, f"the sample has no page of the kind {kind}"
    return [url for _, url in found.values()]


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    page.add_script_tag(path=str(tool("axe-core/axe.min.js")))
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", AXE)
    return [f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}" for one in result["violations"] for node in one["nodes"]]


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A page whose policy lets axe in; everything else is as it is for a reader."""
    context = opened(chromium, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_accessible_in_light_and_dark_at_both_widths(kind: str, site: Served, reader: Page) -> None:
    for url in one_of(site, kind):
        for scheme in ("light", "dark"):
            for name, (width, height) in SIZES.items():
                reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                reader.set_viewport_size({"width": width, "height": height})
                reader.goto(url)
                assert violations(reader) == [], (url, scheme, name)
                overflow = reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert overflow <= 0, f"{url} is {overflow} px too wide on a {name}"


def test_the_checker_finds_what_is_wrong(reader: Page) -> None:
    reader.set_content('<html><body><img src="x"><p style="color:#bbb;background:#fff">pale</p><a href="/"></a></body></html>')
    assert {line.split(":")[0] for line in violations(reader)} >= {"image-alt", "color-contrast", "link-name", "html-has-lang"}


@pytest.mark.parametrize("kind", ["home", "article", "section", "author", "story", "corrections", "page", "search", "not-found"])
def test_a_page_asks_nothing_of_another_host_and_says_nothing_on_the_console(kind: str, site: Served, chromium: Browser) -> None:
    context = opened(chromium)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for url in one_of(site, kind):
        asked.clear()
        page.goto(url, wait_until="networkidle")
        assert [one for one in asked if not one.startswith(site.url + "/")] == []
        assert len([one for one in asked if "/media/" not in one]) <= 10
    assert said == []
    context.close()


def test_a_page_is_read_without_javascript_and_by_keyboard(site: Served, chromium: Browser) -> None:
    context = opened(chromium, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    (url, *_) = one_of(site, "article")
    page.goto(url)
    assert page.locator("h1").is_visible() and page.locator(".body p").first.is_visible()
    skip = page.locator("a.skip")
    page.keyboard.press("Tab")
    focused = page.locator("a:focus")
    assert focused.get_attribute("class") == "skip"
    assert skip.bounding_box()["width"] > 20  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    context.close()


def test_pictures_leave_no_gap_to_jump_over(site: Served, reader: Page) -> None:
    """Every picture says its size, so that nothing moves when it comes."""
    for kind in ("home", "article"):
        for url in one_of(site, kind):
            reader.goto(url)
            assert reader.evaluate("[...document.images].filter(i => !i.getAttribute('width') || !i.getAttribute('height')).length") == 0
