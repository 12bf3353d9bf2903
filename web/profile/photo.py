"""The person's picture: what may be brought, what becomes of it, and how much of it is printed.

A picture is read in a process of its own (`web/kit/workshop.py`), whatever its file is called, and made anew: upright,
in sRGB, of a size that prints well, and without a word of what a camera writes into its files.
"""

import io
from typing import NamedTuple

import pi_heif
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from web.kit.workshop import TooLarge, TooSlow, WorkFailed, run_once

LARGEST_FILE = 15_000_000  # bytes
MOST_PIXELS = 50_000_000
LEAST_PIXELS = 100  # of a side
WHOLE = 1_600  # pixels of the longer side of what is kept
CUT = 600  # and of what is printed
WIDE, HIGH = 4, 5  # the shape of what is printed
SECONDS, MEMORY = 30.0, 1_500  # that reading one may take, and MiB of address space

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MAY_MOVE = ("PNG", "WEBP")  # a telephone's JPEG or HEIC may hold a second picture, and stands still
TYPES = "image/jpeg,image/png,image/webp,image/heic,.heic,.heif"
UNREADABLE = "This picture cannot be read. It may be damaged, or cut short. Choose another file."
OTHER = "This is not a JPEG, PNG, WebP or HEIC picture, whatever its name says. Save it as a JPEG, then choose it."
DRAWING = "This is a drawing (SVG), and a photo has to be a JPEG, PNG, WebP or HEIC picture."
MOVING = "This picture moves. Choose one that stands still."
TOO_LARGE = f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Make it smaller, then choose it again."
TOO_MANY = f"This picture has more than {MOST_PIXELS // 1_000_000} megapixels. Make it smaller, then choose it again."
TOO_HEAVY = "This picture took too much to read. Make it smaller, then choose it again."
TOO_SMALL = f"This picture is smaller than {LEAST_PIXELS} by {LEAST_PIXELS} pixels, too small to print."


class NoPhoto(Exception):
    """The file is not taken; the text is a sentence that says what to do."""


def read_photo(body: bytes) -> bytes:
    """A picture made anew from any file; raises NoPhoto."""
    try:
        made: bytes = run_once("web.profile.photo:made_anew", body, seconds=SECONDS, memory=MEMORY)
    except (TooLarge, TooSlow):
        raise NoPhoto(TOO_HEAVY) from None
    except WorkFailed:
        raise NoPhoto(UNREADABLE) from None
    return made


# --- in the child ----------------------------------------------------------------------------------------------------


def made_anew(body: bytes) -> bytes:
    """An upright JPEG of any picture that is taken; raises NoPhoto."""
    pi_heif.register_heif_opener()
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it is loaded as well, lets half a picture pass
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
            _check(opened)
            picture = _plain(opened)
    except Image.DecompressionBombError:
        raise NoPhoto(TOO_MANY) from None
    except UnidentifiedImageError:
        raise NoPhoto(_what_else(body)) from None
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for a file that is damaged
        raise NoPhoto(UNREADABLE) from None
    return _as_jpeg(picture)


def _check(opened: Image.Image) -> None:
    """By what its first bytes say, before a pixel is read."""
    if opened.width * opened.height > MOST_PIXELS:
        raise NoPhoto(TOO_MANY)
    if min(opened.size) < LEAST_PIXELS:
        raise NoPhoto(TOO_SMALL)
    if opened.format in MAY_MOVE and getattr(opened, "n_frames", 1) > 1:
        raise NoPhoto(MOVING)


def _plain(opened: Image.Image) -> Image.Image:
    """Small first, because a large picture fits into memory only once; then upright, opaque and in sRGB."""
    colours = opened.info.get("icc_profile")
    opened.draft("RGB", (WHOLE, WHOLE))
    picture = _in_eight_bits(opened)
    picture.thumbnail((WHOLE, WHOLE), Image.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        layers = picture.convert("RGBA")
        picture = Image.new("RGBA", layers.size, "white")
        picture.alpha_composite(layers)
        picture = picture.convert("RGB")
    made = Image.new("RGB", picture.size)  # a new one brings nothing along that was written beside the pixels
    made.paste(_in_srgb(picture, colours).convert("RGB"))
    return made


def _in_eight_bits(opened: Image.Image) -> Image.Image:
    """Each colour of a pixel in eight bits: from sixteen, from a palette, from black and white."""
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda light: light / 256).convert("L")
    if opened.mode in ("1", "P", "PA"):
        return opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    return opened


