"""Images of every kind are read right, or refused with the reason."""

import io
import struct
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from modelwright.contract.report import NonComplianceReason
from modelwright.imaging import reading
from modelwright.imaging.reading import ImageProblem, probe, read_image, read_square, to_square


def gradient(width=40, height=24, channels=3):
    ramp = np.linspace(0, 255, width).astype(np.uint8)
    return Image.fromarray(np.repeat(np.tile(ramp, (height, 1))[..., None], channels, axis=2))


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def reason_of(source, reader=read_image):
    with pytest.raises(ImageProblem) as caught:
        reader(source)
    return caught.value.reason


def assert_like_the_gradient(image, tolerance=4):
    assert image.mode == "RGB"
    assert np.abs(np.asarray(image, int) - np.asarray(gradient(), int)).max() <= tolerance


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF", "JPEG", "WEBP"])
def test_every_format_is_read(kind):
    options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 98, "subsampling": 0}}.get(kind, {})
    assert_like_the_gradient(read_image(encoded(gradient(), kind, **options)))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey_is_scaled_not_clipped(kind):
    ramp = np.tile(np.linspace(0, 65535, 40).astype(np.uint16), (24, 1))
    assert_like_the_gradient(read_image(encoded(Image.fromarray(ramp), kind)), 1)


def test_32_bit_and_float_tiffs_are_scaled():
    ramp = np.tile(np.linspace(0, 1, 40), (24, 1))
    assert_like_the_gradient(read_image(encoded(Image.fromarray(ramp.astype(np.float32)), "TIFF")), 1)
    assert_like_the_gradient(read_image(encoded(Image.fromarray((ramp * 65535).astype(np.int32)), "TIFF")), 1)


def test_cmyk_is_not_inverted():
    assert_like_the_gradient(read_image(encoded(gradient().convert("CMYK"), "JPEG", quality=98)), 6)
    assert_like_the_gradient(read_image(encoded(gradient().convert("CMYK"), "TIFF")))


def test_grey_one_bit_and_palette_are_read():
    assert_like_the_gradient(read_image(encoded(gradient().convert("L"), "PNG")))
    assert_like_the_gradient(read_image(encoded(gradient().quantize(256), "PNG")), 8)
    assert set(np.unique(np.asarray(read_image(encoded(gradient().convert("1"), "PNG"))))) == {0, 255}


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparency_is_laid_over_white(mode):
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0)).convert(mode) if mode != "PA" else transparent_palette()
    assert np.asarray(read_image(encoded(image, "PNG"))).min() == 255


def transparent_palette():
    image = Image.new("P", (4, 4), 0)
    image.putpalette([0, 0, 0, 10, 10, 10])
    image.info["transparency"] = b"\x00\xff"
    return image


