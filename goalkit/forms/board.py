"""The vision board: images chosen, captioned, copied into the workbook, and shown beside each other."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import traitlets

from goalkit.errors import GoalkitError
from goalkit.forms.book_form import BookDrafts, BookRecords
from goalkit.forms.form import RecordForm
from goalkit.forms.handed import Deed, Handed
from goalkit.forms.inputs import Input, script
from goalkit.forms.look import stylesheet
from goalkit.forms.picking import FilePicker, Picking
from goalkit.forms.wiring import Wiring, usual_start
from goalkit.records import BoardImage
from goalkit.workbook.board import load_image, save_image, settle_images
from goalkit.workbook.images import MOST_BYTES, TAKEN, image_kind, read_image, too_large

if TYPE_CHECKING:
    from goalkit.workbook import Book

TO_COME = "to come"  # stands for the file of a picture that is not saved yet
HELP = f"{TAKEN}, at most {MOST_BYTES // 10**6} MB. You can also drop it here."
ACCEPT = "image/png,image/jpeg,image/webp,image/gif"
NOTHING = "Nothing is on the board yet; one picture is a fine start."


def image_picker(description: str) -> FilePicker:
    """Where an image is chosen, with a preview."""
    return FilePicker(description, Picking(_said_of, ACCEPT, HELP, MOST_BYTES, too_large, preview=True))


def _said_of(name: str, content: bytes) -> str:
    image = read_image(content, name)
    return f"{name}, {image.width} × {image.height} pixels; add its caption below and save"


class Gallery(Input):
    """Images with their captions; each comes to the page when the page asks for it."""

    _esm = script("gallery")
    images: Any = traitlets.List(traitlets.Any()).tag(sync=True)
    nothing = traitlets.Unicode(NOTHING).tag(sync=True)

    def __init__(self, load: Callable[[str], bytes]) -> None:
        super().__init__()
        self._load = load
        self.on_msg(self._hear)

    def _hear(self, _: Any, told: Mapping[str, Any], __: Any) -> None:
        file = str(told.get("ask", ""))
        if file not in [shown for shown, _ in self.images]:
            return
        try:
            content = self._load(file)
        except (GoalkitError, OSError) as error:
            self.send({"file": file, "missing": f"{error}"})
        else:
            self.send({"file": file, "kind": image_kind(content)}, buffers=[content])


class Pictures(BookRecords[BoardImage]):
    """The pictures of a workbook's board; each save also keeps the image that was chosen."""

    def __init__(self, book: "Book", picker: FilePicker) -> None:
        super().__init__(book, BoardImage, Wiring(listed=lambda image: image.caption))
        self._picker = picker

    def add(self, record: BoardImage) -> Deed[BoardImage]:
        """Copies the chosen image into the workbook, and puts the picture last on the board."""
        if not self._picker.content:
            raise GoalkitError("there is no image yet; choose one above, then save again")
        name = self._picker.name
        file = save_image(self._book, self._picker.content, name)
        last = max((image.position for image in self._book.records(BoardImage)), default=-1)
        kept = self._book.add(record.model_copy(update={"file": file, "position": last + 1}))
        self._picker.clear()
        return Deed(None, kept, f"“{kept.caption}”, copied into your workbook as {file}", name)

    def undo(self, deed: Deed[BoardImage]) -> str:
        """Takes it back; the image of a picture that was added is chosen again, unless another one is."""
        said = super().undo(deed)
        if deed.before is None and deed.after is not None and not self._picker.content:
            self._picker.choose_again(deed.kept, load_image(self._book, deed.after.file))
        return said


class VisionBoard:
    """The form of a picture, and the board below it. Show it by naming it last in a cell.

    Attributes:
        picker: where an image is chosen.
        form: its caption and day; the list of what is on the board.
        gallery: the board.
        widget: all of it.
    """

    def __init__(self, book: "Book") -> None:
        self._book = book
        self.picker = image_picker("Image")
        self.form = _form(book, self.picker)
        self.gallery = Gallery(lambda file: load_image(book, file))
        self._chooser = W.VBox([stylesheet(), self.picker]).add_class("gk-form").add_class("gk-pick-form")
        self.widget = W.VBox([self._chooser, self.form.widget, self.gallery]).add_class("gk-board")
        self.form.then(self.refresh)
        self.form.watch(self._changed)
        self.form.button.on_click(self._answer)
        self.picker.then(self._begin)
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after each save."""
        self.form.then(do)

    def refresh(self) -> None:
        """Reads the board again, and puts the files of what was removed or taken back where they belong."""
        before = {file for file, _ in self.gallery.images}
        images = sorted(self._book.records(BoardImage), key=lambda image: image.position)
        settle_images(self._book, before | {image.file for image in images})
        self.gallery.images = [[image.file, image.caption] for image in images]

    def _changed(self) -> None:
        """An image is chosen for a new picture; of one that is on the board, the words are changed."""
        known = {image.id for image in self._book.records(BoardImage)}
        self._chooser.layout.display = "none" if self.form.record_id in known else None

    def _begin(self) -> None:
        self.form.fill()  # what was said of the last picture is not about this one

    def _answer(self) -> None:
        """An image without a caption is no reason to say nothing."""
        if self.picker.content and not self.form.values.get("caption"):
            self.form.status.add_class("gk-bad").value = "Not saved yet. Please look at “Caption”."


def _form(book: "Book", picker: FilePicker) -> RecordForm[BoardImage]:
    pictures = Pictures(book, picker)
    return RecordForm(
        BoardImage,
        Handed(
            save=pictures.add,
            start=lambda: {**usual_start(book, BoardImage), "file": TO_COME},
            editing=pictures,
            undo=pictures.undo,
            drafts=BookDrafts(book, BoardImage.kind),
            called="picture",
        ),
    )


def vision_board(book: "Book") -> VisionBoard:
    """The board of images of where one wants to be, with the form that puts one up."""
    return VisionBoard(book)
