"""Text as people type it: what stays, what goes, and what is the same for a search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.text import plain, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Example ", "Ada Example"),
        ("Ada\x00\x07\x1b[31m", "Ada[31m"),
        ("Zoe\u0308", "Zoë"),
        ("👩🏽\u200d🚀 Ada", "👩🏽\u200d🚀 Ada"),
        ("مريم", "مريم"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # noqa: RUF001
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("a\u2028b\u00a0c", "a b c"),
    ],
)
def test_what_is_written_stays_and_what_is_unseen_goes(typed, kept):
    assert tidy(typed) == kept


def test_line_ends_stay_where_there_are_several_lines():
    assert tidy("one\r\n\ttwo\rthree\n\n", lines=True) == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ZOË", "zoe"),
        ("Łukasz Wróbel", "lukasz wrobel"),
        ("O'Brien", "o\u2019brien"),
        ("Weiß", "WEISS"),
        ("Jean-Luc", "jean luc"),
        ("İpek", "ipek"),
        ("\uff21\uff24\uff21", "ada"),
        ("مُحَمَّد", "محمد"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_spellings_of_one_name_are_the_same_for_a_search(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("कि", "कु"), ("李", "王"), ("Ann", "Anne")]
)
def test_different_names_stay_different(one, other):
    assert plain(one) != plain(other)


@given(st.text())
def test_tidying_twice_changes_nothing_more_and_leaves_no_controls(typed):
    once = tidy(typed)

    assert tidy(once) == once
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs")]


@given(st.text())
def test_making_plain_twice_changes_nothing_more(typed):
    assert plain(plain(typed)) == plain(typed)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_case_never_matters_in_latin(typed):
    assert plain(typed.upper().lower()) == plain(typed.lower().upper().lower())
