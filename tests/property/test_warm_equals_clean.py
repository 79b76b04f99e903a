"""A build that remembers equals one that does not, byte for byte, after any edits and however it is run.

A state machine edits a publication, builds it in one of four ways, and builds a clean copy beside it.
``SITEGEN_EXAMPLES=500 python -m pytest tests/property`` looks longer.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from PIL import Image

from sitegen.engine.writer import MANIFEST
from sitegen.pipeline import Options, Report, build, memory
from sitegen.press.settled import look
from sitegen.urls.carrying import Refused, carry_out
from sitegen.urls.keeping import update
from sitegen.urls.moving import plan
from tests.newsroom import tree

START = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
NAMES = ("bridge", "ferry", "mill", "school", "market")
SECTIONS = ("politics", "culture")
HEADLINES = ("The bridge opens", "Ferry stops", "Mill for sale", "School begins", "Market day")

PLUGIN = """from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from sitegen.plugins import Remark, hook

class More(Preprocessor):
    def run(self, lines):
        return [*lines, "", "From the plugin VARIANT."] if VARIANT else lines

class Mores(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(More(md), "more", 1)

@hook
def markdown_extensions():
    return [Mores()]

@hook
def filters():
    return {"own": lambda text: text + "VARIANT"}

@hook
def checks(article):
    if VARIANT and "again" in article.headline:
        yield Remark(1, "said by VARIANT")
"""
CONFIG = 'title = "Paper"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\npage_size = 2\nlite = "lite"\npictures.cards = false\nsearch.enabled = true\n'

KINDS = (
    "lite", "lite template", "body", "headline", "date", "embargo", "expires", "tag", "author", "slug", "section", "delete", "new", "translate", "read also", "wikilink", "picture", "picture bytes",
    "status", "correction", "config", "language", "front", "terms", "author name", "template", "string", "asset", "static", "clock", "break", "nothing",
    "rename", "untranslate", "alias", "by hand", "forget", "page", "ledger", "redirects", "mv", "story", "series", "box", "show a box", "fragment",
    "live", "list untranslated", "translation key", "retract", "update", "correction to come", "sponsor", "policy",
    "call", "standfirst", "plugin", "leaving", "pair", "focus", "pictures", "spoilt picture", "portrait", "letters",
)  # fmt: skip
WAYS = ("new process", "two workers", "same process", "with hints", "after a watch")


def begin(folder: Path) -> None:
    (folder / "content/politics").mkdir(parents=True)
    (folder / "content/culture").mkdir()
    (folder / "content/authors").mkdir()
    put(folder, "sitegen.toml", CONFIG)
    (folder / "content/terms.toml").write_text('[sections.politics]\nname = "Politics"\n\n[sections.culture]\nname = "Culture"\n', encoding="utf-8")
    for number in range(3):
        write(folder, number, 0)


def path_of(folder: Path, number: int) -> Path:
    """Where the article stands now, else where it would."""
    name = NAMES[number % 5]
    return next(iter(sorted(folder.glob(f"content/*/{name}.md"))), folder / f"content/{SECTIONS[number % 2]}/{name}.md")


def write(folder: Path, number: int, variant: int) -> None:
    lines = ["---", f"title: {HEADLINES[number % 5]}", f"date: 2026-11-{10 + number % 5:02} 09:00", "author: Ada", f"tags: [t{number % 3}]", "---", f"Words {variant}."]
    path = path_of(folder, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def line(folder: Path, number: int, key: str, value: str) -> None:
    """Set a front matter key of an article."""
    path = path_of(folder, number)
    if path.exists():
        lines = [one for one in path.read_text("utf-8").split("\n") if not one.startswith(f"{key}:")]
        path.write_text("\n".join([lines[0], f"{key}: {value}", *lines[1:]]), encoding="utf-8")


def append(folder: Path, number: int, words: str) -> None:
    path = path_of(folder, number)
    if path.exists():
        path.write_text(f"{path.read_text('utf-8')}\n{words}\n", encoding="utf-8")


def put(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def picture(folder: Path, colour: int) -> None:
    Image.new("RGB", (1200, 4), (colour, 0, 0)).save(folder / "content/politics/p.png")


def spoil(folder: Path, variant: int) -> None:
    """The picture that articles may show is cut short, or no picture at all."""
    picture(folder, variant)
    path = folder / "content/politics/p.png"
    path.write_bytes((path.read_bytes()[:60], b"", b"version https://git-lfs.github.com/spec/v1\n")[variant % 3])


def portrait(folder: Path, variant: int) -> None:
    """The face and role that each byline shows."""
    if variant % 3 == 1:
        picture(folder, variant)
    put(folder, "content/authors/ada.md", f"---\nname: Ada Loza\nalso: [Ada]\nrole: Reporter {variant % 2}\npicture: {{src: /politics/p.png, alt: Ada {variant % 4}, credit: Ada}}\n---\n")


def letters(folder: Path, variant: int) -> None:
    """A style sheet, and the file that it names by its hash."""
    put(folder, "themes/gazette/assets/gazette.css", '@font-face { font-family: a; src: url("a.woff2") }\n')
    put(folder, "themes/gazette/assets/a.woff2", f"{variant % 3}")


def move(folder: Path, number: int, to: int) -> None:
    path = path_of(folder, number)
    if path.exists():
        path.rename(folder / f"content/{SECTIONS[to % 2]}/{path.name}")


def rename(folder: Path, number: int, variant: int) -> None:
    path, target = path_of(folder, number), path_of(folder, variant)
    if path.exists() and not target.exists():
        path.rename(target)


def live(folder: Path, number: int, variant: int) -> None:
    """A live blog whose updates are told one after another, some of them only when the clock has come to them."""
    write(folder, number, variant)
    line(folder, number, "live", f"{{starts: 2026-11-24 09:00, ends: 2026-11-{24 + variant % 4} 23:00}}")
    for one in range(1 + variant % 4):
        append(folder, number, f"\n## 2026-11-{24 + one // 2} {13 + 8 * (one % 2)}:0{variant % 10} Update {one} {{.key}}\n\nWords {variant}[^{one}].\n\n[^{one}]: A note.")


def by_hand(folder: Path, number: int, variant: int) -> None:
    """Somebody edits or removes an output."""
    made = sorted(path for path in (folder / "public").rglob("*") if path.is_file() and not path.name.startswith(".sitegen"))
    path = made[(number * 12 + variant) % len(made)]
    if variant % 2:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")


def enter(folder: Path, variant: int) -> None:
    """What is published is entered in the ledger, where nothing is wrong; or the ledger is lost."""
    if variant % 3:
        update(Options(folder), START)
    else:
        shutil.rmtree(folder / "ledger", ignore_errors=True)


def mv(folder: Path, number: int, variant: int) -> None:
    path = path_of(folder, number)
    with suppress(Refused):
        options = Options(folder)
        carry_out(options, plan(options, path.relative_to(folder).as_posix(), f"content/{SECTIONS[variant % 2]}/{NAMES[variant % 5]}.md", START))


EDITS: dict[str, Callable[[Path, int, int], object]] = {
    "body": lambda f, n, v: append(f, n, f"More {v}."),
    "headline": lambda f, n, v: line(f, n, "title", f"{HEADLINES[v % 5]} again"),
    "call": lambda f, n, v: append(f, n, f"\nRead also: {HEADLINES[v % 5]} again\n"),
    "standfirst": lambda f, n, v: line(f, n, "summary", f"In short {v}."),
    "date": lambda f, n, v: line(f, n, "date", f"2026-11-{1 + v % 20:02} 10:00"),
    "embargo": lambda f, n, v: line(f, n, "embargo", f"2026-11-{24 + v % 4} 10:00"),
    "expires": lambda f, n, v: line(f, n, "expires", f"2026-11-{24 + v % 4} 20:00"),
    "tag": lambda f, n, v: line(f, n, "tags", f"[t{v % 4}, x]"),
    "author": lambda f, n, v: line(f, n, "author", ("Ada", "Grace Hopper", "ada", "Ида")[v % 4]),
    "slug": lambda f, n, v: line(f, n, "slug", f"story-{n}-{v % 3}"),
    "section": move,
    "delete": lambda f, n, v: path_of(f, n).unlink(missing_ok=True),
    "new": write,
    "translate": lambda f, n, v: put(f, f"content/uk/politics/{NAMES[n % 5]}.md", f"---\ntitle: Переклад {v}\ndate: 2026-11-20\n---\nСлова.\n"),
    "read also": lambda f, n, v: append(f, n, f"\nRead also: {HEADLINES[v % 5]}\n"),
    "wikilink": lambda f, n, v: append(f, n, f"\nSee [[{NAMES[v % 5]}]] and [it](../{SECTIONS[v % 2]}/{NAMES[v % 5]}.md).\n"),
    "picture": lambda f, n, v: (picture(f, v), line(f, n, "image", "{src: /politics/p.png, alt: A, credit: B}")),
    "picture bytes": lambda f, n, v: picture(f, v),
    "status": lambda f, n, v: line(f, n, "status", ("draft", "published", "hidden")[v % 3]),
    "correction": lambda f, n, v: line(f, n, "corrections", f"[{{date: 2026-11-2{v % 4}, text: Fixed {v}}}]"),
    "config": lambda f, n, v: put(f, "sitegen.toml", f'title = "Paper {v % 3}"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\npage_size = {1 + v % 3}\n'),
    "lite": lambda f, n, v: put(f, "sitegen.toml", CONFIG.replace('lite = "lite"\n', ("", 'lite = "own"\n')[v % 2])),
    "lite template": lambda f, n, v: put(f, "themes/own/partials/footer.html", f"<p>{v % 3} {{{{ site.twin(page) }}}}</p>\n"),
    "language": lambda f, n, v: put(f, "sitegen.toml", CONFIG.replace('["en", "uk"]', '["en", "uk", "ru"]') if v % 2 else CONFIG.replace("example/", "example/x/")),
    "front": lambda f, n, v: put(f, "content/_index.md", f"---\nlead: {NAMES[v % 5]}\ntop: [{NAMES[n % 5]}]\nbands: [politics]\nbreaking: {{text: News {v}, until: 2026-11-{24 + v % 4} 18:00}}\n---\n"),
    "terms": lambda f, n, v: put(f, "content/terms.toml", f'[sections.politics]\nname = "Politics {v % 3}"\n\n[sections.culture]\nname = "Culture"\n\n[tags.t0]\nname = "Tag {v % 2}"\n'),
    "author name": lambda f, n, v: put(f, "content/authors/ada.md", f"---\nname: Ada {('Loza', 'Verba')[v % 2]}\nalso: [Ada]\n---\n"),
    "portrait": lambda f, n, v: portrait(f, v),
    "letters": lambda f, n, v: letters(f, v),
    "template": lambda f, n, v: put(f, "themes/gazette/partials/breadcrumbs.html", f"<p>{v % 3}</p>\n"),
    "string": lambda f, n, v: put(f, "themes/gazette/strings/en.toml", f'latest = "Latest {v % 3}"\n'),
    "asset": lambda f, n, v: put(f, "themes/gazette/assets/gazette.css", f"p{{margin:{v % 3}px}}\n"),
    "static": lambda f, n, v: put(f, "static/ads.txt", f"x{v}\n"),
    "clock": lambda f, n, v: None,
    "break": lambda f, n, v: line(f, n, "date", "2026-02-30"),
    "nothing": lambda f, n, v: None,
    "rename": lambda f, n, v: rename(f, n, v),
    "untranslate": lambda f, n, v: (f / f"content/uk/politics/{NAMES[n % 5]}.md").unlink(missing_ok=True),
    "alias": lambda f, n, v: line(f, n, "aliases", f"[/old-{v % 4}/]"),
    "by hand": lambda f, n, v: by_hand(f, n, v),
    "forget": lambda f, n, v: shutil.rmtree(f / ".sitegen"),
    "story": lambda f, n, v: line(f, n, "story", ("bridge", "Bridge", "[bridge, ferry]", "")[v % 4]),
    "series": lambda f, n, v: line(f, n, "series", ("walks", "{name: walks, part: 1}", f"{{name: Walks, part: {v}}}", "")[v % 4]),
    "box": lambda f, n, v: (line(f, n, "story", "bridge"), append(f, n, f"\n!!! facts {{#b{v % 2}}}\n    Fact {v} of [[{NAMES[v % 5]}]][^n].\n\n[^n]: Note {v}.\n")),
    "show a box": lambda f, n, v: (line(f, n, "story", "bridge"), append(f, n, f"\n!!! #b{v % 2}\n")),
    "fragment": lambda f, n, v: append(f, n, f"\n## Part {v % 3}\n\nSee [it](../{SECTIONS[v % 2]}/{NAMES[v % 5]}.md#part-{v % 3}).\n"),
    "live": live,
    "list untranslated": lambda f, n, v: put(f, "sitegen.toml", CONFIG + ('[translations]\nlist_untranslated = ["en", "uk"]\n' if v % 2 else "")),
    "translation key": lambda f, n, v: line(f, n, "translation_key", f"politics/{NAMES[v % 5]}"),
    "retract": lambda f, n, v: line(f, n, "retracted", ("", f"{{date: 2026-11-2{v % 9}, reason: Wrong {v}}}")[v % 2]),
    "update": lambda f, n, v: line(f, n, "updated", f"2026-11-{20 + v % 8} 1{v % 4}:00"),
    "correction to come": lambda f, n, v: line(f, n, "corrections", f"[{{date: 2026-11-{24 + v % 4} 10:00, text: Coming {v}}}, {{date: 2026-11-12, text: Old}}]"),
    "sponsor": lambda f, n, v: line(f, n, "sponsored", ("false", "{by: Boats}", "true")[v % 3]),
    "policy": lambda f, n, v: put(f, "content/pages/policy.md", f"---\ntitle: Policy {v}\nkind: {('ethics', 'corrections-policy')[v % 2]}\n---\nWords.\n"),
    "page": lambda f, n, v: put(f, f"content/pages/p{n % 2}.md", f"---\ntitle: Page {v}\nkind: about\n---\nWords.\n"),
    "ledger": lambda f, n, v: enter(f, v),
    "redirects": lambda f, n, v: put(f, "ledger/redirects.txt", f"/old-{n}/ {('/politics/', 'gone', '/old-1/', '/politics/2026/11/mill/')[v % 4]}\n" if v % 5 else ""),
    "mv": mv,
    "plugin": lambda f, n, v: plugin(f, v),
    "leaving": lambda f, n, v: put(f, f"static/{('.env', 'ads.txt~', '.git/config')[v % 3]}", f"{v}"),
    "focus": lambda f, n, v: (picture(f, 7), line(f, n, "image", f"{{src: /politics/p.png, alt: A, credit: B, focus: {v * 9}% 50%}}")),
    "pictures": lambda f, n, v: put(f, "sitegen.toml", CONFIG.replace("pictures.cards = false", f"pictures = {{ derivatives = {('true', 'false')[v % 2]}, cards = {('true', 'false')[v // 2 % 2]} }}")),
    "spoilt picture": lambda f, n, v: spoil(f, v),
    "pair": lambda f, n, v: put(f, f"content/uk/{SECTIONS[v % 2]}/{NAMES[n % 5]}.md", f"---\ntitle: Пара {v}\ndate: 2026-11-20\nembargo: 2026-11-{24 + v % 4} 15:00\n---\nСлова.\n"),
}


def plugin(folder: Path, variant: int) -> None:
    """A plugin with all three hooks, of which each variant says something else; its filter is used by one template."""
    put(folder, "plugins/own.py", PLUGIN.replace("VARIANT", str(variant % 3)))
    put(folder, "sitegen.toml", CONFIG + 'plugins = ["plugins/own.py"]\n')
    if variant % 4 == 0:
        put(folder, "themes/gazette/partials/breadcrumbs.html", "<p>{{ 'x' | own }}</p>\n")


def themed(folder: Path) -> None:
    """A theme of the publication's own has to extend the one that comes with sitegen."""
    put(folder, "themes/own/theme.toml", 'extends = "lite"\n')
    if (folder / "themes/gazette").is_dir():
        put(folder, "themes/gazette/theme.toml", 'extends = "base"\n')


def clean_copy(folder: Path, now: dt.datetime, manifest: bytes) -> tuple[Report, dict[str, bytes], bytes]:
    """A clean build beside the same manifest: its report, its tree, and the manifest that it leaves."""
    with tempfile.TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "copy"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("public", ".sitegen"))
        (copy / "public").mkdir()
        (copy / "public" / MANIFEST).write_bytes(manifest)
        report = build(Options(copy, clean=True), now)
        return report, tree(copy / "public"), (copy / "public" / MANIFEST).read_bytes()


