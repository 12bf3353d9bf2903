"""The photo: what is taken is made anew, what is not is refused in words, and nobody else sees it."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from PIL import Image, ImageCms

from tests.accounts.filled import keeper_of
from tests.world import Somebody, forget_limits
from web.accounts.history import SENTENCES
from web.kit.printing import designs
from web.profile import photo
from web.profile.photo import Crop, NoPhoto, Place, crop_at, made_anew, place_of, read_photo
from web.profile.queries import photo_of
from web.profile.tables import Photo
from web.resumes.actions import order_for
from web.settings import Settings

HEIC = Path(__file__).parents[1] / "samples/photo.heic"
RED, BLUE = (200, 20, 20), (20, 20, 200)


def picture(width: int = 400, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (0, height // 2, width, height))
    return made.convert(mode)


def file_of(made: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    file = io.BytesIO()
    made.save(file, kind, **more)
    return file.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def is_like(seen: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(seen, wanted, strict=True))


def bring(who: Somebody, body: bytes, name: str = "me.jpg") -> httpx.Response:
    return who.post("/profile/photo", files={"file": (name, body)})


def done(who: Somebody) -> list[str]:
    """What was done to the photo, oldest first, as the person reads it."""
    with who.database.as_person(who.id) as db:
        acts = db.scalars(sa.text("select action from events where action like 'photo-%' order by id"))
        return [SENTENCES[act] for act in acts]


def test_what_is_done_to_it_stands_in_the_history_of_the_account(alice: Somebody, bob: Somebody) -> None:
    bring(alice, b"no picture")
    alice.post("/profile/photo/place", {"share": "7000"})
    bob.post("/profile/photo/remove")
    assert done(alice) == done(bob) == []
    bring(alice, file_of(picture()))
    for way in ("place", "turn", "remove"):
        alice.post(f"/profile/photo/{way}", {"share": "60"})
    wanted = ["Brought a photo", "Chose which part of the photo is printed", "Turned the photo", "Removed the photo"]
    assert done(alice) == wanted
    shown = alice.register().get("/account/history").text
    assert all(words in shown for words in wanted)


def kept(who: Somebody) -> Photo | None:
    with who.database.as_person(who.id) as db:
        return photo_of(db, who.profile)


@pytest.fixture
def photographed(alice: Somebody) -> Somebody:
    assert bring(alice, file_of(picture())).headers["location"] == "/profile/photo"
    return alice


# --- what is taken ---------------------------------------------------------------------------------------------------

TAKEN: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: file_of(picture()),
    "progressive": lambda: file_of(picture(), progressive=True),
    "cmyk": lambda: file_of(picture(mode="CMYK")),
    "telephone": lambda: file_of(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 600))]),
    "png": lambda: file_of(picture(), "PNG"),
    "palette": lambda: file_of(picture().quantize(8), "PNG"),
    "see-through": lambda: file_of(picture(mode="RGBA"), "PNG"),
    "webp": lambda: file_of(picture(), "WEBP"),
    "lossless webp": lambda: file_of(picture(), "WEBP", lossless=True),
    "heic": lambda: HEIC.read_bytes(),
    "broken colours": lambda: file_of(picture(), icc_profile=b"no colours " * 20),
    "broken camera": lambda: file_of(picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("kind", TAKEN)
def test_a_picture_is_made_anew(kind: str) -> None:
    made = opened(made_anew(TAKEN[kind]()))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (400, 600))
    assert is_like(made.getpixel((200, 100)), RED) and is_like(made.getpixel((200, 500)), BLUE)


def test_nothing_of_what_a_camera_wrote_is_left() -> None:
    said = Image.Exif()
    said[0x010E], said[0x0132] = "canary", "2020:01:01 canary"
    said.get_ifd(0x8825)[1] = "N"
    marks = {"exif": said, "comment": b"canary", "xmp": b"<x>canary</x>"}
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for body in (
        file_of(picture(), **marks),
        file_of(picture(), icc_profile=colours, **marks),
        file_of(picture(), "WEBP", exif=said, xmp=marks["xmp"]),
        file_of(picture(), "PNG", exif=said),
        HEIC.read_bytes(),
    ):
        made = made_anew(body)
        assert b"canary" in body and b"canary" not in made and b"Exif" not in made
        assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("way", range(1, 9))
def test_it_stands_upright_whichever_way_it_was_taken(way: int) -> None:
    said = Image.Exif()
    said[0x0112] = way
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    taken = picture().transpose(turns[way]) if way > 1 else picture()
    made = opened(made_anew(file_of(taken, exif=said)))
    assert made.size == (400, 600) and is_like(made.getpixel((200, 100)), RED)


def test_what_is_seen_through_is_white() -> None:
    made = opened(made_anew(file_of(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG")))
    assert made.getpixel((150, 150)) == (255, 255, 255)


def test_sixteen_bits_become_eight() -> None:
    made = opened(made_anew(file_of(Image.new("I;16", (300, 300), 0x8000), "PNG")))
    assert is_like(made.getpixel((150, 150)), (128, 128, 128))


def test_fifty_megapixels_fit_and_are_made_small() -> None:
    """In the child, within its memory, with four bytes for each pixel."""
    body = file_of(Image.new("RGBA", (7_000, 7_000), (9, 99, 9, 255)), "PNG", compress_level=1)
    assert opened(read_photo(body)).size == (1_600, 1_600)


# --- what is not -----------------------------------------------------------------------------------------------------


def chunk(kind: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "gif": (lambda: file_of(picture(), "GIF"), photo.OTHER),
    "tiff": (lambda: file_of(picture(), "TIFF"), photo.OTHER),
    "pdf": (lambda: b"%PDF-1.7 and so on", photo.OTHER),
    "zip": (lambda: b"PK\x03\x04" + b"\0" * 50, photo.OTHER),
    "words": (lambda: b"just words", photo.OTHER),
    "svg": (lambda: b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', photo.DRAWING),
    "cut short heic": (lambda: HEIC.read_bytes()[:400], photo.UNREADABLE),
    "head of a heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0", photo.UNREADABLE),
    "moving png": (lambda: file_of(picture(), "PNG", save_all=True, append_images=[picture(mode="L")]), photo.MOVING),
    "moving webp": (lambda: file_of(picture(), "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 600))]), photo.MOVING),
    "cut short jpeg": (lambda: file_of(picture(), quality=95)[:900], photo.UNREADABLE),
    "cut short png": (lambda: file_of(picture(), "PNG")[:120], photo.UNREADABLE),
    "cut short webp": (lambda: file_of(picture(), "WEBP")[:120], photo.UNREADABLE),
    "head alone": (lambda: b"\xff\xd8\xff", photo.OTHER),
    "small": (lambda: file_of(picture(99, 99)), photo.TOO_SMALL),
    "bomb of pixels": (lambda: png_of(60_000, 60_000, chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))), photo.TOO_MANY),
    "many pixels": (lambda: png_of(10_000, 5_001), photo.TOO_MANY),
    "bomb of words": (lambda: png_of(300, 300, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 90_000_000))), photo.UNREADABLE),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photo_is_refused_in_words(kind: str) -> None:
    """Whatever it is called: its name is never looked at."""
    make, words = REFUSED[kind]
    with pytest.raises(NoPhoto) as refusal:
        made_anew(make())
    assert str(refusal.value) == words


def test_a_refusal_stands_at_the_field_and_costs_nothing(photographed: Somebody) -> None:
    before = kept(photographed)
    answer = bring(photographed, b"<svg/>", "me.jpg")
    assert answer.status_code == 422 and "drawing (SVG)" in answer.text
    assert f'<p class="error" id="file-error">{photo.DRAWING}</p>' in answer.text and "autofocus" in answer.text
    after = kept(photographed)
    assert before and after and (before.whole, before.cut, before.crop) == (after.whole, after.cut, after.crop)


def test_no_file_and_too_large_a_file_are_told(alice: Somebody) -> None:
    assert "Choose a picture first." in bring(alice, b"").text
    assert "Choose a picture first." in alice.post("/profile/photo", {"file": "a word"}).text
    large = bring(alice, b"\xff\xd8\xff" + b"\0" * photo.LARGEST_FILE)
    assert large.status_code == 413 and "larger than 15 MB" in large.text and kept(alice) is None


@pytest.mark.parametrize(("limit", "most"), [("MEMORY", 400), ("SECONDS", 0.01)])
def test_a_child_that_is_stopped_is_told(monkeypatch: pytest.MonkeyPatch, limit: str, most: float) -> None:
    monkeypatch.setattr(photo, limit, most)
    with pytest.raises(NoPhoto, match="took too much to read"):
        read_photo(file_of(Image.new("RGBA", (7_000, 7_000)), "PNG", compress_level=1))


def test_the_thirty_first_in_an_hour_is_too_often(alice: Somebody) -> None:
    forget_limits(alice.database)
    assert [bring(alice, b"").status_code for _ in range(31)] == [422] * 30 + [429]
    forget_limits(alice.database)


# --- what is printed of it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "place", "crop"),
    [
        ((400, 500), Place(100, 0, 0), Crop(0, 0, 1_000, 1_000)),
        ((1_000, 1_000), Place(100, 50, 20), Crop(100, 0, 800, 1_000)),
        ((1_000, 1_000), Place(50, 0, 100), Crop(0, 500, 400, 500)),
        ((1_600, 100), Place(20, 100, 50), Crop(990, 400, 10, 200)),
    ],
)
def test_the_part_is_four_wide_to_five_high_and_inside(size: tuple[int, int], place: Place, crop: Crop) -> None:
    assert crop_at(place, *size) == crop
    assert crop_at(place_of(crop, *size), *size) == crop


def test_the_usual_part_is_the_upper_middle(photographed: Somebody) -> None:
    photo = kept(photographed)
    assert photo and (photo.width, photo.height, photo.turn, photo.crop) == (400, 600, 0, [0, 33, 1_000, 833])
    cut = opened(photographed.get("/profile/photo/cut").content)
    assert cut.size == (400, 500) and is_like(cut.getpixel((200, 60)), RED)


def test_another_part_can_be_chosen(photographed: Somebody) -> None:
    photographed.post("/profile/photo/place", {"share": "50", "across": "0", "down": "100"})
    cut = opened(photographed.get("/profile/photo/cut").content)
    assert cut.size == (200, 250) and is_like(cut.getpixel((100, 10)), BLUE)
    page = photographed.get("/profile/photo").text
    assert 'name="share" type="range" min="20" max="100" step="1" value="50"' in page


@pytest.mark.parametrize("said", [{"share": "0"}, {"share": "101"}, {"across": "-1"}, {"down": "much"}])
def test_a_part_outside_is_refused_at_its_field(photographed: Somebody, said: dict[str, str]) -> None:
    answer = photographed.post("/profile/photo/place", said)
    assert answer.status_code == 422 and f'id="{next(iter(said))}-error">Write a whole number' in answer.text
    photo = kept(photographed)
    assert photo and photo.crop == [0, 33, 1_000, 833]


def test_it_turns_clockwise_and_comes_round(photographed: Somebody) -> None:
    corners, sizes = [], []
    for _ in range(4):
        photographed.post("/profile/photo/turn")
        whole = opened(photographed.get("/profile/photo/whole").content)
        corners.append((whole.size, is_like(whole.getpixel((whole.width - 5, 5)), RED)))
        sizes.append(opened(photographed.get("/profile/photo/cut").content).size)
    assert corners == [((600, 400), True), ((400, 600), False), ((600, 400), False), ((400, 600), True)]
    assert sizes == [(320, 400), (400, 500), (320, 400), (400, 500)]


def test_another_takes_its_place(photographed: Somebody) -> None:
    photographed.post("/profile/photo/turn")
    bring(photographed, file_of(Image.new("RGB", (3_000, 2_000), "green"), "PNG"), "green.png")
    photo = kept(photographed)
    assert photo and (photo.width, photo.height, photo.turn) == (1_600, 1_067, 0)
    assert opened(photo.cut).size == (480, 600)


def test_it_can_be_removed(photographed: Somebody) -> None:
    assert photographed.post("/profile/photo/remove").status_code == 303
    assert kept(photographed) is None and photographed.get("/profile/photo/cut").status_code == 404
    assert photographed.post("/profile/photo/turn").status_code == 404
    assert "Choose a picture" in photographed.get("/profile/photo").text


# --- whose it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["whole", "cut"])
def test_only_its_owner_sees_it_and_no_store_keeps_it(photographed: Somebody, bob: Somebody, which: str) -> None:
    answer = photographed.get(f"/profile/photo/{which}")
    assert answer.headers["content-type"] == "image/jpeg" and answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert bob.get(f"/profile/photo/{which}").status_code == 404
    stranger = Somebody("Nobody", bob.client, bob.database)
    assert stranger.get(f"/profile/photo/{which}").headers["location"].startswith("/sign-in")


def test_it_is_sealed_at_rest(photographed: Somebody, settings: Settings) -> None:
    with keeper_of(settings) as keeper:
        stored = keeper.execute(
            sa.text("select whole || cut from photos where owner_id = :id"), {"id": photographed.id}
        ).scalar_one()
    assert b"JFIF" not in bytes(stored)


# --- where it is shown -----------------------------------------------------------------------------------------------


def with_a_place() -> str:
    """A design that shows a photo."""
    return next(slug for slug, design in designs().items() if design.has_photo)


def resume_of(who: Somebody) -> str:
    with who.database.as_person(who.id) as db:
        return str(db.scalar(sa.text("select id from resumes")))


def printed_photo(who: Somebody, design: str) -> bytes | None:
    with who.database.as_person(who.id) as db:
        return order_for(db, who.id, "default", design)[2].photo


def test_each_resume_shows_it_or_not(photographed: Somebody) -> None:
    resume, design = resume_of(photographed), with_a_place()
    assert printed_photo(photographed, design) is None
    photographed.post("/profile/photo/show", {"listed": resume, "shown": resume})
    photo = kept(photographed)
    assert photo and printed_photo(photographed, design) == photo.cut
    assert f'value="{resume}" checked' in photographed.get("/profile/photo").text
    assert printed_photo(photographed, "compact") is None, "a design without a place for it"
    photographed.post("/profile/photo/show", {"listed": str(uuid4())})
    assert printed_photo(photographed, design), "what the page did not list stays"
    photographed.post("/profile/photo/show", {"listed": resume})
    assert printed_photo(photographed, design) is None


def test_showing_it_is_one_step_that_can_be_undone(photographed: Somebody) -> None:
    resume = resume_of(photographed)
    photographed.post("/profile/photo/show", {"listed": resume, "shown": resume})
    with photographed.database.as_person(photographed.id) as db:
        steps = db.scalars(sa.text("select what from resume_states order by id")).all()
    assert steps == ["As it was at first", "Put the photo on"]


def test_a_sheet_is_set_anew_when_its_photo_changes(photographed: Somebody) -> None:
    before = photographed.profile.revision
    photographed.post("/profile/photo/turn")
    turned = photographed.profile.revision
    photographed.post("/profile/photo/remove")
    assert before < turned < photographed.profile.revision


def test_the_sheet_shows_it(photographed: Somebody) -> None:
    resume, design = resume_of(photographed), with_a_place()
    photographed.post(f"/resumes/{resume}/design", {"design": design})
    assert pictures_in(photographed.get("/resumes/default/pdf").content) == 0
    photographed.post("/profile/photo/show", {"listed": resume, "shown": resume})
    assert pictures_in(photographed.get("/resumes/default/pdf").content) == 1


def pictures_in(pdf: bytes) -> int:
    objects = pdfium.PdfDocument(pdf)[0].get_objects()
    return sum(each.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE for each in objects)
