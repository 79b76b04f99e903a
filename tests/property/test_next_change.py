"""``next_change_at`` is exact: until then the site has the same bytes whenever it is built, and at it others."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.desk import rows
from sitegen.pipeline import Options, build
from tests.newsroom import TERMS, tree

START = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CONFIG = 'title = "Paper"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\ntheme = "base"\n'
SECOND = dt.timedelta(seconds=1)
HOUSEKEEPING = "news-sitemap.xml"


def moment(minutes: int) -> str:
    return (START + dt.timedelta(minutes=minutes)).isoformat()


minutes = st.integers(-5000, 5000)


@st.composite
def articles(draw: st.DrawFn) -> dict[str, str]:
    files = {}
    for number in range(draw(st.integers(1, 4))):
        lines = [f"date: {moment(draw(minutes))}", f"status: {draw(st.sampled_from(('published', 'published', 'published', 'draft', 'hidden')))}"]
        if draw(st.booleans()):
            lines.append(f"embargo: {moment(draw(minutes))}")
        if draw(st.booleans()):
            lines.append(f"expires: {moment(draw(minutes))}")
        if draw(st.integers(0, 3)) == 0:
            lines.append(draw(st.sampled_from(("noindex: true", "sponsored: {by: Mill}"))))
        if draw(st.booleans()):
            lines.append("live: {starts: 2026-11-20 10:00}")
        folder = draw(st.sampled_from(("politics", "uk/politics", "pages")))
        files[f"content/{folder}/a{number}.md"] = "\n".join(("---", f"title: T{number}", *lines, "author: Ada", "tags: [t]", "---", f"Read also: T{(number + 1) % 4}", ""))
    for language in ("", "uk/"):
        if draw(st.booleans()):
            ref = draw(st.sampled_from(("", ", ref: a0", ", ref: a1")))
            until = draw(st.sampled_from(("", f", until: '{moment(draw(minutes))}'")))
            files[f"content/{language}_index.md"] = f"---\nlead: a0\ntop: [a1]\nbreaking: {{text: Strip{ref}{until}}}\n---\n"
    return files


def public(made: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in made.items() if path != HOUSEKEEPING}


@given(files=articles(), where=st.lists(st.floats(0, 1), min_size=2, max_size=2))
@settings(max_examples=int(os.environ.get("SITEGEN_EXAMPLES", "15")), deadline=None)
def test_until_the_next_change_nothing_changes_and_at_it_something_does(files: dict[str, str], where: list[float]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path, text in {"sitegen.toml": CONFIG, "content/terms.toml": TERMS, **files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")

        def at(now: dt.datetime) -> dict[str, bytes]:
            """The site of a build that remembers nothing of another time."""
            report = build(Options(folder, output=folder / "out"), now)
            warm = tree(folder / "out")
            assert report.is_published, report.findings
            build(Options(folder, output=folder / f"out-{now.timestamp()}"), now)
            assert tree(folder / f"out-{now.timestamp()}") == warm
            return warm

        begun = at(START)
        change = build(Options(folder, output=folder / "out"), START).next_change
        for kind, limit in (("public", change.public), ("housekeeping", change.housekeeping)):
            until = limit or START + dt.timedelta(days=400)
            assert until > START
            if kind == "housekeeping" and change.public and change.public < until:
                until = change.public
            between = [START + (until - START) * share for share in where] if limit else [until]
            for now in (*between, until - SECOND):
                if now < until:
                    made = at(max(now, START))
                    assert (made if kind == "housekeeping" else public(made)) == (begun if kind == "housekeeping" else public(begun)), (kind, now)
            if limit and until == limit:
                made = at(limit)
                assert made != begun, kind
                assert kind == "housekeeping" or public(made) != public(begun)
        times = [dt.datetime.fromisoformat(row.at) for kind in ("scheduled", "expiring") for row in rows(Options(folder), kind, START)]
        assert change.public is None or change.public in times
        assert times == sorted(times[: len(rows(Options(folder), "scheduled", START))]) + sorted(times[len(rows(Options(folder), "scheduled", START)) :])
