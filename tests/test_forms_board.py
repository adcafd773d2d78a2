"""The vision board: what is taken as an image, where it is kept, and what happens to it when a picture goes."""

import pytest
from filling import complaints, fill, restarted, save
from images_made import GIF, JPEG, VP8, VP8L, extended_webp, png, webp

from goalkit.errors import GoalkitError
from goalkit.forms import vision_board
from goalkit.records import BoardImage
from goalkit.workbook import init_book
from goalkit.workbook.board import load_image, save_image
from goalkit.workbook.images import MOST_BYTES, Image, read_image


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book") as made:
        yield made


def files(book):
    """The files on the board, and those that were removed."""
    folder = book.path / "data" / "board"
    return [sorted(path.name for path in place.glob("*.*")) for place in (folder, folder / "removed")]


def put_up(board, content, caption, name="My beach.PNG"):
    """Chooses an image as the page does, writes its caption and saves."""
    board.picker._hear(board.picker, {"picked": name, "turn": 1}, [memoryview(content)])
    fill(board.form, caption=caption)
    return save(board.form)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "png"),
        (JPEG, "jpeg"),
        (GIF, "gif"),
        (webp(VP8), "webp"),
        (webp(VP8L), "webp"),
        (extended_webp(), "webp"),
    ],
    ids=["png", "jpeg", "gif", "webp", "webp lossless", "webp with a canvas"],
)
def test_an_image_is_known_by_its_content(content, kind):
    """Kind and size come from the bytes, whatever the file is called."""
    assert read_image(content, "notes.txt") == Image(kind, 3, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty; choose it again"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing, which can carry programs; save it as PNG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg onload='alert(1)'/>", "an SVG drawing"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "a HEIC photograph, which not every browser shows; save it as JPEG"),
        (b"%PDF-1.7 ...", r"no PNG, JPEG, WebP or GIF image \(it begins with b'%PDF-1.7'\)"),
        (b"<html><img src='x.png'>", "no PNG, JPEG, WebP or GIF image"),
        (png()[:-6], "begins like a PNG image but is cut off or damaged; copy it again"),
        (JPEG[:-4], "begins like a JPEG image but is cut off"),
        (JPEG[:9], "begins like a JPEG image but is cut off"),
        (GIF[:-3], "begins like a GIF image but is cut off"),
        (webp(VP8)[:-8], "begins like a WEBP image but is cut off"),
        (webp(b"ABCD"), "begins like a WEBP image but is cut off or damaged"),
        (png(0, 5), "begins like a PNG image but is cut off or damaged"),
        (png(20_000, 20_000, rows=1), "is 20000 × 20000 pixels, and an image may have 80 million of them"),
        (png() + bytes(MOST_BYTES), r"has 8.0 MB, and an image may have 8 MB; save a smaller one"),
    ],
)
def test_what_is_refused_says_why_and_the_way_out(content, said):
    """SVG, HEIC, documents, damaged and huge images are refused by content, each with its own sentence."""
    with pytest.raises(GoalkitError, match=f"holiday.png .*{said}"):
        read_image(content, "holiday.png")


def test_a_picture_is_copied_into_the_workbook_and_shown(book):
    """Its file has a readable name with a hash of the content, the record names it, the gallery has it."""
    board = vision_board(book)
    status = put_up(board, png(), "A house by the sea")
    (image,) = book.records(BoardImage)
    assert status == f"Saved: “A house by the sea”, copied into your workbook as {image.file}"
    assert image.file.startswith("my-beach-")
    assert image.file.endswith(".png")
    assert files(book) == [[image.file], []]
    assert load_image(book, image.file) == png()
    assert board.gallery.images == [[image.file, "A house by the sea"]]
    assert board.picker.name == ""


