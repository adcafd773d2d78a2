"""Why a review did not arrive, and what follows from that."""

from typing import Literal

from goalkit.errors import GoalkitError

Then = Literal["again", "later", "wait", "never", "unsure"]


class UndeliveredError(GoalkitError):
    """A review or a test did not reach a recipient.

    Attributes:
        then: what follows: tried "again" in this run and by later ones; "later" by later runs alone, further and
            further apart; "wait" until something is set right, which each run looks for; "never", refused for good;
            "unsure", it may have arrived, and is not sent again unasked.
    """

    def __init__(self, message: str, then: Then) -> None:
        super().__init__(message)
        self.then = then


class NoServerError(UndeliveredError):
    """No message can be handed over, to whomever: the mail server is not reached, not trusted or lets nobody in."""
