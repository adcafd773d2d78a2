"""Outcomes that are plainly done or not: pass the exam, hand in the thesis, quit my job."""

import re

from goalkit.smart.lexicon import DONE, verb_of
from goalkit.smart.text import HIDDEN, word_list
from goalkit.smart.vague import find_vague

_TESTS = re.compile(
    r"\b(?:exam|exams|certificate|certification|degree|diploma|licence|license|thesis|dissertation|phd|doctorate|test|"
    r"bachelor's|master's|marathon|triathlon|audit|zero)\b"
)
LEVEL_NAME = re.compile(r"\b(?:level )?[abc][12]\b|\b(?:fluent|fluency|native level|black belt|grade \d)\b")
_BECOME = re.compile(r"(?:be|get|become) (?:\w+ly )?(?:hired|promoted|selected|elected|chosen|certified|"
                     r"accepted|admitted|"
                     r"nominated|invited|licensed|licenced|engaged|married|published|recognised|recognized|awarded|"
                     r"vaccinated|registered|enrolled|rid of|debt[- ]free|number one|the )")  # fmt: skip
_BECOME_A = re.compile(r"become (?!more\b|less\b|better\b)[a-z]|be (?:a|an|the) [a-z]")
_TO_VERB = re.compile(r"learn (?:how )?to ([a-z]+)")
_STOP = re.compile(r"(?:stop|quit|give up|start) [a-z]+ing\b|(?:quit|stop|retire|graduate|emigrate)\b")
_PARTICLE = re.compile(r"(?:hand|turn|give|send|put|roll|set|sign|pay|wrap|carry|write|show|move|switch|transfer|take)"
                       r" (?:in|on|up|out|back|off|over|down|to|away)\b")  # fmt: skip
_THING = re.compile(
    r"\b(?:no|a|an|the|my|our|your|every|all|each|this|that|his|her|their|its|half)\b(?: of)? (?:[a-z0-9]|"
    r"[^\W\d_])|\b(?:version|phase|chapter|part|level|step|module|lesson|unit)s? \d|\b\d+[ -](?:week|day|"
    r"minute|hour|month|km|mile|page)[ -][a-z]"
)
_PERFORMED = re.compile(
    r"have (?:[\w' -]{2,60}) (?:accepted|finished|completed|published|written|built|done|approved)\b"
)
# What holds each time anew is never done.
_STANDING = re.compile(
    r"\b(?:every|each|all) .*\b(?:within|on the same day|immediately|at once|on time|right away)\b|"
    r"\bwithin [\w ]{1,20}(?:hours?|days?|minutes?)\b|\b(?:once|twice) in (?:each|every)\b"
)
_SURELY = (LEVEL_NAME, re.compile(rf"^{_BECOME.pattern}"), re.compile(rf"^{_PERFORMED.pattern}"))
# With these a bare object is enough: “finish taxes”.
_COMPLETES = frozenset(
    word_list("finish complete submit pass launch deliver ship release defend file renew introduce adopt")
)
_NOT_DONE = frozenset(
    word_list("be have keep stay go put show say teach train walk travel cycle drive get-to break see watch")
)


def is_outcome(text: str, original: str, begin: int, verb: str) -> bool:
    """Whether a main clause names something that afterwards is plainly done or not.

    Args:
        text: plain, with dates and the reason hidden.
        original: as written, for names (“PyCon”, “Rome”).
        begin: where the goal begins.
        verb: the verb it begins with, "" for none.
    """
    clause = re.split(rf"[{HIDDEN};]|\. ", text[begin:], maxsplit=1)[0].strip() or text[begin:].strip(HIDDEN + " .,!")
    if any(pattern.search(clause) for pattern in _SURELY):
        return True
    if find_vague(clause) or _STANDING.search(clause):
        return False
    if not verb:
        return bool(_TESTS.search(clause) or re.match(r"(?:a|an|my|the) [a-z]", clause))
    if found := _TO_VERB.match(clause):
        return bool(verb_of(found[1]))
    bare = verb in _COMPLETES and re.search(r"[a-z]{3}", clause.partition(" ")[2])
    if bare or _BECOME_A.match(clause) or _STOP.match(clause):
        return True
    goes_on = verb not in DONE or (verb in _NOT_DONE and not _PARTICLE.match(clause))
    return not goes_on and names_a_thing(text, original, begin, verb)


def names_a_thing(text: str, original: str, begin: int, verb: str) -> bool:
    """Whether a main clause has an object that can be pointed at: “the thesis”, “PyCon”, not “books”."""
    clause = re.split(rf"[{HIDDEN};]|\. ", text[begin:], maxsplit=1)[0]
    rest = clause.partition(" ")[2] if verb else clause
    if _THING.search(rest) or _TESTS.search(rest):
        return True
    written = original[begin : begin + len(clause)]
    names = re.findall(r"(?<=[ /])[A-Z][\w&.-]+", written) if not written.isupper() else []
    return bool(names) and bool(rest) and verb not in ("learn", "study", "know")
