"""The forms in which a day or a period is written, and what must stand around each for it to be one."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from goalkit.smart import date_readers as read
from goalkit.smart.calendar_names import FEASTS, MONTHS, SEASONS, SHORT, WEEKDAYS
from goalkit.smart.text import any_of

# Words before a date by what they say of the goal: it ends there, it happens inside, it begins there.
ENDS = ("by", "until", "till", "til", "through", "thru", "before", "due", "no later than", "not later than", "latest")
INSIDE = ("in", "within", "during", "over", "throughout", "for", "at", "on", "of", "to", "and", "-")
BEGINS = ("from", "starting", "beginning", "as of", "after", "since", "between")
ANY = (*ENDS, *INSIDE, *BEGINS)
DAY_LEADS = (*ENDS, "on", "to", "and", "-", *BEGINS)


@dataclass(frozen=True, slots=True)
class Around:
    """A match of a form with what stands before it.

    Attributes:
        match: the match.
        lead: the word before it, such as "by", else "".
        part: whether “end of”, “mid” and the like stand before it.
    """

    match: re.Match[str]
    lead: str
    part: bool

    @property
    def before(self) -> str:
        """The text up to the match."""
        return self.match.string[: self.match.start()]

    @property
    def after(self) -> str:
        """The text behind the match."""
        return self.match.string[self.match.end() :]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a day or a period.

    Attributes:
        pattern: what it looks like, in a plain text.
        read: what a match means; None when it is no date after all.
        leads: words of which one must stand before it; empty: it stands for itself.
        fits: what else must be so for it to be a date.
    """

    pattern: re.Pattern[str]
    read: read.Reader
    leads: tuple[str, ...] = ()
    fits: Callable[[Around], bool] = lambda _: True


# Months that are words of another sort, too, or too short to stand alone.
_WORDS_TOO = ("may", "march", *SHORT)
_LOOSE = re.compile(r"(?:^|[,.;:(-]) ?$")
_STANDING = re.compile(r"\b(?:every|each|always|all)\b")
_COUNTED_NOUN = re.compile(r" [a-z]{2,}[^s]s\b")


def _month_fits(around: Around) -> bool:
    if around.part:
        return True
    if around.lead in ("to", "and", "-", "of", "at", "on", "over"):
        return bool(re.search(r"\b(?:from|between|through|end of) [^¦]{3,20}$", around.before))
    if around.lead or around.match["year"]:
        return True
    alone = _LOOSE.search(around.before) or not around.after.strip(" .!")
    return around.match["month"].rstrip(".") not in _WORDS_TOO and bool(alone)


def _period_fits(around: Around) -> bool:
    """“this week” always, “the week” only as “the end of the week”, “last year” only as “by the end of last year”."""
    which, lead = around.match["which"] or "", around.lead
    if around.part or which == "the" or not which:
        return around.part or (which == "the" and lead == "within")
    return not re.search(r"last|past", which) or lead not in ("", "since")


def _season_fits(around: Around) -> bool:
    said = around.part or around.match["which"] or around.match["year"]
    return bool(said) or around.lead in (*ENDS, "in", "during", "over", "from")


def _weekday_fits(around: Around) -> bool:
    return bool(around.match["which"]) or around.lead in (*ENDS, *BEGINS, "on")


def _duration_fits(around: Around) -> bool:
    """“Every invoice within 3 days” holds each time anew and ends nothing."""
    days = around.match[0].startswith("within") and around.match["unit"] == "day"
    return not (days and _STANDING.search(around.before))


def _quarter_fits(around: Around) -> bool:
    """“the Q3 launch” has no date."""
    return around.part or bool(around.lead) or bool(re.match(_NO_NOUN, around.after))


def _year_fits(around: Around) -> bool:
    """“an essay in 2000 words” has no year."""
    return not _COUNTED_NOUN.match(around.after)


def _form(
    pattern: str,
    reader: read.Reader,
    leads: tuple[str, ...] = (),
    fits: Callable[[Around], bool] = lambda _: True,
) -> Form:
    return Form(re.compile(pattern), reader, leads, fits)


