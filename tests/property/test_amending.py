"""A site that was amended is the site that assembling gives, and every answer that is another by it is named.

The articles of the sample publication are edited in every field that places nothing.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import pytest

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Genre, Moment, Picture, Reference
from sitegen.core.reading import Read
from sitegen.core.site import Site
from sitegen.core.task import digest
from sitegen.engine.incremental import Question
from sitegen.pipeline import Options, build, memory
from sitegen.press.answers import basis_of, shows
from sitegen.press.books import ledger_of
from sitegen.press.intake import values
from sitegen.press.layout import media
from sitegen.press.order import opened
from sitegen.site.amending import _FREE, amended
from sitegen.site.assemble import Edge, assemble
from sitegen.site.ledger import Ledger
from sitegen.site.queries import Queries
from tests.sample import TODAY, copied

LATER = TODAY + dt.timedelta(minutes=7)


@dataclass(frozen=True)
class Paper:
    """The sample publication as a build left it, and the questions that its pages asked."""

    config: Config
    reads: tuple[Read, ...]
    media: frozenset[str]
    ledger: Ledger
    site: Site
    said: tuple[Diagnostic, ...]
    questions: tuple[Question, ...]

    @property
    def articles(self) -> list[Article]:
        """All articles, those that are not public too."""
        return [read.value for read in self.reads if isinstance(read.value, Article)]

    def assembled(self, now: Article) -> tuple[Site, tuple[Diagnostic, ...]]:
        """The site with another version of one article, put together anew."""
        reads = [replace(read, value=now) if isinstance(read.value, Article) and read.value.source == now.source else read for read in self.reads]
        return assemble(reads, self.config, LATER, self.media, Edge(), self.ledger)

    def answers(self, site: Site) -> Iterator[tuple[Question, Any]]:
        """What the pages asked of the site, with the answers of this one."""
        ask: Mapping[str, Callable[..., Any]] = Queries(site, self.config).questions()
        yield from ((one, ask[one.name](*one.arguments)) for one in self.questions)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    folder = copied(tmp_path_factory.mktemp("paper"))
    options = Options(folder)
    config, gate, _ = opened(options)
    with memory() as own:
        build(options, TODAY, own=own)
        assert own.intake and own.desk
        rows = own.traces.store.all("question")
        own.traces.load_questions()
        asked = [own.traces.question(bytes.fromhex(name)) for name in rows]
        questions = tuple(one for one in asked if one and basis_of(one.name, one.arguments) == "site")
        reads = tuple(values(own.intake, own.readings))
        ledger, _ = ledger_of(gate, own.intake)
        site, said = assemble(reads, config, TODAY, media(own.intake), Edge(), ledger)
        yield Paper(config, reads, media(own.intake), ledger, site, said, questions)


def edited(paper: Paper, number: int, other_number: int, variant: int, chosen: Iterable[str]) -> tuple[Article, Article]:
    """An article as it was, and as it is with some fields that say something else."""
    was, other = paper.articles[number % len(paper.articles)], paper.articles[other_number % len(paper.articles)]
    reference = (
        Reference(other.source.removeprefix("content")), Reference(f"[[{other.name}]]"), Reference("", other.headline), Reference("", f"{other.headline} again"),
        Reference("https://elsewhere.example/"), Reference(f"[[{other.headline}]]"),
    )[variant % 6]  # fmt: skip
    told = Moment(TODAY + (-dt.timedelta(hours=1), dt.timedelta(minutes=5), dt.timedelta(days=1))[variant % 3])
    changes: dict[str, Any] = {
        "headline": (was.headline, other.headline, was.headline.upper())[variant % 3] + ("", " again", "!")[variant // 3 % 3],
        "kicker": "Kicker", "standfirst": f"{was.standfirst} More.", "updated": told, "genre": Genre.ANALYSIS, "dateline": "Kyiv", "location": "Kyiv",
        "source_url": "https://elsewhere.example/", "sources": (), "extra": (("a", 1),), "places": (),
        "image": (None, Picture("nowhere.jpg"), other.image, Picture("", "Alt"))[variant % 4],
        "read_also": (*was.read_also, reference), "links": () if variant % 2 else (*was.links, reference),
        "live": replace(was.live, updates=(*was.live.updates, told)) if was.live else None,
    }  # fmt: skip
    assert changes.keys() == _FREE
    return was, replace(was, **{name: changes[name] for name in chosen})


def whole(site: Site) -> dict[str, Any]:
    """All that a site holds; the names that links rest on may be more than they need be."""
    found = {field.name: getattr(site, field.name) for field in fields(Site) if field.name != "called"}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in found.items()}


def test_every_question_of_a_page_is_known_for_what_it_shows(paper: Paper) -> None:
    for question, answer in paper.answers(paper.site):
        assert all(isinstance(item, str) for item in shows(paper.site, question.name, question.arguments, answer))
    assert len({question.name for question in paper.questions}) > 30


@pytest.mark.parametrize("seed", range(4))
def test_an_amended_site_is_the_assembled_one(paper: Paper, seed: int) -> None:
    """Not by Hypothesis, which would print the whole publication."""
    draw = random.Random(seed)
    taken = sum(is_amended_right(paper, draw) for _ in range(20))
    assert taken > 5


def is_amended_right(paper: Paper, draw: random.Random) -> bool:
    """Amend by one edit, and compare; False where the edit is not one that amends."""
    was, now = edited(paper, draw.randrange(100), draw.randrange(100), draw.randrange(24), draw.sample(sorted(_FREE), draw.randint(1, 3)))
    expected, said = paper.assembled(now)
    made = amended(paper.site, [(was, now)], paper.config, LATER, Edge(), paper.said)
    if made is None:
        return False
    assert said == paper.said  # else something would have gone unsaid
    assert whole(made.site) == whole(expected)
    assert list(made.site.articles) == list(expected.articles) and list(made.site.cards) == list(expected.cards)
    assert made.site.called >= expected.called
    for (question, before), (_, after) in zip(paper.answers(paper.site), paper.answers(expected), strict=True):
        if digest(before) != digest(after):
            assert made.shows & set(shows(paper.site, question.name, question.arguments, before)), question
    return True


def test_most_edits_of_words_amend(paper: Paper) -> None:
    articles = [article for article in paper.articles if article.source in paper.site.cards]
    taken = 0
    for was in articles:
        made = amended(paper.site, [(was, replace(was, headline=f"{was.headline} again", standfirst="Other."))], paper.config, LATER, Edge(), paper.said)
        taken += made is not None
        assert made is None or made.rows["cards"][was.source].headline == f"{was.headline} again"
    assert taken > len(articles) // 2, (taken, len(articles))
