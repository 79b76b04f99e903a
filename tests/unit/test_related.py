"""Related articles: which they are, that one article more changes few lists, and that the work does not grow with the site."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace

import pytest

from sitegen.core.model import Article, Moment, Named, Sponsored, Status
from sitegen.core.reading import Read
from sitegen.core.site import Site
from sitegen.site.assemble import assemble
from sitegen.site.queries import Queries
from sitegen.site.related import MOST, WINDOWS, Related
from tests.answers import settings

NOW = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CONFIG = settings()


def written(name: str, day: float = 0, tags: Iterable[str] = (), story: str = "", section: str = "politics", **changes: object) -> Article:
    plain = Article(
        source=f"content/en/{section}/{name}.md", id=name, language="en", name=name, folder=section, is_bundle=False, headline=name,
        published=Moment(FIRST + dt.timedelta(days=day)), translation_key=name, section=Named(section), tags=tuple(Named(tag) for tag in tags),
        stories=(Named(story),) if story else (),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def put_together(articles: Iterable[Article]) -> Site:
    return assemble([Read(article.source, "", article) for article in articles], CONFIG, NOW, frozenset())[0]


def related(articles: Iterable[Article], name: str) -> list[str]:
    site = put_together(articles)
    source = next(card.source for card in site.cards.values() if card.id == name)
    return [card.id for card in Queries(site, CONFIG).related(source)]


def apart(name: str, **changes: object) -> Article:
    """One of the articles that stand between others in their section, so that these are no neighbours."""
    return written(name, section="world", **changes)  # type: ignore[arg-type]


HERE = apart("here", day=100, tags=["river", "budget"], story="tram")


def test_a_shared_story_counts_more_than_a_rare_tag_and_that_more_than_a_common_one() -> None:
    common = [written(f"c{number}", 300 + number, ["budget"], section="culture") for number in range(40)]
    before = [written(f"s{number}", number, story="tram", section="sport") for number in (1, 2, 3)]  # these stand in the story so far
    several = [HERE, written("story", 150, story="tram"), written("rare", 160, ["river"]), written("common", 190, ["budget"]), *common, *before]
    assert related(several, "here")[:3] == ["story", "rare", "common"]


def test_the_nearer_in_time_comes_first_and_more_in_common_before_that() -> None:
    several = [HERE, written("far", 180, ["river"]), written("near", 103, ["river"]), written("both", 180, ["river", "budget"])]
    assert related(several, "here") == ["both", "near", "far"]


def test_the_section_alone_is_enough_and_neighbours_are_left_to_their_own_place() -> None:
    several = [written(f"p{day}", day) for day in range(9)]
    assert related(several, "p4") == ["p2", "p6", "p1", "p7"]
    assert related(several, "p0") == ["p2", "p3"]


@pytest.mark.parametrize("changes", [
    {"sponsored": Sponsored("A")}, {"status": Status.HIDDEN}, {"status": Status.RETRACTED}, {"status": Status.DRAFT}, {"language": "uk"}, {"embargo": Moment(NOW + dt.timedelta(days=1))},
], ids=lambda changes: "".join(changes))
def test_what_may_not_be_proposed_is_not(changes: dict[str, object]) -> None:
    assert related([HERE, written("other", 101, ["river"])], "here") == ["other"]
    assert related([HERE, written("other", 101, ["river"], **changes)], "here") == []


def test_what_the_page_names_already_is_not_proposed() -> None:
    from sitegen.core.model import Reference

    other = written("other", 101, ["river"])
    assert related([replace(HERE, links=(Reference("other"),)), other], "here") == []
    assert related([replace(HERE, read_also=(Reference("other"),)), other], "here") == []
    assert related([HERE, replace(other, links=(Reference("here"),))], "here") == []  # it is mentioned there
    assert related([HERE, written("before", 99, story="tram")], "here") == []  # in the story so far
    walks = (Named("walks"),)
    assert related([replace(HERE, series=walks), written("part", 101, series=walks)], "here") == []


def archive(count: int, seed: int = 1) -> list[Article]:
    """A year and a half of a paper: sections, common and rare tags, stories."""
    chance = random.Random(seed)
    return [
        written(
            f"a{number}", number * 500 / count, {f"t{int(chance.paretovariate(0.7)) % 400}" for _ in range(3)},
            f"s{number // 20}" if chance.random() < 0.2 else "", ("politics", "culture", "sport", "world")[number % 4],
        )
        for number in range(count)
    ]


def lists(articles: Iterable[Article]) -> dict[str, list[str]]:
    site = put_together(articles)
    queries = Queries(site, CONFIG)
    return {card.id: [one.id for one in queries.related(card.source)] for card in site.cards.values()}


def test_one_article_more_changes_few_lists() -> None:
    before = archive(200)
    lists_before = lists(before)
    assert all(len(found) == MOST for found in lists_before.values())
    changed = []
    for day in (30.5, 170.5, 400.5, 499.9):
        more = written("more", day, ["t1", "t3", "t77"], "", "sport")
        after = lists([*before, more])
        changed.append({name for name, found in lists_before.items() if after[name] != found})
    assert [len(found) for found in changed] == [4, 9, 9, 4]


def test_a_list_is_the_same_whatever_the_order_of_reading() -> None:
    articles = archive(120)
    assert lists(articles) == lists(reversed(articles))


@pytest.mark.parametrize("count", [500, 2000, 8000])
def test_the_work_for_one_article_does_not_grow_with_the_site(count: int) -> None:
    site = put_together(archive(count))
    bound = 2 * (WINDOWS["story"] + 3 * WINDOWS["tag"] + WINDOWS["section"])
    some = list(site.cards.values())[:: count // 50]
    proposed = [len(Related(site).proposed(card)) for card in some]
    assert max(proposed) <= bound and sum(proposed) / len(proposed) > 10
