"""Plugins: the one of docs/plugins.md at work, builds that notice a changed one, and what is said of one that fails."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from sitegen.pipeline import Options, build, memory
from sitegen.plugins import Hooks
from sitegen.press import plugging
from tests.newsroom import CONFIG, NOW, Built, Newsroom, Newsrooms, article

PAGE = (Path(__file__).parents[2] / "docs/plugins.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ARTICLE = "content/politics/budget.md"
HOOK = "from sitegen.plugins import Remark, hook\n\n"
PRICED = "{% extends \"layout.html\" %}{% block main %}{{ 1234567 | hryvnias }}{{ site.body(page) }}{% endblock %}\n"


def plugged(newsroom: Newsrooms, source: str | bytes, *more: str, **files: str) -> Newsroom:
    names = ", ".join(f'"{name}"' for name in ("plugins/desk.py", *more))
    return newsroom({"sitegen.toml": f"{CONFIG}plugins = [{names}]\n", "plugins/desk.py": source, ARTICLE: article("Budget", body="Text."), **files})


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    """The publication of docs/plugins.md."""
    files = {"themes/own/theme.toml": 'extends = "base"\n', "themes/own/article.html": PRICED, "content/politics/other.md": article("Other")}
    made = plugged(newsroom, EXAMPLE, **files).edit({ARTICLE: article("Budget", body="\nSources say it is ==settled==.")})
    return made.edit({"sitegen.toml": (made.folder / "sitegen.toml").read_text("utf-8").replace('theme = "base"', 'theme = "own"')})


def test_the_plugin_of_the_docs_does_what_they_say(room: Newsroom) -> None:
    built = room.build()
    assert built.code == 0
    page = built.page("/politics/2026/11/budget/")
    assert "1\u00a0234\u00a0567\u00a0₴" in page and "<mark>settled</mark>" in page
    assert built.diagnostics == (f"{ARTICLE}:7:1 plugin/warning",)
    assert "'sources say', but the article names no source (plugins/desk.py)" in built.text and "fix: name them under `sources`" in built.text
    assert room.check(strict=True).code == 1
    assert "mended" not in page and room.edit({ARTICLE: article("Budget", "sources: [{title: A, url: 'https://a.example/'}]", "updated: 2026-11-21", body="Sources say.")}).build().codes == ()


def test_every_hook_is_documented_with_its_arguments() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE))
    hooks = {name: getattr(Hooks, name).__code__ for name in vars(Hooks) if not name.startswith("_")}
    assert {name: re.findall(r"`(\w+)`", words) for name, words in rows.items()} == {
        name: list(code.co_varnames[1 : code.co_argcount]) for name, code in hooks.items()
    }


def warm_is_clean(room: Newsroom, newsroom: Newsrooms, **options: object) -> Built:
    """Build with memory, and see that it is what a build without would give."""
    warm = room.build(**options)  # type: ignore[arg-type]
    clean = newsroom(room.sources()).build()
    told = tuple(one for one in warm.findings if one.code != "article/silent-change")  # the clean one has no manifest to compare with
    assert (warm.tree, told) == (clean.tree, clean.findings)
    return warm


def test_a_changed_plugin_reads_and_renders_again_what_it_has_a_part_in(room: Newsroom, newsroom: Newsrooms) -> None:
    room.build()
    again = room.build()
    assert again.rendered == frozenset() and again.report and [stage.count for stage in again.report.stages if stage.name == "parsed"] == [0]
    pages = {"politics/2026/11/budget/index.html", "politics/2026/11/other/index.html"}
    assert warm_is_clean(room.edit({"plugins/desk.py": EXAMPLE.replace(" ₴", " UAH")}), newsroom).rendered == pages  # only templates with its filter
    marked = warm_is_clean(room.edit({"plugins/desk.py": EXAMPLE.replace('"mark")\n', '"strong")\n')}), newsroom)
    assert "<strong>settled</strong>" in marked.page("/politics/2026/11/budget/")
    told = warm_is_clean(room.edit({"plugins/desk.py": EXAMPLE.replace("names no source\"", "has none\"")}), newsroom)
    assert "has none" in told.text
    back = warm_is_clean(room.edit({"plugins/desk.py": EXAMPLE}), newsroom)
    assert back.report and [stage.count for stage in back.report.stages if stage.name == "parsed"] == [0], "these bytes were read with this plugin before"
    warm_is_clean(room.edit({"sitegen.toml": CONFIG}), newsroom)


def test_a_page_whose_templates_use_no_filter_of_a_plugin_is_not_rendered_again(newsroom: Newsrooms) -> None:
    room = plugged(newsroom, HOOK + "@hook\ndef filters():\n    return {'loud': str.upper}\n")
    room.edit({"themes/own/theme.toml": 'extends = "base"\n', "themes/own/home.html": "{{ ['a'] | map('loud') | first }}\n"})
    room.edit({"sitegen.toml": CONFIG.replace('"base"', '"own"') + 'plugins = ["plugins/desk.py"]\n'})
    assert room.build().page("/").strip() == "A"
    built = warm_is_clean(room.edit({"plugins/desk.py": HOOK + "@hook\ndef filters():\n    return {'loud': lambda text: text + '!'}\n"}), newsroom)
    assert built.page("/").strip() == "a!" and built.rendered == {"index.html", "uk/index.html"}


def test_workers_load_plugins_too_forked_or_spawned(room: Newsroom, newsroom: Newsrooms) -> None:
    with patch("sitegen.press.intake._MANY", 1), patch("sitegen.press.making._MANY", 1):
        forked = warm_is_clean(room, newsroom, jobs=2)
        other = newsroom(room.sources())
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()  # a process with more than one thread spawns
        try:
            spawned = other.build(jobs=2)
        finally:
            stop.set()
            thread.join()
    assert spawned.tree == forked.tree and spawned.findings == forked.findings


def test_a_watching_process_notices_it_with_hints(room: Newsroom, newsroom: Newsrooms) -> None:
    with memory() as own:
        build(Options(room.folder), NOW, own=own)
        room.edit({"plugins/desk.py": EXAMPLE.replace(" ₴", " UAH")})
        build(Options(room.folder), NOW, own=own, hints=("plugins/desk.py",))
    assert "UAH" in (room.folder / "public/politics/2026/11/budget/index.html").read_text("utf-8")
    from sitegen.dev.watch import FOLDERS

    assert "plugins" in FOLDERS


NOT_LOADED = {
    "syntax": ("x = 1\ndef broken(:\n", 2, "invalid syntax"), "raises": ("x = 1\n\nx / 0\n", 3, "ZeroDivisionError: division by zero"),
    "exits": ("import sys\nsys.exit('bye')\n", 2, "SystemExit: bye"), "no hook": ("x = 1\n", 0, "none of its functions is marked with @hook"),
    "empty": ("", 0, "none of its functions is marked with @hook"), "unknown hook": (HOOK + "@hook\ndef filter():\n    return {}\n", 0, "unknown hook 'filter'"),
    "wrong argument": (HOOK + "@hook\ndef checks(article, page):\n    return ()\n", 0, "{'page'}"), "no mapping": (HOOK + "@hook\ndef filters():\n    return []\n", 3, "must give a mapping"),
    "taken": (HOOK + "@hook\ndef filters():\n    return {'upper': str}\n", 3, "the filter 'upper' is there already, from sitegen"),
    "bad name": (HOOK + "@hook\ndef filters():\n    return {'Up per': str}\n", 3, "is no name for a filter"),
    "no function": (HOOK + "@hook\ndef filters():\n    return {'up': 1}\n", 3, "must be a function"),
    "not of values": (HOOK + "from jinja2 import pass_environment\n@hook\ndef filters():\n    return {'up': pass_environment(lambda environment, x: x)}\n", 4, "must be a function of values alone"),
    "no list": (HOOK + "@hook\ndef markdown_extensions():\n    return 1\n", 3, "must give a list"), "hook raises": (HOOK + "@hook\ndef filters():\n    return {}['x']\n", 5, "KeyError: 'x'"),
    "wraps": ("from sitegen.plugins import hook\n@hook(wrapper=True)\ndef filters():\n    return (yield)\n", 0, "it wraps another's hook"), "import": ("import nowhere_at_all\n", 1, "No module named"),
}  # fmt: skip


@pytest.mark.parametrize("fault", NOT_LOADED)
def test_a_plugin_that_can_not_be_loaded_is_exit_2_with_its_line(newsroom: Newsrooms, fault: str) -> None:
    source, line, reason = NOT_LOADED[fault]
    built = plugged(newsroom, source).build()
    assert (built.code, built.codes, built.tree) == (2, ("plugin/not-loaded",), {})
    assert built.diagnostics[0].startswith(f"plugins/desk.py:{line}:1 " if line else "plugins/desk.py ") and reason in built.text


LINE = f"sitegen.toml:{CONFIG.count(chr(10)) + 1}:1"
"""Where a setting below those of every newsroom stands."""


@pytest.mark.parametrize(("setting", "code", "place"), [
    ('plugins = ["plugins/dest.py"]', "plugin/missing", LINE), ('plugins = ["nobody"]', "plugin/missing", LINE),
    ('plugins = ["../x.py"]', "config/bad-value", LINE), ('plugins = ["tools/x.py"]', "config/bad-value", LINE),
    ('plugins = ["plugins/desk.py", "plugins/desk.py"]', "config/bad-value", LINE), ('plugins = ["plugins/link.py"]', "file/symlink", "plugins/link.py"),
    ('markdown_extensions = ["nowhere_at_all"]', "config/bad-value", LINE),
])  # fmt: skip
def test_a_plugin_that_is_not_there_is_exit_2_with_the_line_that_names_it(newsroom: Newsrooms, setting: str, code: str, place: str) -> None:
    room = newsroom({"plugins/desk.py": EXAMPLE, ARTICLE: article(), "sitegen.toml": f"{CONFIG}{setting}\n"})
    (room.folder / "plugins/link.py").symlink_to("/etc/passwd")
    built = room.build()
    assert (built.code, built.codes) == (2, (code,)) and built.diagnostics[0].startswith(place)
    assert code != "plugin/missing" or "nobody" in setting or "did you mean 'plugins/desk.py'" in built.text


def test_a_file_of_plugins_that_is_not_named_is_not_run(newsroom: Newsrooms) -> None:
    assert newsroom({"plugins/desk.py": "1 / 0", ARTICLE: article()}).build().code == 0


FAILING = {
    "checks": HOOK + "@hook\ndef checks(article):\n    yield Remark(1, 'a')\n    {}['x']\n",
    "checks gives nonsense": HOOK + "@hook\ndef checks(article):\n    return ['a']\n",
    "markdown_extensions": (
        HOOK + "from markdown.extensions import Extension\nfrom markdown.preprocessors import Preprocessor\nclass P(Preprocessor):\n    def run(self, lines):\n        return {}['x']\n"
        "class E(Extension):\n    def extendMarkdown(self, md):\n        md.preprocessors.register(P(md), 'p', 1)\n@hook\ndef markdown_extensions():\n    return [E()]\n"
    ),
}


@pytest.mark.parametrize("fault", FAILING)
def test_a_plugin_that_fails_is_an_error_of_the_article_naming_plugin_hook_and_line(newsroom: Newsrooms, fault: str) -> None:
    room = plugged(newsroom, FAILING[fault])
    told = room.run("build")
    words, name = told.stderr.decode(), fault.partition(" ")[0]
    assert told.returncode == 1 and "Traceback" not in words
    assert re.search(rf"^{ARTICLE}:\d+:1: error: the plugin plugins/desk.py failed in {name} for {ARTICLE}: ", words, re.MULTILINE)
    assert "nonsense" in fault or re.search(r"see also: plugins/desk.py:[67]:1", words)


def test_a_filter_that_fails_is_an_error_at_its_template_naming_the_article(room: Newsroom) -> None:
    built = room.edit({"plugins/desk.py": EXAMPLE.replace('    return f"{amount:,} ₴"', '    return f"{amount.nothing:,} ₴"')}).build()
    assert (built.code, built.tree) == (1, {})
    assert {place for place in built.diagnostics if place.startswith("themes")} == {"themes/own/article.html:1:1 plugin/failed"}
    assert f"the plugin plugins/desk.py failed in filters for {ARTICLE}: AttributeError" in built.text and "see also: plugins/desk.py:14:1" in built.text


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that could be installed: a module, its entry point and its RECORD."""
    place = tmp_path / "site-packages"
    (place / "ourdesk-1.dist-info").mkdir(parents=True)
    (place / "ourdesk.py").write_text(HOOK + "@hook\ndef checks(article):\n    yield Remark(1, 'from a package', is_error=True)\n", "utf-8")
    (place / "ourdesk-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: ourdesk\nVersion: 1\n", "utf-8")
    (place / "ourdesk-1.dist-info/entry_points.txt").write_text("[sitegen]\nourdesk = ourdesk\n", "utf-8")
    (place / "ourdesk-1.dist-info/RECORD").write_text("ourdesk.py,sha256=a,1\n", "utf-8")
    monkeypatch.syspath_prepend(str(place))
    plugging._fingerprint.cache_clear()
    yield place
    plugging._fingerprint.cache_clear()
    sys.modules.pop("ourdesk", None)


