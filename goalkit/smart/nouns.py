"""What is counted: the noun after a number, and the thing that a verb changes."""

import re

from goalkit.smart.lexicon import DETERMINERS
from goalkit.smart.text import HIDDEN, word_list

_STOPS = frozenset(
    word_list(
        "a an the by in on at for to from with until till per each every and or so because that who which "
        "whose when where this next within before during over through about into onto as than without off left "
        "saved done completed finished together under below above beyond while if but plus instead around "
        "across after between against out up down whom is are was will can i we he she they it only please "
        "daily weekly monthly quarterly yearly via written read sold sent published read-through all my our "
        "your his her their its more of not nor them outside inside within ready regularly less fewer again now"
    )
)
# Behind a noun these end it (“20,000 euros saved”), before it they belong to it (“60 completed surveys”).
_DONE = ("saved", "done", "completed", "finished", "written", "sold", "published", "open")
_PACKS = frozenset(
    word_list(
        "pairs pair cups cup pages sets set bottles boxes hours lines pieces square units bags kinds types months weeks"
    )
)
_SIZES = frozenset(word_list("word page km k mile minute min hour day week month year metre meter m kg item"))
_SKIPPED = re.compile(r"^(?:more|other|different|whole|full|additional|further|extra|times|of) (?=[a-z])")
_WORD = re.compile(r"[a-z][\w'&+-]*(?<!-)(?:/(?!day|week|month|quarter|year|wk|mo)[a-z]+)?")
_EVERY = re.compile(r" ?(?:a|an|per|/|each) ?(?:day|week|month|night|hour|year|quarter|shift|person|class)\b")
_OWNER = re.compile(r"^(?:(?:the|my|our|your|their|his|her|a|an|its|this|these|those|all|total|overall) )+")
_AMOUNT = re.compile(
    r"^(?:number|amount|count|quantity|total|share|volume|percentage|proportion) of (?:the |my |our )?"
)
LONGEST_UNIT = 4
HOURS = ("h", "hr", "hrs", "hour", "hours", "std")


def noun_after(text: str, end: int) -> tuple[str, int]:
    """The noun that follows a number, at most four words, and where it ends; ("", end) where none follows."""
    position = end + (text[end : end + 1] == " ")
    if skipped := _SKIPPED.match(text[position:]):
        position += skipped.end()
    begin, words = position, list[str]()
    while len(words) < LONGEST_UNIT and (word := _WORD.match(text, position)):
        if word[0] in _DONE and not words:
            pass
        elif word[0] in _STOPS and not (word[0] == "of" and words and words[-1] in _PACKS and _bare(text, word.end())):
            break
        words.append(word[0])
        position = word.end()
        if text[position : position + 1] != " ":
            break
        position += 1
    while words and words[-1] in ("of", "once", "twice"):
        words.pop()
    if len(words) > 1 and words[0] in _SIZES and not words[-1].endswith("s"):
        # "a 60,000 word novel" counts words; "a 5 km race" is the name of one thing.
        return (words[0] + "s", begin + len(words[0])) if words[0] in ("word", "page") else ("", begin)
    return " ".join(words), begin + len(" ".join(words))


def _bare(text: str, end: int) -> bool:
    following = _WORD.match(text, end + 1)
    return bool(following and following[0] not in DETERMINERS)


def with_rhythm(text: str, unit: str, end: int) -> tuple[str, int]:
    """A unit together with “a day”, “per week” behind it: what a level is counted in."""
    found = _EVERY.match(text, end)
    return (f"{unit}{text[end : found.end()]}", found.end()) if found and unit else (unit, end)


def thing(text: str) -> str:
    """What is changed, without “my”, “the number of” and the like, e.g. "open tickets"; "" where nothing is named."""
    words = text.replace(HIDDEN, " ").strip(" ,.:;").split()
    named = _AMOUNT.sub("", _OWNER.sub("", " ".join(words)))
    named = re.sub(r"(?<=\w) (?:of|in|on|at|for) (?:the|my|our|this|that|your) .*$", "", named)
    return _OWNER.sub("", named)[:60].strip()


def plural(unit: str) -> str:
    """Several of what was said of one: "blog post" becomes "blog posts"."""
    if not unit or unit.endswith("s") or unit in HOURS or unit in ("km", "kg", "min"):
        return unit
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("ch", "sh", "x")) else "s")
