"""The publication's settings: ``sitegen.toml`` in, a frozen :class:`Config` out, every error with its line.

Each option's description is the documentation: docs/configuration.md and
``sitegen schema config`` are made from it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from sitegen.core import toml, zones
from sitegen.core.date_patterns import date_pattern, time_pattern
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.house_terms import house_terms
from sitegen.core.model import LocalText
from sitegen.core.rules import RULES
from sitegen.core.web import email_address, parse_base_url, web_url

__all__ = ["Config", "base_path", "load", "parse_base_url", "schema"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
Level = Literal["error", "warning", "off"]
_CODES: Any = sorted(RULES)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


def _local_text(value: Any) -> LocalText:
    if isinstance(value, LocalText):
        return value
    if isinstance(value, str):
        return LocalText((("", value),))
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return LocalText(tuple(sorted(value.items())))
    raise ValueError("a text, or one per language: { uk = \"…\", en = \"…\" }")


Text = Annotated[LocalText, BeforeValidator(_local_text, json_schema_input_type=str | dict[str, str])]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _zone(value: str) -> str:
    """The name of a zone of the pinned ``tzdata`` package (never the machine's own files)."""
    if value not in zones.names():
        near = difflib.get_close_matches(value, sorted(zones.names()), 1)
        raise ValueError("is no IANA time zone" + (f"; did you mean {near[0]}?" if near else ""))
    return value


def _language(value: str) -> str:
    if not LANGUAGE.match(value):
        raise ValueError("is no language code; use one such as uk or en")
    return value


def _pattern(value: str) -> str:
    fields = set(re.findall(r"\{([^{}]*)\}", value))
    known = {"section", "yyyy", "mm", "dd", "slug"}
    if fields - known:
        raise ValueError(f"knows only {{{'}, {'.join(sorted(known))}}}")
    if "slug" not in fields:
        raise ValueError("must hold {slug}")
    rest = re.sub(r"\{[^{}]*\}", "x", value)
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*/", rest) or "//" in rest or "./" in rest:
        raise ValueError("must begin and end with / and hold plain letters, such as /{section}/{yyyy}/{mm}/{slug}/")
    return value


def _plugin(value: str) -> str:
    if not re.fullmatch(r"plugins/[a-z0-9_][a-z0-9_-]*\.py|[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.py)", value):
        raise ValueError("must be a file of plugins/ such as plugins/units.py, or the name of an installed plugin")
    return value


Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]
PluginName = Annotated[str, AfterValidator(_plugin)]
WebUrl = Annotated[str, AfterValidator(web_url)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Origin = Annotated[str, Field(pattern=r"^(https?://[A-Za-z0-9.*-]+(:\d+)?|'sha256-[A-Za-z0-9+/=]+')$")]


def _tuple_of(kind: Any) -> Any:
    return Annotated[tuple[kind, ...], BeforeValidator(_frozen, json_schema_input_type=list[kind])]


class Channel(_Table):
    """One place where readers can follow the publication."""

    name: str = Field(description="What the link says, e.g. `Telegram`.")
    url: WebUrl = Field(description="Where it leads.")


class Publisher(_Table):
    """Who publishes: for the imprint line and NewsMediaOrganization in JSON-LD."""

    name: Text = Field(default=LocalText(), description="The legal or trading name; the title where absent.")
    logo: str = Field(default="", description="A picture below static/ or content/, at least 112 px square.")
    email: Annotated[str, AfterValidator(email_address)] = Field(default="", description="The newsroom's address, printed in the footer.")
    address: Text = Field(default=LocalText(), description="The postal address.")
    registration_id: str = Field(default="", description="The media registration number, printed in the footer.")
    founded: str = Field(default="", description="A year or date, for JSON-LD.")


class Dates(_Table):
    """How one language prints times; patterns are those of CLDR (Unicode TR 35), words in them stand between apostrophes."""

    time: Annotated[str, AfterValidator(time_pattern)] = Field(default="HH:mm, d MMMM y", description="A date with a time: `09:31, 23 February 2022`.")
    date: Annotated[str, AfterValidator(date_pattern)] = Field(default="d MMMM y", description="A date without a time.")
    month: Annotated[str, AfterValidator(date_pattern)] = Field(default="LLLL y", description="A month archive's heading.")
    zone: str = Field(default="", description="Printed after the time for foreign readers, e.g. `Kyiv time`.")


class Feeds(_Table):
    """What feeds hold."""

    items: int = Field(default=20, ge=1, le=500, description="Entries in a feed.")
    full: Literal["sections", "all", "none"] = Field(
        default="sections",
        description="Where the whole text stands: `sections` (home and section feeds; the rest have summaries), `all`, `none`.",
    )
    hub: str = Field(default="", description="The WebSub hub to announce (`rel=hub`); none where empty.")


class Robots(_Table):
    """Which crawlers may read, by what they do with it; each known crawler is named in robots.txt by its own token."""

    search: bool = Field(default=True, description="Search engines.")
    ai_training: bool = Field(default=False, description="Collection for training models.")
    ai_search: bool = Field(default=True, description="Search and answers made by models, with links.")
    user_fetch: bool = Field(default=True, description="A fetch that a person asked a model for.")


class Csp(_Table):
    """Origins added to the Content-Security-Policy, for analytics and the like."""

    script_src: _tuple_of(Origin) = Field(default=(), description="Scripts.")  # type: ignore[valid-type]
    connect_src: _tuple_of(Origin) = Field(default=(), description="Requests of scripts.")  # type: ignore[valid-type]
    img_src: _tuple_of(Origin) = Field(default=(), description="Pictures.")  # type: ignore[valid-type]
    style_src: _tuple_of(Origin) = Field(default=(), description="Style sheets.")  # type: ignore[valid-type]
    font_src: _tuple_of(Origin) = Field(default=(), description="Fonts.")  # type: ignore[valid-type]


class Search(_Table):
    """Search on the publication's own pages (docs/search.md)."""

    enabled: bool = Field(default=False, description="Whether there is a search page in each language, and the index behind it. Needs `pip install \"sitegen[search]\"`.")


class Redirects(_Table):
    """Former addresses.  Each has a page that works on any host; hosts that read `_redirects` answer before it."""

    host: Literal["any", "cloudflare", "gitlab", "netlify"] = Field(
        default="any",
        description="Who reads `_redirects`: how many rules it may hold (`any` and `gitlab` 1,000 in 64 KiB, `cloudflare` 2,000, `netlify` 10,000), and whether what has ended is answered with 410 (`netlify`).",
    )


class Limits(_Table):
    """Bounds that keep one broken or hostile file from hurting the rest."""

    text_bytes: int = Field(default=2 * 1024 * 1024, ge=1024, description="The largest text file, in bytes.")
    picture_bytes: int = Field(default=40 * 1024 * 1024, ge=1024, description="The largest picture, in bytes.")
    picture_pixels: int = Field(default=50_000_000, ge=10_000, description="The largest picture, in pixels.")
    picture_frames: int = Field(default=500, ge=1, description="The most frames of a moving picture.")
    title_characters: int = Field(default=500, ge=20, description="The longest headline.")
    tags: int = Field(default=100, ge=1, description="Tags of one article.")
    bylines: int = Field(default=100, ge=1, description="Authors of one article.")


class Pictures(_Table):
    """What is made of pictures (docs/pictures.md)."""

    derivatives: bool = Field(default=True, description="Pictures leave in several widths, crops and formats, without what the camera wrote into them. `false`: each leaves once, byte for byte as it is, its place and owner included; for tests and benchmarks.")
    cards: bool = Field(default=True, description="A picture for social networks is drawn for each article without one: headline, section, masthead.")


class Translations(_Table):
    """How the languages hang together."""

    list_untranslated: _tuple_of(Language) = Field(  # type: ignore[valid-type]
        default=(), description="Languages whose fronts list also what exists in other languages only, labelled so."
    )
    without_original: _tuple_of(Language) = Field(  # type: ignore[valid-type]
        default=(), description="Languages whose articles need no version in the publication's first language; `check` warns of the others."
    )


class Desk(_Table):
    """The desk's rules."""

    quiet_minutes: int = Field(default=30, ge=0, le=1440, description="For so long after its publication an article may be edited without `updated` or a correction.")
    severity: dict[str, Level] = Field(default_factory=dict, json_schema_extra={"propertyNames": {"enum": _CODES}}, description="A code's weight: `\"image/missing-credit\" = \"error\"` (error, warning, off).")
    search_characters: int = Field(default=110, ge=0, description="The longest headline that search engines show whole; 0: any.")
    social_characters: int = Field(default=70, ge=0, description="The longest headline that social cards show whole (`headline/long-for-social`, off until you give it a weight).")
    paragraph_characters: int = Field(default=200, ge=80, description="From this length on a paragraph may stand in one article alone.")
    terms: dict[str, Annotated[dict[str, str], AfterValidator(house_terms)]] = Field(default_factory=dict, description="House style by language: `[desk.terms.en]` `\"Kiev\" = \"Kyiv\"`. A `*` at the end of both stands for any ending: `\"мерія*\"`; words in small letters also begin sentences.")
    terms_in_quotations: bool = Field(default=False, description="Whether house style counts inside quotation marks, where the words are another's.")


class Menu(_Table):
    """What stands in the menu."""

    sections: _tuple_of(str) = Field(  # type: ignore[valid-type]
        default=(), description="Section ids in their order; all top sections of the registry where empty."
    )


class Config(_Table):
    """A publication's settings, the whole of sitegen.toml."""

    title: Text = Field(description="The publication's name.")
    base_url: Annotated[str, AfterValidator(parse_base_url)] = Field(description="The address of the front page, e.g. `https://example.org/`; a path is allowed.")
    languages: _tuple_of(Language) = Field(  # type: ignore[valid-type]
        default=("uk", "en"), description="Language codes; the first is the publication's own and stands at the root, the others under `/{lang}/`."
    )
    time_zone: Zone = Field(default="Europe/Kyiv", description="The zone of times without one, and of every printed time.")
    theme: str = Field(default="gazette", pattern=r"^[a-z0-9][a-z0-9_-]*$", description="A folder of themes/ or a built-in theme (`gazette`, `base`, `lite`).")
    lite: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9_-]*)?$", description="The theme of a second edition under `/lite/`, for slow lines: `lite` is built in, text alone. None where empty.")
    tagline: Text = Field(default=LocalText(), description="The line under the name.")
    description: Text = Field(default=LocalText(), description="What the publication is, in a sentence, for search engines.")
    output: str = Field(default="public", description="The output folder, relative to sitegen.toml.")
    permalink: Pattern = Field(default="/{section}/{yyyy}/{mm}/{slug}/", description="The pattern of article URLs.")
    permalinks: dict[str, Pattern] = Field(default_factory=dict, description="A pattern for one section: `[permalinks] opinion = \"/{section}/{slug}/\"`.")
    page_size: int = Field(default=20, ge=1, le=200, description="Articles on a front and on each archive page.")
    picture: str = Field(default="", description="The picture shared for pages without one, below static/ or content/.")
    media: str = Field(default="", description="A folder of pictures outside `content/`, relative to sitegen.toml, e.g. `../photos`: texts name what is in it from `/media/` on.")
    icon: str = Field(default="", description="A square PNG or SVG favicon below static/, 48 px or more; the theme's where empty.")
    colour: str = Field(default="#7a1212", pattern=r"^#[0-9a-fA-F]{6}$", description="The publication's colour (theme-color, web manifest).")
    channels: _tuple_of(Channel) = Field(default=(), description="Where readers can follow: name and url each.")  # type: ignore[valid-type]
    publisher: Publisher = Publisher()
    dates: dict[str, Dates] = Field(default_factory=dict, description="Date patterns per language: `[dates.en]`.")
    feeds: Feeds = Feeds()
    robots: Robots = Robots()
    csp: Csp = Csp()
    menu: Menu = Menu()
    search: Search = Search()
    redirects: Redirects = Redirects()
    limits: Limits = Limits()
    pictures: Pictures = Pictures()
    desk: Desk = Desk()
    translations: Translations = Translations()
    symlinks: _tuple_of(str) = Field(  # type: ignore[valid-type]
        default=(), description="Symbolic links that may be followed, as paths from the publication's root."
    )
    plugins: _tuple_of(PluginName) = Field(  # type: ignore[valid-type]
        default=(), description="Plugins, each a file such as `plugins/units.py`, or the name of an installed one. Only those named here are loaded."
    )
    markdown_extensions: _tuple_of(str) = Field(  # type: ignore[valid-type]
        default=(), description="More Python-Markdown extensions, by import name."
    )

    @field_validator("plugins")
    @classmethod
    def _each_plugin_once(cls, plugins: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(plugins)) != len(plugins):
            raise ValueError("names a plugin twice")
        return plugins

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if not languages:
            raise ValueError("needs at least one language")
        if len(set(languages)) != len(languages):
            raise ValueError("names a language twice")
        return languages

    @field_validator("translations")
    @classmethod
    def _known_languages(cls, translations: Translations, info: ValidationInfo) -> Translations:
        for language in (*translations.list_untranslated, *translations.without_original):
            if language not in info.data.get("languages", (language,)):
                raise ValueError(f"names '{language}', which is not one of `languages`")
        return translations

    @property
    def language(self) -> str:
        """The publication's first language."""
        return str(self.languages[0])

    @property
    def base_path(self) -> str:
        """The path of the base URL: ``/`` or ``/paper/``."""
        return base_path(self.base_url)

    def href(self, path: str) -> str:
        """A site path as a page prints it: percent-encoded, the base URL's path in front."""
        return self.base_path + encode_path(path.lstrip("/"))

    def canonical(self, path: str) -> str:
        """A site path as an absolute URL."""
        return self.base_url + encode_path(path.lstrip("/"))

    def dates_of(self, language: str) -> Dates:
        """The date patterns of a language (the defaults where none are configured)."""
        return self.dates.get(language, Dates())

    def prefix(self, language: str) -> str:
        """The first part of a language's paths: ``/`` for the first language, ``/en/`` for another."""
        return "/" if language == self.language else f"/{language}/"


