"""The compositor as first written, which looks at every sign for every rule: slow, and what the quick one is held against.

What enters is running text (or sanitised HTML, in which a sentence runs on through ``<em>`` and ``<a>``); what
leaves is the same text as a compositor sets it.  Words are never changed, code and addresses never touched.  Setting a text twice
gives what setting it once gave.

Sources: Український правопис 2019, §§ 158–164 (marks after a closing quotation mark, dashes, apostrophe) and
ДСТУ 3582 (abbreviations); Мильчин, Чельцова, «Справочник издателя и автора» (ru); Butcher's Copy-editing (en).
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN

__all__ = ["typeset", "typeset_html"]

NBSP = "\u00a0"
_OPAQUE = "\ufffc"
"""Stands in a run for what is printed but not set: an address, code, a token."""
_LINE_BREAK = "\u2028"


@dataclass(frozen=True, slots=True)
class _Habits:
    """What differs between languages.  Words are alternatives of a regular expression."""

    marks: str
    short: str
    trailing: str
    before_name: str
    units: str
    months: str
    stops_follow: bool = False


_UK = _Habits(
    marks="«»„“",
    short="а|без|в|від|до|для|з|за|зі|зо|і|із|й|на|над|не|ні|о|об|по|при|про|під|та|то|у|це|чи|що|як|я",
    trailing="б|би|ж|же",
    before_name=r"м\.|с\.|смт|вул\.|просп\.|пров\.|пл\.|бул\.|б-р|ім\.|ст\.|п\.|гл\.|рис\.|табл\.|див\.|проф\.|акад\.|д-р|о\.",
    units=r"%|‰|°[CF]?|грн|коп|тис|млн|млрд|трлн|кг|г|мг|т|ц|км|м|см|мм|га|л|мл|с|хв|год|кВт|МВт|ГВт|Вт|В|А|кв|куб|рр?\.|р[оі]к\w*|"
    "ст\\.|гривень|гривні|гривня|відсотк\\w+|осіб|людей|год/км|₴|€|\\$|£",
    months="січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    stops_follow=True,
)
_RU = _Habits(
    marks="«»„“",
    short="а|без|в|во|для|до|за|и|из|к|ко|на|над|не|ни|но|о|об|от|по|при|про|с|со|то|у|что|я",
    trailing="б|бы|ж|же|ли|ль",
    before_name=r"г\.|с\.|пос\.|ул\.|просп\.|пер\.|пл\.|бул\.|им\.|ст\.|п\.|гл\.|рис\.|табл\.|см\.|проф\.|акад\.|д-р",
    units=r"%|‰|°[CF]?|грн|руб|коп|тыс|млн|млрд|трлн|кг|г|мг|т|ц|км|м|см|мм|га|л|мл|с|мин|ч|кВт|МВт|ГВт|Вт|В|А|кв|куб|гг?\.|год\w*|лет|"
    "гривен|процент\\w+|человек|₽|€|\\$|£",
    months="января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
)
_EN = _Habits(
    marks="“”‘’",
    short="A|An|a|an|I",
    trailing="",
    before_name=r"Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.?|St\.?|Gen\.?|Sgt\.?|Rev\.?|No\.|Nos\.|Fig\.|Art\.|pp?\.|vol\.",
    units=r"%|‰|°[CF]?|kg|g|mg|t|km|m|cm|mm|ha|l|ml|kW|MW|GW|kWh|MWh|mph|km/h|thousand|million|billion|trillion|percent|per cent|"
    r"hryvnias?|UAH|EUR|USD|a\.m\.|p\.m\.|am|pm",
    months="January|February|March|April|May|June|July|August|September|October|November|December",
)


def _habits(language: str) -> _Habits:
    return {"uk": _UK, "ru": _RU}.get(language.split("-")[0].lower(), _EN)


# ------------------------------------------------------------------ the two doors


def typeset(text: str, language: str) -> str:
    """``text`` as it is printed in ``language`` (uk, ru; any other as English)."""
    run = _Run(language)
    run.add(text, 0)
    return run.set().get(0, text)


def typeset_html(html: str, language: str) -> str:
    """Sanitised ``html`` with its text set: block by block, each a running text through its inline elements.

    Code is left alone, an element with a ``lang`` of its own is set in that language, ``title`` and ``alt`` are set too.
    """
    pieces = _TAG.split(html)
    for run in _runs(pieces, language):
        for at, words in run.set().items():
            pieces[at] = entities.escape(words, quote=False)
    return "".join(pieces)


_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_LANGUAGE = re.compile(r'\slang="([^"]*)"')
_SHOWN_ATTRIBUTE = re.compile(r'(\s(?:title|alt)=")([^"]*)"')
_INLINE = frozenset("a abbr b br cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split())
_CODE = frozenset("code pre kbd samp".split())
_EMPTY = frozenset("br hr img wbr col".split())


def _runs(pieces: list[str], language: str) -> Iterator[_Run]:
    """The running texts of split HTML, whose tags stand at the odd places; attributes are set on the way."""
    open_tags: list[tuple[str, bool, _Run | None]] = []  # name, left alone, the run that goes on behind it
    run = _Run(language)
    for at, piece in enumerate(pieces):
        untouched = bool(open_tags) and open_tags[-1][1]
        if at % 2 == 0:
            if untouched:
                run.cover(piece)
            else:
                run.add(entities.unescape(piece), at)
            continue
        found = _NAME.match(piece)
        tag = found[1] if found else ""
        if tag not in _INLINE and not untouched:
            yield run
            run = _Run(run.language)
        if piece.startswith("</"):
            tag_, outer = "", None
            while open_tags and tag_ != tag:
                tag_, _, behind = open_tags.pop()
                outer = behind or outer
            if outer:
                yield run
                run = outer
        elif tag == "br":
            run.cover("", _LINE_BREAK)
        elif tag not in _EMPTY:
            pieces[at] = _shown(piece, run.language)
            spoken = _LANGUAGE.search(piece)
            outer = run if spoken and spoken[1] != run.language else None
            if outer and spoken:
                outer.cover(piece)
                run = _Run(spoken[1])
            open_tags.append((tag, untouched or tag in _CODE or (tag == "sup" and 'id="fnref' in piece), outer))
    while open_tags:
        behind = open_tags.pop()[2]
        if behind:
            yield run
            run = behind
    yield run


def _shown(tag: str, language: str) -> str:
    """A start tag with its attributes that are read aloud or shown."""

    def words(found: re.Match[str]) -> str:
        return found[1] + entities.escape(typeset(entities.unescape(found[2]), language)) + '"'

    return _SHOWN_ATTRIBUTE.sub(words, tag)


# ------------------------------------------------------------------ a running text

_ADDRESS = r"(?:https?://|www\.)[^\s<>«»„“”]+|[\w.+-]+@[\w-]+\.[\w.-]+"
_STANDS = re.compile(f"{_ADDRESS}|{TOKEN_OPEN}\\d+{TOKEN_CLOSE}|{_OPAQUE}")


class _Run:
    """Text of several owners (the pieces between tags) that reads as one; each sign knows whose it is."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.text = ""
        self.owners: list[int] = []
        self.covered: list[str] = []

    def add(self, text: str, owner: int) -> None:
        at = 0
        for found in _STANDS.finditer(text):
            self._put(text[at : found.start()], owner)
            self._put(_OPAQUE, owner)
            self.covered.append(found[0])
            at = found.end()
        self._put(text[at:], owner)

    def cover(self, text: str, sign: str = _OPAQUE) -> None:
        """Let something stand in the run that is printed elsewhere (code, a line break)."""
        if text or sign != _OPAQUE:
            self._put(sign, -1)
            self.covered += [text] if sign == _OPAQUE else []

    def _put(self, text: str, owner: int) -> None:
        self.text += text
        self.owners += [owner] * len(text)

    def set(self) -> dict[int, str]:
        """What each owner prints."""
        owners = dict.fromkeys(self.owners)
        owners.pop(-1, None)
        if not owners or self.text.isspace():
            return {}
        habits = _habits(self.language)
        self.sub(_ELLIPSIS, "…")
        self.text = _LONE_APOSTROPHE.sub("’", _quoted(_APOSTROPHE.sub("’", self.text), habits.marks))
        for pattern, replacement in _rules(habits):
            self.sub(pattern, replacement)
        out: dict[int, list[str]] = {owner: [] for owner in owners}
        covered = iter(self.covered)
        for sign, owner in zip(self.text, self.owners, strict=True):
            words = next(covered) if sign == _OPAQUE else sign
            if owner >= 0:
                out[owner].append(words)
        return {owner: "".join(signs) for owner, signs in out.items()}

    def sub(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> None:
        """As ``re.sub``; a new sign belongs to the owner of the sign whose place it takes."""
        text, owners, at = [], [], 0
        for found in pattern.finditer(self.text):
            new = found.expand(replacement) if isinstance(replacement, str) else replacement(found)
            old = self.owners[found.start() : found.end()]
            text += [self.text[at : found.start()], new]
            owners += self.owners[at : found.start()] + [old[min(index, len(old) - 1)] for index in range(len(new))]
            at = found.end()
        if at:
            self.text = "".join([*text, self.text[at:]])
            self.owners = owners + self.owners[at:]


# ------------------------------------------------------------------ the rules

_ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_LETTER = r"[^\W\d_]"
_APOSTROPHE = re.compile(rf"(?<={_LETTER})['’ʼ`´ʹ′＇](?={_LETTER})")
_LONE_APOSTROPHE = re.compile(rf"(?<={_LETTER})'|'(?=\d0s|n['’])")


@cache
def _rules(habits: _Habits) -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """Patterns and what takes their place, in the order of their use."""
    dash = "(?:-{1,3}|–|—)"
    start = r"[\w.]" if habits is _EN else r"\w"  # "U.S. Army" is no initial
    rules: list[tuple[str, str | Callable[[re.Match[str]], str]]] = []
    if habits.stops_follow:  # Правопис 2019, § 164
        rules += [
            (r"(?<=[^\s.,])[.,]([»“]+)([.,])", r"\1\2"),
            (r"(?<=[^\s.,])\.([»“]+)(?![\w»“.,]| [^\W\d_A-ZА-ЯЁІЇЄҐ])", r"\1."),
            (r"(?<=[^\s.,]),([»“]+)(?![\w»“.,])", r"\1,"),
        ]
    rules += [
        (rf"(?<=[^\s\u2028])[ {NBSP}\n]+{dash}([ \n])[ {NBSP}]*(?=\S)", rf"{NBSP}—\1"),
        (rf"(^|\u2028)[ ]*{dash}[ {NBSP}](?=\S)", rf"\1—{NBSP}"),
        (r"(?<![\d\u00a0])(\d{1,3}(?: \d{3})+)(?!\d)", lambda found: found[1].replace(" ", NBSP)),
        (rf"(?<=\d) (?=(?:{habits.units}|{habits.months})(?!\w))", NBSP),
        (r"(?<=\d\u00a0)(тис\.|тыс\.|млн|млрд|трлн|thousand|million|billion|trillion) (?=\w)", rf"\1{NBSP}"),
        (r"([№§]) (?=\d)" if habits is _EN else r"([№§]) ?(?=\d)", rf"\1{NBSP}"),
        (rf"(?<![\w-])({habits.before_name}) (?=[\d{_UPPER}«„“])", rf"\1{NBSP}"),
        (rf"(?<!{start})([{_UPPER}]\.) (?=[{_UPPER}](?:\.|[\w’]{{2,}}))", rf"\1{NBSP}"),
        (rf"(?<![\w’'-])({habits.short if habits is _EN else f'(?i:{habits.short})'}) (?=\S)", rf"\1{NBSP}"),
    ]
    if habits is _EN:
        rules.append((rf"(?<!\w)({habits.months}) (?=\d{{1,2}}(?!\d))", rf"\1{NBSP}"))
    else:
        rules += [
            (rf"(?<=[а-яёіїєґ’]{{2}}) (?=[{_UPPER}]\.[ {NBSP}]?[{_UPPER}]\.)", NBSP),
            (rf"(?<=\w) (?=(?:{habits.trailing})(?![\w’-]))", NBSP),
            (r"(?<!\w)([иі]|та) (?=т\. ?[дпі])", rf"\1{NBSP}"),
            (r"(?<!\w)т\. ?(?=(?:д|п|ін|е)\.)", f"т.{NBSP}"),
        ]
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rules)


