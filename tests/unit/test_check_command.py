"""``sitegen check``: which findings are wanted, what they weigh, and sources mended."""

from __future__ import annotations

import io
import json
import os
import stat
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sitegen import pipeline
from sitegen.cli import main
from sitegen.core.choice import Choice, UnknownCode, codes
from sitegen.core.rules import RULES
from sitegen.pipeline import Options, build
from tests.newsroom import NOW, Newsroom, Newsrooms, article

CONFIG = 'title = "P"\nbase_url = "https://p.example/"\nlanguages = ["en", "uk"]\ntheme = "base"\n'
STYLE = CONFIG + '[desk.terms.uk]\n"мерія*" = "міськрада"\n"мері*" = "міськрад*"\n"приймати участь" = "брати участь"\n[desk.terms.en]\n"Kiev" = "Kyiv"\n'
TWO = {
    "content/politics/a.md": article("A", "summary: S", body="Two  spaces , and cлово [here](b.md)."),
    "content/politics/sub/b.md": article("B", "summary: S", body="Two  spaces."),
}


@dataclass(frozen=True, slots=True)
class Ran:
    returncode: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


def run(room: Newsroom, *words: str, folder: str = ".") -> Ran:
    """The command in this process, in the publication's folder."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(room.folder / folder), redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stop:
        main(["check", *words, "--now", NOW.isoformat()])
    return Ran(int(stop.value.code or 0), out.getvalue(), err.getvalue())


def checked(room: Newsroom, *words: str) -> list[str]:
    return [f"{one['path']} {one['code']}" for one in run(room, *words, "--format", "json").json["diagnostics"]]


# ------------------------------------------------------------------ which findings


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--select", "text/double-space"), ["a text/double-space", "b text/double-space"]),
        (("--select", "text/"), ["a text/double-space", "a text/lookalike", "a text/space-before-mark", "b text/double-space"]),
        (("--select", "text"), ["a text/double-space", "a text/lookalike", "a text/space-before-mark", "b text/double-space"]),
        (("--select", "text/l,link/vague"), ["a link/vague", "a text/lookalike"]),
        (("--select", "text/lookalike", "--select", "link/vague"), ["a link/vague", "a text/lookalike"]),
        (("--select", "text/", "--ignore", "text/double-space , text/space-"), ["a text/lookalike"]),
        (("--ignore", "text", "--ignore", "link/"), ["b section/undeclared"]),
        (("--select", "text/double-space", "content/politics/sub"), ["b text/double-space"]),
        (("--select", "text/double-space", "content/politics/a.md"), ["a text/double-space"]),
        (("--select", "text/double-space", "content/politics/sub/../a.md", "./content/politics/sub/"), ["a text/double-space", "b text/double-space"]),
        (("--select", "text/double-space", "."), ["a text/double-space", "b text/double-space"]),
        (("--select", "text/double-space", "content/terms.toml"), []),
    ],
)
def test_findings_are_chosen_by_code_and_place(words: tuple[str, ...], wanted: list[str], newsroom: Newsrooms) -> None:
    room = newsroom(TWO)
    assert sorted(one.replace("content/politics/a.md", "a").replace("content/politics/sub/b.md", "b") for one in checked(room, *words)) == wanted


def test_the_exit_code_is_that_of_the_findings_that_are_wanted(newsroom: Newsrooms) -> None:
    room = newsroom(TWO | {"content/politics/c.md": article("C", "summary: S", body="[x](nowhere.md)")})
    assert run(room).returncode == 1  # a dead link is an error in check
    assert run(room, "--ignore", "link/dead").returncode == 0
    assert run(room, "--select", "text/").returncode == 0
    assert run(room, "--select", "text/", "--strict").returncode == 1
    assert run(room, "--select", "permalink/", "--strict").returncode == 0
    assert run(room, "content/terms.toml").returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--select", "text/duble-space"), "did you mean 'text/double-space'?"),
        (("--ignore", "txt/"), "did you mean 'text/'?"),
        (("--select", "zzzzzzz"), "'zzzzzzz' is no diagnostic code"),
        (("nowhere.md",), "there is no nowhere.md"),
        (("..",), "not in the publication"),
        (("/",), "not in the publication"),
    ],
)
def test_what_is_not_known_is_wrong_usage(words: tuple[str, ...], says: str, newsroom: Newsrooms) -> None:
    ran = run(newsroom(TWO), *words)
    assert ran.returncode == 2 and says in ran.stderr


def test_paths_are_as_the_shell_gives_them(newsroom: Newsrooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(TWO)
    words = ("--select", "text/double-space", "--format", "json")
    absolute = run(room, *words, str(room.folder / "content/politics/sub"))
    assert absolute.json["diagnostics"][0]["path"] == "content/politics/sub/b.md"
    (tmp_path / "link").symlink_to(room.folder)
    linked = run(room, *words, str(tmp_path / "link/content/politics/sub"))
    assert [one["path"] for one in linked.json["diagnostics"]] == ["content/politics/sub/b.md"]
    outside = run(room, "-s", "..", *words, folder="content")
    assert len(outside.json["diagnostics"]) == 2


def test_a_code_that_is_off_is_told_when_it_is_asked_for(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article("A", "summary: S", body='“One” and "two".')})
    assert checked(room) == []
    assert checked(room, "--select", "quote/mixed") == ["content/politics/a.md quote/mixed"]
    room.edit({"sitegen.toml": CONFIG + '[desk.severity]\n"quote/mixed" = "error"\n'})
    assert run(room).returncode == 1
    room.edit({"sitegen.toml": CONFIG + '[desk.severity]\n"quote/mixed" = "off"\n'})
    assert checked(room, "--select", "quote/mixed") == []


def test_every_desk_code_can_be_given_another_weight(newsroom: Newsrooms) -> None:
    room = newsroom(TWO)
    for weight, code, count in (("error", 1, 2), ("warning", 0, 2), ("off", 0, 0)):
        room.edit({"sitegen.toml": CONFIG + f'[desk.severity]\n"text/double-space" = "{weight}"\n'})
        ran = run(room, "--select", "text/double-space", "--format", "json")
        assert (ran.returncode, len(ran.json["diagnostics"])) == (code, count)


def test_prefixes_name_codes() -> None:
    assert codes("text/double-space") == {"text/double-space"}
    assert codes("text/") == codes("text") == {code for code in RULES if code.startswith("text/")}
    assert codes(" secret/ ,, quote/un") == {"secret/key", "secret/password", "quote/unclosed", "quote/unopened"}
    assert codes("") == frozenset()
    with pytest.raises(UnknownCode):
        codes("tex")
    assert Choice().severities({"link/dead": "off"}) == {"link/dead": "off"}


def test_json_has_the_other_place_and_the_length(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article("A", "summary: S", body='He “said" so.')})
    [one] = run(room, "--select", "quote/", "--format", "json").json["diagnostics"]
    assert (one["line"], one["column"], one["length"]) == (7, 9, 1)
    assert one["related"] == [{"path": "content/politics/a.md", "line": 7, "column": 4}]


def test_github_annotations_and_carets_are_right_with_windows_line_ends(newsroom: Newsrooms) -> None:
    text = article("A", "summary: S", "lang: uk", body="🚋 Й  cлово.").replace("\n", "\r\n")
    room = newsroom({"content/politics/a.md": b"\xef\xbb\xbf" + text.encode()})
    ran = run(room, "--format", "github", "--select", "text/lookalike").stdout
    assert ran.startswith("::warning file=content/politics/a.md,line=8,col=6,title=text/lookalike::")
    shown = run(room, "--select", "text/lookalike").stderr.split("\n")
    assert shown[1:3] == ["    8 | 🚋 Й  cлово.", "      |       ^"]


# ------------------------------------------------------------------ --fix

MENDED = {
    "Два  слова   тут.": "Два слова тут.",
    "Слово , так .": "Слово, так.",
    "Рядок. \nДалі. ": "Рядок.\nДалі.",
    "Мicто i cело.": "Місто і село.",
    "мама i тато": "мама і тато",
    'Об"єкт.': "Об’єкт.",
    "Він: “Так”.": "Він: «Так».",
    "п0віт": "повіт",
    "[слово](https://a.example/b?utm_source=x&id=1&fbclid=2#c)": "[слово](https://a.example/b?id=1#c)",
    "[слово](https://a.example/b?utm_source=x)": "[слово](https://a.example/b)",
    "У мерії, у МЕРІЇ.": "У міськраді, у МІСЬКРАДІ.".replace("міськраді", "міськрадї").replace("МІСЬКРАДІ", "МІСЬКРАДЇ"),
    "Мерія мовчить.": "Міськрада мовчить.",
    "Приймати участь.": "Брати участь.",
    "cлово  у  мерія": "слово у міськрада",
}
KEPT = (
    "`два  cлова`", "```\nдва  cлова ,\n```", "    код  cлово", "[слово](cлово.md)", "[а](b.md \"Дніпро  cлово\")".replace("Дніпро  cлово", "текст"), "Рядок.  \nДалі.", "| а  | б |\n|----|---|\n| в  | г |", "«Мерія», — каже.",
    '"Так", — каже.', "«Слово\" тут.", "PR-щик, Wi-Fi, iPhone'ом", "МТC", "https://мерія.example/cлово?utm=1", "{% include cлово.html  x %}", "[тут](b.md)", "Слово\u00a0— так", "<b class=\"а  б\">слово</b>",
    "- Пункт\n\n        cлово  , код", "!!! facts\n    Рамка\n\n        cлово  , код\n\n        ще  код", "!!! facts\n    - Пункт\n\n            cлово  , код", "<pre>\nдва  cлова ,\n</pre>", "Ось <code>два  cлова ,</code> тут",
)  # fmt: skip


def body_of(room: Newsroom) -> str:
    return (room.folder / "content/politics/a.md").read_text("utf-8").split("---\n", 2)[2].removesuffix("\n")


def fix(room: Newsroom, *words: str) -> Any:
    return run(room, "--fix", "--format", "json", *words).json


@pytest.mark.parametrize(("before", "after"), MENDED.items())
def test_what_needs_no_judgement_is_mended(before: str, after: str, newsroom: Newsrooms) -> None:
    config = STYLE.replace('"мерія*" = "міськрада"\n"мері*" = "міськрад*"', '"мерія" = "міськрада"\n"мері*" = "міськрад*"')
    room = newsroom({"sitegen.toml": config, "content/politics/a.md": article("A", "summary: S", "lang: uk", body=before)})
    report = fix(room)
    assert body_of(room) == after
    assert report["mended"]
    assert fix(room)["mended"] == [] and body_of(room) == after


def test_what_belongs_to_an_item_or_a_box_is_no_code(newsroom: Newsrooms) -> None:
    body = "- Пункт\n\n    два  слова\n\n    - другий\n\n        три  слова\n\n!!! facts\n    - чотири\n\n        п’ять  слів"
    room = newsroom({"sitegen.toml": STYLE, "content/politics/a.md": article("A", "summary: S", "lang: uk", body=body)})
    assert len(fix(room)["mended"]) == 3 and body_of(room) == body.replace("два  ", "два ").replace("три  ", "три ").replace("ять  ", "ять ")


@pytest.mark.parametrize("body", KEPT)
def test_what_may_be_meant_is_never_mended(body: str, newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": STYLE, "content/politics/a.md": article("A", "summary: S", "lang: uk", body=body)})
    before = room.sources()
    assert fix(room)["mended"] == [] and room.sources() == before


def test_front_matter_keeps_its_keys_and_has_its_texts_mended(newsroom: Newsrooms) -> None:
    text = '---\ntitle: "Мicто  росте"\nsummary: >-\n  Перше  речення\n  i друге.\ndate: 2026-11-20\nauthor: Oлена\ntags: [cелo]\nslug: a--b\nlang: uk\nimage:\n  src: cлово.jpg\n  alt: Дім  узимку\n  credit: В\nsources:\n  - {title: Д, url: "https://a.example/?utm_source=x&b=1"}\n---\nТекст.\n'
    room = newsroom({"content/politics/a.md": text, "content/politics/cлово.jpg": b"x"})
    fix(room)
    wanted = text.replace("Мicто  росте", "Місто росте").replace("Перше  речення", "Перше речення").replace("i друге", "і друге").replace("Дім  узимку", "Дім узимку").replace("utm_source=x&", "")
    assert (room.folder / "content/politics/a.md").read_text("utf-8") == wanted


@pytest.mark.parametrize(("end", "mark"), [("\n", b""), ("\r\n", b""), ("\r\n", b"\xef\xbb\xbf"), ("\r", b""), ("\n", b"\xef\xbb\xbf")])
def test_every_byte_elsewhere_stays(end: str, mark: bytes, newsroom: Newsrooms) -> None:
    lines = article("A", "summary: S", "lang: uk", body="🚋 Й  cлово.\n\nДругий   абзац й\u0306\u2028.\n\nТретій.\u00a0\n\n\n")
    other = article("B", "summary: S", body="Fine.")
    data = mark + lines.replace("\n", end).encode()
    room = newsroom({"content/politics/a.md": data, "content/politics/b.md": other})
    path = room.folder / "content/politics/a.md"
    os.chmod(path, 0o640)
    before = {name: (room.folder / name).stat().st_mtime_ns for name in ("content/politics/b.md", "content/terms.toml", "sitegen.toml")}
    fix(room)
    wanted = data.replace("Й  cл".encode(), "Й сл".encode()).replace("Другий   абзац".encode(), "Другий абзац".encode())
    assert path.read_bytes() == wanted
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert {name: (room.folder / name).stat().st_mtime_ns for name in before} == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["a.md", "b.md"]


def test_only_what_is_chosen_is_mended(newsroom: Newsrooms) -> None:
    room = newsroom(TWO)
    report = fix(room, "--select", "text/", "--ignore", "text/lookalike", "content/politics/a.md")
    assert [(one["path"], one["line"], one["column"], one["before"], one["after"]) for one in report["mended"]] == [
        ("content/politics/a.md", 7, 4, "  ", " "), ("content/politics/a.md", 7, 12, " ", ""),
    ]  # fmt: skip
    assert body_of(room) == "Two spaces, and cлово [here](b.md)."
    assert "Two  spaces" in (room.folder / "content/politics/sub/b.md").read_text("utf-8")


def test_what_is_off_is_not_mended(newsroom: Newsrooms) -> None:
    room = newsroom(TWO | {"sitegen.toml": CONFIG + '[desk.severity]\n"text/double-space" = "off"\n'})
    fix(room)
    assert body_of(room) == "Two  spaces, and слово [here](b.md)."


def test_the_command_says_what_it_changed(newsroom: Newsrooms) -> None:
    ran = run(newsroom(TWO), "--fix", "--select", "text/double-space")
    assert ran.stderr.split("\n")[:2] == [
        "content/politics/a.md:7:4: mended: '  ' is now ' '", "content/politics/sub/b.md:7:4: mended: '  ' is now ' '",
    ]  # fmt: skip


def test_a_file_that_changed_since_it_was_read_is_left_as_it_is(newsroom: Newsrooms) -> None:
    room = newsroom(TWO)
    options = Options(room.folder, checking=True)
    report = build(options, NOW)
    saved = article("A", "summary: S", body="Two  spaces, saved meanwhile.")
    room.edit({"content/politics/a.md": saved})
    mended = pipeline.mend(options, report)
    assert mended.refused == ("content/politics/a.md",)
    assert [one.span.path for one in mended.done] == ["content/politics/sub/b.md"]
    assert (room.folder / "content/politics/a.md").read_text("utf-8") == saved


def test_a_file_that_can_not_be_written_is_whole(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(TWO)
    options = Options(room.folder, checking=True)
    report = build(options, NOW)
    before = room.sources()

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        pipeline.mend(options, report)
    assert room.sources() == before


def test_a_linked_file_stays_a_link(newsroom: Newsrooms, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.md"
    target.write_text(TWO["content/politics/a.md"], encoding="utf-8")
    room = newsroom({"sitegen.toml": 'symlinks = ["content/politics/a.md"]\n' + CONFIG, "content/politics/b.md": article("B", "summary: S")})
    (room.folder / "content/politics/a.md").symlink_to(target)
    fix(room)
    assert (room.folder / "content/politics/a.md").is_symlink()
    assert "Two spaces, and слово" in target.read_text("utf-8")


# ------------------------------------------------------------------ house style in the settings


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ('"Kiev" = "Kiev city"', "stands again"),
        ('"a" = "b"\n"b" = "a"', "stands again"),
        ('"" = "b"', "begins and ends with a letter"),
        ('"a*b" = "c"', "begins and ends with a letter"),
        ('"kit*" = "kitten"', "stands again"),
        ('"cat" = "dog*"', "ending *"),
    ],
)
def test_house_style_that_would_never_end_is_refused(terms: str, says: str, newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": CONFIG + f"[desk.terms.en]\n{terms}\n"})
    built = room.build()
    assert (built.code, built.codes) == (2, ("config/bad-value",)) and says in built.text


def test_house_style_may_count_inside_quotations(newsroom: Newsrooms) -> None:
    files = {"content/politics/a.md": article("A", "summary: S", body="“In Kiev,” he said in Kiev.")}
    assert len(checked(newsroom(files | {"sitegen.toml": STYLE}), "--select", "style/")) == 1
    inside = STYLE.replace("[desk.terms.uk]", "[desk]\nterms_in_quotations = true\n[desk.terms.uk]")
    assert len(checked(newsroom(files | {"sitegen.toml": inside}), "--select", "style/")) == 2
