"""No word of an article that is not public today leaves: in no byte, no file name, in no disguise (FAULTS 16 and 71).

The articles are made from the table of front matter keys, so that a new key is planted at once; each key, and each thing that
a body can hold, has a word of its own.  Public articles and fronts refer to them in every way there is.
"""

from __future__ import annotations

import datetime as dt
import gzip
import html
import io
import itertools
import json
import posixpath
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen.engine.writer import MANIFEST
from sitegen.pipeline import Options, edit
from sitegen.reading import fields
from sitegen.reading.fields import Field, Kind
from sitegen.site.slugs import slug
from sitegen.site.visibility import Edge
from tests.faults.test_gate_faults import PICTURE
from tests.newsroom import CONFIG, NOW, TERMS, Built, Newsroom, Newsrooms, article

REASONS = {
    "draft": "status: draft", "draft by flag": "draft: true", "unpublished": "published: false", "embargoed": "embargo: 2026-12-01 06:00",
    "of the future": "publish_date: 2027-01-01", "expired": "expires: 2026-11-23 10:00",
}
WORDLESS = {"date", "publish_date", "published", "updated", "embargo", "expires", "lang", "status", "draft", "genre", "noindex", "kind"}
"""Keys that hold no words of their own."""
RARE = {"retracted", "sponsored", "url", "canonical", "source_url", "template"}
"""Keys that keep others from being printed: planted in a second article."""
LETTERS = {"en": "bdfgklmnprt", "uk": "бвґдзклмнпж"}


@dataclass(slots=True)
class Planted:
    """Words that stand nowhere else, by what they were planted in."""

    language: str
    words: dict[str, str] = field(default_factory=dict)

    def word(self, where: str) -> str:
        """A word for this place, the same whenever it is asked for."""
        if where not in self.words:
            letters, number, made = LETTERS[self.language], len(self.words), ""
            for _ in range(3):
                number, at = divmod(number, len(letters))
                made += letters[at] + ("а" if self.language == "uk" else "a")
            self.words[where] = ("жезжез" if self.language == "uk" else "zqezqe") + made
        return self.words[where]

    def needles(self) -> set[str]:
        """The words, and what addresses make of them."""
        return {form for word in self.words.values() for form in (word, slug(word, self.language), slug(word, "ru"))}

    def value(self, key: Field, where: str) -> object:
        """Something that may stand at ``key``, its words planted; None where nothing holds words."""
        word, parts = self.word(where), {part.key: made for part in key.parts if (made := self.value(part, f"{where}.{part.key}")) is not None}
        match key.kind:
            case Kind.TIME:
                return "2026-11-21 10:00"
            case Kind.FLAG | Kind.TIME_OR_FLAG | Kind.WORD | Kind.LANGUAGE:
                return None
            case Kind.WEB:
                return f"https://{slug(word, 'en')}.example/{slug(word, 'en')}"
            case Kind.SLUG:
                return slug(word, "en")
            case Kind.PATH:
                return f"/{slug(word, 'en')}/"
            case Kind.PATHS:
                return [f"/{slug(word, 'en')}/"]
            case Kind.LINE:
                return slug(word, "en") if key.key in {"id", "slug", "template", "translation_key", "ref"} else f"{word.capitalize()} word"
            case Kind.PARTS:
                return [{"name": f"{word} name", "part": 2}]
            case Kind.NAME | Kind.NAMES | Kind.COMMA_NAMES:
                return f"{word} name" if key.kind is Kind.NAME else [f"{word} name"]
            case Kind.PICTURE:
                return parts | {"src": f"{slug(word, 'en')}.png", "focus": "40% 60%"}
            case Kind.BYLINES:
                return [{"name": f"{word} person"}, {"name": f"{word} second", "role": "photo"}]
            case Kind.SOURCES | Kind.MAPPINGS | Kind.REFERENCES:
                return [{name: part for name, part in parts.items() if name != "ref"}]
            case Kind.MAPPING | Kind.TEXT_OR_MAPPING:
                return parts
            case Kind.FREE:
                return {slug(word, "en"): f"{word} value"}
        raise AssertionError(f"the leak test can't plant a {key.kind}: teach it")