_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)}|{any_of(' '.join(SHORT))})\b\.?)"
_YEAR = r"(?P<year>(?:19|20)\d\d(?!\d)|'\d\d(?!\d))"
_SLASH_YEAR = r"/(?P<year2>(?:19|20)\d\d(?!\d)|'\d\d(?!\d))"
_AND_YEAR = rf"(?:,? (?:of |in )?{_YEAR}|{_SLASH_YEAR})?"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?\b(?!'s)(?P<half> and a half\b)?(?:' time)?"
_COUNT = (
    r"(?P<n>half a|half an|one and a half|(?:a )?few|some|several|many|a couple of|half a dozen|a dozen|a|an|"
    r"\d{1,4}(?:[.,]\d)?|[a-z]+(?:-[a-z]+)?(?: and a half)?)[ -](?P<working>working |business |full |whole |more )?"
)
# “the summer break” and “the spring launch” are no seasons.
_NO_NOUN = (
    r"(?= *(?:$|[^a-z ]|(?:so|to|for|because|and|or|as|i|we|with|at|in|on|by|since|when|which|that|if|but|of|from|then|"
    r"without|while|before|after|is|will|via|through)\b))"
)
_NUMERAL_DAY = r"(?<![\w.,:/-])(?P<day>\d{1,2})"
FORMS: tuple[Form, ...] = (
    _form(r"(?<![\d-])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d-])", read.iso_day),
    _form(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)(?![\d.])", read.dotted_day),
    _form(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.()(?![\d])", read.dotted_day, DAY_LEADS),
    _form(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])", read.slashed_day),
    _form(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", read.slashed_day, (*ENDS, "on")),
    _form(r"(?<![\d/-])(\d{4})[-/](\d\d)(?![\d/-])", read.numbered_month, ANY),
    _form(r"(?<![\d/])(\d{1,2})/((?:19|20)\d\d)(?![\d/])", read.numbered_month),
    _form(rf"{_NUMERAL_DAY}(?:st|nd|rd|th|\.)?(?: day)?(?: of)? {_MONTH}{_AND_YEAR}", read.day_of_named_month),
    _form(
        rf"\b(?P<day>{any_of(' '.join(read.DAYS_IN_WORDS))})(?: day)? of {_MONTH}{_AND_YEAR}", read.day_of_named_month
    ),
    _form(
        rf"\b{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]\d| ?%){_AND_YEAR}",
        read.day_of_named_month,
    ),
    _form(rf"\b{_MONTH}{_AND_YEAR}", read.named_month, fits=_month_fits),
    _form(rf"\b(?P<month>[a-z]{{5,10}})\b{_AND_YEAR}", read.named_month, (*ENDS, "in", "end of"), _month_fits),
    _form(rf"\bq(?P<n>[1-4])\b(?:[ -]?{_YEAR}|{_SLASH_YEAR})?", read.part_of_year(3), fits=_quarter_fits),
    _form(rf"\b{_YEAR}[ -]?q(?P<n>[1-4])\b(?P<year2>)", read.part_of_year(3), fits=_quarter_fits),
    _form(
        r"\b(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter\b"
        rf"(?: of (?P<which>this|next|the) year)?{_AND_YEAR}",
        read.part_of_year(3),
        ANY,
    ),
    _form(rf"\bh(?P<n>[12])\b(?:[ -]?{_YEAR}|{_SLASH_YEAR})?", read.part_of_year(6), fits=_quarter_fits),
    _form(
        r"\b(?P<n>first|second|1st|2nd) half of (?:(?P<which>this|next|the) year|" + _YEAR + r")(?P<year2>)",
        read.part_of_year(6),
        ANY,
    ),
    _form(
        r"\b((?:19|20)\d\d)\b(?![-/.,:]?\d|%)",
        read.whole_year,
        (*ENDS, "in", "during", "for", "throughout", "from"),
        _year_fits,
    ),
    _form(r"^((?:19|20)\d\d)(?=[:,] )", read.whole_year),
    _form(
        rf"\b(?:(?P<which>this|next|the coming|coming) "
        rf")?(?P<season>{any_of(' '.join(SEASONS))})\b{_AND_YEAR}{_NO_NOUN}",
        read.named_season,
        fits=_season_fits,
    ),
    _form(
        r"\b(?:for |over |during )?the (?:rest|remainder) of (?P<which>the|this) (?P<kind>week|month|quarter|year)\b",
        read.named_period,
    ),
    _form(
        r"\b(?:within|over|during|in) the (?:next|coming) (?P<n>)(?P<working>)(?P<unit>week|month|year)\b(?P<half>)",
        read.one_ahead,
    ),
    _form(
        r"\b(?:(?P<which>this|next|coming|following|the (?:next|coming|following|current|past|last)|current|"
        r"last|the) )?"
        r"(?P<kind>weekend|week|month|quarter|year)\b(?!'s|s| of)",
        read.named_period,
        fits=_period_fits,
    ),
    _form(
        rf"\b(?:(?P<which>this|next|coming) )?(?P<day>{'|'.join(WEEKDAYS)})\b(?!'| week\b| fortnight\b)",
        read.weekday,
        fits=_weekday_fits,
    ),
    _form(r"\b(?:the day after tomorrow|tomorrow|today|tonight)\b", read.soon),
    _form(
        rf"\b(?P<feast>{'|'.join(sorted([*FEASTS, 'easter', 'easter sunday'], key=len, reverse=True))})(?![\w'])"
        rf"{_AND_YEAR}(?! (?!so\b|to\b|for\b|because\b|and\b)[a-z])",
        read.feast,
        (*ENDS, "at", "over", "in", "to", "from", "after"),
    ),
    _form(
        rf"\b(?:calendar week|week|cw|kw|w) ?(?P<n>\d{{1,2}})\b{_AND_YEAR}", read.numbered_week, (*ENDS, "in", "during")
    ),
    _form(
        r"\b(?:in|within|over|during|for|inside)(?: the)?(?: (?:next|coming|following|course of(?: the next)?))?"
        rf"(?: (?:less than|under|about|at most|around))? {_COUNT}{_UNIT}(?! (?:a|per|each|every|old|off|of|"
        rf"after|before)\b)",
        read.duration,
        fits=_duration_fits,
    ),
    _form(rf"\b{_COUNT}{_UNIT} from (?:now|today)\b", read.duration),
    _form(
        rf"{_NUMERAL_DAY}(?:st|nd|rd|th)\b(?= *(?:$|[.,;!?]|so\b|to\b|because\b))",
        read.day_of_month,
        (*ENDS, "on"),
    ),
    _form(r"\b(?:eo(?P<eo>[ywmq])|(?P<kind>year|month|quarter)(?:'s)?[ -]end)\b", read.last_day),
)
