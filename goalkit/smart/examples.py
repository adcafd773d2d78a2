"""Complete goals by profession, to look at before writing one's own; in our own words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from goalkit.smart.sentence import read_goal


@dataclass(frozen=True, slots=True)
class Example:
    """A complete goal that somebody of a profession could have.

    Attributes:
        profession: who could have it.
        sentence: the goal with its measure and its date, which counts from any day.
        why: what it is good for.
        hours_per_week: what it may ask in an ordinary week.
    """

    profession: str
    sentence: str
    why: str
    hours_per_week: float

    def values(self, as_of: date) -> dict[str, Any]:
        """The fields of a Goal, read from the sentence as of a day; it starts on that day unless it says otherwise."""
        own = {"start": as_of, "why": self.why, "hours_per_week": self.hours_per_week}
        return {**own, **read_goal(self.sentence, as_of).values()}


EXAMPLES: tuple[Example, ...] = (
    Example("nurse", "Pass the wound care certificate within nine months",
            "Patients with chronic wounds should not have to wait for the one colleague who knows.", 3),
    Example("nurse", "Cut the time for a shift handover from 25 to 15 minutes within three months",
            "Ten minutes of calm at the end of a night are worth it.", 1),
    Example("nurse", "Shadow two shifts in intensive care a month for half a year",
            "I want to know what the work is like before I apply.", 4),
    Example("teacher", "Visit 8 lessons of colleagues within six months",
            "I learn most from watching others teach the same topic.", 1),
    Example("teacher", "Raise the share of essays returned within a week from 40 % to 80 % within five months",
            "Comments help while the essay is still remembered.", 3),
    Example("teacher", "Try one new discussion method a week for ten weeks",
            "The quiet ones have a lot to say.", 1),
    Example("developer", "Bring the build time from 14 to 6 minutes within four months",
            "Reviews should not wait for machines.", 3),
    Example("developer", "Merge 10 pull requests into open source projects within one year",
            "I want to learn how others maintain what thousands depend on.", 2.5),
    Example("developer", "Practise Rust for 80 hours within 40 weeks",
            "I like to know what the memory does.", 2.5),
    Example("designer", "Interview 12 users of our booking page within eight weeks",
            "We should stop guessing.", 3),
    Example("designer", "Publish five case studies in my portfolio within six months",
            "I want to be asked for the work that I like.", 2),
    Example("designer", "Draw for 3 hours a week for six months",
            "Drawing is where the ideas come from.", 3),
    Example("researcher", "Submit two papers within one year",
            "The data of the last two winters deserve readers.", 5),
    Example("researcher", "Write 300 words every weekday for twelve weeks",
            "A little each day gets the thesis written.", 5),
    Example("researcher", "Hand in the grant application within ten weeks",
            "It would pay for a second pair of hands in the lab.", 4),
    Example("salesperson", "Talk to 15 customers a week for three months",
            "What they tell me is worth more than the slides.", 6),
    Example("salesperson", "Raise my share of won offers from 18 % to 25 % within nine months",
            "Fewer, better offers leave time for the customers I have.", 2),
    Example("salesperson", "Visit all 20 key accounts within half a year",
            "Some of them have never seen my face.", 3),
    Example("carpenter", "Build the oak table for my sister within five months",
            "She has eaten at a door on trestles for four years.", 4),
    Example("carpenter", "Cut the waste of oak from 22 % to 15 % within one year",
            "Good wood is too dear to burn.", 1),
    Example("carpenter", "Spend 60 hours on hand-cut dovetails within 30 weeks",
            "The master's examination asks for them.", 2),
    Example("manager", "Hold one career talk with each of my 7 people within three months",
            "Nobody should have to guess what I see in them.", 1.5),
    Example("manager", "Cut my meetings from 22 to 14 hours a week within two months",
            "Mornings are for the work that needs quiet.", 1),
    Example("manager", "Read one book on leadership a month for one year",
            "I lead people and was never taught how.", 1.5),
    Example("student", "Study 6 hours a week for the statistics exam for ten weeks",
            "I want to understand the papers I cite.", 6),
    Example("student", "Finish my bachelor's thesis within five months",
            "It is the last thing between me and the first real job.", 12),
    Example("career starter", "Send 3 applications a week for three months",
            "I want work in which I learn from people who like to explain.", 5),
    Example("career starter", "Hold 10 conversations with people in the field within eight weeks",
            "I want to know what their days are made of.", 2),
    Example("freelancer", "Have ten paying clients within one year, up from 4",
            "I don't want to depend on one.", 3),
    Example("freelancer", "Raise my day rate from 400 to 520 € within nine months",
            "Every second Friday should be free.", 1),
    Example("freelancer", "Put aside 500 euros a month for one year",
            "Taxes should not be a surprise.", 0.5),
    Example("chef", "Cook 30 new dishes within half a year",
            "The menu and I have become too used to each other.", 4),
    Example("chef", "Cut food waste in my kitchen from 12 to 8 kg a day within four months",
            "We threw away more than we could afford.", 1),
    Example("librarian", "Bring visitors of the reading hour up from 8 to 20 within eight months",
            "For some children it is the only story of the week.", 2),
    Example("librarian", "Run six workshops on fake news within one year",
            "People ask at the desk and deserve more than two minutes.", 2),
    Example("librarian", "Catalogue 400 donated books within six months",
            "In boxes nobody can borrow them.", 3),
)  # fmt: skip
