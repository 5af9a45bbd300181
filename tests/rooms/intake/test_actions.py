"""What comes with a referral is taken once, and never onto another person's record."""

from datetime import date

import pytest

from alongside.intake import actions, queries
from alongside.intake.models import Condition, Referral, UseDay
from alongside.intake.rules import Strand, category_of, strand_of_icd10
from alongside.people.rules import Category
from alongside.privacy import gate


@pytest.fixture
def access(cast):
    return gate.job_access("import", at=cast.at).on(cast.episode)


def condition(episode, code, key=""):
    strand = strand_of_icd10(code)
    return Condition(
        episode=episode,
        strand=strand,
        category=category_of(strand),
        code=code,
        text=code,
        origin="test",
        origin_key=key,
    )


def test_the_same_file_is_not_taken_twice(cast, access):
    actions.take_referral(access, source=Referral.Source.PROVIDER, at=cast.at, digest="a" * 64)

    with pytest.raises(actions.AlreadyTaken):
        actions.take_referral(access, source=Referral.Source.PROVIDER, at=cast.at, digest="a" * 64)


def test_the_same_row_is_not_taken_twice(cast, access):
    first = actions.record_what_came(access, conditions=[condition(cast.episode, "F33.1", "c1")])
    again = actions.record_what_came(
        access,
        conditions=[
            condition(cast.episode, "F33.1", "c1"),
            condition(cast.episode, "F11.20", "c2"),
        ],
    )

    assert (first, again) == (1, 1)
    assert [c.code for c in queries.conditions(access)] == ["F33.1", "F11.20"]


def test_a_row_of_another_person_is_refused(cast, access):
    with pytest.raises(actions.NotTheirs):
        actions.record_what_came(access, conditions=[condition(cast.bens, "F33.1")])
    with pytest.raises(actions.NotTheirs):
        actions.record_use_days(
            access, [UseDay(episode=cast.bens, day=date(2026, 3, 1), substance="alcohol")]
        )

    assert not Condition.objects.exists()


def test_a_day_of_use_told_twice_stands_once(cast, access):
    for _ in range(2):
        day = UseDay(episode=cast.episode, day=date(2026, 3, 1), substance="alcohol")
        actions.record_use_days(access, [day])

    found = queries.use_days_between(access, date(2026, 3, 1), date(2026, 3, 1))
    assert [d.substance for d in found] == ["alcohol"]


@pytest.mark.parametrize(
    ("code", "strand", "category"),
    [
        ("F10.20", Strand.SUBSTANCES, Category.SUD_DX),
        ("f17.210", Strand.SUBSTANCES, Category.SUD_DX),
        ("F43.10", Strand.MIND, Category.MH_DX),
        ("F90.0", Strand.MIND, Category.MH_DX),
        ("Z59.00", Strand.LIFE, Category.PROGRESS_NOTES),
        ("Z79.899", Strand.BODY, Category.PROGRESS_NOTES),
        ("E11.9", Strand.BODY, Category.PROGRESS_NOTES),
    ],
)
def test_a_code_belongs_to_its_strand(code, strand, category):
    assert strand_of_icd10(code) is strand
    assert category_of(strand) is category
