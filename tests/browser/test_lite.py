"""The light edition in a real Chromium: a page of each kind is small, accessible, narrow enough, and loads two files."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served, opened
from tests.browser.test_pages import one_of, violations

pytestmark = pytest.mark.parametrize("site", ["gazette"], indirect=True)

KILOBYTE = 1000
PAGE = 10 * KILOBYTE
KINDS = ("home", "section", "tag", "author", "series", "story", "corrections", "month", "archive", "tags", "authors", "article", "page", "not-found")
MORE = ("sport/2026/11/derby-live/", "sport/2026/09/stadium-lights/", "culture/2026/10/old-mill/", "page/1/")
"""A live blog, a tombstone, a long read, an archive page."""


def test_every_kind_of_page_but_the_search_is_looked_at(site: Served) -> None:
    assert {kind for _, kind in site.looks()} == {*KINDS, "search"}


def twin(site: Served, url: str) -> str:
    return f"{site.url}/lite/{url.removeprefix(site.url + '/')}"


def twins(site: Served, kind: str) -> list[str]:
    return [twin(site, url) for url in one_of(site, kind)]


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    context = opened(chromium, bypass_csp=True, viewport={"width": 375, "height": 800})
    yield context.new_page()
    context.close()


def test_each_page_is_under_ten_kilobytes_with_all_it_loads(site: Served) -> None:
    pages = list((site.folder / "lite").rglob("*.html"))
    assert 2 * len(pages) == len(site.pages()) - len(one_of(site, "search")) > 200
    (sheet,) = (site.folder / "assets").glob("lite.*.css")
    (icon,) = (site.folder / "assets").glob("icon.*.svg")
    beside = sum(len(gzip.compress(one.read_bytes(), 6)) for one in (sheet, icon))
    weights = {path: len(gzip.compress(path.read_bytes(), 6)) + beside for path in pages}
    assert {path: weight for path, weight in weights.items() if weight >= PAGE} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_accessible_in_light_and_dark_and_scrolls_down_only(kind: str, site: Served, reader: Page) -> None:
    for url in twins(site, kind):
        reader.goto(url)
        for scheme in ("light", "dark"):
            reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(reader) == [], (url, scheme)
        for width in (320, 375, 1440):
            reader.set_viewport_size({"width": width, "height": 800})
            over = reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{url} is {over} px too wide at {width}"


def test_pages_of_other_shapes_are_accessible_too(site: Served, reader: Page) -> None:
    for path in MORE:
        reader.goto(f"{site.url}/lite/{path}")
        assert violations(reader) == [], path


def test_the_theme_sets_the_colours_of_the_dark(site: Served, reader: Page) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        reader.goto(f"{site.url}/lite/")
        grounds.append(reader.evaluate("getComputedStyle(document.documentElement).colorScheme + getComputedStyle(document.querySelector('h2 a')).color"))
    assert grounds[0].startswith("light dark") and grounds[0] != grounds[1]


def test_a_page_loads_its_sheet_and_icon_and_says_nothing_on_the_console(site: Served, chromium: Browser) -> None:
    context = opened(chromium)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for kind in ("home", "article", "section", "author", "not-found"):
        for url in twins(site, kind):
            asked.clear()
            page.goto(url, wait_until="networkidle")
            assert [one for one in asked if not one.startswith((url, f"{site.url}/assets/lite.", f"{site.url}/assets/icon."))] == []
    assert said == []
    context.close()


def test_a_reader_goes_over_and_back_by_keyboard(site: Served, reader: Page) -> None:
    (url, *_) = one_of(site, "article")
    reader.goto(url)
    reader.get_by_role("link", name="Легка версія").focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url(twin(site, url))
    reader.keyboard.press("Tab")
    assert reader.locator(":focus").get_attribute("class") == "skip"
    for _ in range(4):
        reader.keyboard.press("Tab")
        box = reader.locator(":focus").bounding_box()
        width, style = reader.locator(":focus").evaluate("e => [parseFloat(getComputedStyle(e).outlineWidth), getComputedStyle(e).outlineStyle]")
        assert box and box["height"] >= 24 and width >= 2 and style == "solid"
    reader.get_by_role("link", name="Повна версія").click()
    reader.wait_for_url(url)
