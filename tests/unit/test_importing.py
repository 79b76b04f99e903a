"""Importing a text from beginning to end: where it goes, that it overwrites nothing, and the report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.core import zones
from sitegen.core.rules import RULES, find
from sitegen.importing import Imported, Options, Original, Outcome, finder, import_text
from sitegen.importing.draft import Use

OPTIONS = Options(("uk", "en"), zones.zone("Europe/Kyiv"), section="politics")
SOURCE = """\
The quay stays closed

By Ann Lee
09:31, 14 May 2024
The quay stays closed
Image source:

The council has put off its vote.

Read also: Mill opens. Crowds come

Follow us on Telegram
"""
PATH = "content/en/politics/the-quay-stays-closed.md"


def slugify(headline: str, _language: str) -> str:
    return re.sub(r"\W+", "-", headline.lower()).strip("-")[:80]


def bring(
    source: str = SOURCE,
    options: Options = OPTIONS,
    files: Mapping[str, str] | None = None,
    headlines: tuple[tuple[str, str], ...] = (),
    ids: Mapping[str, str] | None = None,
) -> Imported:
    search = finder(headlines)
    return import_text(
        "in.txt", source, options, slugify=slugify, find_headline=lambda title, _language: search(title),
        existing=(files or {}).get, find_id=(ids or {}).get,
    )


def codes(result: Imported) -> list[str]:
    return [problem.code for problem in result.diagnostics]


def test_a_text_goes_into_the_folder_of_its_language_and_section() -> None:
    result = bring()
    assert (result.outcome, result.path, result.diagnostics) == (Outcome.NEW, PATH, ())
    assert result.text.endswith("---\nThe council has put off its vote.\n\nRead also: Mill opens. Crowds come\n")
    assert yaml.safe_load(result.text.split("---\n")[1])["section"] == "politics"


@pytest.mark.parametrize(("options", "path"), [
    (replace(OPTIONS, language="uk"), "content/politics/the-quay-stays-closed.md"),
    (replace(OPTIONS, section="society/schools"), "content/en/society/schools/the-quay-stays-closed.md"),
    (replace(OPTIONS, slug="quay"), "content/en/politics/quay.md"),
    (replace(OPTIONS, into="inbox/"), "inbox/en/politics/the-quay-stays-closed.md"),
])
def test_the_place_follows_the_options(options: Options, path: str) -> None:
    assert bring(options=options).path == path


def test_a_second_run_changes_nothing() -> None:
    first = bring()
    second = bring(files={first.path: first.text}, headlines=(("The quay stays closed", first.path),))
    assert (second.outcome, second.path, second.text) == (Outcome.UNCHANGED, first.path, first.text)
    assert second.report[0] == f"{PATH}: already imported, unchanged"


def test_a_file_that_the_desk_has_edited_since_is_left_as_it_is() -> None:
    first = bring()
    second = bring(files={first.path: first.text.replace("put off", "postponed")})
    assert (second.outcome, second.diagnostics) == (Outcome.EDITED, ())


def test_a_file_that_the_desk_has_moved_is_found_by_its_id() -> None:
    first = bring()
    assert first.draft is not None
    second = bring(ids={first.draft.id: "content/en/economy/quay.md"})
    assert (second.outcome, second.path, second.text) == (Outcome.EDITED, "content/en/economy/quay.md", "")


@pytest.mark.parametrize("path", [PATH, PATH.replace(".md", "/index.md"), PATH.replace(".md", ".en.md")])
def test_another_article_in_its_place_is_an_error_that_names_it(path: str) -> None:
    result = bring(files={path: "---\ntitle: Another\n---\n"})
    assert (result.outcome, result.text, codes(result)) == (Outcome.REFUSED, "", ["import/exists"])
    finding = find(result.diagnostics[0], checking=False, strict=False, severities={})
    assert path in finding.message
    assert "--slug" in finding.hint
    assert finding.span.line == 1


def test_another_text_with_the_same_headline_is_not_taken_for_the_same() -> None:
    first = bring()
    assert bring(SOURCE.replace("put off", "lost"), files={first.path: first.text}).outcome is Outcome.REFUSED


def test_case_66_names_from_outside_never_leave_the_publication() -> None:
    assert bring(options=replace(OPTIONS, section="/etc")).path == PATH.replace("politics", "etc")
    for section in ("../x", "a/../b", "a//b", ".git", "a\\b", "en", "uk", "authors", "pages/x", "a b", ".", "x/."):
        assert codes(bring(options=replace(OPTIONS, section=section))) == ["import/bad-section"]
    for slug in ("../x", "a/b", ".x", "a\\b", "index", "a.en", "a b", "_index", "\x00", "-"):
        assert codes(bring(options=replace(OPTIONS, slug=slug))) == ["import/bad-slug"]


def test_a_text_without_a_section_is_an_error_that_says_the_flag() -> None:
    result = bring(options=replace(OPTIONS, section=""))
    assert codes(result) == ["import/no-section"]
    assert "--section" in RULES["import/no-section"].hint


def test_a_language_that_the_publication_lacks_is_an_error() -> None:
    result = bring(options=replace(OPTIONS, languages=("uk",)))
    assert codes(result) == ["import/foreign-language"]


def test_a_translation_shares_the_key_and_the_section_of_its_original() -> None:
    original = Original("content/economy/naberezhna.md", "uk", "economy/naberezhna", "economy")
    result = bring(options=replace(OPTIONS, section="", original=original))
    assert result.path == "content/en/economy/the-quay-stays-closed.md"
    assert "\ntranslation_key: economy/naberezhna\n" in result.text


def test_a_translation_in_the_language_of_its_original_is_an_error() -> None:
    original = Original("content/en/economy/quay.md", "en", "economy/quay", "economy")
    assert codes(bring(options=replace(OPTIONS, original=original))) == ["import/same-language"]


def test_a_read_also_line_is_tied_to_the_article_that_has_the_headline() -> None:
    result = bring(headlines=(("Mill opens. Crowds come", "content/en/society/mill/index.md"),))
    assert yaml.safe_load(result.text.split("---\n")[1])["read_also"] == ["../society/mill/index.md"]
    assert result.text.endswith("Read also: [Mill opens. Crowds come](../society/mill/index.md)\n")


def test_a_pending_read_also_line_is_recorded_and_placed() -> None:
    result = bring()
    assert yaml.safe_load(result.text.split("---\n")[1])["read_also"] == [{"title": "Mill opens. Crowds come"}]
    assert result.text.endswith("\n\nRead also: Mill opens. Crowds come\n")


def test_an_article_is_no_read_also_of_itself() -> None:
    source = SOURCE.replace("Mill opens. Crowds come", "The quay stays closed")
    assert "[The quay" not in bring(source, headlines=(("The quay stays closed", PATH),)).text


def test_the_report_names_all_that_was_recognised_and_dropped() -> None:
    assert bring().report == (
        f"{PATH}: new",
        "  headline    The quay stays closed",
        "  language    en (by its letters)",
        "  author      Ann Lee",
        "  published   2024-05-14 09:31 EEST",
        "  picture     text: The quay stays closed (no file came with the text; add `src:`, or delete `image:`)",
        "  credit      missing; add it under `image:`",
        "  body        1 paragraph",
        "  read also   Mill opens. Crowds come → pending: no article has this headline yet",
        "  line 12     dropped: Follow us on Telegram (the follow-us line; the channels come from sitegen.toml)",
    )


def test_an_error_gives_nothing_to_write() -> None:
    result = bring(SOURCE.replace(" 2024", ""))
    assert (result.outcome, result.path, result.text) == (Outcome.REFUSED, "", "")
    assert codes(result) == ["import/missing-year"]
    assert result.diagnostics[0].span.line == 4


_WORD = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=8)
_SIGN = st.sampled_from(["*", "_", "#", "1.", "[", "<b>", "{{", "!!!", "•", "-", "–", "&amp;", "|", "Read also:"])
_LINE = st.one_of(
    st.lists(st.one_of(_WORD, _SIGN), min_size=1, max_size=8).map(" ".join),
    st.sampled_from(["", "What is known", "Follow us on Telegram", "Читайте також:", "   • deep", "* * *"]),
)


@given(st.lists(_LINE, max_size=15))
def test_every_word_of_a_line_that_is_kept_is_in_the_rendered_text(lines: list[str]) -> None:
    options = replace(OPTIONS, language="en", slug="x", day=dt.date(2024, 5, 14))
    result = bring("\n".join(["Headline", "14 May 2024", *lines]), options)
    assert result.outcome is Outcome.NEW
    assert result.draft is not None
    html = markdown.markdown(
        result.text.split("---\n", 2)[2],
        extensions=["tables", "footnotes", "attr_list", "def_list", "abbr", "admonition", "sane_lists"],
    )
    shown = words_of(unescape(re.sub(r"<[^<>]*>", " ", html))) | words_of("Read also Читайте також")
    for line in result.draft.ledger.lines:
        if line.use in {Use.PARAGRAPH, Use.ITEM, Use.HEADING, Use.READ_ALSO}:
            assert words_of(line.text) <= shown


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))
