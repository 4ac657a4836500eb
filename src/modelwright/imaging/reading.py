"""Turns image files of any kind into upright 8-bit RGB, or says why it cannot.

Training, evaluation, the server and every exported bundle read through this one file, so that they see the same pixels.
It is copied alone into bundles: nothing but Pillow, NumPy and the standard library may be imported here.
"""

import io
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
from PIL import (  # the plugins register their formats
    BmpImagePlugin,  # noqa: F401
    GifImagePlugin,  # noqa: F401
    Image,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

MAX_PIXELS: Final = 2**27
"""Images with more pixels are refused before they are decoded: 134 megapixels take 400 MB of memory."""

EMPTY_FILE: Final = "empty_file"
NOT_AN_IMAGE: Final = "not_an_image"
TRUNCATED: Final = "truncated"
TOO_MANY_PIXELS: Final = "too_many_pixels"
UNREADABLE: Final = "unreadable"
REASONS: Final = (EMPTY_FILE, NOT_AN_IMAGE, TRUNCATED, TOO_MANY_PIXELS, UNREADABLE)
"""Why an image cannot be read; the same words as in the contract's NonComplianceReason."""

PREPROCESSING_VERSION: Final = 1
"""Raised when the same file would give other pixels than before; packed stores and bundles name it."""

PADDING: Final = 128
"""Grey value of a canvas where no image lies: neither a bright nor a dark edge where the image ends."""

Source = Path | BinaryIO | bytes

_FORMATS: Final = ("JPEG", "PNG", "BMP", "DIB", "TIFF", "WEBP", "GIF")
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"GIF8")
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING: Final = (5, 6, 7, 8)

# Pillow would warn at one limit and refuse at another; ours is checked right after the header is read.
Image.MAX_IMAGE_PIXELS = None


