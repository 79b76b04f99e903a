"""Typography of printed text by language: quotation marks, dashes, apostrophes, non-breaking spaces.

Sources: Український правопис 2019, §§ 161–164; Butcher's Copy-editing for English.  One pass over
running text; never sees code or addresses.
"""

from __future__ import annotations

import re

__all__ = ["typeset"]

NBSP = "\u00a0"
_MARKS = {"uk": "«»„“", "ru": "«»„“", "en": "“”‘’"}
_SHORT = {
    "uk": "а|в|у|і|й|з|о|та|до|на|не|по|за|із|зі|від|під|над|при|про|що|як",
    "ru": "а|в|и|к|о|с|у|я|во|до|за|из|ко|на|не|но|об|от|по|со",
    "en": "a|an|I",
}
_UNITS = "%|км|м|см|кг|г|грн|тис|млн|млрд|km|m|cm|kg|million|billion|percent"
_MONTHS = (
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_LETTER = "A-Za-zА-Яа-яІіЇїЄєҐґЁё"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def typeset(text: str, language: str) -> str:
    """``text`` as it is printed in ``language`` (uk, ru, else as English)."""
    pieces, at = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_typeset(text[at : address.start()], language), address[0]]
        at = address.end()
    return "".join([*pieces, _typeset(text[at:], language)])


def _typeset(text: str, language: str) -> str:
    if not text:
        return text
    text = text.replace("...", "…")
    text = re.sub(rf"(?<=[{_LETTER}])['’ʼ`](?=[{_LETTER}])", "’", text)
    text = _quotes(text, _MARKS.get(language, _MARKS["en"]))
    if language == "uk":
        text = re.sub(r"([.,])([»“])(?!\w)", r"\2\1", text)
    text = re.sub(r"(?<=\S)[ \u00a0](?:--?|–|—)[ \u00a0](?=\S)", f"{NBSP}— ", text)
    short = _SHORT.get(language, _SHORT["en"])
    text = re.sub(rf"(?<![\w’-])({short}) (?=\S)", rf"\1{NBSP}", text, flags=re.IGNORECASE)
    text = re.sub(rf"(?<=\d) (?=(?:{_UNITS}|{_MONTHS})(?!\w))", NBSP, text)
    text = re.sub(r"([№§]) (?=\d)", rf"\1{NBSP}", text)
    return re.sub(r"(?<![\w])([A-ZА-ЯІЇЄҐ]\.) ?(?=[A-ZА-ЯІЇЄҐ][\w’]{2,})", rf"\1{NBSP}", text)


def _quotes(text: str, marks: str) -> str:
    """Straight double quotes as the language's marks, nested ones as its second pair."""
    out: list[str] = []
    depth = 0
    for at, char in enumerate(text):
        if char != '"':
            out.append(char)
            continue
        before = text[at - 1] if at else " "
        opening = before.isspace() or before in "([{—–-«„“‘/" + NBSP
        if opening:
            out.append(marks[0] if depth == 0 else marks[2])
            depth += 1
        else:
            depth = max(depth - 1, 0)
            out.append(marks[1] if depth == 0 else marks[3])
    return "".join(out)
