"""Put the difference between two scores into words, and say no more than is known."""

from dataclasses import dataclass
from enum import StrEnum

from alongside.engine.scoring.change import Change, compare
from alongside.measures.rules.instrument import ChangeRule, Instrument


class Verdict(StrEnum):
    """What a change amounts to."""

    RELIABLY_BETTER = "reliably_better"
    RELIABLY_WORSE = "reliably_worse"
    WITHIN_ERROR = "within_error"
    NOTICEABLY_BETTER = "noticeably_better"
    NOTICEABLY_WORSE = "noticeably_worse"
    BELOW_NOTICE = "below_notice"
    SAME = "same"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Told:
    """A change with its verdict and its sentence."""

    change: Change
    verdict: Verdict
    sentence: str


def tell(
    instrument: Instrument, score_id: str, *, earlier: float, later: float, since: str = ""
) -> Told:
    """Compare two scores of one person on the same instrument and version.

    Args:
        instrument: both scores are on it.
        score_id: which of its scores.
        earlier: the earlier score, in points.
        later: the later score, in points.
        since: the day of the earlier score in words, where the sentence has to name it.

    Source: each instrument's file, `change`; what is marked there as not yet compared with its
    source is called provisional here.
    """
    rule = instrument.change
    judged = score_id in rule.scores
    change = compare(
        earlier,
        later,
        direction=instrument.direction_of(score_id),
        rci=rule.rci if judged else None,
        mcid=rule.mcid if judged else None,
    )
    verdict = verdict_of(change)
    return Told(change, verdict, f"{_movement(change, since)}{_meaning(change, verdict, rule)}")


def verdict_of(change: Change) -> Verdict:
    """Return the strongest thing that can be said of a change.

    Reliable change decides where an index is published; what people notice only where not.
    """
    if change.points == 0:
        return Verdict.SAME
    if change.reliable is not None:
        if not change.reliable:
            return Verdict.WITHIN_ERROR
        return Verdict.RELIABLY_BETTER if change.better else Verdict.RELIABLY_WORSE
    if change.noticeable is not None:
        if not change.noticeable:
            return Verdict.BELOW_NOTICE
        return Verdict.NOTICEABLY_BETTER if change.better else Verdict.NOTICEABLY_WORSE
    return Verdict.NONE


def _movement(change: Change, since: str) -> str:
    then = f" since {since}" if since else ""
    if change.points == 0:
        return f"No change in points{then}."
    size = abs(change.points)
    unit = "point" if size == 1 else "points"
    return f"{'Higher' if change.points > 0 else 'Lower'} by {size:g} {unit}{then}"


def _meaning(change: Change, verdict: Verdict, rule: ChangeRule) -> str:
    rci, mcid = (
        _value(rule.rci, rule.rci_is_provisional),
        _value(rule.mcid, rule.mcid_is_provisional),
    )
    noticed = f" People tend to notice a difference of {mcid}." if change.noticeable else ""
    better = "for the better" if change.better else "for the worse"
    meanings = {
        Verdict.SAME: "",
        Verdict.RELIABLY_BETTER: f": more than measurement error ({rci}), {better}.",
        Verdict.RELIABLY_WORSE: f": more than measurement error ({rci}), {better}.",
        Verdict.WITHIN_ERROR: f": may be measurement error (less than {rci}).{noticed}",
        Verdict.NOTICEABLY_BETTER: f": a difference people tend to notice ({mcid}), {better}.",
        Verdict.NOTICEABLY_WORSE: f": a difference people tend to notice ({mcid}), {better}.",
        Verdict.BELOW_NOTICE: f": less than people tend to notice ({mcid}).",
        Verdict.NONE: ". No published value says how much is more than chance: look at the line.",
    }
    return meanings[verdict]


def _value(points: float | None, is_provisional: bool) -> str:
    if points is None:
        return ""
    return f"{points:g} points{', a provisional value' if is_provisional else ''}"
