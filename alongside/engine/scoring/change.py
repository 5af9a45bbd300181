"""Compare two scores: is the difference more than chance, and is it worth noticing?"""

from dataclasses import dataclass

from alongside.engine.scoring.form import Direction


@dataclass(frozen=True, slots=True)
class Change:
    """From one score to a later one.

    Args:
        points: the later score minus the earlier.
        better: whether it moved the good way; None if it did not move or no way is declared.
        reliable: whether it is at least the reliable change index; None if none is published.
        noticeable: whether it is at least the smallest difference that people notice (MCID);
            None if none is published.
    """

    points: float
    better: bool | None
    reliable: bool | None
    noticeable: bool | None


def compare(
    earlier: float,
    later: float,
    *,
    direction: Direction | None,
    rci: float | None,
    mcid: float | None,
) -> Change:
    """Compare two scores of the same person on the same form and version.

    Args:
        earlier: in points.
        later: in points.
        direction: which way is better.
        rci: reliable change index in points, above 0: a smaller change may be measurement error.
        mcid: minimal clinically important difference in points, above 0.

    Source: reliable change: Jacobson and Truax (1991), J Consult Clin Psychol 59, 12-19.

    >>> compare(16, 10, direction=Direction.HIGHER_WORSE, rci=6, mcid=5)
    Change(points=-6, better=True, reliable=True, noticeable=True)
    """
    points = later - earlier
    better = None
    if points and direction is not None:
        better = (points > 0) == (direction is Direction.HIGHER_BETTER)
    return Change(
        points=points,
        better=better,
        reliable=None if rci is None else abs(points) >= rci,
        noticeable=None if mcid is None else abs(points) >= mcid,
    )