BODY = """{0} paragraph with **{1}** and [{2}](https://{3}.example/{3}) and `{4}` {32}.[^{5}]

## {6} heading {{#{7}}}

![{8}]({9}.png "{10}"){{credit="{11}" license="{12}"}}

![{13}]({14}.png "{15}"){{credit="{16}"}}
![{17}]({14}.png "{18}"){{credit="{19}"}}

!!! facts "{20}"
    - {21}

!!! correction
    {22}

| {23} | b |
|---|---|
| {24} | c |

[{25}](https://www.youtube.com/watch?v={26})

Read also: {27} pending

[{28}]({29}.pdf)

{30}
:   {31}

*[{32}]: {33}

## 2026-11-23 14:05 {34} {{#{35} .pinned}}

{36} update

[^{5}]: {37} note
"""


def secret(planted: Planted, reason: str, folder: str, *, rare: bool = False) -> dict[str, str | bytes]:
    """An article with a word at every key and in every block, and the files that only it uses.

    ``rare``: the keys of RARE too, which keep others from being printed.
    """
    front: dict[str, object] = {"date": "2026-11-20 09:00", "updated": "2026-11-22 09:00"}
    for key in fields.ARTICLE:
        if key.key not in WORDLESS and (rare or key.key not in RARE) and (made := planted.value(key, key.key)) is not None:
            front[key.key] = made
    if rare:
        front["template"] = "article"  # one that is there: of an article to come too, another is an error today
    words = [planted.word(f"body {number}") for number in range(38)]
    plain = [slug(word, "en") if f"]({{{at}}}" in BODY or f"#{{{at}}}" in BODY or at in {3, 5, 9, 14, 26, 29} else word for at, word in enumerate(words)]
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
    files: dict[str, str | bytes] = {f"{folder}/index.md": f"---\n{reason}\n{lines}---\n{BODY.format(*plain)}"}
    image = front["image"]
    assert isinstance(image, dict)
    for name in (image["src"], f"{plain[9]}.png", f"{plain[14]}.png"):
        files[f"{folder}/{name}"] = PICTURE + words[0].encode()
    files[f"{folder}/{plain[29]}.pdf"] = b"%PDF-1.4 " + words[0].encode()
    person = planted.word("author")
    files[f"content/authors/{slug(person, 'en')}.md"] = (
        f"---\nname: {person} name\nalso: [{planted.word('author')} second]\nrole: {planted.word('author.role')}\nbio: {planted.word('author.bio')}\n"
        f"picture: {{src: /{folder.removeprefix('content/')}/{plain[9]}.png, alt: {planted.word('author.alt')}, credit: c}}\n---\n"
    )
    return files


def terms(*planted: Planted) -> str:
    """A registry that declares the tags, series and stories that only these articles use."""
    made = TERMS
    for one in planted:
        for kind, key in (("tags", "tags"), ("series", "series"), ("stories", "story")):
            made += f'[{kind}.{slug(one.word(key), "en")}]\nname = "{one.word(key)} name"\ndescription = "{one.word(f"{kind} description")}"\n'
    return made


def references(planted: Planted, folder: str, language: str, address: str, near: str) -> dict[str, str | bytes]:
    """A public article (in the folder ``near``) and a front that refer to a secret one in every way there is; their own words are ``own``."""
    headline = f"{planted.word('title').capitalize()} word"
    short, former = (str(planted.value(Field("slug", Kind.SLUG, ""), key)) for key in ("slug", "aliases"))
    inside, start = folder.removeprefix("content/"), "" if language == "en" else f"{language}/"
    body = "\n\n".join((
        f"[own path]({posixpath.relpath(folder, near)}/index.md) [own root](/{inside}/index.md) [own title](/{inside}/index.md \"{headline}\")",
        f"[own slug]({short}) own wiki [[{short}]] [[{short}|own piped]] [own alias](/{former}/)",
        f"[own address]({address}) [own lite](/lite{address}) [own absolute](https://paper.example{address}) [own old](https://paper.example/politics/2019/{short}/)",
        f"Read also: {headline}", f"Read also: [{headline}](/{inside}/index.md)", f"Read also: [[{short}]]", f"Читайте також: {short}",
        f"!!! correction\n    Own correction of [own link]({short}) and [[{short}]]", f"<a href=\"{short}\">own html</a>",
    ))
    lines = (
        f"read_also: [{short}, {{title: {headline}}}, {{ref: {short}, title: {headline}}}, /{inside}/index.md]",
        f"series: [{planted.word('series')} name, Shared series]", "story: Shared story", "tags: [shared]",
        "corrections: [{date: 2026-11-20, text: Own correction}]",
    )
    front = f"lead: {{ref: {short}, title: {headline}}}\ntop: [{short}, /{inside}/index.md, {headline}, open]\nbreaking: {{text: {planted.word('breaking')}, ref: {short}}}\n"
    return {f"content/{start}politics/open.md": article("Open", *lines[:1], *lines[2:], body=body), f"content/{start}_index.md": f"---\n{front}---\n"}


