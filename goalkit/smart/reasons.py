"""What a goal is for, as the sentence says it: so that …, because …, in order to …, to …, for …."""

import re
from collections.abc import Iterator

from goalkit.smart.lexicon import BEFORE_NOUNS, VERBS, lead_in_end
from goalkit.smart.text import HIDDEN, any_of, word_list

_PEOPLE = "i i'm i'll i've we we'll my our it they the nobody no everyone everybody people others you he she that there"
_PLAIN = re.compile(
    r"\b(?:so that|such that|so as to|in order (?:to|that|for)|because|given that|for the sake of|with the "
    r"aim (?:of|to)|"
    rf"(?:since|as|so)(?= (?:{any_of(_PEOPLE)})\b)|which (?:will )?(?:helps?|lets?|means?|allows?|gives?|makes?))\b"
)
_SO = re.compile(r"(?<=[,¦]) ?(?:so (?=[a-z])|as (?!well\b|soon\b|long\b|much\b|many\b|a\b|an\b|of\b|the\b))")
_TO = re.compile(r"\bto (?:also |finally |better |really |eventually |one day )?([a-z]+)\b")
_FOR = re.compile(rf"\bfor (?=[^{HIDDEN}])")
_FIRST = re.compile(rf"^(?:so that|because|since|as|in order to|to|for) [^,{HIDDEN}]{{3,120}},")

# What asks for a “to” of its own: “want to read”, “how to cook”, “the first person to finish”.
_ASKS_TO = frozenset(
    word_list(
        "want wants like love try tries trying learn learning need needs plan hope going able how start "
        "started have has had aim intend wish decide decided promise manage begin began continue continuing "
        "ready used prefer get got about is what where when whether which who commit committed dare tend seem "
        "ought happy willing due next according close up back down yet not way ways thing things something "
        "time chance ability opportunity effort person decision right desire need attempt place motivation "
        "courage confidence refuse agree remember forget i'd from be"
    )
)
_CAUSES = frozenset(
    word_list("ask tell teach help invite convince persuade allow encourage train enable push remind get")
)
_CAUSE_END = re.compile(rf"[{HIDDEN};]|, |[.!?](?: |$)| (?:for|by|until|within|in) (?=\d|{HIDDEN})")
# “The time for a handover from 25 to 15 minutes”: the “for” belongs to the thing.
_FROM_NUMBER = re.compile(r" (?:from|to|by) [€$£+-]?\d")
_NO_VERB = frozenset(word_list("work school bed sleep church market"))
_ASKS_FOR = frozenset(
    word_list(
        "ask asks asked look looking search searching apply applying applied wait waiting hope opt account "
        "care reach strive aim register up responsible ready except known go charge vote call stand shop hunt "
        "compete settle application request proposal registered sign pay paid"
    )
)
_NO_REASON = re.compile(
    r"for (?:me\b|you\b|us\b|good|free|example|instance|now|once|ever|sure|granted|real|each|every|at least|"
    r"a while|long|less|more|"
    r"the (?:first|next|last|whole|entire|rest|time)|lunch|dinner|breakfast|hire|rent|sale|about|under|over|only|just|"
    r"\d|[€$£]|(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|few) (?:more )?"
    r"(?:day|week|month|year|hour|minute|second|time)s?\b|(?:(?:the|my|our|all|all the) )?(?:two|three|four|"
    r"five|six|seven|eight|nine|ten|twelve|\d+)\b)"
)


def find_reason(text: str) -> tuple[int, int] | None:
    """Where a plain text with its dates hidden says what the goal is for, [start, end); None where it doesn't."""
    if first := _leading(text):
        return first
    begins = lead_in_end(text)
    if explicit := [start for start in _starts(text, begins) if text[begins:start].strip(f" ,.{HIDDEN}")]:
        return min(explicit), len(text)
    causes = (match for match in _FOR.finditer(text, begins) if _is_cause(match, text, begins))
    return next(((match.start(), _end_of_cause(text, match.end())) for match in causes), None)


def _end_of_cause(text: str, start: int) -> int:
    """“For my sister” ends with its noun: at a comma, a date, a hidden place."""
    found = _CAUSE_END.search(text, start)
    return found.start() if found else len(text)


def _leading(text: str) -> tuple[int, int] | None:
    """A reason that comes first, up to its comma: “To sleep better, …”."""
    found = _FIRST.match(text)
    if not found:
        return None
    following = re.match(r"[ ¦]*(?:i |we |i'll )?(?:want to |will |would like to )?([a-z]+)", text[found.end() :])
    first = re.match(r"to ([a-z]+)", text)
    if not following or following[1] not in VERBS or (first and first[1] not in VERBS):
        return None
    return 0, found.end()


def _starts(text: str, begins: int) -> Iterator[int]:
    yield from (match.start() for pattern in (_PLAIN, _SO) for match in pattern.finditer(text, begins))
    yield from (match.start() for match in _TO.finditer(text, begins) if _is_purpose(match, text, begins))


def _is_purpose(match: re.Match[str], text: str, begins: int) -> bool:
    words = text[begins : match.start()].replace(HIDDEN, " ¦ ").split()
    following = match[1]
    if len(words) < 2 or words[-1].strip(",") in _ASKS_TO or following in BEFORE_NOUNS:
        return False
    if following in _NO_VERB and words[-1] in (
        "go",
        "get",
        "come",
        "drive",
        "walk",
        "travel",
        "return",
        "cycle",
        "back",
    ):
        return False
    if words[0] in _CAUSES and not any(word[0].isdigit() or word == HIDDEN for word in words[-2:]) and len(words) < 5:
        return False
    if following in VERBS:
        return True
    after = re.match(r" ([a-z]+)", text[match.end() :])
    return bool(after and after[1] in BEFORE_NOUNS)


def _is_cause(match: re.Match[str], text: str, begins: int) -> bool:
    words = text[begins : match.start()].replace(HIDDEN, " ").split()
    if len(words) < 2 or words[-1].strip(",") in _ASKS_FOR or words[0] in ("ask", "apply", "look", "search", "wait"):
        return False
    return not _NO_REASON.match(text, match.start()) and not _FROM_NUMBER.search(text, match.end())
