"""SMART help: reads a goal sentence, lights the five letters, proposes a rewrite; M9, M10 and M12."""

from goalkit.smart.affirmations import in_present_tense
from goalkit.smart.examples import EXAMPLES, Example
from goalkit.smart.fields import Capacity
from goalkit.smart.letters import Letter, SmartReport, check_goal
from goalkit.smart.rewrite import rewrite
from goalkit.smart.sentence import GoalSentence, read_goal
from goalkit.smart.text import Span

__all__ = [
    "EXAMPLES",
    "Capacity",
    "Example",
    "GoalSentence",
    "Letter",
    "SmartReport",
    "Span",
    "check_goal",
    "in_present_tense",
    "read_goal",
    "rewrite",
]