_UPPER = "A-ZА-ЯЁІЇЄҐ"
_BEFORE_OPENING = "([{—–-/«„“‘" + NBSP + "\u2028"


def _quoted(text: str, marks: str) -> str:
    """``text`` with its double quotation marks (straight, curly, low) as the language's own; nested ones as its second pair.

    Single straight ones count where a pair of them embraces words.  Sign for sign: the length stays.
    """
    signs = list(text)
    single = _single_pairs(text)
    opened: list[str] = []
    for at, sign in enumerate(signs):
        if (sign not in '"“”„‟«»' and at not in single) or (sign in "«»" and marks[0] != "«"):
            continue
        before, after = signs[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
        opens = single[at] if at in single else _opens(sign, before, after, opened)
        if opens is None:
            continue
        if opens:
            opened.append(sign)
        inner = len(opened) > 1 or (at in single and marks[0] == "“")
        signs[at] = marks[(0 if opens else 1) + (2 if inner else 0)]
        if not opens and opened:
            opened.pop()
    return "".join(signs)


def _opens(sign: str, before: str, after: str, opened: list[str]) -> bool | None:
    """Whether a mark opens; None where it is none (inches, a lone sign)."""
    if sign in "«»„":
        return sign != "»"
    leads = before.isspace() or before in _BEFORE_OPENING
    ends = after.isspace()
    if sign == "“":
        return leads and not ends and "„" not in opened
    if leads and not ends:
        return True
    if opened or sign == "”":
        return False
    if before.isdigit() or ends:
        return None if before.isdigit() or leads else False
    return after.isalnum()


def _single_pairs(text: str) -> dict[int, bool]:
    """Places of straight single quotation marks that embrace words: place to whether it opens."""
    pairs: dict[int, bool] = {}
    opened = -1
    for found in re.finditer("'", text):
        at = found.start()
        before, after = text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
        if (before.isspace() or before in _BEFORE_OPENING + '"') and after.isalpha():
            opened = at
        elif opened >= 0 and at > opened + 2 and not before.isspace() and not after.isalnum():
            pairs[opened], pairs[at] = True, False
            opened = -1
    return pairs
