"""Videos, posts and galleries in a real Chromium: nothing is asked of anyone before the reader asks, and all of it works with keys and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Served, opened
from tests.browser.test_pages import violations

TELEGRAM, YOUTUBE, X = "economy/2026/11/depot-interview/", "en/politics/2026/10/zarichchia-tram-vote/", "politics/2026/11/youth-council-2026/"
FRAMES = {
    TELEGRAM: ("https://t.me/tykhopil_example/137?embed=1", "https://t.me", "no-referrer"),
    YOUTUBE: ("https://www.youtube-nocookie.com/embed/aaaaaaaaaaa?autoplay=1", "https://www.youtube-nocookie.com", "strict-origin"),
    X: ("https://platform.twitter.com/embed/Tweet.html?id=1000000000000000001&dnt=true&lang=uk", "https://platform.twitter.com", "no-referrer"),
}
GALLERY = "society/2026/11/mill-bridge-boat/"
WATCH = """
window.shifts = []; window.broken = [];
new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifts.push([one.value, ...one.sources.map(s => s.node && s.node.className)]) })
  .observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", event => window.broken.push(event.violatedDirective + " " + event.blockedURI));
"""


class Reading:
    """A page on which every request is seen, and other hosts answer with a page of ours."""

    def __init__(self, page: Page, site: Served) -> None:
        self.page, self.site = page, site
        self.abroad: list[str] = []
        self.said: list[str] = []
        page.add_init_script(WATCH)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.context.route(lambda url: not url.startswith(site.url + "/"), self._answer)

    def _answer(self, route: Route) -> None:
        self.abroad.append(route.request.url)
        route.fulfill(content_type="text/html", body="<!doctype html><title>Theirs</title><button>Theirs</button>")

    def goto(self, path: str) -> Page:
        self.page.goto(f"{self.site.url}/{path}", wait_until="networkidle")
        self.page.evaluate("document.fonts.ready.then(() => { window.shifts = [] })")  # how it loads is judged in test_design
        return self.page

    def is_clean(self) -> bool:
        """No policy broken, nothing said, nothing moved, not even where the reader has just asked for something."""
        assert (self.page.evaluate("window.broken"), self.said) == ([], [])
        shifts = self.page.evaluate("window.shifts")
        assert sum(one[0] for one in shifts) < 0.001, shifts
        return True


@pytest.fixture
def reading(site: Served, chromium: Browser) -> Iterator[Reading]:
    context = opened(chromium, viewport={"width": 390, "height": 800})
    yield Reading(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_is_opened_by_the_readers_key_and_by_nothing_else(path: str, reading: Reading) -> None:
    frame, origin, referrer = FRAMES[path]
    page = reading.goto(path)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert reading.abroad == [] and page.locator("iframe").count() == 0
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy and f"frame-src {origin};" in policy and reading.site.file("/_headers").read_text("utf-8").count(origin) == 1

    card = page.locator(".embed")
    link, button = card.locator("a"), card.get_by_role("button")
    expect(card).to_contain_text("IP")
    assert link.is_visible() and button.is_visible()
    link.focus()
    place = "e => [e.offsetTop, e.offsetHeight, document.documentElement.scrollHeight]"
    before = card.evaluate(place)
    page.keyboard.press("Tab")
    assert button.evaluate("e => e === document.activeElement && e.matches(':focus-visible')")
    with page.expect_response(frame):
        page.keyboard.press("Enter")
    made = page.locator("iframe")
    given = made.evaluate("e => ({src: e.src, policy: e.referrerPolicy, sandbox: e.sandbox.value, title: e.title, focused: e === document.activeElement})")
    assert (given["src"], given["policy"], given["focused"]) == (frame, referrer, True)
    assert "allow-top-navigation" not in given["sandbox"] and "allow-scripts" in given["sandbox"] and link.inner_text() in given["title"]
    assert page.frame_locator("iframe").get_by_role("button", name="Theirs").is_visible()
    page.keyboard.press("Tab")
    assert page.frames[1].evaluate("document.activeElement.textContent") == "Theirs"
    assert reading.abroad == [frame] and card.evaluate(place) == before and link.is_visible()
    assert reading.is_clean()


def test_in_the_dark_a_post_is_dark(reading: Reading) -> None:
    reading.page.emulate_media(color_scheme="dark")
    page = reading.goto(TELEGRAM)
    page.locator(".embed button").click()
    expect(page.locator("iframe")).to_have_attribute("src", FRAMES[TELEGRAM][0] + "&theme=dark&dark=1")


def test_without_a_script_and_on_paper_an_embed_is_its_link(site: Served, chromium: Browser) -> None:
    context = opened(chromium, java_script_enabled=False)
    page = context.new_page()
    for path in FRAMES:
        page.goto(f"{site.url}/{path}")
        assert page.locator(".embed a").is_visible() and page.locator(".embed a").get_attribute("href", timeout=1000)
        assert not page.locator(".embed button").is_visible() and not page.locator(".embed-stage").is_visible()
    context.close()
    context = opened(chromium)
    page = context.new_page()
    page.goto(f"{site.url}/{TELEGRAM}")
    page.emulate_media(media="print")
    assert page.locator(".embed a").is_visible() and not page.locator(".embed-stage").is_visible()
    context.close()


def test_only_pages_that_show_something_load_a_script_and_each_only_its_own(site: Served) -> None:
    needed = {"embeds": "embed-stage", "gallery": "class=\"gallery\""}
    loaded: dict[str, int] = dict.fromkeys(needed, 0)
    for path in site.folder.rglob("*.html"):
        text = path.read_text("utf-8")
        scripts = re.findall(r'<script src="/assets/(\w+)\.\w+\.js" defer></script>', text)
        for name, mark in needed.items():
            assert (name in scripts) == (mark in text), path
            loaded[name] += name in scripts
    assert loaded["embeds"] >= 8 and loaded["gallery"] >= 4


def test_a_gallery_is_looked_through_with_keys(reading: Reading) -> None:
    page = reading.goto(GALLERY)
    links = page.locator(".gallery figure > a")
    links.first.focus()
    page.keyboard.press("ArrowRight")
    assert links.nth(1).evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog")
    expect(viewer).to_be_visible()
    expect(viewer).to_contain_text("1 / 2")
    first = viewer.locator("img").get_attribute("alt")
    assert first == links.first.locator("img").get_attribute("alt") and viewer.locator("figcaption .credit").is_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("2 / 2")
    viewer.get_by_role("button").nth(2).click()
    expect(viewer).to_contain_text("1 / 2")
    page.keyboard.press("ArrowLeft")
    expect(viewer).to_contain_text("2 / 2")
    for _ in range(8):  # the focus stays inside
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    assert links.nth(1).evaluate("e => e === document.activeElement")
    assert reading.abroad == [] and reading.is_clean()


def test_an_open_gallery_and_an_open_embed_are_accessible(site: Served, chromium: Browser) -> None:
    context = opened(chromium, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    reading = Reading(page, site)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        reading.goto(GALLERY)
        page.locator(".embed button").click()
        assert violations(page, exclude=["iframe"]) == [], scheme
        page.locator(".gallery figure > a").first.click()
        assert violations(page, exclude=["iframe"]) == [], scheme
    context.close()


def test_without_a_script_a_gallery_leads_to_its_pictures_and_is_printed_whole(site: Served, chromium: Browser) -> None:
    context = opened(chromium, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site.url}/{GALLERY}")
    figures = page.locator(".gallery figure")
    assert figures.count() == 2 and page.locator(".gallery figcaption").count() == 2 and not page.get_by_role("dialog").is_visible()
    page.emulate_media(media="print")
    assert all(one.is_visible() for one in figures.all())
    page.emulate_media(media="screen")
    with page.expect_response(re.compile(r"/media/.*\.(jpg|png)$")) as answer:
        page.locator(".gallery figure > a").last.click()
    assert answer.value.status == 200
    context.close()


def test_everything_that_can_be_used_breaks_no_policy(reading: Reading) -> None:
    """The embed opened, the gallery looked through, the language switched, the article shared: other hosts are asked by these clicks alone."""
    page = reading.goto(GALLERY)
    page.locator(".embed button").click()
    page.locator(".gallery figure > a").first.click()
    page.keyboard.press("Escape")
    assert reading.abroad == ["https://t.me/tykhopil_example/101?embed=1"] and reading.is_clean()
    page.locator(".languages a").first.click()
    page.wait_for_url(re.compile("/en/"))
    assert len(reading.abroad) == 1 and (page.evaluate("window.broken"), reading.said) == ([], [])
    for link in ("t.me/share", "x.com/intent"):
        page.locator(f".share a[href*='{link}']").click()
        page.wait_for_url(re.compile(re.escape(link)))
        page.go_back()
    assert [one.split("?")[0] for one in reading.abroad[1:]] == ["https://t.me/share/url", "https://x.com/intent/post"]
    assert reading.said == []
