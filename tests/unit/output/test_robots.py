"""robots.txt: each crawler by its own token, one switch a class."""

from __future__ import annotations

from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from sitegen.output.robots import CRAWLERS, render_robots
from tests.answers import BASE, Answers, settings


def may(text: str, crawler: str, path: str = "a/") -> bool:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser.can_fetch(crawler, BASE + path)


def robots(**switches: bool) -> str:
    table = "[robots]\n" + "".join(f"{name} = {str(value).lower()}\n" for name, value in switches.items())
    return render_robots(Answers(config=settings(table))).decode()


def test_by_default_only_training_is_refused() -> None:
    text = robots()
    assert may(text, "Googlebot") and may(text, "OAI-SearchBot") and may(text, "ChatGPT-User") and may(text, "Unknown")
    assert not may(text, "GPTBot") and not may(text, "CCBot") and not may(text, "Google-Extended")


@pytest.mark.parametrize("key", [key for key, _, _ in CRAWLERS])
def test_a_switch_moves_its_class_and_no_other(key: str) -> None:
    everyone = {other: True for other, _, _ in CRAWLERS}
    text = robots(**(everyone | {key: False}))
    for other, _, tokens in CRAWLERS:
        assert {may(text, token) for token in tokens} == {other != key}, other
    assert may(text, "Unknown") is (key != "search")


def test_no_crawler_stands_in_two_classes() -> None:
    tokens = [token.lower() for _, _, group in CRAWLERS for token in group]
    assert len(set(tokens)) == len(tokens)


def test_the_sitemaps_are_named_and_a_base_path_is_kept() -> None:
    text = render_robots(Answers(config=settings(base_url="https://herald.example/paper/"))).decode()
    assert text.endswith(
        "Sitemap: https://herald.example/paper/sitemap.xml\nSitemap: https://herald.example/paper/news-sitemap.xml\n"
    )
    assert "Disallow: /paper/\n" in text and "Disallow: /\n" not in text


def test_every_crawler_is_documented_in_its_class() -> None:
    text = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text("utf-8")
    for key, _, tokens in CRAWLERS:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{key}`"))
        assert row.split("| ")[3].removesuffix(" |").split(", ") == list(tokens)
