"""The keys of front matter: one table that drives reading, the JSON Schema and docs/front-matter.md.

A row says how a key is spelled, what may stand there, and what it means to an editor.  Spellings match whatever
the case and ``-`` or ``_``.  Source: the newsroom contract, section 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sitegen.core.model import Genre, Role, Status

__all__ = ["ARTICLE", "AUTHOR", "FRONT", "REGISTRY", "SECTION", "TERM", "Field", "Kind", "by_spelling", "folded"]


class Kind(StrEnum):
    """What may stand at a key, in the words of messages and documentation."""

    LOCAL_TEXT = "a text, or one per language"
    LINE = "one line of plain text"
    TIME = "a date or time"
    FLAG = "true or false, without quotation marks"
    TIME_OR_FLAG = "a date or time, or false"
    WORD = "one of the words below"
    NAME = "one name"
    NAMES = "a text or a list of texts"
    COMMA_NAMES = "a list of texts, or one text with commas"
    SLUG = "one part of a path"
    PATH = "a path from the top of the site"
    PATHS = "a path or a list of paths"
    WEB = "a web address (http or https)"
    LANGUAGE = "one of the publication's languages"
    PICTURE = "a path, or a mapping"
    PARTS = "a name, a mapping, or a list of them"
    BYLINES = "a name, a list of names, or mappings"
    REFERENCE = "a reference to an article"
    REFERENCES = "a reference or a list of them"
    MAPPING = "a mapping"
    MAPPINGS = "a list of mappings"
    TEXT_OR_MAPPING = "a text or a mapping"
    SOURCES = "a list of addresses, or of mappings"
    FREE = "a mapping of anything"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One key, a row of a table below that equals no other.  ``also``: other spellings, best first.  ``parts``: keys of its mapping.  ``words``: of a WORD."""

    key: str
    kind: Kind
    says: str
    also: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write the key, best first."""
        return (self.key, *self.also)


def folded(key: str) -> str:
    """A key as it is compared: ``publishDate``, ``publish-date`` and ``Publish_Date`` are one."""
    return key.casefold().replace("-", "").replace("_", "")


@lru_cache(maxsize=64)
def by_spelling(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Fields of one of the tables below by each folded spelling."""
    return {folded(spelling): field for field in fields for spelling in field.spellings}


