"""Every built page of the sample publication, judged by the Nu HTML checker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.browser.conftest import Served, tool

_NOT_SO = re.compile(
    "Inline script violates Content Security Policy"  # JSON-LD is a data block, no script (HTML, "prepare the script element")
    "|Resource violates Content Security Policy .*“/(assets|media)/"  # 'self' of a file: page; tests/browser/test_pages.py sees it in a browser
)


def messages(*addresses: str) -> list[dict[str, Any]]:
    java = shutil.which("java")
    assert java, "there is no Java; run: bash .ci/setup --tests"
    ended = subprocess.run(
        [java, "-Xss4m", "-jar", str(tool("vnu-jar/build/dist/vnu.jar")), "--format", "json", *addresses],
        capture_output=True, text=True, check=False,
    )
    found: list[dict[str, Any]] = json.loads(ended.stderr)["messages"]
    return found


def test_every_page_is_valid_html(site: Served) -> None:
    assert len(site.pages()) > 100
    found = messages("--skip-non-html", str(site.folder))
    wrong = [
        f"{one.get('url')}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')}"
        for one in found
        if not _NOT_SO.match(one["message"])
    ]
    assert wrong == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text('<!doctype html><html lang="en"><title>x</title><p id="a"><p id="a"><img src="x"><blink>y</blink></html>', encoding="utf-8")
    assert len([one for one in messages(str(page)) if one["type"] == "error"]) >= 3
