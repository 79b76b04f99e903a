"""A publication in which everything that anybody can write holds something that would run, were it not escaped (FAULTS 45–52, 59, 60).

It is made from the tables of front matter keys and the schema of the settings, so that a new key is covered at once.  One language
for each payload: all that is written in a language, or for it, holds that one.  What is refused must be refused at the very
line that holds it; the line then gets the next thing it may hold, until the publication is built.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sitegen.config import schema
from sitegen.files import built_in_themes
from sitegen.reading import fields
from sitegen.reading.fields import Field, Kind
from tests.faults.test_gate_faults import PICTURE

__all__ = ["BASE", "FIRST", "LANGUAGES", "OTHER", "PAYLOADS", "File", "publication"]

OTHER = "canary.invalid"
"""A host that nothing may ask."""
PAYLOADS: Mapping[str, str] = {
    "script": "<script>fire('script')</script>",
    "element": "\"><img src=x onerror=fire('element')>",
    "double": "\" onmouseover=\"fire('double')\" onfocus=\"fire('double')\" autofocus tabindex=\"0\" x=\"",
    "single": "' onmouseover='fire(1)' onfocus='fire(1)' autofocus tabindex='0' x='",
    "bare": "x onmouseover=fire('bare') onfocus=fire('bare') autofocus tabindex=0 ",
    "ends": "</title></textarea></style></script></template></noscript></a></p><svg onload=fire('ends')>",
    "comment": "--><!--><script>fire('comment')</script>",
    "cdata": "]]><x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">fire('cdata')</x:script><![CDATA[",
    "entities": "&lt;script&gt;fire('entities')&lt;/script&gt;&quot; onerror=&quot;fire('entities')",
    "twice": "&amp;lt;img src=x onerror=fire('twice')&amp;gt;",
    "address": "javascript:fire('address')",
    "data": "data:text/html,<script>parent.fire('data')</script>",
    "template": "{{ 7*7 }}{% include 'x' %}${fire('template')}<%= fire('template') %>",
    "style": f"</style><style>@import \"//{OTHER}/style\";*{{background:url(//{OTHER}/style)}}</style>",
    "loads": f"<base href=\"//{OTHER}/base/\"><link rel=stylesheet href=\"//{OTHER}/link\"><meta http-equiv=refresh content=\"0;url=//{OTHER}/refresh\"><iframe srcdoc=\"<script>parent.fire('loads')</script>\"></iframe>",
    "json": "\u2028</script><script>fire('json')</script>\",\"__proto__\":{\"x\":1},\"y\":\"\\",
    "all": f"'\"></title></style></script></textarea>--><svg onload=fire('all')><img src=//{OTHER}/all onerror=fire('all')>]]>",
}  # fmt: skip
ALL = PAYLOADS["all"]
LANGUAGES: Mapping[str, str] = dict(zip(("en", "uk", "de", "fr", "pl", "cs", "es", "it", "nl", "sv", "fi", "da", "pt", "ro", "hu", "tr", "sk"), PAYLOADS, strict=True))
"""Language to the name of its payload."""
FIRST = "en"
DATE = "2026-11-20 09:31"
BASE = "https://paper.example/"
LINK = f"{BASE}x/"


@dataclass(slots=True)
class Line:
    """One line of a file: ``choices`` are what it may say, the first first; None leaves it out."""

    choices: Sequence[str | None]
    at: int = 0
    meant: Mapping[str, Line] = field(default_factory=dict)  # of a term's first line: what its address is made of, by language

    @property
    def text(self) -> str | None:
        return self.choices[self.at]


@dataclass(slots=True)
class File:
    """A file, line by line, and what follows the lines.  ``refused`` holds what lines may not say."""

    lines: list[Line]
    rest: str = ""
    refused: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "".join(f"{line.text}\n" for line in self.lines if line.text is not None) + self.rest

    def refuse(self, found: Iterable[tuple[int, str]]) -> None:
        """What stands at these lines (from 1) was refused, with these words: each says the next thing it may."""
        shown = [line for line in self.lines if line.text is not None]
        lines: dict[int, Line] = {}
        for number, message in found:
            assert 0 < number <= len(shown), f"there is no line {number} to mend in:\n{self.text()}"
            line = shown[number - 1]
            if line.meant:
                line = next((one for language, one in line.meant.items() if f"/{language}/" in message), line.meant[FIRST])
            lines[id(line)] = line
        for line in lines.values():
            assert line.at + 1 < len(line.choices), f"refused at a line with nothing in it, {line.text}, of:\n{self.text()}"
            self.refused.append(str(line.text))
            line.at += 1


def quoted(text: str) -> str:
    """As a string of YAML, TOML and JSON."""
    return json.dumps(text, ensure_ascii=False)


def fixed(*lines: str) -> list[Line]:
    return [Line((line,)) for line in lines]


# ------------------------------------------------------------------ front matter, from its tables

LISTS = {Kind.NAMES, Kind.COMMA_NAMES, Kind.PATHS}
ROWS = {Kind.BYLINES, Kind.REFERENCES, Kind.MAPPINGS, Kind.SOURCES, Kind.PARTS}
WORDS_FIRST = ("text", "title", "name")
"""Keys of parts that may say anything: one of them begins a row, for that line may not go."""
GOOD = {"title": quoted("Good words"), "date": DATE, "name": quoted("Good name"), "src": quoted("/p.png"), "slug": quoted("good"), "credit_url": quoted(LINK)}
"""What a key needs to say where its payload was refused."""
RARE = {"sponsored", "live", "canonical", "source_url", "url"}
TYPED = {"publish_date", "published", "lang", "status", "draft", "embargo", "expires", "noindex", "template", "section", "genre", "slug"}
"""Keys whose payloads are refused, or keep others from being printed: in articles of their own, as ``retracted``."""


def written(table: Sequence[Field], payload: str, keys: set[str] | None = None) -> Iterator[Line]:
    """Each key of a table (or of those named), and each part of one, on a line of its own that holds ``payload``."""

    def said(start: str, key: str, value: str) -> Line:
        return Line((f"{start}{key}: {value}", f"{start}{key}: {GOOD[key]}" if key in GOOD else None))

    for key in table:
        if keys is not None and key.key not in keys:
            continue
        if key.kind is Kind.LOCAL_TEXT:
            yield Line((f"{key.key}:",))
            yield from (Line((f"  {language}: {quoted(PAYLOADS[name])}", f"  {language}: Good")) for language, name in LANGUAGES.items())
        elif key.parts:
            yield Line((f"{key.key}:",))
            start, then = ("  - ", "    ") if key.kind in ROWS else ("  ", "  ")
            for part in sorted(key.parts, key=lambda part: part.key not in WORDS_FIRST):
                yield said(start, part.key, quoted(payload))
                start = then
        elif key.kind is Kind.FREE:
            yield Line((f"{key.key}: {{{quoted(payload)}: {quoted(payload)}, __proto__: {quoted(payload)}}}",))
        else:
            yield said("", key.key, f"[{quoted(payload)}]" if key.kind in LISTS else quoted(payload))


def matter(lines: Iterator[Line] | list[Line], body: str = "") -> File:
    return File([*fixed("---"), *lines, *fixed("---")], body)


# ------------------------------------------------------------------ bodies

BODY = """P *P* **P** ~~P~~ `P` [P](p.md) [P](https://other.example/ "P") [P]: <P> [x][r] [[P]] [[open|P]] [P]{lang=uk} [x]{lang="P"} P.[^n]

# P

## P {#P .P onclick="fire('body')" title='P'}

Words {: onmouseover="fire('body')" style="P" title="P" }

![P](/p.png "P"){credit="P" credit_url="P" license="P" focus="P" onerror="fire('body')"}

![P](/p.png "P"){credit="P"}
![P](/p.png 'P'){credit='P'}

Words with ![P](/p.png "P") in them and ![x](P "P").

!!! facts "P"
    - P

!!! quote P
    P

!!! P "P"
    P

```P
P
```

~~~ {.P #P onclick="fire('body')"}
P
~~~

``` python title="P" onload="fire('body')"
P
```

| P | b |
|---|---|
| P | P |

P
:   P

*[P]: P

*[HTML]: P

HTML

[P](https://www.youtube.com/watch?v=abcdefghijk)

https://t.me/paper_example/1?P

[P](https://x.com/P/status/1)

Read also: P

Read also: [P](open.md)

Read also: [[P]]

> P
>
> 1. P
> 2. [P](<P>)

<https://other.example/P>

https://other.example/?q=P

<span title="P" lang="P" id="P" class="P">P</span> <a href="P" title="P" target="_blank">P</a> <img src="P" alt="P" title="P"> <time datetime="P">P</time>

[r]: P "P"

[^n]: P
"""
UPDATES = """Before P.

## 2026-11-24 10:05 P {#P .key .pinned}

P

## 2026-11-24 10:45 P {.key onclick="fire('body')"}

P [P](<P>)
"""
RAW = (
    "<script>fire(1)</script>", "<script src=//canary.invalid/raw></script>", "<style>@import '//canary.invalid/raw';</style>", "<iframe src=javascript:fire(1)></iframe>",
    "<iframe srcdoc='<script>parent.fire(1)</script>'></iframe>", "<form action=javascript:fire(1)><button formaction=javascript:fire(1) autofocus onfocus=fire(1)>x</button></form>",
    "<base href=//canary.invalid/raw/>", "<meta http-equiv=refresh content='0;url=javascript:fire(1)'>", "<object data=javascript:fire(1)></object>", "<embed src=//canary.invalid/raw>",
    "<svg onload=fire(1)><script>fire(1)</script></svg>", "<svg><set attributeName=onmouseover to=fire(1)></svg>", "<svg><animate onbegin=fire(1) attributeName=x dur=1s></svg>",
    "<math><maction actiontype=statusline xlink:href=javascript:fire(1)>x</maction></math>", "<template><script>fire(1)</script></template>", "<link rel=stylesheet href=//canary.invalid/raw>",
    "<img src=x onerror=fire(1)>", "<img/src=x/onerror=fire(1)>", "<video poster=//canary.invalid/raw src=//canary.invalid/raw onerror=fire(1)></video>", "<audio src=x onerror=fire(1)></audio>",
    "<details open ontoggle=fire(1)><summary>x</summary></details>", "<input autofocus onfocus=fire(1)>", "<body onload=fire(1)>", "<marquee onstart=fire(1)>x</marquee>", "<keygen autofocus onfocus=fire(1)>",
    "<a href='javascript:fire(1)'>x</a>", "<a href=x onclick=fire(1) style='animation:x' ping=//canary.invalid/raw target=_blank>x</a>", "<p style='background:url(//canary.invalid/raw)'>x</p>",
    "<table background=//canary.invalid/raw><tr><td background=//canary.invalid/raw>x</table>", "<!--><img src=x onerror=fire(1)>-->", "<!-- --!><img src=x onerror=fire(1)>", "<?xml-stylesheet href='javascript:fire(1)'?>",
    "<![CDATA[<img src=x onerror=fire(1)>]]>", "<scr<script>ipt>fire(1)</scr</script>ipt>", "<x onclick=fire(1) tabindex=0>x</x>", "<a href=\"\" id=fire name=fire>clobbered</a>", "<blockquote cite=javascript:fire(1)>x</blockquote>",
)  # fmt: skip
"""What a body may never hold (FAULTS 51)."""
MUTATING = (
    "<svg></p><style><a id=\"</style><img src=1 onerror=fire(1)>\">", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=fire(1)&gt;\">",
    "<math><mtext><table><mglyph><style><math><img src onerror=fire(1)></style></mglyph></table></mtext></math>", "<noscript><p title=\"</noscript><img src=x onerror=fire(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=fire(1)>", "<svg><foreignObject><body><style><img src=x onerror=fire(1)></style></body></foreignObject></svg>",
    "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=fire(1)></style></annotation-xml></math>", "<svg><annotation-xml><foreignobject><style><!--</style><p id=\"--><img src='x' onerror='fire(1)'>\">",
    "<table><caption><svg><desc><style><img src=x onerror=fire(1)></style></desc></svg></caption></table>", "<select><style></select><img src=x onerror=fire(1)></style></select>", "<xmp><p title=\"</xmp><img src=x onerror=fire(1)>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=fire(1)>\">", "<a><a href=\"x\"><b><p><table><a title=\"</a><img src=x onerror=fire(1)>\">", "<svg><title><![CDATA[<img src=x onerror=fire(1)>]]></title></svg>",
    "<p><style><!--</style><script>fire(1)//--></style></script>", "<ul><li><svg><p><style><li title=\"</style><img src=x onerror=fire(1)>\">", "<plaintext><img src=x onerror=fire(1)>", "<listing>&lt;img src=x onerror=fire(1)&gt;</listing>",
)  # fmt: skip
"""What another parser than the one that judged it reads otherwise (FAULTS 52; the vectors of ammonia, DOMPurify and cure53)."""
FENCES = (
    "```html onmouseover=fire(1)", "``` {.a onclick=fire(1) style=x}", "```\"><script>fire(1)</script>", "~~~ { .x #y hl_lines=\"1\" title='\"><img src=x onerror=fire(1)>' }", "```<img src=x onerror=fire(1)>", "``` js' autofocus onfocus='fire(1)",
)  # fmt: skip
"""Lines that begin a block of code (FAULTS 50)."""


def spellings() -> Iterator[str]:
    """Ways to write an address that a browser would run (FAULTS 49): as it reads them (WHATWG URL), entities and controls included."""
    plain = "javascript:fire(1)"
    for scheme in ("javascript:fire(1)", "data:text/html,<script>parent.fire(1)</script>", "data:text/html;base64,PHNjcmlwdD5maXJlKDEpPC9zY3JpcHQ+", "vbscript:fire(1)", "data:image/svg+xml,<svg onload=fire(1)>", "blob:x", "filesystem:x", "view-source:x"):
        yield from (scheme, scheme.upper(), f" {scheme}", scheme.replace(":", "&colon;"), scheme.replace(":", "%3A"))
    for sign in ("&#9;", "&#x09;", "&#10;", "&#xA;", "&#13;", "&Tab;", "&NewLine;", "&#0;", "&#173;", "\t", "\u00ad", "\u200b", "\u2028", "%09", "%0A", "&#x000009;", "&#0000009"):
        yield from (plain.replace("scr", f"{sign}scr"), f"{sign}{plain}", plain.replace(":", f"{sign}:"))
    yield from (plain.replace("j", "&#106;"), plain.replace("j", "&#x6a"), plain.replace("j", "&#0000106"), "".join(f"&#{ord(one)};" for one in plain), "".join(f"&#x{ord(one):X}" for one in plain))
    yield from (plain.replace("j", "\uff4a"), plain.replace("s", "\u017f"), f"//x/{plain}", f"http:{plain}", f"https://{plain}", f"x:{plain}", f"\\{plain}", "%01javascript:fire(1)", "javascript://%0afire(1)", "jar:javascript:fire(1)", "feed:javascript:fire(1)")


def vectors() -> dict[str, str]:
    """Bodies of articles that hold what no body may, each vector a block of its own."""
    links = "".join(f"- [a](<{one}>) [b]({one}) <a href=\"{one}\">c</a> <a href='{one}'>d</a> [e][r{at}] <{one}> ![f](<{one}>) <img src=\"{one}\" alt=\"g\">\n" for at, one in enumerate(spellings()))
    links += "\n" + "".join(f"[r{at}]: <{one}>\n" for at, one in enumerate(spellings()))
    return {
        "raw": "\n\n".join(f"Words {one}\n\n{one}\n\n    {one}" for one in RAW), "mutating": "\n\n".join(f"<div>{one}</div>\n\nWords {one}" for one in MUTATING),
        "fences": "".join(f"{one}\nx\n{one[:3]}\n\n" for one in FENCES), "links": links,
    }


# ------------------------------------------------------------------ settings and registry, from their schemas


def settings() -> Iterator[Line]:
    """Each setting that is a text, with the payload of each language, or all payloads one after the other until one is taken."""
    whole = schema()
    tables: list[Line] = []
    needed = {"base_url": BASE, "title": "Paper", "url": LINK}

    def tried(key: str, form: str) -> Line:
        last = key.rpartition(".")[2]
        return Line((*(f"{key} = {form.replace('P', quoted(one))}" for one in (ALL, *PAYLOADS.values())), f"{key} = {quoted(needed[last])}" if last in needed else None))

    def walk(table: Mapping[str, Any], start: str) -> Iterator[Line]:
        for name, rule in table["properties"].items():
            key = f"{start}{name}"
            if key in {"languages", "theme", "lite", "pictures"} or rule.get("type") in {"integer", "boolean", "number"}:
                continue
            if any(one.get("type") == "object" for one in rule.get("anyOf", ())):
                yield Line((f"{key} = {{ {', '.join(f'{language} = {quoted(PAYLOADS[payload])}' for language, payload in LANGUAGES.items())} }}",))
            elif "$ref" in rule:
                yield from walk(whole["$defs"][rule["$ref"].rpartition("/")[2]], f"{key}.")
            elif "anyOf" in rule:
                yield tried(key, "P")
            elif rule["type"] == "array" and "$ref" in rule["items"]:
                tables.extend([Line((f"[[{key}]]",)), *walk(whole["$defs"][rule["items"]["$ref"].rpartition("/")[2]], "")])
            elif rule["type"] == "array":
                yield tried(key, "[P]")
            elif rule["type"] == "string":
                yield tried(key, "P")
            elif "$ref" in rule["additionalProperties"]:  # a table for each language
                for language, payload in LANGUAGES.items():
                    for part in whole["$defs"][rule["additionalProperties"]["$ref"].rpartition("/")[2]]["properties"]:
                        yield Line((f"{key}.{language}.{part} = {quoted(PAYLOADS[payload])}", None))
            else:  # names and values of one's own: a pattern, a weight, words of house style
                yield Line((f"{key}.{quoted(ALL)} = {quoted(ALL)}", None))

    yield from fixed(f"languages = {json.dumps(list(LANGUAGES))}", 'theme = "canary"', 'lite = "canary-lite"', 'pictures = { derivatives = false, cards = false }')
    yield from walk(whole, "")
    yield from tables


def registry() -> Iterator[Line]:
    """A section, tag, series and story with each language's payload; and, where one may, with a payload for an id."""
    for kind in fields.REGISTRY:
        for id_ in ("politics" if kind.key == "sections" else "one", None):
            head = f"[{kind.key}.{id_ or quoted(ALL)}"
            if id_ is None:
                yield Line((f"{head}]", None))
                continue
            slugs = {language: Line((f"{language} = {quoted(PAYLOADS[payload])}", None)) for language, payload in LANGUAGES.items()}
            yield Line((f"{head}]",), meant=slugs)
            yield Line((f"also = {json.dumps([*PAYLOADS.values()], ensure_ascii=False)}", None))
            for part in kind.parts:
                if part.kind is Kind.LOCAL_TEXT:
                    yield from fixed(f"{head}.{part.key}]")
                    yield from slugs.values() if part.key == "slug" else (Line((f"{language} = {quoted(PAYLOADS[payload])}", None)) for language, payload in LANGUAGES.items())


# ------------------------------------------------------------------ the whole


def publication() -> dict[str, File | str | bytes]:
    """The publication, by path."""
    words = tomllib.loads((built_in_themes() / "base/strings/en.toml").read_text("utf-8"))
    files: dict[str, File | str | bytes] = {
        "sitegen.toml": File(list(settings())), "content/terms.toml": File(list(registry())), "content/p.png": PICTURE, "content/authors/one.md": matter(written(fields.AUTHOR, ALL, {key.key for key in fields.AUTHOR} - {"id", "slug"})),
        "themes/canary/theme.toml": 'extends = "gazette"\n', "themes/canary-lite/theme.toml": 'extends = "lite"\n', "content/politics/open.md": "---\ntitle: Open\ndate: 2026-11-01\n---\nWords.\n",
        "ledger/redirects.txt": File([Line((f"/{one.replace('/', '')}/ /politics/", None)) for one in PAYLOADS.values() if " " not in one] + [Line((f"/old-{name}/ {one}", None)) for name, one in PAYLOADS.items()]),
    }  # fmt: skip
    for language, name in LANGUAGES.items():
        payload = PAYLOADS[name]
        start = "content/" if language == FIRST else f"content/{language}/"
        strings = "".join(f"{key} = {quoted(payload)}\n" for key in words)
        files |= {f"themes/{theme}/strings/{language}.toml": strings for theme in ("canary", "canary-lite")}
        kept = {key.key for key in fields.ARTICLE} - RARE - TYPED - {"retracted", "kind"}
        body = BODY.replace("P", payload)
        files |= {
            f"{start}politics/kept.md": matter(written(fields.ARTICLE, payload, kept), body),
            f"{start}politics/known.md": matter([*written(fields.ARTICLE, payload, {"title", "summary", "kicker"}), *fixed(f"date: {DATE}", "author: [{id: one}]", "tags: [one]", "series: one", "story: one")], f"!!! facts {{#box}}\n    {payload}\n"),
            f"{start}politics/rare.md": matter(written(fields.ARTICLE, payload, RARE | {"title", "date", "summary"}), UPDATES.replace("P", payload)),
            f"{start}politics/typed.md": matter(written(fields.ARTICLE, payload, TYPED | {"title", "date"}), payload),
            f"{start}politics/retracted.md": matter([*written(fields.ARTICLE, payload, {"title", "date", "retracted"}), *fixed("status: retracted")], body),
            f"{start}culture/_index.md": matter(written(fields.SECTION, payload)), f"{start}culture/in.md": matter(written(fields.ARTICLE, payload, {"title", "date"}), payload),
            f"{start}_index.md": matter(written(fields.FRONT, payload)),
            f"{start}pages/about.md": matter(written(fields.ARTICLE, payload, {"title", "kind", "summary"}), body),
        }  # fmt: skip
        named = payload.replace("/", "").replace("\u2028", "")
        files[f"{start}politics/{named}.md"] = f"---\ntitle: Named\ndate: {DATE}\n---\n![x]({named}.png)\n"
    files |= {f"content/politics/{name}.md": f"---\ntitle: {name}\ndate: {DATE}\n---\n{body}" for name, body in vectors().items()}
    return files
