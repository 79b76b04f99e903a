"""The sample publication: clean at any later date, and it shows everything there is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.config import load
from sitegen.core.model import Article, AuthorProfile, Genre, Status
from sitegen.core.reading import Block
from sitegen.output.images import measure
from sitegen.pipeline import Edition, Options, build, edit
from sitegen.reading import fields
from sitegen.reading.prose import BOXES
from sitegen.urls.keeping import Kept, update
from tests.checkers import check_tree
from tests.newsroom import tree
from tests.sample import ROOT, TODAY, copied


@pytest.fixture(scope="module")
def sample() -> Edition:
    return edit(Options(ROOT), TODAY, bodies=True)


def articles(sample: Edition) -> list[Article]:
    return [read.value for read in sample.reads if isinstance(read.value, Article) and not read.value.page_kind]


@pytest.mark.parametrize("now", [TODAY, datetime(2026, 12, 24, 6, tzinfo=UTC), datetime(2031, 5, 4, 9, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("checking", [False, True])
def test_it_is_clean_at_any_later_date(now: datetime, checking: bool, tmp_path: Path) -> None:
    report = build(Options(copied(tmp_path), strict=True, checking=checking), now)
    assert report.findings == ()
    assert checking or (tmp_path / "public/index.html").is_file()


def test_it_is_a_small_bilingual_outlet(sample: Edition) -> None:
    public = [card for card in sample.site.cards.values() if not card.page_kind]
    ukrainian = [card for card in public if card.language == "uk"]
    english = [card for card in public if card.language == "en"]
    assert len(public) >= 40 and len(ukrainian) >= 26 and len(english) >= 14
    assert all(len(sample.queries.versions(card.source)) == 2 for card in english)
    profiles = [read.value for read in sample.reads if isinstance(read.value, AuthorProfile)]
    assert sorted(profile.is_organization for profile in profiles).count(False) >= 8
    assert any(profile.is_organization for profile in profiles)
    for kind, count in (("section", 6), ("series", 2), ("story", 2)):
        for language in ("uk", "en"):
            assert len(sample.queries.fronts(kind, language)) >= count, (kind, language)


def test_it_shows_every_block_and_kind_of_article(sample: Edition) -> None:
    parts = [part for prose in sample.prose.values() for part in prose.parts]
    assert {part.kind for part in parts} >= set(Block) - {Block.INLINE_PICTURE}
    assert {part.box for part in parts if part.box} == set(BOXES)
    html = "".join(prose.html for prose in sample.prose.values())
    for shown in ("<table>", "<dl>", "<abbr", "<del>", "<ol>", "<blockquote>", 'class="footnote"', 'class="toc"'):
        assert shown in html, shown
    assert {article.genre for article in articles(sample)} == set(Genre)
    assert {article.status for article in articles(sample)} == set(Status)
    kinds = {read.value.page_kind for read in sample.reads if isinstance(read.value, Article) and read.value.page_kind}
    assert kinds >= {"about", "contact", "imprint", "ethics", "corrections-policy", "ownership", "masthead", "privacy"}
    entries = [entry for prose in sample.prose.values() for entry in prose.live]
    assert any(entry.pinned for entry in entries) and any(entry.key for entry in entries) and any(entry.anchor[1:].isdigit() for entry in entries)
    assert '<span lang="uk">' in html or '<span lang="uk">' in "".join(entry.html for entry in entries)
    assert any(card.language == "uk" for card in sample.queries.shown("home", "", "en", 0))


def test_it_uses_every_front_matter_key(sample: Edition) -> None:
    """Spellings of one key count as it; what says the same in other words (``draft``, ``published``) is left aside."""
    used = {key for read in sample.reads if isinstance(read.value, Article) for key, _ in read.value.places}
    listed = {field.key for field in fields.ARTICLE} - {"draft", "published", "publish_date", "source_url"}
    assert listed - used == set()


def test_every_picture_is_the_projects_own_wide_enough_and_light(sample: Edition) -> None:
    pictures = [part.pictures for prose in sample.prose.values() for part in prose.parts]
    for picture in (*(article.image for article in articles(sample) if article.image), *(one for several in pictures for one in several)):
        assert picture.alt and picture.credit
    for path in (ROOT / "content").rglob("*.jpg"):
        size = measure(path.read_bytes(), (50_000_000, 500))
        assert not isinstance(size, str) and size[1] >= (600 if "authors" in path.parts else 1200), path
        assert path.stat().st_size <= 140_000, path


def test_nothing_of_what_is_withheld_is_in_the_site(sample: Edition, tmp_path: Path) -> None:
    build(Options(copied(tmp_path)), TODAY)
    withheld = [article for article in articles(sample) if article.source not in sample.site.cards]
    assert withheld
    built = tree(tmp_path / "public")
    for article in withheld:
        for words in (article.headline, article.id, article.slug or article.name):
            assert not [path for path, data in built.items() if words.encode() in data or words in path], (article.source, words)


@pytest.mark.parametrize(("base_url", "path"), [("https://herald.example/", "/"), ("https://host.example/herald/", "/herald/")])
def test_every_feed_sitemap_link_and_structured_page_passes_its_checker(base_url: str, path: str, tmp_path: Path) -> None:
    build(Options(copied(tmp_path), base_url=base_url), TODAY)
    assert check_tree(tmp_path / "public", path, base_url) == []


def test_its_ledger_holds_every_address_and_is_what_the_command_writes(sample: Edition, tmp_path: Path) -> None:
    assert {entry.path for entry in sample.ledger.entries} >= {card.path for card in sample.site.cards.values() if sample.site.articles[card.source].status is not Status.HIDDEN}
    assert {entry.state for entry in sample.ledger.entries} >= {"published", "retracted", "expired"}
    assert any(entry.corrected for entry in sample.ledger.entries)
    place = copied(tmp_path)
    assert update(Options(place), TODAY) == Kept()
    written = (place / "ledger/2026.txt").read_bytes()
    (place / "ledger/2026.txt").unlink()
    assert update(Options(place), TODAY).written == ("ledger/2026.txt",)
    assert [line for line in written.splitlines() if b" expired " not in line] == (place / "ledger/2026.txt").read_bytes().splitlines()


def test_its_settings_are_right() -> None:
    assert load((ROOT / "sitegen.toml").read_text("utf-8"), "sitegen.toml")[1] == ()
