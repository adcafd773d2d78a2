"""More than one goal in a sentence: “read 12 books and run a marathon”."""

import re

from goalkit.smart.lexicon import BEFORE_NOUNS, VERBS, lead_in_end
from goalkit.smart.text import HIDDEN

_JOINT = re.compile(r",? (?:and|plus|as well as|&|\+|and then|then|and also) |[,;] ?|[.!] (?=[a-z])| / ")
_BEFORE_VERB = re.compile(r"(?:also |then |to |i will |i'll |i want to |we will |finally |maybe |even |and )*")
_NO_OBJECT = set("in on of by at for with from about into the-end and or as than per is are".split())
_TAKES_TO = set("move go talk listen speak apply sign run ride travel switch start stop quit stay".split())
# Verbs that tell how well the first thing goes, no second goal: “take the test and score 7.5”.
_SAME_GOAL = set("score pass finish keep reach get".split())


def find_goals(main: str) -> list[tuple[int, int]]:
    """Where each goal of a main clause stands, [start, end); one place for one goal.

    “Write and publish 6 articles” is one goal, since both verbs share what they are about.
    """
    begin = lead_in_end(main)
    places = _segments(main, begin)
    goals: list[tuple[int, int]] = []
    for start, end in places:
        if not goals or (_is_goal(main[start:end]) and _has_object(main[goals[0][0] : goals[0][1]])):
            goals.append((start, end))
        else:
            goals[-1] = goals[-1][0], end
    if len(goals) == 2 and re.match(r"take|sit|run|do|attend|complete", main[goals[0][0] :]):
        second = main[goals[1][0] : goals[1][1]].split()
        goals = goals[:1] if second and second[0] in _SAME_GOAL else goals
    return goals


def _segments(main: str, begin: int) -> list[tuple[int, int]]:
    places, start = [], begin
    for joint in _JOINT.finditer(main, begin):
        places.append((start, joint.start()))
        start = joint.end() + len((_BEFORE_VERB.match(main[joint.end() :]) or [""])[0])
    places.append((start, len(main)))
    return [(a, b) for a, b in places if main[a:b].strip(f" {HIDDEN}.,;!")]


def _is_goal(words: str) -> bool:
    """Whether a part begins with a verb and says of what."""
    parts = words.replace(HIDDEN, " ¦ ").split()
    if not parts or parts[0] not in VERBS or len(parts) < 2:
        return False
    following = parts[1]
    if following in BEFORE_NOUNS or following[0].isdigit():
        return True
    if following in ("to", "up", "off", "out", "in") and parts[0] in _TAKES_TO:
        return True
    return following[0].isalpha() and following not in _NO_OBJECT and following not in ("to", "up", "off", "out")


def _has_object(words: str) -> bool:
    parts = [word for word in words.replace(HIDDEN, " ").split() if word.strip(",.")]
    return len(parts) >= 2 and parts[0] in VERBS
