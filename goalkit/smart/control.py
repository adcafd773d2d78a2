"""What somebody else decides (a promotion, an award, being hired), and which part of it is in one's own hands."""

import re
from dataclasses import dataclass

_HAVE = r"(?:get|got|getting|receive|earn|win|secure|land|obtain|gain|score)"
_ONE = r"(?:a|an|the|my|our|that) (?:[\w'-]+ ){0,3}?"
_OTHERS: tuple[tuple[str, str], ...] = (
    (rf"(?:be|get|being|getting) promoted|{_HAVE} (?:{_ONE})?promotion|{_HAVE} (?:{_ONE})?tenure",
     "the results to show, and the talk in which you ask for it"),
    (rf"{_HAVE} (?:{_ONE})?(?:raise|pay rise|salary increase|bonus)\b",
     "the list of what you did, and the day on which you ask"),
    (r"(?:be|get|being|getting) hired|"
     rf"(?:{_HAVE}|find) {_ONE}(?:job|position|internship|apprenticeship|offer|placement|role|post|traineeship)\b",
     "how many applications you send and how many people you talk to"),
    (r"win(?:ning)? (?:[\w'-]+ ){0,6}?(?:award|prize|medal|competition|contest|lottery|election|championship|cup|"
     r"tournament|trophy|title|pitch|bid|tender|case|hackathon|gold|race)s?\b|"
     rf"{_HAVE} {_ONE}(?:award|prize|medal|star|trophy)\b",
     "the work that you enter, and the day on which you send it in"),
    (r"(?:go|going|goes|be|gets?) viral|become (?:a )?(?:famous|star|celebrity|household name|bestseller)|"
     r"be(?:ing)? famous|"
     r"bestsell(?:er|ing)|make it big|trend(?:ing)? on",
     "what you publish, and how often"),
    (r"(?:be|get|getting|being|am|become|have [\w' -]{2,50}) (?:accepted|admitted|selected|chosen|nominated|"
     r"elected|invited|"
     r"appointed|shortlisted|picked|featured|recogni[sz]ed|noticed|discovered|headhunted|liked|respected|loved)\b",
     "the application or the work that you hand in"),
    (rf"{_HAVE} {_ONE}(?:grant|funding|scholarship|fellowship|visa|investor|investment|seat|place|spot|"
     rf"residency|stipend|"
     r"patent|approval|permission|recommendation|contract)\b",
     "the application that you hand in, and how many you send"),
    (r"become (?:(?:the|a|an|our) )?(?!better\b|good\b|great\b|more\b)(?:(?!better|good|great|more)[\w'-]+ ){0,3}?"
     r"(?:head|lead|leader|manager|director|partner|ceo|cto|cfo|coo|chief|professor|principal|supervisor|chair|"
     r"president|vp|deputy|captain|foreman|editor|consultant|lecturer|senior)\b",
     "what qualifies you for it, and the talk in which you say that you want it"),
    (r"(?:be|become|being) (?:the |my company's |our )?(?:number one|no\. ?1|#1|nr\. ?1|best [\w'-]+|top [\w'-]+)\b|"
     r"(?:come|finish) first|beat (?:the|all|my|our)",
     "your own number, from where it stands today"),
    (r"publish(?:ed)? (?:[\w'-]+ ){0,4}?in (?:nature|science|cell|the lancet|(?:a|an) (?:[\w-]+ )?journal)\b",
     "the manuscript that you hand in"),
    (r"(?:boss|manager|people|they|everyone|everybody|team) (?:notices?|likes?|respects?|recogni[sz]es?|loves?)\b",
     "what you say and do, and how often"),
    (r"win (?:[\w'-]+ ){0,3}?back\b|get my (?:boss|manager|team|company|partner|family) to",
     "what you offer or propose, and on which day"),
    (r"make (?:my|the|our|him|her|them|people|everyone|everybody) ?(?:[\w'-]+ ){0,2}(?:like|love|respect|"
     r"notice|trust|agree|listen)",
     "what you say and do, and how often"),
)  # fmt: skip
_PATTERN = re.compile("|".join(rf"(?P<k{place}>\b(?:{words}))" for place, (words, _) in enumerate(_OTHERS)))
# With these verbs the sentence already speaks of one's own part.
_OWN_PART = re.compile(
    r"(?:ask|apply|prepare|submit|negotiate|send|propose|write|request|enter|register|practi[sc]e|talk|speak|hand|"
    r"find out|collect|read|study|interview|book|draft|list|document|make a|create|build|spend|train|meet|plan)\b"
)


@dataclass(frozen=True, slots=True)
class OthersDecide:
    """What somebody else decides in a goal.

    Attributes:
        start: where the words begin.
        end: where they end.
        own_part: what is in one's own hands instead.
    """

    start: int
    end: int
    own_part: str


def others_decide(text: str, begin: int) -> OthersDecide | None:
    """The first thing in a main clause that one decision of somebody else settles; None where there is none."""
    if _OWN_PART.match(text, begin):
        return None
    found = _PATTERN.search(text, begin)
    if not found:
        return None
    return OthersDecide(found.start(), found.end(), _OTHERS[int((found.lastgroup or "k0")[1:])][1])
