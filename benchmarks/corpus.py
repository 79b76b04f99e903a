"""An invented publication of any size, the same bytes every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SEED = 7
PICTURES = 50
SECTIONS = ("politics", "economy", "society", "culture", "sport", "world")
TAGS = tuple(f"topic-{number}" for number in range(30))
AUTHORS = {
    "uk": tuple(f"Олена Вигадана-{number}" for number in range(20)),
    "en": tuple(f"Ann Invented-{number}" for number in range(20)),
}
WORDS = {
    "uk": "місто рада трамвай річка школа бюджет люди зима вода ринок театр книга дорога вулиця площа голос рік день "
    "робота мешканці відкрили нову будівлю поруч після зустрічі комісія розглянула пропозицію громади",
    "en": "the town council tram river school budget people winter water market theatre book road street square voice "
    "year day work residents opened a new building near after meeting commission considered proposal",
}
SPICES = {
    "uk": ('"{}" - так назвали план', "у 2024 р. - {} млн грн", "за адресою вул. Нова, 12, {}", "**{}** залишається"),
    "en": ('"{}" - as the plan is called', "in 2024, No. 5 - {} per cent", "at 12 New St., {}", "**{}** remains"),
}
SAYS = {"uk": "Ми чекали на це", "en": "We had waited for this"}
ALSO = {"uk": "Читайте також", "en": "Read also"}
FACTS = {"uk": "Що відомо", "en": "What is known"}
@dataclass(frozen=True)
class Story:
    """An article before any generator's way of writing it."""

    number: int
    language: str
    section: str
    headline: str
    author: str
    date: datetime
    tags: tuple[str, ...]
    picture: str
    also: tuple[int, ...]
    paragraphs: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"story-{self.number}"


def stories(count: int) -> Iterator[Story]:
    """The articles; even numbers are Ukrainian, odd ones English."""
    return (story(number, count) for number in range(count))


def headline(number: int) -> str:
    """The headline of an article."""
    return f"{_sentence(random.Random(f'{SEED} {number}'), _language(number), 6)[:-1]} {number}"


def section(number: int) -> str:
    """The section of an article."""
    return SECTIONS[number * 7919 % 104_729 % len(SECTIONS)]


def story(number: int, count: int) -> Story:
    """One article of so many."""
    dice = random.Random(SEED * 1_000_003 + number)
    language = _language(number)
    kin = [other for other in range(max(0, number - 40), min(count, number + 40)) if other % 2 == number % 2]
    also = dice.sample([other for other in kin if other != number], 2)
    return Story(
        number,
        language,
        section(number),
        headline(number),
        dice.choice(AUTHORS[language]),
        datetime(2016, 1, 1, 9, tzinfo=UTC) + timedelta(hours=number % 80_000),
        tuple(dice.sample(TAGS, 3)),
        f"picture-{dice.randrange(PICTURES):02}.jpg",
        tuple(also),
        tuple(_paragraph(dice, language) for _ in range(9)),
        tuple(_sentence(dice, language, 8) for _ in range(3)),
    )


def _sentence(dice: random.Random, language: str, length: int) -> str:
    words = dice.choices(WORDS[language].split(), k=length)
    return " ".join(words).capitalize() + "."


def _paragraph(dice: random.Random, language: str) -> str:
    spice = dice.choice(SPICES[language]).format(dice.choice(WORDS[language].split()))
    return " ".join([*(_sentence(dice, language, dice.randint(11, 15)) for _ in range(5)), spice.capitalize() + "."])


def body(told: Story, also: Callable[[int], str], box: Callable[[str, tuple[str, ...]], str]) -> str:
    """An article's Markdown.  ``also`` writes the link to another article, ``box`` a background box, as a generator has them."""
    first, *rest = told.paragraphs
    words = told.language
    links = [f"{ALSO[words]}: {also(number)}" for number in told.also]
    facts = FACTS[words]
    listed = "\n".join(f"- {fact}" for fact in told.facts[:2])
    parts = [first, *rest[:2], links[0], f'> "{SAYS[words]}".', f"## {facts}", *rest[2:5], f"{listed}\n- [herald.example](https://example.org/)."]
    return "\n\n".join((*parts, *rest[5:], links[1], box(facts, told.facts))) + "\n"


def pictures(folder: Path) -> None:
    """The pictures that the articles share."""
    folder.mkdir(parents=True)
    for number in range(PICTURES):
        (folder / f"picture-{number:02}.jpg").write_bytes(_picture(number))


def _language(number: int) -> str:
    return ("uk", "en")[number % 2]


def _picture(number: int) -> bytes:
    picture = Image.new("RGB", (1200, 675), (number * 5, 120, 200 - number * 3))
    ImageDraw.Draw(picture).ellipse((100 + number * 4, 80, 300 + number * 4, 280), fill=(240, 230, 200))
    to = BytesIO()
    picture.save(to, "JPEG", quality=70)
    return to.getvalue()