def disguises(data: bytes) -> Iterator[str]:
    """The text of a file, and what it may hold unpacked or decoded."""
    if data.startswith(b"\x1f\x8b"):
        yield from disguises(gzip.decompress(data))
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from itertools.chain.from_iterable(disguises(name.encode() + archive.read(name)) for name in archive.namelist())
    text = data.decode("utf-8", "replace")
    for form in (text, unquote(text), html.unescape(text), html.unescape(unquote(text))):
        yield form.casefold()
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), form).casefold()


def leaks(files: Mapping[str, bytes], needles: Iterable[str]) -> list[tuple[str, str]]:
    """Each planted word that stands in a file or its name, with the file."""
    wanted = re.compile("|".join(sorted(map(re.escape, needles), key=len, reverse=True)))
    return [(path, found[0]) for path, data in files.items() for form in disguises(path.encode() + b"\n" + data) for found in wanted.finditer(form)]


def whole(room: Newsroom, built: Built, output: str = "public") -> dict[str, bytes]:
    """The output with its manifest."""
    return {**built.tree, MANIFEST: (room.folder / output / MANIFEST).read_bytes()}


def publication(reasons: Mapping[str, str], *, rare: bool = False) -> tuple[dict[str, str | bytes], dict[str, Planted]]:
    """A pair of secret articles, each language with its reason, and a public article in each language that refers to both."""
    planted = {language: Planted(language) for language in ("en", "uk")}
    key = Planted("en").word("pair")
    files: dict[str, str | bytes] = {}
    for language, one in planted.items():
        folder = f"content/{'' if language == 'en' else 'uk/'}politics/{slug(one.word('folder'), 'en')}"
        made = secret(one, reasons[language], folder, rare=rare)
        text = made[f"{folder}/index.md"]
        assert isinstance(text, str)
        made[f"{folder}/index.md"] = re.sub("^translation_key: .*$", f"translation_key: {key}", text, flags=re.MULTILINE)
        files |= made
    files |= {"content/terms.toml": terms(*planted.values()), "sitegen.toml": 'lite = "lite"\n' + CONFIG}
    with tempfile.TemporaryDirectory() as place:
        room = Newsrooms(Path(place))(files)
        cards = edit(Options(room.folder, edge=Edge(drafts=True, future=True, expired=True)), NOW).site.cards
    for language in planted:
        start = "" if language == "en" else "uk/"
        for tongue, name in ((language, "open"), ("uk" if language == "en" else "en", "second")):
            of = planted[tongue]
            folder = f"content/{'' if tongue == 'en' else 'uk/'}politics/{slug(of.word('folder'), 'en')}"
            made = references(of, folder, tongue, cards[f"{folder}/index.md"].href, f"content/{start}politics")
            files[f"content/{start}politics/{name}.md"] = made[f"content/{'' if tongue == 'en' else 'uk/'}politics/open.md"]
            if name == "open":
                files[f"content/{start}_index.md"] = made[f"content/{start}_index.md"]
    return files, planted


def needles(*planted: Planted) -> set[str]:
    return {needle for one in planted for needle in one.needles()}


# ------------------------------------------------------------------ nothing leaves


