"""The smallest pieces: numbers and words as they may stand in SVG, paths and marks."""

import re
from collections.abc import Iterable
from html import escape
from math import isfinite

# What XML 1.0 cannot hold (section 2.2), and halves of surrogate pairs, which no answer can encode.
NOT_PLAIN = re.compile("[&<>\"'\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LETTER = 6.3  # the usual width of a letter of chart text, in its own units

Pixel = tuple[float, float]


def word(text: object) -> str:
    """Return `text` escaped, and without what XML cannot hold."""
    plain = str(text)
    return escape(UNPRINTABLE.sub("", plain)) if NOT_PLAIN.search(plain) else plain


def num(value: float) -> str:
    """Return a number as it is read: at most one decimal, none if it is whole.

    >>> num(7.0), num(6.25), num(-0.04)
    ('7', '6.2', '0')
    """
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def at(x: float, y: float) -> str:
    """Return a place in the picture as it stands in a path."""
    return f"{x:.1f} {y:.1f}"


def known(value: float | None) -> float | None:
    """Return the value if it is one, and None for what was not recorded (None, NaN, infinite)."""
    return None if value is None or not isfinite(value) else float(value)


def short(text: str, most: int) -> str:
    """Return `text` cut to `most` letters, with an ellipsis where something was left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def line(points: Iterable[Pixel | None]) -> str:
    """Return a path through the points; None lifts the pen, so that a gap stays a gap."""
    out: list[str] = []
    pen = "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        out.append(pen + at(*point))
        pen = "L"
    return "".join(out)


def dots(points: Iterable[Pixel | None]) -> str:
    """Return a path that puts a round dot on every point (a line of no length, with round ends)."""
    return "".join(f"M{at(*point)}h0" for point in points if point is not None)


def crosses(xs: Iterable[float], y: float, size: float = 2.5) -> str:
    """Return a path with a small cross at every x."""
    s = size
    return "".join(
        f"M{at(x - s, y - s)}l{2 * s:g} {2 * s:g}m0-{2 * s:g}l-{2 * s:g} {2 * s:g}" for x in xs
    )


def text(x: float, y: float, content: str, *, kind: str = "", anchor: str = "") -> str:
    """Return words at a place; `content` is escaped here."""
    cls = f' class="{kind}"' if kind else ""
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{cls} x="{x:.1f}" y="{y:.1f}"{end}>{word(content)}</text>'


def rule(d: str, kind: str) -> str:
    """Return a path of the class `kind`, or nothing for an empty one."""
    return f'<path class="{kind}" d="{d}"/>' if d else ""