_BYLINE = (
    Field("name", Kind.LINE, "The name in any of its spellings.", ("display_name",)),
    Field("id", Kind.LINE, "The author's id; enough where no name is said.", ("slug", "username")),
    Field("role", Kind.WORD, "What they did; `text` where it is not said.", words=tuple(Role)),
)
_PART = (
    Field("name", Kind.LINE, "The series, by its id or a name.", ("id", "title")),
    Field("part", Kind.LINE, "Which part of it this is, as a number; the one after the part before it where absent.", ("number", "order")),
)
_PICTURE = (
    Field("src", Kind.LINE,
          "The file: beside the article in a bundle, or from the top of `content/` or `static/` with a `/` in front.",
          ("path", "file", "image", "url")),
    Field("alt", Kind.LINE, "What the picture shows, for those who don't see it.", ("alt_text",)),
    Field("caption", Kind.LINE, "The line under the picture.", ("title",)),
    Field("credit", Kind.LINE, "Who made it.", ("attribution",)),
    Field("credit_url", Kind.WEB, "Where its maker or origin is found."),
    Field("license", Kind.LINE, "The licence, e.g. `CC-BY-4.0`.", ("licence",)),
    Field("focus", Kind.LINE, "The point that every crop keeps, from the left and the top: `40% 60%`."),
)
_REFERENCE = (
    Field("ref", Kind.LINE, "A path, slug, id or web address.", ("path", "slug", "url", "target", "id")),
    Field("title", Kind.LINE, "The headline; enough alone for an article that is still to come.", ("headline",)),
)
_SOURCE = (
    Field("title", Kind.LINE, "What it is called.", ("name",)),
    Field("url", Kind.WEB, "Where it is.", ("link", "href")),
)
_CORRECTION = (
    Field("date", Kind.TIME, "When it was corrected."),
    Field("text", Kind.LINE, "What was wrong and what is right.", ("note",)),
)
_RETRACTION = (
    Field("date", Kind.TIME, "When it was retracted."),
    Field("reason", Kind.LINE, "Why.", ("text",)),
)
_LIVE = (
    Field("starts", Kind.TIME, "When the coverage starts.", ("start",)),
    Field("ends", Kind.TIME, "When it ends; leave it out while it runs.", ("end",)),
)
_SPONSORED = (
    Field("by", Kind.LINE, "Who pays.", ("name", "partner")),
    Field("label", Kind.LINE, "The label readers see; the theme's own where absent."),
)
ARTICLE: tuple[Field, ...] = (
    Field("id", Kind.LINE,
          "The article's identity for ever, through every edit and renaming; `new` and `import` write it. The "
          "file's path where absent."),
    Field("title", Kind.LINE,
          "The headline. Required. Plain text: character references are decoded and tags taken out, with a "
          "warning.",
          ("headline",)),
    Field("date", Kind.TIME,
          "When it is published. Required for articles, unless the file's name begins with a date. Without a "
          "zone it is the publication's.",
          ("pubdate",)),
    Field("publish_date", Kind.TIME, "The same as `date`; where `date` stands too, the same as `embargo`."),
    Field("published", Kind.TIME_OR_FLAG, "With a time the same as `date`; `false` makes a draft."),
    Field("updated", Kind.TIME,
          "When it last changed in substance. Not before `date`.",
          ("lastmod", "modified", "last_modified_at")),
    Field("author", Kind.BYLINES,
          "Who wrote it, and who else had a part in it.",
          ("authors", "byline", "taxonomies.authors"), _BYLINE),
    Field("section", Kind.NAME,
          "The one place the article lives in; its folder where absent. Of a list the first counts.",
          ("category", "categories", "taxonomies.categories", "taxonomies.section")),
    Field("tags", Kind.COMMA_NAMES,
          "What it is about: ids or names of the registry, or new ones. Repeats are folded with a warning.",
          ("keywords", "taxonomies.tags")),
    Field("series", Kind.PARTS, "The series it is a part of.", ("taxonomies.series",), _PART),
    Field("story", Kind.NAMES,
          "The running story it belongs to.",
          ("stories", "taxonomies.stories", "taxonomies.story")),
    Field("kicker", Kind.LINE, "The short line above the headline."),
    Field("summary", Kind.LINE,
          "The standfirst: a sentence or two under the headline, also in lists, feeds and searches.",
          ("standfirst", "description", "excerpt", "lead", "deck")),
    Field("image", Kind.PICTURE,
          "The lead picture.",
          ("cover", "thumbnail", "featured_image", "cover_photo", "main_image", "images"), _PICTURE),
    Field("slug", Kind.SLUG, "The last part of the address; the file's name where absent."),
    Field("url", Kind.PATH, "The whole address, in place of the section's pattern.", ("permalink", "path", "save_as")),
    Field("aliases", Kind.PATHS, "Former addresses; each leads here.", ("redirect_from",)),
    Field("lang", Kind.LANGUAGE,
          "The language; where absent, the one of the first folder or of the name (`name.en.md`), else the "
          "publication's first.",
          ("locale",)),
    Field("translation_key", Kind.LINE,
          "What all translations of one article share; their path below the language folder where absent."),
    Field("status", Kind.WORD,
          "`draft` is not built, `hidden` is built but in no list, feed or search, `retracted` leaves "
          "a tombstone at its address (say when and why under `retracted`). Words of Pelican, Jekyll and WordPress are understood.",
          words=tuple(Status)),
    Field("draft", Kind.FLAG, "`true` is `status: draft`."),
    Field("embargo", Kind.TIME, "Nothing of the article leaves the newsroom before this time."),
    Field("expires", Kind.TIME, "From this time the article is gone.", ("expiry_date", "unpublish_date")),
    Field("read_also", Kind.REFERENCES,
          "Articles to read next: paths, slugs, ids, or `title` of one that is still to come.",
          ("related",), _REFERENCE),
    Field("corrections", Kind.MAPPINGS,
          "Public notes of changed facts; never removed once published.",
          (), _CORRECTION),
    Field("retracted", Kind.MAPPING,
          "When and why the article was retracted; says `status: retracted` too.",
          (), _RETRACTION),
    Field("live", Kind.MAPPING, "The window of a live report, whose updates are headings in the body.", (), _LIVE),
    Field("sponsored", Kind.TEXT_OR_MAPPING,
          "Paid for, and by whom: labelled, and left out of news sitemap, related lists and the lead.",
          ("partner", "advertisement"), _SPONSORED),
    Field("genre", Kind.WORD, "What kind of piece it is; `news` where absent.", words=tuple(Genre)),
    Field("sources", Kind.SOURCES, "What the article rests on; printed and cited.", (), _SOURCE),
    Field("source_url", Kind.WEB, "The page elsewhere that the post points to; the body may then be empty."),
    Field("dateline", Kind.LINE, "Where it was reported from."),
    Field("location", Kind.LINE, "The place it is about."),
    Field("noindex", Kind.FLAG, "`true` asks search engines to leave the page out."),
    Field("canonical", Kind.WEB, "The address of the original, where this is a copy."),
    Field("template", Kind.LINE, "Another template of the theme, by its name."),
    Field("kind", Kind.LINE,
          "Of standing pages only: `about`, `contact`, `imprint`, `ethics`, `corrections-policy`, `ownership`, "
          "`masthead` …"),
    Field("extra", Kind.FREE, "Anything a theme of your own asks for.", ("params",)),
)