def sources(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if not path.startswith(("public/", ".sitegen/"))}


class Desk(RuleBasedStateMachine):
    """A publication, its editors and its builds."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        for module in ("intake", "making"):  # a pool for however little work
            self.open.enter_context(patch(f"sitegen.press.{module}._MANY", 1))
        self.own = self.open.enter_context(memory())
        self.now = START
        self.unseen: set[str] = set()  # what changed since the last build with the memory of its own
        begin(self.folder)
        build(Options(self.folder), self.now)

    @rule(kind=st.sampled_from(KINDS), number=st.integers(0, 4), variant=st.integers(0, 11), way=st.sampled_from(WAYS))
    def any_edit(self, kind: str, number: int, variant: int, way: str) -> None:
        self.edit_and_build(kind, number, variant, way)

    def edit_and_build(self, kind: str, number: int, variant: int, way: str) -> None:
        folder, before = self.folder, sources(self.folder)
        EDITS[kind](folder, number, variant)
        themed(folder)
        self.now += dt.timedelta(hours=11) if kind == "clock" else dt.timedelta(minutes=1)
        after = sources(folder)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        site, manifest = tree(folder / "public"), (folder / "public" / MANIFEST).read_bytes()
        warm = self.build(way, None if kind in {"by hand", "forget"} else changed)
        clean, expected, expected_manifest = clean_copy(folder, self.now, manifest)
        assert warm.findings == clean.findings
        assert warm.next_change == clean.next_change
        assert tree(folder / "public") == (site if warm.has_errors else expected)
        assert (folder / "public" / MANIFEST).read_bytes() == (manifest if warm.has_errors else expected_manifest)
        if not warm.has_errors:
            again = self.build(way, ())
            assert (again.rendered, again.changed) == (0, ()), kind
            assert (again.findings, again.total, again.articles) == (clean.findings, clean.total, clean.articles)

    def build(self, way: str, hints: Iterable[str] | None) -> Report:
        if way == "with hints":
            return build(Options(self.folder), self.now, own=self.own, hints=hints)
        if way == "same process":
            return build(Options(self.folder), self.now, own=self.own)
        options = Options(self.folder, jobs=2 if way == "two workers" else 1)
        if way == "after a watch":  # which leaves the search index as it is
            build(replace(options, indexing=False), self.now)
        report, census = look(options, self.now)
        return report or build(options, self.now, census=census)

    def teardown(self) -> None:
        self.open.close()


SMALL = ("body", "headline", "call", "read also", "wikilink", "update", "standfirst", "picture", "focus", "front", "live", "fragment", "clock", "nothing")
"""Edits that leave nearly everything in its place."""


class Sub(RuleBasedStateMachine):
    """A sub-editor, who seldom does more than change words."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()

    @rule(kind=st.sampled_from(SMALL), number=st.integers(0, 4), variant=st.integers(0, 11), way=st.sampled_from(WAYS))
    def small_edit(self, kind: str, number: int, variant: int, way: str) -> None:
        self.desk.edit_and_build(kind, number, variant, way)

    def teardown(self) -> None:
        self.desk.teardown()


def test_every_kind_of_edit_is_known() -> None:
    assert set(KINDS) == set(EDITS)


EXAMPLES = int(os.environ.get("SITEGEN_EXAMPLES", "15"))
TestAnyEdits, TestSmallEdits = Desk.TestCase, Sub.TestCase
TestAnyEdits.settings = settings(max_examples=EXAMPLES, stateful_step_count=8, deadline=None)
TestSmallEdits.settings = settings(max_examples=EXAMPLES // 2 + 1, stateful_step_count=8, deadline=None)
