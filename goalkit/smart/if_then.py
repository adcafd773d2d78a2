"""If–then plans: whether “if” names a moment that one can recognise, and “then” one thing that one can do."""

import re

LEAD = re.compile(r"^\s*(?:if|when|whenever|as soon as|then|i will|i'll|i)\b[\s,]*", re.IGNORECASE)
MOMENT = re.compile(
    r"\b(?:when|whenever|after|before|as soon as|once|while|at|on|in the|during|by|every|each|"
    r"mon|tues|wednes|thurs|fri|satur|sun)(?:day)?s?\b|\d|\bmorning|\bevening|\bnoon|\blunch|\bweek|"
    r"\b(?:asks?|says?|calls?|writes?|cancels?|rejects?|declines?|is cancelled|is declined|arrives?|comes?|opens?|"
    r"have not|haven't|has not|hasn't|did not|didn't|notice|catch myself)\b",
    re.IGNORECASE,
)
VAGUE_ACT = re.compile(
    r"^(?:try|attempt|aim|hope|want|think about|consider|be |feel|stay|remain|keep calm)\b", re.IGNORECASE
)
NOT_TO = re.compile(r"^(?:not|never|stop|avoid|no longer|don't|do not|resist|refrain)\b", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:and then|and also|as well as)\b|;|\band\b.*\band\b", re.IGNORECASE)
LONGEST = 2000  # a plan is a sentence; what is longer is looked at no further


def situation_hint(text: str) -> str:
    """What would make the “if” easier to recognise; "" when it names a moment, or is empty.

    A moment is a time, a place or something that happens: “it is 16:00 and I have not written yet”.
    """
    said = _bare(text)
    if not said or MOMENT.search(text[:LONGEST]):
        return ""
    return "Could you tell the moment it happens? A time, a place or what someone does makes it easier to notice."


def act_hint(text: str) -> str:
    """What would make the “then” easier to do; "" when it is one thing to do, or is empty."""
    said = _bare(text)
    if not said:
        return ""
    if NOT_TO.match(said):
        return "It says what not to do; what will you do in its place?"
    if VAGUE_ACT.match(said):
        return "It could be done or not done all day; which one thing will you do at once?"
    if SEVERAL.search(said):
        return "These are several things; which one comes first?"
    return ""


def _bare(text: str) -> str:
    """The text without “if I”, “then I will” and the like in front."""
    said = text[:LONGEST]
    while (shorter := LEAD.sub("", said, count=1)) != said:
        said = shorter
    return said.strip(" .…")
