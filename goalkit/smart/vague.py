"""Words that leave open what is meant, each with a question that mends it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goalkit.smart.text import word_list

_NOT_MORE = word_list(
    "barrier carrier supplier earlier courier frontier pier tier soldier premier cashier outlier glacier dossier"
)
_COMPARED = word_list(
    "better healthier fitter happier stronger faster quicker nicer kinder smarter richer slimmer calmer bigger "
    "cheaper easier greater smoother cleaner sooner slower wiser bolder braver busier closer deeper clearer "
    "tidier leaner best possible"
)
_VAGUE: tuple[tuple[str, str], ...] = (
    (rf"(?:much |even |a bit |a little )?(?:{'|'.join(_COMPARED[:-2])})", "by what would you notice it?"),
    (r"more often|more regularly", "how often would be enough?"),
    (r"(?<!\bno )(?<!\bonce )(?<!\bdays )more(?! than\b)(?: \w+)?", "how many would be enough?"),
    (r"(?<!\bno )less(?! than\b)(?: \w+)?|fewer", "down to how many?"),
    (r"(?:improve|enhance|optimi[sz]e|strengthen)\w*", "what would be different, and by how much?"),
    (r"(?:do|try|give) (?:my|our) (?:very )?best", "what would you do, and how often?"),
    (r"(?:try(?:ing)?|strive|aim|attempt|hope) to", "leave it out and say what you will do"),
    (r"work(?:ing)? (?:on|towards?)", "what will be finished?"),
    (r"(?:focus|concentrate)(?:ing)? on", "what will be finished?"),
    (r"(?:learn(?:ing)?|know|read up|find out)(?: more)? about", "what will you be able to do with it?"),
    (r"(?:explore|get into|look into|deal with|engage with|figure out|make sense "
     r"of)", "what will you have at the end?"),
    (r"(?:network(?:ing)?|socialise|socialize)", "whom will you meet, and how many?"),
    (r"grow (?:as|into|personally|professionally)", "what will you be able to do then?"),
    (r"(?:get|be|become|stay|feel|being) (?:\w+ly |very |really |so |less |finally )?"
     r"(?:fit|healthy|happy|successful|organi[sz]ed|confident|productive|creative|rich|famous|relaxed|balanced|strong|"
     r"calm|disciplined|good|great|positive|mindful|visible|known|respected|professional|independent|patient|active)",
     "by what would you notice it?"),
    (r"in (?:good |better |great )?shape", "by what would you notice it?"),
    (r"(?:a |an )?(?:good|great|nice|decent|solid|proper|meaningful|excellent|strong|healthy|clean|perfect) "
     r"(?!friday|deal)\w+",
     "what makes it so?"),
    (r"(?:properly|well|successfully|regularly|often|frequently|seriously)", "how often, or up to which level?"),
    (r"(?:something|anything|stuff|things|somehow|whatever|somewhere)", "which one?"),
    (r"(?:some|many|several|a few|a lot(?: of)?|lots of|plenty of|enough|as much as possible|as many as "
     r"possible)(?= \w)",
     "how many?"),
    (r"work-life balance|work life balance", "which evening, or how many hours, would be yours?"),
    (r"(?:motivate|inspire|empower|support|help out|contribute to|build relationships|get along|raise awareness|"
     r"add value|make a difference|make an impact|give back|level up|step up|get ahead|up my game)",
     "what will you do, and how often?"),
    (r"(?:be|become|being) (?:seen|perceived|known|viewed|regarded) (?:as|for)|personal brand",
     "what will you publish or show, and how often?"),
    (r"become (?:a|an|the) (?:\w+ )?(?:person|human|friend|colleague|partner|parent|"
     r"listener)", "by what would you notice it?"),
    (r"hope (?:that|my|the)|hopefully", "what will you do yourself?"),
    (r"go viral|get noticed|be(?:come)? famous", "what will you publish, and how often?"),
)  # fmt: skip
_VERBS_TOO = ("clean", "perfect")  # “clean out the garage”
_PATTERN = re.compile("|".join(rf"(?P<k{place}>\b(?:{words})\b)" for place, (words, _) in enumerate(_VAGUE)))
_IER = re.compile(r"\b[a-z]{3,}ier\b")


@dataclass(frozen=True, slots=True)
class Vague:
    """A vague word of a sentence.

    Attributes:
        words: as they stand in the plain text.
        start: where they begin.
        question: what to ask oneself instead.
    """

    words: str
    start: int
    question: str


def find_vague(text: str, begin: int = 0) -> list[Vague]:
    """The vague words of a plain text from `begin` on, from left to right; “try to” after what is tried."""
    return sorted(_find(text, begin), key=lambda one: (one.words.endswith(" to"), one.start))


def _find(text: str, begin: int) -> Iterator[Vague]:
    for match in _PATTERN.finditer(text, begin):
        if match.start() == begin and match[0].split()[0] in _VERBS_TOO:
            continue
        place = int((match.lastgroup or "k0")[1:])
        yield Vague(match[0], match.start(), _VAGUE[place][1])
    for match in _IER.finditer(text, begin):
        if match[0] not in _NOT_MORE and match[0] not in _COMPARED:
            yield Vague(match[0], match.start(), _VAGUE[0][1])