@pytest.mark.parametrize("rare", [False, True], ids=["", "rare keys"])
@pytest.mark.parametrize("reason", REASONS)
def test_no_word_of_what_is_not_public_leaves_whoever_refers_to_it(newsroom: Newsrooms, reason: str, rare: bool) -> None:
    files, planted = publication(dict.fromkeys(("en", "uk"), REASONS[reason]), rare=rare)
    room = newsroom(files)
    built = room.build()
    assert (built.code, built.articles) == (0, 4), built.text
    assert leaks(whole(room, built), needles(*planted.values())) == []
    assert "/lite/politics/2026/11/open/" in built.page("/politics/2026/11/open/")
    page = built.page("/lite/politics/2026/11/open/")
    for words in ("own path", "own root", "own title", "own slug", "own wiki", "own alias", "own address", "own lite", "own old", "own absolute", "own link", "own html", "Own correction"):
        assert words in page, words
    assert "own piped" not in page
    assert room.check().code == 0, "no reference to it is an error"


def test_every_key_of_front_matter_is_planted_and_a_preview_prints_nearly_all(newsroom: Newsrooms) -> None:
    """Else the test above would look for words that nobody would have printed."""
    files, planted = publication(dict.fromkeys(("en", "uk"), REASONS["embargoed"]))
    assert {key.key for key in fields.ARTICLE} - WORDLESS - RARE <= set(planted["en"].words)
    room = newsroom(files)
    preview = room.build(output="preview", edge=Edge(future=True))
    printed = {word for _, word in leaks(preview.tree, needles(*planted.values()))}
    kept = {where for where, word in planted["en"].words.items() if {word, slug(word, "en")}.isdisjoint(printed)}
    names_only = {"author.id", "author.name", "corrections", "corrections.date", "folder", "image.focus", "image.src", "read_also", "read_also.ref", "series.name", "series.part", "sources", "translation_key"}
    assert kept - {where for where in kept if where.startswith("live")} == {*names_only, "extra", "read_also.title"}, "what no page prints, by its nature"


@pytest.mark.parametrize(("public", "secret_one"), [("uk", "en"), ("en", "uk")])
def test_of_a_pair_the_version_under_embargo_leaves_no_trace_on_the_public_one(newsroom: Newsrooms, public: str, secret_one: str) -> None:
    files, planted = publication({public: "genre: news", secret_one: REASONS["embargoed"]})
    room = newsroom(files)
    built = room.build()
    assert (built.code, built.articles) == (0, 5), built.text
    assert "embargo/differs" in built.codes
    assert leaks(whole(room, built), planted[secret_one].needles()) == []
    assert leaks(built.tree, planted[public].needles())
    later = room.build(now=dt.datetime(2026, 12, 1, 6, tzinfo=dt.UTC))
    assert later.articles == 6 and leaks(later.tree, planted[secret_one].needles())
    assert "embargo/differs" not in later.codes


@pytest.mark.parametrize("way", ["expiry", "deletion"])
def test_a_warm_build_leaves_nothing_of_what_is_gone(newsroom: Newsrooms, way: str) -> None:
    files, planted = publication(dict.fromkeys(("en", "uk"), "expires: 2026-11-30 10:00"))
    room = newsroom(files)
    assert leaks(room.build().tree, needles(*planted.values()))
    now = NOW
    if way == "expiry":
        now = dt.datetime(2026, 11, 30, 10, tzinfo=dt.UTC)
    else:
        room.remove(*(path for path in files if path.endswith("/index.md")))
        for path in ("open.md", "second.md"):  # or they would say that they wait for it
            room.remove(f"content/politics/{path}", f"content/uk/politics/{path}")
        room.remove("content/_index.md", "content/uk/_index.md")
    built = room.build(now=now)
    assert built.code == 0, built.text
    assert leaks(whole(room, built), needles(*planted.values())) == []
    assert not [path for path in built.tree if path.startswith("media/")]
    assert built.tree == newsroom(room.sources()).build(now=now).tree


def test_a_preview_never_shares_the_output(newsroom: Newsrooms) -> None:
    files, planted = publication(dict.fromkeys(("en", "uk"), "status: draft"))
    room = newsroom(files)
    before = room.build()
    assert room.build(edge=Edge(drafts=True)).code == 2
    told = room.run("build", "-D", "-F", "-E")
    assert told.returncode == 0 and b".sitegen/preview" in told.stderr
    assert room.run("build", "-D", "-o", "public").returncode == 2
    after = room.build()
    assert after.tree == before.tree and after.rendered == frozenset()
    shown = b"".join(path.read_bytes() for path in (room.folder / ".sitegen/preview").rglob("*.html")).decode()
    assert planted["en"].word("title") in shown.casefold()


