"""Numbers as people write them: 1,200 · 3.5 · 10k · two · a dozen · half a · 20 % · €60,000 · 10–12."""

import re
from dataclasses import dataclass

from goalkit.smart.text import HIDDEN, any_of, word_list

SMALL = dict(
    zip(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen twenty"
        ),
        range(21),
        strict=True,
    )
)
TENS = dict(zip(word_list("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True))
POWERS = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 1_000_000, "m": 1_000_000, "mio": 1_000_000}
GROUPS = {"a couple of": 2, "a couple": 2, "half a dozen": 6, "a dozen": 12, "dozen": 12, "two dozen": 24}
SHARES = {
    "half": 50.0,
    "a half": 50.0,
    "a third": 100 / 3,
    "one third": 100 / 3,
    "a quarter": 25.0,
    "one quarter": 25.0,
}
SHARES |= {"two thirds": 200 / 3, "three quarters": 75.0, "a fifth": 20.0, "a tenth": 10.0}
CURRENCIES = {"€": "€", "eur": "€", "euro": "€", "euros": "€", "$": "$", "usd": "$", "dollar": "$", "dollars": "$"}
CURRENCIES |= {"£": "£", "gbp": "£", "chf": "CHF", "francs": "CHF", "yen": "¥", "¥": "¥"}
PERCENT = ("%", "percent", "per cent", "pct")

_ONES = any_of(" ".join(SMALL))
_TENS = any_of(" ".join(TENS))
_WORDS = (
    rf"(?:{'|'.join(sorted(GROUPS, key=len, reverse=True))}"
    rf"|(?:{_TENS})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|{_ONES}|a(?= (?:hundred|"
    rf"thousand|million)))"
)
_DIGITS = r"(?:\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|\d{1,9}(?:[.,]\d{1,4})?(?![\d]))"
_POWER = (
    r"(?:[ ]?(?P<power>k|mio|thousand|million|hundred|(?(money)m|k))\b(?! ?(?:race|run|walk|swim|time|pace|pb|course)))"
)
_MONEY = r"[€$£¥]"
NUMBER = re.compile(
    rf"(?<![\w.,:/#])(?P<money>{_MONEY})? ?(?:(?P<digits>{_DIGITS})|(?P<words>{_WORDS})\b)"
    rf"{_POWER}?(?P<plus>\+(?!\w))?"
    rf"(?: ?(?P<mark>%|percent\b|per cent\b|pct\b|{_MONEY}|"
    rf"(?:{any_of('eur euro euros usd dollar dollars gbp chf francs yen')})\b))?"
    r"(?: ?(?P<times>x|×)(?![a-z]))?"
)
_RANGE = re.compile(r" ?(?:-|to|or) ?")

# Words before a number that make it part of a name, and what follows a number that is no amount.
_NAMES = re.compile(
    r"(?:\b(?:i am|i'm|turn|turning|version|v|no\.|(?:"
    + any_of(
        "level chapter grade top phase part step stage class room no nr number iso volume act year week day module "
        "unit lesson figure covid generation age aged page din en rule article section channel studio route highway "
        "line tier band league division agenda web type project ward bed gate floor"
    )
    + r")s?)[ -]|[a-z]-|#)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_YEAR = re.compile(r"\b(?:the|of|since|in|for) $")
_CLOCK = re.compile(r" ?(?:am|pm|a\.m\.|p\.m\.|o'clock|uhr)\b|[:/]\d|h\d\d\b")
_ORDINAL = re.compile(r"(?:k\b|st|nd|rd|th)\b|[a-z]{1,4}\d|-[a-z]|\w*\d[a-z]")
_AT = re.compile(r"\b(?P<word>at|around|about|until|by|before|after) $")
_NO_NOUN = re.compile(r"$| ?[^ a-z]| (?:every|each|on|in|at|so|to|for|because|and|or|a|per|the)\b")
_ONE = re.compile(r"one (?:day|of|another|more time|or|by one|to one|on one|thing)\b|one-|one\W*$")


@dataclass(frozen=True, slots=True)
class Number:
    """An amount in a sentence.

    Attributes:
        value: the amount; of a range its lower end, since reaching that is reaching the range.
        start: where it begins in the sentence.
        end: where it ends, with its percent or currency sign.
        mark: "%" or a currency ("€", "$", "£", "¥", "CHF"), else "".
        high: the upper end of a range, else None.
        times: whether it is written as "3x".
        word: whether it is written in words.
    """

    value: float
    start: int
    end: int
    mark: str = ""
    high: float | None = None
    times: bool = False
    word: bool = False


def find_numbers(text: str, original: str) -> list[Number]:
    """The amounts of a plain text, from left to right; ordinals, versions, clock times and names are left out."""
    found = [_number(match) for match in NUMBER.finditer(text) if _is_amount(match, text, original)]
    return _ranges([one for one in found if one is not None], text)


def amount(text: str) -> float | None:
    """The value of a text that is one number and nothing else, e.g. "half a", "two", "1.5"; else None."""
    words = text.strip()
    if words in ("a", "an", "one"):
        return 1.0
    if words in ("half a", "half an"):
        return 0.5
    if whole := re.fullmatch(r"(.+?) and a half", words):
        base = amount(whole[1])
        return None if base is None else base + 0.5
    match = NUMBER.fullmatch(words)
    one = _number(match) if match else None
    return one.value if one else None


def _number(match: re.Match[str]) -> Number | None:
    value = _digits(match["digits"]) if match["digits"] else _words(match["words"])
    if value is None:
        return None
    value *= POWERS.get(match["power"] or "", 1)
    mark = match["mark"] or match["money"] or ""
    sign = "%" if mark in PERCENT else CURRENCIES.get(mark, "")
    return Number(float(value), match.start(), match.end(), sign, times=bool(match["times"]), word=bool(match["words"]))


def _digits(text: str) -> float | None:
    """1,200 and 1 200 are thousands, 3.5 and 3,5 are parts; 1.200 can be either and is not read."""
    if re.fullmatch(r"\d{1,3}\.\d{3}", text) and not text.startswith("0"):
        return None
    if re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", text):
        return float(re.sub(r"[, ]", "", text))
    return float(text.replace(",", "."))


def unclear_number(text: str) -> str:
    """What can be read as thousands and as a fraction, e.g. "1.200"; "" where there is none."""
    found = re.search(r"(?<![\w.,])[1-9]\d{0,2}\.\d{3}(?![\w.,]*\d)", text)
    return found[0] if found else ""


def _words(text: str) -> float:
    if text in GROUPS:
        return GROUPS[text]
    if text == "a":
        return 1
    if text in SMALL:
        return SMALL[text]
    tens, _, ones = text.replace("-", " ").partition(" ")
    return TENS[tens] + SMALL.get(ones, 0)


def _is_amount(match: re.Match[str], text: str, original: str) -> bool:
    start, end = match.span()
    before, after = text[max(0, start - 20) : start], text[end : end + 14]
    if _NAMES.search(before) or _CLOCK.match(after) or _ORDINAL.match(after):
        return False
    if _YEAR.fullmatch(text, start, end) and _OF_A_YEAR.search(before):
        return False
    if match["words"] and _ONE.match(text, start):
        return False
    if not match["mark"] and not match["money"] and _is_hour(before, after, match["digits"]):
        return False
    return not (match["digits"] and not match["money"] and _named(text, original, start, after))


def _is_hour(before: str, after: str, digits: str | None) -> bool:
    """Whether a bare number is an hour of the day: “at 6 every weekday”, but not “about 20 books” or “by 40”."""
    lead = _AT.search(before)
    return bool(lead and _NO_NOUN.match(after)) and float(_digits(digits or "0") or 0) <= 24


def _named(text: str, original: str, start: int, after: str) -> bool:
    """Whether a number belongs to the name before it: "Python 3 course", but not "at PyCon 2 talks"."""
    name = re.search(r"(\S+) $", original[:start])
    if not name or name.start() == 0 or not name[1][0].isupper() or not name[1][-1].isalnum():
        return False
    if original.upper() == original or re.match(r" ?(?:→|->|=>|to \d)", after):
        return False
    following = re.match(r" ([a-z]+)", after)
    return name[1] == "The" or not (following and following[1].endswith("s") and len(following[1]) > 3)


def _ranges(numbers: list[Number], text: str) -> list[Number]:
    """Joins "10-12", "2 to 3" and "between 10 and 12" into one number; "from 200 to 500" stays two."""
    joined: list[Number] = []
    for one in numbers:
        last = joined[-1] if joined else None
        if last and last.word and one.word and last.value % 100 == 0 and text[last.end : one.start] in (" and ", " "):
            joined[-1] = Number(last.value + one.value, last.start, one.end, one.mark, word=True)
        elif last and last.high is None and last.value < one.value and _joins(last, one, text):
            mark = one.mark or last.mark
            joined[-1] = Number(last.value, last.start, one.end, mark, one.value, one.times, last.word)
        else:
            joined.append(one)
    return joined


def _joins(last: Number, one: Number, text: str) -> bool:
    between = text[last.end : one.start]
    before = text[max(0, last.start - 9) : last.start]
    if between == " and ":
        return before.endswith("between ")
    if HIDDEN in between or not _RANGE.fullmatch(between):
        return False
    return between.strip() != "to" or not re.search(r"\bfrom $", before)
