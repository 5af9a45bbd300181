"""A person's usual range: where four of five of their own days lie."""

from math import ceil, floor

import numpy as np
from numpy.typing import ArrayLike


def usual_range(x: ArrayLike, *, share: float = 0.8, least: int = 9) -> tuple[float, float] | None:
    """Return (low, high) between which a further day of the same kind falls with chance `share`.

    The range runs between two of the person's own values, so it needs no assumed distribution: if
    days are exchangeable, the next one lies between the r-th smallest and the r-th largest of n
    with chance (n + 1 - 2r) / (n + 1). Where r is not whole, the limit lies between two neighbours.

    Args:
        x: (n,) one value a day, in any order; NaN where nothing was recorded (skipped). Give the
            days that were usual: a baseline, or the days before those that are being judged.
        share: the chance that a usual day is inside; above 0, below 1.
        least: return None with fewer recorded values than this. Below 2 / (1 - share) - 1 (nine,
            for four of five days) no range between a person's own values reaches the share.

    Raises:
        ValueError: if x is not one-dimensional, or share is not between 0 and 1.

    >>> usual_range([3, 2, 3, 4, 3, 2, 3, 4, 3])
    (2.0, 4.0)
    >>> usual_range([3, 2, 3]) is None
    True

    Source: Wilks (1941), Annals of Mathematical Statistics 12, 91-96 (limits from order
    statistics); the in-between of Hyndman and Fan (1996), American Statistician 50, 361-365,
    definition 6.
    """
    values = np.asarray(x, dtype=float)
    if values.ndim != 1:
        raise ValueError("x must be one-dimensional")
    if not 0 < share < 1:
        raise ValueError("share must lie between 0 and 1")
    seen = np.sort(values[np.isfinite(values)])
    if seen.size < max(least, ceil(2 / (1 - share) - 1 - 1e-9)):
        return None
    tail = (1 - share) / 2
    return _between(seen, tail), _between(seen, 1 - tail)


def _between(ordered: "np.ndarray[tuple[int], np.dtype[np.float64]]", part: float) -> float:
    """Return the value at `part` of the way through (n,) ordered values, at rank (n + 1) part."""
    rank = part * (ordered.size + 1)
    below = min(max(floor(rank + 1e-9), 1), ordered.size)
    above = min(below + 1, ordered.size)
    low, high = float(ordered[below - 1]), float(ordered[above - 1])
    return low if rank - below < 1e-9 else low + (rank - below) * (high - low)
