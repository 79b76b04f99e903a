"""The workflows that `sitegen init` writes: linted, and their shell really run, in a publication with hostile file names."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.scaffold import new_publication

ROOT = Path(__file__).parents[2]
HOSTILE = ["$(touch pwned).md", "-rf.md", "a 'quoted' \"name\".md", "`id`.md", "news\nline.md", "емодзі 🙂.md", "::error::x.md", "%0A.md"]


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    new_publication(tmp_path / "paper", name="Paper", requirement="sitegen", now=datetime.now(UTC))
    return tmp_path / "paper"


def github(publication: Path) -> dict[str, Any]:
    return yaml.safe_load((publication / ".github/workflows/publish.yml").read_text("utf-8"))  # type: ignore[no-any-return]


def gitlab(publication: Path) -> dict[str, Any]:
    return yaml.safe_load((publication / ".gitlab-ci.yml").read_text("utf-8"))  # type: ignore[no-any-return]


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run as a runner does; `sitegen` and `python` are ours, and pip is not run: the environment stands already."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name, line in (("sitegen", f'exec "{sys.executable}" -m sitegen "$@"'), ("python", f'if [ "${{2-}}" = pip ]; then exit 0; fi; exec "{sys.executable}" "$@"')):
        (tools / name).write_text(f"#!/bin/bash\n{line}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "GITHUB_OUTPUT": str(folder.parent / "output"), **environment},
    )


def run_of(publication: Path, name: str) -> str:
    (script,) = (step["run"] for step in steps(github(publication)) if step.get("name") == name)
    return str(script)


def hostile(publication: Path, *, broken: bool = False) -> None:
    for number, name in enumerate(HOSTILE):
        lines = ["---", f"title: Story {number}", "date: 2026-02-30" if broken else "date: 2026-05-04 10:00", f"slug: story-{number}", "---", "Words."]
        (publication / "content/politics" / name).write_text("\n".join(lines), encoding="utf-8")


# ------------------------------------------------------------------ lint


def test_every_action_is_pinned_by_its_whole_hash_and_its_version_is_said(publication: Path) -> None:
    text = (publication / ".github/workflows/publish.yml").read_text("utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert len(used) >= 7
    for action, comment in used:
        assert re.fullmatch(r"actions/[a-z-]+(/[a-z]+)?@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_permissions_are_the_least_and_every_job_ends(publication: Path) -> None:
    workflow = github(publication)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert all(job["timeout-minutes"] <= 20 for job in workflow["jobs"].values())
    assert "concurrency" in workflow and workflow["jobs"]["deploy"]["concurrency"]["cancel-in-progress"] is False
    (checkout,) = (step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"]["persist-credentials"] is False


def test_no_words_from_outside_are_pasted_into_a_script(publication: Path) -> None:
    for step in steps(github(publication)):
        assert "${{" not in step.get("run", "")
        if "run" in step:
            assert step["run"].startswith("set -euo pipefail\n")
    for job in ("check", "pages"):
        (script,) = gitlab(publication)[job]["script"]
        assert script.startswith("set -euo pipefail\n")
    text = (publication / ".github/workflows/publish.yml").read_text("utf-8")
    assert not re.search(r"github\.(event\.|head_ref)", text)
    assert "pull_request_target" not in text


def test_only_main_is_published_and_only_when_something_is_due(publication: Path) -> None:
    for step in steps(github(publication)):
        if "upload-pages-artifact" in step.get("uses", "") or "cache/save" in step.get("uses", ""):
            assert "github.ref == 'refs/heads/main'" in step["if"] and "due == 'yes'" in step["if"]
    assert "github.ref == 'refs/heads/main'" in github(publication)["jobs"]["deploy"]["if"]
    assert gitlab(publication)["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


# ------------------------------------------------------------------ the steps, run


def test_a_site_with_hostile_file_names_is_checked_and_built(publication: Path) -> None:
    hostile(publication)
    checked = shell(run_of(publication, "Check"), publication)
    built = shell(run_of(publication, "Build"), publication)
    assert (checked.returncode, built.returncode) == (0, 0), checked.stdout + built.stderr
    assert (publication / "public/.nojekyll").is_file() and not (publication / "public/.sitegen-manifest").exists()
    assert json.loads((publication / ".sitegen/build.json").read_text("utf-8"))["articles"] == 4 + len(HOSTILE)
    assert not list(publication.rglob("pwned"))


def test_an_error_is_an_annotation_on_its_line_whatever_the_file_is_called(publication: Path) -> None:
    hostile(publication, broken=True)
    checked = shell(run_of(publication, "Check"), publication)
    assert checked.returncode == 1
    lines = [line for line in checked.stdout.split("\n") if line]
    assert len(lines) == len(HOSTILE)
    assert all(re.match(r"::error file=content/politics/[^,]*,line=3,col=\d+", line) for line in lines)
    built = shell(run_of(publication, "Build"), publication)
    assert built.returncode == 1 and not (publication / "public").exists()
    assert len(json.loads(built.stdout)["diagnostics"]) == len(HOSTILE)
    assert not list(publication.rglob("pwned"))


NEXT = [
    (None, "yes"),
    ("{", "yes"),
    ('{"next_change_at": {"public": "soon"}}', "yes"),
    ('{"next_change_at": {"public": null}}', "no"),
    ('{"next_change_at": {"public": "2999-01-01T10:00:00+02:00"}}', "no"),
    ('{"next_change_at": {"public": "2026-01-01T10:00:00+02:00"}}', "yes"),
]


@pytest.mark.parametrize(("remembered", "due"), NEXT)
def test_a_scheduled_run_ends_early_until_something_is_due(publication: Path, remembered: str | None, due: str) -> None:
    if remembered:
        (publication / ".sitegen").mkdir()
        (publication / ".sitegen/build.json").write_text(remembered, encoding="utf-8")
    script = run_of(publication, "Is anything due?")
    for event, expected in (("schedule", due), ("push", "yes"), ("workflow_dispatch", "yes")):
        (publication.parent / "output").unlink(missing_ok=True)
        assert shell(script, publication, EVENT=event).returncode == 0
        assert (publication.parent / "output").read_text("utf-8") == f"due={expected}\n"
    ended = shell(gitlab(publication)["pages"]["script"][0], publication, CI_PIPELINE_SOURCE="schedule")
    assert (ended.returncode, (publication / "public").exists()) == ((0, True) if due == "yes" else (78, False)), ended.stderr
    assert gitlab(publication)["pages"]["allow_failure"] == {"exit_codes": 78}


def test_gitlab_publishes_on_a_push_and_reports_on_a_merge_request(publication: Path) -> None:
    hostile(publication)
    published = shell(gitlab(publication)["pages"]["script"][0], publication, CI_PIPELINE_SOURCE="push")
    assert published.returncode == 0, published.stderr
    assert (publication / "public/index.html").is_file()
    shutil.rmtree(publication / "public")
    hostile(publication, broken=True)
    checked = shell(gitlab(publication)["check"]["script"][0], publication)
    assert checked.returncode == 1
    report = json.loads((publication / "gl-code-quality-report.json").read_text("utf-8"))
    assert sorted(one["location"]["path"] for one in report) == sorted(f"content/politics/{name}" for name in HOSTILE)
    assert len({one["fingerprint"] for one in report}) == len(HOSTILE)
    assert {(one["location"]["lines"]["begin"], one["severity"]) for one in report} == {(3, "critical")}
    assert not list(publication.rglob("pwned"))
