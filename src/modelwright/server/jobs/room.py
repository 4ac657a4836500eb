"""The disk guard: whether a run fits on the disk of the runs, with something to spare."""

import shutil

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Sentence
from modelwright.server.core.sentences import anew
from modelwright.server.core.sizes import size

GB = 10**9


def free_bytes() -> int:
    """On the disk that holds the runs."""
    home = next(folder for folder in (settings.RUNS_DIR, *settings.RUNS_DIR.parents) if folder.exists())
    return shutil.disk_usage(home).free


def shortage(needs_bytes: int, free: int | None = None) -> Sentence | None:
    """Why a run that needs so much cannot begin, with the numbers; None where it can. `free`: where it is known already."""
    free = free_bytes() if free is None else free
    reserve = int(settings.DISK_RESERVE_GB * GB)
    if not needs_bytes or free >= needs_bytes + reserve:
        return None
    return anew(lambda: _too_full(needs_bytes, free, reserve))


def _too_full(needs: int, free: int, reserve: int) -> str:
    return _(
        "The disk is too full: the training needs about %(needs)s, %(free)s are free, and %(reserve)s stay in reserve. "
        "Free some space (Administration, Storage); it can begin then."
    ) % {"needs": size(needs), "free": size(free), "reserve": size(reserve)}
