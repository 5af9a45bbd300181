"""The access log is only ever added to, and whoever tampers with it is found out."""

import json
import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.config.logs import WithoutWords
from alongside.privacy import gate, locks
from alongside.privacy.actions.seals import seal_log
from alongside.privacy.models import AccessEvent, Seal
from alongside.privacy.queries.log import proof
from alongside.privacy.rules import chain

LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def log(cast):
    """Three stretches of openings, each sealed, and one opening that is not."""
    for _ in range(3):
        list(gate.job_access("x", at=cast.at).on_each([cast.episode, cast.bens] * 2))
        seal_log(at=LATER)
    gate.job_access("x", at=cast.at).on(cast.episode)


@pytest.fixture
def tamper(log):
    """Return a way to change the log that only somebody with the whole database has."""

    def change(sql, *values):
        with connection.cursor() as cursor:
            for statement in locks.OFF[connection.vendor]:
                cursor.execute(statement)
            cursor.execute(sql, values)

    yield change
    with connection.cursor() as cursor:
        for statement in locks.ON[connection.vendor]:
            cursor.execute(statement)


def verify(**options):
    out = StringIO()
    try:
        call_command("verify_log", stdout=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_a_log_that_nobody_touched_holds(log):
    code, said = verify()

    assert code == 0
    assert "3 seals over 12 rows hold." in said
    assert "1 rows are not sealed yet." in said


@pytest.mark.parametrize(
    "deed",
    [
        lambda: AccessEvent.objects.update(opened=False),
        lambda: AccessEvent.objects.all()[0].delete(),
        lambda: Seal.objects.update(digest="0" * 64),
        lambda: Seal.objects.get(number=2).delete(),
    ],
)
def test_the_database_refuses_to_change_or_remove_a_row(log, deed):
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        deed()


def nth(n):
    return AccessEvent.objects.order_by("seq").values_list("seq", flat=True)[n]


@pytest.mark.parametrize("column", ["page", "basis", "role", "kind", "need"])
def test_a_changed_row_is_named(tamper, column):
    seq = nth(5)
    tamper(f"UPDATE privacy_accessevent SET {column} = 'x' WHERE seq = %s", seq)

    code, said = verify()

    assert code == 1
    assert f"BROKEN at row {seq}" in said
    assert "changed" in said


def test_a_reading_that_was_turned_into_a_refusal_is_named(tamper):
    seq = nth(0)
    tamper("UPDATE privacy_accessevent SET opened = %s WHERE seq = %s", False, seq)

    assert f"row {seq}" in verify()[1]


def test_of_several_broken_rows_the_first_is_named(tamper):
    first, second = nth(3), nth(9)
    tamper("UPDATE privacy_accessevent SET page = 'x' WHERE seq IN (%s, %s)", second, first)

    assert proof().broken.seq == first


@pytest.mark.parametrize("n", [0, 4, 11])
def test_a_removed_row_is_named(tamper, n):
    seq = nth(n)
    tamper("DELETE FROM privacy_accessevent WHERE seq = %s", seq)

    assert (proof().broken.seq, proof().broken.why) == (seq, "this row was removed")


def test_a_row_before_all_others_was_slipped_in(tamper):
    tamper("UPDATE privacy_accessevent SET seq = -1 WHERE seq = %s", nth(12))

    assert (proof().broken.seq, proof().broken.why) == (-1, "this row was slipped in")


def test_a_row_between_two_others_was_slipped_in():
    first, between, last = (chain.Row(seq, LATER, ("x",)) for seq in (1, 2, 3))
    one = chain.seal([first, last], number=1, previous=chain.START)

    broken = chain.check(one, [first, between, last], number=1, previous=chain.START)

    assert (broken.seq, broken.why) == (2, "this row was slipped in")


def test_a_seal_that_was_made_anew_over_changed_rows_breaks_the_chain(tamper):
    seq = nth(0)
    tamper("UPDATE privacy_accessevent SET page = 'x' WHERE seq = %s", seq)
    kept = Seal.objects.get(number=1)
    rows = AccessEvent.objects.filter(seq__lte=kept.last_seq).order_by("seq")
    from alongside.privacy.queries.log import as_rows

    forged = chain.seal(as_rows(rows), number=1, previous=chain.START)
    tamper(
        "UPDATE privacy_seal SET leaves = %s, digest = %s WHERE number = 1",
        forged.leaves,
        forged.digest,
    )

    assert (proof().broken.seal, proof().broken.why) == (2, "it does not follow the seal before it")


def test_a_chain_that_was_cut_short_is_found_by_a_digest_kept_elsewhere(tamper):
    kept = Seal.objects.get(number=3).digest
    assert proof(expect=kept).broken is None
    tamper("DELETE FROM privacy_seal WHERE number = %s", 3)

    assert proof().broken is None
    assert "kept elsewhere" in proof(expect=kept).broken.why
    assert verify(expect=kept)[0] == 1


def test_a_seal_that_was_taken_out_of_the_middle_is_named(tamper):
    tamper("DELETE FROM privacy_seal WHERE number = %s", 2)

    assert (proof().broken.seal, proof().broken.why) == (2, "this seal is missing")


def test_sealing_twice_seals_nothing_twice(log):
    assert seal_log(at=LATER) == 1
    assert seal_log(at=LATER) == 0
    assert proof().broken is None


def test_an_empty_log_holds(db):
    assert seal_log(at=LATER) == 0
    assert verify()[0] == 0


rows = st.builds(
    chain.Row,
    seq=st.integers(1, 2**40),
    at=st.datetimes(timezones=st.just(UTC)),
    values=st.tuples(st.none() | st.text(max_size=8), st.text(max_size=8)),
)


@given(st.lists(rows, min_size=1, max_size=8, unique_by=lambda r: r.seq), st.data())
def test_any_single_change_breaks_a_seal(stretch, data):
    stretch.sort(key=lambda r: r.seq)
    one = chain.seal(stretch, number=1, previous=chain.START)
    assert chain.check(one, stretch, number=1, previous=chain.START) is None
    n = data.draw(st.integers(0, len(stretch) - 1))
    was = stretch[n]
    other = data.draw(rows.filter(lambda r: (r.at, r.values) != (was.at, was.values)))
    changed = chain.Row(was.seq, other.at, other.values)

    for wrong in (
        [*stretch[:n], changed, *stretch[n + 1 :]],
        [*stretch[:n], *stretch[n + 1 :]],
    ):
        broken = chain.check(one, wrong, number=1, previous=chain.START)
        assert broken is not None
        assert broken.seq == was.seq


def test_the_digest_of_each_seal_reaches_the_log_stream_that_is_kept_elsewhere(log):
    out = StringIO()
    stream = logging.StreamHandler(out)
    stream.setFormatter(WithoutWords())
    logging.getLogger("alongside.seal").addHandler(stream)
    try:
        seal_log(at=LATER)
    finally:
        logging.getLogger("alongside.seal").removeHandler(stream)

    (line,) = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (line["event"], line["seal"], line["rows"]) == ("sealed", 4, 1)
    assert verify(expect=line["digest"])[0] == 0
    assert verify(expect="0" * 64)[0] == 1