def base_path(base_url: str) -> str:
    """The path of an absolute address, ending in ``/``."""
    return urlsplit(base_url).path or "/"


def encode_path(path: str) -> str:
    """A path with everything that a URL may not hold percent-encoded (RFC 3986, section 3.3)."""
    return quote(path, safe="/-._~!$&'()*+,;=:@").replace("'", "%27")


def load(text: str, path: str, **overrides: Any) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Read sitegen.toml.  ``overrides`` (base_url …) win over the file.  No Config where there are diagnostics."""
    try:
        read = toml.loads(text)
    except toml.TomlError as error:
        span = Span(path, error.line, error.column)
        return None, (Diagnostic.at(span, "config/not-toml", reason=error.message),)
    data = read.data | {name: value for name, value in overrides.items() if value is not None}
    if spoiled := tuple(_spoiled(read.data, ())):
        return None, tuple(
            Diagnostic.at(Span(path, *read.place(where)), "config/bad-value", key=".".join(where), reason=f"holds the control character {sign}")
            for where, sign in spoiled
        )
    try:
        config = Config.model_validate(data)
        return (None, unknown) if (unknown := tuple(_unknown_codes(config, read, path))) else (config, ())
    except ValidationError as error:
        return None, tuple(_located(entry, read, path) for entry in error.errors())


def _unknown_codes(config: Config, read: toml.Toml, path: str) -> Iterator[Diagnostic]:
    for code in config.desk.severity:
        if code not in RULES:
            near = next(iter(difflib.get_close_matches(code, RULES, 1)), "")
            yield Diagnostic.at(Span(path, *read.place(("desk", "severity", code))), "config/unknown-code", name=code, near=near)


def _spoiled(value: Any, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The places of texts with a sign that no page or feed may hold (XML 1.0, section 2.2), and that sign."""
    if isinstance(value, str) and (found := _FORBIDDEN.search(value)):
        yield where, f"U+{ord(found[0]):04X}"
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _spoiled(part, (*where, str(step)))


def _located(entry: Any, read: toml.Toml, path: str) -> Diagnostic:
    where: tuple[str | int, ...] = entry["loc"]
    message = entry["msg"].removeprefix("Value error, ")
    key = ".".join(str(step) for step in where)
    line, column = read.place(where)
    span = Span(path, line, column, len(str(where[-1])) if where else 1)
    if entry["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(where[-1]), _known(where[:-1]), 1)
        return Diagnostic.at(span, "config/unknown-key", key=key, near=near[0] if near else "")
    if entry["type"] == "missing":
        return Diagnostic.at(Span(path, *read.place(where[:-1])), "config/missing-key", key=key)
    return Diagnostic.at(span, "config/bad-value", key=key, reason=message)


def _known(where: tuple[str | int, ...]) -> list[str]:
    """Names of the keys that may stand in the table at ``where``."""
    table: type[BaseModel] = Config
    for step in where:
        field = table.model_fields.get(str(step))
        kind = field.annotation if field else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            entries: dict[str, type[BaseModel]] = {"dates": Dates, "channels": Channel}
            return list(entries.get(str(where[0]), table).model_fields)
        table = kind
    return list(table.model_fields)


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of sitegen.toml."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Config.model_json_schema()}
