"""Confidence intervals of shares."""

import math
from typing import Final

from modelwright.contract.report import Interval

Z_95: Final = 1.959963984540054
"""The standard normal's 97.5 % point."""


def wilson(successes: int, trials: int, z: float = Z_95) -> Interval:
    """Wilson's score interval for successes / trials; needs at least one trial. Always within 0 and 1."""
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt((share * (1 - share) + z * z / (4 * trials)) / trials)
    scale = 1 + z * z / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
