"""Nothing that anybody can write runs, loads or leads anywhere: all of it holds a canary, and a Chromium without any policy reads every page (FAULTS 45–52, 59, 60)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from sitegen.core.diagnostics import Severity
from sitegen.core.embeds import ORIGINS
from sitegen.desk import import_text, place
from sitegen.reading import fields
from sitegen.reading.fields import Field, Kind
from tests import canary
from tests.browser.conftest import Served, opened, serving
from tests.browser.test_design import local
from tests.canary import BASE, LANGUAGES, OTHER, PAYLOADS, File
from tests.newsroom import Built, Newsroom, Newsrooms

ROUNDS = 100
"""A setting is tried with one payload after the other."""
BATCH = 24
"""Pages that are open at one time."""
HANDLED = ["mouseover", "mouseenter", "pointerover", "focus", "focusin", "click", "load", "error", "toggle", "animationstart", "begin", "keydown", "submit", "change"]
LOOK = """async ([urls, handled]) => {
  const look = document => {
    const all = [...document.querySelectorAll('*')], found = [], led = address => new URL(address, document.location.href);
    for (const one of all) for (const kind of handled) one.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true}));
    for (const one of all) {
      for (const name of one.getAttributeNames()) if (/^on|^(style|srcdoc|ping|target|background)$/i.test(name)) found.push(`<${one.localName} ${name}>`);
      const isData = one.localName === 'script' && one.type === 'application/ld+json';
      const isTheme = one.localName === 'script' && /^\\/(assets|pagefind)\\//.test(one.getAttribute('src') || '') && !one.textContent;
      if (!isData && !isTheme && /^(script|style|iframe|object|embed|base|frame|math|applet|marquee|video|audio|x)$/.test(one.localName)) found.push(one.outerHTML.slice(0, 80));
      if (one.localName === 'form' && new URL(one.action).origin !== location.origin) found.push(one.outerHTML.slice(0, 80));
      for (const name of ['href', 'src', 'cite', 'poster', 'data', 'formaction']) {
        if (one.hasAttribute(name) && !/^(https?|mailto|tel):/.test(led(one.getAttribute(name)))) found.push(`${name}=${one.getAttribute(name)}`);
      }
      if (isData) try { JSON.parse(one.textContent) } catch (error) { found.push(String(error)) }
    }
    for (const one of document.querySelectorAll('meta[http-equiv]')) if (one.httpEquiv !== 'Content-Security-Policy') found.push(one.outerHTML);
    const again = document.createElement('template');
    again.innerHTML = document.body.innerHTML;
    if (again.innerHTML !== document.body.innerHTML) found.push('read again it is another page');
    return found;
  };
  return (await Promise.all(urls.map(url => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.onload = () => {
      const found = look(frame.contentDocument);
      frame.onload = null;
      setTimeout(() => { frame.remove(); done(found.map(one => `${url}: ${one}`)) }, 100);
    };
    frame.src = url;
    document.body.append(frame);
  })))).flat();
}"""
"""Opens pages in frames, does with each element all that a reader can, and gives what ought not to be there."""


@dataclass
class Sung:
    """What was called, and who was asked."""

    calls: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.calls or self.asked)


def built_of(room: Newsroom, files: dict[str, File]) -> Built:
    """The publication, when all that is refused has been taken out at the line that was named."""
    for _ in range(ROUNDS):
        built = room.build()
        errors = [one for one in built.findings if one.severity is Severity.ERROR]
        if not errors:
            assert built.code == 0
            return built
        found: dict[str, list[tuple[int, str]]] = {}
        for one in errors:
            found.setdefault(one.span.path, []).append((one.span.line, one.message))
        if terms := found.get("content/terms.toml"):
            found = {"content/terms.toml": terms}  # what they name, others are refused for
        for path, lines in found.items():
            assert path in files, (path, lines)
            files[path].refuse(lines)
        room.edit({path: files[path].text() for path in found})
    raise AssertionError("there was no end of errors")


@dataclass(frozen=True)
class Cage:
    """The canaries' publication, built and served."""

    served: Served
    files: dict[str, File]
    built: Built
    imported: tuple[str, ...]


