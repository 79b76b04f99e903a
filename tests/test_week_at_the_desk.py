"""A week at the desk, told as the newsroom would tell it: one story is scheduled, published, renamed, corrected, translated, covered live and taken back.

The commands are those that editors and CI use, each in a process of its own, at the hour the story says.  After every edition the
output is held against a clean build's, and every URL that readers were ever given must still answer.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import sitegen
from sitegen.pipeline import Options, build
from sitegen.urls.keeping import update
from tests.checkers.hreflang import check_hreflang
from tests.checkers.links import check_links
from tests.newsroom import Newsroom, Newsrooms, tree

KYIV = dt.timezone(dt.timedelta(hours=2))
SETTINGS = """\
title = { uk = "Вісник", en = "Herald" }
base_url = "https://herald.example/"
languages = ["uk", "en"]
time_zone = "Europe/Kyiv"

[desk.severity]
"policy/missing" = "off"
"""
TERMS = """\
[sections.politics]
name = { uk = "Політика", en = "Politics" }

[sections.society]
name = { uk = "Суспільство", en = "Society" }

[stories.bridge]
name = { uk = "Міст біля млина", en = "The mill bridge" }
"""
OLD = """\
---
title: Міст біля млина закрили
date: 2026-11-02 10:00
author: Олена Марченко
summary: Тріщину побачив перехожий.
story: bridge
---
Міст закрили в понеділок.