class ImageProblem(Exception):
    """An image that cannot be used. `reason` is one of REASONS; the text is English, for logs."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def read_image(source: Source, *, at_least: int | None = None) -> Image.Image:
    """The image's first frame: RGB, 8 bits a channel, upright by its EXIF tag, transparency laid over white.

    16-bit grey is scaled from its full range. `at_least` allows a JPEG to be decoded at a half, quarter or eighth of
    its size as long as both sides keep that many pixels. Raises ImageProblem.
    """
    with _opened(source) as image:
        if at_least is not None:
            image.draft(None, (at_least, at_least))
        return _upright(image)


def to_square(image: Image.Image, side: int) -> np.ndarray:
    """The preprocessing: `image` (RGB) stretched to side x side, as uint8 of shape (side, side, 3).

    Stretched rather than padded: a padded square keeps fewer pixels of a long part, and small defects are what a
    classifier must not lose.
    """
    return np.asarray(image.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0))


def read_square(source: Source, side: int) -> np.ndarray:
    """Read and preprocess in one go, as training, evaluation and bundles do. Large JPEGs are decoded reduced."""
    return to_square(read_image(source, at_least=2 * side), side)


class Canvas(NamedTuple):
    """An image laid on a canvas: enlarged or reduced with its proportions kept, at the top left; the rest is grey."""

    pixels: np.ndarray
    """uint8 of shape (height, width, 3) of the canvas, RGB."""
    scale: float
    """Canvas pixels per pixel of the upright image: divide by it to get from the canvas to the image."""
    size: tuple[int, int]
    """Width and height of the upright image, pixels."""
    covered: tuple[int, int]
    """Width and height of what the image covers of the canvas, pixels."""


def covered_size(size: tuple[int, int], height: int, width: int) -> tuple[int, int]:
    """Width and height that an image of `size` (width, height) covers on a canvas of height x width pixels."""
    scale = _scale(size, height, width)
    return _covered(size[0], scale, width), _covered(size[1], scale, height)


def to_canvas(image: Image.Image, height: int, width: int) -> tuple[np.ndarray, float]:
    """The other preprocessing: `image` (RGB) on a canvas, as uint8 of shape (height, width, 3), and its scale."""
    pixels = _laid_on(image, covered_size(image.size, height, width), height, width)
    return pixels, _scale(image.size, height, width)


def read_canvas(source: Source, height: int, width: int) -> Canvas:
    """Read and lay on a canvas in one go, as training, evaluation and bundles do. Large JPEGs are decoded reduced."""
    with _opened(source) as image:
        lying = _lies_on_its_side(image)
        size = (image.height, image.width) if lying else image.size  # before `draft` changes it
        covered = covered_size(size, height, width)
        wanted = (2 * covered[0], 2 * covered[1])
        image.draft(None, wanted[::-1] if lying else wanted)
        pixels = _laid_on(_upright(image), covered, height, width)
    return Canvas(pixels, _scale(size, height, width), size, covered)


def probe(source: Source, *, verify: bool = False) -> tuple[int, int]:
    """Width and height in pixels, upright. Reads the header only; `verify` decodes all, which finds damaged files.

    Raises ImageProblem.
    """
    with _opened(source) as image:
        width, height = image.size
        if _lies_on_its_side(image):
            width, height = height, width
        if verify:
            image.load()
    return width, height


def _scale(size: tuple[int, int], height: int, width: int) -> float:
    return min(width / size[0], height / size[1])


def _covered(side: int, scale: float, most: int) -> int:
    return min(most, max(1, round(side * scale)))


def _laid_on(image: Image.Image, covered: tuple[int, int], height: int, width: int) -> np.ndarray:
    canvas = np.full((height, width, 3), PADDING, np.uint8)
    canvas[: covered[1], : covered[0]] = np.asarray(image.resize(covered, Image.Resampling.BILINEAR, reducing_gap=2.0))
    return canvas


def _upright(image: Image.Image) -> Image.Image:
    turn = _turn(image)
    decoded = _to_rgb(image)
    return decoded if turn is None else decoded.transpose(turn)


def read_mask(source: Source) -> np.ndarray:
    """A mask as it is: (height, width) of class values, uint8 or uint16, upright; palette images give their indices.

    A mask stored as JPEG has lost its values: from the middle of the range on they become 255, below it 0. Colours that
    are not grey say nothing about classes. Raises ImageProblem.
    """
    with _opened(source) as image:
        image.load()
        turn = _turn(image)
        values = _mask_values(image if turn is None else image.transpose(turn))
        lossy = image.format == "JPEG"
    return np.where(values < 128, 0, 255).astype(np.uint8) if lossy else values


def _mask_values(image: Image.Image) -> np.ndarray:
    if image.mode in ("1", "L", "P"):
        return np.asarray(image).astype(np.uint8)
    if image.mode.startswith("I"):
        values = np.asarray(image)
        if values.min(initial=0) < 0 or values.max(initial=0) > 65_535:
            raise ImageProblem(UNREADABLE, "values of more than 16 bits")
        return values.astype(np.uint16)
    if image.mode in ("LA", "RGB", "RGBA"):
        channels = np.asarray(image)
        colours = channels[..., :3] if image.mode != "LA" else channels[..., :1]
        if (colours == colours[..., :1]).all():
            return colours[..., 0]
    raise ImageProblem(UNREADABLE, f"a mask in colours ({image.mode})")


@contextmanager
def _opened(source: Source) -> Iterator[Image.Image]:
    """The image with its header read and its size checked; whatever goes wrong inside becomes an ImageProblem."""
    with _quiet(), _explained(), _stream(source) as stream:
        start = stream.read(16)
        if not start:
            raise ImageProblem(EMPTY_FILE)
        stream.seek(-len(start), io.SEEK_CUR)
        with _identified(stream, start) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ImageProblem(TOO_MANY_PIXELS, f"{image.width} x {image.height}")
            yield image


@contextmanager
def _stream(source: Source) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield source


def _identified(stream: BinaryIO, start: bytes) -> Image.Image:
    try:
        return Image.open(stream, formats=_FORMATS)
    except UnidentifiedImageError as error:
        reason = TRUNCATED if start.startswith(_SIGNATURES) else NOT_AN_IMAGE
        raise ImageProblem(reason, "no complete header") from error


@contextmanager
def _explained() -> Iterator[None]:
    """Pillow reports damage with many kinds of exceptions; callers see one."""
    try:
        yield
    except (ImageProblem, MemoryError):
        raise
    except (EOFError, struct.error) as error:
        raise ImageProblem(TRUNCATED, str(error)) from error
    except Exception as error:
        reason = TRUNCATED if "truncated" in str(error).lower() else UNREADABLE
        raise ImageProblem(reason, str(error)) from error


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the decoded pixels must be turned to stand upright. Pillow turns TIFF files by itself while decoding."""
    return None if image.format == "TIFF" else _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))


def _lies_on_its_side(image: Image.Image) -> bool:
    return image.format != "TIFF" and image.getexif().get(_ORIENTATION) in _LYING


def _to_rgb(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_to_eight_bits(np.asarray(image))).convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _to_eight_bits(values: np.ndarray) -> np.ndarray:
    """Grey values of more than 8 bits, by the full range of their kind: 16 bits, 32 bits, or 0 to 1 for floats."""
    numbers = np.nan_to_num(values.astype(np.float32))
    highest = float(numbers.max(initial=0))
    if values.dtype.kind == "f":
        full = 1.0 if highest <= 1 else 255.0 if highest <= 255 else 65535.0
    else:
        full = 65535.0 if highest <= 65535 else 2.0**32 - 1
    eight: np.ndarray = np.clip(numbers * (255 / full) + 0.5, 0, 255).astype(np.uint8)
    return eight


class _Silence:
    """Switches Python's warnings off while at least one thread reads: `catch_warnings` alone is not for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers = 0
        self._saved = warnings.catch_warnings()

    def enter(self) -> None:
        with self._lock:
            if self._readers == 0:
                self._saved = warnings.catch_warnings()
                self._saved.__enter__()
                warnings.simplefilter("ignore")
            self._readers += 1

    def leave(self) -> None:
        with self._lock:
            self._readers -= 1
            if self._readers == 0:
                self._saved.__exit__(None, None, None)


_SILENCE: Final = _Silence()


@contextmanager
def _quiet() -> Iterator[None]:
    _SILENCE.enter()
    try:
        yield
    finally:
        _SILENCE.leave()