@pytest.fixture(scope="module")
def cage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cage]:
    place_ = tmp_path_factory.mktemp("canary")
    whole = canary.publication()
    files = {path: file for path, file in whole.items() if isinstance(file, File)}
    rooms = Newsrooms(place_)
    room = rooms({path: file.text() if isinstance(file, File) else file for path, file in whole.items()})
    pasted = rooms({"sitegen.toml": f"title = 'Paper'\nbase_url = 'https://paper.example/'\nlanguages = {json.dumps(list(LANGUAGES))}\n"})
    imported = tuple(brought(pasted, place_ / "in.txt", language, PAYLOADS[name]) for language, name in LANGUAGES.items())
    room.edit({path: (pasted.folder / path).read_text("utf-8") for path in imported})
    built = built_of(room, files)
    with serving(room.folder / "public") as served:
        yield Cage(served, files, built, imported)


def brought(room: Newsroom, file: Path, language: str, payload: str) -> str:
    """A pasted text with a canary in each of its parts, imported; the path of the article."""
    text = f"Brought {payload}\n\nBy Ann {payload}\n09:31, 14 May 2024\nBrought {payload}\nImage source: {payload}\n\nWords {payload}\n\nRead also: {payload}\n\n• {payload}\n\nThe end."
    file.write_text(text, encoding="utf-8")
    given = {"timezone": "", "lang": language, "section": "politics", "year": None, "day": None, "slug": f"brought-{language}", "translation_of": "", "into": "content"}
    made = import_text(room.folder, file, given)
    assert made.text, made.diagnostics
    assert place(room.folder, made)
    return made.path


@pytest.fixture
def reader(chromium: Browser) -> Iterator[tuple[Page, Sung]]:
    """A page without any policy, whose function ``fire`` nobody may call, in no frame."""
    context, sung = listening(chromium)
    yield context.new_page(), sung
    context.close()


def listening(chromium: Browser, **options: Any) -> tuple[BrowserContext, Sung]:
    context, sung = opened(chromium, bypass_csp=True, **options), Sung()
    context.expose_function("fire", lambda *what: sung.calls.append(str(what)))
    context.on("page", lambda page: page.on("dialog", lambda dialog: (sung.calls.append(dialog.message), dialog.dismiss())))
    known = ("http://127.0.0.1", "data:image/", "about:", *(f"{origin}/" for origin in ORIGINS.values()))  # a frame that a reader opens
    context.on("request", lambda request: sung.asked.append(request.url) if not request.url.startswith(known) else None)
    return context, sung


def test_no_page_sings(cage: Cage, reader: tuple[Page, Sung]) -> None:
    page, sung = reader
    pages = cage.served.pages()
    assert len(pages) > 600 and sum("/lite/" in one for one in pages) == len(pages) / 2
    moved = {url for url in pages if 'http-equiv="refresh"' in local(cage.served, url).read_text("utf-8")}
    assert len(moved) >= 8
    for url in moved:
        page.goto(url)
        page.wait_for_url(lambda now, former=url: unquote(now) != former)
        assert page.url.startswith(f"{cage.served.url}/")
    others = [url for url in pages if url not in moved]
    page.goto(f"{cage.served.url}/robots.txt")
    for at in range(0, len(others), BATCH):
        assert page.evaluate(LOOK, [others[at : at + BATCH], HANDLED]) == []
        assert not sung, (others[at : at + BATCH], sung)


