"""What the database itself refuses: changing or removing a row of the access log or a seal.

Set up by the migration that makes the seals. SQLite rebuilds a table to change it and drops its
triggers then: a migration that changes one of these tables must set them up again.
"""

TABLES = ("privacy_accessevent", "privacy_seal")

SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the access log is only ever added to'); END"
    for table in TABLES
    for deed in ("UPDATE", "DELETE")
)
SQLITE_OFF = tuple(
    f"DROP TRIGGER IF EXISTS {table}_no_{deed}" for table in TABLES for deed in ("update", "delete")
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION privacy_only_added_to() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION 'the access log is only ever added to'; END $$ LANGUAGE plpgsql",
    *(
        f"CREATE OR REPLACE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION privacy_only_added_to()"
        for table in TABLES
    ),
)
POSTGRESQL_OFF = tuple(
    f"DROP TRIGGER IF EXISTS {table}_only_added_to ON {table}" for table in TABLES
)
ON = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
OFF = {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}