def _in_srgb(picture: Image.Image, colours: bytes | None) -> Image.Image:
    """Colours as a printer takes them by default; a profile that nobody can read is left aside."""
    if not colours:
        return picture
    try:
        given, wanted = ImageCms.ImageCmsProfile(io.BytesIO(colours)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, given, wanted, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _what_else(body: bytes) -> str:
    """What is said of a file that is none of these, or that breaks off before it says what it is."""
    if body[4:8] == b"ftyp":
        return UNREADABLE
    return DRAWING if b"<svg" in body[:1_000].lower() else OTHER


def _as_jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88, optimize=True)
    return file.getvalue()


# --- turning and cutting ---------------------------------------------------------------------------------------------


class Crop(NamedTuple):
    """How much is printed: thousandths of the turned picture's width and height."""

    left: int
    top: int
    width: int
    height: int


class Place(NamedTuple):
    """The same as a person chooses it, in per cent: how much of the largest crop there could be, and how far it stands
    across and down the room that it leaves."""

    share: int = 100
    across: int = 50
    down: int = 20  # a face is rather up than down


LEAST_SHARE = 20


def size_of(whole: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(whole)) as opened:
        return opened.size


def crop_at(place: Place, width: int, height: int) -> Crop:
    """Four wide to five high, in a picture of this size.

    >>> crop_at(Place(share=100, across=50, down=50), 400, 500)
    Crop(left=0, top=0, width=1000, height=1000)
    >>> crop_at(Place(share=50, across=0, down=100), 1000, 1000)
    Crop(left=0, top=500, width=400, height=500)
    """
    unit = min(width / WIDE, height / HIGH) * place.share / 100
    wide, high = round(1_000 * unit * WIDE / width), round(1_000 * unit * HIGH / height)
    return Crop(round((1_000 - wide) * place.across / 100), round((1_000 - high) * place.down / 100), wide, high)


def place_of(crop: Crop, width: int, height: int) -> Place:
    """What was chosen, back from the crop it made.

    >>> place_of(Crop(left=0, top=500, width=400, height=500), 1000, 1000)
    Place(share=50, across=0, down=100)
    """
    unit = min(width / WIDE, height / HIGH)
    return Place(
        round(crop.width * width / (unit * WIDE * 10)),
        round(100 * crop.left / (1_000 - crop.width)) if crop.width < 1_000 else Place().across,
        round(100 * crop.top / (1_000 - crop.height)) if crop.height < 1_000 else Place().down,
    )


def turned(whole: bytes, degrees: int) -> bytes:
    """The picture turned clockwise by so many degrees, which are quarters."""
    if not degrees:
        return whole
    with Image.open(io.BytesIO(whole)) as opened:
        return _as_jpeg(_turned(opened, degrees))


def cut_out(whole: bytes, degrees: int, crop: Crop) -> bytes:
    """What is printed: turned, cut, and no larger than paper shows."""
    with Image.open(io.BytesIO(whole)) as opened:
        picture = _turned(opened, degrees)
    left, right = (round(picture.width * at / 1_000) for at in (crop.left, crop.left + crop.width))
    top, bottom = (round(picture.height * at / 1_000) for at in (crop.top, crop.top + crop.height))
    cut = picture.crop((left, top, right, bottom))
    cut.thumbnail((CUT, CUT), Image.Resampling.LANCZOS)
    return _as_jpeg(cut)


def _turned(picture: Image.Image, degrees: int) -> Image.Image:
    return picture.transpose(CLOCKWISE[degrees]) if degrees else picture.copy()


CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
