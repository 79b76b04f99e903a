"""What the settings are: the tables of sitegen.toml as frozen values, each with its default and its description.

Each setting's description is the documentation: docs/configuration.md and ``sitegen schema config`` are made from it.
How sitegen.toml is checked is in :mod:`sitegen.config.validation`, which needs pydantic; a value that was checked before does not.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from sitegen.core.model import LocalText
from sitegen.core.rules import RULES

__all__ = ["TABLES", "Channel", "Config", "Dates", "base_path", "encode_path"]

Level = Literal["error", "warning", "off"]

# Types whose values are checked: how, the validation says under the same names.
Text = LocalText
Zone = str
Language = str
PluginName = str
WebUrl = str
BaseUrl = str
Email = str
Pattern = str
Origin = str
TimePattern = str
DatePattern = str
HouseTerms = dict[str, str]


def setting(description: str, default: Any = dataclasses.MISSING, default_factory: Any = dataclasses.MISSING, **bounds: Any) -> Any:
    """A setting; its description and ``bounds`` are those of a field of pydantic's."""
    return field(default=default, default_factory=default_factory, metadata={"description": description, **bounds})


@dataclass(frozen=True, slots=True)
class Channel:
    """One place where readers can follow the publication."""

    name: str = setting("What the link says, e.g. `Telegram`.")
    url: WebUrl = setting("Where it leads.")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: for the imprint line and NewsMediaOrganization in JSON-LD."""

    name: Text = setting("The legal or trading name; the title where absent.", LocalText())
    logo: str = setting("A picture below static/ or content/, at least 112 px square.", "")
    email: Email = setting("The newsroom's address, printed in the footer.", "")
    address: Text = setting("The postal address.", LocalText())
    registration_id: str = setting("The media registration number, printed in the footer.", "")
    founded: str = setting("A year or date, for JSON-LD.", "")


@dataclass(frozen=True, slots=True)
class Dates:
    """How one language prints times; patterns are those of CLDR (Unicode TR 35), words in them stand between apostrophes."""

    time: TimePattern = setting("A date with a time: `09:31, 23 February 2022`.", "HH:mm, d MMMM y")
    date: DatePattern = setting("A date without a time.", "d MMMM y")
    month: DatePattern = setting("A month archive's heading.", "LLLL y")
    zone: str = setting("Printed after the time for foreign readers, e.g. `Kyiv time`.", "")


@dataclass(frozen=True, slots=True)
class Feeds:
    """What feeds hold."""

    items: int = setting("Entries in a feed.", 20, ge=1, le=500)
    full: Literal["sections", "all", "none"] = setting("Where the whole text stands: `sections` (home and section feeds; the rest have summaries), `all`, `none`.", "sections")
    hub: str = setting("The WebSub hub to announce (`rel=hub`); none where empty.", "")


@dataclass(frozen=True, slots=True)
class Robots:
    """Which crawlers may read, by what they do with it; each known crawler is named in robots.txt by its own token."""

    search: bool = setting("Search engines.", True)
    ai_training: bool = setting("Collection for training models.", False)
    ai_search: bool = setting("Search and answers made by models, with links.", True)
    user_fetch: bool = setting("A fetch that a person asked a model for.", True)


@dataclass(frozen=True, slots=True)
class Csp:
    """Origins added to the Content-Security-Policy, for analytics and the like."""

    script_src: tuple[Origin, ...] = setting("Scripts.", ())
    connect_src: tuple[Origin, ...] = setting("Requests of scripts.", ())
    img_src: tuple[Origin, ...] = setting("Pictures.", ())
    style_src: tuple[Origin, ...] = setting("Style sheets.", ())
    font_src: tuple[Origin, ...] = setting("Fonts.", ())


@dataclass(frozen=True, slots=True)
class Search:
    """Search on the publication's own pages (docs/search.md)."""

    enabled: bool = setting("Whether there is a search page in each language, and the index behind it. Needs `pip install \"sitegen[search]\"`.", False)


@dataclass(frozen=True, slots=True)
class Redirects:
    """Former addresses.  Each has a page that works on any host; hosts that read `_redirects` answer before it."""

    host: Literal["any", "cloudflare", "gitlab", "netlify"] = setting("Who reads `_redirects`: how many rules it may hold (`any` and `gitlab` 1,000 in 64 KiB, `cloudflare` 2,000, `netlify` 10,000), and whether what has ended is answered with 410 (`netlify`).", "any")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one broken or hostile file from hurting the rest."""

    text_bytes: int = setting("The largest text file, in bytes.", 2 * 1024 * 1024, ge=1024)
    picture_bytes: int = setting("The largest picture, in bytes.", 40 * 1024 * 1024, ge=1024)
    picture_pixels: int = setting("The largest picture, in pixels.", 50_000_000, ge=10_000)
    picture_frames: int = setting("The most frames of a moving picture.", 500, ge=1)
    title_characters: int = setting("The longest headline.", 500, ge=20)
    tags: int = setting("Tags of one article.", 100, ge=1)
    bylines: int = setting("Authors of one article.", 100, ge=1)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is made of pictures (docs/pictures.md)."""

    derivatives: bool = setting("Pictures leave in several widths, crops and formats, without what the camera wrote into them. `false`: each leaves once, byte for byte as it is, its place and owner included; for tests and benchmarks.", True)
    cards: bool = setting("A picture for social networks is drawn for each article without one: headline, section, masthead.", True)


