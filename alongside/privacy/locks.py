"""What the database itself refuses: to change or remove a row of the access log, a seal, a consent.

Set up by the migrations that make the tables. SQLite rebuilds a table to change it and drops its
triggers then: a migration that changes one of these tables must set them up again.
"""

TABLES = ("privacy_accessevent", "privacy_seal")

LOG_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the access log is only ever added to'); END"
    for table in TABLES
    for deed in ("UPDATE", "DELETE")
)
LOG_SQLITE_OFF = tuple(
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
ON = {"sqlite": LOG_SQLITE, "postgresql": POSTGRESQL}
OFF = {"sqlite": LOG_SQLITE_OFF, "postgresql": POSTGRESQL_OFF}

# Of a consent, these are written after it was signed, each once; nothing else ever changes.
LATER = (
    "expiry_event_on",
    "release_on",
    "revoked_at",
    "revoked_by_id",
    "revoked_how",
    "revoked_saying",
    "known_false_at",
    "known_false_because",
)
SIGNED = (
    "id",
    "patient_id",
    "replaces_id",
    "types",
    "patient_name",
    "disclosers",
    "what",
    "recipient_names",
    "recipient_classes",
    "is_intermediary",
    "participants",
    "purposes",
    "purposes_say",
    "at_patients_request",
    "tells_revocation_right",
    "expires_on",
    "expires_at_event",
    "never_expires",
    "has_tpo_statements",
    "is_condition_of_treatment",
    "release_event",
    "signatures",
    "signing",
    "signed_on",
    "signed_at",
    "taken_by_id",
    "text",
    "text_digest",
)
_SAID = ("revoked_at", "known_false_at", "expiry_event_on", "release_on")
CONSENT_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS privacy_consent_no_delete BEFORE DELETE ON privacy_consent "
    "BEGIN SELECT RAISE(ABORT, 'a consent is kept'); END",
    f"CREATE TRIGGER IF NOT EXISTS privacy_consent_as_signed "
    f"BEFORE UPDATE OF {', '.join(SIGNED)} ON privacy_consent "
    f"BEGIN SELECT RAISE(ABORT, 'a consent stays as it was signed'); END",
    f"CREATE TRIGGER IF NOT EXISTS privacy_consent_said_once BEFORE UPDATE ON privacy_consent "
    f"WHEN {' OR '.join(f'(OLD.{n} IS NOT NULL AND NEW.{n} IS NOT OLD.{n})' for n in _SAID)} "
    f"BEGIN SELECT RAISE(ABORT, 'what became of a consent is said once'); END",
)
CONSENT_SQLITE_OFF = tuple(
    f"DROP TRIGGER IF EXISTS privacy_consent_{name}"
    for name in ("no_delete", "as_signed", "said_once")
)
CONSENT_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION privacy_consent_kept() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION 'a consent stays as it was signed'; END $$ LANGUAGE plpgsql",
    "CREATE OR REPLACE TRIGGER privacy_consent_no_delete BEFORE DELETE ON privacy_consent "
    "FOR EACH ROW EXECUTE FUNCTION privacy_consent_kept()",
    f"CREATE OR REPLACE TRIGGER privacy_consent_as_signed "
    f"BEFORE UPDATE OF {', '.join(SIGNED)} ON privacy_consent "
    f"FOR EACH ROW EXECUTE FUNCTION privacy_consent_kept()",
    "CREATE OR REPLACE TRIGGER privacy_consent_said_once BEFORE UPDATE ON privacy_consent "
    "FOR EACH ROW WHEN ("
    + " OR ".join(f"(OLD.{n} IS NOT NULL AND NEW.{n} IS DISTINCT FROM OLD.{n})" for n in _SAID)
    + ") EXECUTE FUNCTION privacy_consent_kept()",
)
CONSENT_POSTGRESQL_OFF = tuple(
    f"DROP TRIGGER IF EXISTS privacy_consent_{name} ON privacy_consent"
    for name in ("no_delete", "as_signed", "said_once")
)
CONSENT_ON = {"sqlite": CONSENT_SQLITE, "postgresql": CONSENT_POSTGRESQL}
CONSENT_OFF = {"sqlite": CONSENT_SQLITE_OFF, "postgresql": CONSENT_POSTGRESQL_OFF}

# All of them, for tests that empty the tables.
SQLITE = (*LOG_SQLITE, *CONSENT_SQLITE)
SQLITE_OFF = (*LOG_SQLITE_OFF, *CONSENT_SQLITE_OFF)
