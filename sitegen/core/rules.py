"""Every diagnostic code: its default severity, its sentence, and the fix.

``{name}`` is filled with the diagnostic's parameters.  ``check`` is the severity in
``sitegen check`` where it differs from ``build``.  docs/diagnostics.md documents each
code and a test holds the two together.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.core.diagnostics import Diagnostic, Finding, Severity

__all__ = ["DESK", "RULES", "Rule", "find", "weight"]


@dataclass(frozen=True, slots=True)
class Rule:
    severity: Severity
    message: str
    hint: str = ""
    check: Severity | None = None


def _error(message: str, hint: str = "") -> Rule:
    return Rule(Severity.ERROR, message, hint)


def _warning(message: str, hint: str = "", *, check: Severity | None = None) -> Rule:
    return Rule(Severity.WARNING, message, hint, check)


DESK: Mapping[str, Rule] = {
    "secret/key": _error("{what} stands here; what is published can't be called back", "delete it, and have it revoked where it was issued: whoever has seen the file may use it"),
    "secret/password": _warning("this looks like a password", "delete it, and change it where it is used; turn this code off if it is none"),
    "text/double-space": _warning("two spaces or more stand where one is meant", "leave one; `check --fix` does"),
    "text/trailing-space": _warning("spaces stand at the end of the line", "delete them; `check --fix` does"),
    "text/space-before-mark": _warning("a space stands before '{sign}'", "delete it; `check --fix` does"),
    "text/apostrophe": _warning("{sign} stands where an apostrophe is meant", "write ’; `check --fix` does where it is sure"),
    "text/mixed-apostrophes": _warning("{few} is an apostrophe here, {many} elsewhere in this text", "type one of them everywhere; readers see ’ in any case"),
    "text/lookalike": _warning("{sign} in {word}", "type {right}; `check --fix` does where it is sure"),
    "text/digit-in-word": _warning("the digit {digit} in {word}", "type {right}, if a letter is meant; `check --fix` does where it is sure"),
    "text/repeated-paragraph": _warning("this paragraph stands on line {line} too", "keep one of them"),
    "text/copied-paragraph": _warning("this paragraph stands in {path} too", "link to that article, or tell it anew"),
    "quote/unclosed": _warning("{sign} opens a quotation that nothing closes", "close it, or delete the mark"),
    "quote/unopened": _warning("{sign} closes a quotation that nothing opens", "open it, or delete the mark"),
    "quote/mismatched": _warning("{sign} closes what {first} opened", "put a pair: «…», “…” or \"…\""),
    "quote/language": _warning("{signs} are not the quotation marks of this language", "write {house}; `check --fix` does"),
    "quote/mixed": Rule(Severity.OFF, "quotations stand in {few} here, in {many} elsewhere in this text", "type one kind everywhere; readers see one kind in any case"),
    "headline/long-for-search": _warning("the headline has {count} characters; search engines may cut it after {limit}", "shorten it, or change [desk] search_characters"),
    "headline/long-for-social": Rule(Severity.OFF, "the headline has {count} characters; cards of social networks cut it after {limit}", "shorten it, or change [desk] social_characters"),
    "article/no-standfirst": _warning("the article has no standfirst", "say it in a sentence or two: `summary: …`; lists, feeds and searches show it"),
    "article/future": _warning("the date is to come, and there is no embargo: the article appears by itself at {time}", "mend the date, or say that it is meant: `embargo: …`"),
    "article/orphan": _warning("the article is hidden and no other leads to it, so that nobody finds {path}", "link to it, or take `status: hidden` away"),
    "image/alt-repeats": _warning("the alternative text repeats the {what}", "say what the picture shows; who listens hears the {what} anyway"),
    "picture/orphan": _warning("no text uses this picture", "use it, or move it out of content/"),
    "link/vague": _warning("the words '{words}' do not say where the link leads", "put the link on words that name what is there"),
    "link/bare-address": _warning("a bare address stands in the text: {address}", "put the link on words that say what is there"),
    "link/tracking": _warning("the address follows its reader: {names}", "take the parameters away; `check --fix` does"),
    "style/term": _warning("'{word}': the house writes '{right}'", "write '{right}', or change [desk.terms] in sitegen.toml; `check --fix` does where it knows the ending"),
}
"""What proofreading finds, in `check` alone; only `secret/key` stops builds too.  docs/checks.md has an entry for each."""

RULES: Mapping[str, Rule] = {
    # ---------------------------------------------------------------- config
    "config/not-toml": _error("sitegen.toml is not valid TOML: {reason}", "mend the line; text values stand in double quotes"),
    "config/missing": _error("there is no {name} here", "run sitegen in the publication's folder, name it with --source, or make one with `sitegen init DIR`"),
    "config/missing-key": _error("'{key}' is missing", "add a line `{key} = …`"),
    "config/unknown-key": _error("'{key}' is not a setting{near:, did you mean '%s'?}", "see docs/configuration.md, or remove the line"),
    "config/bad-value": _error("'{key}' {reason}", "mend the value; docs/configuration.md lists what each setting takes"),
    "config/no-theme": _error("there is no theme '{name}'", "use one of {known}, or make the folder themes/{name}/"),
    "config/no-pagefind": _error("search is switched on, and Pagefind, which makes its index, is not installed", "run `pip install \"sitegen[search]\"`, or remove `enabled` below [search]"),
    "config/search-failed": _error("Pagefind could not make the search index: {reason}", "build once more with --clean; if it fails again, tell whoever looks after sitegen, and remove `enabled` below [search] until then"),
    "config/unknown-code": _error("'{name}' is no diagnostic code{near:, did you mean '%s'?}", "docs/diagnostics.md lists the codes"),
    # ---------------------------------------------------------------- files
    "file/not-utf-8": _error("the file is not UTF-8 text (byte {byte} at offset {offset}); it looks like {guess}", "convert it: iconv -f {guess} -t UTF-8 FILE > NEW"),
    "file/too-large": _error("the file has {size} bytes; the limit is {limit}", "split it, or raise [limits] in sitegen.toml"),
    "file/symlink": _error("a symbolic link, which is not followed: it points to {target}", "put the file itself here, or list the link under `symlinks` in sitegen.toml"),
    "file/not-regular": _error("a {what}, not a file; it was not opened", "remove it from the publication"),
    "file/unreadable": _error("the file can't be read: {reason}", "give the build permission to read it"),
    "file/too-slow": _error("reading it took more than {seconds} seconds, or more memory than a text may", "look for long runs of brackets, deeply nested lists or quotations, and split the text"),
    "file/too-hard": _error("reading it ended the process that read it, twice", "look for something unusual in it, and split it; please report it too"),
    "file/changed": _error("it kept changing while the site was built", "build again when it is saved"),
    "file/all-gone": _error("the last build had {count} articles, and now there is none: a disk that is not mounted, or a folder that was moved?", "bring content/ back; if this is meant, build with --clean"),
    "file/too-deep": _error("folders are nested more than {limit} deep", "move the files up"),
    "file/bad-name": _error("the file's name is not UTF-8", "rename the file"),
    "file/control-character": _error("a forbidden control character {character} stands here", "delete it"),
    "file/left-out": _warning("a hidden file or a program's leaving, which is never published", "delete it, or give it another name if readers are to have it"),
    "file/bom": _warning("the file begins with a byte order mark", "save it as UTF-8 without BOM"),
    # ---------------------------------------------------------------- reading: front matter
    "front-matter/missing": _error("the file has no front matter", "begin with a line `---`, then `title: …` and `date: …`, then a line `---`"),
    "front-matter/empty-file": _error("the file is empty", "write the article, or delete the file"),
    "front-matter/not-first": _error("front matter must begin on line 1, but begins on line {line}", "delete the empty lines above {fence}"),
    "front-matter/never-closed": _error("front matter opened at line 1 is never closed", "add a line `{fence}` below the last key"),
    "front-matter/too-large": _error("front matter has {size} characters; the limit is {limit}", "move the text below the front matter, or close it with `---` earlier"),
    "front-matter/too-deep": _error("lists and mappings are nested more than {limit} deep", "write them flatter"),
    "front-matter/not-yaml": _error("{reason}", "mend the line{fixed:, for example `%s`}"),
    "front-matter/tab": _error("a tab stands where YAML counts spaces", "put spaces in its place"),
    "front-matter/unquoted-colon": _error("a value with a colon and a space in it must stand in quotation marks", "put the whole value in quotation marks{fixed:: `%s`}"),
    "front-matter/not-toml": _error("this is not TOML: {reason}", "mend the line; text values stand in double quotation marks"),
    "front-matter/not-a-mapping": _error("front matter is {got}, not lines of `key: value`", "write `title: …`, `date: …` and so on, each on its line"),
    "front-matter/duplicate-key": _error("'{key}' stands twice: on line {first} and on line {line}", "keep one of them"),
    "front-matter/alias": _error("anchors (&) and aliases (*) are not allowed", "write the value out; put a text that begins with & or * in quotation marks{fixed:: `%s`}"),
    "front-matter/tag": _error("the YAML tag {tag} is not allowed", "leave it out; put a text that begins with ! in quotation marks{fixed:: `%s`}"),
    "front-matter/merge-key": _error("the merge key << is not allowed", "write the keys out"),
    "front-matter/cut-by-comment": _warning("from here on all is a comment to YAML; the value is only '{text}'", "put the whole value in quotation marks"),
    "front-matter/bad-number": _error("'{text}' is no number that can be kept", "put it in quotation marks to keep it as text"),
    "front-matter/unknown-key": _warning("'{key}' is not a key of front matter{near:, did you mean '%s'?}", "docs/front-matter.md lists the keys; put a theme's own under `extra`"),
    "front-matter/two-spellings": _warning("'{key}' says otherwise than '{used}' on line {line}, which counts", "keep one of them"),
    "front-matter/missing-key": _error("'{key}' is missing", "add `{name}: …`"),
    "front-matter/wrong-type": _error("'{key}' is {got}; expected {expected}", "docs/front-matter.md shows each key's form"),
    "front-matter/not-a-choice": _error("'{key}' can't be '{text}'{near:, did you mean '%s'?}", "use one of {known}"),
    "front-matter/unknown-role": _warning("the role '{text}' is not known{near:, did you mean '%s'?}; 'text' is used", "use one of {known}"),
    "front-matter/too-long": _error("'{key}' has {count} characters; the limit is {limit}", "shorten it, or raise [limits] in sitegen.toml"),
    "front-matter/too-many": _error("'{key}' has {count} entries; the limit is {limit}", "leave some out, or raise [limits] in sitegen.toml"),
    "front-matter/repeated": _warning("'{text}' stands twice in '{key}'", "keep one of them"),
    "front-matter/only-first": _warning("'{key}' has {count} entries, but only one can be used: {used}", "leave one"),
    "front-matter/markup": _warning("'{key}' holds HTML; it was taken as '{text}'", "write plain text"),
    "front-matter/invisible-in-title": _warning("the title holds a sign that can't be seen ({character})", "delete it; it may turn the text's order around"),
    "front-matter/invisible-character": _warning("'{key}' holds a sign that can't be seen ({character}); it was left out", "delete it"),
    "front-matter/bad-path": _error("'{key}' is '{text}', which {reason}", "write a plain path such as /politics/story/ or picture.jpg"),
    "front-matter/bad-slug": _error("'{key}' is '{text}', which {reason}", "write one part of a path, such as town-budget"),
    "front-matter/bad-url": _error("'{key}' is '{text}', which {reason}", "write a whole address such as https://example.org/page"),
    "front-matter/bad-template": _error("'{text}' is no name of a template", "write its name without a folder, such as feature"),
    "front-matter/permalink-pattern": _warning("'{text}' is a pattern of another generator; it was left out", "write the path itself, or set [permalinks] in sitegen.toml"),
    "front-matter/unknown-language": _error("'{key}' is '{text}', which is no language of this publication", "use one of {known}, or add it to `languages` in sitegen.toml"),
    "front-matter/other-language": _warning("'{key}' is for a language that this publication does not have", "use {known}, or add it to `languages` in sitegen.toml"),
    "front-matter/languages-disagree": _warning("the language is '{one}' here, but the file's place says '{other}'; '{one}' is used", "move the file, or mend the language"),
    "front-matter/status-conflict": _warning("this says '{other}', but line {line} says '{status}', which counts", "keep one of them"),
    "front-matter/body-unused": _warning("the text below the front matter is not used: {reason}", "delete one of them"),
    "front-matter/no-such-date": _error("'{key}' is {reason}", "use YYYY-MM-DDTHH:MM±HH:MM{fix:, here %s}"),
    "front-matter/no-such-time": _error("'{key}' is {text}: {reason}", "use YYYY-MM-DDTHH:MM±HH:MM{fix:, here %s}"),
    "front-matter/no-such-zone": _error("'{key}' is {text}: {reason}", "use an offset or an IANA name{fix:, as in %s}"),
    "front-matter/date-out-of-range": _error("'{key}' is {text}: {reason}", "mend the year"),
    "front-matter/human-date": _error("'{key}' is '{text}', which can be read in more than one way or language", "write it as {fix}"),
    "front-matter/unreadable-date": _error("'{key}' is '{text}', which is no date or time", "write it as {fix}"),
    "front-matter/embargo-twice": _error("{reason}; nobody may guess when '{key}' ends", "say which: {fix}"),
    "front-matter/unclear-embargo": _error("'{key}' is not a key of front matter, did you mean '{near}'? Without it the article would be public", "write `{near}: …`; put a theme's own keys under `extra`"),
    "front-matter/time-twice": _warning("{reason}; the first is taken for '{key}'", "say which: {fix}"),
    "front-matter/name-disagrees": _warning("the file's name says {name}, the front matter {day}, which counts", "rename the file, or mend the date"),
    "front-matter/updated-first": _warning("'{key}' is before the date of publication; it was left out", "mend one of the two"),
    "front-matter/expires-first": _warning("'{key}' is not after the date of publication, so that nobody will ever see this", "mend one of the two"),
    "front-matter/ends-first": _error("'{key}' is before '{start}'", "mend one of the two"),
    "image/missing-source": _warning("'{key}' has a text or credit but no file; nothing is shown", "add `src: picture.jpg`"),
    "image/missing-credit": _warning("'{key}' has no credit", "say who made the picture: `credit: …`"),
    "image/remote": _warning("'{key}' is on another host ({text}); it was left out", "put the file into content/"),
    "image/narrow": _warning("the lead picture is {width} pixels wide; search engines and social networks want {limit}", "take a larger one"),
    "image/bad-focus": _warning("the focus '{text}' can't be understood", "write two percentages, from the left and from the top, such as 40% 60%"),
    "terms/namesakes": _error("'{name}' could mean both '{one}' and '{other}'", "give them different names and `also`"),
    # ---------------------------------------------------------------- reading: prose
    "image/missing-alt": _warning("the picture has no alternative text", "describe it between ![ and ]"),
    "live/out-of-order": _error("this update is earlier than the one before it", "put the updates in the order of their times"),
    "live/no-such-time": _error("'{text}' is no date and time that exists; the update can't be placed", "write ## YYYY-MM-DD HH:MM Headline"),
    "live/same-minute": _warning("another update has this minute, and neither has an id of its own", "give this one an id that stays: {{#id}} behind the headline"),
    "live/same-id": _warning("the id '{id}' is another update's already", "give each update an id of its own"),
    "live/outside": _warning("this update is outside the coverage, as 'live.{key}' has it", "mend its time, or 'live.{key}'"),
    "html/dropped": _warning("<{name}> is not allowed in an article and was left out", "write it in Markdown; for a video or post put its link alone on a line"),
    "html/dropped-attribute": _warning("the attribute {name} is not allowed in an article and was left out", "delete it"),
    "link/bad-scheme": _warning("a link can't lead to '{name}:'; only its words are shown", "use an https:, mailto: or tel: address, or a path"),
    "link/dead-fragment": Rule(Severity.WARNING, "no heading {there:of %s }is called {target}", "mend the link, or give the heading this id: {{{target}}}", Severity.ERROR),
    "prose/empty-box": _warning("the box is empty", "indent its text by four spaces"),
    "prose/unreadable": _error("the text can't be read ({reason})", "look for unclosed or wildly nested markup; put code into a code block"),
    "prose/unknown-box": _warning("'{kind}' is no kind of box", "use one of {known}"),
    "box/inside": _warning("a box can't show another box ({id})", "put the line below the box"),
    "prose/too-deep": _error("the text is nested too deeply or holds a long run of markup signs", "remove the run, or put it into a code block"),
    # ---------------------------------------------------------------- site
    "permalink/collision": _error("two pages want the address {path}", "give one of them another `slug`"),
    "permalink/reserved": _error("the address {path} can't be used: {reason}", "choose another `slug` or `url`"),
    "permalink/retired": _error("the address {path} belongs to another article for ever", "give this one another `slug`; if it is the same story, give it the `id` that stands in the ledger"),
    "ledger/vanished": _error("readers had '{id}' at {url}, and it is there no more", "bring it back (a renamed file needs `id: {id}`; `sitegen mv` writes it), with `status: retracted` if it was wrong; or redirect it: `aliases: [{path}]` in another article, or a line `{path} /where-to/` in ledger/redirects.txt"),
    "ledger/unpublished": _error("readers had this at {url}; it can't be {what} again", "take that back; to end it use `expires`, to disown it `status: retracted`"),
    "ledger/correction-removed": _error("the correction of {date} is gone from '{headline}' ({url})", "bring it back: a published correction is never removed"),
    "ledger/dead-redirect": _error("the redirect leads nowhere: there is no page at {path}", "write the address of a page, or `gone`"),
    "ledger/bad-line": _error("the line can't be understood: {reason}", "mend it; docs/desk-urls.md shows the form"),
    "ledger/conflict": _error("a merge was not finished here", "keep the lines of both sides, and delete this one"),
    "ledger/same-id": _error("'{id}' has two lines in the ledger", "make them one that has every address and correction of both"),
    "ledger/same-address": _error("two articles in the ledger have had the address {path}", "leave it with the one that readers find there"),
    "ledger/unknown-file": _warning("the ledger is made of files such as ledger/2026.txt, and ledger/redirects.txt; this one is not read", "rename or remove it"),
    "ledger/line-lost": _error("the ledger has lost {path} of '{id}'", "bring the line back: the ledger only grows"),
    "section/undeclared": _warning("the section '{name}' is not declared{near:, did you mean '%s'?}", "add [sections.{name}] to content/terms.toml"),
    "section/none": _error("the article has no section", "put it into a section's folder, or add `section:`"),
    "term/near-miss": _warning("'{name}' is not a known {kind}, but '{near}' is", "write '{near}', or declare '{name}' in content/terms.toml"),
    "term/same-address": _warning("'{name}' and '{other}' have one address, so they became one {kind}", "write one of them everywhere, or declare both in content/terms.toml with a `slug` each"),
    "author/same-id": _error("two authors have the id '{id}'", "give one of them another `id`"),
    "author/same-name": _warning("'{name}' may mean {id} or {other}; {other} is taken", "leave the name in one of the two files, or let bylines use the id"),
    "author/near-miss": _warning("'{name}' is not a known author, but '{near}' is", "write '{near}', or make content/authors/ a page for '{name}'"),
    "article/same-id": _error("the id '{id}' is used twice", "give each article an id of its own"),
    "translation/same-language": Rule(Severity.WARNING, "this is a second version in '{language}' of '{key}', beside {other}, which counts", "give one of them another `translation_key`", Severity.ERROR),
    "translation/other-kind": Rule(Severity.WARNING, "the key '{key}' pairs this ({kind}) with {other} ({other_kind})", "give one of them another `translation_key`", Severity.ERROR),
    "translation/no-original": Rule(Severity.OFF, "this article in '{language}' has no version in '{first}'", "write one, or pair it by `translation_key`; [translations] without_original in sitegen.toml allows it", Severity.WARNING),
    "article/unnamed-sponsor": _warning("nobody is named who paid for this", "say who: `sponsored: {by: …}`"),
    "article/dated-ahead": _warning("'{key}' is later than now; it is shown to nobody before that time", "mend the date; if it is meant, the build at that time shows it"),
    "article/retracted-ahead": _warning("the retraction is dated later than now; the text is gone at once all the same", "mend the date"),
    "article/correction-first": _warning("the correction is dated before the article was published", "mend one of the two dates"),
    "article/silent-change": _warning("the text is not what it was when it was published, and nothing tells readers so", "set `updated:` to the time of the change, or say under `corrections:` what was wrong"),
    "policy/missing": Rule(Severity.OFF, "there is no standing page of kind '{kind}' in '{language}'", "write {folder}{kind}.md with `kind: {kind}`", Severity.WARNING),
    "link/dead": Rule(Severity.WARNING, "the link leads nowhere: {target}{near:, did you mean '%s'?}", "mend the path, or remove the link", Severity.ERROR),
    "link/withheld": _warning("the link leads to an article that is not public: {target}", "it appears by itself when the article is published"),
    "read-also/pending": _warning("no article with this headline or path exists yet: {target}{near:, did you mean '%s'?}", "it appears by itself when it exists; mend the reference if it is wrong"),
    "read-also/withheld": _warning("the article is not public: {target}", "the card appears by itself when the article is published"),
    "read-also/retracted": _warning("the article was retracted; its card is not shown: {target}", "remove the line"),
    "read-also/sponsored": _warning("the article was paid for; no article recommends it: {target}", "remove the line, or write an ordinary link"),
    "read-also/self": _warning("the article refers to itself", "remove the line"),
    "read-also/double": _warning("the article is named twice: {target}", "remove one of the lines"),
    "read-also/ambiguous": _warning("'{target}' may mean {candidates}; the first is taken", "name the file of the one that is meant"),
    "link/ambiguous": _warning("'{target}' may mean {candidates}; the first is taken", "name the file of the one that is meant"),
    "series/same-part": _warning("part {number} of this series is {other} already", "give one of them another `part`"),
    "box/gone": Rule(Severity.WARNING, "no other article of this story has a box called {id}{near:, did you mean '%s'?}", "mend the id, or give the box one: !!! background \"Title\" {{#{id}}}", Severity.ERROR),
    "box/withheld": _warning("the box {id} stands in an article that is not public; nothing is shown", "it appears by itself when {source} is published"),
    "box/here": _warning("the box {id} stands in this article already; it is shown once", "remove the line"),
    "box/twice": _warning("another article of the story has a box called {id}: {other}; others show that one", "give one of them another id"),
    "box/other-kind": _warning("the box {id} is a {kind} box, and is shown as one", "write !!! #{id}"),
    "front/ambiguous": _warning("'{target}' may mean {candidates}; the first is taken", "name the file of the one that is meant"),
    "front/sponsored": _warning("'{target}' was paid for: it can be neither the lead nor breaking news", "choose another article; it may stand under `top`"),
    "embargo/differs": _warning("this version is under embargo until {until}, but its {language} translation is public", "give the translation the same `embargo`, if the story is not to be known before"),
    "front/withheld": _warning("'{target}' is not public or does not exist; the front closes up", "choose another article"),
    "picture/unreadable": _error("the picture can't be used: {reason}", "save it anew as JPEG, PNG or WebP"),
    "picture/not-fetched": _error("{path} is only a Git LFS pointer; the picture itself was not fetched", "run `git lfs pull`, and let the checkout of your CI fetch LFS files (`lfs: true`)"),
    "picture/missing": Rule(Severity.WARNING, "there is no picture {target}; it is left out", "put the file beside the article, or mend the path", Severity.ERROR),
    # ---------------------------------------------------------------- theme
    "theme/error": _error("the template could not be used for {page}: {reason}", "mend the template"),
    "theme/not-toml": _error("this is not TOML: {reason}", "mend the line; text values stand in double quotation marks"),
    "theme/missing-template": _error("there is no template '{name}'{needed:, needed by %s}", "make it, or mend the name"),
    "theme/cycle": _error("the templates include each other: {chain}", "break the circle"),
    "theme/unquoted": _error("the value of the attribute `{name}` stands without quotation marks", "write {name}=\"{{ … }}\": in what is printed a space would begin another attribute"),
    "theme/dynamic-name": _error("a template's name is computed", "write the name of the template as a plain text"),
    # ---------------------------------------------------------------- plugins
    "plugin/missing": _error("there is no plugin '{name}'{near:, did you mean '%s'?}", "put the file there, install the package, or remove the name from `plugins`"),
    "plugin/not-loaded": _error("the plugin {plugin} can't be used: {reason}", "mend it, or remove it from `plugins` in sitegen.toml; docs/plugins.md shows one"),
    "plugin/failed": _error("the plugin {plugin} failed in {hook} for {article}: {reason}", "mend the plugin, or remove it from `plugins` in sitegen.toml"),
    "plugin/warning": _warning("{text} ({plugin})", "{fix}"),
    "plugin/error": _error("{text} ({plugin})", "{fix}"),
    # ---------------------------------------------------------------- output
    # ---------------------------------------------------------------- import
    "import/empty": _error("there is no text here to import", "paste the article into the file: headline, author, time, then the text"),
    "import/no-body": _warning("nothing follows the top of the article", "check that the whole text was pasted; otherwise write the body into the new file"),
    "import/unclear-language": _error("the text may be Ukrainian, Russian or English; its letters leave a doubt", "say which: --lang uk"),
    "import/foreign-language": _error("the text is in '{language}', which this publication does not have (it has {known})", "add the language to `languages` in sitegen.toml, or name another with --lang"),
    "import/same-language": _error("the text is in '{language}', like {original}, which it is said to translate", "name the right article with --translation-of, or the language with --lang"),
    "import/no-time": _error("no line below the headline says when it was published", "add one such as `09:31, 23 February 2022` under the author, or give the day with --date 2022-02-23"),
    "import/missing-year": _error("the date has no year", "give it: --year 2022"),
    "import/missing-day": _error("the line counts from a day that the text does not name", "say which day \"today\" is: --date 2022-02-23"),
    "import/vague-time": _error("the time counts back from a moment that nobody wrote down", "replace the line by one such as `09:31, 23 February 2022`"),
    "import/ambiguous-date": _error("the day and the month can be read either way", "write the month as a word: `3 February 2022`"),
    "import/no-such-date": _error("there is no day {date}", "correct the date, or --year"),
    "import/no-such-time": _error("there is no time {time}", "correct it: hours 00 to 23, minutes 00 to 59"),
    "import/skipped-hour": _error("there was no {time} on {date}: the clocks went forward over it", "correct the time, or --timezone"),
    "import/repeated-hour": _warning("{time} came twice on {date}, when the clocks went back; the first was taken", "correct the offset of `date:` in the new file if it was the second"),
    "import/wrong-weekday": _warning("{date} was a {weekday}, not a {said}", "check the date and --year; the date was kept"),
    "import/no-original": _error("no article is called '{reference}'{near:, did you mean '%s'?}", "name the original by its file, id, slug or headline"),
    "import/no-section": _error("no section is given", "name it: --section politics"),
    "import/bad-section": _error("'{section}' can't be a section's folder", "name a section such as politics or society/schools"),
    "import/bad-slug": _error("'{slug}' can't be a file's name", "give a short name of letters, digits and hyphens with --slug"),
    "import/exists": _error("another article stands at {existing} already; nothing was written", "give this one another name with --slug, or remove that file"),
    **DESK,
}


class _Words(string.Formatter):
    """``{name}`` and ``{name:text with %s}``, which is '' where the parameter is empty."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, str]) -> str:
        return kwargs.get(str(key), "")

    def format_field(self, value: str, format_spec: str) -> str:
        if not format_spec:
            return value
        return format_spec.replace("%s", value) if value else ""


def weight(code: str, *, checking: bool, strict: bool, severities: Mapping[str, str]) -> Severity:
    """How much a code weighs in this run.

    The configured severity of a code wins; else its own, in ``check`` the one for checking.
    ``strict`` (and only it) turns every warning into an error.
    """
    rule = RULES[code]
    severity = (rule.check if checking and rule.check else None) or rule.severity
    if code in severities:
        severity = Severity(severities[code])
    return Severity.ERROR if strict and severity is Severity.WARNING else severity


def find(diagnostic: Diagnostic, *, checking: bool, strict: bool, severities: Mapping[str, str]) -> Finding:
    """The finding of a diagnostic in this run, weighed and in words."""
    rule, severity = RULES[diagnostic.code], weight(diagnostic.code, checking=checking, strict=strict, severities=severities)
    words = dict(diagnostic.parameters)
    format_ = _Words().vformat
    return Finding(
        diagnostic.span,
        severity,
        diagnostic.code,
        format_(rule.message, (), words),
        format_(rule.hint, (), words),
        diagnostic.related,
    )
