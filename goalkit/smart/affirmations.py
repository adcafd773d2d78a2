"""Affirmations are said in the present tense; a gentle hint where one isn't (M9)."""

import re
from collections.abc import Callable

from goalkit.smart.text import plain

_SUBJECT = r"(?P<who>\bi|\bwe|\byou)"
_FUTURE = (
    r"(?:(?:'ll| will| shall| am going to|'m going to| are going to|'re going to| want to| wish to| hope to| plan to| "
    r"intend to| would like to|'d like to| would love to|'d love to| should| must| ought to| need to| have to| could|"
    r" might| may| try to| am trying to|'m trying to))(?: (?P<how>always|never|also|only|still|finally|soon|really|one day|someday))?"
)
_OWN = re.compile(rf"{_SUBJECT}{_FUTURE} (?P<verb>[a-z]+)(?P<rest>[^.!?;]*)")
_WONT = re.compile(rf"{_SUBJECT}(?: won't| will not| shall not) (?P<verb>[a-z]+)(?P<rest>[^.!?;]*)")
_OTHERS = re.compile(r"(?<!my )(?<!free )(?<!good )(?<!iron )(?<!the )(?<!own )(?<!at )\bwill (?:be |have )?(?P<verb>[a-z]+)")
_WAS = re.compile(rf"{_SUBJECT} (?:was|were|used to be)\b(?! (?:born|made|meant))(?P<rest>[^.!?;]*)")
_NO_VERB = set("the a an my our your this that work school bed it him her them".split())


def in_present_tense(text: str) -> str:
    """A gentle hint for an affirmation that isn't said in the present tense; "" where nothing is to be said."""
    words = plain(text)
    ways: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], str]], ...] = (
        (_WONT, _not), (_OWN, _present), (_WAS, _now), (_OTHERS, _already),
    )  # fmt: skip
    for pattern, told in ways:
        if (match := pattern.search(words)) and match.groupdict().get("verb") not in _NO_VERB:
            return told(match, text)
    return ""


def _who(match: re.Match[str]) -> tuple[str, str]:
    who = match["who"]
    return ("I", "am") if who == "i" else (who.capitalize(), "are")


def _rest(match: re.Match[str], text: str) -> str:
    return text[match.start("rest") : match.end("rest")].rstrip(" ,")


def _present(match: re.Match[str], text: str) -> str:
    who, be = _who(match)
    how = f"{match['how']} " if match["how"] in ("always", "never", "also", "only", "still", "really") else ""
    verb = f"{be} {how}".rstrip() if match["verb"] in ("be", "become") else f"{how}{match['verb']}"
    said = text[match.start() : match.end("verb")]
    return f"“{said}” puts it off until later; try “{who} {verb}{_rest(match, text)}”."


def _not(match: re.Match[str], text: str) -> str:
    who, be = _who(match)
    verb = f"{be} not" if match["verb"] == "be" else f"don't {match['verb']}"
    said = text[match.start() : match.end("verb")]
    return f"“{said}” looks ahead; try “{who} {verb}{_rest(match, text)}”, or say what is there instead."


def _now(match: re.Match[str], text: str) -> str:
    who, be = _who(match)
    said = text[match.start() : match.start("rest")]
    return f"“{said}” looks back; try “{who} {be}{_rest(match, text)}”."


def _already(match: re.Match[str], text: str) -> str:
    return f"“{text[match.start() : match.end()]}” looks ahead; say it as if it were so already."
