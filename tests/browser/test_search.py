"""The search page in a real Chromium: what it loads and when, what it finds and says, by keyboard, and that nothing it prints runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Served, opened
from tests.browser.test_pages import SIZES, violations

DONE = re.compile("Знайдено|не знайдено|Found|Nothing")


class Reader:
    """A reader at the search page, under the policy that the page has; what the page asked for and said is kept."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url.removeprefix(url)))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        self.box, self.status, self.hits = page.get_by_role("searchbox"), page.get_by_role("status"), page.locator(".hit")

    def open(self, path: str = "/search/") -> Reader:
        self.page.goto(self.url + path, wait_until="networkidle")
        return self

    def find(self, text: str) -> list[str]:
        """The headlines that are found."""
        self.box.fill(text)
        self.box.press("Enter")
        return self.found()

    def found(self) -> list[str]:
        expect(self.page.locator(".results")).to_have_attribute("aria-busy", "false")
        expect(self.status).to_have_text(DONE)
        return self.hits.locator("h2").all_inner_texts()


@pytest.fixture
def reader(site: Served, chromium: Browser) -> Iterator[Reader]:
    context = opened(chromium, viewport={"width": 1280, "height": 900})
    yield Reader(context.new_page(), site.url)
    context.close()


def test_nothing_of_search_is_loaded_until_the_box_is_used(reader: Reader, site: Served) -> None:
    reader.open()
    scripts = [path for path in reader.asked if path.endswith(".js")]
    assert len(scripts) == 1 and not [path for path in reader.asked if "/search/data/" in path]
    assert sum((site.folder / path.lstrip("/")).stat().st_size for path in scripts) <= 10_000
    with reader.page.expect_event("requestfinished", lambda request: request.url.endswith("uk.json")):
        reader.box.focus()
    assert not [path for path in reader.asked if "fragment" in path]
    reader.open("/")
    assert not [path for path in reader.asked if path.endswith(".js") and "search" not in path]


def test_a_word_in_any_form_is_found_with_its_picture_date_and_place_in_the_text(reader: Reader) -> None:
    reader.open()
    found = reader.find("трамваєм")
    assert "Рада дозволила взяти кредит на трамвай до Заріччя" in found
    assert sorted(reader.find("ТРАМВАЙ")) == sorted(found)
    first = reader.hits.filter(has_text="Рада дозволила")
    assert first.locator(".when").inner_text().endswith("15 жовтня 2026") and "Олена Марченко" in first.locator(".when").inner_text()
    expect(first.locator("img")).to_have_js_property("complete", True)
    assert "трамва" in first.locator("mark").first.inner_text().lower()
    expect(reader.status).to_have_text(f"Знайдено: {len(found)}")
    reader.hits.locator("a").first.click()
    expect(reader.page.locator("article.story, .story").first).to_be_visible()
    assert reader.said == []


def test_each_language_searches_its_own_articles(reader: Reader) -> None:
    reader.open("/en/search/")
    assert "Council approves loan for tram line to Zarichchia" in reader.find("councils") or reader.find("trams")
    assert all(re.fullmatch(r"[\x00-\x7f’‘“”–—]+", one) for one in reader.find("trams"))
    assert reader.hits.first.locator(".when").inner_text().endswith("Kyiv time")
    assert reader.find("трамвай") == []


def test_results_are_narrowed_by_section_author_and_year_and_sorted_by_time(reader: Reader) -> None:
    reader.open()
    everything = reader.find("міст")
    section = reader.page.get_by_label("Рубрика")
    labels = section.locator("option").all_inner_texts()
    assert any(re.fullmatch(r"Суспільство \(\d+\)", label) for label in labels)
    section.select_option("society")
    expect(reader.page).to_have_url(re.compile("section=society"))
    narrowed = reader.found()
    assert 0 < len(narrowed) < len(everything) or len(everything) == 10
    assert set(reader.hits.locator(".kicker").all_inner_texts()) <= {"Суспільство", "Школи"}
    assert reader.page.get_by_label("Рік").locator("option").all_inner_texts()[1].startswith("2026 (")
    reader.page.get_by_label("Автор").select_option(index=1)
    expect(reader.page).to_have_url(re.compile("author="))
    assert 0 < len(reader.found()) <= len(narrowed)
    reader.page.go_back()
    expect(reader.hits).to_have_count(len(narrowed))
    reader.page.get_by_label("Спочатку").select_option("date")
    expect(reader.page).to_have_url(re.compile("sort=date"))
    assert sorted(reader.found()) == sorted(narrowed)