def test_an_installed_plugin_counts_with_its_version_and_record(newsroom: Newsrooms, package: Path) -> None:
    room = newsroom({ARTICLE: article(), "sitegen.toml": f'{CONFIG}plugins = ["ourdesk"]\n'})
    assert room.build().diagnostics == (f"{ARTICLE}:1:1 plugin/error",)

    def parsed() -> int:
        plugging._fingerprint.cache_clear()
        report = room.build().report
        return sum(stage.count for stage in report.stages if stage.name == "parsed") if report else -1

    assert parsed() == 0
    (package / "ourdesk-1.dist-info/RECORD").write_text("ourdesk.py,sha256=b,1\n", "utf-8")
    assert parsed() > 0
    (package / "ourdesk-1.dist-info/direct_url.json").write_text('{"dir_info": {"editable": true}, "url": "file:///x"}', "utf-8")
    assert parsed() > 0
    assert parsed() == 0
    (package / "ourdesk.py").write_text((package / "ourdesk.py").read_text("utf-8") + "# more\n", "utf-8")
    assert parsed() > 0, "an editable install counts with its source"


def test_what_a_plugin_imports_and_the_extensions_of_the_settings_count_too(newsroom: Newsrooms, package: Path) -> None:
    (package / "counting.py").write_text("from markdown.extensions import Extension\nclass Counting(Extension):\n    def extendMarkdown(self, md):\n        pass\n", "utf-8")
    for settings, files in (
        ('markdown_extensions = ["counting:Counting"]\n', {}),
        ('plugins = ["plugins/desk.py"]\n', {"plugins/desk.py": HOOK + "import counting\n@hook\ndef filters():\n    return {}\n"}),
    ):
        room = newsroom({ARTICLE: article(), "sitegen.toml": CONFIG + settings, **files})

        def parsed(room: Newsroom = room) -> int:
            plugging._fingerprint.cache_clear()
            report = room.build().report
            return sum(stage.count for stage in report.stages if stage.name == "parsed") if report else -1

        assert parsed() > 0
        assert parsed() == 0, "a known digest makes a memory"
        (package / "counting.py").write_text((package / "counting.py").read_text("utf-8") + "# more\n", "utf-8")
        assert parsed() > 0
