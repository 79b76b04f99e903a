"""Reading asks for a sign before it looks for the shape that needs it; no shape is missed for that."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.reading import archive
from sitegen.reading.manuscript import CODE_SPAN, Manuscript, fences
from sitegen.reading.sanitise import ALLOWED, dropped

TOO_DEEP = re.compile(r"([\[\]!`(<>^])\1{29,}|^(?: *>){30}|^[ \t]{200,}\S|[*_]{200,}", re.MULTILINE)
RUNS = st.lists(
    st.tuples(st.sampled_from(["[", "]", "!", "`", "(", ")", "<", ">", "> ", "^", "*", "_", "*_", " ", "\t", "\n", "\n\n", "a", "[a", "(a", "a)"]), st.sampled_from([1, 2, 28, 29, 30, 31, 101, 199, 200])), max_size=6
).map(lambda runs: "".join(sign * times for sign, times in runs))


@example("[a" * 101)
@example("(a" * 101)
@given(RUNS)
def test_case_23_a_text_is_refused_for_the_same_runs(text: str) -> None:
    manuscript = Manuscript(text, "a.md", 1)
    visible = manuscript.visible
    found = TOO_DEEP.search(visible)
    open_ = [block for block in re.split(r"\n\n+", visible) for pair in ("[]", "()") if block.count(pair[0]) - block.count(pair[1]) > 100]
    refused = manuscript.too_deep()
    assert (refused is not None) == bool(found or open_)
    if found:
        assert refused is not None and refused.span == manuscript.span(found.start())


START_TAG = re.compile(r"""(?<!\]\()(?<!\]: )<([A-Za-z][A-Za-z0-9-]*)((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)/?>""")
ADDRESS = re.compile(r"""(?:\]\(\s*<?|\]:[ \t]*<?|\b(?:href|src)\s*=\s*["']?)\s*([A-Za-z][A-Za-z0-9+.&#;-]*):""")
TAGS = st.lists(
    st.sampled_from(["<", ">", "b", "u", "iframe", "[", "]", "](", "](<", "]: ", "]:", " ", "\n", "href", "src", "data-src", "xsrc=x:", "x", "=", '"', "'", "javascript:", "https:", "data&#58;:", "/", "onclick=", "<h1>", "<font>", "слово"]), max_size=14
).map("".join)


@given(TAGS)
def test_what_is_left_out_is_told_of_at_the_same_places(source: str) -> None:
    told = list(dropped(source))
    assert [at for at, _, code, _ in told if code == "html/dropped"] == [
        tag.start() for tag in START_TAG.finditer(source) if tag[1].lower() not in {*ALLOWED, "h1"}
    ]
    assert [(at, name) for at, _, code, name in told if code == "link/bad-scheme"] == [
        (found.start(1), found[1]) for found in ADDRESS.finditer(source) if found[1].lower() not in {"http", "https", "mailto", "tel"}
    ]


SHAPES = st.lists(
    st.sampled_from(["](", "{% link ", "{%- post_url ", "a.md", " %}", "-%}", "{{< ref ", "{{% relref ", '"b.md"', " >}}", " %}}", "#c)", ")", 'href="', "{{ site.url }}", "{{- page.x -}}", "[caption]", "[caption id='1']", "[/caption]", "![a](b.jpg)", "<img src='a'>", "{k=v}", "`", " ", "\n", "слово"]),
    max_size=12,
).map("".join)


@given(SHAPES)
def test_shapes_of_other_generators_are_understood_wherever_they_stand(text: str) -> None:
    def readable(plain: str) -> str:
        plain = archive._BASE.sub(r"\1", archive._REF.sub(r"](\1\2", archive._LINK.sub(r"](\1\2", plain)))
        return archive._CAPTION.sub(archive._captioned, plain)

    expected, at = "", 0
    for code in CODE_SPAN.finditer(text):
        expected, at = expected + readable(text[at : code.start()]) + code[0], code.end()
    assert archive._understood(text) == expected + readable(text[at:])


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        (["a", "```", "b", "```", "c"], [False, True, True, True, False]),
        (["~~~ py", "```", "~~~~", "c"], [True, True, True, False]),
        (["``", "a ``` b", "    ```", "b"], [False, False, False, False]),
        (["``` a`b", "c"], [False, False]),
        (["a", "b"], [False, False]),
        ([], []),
    ],
)
def test_a_fence_is_known_by_its_line(lines: list[str], marks: list[bool]) -> None:
    assert fences(lines) == marks