def test_one_secret_article_more_changes_no_byte(newsroom: Newsrooms) -> None:
    """Not even a count: whatever it shares with public ones, a slug with a front included."""
    public = {"content/politics/open.md": article("Open", "tags: [shared]", "series: S", "story: T", "translation_key: pair", body="[front](/politics/) [tag](/tag/shared/)")}
    hidden = article("Hidden", "status: draft", "slug: politics", "tags: [shared, own]", "series: S", "story: T", "aliases: [/tag/shared/]")
    same = article("Open", "embargo: 2026-12-01 06:00", "translation_key: pair", "tags: [shared]")
    without = newsroom(public).build()
    with_them = newsroom({**public, "content/politics/hidden.md": hidden, "content/uk/politics/same.md": same}).build()
    assert with_them.tree == without.tree
    assert 'href="/politics/"' in without.page("/politics/2026/11/open/")


# ------------------------------------------------------------------ an embargo that is unclear


@pytest.mark.parametrize("line", [
    "embargo: tomorrow", "embargo:", "embargo: ''", "embargo: 2026-13-01 10:00", "embargo: 2026-02-30", "embargo: [2026-12-01]", "embargo: true", "embargo: 01.12.2026",
    "embargo: 2026-10-25 03:30", "embago: 2026-12-01 10:00", "embargoed: 2026-12-01", "embargo_until: 2026-12-01", "draf: true", "drafts: true", "draft: maybe", "status: drft",
    "embargo: 2026-12-01\nembargo: 2026-01-01",
])  # fmt: skip
def test_an_embargo_that_is_unclear_publishes_nothing(newsroom: Newsrooms, line: str) -> None:
    room = newsroom({"content/politics/open.md": article("Open")})
    before = room.build().tree
    built = room.edit({"content/politics/unclear.md": article("Zqunclear", line), "content/politics/new.md": article("New")}).build()
    assert built.code == 1 and built.tree == before
    assert all(finding.span.path == "content/politics/unclear.md" and finding.span.line >= 4 and finding.hint for finding in built.findings if finding.severity == "error")
    kept = room.build(keep_going=True)
    assert kept.code == 1 and leaks(kept.tree, ["zqunclear"]) == [] and "New" in kept.page("/")


def test_a_strip_of_breaking_news_waits_for_its_article(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/open.md": article("Open", "embargo: 2026-11-25 10:00"), "content/_index.md": "---\nbreaking: {text: Zqstrip, ref: open}\n---\n"})
    built = room.build()
    assert "front/withheld" in built.codes and leaks(built.tree, ["zqstrip"]) == []
    assert "Zqstrip" in room.build(now=dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)).page("/")


# ------------------------------------------------------------------ case 71: files that are nobody's to read


LEAVINGS = (
    ".env", ".env.local", ".git/config", ".DS_Store", ".swp", "page.html.swp", ".ads.txt.swp", "ads.txt~", "ads.txt.bak", "#ads.txt#", "Thumbs.db", "data/.htpasswd",
    "data/.svn/entries", "ads.txt.orig", "__MACOSX/._x", ".well-known/.secret",
)  # fmt: skip


@pytest.mark.parametrize("name", LEAVINGS)
def test_case_71_a_hidden_or_backup_file_is_not_copied_and_is_told_of(newsroom: Newsrooms, name: str) -> None:
    room = newsroom({"content/politics/open.md": article("Open"), "static/ads.txt": "x\n", ".git/config": "zqsecret", ".env": "zqsecret", "content/politics/.env": "zqsecret"})
    assert room.build().codes == ()
    built = room.edit({f"static/{name}": "zqsecret"}).build()
    assert leaks(whole(room, built), ["zqsecret"]) == []
    assert built.code == 0 and built.codes == ("file/left-out",)
    assert f"static/{name}".startswith(built.findings[0].span.path)
    assert room.check(strict=True).code == 1


def test_case_71_what_hosts_read_and_what_keeps_a_folder_raise_no_report(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/open.md": article("Open"), "static/.well-known/security.txt": "x", "static/.nojekyll": "", "static/fonts/.gitkeep": ""}).build()
    assert built.codes == ()
    assert {".well-known/security.txt", ".nojekyll"} <= set(built.tree) and "fonts/.gitkeep" not in built.tree
