"""Outcomes that are plainly done or not: pass the exam, hand in the thesis, quit my job."""

import re

from goalkit.smart.lexicon import DONE, verb_of
from goalkit.smart.text import HIDDEN
from goalkit.smart.vague import find_vague

_TESTS = re.compile(
    r"\b(?:exam|exams|certificate|certification|degree|diploma|licence|license|thesis|dissertation|phd|doctorate|test|"
    r"bachelor's|master's|marathon|triathlon|audit|zero)\b"
)
LEVEL_NAME = re.compile(r"\b(?:level )?[abc][12]\b|\b(?:fluent|fluency|native level|black belt|grade \d)\b")
_BECOME = re.compile(r"(?:be|get|become) (?:\w+ly )?(?:hired|promoted|selected|elected|chosen|certified|accepted|admitted|"
                     r"nominated|invited|licensed|licenced|engaged|married|published|recognised|recognized|awarded|"
                     r"vaccinated|registered|enrolled|rid of|debt[- ]free|number one|the )")  # fmt: skip
_BECOME_A = re.compile(r"become (?!more\b|less\b|better\b)[a-z]|be (?:a|an|the) [a-z]")
_TO_VERB = re.compile(r"learn (?:how )?to ([a-z]+)")
_STOP = re.compile(r"(?:stop|quit|give up|start) [a-z]+ing\b|(?:quit|stop|retire|graduate|emigrate)\b")
_PARTICLE = re.compile(r"(?:hand|turn|give|send|put|roll|set|sign|pay|wrap|carry|write|show|move|switch|transfer|take)"
                       r" (?:in|on|up|out|back|off|over|down|to|away)\b")  # fmt: skip
_THING = re.compile(
    r"\b(?:no|a|an|the|my|our|your|every|all|each|this|that|his|her|their|its|half)\b(?: of)? (?:[a-z0-9]|[^\W\d_])|\b(?:version|phase|chapter|part|level|step) \d"
)
_PERFORMED = re.compile(r"have (?:[\w' -]{2,60}) (?:accepted|finished|completed|published|written|built|done|approved)\b")
# What holds each time anew is never done.
_STANDING = re.compile(
    r"\b(?:every|each|all) .*\b(?:within|on the same day|immediately|at once|on time|right away)\b|"
    r"\bwithin [\w ]{1,20}(?:hours?|days?|minutes?)\b|\b(?:once|twice) in (?:each|every)\b"
)
_NOT_DONE = set("be have keep stay go put show say teach train walk travel cycle drive get-to break see watch".split())


def is_outcome(text: str, original: str, begin: int, verb: str) -> bool:
    """Whether a main clause names something that afterwards is plainly done or not.

    Args:
        text: plain, with dates and the reason hidden.
        original: as written, for names (“PyCon”, “Rome”).
        begin: where the goal begins.
        verb: the verb it begins with, "" for none.
    """
    clause = re.split(rf"[{HIDDEN};]|\. ", text[begin:], maxsplit=1)[0].strip() or text[begin:].strip(HIDDEN + " .,!")
    if LEVEL_NAME.search(clause):
        return True
    if _BECOME.match(clause) or _PERFORMED.match(clause):
        return True
    if find_vague(clause) or _STANDING.search(clause):
        return False
    if not verb:
        return bool(_TESTS.search(clause))
    if _BECOME_A.match(clause) or _STOP.match(clause):
        return True
    if found := _TO_VERB.match(clause):
        return bool(verb_of(found[1]))
    if verb not in DONE or (verb in _NOT_DONE and not _PARTICLE.match(clause)):
        return False
    return names_a_thing(text, original, begin, verb)


def names_a_thing(text: str, original: str, begin: int, verb: str) -> bool:
    """Whether a main clause has an object that can be pointed at: “the thesis”, “PyCon”, not “books”."""
    clause = re.split(rf"[{HIDDEN};]|\. ", text[begin:], maxsplit=1)[0]
    rest = clause.partition(" ")[2] if verb else clause
    if _THING.search(rest) or _TESTS.search(rest):
        return True
    written = original[begin : begin + len(clause)]
    names = re.findall(r"(?<=[ /])[A-Z][\w&.-]+", written) if not written.isupper() else []
    return bool(names) and bool(rest) and verb not in ("learn", "study", "know")
