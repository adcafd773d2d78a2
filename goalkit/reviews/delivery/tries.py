"""The tries of one run, with growing pauses between them."""

import logging
from collections.abc import Callable

from goalkit.reviews.delivery.outcome import UndeliveredError

TRIES = 3
GROWTH = 3.0
# What is tried again is told in the ledger; the library's own line would stand on stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())


def with_pauses(send: Callable[[], bool], pause: float) -> bool:
    """Does it, up to three times where a fault may pass; the second pause is three times the first."""
    import stamina

    attempts = stamina.retry_context(
        on=_may_pass,
        attempts=TRIES,
        timeout=None,
        wait_initial=pause,
        wait_max=pause * GROWTH,
        wait_jitter=0.0,
        wait_exp_base=GROWTH,
    )
    told = False
    for attempt in attempts:
        with attempt:
            told = send()
    return told


def _may_pass(error: Exception) -> bool:
    return isinstance(error, UndeliveredError) and error.then == "again"