def test_pictures_stand_in_the_order_in_which_they_were_put_up(book):
    """Each new one comes last, also when the same image is put up twice, which is one file."""
    board = vision_board(book)
    for content, caption in ((png(), "one"), (JPEG, "two"), (png(), "three")):
        put_up(board, content, caption)
    assert [(image.position, image.caption) for image in book.records(BoardImage)] == [
        (0, "one"),
        (1, "two"),
        (2, "three"),
    ]
    assert [caption for _, caption in restarted(vision_board, book).gallery.images] == ["one", "two", "three"]
    assert len(files(book)[0]) == 2


def test_a_refused_image_is_told_and_nothing_is_written(book):
    """The picker says why, a save asks for an image, and no file and no record comes of it."""
    board = vision_board(book)
    sent = []
    board.picker.send = lambda content, buffers=None: sent.append(content)
    status = put_up(board, b"<svg/>", "A drawing", "drawing.png")
    assert sent == [{"error": board.picker.said, "turn": 1}]
    assert "SVG" in board.picker.said
    assert status == "Not saved: there is no image yet; choose one above, then save again"
    assert board.form["caption"].value == "A drawing"
    assert (book.records(BoardImage), files(book)) == ([], [[], []])


def test_a_file_that_the_page_found_too_large_takes_the_place_of_the_one_before(book):
    """The page does not send it; what was chosen before is not saved in its stead."""
    board = vision_board(book)
    board.picker.pick("small.png", png())
    board.picker._hear(board.picker, {"dropped": True}, [])
    fill(board.form, caption="Huge")
    assert "there is no image yet" in save(board.form)
    assert "{name} has {size} MB" in board.picker.too_large


def test_each_field_that_does_not_fit_is_named(book):
    """Without a caption, with one too long, without a day: the form says so and keeps the image."""
    board = vision_board(book)
    board.picker._hear(board.picker, {"picked": "a.png", "turn": 1}, [png()])
    assert save(board.form) == "Not saved yet. Please look at “Caption”."
    fill(board.form, caption="x" * 201)
    assert "caption" in complaints(board.form)
    fill(board.form, caption="Enough", day=None)
    assert save(board.form) == "Not saved yet. Please look at “Day”."
    fill(board.form, day=book.today())
    assert save(board.form).startswith("Saved: “Enough”")


def test_after_a_save_an_image_without_a_caption_is_not_taken_for_saved(book):
    """The line of the picture before goes when an image is chosen, and Save then asks for the caption."""
    board = vision_board(book)
    put_up(board, png(), "one")
    board.picker._hear(board.picker, {"picked": "b.jpg", "turn": 2}, [JPEG])
    assert board.form.status.value == ""
    assert save(board.form) == "Not saved yet. Please look at “Caption”."
    fill(board.form, caption="two")
    assert save(board.form).startswith("Saved: “two”")
    assert len(book.records(BoardImage)) == 2


def test_a_caption_is_changed_and_the_image_stays(book):
    """A picture from the list shows its words alone, and a change keeps file and place."""
    board = vision_board(book)
    put_up(board, png(), "one")
    (before,) = book.records(BoardImage)
    board.form.edit(before.id)
    assert board._chooser.layout.display == "none"
    fill(board.form, caption="A better word")
    assert save(board.form) == "Changed: Caption one → A better word"
    assert board._chooser.layout.display is None
    assert book.records(BoardImage) == [before.model_copy(update={"caption": "A better word"})]
    assert board.gallery.images == [[before.file, "A better word"]]


def test_removing_takes_the_file_off_the_board_and_undo_brings_both_back(book):
    """The file waits in a folder of its own, so that nothing is lost; Undo puts it where it was."""
    board = vision_board(book)
    put_up(board, png(), "one")
    (image,) = book.records(BoardImage)
    board.form.edit(image.id)
    board.form.remove()
    assert (book.records(BoardImage), files(book), board.gallery.images) == ([], [[], [image.file]], [])
    board.form.undo_button.click()
    assert book.records(BoardImage) == [image]
    assert files(book) == [[image.file], []]
    assert board.gallery.images == [[image.file, "one"]]