def test_of_an_animation_the_first_frame_is_read():
    frames = [Image.new("RGB", (6, 6), color) for color in ("red", "blue")]
    for kind in ("GIF", "WEBP", "PNG", "TIFF"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert np.asarray(read_image(data))[3, 3, 0] > 240, kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_exif_orientation_is_followed(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = gradient()
    data = encoded(stored, kind, exif=exif)
    turn = reading._UPRIGHT.get(orientation)
    upright = stored if turn is None else stored.transpose(turn)
    image = read_image(data)
    assert image.size == upright.size == probe(data)
    assert np.abs(np.asarray(image, int) - np.asarray(upright, int)).max() <= 12


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.jpg").touch()
    assert reason_of(tmp_path / "a.jpg") == "empty_file" == reason_of(b"", probe)


def test_text_renamed_to_jpg_is_refused(tmp_path):
    (tmp_path / "a.jpg").write_text("I am no image.")
    assert reason_of(tmp_path / "a.jpg") == "not_an_image"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_file_is_refused(kind, share):
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    data = encoded(noise, kind)
    cut = data[: max(8, int(len(data) * share))]
    assert reason_of(cut) in {"truncated", "unreadable"}
    assert reason_of(cut, lambda source: probe(source, verify=True)) in {"truncated", "unreadable"}


def test_a_truncated_jpeg_and_png_say_so():
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    for kind in ("JPEG", "PNG"):
        data = encoded(noise, kind)
        assert reason_of(data[: len(data) // 2]) == "truncated"


def test_a_decompression_bomb_is_refused_before_it_is_decoded():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    assert reason_of(bomb) == "too_many_pixels" == reason_of(bomb, probe)


def test_a_missing_or_forbidden_file_is_refused(tmp_path):
    assert reason_of(tmp_path / "gone.png") == "unreadable"
    assert reason_of(tmp_path) == "unreadable"


def test_paths_bytes_and_streams_are_sources(tmp_path):
    data = encoded(gradient(), "PNG")
    (tmp_path / "изображение 图.png").write_bytes(data)
    for source in (tmp_path / "изображение 图.png", data, io.BytesIO(data)):
        assert_like_the_gradient(read_image(source))


def test_damaged_exif_does_not_warn():
    data = encoded(
        gradient(), "JPEG", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff\x12\x01", quality=98, subsampling=0
    )
    with ThreadPoolExecutor(4) as threads:
        for image in threads.map(read_image, [data] * 20):
            assert_like_the_gradient(image)


def test_the_square_has_the_asked_size_and_all_of_the_image():
    square = to_square(gradient(80, 20), 32)
    assert square.shape == (32, 32, 3)
    assert square.dtype == np.uint8
    assert square[0, 0, 0] < 8
    assert square[0, -1, 0] > 247


def test_reduced_decoding_gives_nearly_the_same_pixels():
    y, x = np.mgrid[0:900, 0:1400]
    waves = 127 + 60 * np.sin(x / 23) + 60 * np.cos(y / 17 + x / 91)
    data = encoded(Image.fromarray(np.stack([waves, 255 - waves, waves], -1).astype(np.uint8)), "JPEG")
    difference = np.abs(read_square(data, 96).astype(int) - to_square(read_image(data), 96).astype(int))
    assert difference.mean() < 1
    assert difference.max() <= 8


def test_the_reasons_are_words_of_the_contract():
    assert set(reading.REASONS) <= {reason.value for reason in NonComplianceReason}


def test_the_file_stands_alone():
    code = Path(reading.__file__).read_text()
    imported = {line.split()[1].split(".")[0] for line in code.splitlines() if line.startswith(("import ", "from "))}
    assert imported - set(sys.stdlib_module_names) == {"numpy", "PIL"}


def test_a_canvas_keeps_the_proportions_and_says_how_it_was_laid():
    canvas = reading.read_canvas(encoded(gradient(40, 24), "PNG"), 64, 32)
    assert canvas.pixels.shape == (64, 32, 3)
    assert (canvas.size, canvas.covered, canvas.scale) == ((40, 24), (32, 19), 0.8)
    assert (canvas.pixels[19:] == reading.PADDING).all()
    assert_like_the_gradient(Image.fromarray(canvas.pixels[:19]).resize((40, 24)), 12)


def test_reading_to_a_canvas_and_laying_on_one_agree():
    canvas = reading.read_canvas(encoded(gradient(), "PNG"), 32, 96)
    pixels, scale = reading.to_canvas(gradient(), 32, 96)
    assert np.array_equal(canvas.pixels, pixels)
    assert canvas.scale == scale == 32 / 24


@pytest.mark.parametrize("turned", [1, 6])
def test_a_large_jpeg_on_a_canvas_is_measured_in_its_full_size(turned):
    exif = Image.Exif()
    exif[0x0112] = turned
    canvas = reading.read_canvas(encoded(gradient(803, 401), "JPEG", quality=95, exif=exif), 32, 64)
    upright = (803, 401) if turned == 1 else (401, 803)
    assert canvas.size == upright
    assert canvas.covered == reading.covered_size(upright, 32, 64)
    assert canvas.scale == min(64 / upright[0], 32 / upright[1])
    assert (canvas.pixels[canvas.covered[1] :] == reading.PADDING).all()
    assert (canvas.pixels[:, canvas.covered[0] :] == reading.PADDING).all()


def test_an_image_of_one_pixel_height_still_covers_a_row():
    canvas = reading.read_canvas(encoded(gradient(1000, 1), "PNG"), 32, 32)
    assert canvas.covered == (32, 1)


def mask_of(image, kind="PNG", **options):
    return reading.read_mask(encoded(image, kind, **options))


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "LA"])
def test_a_mask_keeps_its_values(mode):
    values = np.array([[0, 1, 2], [3, 0, 200]], np.uint8)
    image = Image.fromarray(values)
    if mode == "P":
        image.putpalette([(7 * n) % 256 for n in range(768)])
    assert (mask_of(image if mode == "P" else image.convert(mode)) == values).all()


def test_a_mask_of_16_bits_keeps_its_values():
    values = np.array([[0, 300], [65_535, 1]], np.uint16)
    assert (mask_of(Image.fromarray(values)) == values).all()


def test_a_one_bit_mask_is_zero_and_one():
    assert mask_of(Image.fromarray(np.array([[True, False]]))).tolist() == [[1, 0]]


def test_a_mask_saved_as_jpeg_is_black_and_white_again():
    values = np.zeros((32, 32), np.uint8)
    values[8:24, 8:24] = 255
    assert (mask_of(Image.fromarray(values), "JPEG", quality=60) == values).all()


def test_a_mask_in_colours_is_refused():
    with pytest.raises(ImageProblem) as caught:
        mask_of(Image.new("RGB", (3, 3), (255, 0, 0)))
    assert caught.value.reason == "unreadable"
