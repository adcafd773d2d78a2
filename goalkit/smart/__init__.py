"""What makes a goal SMART."""

from goalkit.smart.fields import Capacity
from goalkit.smart.letters import SmartReport, check_goal
from goalkit.smart.sentence import read_goal

EXAMPLES = ()


def rewrite(report):
    return ""


def in_present_tense(text):
    return "Try it in the present: “I am …”." if "will" in text else ""
