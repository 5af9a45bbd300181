"""Text as people type it: tidied for keeping, and made plain for comparing and finding."""

import unicodedata

# Turn the direction of the text around them, unseen: a name that holds one can garble a whole line.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Letters that carry a stroke or are joined, which Unicode does not take apart (UAX 15).
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "\u0640": "",
    }
)
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2019\u2018\u02bc\u02bb\u02b9`\u00b4\uff07", ""))
# Marks that spelling may leave out: accents of Latin, Greek and Cyrillic, points of Hebrew, vowel
# signs of Arabic, and the selectors after an emoji. Marks of other scripts are letters.
_MARKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0xFE00, 0xFE0F),
)


def tidy(typed: str, *, lines: bool = False) -> str:
    """Return `typed` without control characters and needless blanks, in composed form (NFC).

    Emoji, combining marks and right-to-left letters stay; what turns the direction of the text
    around them does not. With `lines`, line ends stay.

    >>> tidy("  Zoe\\u0308 \\x00\\t Li "), tidy("a\\r\\n\\n b ", lines=True)
    ('Zoë Li', 'a\\n\\nb')
    """
    if lines:
        text = typed.replace("\r\n", "\n").replace("\r", "\n")
        return "\n".join(tidy(line) for line in text.split("\n")).strip("\n")
    spaced = "".join(" " if c.isspace() else c for c in typed)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN and c not in _TURNS)
    return " ".join(unicodedata.normalize("NFC", kept).split())


# Controls, halves of surrogate pairs, and code points that are no characters.
_UNSEEN = frozenset({"Cc", "Cs", "Cn"})


def plain(text: str) -> str:
    """Return `text` as it is compared: without case, accents, punctuation and doubled blanks.

    >>> plain("Zoë  O'Brien-Łukasz"), plain("A.D.A."), plain("🦊!")
    ('zoe obrien lukasz', 'a d a', '🦊')
    """
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_PLAIN)
    bare = "".join(c for c in folded if not _is_mark(c))
    words = "".join(c if _is_of_a_word(c) else _between(c) for c in bare)
    return " ".join(unicodedata.normalize("NFC", words).split())


def _is_mark(c: str) -> bool:
    return any(first <= ord(c) <= last for first, last in _MARKS)


def _is_of_a_word(c: str) -> bool:
    # Letters, marks and digits; and pictures, for there are names that are nothing else.
    kind = unicodedata.category(c)
    return kind[0] in "LMN" or kind == "So"


def _between(c: str) -> str:
    """Return what stands for a character that is no part of a word."""
    # Unseen joiners and skin tones hold emoji and Persian words together; punctuation parts words.
    return "" if unicodedata.category(c) in ("Cf", "Sk") else " "


def initials(name: str) -> str:
    """Return up to two initials of a name, in any script.

    >>> initials("Åsa de la Cruz"), initials("李小龙"), initials("")
    ('ÅC', '李', '?')
    """
    words = [w for w in name.split() if w]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
