"""Ukrainian words in a real Chromium, with the page's own script and a real index: every form of a word finds the others, and nothing else."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator, Mapping
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from sitegen.core.site import Found
from sitegen.files import built_in_themes
from sitegen.output.search_index import render_index
from tests.browser.conftest import Quiet, opened

FORMS = [line.split() for line in (Path(__file__).parent / "words.uk.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
WORDS = list(dict.fromkeys(word for forms in FORMS for word in forms))
RECALL, PRECISION = 0.99, 0.99


PAIRS = """
трамваєм трамвай | Києва Київ | києві Київ | КИЇВ Києва | мер'я меря | мер’я меря | мерʼя меря | п'ятниця пʼятниці | п’ятницю пʼятниці | 2027 2027 | covid COVID
Wi-Fi Wi-Fi | wifi Wi-Fi | інтерв'ю інтерв’ю | об’єкт обʼєкту | з'їзд з`їзду | трам-тарарам трам-тарарам | тарарам трам-тарарам | 20-річний 20-річний | ра́да раду | Ґалаґан Ґалаґана
трамв трамвай | укр Україні | Мико Микола | університ університет
"""
NEVER = """
мати матеріал | мати математика | матч математика | рада радар | рада радіо | рада парад | кіт котел | стіл столиця | новина новий | дім домовина | рок рокер | суд суддя
лід лідер | ліс лісоруб | села селера | рука рукав | рука рукавичка | дорога дорогоцінний | тир тиран | герой героїн | ключ ключиця | держава державець | укрзалізниця у | укрзалізниця Україна
марсохід у | марсохід мар | Києва Києвець | Олег Олена | Харків харчі | 20 2027 | 202 20 | матеріалізм матеріал | трамвайник трамвай
"""


def cases(text: str) -> list[tuple[str, str]]:
    return [(query.strip(), word) for one in re.split(r"[|\n]", text) if one.strip() for query, word in [one.rsplit(maxsplit=1)]]

def index_of(texts: Mapping[str, str], language: str) -> dict[str, bytes]:
    """The index of pages, of each its address and text."""
    found = tuple(Found("content/" + path, path, "", "", "", None, None, (), (), False, "") for path in texts)
    answers: dict[str, Any] = {"config": lambda key, _: (language,) if key == "languages" else "UTC", "searchable": lambda _: found}
    answers["plain_text"] = lambda source: texts[source.removeprefix("content/")]
    return {file.name: file.data for file in render_index(lambda name, *arguments: answers[name](*arguments))}


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Page]:
    """A page with ``find(text)``: the addresses of what is found among pages that hold a single word each."""
    folder = tmp_path_factory.mktemp("words")
    texts = dict.fromkeys([*WORDS, *(word for _, word in cases(PAIRS + NEVER))])
    files = index_of({f"/{number}/": word for number, word in enumerate(texts)}, "uk")
    files |= {f"../{name}": (built_in_themes() / "base/assets/search" / name).read_bytes() for name in ("finder.js", "uk.js")}
    for name, data in ({f"data/{name}": data for name, data in files.items()} | {"index.html": b"<!doctype html><html lang=uk><title>-</title>"}).items():
        path = (folder / name).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = opened(chromium)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.evaluate("""async () => {
            const { open } = await import('/finder.js'), index = await open('/data/', 'uk', '/uk.js');
            window.find = async text => Promise.all((await index.find(text)).map(async one => (await one.result.data()).content));
        }""")
        yield page
        context.close()
        server.shutdown()


def found(page: Page, texts: list[str]) -> list[list[str]]:
    """What each text finds."""
    result: list[list[str]] = page.evaluate("async texts => { const all = []; for (const text of texts) all.push(await find(text)); return all; }", texts)
    return result


def test_every_form_of_a_word_finds_the_others_and_nothing_else(finder: Page, capsys: pytest.CaptureFixture[str]) -> None:
    kin: dict[str, set[str]] = {}
    for forms in FORMS:
        for word in forms:
            kin.setdefault(word, set()).update(forms)
    answers = {word: set(WORDS) & set(one) for word, one in zip(WORDS, found(finder, WORDS), strict=True)}
    pairs = [(word, other) for word in WORDS for other in kin[word]]
    missed = sorted((word, other) for word, other in pairs if other not in answers[word])
    wrong = [(word, other) for word in WORDS for other in answers[word] - kin[word]]
    recall, precision = 1 - len(missed) / len(pairs), 1 - len(wrong) / sum(map(len, answers.values()))
    with capsys.disabled():
        print(f"\n{len(WORDS)} queries, {len(pairs)} pairs: recall {recall:.4f}, precision {precision:.4f}; missed {missed}; wrong {sorted(wrong)}")  # noqa: T201
    assert len(pairs) > 200
    assert recall >= RECALL
    assert precision >= PRECISION


@pytest.mark.parametrize(("query", "word"), cases(PAIRS))
def test_a_spelling_or_a_beginning_finds_the_word(query: str, word: str, finder: Page) -> None:
    assert word.replace("ʼ", "’").replace("`", "’") in found(finder, [query])[0]


@pytest.mark.parametrize(("query", "word"), cases(NEVER))
def test_a_word_finds_no_other_that_only_looks_like_it(query: str, word: str, finder: Page) -> None:
    assert word not in found(finder, [query])[0]


def test_several_words_must_all_stand_there_and_little_words_don_t_count(finder: Page) -> None:
    assert found(finder, ["трамвай Київ", "у Києві", "«у»", "", "…", "__proto__", "constructor", '"трамваєм"'])[0] == []
    assert "Київ" in found(finder, ["в Києві"])[0]
    assert found(finder, ['"трамваєм"', "«трамваєм»", "__proto__ constructor", "…"]) == [["трамваєм"], ["трамваєм"], [], []]
