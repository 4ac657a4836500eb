"""Pictures with detail, as the search for near duplicates needs them; each is drawn once a session."""

import io
from functools import cache

import numpy as np
from PIL import Image


@cache
def picture(seed: int, *, side: int = 240, quality: int | None = None) -> bytes:
    """Another one for each seed, as PNG, or as JPEG of that quality; those of one seed look alike at any size."""
    buffer = io.BytesIO()
    rough = np.random.default_rng(seed).integers(0, 255, (12, 12, 3), np.uint8)
    drawn = Image.fromarray(rough).resize((240, 240), Image.Resampling.BICUBIC)
    whole = drawn if side == drawn.width else drawn.resize((side, side))
    if quality is None:
        whole.save(buffer, "PNG")
    else:
        whole.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
