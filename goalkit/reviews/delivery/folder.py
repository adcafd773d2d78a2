"""A review copied into a folder, such as one that is synced: whole or not at all."""

import filecmp
import shutil
from pathlib import Path

from goalkit.records import Recipient
from goalkit.reviews.delivery.made import OURS, MadeReview, load_facts
from goalkit.reviews.delivery.outcome import UndeliveredError
from goalkit.reviews.folders import replace_folder, rough_folder, write_whole
from goalkit.reviews.listing import FACTS

TEST_FILE = "goalkit-test.txt"


def copy_review(made: MadeReview, recipient: Recipient) -> str:
    """Copies a review's files to a folder of its own within the recipient's; the same files are left as they are.

    Gives what happened. Raises UndeliveredError when the recipient's folder is not there, cannot be written, or
    holds another edition of this review.
    """
    place = existing(recipient)
    target = place / made.folder.name
    _check_edition(made, target)
    files = made.files()
    if _same(files, target):
        return f"lies in {target} already"
    try:
        with rough_folder(place, made.folder.name) as rough:
            for file in files:
                shutil.copy2(file, rough / file.name)
            replace_folder(rough, target, OURS)
    except OSError as error:
        raise _unwritten(place, error) from error
    return f"copied to {target}"


def leave_test(recipient: Recipient) -> str:
    """Writes a small text into the recipient's folder; gives what happened."""
    place = existing(recipient)
    try:
        write_whole(place / TEST_FILE, "goalkit puts reviews here. This file is a test and may be deleted.\n")
    except OSError as error:
        raise _unwritten(place, error) from error
    return f"{place / TEST_FILE} is written; reviews will lie beside it"


def existing(recipient: Recipient) -> Path:
    """The recipient's folder; raises UndeliveredError while it is not there, as with a disk that is not plugged in."""
    place = Path(recipient.address).expanduser()
    if not place.is_dir():
        raise UndeliveredError(f"the folder {place} is not there; plug in its disk, or make the folder", "wait")
    return place


def _same(files: list[Path], target: Path) -> bool:
    """Whether exactly these files of ours lie there, byte for byte."""
    if not target.is_dir():
        return False
    there = {file.name for file in target.iterdir() if file.name.startswith(OURS) or file.name == FACTS}
    names = [file.name for file in files]
    return there == set(names) and filecmp.cmpfiles(files[0].parent, target, names, shallow=False)[0] == names


def _check_edition(made: MadeReview, target: Path) -> None:
    facts = target / FACTS
    there = load_facts(facts).audience if facts.is_file() else made.facts.audience
    if there != made.facts.audience:
        raise UndeliveredError(
            f"{target} holds the {there} edition; give each edition a folder of its own, in the notebook 13_by_itself",
            "wait",
        )


def _unwritten(place: Path, error: OSError) -> UndeliveredError:
    return UndeliveredError(f"{place} cannot be written ({error}); check its room and that you may write there", "wait")