SECTION: tuple[Field, ...] = (
    Field("title", Kind.LINE, "The section's name in this language.", ("name",)),
    Field("description", Kind.LINE, "What it holds; the text below the front matter where absent.", ("summary",)),
    Field("slug", Kind.SLUG, "The section's part of addresses in this language."),
)

_BREAKING = (
    Field("text", Kind.LINE, "What the strip says."),
    Field("ref", Kind.REFERENCE, "The article it leads to.", (), _REFERENCE),
    Field("until", Kind.TIME, "When it goes."),
)

FRONT: tuple[Field, ...] = (
    Field("title", Kind.LINE, "The front page's own title."),
    Field("description", Kind.LINE, "What the front page says of itself to search engines.", ("summary",)),
    Field("lead", Kind.REFERENCE, "The article at the top.", (), _REFERENCE),
    Field("top", Kind.REFERENCES, "The articles after it, in this order.", (), _REFERENCE),
    Field("bands", Kind.NAMES, "Sections that have a band, in this order."),
    Field("breaking", Kind.TEXT_OR_MAPPING, "The strip of breaking news.", (), _BREAKING),
)

AUTHOR: tuple[Field, ...] = (
    Field("id", Kind.LINE, "The author's id; the file's name where absent."),
    Field("name", Kind.LOCAL_TEXT, "The name. Required.", ("title", "display_name")),
    Field("also", Kind.NAMES, "Other spellings and orders of the name, which bylines may use.", ("aliases",)),
    Field("type", Kind.WORD,
          "A person, or an organization such as «Редакція» or an agency.",
          words=("person", "organization")),
    Field("role", Kind.LOCAL_TEXT, "What they do at the publication.", ("job_title", "position")),
    Field("bio", Kind.LOCAL_TEXT, "A few sentences; the text below the front matter where absent.", ("description",)),
    Field("picture", Kind.PICTURE, "A portrait.", ("image", "avatar", "photo"), _PICTURE),
    Field("links", Kind.SOURCES, "Where else they are found.", (), _SOURCE),
    Field("slug", Kind.SLUG, "The author's part of addresses; the id where absent."),
)

TERM: tuple[Field, ...] = (
    Field("name", Kind.LOCAL_TEXT, "The name as printed; the id where absent.", ("title",)),
    Field("slug", Kind.LOCAL_TEXT, "The part of addresses; made from the name where absent."),
    Field("description", Kind.LOCAL_TEXT, "What it holds, on top of its front.", ("summary",)),
    Field("also", Kind.NAMES, "Other spellings that articles may use.", ("aliases",)),
)

REGISTRY: tuple[Field, ...] = (
    Field("sections", Kind.MAPPING, "Sections by their folder: `[sections.\"society/schools\"]`.", (), TERM),
    Field("tags", Kind.MAPPING, "Tags by id: `[tags.budget]`.", (), TERM),
    Field("series", Kind.MAPPING, "Series by id.", (), TERM),
    Field("stories", Kind.MAPPING, "Running stories by id.", (), TERM),
)
