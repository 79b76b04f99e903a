"""The sample publication in a real Chromium: accessible in light and dark, at a phone's and a desk's width, with no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from sitegen.files import built_in_themes
from tests.browser.conftest import Served, opened, tool

SIZES = {"phone": (390, 844), "desk": (1280, 900)}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "rules": {"target-size": {"enabled": True}}}


def one_of(site: Served, kind: str) -> list[str]:
    """The longest pages of a kind, whatever their template."""
    found = [url for (_, of), urls in site.looks().items() if of == kind for url in urls]
    assert found, f"the sample has no page of the kind {kind}"
    return found


def violations(page: Page, exclude: Sequence[str] = ()) -> list[str]:
    """What axe-core finds outside ``exclude``, a line each."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(tool("axe-core/axe.min.js")))
    result: dict[str, Any] = page.evaluate("([exclude, options]) => axe.run({exclude}, options)", [list(exclude), AXE])
    return [f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}" for one in result["violations"] for node in one["nodes"]]


UNSEEN = """
(() => {
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const rgb = words => words.match(/[\\d.]+/g).map(Number)
  const ground = node => {
    for (let one = node; one; one = one.parentElement) { const c = rgb(getComputedStyle(one).backgroundColor); if (c.length < 4 || c[3] === 1) return c }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255]
  }
  const found = []
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
    if (one.tabIndex < 0 || !one.checkVisibility()) continue
    one.focus({preventScroll: true})
    const style = getComputedStyle(one), wide = parseFloat(style.outlineWidth)
    const [a, b] = [light(rgb(style.outlineColor)), light(ground(one.parentElement))].sort((x, y) => y - x)
    const wrong = []
    if (document.activeElement !== one) wrong.push("takes no focus")
    if (style.outlineStyle !== "solid" || wide < 2) wrong.push(`outline ${style.outlineStyle} ${wide}px`)
    if ((a + 0.05) / (b + 0.05) < 3) wrong.push(`contrast ${((a + 0.05) / (b + 0.05)).toFixed(2)}`)
    const box = one.getBoundingClientRect(), reach = wide + parseFloat(style.outlineOffset)
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowY === "visible") continue
      const clip = up.getBoundingClientRect()
      if (box.top - reach < clip.top - 1 || box.bottom + reach > clip.bottom + 1) wrong.push(`cut off by ${up.tagName}.${up.className}`)
    }
    if (wrong.length) found.push(`${one.outerHTML.slice(0, 120)}: ${wrong.join(", ")}`)
  }
  return found
})()
"""
"""What can take the focus and does not show it: no outline of 2 px, one of less than 3 to 1 on its ground (WCAG 2.2, 1.4.11), or one that is cut off."""


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A page whose policy lets axe in; everything else is as it is for a reader."""
    context = opened(chromium, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_the_sample_shows_every_template(site: Served) -> None:
    themes = built_in_themes()
    templates = {path.name for theme in themes.iterdir() for path in theme.glob("*.html")} - {"layout.html"}
    assert {template for template, _ in site.made} >= templates


@pytest.mark.parametrize("size", SIZES)
def test_a_page_of_each_template_is_accessible_in_light_and_dark(size: str, site: Served, chromium: Browser) -> None:
    """Headings in their order, targets of 24 pixels and all else that axe knows; and a focus that can be seen."""
    width, height = SIZES[size]
    context = opened(chromium, bypass_csp=True, viewport={"width": width, "height": height})
    page = context.new_page()
    for look, urls in site.looks().items():
        for url in urls:
            page.goto(url)
            page.keyboard.press("Tab")  # from here on, what gets the focus shows it
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert violations(page) == [], (look, url, scheme)
                assert page.evaluate(UNSEEN) == [], (look, url, scheme)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{url} is {over} px too wide on a {size}"
    context.close()


def test_the_checker_finds_what_is_wrong(reader: Page) -> None:
    reader.set_content(
        '<html><body><img src="x"><h2>a</h2><h4>b</h4><p style="color:#bbb;background:#fff">pale</p><a href="/"></a>'
        '<ul><li><a href="/a" style="font-size:8px">a</a></li><li><a href="/b" style="font-size:8px;outline:1px dotted">b</a></li></ul></body></html>'
    )
    assert {line.split(":")[0] for line in violations(reader)} >= {"image-alt", "color-contrast", "link-name", "html-has-lang", "heading-order", "target-size"}
    reader.keyboard.press("Tab")
    assert any('href="/b"' in one and "outline dotted" in one for one in reader.evaluate(UNSEEN))


def test_a_page_asks_nothing_of_another_host_breaks_no_policy_and_says_nothing_on_the_console(site: Served, chromium: Browser) -> None:
    context = opened(chromium)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for look, urls in site.looks().items():
        for url in urls:
            asked.clear()
            page.goto(url)
            assert [one for one in asked if not one.startswith(site.url + "/")] == [], look
            own = ("/assets/search/",) if look[1] == "search" else ()  # the box's script and sheet come on top
            assert len([one for one in asked if "/media/" not in one and not any(part in one for part in own)]) <= 10, (look, asked)
            assert said == [], (look, url)
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
    page.wait_for_url("**#content")
    context.close()


def test_pictures_leave_no_gap_to_jump_over(site: Served, reader: Page) -> None:
    """Every picture says its size, so that nothing moves when it comes."""
    for kind in ("home", "article"):
        for url in one_of(site, kind):
            reader.goto(url)
            assert reader.evaluate("[...document.images].filter(i => !i.getAttribute('width') || !i.getAttribute('height')).length") == 0
