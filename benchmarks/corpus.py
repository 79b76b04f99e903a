"""An invented publication of any size, the same bytes every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
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
SITE = """title = "Invented Herald"
base_url = "https://herald.example/"
languages = ["uk", "en"]
theme = "base"
"""


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


def stories(count: int) -> list[Story]:
    """The articles; even numbers are Ukrainian, odd ones English."""
    return [_story(number, count) for number in range(count)]


def _story(number: int, count: int) -> Story:
    dice = random.Random(SEED * 1_000_003 + number)
    language = ("uk", "en")[number % 2]
    kin = [other for other in range(max(0, number - 40), min(count, number + 40)) if other % 2 == number % 2]
    also = dice.sample([other for other in kin if other != number], 2)
    return Story(
        number,
        language,
        dice.choice(SECTIONS),
        f"{_sentence(dice, language, 6)[:-1]} {number}",
        dice.choice(AUTHORS[language]),
        datetime(2016, 1, 1, 9) + timedelta(hours=number % 80_000),
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


def write(root: Path, count: int) -> None:
    """Write the publication for sitegen into an empty folder."""
    (root / "static").mkdir(parents=True)
    for number in range(PICTURES):
        (root / "static" / f"picture-{number:02}.jpg").write_bytes(_picture(number))
    (root / "sitegen.toml").write_text(SITE, encoding="utf-8")
    for story in stories(count):
        path = article(root, story)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_markdown(story), encoding="utf-8")
    terms = "\n".join(f'[sections.{name}]\nname = "{name.capitalize()}"' for name in SECTIONS)
    (root / "content" / "terms.toml").write_text(terms + "\n", encoding="utf-8")


def article(root: Path, story: Story) -> Path:
    """The file of an article."""
    language = () if story.language == "uk" else (story.language,)
    return root.joinpath("content", *language, story.section, f"{story.slug}.md")


def _markdown(story: Story) -> str:
    first, *rest = story.paragraphs
    also = [f"{ALSO[story.language]}: [[story-{number}]]" for number in story.also]
    facts = "\n".join(f"    - {fact}" for fact in story.facts)
    quotation = f'> "{SAYS[story.language]}".'
    link = "[herald.example](https://example.org/)."
    parts = [first, *rest[:2], also[0], quotation, f"## {FACTS[story.language]}", *rest[2:5], f"- {story.facts[0]}\n- {link}"]
    parts += [*rest[5:], also[1], f'!!! facts "{FACTS[story.language]}"\n{facts}']
    head = [
        f"id: g-{story.number}",
        f"title: {story.headline}",
        f"date: {story.date:%Y-%m-%d %H:%M}",
        f"author: {story.author}",
        f"tags: [{', '.join(story.tags)}]",
        f"image: {{src: /{story.picture}, alt: {story.section}, credit: Invented}}",
        f"summary: {story.facts[0]}",
    ]
    return "---\n" + "\n".join(head) + "\n---\n\n" + "\n\n".join(parts) + "\n"


def _picture(number: int) -> bytes:
    picture = Image.new("RGB", (640, 400), (number * 5, 120, 200 - number * 3))
    ImageDraw.Draw(picture).ellipse((100 + number * 4, 80, 300 + number * 4, 280), fill=(240, 230, 200))
    to = BytesIO()
    picture.save(to, "JPEG", quality=70)
    return to.getvalue()