@dataclass(frozen=True, slots=True)
class Translations:
    """How the languages hang together."""

    list_untranslated: tuple[Language, ...] = setting("Languages whose fronts list also what exists in other languages only, labelled so.", ())
    without_original: tuple[Language, ...] = setting("Languages whose articles need no version in the publication's first language; `check` warns of the others.", ())


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk's rules."""

    quiet_minutes: int = setting("For so long after its publication an article may be edited without `updated` or a correction.", 30, ge=0, le=1440)
    severity: dict[str, Level] = setting("A code's weight: `\"image/missing-credit\" = \"error\"` (error, warning, off).", default_factory=dict, json_schema_extra={"propertyNames": {"enum": sorted(RULES)}})
    search_characters: int = setting("The longest headline that search engines show whole; 0: any.", 110, ge=0)
    social_characters: int = setting("The longest headline that social cards show whole (`headline/long-for-social`, off until you give it a weight).", 70, ge=0)
    paragraph_characters: int = setting("From this length on a paragraph may stand in one article alone.", 200, ge=80)
    terms: dict[str, HouseTerms] = setting("House style by language: `[desk.terms.en]` `\"Kiev\" = \"Kyiv\"`. A `*` at the end of both stands for any ending: `\"мерія*\"`; words in small letters also begin sentences.", default_factory=dict)
    terms_in_quotations: bool = setting("Whether house style counts inside quotation marks, where the words are another's.", False)


@dataclass(frozen=True, slots=True)
class Menu:
    """What stands in the menu."""

    sections: tuple[str, ...] = setting("Section ids in their order; all top sections of the registry where empty.", ())


@dataclass(frozen=True, slots=True)
class Config:
    """A publication's settings, the whole of sitegen.toml."""

    title: Text = setting("The publication's name.")
    base_url: BaseUrl = setting("The address of the front page, e.g. `https://example.org/`; a path is allowed.")
    languages: tuple[Language, ...] = setting("Language codes; the first is the publication's own and stands at the root, the others under `/{lang}/`.", ("uk", "en"))
    time_zone: Zone = setting("The zone of times without one, and of every printed time.", "Europe/Kyiv")
    theme: str = setting("A folder of themes/ or a built-in theme (`gazette`, `base`, `lite`).", "gazette", pattern=r"^[a-z0-9][a-z0-9_-]*$")
    lite: str = setting("The theme of a second edition under `/lite/`, for slow lines: `lite` is built in, text alone. None where empty.", "", pattern=r"^([a-z0-9][a-z0-9_-]*)?$")
    tagline: Text = setting("The line under the name.", LocalText())
    description: Text = setting("What the publication is, in a sentence, for search engines.", LocalText())
    output: str = setting("The output folder, relative to sitegen.toml.", "public")
    permalink: Pattern = setting("The pattern of article URLs.", "/{section}/{yyyy}/{mm}/{slug}/")
    permalinks: dict[str, Pattern] = setting("A pattern for one section: `[permalinks] opinion = \"/{section}/{slug}/\"`.", default_factory=dict)
    page_size: int = setting("Articles on a front and on each archive page.", 20, ge=1, le=200)
    picture: str = setting("The picture shared for pages without one, below static/ or content/.", "")
    media: str = setting("A folder of pictures outside `content/`, relative to sitegen.toml, e.g. `../photos`: texts name what is in it from `/media/` on.", "")
    icon: str = setting("A square PNG or SVG favicon below static/, 48 px or more; the theme's where empty.", "")
    colour: str = setting("The publication's colour (theme-color, web manifest).", "#7a1212", pattern=r"^#[0-9a-fA-F]{6}$")
    channels: tuple[Channel, ...] = setting("Where readers can follow: name and url each.", ())
    publisher: Publisher = field(default_factory=Publisher)
    dates: dict[str, Dates] = setting("Date patterns per language: `[dates.en]`.", default_factory=dict)
    feeds: Feeds = field(default_factory=Feeds)
    robots: Robots = field(default_factory=Robots)
    csp: Csp = field(default_factory=Csp)
    menu: Menu = field(default_factory=Menu)
    search: Search = field(default_factory=Search)
    redirects: Redirects = field(default_factory=Redirects)
    limits: Limits = field(default_factory=Limits)
    pictures: Pictures = field(default_factory=Pictures)
    desk: Desk = field(default_factory=Desk)
    translations: Translations = field(default_factory=Translations)
    symlinks: tuple[str, ...] = setting("Symbolic links that may be followed, as paths from the publication's root.", ())
    plugins: tuple[PluginName, ...] = setting("Plugins, each a file such as `plugins/units.py`, or the name of an installed one. Only those named here are loaded.", ())
    markdown_extensions: tuple[str, ...] = setting("More Python-Markdown extensions, by import name.", ())

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


TABLES = (Channel, Publisher, Dates, Feeds, Robots, Csp, Menu, Search, Redirects, Limits, Pictures, Desk, Translations, Config)
"""Every table, each after those that it holds."""
