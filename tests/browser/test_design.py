"""Gazette in a real Chromium: light, still, narrow enough for the smallest phone, printed like a clipping."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Served, opened
from tests.browser.test_pages import violations

pytestmark = pytest.mark.parametrize("site", ["gazette"], indirect=True)

KILOBYTE = 1000
ARTICLE, SHEET, SCRIPTS, REQUESTS = 80 * KILOBYTE, 20 * KILOBYTE, 10 * KILOBYTE, 10
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifts.push([one.value, ...one.sources.map(s => s.node && s.node.className)]) })
  .observe({type: "layout-shift", buffered: true});
"""


def articles(site: Served) -> list[str]:
    return [site.url + path for path in site.made["article.html", "article"]]


def local(site: Served, url: str) -> Path:
    return site.file(url.removeprefix(site.url))


def wire(path: Path) -> int:
    """Bytes as a host sends them: text is packed, letters are already."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    context = opened(chromium)
    yield context.new_page()
    context.close()


def fetched(page: Page, url: str) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url, wait_until="networkidle")
    return asked


def test_the_heaviest_articles_are_light_over_the_wire(site: Served, chromium: Browser) -> None:
    """The longest ones, and the one that needs most scripts."""
    found = articles(site)
    assert len(found) > 40
    heavy = sorted(found, key=lambda one: -wire(local(site, one)))[:3]
    heavy.append(max(found, key=lambda one: local(site, one).read_text("utf-8").count("<script src=")))
    for url in dict.fromkeys(heavy):
        context = opened(chromium)
        asked = [one for one in fetched(context.new_page(), url) if "/media/" not in one]
        context.close()
        assert any(one.endswith(".woff2") for one in asked)
        assert all(one.startswith(site.url + "/") for one in asked) and len(asked) <= REQUESTS
        weight = {one: wire(local(site, one)) for one in set(asked)}
        assert sum(weight.values()) <= ARTICLE, weight
        assert sum(bytes_ for one, bytes_ in weight.items() if one.endswith(".css")) <= SHEET, weight
        assert sum(bytes_ for one, bytes_ in weight.items() if one.endswith(".js")) <= SCRIPTS, weight
    assert any(one.endswith(".js") for one in asked)


@pytest.mark.parametrize(("language", "path", "other"), [
    ("en", "en/politics/2026/11/budget-2027/", "cyrillic"), ("uk", "politics/2026/11/budget-2027/", "latin"),
])  # fmt: skip
def test_a_page_loads_the_letters_of_its_own_script(language: str, path: str, other: str, site: Served, reader: Page) -> None:
    letters = [one for one in fetched(reader, f"{site.url}/{path}") if one.endswith(".woff2")]
    assert len(letters) >= 2 and not [one for one in letters if other in one]
    preloaded = set(reader.eval_on_selector_all("link[rel=preload]", "all => all.map(one => one.href)"))
    assert len(preloaded) == 2 and preloaded <= set(letters)
    faces = reader.evaluate("[...document.fonts].filter(one => one.family.includes('Gazette')).map(one => one.status)")
    assert len(faces) == 6 and "error" not in faces and faces.count("loaded") >= 2
    assert letters.count(letters[0]) == 1, "what is preloaded is not fetched again"


def test_the_hryvnia_and_the_apostrophe_are_in_the_letters(site: Served, reader: Page) -> None:
    """Of each script's own file: a sign it lacks would be drawn by another font, or fetch the other script's."""
    for path, family in (("/", "Gazette Cyrillic"), ("/en/", "Gazette Latin")):
        reader.goto(site.url + path)
        reader.evaluate("document.fonts.ready")
        differs = """async ([family, sign, weight]) => {
          await document.fonts.load(`${weight} 40px "${family}"`, sign);
          const draw = fonts => { const c = document.createElement('canvas').getContext('2d'); c.font = `${weight} 40px ${fonts}`; return c.measureText(sign).width };
          return draw(`"${family}", monospace`) !== draw('monospace');
        }"""
        for sign in "₴№’«»—…":
            for weight in ("400", "700"):
                assert reader.evaluate(differs, [family, sign, weight]), (family, sign, weight)


@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_moves_while_a_page_is_loaded_and_none_scrolls_sideways(width: int, site: Served, reader: Page) -> None:
    """A page of each template; loaded at this width, then on the smallest phone and the widest desk."""
    reader.add_init_script(SHIFTS)
    for look, urls in site.looks().items():
        for url in urls:
            reader.set_viewport_size({"width": width, "height": 800})
            reader.goto(url)
            reader.evaluate("document.fonts.ready")
            shifts = reader.evaluate("window.shifts")
            assert sum(one[0] for one in shifts) < 0.001, (look, url, shifts)  # a fallback font's rounding, where the machine is slow
            reader.set_viewport_size({"width": 320 if width < 800 else 1920, "height": 700})
            over = reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{url} is {over} px too wide at {reader.viewport_size}"


def test_letters_that_come_late_hardly_move_anything(site: Served, chromium: Browser) -> None:
    context = opened(chromium, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.add_init_script(SHIFTS)

    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route(re.compile(r"\.woff2$"), late)
    page.goto(f"{site.url}/politics/2026/11/budget-2027/", wait_until="networkidle")
    page.wait_for_timeout(500)
    assert sum(one[0] for one in page.evaluate("window.shifts")) < 0.1
    context.close()


def test_every_article_fits_the_smallest_phone(site: Served, reader: Page) -> None:
    reader.set_viewport_size({"width": 320, "height": 700})
    for url in articles(site):
        reader.goto(url, wait_until="load")
        assert reader.evaluate("document.documentElement.scrollWidth") <= 320, url


def test_the_keyboard_goes_from_the_top_through_languages_and_menu(site: Served, reader: Page) -> None:
    reader.goto(site.url + "/")
    path = []
    for _ in range(10):
        reader.keyboard.press("Tab")
        one = reader.locator(":focus")
        box = one.bounding_box()
        assert box and box["height"] >= 24
        width, style = one.evaluate("e => [parseFloat(getComputedStyle(e).outlineWidth), getComputedStyle(e).outlineStyle]")
        assert width >= 2 and style == "solid"
        path.append(one.inner_text().strip())
    assert path[1:5] == ["Пошук", "English", "Тихопільський вісник", "Політика"] and path[-1] == "Світ"
    reader.goto(site.url + "/")
    for _ in range(3):
        reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_url(site.url + "/en/")


def test_a_printed_article_is_a_clipping(site: Served, reader: Page) -> None:
    url = next(one for one in articles(site) if 'class="sources"' in local(site, one).read_text("utf-8"))
    reader.goto(url)
    assert reader.locator(".menu").is_visible() and reader.locator(".share").is_visible()
    reader.emulate_media(media="print", color_scheme="dark")
    for gone in ("nav", ".share", ".read-also", ".tags", ".related", ".languages"):
        assert not [one for one in reader.locator(gone).all() if one.is_visible()], gone
    assert reader.locator("h1").is_visible() and reader.locator(".masthead .name").is_visible() and reader.locator(".sources").is_visible()
    left, column = (reader.locator(one).first.bounding_box() for one in ("h1", ".body"))
    assert left and column and left["x"] == column["x"] and column["width"] > 500
    after = reader.locator(".sources a").first.evaluate("e => [getComputedStyle(e, '::after').content, e.getAttribute('href')]")
    assert after[1] in after[0]
    assert reader.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_forced_colours_and_reduced_motion_are_kept(site: Served, reader: Page) -> None:
    reader.emulate_media(forced_colors="active", reduced_motion="reduce")
    reader.goto(f"{site.url}/society/2026/11/mill-bridge-boat/")
    assert reader.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert reader.locator(".box").first.evaluate("e => getComputedStyle(e).borderStyle") == "solid"
    reader.emulate_media(forced_colors="none", reduced_motion="no-preference")
    assert reader.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"


def test_sharing_is_plain_links_that_name_the_article(site: Served, reader: Page) -> None:
    reader.goto(f"{site.url}/en/politics/2026/11/budget-2027/")
    links = reader.eval_on_selector_all(".share nav a", "all => all.map(one => one.getAttribute('href'))")
    address = "https%3A//herald.example/en/politics/2026/11/budget-2027/"
    assert [one.partition("?")[0] for one in links] == ["https://t.me/share/url", "https://x.com/intent/post", "mailto:"]
    assert all(address in one for one in links)


def test_a_long_read_has_a_table_of_contents_that_leads_to_its_headings(site: Served, reader: Page) -> None:
    reader.goto(f"{site.url}/culture/2026/10/old-mill/")
    words = reader.locator(".contents li").all_inner_texts()
    assert len(words) == 4
    for one in words:
        reader.locator(".contents").get_by_role("link", name=one, exact=True).click()
        assert reader.locator(":target").inner_text().replace("\u00a0", " ") == one
    reader.goto(f"{site.url}/politics/2026/11/budget-2027/")
    assert reader.locator(".contents").count() == 0


def test_an_updating_and_a_retracted_page_are_accessible(site: Served, chromium: Browser) -> None:
    context = opened(chromium, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in ("sport/2026/11/derby-live/", "sport/2026/09/stadium-lights/", "culture/2026/10/old-mill/"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"{site.url}/{path}")
            assert violations(page) == [], (path, scheme)
    context.close()