!!! background "Що відомо" {#mill-facts}
    - Мосту сорок років.
"""
VOTE = """\
---
id: bridge-vote
title: Рада проголосує за міст
date: 2026-11-23 12:00
embargo: 2026-11-24 06:00
author: Олена Марченко
summary: Депутати збираються у вівторок.
story: bridge
---
Ремонт коштуватиме два мільйони.

Читайте також: Міст біля млина закрили

!!! #mill-facts
"""
LIVE = """\
---
title: Засідання наживо
date: 2026-11-27 09:00
author: Олена Марченко
summary: Рада вирішує долю моста.
story: bridge
live: {starts: 2026-11-27 09:00, ends: 2026-11-27 18:00}
---
Ми в залі.

## 2026-11-27 09:05 Почалося {#start .key}

Прийшли тридцять депутатів.

## 2026-11-27 15:00 Міст відремонтують {#passed .key .pinned}

Двадцять п'ять за.
"""


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


class Week:
    """The publication, its commands, and what readers had."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.folder = room, room.folder
        self.given: set[str] = set()

    def sitegen(self, *words: str, code: int = 0) -> str:
        package = str(Path(sitegen.__file__).parent.parent)
        ended = subprocess.run(
            [sys.executable, "-m", "sitegen", *words], cwd=self.folder, check=False, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": package, "NO_COLOR": "1"},
        )
        assert ended.returncode == code, (words, ended.stdout, ended.stderr)
        return ended.stdout

    def publish(self, now: dt.datetime, *, warns: tuple[str, ...] = ()) -> dict[str, str]:
        """An edition, as CI makes it: build, then enter what went out.  Gives the site's texts by path."""
        told = json.loads(self.sitegen("build", "--now", now.isoformat(), "--format", "json"))
        assert tuple(one["code"] for one in told["diagnostics"]) == warns
        self.next_change = told["next_change_at"]["public"]
        made = tree(self.folder / "public")
        clean = self.folder.parent / f"clean-{now:%d%H%M}"
        shutil.copytree(self.folder, clean, ignore=shutil.ignore_patterns("public", ".sitegen"))
        build(Options(clean), now)
        assert tree(clean / "public") == made
        update(Options(self.folder), now)
        site = {path: data.decode("utf-8", "replace").replace("\u00a0", " ") for path, data in made.items()}
        self.given |= {path for path in site if path.endswith("index.html")}
        assert self.given <= site.keys(), "a URL that readers were given does not answer"
        assert check_links(self.folder / "public", base_url="https://herald.example/") == [] and check_hreflang(self.folder / "public") == []
        return site

    def replace(self, path: str, old: str, new: str) -> None:
        file = self.folder / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_week_at_the_desk(newsroom: Newsrooms) -> None:
    week = Week(newsroom({"sitegen.toml": SETTINGS, "content/terms.toml": TERMS, "content/society/mill-bridge.md": OLD}))

    # Monday: the article is begun, written, and scheduled.  Nobody outside can know of it.
    site = week.publish(at(23, 9))
    begun = week.sitegen("new", "article", "Рада проголосує за міст", "--section", "politics", "--now", at(23, 11).isoformat()).strip()
    assert [row["source"] for row in json.loads(week.sitegen("list", "drafts", "--format", "json"))] == [begun]
    (week.folder / begun).rename(week.folder / "content/politics/bridge-vote.md")
    week.room.edit({"content/politics/bridge-vote.md": VOTE})
    (scheduled,) = json.loads(week.sitegen("list", "scheduled", "--format", "json", "--now", at(23, 12).isoformat()))
    assert (scheduled["source"], scheduled["at"]) == ("content/politics/bridge-vote.md", "2026-11-24T06:00:00+02:00")
    before = site
    site = week.publish(at(23, 18))
    assert site == before
    assert dt.datetime.fromisoformat(week.next_change) == at(24, 6)
    assert not any("два мільйони" in text or "bridge-vote" in text for text in site.values())

    # Tuesday at six it is out, by itself; it shows the box of the older article and stands in the story's timeline.
    site = week.publish(at(24, 6))
    page = "politics/2026/11/bridge-vote/index.html"
    assert "два мільйони" in site[page] and "Мосту сорок років" in site[page]
    assert "Рада проголосує за міст" in site["story/bridge/index.html"] and "Рада проголосує за міст" in site["society/2026/11/mill-bridge/index.html"]
    assert "bridge-vote" in (week.folder / "ledger/2026.txt").read_text("utf-8")

    # Wednesday: the slug was wrong, and so was the sum.  The old address redirects; a silent change is told of, a correction ends that.
    week.sitegen("mv", "content/politics/bridge-vote.md", "content/politics/rada-i-mist.md", "--now", at(25, 9).isoformat())
    site = week.publish(at(25, 10))
    moved = "politics/2026/11/rada-i-mist/index.html"
    assert "/politics/2026/11/rada-i-mist/" in site[page] and "два мільйони" not in site[page]
    assert "/politics/2026/11/bridge-vote/ /politics/2026/11/rada-i-mist/" in site["_redirects"]
    week.sitegen("ledger", "verify", "--now", at(25, 10).isoformat())
    week.replace("content/politics/rada-i-mist.md", "два мільйони", "три мільйони")
    week.publish(at(25, 11), warns=("article/silent-change",))
    week.replace("content/politics/rada-i-mist.md", "story: bridge", 'story: bridge\ncorrections: [{date: 2026-11-25 11:30, text: "Ремонт коштує не два мільйони, а три."}]')
    site = week.publish(at(25, 12))
    note = "Ремонт коштує не два мільйони, а три."
    assert all(note in site[path] for path in (moved, "corrections/index.html", "corrections/feed.xml"))
    assert "CorrectionComment" in site[moved]
    assert "2026-11-25T11:30:00+02:00" in site["politics/atom.xml"]

    # A correction that readers saw can't be taken back.
    text = (week.folder / "content/politics/rada-i-mist.md").read_text("utf-8")
    week.room.edit({"content/politics/rada-i-mist.md": "".join(line for line in text.splitlines(keepends=True) if not line.startswith("corrections"))})
    refused = json.loads(week.sitegen("build", "--now", at(25, 13).isoformat(), "--format", "json", code=1))
    assert "ledger/correction-removed" in {one["code"] for one in refused["diagnostics"]}
    week.room.edit({"content/politics/rada-i-mist.md": text})

    # Thursday: the translation.
    untranslated = json.loads(week.sitegen("list", "untranslated", "--lang", "en", "--format", "json", "--now", at(26, 9).isoformat()))
    assert "content/politics/rada-i-mist.md" in {row["source"] for row in untranslated}
    week.room.edit({
        "content/en/politics/rada-i-mist.md": "---\ntitle: Council to vote on the bridge\ndate: 2026-11-26 10:00\nauthor: Олена Марченко\nsummary: They meet on Tuesday.\nslug: council-and-bridge\n---\nThe repair costs three million.\n"
    })
    site = week.publish(at(26, 10))
    english = "en/politics/2026/11/council-and-bridge/index.html"
    assert 'hreflang="uk"' in site[english] and 'hreflang="en"' in site[moved]
    assert "content/politics/rada-i-mist.md" not in week.sitegen("list", "untranslated", "--lang", "en", "--now", at(26, 11).isoformat())

    # Friday: live.  An update stands nowhere before its time; then it comes by itself, under an id that stays.
    week.room.edit({"content/politics/live.md": LIVE})
    site = week.publish(at(27, 10))
    live = "politics/2026/11/live/index.html"
    assert 'id="start"' in site[live] and not any("відремонтують" in text or "Двадцять" in text for text in site.values())
    assert dt.datetime.fromisoformat(week.next_change) == at(27, 15)
    site = week.publish(at(27, 15))
    assert site[live].index('id="passed"') < site[live].index('id="start"')
    assert "LiveBlogPosting" in site[live] and len(ET.fromstring(site["politics/2026/11/live/feed.xml"]).findall(".//item")) == 2

    # Saturday: the vote was misreported.  The text goes, the address stays and says why.
    week.replace("content/politics/rada-i-mist.md", "story: bridge", "status: retracted\nretracted: {date: 2026-11-28 09:00, reason: Документ був підроблений.}\nstory: bridge")
    site = week.publish(at(28, 9))
    assert "Документ був підроблений" in site[moved] and "noindex" in site[moved]
    assert not any("три мільйони" in text for path, text in site.items())
    assert all("rada-i-mist" not in site[path] for path in ("feed.xml", "atom.xml", "sitemap-1.xml", "news-sitemap.xml", "index.html", "story/bridge/index.html"))
    assert "retracted" in (week.folder / "ledger/2026.txt").read_text("utf-8")

    # Sunday: nothing happens, and nothing is written.
    quiet = json.loads(week.sitegen("build", "--now", at(29, 9).isoformat(), "--format", "json"))
    assert {path for path in quiet["changed"] if path != "news-sitemap.xml"} <= {live}
    week.sitegen("check", "--now", at(29, 9).isoformat(), "--select", "ledger/,permalink/")
