"""Say how a person gets in: what a one-time code looks like, and how long what lasts."""

from datetime import timedelta

from alongside.people.rules import Discipline

# Conventions of this project. A code is said aloud and typed by somebody who
# may be unwell: no look-alikes (0/O, 1/I/L, 2/Z, 5/S, 8/B), and no vowels, so that it spells no
# word. Nine of these 21 letters are 39 bits; a birth date stands beside them, and five wrong ones
# end the code.
CODE_LETTERS = "CDFGHJKMNPQRTVWX34679"
CODE_LENGTH = 9
CODE_LASTS = timedelta(minutes=15)
CODE_TRIES = 5
LINK_LASTS = timedelta(days=7)
# A new link and a lost second proof together are a whole account. For so long nobody does both to
# the account of another; a convention, as long as a link lasts.
BOTH_HALVES_APART = timedelta(days=7)


def written_code(code: str) -> str:
    """Return a sign-in code as it is shown and said aloud, in groups of three.

    >>> written_code("CDF679GHJ")
    'CDF-679-GHJ'
    """
    return "-".join(code[i : i + 3] for i in range(0, len(code), 3))


def read_code(typed: str) -> str:
    """Return what somebody typed as a code: capitals, without spaces, hyphens and the like.

    >>> read_code(" cdf 679-ghj ")
    'CDF679GHJ'
    """
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def needs_an_end(discipline: Discipline) -> bool:
    """Say whether an account of this discipline must end by itself.

    Source: 42 CFR 2.53: audits and evaluations are under a written, limited agreement.
    """
    return discipline is Discipline.AUDITOR
