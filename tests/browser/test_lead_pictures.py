"""What a phone loads of an article with its lead picture, all sizes and formats made."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser

from sitegen.pipeline import Options, build
from tests.browser.conftest import opened, serving
from tests.browser.test_design import KILOBYTE, fetched, wire
from tests.sample import TODAY, copied

WITH_PICTURE = 250 * KILOBYTE


def test_an_article_with_its_lead_picture_is_light_on_a_phone(tmp_path: Path, chromium: Browser) -> None:
    """Those with the two largest originals, with derivatives made, on a phone of three pixels to one."""
    desk = copied(tmp_path, pictures=True)
    articles = sorted((desk / "content").glob("*/*/index.md"), key=lambda one: -max(path.stat().st_size for path in one.parent.glob("*.jpg")))
    for folder in {one.parent for one in articles[2:] if "authors" not in one.parts}:
        shutil.rmtree(folder)
    shutil.rmtree(desk / "content/en")
    shutil.rmtree(desk / "ledger")
    assert not build(Options(desk), TODAY).has_errors
    with serving(desk / "public") as served:
        for one in articles[:2]:
            (path,) = (desk / "public").glob(f"*/*/*/{one.parent.name}/index.html")
            context = opened(chromium, viewport={"width": 375, "height": 740}, device_scale_factor=3, is_mobile=True)
            asked = fetched(context.new_page(), f"{served.url}/{path.relative_to(desk / 'public').parent.as_posix()}/")
            weight = {address: wire(desk / "public" / (address.removeprefix(served.url + "/") + ("index.html" if address.endswith("/") else ""))) for address in asked}
            context.close()
            assert any("/media/" in address and address.endswith(".avif") for address in weight), weight
            assert sum(weight.values()) <= WITH_PICTURE, weight
