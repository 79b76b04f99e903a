"""Standing pages by their kind: the footer, the publisher's policies in JSON-LD, and a check for those that are missing."""

from __future__ import annotations

import json

import pytest

from sitegen.output.publisher import POLICIES
from tests.newsroom import Newsrooms, article

CONFIG = 'title = "Paper"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\ntheme = "base"\n'
EXPECTED = ("about", "contact", "corrections-policy", "ethics", "masthead", "ownership")


def page(kind: str, *lines: str, folder: str = "") -> dict[str, str]:
    return {f"content/{folder}pages/{kind}.md": "\n".join(("---", f"title: All of {kind}", f"kind: {kind}", *lines, "---", "Words.", ""))}


def pages(*kinds: str, folder: str = "") -> dict[str, str]:
    return {path: text for kind in kinds for path, text in page(kind, folder=folder).items()}


def test_each_kind_gives_the_footer_and_its_properties(newsroom: Newsrooms) -> None:
    kinds = [kind for kind in POLICIES if kind != "principles"]
    built = newsroom({"content/politics/a.md": article(), **pages(*kinds)}).build()
    text = built.page("/politics/2026/11/a/")
    publisher = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]["publisher"]
    for kind in kinds:
        assert f'<a href="/{kind}/">All of {kind}</a>' in text.split('class="colophon"')[1]
        for name in POLICIES[kind]:
            assert publisher[name] == f"https://paper.example/{kind}/", name
    assert {
        "publishingPrinciples", "ethicsPolicy", "correctionsPolicy", "ownershipFundingInfo", "masthead", "diversityPolicy", "diversityStaffingReport", "noBylinesPolicy",
        "unnamedSourcesPolicy", "verificationFactCheckingPolicy", "actionableFeedbackPolicy", "missionCoveragePrioritiesPolicy",
    } == set(publisher) - {"@type", "@id", "name", "url", "logo"}


def test_principles_of_their_own_are_the_publishing_principles(newsroom: Newsrooms) -> None:
    text = newsroom({"content/politics/a.md": article(), **pages("ethics", "principles")}).build().page("/")
    assert '"ethicsPolicy":"https://paper.example/ethics/","publishingPrinciples":"https://paper.example/principles/"' in text


@pytest.mark.parametrize("line", ["status: draft", "status: hidden", "retracted: {date: 2026-11-20, reason: Wrong.}"])
def test_a_page_that_is_in_no_list_is_no_policy(newsroom: Newsrooms, line: str) -> None:
    text = newsroom({"content/politics/a.md": article(), **page("ethics", line)}).build().page("/")
    assert "/ethics/" not in text


def test_check_alone_names_those_a_newspaper_should_have(newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": CONFIG, "content/politics/a.md": article(), **pages("about", "ethics", "contact"), **pages(*EXPECTED, folder="uk/")})
    assert room.build(strict=True).codes == ()
    found = room.check()
    assert (found.code, found.diagnostics) == (0, ("sitegen.toml policy/missing",) * 3)
    assert [words for words in ("'corrections-policy' in 'en'", "content/pages/masthead.md", "`kind: ownership`") if words not in found.text] == []
    assert room.check(strict=True).code == 1
    assert room.edit(pages(*EXPECTED)).check().codes == ()
    assert room.edit(page("ethics", "status: draft", folder="uk/")).check().codes == ("policy/missing",)