def test_the_address_keeps_what_was_looked_for(reader: Reader) -> None:
    reader.open("/search/?q=трамваї&section=politics")
    first = reader.found()
    expect(reader.box).to_have_value("трамваї")
    expect(reader.page.get_by_label("Рубрика")).to_have_value("politics")
    reader.box.fill("млин")
    reader.box.press("Enter")
    expect(reader.page).to_have_url(re.compile("q=%D0%BC%D0%BB%D0%B8%D0%BD"))
    expect(reader.box).to_have_value("млин")
    reader.page.go_back()
    expect(reader.box).to_have_value("трамваї")
    expect(reader.hits.locator("h2")).to_have_text(first)


def test_an_address_that_narrows_by_what_is_no_more_finds_all_the_same(reader: Reader) -> None:
    reader.open("/search/?q=трамвай&section=gone&year=1999")
    assert reader.found()
    expect(reader.page.get_by_label("Рубрика")).to_have_value("")


def test_typing_searches_without_a_key_to_end_it(reader: Reader) -> None:
    reader.open()
    reader.box.press_sequentially("трамв", delay=20)
    assert "Рада дозволила взяти кредит на трамвай до Заріччя" in reader.found()
    expect(reader.page).to_have_url(re.compile("q=%D1%82"))


def test_the_keyboard_leads_into_the_results_and_back(reader: Reader) -> None:
    reader.open()
    reader.page.keyboard.press("/")
    expect(reader.box).to_be_focused()
    reader.find("трамвай")
    links = reader.hits.locator("h2 a")
    for key, where in (("ArrowDown", links.nth(0)), ("ArrowDown", links.nth(1)), ("ArrowUp", links.nth(0)), ("ArrowUp", reader.box), ("ArrowDown", links.nth(0)), ("Escape", reader.box)):
        reader.page.keyboard.press(key)
        expect(where).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(reader.box).to_have_value("")
    expect(reader.hits).to_have_count(0)


def test_more_results_are_shown_on_demand_and_the_first_of_them_is_focused(reader: Reader) -> None:
    reader.open()
    reader.find("місто")
    expect(reader.hits).to_have_count(10)
    reader.page.get_by_role("button", name="Показати ще").click()
    expect(reader.hits.nth(10).locator("h2 a")).to_be_focused()


@pytest.mark.parametrize("canary", ["__proto__", "constructor", "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "toString valueOf", "{}", "$&", "\\u0000", "%"])
def test_whatever_is_typed_is_only_text(canary: str, reader: Reader) -> None:
    fired: list[str] = []
    reader.page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    reader.open()
    reader.find("трамвай")
    reader.box.fill(canary)
    reader.box.press("Enter")
    expect(reader.hits).to_have_count(0)
    if re.search(r"\w", canary):
        assert canary.replace('"', "") in reader.status.inner_text()
    assert reader.page.locator("main script:not([src]), main img[src=x]").count() == 0
    assert fired == [] and reader.said == []


def test_where_nothing_is_found_the_page_leads_elsewhere(reader: Reader) -> None:
    reader.open()
    assert reader.find("укрзалізниця") == []
    expect(reader.page.locator(".search-nothing a", has_text="Архів")).to_be_visible()


def test_where_the_index_can_t_be_had_the_page_says_so(reader: Reader) -> None:
    reader.page.route("**/search/data/uk.json", lambda route: route.abort())
    reader.open()
    reader.box.fill("трамвай")
    reader.box.press("Enter")
    expect(reader.status).to_contain_text("Пошук не завантажився")
    reader.page.unroute("**/search/data/uk.json")
    assert reader.find("трамвай")


def test_the_policy_that_a_host_sends_lets_search_work(reader: Reader, site: Served) -> None:
    policy = re.search("Content-Security-Policy: (.*script-src.*)", (site.folder / "_headers").read_text("utf-8"))
    assert policy

    def as_host(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy[1]})

    reader.page.route(re.compile("/search/$"), as_host)
    reader.open()
    assert reader.find("трамвай") and reader.said == []


def test_without_javascript_the_page_leads_to_sections_and_archive(site: Served, chromium: Browser) -> None:
    context = opened(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/search/")
    for part in ("p", 'a[href="/politics/"]', 'a[href="/archive/"]'):
        expect(page.locator(f"noscript {part}")).to_be_visible()
    assert not page.get_by_role("searchbox").is_visible()
    context.close()


def test_the_page_of_a_dead_address_searches_too(reader: Reader) -> None:
    reader.open("/404.html")
    reader.box.fill("трамвай")
    reader.box.press("Enter")
    reader.page.wait_for_url("**/search/?q=*")
    assert reader.found()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_accessible(scheme: str, site: Served, chromium: Browser) -> None:
    for width, height in (*SIZES.values(), (320, 640)):
        context = opened(chromium, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": height})
        found = Reader(context.new_page(), site.url).open("/search/?q=міст")
        assert found.found()
        assert violations(found.page) == [], width
        assert found.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        context.close()