def test_a_removal_taken_back_elsewhere_finds_its_file(book):
    """After `book.undo()`, in this or another process, the image is read from where it waits, then put back."""
    board = vision_board(book)
    put_up(board, png(), "one")
    (image,) = book.records(BoardImage)
    board.form.edit(image.id)
    board.form.remove()
    book.undo()
    assert load_image(book, image.file) == png()
    restarted(vision_board, book)
    assert files(book) == [[image.file], []]


def test_an_addition_taken_back_can_be_saved_again(book):
    """The words are in the form again, and the image is chosen again, under the name that it had."""
    board = vision_board(book)
    put_up(board, png(), "one")
    (image,) = book.records(BoardImage)
    board.form.undo_button.click()
    assert (book.records(BoardImage), board.gallery.images) == ([], [])
    assert (board.form["caption"].value, board.picker.name) == ("one", "My beach.PNG")
    fill(board.form, caption="two")
    assert save(board.form).startswith("Saved: “two”")
    assert book.records(BoardImage)[0].file == image.file
    assert files(book) == [[image.file], []]


def test_a_file_that_two_pictures_show_stays_with_the_other(book):
    """Removing one of two pictures of the same image leaves the file on the board."""
    board = vision_board(book)
    put_up(board, png(), "one")
    put_up(board, png(), "two")
    first, second = book.records(BoardImage)
    board.form.edit(first.id)
    board.form.remove()
    assert files(book) == [[second.file], []]


def test_a_caption_that_was_not_saved_is_remembered(book):
    """After the kernel died the caption is in the form again; the image is asked for once more."""
    board = vision_board(book)
    fill(board.form, caption="A quiet desk")
    again = restarted(vision_board, book)
    assert again.form["caption"].value == "A quiet desk"
    assert "there is no image yet" in save(again.form)


def test_no_file_is_written_over(book):
    """A file of the same name with another content is left alone, and the message says what to do."""
    name = save_image(book, png(), "a.png")
    path = book.path / "data" / "board" / name
    path.write_bytes(b"something else")
    with pytest.raises(GoalkitError, match="is there already with another content; move that file away"):
        save_image(book, png(), "a.png")
    assert path.read_bytes() == b"something else"


@pytest.mark.parametrize("name", ["../../etc/passwd", "été à la mer!!.jpeg", "x" * 300, "...", "海.png", "CON"])
def test_a_file_gets_a_plain_name(book, name):
    """Whatever the original was called, the copy lies in the board's folder under small plain letters."""
    file = save_image(book, JPEG, name)
    assert (book.path / "data" / "board" / file).is_file()
    assert set(file) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(file) < 70


def test_a_folder_that_cannot_be_written_is_told(book):
    """The form keeps what was typed and says where the image should have gone."""
    (book.path / "data" / "board").write_text("a file where the folder should be")
    board = vision_board(book)
    assert "cannot be kept in" in put_up(board, png(), "one")
    assert board.form["caption"].value == "one"
    assert book.records(BoardImage) == []


def test_the_gallery_gives_only_what_is_on_the_board(book):
    """An image is sent with its kind; one that is missing is told; nothing else of the disk can be asked for."""
    board = vision_board(book)
    put_up(board, png(), "one")
    (image,) = book.records(BoardImage)
    book.add(BoardImage(file="../goalkit.db", caption="a way out", day=book.today(), position=1))
    book.add(BoardImage(file="gone.png", caption="gone", day=book.today(), position=2))
    board.refresh()
    sent = []
    board.gallery.send = lambda content, buffers=None: sent.append((content, buffers))
    for file in (image.file, "../goalkit.db", "gone.png", "../workbook.toml"):
        board.gallery._hear(board.gallery, {"ask": file}, [])
    (first, content), (second, _), (third, _) = sent
    assert (first, content) == ({"file": image.file, "kind": "png"}, [png()])
    assert "is not in" in second["missing"]
    assert "put the file back there, or remove the picture" in third["missing"]
