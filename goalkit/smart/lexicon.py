"""Words that goals are written with: verbs by what they promise, and the phrases that stand before a goal."""

import difflib
import re
from functools import lru_cache

from goalkit.smart.text import any_of

# A change of something that stands somewhere today: it needs a “from”.
UP = set("grow raise increase boost lift improve expand double triple quadruple strengthen widen extend".split())
DOWN = set("cut reduce lower decrease lose drop shrink halve shed shorten slash trim minimise minimize lessen".split())
MOVE = set("bring take get push move drive turn change".split())
TIMES = {"double": 100.0, "triple": 200.0, "quadruple": 300.0, "halve": -50.0}

# Done or not: afterwards anybody can say which.
DONE = set(
    "pass finish complete submit launch publish ship release open start quit stop earn obtain register enrol enroll "
    "apply ask write build make move refactor redesign plan mark close take give buy sell find create become reach "
    "attend visit win defend graduate qualify migrate fix clean sharpen repair send book join leave set install "
    "organise organize prepare deliver present file sign hire choose decide draft edit record film paint carve sew "
    "knit renovate move switch transfer found establish host hold run swim climb cross ride hike bake cook design "
    "develop implement automate document translate code deploy map sort tidy empty sketch draw compose rehearse perform "
    "play sing receive get hit land secure achieve negotiate agree adopt test certify pay return read watch see meet "
    "memorise memorize speak introduce replace update upgrade rewrite review revise analyse analyze catalogue catalog "
    "digitise digitize archive train explain say tell show teach walk travel cycle drive turn put roll set hand go "
    "schedule arrange call phone stay keep have be break bring qualify complete retire emigrate settle wrap finalise "
    "finalize hand-in reply answer post print exhibit stock plant grow harvest brew roast cater serve wire weld plaster "
    "measure audit reconcile invoice file interview survey prototype sketch mentor supervise shadow assist do".split()
)
# A doing that goes on: without a number or an end it can't be told when it is reached.
ONGOING = set(
    "work study practise practice exercise train learn read network focus spend devote dedicate invest volunteer "
    "meditate jog walk run swim sleep draw sing play cook garden journal save help support talk listen speak motivate "
    "contribute teach research explore code draw paint write think rest relax socialise socialize communicate "
    "delegate lead".split()
)
VAGUE_VERBS = set(
    "improve enhance optimise optimize try strive focus explore grow develop strengthen increase boost reduce cut "
    "lower decrease raise motivate network delegate contribute help support work deal cope manage learn understand "
    "know study practise practice expand".split()
)
OTHER_VERBS = set(
    "move help work talk know understand show prove free let feel see earn use support sleep serve eat live lead "
    "teach carry keep cover afford enjoy spend reduce fund finance compare check please impress save gain avoid "
    "protect share handle relax recover focus apply test follow look think act begin continue need want like love "
    "find discover become inspire advance enter qualify travel retire breathe stand bring make get be have do care "
    "offer provide stop allow enable encourage lighten ease learn meet treat pay lose cut give free concentrate "
    "trust win change try hear listen speak connect balance calm catch judge manage decide collect conduct attend "
    "celebrate practise practice exercise study train volunteer meditate jog garden journal network contribute "
    "delegate motivate shadow mentor interview scrub translate swim memorise stretch cycle hike climb sketch knit "
    "carve sell buy bake cook sew log invest devote dedicate raise grow boost lift increase improve expand lower "
    "decrease drop shrink halve double triple score weigh wake drink plant feed bike post tweet stream note observe "
    "coach pair onboard grade decline refuse invite thank greet welcome repay budget declutter delete track record count "
    "report brief pitch unsubscribe weed water stretch skate ski sail row box dance knead stir taste season guide guard "
    "nurse examine diagnose prescribe vaccinate assess evaluate calculate forecast estimate predict simulate model "
    "program debug profile benchmark configure monitor merge commit push pull deploy scale patch secure encrypt "
    "negotiate persuade promote advertise market brand target ship pack deliver order purchase rent lease insure "
    "collaborate cooperate volunteer donate sponsor foster adopt parent babysit commute drive park fly hitch "
    "apologise apologize forgive praise compliment encourage reflect summarise summarize outline proofread".split()
)
VERBS = frozenset(UP | DOWN | MOVE | set(TIMES) | DONE | ONGOING | VAGUE_VERBS | OTHER_VERBS)

DETERMINERS = set("a an the my our your his her their its this that these those every each all both another any no".split())
BEFORE_NOUNS = DETERMINERS | set("more less fewer some many few several enough new".split())

_WANT = (
    r"(?:(?:i|we)(?: really| also| finally| just)? (?:would|'d|should) (?:really )?(?:like|love) to|"
    r"(?:i'd|we'd) (?:like|love) to|(?:i|we)(?:'ll| will)(?: have)?(?: also)?|(?:i am|i'm|we are|we're) (?:going|planning|aiming) to|"
    r"(?:i|we)(?: really| also| finally| just)? (?:want|wish|hope|plan|intend|aim|need|have|mean|promise|commit|would like|"
    r"decided|resolve) to|(?:i|we) (?:can|must|should|may|might|could)(?: want to)?|"
    r"(?:my|our|the) (?:\w+ ){0,2}(?:goal|aim|plan|target|resolution|objective|wish|dream)(?: for [^,:]{1,20}?)? is to|"
    r"(?:goal|aim|target|resolution|objective|plan|todo|to do)(?: \d{1,2})?:|to be able to|be able to|"
    r"it is my goal to|finally|also|to|please|i)"
)
_LEAD_IN = re.compile(rf"(?:[\s¦,.:;*•\-–\d)]{{0,40}}(?<!\d){_WANT} ){{1,3}}")
_FILL = re.compile(r"[\s¦,.:;*•\-)(\"']{0,400}")
PARTICIPLES = {
    "completed": "complete", "finished": "finish", "passed": "pass", "written": "write", "read": "read", "run": "run",
    "launched": "launch", "published": "publish", "submitted": "submit", "reached": "reach", "earned": "earn",
    "built": "build", "learned": "learn", "learnt": "learn", "saved": "save", "given": "give", "become": "become",
}  # fmt: skip


def lead_in_end(text: str) -> int:
    """Where the goal itself begins, after “I want to”, “my goal for this year is to” and the like."""
    filled = _FILL.match(text)
    begin = filled.end() if filled else 0
    found = _LEAD_IN.match(text, begin)
    end = found.end() if found else begin
    again = _FILL.match(text, end)
    return again.end() if again else end


def base(word: str) -> str:
    """The plain form of a verb in “I will have completed”, else the word itself."""
    return PARTICIPLES.get(word, word)



@lru_cache(maxsize=512)
def verb_of(word: str) -> str:
    """The verb that a word is, its slip put right ("redce" is reduce); "" when it is none."""
    plain = base(word)
    if plain in VERBS:
        return plain
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        return next((form for form in (stem, stem[:-1], stem + "e") if form in VERBS), "")
    if len(word) < 5:
        return ""
    near = difflib.get_close_matches(word, _SORTED, 1, 0.86)
    return near[0] if near and near[0][0] == word[0] and not word.startswith(near[0]) else ""


_SORTED = sorted(VERBS)
ANY_DOWN = any_of(" ".join(DOWN))
ANY_UP = any_of(" ".join(UP))
ANY_MOVE = any_of(" ".join(MOVE))
