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
    script = next(step["run"] for step in steps(github(publication)) if step.get("name") == name)
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
        "ledger": {"contents": "write"},
    }
    assert all(job["timeout-minutes"] <= 20 for job in workflow["jobs"].values())
    assert "concurrency" in workflow and workflow["jobs"]["deploy"]["concurrency"]["cancel-in-progress"] is False
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout")]
    assert len(checkouts) == 2 and all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert [step["name"] for step in steps(workflow) if "TOKEN" in step.get("env", {})] == ["Push the ledger"]  # after pip has done its work


def test_no_words_from_outside_are_pasted_into_a_script(publication: Path) -> None:
    for step in steps(github(publication)):
        assert "${{" not in step.get("run", "")
        if "run" in step:
            assert step["run"].startswith("set -euo pipefail\n")
    for job in ("check", "pages", "ledger"):
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
    ledger = github(publication)["jobs"]["ledger"]
    assert ledger["if"] == github(publication)["jobs"]["deploy"]["if"] and ledger["needs"] == ["build", "deploy"]
    assert gitlab(publication)["ledger"]["needs"] == ["pages"]
    assert gitlab(publication)["ledger"]["rules"] == gitlab(publication)["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


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


# ------------------------------------------------------------------ the ledger


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(publication: Path) -> Path:
    """The publication as its forge has it: a bare repository beside it, whose main branch it is."""
    git(publication, "init", "--quiet", "--initial-branch=main")
    git(publication, "add", "--all")
    git(publication, "commit", "--quiet", "--message", "Begin")
    git(publication.parent, "clone", "--quiet", "--bare", str(publication), "forge.git")
    return publication


def enter(repository: Path, forge: str) -> subprocess.CompletedProcess[str]:
    remote = {"LEDGER_REMOTE": str(repository.parent / "forge.git")}
    if forge == "gitlab":
        (repository / "public").mkdir(exist_ok=True)
        environment = {**remote, "CI_SERVER_HOST": "gitlab.example", "CI_DEFAULT_BRANCH": "main", "CI_JOB_TOKEN": "t", "CI_PROJECT_PATH": "o/p"}
        return shell(gitlab(repository)["ledger"]["script"][0], repository, **environment)
    began = git(repository, "rev-parse", "HEAD")
    entered = shell(run_of(repository, "Enter what was published"), repository)
    return entered if entered.returncode else shell(run_of(repository, "Push the ledger"), repository, GITHUB_SHA=began, TOKEN="t", GITHUB_REPOSITORY="o/p", **remote)


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_what_was_published_is_entered_and_pushed_once(repository: Path, forge: str) -> None:
    hostile(repository)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "Stories")
    git(repository, "push", "--quiet", str(repository.parent / "forge.git"), "main")
    other = repository.parent / "other"
    git(repository.parent, "clone", "--quiet", str(repository.parent / "forge.git"), "other")
    (other / "NOTES").write_text("A commit meanwhile", encoding="utf-8")
    git(other, "add", "NOTES")
    git(other, "commit", "--quiet", "--message", "Meanwhile")
    git(other, "push", "--quiet", "origin", "main")
    done = enter(repository, forge)
    assert done.returncode == 0, done.stderr
    git(other, "pull", "--quiet", "origin", "main")
    entries = [line for line in (other / "ledger/2026.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(entries) >= len(HOSTILE) + 4 and all(re.fullmatch(r"\S+ published \S+ /\S*/( corrected:\S+)*", line) for line in entries)
    assert git(other, "diff", "--name-only", "HEAD~1") == "ledger/2026.txt"
    head = git(other, "rev-parse", "HEAD")
    assert enter(repository, forge).returncode == 0
    assert git(repository.parent / "forge.git", "rev-parse", "main") == head
    assert not list(repository.rglob("pwned"))


def test_gitlab_enters_nothing_where_nothing_was_published(repository: Path) -> None:
    done = shell(gitlab(repository)["ledger"]["script"][0], repository)
    assert (done.returncode, done.stdout) == (0, "nothing was published\n") and not (repository / "ledger").exists()


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_pull_request_that_loses_a_url_or_a_line_fails_on_its_line(repository: Path, forge: str) -> None:
    assert enter(repository, "github").returncode == 0
    base = git(repository, "rev-parse", "HEAD")
    bare = str(repository.parent / "forge.git")

    def verify() -> subprocess.CompletedProcess[str]:
        if forge == "github":
            return shell(run_of(repository, "Verify the ledger"), repository)
        git(repository, "remote", "add", "origin", bare)
        done = shell(gitlab(repository)["check"]["script"][0], repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        git(repository, "remote", "remove", "origin")
        return done

    def propose(message: str) -> None:
        git(repository, "checkout", "--quiet", "-b", message, base)

    propose("quiet")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "Nothing")
    assert verify().returncode == 0
    propose("lost")
    (repository / "content/politics/hromadski-slukhannia.md").unlink()
    (repository / "content/en/politics/hromadski-slukhannia.md").unlink()
    git(repository, "commit", "--quiet", "--all", "--message", "Lose articles")
    done = verify()
    assert done.returncode == 1 and "ledger/vanished" in done.stdout + done.stderr
    git(repository, "checkout", "--quiet", base, "--", "content")
    path = repository / "ledger/2026.txt"
    path.write_text("".join(line for line in path.read_text("utf-8").splitlines(True) if "slukhannia" not in line), encoding="utf-8")
    git(repository, "commit", "--quiet", "--amend", "--all", "--message", "Lose lines")
    done = verify()
    assert done.returncode == 1 and "ledger/line-lost" in done.stdout + done.stderr
