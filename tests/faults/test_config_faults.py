"""Settings that can't be used: exit 2 with the line, and nothing written (FAULTS 44)."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsrooms

FIRST = ['title = "Paper"', 'base_url = "https://paper.example/"', 'languages = ["en", "uk"]', 'theme = "base"']
TABLE = [
    # what is wrong, lines from the fifth on (or a first line replaced), line:column code, words of the message
    ("unknown key", {}, ['tagine = "x"'], "5:1 config/unknown-key", "did you mean 'tagline'"),
    ("unknown key in a table", {}, ["[feeds]", "itms = 3"], "6:1 config/unknown-key", "did you mean 'items'"),
    ("unknown table", {}, ["[feed]", "items = 3"], "5:1 config/unknown-key", "feeds"),
    ("base URL without a scheme", {1: 'base_url = "paper.example"'}, [], "2:1 config/bad-value", "https://example.org/"),
    ("base URL of another scheme", {1: 'base_url = "ftp://paper.example/"'}, [], "2:1 config/bad-value", "base_url"),
    ("base URL with a query", {1: 'base_url = "https://paper.example/?a"'}, [], "2:1 config/bad-value", "base_url"),
    ("base URL with a user", {1: 'base_url = "https://a:b@paper.example/"'}, [], "2:1 config/bad-value", "base_url"),
    ("base URL that climbs", {1: 'base_url = "https://paper.example/../x/"'}, [], "2:1 config/bad-value", "climbing"),
    ("base URL with a broken port", {1: 'base_url = "https://paper.example:99999/"'}, [], "2:1 config/bad-value", "base_url"),
    ("base URL of a broken host", {1: 'base_url = "https://[::1/"'}, [], "2:1 config/bad-value", "base_url"),
    ("a channel's address with markup", {}, ['[[channels]]', 'name = "X"', 'url = "https://x.example/\\"><script>"'], "7:1 config/bad-value", "%22"),
    ("an e-mail address with markup", {}, ['[publisher]', 'email = "\\"><script>"'], "6:1 config/bad-value", "e-mail"),
    ("base URL with markup", {1: 'base_url = "https://paper.example/\\"><script>"'}, [], "2:1 config/bad-value", "base_url"),
    ("no base URL", {1: "# gone"}, [], "1:1 config/missing-key", "base_url"),
    ("no title", {0: "# gone"}, [], "1:1 config/missing-key", "title"),
    ("no such zone", {}, ['time_zone = "Europe/Kiyv"'], "5:1 config/bad-value", "Europe/Kyiv"),
    ("an empty zone", {}, ['time_zone = ""'], "5:1 config/bad-value", "time_zone"),
    ("a zone that climbs", {}, ['time_zone = "../../etc/passwd"'], "5:1 config/bad-value", "time_zone"),
    ("missing theme", {3: 'theme = "gazete"'}, [], "4:1 config/no-theme", "gazete"),
    ("theme that climbs", {3: 'theme = "../base"'}, [], "4:1 config/bad-value", "theme"),
    ("language twice", {2: 'languages = ["en", "uk", "en"]'}, [], "3:1 config/bad-value", "twice"),
    ("no language", {2: "languages = []"}, [], "3:1 config/bad-value", "language"),
    ("no such language", {2: 'languages = ["english!"]'}, [], "3:1 config/bad-value", "language"),
    ("wrong type", {}, ['page_size = "20"'], "5:1 config/bad-value", "page_size"),
    ("out of range", {}, ["page_size = 0"], "5:1 config/bad-value", "page_size"),
    ("a date of letters that stand for nothing", {}, ["[dates.en]", 'date = "www"'], "6:1 config/bad-value", "'www'"),
    ("an hour in a month", {}, ["[dates.en]", 'month = "HH LLLL"'], "6:1 config/bad-value", "'HH'"),
    ("an apostrophe that stays open", {}, ["[dates.en]", 'time = "d MMMM y о\'"'], "6:1 config/bad-value", "never closed"),
    ("no colour", {}, ['colour = "red"'], "5:1 config/bad-value", "colour"),
    ("pattern without slug", {}, ['permalink = "/{section}/"'], "5:1 config/bad-value", "{slug}"),
    ("pattern with an unknown field", {}, ['permalink = "/{year}/{slug}/"'], "5:1 config/bad-value", "permalink"),
    ("pattern that climbs", {}, ['permalink = "/../{slug}/"'], "5:1 config/bad-value", "permalink"),
    ("channel that runs script", {}, ["[[channels]]", 'name = "X"', 'url = "javascript:alert(1)"'], "7:1 config/bad-value", "https://"),
    ("channel without address", {}, ["[[channels]]", 'name = "X"'], "5:1 config/missing-key", "url"),
    ("origin that breaks out", {}, ["[csp]", "script_src = [\"'unsafe-inline'\"]"], "6:1 config/bad-value", "script_src"),
    ("severity that is none", {}, ["[desk.severity]", '"file/bom" = "fatal"'], "6:1 config/bad-value", "severity"),
    ("severity of no code", {}, ["[desk.severity]", '"file/bomb" = "error"'], "6:1 config/unknown-code", "file/bom"),
    ("key twice", {}, ['title = "Again"'], "5:", "not valid TOML"),
    ("no TOML", {}, ["tagline = Paper"], "5:11 config/not-toml", "not valid TOML"),
    ("text never closed", {}, ['tagline = "Paper'], "5:17 config/not-toml", "not valid TOML"),
]


@pytest.mark.parametrize(("swapped", "more", "place", "words"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_case_44_a_wrong_setting_is_named_at_its_line(
    newsroom: Newsrooms, swapped: dict[int, str], more: list[str], place: str, words: str
) -> None:
    room = newsroom()
    before = room.build()
    assert before.code == 0
    lines = [swapped.get(at, line) for at, line in enumerate(FIRST)]
    built = room.edit({"sitegen.toml": "\n".join([*lines, *more, ""])}).build()
    assert built.code == 2
    assert len(built.diagnostics) == 1
    assert built.diagnostics[0].startswith(f"sitegen.toml:{place}")
    assert words in built.text
    assert built.tree == before.tree


def test_case_44_all_wrong_settings_are_named_at_once_and_the_command_ends_with_2(newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": 'title = 3\nbase_url = "x"\npage_size = -1\nlanguages = ["en", "en"]\nunknown = 1\n'})
    for command in ("build", "check"):
        ran = room.run(command)
        assert ran.returncode == 2
        rows = [row.split(": ")[0] for row in ran.stderr.decode().splitlines() if row.startswith("sitegen.toml:")]
        assert rows == [f"sitegen.toml:{line}:1" for line in (1, 2, 3, 4, 5)]
        assert b"Traceback" not in ran.stderr
    assert not (room.folder / "public").exists()


def test_case_44_a_folder_without_settings_is_exit_2(newsroom: Newsrooms) -> None:
    room = newsroom().remove("sitegen.toml")
    assert (room.build().code, room.build().codes) == (2, ("config/missing",))
    assert not (room.folder / ".sitegen").exists()
