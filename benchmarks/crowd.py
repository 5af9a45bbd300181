"""Many people, and long records, from a small invented program: copied in the database itself.

Every key is a UUID and fits 32 hex digits; a copy has the number of the copy as its first eight. So
keys and what points to them change alike, and a whole program (people, staff, sessions) is copied
table by table. Of what grows by the day only the last fortnight is copied.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.apps import apps
from django.db import connection, models, transaction

SHARED = {"track", "organization"}
LEFT_OUT = {"accessevent", "seal", "jobturn", "invitation", "accountdeed"}
DAYS = 14


def grow(people: int) -> int:
    """Copy the program until it has at least so many people; return how many there are."""
    patients = apps.get_model("people", "Patient").objects
    there = patients.count()
    own = patients.extra(where=["substr(id, 1, 4) <> '0000'"]).count()
    first, last = there // own, -(-people // own) - 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in _tables():
            _copy(cursor, table, first, last)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return patients.count()


def _tables() -> list[type[models.Model]]:
    ours = [m for m in apps.get_models() if m.__module__.startswith("alongside.")]
    return [m for m in ours if m._meta.model_name not in SHARED | LEFT_OUT]


def _copy(cursor, model: type[models.Model], first: int, last: int) -> None:
    """Copy what is not a copy, under each number from `first` to `last`; none if it is less."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    columns = ", ".join(f'"{f.column}"' for f in fields)
    values = ", ".join(_value(f) for f in fields)
    since = (datetime.now(UTC) - timedelta(days=DAYS)).date().isoformat()
    names = {f.name for f in fields}
    recent = ""
    if "day" in names:
        recent = f" AND t.day >= '{since}'"
    elif "starts_at" in names:
        recent = f" AND t.starts_at >= '{since}'"
    elif "session" in names:
        recent = (
            f" AND t.session_id IN (SELECT id FROM program_session WHERE starts_at >= '{since}')"
        )
    cursor.execute(
        "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        f'INSERT INTO "{model._meta.db_table}" ({columns}) '
        f'SELECT {values} FROM "{model._meta.db_table}" t, n '
        f"WHERE n.i <= %s AND substr(t.{_key(model)}, 1, 4) <> '0000'{recent}",
        [first, last, last],
    )


def _key(model: type[models.Model]) -> str:
    """Return a column with a key by which a copy is told from what it was copied from."""
    if isinstance(model._meta.pk, models.UUIDField):
        return model._meta.pk.column
    return next(f.column for f in model._meta.concrete_fields if _is_copied_key(f))


def _is_copied_key(field: models.Field) -> bool:
    if isinstance(field, models.ForeignKey):
        target = field.related_model._meta
        return target.model_name not in SHARED and isinstance(target.pk, models.UUIDField)
    return isinstance(field, models.UUIDField)


def _value(field: models.Field) -> str:
    column = f't."{field.column}"'
    if _is_copied_key(field):
        return f"printf('%08x', n.i) || substr({column}, 9)"
    if field.unique or field.name in ("email", "digest", "origin_key"):
        return f"CASE WHEN {column} IS NULL OR {column} = '' THEN {column} ELSE n.i || {column} END"
    return column


def lengthen(episode, days: int) -> None:
    """Give a stay one check-in a day with a shared note, so many in all, back from yesterday."""
    CheckIn = apps.get_model("monitoring", "CheckIn")
    JournalNote = apps.get_model("monitoring", "JournalNote")
    for model in (JournalNote, CheckIn):
        model.objects.filter(episode=episode).delete()
    at = datetime.now(UTC)
    rows = [_check_in(CheckIn, episode, at, number) for number in range(1, days + 1)]
    CheckIn.objects.bulk_create(rows, batch_size=200)
    JournalNote.objects.bulk_create(
        [
            JournalNote(
                episode=episode,
                check_in=row,
                day=row.day,
                text="A hard evening; I called Sam and went to bed early.",
                written_at=row.created_at,
                changed_at=row.created_at,
                shared_at=row.created_at,
            )
            for row in rows
        ],
        batch_size=200,
    )


def _check_in(model, episode, at: datetime, number: int):
    day: date = (at - timedelta(days=number)).date()
    return model(
        episode=episode,
        day=day,
        craving=number % 11,
        mood=(number * 3) % 11,
        anxiety=(number * 7) % 11,
        sleep_hours=Decimal(4 + number % 5),
        used=number % 9 == 0,
        uses=[{"what": "alcohol", "amount": "two beers"}] if number % 9 == 0 else [],
        medication="yes",
        triggers=["stress"],
        created_at=at - timedelta(days=number),
        changed_at=at - timedelta(days=number),
    )
