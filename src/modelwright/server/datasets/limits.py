"""Numbers that say what is few or many; the issues of a dataset and the readiness check of a training share them."""

from typing import Final

FEW_IMAGES: Final = 10
"""A class with fewer images is warned about."""

MOST_FILES_OF_A_ZIP: Final = 200_000
