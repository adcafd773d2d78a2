"""How reviews are delivered: pauses, time-outs, pictures, and whom a mail server's certificate is trusted from."""

from dataclasses import dataclass
from pathlib import Path

PAUSE_SECONDS = 5.0
NETWORK_SECONDS = 60.0
NOTICE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """How to deliver.

    Attributes:
        pause: seconds before the second try of a run; three times that before the third.
        seconds: how long a mail server may be silent.
        notice_seconds: how long a desktop may take for a notice.
        pictures: whether charts go along as pictures, which a browser of this machine draws.
        trust: a file of certificates to trust beside those of the system.
    """

    pause: float = PAUSE_SECONDS
    seconds: float = NETWORK_SECONDS
    notice_seconds: float = NOTICE_SECONDS
    pictures: bool = True
    trust: Path | None = None


USUAL = DeliveryOptions()
