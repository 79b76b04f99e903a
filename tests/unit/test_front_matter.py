"""Splitting a source, and reading YAML and TOML so that nothing an editor or an enemy writes is guessed at."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.rules import find
from sitegen.reading import front_matter
from sitegen.reading.front_matter import FrontMatter
from sitegen.reading.nodes import Items, Scalar, Table, endless_numbers, free_value

PATH = "content/politics/bridge.md"


def read(text: str) -> FrontMatter:
    """The front matter of a text that has a readable one."""
    split = front_matter.split(PATH, text)
    assert isinstance(split, FrontMatter), split
    return split


def refused(text: str) -> tuple[Diagnostic, ...]:
    """The diagnostics of a text that has none."""
    split = front_matter.split(PATH, text)
    assert isinstance(split, tuple), split
    return split


def only(text: str) -> Diagnostic:
    (diagnostic,) = refused(text)
    return diagnostic


def place(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.span.line, diagnostic.span.column


def words(diagnostic: Diagnostic) -> str:
    finding = find(diagnostic, checking=False, strict=False, severities={})
    return f"{finding.message} / {finding.hint}"


def yaml(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", "Body.", ""))


# ------------------------------------------------------------------ the fences


def test_keys_values_and_the_body_have_their_places() -> None:
    split = read("---\ntitle: Bridge\ntags:\n  - a\n  - b\nimage: {src: x.jpg}\n---\n\n  indented\n")
    title, tags, image = split.table
    assert (title.key, title.span.line, title.span.column) == ("title", 2, 1)
    assert isinstance(title.node, Scalar) and (title.node.text, title.node.span.column, title.node.span.length) == (
        "Bridge",
        8,
        6,
    )
    assert isinstance(tags.node, Items) and [(item.span.line, item.span.column) for item in tags.node.items] == [
        (4, 5),
        (5, 5),
    ]
    assert isinstance(image.node, Table) and image.node.entries[0].span.column == 9
    assert split.body == "\n  indented\n"
    assert split.body_line == 8


def test_columns_count_characters_not_bytes() -> None:
    (entry,) = read(yaml("ключ😀: значення")).table
    assert entry.node.span.column == 8
    assert entry.node.span.length == 8


def test_a_rule_in_the_body_stays_in_the_body() -> None:
    assert read("---\ntitle: A\n---\nOne\n\n---\n\nTwo\n").body == "One\n\n---\n\nTwo\n"


@pytest.mark.parametrize("fence", ["---", "...", "---  "])
def test_front_matter_closes_with_dashes_or_dots(fence: str) -> None:
    assert read(f"---\ntitle: A\n{fence}\nBody\n").body == "Body\n"


def test_dashes_inside_a_line_close_nothing() -> None:
    (entry,) = read(yaml("title: a --- b")).table
    assert isinstance(entry.node, Scalar) and entry.node.text == "a --- b"


def test_front_matter_between_plus_signs_is_toml_with_places() -> None:
    split = read(
        '+++\ntitle = "A"\nrating = 1.10\ndraft = false\ndate = 2026-05-04T10:00:00+03:00\n'
        '[image]\nsrc = "x.jpg"\n+++\nB'
    )
    texts = {entry.key: entry.node.text for entry in split.table if isinstance(entry.node, Scalar)}
    assert texts == {"title": "A", "rating": "1.10", "draft": "false", "date": "2026-05-04T10:00:00+03:00"}
    image = split.table.entries[-1]
    assert isinstance(image.node, Table) and image.span.line == 6 and image.node.entries[0].span.line == 7
    assert (split.body, split.body_line) == ("B", 9)


def test_a_quoted_flag_in_toml_is_text_and_a_bare_one_a_flag() -> None:
    quoted, bare = (entry.node for entry in read('+++\na = "true"\nb = true\n+++\n').table)
    assert isinstance(quoted, Scalar) and quoted.flag is None
    assert isinstance(bare, Scalar) and bare.flag is True


def test_a_byte_order_mark_and_carriage_returns_do_not_hide_the_fence() -> None:
    split = read("\ufeff---\r\ntitle: A\r\n---\r\nBody")
    assert [entry.key for entry in split.table] == ["title"]
    assert split.body == "Body"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_unicode_line_separators_are_characters_and_no_line_ends(sign: str) -> None:
    split = read(f"---\ntitle: a{sign}b\ndate: x\n---\nBody{sign}Body\n")
    title, date = split.table
    assert isinstance(title.node, Scalar) and title.node.text == f"a{sign}b"
    assert date.span.line == 3
    assert split.body_line == 5


def test_what_is_read_pickles() -> None:
    split = read(yaml("title: A", "tags: [a]"))
    assert pickle.loads(pickle.dumps(split)) == split


def test_case_07_front_matter_that_never_closes_is_named_at_line_1() -> None:
    for fence in ("---", "+++"):
        diagnostic = only(f"{fence}\ntitle: A\n\nText.\n")
        assert diagnostic.code == "front-matter/never-closed"
        assert place(diagnostic) == (1, 1)
        assert "front matter opened at line 1 is never closed" in words(diagnostic)
        assert f"`{fence}`" in words(diagnostic)


@pytest.mark.parametrize(
    "text", ["Just text.\n", "# Heading\n\n---\n\ntext", "----\ntitle: A\n----\n", '{\n"title": 1\n}\n']
)
def test_case_07_a_file_without_front_matter_is_refused(text: str) -> None:
    assert only(text).code == "front-matter/missing"


def test_case_07_front_matter_below_line_1_is_named_where_it_begins() -> None:
    diagnostic = only("\n\n---\ntitle: A\n---\n")
    assert (diagnostic.code, place(diagnostic)) == ("front-matter/not-first", (3, 1))


@pytest.mark.parametrize("text", ["", "\n", " \t\n\n", "\u2028"])
def test_case_08_an_empty_file_is_said_to_be_empty(text: str) -> None:
    assert only(text).code == "front-matter/empty-file"


def test_case_08_front_matter_alone_has_an_empty_body() -> None:
    for text in ("---\ntitle: A\n---", "---\ntitle: A\n---\n"):
        assert read(text).body == ""


@pytest.mark.parametrize("inside", ["", "\n", "# a comment\n", "null\n"])
def test_case_08_fences_with_nothing_between_hold_no_keys(inside: str) -> None:
    assert read(f"---\n{inside}---\nBody").table.entries == ()


# ------------------------------------------------------------------ broken YAML


@pytest.mark.parametrize(
    ("lines", "code", "at", "saying"),
    [
        (["title: Mayor: I quit"], "front-matter/unquoted-colon", (2, 13), 'title: "Mayor: I quit"'),
        (["a: 1", 'title: He said: "no"'], "front-matter/unquoted-colon", (3, 15), "title: 'He said: \"no\"'"),
        (["sources:", "  - title: A: B"], "front-matter/unquoted-colon", (3, 13), '- title: "A: B"'),
        (["image:", "\tsrc: a.jpg"], "front-matter/tab", (3, 1), "spaces"),
        (["\ttitle: A"], "front-matter/tab", (2, 1), "spaces"),
        (['title: "A" and B'], "front-matter/not-yaml", (2, 8), "title: '\"A\" and B'"),
        (["title: @mayor"], "front-matter/not-yaml", (2, 8), 'title: "@mayor"'),
        (["title: %100"], "front-matter/not-yaml", (2, 8), 'title: "%100"'),
        (["title: `x`"], "front-matter/not-yaml", (2, 8), 'title: "`x`"'),
        (['title: "never closed', "date: x"], "front-matter/not-yaml", (2, 8), "never closed"),
        (['title: "a\\qb"'], "front-matter/not-yaml", (2, 10), "title: 'a\\qb'"),
        (["tags: [a, b", "date: x"], "front-matter/not-yaml", (2, 7), "does not close"),
        (["title: A", "Just words", "date: x"], "front-matter/not-yaml", (3, 1), "neither `key: value`"),
        (["title: A", "  date: x"], "front-matter/not-yaml", (3, 3), "indented under a key"),
        (["title: {{ headline }}"], "front-matter/not-yaml", (2, 9), 'title: "{{ headline }}"'),
        (["title: A", "--- more"], "front-matter/not-yaml", (3, 1), "second document"),
    ],
)
def test_case_09_broken_yaml_is_named_at_its_line_of_the_file_with_the_fix(
    lines: list[str], code: str, at: tuple[int, int], saying: str
) -> None:
    diagnostic = only(yaml(*lines))
    assert (diagnostic.code, place(diagnostic)) == (code, at)
    assert saying in words(diagnostic)


@pytest.mark.parametrize(
    ("lines", "got"), [(["- a", "- b"], "a list"), (["only words"], "one text"), (["'x'"], "one text")]
)
def test_front_matter_that_is_no_mapping_is_refused(lines: list[str], got: str) -> None:
    diagnostic = only(yaml(*lines))
    assert (diagnostic.code, diagnostic.span.line) == ("front-matter/not-a-mapping", 2)
    assert got in words(diagnostic)


def test_case_10_duplicate_keys_are_named_with_both_lines_and_all_at_once() -> None:
    first, second = refused(yaml("title: A", "date: x", "title: B", "image:", "  alt: a", "  alt: b"))
    assert (first.code, place(first), first.related[0].line) == ("front-matter/duplicate-key", (4, 1), 2)
    assert "'title' stands twice: on line 2 and on line 4" in words(first)
    assert (place(second), second.related[0].line) == ((7, 3), 6)


@pytest.mark.parametrize(
    ("text", "lines"), [("a = 1\nb = 2\na = 3", (4, 2)), ("[a]\nx = 1\n[b]\nx = 1\n[a]\n", (6, 2))]
)
def test_case_10_duplicate_keys_of_toml_are_named_with_both_lines(text: str, lines: tuple[int, int]) -> None:
    diagnostic = only(f"+++\n{text}\n+++\n")
    assert diagnostic.code == "front-matter/duplicate-key"
    assert (diagnostic.span.line, diagnostic.related[0].line) == lines


def test_thousands_of_duplicate_keys_are_not_thousands_of_messages() -> None:
    assert len(refused(yaml(*["a: 1"] * 5_000))) == front_matter.MOST_FAULTS


@pytest.mark.parametrize("text", ["title = no quotes", 'title = "a', "date = 2026-02-30"])
def test_broken_toml_is_named_at_its_line_of_the_file(text: str) -> None:
    diagnostic = only(f"+++\n\n{text}\n+++\n")
    assert diagnostic.code == "front-matter/not-toml"
    assert diagnostic.span.line >= 3


# ------------------------------------------------------------------ hostile YAML


def test_case_18_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"] + [
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    diagnostic = only(yaml(*bomb))
    assert (diagnostic.code, place(diagnostic)) == ("front-matter/alias", (2, 4))


@pytest.mark.parametrize("line", ["a: &a [*a]", "a: *b", "a: &x text", "&k a: b", "- &x 1", "title: *Breaking* news"])
def test_case_18_no_anchor_and_no_alias_is_followed(line: str) -> None:
    assert only(yaml(line)).code == "front-matter/alias"


def test_a_headline_that_looks_like_an_alias_gets_the_fix_with_quotation_marks() -> None:
    assert 'title: "*Breaking* news"' in words(only(yaml("title: *Breaking* news")))


DEEP = {
    "lists in flow": "a: " + "[" * 40_000,
    "mappings in flow": "a: " + "{a: " * 40_000,
    "both in flow": "a: " + "[{a: " * 20_000,
    "lists on one line": "- " * 40_000 + "x",
    "keys on one line": "? " * 40_000 + "x",
    "blocks": "".join(" " * depth + "a:\n" for depth in range(600)),
}


@pytest.mark.parametrize("name", DEEP)
def test_case_19_deep_nesting_is_refused_where_it_becomes_too_deep(name: str) -> None:
    diagnostic = only(f"---\n{DEEP[name]}\n---\n")
    assert diagnostic.code in {"front-matter/too-deep", "front-matter/not-yaml"}
    assert diagnostic.span.line <= 2 + 21


def test_case_19_deep_nesting_ends_no_process() -> None:
    code = (
        "from sitegen.reading import front_matter\n"
        "for deep in ('a: ' + '[' * 40000 + ']' * 40000, 'a: ' + '{a: ' * 40000, '- ' * 40000):\n"
        "    (found,) = front_matter.split('x.md', '---\\n' + deep + '\\n---\\n')\n"
        "    assert found.code == 'front-matter/too-deep', found\n"
    )
    root = Path(front_matter.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 40_000, "a = " + "{a=" * 40_000, "a." * 40_000 + "a = 1", "[" + "a." * 30_000 + "a]"]
)
def test_case_19_deep_toml_is_refused_before_it_is_parsed(text: str) -> None:
    diagnostic = only(f"+++\n{text}\n+++\n")
    assert (diagnostic.code, diagnostic.span.line) == ("front-matter/too-deep", 2)


def test_twenty_levels_are_allowed_and_twenty_one_are_not() -> None:
    assert read(yaml("a: " + "[" * 19 + "]" * 19))
    assert only(yaml("a: " + "[" * 20 + "]" * 20)).code == "front-matter/too-deep"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("a: !!python/object/apply:os.system ['true']", "!!python/object/apply:os.system"),
        ("a: !!python/name:os.system", "!!python/name:os.system"),
        ("a: !Important news", "!Important"),
        ("a: !!str 1", "!!str"),
        ("a: !!binary aGk=", "!!binary"),
        ("a: !!set {x, y}", "!!set"),
    ],
)
def test_case_20_tags_are_refused_by_name(line: str, name: str) -> None:
    diagnostic = only(yaml(line))
    assert (diagnostic.code, place(diagnostic)) == ("front-matter/tag", (2, 4))
    assert name in words(diagnostic)


def test_case_20_merge_keys_are_refused() -> None:
    diagnostic = only(yaml("image:", "  <<: {alt: x}"))
    assert (diagnostic.code, place(diagnostic)) == ("front-matter/merge-key", (3, 3))


def test_case_20_no_other_loader_of_yaml_is_named_in_the_generator() -> None:
    root = Path(front_matter.__file__).parents[1]
    for source in root.rglob("*.py"):
        text = source.read_text("utf-8")
        assert "yaml.load" not in text.replace("``yaml.load``", ""), source
        for loader in ("UnsafeLoader", "FullLoader", "unsafe_load", "full_load"):
            assert loader not in text, source


@pytest.mark.parametrize(
    "number", ["9" * 5_000, "1e999", "-1e999", ".nan", ".inf", "-.INF", str(2**63), "1." + "0" * 5_000]
)
def test_case_21_endless_numbers_are_found_and_never_computed(number: str) -> None:
    table = read(yaml(f"extra: {{deep: [{number}]}}")).table
    assert [scalar.text for scalar in endless_numbers(table)] == [number]
    assert free_value(table) == (("extra", (("deep", (number,)),)),)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", str(2**63)])
def test_case_21_endless_numbers_of_toml_are_found(number: str) -> None:
    assert len(list(endless_numbers(read(f"+++\na = {number}\n+++\n").table))) == 1


def test_case_21_a_number_of_5000_digits_in_toml_is_located() -> None:
    diagnostic = only("+++\na = 1\nb = " + "9" * 5_000 + "\n+++\n")
    assert (diagnostic.code, place(diagnostic)) == ("front-matter/not-toml", (3, 5))


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\uFFFE", r"\x9b"])
def test_an_escape_smuggles_no_control_character_in(escape: str) -> None:
    diagnostic = only(yaml(f'title: "a{escape}b"'))
    assert (diagnostic.code, place(diagnostic)) == ("file/control-character", (2, 8))
    assert only(f'+++\ntitle = "a{chr(92)}u0000"\n+++\n').code == "file/control-character"


def test_a_lone_surrogate_is_refused() -> None:
    assert refused(yaml(r'title: "\ud800"'))
    assert refused("---\ntitle: \ud800\n---\n")


def test_front_matter_beyond_its_limit_meets_no_parser() -> None:
    diagnostic = only(yaml("title: " + "x" * front_matter.LARGEST))
    assert diagnostic.code == "front-matter/too-large"


# ------------------------------------------------------------------ scalars


@pytest.mark.parametrize(
    "text", ["no", "12:30", "010", "1.10", "2026", "1_000", "0x1F", "2026-05-04", "y", "=", "1e3", "on"]
)
def test_case_12_a_scalar_keeps_the_letters_that_were_typed(text: str) -> None:
    (entry,) = read(yaml(f"title: {text}")).table
    assert isinstance(entry.node, Scalar) and entry.node.text == text


def test_a_free_value_is_a_number_or_flag_only_where_it_prints_back_to_the_letter() -> None:
    (entry,) = read(yaml("x: [1, -7, 1.5, 1.10, 010, +1, 1_000, true, no, 'true', '1', 2026-05-04, ~, {a: 1}]")).table
    expected = (1, -7, 1.5, "1.10", "010", "+1", "1_000", True, "no", "true", "1", "2026-05-04", None, (("a", 1),))
    assert free_value(entry.node) == expected
    assert [type(value) for value in expected] == [type(value) for value in free_value(entry.node)]  # type: ignore[attr-defined]  # a tuple


@pytest.mark.parametrize(("line", "column"), [("title: Candidate #1 quits", 18), ("tags: #tram", 7)])
def test_a_value_cut_by_a_comment_sign_is_a_warning(line: str, column: int) -> None:
    (warning,) = read(yaml("date: x", line)).warnings
    assert (warning.code, place(warning)) == ("front-matter/cut-by-comment", (3, column))


def test_a_comment_with_a_space_is_a_comment() -> None:
    assert read(yaml("title: A # one of two", "tags: [a] #b", "x: # later", "f: >-", "  C #1")).warnings == ()


# ------------------------------------------------------------------ writing


def test_what_is_written_reads_back_to_the_letter() -> None:
    values = {
        "title": 'Рада: «так» #1 "ні"',
        "date": "2026-05-04 09:31",
        "content": "no",
        "handler": "010",
        "tags": ["a", "12:30", "~"],
        "image": {"alt": "x: y", "credit": ""},
        "summary": "long " * 60 + "\u2028 end",
    }
    text = front_matter.write(values, "\nBody\n\n---\n\nMore\n")
    split = read(text)
    assert free_value(split.table) == (
        ("title", values["title"]),
        ("date", "2026-05-04 09:31"),
        ("content", "no"),
        ("handler", "010"),
        ("tags", ("a", "12:30", "~")),
        ("image", (("alt", "x: y"), ("credit", ""))),
        ("summary", ("long " * 60 + "\u2028 end")),
    )
    assert split.body == "\nBody\n\n---\n\nMore\n"


def test_a_date_is_written_without_quotation_marks() -> None:
    assert "\ndate: 2026-05-04 09:31\n" in front_matter.write({"title": "A", "date": "2026-05-04 09:31"}, "B")
