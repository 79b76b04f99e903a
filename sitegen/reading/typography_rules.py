"""What the compositor of each language does with a running text, sign by sign.

Every rule asks first for a sign without which it has nothing to do: most sentences hold no quotation mark, no digit and no dash.

Sources: Український правопис 2019, §§ 158–164 (marks after a closing quotation mark, dashes, apostrophe) and
ДСТУ 3582 (abbreviations); Мильчин, Чельцова, «Справочник издателя и автора» (ru); Butcher's Copy-editing (en).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

__all__ = ["LINE_BREAK", "NBSP", "Compositor", "compositor"]

NBSP = "\u00a0"
LINE_BREAK = "\u2028"
_UPPER = "A-ZА-ЯЁІЇЄҐ"
_LETTER = r"[^\W\d_]"
_DASH = "(?:-{1,3}|–|—)"


@dataclass(frozen=True, slots=True)
class _Habits:
    """What differs between languages.  ``units`` and ``months`` are alternatives of a regular expression, the rest words."""

    marks: str
    short: str
    before_name: str
    units: str
    months: str
    trailing: str = ""
    slavic: bool = True
    stops_follow: bool = False


_UK = _Habits(
    marks="«»„“",
    short="а без в від до для з за зі зо і із й на над не ні о об по при про під та то у це чи що як я",
    trailing="б би ж же",
    before_name="м. с. смт вул. просп. пров. пл. бул. б-р ім. ст. п. гл. рис. табл. див. проф. акад. д-р о.",
    units=r"%|‰|°[CF]?|грн|коп|тис|млн|млрд|трлн|кг|г|мг|т|ц|км|м|см|мм|га|л|мл|с|хв|год|кВт|МВт|ГВт|Вт|В|А|кв|куб|рр?\.|р[оі]к\w*|"
    "ст\\.|гривень|гривні|гривня|відсотк\\w+|осіб|людей|год/км|₴|€|\\$|£",
    months="січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    stops_follow=True,
)
_RU = _Habits(
    marks="«»„“",
    short="а без в во для до за и из к ко на над не ни но о об от по при про с со то у что я",
    trailing="б бы ж же ли ль",
    before_name="г. с. пос. ул. просп. пер. пл. бул. им. ст. п. гл. рис. табл. см. проф. акад. д-р",
    units=r"%|‰|°[CF]?|грн|руб|коп|тыс|млн|млрд|трлн|кг|г|мг|т|ц|км|м|см|мм|га|л|мл|с|мин|ч|кВт|МВт|ГВт|Вт|В|А|кв|куб|гг?\.|год\w*|лет|"
    "гривен|процент\\w+|человек|₽|€|\\$|£",
    months="января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
)
_EN = _Habits(
    marks="“”‘’",
    short="A An a an I",
    before_name="Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof Prof. St St. Gen Gen. Sgt Sgt. Rev Rev. No. Nos. Fig. Art. p. pp. vol.",
    units=r"%|‰|°[CF]?|kg|g|mg|t|km|m|cm|mm|ha|l|ml|kW|MW|GW|kWh|MWh|mph|km/h|thousand|million|billion|trillion|percent|per cent|"
    r"hryvnias?|UAH|EUR|USD|a\.m\.|p\.m\.|am|pm",
    months="January|February|March|April|May|June|July|August|September|October|November|December",
    slavic=False,
)


@lru_cache(maxsize=64)
def compositor(language: str) -> Compositor:
    """The compositor of a language (uk, ru; any other as English)."""
    return _compositor({"uk": _UK, "ru": _RU}.get(language.partition("-")[0].lower(), _EN))


@cache
def _compositor(habits: _Habits) -> Compositor:
    return Compositor(
        habits.marks,
        habits.stops_follow,
        habits.slavic,
        re.compile(rf" (?<=\d )(?=(?:{habits.units}|{habits.months})(?!\w))"),
        re.compile(r"([№§]) ?(?=\d)" if habits.slavic else r"([№§]) (?=\d)"),
        _bound(habits),
    )


def _bound(habits: _Habits) -> re.Pattern[str]:
    """The spaces at which no line may end, whatever stands elsewhere: each is judged by the words beside it alone.

    Most stand behind a long word and before a small letter, which two quick looks tell.
    """
    inside = r"[\w’'-]"
    start = r"\w" if habits.slavic else r"[\w.]"  # "U.S. Army" is no initial
    longer = r"\w" * (max(map(len, habits.short.split())) + 1)
    short = rf"(?<!{longer} )" + _behind(habits.short, inside, "(?i:{})" if habits.slavic else "(?:{})") + r"(?=\S)"
    places = [
        rf"(?=[\d{_UPPER}«„“])" + _behind(habits.before_name, r"[\w-]"),
        rf"(?=[{_UPPER}](?:\.|[\w’]{{2,}}))(?<=(?<!{start})[{_UPPER}]\. )",
    ]
    if habits.slavic:
        places += [
            rf"(?=[{_UPPER}]\.[ {NBSP}]?[{_UPPER}]\.)(?<=[а-яёіїєґ’]{{2}} )",
            rf"(?=(?:{habits.trailing.replace(' ', '|')})(?![\w’-]))(?<=\w )",
            r"(?=т\. ?[дпі])" + _behind("и і та", r"\w"),
        ]
    else:
        places.append(r"(?=\d{1,2}(?!\d))" + _behind(habits.months.replace("|", " "), r"\w"))
    first = rf"\d{_UPPER}«„“" + ("т" if habits.slavic else "") + "".join(sorted({word[0] for word in habits.trailing.split()}))
    return re.compile(f" (?:{short}|(?=[{first}])(?:{'|'.join(places)}))")


def _behind(words: str, never_before: str, case: str = "(?:{})") -> str:
    """Behind one of ``words`` and a space; a pattern looks back over a fixed length only, so one group for each."""
    groups = (
        case.format("|".join(map(re.escape, group))) for _, group in groupby(sorted(words.split(), key=len), key=len)
    )
    return f"(?:{'|'.join(f'(?<=(?<!{never_before}){group} )' for group in groups)})"


# ------------------------------------------------------------------ the work

_ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_APOSTROPHE = re.compile(rf"['’ʼ`´ʹ′＇](?<={_LETTER}.)(?={_LETTER})")
_LONE_APOSTROPHE = re.compile(rf"'(?:(?<={_LETTER}')|(?=\d0s|n['’]))")
_STOPS_FOLLOW = (  # Правопис 2019, § 164
    (re.compile(r"[.,](?<=[^\s.,].)([»“]+)([.,])"), r"\1\2"),
    (re.compile(r"\.(?<=[^\s.,].)([»“]+)(?![\w»“.,]| [^\W\d_A-ZА-ЯЁІЇЄҐ])"), r"\1."),
    (re.compile(r",(?<=[^\s.,].)([»“]+)(?![\w»“.,])"), r"\1,"),
)
_DASH_INSIDE = re.compile(rf"[ {NBSP}\n](?=[ {NBSP}\n–—-])(?<=[^\s\u2028][ {NBSP}\n])[ {NBSP}\n]*{_DASH}([ \n])[ {NBSP}]*(?=\S)")
_DASH_FIRST = re.compile(rf"(^|\u2028)[ ]*{_DASH}[ {NBSP}](?=\S)")
_THOUSANDS = re.compile(rf"\d(?<![\d{NBSP}]\d)\d{{0,2}}(?: \d{{3}})+(?!\d)")
_COUNTED = re.compile(rf"{NBSP}(?<=\d{NBSP})(тис\.|тыс\.|млн|млрд|трлн|thousand|million|billion|trillion) (?=\w)")
_ET_CETERA = re.compile(r"т\.(?<!\wт\.) ?(?=(?:д|п|ін|е)\.)")
_AFTER_DIGIT = re.compile(r" (?<=\d )")
_QUOTES = re.compile("[\"“”„‟«»']")
_MARKS = re.compile("[\"“”„‟«»'’ʼ`´ʹ′＇]")


@dataclass(frozen=True, slots=True)
class Compositor:
    """The rules of one language in the order of their use."""

    marks: str
    stops_follow: bool
    slavic: bool
    after_number: re.Pattern[str]
    number_sign: re.Pattern[str]
    bound: re.Pattern[str]

    def set(self, text: str, cuts: list[int]) -> str:
        """``text`` as it is printed; ``cuts``, the places where pieces of it end, move with the signs before them."""
        if "..." in text:
            text = _replaced(_ELLIPSIS, "…", text, cuts)
        if _MARKS.search(text):
            text = self._marked(_APOSTROPHE.sub("’", text), cuts)
        if "-" in text or "–" in text or "—" in text:
            text = _replaced(_DASH_INSIDE, rf"{NBSP}—\1", text, cuts)
            if LINE_BREAK in text or text.lstrip(" ").startswith(("-", "–", "—")):
                text = _replaced(_DASH_FIRST, rf"\1—{NBSP}", text, cuts)
        if _AFTER_DIGIT.search(text):
            text = _THOUSANDS.sub(lambda found: found[0].replace(" ", NBSP), text)
            text = self.after_number.sub(NBSP, text)
        if NBSP in text:
            text = _COUNTED.sub(rf"{NBSP}\1{NBSP}", text)
        if "№" in text or "§" in text:
            text = _replaced(self.number_sign, rf"\1{NBSP}", text, cuts)
        text = self.bound.sub(NBSP, text)
        if self.slavic and "т." in text:
            text = _replaced(_ET_CETERA, f"т.{NBSP}", text, cuts)
        return text

    def _marked(self, text: str, cuts: list[int]) -> str:
        """``text`` with its quotation marks, and what stands beside them, as the language has them."""
        if not _QUOTES.search(text):
            return text
        text = _quoted(text, self.marks)
        if "'" in text:
            text = _LONE_APOSTROPHE.sub("’", text)
        if self.stops_follow and ("»" in text or "“" in text):
            for pattern, replacement in _STOPS_FOLLOW:
                text = _replaced(pattern, replacement, text, cuts)
        return text


def _replaced(pattern: re.Pattern[str], replacement: str, text: str, cuts: list[int]) -> str:
    """As ``re.sub``; a new sign belongs to the piece of the sign whose place it takes, one too many to that of the last."""
    new = pattern.sub(replacement, text)
    if len(new) == len(text):  # no rule both lengthens and shortens: where all is as long, each match is
        return new
    places = ((found.start(), found.end(), len(found.expand(replacement))) for found in pattern.finditer(text))
    moved, start, end, length = 0, *next(places)
    for number, cut in enumerate(cuts):
        while cut >= end:
            moved += length - (end - start)
            start, end, length = next(places, (len(text) + 1, len(text) + 1, 0))
        cuts[number] = moved + (start + min(cut - start, length) if cut > start else cut)
    return new


_BEFORE_OPENING = "([{—–-/«„“‘" + NBSP + LINE_BREAK


def _quoted(text: str, marks: str) -> str:
    """``text`` with its double quotation marks (straight, curly, low) as the language's own; nested ones as its second pair.

    Single straight ones count where a pair of them embraces words.  Sign for sign: the length stays.
    """
    single = _single_pairs(text) if "'" in text else {}
    opened: list[str] = []
    out: list[str] = []
    done = 0
    for found in _QUOTES.finditer(text):
        at, sign = found.start(), found[0]
        if (sign == "'" and at not in single) or (sign in "«»" and marks[0] != "«"):
            continue
        before = text[at - 1] if at > done else out[-1] if at else " "  # a mark just set, where two stand together
        opens = single[at] if at in single else _opens(sign, before, text[at + 1 : at + 2] or " ", opened)
        if opens is None:
            continue
        if opens:
            opened.append(sign)
        inner = len(opened) > 1 or (at in single and marks[0] == "“")
        out += [text[done:at], marks[(0 if opens else 1) + (2 if inner else 0)]]
        done = at + 1
        if not opens and opened:
            opened.pop()
    return "".join([*out, text[done:]])


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