def test_no_feed_or_other_file_sings(cage: Cage, reader: tuple[Page, Sung]) -> None:
    page, sung = reader
    texts: dict[str, str] = {}
    for path, data in cage.built.tree.items():
        if path.endswith((".xml", ".svg")):
            root = ElementTree.fromstring(data)
            html = [one for one in root.iter() if one.tag.endswith("}encoded") or one.get("type") == "html"]
            texts |= {one.text: path for one in (*html, *root.iterfind(".//item/description")) if one.text}  # a description is HTML too (RSS 2.0)
            if path.count("/") < 2:
                page.goto(f"{cage.served.url}/{path}")
        elif path.endswith((".json", ".webmanifest")):
            texts |= {str(one.get("content_html", "")): path for one in json.loads(data).get("items", ())}
        elif path.startswith(("_", "robots")):
            assert all(line.isprintable() for line in data.decode().splitlines()), path
    assert len(texts) > 100
    page.goto(f"{cage.served.url}/robots.txt")
    found = page.evaluate("""texts => texts.flatMap(text => {  // as a feed reader without any care shows them
      document.body.innerHTML = text;
      const all = [...document.body.querySelectorAll('*')];
      const wrong = all.filter(one => /^(script|iframe|style|form|object|embed|base|meta|link|svg|math)$/.test(one.localName) || one.getAttributeNames().some(name => /^on|^style$/.test(name)));
      const addresses = all.flatMap(one => ['href', 'src', 'cite'].filter(name => one.hasAttribute(name) && !/^(https?|mailto|tel):/.test(new URL(one.getAttribute(name), location.href))));
      return wrong.length || addresses.length ? [[text, ...wrong.map(one => one.outerHTML.slice(0, 200)), ...addresses]] : [];
    })""", list(texts))
    assert [(texts[text], *wrong) for text, *wrong in found] == []
    page.wait_for_timeout(200)
    assert sung.calls == [] and all(one.startswith(BASE) for one in sung.asked), sung


def test_the_canaries_are_there_and_can_sing(cage: Cage, reader: tuple[Page, Sung]) -> None:
    """Else the tests above would look at a site that holds none."""
    page, sung = reader
    for name in ("kept", "known", "rare", "retracted", "in", "brought-*", "about", "corrections"):
        pages = [path.read_text("utf-8") for path in cage.served.folder.rglob(f"{name}/index.html")]
        assert len(pages) == 2 * len(LANGUAGES), name
        assert [text for text in pages if "fire" not in text and OTHER not in text] == [], name
    for payload in (PAYLOADS["script"], PAYLOADS["element"], PAYLOADS["ends"], PAYLOADS["all"]):
        page.goto(f"{cage.served.url}/robots.txt")
        page.set_content(f'<p title="{payload}">{payload}</p>')
        page.wait_for_timeout(100)
    assert {"('script',)", "('element',)", "('ends',)", "('all',)"} <= set(sung.calls)
    assert any(OTHER in one for one in sung.asked)
    assert len(cage.imported) == len(LANGUAGES) and all("brought" in one for one in cage.imported)


def test_what_is_refused_is_what_has_a_form_of_its_own(cage: Cage) -> None:
    """Free texts take every payload; addresses none that a browser would run."""

    def texts(table: tuple[Field, ...]) -> Iterator[str]:
        for key in table:
            yield from texts(key.parts)
            if key.kind in {Kind.LINE, Kind.LOCAL_TEXT, Kind.NAMES, Kind.COMMA_NAMES}:
                yield key.key

    formed = {"id", "ref", "src", "focus", "part", "template", "kind", "translation_key", "slug", "url", "icon", "picture", "logo"}
    lines = [line.strip(" -") for path, file in cage.files.items() if path.endswith(".md") for line in file.refused]
    tags = [line for line in lines if line.startswith(("title: \"<", "name: \"<", "text: \"<"))]  # nothing but tags: without them it is empty
    refused = {line.partition(":")[0] for line in lines if line not in tags}
    assert refused & set(texts(fields.ARTICLE + fields.AUTHOR + fields.SECTION + fields.FRONT)) <= formed
    assert {line.partition(": ")[2] for line in tags} == {json.dumps(PAYLOADS["ends"])}
    said = [line for file in cage.files.values() for line in file.refused]
    for key in ("url", "canonical", "source_url", "credit_url"):
        assert len([line for line in said if line.strip(" -").startswith(f"{key}: ") and ("javascript:" in line or "data:" in line)]) >= 2, key
    written = "\n".join(file.text() for file in cage.files.values())
    assert not [line for line in written.splitlines() if line.strip(" -").startswith(("url: \"java", "canonical: \"java", "source_url: \"java", "credit_url: \"java", "url: \"data"))]
